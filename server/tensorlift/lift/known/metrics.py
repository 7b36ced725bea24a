"""Metrics of Keras in the place of ``tf.metrics``: see :mod:`tensorlift.lift.metrics`."""

from __future__ import annotations

import ast
from dataclasses import replace

from tensorlift.lift.evaluate import Evaluator
from tensorlift.lift.known.base import Known, Method
from tensorlift.lift.known.variables import of_variables
from tensorlift.lift.values import Kind, Scope, Value

_CLASSES = ("Accuracy", "Mean", "Precision", "Recall", "TruePositives", "FalsePositives", "TrueNegatives", "FalseNegatives", "AUC", "MeanIoU",
            "RootMeanSquaredError")  # fmt: skip


def _metric(evaluator: Evaluator, call: ast.Call, given: Value, scope: Scope) -> Value:
    if call not in evaluator.metrics:
        evaluator.metrics[call] = evaluator.graph
    return Value(Kind.OBJECT, call=call)


def _result(evaluator: Evaluator, call: ast.Call, metric: Value, scope: Scope) -> Value:
    assert metric.call is not None
    return Value(Kind.TENSOR, reads=frozenset({metric.call}))


def _called(evaluator: Evaluator, call: ast.Call, metric: Value, scope: Scope) -> Value:
    assert metric.call is not None
    given = evaluator.joined(evaluator.given(call, scope))
    return replace(given.of(Kind.TENSOR), writes=frozenset({metric.call}))


def _updated(evaluator: Evaluator, call: ast.Call, metric: Value, scope: Scope) -> Value:
    return _called(evaluator, call, metric, scope).of(Kind.OPERATION)


def _initializer(evaluator: Evaluator, call: ast.Call, given: Value, scope: Scope) -> Value:
    """Initializers of local variables set metrics to zero; others give variables their first values."""
    if evaluator.program.called(call) in ("local_variables_initializer", "initialize_local_variables"):
        found = tuple(one for one, graph in evaluator.metrics.items() if graph is evaluator.graph)
    else:
        listed = next(iter(evaluator.given(call, scope)), None)
        parts = listed.made_of[1] if listed is not None and listed.made_of is not None else ()
        found = tuple(part.value.call for part in parts if part.value.call is not None and part.value.call in evaluator.metrics)
        if len(found) < len(parts):
            found = ()
        if not found and listed is not None:
            return of_variables(evaluator, call, listed, scope)
    if found:
        evaluator.resets.setdefault(call, found)
    return Value(Kind.INITIALIZER, call=call)


_METHODS = {"result": Method(_result), "__call__": Method(_called), "update_state": Method(_updated)}

KNOWN = {
    **{f"keras.metrics.{name}": Known(_metric, methods=_METHODS, is_program=True) for name in _CLASSES},
    **{
        name: Known(_initializer, is_program=True)
        for name in ("local_variables_initializer", "initialize_local_variables", "variables_initializer", "initialize_variables")
    },
}
