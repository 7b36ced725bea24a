"""optimizer-step: minimize, apply_gradients and moving averages."""

from __future__ import annotations

from typing import Any

import pytest

from tests.rules.helpers import TF, check_noop, check_transformed, findings

EAGER = f"{TF}tf.enable_eager_execution()\nold = tf.train.AdamOptimizer()\nmodel = tf.keras.Sequential()\n"
KERAS = f"{TF}opt = tf.keras.optimizers.SGD(0.1)\n"
SELECT: dict[str, Any] = {"select": ("TL438",)}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("opt.apply_gradients(g, global_step=step)", "opt.apply_gradients(g)\nstep.assign_add(1)"),
        ("if a:\n    opt.apply_gradients(g, global_step=f())", "if a:\n    opt.apply_gradients(g)\n    f().assign_add(1)"),
        ("opt.apply_gradients(g, global_step=None)", "opt.apply_gradients(g)"),
        ("opt.apply_gradients(g, name='train')", "opt.apply_gradients(g)"),
    ],
)
def test_transformed(before: str, after: str) -> None:
    check_transformed(f"{KERAS}{before}\n", f"{KERAS}{after}\n", **SELECT)


@pytest.mark.parametrize(
    "code",
    [
        f"{KERAS}op = opt.apply_gradients(g, global_step=step)\n",
        f"{KERAS}opt.apply_gradients(g, experimental_aggregate_gradients=False)\n",
        f"{KERAS}def f():\n    opt.apply_gradients(zip(a, x.variables))\n    opt.apply_gradients(zip(b, y.variables))\n",
        f"{EAGER}loss = tf.reduce_mean(x)\nold.minimize(loss)\n",
        f"{EAGER}old.compute_gradients(a + b)\n",
        f"{EAGER}old.minimize(f, var_list=model.trainable_variables)\n",
        f"{EAGER}old.apply_gradients(zip(g, model.trainable_variables))\n",
        f"{EAGER}ema = tf.train.ExponentialMovingAverage(0.9)\nema.apply()\n",
    ],
)
def test_reported_only(code: str) -> None:
    found = findings(code, **SELECT)
    assert len(found) == 1
    assert not found[0].fixes


@pytest.mark.parametrize(
    "code",
    [
        f"{KERAS}opt.apply_gradients(g)\n",
        f"{KERAS}def f():\n    opt.apply_gradients(zip(a, x.variables))\n    opt.apply_gradients(zip(b, x.variables))\n",
        f"{KERAS}opt.build(v)\ndef f():\n    opt.apply_gradients(zip(a, x.variables))\n    opt.apply_gradients(zip(b, y.variables))\n",
        f"{KERAS}def f():\n    if c:\n        opt.apply_gradients(zip(a, x.variables))\n    else:\n        opt.apply_gradients(zip(b, y.variables))\n",
        f"{EAGER}old.minimize(lambda: loss)\nold.minimize(compute)\n",
        f"{EAGER}old.apply_gradients(zip(g, variables), global_step=step)\n",
        f"{EAGER}with tf.Graph().as_default():\n    old.minimize(a + b)\n",
        f"{EAGER}ema = tf.train.ExponentialMovingAverage(0.9)\nema.apply(v)\n",
        f"{EAGER}sgd = tf.train.GradientDescentOptimizer(0.1)\nsgd.apply_gradients(zip(g, model.trainable_variables))\n",
        f"{TF}old = tf.train.AdamOptimizer()\nold.minimize(a + b)\nema = tf.train.ExponentialMovingAverage(0.9)\nema.apply()\n",
        f"{TF}solver.minimize(a + b)\nsolver.apply_gradients(g, global_step=s)\n",
    ],
)
def test_noop(code: str) -> None:
    check_noop(code, **SELECT)


def test_keras_2_ignores_the_step() -> None:
    found = findings(f"{KERAS}opt.apply_gradients(g, global_step=step, name='x')\n", keras=2, **SELECT)
    assert [one.severity.value for one in found] == ["warning"]
