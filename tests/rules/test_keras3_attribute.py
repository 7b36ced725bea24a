"""keras3-attribute: what Keras objects do not have any more."""

from __future__ import annotations

from typing import Any

import pytest

from tests.rules.helpers import TF, check_noop, check_transformed, findings

HEAD = (
    f"{TF}model = tf.keras.models.Sequential()\nopt = tf.keras.optimizers.SGD(0.1)\nmetric = tf.keras.metrics.Mean()\n"
    "layer = tf.keras.layers.Dense(3)\n"
)
SELECT: dict[str, Any] = {"select": ("TL432",)}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("opt.lr = 0.5", "opt.learning_rate = 0.5"),
        ("model.optimizer.lr = 0.5", "model.optimizer.learning_rate = 0.5"),
        ("print(opt.lr)", "print(opt.learning_rate)"),
        ("v = opt.variables()", "v = opt.variables"),
        ("metric.reset_states()", "metric.reset_state()"),
        ("model.fit_generator(g)", "model.fit(g)"),
        ("model.fit_generator(g, 10, 3, 1, [c])", "model.fit(g, steps_per_epoch=10, epochs=3, verbose=1, callbacks=[c])"),
        ("model.fit_generator(generator=g, workers=4, validation_data=v)", "model.fit(x=g, validation_data=v)"),
        ("r = model.evaluate_generator(g, 10, workers=4)", "r = model.evaluate(g, steps=10)"),
        ("r = model.predict_generator(g, steps=10)", "r = model.predict(g, steps=10)"),
        ("r = model.predict_classes(x, verbose=0)", "r = model.predict(x, verbose=0).argmax(axis=-1)"),
        ("r = model.predict_proba(x)", "r = model.predict(x)"),
        ("layer.add_update(v.assign(1))", "v.assign(1)"),
        ("layer.add_update([v.assign(1), w.assign(2)], inputs=x)", "[v.assign(1), w.assign(2)]"),
    ],
)
def test_transformed(before: str, after: str) -> None:
    check_transformed(f"{HEAD}{before}\n", f"{HEAD}{after}\n", **SELECT)


@pytest.mark.parametrize(
    "code",
    [
        "opt.minimize(loss, [v])",
        "pairs = opt.compute_gradients(loss)",
        "opt.get_weights()",
        "opt.get_slot(v, 'm')",
        "model.reset_states()",
        "model.to_yaml()",
        "layer.get_output_at(0)",
        "print(layer.output_shape)",
        "model.fit_generator(*args)",
        "r = layer.add_update(v.assign(1))",
    ],
)
def test_reported_only(code: str) -> None:
    found = findings(f"{HEAD}{code}\n", **SELECT)
    assert len(found) == 1
    assert not found[0].fixes


def test_self_is_known_by_its_class() -> None:
    before = (
        f"{TF}\n\nclass Model(tf.keras.Model):\n    def train(self, data):\n        self.optimizer.lr = 0.5\n        self.fit_generator(data)\n"
        "\n\nclass Rate(tf.keras.callbacks.Callback):\n    def on_epoch_end(self, epoch, logs=None):\n        self.model.optimizer.lr = 0.5\n"
    )
    after = before.replace(".lr", ".learning_rate").replace("fit_generator", "fit")
    check_transformed(before, after, **SELECT)


@pytest.mark.parametrize(
    "code",
    [
        "model.fit(g)\nmodel.predict(x)\nopt.learning_rate = 0.5\nv = opt.variables\n",
        "other.lr = 0.5\nother.minimize(f)\nother.fit_generator(g)\n",
        "from scipy.optimize import minimize\nminimize(f, x)\n",
        "def f(opt, model):\n    opt.lr = 0.5\n    model.predict_classes(x)\n",
        "class Model(tf.keras.Model):\n    def fit_generator(self, g):\n        pass\n    def train(self, g):\n        self.fit_generator(g)\n",
        "class Layer(tf.keras.layers.Layer):\n    def build(self, s):\n        self.updates = []\n    def call(self, x):\n        return self.updates\n",
        "class Rate:\n    def step(self):\n        self.model.optimizer.lr = 0.5\n",
        "rnn = tf.keras.layers.LSTM(3, stateful=True)\nrnn.reset_states()\n",
        "s = tf.keras.optimizers.schedules.ExponentialDecay(0.1, 1, 0.5)\ns.lr = 3\n",
        "v1 = tf.compat.v1.train.AdamOptimizer()\nv1.minimize(loss)\nv1.variables()\n",
    ],
)
def test_noop(code: str) -> None:
    check_noop(HEAD + code, **SELECT)


@pytest.mark.parametrize(
    "code",
    [
        "opt.lr = 0.5",
        "opt.minimize(loss, [v])",
        "v = opt.variables()",
        "metric.reset_states()",
        "model.fit_generator(g)",
        "model.reset_states()",
    ],
)
def test_keras_2_has_them(code: str) -> None:
    check_noop(f"{HEAD}{code}\n", keras=2, **SELECT)
