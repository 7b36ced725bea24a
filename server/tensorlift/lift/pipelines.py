"""Functions that return what an iterator gives: they return the dataset, and the iterator is made where they are called."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from difflib import SequenceMatcher

from tensorlift.lift.evaluate import runs_something
from tensorlift.lift.program import Program, walk, walk_own
from tensorlift.lift.text import Text

_MAKERS = ("data.make_one_shot_iterator", "data.make_initializable_iterator")


def with_datasets(program: Program) -> Program:
    """Return a program whose functions return datasets instead of their iterators and elements."""
    for function in (node for node in program.tree.body if isinstance(node, ast.FunctionDef)):
        new = _returning_dataset(program, function)
        if new is not None:
            return with_datasets(new)
    return program


def edited(program: Program, text: Text) -> Program:
    """Return a program with changes made; each line still knows the line of the file that it comes from."""
    result = text.result()
    old, new = program.text.splitlines(), result.splitlines()
    origin = [1] * (len(new) + 1)
    for _, low, high, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        for line in range(start, end):
            came = min(low + line - start, max(high - 1, low), len(old) - 1)
            origin[line] = program.origin[came]
    return Program(result, origin[: len(new)] or [1])


def _returning_dataset(program: Program, function: ast.FunctionDef) -> Program | None:
    last = function.body[-1]
    returns = [node for node in _own(function) if isinstance(node, ast.Return)]
    uses = program.names.get(function.name, [])
    calls = [call for node in uses if isinstance(call := program.parents[node], ast.Call) and call.func is node]
    if not isinstance(last, ast.Return) or returns != [last] or last.value is None or not uses or len(calls) < len(uses):
        return None
    if runs_something(program, function):
        return None
    gone: list[ast.stmt] = []
    value: ast.expr = last.value
    if (names := _names(value)) is not None:
        made = function.body[-2] if len(function.body) > 1 else None
        if (
            not isinstance(made, ast.Assign)
            or len(made.targets) != 1
            or _names(made.targets[0]) != names
            or _stored(function, names) != len(names)
        ):
            return None
        gone.append(made)
        value = made.value
    takes = False
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute) and value.func.attr == "get_next":
        takes = True
        value = value.func.value
        if isinstance(value, ast.Name):
            made = next((one for one in function.body if isinstance(one, ast.Assign) and _names(one.targets[0]) == [value.id]), None)
            loads = [node for node in walk(function) if isinstance(node, ast.Name) and node.id == value.id]
            if made is None or len(loads) != 2 or len(made.targets) != 1:
                return None
            gone.append(made)
            value = made.value
    maker = program.called(value)
    if not isinstance(value, ast.Call) or maker not in _MAKERS or len(value.args) != 1 or value.keywords or (takes and maker != _MAKERS[0]):
        return None
    text = Text(program)
    for one in gone:
        text.remove(one)
    text.edit(last, f"return {program.source(value.args[0])}")
    for call in calls:
        start, end = program.span(call)
        text.replace(start, start, f"{program.source(value.func)}(")
        text.replace(end, end, ")" + (".get_next()" if takes else ""))
    return edited(program, text)


def _names(node: ast.expr) -> list[str] | None:
    """Return the names that an expression is made of, if it is a name or a tuple of names."""
    if isinstance(node, ast.Name):
        return [node.id]
    if isinstance(node, ast.Tuple) and all(isinstance(one, ast.Name) for one in node.elts):
        return [one.id for one in node.elts if isinstance(one, ast.Name)]
    return None


def _stored(function: ast.FunctionDef, names: list[str]) -> int:
    """Return how often names are bound in a function."""
    return sum(isinstance(node, ast.Name) and node.id in names and not isinstance(node.ctx, ast.Load) for node in _own(function))


def _own(function: ast.FunctionDef) -> Iterator[ast.AST]:
    """Yield what stands in a function, but not inside of other functions in it."""
    for one in function.body:
        if not isinstance(one, (ast.FunctionDef, ast.ClassDef)):
            yield from walk_own(one)
