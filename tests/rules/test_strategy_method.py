"""strategy-method: methods and arguments of distribution strategies."""

from __future__ import annotations

from typing import Any

import pytest

from tensorlift.model import Level, Safety
from tests.rules.helpers import TF, check_noop, check_transformed, findings

ONLY: dict[str, Any] = {"select": ("TL455",)}
MADE = f"{TF}s = tf.distribute.MirroredStrategy()\n"
EAGER = f"{MADE}@tf.function\ndef f(x):\n    return x\n"
OPTIONS = "communication_options=tf.distribute.experimental.CommunicationOptions(implementation=c)"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"{MADE}s.experimental_run_v2(f, args=(x,))\n", f"{MADE}s.run(f, args=(x,))\n"),
        (f"{EAGER}y = s.reduce('SUM', x)\n", f"{EAGER}y = s.reduce('SUM', x, axis=None)\n"),
        (f"{EAGER}y = s.reduce(reduce_op=op, value=x)\n", f"{EAGER}y = s.reduce(reduce_op=op, value=x, axis=None)\n"),
        (f"{EAGER}d = s.experimental_make_numpy_dataset(a)\n", f"{EAGER}d = tf.data.Dataset.from_tensor_slices(a)\n"),
        (
            f"{TF}s = tf.distribute.MultiWorkerMirroredStrategy(communication=c)\n",
            f"{TF}s = tf.distribute.MultiWorkerMirroredStrategy({OPTIONS})\n",
        ),
    ],
)
def test_transformed(before: str, after: str) -> None:
    check_transformed(before, after, "TL455", **ONLY)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"{MADE}y = s.unwrap(x)\n", f"{MADE}y = s.experimental_local_results(x)\n"),
        (
            f"{TF}s = tf.distribute.experimental.MultiWorkerMirroredStrategy(communication=c)\n",
            f"{TF}s = tf.distribute.MultiWorkerMirroredStrategy({OPTIONS})\n",
        ),
    ],
)
def test_transformed_at_level_native(before: str, after: str) -> None:
    check_transformed(before, after, "TL455", level=Level.NATIVE, **ONLY)
    check_noop(before, **ONLY)


def test_an_unknown_strategy_asks_for_a_look() -> None:
    (finding,) = findings(f"{TF}def f(strategy):\n    strategy.experimental_run_v2(tf.abs)\n", **ONLY)
    assert finding.fixes[0].safety is Safety.REVIEW


def test_keras_3_does_not_fit_under_parameter_servers() -> None:
    code = f"{TF}s = tf.distribute.ParameterServerStrategy(r)\nwith s.scope():\n    m = make()\nm.fit(x)\n"
    (finding,) = findings(code, **ONLY)
    assert "ClusterCoordinator" in finding.message
    check_noop(code, keras=2, **ONLY)
    check_noop(code.replace("m.fit(x)", "'m.fit(x)'"), **ONLY)


@pytest.mark.parametrize(
    "code",
    [
        f"{MADE}s.run(f)\n",
        f"{MADE}y = s.reduce('SUM', x)\n",
        f"{EAGER}y = s.reduce('SUM', x, axis=0)\n",
        f"{EAGER}y = s.reduce('SUM', x, None)\n",
        f"{EAGER}y = functools.reduce(g, x)\n",
        f"{TF}class S:\n    def experimental_run_v2(self, f): pass\nS().experimental_run_v2(tf.abs)\n",
        f"{TF}s = tf.distribute.MultiWorkerMirroredStrategy()\n",
    ],
)
def test_noop(code: str) -> None:
    check_noop(code, **ONLY)
