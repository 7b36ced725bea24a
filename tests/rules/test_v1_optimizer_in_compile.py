"""v1-optimizer-in-compile: optimizers of tf.train in the compile method of a Keras model."""

from __future__ import annotations

from typing import Any

import pytest

from tensorlift.model import Safety
from tests.rules.helpers import TF, check_noop, check_transformed, findings

HEAD = f"{TF}model = tf.keras.Sequential()\n"
SELECT: dict[str, Any] = {"select": ("TL434",)}
DECAY = "tf.train.exponential_decay(0.1, step, 10, 0.5, staircase=True)"
SCHEDULE = "tf.keras.optimizers.schedules.ExponentialDecay(0.1, 10, 0.5, staircase=True)"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("GradientDescentOptimizer(0.1)", "SGD(0.1)"),
        ("GradientDescentOptimizer(1)", "SGD(1.0)"),
        ("GradientDescentOptimizer(0.1, True, 'x')", "SGD(0.1, name='x')"),
        ("MomentumOptimizer(0.1, 0.9)", "SGD(0.1, momentum=0.9)"),
        ("MomentumOptimizer(0.1, 0.9, True)", "SGD(0.1, momentum=0.9)"),
        ("MomentumOptimizer(momentum=0.9, learning_rate=0.1, use_nesterov=True)", "SGD(momentum=0.9, learning_rate=0.1, nesterov=True)"),
        ("AdamOptimizer()", "Adam(epsilon=1e-8)"),
        ("AdamOptimizer(1)", "Adam(1.0, epsilon=1e-8)"),
        ("AdamOptimizer(0.1, 0.5, 0.6)", "Adam(0.1, 0.5, 0.6, 1e-8)"),
        ("AdamOptimizer(0.1, 0.5, 0.6, 1e-4, True)", "Adam(0.1, 0.5, 0.6, epsilon=1e-4)"),
        ("AdamOptimizer(0.1, beta1=0.5, use_locking=True)", "Adam(0.1, beta_1=0.5, epsilon=1e-8)"),
        ("AdadeltaOptimizer(0.1)", "Adadelta(0.1, epsilon=1e-8)"),
        ("AdagradOptimizer(0.1, 0.2, True)", "Adagrad(0.1, 0.2, epsilon=0.0)"),
        ("FtrlOptimizer(0.1, -0.5, accum_name='a')", "Ftrl(0.1, learning_rate_power=-0.5)"),
        ("RMSPropOptimizer(0.1, 0.9, 0.5)", "RMSprop(0.1, rho=0.9, momentum=0.5, epsilon=1e-10)"),
        (f"AdamOptimizer({DECAY})", f"Adam({SCHEDULE}, epsilon=1e-8)"),
    ],
)
def test_transformed(before: str, after: str) -> None:
    check_transformed(
        f"{HEAD}model.compile(tf.train.{before}, 'mse')\n", f"{HEAD}model.compile(tf.keras.optimizers.{after}, 'mse')\n", **SELECT
    )


def test_a_variable_that_only_compile_gets() -> None:
    before = f"{HEAD}if a:\n    opt = tf.train.AdamOptimizer()\nelse:\n    opt = tf.compat.v1.train.GradientDescentOptimizer(0.1)\n"
    after = f"{HEAD}if a:\n    opt = tf.keras.optimizers.Adam(epsilon=1e-8)\nelse:\n    opt = tf.keras.optimizers.SGD(0.1)\n"
    use = "model.compile(loss='mse', optimizer=opt)\n"
    check_transformed(before + use, after + use, **SELECT)


def test_together_with_all_other_rules() -> None:
    check_transformed(
        f"{HEAD}model.compile(tf.train.AdamOptimizer(1e-3), 'mse')\n",
        f"{HEAD}model.compile(tf.keras.optimizers.Adam(1e-3, epsilon=1e-8), 'mse')\n",
    )


@pytest.mark.parametrize(
    "code",
    [
        "opt = tf.train.AdamOptimizer()\nprint(opt)\nmodel.compile(opt)\n",
        "model.compile(tf.train.ProximalAdagradOptimizer(0.1))\n",
        "model.compile(tf.train.AdamOptimizer(tf.Variable(0.1)))\n",
        "model.compile(tf.train.AdamOptimizer(*args))\n",
    ],
)
def test_reported_only(code: str) -> None:
    found = findings(HEAD + code, **SELECT)
    assert len(found) == 1
    assert not found[0].fixes


@pytest.mark.parametrize(
    ("code", "safety"),
    [
        ("model.compile(tf.train.AdamOptimizer(0.1))\n", Safety.SAFE),
        ("x = tf.keras.layers.Embedding(3, 4)\nmodel.compile(tf.train.AdamOptimizer(0.1))\n", Safety.REVIEW),
        ("x = tf.keras.layers.Embedding(3, 4)\nmodel.compile(tf.train.GradientDescentOptimizer(0.1))\n", Safety.SAFE),
        ("model.compile(tf.train.MomentumOptimizer(0.1, 0.9))\n", Safety.SAFE),
        ("model.compile(tf.train.MomentumOptimizer(rate, 0.9))\n", Safety.REVIEW),
        ("model.compile(tf.train.RMSPropOptimizer(0.1))\n", Safety.REVIEW),
        ("model.compile(tf.contrib.opt.NadamOptimizer(0.1))\n", Safety.REVIEW),
    ],
)
def test_how_sure_the_fix_is(code: str, safety: Safety) -> None:
    assert [fix.safety for finding in findings(HEAD + code, **SELECT) for fix in finding.fixes] == [safety]


def test_a_model_from_elsewhere_may_have_embeddings() -> None:
    found = findings(f"{TF}build().compile(tf.train.AdamOptimizer(0.1))\n", **SELECT)
    assert [fix.safety for fix in found[0].fixes] == [Safety.REVIEW]


@pytest.mark.parametrize(
    "code",
    [
        "model.compile(tf.keras.optimizers.Adam())\n",
        "model.compile('adam')\n",
        "opt = tf.train.AdamOptimizer()\nopt.minimize(loss)\n",
        "import re\nopt = tf.train.AdamOptimizer()\nre.compile('opt')\n",
        "def f(opt):\n    model.compile(opt)\n",
    ],
)
def test_noop(code: str) -> None:
    check_noop(HEAD + code, **SELECT)


def test_keras_2_takes_them() -> None:
    check_noop(f"{HEAD}model.compile(tf.train.AdamOptimizer())\n", keras=2, **SELECT)
