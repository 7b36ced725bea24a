"""learning-rate-type: what optimizers of Keras take as learning rate."""

from __future__ import annotations

from typing import Any

import pytest

from tests.rules.helpers import TF, check_noop, check_transformed, findings

SELECT: dict[str, Any] = {"select": ("TL435",)}
SCHEDULES = "tf.keras.optimizers.schedules"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("1", "1.0"),
        ("learning_rate=10", "learning_rate=10.0"),
        ("tf.train.exponential_decay(0.1, step, 10, 0.5, True)", f"{SCHEDULES}.ExponentialDecay(0.1, 10, 0.5, True)"),
        (
            "tf.train.exponential_decay(learning_rate=0.1, global_step=step, decay_steps=10, decay_rate=0.5)",
            f"{SCHEDULES}.ExponentialDecay(initial_learning_rate=0.1, decay_steps=10, decay_rate=0.5)",
        ),
        ("tf.train.natural_exp_decay(0.1, step, 10, 0.5)", f"{SCHEDULES}.ExponentialDecay(0.1, 10, 2.718281828459045 ** -0.5)"),
        ("tf.train.inverse_time_decay(0.1, step, 10, 0.5)", f"{SCHEDULES}.InverseTimeDecay(0.1, 10, 0.5)"),
        ("tf.train.polynomial_decay(0.1, step, 10, cycle=True)", f"{SCHEDULES}.PolynomialDecay(0.1, 10, cycle=True)"),
        ("tf.train.piecewise_constant(step, [3], [1., 2.])", f"{SCHEDULES}.PiecewiseConstantDecay([3], [1., 2.])"),
        (
            "tf.train.piecewise_constant_decay(x=step, boundaries=[3], values=[1., 2.])",
            f"{SCHEDULES}.PiecewiseConstantDecay(boundaries=[3], values=[1., 2.])",
        ),
        ("tf.train.cosine_decay(0.1, step, 10, 0.2)", f"{SCHEDULES}.CosineDecay(0.1, 10, 0.2)"),
        ("tf.train.cosine_decay_restarts(0.1, step, 10, 2.0, 0.9)", f"{SCHEDULES}.CosineDecayRestarts(0.1, 10, 2.0, 0.9)"),
    ],
)
def test_transformed(before: str, after: str) -> None:
    check_transformed(f"{TF}opt = tf.keras.optimizers.SGD({before})\n", f"{TF}opt = tf.keras.optimizers.SGD({after})\n", **SELECT)


@pytest.mark.parametrize(
    "code",
    [
        "opt = tf.keras.optimizers.SGD(tf.constant(0.1))\n",
        "rate = tf.Variable(0.1)\nopt = tf.keras.optimizers.SGD(learning_rate=rate)\n",
        "rate = tf.train.exponential_decay(0.1, step, 10, 0.5)\nopt = tf.keras.optimizers.SGD(rate)\n",
        "opt = tf.keras.optimizers.SGD(tf.train.exponential_decay(*args))\n",
        "rate = tf.placeholder(tf.float32)\nopt = tf.keras.optimizers.SGD(rate)\n",
    ],
)
def test_reported_only(code: str) -> None:
    found = findings(TF + code, **SELECT)
    assert len(found) == 1
    assert not found[0].fixes


@pytest.mark.parametrize(
    "code",
    [
        "opt = tf.keras.optimizers.SGD(0.1)\n",
        "opt = tf.keras.optimizers.SGD(rate)\n",
        "opt = tf.keras.optimizers.SGD(lambda: rate)\n",
        "opt = tf.keras.optimizers.SGD(momentum=1)\n",
        f"opt = tf.keras.optimizers.SGD({SCHEDULES}.CosineDecay(0.1, 10))\n",
        "opt = other.optimizers.SGD(1)\n",
        "opt = tf.compat.v1.train.GradientDescentOptimizer(1)\n",
    ],
)
def test_noop(code: str) -> None:
    check_noop(TF + code, **SELECT)


def test_keras_2_takes_numbers_and_tensors() -> None:
    check_noop(f"{TF}a = tf.keras.optimizers.SGD(1)\nb = tf.keras.optimizers.SGD(tf.constant(0.1))\n", keras=2, **SELECT)


def test_keras_2_calls_a_function_once() -> None:
    found = findings(f"{TF}opt = tf.keras.optimizers.SGD(lambda: rate)\n", keras=2, **SELECT)
    assert [one.severity.value for one in found] == ["warning"]
