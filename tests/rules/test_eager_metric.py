"""eager-metric: metrics and collected losses of TensorFlow 1 in eager code."""

from __future__ import annotations

from typing import Any

import pytest

from tests.rules.helpers import TF, findings

EAGER = f"{TF}tf.enable_eager_execution()\n"
SELECT: dict[str, Any] = {"select": ("TL439",)}


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("tf.metrics.accuracy(a, b)", "tf.keras.metrics.Accuracy"),
        ("tf.metrics.precision(a, b)", "thresholds=0"),
        ("tf.metrics.mean_relative_error(a, b, c)", "tf.keras.metrics.Metric"),
        ("tf.compat.v1.metrics.mean(a)", "tf.keras.metrics.Mean"),
        ("tf.losses.get_total_loss()", "ValueError"),
        ("tf.losses.get_losses()", "empty"),
        ("tf.losses.get_regularization_loss()", "0"),
        ("tf.losses.add_loss(a)", "nothing"),
    ],
)
def test_reported(code: str, words: str) -> None:
    found = findings(f"{EAGER}r = {code}\n", **SELECT)
    assert len(found) == 1
    assert words in found[0].message


@pytest.mark.parametrize(
    "code",
    [
        f"{TF}r = tf.metrics.accuracy(a, b)\n",
        f"{EAGER}with tf.Graph().as_default():\n    r = tf.metrics.accuracy(a, b)\n",
        f"{EAGER}m = tf.keras.metrics.Accuracy()\nl = tf.losses.mean_squared_error(a, b)\n",
        f"{EAGER}from sklearn import metrics\nr = metrics.accuracy(a, b)\n",
    ],
)
def test_noop(code: str) -> None:
    assert findings(code, **SELECT) == []
