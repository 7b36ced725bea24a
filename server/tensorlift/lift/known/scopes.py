"""Variable scopes and the scopes of names: see :mod:`tensorlift.lift.scopes`."""

from __future__ import annotations

import ast
from dataclasses import replace

from tensorlift.lift.evaluate import Evaluator
from tensorlift.lift.known.base import Known, arguments
from tensorlift.lift.program import Refusal
from tensorlift.lift.scopes import AUTO, Name, Text, VariableScope, joined
from tensorlift.lift.values import Kind, Scope, Value

# https://www.tensorflow.org/versions/r1.15/api_docs/python/tf/variable_scope
_PARAMETERS = ("name_or_scope", "default_name", "values", "initializer", "regularizer", "caching_device", "partitioner", "custom_getter", "reuse", "dtype",
               "use_resource", "constraint", "auxiliary_name_scope")  # fmt: skip


def _given(evaluator: Evaluator, values: dict[str, ast.expr], name: str, scope: Scope) -> ast.expr | None:
    """Return an argument that is not None."""
    node = values.get(name)
    return node if node is not None and evaluator.constant(node, scope) != (None,) else None


def _variable_scope(evaluator: Evaluator, call: ast.Call, given: Value, scope: Scope) -> Value:
    values = arguments(call, _PARAMETERS)
    around = evaluator.current(scope)
    if _given(evaluator, values, "partitioner", scope) is not None:
        raise Refusal(call, "a variable scope with a partitioner makes variables in parts")
    for one in ("custom_getter", "constraint", "dtype"):
        if _given(evaluator, values, one, scope) is not None:
            raise Refusal(call, f"a variable scope with a `{one}` is not lifted")
    reuse: bool | str | None = False
    if (node := values.get("reuse")) is not None:
        constant = evaluator.constant(node, scope)
        reuse = None if constant is None else AUTO if constant[0] == AUTO else bool(constant[0])
    first = values.get("name_or_scope")
    meant = evaluator.value(first, scope) if first is not None else None
    entry = evaluator.event(call)
    name: Name | None
    if meant is not None and meant.variable_scope is not None:
        # A scope that was open before is opened again, wherever that is.
        found = meant.variable_scope
        name, inherited = found.name, found.reuse
        last = name.rpartition("/")[2] if isinstance(name, str) else None
    else:
        found = around
        constant = evaluator.constant(first, scope) if first is not None else None
        if constant == (None,) and (default := values.get("default_name")) is not None:
            base = evaluator.constant(default, scope)
            constant = None if base is None or not isinstance(base[0], str) else (evaluator.store.numbered(entry, base[0], around),)
        written = constant[0] if constant is not None and isinstance(constant[0], (str, Text)) else None
        name, inherited = around.full(written), around.reuse
        last = written if isinstance(written, str) else None
    reuse = reuse or inherited if reuse is not None else None
    ops = joined(around.ops, "/", last) if around.ops and last is not None else last if around.ops is not None else None
    made = VariableScope(
        name,
        reuse,
        entry,
        _given(evaluator, values, "initializer", scope) or found.initializer,
        _given(evaluator, values, "regularizer", scope) or found.regularizer,
        evaluator.store.opened(entry, ops, around.graph),
        around.graph,
    )
    return Value(Kind.NOTHING, call=call, variable_scope=made)


def _name_scope(evaluator: Evaluator, call: ast.Call, given: Value, scope: Scope) -> Value:
    values = arguments(call, ("name", "default_name", "values"))
    around = evaluator.current(scope)
    constant = evaluator.constant(values["name"], scope) if "name" in values else None
    written = constant[0] if constant is not None and isinstance(constant[0], str) and constant[0].strip("/") == constant[0] else None
    ops = None if written is None or around.ops is None else joined(around.ops, "/", written) if around.ops else written
    return Value(
        Kind.NOTHING, call=call, variable_scope=replace(around, ops=evaluator.store.opened(evaluator.event(call), ops, around.graph))
    )


def _current(evaluator: Evaluator, call: ast.Call, given: Value, scope: Scope) -> Value:
    return Value(Kind.NOTHING, call=call, variable_scope=evaluator.current(scope))


KNOWN = {
    "variable_scope": Known(_variable_scope),
    "name_scope": Known(_name_scope),
    "get_variable_scope": Known(_current),
}
