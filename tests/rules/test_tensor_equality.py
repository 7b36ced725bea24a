"""tensor-equality: tensors and variables that are compared as objects."""

from __future__ import annotations

import pytest

from tensorlift.model import Level, Safety, Severity
from tests.rules.helpers import TF, check_noop, check_reported, check_transformed, codes, findings

ONLY = ("TL213",)
HEAD = f"{TF}\n\ndef f(x, items):\n    a = tf.log(x)\n    b = tf.exp(x)\n    v = tf.Variable(x)\n    "


@pytest.mark.parametrize(
    ("before", "after", "safety"),
    [
        ("if a == b:\n        return 1", "if a is b:\n        return 1", Safety.SAFE),
        ("while a != b:\n        pass", "while a is not b:\n        pass", Safety.SAFE),
        ("assert v == a", "assert v is a", Safety.SAFE),
        ("return [1 for _ in x if a == b]", "return [1 for _ in x if a is b]", Safety.SAFE),
        ("return a == b", "return a is b", Safety.REVIEW),
        ("if a == None:\n        return 1", "if a is None:\n        return 1", Safety.SAFE),
        ("return v != None", "return v is not None", Safety.SAFE),
        ("return v in items", "return any(v is item for item in items)", Safety.REVIEW),
        ("if v not in [a, b]:\n        return 1", "if all(v is not item for item in [a, b]):\n        return 1", Safety.REVIEW),
    ],
)
def test_fixed(before: str, after: str, safety: Safety) -> None:
    check_transformed(f"{HEAD}{before}\n", f"{HEAD}{after}\n", "TL213", select=ONLY)
    assert [fix.safety for one in findings(f"{HEAD}{before}\n", select=ONLY) for fix in one.fixes] == [safety]


@pytest.mark.parametrize(
    "code",
    [
        "return tf.log(x) == b",
        "return items.index(v)",
        "items.remove(a)",
        "return items.count(v)",
        "return tf.argmax(x) == 1.5",
        "return a == 'x'",
        "item = v\n    return item in items",
    ],
)
def test_reported(code: str) -> None:
    check_reported(f"{HEAD}{code}\n", "TL213", select=ONLY)


@pytest.mark.parametrize(
    "code",
    [
        "return x == items",
        "return a == x",
        "return tf.equal(a, b), a is b",
        "return v in {a.ref(): 1}, v in a, x in items",
        "return items.index(x), 'abc'.index('a')",
        "return tf.argmax(x) == 1, a == 1.5, x == 1.5",
        "return v in feed_dict",
        "with tf.Graph().as_default():\n        return a == b, v in items",
        "if not tf.executing_eagerly():\n        return a == b",
    ],
)
def test_not_reported(code: str) -> None:
    check_noop(f"{HEAD}{code}\n", select=ONLY)


def test_tensorflow_2_code_compares_values_on_purpose() -> None:
    check_noop(f"{TF}\n\n@tf.function\ndef f(x):\n    a = tf.abs(x)\n    return a == tf.exp(x)\n")
    check_noop(f"{TF}\n\ndef f(x):\n    a = tf.abs(x)\n    return a == tf.exp(x)\n")


def test_a_search_for_a_variable_is_wrong_in_eager_code_too() -> None:
    check_reported(f"{TF}\n\n@tf.function\ndef f(x, items):\n    v = tf.Variable(1.0)\n    return items.index(v)\n", "TL213", select=ONLY)


def test_behind_the_switch() -> None:
    code = f"{TF}tf.compat.v1.disable_v2_behavior()\n\n\ndef f(x):\n    a = tf.abs(x)\n    if a == tf.exp(x):\n        return 1\n"
    check_noop(code, select=ONLY)
    assert codes(code, select=ONLY, level=Level.NATIVE) == ["TL213"]


def test_severities() -> None:
    assert [one.severity for one in findings(f"{HEAD}return a == None, a == 'x', a == b\n", select=ONLY)] == [
        Severity.HINT,
        Severity.ERROR,
        Severity.WARNING,
    ]
