"""keras3-argument: arguments that Keras 3 does not take."""

from __future__ import annotations

from typing import Any

import pytest

from tests.rules.helpers import TF, check_noop, check_transformed, findings

K = "from tensorflow import keras\nmodel = keras.Sequential()\n"
SELECT: dict[str, Any] = {"select": ("TL431",)}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("keras.optimizers.Adam(lr=1e-3)", "keras.optimizers.Adam(learning_rate=1e-3)"),
        ("keras.optimizers.SGD(lr = 1e-3, momentum=.9)", "keras.optimizers.SGD(learning_rate = 1e-3, momentum=.9)"),
        ("keras.optimizers.Adam(.1, beta1=.5, beta2=.6)", "keras.optimizers.Adam(.1, beta_1=.5, beta_2=.6)"),
        ("keras.optimizers.SGD(.1, use_nesterov=True, use_locking=False)", "keras.optimizers.SGD(.1, nesterov=True)"),
        ("keras.optimizers.SGD(.1, decay=0.)", "keras.optimizers.SGD(.1)"),
        ("keras.Input(3)", "keras.Input((3,))"),
        ("keras.layers.Input(shape=(20))", "keras.layers.Input(shape=(20,))"),
        ("keras.Input(shape=x.shape[1])", "keras.Input(shape=(x.shape[1],))"),
        ("keras.Input(batch_input_shape=(4, 3))", "keras.Input(batch_shape=(4, 3))"),
        ("keras.layers.Dense(n / 2)", "keras.layers.Dense(int(n / 2))"),
        ("keras.layers.Dense(8, name='a/b/c')", "keras.layers.Dense(8, name='a_b_c')"),
        ("keras.layers.Dense(8, name=f'{a}/b')", "keras.layers.Dense(8, name=f'{a}_b')"),
        ("keras.layers.BatchNormalization(axis=[3], fused=True)", "keras.layers.BatchNormalization(axis=3)"),
        ("keras.layers.BatchNormalization([-1])", "keras.layers.BatchNormalization(-1)"),
        ("model.fit(x, y, workers=4, use_multiprocessing=True)", "model.fit(x, y)"),
        ("model.predict(x, max_queue_size=4)", "model.predict(x)"),
        ("model.compile('sgd', 'mse', sample_weight_mode='temporal')", "model.compile('sgd', 'mse')"),
        ("model.compile('sgd', 'huber_loss')", "model.compile('sgd', 'huber')"),
        ('model.compile(loss="hinge_loss")', 'model.compile(loss="hinge")'),
        ("keras.losses.MeanSquaredError(reduction=keras.losses.Reduction.AUTO)", "keras.losses.MeanSquaredError()"),
    ],
)
def test_transformed(before: str, after: str) -> None:
    check_transformed(f"{K}r = {before}\n", f"{K}r = {after}\n", **SELECT)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "opt = SGD(lr=0.1, momentum=0.9, decay=1e-6)",
            "opt = SGD(learning_rate=tf.keras.optimizers.schedules.InverseTimeDecay(0.1, 1, 1e-6), momentum=0.9)",
        ),
        ("opt = SGD(rate, decay=rate / 10)", "opt = SGD(tf.keras.optimizers.schedules.InverseTimeDecay(rate, 1, rate / 10))"),
    ],
)
def test_decay_becomes_a_schedule(before: str, after: str) -> None:
    head = f"{TF}from tensorflow.keras.optimizers import SGD\n"
    check_transformed(f"{head}{before}\n", f"{head}{after}\n", **SELECT)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "model = keras.Sequential([keras.layers.Dense(8, batch_input_shape=(4, 3)), keras.layers.Dense(1)])",
            "model = keras.Sequential([tf.keras.Input(batch_shape=(4, 3)), keras.layers.Dense(8), keras.layers.Dense(1)])",
        ),
        (
            "if a:\n    model.add(keras.layers.LSTM(8, batch_input_shape=(4, n, 3), stateful=True))",
            "if a:\n    model.add(tf.keras.Input(batch_shape=(4, n, 3)))\n    model.add(keras.layers.LSTM(8, stateful=True))",
        ),
    ],
)
def test_batch_input_shape_becomes_an_input(before: str, after: str) -> None:
    check_transformed(f"{TF}{K}{before}\n", f"{TF}{K}{after}\n", **SELECT)


@pytest.mark.parametrize(
    "code",
    [
        "opt = tf.keras.optimizers.SGD(0.1, decay=1e-6)\ntf.keras.callbacks.ReduceLROnPlateau()\n",
        "opt = tf.keras.optimizers.SGD(0.1, decay=1e-6)\nopt.learning_rate = 0.5\n",
        "opt = tf.keras.optimizers.RMSprop(0.1, decay=0.9)\n",
        "opt = tf.keras.optimizers.SGD(decay=1e-6)\n",
        "x = tf.keras.layers.Dense(8, batch_input_shape=(4, 3))\n",
        "x = tf.keras.layers.LSTM(8, weights=w)\n",
        "model = tf.keras.Sequential()\nmodel.compile(loss='softmax_cross_entropy')\n",
        "y = tf.keras.losses.MeanSquaredError()([1., 2.], tf.ones([2]))\n",
    ],
)
def test_reported_only(code: str) -> None:
    found = findings(TF + code, **SELECT)
    assert len(found) == 1
    assert not found[0].fixes


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("self.add_weight('kernel', (3, 2))", "self.add_weight(name='kernel', shape=(3, 2))"),
        ("self.add_weight('kernel', shape=(3, 2))", "self.add_weight(name='kernel', shape=(3, 2))"),
        ("self.add_weight(name='k', shape=[3], use_resource=True)", "self.add_weight(name='k', shape=[3])"),
        ("self.add_variable('kernel', (3, 2), 'float32')", "self.add_weight(name='kernel', shape=(3, 2), dtype='float32')"),
        ("self.add_weight(name='k', aggregation=tf.VariableAggregation.MEAN)", "self.add_weight(name='k', aggregation='mean')"),
    ],
)
def test_add_weight(before: str, after: str) -> None:
    head = f"{TF}\n\nclass Layer(tf.keras.layers.Layer):\n    def build(self, shape):\n        self.w = "
    check_transformed(f"{head}{before}\n", f"{head}{after}\n", **SELECT)


@pytest.mark.parametrize(
    "code",
    [
        "opt = tf.keras.optimizers.Adam(learning_rate=1e-3)\n",
        "opt = tf.keras.optimizers.AdamW(lr=1e-3)\n",
        "opt = Adam(lr=1e-3)\n",
        "import torch\nopt = torch.optim.Adam(lr=1e-3)\n",
        "x = tf.keras.Input((3,))\ny = tf.keras.Input(shape=n)\nz = tf.keras.Input(batch_shape=(4, 3))\n",
        "x = tf.keras.layers.Dense(8, input_shape=(3,), input_dim=3)\ny = tf.keras.layers.Flatten(input_shape=(3,))\n",
        "x = tf.keras.layers.InputLayer(input_shape=(3,))\ny = tf.keras.layers.InputLayer(batch_input_shape=(2, 3))\n",
        "x = tf.keras.layers.Embedding(3, 4, weights=[w])\n",
        "x = tf.keras.layers.Dense(n // 2)\n",
        "x = tf.keras.layers.Dense(8, name='a_b', kernel_initializer=path('a/b'))\n",
        "x = tf.keras.layers.Dense(8, name=f'{a/b}')\n",
        "model.fit(x, y, workers=4)\n",
        "class Layer:\n    def build(self):\n        self.add_weight('kernel', (3, 2))\n",
        "class Layer(tf.keras.layers.Layer):\n    def build(self, shape):\n        self.add_weight(shape=(3, 2), name='kernel')\n",
        "y = tf.keras.losses.MeanSquaredError()([1., 2.], [1., 2.])\n",
        "model = tf.keras.Sequential()\nmodel.compile('sgd', 'mean_squared_error')\n",
    ],
)
def test_noop(code: str) -> None:
    check_noop(TF + code, **SELECT)


@pytest.mark.parametrize(
    "code",
    [
        "opt = tf.keras.optimizers.Adam(lr=1e-3)\n",
        "x = tf.keras.Input(3)\n",
        "x = tf.keras.layers.Dense(8., name='a/b', batch_input_shape=(4, 3))\n",
        "model = tf.keras.Sequential()\nmodel.fit(x, y, workers=4)\nmodel.compile('sgd', 'huber_loss', sample_weight_mode='temporal')\n",
        "class Layer(tf.keras.layers.Layer):\n    def build(self, shape):\n        self.add_weight('kernel', (3, 2))\n",
    ],
)
def test_keras_2_takes_them(code: str) -> None:
    check_noop(TF + code, keras=2, **SELECT)


def test_keras_2_raises_for_decay() -> None:
    found = findings(f"{TF}opt = tf.keras.optimizers.SGD(0.1, decay=1e-6)\n", keras=2, **SELECT)
    assert [one.severity.value for one in found] == ["error"]
