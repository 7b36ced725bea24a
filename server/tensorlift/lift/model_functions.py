"""Model functions of Estimators in a form that is easier to read: what they are told by functions that they call is written into them.

A function that returns the ``EstimatorSpec`` takes the place of the ``return`` that calls it. A function that is told the mode only to know whether it trains
is told that instead.
"""

from __future__ import annotations

import ast
from collections.abc import Callable

from tensorlift.lift.program import Program, Refusal, edited, stored_names, walk

_SPEC = "estimator.EstimatorSpec"
_TRAIN = "estimator.ModeKeys.TRAIN"


def written_out(program: Program, origins: Callable[[Program, str], list[int]]) -> Program:
    """Return a program with such functions written into model functions.

    Args:
        program: The program.
        origins: Tells the lines of the file that the lines of a text come from.
    """
    for _ in range(20):
        text = _without_spec_function(program) or _told_whether_it_trains(program)
        if text is None:
            return program
        program = Program(text, origins(program, text))
    return program


def _model_functions(program: Program) -> list[ast.FunctionDef]:
    found = []
    for node in program.tree.body:
        names = [one.arg for one in node.args.args] if isinstance(node, ast.FunctionDef) else []
        if isinstance(node, ast.FunctionDef) and names[:1] == ["features"] and "mode" in names:
            found.append(node)
    return found


def _functions(program: Program) -> dict[str, ast.FunctionDef]:
    return {node.name: node for node in program.tree.body if isinstance(node, ast.FunctionDef)}


def _loaded(node: ast.AST) -> set[str]:
    return {one.id for one in walk(node) if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Load)}


# --- functions that return the specification


def _without_spec_function(program: Program) -> str | None:
    functions = _functions(program)
    for model in _model_functions(program):
        for node in walk(model):
            call = node.value if isinstance(node, ast.Return) else None
            if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name):
                continue
            function = functions.get(call.func.id)
            if function is None or function is model or not any(program.called(one) == _SPEC for one in walk(function)):
                continue
            assert isinstance(node, ast.Return)
            return _in_its_place(program, model, node, call, function)
    return None


def _in_its_place(program: Program, model: ast.FunctionDef, statement: ast.Return, call: ast.Call, function: ast.FunctionDef) -> str:
    """Return the program with the body of a function in the place of the statement that returns what it gives."""
    names = [one.arg for one in function.args.args]
    defaults = dict(zip(names[len(names) - len(function.args.defaults) :], function.args.defaults))
    given: dict[str, ast.expr] = {**defaults, **dict(zip(names, call.args))}
    given.update({str(one.arg): one.value for one in call.keywords})
    is_plain = not (function.args.vararg or function.args.kwarg or function.args.kwonlyargs or function.decorator_list)
    if not is_plain or set(given) != set(names):
        raise Refusal(call, f"`{function.name}`, which returns the `EstimatorSpec`, is called in a way that is not followed")
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    own = set(names) | {name for one in body for name in stored_names(one)}
    bound = {one.arg for one in model.args.args} | {name for one in model.body for name in stored_names(one)}
    changed = {name: value for name, value in given.items() if not (isinstance(value, ast.Name) and value.id == name)}
    taken = ({name for one in body for name in _loaded(one)} - own) & bound
    used_again = {name for value in changed.values() for name in _loaded(value)} & set(changed)
    if taken or used_again or "mode" in changed:
        raise Refusal(call, f"names of `{function.name}`, which returns the `EstimatorSpec`, are other things here")
    indent = " " * statement.col_offset
    lines = [f"{indent}{name} = {program.source(value)}" for name, value in changed.items()]
    for number in range(_first(program, function, body[0]), (body[-1].end_lineno or 0) + 1):
        line = program.lines[number - 1].decode().rstrip("\n")
        width = body[0].col_offset
        inside = any(start < number <= end for start, end in program.strings)
        lines.append(line if inside or not line.strip() else indent + (line[width:] if not line[:width].strip() else line.lstrip()))
    start = program.line_start(statement.lineno)
    edits = [(start, program.line_start((statement.end_lineno or 0) + 1), "\n".join(lines) + "\n")]
    uses = [node for node in program.each(ast.Name) if node.id == function.name]
    if len(uses) == 1:
        low, high = program.line_start(program.first_line(function)), program.line_start((function.end_lineno or 0) + 1)
        edits.append((low, high, ""))
    return edited(program.data, edits).decode()


def _first(program: Program, function: ast.FunctionDef, statement: ast.stmt) -> int:
    line = statement.lineno
    while line - 1 > function.lineno and line - 1 in program.comments and not program.lines[line - 2].decode().partition("#")[0].strip():
        line -= 1
    return line


# --- functions that are told the mode


def _told_whether_it_trains(program: Program) -> str | None:
    functions = _functions(program)
    models = _model_functions(program)
    for model in models:
        for call in walk(model):
            if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name) or call.func.id not in functions:
                continue
            function = functions[call.func.id]
            names = [one.arg for one in function.args.args]
            given = dict(zip(names, call.args))
            given.update({str(one.arg): one.value for one in call.keywords})
            name = next((key for key, one in given.items() if isinstance(one, ast.Name) and one.id == "mode"), None)
            if name is not None and function not in models and name in names:
                return _with_flag(program, function, name)
    return None


def _with_flag(program: Program, function: ast.FunctionDef, name: str) -> str | None:
    """Return the program with a function that is told whether it trains; None where it asks for something else."""
    flag = "training"
    if flag in {node.id for node in walk(function) if isinstance(node, ast.Name)} | {
        node.arg for node in walk(function) if isinstance(node, ast.arg)
    }:
        return None
    edits = []
    parameter = next(one for one in function.args.args if one.arg == name)
    start, end = program.span(parameter)
    edits.append((start, end, flag))
    for node in walk(function):
        if not isinstance(node, ast.Name) or node.id != name:
            continue
        test = program.parents[node]
        if not isinstance(test, ast.Compare) or len(test.ops) != 1 or not isinstance(test.ops[0], (ast.Eq, ast.NotEq)):
            return None
        other = test.comparators[0] if test.left is node else test.left
        if program.symbol(other) != _TRAIN:
            return None
        text = flag if isinstance(test.ops[0], ast.Eq) else f"not {flag}"
        if not isinstance(program.parents[test], (ast.Assign, ast.If, ast.keyword, ast.IfExp, ast.Call)) and text != flag:
            text = f"({text})"
        edits.append((*program.span(test), text))
    position = [one.arg for one in function.args.args].index(name)
    if len(function.args.args) - position <= len(function.args.defaults):
        return None
    for use in walk(program.tree):
        if not isinstance(use, ast.Name) or use.id != function.name:
            continue
        call = program.parents[use]
        if not isinstance(call, ast.Call) or call.func is not use or any(isinstance(one, ast.Starred) for one in call.args):
            return None
        keyword = next((one for one in call.keywords if one.arg == name), None)
        value = keyword.value if keyword is not None else call.args[position] if position < len(call.args) else None
        if not isinstance(value, ast.Name) or value.id != "mode":
            return None
        shown = f"mode == {program.tf}.{_TRAIN}"
        edits.append((*program.span(keyword or value), f"{flag}={shown}" if keyword is not None else shown))
    return edited(program.data, edits).decode()
