"""tensorboard-package: what needs the package that TensorFlow 2.21 does not bring."""

from __future__ import annotations

from typing import Any

import pytest

from tests.rules.helpers import TF, check_noop, check_reported, places

ONLY: dict[str, Any] = {"select": ("TL461",)}
EAGER = f"{TF}@tf.function\ndef f(x):\n    return x\n"


@pytest.mark.parametrize(
    "code",
    [
        f"{TF}c = tf.keras.callbacks.TensorBoard('logs')\n",
        "from tensorflow.keras.callbacks import TensorBoard\nc = [TensorBoard('logs')]\n",
        f"{EAGER}w = tf.summary.create_file_writer('logs')\n",
    ],
)
def test_reported(code: str) -> None:
    check_reported(code, "TL461", **ONLY)


def test_once_in_a_file() -> None:
    code = f"{EAGER}w = tf.summary.create_file_writer('logs')\nc = tf.keras.callbacks.TensorBoard('logs')\n"
    assert places(code, **ONLY) == ["tf.summary.create_file_writer"]


@pytest.mark.parametrize(
    "code",
    [
        f"{TF}tf.summary.scalar('a', x)\n",
        f"{EAGER}tf.compat.v1.summary.scalar('a', x)\n",
        f"{EAGER}tf.summary.scalar('a', x, step=1)\n",
        f"{TF}class C(tf.keras.callbacks.TensorBoard): pass\n",
    ],
)
def test_noop(code: str) -> None:
    check_noop(code, **ONLY)


def test_older_versions_bring_it() -> None:
    check_noop(f"{TF}c = tf.keras.callbacks.TensorBoard('logs')\n", target="2.20", **ONLY)
