"""Objects that are built right behind their making: `model = Model()` and then `model.build()`, which is one thing done in two calls."""

from __future__ import annotations

import ast
from itertools import pairwise

from tensorlift.lift.evaluate import runs_something
from tensorlift.lift.pipelines import edited
from tensorlift.lift.program import Program, walk
from tensorlift.lift.text import Text


def built_when_made(program: Program) -> Program:
    """Return a program in which such objects are built by their `__init__`."""
    classes = {node.name: node for node in program.tree.body if isinstance(node, ast.ClassDef)}
    inherited = {base.id for node in classes.values() for base in node.bases if isinstance(base, ast.Name)}
    for node in walk(program.tree):
        body = getattr(node, "body", None)
        for one, two in pairwise(body if isinstance(body, list) else ()):
            method = _built(program, one, two, {name: node for name, node in classes.items() if name not in inherited})
            if method is None:
                continue
            init, build = method
            text = Text(program)
            text.remove(two)
            last = init.body[-1]
            text.own(last)
            text.insert((last.end_lineno or last.lineno) + 1, [f"{' ' * last.col_offset}{init.args.args[0].arg}.{build.name}()"])
            return built_when_made(edited(program, text))
    return program


def _built(
    program: Program, one: ast.stmt, two: ast.stmt, classes: dict[str, ast.ClassDef]
) -> tuple[ast.FunctionDef, ast.FunctionDef] | None:
    """Return `__init__` and the method of a class that two statements call; None where they do something else."""
    made = one.value if isinstance(one, ast.Assign) and len(one.targets) == 1 and isinstance(one.targets[0], ast.Name) else None
    call = two.value if isinstance(two, ast.Expr) else None
    if (
        not isinstance(made, ast.Call)
        or not isinstance(made.func, ast.Name)
        or made.func.id not in classes
        or not isinstance(call, ast.Call)
    ):
        return None
    assert isinstance(one, ast.Assign)
    if not isinstance(call.func, ast.Attribute) or not isinstance(call.func.value, ast.Name) or call.args or call.keywords:
        return None
    if program.source(one.targets[0]) != call.func.value.id:
        return None
    name = call.func.attr
    methods = {method.name: method for method in classes[made.func.id].body if isinstance(method, ast.FunctionDef)}
    uses = [node for node in program.each(ast.Attribute) if node.attr == name]
    makings = [node for node in program.each(ast.Name) if node.id == made.func.id]
    if not {"__init__", name} <= set(methods) or len(uses) != 1 or len(makings) != 1:
        return None
    init, build = methods["__init__"], methods[name]
    if runs_something(program, build) or build.decorator_list or len(build.args.args) != 1 or not init.args.args:
        return None
    return None if any(isinstance(node, ast.Return) for method in (init, build) for node in walk(method)) else (init, build)
