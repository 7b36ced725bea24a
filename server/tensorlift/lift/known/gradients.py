"""``tf.gradients``: a tape takes them where it can; the rest stays, as a ``tf.function`` builds a graph of its own."""

from __future__ import annotations

import ast

from tensorlift.lift.calls import Rewriter
from tensorlift.lift.evaluate import Derived, Evaluator
from tensorlift.lift.known.base import Known, arguments
from tensorlift.lift.program import Refusal
from tensorlift.lift.values import Kind, Scope, Value

_OPTIONS = ("name", "colocate_gradients_with_ops", "gate_gradients", "aggregation_method")
_NAMES = ("ys", "xs", "grad_ys", *_OPTIONS, "stop_gradients", "unconnected_gradients")
_SHOWN = ("grad_ys", "stop_gradients", "unconnected_gradients")


def _gradients(evaluator: Evaluator, call: ast.Call, given: Value, scope: Scope) -> Value:
    by_name = arguments(call, _NAMES)
    if not {"ys", "xs"} <= set(by_name):
        raise Refusal(call, "its arguments are not written out")
    evaluator.derived[call] = Derived(evaluator.value(by_name["ys"], scope), evaluator.value(by_name["xs"], scope))
    return given.of(Kind.TENSOR)


def _write(rewriter: Rewriter, call: ast.Call) -> str:
    values = {key: rewriter.text(node) for key, node in arguments(call, _NAMES).items()}
    rest = [f"{key}={values[key]}" for key in _SHOWN if key in values]
    return f"{rewriter.program.tf}.gradients({', '.join([values['ys'], values['xs'], *rest])})"


def _hessians(evaluator: Evaluator, call: ast.Call, given: Value, scope: Scope) -> Value:
    by_name = arguments(call, _NAMES)
    if evaluator.value(by_name.get("xs"), scope).kind is Kind.VARIABLE:
        raise Refusal(call, "the second derivatives by a variable are taken in a way that TensorFlow 2 has for tensors only")
    return given.of(Kind.TENSOR)


KNOWN = {"gradients": Known(_gradients, _write), "hessians": Known(_hessians)}
