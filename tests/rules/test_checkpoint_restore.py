"""checkpoint-restore: calls that restore nothing."""

from __future__ import annotations

from typing import Any

import pytest

from tests.rules.helpers import TF, check_noop, check_reported

ONLY: dict[str, Any] = {"select": ("TL458",)}
EAGER = f"{TF}@tf.function\ndef f(x):\n    return x\n"


@pytest.mark.parametrize(
    "code",
    [
        f"{TF}tf.train.load_checkpoint('a')\n",
        f"{TF}if x:\n    tf.train.load_checkpoint(tf.train.latest_checkpoint('a'))\n",
        f"{EAGER}tf.import_graph_def(g, name='')\n",
        f"{EAGER}x, = tf.graph_util.import_graph_def(g, return_elements=['x:0'])\n",
    ],
)
def test_reported(code: str) -> None:
    check_reported(code, "TL458", **ONLY)


@pytest.mark.parametrize(
    "code",
    [
        f"{TF}r = tf.train.load_checkpoint('a')\n",
        f"{TF}tf.train.load_checkpoint('a').get_tensor('x')\n",
        f"{TF}f(tf.train.load_checkpoint('a'))\n",
        f"{TF}tf.import_graph_def(g)\n",
        f"{EAGER}with tf.Graph().as_default():\n    tf.import_graph_def(g)\n",
        f"{EAGER}@tf.function\ndef h():\n    tf.import_graph_def(g)\n",
        f"{EAGER}def h():\n    tf.import_graph_def(g)\nw = tf.compat.v1.wrap_function(h, [])\n",
    ],
)
def test_noop(code: str) -> None:
    check_noop(code, **ONLY)
