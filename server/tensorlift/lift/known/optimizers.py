"""Optimizers: the table of the migration guide, with the defaults that differ.

Source: https://www.tensorflow.org/guide/migrate/migrating_checkpoints and the classes of TensorFlow 1.15 and Keras 3.
"""

from __future__ import annotations

import ast
import struct
from dataclasses import dataclass, field

from tensorlift.lift.calls import Rewriter
from tensorlift.lift.evaluate import Evaluator
from tensorlift.lift.known.base import Known, arguments
from tensorlift.lift.known.graph import refused
from tensorlift.lift.program import Program, Refusal
from tensorlift.lift.values import COMPUTED, Kind, Scope, Value


@dataclass(frozen=True)
class Optimizer:
    """One optimizer of TensorFlow 1.

    Attributes:
        made: The Keras class.
        names: Its parameters in TensorFlow 1, in order.
        renamed: Those that have another name in Keras.
        defaults: The defaults that Keras does not have.
        rounded: Shares of what was before that Keras subtracts from 1 in double precision, and TensorFlow 1 did in that of the variable.
        rows: What TensorFlow 1 did with the gradient of a few rows is what it did with that of the whole.
        ones: The slot that TensorFlow 1 started from ones, and Keras from zeros.
        scales_late: The learning rate scales what the slot holds, while in Keras it scales what is added to it.
    """

    made: str
    names: tuple[str, ...]
    renamed: dict[str, str] = field(default_factory=dict)
    defaults: dict[str, str] = field(default_factory=dict)
    rounded: tuple[str, ...] = ()
    rows: bool = False
    ones: str | None = None
    scales_late: bool = False


_BETAS = {"beta1": "beta_1", "beta2": "beta_2"}
_ADAM = ("learning_rate", "beta1", "beta2", "epsilon", "use_locking", "name")
_EPSILON = {"learning_rate": "0.001", "epsilon": "1e-08"}
_DROPPED = ("use_locking", "name", "accum_name", "linear_name")
OPTIMIZERS = {
    "train.GradientDescentOptimizer": Optimizer("SGD", ("learning_rate", "use_locking", "name"), rows=True),
    "train.MomentumOptimizer": Optimizer(
        "SGD", ("learning_rate", "momentum", "use_locking", "name", "use_nesterov"), {"use_nesterov": "nesterov"}, scales_late=True
    ),
    "train.AdamOptimizer": Optimizer("Adam", _ADAM, _BETAS, _EPSILON, ("beta2",), rows=True),
    "train.AdagradOptimizer": Optimizer(
        "Adagrad", ("learning_rate", "initial_accumulator_value", "use_locking", "name"), defaults={"epsilon": "0.0"}, rows=True
    ),
    "train.AdadeltaOptimizer": Optimizer(
        "Adadelta", ("learning_rate", "rho", "epsilon", "use_locking", "name"), defaults=_EPSILON, rounded=("rho",)
    ),
    "train.RMSPropOptimizer": Optimizer(
        "RMSprop",
        ("learning_rate", "decay", "momentum", "epsilon", "use_locking", "centered", "name"),
        {"decay": "rho"},
        {"epsilon": "1e-10"},
        ("decay",),
        ones="velocity",
    ),
    "train.FtrlOptimizer": Optimizer(
        "Ftrl",
        ("learning_rate", "learning_rate_power", "initial_accumulator_value", "l1_regularization_strength", "l2_regularization_strength", "use_locking",
         "name", "accum_name", "linear_name", "l2_shrinkage_regularization_strength"),
    ),
    "contrib.opt.AdaMaxOptimizer": Optimizer("Adamax", _ADAM, _BETAS, _EPSILON),
    "contrib.opt.LazyAdamOptimizer": Optimizer("Adam", _ADAM, _BETAS, _EPSILON, ("beta2",)),
}  # fmt: skip
"""The defaults of Keras that TensorFlow 1 had, too: momentum 0, rho 0.9 of RMSprop and 0.95 of Adadelta, the betas, the first accumulator of 0.1."""


def made_optimizer(program: Program, call: ast.AST | None) -> Optimizer | None:
    """Return the optimizer that a call makes."""
    return OPTIMIZERS.get(program.called(call) or "")


def given(call: ast.Call, optimizer: Optimizer) -> dict[str, ast.expr]:
    """Return the arguments of an optimizer by their names in TensorFlow 1, without those that have no counterpart."""
    return {key: node for key, node in arguments(call, optimizer.names).items() if key not in _DROPPED}


def _single(value: float) -> float:
    return float(struct.unpack("f", struct.pack("f", value))[0])


def _is_close_in_single(node: ast.expr) -> bool:
    """Whether what a share leaves of 1 is the same in single and in double precision, for all that a run could show."""
    if not isinstance(node, ast.Constant) or not isinstance(node.value, (int, float)) or not 0 <= node.value < 1:
        return False
    return abs((1 - _single(node.value)) / (1 - node.value) - 1) < 2e-6


def _entry(optimizer: Optimizer) -> Known:
    def value(evaluator: Evaluator, call: ast.Call, joined: Value, scope: Scope) -> Value:
        by_name = given(call, optimizer)
        rate = by_name.pop("learning_rate", None)
        kind = evaluator.value(rate, scope).kind if rate is not None else Kind.PYTHON
        if rate is not None and (kind in COMPUTED or kind is Kind.VARIABLE) and call not in evaluator.scheduled:
            evaluator.rates[call] = rate
        if kind is Kind.CONSTANT:
            evaluator.constant_rates.add(call)
        for name, one in by_name.items():
            by_hand = optimizer.scales_late and name == "momentum"
            if evaluator.value(one, scope).kind is not Kind.PYTHON and not by_hand:
                raise Refusal(one, "an optimizer is made with something else than Python numbers")
        if optimizer.scales_late and (
            call in evaluator.rates or ("momentum" in by_name and evaluator.value(by_name["momentum"], scope).kind is not Kind.PYTHON)
        ):
            evaluator.by_hand.add(call)
        return Value(Kind.OPTIMIZER, joined.items, call, reads=joined.reads)

    def write(rewriter: Rewriter, call: ast.Call) -> str:
        nodes = given(call, optimizer)
        values = {key: rewriter.text(node) for key, node in nodes.items()}
        for key in optimizer.rounded:
            default = ast.Constant(0.999) if key == "beta2" else None
            node = nodes.get(key, default)
            if node is not None and not _is_close_in_single(node):
                values[key] = f"{rewriter.numpy()}.float32({values.get(key, '0.999')})"
        if isinstance(node := nodes.get("momentum"), ast.Constant) and isinstance(node.value, int):
            # Keras takes nothing but a float.
            values["momentum"] = str(float(node.value))
        order = [key for key in (*optimizer.names, *optimizer.defaults) if key in {*values, *optimizer.defaults}]
        values = {key: values.get(key, optimizer.defaults.get(key, "")) for key in dict.fromkeys(order)}
        rate = values.pop("learning_rate", None)
        if call in rewriter.constant_rates:
            rate = f"float({rate})"
        parts = [rate] if rate is not None and call not in rewriter.rates else []
        parts += [f"{optimizer.renamed.get(key, key)}={text}" for key, text in values.items()]
        return f"{rewriter.program.tf}.keras.optimizers.{optimizer.made}({', '.join(parts)})"

    return Known(value, write, is_program=True)


KNOWN = {
    **{name: _entry(optimizer) for name, optimizer in OPTIMIZERS.items()},
    **{
        name: refused("has no counterpart among the optimizers of Keras")
        for name in ("train.ProximalGradientDescentOptimizer", "train.ProximalAdagradOptimizer", "train.AdagradDAOptimizer",
                     "contrib.opt.NadamOptimizer")
    },
}  # fmt: skip
