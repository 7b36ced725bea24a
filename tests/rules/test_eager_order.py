"""eager-order: orders and groups of operations in code that runs eagerly."""

from __future__ import annotations

from typing import Any

import pytest

from tests.rules.helpers import TF, check_sound, codes, fixed

ONLY: dict[str, Any] = {"select": ("TL417",)}
EAGER = f"{TF}with tf.GradientTape() as tape:\n    loss = f(x)\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("with tf.control_dependencies([a]):\n    y = g(x)\n", "y = g(x)\n"),
        ("with tf.control_dependencies([a]):\n    if b:\n        y = g(x)\n\n    z = 1\nw = 2\n", "if b:\n    y = g(x)\n\nz = 1\nw = 2\n"),
        ("if b:\n    with tf.control_dependencies([a]):\n        y = g(x)  # why\n", "if b:\n    y = g(x)  # why\n"),
        ('with tf.control_dependencies([a]):\n    y = """\n    text"""\n', None),
        ("with tf.control_dependencies([a]): y = g(x)\n", None),
        ("with tf.control_dependencies([a]):  # why\n    y = g(x)\n", None),
        ("train = tf.group(a, b)\n", None),
        ("run(tf.no_op())\n", None),
    ],
)
def test_reported(before: str, after: str | None) -> None:
    code = EAGER + before
    assert codes(code, **ONLY) == ["TL417"]
    assert fixed(code, **ONLY) == EAGER + (after or before)
    check_sound(code, **ONLY)


@pytest.mark.parametrize(
    "code",
    [
        f"{EAGER}tf.group(a, b)\n",
        f"{EAGER}with tf.Graph().as_default():\n    train = tf.group(a, b)\n",
        f"{EAGER}with tf.control_dependencies([a]), tf.name_scope('b'):\n    y = g(x)\n",
        f"{TF}@tf.function\ndef f(x):\n    with tf.control_dependencies([a]):\n        return g(x)\n",
        f"{TF}def h(x):\n    with tf.control_dependencies([a]):\n        return g(x)\n@tf.function\ndef f(x):\n    return h(x)\n",
        f"{TF}train = tf.group(a, b)\n",
    ],
)
def test_noop(code: str) -> None:
    assert codes(code, **ONLY) == []
