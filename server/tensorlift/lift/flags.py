"""Flags: those of TensorFlow 1 read the command line when the first one was asked for, and those of absl wait to be told."""

from __future__ import annotations

import ast

from tensorlift.lift.pipelines import edited
from tensorlift.lift.program import Program, walk
from tensorlift.lift.text import Text

_FLAGS = ("app.flags", "flags")


def with_read_flags(program: Program) -> Program:
    """Return a program that reads its flags from the command line before it asks for one.

    Args:
        program: The program. ``app.run`` reads them too, so that most programs stay as they are.
    """
    used = [node for node in walk(program.tree) if program.symbol(node) in _FLAGS]
    if not used:
        return program
    homes = {target.id for node in used for target in _names_bound_to(program, node)}
    values = [
        node
        for node in program.attributes.get("FLAGS", ())
        if program.symbol(node.value) in _FLAGS or (isinstance(node.value, ast.Name) and node.value.id in homes)
    ]
    names = {target.id: target.lineno for node in values for target in _names_bound_to(program, node)}
    uses: list[ast.expr] = [*values, *(node for name in names for node in program.names[name] if isinstance(node.ctx, ast.Load))]
    around = [program.parents[node] for node in uses]
    if any(isinstance(one, ast.Call) and one.func in uses for one in around):
        return program  # it reads them itself
    asked = [one for one in around if isinstance(one, ast.Attribute)]
    early = _early(program, asked)
    if early is None:
        return program
    made = [
        one
        for one in program.each(ast.Expr)
        if isinstance(one.value, ast.Call)
        and isinstance(one.value.func, ast.Attribute)
        and one.value.func.attr.startswith("DEFINE_")
        and one.lineno < early
    ]
    if not made or any(program.function_of(one) is not None for one in made):
        return program
    last = max(made, key=lambda one: one.lineno)
    text = Text(program)
    text.own(last)
    home = program.source(last.value.func.value)  # type: ignore[attr-defined]
    flags = next((name for name, line in names.items() if line <= last.lineno), f"{home}.FLAGS")
    if "sys" not in program.names and not any(isinstance(one, ast.Import) and _binds_sys(one) for one in program.tree.body):
        text.insert(program.first_import.lineno, ["import sys"])
    text.insert((last.end_lineno or last.lineno) + 1, [" " * last.col_offset + f"{flags}(sys.argv)"])
    return edited(program, text)


def _names_bound_to(program: Program, node: ast.AST) -> list[ast.Name]:
    statement = program.parents.get(node)
    if not isinstance(statement, ast.Assign) or statement.value is not node or program.function_of(statement) is not None:
        return []
    return [target for target in statement.targets if isinstance(target, ast.Name)]


def _early(program: Program, asked: list[ast.Attribute]) -> int | None:
    """Return the line at which a flag may be asked for first while nothing has read them; None if ``app.run`` always has."""
    functions = {function for one in asked if (function := program.function_of(one)) is not None}
    lines = [one.lineno for one in asked if program.function_of(one) is None]
    calls = [node for node in program.each(ast.Call) if program.function_of(node) is None]
    if functions:
        # What is called may call one of them in turn.
        local = {node.name for node in program.each((ast.FunctionDef, ast.ClassDef))}
        lines += [call.lineno for call in calls if isinstance(call.func, ast.Name) and call.func.id in local]
    runs = [call.lineno for call in calls if program.called(call) == "app.run"]
    first = min(lines, default=None)
    return None if first is None or min(runs, default=first + 1) <= first else first


def _binds_sys(node: ast.Import) -> bool:
    return any(alias.name == "sys" and alias.asname is None for alias in node.names)
