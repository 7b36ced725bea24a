"""Optimizers, schedules, losses, metrics and layers: what TensorFlow 1 computes and what is written instead, side by side.

TensorFlow is started twice, with the Keras of the installation and with Keras 2; this module is then the program that computes. What is
written instead comes from the fixes themselves wherever there is one.
"""

from __future__ import annotations

import json
import math
import os
import re
import subprocess
import sys
from collections.abc import Callable
from importlib import util
from pathlib import Path
from typing import Any

import pytest

pytestmark = [
    pytest.mark.tensorflow,
    pytest.mark.skipif(util.find_spec("tensorflow") is None, reason="TensorFlow is not installed"),
]

TIME_LIMIT = 300
DECAY = "tf.train.exponential_decay(0.1, step, 2, 0.5)"
# Steps with gradients of these sizes show what an epsilon does.
SIZES = (1e-1, 1.0, 1e-4, 10.0, 1e-7)

EQUAL_OPTIMIZERS = {
    "tf.train.GradientDescentOptimizer(0.1)": 1e-6,
    "tf.train.MomentumOptimizer(0.1, 0.9)": 1e-6,
    "tf.train.MomentumOptimizer(0.1, 0.9, True)": 1e-6,
    "tf.train.MomentumOptimizer(0.1, 0.9, use_nesterov=True)": 1e-6,
    "tf.train.AdamOptimizer()": 1e-6,
    "tf.train.AdamOptimizer(0.1, 0.8, 0.9, 1e-6, True)": 1e-6,
    "tf.train.AdamOptimizer(beta2=0.9, beta1=0.5)": 1e-6,
    f"tf.train.AdamOptimizer({DECAY})": 3e-6,
    f"tf.train.GradientDescentOptimizer({DECAY})": 1e-6,
    "tf.train.AdadeltaOptimizer()": 1e-6,
    "tf.train.AdadeltaOptimizer(0.1, 0.9)": 1e-6,
    "tf.train.AdagradOptimizer(0.1)": 1e-6,
    "tf.train.AdagradOptimizer(0.1, 0.2, True)": 1e-6,
    "tf.train.FtrlOptimizer(0.1)": 1e-6,
    "tf.train.FtrlOptimizer(0.1, -0.6, 0.2, 0.01, 0.02, l2_shrinkage_regularization_strength=0.03)": 1e-6,
    "tf.contrib.opt.AdaMaxOptimizer(0.1)": 1e-6,
}
DIFFERENT_OPTIMIZERS = {
    f"tf.train.MomentumOptimizer({DECAY}, 0.9)": 0.05,
    "tf.train.RMSPropOptimizer(0.1)": 0.05,
    "tf.train.RMSPropOptimizer(0.1, 0.9, 0.5, centered=True)": 0.05,
    "tf.contrib.opt.NadamOptimizer(0.1)": 1e-3,
}
SCHEDULES = (
    "tf.train.exponential_decay(0.1, step, 5, 0.5)",
    "tf.train.exponential_decay(0.1, step, 5, 0.5, staircase=True)",
    "tf.train.natural_exp_decay(0.1, step, 5, 0.5)",
    "tf.train.inverse_time_decay(0.1, step, 5, 0.5)",
    "tf.train.inverse_time_decay(0.1, step, 5, 0.5, True)",
    "tf.train.polynomial_decay(0.1, step, 5)",
    "tf.train.polynomial_decay(0.1, step, 5, 0.01, power=2.0, cycle=True)",
    "tf.train.piecewise_constant(step, [5, 10], [1.0, 0.5, 0.1])",
    "tf.train.piecewise_constant_decay(x=step, boundaries=[5], values=[1.0, 0.5])",
    "tf.train.cosine_decay(0.1, step, 5, alpha=0.1)",
    "tf.train.cosine_decay_restarts(0.1, step, 5, 2.0, 0.9)",
)

# ---- what runs in the other process


def _both() -> tuple[Any, Any]:
    import numpy as np
    import tensorflow as tf

    return np, tf


def _paths(old: str, new: str, sparse: str) -> list[list[list[float]]]:
    """The values of a variable over five steps, by an optimizer of ``tf.train`` in a graph and by one of Keras."""
    np, tf = _both()
    v1 = tf.compat.v1
    grads = [np.array(SIZES, np.float32) * (1 + index / 3) * (-1) ** index for index in range(5)]
    # unique and repeated rows of an embedding, others in each step
    ids = np.array([0, 2, 3] if sparse == "unique" else [0, 2, 2], np.int32)
    start = np.arange(1.0, 6.0, dtype=np.float32)

    def gradient(index: int) -> Any:
        if not sparse:
            return tf.constant(grads[index])
        return tf.IndexedSlices(tf.constant([0.5 + index, -1.0, 0.3], tf.float32), tf.constant((ids + index) % 5), tf.constant([5]))

    first = []
    with tf.Graph().as_default(), v1.Session() as session:
        step = v1.train.get_or_create_global_step()
        variable = v1.get_variable("v", initializer=start, use_resource=True)
        make: Any = _raw(old, variable) if "contrib" in old else eval(old, {"tf": v1, "step": step})
        steps = [
            make(gradient(index)) if "contrib" in old else make.apply_gradients([(gradient(index), variable)], step) for index in range(5)
        ]
        session.run(v1.global_variables_initializer())
        for one in steps:
            session.run(one)
            first.append(session.run(variable).tolist())
    second = []
    variable = tf.Variable(start)
    optimizer = eval(new, {"tf": tf})
    for index in range(5):
        optimizer.apply_gradients([(gradient(index), variable)])
        second.append(variable.numpy().tolist())
    return [first, second]


def _raw(name: str, variable: Any) -> Callable[[Any], Any]:
    """The step of an optimizer of ``tf.contrib.opt``, by the kernel that it called."""
    _, tf = _both()
    v1 = tf.compat.v1
    slots = [v1.get_variable(f"slot{number}", [5], initializer=v1.zeros_initializer(), use_resource=True) for number in range(2)]
    done: list[Any] = []

    def step(gradient: Any) -> Any:
        power = len(done) + 1
        common = {"beta1_power": 0.9**power, "lr": 0.1, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8, "grad": gradient}
        handles = {"var": variable.handle, "m": slots[0].handle, "v": slots[1].handle}
        if "AdaMax" in name:
            made = tf.raw_ops.ResourceApplyAdaMax(**handles, **common)
        else:
            made = tf.raw_ops.ResourceApplyAdam(**handles, **common, beta2_power=0.999**power, use_nesterov=True)
        done.append(made)
        return made

    return step


def _schedule(old: str, new: str) -> list[list[float]]:
    _, tf = _both()
    v1 = tf.compat.v1
    with tf.Graph().as_default(), v1.Session() as session:
        step = v1.placeholder(tf.int64, [])
        value = eval(old, {"tf": v1, "step": step})
        first = [float(session.run(value, {step: index})) for index in range(18)]
    made = eval(new, {"tf": tf})
    return [first, [float(made(tf.constant(index, tf.int64))) for index in range(18)]]


def _keras_decay() -> list[list[float]]:
    """The rates of a schedule, and those of ``decay`` in the Keras of TensorFlow 1."""
    _, tf = _both()
    made = tf.keras.optimizers.schedules.InverseTimeDecay(0.1, 1, 0.25)
    return [[0.1 / (1 + 0.25 * index) for index in range(6)], [float(made(index)) for index in range(6)]]


def _losses() -> dict[str, Any]:
    np, tf = _both()
    old, new = tf.compat.v1.losses, tf.keras.losses
    random = np.random.RandomState(0)
    y = tf.constant(random.rand(6, 3), tf.float32)
    p = tf.constant(random.rand(6, 3), tf.float32)
    z = tf.constant(random.randn(6, 3) * 2, tf.float32)
    ids = tf.constant([0, 1, 2, 0, 1, 2])
    hot = tf.one_hot(ids, 3)
    w = tf.constant([[1.0], [2.0], [0.0], [1.0], [0.0], [3.0]])
    full = tf.constant([[1.0], [2.0], [1.0], [1.0], [1.0], [3.0]])
    reduction = old.Reduction
    unit_y, unit_p = tf.math.l2_normalize(y, 1), tf.math.l2_normalize(p, 1)
    ends = tf.constant([[1.0, 0.0]])
    mse = new.MeanSquaredError
    found = {
        "mse": (old.mean_squared_error(y, p), mse()(y, p)),
        "absolute": (old.absolute_difference(y, p), new.MeanAbsoluteError()(y, p)),
        "huber": (old.huber_loss(y, z, delta=0.7), new.Huber(delta=0.7)(y, z)),
        "hinge": (old.hinge_loss(hot, z), new.Hinge()(hot, z)),
        "sigmoid": (old.sigmoid_cross_entropy(hot, z), new.BinaryCrossentropy(from_logits=True)(hot, z)),
        "sigmoid smoothed": (
            old.sigmoid_cross_entropy(hot, z, label_smoothing=0.1),
            new.BinaryCrossentropy(from_logits=True, label_smoothing=0.1)(hot, z),
        ),
        "softmax": (old.softmax_cross_entropy(hot, z), new.CategoricalCrossentropy(from_logits=True)(hot, z)),
        "softmax smoothed": (
            old.softmax_cross_entropy(hot, z, label_smoothing=0.1),
            new.CategoricalCrossentropy(from_logits=True, label_smoothing=0.1)(hot, z),
        ),
        "sparse": (old.sparse_softmax_cross_entropy(ids, z), new.SparseCategoricalCrossentropy(from_logits=True)(ids, z)),
        "scalar weight": (old.mean_squared_error(y, p, 2.0), mse()(y, p, sample_weight=2.0)),
        "weights of rows": (
            old.mean_squared_error(y, p, full, reduction=reduction.SUM_OVER_BATCH_SIZE),
            mse()(y, p, sample_weight=full[:, 0]),
        ),
        "weights with zeros": (old.mean_squared_error(y, p, w), mse()(y, p, sample_weight=w[:, 0])),
        "sum": (old.mean_squared_error(y, p, reduction=reduction.SUM), mse(reduction="sum")(y, p)),
        "mean": (old.mean_squared_error(y, p, w, reduction=reduction.MEAN), tf.reduce_sum(w * (y - p) ** 2) / tf.reduce_sum(w * 3)),
        "log": (old.log_loss(ends, 1 - ends), new.BinaryCrossentropy()(ends, 1 - ends)),
        "cosine": (old.cosine_distance(y, p, axis=1), 1 + new.CosineSimilarity()(y, p)),
        "cosine of units": (old.cosine_distance(unit_y, unit_p, axis=1), 1 + new.CosineSimilarity()(unit_y, unit_p)),
        "logits forgotten": (old.softmax_cross_entropy(hot, z), new.CategoricalCrossentropy()(hot, z)),
    }
    numbers: dict[str, Any] = {name: [float(one), float(other)] for name, (one, other) in found.items()}
    numbers["none"] = [
        old.mean_squared_error(y, p, reduction=reduction.NONE).shape.as_list(),
        list(mse(reduction="none")(y, p).shape),
    ]
    return numbers


def _metrics() -> dict[str, list[float]]:
    """The results of metrics over three batches."""
    np, tf = _both()
    v1, new = tf.compat.v1, tf.keras.metrics
    random = np.random.RandomState(1)
    batches = [
        {
            "y": random.randint(0, 2, 8).astype(np.float32),
            "p": random.rand(8).astype(np.float32) * (random.rand(8) > 0.3),
            "i": random.randint(0, 3, 8),
            "j": random.randint(0, 3, 8),
            "s": random.rand(8, 3).astype(np.float32),
        }
        for _ in range(3)
    ]
    t = [0.25, 0.75]
    pairs: dict[str, tuple[str, str, str]] = {
        "accuracy": ("accuracy(i, j)", "Accuracy()", "i, j"),
        "mean": ("mean(p)", "Mean()", "p"),
        "mse": ("mean_squared_error(y, p)", "MeanSquaredError()", "y, p"),
        "rmse": ("root_mean_squared_error(y, p)", "RootMeanSquaredError()", "y, p"),
        "mae": ("mean_absolute_error(y, p)", "MeanAbsoluteError()", "y, p"),
        "iou": ("mean_iou(i, j, 3)", "MeanIoU(3)", "i, j"),
        "true positives": ("true_positives(y, p)", "TruePositives(0)", "y, p"),
        "false negatives at": ("false_negatives_at_thresholds(y, p, t)", "FalseNegatives(t)", "y, p"),
        "precision at": ("precision_at_thresholds(y, p, t)", "Precision(t)", "y, p"),
        "recall at": ("recall_at_thresholds(y, p, t)", "Recall(t)", "y, p"),
        "below": ("percentage_below(p, 0.5)", "Mean()", "tf.cast(p < 0.5, tf.float32)"),
        "recall at k": ("recall_at_k(tf.cast(i, tf.int64), s, 2)", "SparseTopKCategoricalAccuracy(2)", "i, s"),
        "precision at 0": ("precision(y, p)", "Precision(thresholds=0)", "y, p"),
        "recall at 0": ("recall(y, p)", "Recall(thresholds=0)", "y, p"),
        "precision": ("precision(y, p)", "Precision()", "y, p"),
        "auc": ("auc(y, p)", "AUC()", "y, p"),
        "auc pr": ("auc(y, p, curve='PR')", "AUC(curve='PR')", "y, p"),
        "cosine": ("mean_cosine_distance(tf.math.l2_normalize(s, 1), tf.math.l2_normalize(s + 1, 1), 1)", "CosineSimilarity()", "s, s + 1"),
    }
    found: dict[str, list[float]] = {}
    for name, (old, made, arguments) in pairs.items():
        with tf.Graph().as_default(), v1.Session() as session:
            feeds = {key: v1.placeholder(value.dtype, value.shape) for key, value in batches[0].items()}
            value, update = eval(f"metrics.{old}", {"metrics": v1.metrics, "tf": tf, "t": t, **feeds})
            session.run(v1.local_variables_initializer())
            for batch in batches:
                session.run(update, {feeds[key]: one for key, one in batch.items()})
            first = np.asarray(session.run(value)).reshape(-1).tolist()
        metric = eval(f"new.{made}", {"new": new, "t": t})
        for batch in batches:
            metric.update_state(*eval(f"({arguments},)", {"tf": tf, **{key: tf.constant(one) for key, one in batch.items()}}))
        found[name] = [first, np.asarray(metric.result()).reshape(-1).tolist()]
    return found


def _layers() -> dict[str, Any]:
    """The layers of ``tf.compat.v1.layers``, which Keras 2 has, beside those of Keras with the same weights."""
    np, tf = _both()
    v1, new = tf.compat.v1.layers, tf.keras.layers
    random = np.random.RandomState(2)
    image = tf.constant(random.rand(2, 6, 6, 3), tf.float32)
    rows = tf.constant(random.rand(4, 5), tf.float32)
    found: dict[str, Any] = {}
    for name, old, made, value in (
        ("dense", lambda: v1.Dense(8, tf.nn.relu), lambda: new.Dense(8, activation=tf.nn.relu), rows),
        ("conv2d", lambda: v1.Conv2D(4, 3, 2, "same"), lambda: new.Conv2D(4, 3, strides=2, padding="same"), image),
        ("max_pooling2d", lambda: v1.MaxPooling2D(2, 2), lambda: new.MaxPooling2D(2, 2), image),
        ("flatten", v1.Flatten, new.Flatten, image),
    ):
        one, other = old(), made()
        first, _ = one(value), other(value)
        other.set_weights(one.get_weights())
        found[name] = [np.asarray(first).reshape(-1).tolist(), np.asarray(other(value)).reshape(-1).tolist()]
    wide = tf.ones([1, 400])
    for made in (v1.Dense(300), new.Dense(300)):
        made(wide)
        found.setdefault("deviation", []).append(float(np.std(np.asarray(made.kernel))))
    found["dropout"] = [float(tf.reduce_min(v1.dropout(rows + 1))), float(tf.reduce_min(new.Dropout(0.5)(rows + 1, training=True)))]
    frozen = new.BatchNormalization(trainable=False)
    found["frozen"] = [
        float(tf.reduce_mean(v1.batch_normalization(rows + 3, training=True, trainable=False))),
        float(tf.reduce_mean(frozen(rows + 3, training=True))),
    ]
    return found


def _initializers() -> list[float]:
    np, tf = _both()
    v1 = tf.compat.v1
    with tf.Graph().as_default(), v1.Session() as session:
        made = (
            v1.random_normal_initializer(),
            tf.random_normal_initializer(stddev=1.0),
            tf.random_normal_initializer(),
            v1.random_uniform_initializer(),
            tf.random_uniform_initializer(),
        )
        return [float(np.std(session.run(one([5000])))) for one in made]


def _regularizer(code: str) -> list[float]:
    _, tf = _both()
    weights = tf.constant([1.0, 2.0, 3.0])
    return [float(0.1 * tf.nn.l2_loss(weights)), float(eval(code, {"tf": tf})(weights))]


def _function_as_rate() -> float:
    """Where a variable ends after three steps of gradient 1 with the rates 0.1, 0.2 and 0.3."""
    _, tf = _both()
    rates = iter([0.1, 0.2, 0.3, 0.4, 0.5, 0.6])
    now = {"rate": 0.0}
    variable = tf.Variable(1.0)
    optimizer = None
    for _index in range(3):
        now["rate"] = next(rates)
        if optimizer is None:
            optimizer = tf.keras.optimizers.SGD(lambda: now["rate"])
        optimizer.apply_gradients([(tf.constant(1.0), variable)])
    return float(variable.numpy())


def _setting_lr() -> list[float]:
    _, tf = _both()
    optimizer = tf.keras.optimizers.SGD(0.1)
    optimizer.lr = 0.5
    before = float(optimizer.learning_rate)
    optimizer.learning_rate = 0.25
    return [before, float(optimizer.learning_rate)]


def _step_moves() -> list[int]:
    _, tf = _both()
    step = tf.Variable(0)
    variable = tf.Variable(1.0)
    tf.keras.optimizers.SGD(0.1).apply_gradients([(tf.constant(1.0), variable)], global_step=step)
    return [int(step.numpy())]


def _keys() -> list[list[str]]:
    np, tf = _both()
    found = []
    for name in ("accuracy", "acc"):
        model = tf.keras.Sequential([tf.keras.layers.Dense(1)])
        model.compile("sgd", "mse", metrics=[name], run_eagerly=True)
        found.append(sorted(model.fit(np.ones((2, 3), "float32"), np.ones((2, 1), "float32"), verbose=0).history))
    return found


def _outcomes(codes: list[str]) -> dict[str, str]:
    """What running a piece of code gives: ``ok`` or the name of the error."""
    np, tf = _both()
    x, y = np.ones((4, 3), "float32"), np.ones((4, 1), "float32")

    def model() -> Any:
        made = tf.keras.Sequential([tf.keras.layers.Dense(1)])
        made.compile("sgd", "mse", run_eagerly=True)
        made(x)
        return made

    class Adds(tf.keras.layers.Layer):  # type: ignore[misc, name-defined]
        def call(self, inputs: Any) -> Any:
            self.add_update([])
            return inputs

    def batches() -> Any:
        while True:
            yield x, y

    found = {}
    for code in codes:
        try:
            exec(code, {"tf": tf, "v1": tf.compat.v1, "np": np, "x": x, "y": y, "model": model, "Adds": Adds, "batches": batches})
            found[code] = "ok"
        except Exception as error:
            found[code] = type(error).__name__
    return found


def _values(codes: list[str]) -> dict[str, Any]:
    np, tf = _both()
    return {code: np.asarray(eval(code, {"tf": tf, "v1": tf.compat.v1, "np": np})).tolist() for code in codes}


def main(source: str, result: str) -> None:
    """Compute all that the tests look at."""
    wanted = json.loads(Path(source).read_text("utf-8"))
    _, tf = _both()
    two = not tf.keras.__name__.startswith("keras") and "tf_keras" in tf.keras.Model.__module__
    found: dict[str, Any] = {
        "paths": {old: _paths(old, new, "") for old, new in wanted["optimizers"].items()},
        "sparse": {
            kind: {old: _paths(old, new, kind) for old, new in wanted["optimizers"].items() if old in wanted["sparse"]}
            for kind in ("unique", "repeated")
        },
        "schedules": {old: _schedule(old, new) for old, new in wanted["schedules"].items()},
        "other": {old: _paths(old, new, "") for old, new in wanted["other"]},
        "decay": _keras_decay(),
        "losses": _losses(),
        "metrics": _metrics(),
        "layers": _layers() if two else {},
        "initializers": _initializers(),
        "regularizer": _regularizer(wanted["regularizer"]),
        "function": _function_as_rate(),
        "lr": _setting_lr(),
        "step": _step_moves() if two else [],
        "keys": _keys(),
        "outcomes": _outcomes(wanted["codes"]),
        "values": _values(wanted["values"]),
    }
    Path(result).write_text(json.dumps(found), "utf-8")


# ---- what the tests ask for

# What Keras 3 refuses and Keras 2 takes, and what both take instead.
ONLY_KERAS_2 = (
    "tf.keras.optimizers.Adam(lr=0.1)",
    "tf.keras.optimizers.SGD(1)",
    "tf.keras.optimizers.SGD(tf.Variable(0.1))",
    "tf.keras.optimizers.SGD(tf.constant(0.1))",
    "tf.keras.optimizers.SGD(0.1).lr",
    "tf.keras.optimizers.SGD(0.1).minimize(lambda: v * v, [v])",
    "tf.keras.optimizers.SGD(0.1).compute_gradients(lambda: v * v, [v])",
    "tf.keras.optimizers.SGD(0.1).variables()",
    "tf.keras.optimizers.SGD(0.1).apply_gradients([(v * 1.0, v)], global_step=None)",
    "tf.keras.optimizers.SGD(0.1).apply_gradients([(v * 1.0, v)], name='a')",
    "tf.keras.optimizers.legacy.Adagrad(0.05)",
    "tf.keras.optimizers.experimental.Adam(0.05)",
    "tf.keras.backend.set_value(tf.keras.optimizers.SGD(0.1).learning_rate, 0.2)",
    "tf.keras.backend.get_value(tf.keras.optimizers.SGD(0.1).lr)",
    "model().compile(v1.train.AdamOptimizer(), 'mse')",
    "model().compile(v1.train.GradientDescentOptimizer(0.1), 'mse')",
    "model().compile('sgd', 'mse', sample_weight_mode='temporal')",
    "model().compile('sgd', 'mse', target_tensors=None)",
    "model().compile('sgd', 'mse', distribute=None)",
    "m = model(); m.compile('sgd', 'huber_loss', run_eagerly=True); m.fit(x, y, verbose=0)",
    "m = model(); m.compile('sgd', 'logcosh', run_eagerly=True); m.fit(x, y, verbose=0)",
    "m = model(); m.compile('sgd', 'kullback_leibler_divergence', run_eagerly=True); m.fit(x, y, verbose=0)",
    "model().fit(x, y, verbose=0, workers=1)",
    "model().fit(x, y, verbose=0, max_queue_size=10)",
    "model().evaluate(x, y, verbose=0, use_multiprocessing=False)",
    "model().predict(x, verbose=0, workers=1)",
    "model().fit_generator(batches(), 2, verbose=0)",
    "model().evaluate_generator(batches(), 2)",
    "model().predict_generator(batches(), 2)",
    "model().reset_states()",
    "model().layers[0].get_output_at(0)",
    "model().layers[0].output_shape",
    "Adds()(x)",
    "tf.keras.metrics.Mean().reset_states()",
    "tf.keras.losses.mean_squared_error(y, y)",
    "tf.keras.metrics.mean_absolute_error(y, y)",
    "tf.keras.losses.MeanSquaredError()([0.0, 1.0], tf.constant([1.0, 1.0]))",
    "tf.keras.losses.MeanSquaredError(reduction=tf.keras.losses.Reduction.AUTO)(y, y)",
    "tf.keras.Input(3)",
    "tf.keras.Input(batch_input_shape=(2, 3))",
    "tf.keras.layers.Dense(8, batch_input_shape=(4, 3))",
    "tf.keras.layers.Dense(8, weights=[w])",
    "tf.keras.layers.Dense(8.0)",
    "tf.keras.layers.Dense(8, name='a/b')",
    "tf.keras.layers.BatchNormalization(fused=True)",
    "tf.keras.layers.BatchNormalization(axis=[3])",
    "tf.keras.layers.BatchNormalization(virtual_batch_size=None)",
    "tf.keras.layers.LSTM(8, time_major=True)",
    "tf.keras.layers.LSTM(8, input_length=3)",
    "tf.keras.layers.Layer().add_weight('a', [3])",
    "tf.keras.layers.Layer().add_weight(name='a', shape=[3], use_resource=True)",
    "tf.keras.layers.Layer().add_variable('a', [3])",
    "tf.math.argmax(tf.keras.Input((3,)))",
    "tf.concat([tf.keras.Input((3,)), tf.keras.Input((3,))], -1)",
    "v1.train.AdamOptimizer().apply_gradients([(tf.zeros([3, 1]), model().layers[0].kernel)])",
    "m = model(); v1.train.GradientDescentOptimizer(0.1).minimize(lambda: tf.reduce_sum(m(x)), var_list=m.trainable_variables)",
    "v1.layers.dense(tf.ones([1, 3]), 2)",
    "v1.keras.layers.DenseFeatures([tf.feature_column.numeric_column('a')])",
)
NEITHER = (
    "tf.keras.optimizers.Adam(beta1=0.5)",
    "tf.keras.optimizers.Adam(use_locking=False)",
    "tf.keras.optimizers.SGD(0.1, use_nesterov=True)",
    "tf.keras.optimizers.SGD(0.1).get_gradients(v, [v])",
    "tf.keras.optimizers.SGD(0.1).get_weights()",
    "tf.keras.optimizers.SGD(0.1).get_slot(v, 'm')",
    "tf.keras.optimizers.SGD(0.1).get_slot_names()",
    "model().predict_classes(x)",
    "m = model(); m.compile('sgd', 'hinge_loss', run_eagerly=True); m.fit(x, y, verbose=0)",
    "m = model(); m.compile('sgd', 'softmax_cross_entropy', run_eagerly=True); m.fit(x, y, verbose=0)",
    "tf.keras.layers.Dense(8, reuse=True)",
    "tf.keras.backend.get_session()",
    "v1.losses.get_total_loss()",
    "v1.metrics.accuracy(y, y)",
    "v1.metrics.mean_relative_error(y, y, y)",
    "v1.losses.mean_squared_error(tf.ones([3, 1]), tf.zeros([3]))",
    "v1.train.GradientDescentOptimizer(0.1).minimize(v * v)",
    "o = tf.keras.optimizers.Adam(0.1); o.apply_gradients([(v, v)]); o.apply_gradients([(u, u)])",
    "tf.keras.losses.MeanSquaredError()(tf.ones([3, 2]), tf.zeros([3, 2]), sample_weight=tf.ones([3, 2]))",
)
BOTH = (
    "tf.keras.optimizers.Adam(learning_rate=0.1, beta_1=0.5)",
    "tf.keras.optimizers.SGD(1.0, nesterov=True)",
    "tf.keras.optimizers.Adagrad(0.05)",
    "tf.keras.optimizers.SGD(0.1).variables",
    "o = tf.keras.optimizers.Adam(0.1); o.build([u, v]); o.apply_gradients([(v, v)]); o.apply_gradients([(u, u)])",
    "model().compile('sgd', 'mse')",
    "m = model(); m.compile('sgd', 'mean_squared_error', run_eagerly=True); m.fit(x, y, verbose=0)",
    "m = model(); m.compile('sgd', 'huber', run_eagerly=True); m.fit(x, y, verbose=0)",
    "m = model(); m.compile('sgd', 'log_cosh', run_eagerly=True); m.fit(x, y, verbose=0)",
    "m = model(); m.compile('sgd', 'kl_divergence', run_eagerly=True); m.fit(x, y, verbose=0)",
    "m = model(); m.compile('sgd', 'hinge', run_eagerly=True); m.fit(x, y, verbose=0)",
    "model().fit(batches(), steps_per_epoch=2, verbose=0)",
    "model().predict(x, verbose=0).argmax(axis=-1)",
    "tf.keras.metrics.Mean().reset_state()",
    "tf.keras.losses.mse(y, y)",
    "tf.keras.metrics.mae(y, y)",
    "tf.keras.Input((3,))",
    "tf.keras.Input(batch_shape=(2, 3))",
    "tf.keras.layers.Flatten(input_shape=(3, 4))",
    "tf.keras.layers.InputLayer(input_shape=(3,))",
    "tf.keras.layers.Dense(8, input_dim=3)",
    "tf.keras.layers.BatchNormalization(axis=3)",
    "tf.keras.layers.Layer().add_weight(name='a', shape=[3])",
    "tf.keras.layers.Lambda(lambda v: tf.math.argmax(v))(tf.keras.Input((3,)))",
    "tf.keras.backend.get_value(tf.keras.optimizers.SGD(0.1).learning_rate)",
    "v1.train.GradientDescentOptimizer(0.1).apply_gradients([(tf.zeros([3, 1]), model().layers[0].kernel)])",
    "v1.train.GradientDescentOptimizer(0.1).minimize(lambda: v * v)",
    "v1.losses.mean_pairwise_squared_error(y, y)",
    "v1.train.get_or_create_global_step().assign_add(1)",
    "g = tf.Graph()\nwith g.as_default(), v1.Session() as s:\n    t = v1.train.AdamOptimizer().minimize(tf.reduce_sum(tf.keras.layers.Dense(2)"
    "(tf.ones([1, 3]))))\n    s.run(v1.global_variables_initializer())\n    s.run(t)",
)
HEAD = "v = tf.Variable(1.0); u = tf.Variable(2.0); w = np.ones((3, 8), 'float32')\n"
VALUES = (
    "len(v1.losses.get_losses())",
    "v1.losses.get_regularization_loss()",
    "(lambda e, v: e.apply() is None and e.average(v) is None)(tf.train.ExponentialMovingAverage(0.9), tf.Variable(1.0))",
    "float(tf.keras.optimizers.Adagrad().learning_rate)",
    "float(tf.keras.optimizers.Adadelta().learning_rate)",
    "float(tf.keras.optimizers.Adamax().learning_rate)",
    "float(tf.keras.optimizers.Nadam().learning_rate)",
    "(lambda g: [g.__enter__(), tf.keras.layers.BatchNormalization()(tf.ones([2, 3]), training=True), "
    "len(v1.get_collection(v1.GraphKeys.UPDATE_OPS)), g.__exit__(None, None, None)][2])(tf.Graph().as_default())",
)


def fixed(expression: str, before: str, after: str, codes: tuple[str, ...]) -> str:
    """What the fixes of some rules make of an expression that stands between two pieces of code."""
    from tensorlift.engine import fix
    from tensorlift.settings import Settings
    from tensorlift.source.document import Document

    text = fix(Document(before + expression + after), Settings(select=codes), review=True).text
    assert text.startswith(before)
    assert text.endswith(after)
    return text[len(before) : len(text) - len(after)]


def in_compile(expression: str) -> str:
    """What an optimizer of ``tf.train`` in ``compile`` becomes."""
    before = "import tensorflow as tf\nmodel = tf.keras.Sequential()\nmodel.compile("
    return fixed(expression, before, ", 'mse')\n", ("TL434",))


def as_rate(expression: str) -> str:
    """What a learning rate that decays becomes."""
    return fixed(expression, "import tensorflow as tf\nopt = tf.keras.optimizers.SGD(", ")\n", ("TL435",))


OTHER = (
    ("tf.train.AdamOptimizer(0.1)", "tf.keras.optimizers.Adam(0.1)"),
    ("tf.train.AdadeltaOptimizer(0.1)", "tf.keras.optimizers.Adadelta(0.1)"),
)
SPARSE = (
    "tf.train.GradientDescentOptimizer(0.1)",
    "tf.train.MomentumOptimizer(0.1, 0.9)",
    "tf.train.AdamOptimizer()",
    "tf.train.AdagradOptimizer(0.1)",
    "tf.train.AdadeltaOptimizer(0.1, 0.9)",
    "tf.train.FtrlOptimizer(0.1)",
)


def start(keras2: bool, folder: Path) -> subprocess.Popen[str]:
    """Start the process that computes."""
    source = folder / "wanted.json"
    wanted = {
        "optimizers": {one: in_compile(one) for one in (*EQUAL_OPTIMIZERS, *DIFFERENT_OPTIMIZERS)},
        "sparse": SPARSE,
        "other": OTHER,
        "schedules": {one: as_rate(one) for one in SCHEDULES},
        "regularizer": fixed("tf.contrib.layers.l2_regularizer(0.1)", "import tensorflow as tf\nr = ", "\n", ("TL204",)),
        "codes": [HEAD + code for code in (*ONLY_KERAS_2, *NEITHER, *BOTH)],
        "values": VALUES,
    }
    source.write_text(json.dumps(wanted), "utf-8")
    environment = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"}
    environment.pop("TF_USE_LEGACY_KERAS", None)
    if keras2:
        environment["TF_USE_LEGACY_KERAS"] = "1"
    command = [sys.executable, __file__, str(source), str(folder / "found.json")]
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> dict[int, dict[str, Any]]:
    """What both versions of Keras computed."""
    if util.find_spec("tf_keras") is None:
        pytest.skip("Keras 2 is not installed beside Keras 3")
    folders = {keras: tmp_path_factory.mktemp(f"keras{keras}") for keras in (3, 2)}
    found = {}
    processes = {keras: start(keras == 2, folder) for keras, folder in folders.items()}
    for keras, folder in folders.items():
        process = processes[keras]
        _, errors = process.communicate(timeout=TIME_LIMIT)
        assert process.returncode == 0, errors[-4000:]
        found[keras] = json.loads((folder / "found.json").read_text("utf-8"))
    return found


@pytest.fixture(params=[3, 2])
def keras(request: pytest.FixtureRequest) -> int:
    """The Keras that a test is about."""
    number: int = request.param
    return number


def farthest(pair: list[Any]) -> float:
    """The greatest difference between two nested lists of numbers."""
    first, second = pair
    if isinstance(first, list):
        return max((farthest([one, other]) for one, other in zip(first, second, strict=True)), default=0.0)
    return abs(float(first) - float(second))


@pytest.mark.parametrize("old", EQUAL_OPTIMIZERS)
def test_optimizers_are_equal(both: dict[int, dict[str, Any]], keras: int, old: str) -> None:
    assert farthest(both[keras]["paths"][old]) <= EQUAL_OPTIMIZERS[old]


@pytest.mark.parametrize("old", DIFFERENT_OPTIMIZERS)
def test_optimizers_that_differ(both: dict[int, dict[str, Any]], keras: int, old: str) -> None:
    assert farthest(both[keras]["paths"][old]) > DIFFERENT_OPTIMIZERS[old]


def test_the_epsilon_matters(both: dict[int, dict[str, Any]], keras: int) -> None:
    for old, _ in OTHER:
        assert farthest(both[keras]["other"][old]) > 1e-5


def test_sparse_gradients(both: dict[int, dict[str, Any]], keras: int) -> None:
    unique, repeated = both[keras]["sparse"]["unique"], both[keras]["sparse"]["repeated"]
    plain, momentum, adam, adagrad, _, ftrl = SPARSE
    for found in (unique, repeated):
        assert farthest(found[plain]) < 1e-5
        assert farthest(found[momentum]) > 0.1
        assert farthest(found[ftrl]) > 1.0
    assert max(farthest(unique[adam]), farthest(unique[adagrad])) < 1e-5
    if keras == 2:
        assert max(farthest(repeated[adam]), farthest(repeated[adagrad])) < 1e-5
    else:
        assert min(farthest(repeated[adam]), farthest(repeated[adagrad])) > 1e-4


@pytest.mark.parametrize("old", SCHEDULES)
def test_schedules_are_equal(both: dict[int, dict[str, Any]], keras: int, old: str) -> None:
    assert farthest(both[keras]["schedules"][old]) < 1e-6


def test_decay_of_keras_optimizers(both: dict[int, dict[str, Any]], keras: int) -> None:
    assert farthest(both[keras]["decay"]) < 1e-7


def test_losses_are_equal(both: dict[int, dict[str, Any]], keras: int) -> None:
    losses = both[keras]["losses"]
    for name in (
        *("mse", "absolute", "huber", "hinge", "sigmoid", "sigmoid smoothed", "softmax", "softmax smoothed", "sparse", "scalar weight"),
        *("weights of rows", "mean", "cosine of units"),
    ):
        assert farthest(losses[name]) < 1e-5, name


def test_losses_that_differ(both: dict[int, dict[str, Any]], keras: int) -> None:
    losses = both[keras]["losses"]
    old, new = losses["weights with zeros"]
    assert math.isclose(new, old * 4 / 6, rel_tol=1e-5)  # two of six weights are zero
    old, new = losses["sum"]
    assert math.isclose(new, old / 3, rel_tol=1e-5)  # the mean of three columns
    assert losses["none"] == [[6, 3], [6]]
    assert farthest(losses["log"]) > 0.05
    assert farthest(losses["cosine"]) > 0.05
    assert farthest(losses["logits forgotten"]) > 0.1


def test_metrics_are_equal(both: dict[int, dict[str, Any]], keras: int) -> None:
    metrics = both[keras]["metrics"]
    for name, pair in metrics.items():
        if name not in ("precision", "auc pr", "cosine"):
            assert farthest(pair) < 1e-5, name


def test_metrics_that_differ(both: dict[int, dict[str, Any]], keras: int) -> None:
    metrics = both[keras]["metrics"]
    assert farthest(metrics["precision"]) > 0.01
    assert 1e-5 < farthest(metrics["auc pr"]) < 0.05
    (old,), (new,) = metrics["cosine"]
    assert math.isclose(old, 1 - new, abs_tol=1e-5)


def test_layers_are_equal(both: dict[int, dict[str, Any]]) -> None:
    layers = both[2]["layers"]
    for name in ("dense", "conv2d", "max_pooling2d", "flatten"):
        assert farthest(layers[name]) < 1e-6, name
    assert farthest(layers["deviation"]) < 0.002


def test_layers_that_differ(both: dict[int, dict[str, Any]]) -> None:
    layers = both[2]["layers"]
    assert layers["dropout"][0] >= 1.0
    assert layers["dropout"][1] == 0.0
    assert abs(layers["frozen"][0]) < 1e-3
    assert layers["frozen"][1] > 1.0


def test_initializers(both: dict[int, dict[str, Any]], keras: int) -> None:
    old, written, default, uniform, uniform_default = both[keras]["initializers"]
    assert abs(old - written) < 0.1
    assert default < 0.06
    assert uniform > 0.2
    assert uniform_default < 0.06


def test_regularizers(both: dict[int, dict[str, Any]], keras: int) -> None:
    assert farthest(both[keras]["regularizer"]) < 1e-6


def test_a_function_as_learning_rate(both: dict[int, dict[str, Any]]) -> None:
    assert abs(both[3]["function"] - (1 - 0.6)) < 1e-6
    assert abs(both[2]["function"] - (1 - 0.3)) < 1e-6


def test_names_of_optimizers(both: dict[int, dict[str, Any]]) -> None:
    assert farthest([both[3]["lr"], [0.1, 0.25]]) < 1e-6
    assert farthest([both[2]["lr"], [0.5, 0.25]]) < 1e-6


def test_global_step_stays(both: dict[int, dict[str, Any]]) -> None:
    assert both[2]["step"] == [0]


def test_keys_of_metrics(both: dict[int, dict[str, Any]], keras: int) -> None:
    assert both[keras]["keys"] == [["accuracy", "loss"], ["acc", "loss"]]


@pytest.mark.parametrize("code", ONLY_KERAS_2)
def test_what_only_keras_2_takes(both: dict[int, dict[str, Any]], code: str) -> None:
    assert both[2]["outcomes"][HEAD + code] == "ok"
    assert both[3]["outcomes"][HEAD + code].endswith("Error")


@pytest.mark.parametrize("code", NEITHER)
def test_what_neither_takes(both: dict[int, dict[str, Any]], keras: int, code: str) -> None:
    assert both[keras]["outcomes"][HEAD + code].endswith("Error")


@pytest.mark.parametrize("code", BOTH)
def test_what_both_take(both: dict[int, dict[str, Any]], keras: int, code: str) -> None:
    assert both[keras]["outcomes"][HEAD + code] == "ok"


def test_what_eager_code_collects(both: dict[int, dict[str, Any]], keras: int) -> None:
    losses, regularization, average, *rates, updates = (both[keras]["values"][code] for code in VALUES)
    assert (losses, regularization, average, updates) == (0, 0.0, True, 0)
    assert all(math.isclose(rate, 0.001, rel_tol=1e-5) for rate in rates)


def test_rows_of_the_table_are_all_fixed() -> None:
    for old in (*EQUAL_OPTIMIZERS, *DIFFERENT_OPTIMIZERS):
        assert re.match(r"tf\.keras\.optimizers\.\w+\(", in_compile(old))
    for old in SCHEDULES:
        assert as_rate(old).startswith("tf.keras.optimizers.schedules.")


if __name__ == "__main__":
    main(*sys.argv[1:])
