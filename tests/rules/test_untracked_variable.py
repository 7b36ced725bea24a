"""untracked-variable: variables that no layer, model or module counts among its own."""

from __future__ import annotations

from typing import Any

import pytest

from tests.rules.helpers import TF, check_sound, codes, fixed, places

ONLY: dict[str, Any] = {"select": ("TL419",)}
LAYER = f"{TF}class Scale(tf.keras.layers.Layer):\n    def __init__(self):\n        super().__init__()\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("tf.Variable(1.0)", "self.add_weight(shape=(), initializer='ones')"),
        ("tf.Variable(0.)", "self.add_weight(shape=(), initializer='zeros')"),
        ("tf.Variable(-0.5)", "self.add_weight(shape=(), initializer=tf.keras.initializers.Constant(-0.5))"),
        (
            "tf.Variable(tf.ones([2, n]), trainable=False, name='w')",
            "self.add_weight(shape=[2, n], initializer='ones', trainable=False, name='w')",
        ),
        ("tf.Variable(1)", None),
        ("tf.Variable(tf.zeros(f(n)))", None),
        ("tf.Variable(tf.zeros([2], tf.int32))", None),
        ("tf.Variable(1.0, dtype=tf.float64)", None),
        ("tf.Variable(value)", None),
        ("[tf.Variable(1.0)]", None),
    ],
)
def test_variables_of_layers(before: str, after: str | None) -> None:
    code = f"{LAYER}        self.w = {before}\n"
    assert codes(code, **ONLY) == ["TL419"]
    assert fixed(code, **ONLY) == f"{LAYER}        self.w = {after or before}\n"
    assert codes(code, keras=2, **ONLY) == []
    check_sound(code, **ONLY)


def test_before_the_layer_is_ready_nothing_is_edited() -> None:
    code = f"{TF}class Scale(tf.keras.layers.Layer):\n    def __init__(self):\n        self.w = tf.Variable(1.0)\n"
    assert fixed(code, **ONLY) == code


@pytest.mark.parametrize(
    "code",
    [
        f"{LAYER}        w = tf.Variable(1.0)\n",
        f"{LAYER}        other.w = tf.Variable(1.0)\n",
        LAYER.replace("tf.keras.layers.Layer", "tf.Module") + "        self.w = tf.Variable(1.0)\n",
        LAYER.replace("tf.keras.layers.Layer", "Base") + "        self.w = tf.Variable(1.0)\n",
        LAYER.replace("tf.keras.layers.Layer", "tf.keras.Model") + "        self.dense = tf.keras.layers.Dense(2)\n",
        LAYER.replace("tf.keras.layers.Layer", "tf.Module") + "        self.flat = tf.keras.layers.Flatten()\n",
        LAYER.replace("tf.keras.layers.Layer", "tf.Module") + "        self.y = tf.keras.layers.Dense(2)(x)\n",
        f"{TF}class Net(tf.keras.Model):\n    def build(self, s):\n        self.a = tf.compat.v1.get_variable('a', [1])\n",
    ],
)
def test_noop(code: str) -> None:
    assert codes(code, **ONLY) == []


@pytest.mark.parametrize("value", ["tf.keras.layers.Dense(2)", "tf.keras.Sequential([])", "[tf.keras.layers.Dense(2)]"])
def test_layers_of_modules(value: str) -> None:
    code = f"{TF}class Net(tf.Module):\n    def __init__(self):\n        self.part = {value}\n"
    assert len(places(code, **ONLY)) == 1
    assert codes(code, keras=2, **ONLY) == []


@pytest.mark.parametrize(
    "rest",
    [
        "\n    @property\n    def trainable_variables(self):\n        return self.part.trainable_variables\n",
        "\n    def train(self, tape, loss):\n        variables = tape.watched_variables()\n",
        "\n\nnet = Net()\nprint(net.part(x))\n",
    ],
)
def test_modules_whose_variables_nobody_misses(rest: str) -> None:
    code = f"{TF}class Net(tf.Module):\n    def __init__(self):\n        self.part = tf.keras.layers.Dense(2)\n"
    assert codes(code + rest, **ONLY) == []
    assert len(places(f"{code}{rest}\nprint(net.trainable_variables)\n".replace("def trainable", "def all"), **ONLY)) == (
        "watched" not in rest
    )


def test_get_variable_in_call() -> None:
    code = f"{TF}class Net(tf.keras.Model):\n    def call(self, x):\n        return x * tf.compat.v1.get_variable('a', [1])\n"
    assert places(code, **ONLY) == ["tf.compat.v1.get_variable"]
