"""Optimizers: the table of the migration guide, with the defaults that differ.

Source: https://www.tensorflow.org/guide/migrate/migrating_checkpoints and the classes of TensorFlow 1.15 and Keras 3.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field

from tensorlift.lift.calls import Rewriter
from tensorlift.lift.evaluate import Evaluator
from tensorlift.lift.known.base import Known, arguments
from tensorlift.lift.program import Refusal
from tensorlift.lift.values import COMPUTED, Kind, Scope, Value


@dataclass(frozen=True)
class _Optimizer:
    made: str
    names: tuple[str, ...]
    renamed: dict[str, str] = field(default_factory=dict)
    defaults: dict[str, str] = field(default_factory=dict)


_OPTIMIZERS = {
    "GradientDescentOptimizer": _Optimizer("SGD", ("learning_rate",)),
    "MomentumOptimizer": _Optimizer("SGD", ("learning_rate", "momentum"), {"use_nesterov": "nesterov"}),
    "AdamOptimizer": _Optimizer("Adam", ("learning_rate", "beta1", "beta2", "epsilon"), {"beta1": "beta_1", "beta2": "beta_2"},
                                {"learning_rate": "0.001", "epsilon": "1e-08"}),
    "AdagradOptimizer": _Optimizer("Adagrad", ("learning_rate", "initial_accumulator_value"), {}, {"initial_accumulator_value": "0.1"}),
    "AdadeltaOptimizer": _Optimizer("Adadelta", ("learning_rate", "rho", "epsilon"), {}, {"learning_rate": "0.001", "epsilon": "1e-08"}),
}  # fmt: skip


def _entry(optimizer: _Optimizer) -> Known:
    def value(evaluator: Evaluator, call: ast.Call, given: Value, scope: Scope) -> Value:
        given_by_name = arguments(call, (*optimizer.names, *optimizer.renamed, "use_locking", "name"))
        rate = given_by_name.pop("learning_rate", None)
        for one in given_by_name.values():
            if evaluator.value(one, scope).kind is not Kind.PYTHON:
                raise Refusal(one, "an optimizer is made with something else than Python numbers")
        kind = evaluator.value(rate, scope).kind if rate is not None else Kind.PYTHON
        if rate is not None and (kind in COMPUTED or kind is Kind.VARIABLE):
            evaluator.rates[call] = rate
        return Value(Kind.OPTIMIZER, given.items, call, reads=given.reads)

    def write(rewriter: Rewriter, call: ast.Call) -> str:
        values = {
            key: rewriter.text(node) for key, node in arguments(call, (*optimizer.names, *optimizer.renamed, "use_locking", "name")).items()
        }
        for dropped in ("name", "use_locking"):
            values.pop(dropped, None)
        values.update({key: text for key, text in optimizer.defaults.items() if key not in values})
        rate = values.pop("learning_rate", None) if call not in rewriter.rates else None
        if call in rewriter.rates:
            values.pop("learning_rate", None)
        parts = [rate] if rate is not None else []
        parts += [f"{optimizer.renamed.get(key, key)}={text}" for key, text in values.items()]
        return f"{rewriter.program.tf}.keras.optimizers.{optimizer.made}({', '.join(parts)})"

    return Known(value, write, is_program=True)


KNOWN = {f"train.{name}": _entry(optimizer) for name, optimizer in _OPTIMIZERS.items()}
