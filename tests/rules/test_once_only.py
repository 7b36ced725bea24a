"""once-only: what happens once, or each time, other than in a graph."""

from __future__ import annotations

from typing import Any

import pytest

from tensorlift.model import Level
from tests.rules.helpers import TF, codes, places

ONLY: dict[str, Any] = {"select": ("TL415",)}
STEP = f"import time\nimport random\nimport numpy as np\n{TF}\n\n@tf.function\ndef step(x):\n"


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("v = tf.Variable(1.0)", "tf.Variable"),
        ("v = tf.compat.v1.get_variable('v', [])", "tf.compat.v1.get_variable"),
        ("y = tf.keras.layers.Dense(2)(x)", "tf.keras.layers.Dense"),
        ("y = x + np.random.normal(size=3)", "np.random.normal"),
        ("y = x + random.random()", "random.random"),
        ("y = time.time()", "time.time"),
    ],
)
def test_reported_in_a_trace(line: str, place: str) -> None:
    assert places(f"{STEP}    {line}\n", **ONLY) == [place]
    assert codes(f"{STEP.replace('@tf.function', '@other')}    {line}\n", **ONLY) == []
    assert codes(f"{STEP}    with tf.init_scope():\n        {line}\n", **ONLY) == []


@pytest.mark.parametrize(
    "line",
    [
        "if self.v is None:\n        self.v = tf.Variable(1.0)",
        "y = tf.keras.layers.Flatten()(x)",
        "y = tf.random.uniform([])",
        "np.random.seed(0)",
        "f = np.random.rand",
        "def g():\n        return np.random.rand()",
        "layer = tf.keras.layers.Dense(2)",
    ],
)
def test_noop_in_a_trace(line: str) -> None:
    assert codes(f"{STEP}    {line}\n", **ONLY) == []


def test_numpy_of_tensorflow_is_no_numpy() -> None:
    code = "import tensorflow.experimental.numpy as np\nimport tensorflow as tf\n\n@tf.function\ndef f(x):\n    return np.random.rand(3)\n"
    assert codes(code, **ONLY) == []


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("self.h = tf.square(x)\n\ns = Step()\nprint(s.h)\n", ["self.h"]),
        ("self.h = tf.square(x)\n\ns = Step()\n", []),
        ("self.h = other(x)\n\ns = Step()\nprint(s.h)\n", []),
        ("self.h = tf.square(x)\n\ns = Step()\ns.h = 3\n", []),
        ("self.it[0] = iter(data)\n", ["self.it[0]"]),
        ("for x in iter(data):\n            pass\n", []),
    ],
)
def test_what_a_trace_keeps(code: str, found: list[str]) -> None:
    assert places(f"{TF}\nclass Step(tf.Module):\n    @tf.function\n    def __call__(self, x):\n        {code}", **ONLY) == found


def test_a_variable_of_the_module() -> None:
    code = f"{TF}h = None\n\n@tf.function\ndef f(x):\n    global h\n    h = tf.square(x)\n\nf(1.0)\nprint(h)\n"
    assert places(code, **ONLY) == ["h"]
    assert codes(code.replace("    global h\n", ""), **ONLY) == []


def test_layers_made_in_call() -> None:
    code = f"{TF}class Net(tf.keras.Model):\n    def call(self, x):\n        return tf.keras.layers.Dense(2)(x)\n"
    assert places(code, **ONLY) == ["tf.keras.layers.Dense"]
    assert codes(code.replace("tf.keras.Model", "Base"), **ONLY) == []
    assert codes(code.replace("def call", "def build_model"), **ONLY) == []


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ("", ["losses.append(x)"]),
        ("losses.clear()\n", []),
        ("losses = [1]\n", []),
        ("def g(losses):\n    pass\n", []),
    ],
)
def test_lists_that_grow(more: str, found: list[str]) -> None:
    code = (
        f"{TF}losses = []\ndef f(x):\n    losses.append(x)\ndef total(x):\n    with tf.GradientTape() as tape:\n        f(x)\n"
        f"    return tf.add_n(losses)\n{more}"
    )
    assert places(code, **ONLY) == found


def test_a_random_tensor_that_is_kept() -> None:
    code = f"{TF}class Noise:\n    def __init__(self):\n        self.noise = tf.random_normal([3])\n"
    assert places(code, level=Level.NATIVE, **ONLY) == ["tf.random_normal"]
    assert codes(code, **ONLY) == []
    assert codes(code.replace("tf.random_normal", "tf.random.normal"), level=Level.NATIVE, **ONLY) == []


@pytest.mark.parametrize(
    ("rate", "count"),
    [("1.0 / step", 1), ("0.5 * (1.0 / 3)", 0), ("step", 0), ("lambda: 1.0 / step", 0), ("learning_rate=0.1 / step", 1)],
)
def test_learning_rates(rate: str, count: int) -> None:
    code = f"{TF}with tf.GradientTape() as tape:\n    y = f(x)\nstep = tf.Variable(1.0)\nopt = tf.keras.optimizers.SGD({rate})\n"
    assert len(codes(code, **ONLY)) == count


def test_numbers_of_python_are_traced_anew() -> None:
    code = f"{TF}\n\n@tf.function\ndef step(i):\n    return i\n\n\nfor i in range(3):\n    step(i)\n"
    assert places(code, level=Level.NATIVE, **ONLY) == ["i"]
    assert codes(code, **ONLY) == []
    assert codes(code.replace("@tf.function", "@tf.function(input_signature=s)"), level=Level.NATIVE, **ONLY) == []
    assert codes(code.replace("step(i)\n", "step(tf.constant(i))\n"), level=Level.NATIVE, **ONLY) == []
