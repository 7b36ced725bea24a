"""graph-attribute: what tensors and variables have in graphs only."""

from __future__ import annotations

from typing import Any

import pytest

from tests.rules.helpers import TF, codes, fixed, places

ONLY: dict[str, Any] = {"select": ("TL414",)}
EAGER = f"{TF}with tf.GradientTape() as tape:\n    w = tf.Variable(1.0)\n    y = tf.square(w)\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("print(y.eval())", "print(y.numpy())"),
        ("print(y.eval(session=sess))", "print(y.numpy())"),
        ("print(w.eval())", "print(w.numpy())"),
        ("print((y * 2).eval())", "print((y * 2).numpy())"),
        ("v = tf.Variable(w.initialized_value())", "v = tf.Variable(w)"),
        ("w.load(2.0)", "w.assign(2.0)"),
        ("w.load(2.0, sess)", "w.assign(2.0)"),
        ("print(y.eval(feed))", None),
        ("w.load(2.0, session())", None),
        ("print(w.initializer)", None),
        ("print(w.initial_value)", None),
        ("print(y.name)", None),
        ("print(w.op)", None),
        ("tf.group(y).run()", None),
        ("tf.compat.v1.get_default_graph().get_tensor_by_name('x:0')", None),
    ],
)
def test_reported(before: str, after: str | None) -> None:
    code = f"{EAGER}{before}\n"
    assert codes(code, **ONLY) == ["TL414"]
    assert fixed(code, **ONLY) == f"{EAGER}{after or before}\n"


@pytest.mark.parametrize(
    "line",
    [
        "model.eval()",
        "print(unknown.eval())",
        "print(w.name)",
        "w.numpy()",
        "n = json.load(f)",
        "def f(y):\n    return y.name",
        "with tf.Graph().as_default() as g:\n    print(tf.ones([2]).name, g.get_tensor_by_name('x:0'))",
        "y = sess.run(y)\nprint(y.name)",
        "print(tf.Graph().get_operations())",
    ],
)
def test_noop(line: str) -> None:
    assert codes(f"{EAGER}{line}\n", **ONLY) == []


def test_a_trace_has_names() -> None:
    assert codes(f"{TF}@tf.function\ndef f(x):\n    print(tf.square(x).name)\n", **ONLY) == []


def test_place() -> None:
    assert places(f"{EAGER}print(y.op.name)\n", **ONLY) == ["op"]
