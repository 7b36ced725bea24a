"""Queues that the runs of one thread fill and empty: objects of the same name in TensorFlow 2, made once.

What a run puts in and takes out is in the order that the graph gives; where it gives none, the run is refused as for variables. Queues that
threads of their own fill are looked at in ``lift.queues``.
"""

from __future__ import annotations

import ast

from tensorlift.lift.calls import Rewriter
from tensorlift.lift.evaluate import Evaluator
from tensorlift.lift.known.base import Known, Method, arguments
from tensorlift.lift.program import Refusal, walk
from tensorlift.lift.values import Kind, Scope, Value

_PARAMETERS = {
    "FIFOQueue": ("capacity", "dtypes", "shapes", "names", "shared_name", "name"),
    "PaddingFIFOQueue": ("capacity", "dtypes", "shapes", "names", "shared_name", "name"),
    "RandomShuffleQueue": ("capacity", "min_after_dequeue", "dtypes", "shapes", "names", "seed", "shared_name", "name"),
}


def _queue(evaluator: Evaluator, call: ast.Call, given: Value, scope: Scope) -> Value:
    values = _made_with(evaluator.program.called(call) or "", call)
    if given.kind is not Kind.PYTHON:
        raise Refusal(call, "what a queue is made with is part of the graph")
    for name in ("names", "shared_name"):
        if name in values and evaluator.constant(values[name], scope) != (None,):
            raise Refusal(call, f"the argument `{name}` of a queue is not lifted")
    return Value(Kind.OBJECT, call=call)


def _made_with(symbol: str, call: ast.Call) -> dict[str, ast.expr]:
    return arguments(call, _PARAMETERS[symbol.rpartition(".")[2]])


def _is_single(evaluator: Evaluator, maker: ast.Call) -> bool | None:
    """Whether each element of a queue is one tensor; None if it cannot be told."""
    dtypes = _made_with(evaluator.program.called(maker) or "", maker).get("dtypes")
    if isinstance(dtypes, (ast.List, ast.Tuple)):
        return len(dtypes.elts) == 1 if not any(isinstance(one, ast.Starred) for one in dtypes.elts) else None
    return True if isinstance(dtypes, (ast.Constant, ast.Attribute)) else None


def _check_alone(evaluator: Evaluator, call: ast.Call) -> None:
    """Check that an expression has one operation on a queue, which is run once: a graph says nothing about the order of several."""
    program = evaluator.program
    statement: ast.AST = call
    while not isinstance(statement, ast.stmt):
        statement = program.parents[statement]
        if isinstance(statement, (ast.ListComp, ast.SetComp, ast.GeneratorExp, ast.DictComp, ast.Lambda)):
            raise Refusal(call, "what uses the queue is made in a comprehension or a lambda, again and again")
    others = [
        one
        for part in ast.iter_child_nodes(statement)
        if not isinstance(part, ast.stmt)
        for one in walk(part)
        if isinstance(one, ast.Call) and isinstance(one.func, ast.Attribute) and one.func.attr in _METHODS and one is not call
    ]
    if others:
        raise Refusal(call, "an expression uses a queue several times, in an order that a graph leaves open")


def _put(evaluator: Evaluator, call: ast.Call, queue: Value, scope: Scope) -> Value:
    _check_alone(evaluator, call)
    values = arguments(call, ("vals", "name"))
    if "vals" not in values:
        raise Refusal(call, "what is put into the queue is not written out")
    given = evaluator.value(values["vals"], scope)
    return given.of(Kind.OPERATION, call) | _changes(queue, Kind.OPERATION, call)


def _taken(evaluator: Evaluator, call: ast.Call, queue: Value, scope: Scope) -> Value:
    assert queue.call is not None
    _check_alone(evaluator, call)
    if not _is_single(evaluator, queue.call):
        statement = evaluator.program.parents[call]
        targets = statement.targets if isinstance(statement, ast.Assign) and statement.value is call else []
        if len(targets) != 1 or not isinstance(targets[0], (ast.Tuple, ast.List)):
            raise Refusal(call, "an element of the queue has several parts, which are not taken apart where it is taken")
    given = evaluator.joined(
        evaluator.value(one, scope) for one in [*call.args, *(one.value for one in call.keywords if one.arg != "name")]
    )
    return given.of(Kind.TENSOR, call) | _changes(queue, Kind.TENSOR, call)


def _size(evaluator: Evaluator, call: ast.Call, queue: Value, scope: Scope) -> Value:
    assert queue.call is not None
    return Value(Kind.TENSOR, call=call, items=queue.items, reads=frozenset({queue.call}))


def _closed(evaluator: Evaluator, call: ast.Call, queue: Value, scope: Scope) -> Value:
    return _changes(queue, Kind.OPERATION, call)


def _changes(queue: Value, kind: Kind, call: ast.Call) -> Value:
    assert queue.call is not None
    return Value(kind, call=call, items=queue.items, writes=frozenset({queue.call}))


def _write(rewriter: Rewriter, call: ast.Call) -> str:
    name = (rewriter.program.called(call) or "").rpartition(".")[2]
    given = [rewriter.text(one) for one in call.args] + [f"{one.arg}={rewriter.text(one.value)}" for one in call.keywords]
    return f"{rewriter.program.tf}.queue.{name}({', '.join(given)})"


_METHODS = {
    "enqueue": Method(_put),
    "enqueue_many": Method(_put),
    "dequeue": Method(_taken),
    "dequeue_many": Method(_taken),
    "dequeue_up_to": Method(_taken),
    "size": Method(_size),
    "is_closed": Method(_size),
    "close": Method(_closed),
}
_QUEUE = Known(_queue, _write, methods=_METHODS, is_program=True)
KNOWN = {f"{home}{name}": _QUEUE for home in ("", "queue.") for name in _PARAMETERS}
