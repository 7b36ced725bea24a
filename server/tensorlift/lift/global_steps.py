"""The global step, which a graph has one of: it gets a name where it is made, and goes by it wherever it is asked for again."""

from __future__ import annotations

import ast

from tensorlift.lift.pipelines import edited
from tensorlift.lift.program import Program, stored_names, walk
from tensorlift.lift.text import Text

_MAKERS = ("train.get_or_create_global_step", "train.create_global_step")
_GETTERS = (*_MAKERS[:1], "train.get_global_step")
_NAME = "global_step"


def with_named_global_step(program: Program) -> Program:
    """Return a program that makes its global step in a statement of its own, and asks for it by its name.

    Args:
        program: The program. What belongs to an Estimator, or to several functions or graphs, stays as it is.
    """
    calls = [node for node in program.each(ast.Call) if program.called(node) in {*_MAKERS, *_GETTERS}]
    calls.sort(key=lambda call: program.span(call)[0])
    by_name = _with_its_name(program, calls)
    if by_name is not None:
        return by_name
    if not calls or program.called(calls[0]) not in _MAKERS or any(call.args or call.keywords for call in calls):
        return program
    if any(program.called(call) not in _GETTERS for call in calls[1:]) or _graphs(program) > 1:
        return program
    frame = _frame(program, calls[0])
    statement = _statement(program, calls[0])
    if frame is None or statement is None or any(_frame(program, call) is not frame for call in calls):
        return program
    text = Text(program)
    is_bound = isinstance(statement, ast.Assign) and statement.value is calls[0]
    target = statement.targets[0] if isinstance(statement, ast.Assign) and is_bound and len(statement.targets) == 1 else None
    if is_bound:
        if not isinstance(target, ast.Name) or len(calls) == 1 or _stores(program, target.id) > 1:
            return program
        name = target.id
    else:
        name = _NAME
        if name in stored_names(program.tree) or _stores(program, name):
            return program
        text.own(statement)
        indent = " " * statement.col_offset
        text.insert(program.first_line(statement), [f"{indent}{name} = {program.source(calls[0].func)}()"])
    for call in calls[1:] if is_bound else calls:
        text.edit(call, name)
    return edited(program, text)


def _with_its_name(program: Program, calls: list[ast.Call]) -> Program | None:
    """Return a program that has the name of the module for its global step where functions and classes ask the graph for it; None where a graph
    may have another one, or none yet.
    """
    getters = [call for call in calls if program.called(call) == "train.get_global_step" and not call.args and not call.keywords]
    named = [
        node
        for node in program.each(ast.Call)
        if any(isinstance(one, ast.Constant) and one.value == _NAME for one in _named_by(program, node))
    ]
    if not getters or len(getters) < len(calls) or len(named) != 1 or _graphs(program) > 1:
        return None
    statement = program.parents[named[0]]
    target = statement.targets[0] if isinstance(statement, ast.Assign) and len(statement.targets) == 1 else None
    if not isinstance(target, ast.Name) or statement not in program.tree.body or _stores(program, target.id) > 1:
        return None
    defined = {one.name for one in program.tree.body if isinstance(one, (ast.FunctionDef, ast.ClassDef))}
    resets = [one for one in walk(program.tree) if program.called(one) in ("Graph", "reset_default_graph")]
    early = program.span(statement)[0]
    if any(program.span(one)[0] > early for one in resets):
        return None
    for name in defined:
        for use in program.names.get(name, ()):
            if program.function_of(use) is None and program.span(use)[0] < early:
                return None
    if any(program.function_of(call) is None and program.span(call)[0] < early for call in getters):
        return None
    text = Text(program)
    for call in getters:
        text.edit(call, target.id)
    return edited(program, text)


def _named_by(program: Program, call: ast.Call) -> list[ast.expr]:
    """Return what says the name of a variable that a call makes."""
    if program.called(call) not in ("Variable", "get_variable"):
        return []
    first = call.args[:1] if program.called(call) == "get_variable" else []
    return [*first, *(one.value for one in call.keywords if one.arg == "name")]


def _graphs(program: Program) -> int:
    """Return how many graphs a program makes; Estimators make one for each of their runs."""
    called = [program.called(node) or "" for node in program.each(ast.Call)]
    return sum(one in ("Graph", "reset_default_graph") for one in called) + 2 * any(one.startswith("estimator.") for one in called)


def _stores(program: Program, name: str) -> int:
    """Return how often a program binds a name, parameters included."""
    nodes = walk(program.tree)
    bound = sum(isinstance(one, ast.Name) and one.id == name and not isinstance(one.ctx, ast.Load) for one in nodes)
    return bound + sum(isinstance(one, ast.arg) and one.arg == name for one in nodes)


def _frame(program: Program, node: ast.AST) -> ast.AST | None:
    """Return the function or the module whose statements make or ask for the step; None for what happens several times or elsewhere."""
    while node in program.parents:
        node = program.parents[node]
        if isinstance(node, (ast.FunctionDef, ast.Module)):
            return node
        if isinstance(node, (ast.Lambda, ast.ClassDef, ast.comprehension, ast.ListComp, ast.DictComp, ast.GeneratorExp, ast.SetComp)):
            return None
    return None


def _statement(program: Program, node: ast.AST) -> ast.stmt | None:
    """Return the statement that a call stands in; None where it is not reached exactly once, or another one shares its head."""
    node = program.statement_of(node)
    if not isinstance(node, (ast.Assign, ast.Expr, ast.AugAssign, ast.AnnAssign)):
        return None
    around: ast.AST = node
    while around in program.parents:
        around = program.parents[around]
        if isinstance(around, (ast.FunctionDef, ast.Module)):
            return node
        is_main = isinstance(around, ast.If) and "__name__" in program.source(around.test)
        if not isinstance(around, ast.With) and not is_main:
            return None
    return None
