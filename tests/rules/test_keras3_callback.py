"""keras3-callback: arguments that the callbacks of Keras 3 do not take."""

from __future__ import annotations

from typing import Any

import pytest

from tensorlift.engine import select_fixes
from tensorlift.rewrite.edits import apply_edits
from tensorlift.source.document import Document
from tests.rules.helpers import TF, check_noop, check_transformed, codes, findings, fixed

ONLY: dict[str, Any] = {"select": ("TL453", "TL102")}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("ModelCheckpoint('a.keras', period=1)", "ModelCheckpoint('a.keras')"),
        ("ModelCheckpoint('a.keras', load_weights_on_restart=False, verbose=1)", "ModelCheckpoint('a.keras', verbose=1)"),
        ("TensorBoard('logs', 0, batch_size=32)", "TensorBoard('logs', 0)"),
        ("TensorBoard(write_grads=True, log_dir='logs', embeddings_layer_names=None)", "TensorBoard(log_dir='logs')"),
        ("BackupAndRestore('a', save_before_preemption=True)", "BackupAndRestore('a')"),
    ],
)
def test_transformed(before: str, after: str) -> None:
    check_transformed(f"{TF}c = tf.keras.callbacks.{before}\n", f"{TF}c = tf.keras.callbacks.{after}\n", **ONLY)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("'a', write_grads=False, batch_size=1, embeddings_data=None", "'a'"),
        ("log_dir='a', write_grads=False,\n    batch_size=1, profile_batch=0", "log_dir='a', profile_batch=0"),
        ("'a',  # where\n    write_grads=False,\n    profile_batch=0,\n", "'a',  # where\n    profile_batch=0,\n"),
    ],
)
def test_arguments_beside_each_other_go_in_one_round(before: str, after: str) -> None:
    document = Document(f"{TF}tf.keras.callbacks.TensorBoard({before})\n")
    edits = select_fixes(findings(document.text, **ONLY))
    assert apply_edits(document.data, edits).decode() == f"{TF}tf.keras.callbacks.TensorBoard({after})\n"


@pytest.mark.parametrize("call", ["ModelCheckpoint('a.keras', period=n)", "ModelCheckpoint('a.keras', load_weights_on_restart=True)"])
def test_reported_once_without_a_fix(call: str) -> None:
    code = f"{TF}c = tf.keras.callbacks.{call}\n"
    assert codes(code, **ONLY) == ["TL453"]
    assert fixed(code, **ONLY) == code


@pytest.mark.parametrize(
    "call",
    [
        "ModelCheckpoint('a.keras', save_freq='epoch')",
        "TensorBoard('logs', histogram_freq=1, write_images=True)",
        "EarlyStopping(patience=2)",
    ],
)
def test_noop(call: str) -> None:
    check_noop(f"{TF}c = tf.keras.callbacks.{call}\n", **ONLY)


def test_keras_2_takes_them() -> None:
    check_noop(f"{TF}c = tf.keras.callbacks.TensorBoard('logs', write_grads=True)\n", keras=2, select=("TL453",))
