"""tensor-key: tensors and variables as keys."""

from __future__ import annotations

import pytest

from tensorlift.model import Level
from tests.rules.helpers import TF, check_noop, check_reported, check_transformed, codes

ONLY = ("TL214",)
HEAD = f"{TF}import collections\n\n\ndef f(x, other):\n    v = tf.Variable(tf.log(x))\n    t = tf.exp(x)\n    "


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("m = {v: 1, 'a': 2}", "m = {v.ref(): 1, 'a': 2}"),
        ("m = {}\n    m[t] = 1", "m = {}\n    m[t.ref()] = 1"),
        ("m = collections.defaultdict(list)\n    m[v].append(1)", "m = collections.defaultdict(list)\n    m[v.ref()].append(1)"),
        ("s = {t}", "s = {t.ref()}"),
        ("s = {t, v, 1}", "s = {t.ref(), v.ref(), 1}"),
        ("s = set([v, 1])", "s = set([v.ref(), 1])"),
        ("m = dict(zip([v, 1], x))", "m = dict(zip([v.ref(), 1], x))"),
        ("s = frozenset((t, v))", "s = frozenset((t.ref(), v.ref()))"),
    ],
)
def test_fixed(before: str, after: str) -> None:
    check_transformed(f"{HEAD}{before}\n", f"{HEAD}{after}\n", select=ONLY)


@pytest.mark.parametrize(
    "code",
    [
        "return {tf.exp(x): 1}",
        "r = tf.ragged.constant([[1]])\n    return {r: 1}",
        "model = tf.keras.Sequential()\n    return set(model.trainable_variables)",
        "model = tf.keras.Sequential()\n    return dict(zip(model.weights, x))",
    ],
)
def test_reported(code: str) -> None:
    check_reported(f"{HEAD}{code}\n", "TL214", select=ONLY)


@pytest.mark.parametrize(
    "code",
    [
        "return {x: 1}, {x}, set(x), set(other.variables)",
        "return {v.ref(): 1, v.name: 2, id(v): 3}",
        "return other[v], x[t]",
        "m = []\n    return m[t]",
        "m = {}\n    m = other\n    return m[t]",
        "return other.run(x, {t: 1}), other.run(x, feed_dict={t: 1})",
        "feed = {t: 1}\n    feed[v] = 2",
        "with tf.Graph().as_default():\n        return {v: 1}",
        "s = tf.sparse.from_dense(x)\n    return {s: 1}",
        "return set(tf.compat.v1.global_variables())",
    ],
)
def test_not_reported(code: str) -> None:
    check_noop(f"{HEAD}{code}\n", select=ONLY)


def test_eager_code() -> None:
    before = f"{TF}\n\n@tf.function\ndef f(x):\n    v = tf.Variable(1.0)\n    return {{v: 1}}\n"
    check_transformed(before, before.replace("{v:", "{v.ref():"), "TL214", select=ONLY)


def test_code_that_may_build_a_graph_is_left_alone() -> None:
    check_noop(f"{TF}\n\ndef f(x):\n    t = tf.abs(x)\n    return {{t: 1}}\n")
    check_noop(f"{TF}x = tf.placeholder(tf.float32)\nt = tf.abs(x)\nm = {{t: 1}}\n", select=ONLY)


def test_what_a_graph_program_passes_on_may_be_fed() -> None:
    check_noop(f"{HEAD}return other.summary(x, {{t: 1}}), tf.case({{t: x}})\n", select=ONLY)
    before = f"{TF}\n\n@tf.function\ndef f(x):\n    t = tf.abs(x)\n    return show({{t: 1}})\n"
    check_transformed(before, before.replace("{t:", "{t.ref():"), "TL214")


def test_old_name_of_ref() -> None:
    before = f"{TF}\n\ndef f(v):\n    return v.experimental_ref()\n"
    check_noop(before)
    check_transformed(before, before.replace("experimental_ref", "ref"), "TL214", level=Level.NATIVE)


def test_names_as_keys() -> None:
    code = f"{TF}\n\ndef f():\n    return {{v.name: v for v in tf.trainable_variables()}}\n"
    assert codes(code, select=ONLY) == []
    assert codes(code, select=ONLY, level=Level.NATIVE) == ["TL214"]
    check_noop(f"{TF}\n\ndef f(model):\n    return {{v.name: v for v in model.variables}}\n", level=Level.NATIVE)
