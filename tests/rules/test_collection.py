"""collection: collections of the graph where code runs eagerly."""

from __future__ import annotations

from typing import Any

import pytest

from tests.rules.helpers import TF, codes, fixed, places

ONLY: dict[str, Any] = {"select": ("TL413",)}
EAGER = f"{TF}with tf.GradientTape() as tape:\n    loss = model(x)\n"


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("v = tf.compat.v1.trainable_variables()", "tf.compat.v1.trainable_variables"),
        ("v = tf.global_variables('scope')", "tf.global_variables"),
        ("u = tf.compat.v1.get_collection(tf.compat.v1.GraphKeys.UPDATE_OPS)", "tf.compat.v1.GraphKeys.UPDATE_OPS"),
        ("u = tf.compat.v1.get_collection('update_ops', scope='a')", "'update_ops'"),
        ("v = tf.compat.v1.get_collection(key='trainable_variables')", "key='trainable_variables'"),
        ("s = tf.compat.v1.get_collection(tf.compat.v1.GraphKeys.SUMMARIES)", "tf.compat.v1.GraphKeys.SUMMARIES"),
        ("tf.compat.v1.add_to_collection('mine', loss)", "tf.compat.v1.add_to_collection"),
        ("w = tf.Variable(1.0, collections=['mine'])", "collections=['mine']"),
    ],
)
def test_reported(line: str, place: str) -> None:
    assert places(f"{EAGER}{line}\n", **ONLY) == [place]


@pytest.mark.parametrize(
    "line",
    [
        "v = model.trainable_variables",
        "mine = tf.compat.v1.get_collection('mine')",
        "mine = tf.compat.v1.get_collection(key)",
        "f = tf.compat.v1.trainable_variables",
        "w = tf.Variable(1.0, collections=None)",
        "with tf.Graph().as_default():\n    v = tf.compat.v1.trainable_variables()",
        "with tf.compat.v1.Session():\n    v = tf.compat.v1.trainable_variables()",
    ],
)
def test_noop(line: str) -> None:
    assert codes(f"{EAGER}{line}\n", **ONLY) == []


def test_graph_programs_are_left_alone() -> None:
    assert codes(f"{TF}v = tf.trainable_variables()\n", **ONLY) == []


def test_a_value_that_does_something_stays() -> None:
    code = f"{EAGER}w = tf.Variable(1.0, collections=names())\n"
    assert fixed(code, **ONLY) == code
