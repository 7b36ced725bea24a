"""Variables and what changes them."""

from __future__ import annotations

import ast
from dataclasses import replace

from tensorlift.lift.calls import Rewriter
from tensorlift.lift.evaluate import Evaluator
from tensorlift.lift.known.base import Known, arguments
from tensorlift.lift.program import Refusal
from tensorlift.lift.values import COMPUTED, Kind, Scope, Value


def _variable(evaluator: Evaluator, call: ast.Call, given: Value, scope: Scope) -> Value:
    if given.kind is Kind.RANDOM:
        # It is drawn once, where the variable is made.
        for item in given.items:
            item.draw_once()
    elif given.kind in COMPUTED:
        raise Refusal(call, "the first value of a variable depends on what a run computes")
    return Value(Kind.VARIABLE, call=call, variables=(call,), reads=frozenset({call}))


def _write_variable(rewriter: Rewriter, call: ast.Call) -> str:
    values = arguments(
        call, ("initial_value", "trainable", "collections", "validate_shape", "caching_device", "name", "variable_def", "dtype")
    )
    if set(values) - {"initial_value", "trainable", "name", "dtype"}:
        raise Refusal(call, "an argument of `tf.Variable` is not lifted")
    if "initial_value" not in values:
        raise Refusal(call, "a variable has no first value")
    first = rewriter.text(values.pop("initial_value"))
    return f"{rewriter.program.tf}.Variable({', '.join([first, *(f'{key}={rewriter.text(value)}' for key, value in values.items())])})"


def _write_get_variable(rewriter: Rewriter, call: ast.Call) -> str:
    values = arguments(call, ("name", "shape", "dtype", "initializer", "regularizer", "trainable", "collections"))
    if set(values) - {"name", "shape", "dtype", "initializer", "trainable"}:
        raise Refusal(call, "an argument of `tf.get_variable` is not lifted")
    tf = rewriter.program.tf
    initializer, shape = values.get("initializer"), values.get("shape")
    dtype = f", dtype={rewriter.text(values['dtype'])}" if "dtype" in values else ""
    if shape is None:
        if initializer is None:
            raise Refusal(call, "a variable has neither a shape nor a first value")
        first = rewriter.text(initializer)
    elif initializer is None:
        first = f"{tf}.keras.initializers.GlorotUniform()({rewriter.text(shape)}{dtype})"
    else:
        made = "" if isinstance(initializer, (ast.Call, ast.Name)) else "()"
        first = f"{rewriter.text(initializer)}{made}({rewriter.text(shape)}{dtype})"
    rest = [f"{key}={rewriter.text(values[key])}" for key in ("name", "trainable") if key in values]
    return f"{tf}.Variable({', '.join([first, *rest])})"


def _assigned(evaluator: Evaluator, call: ast.Call, given: Value, scope: Scope) -> Value:
    changed = evaluator.value(call.args[0] if call.args else next(one.value for one in call.keywords if one.arg == "ref"), scope)
    rest = evaluator.joined(
        evaluator.value(one, scope) for one in [*call.args[1:], *(one.value for one in call.keywords if one.arg != "ref")]
    )
    return replace(rest.of(Kind.TENSOR), items=given.items, writes=changed.reads)


def _write_assign(method: str) -> Known:
    def write(rewriter: Rewriter, call: ast.Call) -> str:
        values = arguments(call, ("ref", "value", "validate_shape", "use_locking", "name"))
        if not {"ref", "value"} <= set(values):
            raise Refusal(call, "its arguments are not lifted")
        return f"{rewriter.text(values['ref'])}.{method}({rewriter.text(values['value'])})"

    return Known(_assigned, write, writes=True)


def _write_global_step(rewriter: Rewriter, call: ast.Call) -> str:
    tf = rewriter.program.tf
    calls = [
        node
        for node in ast.walk(rewriter.program.tree)
        if (rewriter.program.called(node) or "").endswith("global_step") and isinstance(node, ast.Call)
    ]
    if len([one for one in calls if len(one.args) < 2]) > 1:
        raise Refusal(call, "the global step is asked for in several places")
    return f"{tf}.Variable(0, trainable=False, dtype={tf}.int64, name='global_step')"


def _trainable(evaluator: Evaluator, call: ast.Call, given: Value, scope: Scope) -> Value:
    if call.args or call.keywords:
        raise Refusal(call, "variables are listed by a scope")
    places = []
    for made in evaluator.variables:
        is_counter = isinstance(made.call, ast.Call) and (evaluator.program.called(made.call) or "").endswith("global_step")
        flag = _flag(evaluator, made.call)
        if is_counter or (isinstance(flag, ast.Constant) and not flag.value):
            continue
        around: ast.AST | None = call
        while around is not None and around is not made.owner:
            around = evaluator.program.parents.get(around)
        is_seen = made.owner is None or (around is made.owner and (made.owner.name != "__init__" or "." in (made.place or "")))
        if made.place is None or not is_seen or (flag is not None and not isinstance(flag, ast.Constant)):
            raise Refusal(call, "the variables that are listed here have no names that are seen here")
        places.append(made.place)
    evaluator.listed[call] = places
    return Value(Kind.VARIABLE, reads=frozenset(made.call for made in evaluator.variables))


def _flag(evaluator: Evaluator, call: ast.AST) -> ast.expr | None:
    """Return what says whether a variable is trained, if anything does."""
    if not isinstance(call, ast.Call):
        return None
    flag = next((one.value for one in call.keywords if one.arg == "trainable"), None)
    return call.args[1] if flag is None and evaluator.program.called(call) == "Variable" and len(call.args) > 1 else flag


def _write_listed(rewriter: Rewriter, call: ast.Call) -> str:
    if call not in rewriter.listed:
        raise Refusal(call, "it cannot be told which variables are listed here")
    return f"[{', '.join(rewriter.listed[call])}]"


def _scattered(method: str) -> Known:
    """Return the entry of what changes rows of a variable."""

    def write(rewriter: Rewriter, call: ast.Call) -> str:
        values = {key: rewriter.text(node) for key, node in arguments(call, ("ref", "indices", "updates", "use_locking", "name")).items()}
        if not {"ref", "indices", "updates"} <= set(values):
            raise Refusal(call, "its arguments are not lifted")
        if method.startswith("scatter_nd"):
            return f"{values['ref']}.{method}({values['indices']}, {values['updates']})"
        return f"{values['ref']}.{method}({rewriter.program.tf}.IndexedSlices({values['updates']}, {values['indices']}))"

    return Known(_assigned, write, writes=True)


KNOWN = {
    "trainable_variables": Known(_trainable, _write_listed),
    **{
        name: _scattered(name)
        for name in ("scatter_update", "scatter_add", "scatter_sub", "scatter_nd_update", "scatter_nd_add", "scatter_nd_sub")
    },
    "train.get_or_create_global_step": Known(_variable, _write_global_step, makes=True),
    "train.create_global_step": Known(_variable, _write_global_step, makes=True),
    "Variable": Known(_variable, _write_variable, makes=True),
    "get_variable": Known(_variable, _write_get_variable, makes=True),
    "assign": _write_assign("assign"),
    "assign_add": _write_assign("assign_add"),
    "assign_sub": _write_assign("assign_sub"),
}
