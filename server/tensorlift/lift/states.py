"""States of recurrent networks that are fed tensor by tensor, as TensorFlow 1 asked for at first: they are fed as a whole."""

from __future__ import annotations

import ast

from tensorlift.lift.program import Program, walk


def with_whole_states(program: Program) -> Program:
    """Return a program in which the loops that feed a state are single statements; the program itself if it has none."""
    made = {
        target.attr if isinstance(target, ast.Attribute) else target.id
        for node in walk(program.tree)
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call)
        if isinstance(node.value.func, ast.Attribute) and node.value.func.attr == "zero_state"
        for target in node.targets
        if isinstance(target, (ast.Name, ast.Attribute))
    }
    for node in walk(program.tree) if made else ():
        text = _as_one(node, made) if isinstance(node, ast.For) and not _is_used_outside(program, node) else None
        if text is None:
            continue
        assert isinstance(node, ast.For)
        numbers = [*range(1, node.lineno + 1), *range((node.end_lineno or 0) + 1, len(program.lines) + 1)]
        lines = [program.lines[number - 1] for number in numbers]
        lines[node.lineno - 1] = lines[node.lineno - 1][: node.col_offset] + text.encode() + b"\n"
        origin = [program.origin[number - 1] for number in numbers]
        return with_whole_states(Program(b"".join(lines).decode(), [*origin, origin[-1]]))
    return program


def _as_one(loop: ast.For, made: set[str]) -> str | None:
    """Return the statement that feeds at once what a loop feeds one by one; None if it does something else."""
    call = loop.iter
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name) or loop.orelse or call.keywords:
        return None
    if not isinstance(loop.target, ast.Tuple) or len(loop.target.elts) != 2:
        return None
    first, second = loop.target.elts
    if call.func.id == "enumerate" and len(call.args) == 1:
        state, part, index = call.args[0], second, first
    elif call.func.id == "zip" and len(call.args) == 2:
        state, part, index = call.args[0], first, second
    else:
        return None
    if not isinstance(state, (ast.Name, ast.Attribute)) or (state.attr if isinstance(state, ast.Attribute) else state.id) not in made:
        return None
    places: list[tuple[ast.expr, str]] = [(part, "")] if isinstance(part, ast.Name) else []
    if isinstance(part, ast.Tuple) and len(part.elts) == 2:
        places = [(part.elts[0], "c"), (part.elts[1], "h")]
    if not isinstance(index, ast.Name) or len(places) != len(loop.body) or not places:
        return None
    fed: set[tuple[str, str]] = set()
    for (key, field), statement in zip(places, loop.body):
        target = statement.targets[0] if isinstance(statement, ast.Assign) and len(statement.targets) == 1 else None
        if not isinstance(statement, ast.Assign) or not isinstance(target, ast.Subscript) or ast.unparse(target.slice) != ast.unparse(key):
            return None
        value = statement.value
        if field:
            # The field of a state, by its name or its place.
            place = value.slice if isinstance(value, ast.Subscript) else None
            is_place = isinstance(place, ast.Constant) and place.value == "ch".index(field)
            if not isinstance(value, (ast.Attribute, ast.Subscript)) or not (is_place or getattr(value, "attr", "") == field):
                return None
            value = value.value
        if call.func.id == "enumerate":
            if not isinstance(value, ast.Subscript) or ast.unparse(value.slice) != index.id:
                return None
            fed.add((ast.unparse(target.value), ast.unparse(value.value)))
        elif isinstance(value, ast.Name) and value.id == index.id:
            fed.add((ast.unparse(target.value), ast.unparse(call.args[1])))
        else:
            return None
    if len(fed) != 1:
        return None
    ((feed, value_text),) = fed
    return f"{feed}[{ast.unparse(state)}] = {value_text}"


def _is_used_outside(program: Program, loop: ast.For) -> bool:
    """Whether the names that a loop binds may be used behind it."""
    names = {node.id for node in walk(loop.target) if isinstance(node, ast.Name)}
    inside = set(walk(loop))
    for node in walk(program.tree):
        if not isinstance(node, ast.Name) or node.id not in names or not isinstance(node.ctx, ast.Load) or node in inside:
            continue
        parent: ast.AST | None = node
        while parent is not None and not _binds(parent, node.id):
            parent = program.parents.get(parent)
        if parent is None:
            return True
    return False


def _binds(node: ast.AST, name: str) -> bool:
    targets = [node.target] if isinstance(node, ast.For) else [one.target for one in getattr(node, "generators", ())]
    return any(isinstance(one, ast.Name) and one.id == name for target in targets for one in walk(target))
