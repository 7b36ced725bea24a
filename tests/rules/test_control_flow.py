"""control-flow: names of operations, branches, checks and print."""

from __future__ import annotations

from typing import Any

import pytest

from tensorlift.model import Level, Safety
from tests.rules.helpers import TF, check_noop, check_reported, check_transformed, codes, findings

ONLY = ("TL215",)
NATIVE: dict[str, Any] = {"select": ONLY, "level": Level.NATIVE}


@pytest.mark.parametrize("name", ["cond/Merge:0", "model/cond_1/Merge", "while/Exit:0", "a/while_2/Exit_1"])
def test_names_of_operations(name: str) -> None:
    check_reported(f"{TF}\n\ndef f(g):\n    return g.get_tensor_by_name('{name}')\n", "TL215")
    check_noop(f"{TF}tf.compat.v1.disable_v2_behavior()\n\n\ndef f(g):\n    return g.get_operation_by_name('{name}')\n")


@pytest.mark.parametrize("name", ["logits:0", "second/Merge", "condition/Merge", "meanwhile/Exit"])
def test_other_names(name: str) -> None:
    check_noop(f"{TF}\n\ndef f(g):\n    return g.get_tensor_by_name('{name}')\n")


BRANCH = """
def f(p, x):
    box = []

    def branch():
        t = tf.square(x)
        {}
        return t

    return tf.cond(p, branch, lambda: x + 1.0), box
"""


def test_tensors_put_aside() -> None:
    check_reported(f"{TF}{BRANCH.format('box.append(t)')}", "TL215", select=ONLY)
    check_noop(f"{TF}{BRANCH.format('box.append(1)')}", select=ONLY)
    check_noop(f"{TF}{BRANCH.format('box = []; box.append(t)')}", select=ONLY)
    check_reported(f"{TF}\n\ndef f(p, x, b):\n    return tf.cond(p, lambda: b.append(tf.abs(x)), lambda: x)\n", "TL215", select=ONLY)


def test_eager_code_may_put_tensors_aside() -> None:
    check_noop(f"{TF}tf.enable_eager_execution()\n{BRANCH.format('box.append(t)')}", select=ONLY)
    traced = BRANCH.replace("def f", "@tf.function\ndef f").format("box.append(t)")
    check_reported(f"{TF}{traced}", "TL215", select=ONLY)


@pytest.mark.parametrize(
    ("before", "after", "safety"),
    [
        ("{p: f}", "[(p, f)]", Safety.SAFE),
        ("{p: f, q: lambda: {1: 2}}, exclusive=True", "[(p, f), (q, lambda: {1: 2})], exclusive=True", Safety.SAFE),
        ("{p: f, q: g}, default=h", "[(p, f), (q, g)], default=h", Safety.REVIEW),
        ("pred_fn_pairs={p: f,  # first\n    }", "pred_fn_pairs=[(p, f),  # first\n    ]", Safety.SAFE),
    ],
)
def test_case(before: str, after: str, safety: Safety) -> None:
    check_transformed(f"{TF}y = tf.case({before})\n", f"{TF}y = tf.case({after})\n", "TL215", select=ONLY)
    assert [fix.safety for one in findings(f"{TF}y = tf.case({before})\n", select=ONLY) for fix in one.fixes] == [safety]


def test_case_without_keys() -> None:
    check_noop(f"{TF}y = tf.case([(p, f)])\nz = tf.case(pairs)\n", select=ONLY)
    check_noop(f"{TF}tf.compat.v1.disable_v2_behavior()\ny = tf.case({{p: f}})\n", select=ONLY)
    check_noop(f"{TF}with tf.Graph().as_default():\n    y = tf.case({{p: f}})\n", select=ONLY)


def test_map_fn() -> None:
    before = f"{TF}y = tf.map_fn(f, x, dtype=tf.float32)\n"
    check_noop(before)
    check_transformed(before, before.replace("dtype", "fn_output_signature"), "TL215", level=Level.NATIVE)
    check_noop(f"{TF}y = tf.map_fn(f, x, fn_output_signature=tf.float32)\n", level=Level.NATIVE)


@pytest.mark.parametrize(
    ("before", "after"),
    [("print(y)", "tf.print(y)"), ("print('y', y)", "tf.print('y', y)"), ("print(tf.abs(x))", "tf.print(tf.abs(x))")],
)
def test_print_in_a_function(before: str, after: str) -> None:
    head = f"{TF}\n\n@tf.function\ndef f(x):\n    y = tf.square(x)\n    "
    check_transformed(f"{head}{before}\n", f"{head}{after}\n", "TL215")


@pytest.mark.parametrize(
    "code",
    [
        "@tf.function\ndef f(x):\n    print('traced', x)",
        "@tf.function\ndef f(x):\n    y = tf.square(x)\n    print(y, flush=True)",
        "@tf.function\ndef f(x):\n    y = tf.square(x)\n    print(y.shape)",
        "def f(x):\n    y = tf.square(x)\n    print(y)",
    ],
)
def test_other_prints(code: str) -> None:
    check_noop(f"{TF}\n\n{code}\n", select=ONLY)


@pytest.mark.parametrize("check", ["tf.debugging.assert_equal(x, x)", "tf.compat.v1.assert_positive(x)", "tf.Assert(x, [x])"])
def test_checks_under_control_dependencies(check: str) -> None:
    code = f"{TF}\n\ndef f(x):\n    a = {check}\n    with tf.control_dependencies([a]):\n        return tf.identity(x)\n"
    assert codes(code, select=ONLY) == []
    check_reported(code, "TL215", **NATIVE)


def test_other_control_dependencies() -> None:
    code = f"{TF}\n\ndef f(x, v):\n    a = tf.debugging.assert_equal(x, x)\n    with tf.control_dependencies([a, v]):\n        return x\n"
    check_noop(code, **NATIVE)
    check_noop(f"{TF}\n\ndef f(x):\n    with tf.control_dependencies([]):\n        return x\n", **NATIVE)
