"""metric-key: the names under which Keras logs the accuracy."""

from __future__ import annotations

from typing import Any

import pytest

from tests.rules.helpers import TF, check_noop, check_transformed

COMPILE = "model.compile('sgd', 'mse', metrics=['accuracy'])\n"
SELECT: dict[str, Any] = {"select": ("TL436",)}


@pytest.mark.parametrize("keras", [2, 3])
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("tf.keras.callbacks.EarlyStopping(monitor='val_acc')", "tf.keras.callbacks.EarlyStopping(monitor='val_accuracy')"),
        ('plot(history.history["acc"])', 'plot(history.history["accuracy"])'),
        ("plot(hist['val_acc'])", "plot(hist['val_accuracy'])"),
        ("if logs.get('acc') > 0.9: stop()", "if logs.get('accuracy') > 0.9: stop()"),
    ],
)
def test_transformed(before: str, after: str, keras: int) -> None:
    check_transformed(f"{TF}{COMPILE}{before}\n", f"{TF}{COMPILE}{after}\n", keras=keras, **SELECT)


@pytest.mark.parametrize(
    "code",
    [
        f"{TF}{COMPILE}plot(history.history['accuracy'])\n",
        f"{TF}{COMPILE}x = 'acc'\ny = results['acc']\nz = {{'acc': 1}}\n",
        f"{TF}model.compile('sgd', 'mse', metrics=['acc'])\nplot(history.history['acc'])\n",
        f"{TF}plot(history.history['acc'])\n",
        f"{TF}{COMPILE}other.compile(metrics=['acc'])\nplot(history.history['acc'])\n",
        f"{COMPILE}plot(history.history['acc'])\n",
    ],
)
def test_noop(code: str) -> None:
    check_noop(code, **SELECT)
