"""States of recurrent networks that are fed tensor by tensor, as TensorFlow 1 asked for at first: they are fed as a whole."""

from __future__ import annotations

import ast

from tensorlift.lift.known.base import arguments
from tensorlift.lift.program import Program, walk

_DEFAULT = ("input", "shape", "name")


def with_whole_states(program: Program) -> Program:
    """Return a program in which the loops that feed a state are single statements; the program itself if it has none.

    A first state that is the default of a placeholder needs no placeholder: any tensor may be fed.
    """
    program = _without_placeholders(program)
    made: set[str] = set()
    for node in walk(program.tree):
        if isinstance(node, ast.Assign) and (_is_first_state(node.value) or _last_name(node.value) in made):
            made |= {name for target in node.targets if (name := _last_name(target))}
    for node in walk(program.tree) if made else ():
        if not isinstance(node, ast.For) or _is_used_outside(program, node):
            continue
        text = _as_one(node, made)
        if text is not None:
            # from where the loop begins to its end, with what is said behind
            start = program.span(node)[0]
            return with_whole_states(_with_text(program, start, program.line_start((node.end_lineno or 0) + 1), text + "\n"))
    return program


def _with_text(program: Program, start: int, end: int, text: str) -> Program:
    """Return a program with another text in one place."""
    first, gone = program.data.count(b"\n", 0, start), program.data.count(b"\n", start, end)
    origin = [*program.origin[: first + 1], *[program.origin[first]] * text.count("\n"), *program.origin[first + 1 + gone :]]
    return Program((program.data[:start] + text.encode() + program.data[end:]).decode(), origin)


def _is_first_state(node: ast.AST | None) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "zero_state"


def _last_name(node: ast.AST | None) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _without_placeholders(program: Program) -> Program:
    """Return a program in which first states that are defaults of placeholders stand alone."""
    for node in program.each(ast.Call):
        state: ast.expr | None = None
        if program.called(node) == "placeholder_with_default":
            state = arguments(node, _DEFAULT).get("input")
        elif isinstance(node.func, ast.Name) and node.func.id == "tuple" and len(node.args) == 1 and not node.keywords:
            state = _taken_apart(program, node.args[0])
        made = _only_named(program, state) if state is not None else None
        if made is not None and state is not None:
            return _without_placeholders(_moved(program, node, made) or _with_text(program, *program.span(node), program.source(state)))
        if state is not None and _is_first_state(state):
            return _without_placeholders(_with_text(program, *program.span(node), program.source(state)))
    return program


def _moved(program: Program, place: ast.Call, made: ast.Assign) -> Program | None:
    """Return a program in which a first state is made where it gets its second name; None if that is not the next statement."""
    statement = program.parents[place]
    block = next((one for one in _blocks(program.parents.get(made)) if made in one), [])
    follows = statement in block and block.index(statement) == block.index(made) + 1 if isinstance(statement, ast.stmt) else False
    lines = range(made.lineno, (made.end_lineno or made.lineno) + 1)
    if (
        not isinstance(statement, ast.Assign)
        or not follows
        or statement.lineno <= lines[-1]
        or any(one in program.comments for one in lines)
    ):
        return None
    if made.lineno > 1 and program.lines[made.lineno - 1][: made.col_offset].strip():
        return None
    start, end = program.span(place)
    text = program.source(made.value) + program.data[end : program.span(statement)[1]].decode()
    later = _with_text(program, start, program.span(statement)[1], text)
    return _with_text(later, program.line_start(lines[0]), program.line_start(lines[-1] + 1), "")


def _blocks(node: ast.AST | None) -> list[list[ast.stmt]]:
    return [block for name in ("body", "orelse", "finalbody") if isinstance(block := getattr(node, name, None), list)]


def _taken_apart(program: Program, node: ast.expr) -> ast.expr | None:
    """Return the state of which a list has a placeholder for each part; None for other lists."""
    if not isinstance(node, (ast.ListComp, ast.GeneratorExp)) or len(node.generators) != 1:
        return None
    each = node.generators[0]
    if each.ifs or each.is_async or not isinstance(each.target, ast.Name) or program.called(node.elt) != "placeholder_with_default":
        return None
    assert isinstance(node.elt, ast.Call)
    given = arguments(node.elt, _DEFAULT).get("input")
    return each.iter if isinstance(given, ast.Name) and given.id == each.target.id else None


def _only_named(program: Program, node: ast.expr) -> ast.Assign | None:
    """Return the statement that makes a first state whose name is used nowhere else."""
    if isinstance(node, ast.Name):
        places: list[ast.expr] = [*program.names.get(node.id, ())]
        places = [one for one in places if program.function_of(one) is program.function_of(node)]
    elif isinstance(node, ast.Attribute):
        places = [*program.attributes.get(node.attr, ())]
    else:
        return None
    bound = [one for one in places if one is not node]
    statement = program.parents.get(bound[0]) if len(bound) == 1 else None
    is_made = isinstance(statement, ast.Assign) and statement.targets == bound and _is_first_state(statement.value)
    return statement if is_made and isinstance(statement, ast.Assign) else None


def _as_one(loop: ast.For, made: set[str]) -> str | None:
    """Return the statement that feeds at once what a loop feeds one by one; None if it does something else."""
    call = loop.iter
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name) or loop.orelse or call.keywords:
        return None
    if isinstance(loop.target, ast.Name):
        return _by_number(loop, call, loop.target.id, made)
    if not isinstance(loop.target, ast.Tuple) or len(loop.target.elts) != 2:
        return None
    first, second = loop.target.elts
    if call.func.id == "enumerate" and len(call.args) == 1:
        state, part, index = call.args[0], second, first
    elif call.func.id == "zip" and len(call.args) == 2:
        state, part, index = call.args[0], first, second
    else:
        return None
    if _last_name(state) not in made:
        return None
    places: list[tuple[ast.expr, str]] = [(part, "")] if isinstance(part, ast.Name) else []
    if isinstance(part, ast.Tuple) and len(part.elts) == 2:
        places = [(part.elts[0], "c"), (part.elts[1], "h")]
    entries = [_entry(one) for one in loop.body]
    if not isinstance(index, ast.Name) or len(places) != len(loop.body) or not places:
        return None
    fed: set[tuple[str, str]] = set()
    for (key, field), entry in zip(places, entries):
        if entry is None or ast.unparse(entry[1]) != ast.unparse(key):
            return None
        value = _without_field(entry[2], field)
        if value is None:
            return None
        if call.func.id == "enumerate":
            if not isinstance(value, ast.Subscript) or ast.unparse(value.slice) != index.id:
                return None
            fed.add((entry[0], ast.unparse(value.value)))
        elif isinstance(value, ast.Name) and value.id == index.id:
            fed.add((entry[0], ast.unparse(call.args[1])))
        else:
            return None
    if len(fed) != 1:
        return None
    ((feed, value_text),) = fed
    return f"{feed}[{ast.unparse(state)}] = {value_text}"


def _by_number(loop: ast.For, call: ast.Call, index: str, made: set[str]) -> str | None:
    """Return the same for a loop that counts the parts: ``for i in range(len(state)): feed[model.state[i]] = state[i]``."""
    length = call.args[0] if isinstance(call.func, ast.Name) and call.func.id == "range" and len(call.args) == 1 else None
    if not isinstance(length, ast.Call) or not isinstance(length.func, ast.Name) or length.func.id != "len" or len(length.args) != 1:
        return None
    fields = {1: ("",), 2: ("c", "h")}.get(len(loop.body), ())
    fed: set[tuple[str, str, str]] = set()
    for field, entry in zip(fields, map(_entry, loop.body)):
        if entry is None:
            return None
        key, value = _without_field(entry[1], field), _without_field(entry[2], field)
        if not isinstance(key, ast.Subscript) or not isinstance(value, ast.Subscript):
            return None
        if {ast.unparse(key.slice), ast.unparse(value.slice)} != {index} or _last_name(key.value) not in made:
            return None
        fed.add((entry[0], ast.unparse(key.value), ast.unparse(value.value)))
    if len(fed) != 1:
        return None
    ((feed, state, value_text),) = fed
    # all parts, rather than some
    return f"{feed}[{state}] = {value_text}" if ast.unparse(length.args[0]) in (state, value_text) else None


def _entry(statement: ast.stmt) -> tuple[str, ast.expr, ast.expr] | None:
    """Return the feed, the key and the value of a statement that puts one entry into a feed; None for other statements."""
    if isinstance(statement, ast.Assign):
        target = statement.targets[0] if len(statement.targets) == 1 else None
        return (ast.unparse(target.value), target.slice, statement.value) if isinstance(target, ast.Subscript) else None
    call = statement.value if isinstance(statement, ast.Expr) else None
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute) or call.func.attr != "update" or call.keywords:
        return None
    given = call.args[0] if len(call.args) == 1 else None
    if not isinstance(given, ast.Dict) or len(given.keys) != 1 or given.keys[0] is None:
        return None
    return ast.unparse(call.func.value), given.keys[0], given.values[0]


def _without_field(node: ast.expr, field: str) -> ast.expr | None:
    """Return that of which an expression takes a field of a state, by its name or its place; None if it takes something else."""
    if not field:
        return node
    place = node.slice if isinstance(node, ast.Subscript) else None
    is_place = isinstance(place, ast.Constant) and place.value == "ch".index(field)
    if not isinstance(node, (ast.Attribute, ast.Subscript)) or not (is_place or getattr(node, "attr", "") == field):
        return None
    return node.value


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
