"""keras2-name: names that went with Keras 2."""

from __future__ import annotations

from typing import Any

import pytest

from tests.rules.helpers import TF, check_noop, check_transformed, codes, findings, fixed

ONLY: dict[str, Any] = {"select": ("TL454", "TL105", "TL106")}
OLD = "tensorflow.keras.layers.experimental"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            f"{TF}y = tf.keras.layers.experimental.preprocessing.Rescaling(2.0)(x)\n",
            f"{TF}y = tf.keras.layers.Rescaling(2.0)(x)\n",
        ),
        (f"{TF}p = tf.keras.layers.experimental.preprocessing\n", f"{TF}p = tf.keras.layers\n"),
        (
            f"from {OLD} import preprocessing\ny = preprocessing.Hashing(3)(x)\n",
            "from tensorflow.keras import layers as preprocessing\ny = preprocessing.Hashing(3)(x)\n",
        ),
        (
            f"from {OLD}.preprocessing import Resizing as R\ny = R(3, 3)\n",
            "from tensorflow.keras.layers import Resizing as R\ny = R(3, 3)\n",
        ),
        (
            "from tensorflow.keras.callbacks.experimental import BackupAndRestore\n",
            "from tensorflow.keras.callbacks import BackupAndRestore\n",
        ),
    ],
)
def test_transformed(before: str, after: str) -> None:
    check_transformed(before, after, "TL454", **ONLY)


@pytest.mark.parametrize(
    ("code", "word"),
    [
        (f"{TF}e = tf.keras.utils.SidecarEvaluator(m, d, 'a')\n", "checkpoints_iterator"),
        (f"{TF}e = tf.keras.utils.experimental.DatasetCreator(f)\n", "tf.data.Dataset"),
        (f"{TF}y = tf.keras.layers.experimental.preprocessing.CategoryCrossing()(x)\n", "HashedCrossing"),
        (f"from {OLD}.preprocessing import PreprocessingLayer\n", "tf.keras.layers.Layer"),
        (f"{TF}y = tf.keras.layers.experimental.RandomFourierFeatures(3)(x)\n", "tf-keras"),
        (f"{TF}t = tf.compat.v1.keras.utils.DeterministicRandomTestTool()\n", "tf.compat.v1.keras.utils.DeterministicRandomTestTool"),
        (f"from {OLD}.preprocessing import Hashing, Rescaling\n", "tf.keras.layers.Hashing"),
    ],
)
def test_reported_without_a_fix(code: str, word: str) -> None:
    found = findings(code, **ONLY)
    assert {finding.code for finding in found} == {"TL454"}
    assert word in found[0].message
    assert fixed(code, **ONLY) == code


@pytest.mark.parametrize(
    "code",
    [
        f"{TF}y = tf.keras.layers.Hashing(3)(x)\n",
        f"{TF}if hasattr(tf.keras.utils, 'SidecarEvaluator'):\n    e = tf.keras.utils.SidecarEvaluator(m, d, 'a')\n",
    ],
)
def test_noop(code: str) -> None:
    check_noop(code, **ONLY)


@pytest.mark.parametrize("call", ["keras.utils.SidecarEvaluator(m, d, 'a')", "compat.v1.keras.utils.DeterministicRandomTestTool()"])
def test_keras_2_has_them(call: str) -> None:
    check_noop(f"{TF}e = tf.{call}\n", keras=2, select=("TL454", "TL105"))


def test_no_keras_has_it() -> None:
    assert codes(f"{TF}e = tf.keras.utils.NoSuchTool()\n", **ONLY) == ["TL105"]
