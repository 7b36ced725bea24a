"""layer-training: updates, frozen layers, reuse, dropout."""

from __future__ import annotations

import pytest

from tensorlift.model import Level
from tests.rules.helpers import TF, check_noop, check_reported, codes

ONLY = ("TL218",)
UPDATES = "updates = tf.compat.v1.get_collection(tf.compat.v1.GraphKeys.UPDATE_OPS)\n"


def test_updates_of_keras_layers() -> None:
    check_reported(f"{TF}y = tf.keras.layers.BatchNormalization()(x)\n{UPDATES}", "TL218", select=ONLY)
    code = f"from tensorflow.keras.layers import BatchNormalization\n{TF}y = BatchNormalization()(x)\n{UPDATES}"
    check_reported(code, "TL218", select=ONLY)


@pytest.mark.parametrize(
    "code",
    [
        "y = tf.compat.v1.layers.batch_normalization(x)\n",
        "import tf_slim as slim\nz = tf.keras.layers.BatchNormalization()(slim.batch_norm(x))\n",
        "y = tf.keras.layers.BatchNormalization()(tf.compat.v1.layers.batch_normalization(x))\n",
        "y = tf.keras.layers.Dense(2)(x)\n",
    ],
)
def test_updates_of_other_layers(code: str) -> None:
    check_noop(f"{TF}{code}{UPDATES}", select=ONLY)


def test_eager_code_needs_no_updates() -> None:
    check_noop(f"{TF}tf.enable_eager_execution()\ny = tf.keras.layers.BatchNormalization()(x)\n{UPDATES}", select=ONLY)


def test_frozen_layers() -> None:
    code = f"{TF}bn = tf.keras.layers.BatchNormalization()\nbn.trainable = False\n"
    check_reported(f"{code}y = tf.log(bn(x))\n", "TL218", select=ONLY)
    check_noop(code)
    check_noop(f"{TF}d = tf.keras.layers.Dense(2)\nd.trainable = False\ny = tf.log(d(x))\n", select=ONLY)
    check_noop(f"{TF}bn = tf.keras.layers.BatchNormalization()\nbn.trainable = True\ny = tf.log(bn(x))\n", select=ONLY)


def test_reuse_in_eager_code() -> None:
    eager = f"{TF}tf.enable_eager_execution()\n"
    for value in ("True", "tf.AUTO_REUSE"):
        check_reported(f"{eager}y = tf.layers.dense(x, 2, name='d', reuse={value})\n", "TL218", select=ONLY, keras=2)
    check_noop(f"{eager}y = tf.layers.dense(x, 2, reuse=False)\n", select=ONLY, keras=2)
    check_noop(f"{TF}y = tf.layers.dense(x, 2, name='d', reuse=True)\n", select=ONLY, keras=2)


@pytest.mark.parametrize("given", ["tf.range(10)", "tf.argmax(y)", "n"])
def test_dropout_of_whole_numbers(given: str) -> None:
    code = f"{TF}\n\ndef f(x, y):\n    n = tf.to_int32(x)\n    return tf.nn.dropout({given}, rate=0.2)\n"
    check_reported(code, "TL218", select=ONLY)


@pytest.mark.parametrize("given", ["x", "tf.range(10.0)", "tf.range(x)", "tf.abs(x)", "tf.cast(n, tf.float32)"])
def test_dropout_of_other_numbers(given: str) -> None:
    check_noop(f"{TF}\n\ndef f(x, y):\n    n = tf.to_int32(x)\n    return tf.nn.dropout({given}, rate=0.2)\n", select=ONLY)


@pytest.mark.parametrize("call", ["dropout(x, 0.5)", "dropout(x, rate=0.5, name='d')", "batch_normalization(x)"])
def test_calls_without_training(call: str) -> None:
    code = f"{TF}y = tf.layers.{call}\n"
    assert codes(code, select=ONLY, keras=2) == []
    check_reported(code, "TL218", select=ONLY, keras=2, level=Level.NATIVE)


@pytest.mark.parametrize(
    "call", ["dropout(x, training=t)", "dropout(x, 0.5, None, None, t)", "dropout(x, **more)", "batch_normalization(x, training=t)"]
)
def test_calls_with_training(call: str) -> None:
    check_noop(f"{TF}y = tf.layers.{call}\n", select=ONLY, keras=2, level=Level.NATIVE)
