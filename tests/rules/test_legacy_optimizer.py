"""legacy-optimizer: tf.keras.optimizers.legacy and experimental."""

from __future__ import annotations

from typing import Any

import pytest

from tests.rules.helpers import TF, check_noop, check_transformed, codes

SELECT: dict[str, Any] = {"select": ("TL437",)}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"{TF}opt = tf.keras.optimizers.legacy.Adam(0.1)\n", f"{TF}opt = tf.keras.optimizers.Adam(0.1)\n"),
        (f"{TF}opt = tf.optimizers.legacy.SGD(0.1)\n", f"{TF}opt = tf.optimizers.SGD(0.1)\n"),
        (f"{TF}opt = tf.keras.optimizers.experimental.AdamW(0.1)\n", f"{TF}opt = tf.keras.optimizers.AdamW(0.1)\n"),
        ("from tensorflow.keras.optimizers.legacy import Adam\nopt = Adam(0.1)\n", "from tensorflow.keras.optimizers import Adam\nopt = Adam(0.1)\n"),
        ("from tensorflow.keras.optimizers.legacy import Adam as A\n", "from tensorflow.keras.optimizers import Adam as A\n"),
        ("from tensorflow.keras import optimizers\nopt = optimizers.legacy.SGD(0.1)\n", "from tensorflow.keras import optimizers\nopt = optimizers.SGD(0.1)\n"),
    ],
)  # fmt: skip
def test_transformed(before: str, after: str) -> None:
    check_transformed(before, after, **SELECT)


@pytest.mark.parametrize(
    "code",
    [
        f"{TF}opt = tf.keras.optimizers.Adam(0.1)\n",
        f"{TF}opt = tf.keras.optimizers.schedules.CosineDecay(0.1, 3)\n",
        f"{TF}opt = keras.optimizers.legacy.Adam(0.1)\n",
        f"{TF}opt = tf.keras.optimizers.legacy.Other(0.1)\n",
        f"{TF}def f(opt: tf.keras.optimizers.legacy.Optimizer):\n    return isinstance(opt, tf.keras.optimizers.legacy.Optimizer)\n",
    ],
)
def test_noop(code: str) -> None:
    check_noop(code, **SELECT)


def test_keras_2_has_them() -> None:
    assert codes(f"{TF}opt = tf.keras.optimizers.legacy.Adam(0.1)\n", keras=2, **SELECT) == []


def test_nothing_else_is_said() -> None:
    assert codes(f"{TF}opt = tf.keras.optimizers.experimental.SGD(0.1)\n") == ["TL437"]
