"""keras-variable: the variables of Keras 3 used as tf.Variable."""

from __future__ import annotations

from typing import Any

import pytest

from tests.rules.helpers import TF, check_sound, codes, fixed, places

ONLY: dict[str, Any] = {"select": ("TL421",)}
MODEL = f"{TF}model = tf.keras.Sequential([tf.keras.layers.Dense(2)])\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("[w.read_value() for w in model.weights]", "[tf.convert_to_tensor(w) for w in model.weights]"),
        ("[w.value() for w in model.trainable_variables]", "[w.value for w in model.trainable_variables]"),
        ("model.weights[0].get_shape()", "model.weights[0].shape"),
        ("{w.ref(): 1 for w in model.weights}", None),
        ("[w.op for w in model.weights]", None),
        ("[isinstance(w, tf.Variable) for w in model.weights]", None),
        ("[w for w in model.weights if w.name.startswith('a/')]", None),
        ("[w for w in model.weights if 'a/' in w.name]", None),
        ("[w for w in model.weights if w.name.endswith(':0')]", None),
        ("tf.train.ExponentialMovingAverage(0.9).apply(model.trainable_variables)", None),
    ],
)
def test_reported(before: str, after: str | None) -> None:
    code = f"{MODEL}x = {before}\n"
    assert codes(code, **ONLY) == ["TL421"]
    assert fixed(code, **ONLY) == f"{MODEL}x = {after or before}\n"
    assert codes(code, keras=2, **ONLY) == []
    check_sound(code, **ONLY)


@pytest.mark.parametrize(
    "line",
    [
        "[w.value for w in model.weights]",
        "[w.op for w in weights]",
        "[w for w in model.weights if 'kernel' in w.name]",
        "[w.path.startswith('a/') for w in model.weights]",
        "[f.name.startswith('a/') for f in files]",
        "model.weights[1:].op",
        "[isinstance(w, tf.Variable) for w in other.weights]",
        "tf.train.ExponentialMovingAverage(0.9).apply([tf.Variable(1.0)])",
        "[op for w in model.weights]",
    ],
)
def test_noop(line: str) -> None:
    assert codes(f"{MODEL}x = {line}\n", **ONLY) == []


def test_loops() -> None:
    assert places(f"{MODEL}for w in model.weights:\n    print(w.initializer)\n", **ONLY) == ["initializer"]


def test_models_of_ones_own() -> None:
    code = f"{TF}class Net(tf.keras.Model):\n    def f(self):\n        return [v for v in self.weights if v.name.startswith('a/b')]\n"
    assert places(code, **ONLY) == ["v.name"]
    assert codes(code.replace("tf.keras.Model", "Base"), **ONLY) == []
