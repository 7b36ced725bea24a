"""The collections that layers fill: what updates their averages, and what their regularizers add to the loss."""

from __future__ import annotations

import ast

from tensorlift.lift.calls import Rewriter
from tensorlift.lift.evaluate import Evaluator
from tensorlift.lift.keras_layers import UPDATING, taken_apart
from tensorlift.lift.known.base import Known, arguments
from tensorlift.lift.program import Refusal
from tensorlift.lift.values import PYTHON, Kind, Scope, Value

UPDATE_OPS = "update_ops"
_KEYS = {"UPDATE_OPS": UPDATE_OPS, "REGULARIZATION_LOSSES": "regularization_losses"}


def key_of(evaluator: Evaluator, call: ast.Call) -> str | None:
    """Return the name of the collection that a call is about; None if it is not written out."""
    node = call.args[0] if call.args else next((one.value for one in call.keywords if one.arg in ("key", "name")), None)
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    symbol = evaluator.program.symbol(node) if node is not None else None
    return _KEYS.get(symbol.removeprefix("GraphKeys.")) if symbol is not None and symbol.startswith("GraphKeys.") else None


def update_ops(evaluator: Evaluator, call: ast.Call) -> Value:
    """Return what stands for the updates of all averages so far."""
    values = arguments(call, ("key", "scope"))
    if "scope" in values:
        raise Refusal(call, "the updates of the layers in one scope are listed")
    pairs = []
    for made, item in evaluator.applied:
        layer = taken_apart(evaluator.program, made)
        if layer is not None and layer.made == UPDATING and layer.training is not None and not layer.moves_at_once:
            pairs.append((made, item))
    return Value(Kind.OPERATION, frozenset(item for _, item in pairs), call, updates=frozenset(pairs))


def _collection(evaluator: Evaluator, call: ast.Call, given: Value, scope: Scope) -> Value:
    key = key_of(evaluator, call)
    if key == UPDATE_OPS:
        return update_ops(evaluator, call)
    raise Refusal(call, f"`{evaluator.program.source(call)}` is a collection that is not followed")


def _write_collection(rewriter: Rewriter, call: ast.Call) -> str:
    raise Refusal(call, f"`{rewriter.program.source(call)}` is used in a way that is not followed")


def _control_dependencies(evaluator: Evaluator, call: ast.Call, given: Value, scope: Scope) -> Value:
    return given.of(Kind.NOTHING)


KNOWN = {
    "control_dependencies": Known(_control_dependencies),
    "get_collection": Known(_collection, _write_collection),
    "GraphKeys.*": Known(lambda evaluator, call, given, scope: PYTHON),
}
