"""``tf.layers``: see :mod:`tensorlift.lift.keras_layers`."""

from __future__ import annotations

import ast

from tensorlift.lift.calls import Rewriter
from tensorlift.lift.evaluate import Evaluator
from tensorlift.lift.keras_layers import CLASSES, LAYERS, made_as, take_apart
from tensorlift.lift.known.base import Known
from tensorlift.lift.program import Refusal
from tensorlift.lift.values import COMPUTED, Kind, Scope, Value


def _layer(evaluator: Evaluator, call: ast.Call, given: Value, scope: Scope) -> Value:
    take_apart(str(evaluator.program.called(call)), call)
    return Value(Kind.TENSOR, given.items, None, (*given.layers, call), given.variables, reads=given.reads | {call}, writes=given.writes)


def _object(evaluator: Evaluator, call: ast.Call, given: Value, scope: Scope) -> Value:
    """Return what a layer stands for that is made by itself: a function, whose variables are read where it is called."""
    if given.kind in COMPUTED:
        raise Refusal(call, "what a layer is made with depends on what a run computes")
    return Value(Kind.PYTHON, call=call, is_function=True, reads=frozenset({call}))


def _write_object(rewriter: Rewriter, call: ast.Call) -> str:
    return made_as(take_apart(str(rewriter.program.called(call)), call), rewriter.program.tf, rewriter.text)


KNOWN = {
    **{symbol: Known(_layer, makes=True) for symbol in LAYERS},
    **{symbol: Known(_object, _write_object, makes=True) for symbol in CLASSES if symbol != "layers.BatchNormalization"},
}
