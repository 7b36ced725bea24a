"""graph-condition: tensors of a graph that Python asks for their value."""

from __future__ import annotations

from typing import Any

import pytest

from tests.rules.helpers import TF, codes, places

ONLY: dict[str, Any] = {"select": ("TL416",)}
GRAPH = f"{TF}with tf.Graph().as_default():\n    x = tf.constant(1.0)\n"


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("if x > 0: pass", "x > 0"),
        ("if (x < 1): pass", "(x < 1)"),
        ("while tf.less(x, 3): pass", "tf.less(x, 3)"),
        ("y = 1 if x >= 2 else 3", "x >= 2"),
        ("y = not x", "x"),
        ("y = x and z", "x"),
        ("for t in x: pass", "x"),
        ("y = [t for t in x]", "x"),
        ("n = len(x)", "x"),
        ("r = range(x)", "x"),
    ],
)
def test_reported(line: str, place: str) -> None:
    assert places(f"{GRAPH}    {line}\n", **ONLY) == [place]
    assert codes(f"{TF}x = tf.constant(1.0)\n{line}\n", **ONLY) == []


@pytest.mark.parametrize(
    "line",
    [
        "if x is None: pass",
        "if x == 1: pass",
        "if x in names: pass",
        "if unknown > 0: pass",
        "n = len([x])",
        "for t in tf.unstack(x): pass",
        "def f():\n        return 1 if x > 0 else 2",
    ],
)
def test_noop(line: str) -> None:
    assert codes(f"{GRAPH}    {line}\n", **ONLY) == []


def test_values_of_a_session_are_numbers() -> None:
    code = f"{TF}with tf.compat.v1.Session() as sess:\n    x = sess.run(tf.ones([2]))\n    if x[0] > 0:\n        print(len(x))\n"
    assert codes(code, **ONLY) == []


@pytest.mark.parametrize(("decorator", "count"), [("tf.function(autograph=False)", 1), ("tf.function", 0), ("other(autograph=False)", 0)])
def test_autograph(decorator: str, count: int) -> None:
    code = f"{TF}@{decorator}\ndef f(x):\n    y = tf.abs(x)\n    if y > 0:\n        return y\n"
    assert len(codes(code, **ONLY)) == count
