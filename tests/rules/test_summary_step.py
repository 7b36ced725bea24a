"""summary-step: summaries without a step, and two of one name."""

from __future__ import annotations

from typing import Any

import pytest

from tensorlift.model import Level
from tests.rules.helpers import TF, check_noop, check_reported, places

ONLY: dict[str, Any] = {"select": ("TL456",)}
EAGER = f"{TF}w = tf.summary.create_file_writer('logs')\n@tf.function\ndef f(x):\n    return x\n"
GRAPH = f"{TF}session = tf.Session()\n"
NATIVE: dict[str, Any] = {"level": Level.NATIVE, **ONLY}


@pytest.mark.parametrize("call", ["scalar('a', x)", "image('a', x, max_outputs=2)", "audio('a', x, 44100)", "text(name='a', data=x)"])
def test_reported(call: str) -> None:
    check_reported(f"{EAGER}with w.as_default():\n    tf.summary.{call}\n", "TL456", **ONLY)


def test_in_a_class() -> None:
    code = (
        f"{TF}class A:\n    def __init__(self):\n        self.writer = tf.summary.create_file_writer('logs')\n\n"
        "    @tf.function\n    def f(self, x):\n        with self.writer.as_default():\n            tf.summary.scalar('a', x)\n"
    )
    check_reported(code, "TL456", **ONLY)


@pytest.mark.parametrize(
    "code",
    [
        f"{EAGER}with w.as_default():\n    tf.summary.scalar('a', x, 1)\n    tf.summary.audio('b', x, 44100, 1)\n",
        f"{EAGER}with w.as_default(step=1):\n    tf.summary.scalar('a', x)\n",
        f"{EAGER}tf.summary.experimental.set_step(1)\nwith w.as_default():\n    tf.summary.scalar('a', x)\n",
        f"{EAGER}with w.as_default():\n    tf.summary.scalar('a', x, **k)\n",
        f"{EAGER}tf.summary.scalar('a', x)\n",
        f"{EAGER}with v.as_default():\n    tf.summary.scalar('a', x)\n",
        f"{EAGER}with w.as_default():\n    def g():\n        tf.summary.scalar('a', x)\n",
        f"{GRAPH}tf.summary.scalar('a', x)\n",
    ],
)
def test_noop(code: str) -> None:
    check_noop(code, **ONLY)


@pytest.mark.parametrize(
    "code",
    [
        f"{GRAPH}tf.summary.scalar('a', x)\ntf.summary.scalar('a', y)\n",
        f"{GRAPH}tf.compat.v1.summary.image('a', x)\ntf.compat.v1.summary.image('a', y)\n",
        f"{GRAPH}def f():\n    tf.summary.scalar('a', x)\n    tf.summary.scalar('a', y)\n",
    ],
)
def test_the_second_of_a_name_is_reported_at_level_native(code: str) -> None:
    assert len(places(code, **NATIVE)) == 1
    check_noop(code, **ONLY)


@pytest.mark.parametrize(
    "code",
    [
        f"{GRAPH}tf.summary.scalar('a', x)\ntf.summary.histogram('a', x)\n",
        f"{GRAPH}tf.summary.scalar('a', x)\nwith tf.name_scope('b'):\n    tf.summary.scalar('a', y)\n",
        f"{GRAPH}tf.summary.scalar('a', x)\ntf.summary.scalar('a', x, family='b')\n",
        f"{GRAPH}def f():\n    tf.summary.scalar('a', x)\ndef g():\n    tf.summary.scalar('a', x)\n",
        f"{GRAPH}if c:\n    tf.summary.scalar('a', x)\nelse:\n    tf.summary.scalar('a', y)\n",
        f"{GRAPH}tf.summary.scalar(n, x)\ntf.summary.scalar(n, x)\n",
    ],
)
def test_names_that_are_apart(code: str) -> None:
    assert places(code, **NATIVE) == []
