"""Programs that give Keras a session of their own, and have it do all the rest: the session and what it is made with go."""

from __future__ import annotations

import ast

from tensorlift.lift.evaluate import SESSIONS
from tensorlift.lift.pipelines import edited
from tensorlift.lift.program import Program
from tensorlift.lift.text import Text

_GIVEN = "keras.backend.set_session"
_OPTIONS = ("ConfigProto", "GPUOptions")
_PLAIN = (*SESSIONS, *_OPTIONS, _GIVEN, "set_random_seed", "random.set_seed", "random.set_random_seed", "reset_default_graph", "get_default_graph",
          "logging.set_verbosity", "keras.backend.clear_session", "get_logger")  # fmt: skip
"""What such a program may call beside Keras: nothing of it is a part of the graph."""
_WORK = ("fit", "fit_generator", "evaluate", "predict", "train_on_batch")

_MODELS = ("keras.Sequential", "keras.models.Sequential", "keras.Model", "keras.models.Model", "keras.models.load_model")


def with_own_session(program: Program) -> Program | None:
    """Return a program of Keras models without its session; None for any other one.

    A session that was given to Keras ran all that ``fit`` and ``predict`` did. TensorFlow 2 has none; the numbers do not hang on it.
    Source: ``tensorflow/python/keras/backend.py`` of TensorFlow 1.15.
    """
    given = [node for node in program.each(ast.Call) if program.called(node) == _GIVEN]
    works = any(isinstance(program.parents[node], ast.Call) for name in _WORK for node in program.attributes.get(name, ()))
    if not given or not works or any(not _is_apart(program, node) for node in program.each(ast.Call)):
        return None
    gone: set[ast.stmt] = set()
    for node in given:
        statement = program.parents[node]
        if not isinstance(statement, ast.Expr) or len(node.args) != 1 or node.keywords:
            return None
        gone.add(statement)
    made = [node for node in program.each(ast.Call) if program.called(node) in (*SESSIONS, *_OPTIONS)]
    homes: set[str] = set()
    for node in made:
        statement = program.statement_of(node)
        if statement in gone:
            continue
        target = statement.targets[0] if isinstance(statement, ast.Assign) and statement.value is node else None
        if not isinstance(target, ast.Name) or len(statement.targets) > 1:  # type: ignore[attr-defined]
            return None
        gone.add(statement)
        homes.add(target.id)
    for name in homes:
        for use in program.names[name]:
            statement = program.statement_of(use)
            is_option = isinstance(statement, ast.Assign) and all(_root(one) is use for one in statement.targets)
            is_closed = isinstance(statement, ast.Expr) and program.source(statement) == f"{name}.close()"
            if statement not in gone and not is_option and not is_closed:
                return None
            gone.add(statement)
    # a block needs a statement
    if any(_block(program, one) <= gone for one in gone):
        return None
    text = Text(program)
    for statement in gone:
        text.remove(statement)
    for call in _silent(program):
        end = program.span(call)[1] - 1
        text.edits([(end, end, ", verbose=0")])
    return edited(program, text)


def _silent(program: Program) -> list[ast.Call]:
    """Return the calls of ``predict`` of models that print nothing by themselves in TensorFlow 1, and how far they are in Keras 3."""
    models = {
        target.id
        for node in program.each(ast.Assign)
        if program.called(node.value) in _MODELS
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    found = []
    for node in program.attributes.get("predict", ()):
        call = program.parents[node]
        if isinstance(call, ast.Call) and call.func is node and isinstance(node.value, ast.Name) and node.value.id in models:
            is_closed = program.data[: program.span(call)[1] - 1].rstrip().endswith(b",")
            if len(call.args) == 1 and not any(one.arg in ("verbose", None) for one in call.keywords) and not is_closed:
                found.append(call)
    return found


def _is_apart(program: Program, call: ast.Call) -> bool:
    """Whether a call is one of Keras, or stands in a function that Keras calls, or makes no part of a graph."""
    if isinstance(call.func, ast.Attribute) and call.func.attr in ("run", "eval") and program.path(call.func) is None:
        return False
    symbol = program.called(call)
    if symbol is None or symbol in _PLAIN or (symbol.startswith("keras.") and not symbol.startswith("keras.backend.")):
        return True
    if symbol.startswith("train.") and symbol.endswith("Optimizer"):
        return True
    around: ast.AST | None = call
    while around is not None:
        if isinstance(around, ast.FunctionDef) and isinstance(program.parents[around], ast.Module):
            uses = [one for one in program.names.get(around.name, ()) if isinstance(one.ctx, ast.Load)]
            return bool(uses) and not any(isinstance(parent := program.parents[one], ast.Call) and parent.func is one for one in uses)
        around = program.parents.get(around)
    return False


def _root(node: ast.expr) -> ast.expr:
    while isinstance(node, ast.Attribute):
        node = node.value
    return node


def _block(program: Program, statement: ast.stmt) -> set[ast.stmt]:
    """Return the statements of the block in which one stands."""
    for _, block in ast.iter_fields(program.parents[statement]):
        if isinstance(block, list) and statement in block:
            return set(block)
    return set()
