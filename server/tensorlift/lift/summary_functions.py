"""Functions that make summaries on their way are written out where they are called, and so are loops with a known number of turns.

A summary stands for one place in a graph, with a tag of its own. A function such as ``add_layer`` that makes some and is called for each layer gives them
other tags each time, from the name scopes around the call and from what it gets. With the statements of each call in its place every summary is there
once, and what it is called is known.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence

from tensorlift.lift.decided import decided, with_edits
from tensorlift.lift.evaluate import runs_something
from tensorlift.lift.inline import Call, defaults_are_plain, replaced
from tensorlift.lift.program import Program, edited, parameter_names, stored_names, walk

MAKERS = frozenset(
    {*(f"summary.{kind}" for kind in ("scalar", "histogram", "image", "audio", "text")), "scalar_summary", "histogram_summary"}
)
"""What makes a summary."""
_MOST = 40
"""How many calls and turns are written out at most."""


def with_summaries_apart(program: Program) -> Program:
    """Return a program in which each summary stands at a place of its own, so far as that can be done."""
    if not any(program.called(node) in MAKERS for node in walk(program.tree)):
        return program
    for _ in range(_MOST):
        functions = _functions(program)
        new = _without_loop(program, functions) or _without_call(program, functions)
        if new is None:
            return program
        program = new
    return program


def _functions(program: Program) -> dict[str, ast.FunctionDef]:
    """Return the functions that make summaries, or call one that does, and are called only; by name."""
    defined: dict[str, list[ast.FunctionDef]] = {}
    for node in walk(program.tree):
        if isinstance(node, ast.FunctionDef) and not isinstance(program.parents[node], ast.ClassDef):
            defined.setdefault(node.name, []).append(node)
    found: dict[str, ast.FunctionDef] = {}
    while True:
        more = {
            name: nodes[0]
            for name, nodes in defined.items()
            if name not in found and len(nodes) == 1 and _makes(program, nodes[0], found) and _is_plain(program, nodes[0])
        }
        if not more:
            return found
        found |= more


def _makes(program: Program, node: ast.AST, functions: Mapping[str, ast.FunctionDef]) -> bool:
    """Whether there is a call below a node that makes a summary."""
    return any(
        program.called(one) in MAKERS or (isinstance(one, ast.Call) and isinstance(one.func, ast.Name) and one.func.id in functions)
        for one in walk(node)
    )


def _is_plain(program: Program, function: ast.FunctionDef) -> bool:
    """Whether a function is only called, and is one that is called for several parts, rather than the program itself."""
    uses = program.names.get(function.name, [])
    is_called = all(isinstance(call := program.parents[one], ast.Call) and call.func is one for one in uses)
    symbols = {program.called(one) for one in walk(function)}
    return (
        bool(uses)
        and is_called
        and not function.decorator_list
        and not runs_something(program, function)
        and not symbols & {"summary.merge_all", "summary.FileWriter", "summary.merge", "placeholder"}
    )


# --- calls


def _without_call(program: Program, functions: Mapping[str, ast.FunctionDef]) -> Program | None:
    """Return the program with one call of such a function written out."""
    inner = list(functions.values())
    uses = [(use, function) for name, function in functions.items() for use in program.names[name]]
    for use, function in sorted(uses, key=lambda one: one[0].lineno):
        call = program.parents[use]
        statement = program.parents[call]
        if not isinstance(call, ast.Call) or not isinstance(statement, (ast.Expr, ast.Assign, ast.Return)):
            continue
        around = program.function_of(use)
        # what a call stands in is written out first
        if around in inner or function in program.around(use) or not defaults_are_plain(program, function):
            continue
        special = _special(program, function, call)
        if special is not None:
            return special
        is_last = len(program.names[function.name]) == 1
        new = replaced(program, Call(statement, call, function, around, None), keep=not is_last, apart=inner)
        if new is not None:
            return new
    return None


def _special(program: Program, function: ast.FunctionDef, call: ast.Call) -> Program | None:
    """Return the program with a copy of a function for one call, in which conditions on what it gets are decided; None if there are none."""
    given = _given(function, call)
    if given is None:
        return None
    stored = stored_names(ast.Module(function.body, []))
    known = {name: value for name, value in given.items() if name not in stored}
    edits = decided(program, function.body, lambda test: _truth(program, test, known))
    if not edits:
        return None
    if len(program.names[function.name]) == 1:
        return with_edits(program, edits[0])
    start, end = program.line_start(function.lineno), program.line_start((function.end_lineno or function.lineno) + 1)
    number = 2
    while f"{function.name}_{number}" in program.names:
        number += 1
    name = f"{function.name}_{number}"
    low = program.span(function)[0] + len("def ")
    edits.append((low, low + len(function.name.encode()), name))
    copy = edited(program.data[start:end], edits, start)
    place = program.span(call.func)
    data = edited(program.data, [(end, end, copy.decode()), (*place, name)])
    lines = range(function.lineno, (function.end_lineno or function.lineno) + 1)
    count = copy.count(b"\n")
    origin = [program.origin[min(lines.start - 1 + index, lines.stop - 2)] for index in range(count)]
    edge = lines.stop - 1
    return Program(data.decode(), [*program.origin[:edge], *origin, *program.origin[edge:]])


def _given(function: ast.FunctionDef, call: ast.Call) -> dict[str, ast.expr] | None:
    """Return what the parameters of a function get in a call."""
    arguments = function.args
    if arguments.vararg or arguments.kwarg or arguments.kwonlyargs or arguments.posonlyargs:
        return None
    if any(isinstance(one, ast.Starred) for one in call.args) or any(one.arg is None for one in call.keywords):
        return None
    names = [one.arg for one in arguments.args]
    found = dict(zip(names[len(names) - len(arguments.defaults) :], arguments.defaults))
    found.update(zip(names, call.args))
    found.update({str(one.arg): one.value for one in call.keywords})
    return found


def _truth(program: Program, node: ast.expr, given: Mapping[str, ast.expr]) -> bool | None:
    """Return whether a condition holds, where that hangs on nothing but what a function gets; None if it cannot be told."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        inner = _truth(program, node.operand, given)
        return None if inner is None else not inner
    if isinstance(node, ast.BoolOp):
        parts = [_truth(program, one, given) for one in node.values]
        if None in parts:
            return None
        return all(parts) if isinstance(node.op, ast.And) else any(parts)
    if isinstance(node, ast.Name) and node.id in given:
        value = given[node.id]
        return bool(value.value) if isinstance(value, ast.Constant) else True if program.path(value) is not None else None
    if not isinstance(node, ast.Compare) or len(node.ops) > 1:
        return None
    sides = [given[one.id] if isinstance(one, ast.Name) and one.id in given else one for one in (node.left, node.comparators[0])]
    if not any(isinstance(one, ast.Name) and one.id in given for one in (node.left, node.comparators[0])):
        return None
    plain = [one for one in sides if isinstance(one, ast.Constant)]
    nothing = [one for one in plain if one.value is None]
    others = [one for one in sides if not isinstance(one, ast.Constant)]
    positive = isinstance(node.ops[0], (ast.Is, ast.Eq))
    if not isinstance(node.ops[0], (ast.Is, ast.IsNot, ast.Eq, ast.NotEq)):
        return None
    if len(plain) == 2 and isinstance(plain[0], ast.Constant) and isinstance(plain[1], ast.Constant):
        return (plain[0].value == plain[1].value) is positive
    if len(nothing) == 1 and len(others) == 1 and (program.path(others[0]) is not None or isinstance(others[0], (ast.Lambda, ast.List))):
        return not positive
    return None


# --- loops


def _without_loop(program: Program, functions: Mapping[str, ast.FunctionDef]) -> Program | None:
    """Return the program with one loop written out whose turns make summaries, and whose number of turns is written there."""
    for node in walk(program.tree):
        if isinstance(node, ast.For) and _makes(program, node, functions) and not node.orelse and not runs_something(program, node):
            new = _written_out(program, node)
            if new is not None:
                return new
    return None


def _written_out(program: Program, loop: ast.For) -> Program | None:
    values = _values(loop.iter)
    turns = [_bound(program, loop.target, one) for one in values or ()]
    found = [turn for turn in turns if turn is not None]
    return with_turns(program, loop, found) if values is not None and len(found) == len(turns) else None


def with_turns(program: Program, loop: ast.For, turns: Sequence[Mapping[str, str]]) -> Program | None:
    """Return the program with a loop written out; None where that is not possible.

    Args:
        program: The program.
        loop: The loop.
        turns: What the names that the loop binds, and attributes of what they stand for, are in each turn, as code.
    """
    lines = range(loop.lineno, (loop.end_lineno or loop.lineno) + 1)
    stored = stored_names(ast.Module(loop.body, []))
    names = stored_names(loop.target)
    if any(isinstance(one, (ast.Break, ast.Continue, ast.FunctionDef, ast.Lambda)) for one in walk(loop)) or stored & names:
        return None
    if loop.body[0].lineno == loop.lineno or any(low <= line <= high for low, high in program.strings for line in lines):
        return None
    # behind the loop its names stand for what they stood for in the last turn
    last = lines.stop - 1
    later = [one for name in names for one in program.names[name] if one.lineno > last and isinstance(one.ctx, ast.Load)]
    if not 0 < len(turns) <= _MOST or any(not _is_bound_anew(program, one, last) for one in later):
        return None
    body = loop.body
    if len(body) == 1 and isinstance(body[0], ast.If) and not body[0].orelse and turns[0].get(program.source(body[0].test)) == "True":
        body = body[0].body
    first = program.first_line(body[0])
    base, width = program.line_start(first), body[0].col_offset - loop.col_offset
    places = [one for part in body for one in walk(part) if isinstance(one, (ast.Name, ast.Attribute)) and program.source(one) in turns[0]]
    outer = [one for one in places if not any(parent in places for parent in program.around(one))]
    loads = [one for part in body for one in walk(part) if isinstance(one, ast.Name) and one.id in names]
    if not all(any(one is part for place in outer for part in walk(place)) for one in loads):
        return None
    text: list[str] = []
    origin: list[int] = []
    anew = _bound_in_each_turn(program, body)
    taken = {*program.names, *program.imports}
    for number, turn in enumerate(turns, 1):
        edits = [(*program.span(one), turn[program.source(one)]) for one in outer]
        for name, uses in anew.items():
            is_kept = number == len(turns) and len(uses) < len(program.names[name])
            if not is_kept and f"{name}_{number}" not in taken:
                edits += [(*program.span(one), f"{name}_{number}") for one in uses]
        part = edited(program.data[base : program.line_start(last + 1)], edits, base).decode()
        for place, line in enumerate(part.splitlines(), first):
            if number == 1 or not line.lstrip().startswith("#"):
                text.append(line[width:] if not line[:width].strip() else line.lstrip())
                origin.append(program.origin[place - 1])
    before, after = program.text.splitlines()[: lines.start - 1], program.text.splitlines()[lines.stop - 1 :]
    return Program(
        "\n".join([*before, *text, *after]) + "\n", [*program.origin[: lines.start - 1], *origin, *program.origin[lines.stop - 1 :]]
    )


def _bound_in_each_turn(program: Program, body: list[ast.stmt]) -> dict[str, list[ast.Name]]:
    """Return the names that each turn of a loop binds before it reads them, with where they stand."""
    found: dict[str, list[ast.Name]] = {}
    for name in stored_names(ast.Module(body, [])):
        uses = [one for part in body for one in walk(part) if isinstance(one, ast.Name) and one.id == name]
        stores = [one for one in uses if not isinstance(one.ctx, ast.Load)]
        if not stores or not isinstance(statement := program.parents[min(stores, key=program.span)], ast.Assign):
            continue
        is_always = all(isinstance(one, ast.With) or one not in walk(ast.Module(body, [])) for one in program.around(statement))
        if is_always and all(one.lineno > (statement.end_lineno or 0) for one in uses if isinstance(one.ctx, ast.Load)):
            found[name] = uses
    return found


def _is_bound_anew(program: Program, name: ast.Name, line: int) -> bool:
    """Whether a name belongs to a loop, a comprehension or a function around it, or is bound in between behind a line."""
    around = set(program.around(name))
    for place in program.names[name.id]:
        if (
            not isinstance(place.ctx, ast.Load)
            and line < place.lineno < name.lineno
            and isinstance(program.parents[place], (ast.Assign, ast.Tuple))
        ):
            ways = (ast.If, ast.For, ast.While, ast.Try, ast.FunctionDef, ast.Lambda)
            if all(outer in around for outer in program.around(place) if isinstance(outer, ways)):
                return True
    for one in program.around(name):
        targets = [each.target for each in getattr(one, "generators", ())]
        if isinstance(one, ast.For) and name not in walk(one.iter):
            targets.append(one.target)
        if any(name.id in stored_names(target) for target in targets):
            return True
        if isinstance(one, (ast.FunctionDef, ast.Lambda)) and name.id in parameter_names(one):
            return True
    return False


def makes_summaries(program: Program, node: ast.AST) -> bool:
    """Whether there is a call below a node that makes a summary."""
    return _makes(program, node, {})


def _values(source: ast.expr) -> list[ast.expr] | None:
    """Return what a loop goes through; None where that is not written out."""
    if isinstance(source, (ast.List, ast.Tuple)):
        return None if any(isinstance(one, ast.Starred) for one in source.elts) else source.elts
    if not isinstance(source, ast.Call) or not isinstance(source.func, ast.Name) or source.keywords:
        return None
    if source.func.id == "range":
        numbers = [one.value for one in source.args if isinstance(one, ast.Constant) and type(one.value) is int]
        return [ast.Constant(index) for index in range(*numbers)] if 0 < len(numbers) == len(source.args) else None
    if source.func.id == "enumerate" and len(source.args) == 1:
        inner = _values(source.args[0])
        return [ast.Tuple([ast.Constant(index), one], ast.Load()) for index, one in enumerate(inner)] if inner is not None else None
    if source.func.id == "zip":
        columns = [_values(one) for one in source.args]
        return [ast.Tuple(list(turn), ast.Load()) for turn in zip(*(column or () for column in columns))] if None not in columns else None
    return None


def _bound(program: Program, target: ast.expr, value: ast.expr) -> dict[str, str] | None:
    """Return what the names of a target stand for, as code; None if that is not plain."""
    if isinstance(target, ast.Name):
        return {target.id: ast.unparse(value)} if _is_plain_value(program, value) else None
    if not isinstance(target, (ast.Tuple, ast.List)) or not isinstance(value, (ast.Tuple, ast.List)) or len(target.elts) != len(value.elts):
        return None
    parts = [_bound(program, one, part) for one, part in zip(target.elts, value.elts)]
    return {name: text for part in parts for name, text in (part or {}).items()} if None not in parts else None


def _is_plain_value(program: Program, node: ast.expr) -> bool:
    """Whether an expression may as well be written several times."""
    if isinstance(node, (ast.Tuple, ast.List)):
        return all(isinstance(one, ast.Constant) for one in node.elts)
    if isinstance(node, ast.Subscript):
        return isinstance(node.slice, ast.Constant) and _is_plain_value(program, node.value)
    return isinstance(node, (ast.Name, ast.Constant)) or (isinstance(node, ast.Attribute) and _is_plain_value(program, node.value))
