"""``tf.layers``: see :mod:`tensorlift.lift.keras_layers`."""

from __future__ import annotations

import ast

from tensorlift.lift.evaluate import Evaluator
from tensorlift.lift.keras_layers import LAYERS
from tensorlift.lift.known.base import Known
from tensorlift.lift.program import Refusal
from tensorlift.lift.values import COMPUTED, Kind, Scope, Value


def _layer(evaluator: Evaluator, call: ast.Call, given: Value, scope: Scope) -> Value:
    training = next((one.value for one in call.keywords if one.arg == "training"), None)
    if training is not None and evaluator.value(training, scope).kind in COMPUTED:
        raise Refusal(training, "whether a layer trains is told by what a run computes")
    return Value(Kind.TENSOR, given.items, None, (*given.layers, call), given.variables)


KNOWN = {symbol: Known(_layer, makes=True) for symbol in LAYERS}
