"""Functions that make variables and are defined inside of others, or methods that are called several times: they become functions of the module.

What makes variables becomes a class (:mod:`tensorlift.lift.modules`), and nobody writes a class in the middle of a constructor. What such a function
takes from around it, it gets by parameters.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence

from tensorlift.lift.applied import APPLIED
from tensorlift.lift.evaluate import is_program, runs_something
from tensorlift.lift.inline import hidden_names
from tensorlift.lift.known import known
from tensorlift.lift.known.layers import to_snake_case
from tensorlift.lift.program import Program, local_names, parameter_names, walk

_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


def with_outer_functions(program: Program) -> Program:
    """Return a program in which such functions stand in front of the statement of the module in which they were defined."""
    for _ in range(30):
        new = next((new for one in _candidates(program) if (new := _moved(program, one)) is not None), None)
        if new is None:
            new = next((new for one in _methods(program) if (new := _without_method(program, one)) is not None), None)
        if new is None:
            return program
        program = new
    return program


def _methods(program: Program) -> list[ast.FunctionDef]:
    """Return the methods that make and compute parts of the graph."""
    classes = [node for node in program.tree.body if isinstance(node, ast.ClassDef)]
    return [
        method
        for node in classes
        for method in node.body
        if isinstance(method, ast.FunctionDef)
        and not method.name.startswith("__")
        and not method.decorator_list
        and method.args.args
        and any(isinstance(one, ast.Return) and one.value is not None for one in walk(method))
        and _makes(program, method, ())
        and _computes(program, method)
        and not is_program(program, method)
        and not runs_something(program, method)
    ]


def _computes(program: Program, method: ast.FunctionDef, active: tuple[ast.FunctionDef, ...] = ()) -> bool:
    """Whether a function applies layers, or computes with what it gets beside making variables, by itself or by functions that it calls."""
    if method in active:
        return False
    names = {one.arg for one in method.args.args[0 if isinstance(program.parents[method], ast.Module) else 1 :]}
    functions = {one.name: one for one in program.tree.body if isinstance(one, ast.FunctionDef) and one is not method}
    for node in walk(method):
        symbol = program.called(node)
        called = functions.get(node.func.id) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else None
        if called is not None and _makes(program, called, (method,)) and _computes(program, called, (*active, method)):
            return True
        if not isinstance(node, ast.Call) or symbol is None or symbol in ("Variable", "get_variable", "variable_scope", "name_scope"):
            continue
        if symbol in APPLIED:
            return True
        if symbol.startswith(("matmul", "nn.")) and any(isinstance(one, ast.Name) and one.id in names for one in walk(node)):
            return True
    return False


def _without_method(program: Program, method: ast.FunctionDef) -> Program | None:
    """Return a program in which a method is a function of the module; None where it would not be the same there."""
    arguments = method.args
    owner = program.parents[method]
    itself = arguments.args[0].arg
    if (
        arguments.vararg
        or arguments.kwarg
        or arguments.posonlyargs
        or not all(isinstance(one, ast.Constant) or program.symbol(one) for one in _defaults(arguments))
    ):
        return None
    if any(isinstance(one, (ast.Global, ast.Nonlocal, ast.Yield, ast.YieldFrom, ast.ClassDef)) for one in walk(method)):
        return None
    assert isinstance(owner, ast.ClassDef)
    name = method.name.lstrip("_")
    defined = [one for one in walk(program.tree) if one is not method and (_defines(one, method.name) or _defines(one, name))]
    others = {parent for one in defined if isinstance(parent := program.parents.get(one), ast.ClassDef)}
    if any(program.parents.get(one) not in others for one in defined) or any(_is_related(program, owner, one) for one in others):
        return None
    if others:
        name = f"{to_snake_case(owner.name)}_{name}"
    inside = set(walk(method))
    calls: list[ast.Call] = []
    for use in program.attributes.get(method.name, []):
        call = program.parents[use]
        around = program.function_of(use)
        if around is not None and program.parents[around] in others and _is_own(use, around):
            continue
        if (
            use in inside
            or not isinstance(call, ast.Call)
            or call.func is not use
            or around is None
            or program.parents[around] is not owner
            or not _is_own(use, around)
            or around.args.args[0].arg != itself
        ):
            return None
        calls.append(call)
    if len(calls) < 2 or program.names.get(name) or any(_defines(one, name) for one in walk(program.tree) if one is not method):
        return None
    taken = _attributes(program, method, itself, inside)
    if taken is None:
        return None
    parameters, read = taken
    if any(isinstance(one, ast.Starred) or getattr(one, "arg", "") is None for call in calls for one in (*call.args, *call.keywords)):
        return None
    edits = [(*program.span(one), text) for one, text in read]
    edits += [(*program.span(call.func), name) for call in calls]
    start = program.data.index(method.name.encode(), program.span(method)[0])
    edits.append((start, start + len(method.name.encode()), name))
    rest = [one for one in walk(arguments) if isinstance(one, (ast.arg, ast.expr)) and one is not arguments.args[0]]
    first = program.span(arguments.args[0])
    edits.append((first[0], min((program.span(one)[0] for one in rest), default=first[1]), ""))
    if parameters:
        own = ast.arguments([], arguments.args[1:], None, arguments.kwonlyargs, arguments.kw_defaults, None, arguments.defaults)
        edits += _with_parameters(program, method, calls, parameters, own)
    return _at_the_module(program, method, edits)


def _is_own(use: ast.Attribute, around: ast.FunctionDef) -> bool:
    """Whether an attribute is one of the object of the method around it."""
    return bool(around.args.args) and isinstance(use.value, ast.Name) and use.value.id == around.args.args[0].arg


def _is_related(program: Program, one: ast.ClassDef, other: ast.ClassDef) -> bool:
    """Whether two classes may have anything to do with each other: one inherits from a class of the file, or from what is not known."""
    classes = {node.name for node in program.tree.body if isinstance(node, ast.ClassDef)}
    return any(isinstance(base, ast.Name) and base.id in classes for node in (one, other) for base in node.bases)


def _attributes(
    program: Program, method: ast.FunctionDef, itself: str, inside: set[ast.AST]
) -> tuple[dict[str, str], list[tuple[ast.expr, str]]] | None:
    """Return what a method takes from its object: the parameters that it needs with what they get, and the attributes that become these; None
    where it does something else with the object.
    """
    own = parameter_names(method) | local_names(method)
    taken = own | hidden_names(method.body) | {one.id for one in inside if isinstance(one, ast.Name)}
    parameters: dict[str, str] = {}
    read: list[tuple[ast.expr, str]] = []
    for node in sorted((one for one in inside if isinstance(one, ast.Name) and one.id == itself), key=program.span):
        attribute = program.parents[node]
        user = program.parents.get(attribute)
        if not isinstance(attribute, ast.Attribute) or not isinstance(attribute.ctx, ast.Load):
            return None
        if isinstance(user, ast.Call) and user.func is attribute:
            return None
        if isinstance(user, (ast.Attribute, ast.Subscript)) and not isinstance(user.ctx, ast.Load):
            return None
        name = attribute.attr.lstrip("_")
        if name in taken or parameters.setdefault(name, program.source(attribute)) != program.source(attribute):
            return None
        read.append((attribute, name))
    return parameters, read


def _candidates(program: Program) -> list[ast.FunctionDef]:
    return [
        node
        for node in program.each(ast.FunctionDef)
        if not isinstance(program.parents[node], (ast.Module, ast.ClassDef))
        and not node.decorator_list
        and _makes(program, node, ())
        and not is_program(program, node)
        and not runs_something(program, node)
    ]


def _makes(program: Program, function: ast.FunctionDef, active: tuple[ast.FunctionDef, ...]) -> bool:
    """Whether a function makes variables, by itself or by functions that it calls."""
    if function in active:
        return False
    for node in walk(function):
        if not isinstance(node, ast.Call):
            continue
        symbol = program.called(node)
        entry = known(symbol) if symbol else None
        if entry is not None and (entry.makes or entry.makes_layer):
            return True
        if symbol is None and isinstance(node.func, ast.Name):
            name = node.func.id
            functions = [one for one in program.definitions.get(name, ()) if isinstance(one, ast.FunctionDef)]
            if any(_makes(program, one, (*active, function)) for one in functions):
                return True
    return False


def _around(program: Program, node: ast.AST) -> list[ast.AST]:
    """Return the functions, lambdas and comprehensions around something, innermost first."""
    found: list[ast.AST] = []
    while node in program.parents:
        node = program.parents[node]
        if isinstance(node, (*_SCOPES, ast.ClassDef, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)):
            found.append(node)
    return found


def _moved(program: Program, function: ast.FunctionDef) -> Program | None:
    """Return a program in which a function is one of the module; None where it would not be the same there."""
    arguments = function.args
    around = _around(program, function)
    outer = around[0] if around else None
    if (
        arguments.vararg
        or arguments.kwarg
        or arguments.posonlyargs
        or not all(isinstance(one, ast.Constant) for one in _defaults(arguments))
    ):
        return None
    if outer is not None and not (isinstance(outer, ast.FunctionDef) and all(isinstance(one, ast.ClassDef) for one in around[1:])):
        return None
    if any(isinstance(one, (ast.Global, ast.Nonlocal, ast.Yield, ast.YieldFrom, ast.ClassDef)) for one in walk(function)):
        return None
    inside = set(walk(function))
    named = [one for one in walk(program.tree) if (isinstance(one, ast.Name) and one.id == function.name) or _defines(one, function.name)]
    uses = [one for one in named if one is not function]
    if not uses or any(one in inside or not isinstance(one, ast.Name) or not isinstance(one.ctx, ast.Load) for one in uses):
        return None
    calls = [call for one in uses if isinstance(call := program.parents[one], ast.Call) and call.func is one]
    if len(calls) < len(uses) or any(_around(program, one)[: len(around)] != around for one in calls):
        return None
    taken = _taken(program, function, outer, inside)
    if taken is None:
        return None
    parameters, read = taken
    if parameters and any(
        isinstance(one, ast.Starred) or getattr(one, "arg", "") is None for call in calls for one in (*call.args, *call.keywords)
    ):
        return None
    edits = [(*program.span(one), name) for one, name in read]
    if parameters:
        edits += _with_parameters(program, function, calls, parameters)
    return _at_the_module(program, function, edits)


def _defaults(arguments: ast.arguments) -> list[ast.expr]:
    return [*arguments.defaults, *(one for one in arguments.kw_defaults if one is not None)]


def _defines(node: ast.AST, name: str) -> bool:
    """Whether something binds a name otherwise than a name that stands there."""
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return node.name == name
    if isinstance(node, ast.arg):
        return node.arg == name
    return isinstance(node, ast.alias) and (node.asname or node.name).split(".")[0] == name


def _taken(
    program: Program, function: ast.FunctionDef, outer: ast.AST | None, inside: set[ast.AST]
) -> tuple[dict[str, str], list[tuple[ast.expr, str]]] | None:
    """Return what a function takes from the one around it: the parameters that it needs with what they get, and the attributes that become
    parameters; None where it takes what cannot be given.
    """
    if not isinstance(outer, ast.FunctionDef):
        return {}, []
    own = parameter_names(function) | local_names(function)
    hidden = hidden_names(function.body)
    bound = parameter_names(outer) | local_names(outer)
    is_method = isinstance(program.parents[outer], ast.ClassDef)
    itself = outer.args.args[0].arg if is_method and outer.args.args else None
    others = {node.name for node in walk(outer) if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and node not in inside}
    parameters: dict[str, str] = {}
    read: list[tuple[ast.expr, str]] = []
    names = sorted((one for one in inside if isinstance(one, ast.Name)), key=program.span)
    every = {one.id for one in names}
    for node in names:
        if node.id not in bound or node.id in own - hidden:
            continue
        if node.id in hidden or node.id in others or not isinstance(node.ctx, ast.Load):
            return None
        if node.id != itself:
            parameters[node.id] = node.id
            continue
        attribute = program.parents[node]
        user = program.parents.get(attribute)
        if not isinstance(attribute, ast.Attribute) or not isinstance(attribute.ctx, ast.Load):
            return None
        if isinstance(user, (ast.Attribute, ast.Subscript)) or (isinstance(user, ast.Call) and user.func is attribute):
            return None
        name = attribute.attr.lstrip("_")
        if name in own | hidden | every or parameters.setdefault(name, program.source(attribute)) != program.source(attribute):
            return None
        read.append((attribute, name))
    return parameters, read


def _with_parameters(
    program: Program, function: ast.FunctionDef, calls: list[ast.Call], parameters: dict[str, str], arguments: ast.arguments | None = None
) -> list[tuple[int, int, str]]:
    """Return the edits that give a function more parameters, and its calls what these get; ``arguments`` are those that it keeps."""
    arguments = arguments or function.args
    is_plain = not arguments.defaults and not arguments.kwonlyargs
    edits: list[tuple[int, int, str]] = []
    for call in calls:
        by_place = is_plain and not call.keywords and len(call.args) == len(arguments.args)
        texts = [given if by_place or not is_plain else f"{name}={given}" for name, given in parameters.items()]
        edits.append(_added(program, [*call.args, *call.keywords], program.span(call)[1] - 1, texts, is_last=is_plain))
    own = [one for one in walk(arguments) if isinstance(one, (ast.arg, ast.expr))]
    start = program.data.index(b")" if not own and function.args.args else b"(", program.span(function)[0]) + (not function.args.args)
    # Behind those that have defaults there is no place for them.
    edits.append(_added(program, own, start, list(parameters), is_last=is_plain))
    return edits


def _added(program: Program, nodes: Sequence[ast.AST], start: int, texts: list[str], *, is_last: bool) -> tuple[int, int, str]:
    """Return the edit that puts more into a list of arguments, behind the others or in front; at a place of its own if there are none."""
    text = ", ".join(texts)
    if not nodes:
        return start, start, text
    if is_last:
        end = max(program.span(one)[1] for one in nodes)
        return end, end, f", {text}"
    first = min(program.span(one)[0] for one in nodes)
    return first, first, f"{text}, "


def _at_the_module(program: Program, function: ast.FunctionDef, edits: list[tuple[int, int, str]]) -> Program | None:
    """Return a program with edits made, which are all within lines, and a function moved to the module."""
    data = program.data
    for low, high, new in sorted(edits, reverse=True):
        if b"\n" in data[low:high]:
            return None
        data = data[:low] + new.encode() + data[high:]
    top: ast.AST = function
    while not isinstance(program.parents[top], ast.Module):
        top = program.parents[top]
    assert isinstance(top, ast.stmt)
    first, last = program.first_line(function), function.end_lineno or function.lineno
    while program.origin[function.lineno - 1] - program.origin[first - 1] != function.lineno - first:
        # The comment above stood somewhere else in the file.
        first += 1
    body = [one for one in program.each(ast.stmt) if one is not function and not _is_below(program, one, function)]
    if any(one.lineno in range(first, last + 1) or one.end_lineno == first for one in body if not _is_below(program, function, one)):
        return None
    if getattr(program.parents[function], "body", None) == [function]:
        return None
    lines = data.decode().split("\n")
    width = function.col_offset
    inside = {number for low, high in program.strings for number in range(low + 1, high + 1)}
    moved = [(number, line if number in inside else line[width:]) for number, line in enumerate(lines, 1) if first <= number <= last]
    place = program.first_line(top)
    found: list[tuple[int, str]] = []
    for number, line in enumerate(lines, 1):
        if number == place:
            found += [*moved, (number, ""), (number, "")]
        if first <= number <= last:
            continue
        if number == last + 1 and not line.strip() and found and (not found[-1][1].strip() or found[-1][1].rstrip().endswith(":")):
            continue
        found.append((number, line))
    origin = [program.origin[min(number, len(program.origin)) - 1] for number, _ in found]
    return Program("\n".join(line for _, line in found), origin)


def _is_below(program: Program, node: ast.AST, top: ast.AST) -> bool:
    """Whether something stands inside of something else."""
    while node in program.parents:
        node = program.parents[node]
        if node is top:
            return True
    return False
