"""variable-reuse: variable scopes and get_variable where code runs eagerly."""

from __future__ import annotations

from typing import Any

import pytest

from tensorlift.model import Level
from tests.rules.helpers import TF, codes, places

ONLY: dict[str, Any] = {"select": ("TL418",)}
EAGER = f"{TF}with tf.GradientTape() as tape:\n    loss = f(x)\n"


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("with tf.compat.v1.variable_scope('s', reuse=True):\n    w = 1\n", ["reuse=True"]),
        ("with tf.compat.v1.variable_scope('s', reuse=tf.compat.v1.AUTO_REUSE):\n    w = 1\n", ["reuse=tf.compat.v1.AUTO_REUSE"]),
        ("with tf.compat.v1.variable_scope('s', reuse=None):\n    w = 1\n", []),
        ("tf.compat.v1.get_variable_scope().reuse_variables()\n", ["tf.compat.v1.get_variable_scope().reuse_variables"]),
        ("scope.reuse_variables()\n", []),
        ("w = tf.compat.v1.get_variable('w', [1])\n", []),
        ("w = tf.compat.v1.get_variable('w', [1], regularizer=r)\n", ["regularizer=r"]),
        ("def net(x):\n    return x * tf.compat.v1.get_variable('w', [1])\nnet(1)\nnet(2)\n", ["tf.compat.v1.get_variable"]),
        ("def net(x):\n    return x * tf.compat.v1.get_variable('w', [1])\nnet(1)\n", []),
        ("def build():\n    return tf.compat.v1.get_variable('w', [1])\nbuild()\nbuild()\n", []),
        ("def f(x):\n    return tf.compat.v1.make_template('t', net)(x)\n", ["tf.compat.v1.make_template"]),
        ("template = tf.compat.v1.make_template('t', net)\ntemplate(x)\n", []),
    ],
)
def test_eager_code(code: str, found: list[str]) -> None:
    assert places(EAGER + code, **ONLY) == found


def test_graphs_are_left_alone() -> None:
    code = f"{EAGER}with tf.Graph().as_default():\n    with tf.compat.v1.variable_scope('s', reuse=True):\n        w = 1\n"
    assert codes(code, **ONLY) == []
    assert codes(f"{TF}with tf.variable_scope('s', reuse=True):\n    w = 1\n", **ONLY) == []


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("return tf.compat.v1.layers.dense(x, 2)", ["tf.compat.v1.layers.dense"]),
        ("return tf.compat.v1.layers.dense(x, 2, name='a')", []),
        ("return tf.compat.v1.layers.flatten(x)", []),
        ("with tf.compat.v1.variable_scope('a'):\n            return tf.compat.v1.layers.dense(x, 2)", []),
        ("with tf.compat.v1.variable_scope(''):\n            return tf.compat.v1.layers.dense(x, 2)", ["tf.compat.v1.layers.dense"]),
    ],
)
def test_decorated_methods(line: str, found: list[str]) -> None:
    code = f"{TF}class Net(tf.Module):\n    @tf.compat.v1.keras.utils.track_tf1_style_variables\n    def call(self, x):\n        {line}\n"
    assert places(code, keras=2, **ONLY) == found
    assert codes(code.replace("    @tf.compat.v1.keras.utils.track_tf1_style_variables\n", ""), keras=2, **ONLY) == []


def test_partitioners() -> None:
    code = f"{TF}w = tf.get_variable('w', [4], partitioner=p)\n"
    assert places(code, level=Level.NATIVE, **ONLY) == ["partitioner=p"]
    assert codes(code, **ONLY) == []
