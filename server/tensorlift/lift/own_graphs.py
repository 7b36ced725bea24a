"""Functions of which a run of the program calls only one, such as `train` and `test`: each has the default graph for itself.

Read one after the other they would seem to share a graph, with the variables of both. A call of `tf.reset_default_graph` at their beginning, which does
nothing in the program itself, tells them apart.
"""

from __future__ import annotations

import ast
from itertools import combinations

from tensorlift.lift.evaluate import SESSIONS
from tensorlift.lift.known import known
from tensorlift.lift.program import Program, walk

_APART = ("flags", "app", "logging", "gfile", "io", "ConfigProto", "GPUOptions", "OptimizerOptions", "test", "enable_", "disable_", "compat",
          "keras.datasets", "keras.utils", "errors", "set_random_seed", "random.set_seed", "train.get_checkpoint_state", "train.latest_checkpoint",
          "sysconfig", "config")  # fmt: skip
"""What does not build a graph, by the beginnings of the names."""


def with_own_graphs(program: Program) -> Program:
    """Return the program with such functions told apart; the same one where there are none."""
    roots = [one for one in program.tree.body if isinstance(one, ast.FunctionDef) and _has_session(program, one) and _makes(program, one)]
    if len(roots) < 2 or _builds_outside(program):
        return program
    calls = {one: _calls(program, one) for one in roots}
    if any(found is None or len(found) > 1 for found in calls.values()):
        return program
    if not all(_are_apart(program, calls[one] or [], calls[other] or []) for one, other in combinations(roots, 2)):
        return program
    lines, origin = program.text.splitlines(), list(program.origin)
    for one in sorted(roots, key=lambda root: root.lineno, reverse=True):
        first = one.body[0]
        has_docstring = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str)
        if has_docstring and len(one.body) == 1:
            return program
        first = one.body[1] if has_docstring else first
        place = program.first_line(first) - 1
        if first.lineno == one.lineno:
            return program
        lines.insert(place, f"{' ' * first.col_offset}{program.tf}.compat.v1.reset_default_graph()")
        origin.insert(place, program.origin[first.lineno - 1])
    return Program("\n".join(lines) + "\n", origin)


def _has_session(program: Program, function: ast.FunctionDef) -> bool:
    return any(program.called(one) in SESSIONS for one in walk(function))


def _makes(program: Program, function: ast.FunctionDef) -> bool:
    """Whether a function makes placeholders or variables, by itself or through functions of the module, and no graph of its own yet."""
    nodes = walk(function)
    if any((program.called(one) or "") in ("Graph", "reset_default_graph", "get_default_graph") for one in nodes):
        return False
    functions = {one.name: one for one in program.tree.body if isinstance(one, ast.FunctionDef)}
    called = [
        functions[one.func.id] for one in nodes if isinstance(one, ast.Call) and isinstance(one.func, ast.Name) and one.func.id in functions
    ]
    return any(_makes_something(program, one) for one in [function, *called])


def _makes_something(program: Program, function: ast.FunctionDef) -> bool:
    for one in walk(function):
        symbol = program.called(one)
        entry = known(symbol) if symbol is not None else None
        if entry is not None and (entry.makes or symbol == "placeholder"):
            return True
    return False


def _builds_outside(program: Program) -> bool:
    """Whether something builds a part of the graph outside of functions, or a class may do so."""
    for statement in program.tree.body:
        if isinstance(statement, ast.FunctionDef):
            continue
        for one in walk(statement):
            symbol = program.called(one)
            if symbol is not None and not symbol.startswith(_APART):
                return True
    return False


def _calls(program: Program, function: ast.FunctionDef) -> list[ast.Call] | None:
    """Return the calls of a function; None where it is used otherwise, or called in a loop."""
    found = []
    for name in program.names.get(function.name, ()):
        parent = program.parents[name]
        if not isinstance(parent, ast.Call) or parent.func is not name:
            return None
        if any(isinstance(one, (ast.For, ast.While, ast.Lambda, ast.ListComp, ast.Try)) for one in program.around(parent)):
            return None
        found.append(parent)
    return found


def _are_apart(program: Program, first: list[ast.Call], second: list[ast.Call]) -> bool:
    """Whether a program never runs two calls both: one is not there, or they stand in two branches of a condition."""
    if not first or not second:
        return True
    one, other = list(program.around(first[0])), list(program.around(second[0]))
    for index, node in enumerate(one):
        if isinstance(node, ast.If) and node in other:
            branch = one[index - 1] if index else None
            another = other[other.index(node) - 1] if other.index(node) else None
            return (branch in node.body and another in node.orelse) or (branch in node.orelse and another in node.body)
        if node in other:
            return False
    return False
