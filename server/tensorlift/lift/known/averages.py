"""Moving averages of variables, which TensorFlow 2 keeps in an object of the same name.

The averages begin with the first values of the variables. In TensorFlow 2 they are made by the first call of ``apply``, which changes nothing as long as the
variables are what they were: so there is one where the graph was built. Source: ``tensorflow/python/training/moving_averages.py`` of TensorFlow 1.15 and 2.21.
"""

from __future__ import annotations

import ast
from dataclasses import replace

from tensorlift.lift.calls import Rewriter
from tensorlift.lift.evaluate import Evaluator
from tensorlift.lift.known.base import Known, Method, arguments
from tensorlift.lift.known.variables import chosen, is_trainable
from tensorlift.lift.program import Refusal
from tensorlift.lift.values import PYTHON, Kind, Scope, Value


def _average(evaluator: Evaluator, call: ast.Call, given: Value, scope: Scope) -> Value:
    values = arguments(call, ("decay", "num_updates", "zero_debias", "name"))
    if "decay" not in values or evaluator.value(values["decay"], scope).kind is not Kind.PYTHON:
        raise Refusal(call, "how fast averages move is not a Python number")
    if "zero_debias" in values and evaluator.constant(values["zero_debias"], scope) != (False,):
        raise Refusal(call, "averages that begin with zeros are not lifted")
    counter = evaluator.value(values.get("num_updates"), scope)
    if counter.kind not in (Kind.PYTHON, Kind.VARIABLE):
        raise Refusal(call, "the number of updates of an average is computed by a run")
    return Value(Kind.OBJECT, call=call, reads=counter.reads)


def _applied(evaluator: Evaluator, call: ast.Call, average: Value, scope: Scope) -> Value:
    assert average.call is not None
    values = arguments(call, ("var_list",))
    if "var_list" in values:
        given = evaluator.value(values["var_list"], scope)
    else:
        made = chosen(evaluator, call, is_trainable, scope)
        evaluator.listed[call] = made
        given = Value(Kind.VARIABLE, reads=frozenset(one.mark for one in made), made=tuple(made))
    if given.kind is not Kind.VARIABLE:
        raise Refusal(call, "averages of something else than variables are not lifted")
    if average.call in given.reads:
        raise Refusal(call, "averages of averages are not lifted")
    evaluator.averages.add(call)
    return replace(given, reads=given.reads | average.reads).of(Kind.OPERATION, call) | Value(
        Kind.OPERATION, writes=frozenset({average.call})
    )


def _write_apply(rewriter: Rewriter, call: ast.Call, maker: ast.Call) -> str:
    assert isinstance(call.func, ast.Attribute)
    values = arguments(call, ("var_list",))
    listed = rewriter.text(values["var_list"]) if "var_list" in values else rewriter.listing(call)
    return f"{rewriter.text(call.func.value)}.apply({listed})"


def _average_of(evaluator: Evaluator, call: ast.Call, average: Value, scope: Scope) -> Value:
    values = arguments(call, ("var",))
    if average.call is None or "var" not in values or evaluator.value(values["var"], scope).kind is not Kind.VARIABLE:
        raise Refusal(call, "the average of something else than a variable is asked for")
    return Value(Kind.VARIABLE, call=call, reads=frozenset({average.call}))


def _name(evaluator: Evaluator, call: ast.Call, average: Value, scope: Scope) -> Value:
    return PYTHON


_METHODS = {"apply": Method(_applied, _write_apply), "average": Method(_average_of), "average_name": Method(_name)}
KNOWN = {"train.ExponentialMovingAverage": Known(_average, methods=_METHODS)}
