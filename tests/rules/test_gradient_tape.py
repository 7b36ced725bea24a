"""gradient-tape: gradients that a tape does not have."""

from __future__ import annotations

from typing import Any

import pytest

from tests.rules.helpers import TF, places

ONLY: dict[str, Any] = {"select": ("TL422",)}
HEAD = f"{TF}def f(q):\n    x = tf.constant(3.0)\n    v = tf.Variable(2.0)\n    with tf.GradientTape() as tape:\n        y = v * x\n    "


@pytest.mark.parametrize(
    ("rest", "found"),
    [
        ("return tape.gradient(y, x)", ["x"]),
        ("return tape.gradient(y, [x, v])", ["x"]),
        ("return tape.gradient(target=y, sources=[v, x])", ["x"]),
        ("return tape.jacobian(y, x)", ["x"]),
        ("return tape.gradient(y, v)", []),
        ("return tape.gradient(y, q)", []),
        ("return other.gradient(y, x)", []),
        ("a = tape.gradient(y, v)\n    b = tape.gradient(y, v)", ["tape.gradient"]),
        ("if q:\n        a = tape.gradient(y, v)\n    else:\n        b = tape.gradient(y, v)", []),
        ("a = tape.gradient(y, v)\n    with tf.GradientTape() as tape:\n        y = v * x\n    b = tape.gradient(y, v)", []),
    ],
)
def test_gradients(rest: str, found: list[str]) -> None:
    assert places(f"{HEAD}{rest}\n", **ONLY) == found


def test_what_is_watched() -> None:
    code = f"{HEAD}return tape.gradient(y, x)\n".replace("y = v * x", "tape.watch(x)\n        y = v * x")
    assert places(code, **ONLY) == []


def test_persistent_tapes() -> None:
    code = f"{HEAD}a = tape.gradient(y, v)\n    b = tape.gradient(y, v)\n"
    assert places(code.replace("GradientTape()", "GradientTape(persistent=True)"), **ONLY) == []


def test_what_is_made_under_the_tape() -> None:
    code = f"{HEAD}return tape.gradient(y, z)\n".replace("y = v * x", "z = tf.square(v)\n        y = z * x")
    assert places(code, **ONLY) == []
