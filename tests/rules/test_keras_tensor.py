"""keras-tensor: TensorFlow functions on symbolic tensors of Keras 3."""

from __future__ import annotations

from typing import Any

import pytest

from tests.rules.helpers import TF, check_noop, places

SELECT: dict[str, Any] = {"select": ("TL440",)}


@pytest.mark.parametrize(
    "code",
    [
        "x = tf.keras.Input((3,))\ny = tf.reduce_mean(x)\n",
        "def build():\n    x = tf.keras.layers.Input((3,))\n    h = tf.keras.layers.Dense(3)(x)\n    return tf.reduce_mean(h)\n",
        "def build():\n    x = tf.keras.Input((3,))\n    x = tf.keras.layers.Dense(3)(x)\n    return tf.reduce_mean(x * 2, 1) + tf.keras.backend.mean(x)\n",
        "y = tf.reduce_mean([tf.keras.Input((3,)), z])\n",
    ],
)
def test_reported(code: str) -> None:
    expected = [] if "x * 2" in code else ["tf.reduce_mean"]
    assert places(TF + code, **SELECT) == expected


@pytest.mark.parametrize(
    "code",
    [
        "x = tf.keras.Input((3,))\ny = x * 2\nz = tf.keras.layers.Lambda(lambda v: tf.reduce_mean(v))(x)\n",
        "x = tf.keras.Input((3,))\ns = x.shape\nm = tf.keras.Model(x, x)\n",
        "class M(tf.keras.Model):\n    def __init__(self):\n        self.d = tf.keras.layers.Dense(3)\n    def call(self, x):\n"
        "        h = self.d(x)\n        return tf.nn.relu(h)\n",
        "d = tf.keras.layers.Dense(3)\ny = tf.reduce_mean(d(tf.ones([1, 3])))\n",
        "def f(x):\n    return tf.reduce_mean(x)\n",
        "x = tf.keras.Input((3,))\ndef f(x):\n    return tf.reduce_mean(x)\n",
    ],
)
def test_noop(code: str) -> None:
    check_noop(TF + code, **SELECT)


def test_keras_2_takes_them() -> None:
    check_noop(f"{TF}x = tf.keras.Input((3,))\ny = tf.reduce_mean(x)\n", keras=2, **SELECT)
