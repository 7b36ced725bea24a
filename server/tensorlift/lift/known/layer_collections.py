"""The collections that layers fill: what updates their averages, and what their regularizers add to the loss."""

from __future__ import annotations

import ast
import re

from tensorlift.lift.applied import taken_apart, updating
from tensorlift.lift.calls import Rewriter
from tensorlift.lift.evaluate import Evaluator
from tensorlift.lift.frames import Item
from tensorlift.lift.known.base import Known, arguments
from tensorlift.lift.known.collections import check_apart, collected, write_listed
from tensorlift.lift.known.variables import check_grows, collection_name, variables_of
from tensorlift.lift.program import Refusal
from tensorlift.lift.values import PYTHON, Kind, Scope, Value

UPDATE_OPS, REGULARIZATION_LOSSES = "update_ops", "regularization_losses"
_KEYS = {"UPDATE_OPS": UPDATE_OPS, "REGULARIZATION_LOSSES": REGULARIZATION_LOSSES}


def key_of(evaluator: Evaluator, call: ast.Call) -> str | None:
    """Return the name of the collection that a call is about; None if it is not written out."""
    node = call.args[0] if call.args else next((one.value for one in call.keywords if one.arg in ("key", "name")), None)
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    symbol = evaluator.program.symbol(node) if node is not None else None
    return _KEYS.get(symbol.removeprefix("GraphKeys.")) if symbol is not None and symbol.startswith("GraphKeys.") else None


def update_ops(evaluator: Evaluator, call: ast.Call, scope: Scope) -> Value:
    """Return what stands for the updates of all averages so far."""
    values = arguments(call, ("key", "scope"))
    constant = evaluator.constant(values["scope"], scope) if "scope" in values else (None,)
    prefix = constant[0] if constant is not None else "/"
    if prefix is not None and (not isinstance(prefix, str) or not re.fullmatch(r"\w*", prefix)):
        raise Refusal(call, "it cannot be told which layers are in the scope whose updates are listed")
    pairs = []
    for made, item in evaluator.applied:
        layer = updating(evaluator.program, made)
        if layer is not None and not layer.moves_at_once and (not prefix or _is_below(evaluator, call, made, prefix)):
            pairs.append((made, item))
    return Value(Kind.OPERATION, frozenset(item for _, item in pairs), call, updates=frozenset(pairs))


def _is_below(evaluator: Evaluator, call: ast.Call, made: ast.AST, prefix: str) -> bool:
    """Whether the variables of a layer are in a scope; operations have the same names, but for a number behind."""
    names = {one.name for event, one in evaluator.store.events.items() if event[-1] is made}
    found = {name.startswith(prefix) if isinstance(name, str) else None for name in names}
    if len(found) != 1 or None in found:
        raise Refusal(call, "it cannot be told which layers are in the scope whose updates are listed")
    return found == {True}


def _regularized(evaluator: Evaluator) -> list[Item]:
    """Return the statements by now that make layers with regularizers."""
    found = []
    for made, item in evaluator.applied:
        layer = taken_apart(evaluator.program, made)
        if layer is not None and layer.is_regularized() and item not in found:
            found.append(item)
    return found


def _from_layers(evaluator: Evaluator, call: ast.Call) -> Value:
    """Return what the regularizers of all layers so far add to the loss."""
    items = _regularized(evaluator)
    if items:
        check_grows(evaluator, call)
    evaluator.regularized[call] = items
    reads = frozenset(made for made, item in evaluator.applied if item in items)
    return Value(Kind.TENSOR, frozenset(items), reads=reads)


def _regularization(evaluator: Evaluator, call: ast.Call, given: Value, scope: Scope) -> Value:
    if "scope" in arguments(call, ("scope", "name")):
        raise Refusal(call, "the regularizers of the layers in one scope are asked for")
    check_apart(evaluator, call, REGULARIZATION_LOSSES)
    return _from_layers(evaluator, call)


def _losses_of(rewriter: Rewriter, call: ast.Call) -> list[str]:
    """Return the expressions of what layers add to the loss, each of which is a list."""
    return [f"{name}.losses" for item in rewriter.regularized[call] for name in rewriter.regularizing.get(item, ())]


def _write_losses(rewriter: Rewriter, call: ast.Call) -> str:
    return " + ".join(_losses_of(rewriter, call)) or "[]"


def _write_loss(rewriter: Rewriter, call: ast.Call) -> str:
    tf = rewriter.program.tf
    losses = _losses_of(rewriter, call)
    return f"{tf}.add_n({' + '.join(losses)})" if losses else f"{tf}.constant(0.0)"


def _total(evaluator: Evaluator, call: ast.Call, given: Value, scope: Scope) -> Value:
    values = arguments(call, ("add_regularization_losses", "name", "scope"))
    if "scope" in values:
        raise Refusal(call, "the losses of one scope are asked for")
    check_apart(evaluator, call, "losses", REGULARIZATION_LOSSES)
    names = []
    found = Value(Kind.TENSOR)
    for one, item in evaluator.losses:
        name = next(iter(item.binds), "")
        if not isinstance(item.node, ast.Assign) or item.node.value is not one or len(item.binds) != 1 or "." in name:
            raise Refusal(one, "this loss is part of the total one, and has no name of its own")
        if name not in scope or scope[name].item is not item:
            raise Refusal(one, f"this loss is part of the total one, and `{name}` is something else by then")
        check_grows(evaluator, call)
        names.append(name)
        found = found | scope[name].value
    flag = values.get("add_regularization_losses")
    if flag is not None and not isinstance(flag, ast.Constant):
        raise Refusal(flag, "it cannot be told whether regularizers are part of the total loss")
    evaluator.totals[call] = names
    if flag is not None and isinstance(flag, ast.Constant) and not flag.value:
        evaluator.regularized[call] = []
    else:
        found = found | _from_layers(evaluator, call)
    return found.of(Kind.TENSOR)


def _write_total(rewriter: Rewriter, call: ast.Call) -> str:
    names, losses = rewriter.totals[call], _losses_of(rewriter, call)
    if len(names) == 1 and not losses:
        return names[0]
    return f"{rewriter.program.tf}.add_n([{', '.join([*names, *(f'*{one}' for one in losses)])}])"


def _collection(evaluator: Evaluator, call: ast.Call, given: Value, scope: Scope) -> Value:
    key = key_of(evaluator, call)
    if key == UPDATE_OPS:
        return update_ops(evaluator, call, scope)
    listed = variables_of(evaluator, call, scope)
    if listed is not None:
        return listed
    name = collection_name(evaluator, call.args[0], scope) if call.args else None
    tensors = collected(evaluator, call, name, scope) if name is not None else None
    if tensors is not None:
        if name == REGULARIZATION_LOSSES and _regularized(evaluator):
            raise Refusal(call, "regularizers of layers add to the same collection")
        return tensors
    if key == REGULARIZATION_LOSSES and len(call.args) + len(call.keywords) == 1:
        return _from_layers(evaluator, call)
    raise Refusal(call, f"`{evaluator.program.source(call)}` is a collection that is not followed")


def _write_collection(rewriter: Rewriter, call: ast.Call) -> str:
    if call in rewriter.regularized:
        return _write_losses(rewriter, call)
    if call in rewriter.listed:
        return rewriter.listing(call)
    if call in rewriter.named_in:
        return write_listed(rewriter, call)
    raise Refusal(call, f"`{rewriter.program.source(call)}` is used in a way that is not followed")


KNOWN = {
    "losses.get_regularization_loss": Known(_regularization, _write_loss),
    "losses.get_regularization_losses": Known(_regularization, _write_losses),
    "losses.get_total_loss": Known(_total, _write_total),
    "get_collection": Known(_collection, _write_collection),
    "GraphKeys.*": Known(lambda evaluator, call, given, scope: PYTHON),
}
