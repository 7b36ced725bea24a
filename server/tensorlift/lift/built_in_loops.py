"""Parts of a graph that a loop builds anew in each turn, though they are the same each time: ``accuracy = …`` inside of the loop that trains.

A graph that is built once in front of the loop computes the same, so the statement is read there.
"""

from __future__ import annotations

import ast

from tensorlift.lift.one_by_one import hangs_on_chance
from tensorlift.lift.program import Program, stored_names, walk

_PLAIN = (ast.List, ast.Tuple, ast.Dict, ast.Name, ast.Attribute, ast.Constant, ast.expr_context)


def built_in_front(program: Program, statement: ast.stmt) -> Program | None:
    """Return the program with a statement in front of the loops around it; None where it may be something else in another turn.

    Args:
        program: The program.
        statement: A statement in a loop, which builds a part of the graph and makes no variables.
    """
    loop = _outermost(program, statement)
    block = _block(program, statement)
    if loop is None or not isinstance(statement, ast.Assign) or block is None or len(block) < 2:
        return None
    if not all(isinstance(one, ast.Name) for one in statement.targets) or any(
        isinstance(one, ast.Try) for one in _between(program, statement)
    ):
        return None
    inside = set(walk(loop))
    targets = stored_names(statement)
    loads = {one.id for one in walk(statement.value) if isinstance(one, ast.Name)}
    changed = {one.attr for one in inside if isinstance(one, ast.Attribute) and not isinstance(one.ctx, ast.Load)}
    if hangs_on_chance(program, statement) or any(isinstance(one, ast.Attribute) and one.attr in changed for one in walk(statement)):
        return None
    for name in loads:
        # what it is made of is bound in front of the loop, and is not changed in it
        if name in program.shared_names or any(one in inside for one in program.changes.get(name, ())):
            return None
    first = program.span(statement)[0]
    for name in targets:
        if name in loads or name in program.shared_names or is_read_before(program, name, statement, loop):
            return None
        stores = [one for one in program.names[name] if not isinstance(one.ctx, ast.Load)]
        if any(program.function_of(one) is program.function_of(statement) and one not in statement.targets for one in stores):
            return None
        if any(program.span(one)[0] < first for one in program.names[name] if program.function_of(one) is program.function_of(statement)):
            return None
    return _moved(program, statement, loop)


def is_read_before(program: Program, name: str, statement: ast.stmt, loop: ast.AST | None = None) -> bool:
    """Whether a loop around a statement reads a name in front of it, which an earlier turn may have bound."""
    loop = loop or _outermost(program, statement)
    first = program.span(statement)[0]
    return loop is not None and any(
        isinstance(one, ast.Name)
        and one.id == name
        and isinstance(one.ctx, ast.Load)
        and program.span(one)[0] < first
        and not _is_bound_above(program, one, loop)
        for one in walk(loop)
    )


def _is_bound_above(program: Program, use: ast.Name, loop: ast.AST, *, besides: ast.AST | None = None) -> bool:
    """Whether a statement above the one that reads a name binds it in the same turn."""
    for one in program.around(use):
        if one is loop:
            break
        block = _block(program, one) if isinstance(one, ast.stmt) and program.parents[one] is not besides else None
        above = block[: block.index(one)] if block is not None and isinstance(one, ast.stmt) else []
        if any(isinstance(each, ast.Assign) and use.id in stored_names(each) for each in above):
            return True
    return False


def is_bound_apart(program: Program, use: ast.Name, statement: ast.stmt) -> bool:
    """Whether a name that is read is bound in front of that, in a block that another statement is not in."""
    shared = set(program.around(statement))
    common = next((one for one in program.around(use) if one in shared), None)
    return common is not None and _is_bound_above(program, use, common, besides=common)


def only_lists(statement: ast.stmt) -> str | None:
    """Return the name that a statement gives to a list or the like of names; None if it does something else."""
    if not isinstance(statement, ast.Assign) or len(statement.targets) != 1 or not isinstance(statement.targets[0], ast.Name):
        return None
    is_list = isinstance(statement.value, (ast.List, ast.Tuple, ast.Dict)) and all(isinstance(one, _PLAIN) for one in walk(statement.value))
    return statement.targets[0].id if is_list else None


def _outermost(program: Program, statement: ast.stmt) -> ast.For | ast.While | None:
    return next((one for one in reversed(_between(program, statement)) if isinstance(one, (ast.For, ast.While))), None)


def _between(program: Program, statement: ast.stmt) -> list[ast.AST]:
    """Return what stands around a statement in its function, innermost first, up to the outermost loop."""
    found: list[ast.AST] = []
    for one in program.around(statement):
        if isinstance(one, (ast.FunctionDef, ast.Lambda, ast.ClassDef)):
            break
        found.append(one)
    last = max((index for index, one in enumerate(found) if isinstance(one, (ast.For, ast.While))), default=-1)
    return found[: last + 1]


def _block(program: Program, statement: ast.stmt) -> list[ast.stmt] | None:
    parent = program.parents[statement]
    blocks: list[list[ast.stmt]] = [getattr(parent, name, []) for name in ("body", "orelse", "finalbody")]
    return next((one for one in blocks if isinstance(one, list) and statement in one), None)


def _moved(program: Program, statement: ast.stmt, loop: ast.For | ast.While) -> Program | None:
    first, last = program.first_line(statement), statement.end_lineno or statement.lineno
    alone = [one for one in program.each(ast.stmt) if one.lineno <= last and (one.end_lineno or one.lineno) >= first]
    if any(one is not statement and one not in set(program.around(statement)) for one in alone):
        return None
    if any(one.lineno == statement.lineno for one in program.around(statement) if isinstance(one, ast.stmt)):
        return None
    if any(low <= last and first <= high for low, high in program.strings):
        return None
    lines = program.text.splitlines()
    width = statement.col_offset - loop.col_offset
    taken = [line[width:] if not line[:width].strip() else line.lstrip() for line in lines[first - 1 : last]]
    place = program.first_line(loop) - 1
    text = [*lines[:place], *taken, *lines[place : first - 1], *lines[last:]]
    origin = [*program.origin[:place], *program.origin[first - 1 : last], *program.origin[place : first - 1], *program.origin[last:]]
    return Program("\n".join(text) + "\n", origin)
