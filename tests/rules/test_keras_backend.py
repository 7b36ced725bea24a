"""keras-backend: set_value and get_value of variables of Keras 3."""

from __future__ import annotations

from typing import Any

import pytest

from tests.rules.helpers import check_noop, check_transformed, findings

K = "from tensorflow.keras import backend as K\n"
SELECT: dict[str, Any] = {"select": ("TL433",)}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("K.set_value(model.optimizer.lr, 0.5)", "model.optimizer.learning_rate = 0.5"),
        ("K.set_value(self.model.optimizer.learning_rate, rate * 2)", "self.model.optimizer.learning_rate = rate * 2"),
        ("lr = K.get_value(model.optimizer.lr)", "lr = K.get_value(model.optimizer.learning_rate)"),
        (
            "K.set_value(opt.lr, K.get_value(opt.lr) * 0.5)",
            "opt.learning_rate = K.get_value(opt.learning_rate) * 0.5",
        ),
    ],
)
def test_transformed(before: str, after: str) -> None:
    check_transformed(f"{K}{before}\n", f"{K}{after}\n", **SELECT)


@pytest.mark.parametrize(
    "code",
    [
        "r = K.set_value(opt.lr, 0.5)",
        "K.set_value(opt.lr, a +\n  b)",
        "K.set_value(opt.lr,  # slower\n  0.5)",
        "K.set_value(layer.kernel, w)",
        "K.set_value(opt.iterations, 0)",
    ],
)
def test_reported_only(code: str) -> None:
    found = findings(f"{K}{code}\n", **SELECT)
    assert len(found) == 1
    assert not found[0].fixes


@pytest.mark.parametrize(
    "code",
    [
        "K.set_value(v, 0.5)",
        "K.set_value(self.lr, 0.5)",
        "rate = K.get_value(opt.learning_rate)",
        "rate = K.get_value(self.lr)",
        "K.mean(x)",
        "import keras.backend as B\nB.set_value(model.optimizer.lr, 0.5)",
    ],
)
def test_noop(code: str) -> None:
    check_noop(f"{K}{code}\n", **SELECT)


def test_keras_2_takes_them() -> None:
    check_noop(f"{K}K.set_value(model.optimizer.lr, 0.5)\n", keras=2, **SELECT)
