"""variable-semantics: variables that mean something else in TensorFlow 2."""

from __future__ import annotations

from typing import Any

import pytest

from tensorlift.model import Level
from tests.rules.helpers import TF, check_sound, codes, fixed, places

ONLY: dict[str, Any] = {"select": ("TL420",)}
EAGER = f"{TF}with tf.GradientTape() as tape:\n    loss = f(x)\n"
STORED = f"{TF}v = tf.compat.v1.get_variable('v', [2])\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("tf.Variable(0, False, None)", "tf.Variable(0, trainable=False)"),
        ("tf.Variable(0, False, None, True, None, 'x')", "tf.Variable(0, trainable=False, validate_shape=True, name='x')"),
        ("tf.Variable(0, False, ['a'], dtype=tf.int64)", "tf.Variable(0, trainable=False, dtype=tf.int64)"),
        ("tf.Variable([0.0], validate_shape=False)", "tf.Variable([0.0], shape=tf.TensorShape(None))"),
        ("tf.compat.v1.get_variable('z', [2], use_resource=False)", "tf.compat.v1.get_variable('z', [2])"),
    ],
)
def test_arguments(before: str, after: str) -> None:
    code = f"{EAGER}v = {before}\n"
    assert codes(code, **ONLY) == ["TL420"]
    assert fixed(code, **ONLY) == f"{EAGER}v = {after}\n"
    check_sound(code, **ONLY)


@pytest.mark.parametrize(
    "line",
    [
        "v = tf.Variable(0, False, True)",
        "v = tf.Variable(0, False, check)",
        "v = tf.Variable(0, False)",
        "v = tf.Variable(0, validate_shape=True)",
        "v = tf.compat.v1.Variable(0, False, None)",
        "with tf.Graph().as_default():\n    v = tf.Variable(0, False, None)",
        "n = 0\nn += 1",
        "y = tf.ones([2])\ny += 1",
        "tf.compat.v1.get_variable('z', [2], use_resource=True)",
    ],
)
def test_noop(line: str) -> None:
    assert codes(f"{EAGER}{line}\n", **ONLY) == []


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ("v = tf.Variable(1.0)\n        v += 1", 1),
        ("v = tf.Variable(1.0)\n        v = v + 1", 0),
        ("v = 3\n        v += 1", 0),
        ("v = tf.Variable(1.0)\n        v = other\n        v += 1", 0),
    ],
)
def test_augmented_assignment(body: str, count: int) -> None:
    code = f"{TF}def f():\n    with tf.GradientTape() as tape:\n        {body}\n"
    assert len(codes(code, **ONLY)) == count


def test_a_parameter_may_be_anything() -> None:
    assert codes(f"{TF}def f(v):\n    with tf.GradientTape() as tape:\n        v += 1\n", **ONLY) == []


@pytest.mark.parametrize(
    ("rest", "kept"),
    [
        ("v.assign(3.0)\n        return old", True),
        ("return old", False),
        ("v.assign(3.0)\n        return v", False),
        ("w.assign(3.0)\n        return old", False),
        ("print(old)\n        v.assign(3.0)", False),
        ("v.assign(3.0)\n        old = 2\n        return old", False),
    ],
)
def test_kept_results(rest: str, kept: bool) -> None:
    head = f"{TF}def f():\n    with tf.GradientTape() as tape:\n        v = tf.Variable(1.0)\n        w = tf.Variable(1.0)\n        "
    code = f"{head}old = v.assign_add(1.0)\n        {rest}\n"
    expected = code.replace("v.assign_add(1.0)", "tf.identity(v.assign_add(1.0))") if kept else code
    assert fixed(code, **ONLY) == expected


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("tf.compat.v1.assign(v, x)", "v.assign(x)"),
        ("tf.compat.v1.assign_add(ref=v, value=x, name='a')", "v.assign_add(x, name='a')"),
        ("tf.compat.v1.assign_sub(v, x, True)", "v.assign_sub(x, use_locking=True)"),
        ("tf.compat.v1.scatter_nd_update(v, i, u)", "v.scatter_nd_update(i, u)"),
        ("tf.compat.v1.scatter_add(v, updates=u, indices=i)", "v.scatter_add(tf.IndexedSlices(u, i))"),
        ("tf.compat.v1.assign(v, x, validate_shape=False)", None),
        ("tf.compat.v1.assign(other, x)", None),
        ("tf.compat.v1.assign(*args)", None),
    ],
)
def test_methods(before: str, after: str | None) -> None:
    code = f"{STORED}{before}\n"
    assert fixed(code, level=Level.NATIVE, **ONLY) == f"{STORED}{after or before}\n"
    assert codes(code, **ONLY) == []
    check_sound(code, level=Level.NATIVE, **ONLY)


def test_another_shape_cannot_be_assigned() -> None:
    assert places(f"{EAGER}tf.compat.v1.assign(v, x, validate_shape=False)\n", **ONLY) == ["validate_shape=False"]
