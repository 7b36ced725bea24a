"""legacy-symbol: what is left of TensorFlow 1 at level native."""

from __future__ import annotations

from typing import Any

import pytest

from tensorlift.model import Level, Severity
from tests.rules.helpers import check_noop, findings

NATIVE: dict[str, Any] = {"select": ("TL403",), "level": Level.NATIVE}


@pytest.mark.parametrize(
    ("code", "symbol", "words"),
    [
        ("import tensorflow as tf\nx = tf.compat.v1.placeholder(tf.float32)\n", "tf.placeholder", "make it a parameter of a function"),
        ("import tensorflow.compat.v1 as tf\ns = tf.Session()\n", "tf.Session", "call the functions directly"),
        ("from tensorflow.compat.v1 import log\ny = log(x)\n", "tf.log", "TensorFlow 2 calls it tf.math.log"),
        ("import tensorflow as tf\nx = tf.trainable_variables()\n", "tf.trainable_variables", "trainable_variables"),
    ],
)
def test_reported(code: str, symbol: str, words: str) -> None:
    (finding,) = findings(code, **NATIVE)
    assert finding.symbol == symbol
    assert finding.severity is Severity.INFORMATION
    assert words in finding.message
    assert finding.fixes == ()


@pytest.mark.parametrize(
    "code",
    [
        "import tensorflow as tf\nx = tf.constant(1)\ny = tf.math.log(x)\n",
        "import tensorflow.compat.v1 as tf\nx = tf.reduce_sum(y)\n",
        "import tensorflow as tf\nif hasattr(tf, 'Session'):\n    s = tf.Session()\n",
    ],
)
def test_noop(code: str) -> None:
    check_noop(code, **NATIVE)


def test_other_levels_are_silent() -> None:
    for level in (Level.COMPAT, Level.SYMBOLS):
        check_noop("import tensorflow as tf\nx = tf.compat.v1.placeholder(tf.float32)\n", select=("TL403",), level=level)
