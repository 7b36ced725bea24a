"""Small changes of a program that clear the way for its lift: a name for each of two things, and a parameter for what comes from outside."""

from __future__ import annotations

import ast
from keyword import iskeyword

from tensorlift.lift.program import Program, edited, free_name, local_names, parameter_names, walk
from tensorlift.lift.shapes import Shapes, question


def with_own_name(program: Program, target: ast.expr, ending: str | None = None) -> Program | None:
    """Return a program in which what a later assignment binds has a name of its own.

    Args:
        program: The program.
        target: The name that is bound again, such as that of ``parameters = sess.run(parameters)``.
        ending: What stands behind the name from there on, if that is free; a word or a number if it is not given.

    Returns:
        The program; None where it cannot be told which uses of the name are about the later value.
    """
    if not isinstance(target, ast.Name):
        return None
    statement = program.statement_of(target)
    function = program.function_of(statement)
    if not _always_runs(program, statement):
        return None
    if not isinstance(statement, ast.Assign) or any(
        isinstance(one, ast.Name) and one.id == target.id for one in walk(statement.targets[0]) if one is not target
    ):
        return None
    scope: ast.AST = function or program.tree
    uses = [one for one in program.each(ast.Name) if one.id == target.id]
    own = [one for one in uses if any(one is node for node in walk(scope))]
    if any(program.function_of(one) is not function for one in own) or (function is None and len(own) < len(uses)):
        return None
    if any(isinstance(one, (ast.Global, ast.Nonlocal)) and target.id in one.names for one in walk(program.tree)):
        return None
    if any(isinstance(one, (ast.Lambda, ast.comprehension)) and target.id in _bound(one) for one in walk(scope)):
        return None
    end = program.span(statement)[1]
    later = [one for one in own if one is target or program.span(one)[0] >= end]
    bound_again = [one for one in later if not isinstance(one.ctx, ast.Load) and one is not target]
    if bound_again:
        again = program.statement_of(min(bound_again, key=program.span))
        if not isinstance(again, ast.Assign) or not _always_runs(program, again):
            return None
        inside = set(walk(again.value))
        # up to there, and in what is bound there
        later = [one for one in later if one in inside or program.span(one)[0] < program.span(again)[0]]
    is_run = any(isinstance(one, ast.Attribute) and one.attr in ("run", "eval") for one in walk(statement.value))
    ending = ending or ("_value" if is_run else "_2")
    base = ending.rstrip("0123456789_")
    name, number = f"{target.id}{ending}", 2
    taken = {one.id for one in program.each(ast.Name)} | {one.arg for one in program.each(ast.arg)}
    while name in taken:
        name, number = f"{target.id}{base}_{number}", number + 1
    return Program(edited(program.data, [(*program.span(one), name) for one in later]).decode(), program.origin)


def with_attribute(program: Program, function: ast.FunctionDef, name: str) -> Program | None:
    """Return a program in which a method keeps what it has under a local name in an attribute of its object.

    Args:
        program: The program.
        function: The method.
        name: The local name; where it is bound again, what is bound then gets a name of its own first.

    Returns:
        The program; None where the name stands for several things, or the object has such an attribute already.
    """
    owner = function.args.args[0].arg if function.args.args else None
    parameters = parameter_names(function)
    own = [one for one in program.names.get(name, ()) if function in program.around(one)]
    bound = sorted((one for one in own if not isinstance(one.ctx, ast.Load)), key=program.span)
    if len(bound) > 1:
        return with_own_name(program, bound[1])
    hidden = {inner for node in walk(function) if isinstance(node, (ast.Lambda, ast.comprehension)) for inner in _bound(node)}
    if owner is None or not bound or name in parameters | hidden or any(program.function_of(one) is not function for one in own):
        return None
    is_apart = any(isinstance(one, (ast.Global, ast.Nonlocal)) and name in one.names for one in walk(function))
    strings = {str(one.value) for one in program.each(ast.Constant) if isinstance(one.value, str)}
    defined = {one.name for one in program.each((ast.FunctionDef, ast.ClassDef))}
    if is_apart or program.attributes.get(name) or name in defined or (name in strings and program.names.get("getattr")):
        return None
    edits = [(*program.span(one), f"{owner}.{name}") for one in own]
    return Program(edited(program.data, edits).decode(), program.origin)


def with_name_for(program: Program, node: ast.expr, statement: ast.stmt, name: str) -> Program | None:
    """Return a program in which an expression gets a name in front of the statement that it stands in; None where that has not a line of its own.

    Args:
        program: The program.
        node: The expression.
        statement: The statement.
        name: The name, if it is free.
    """
    first, last = statement.lineno, statement.end_lineno or statement.lineno
    others = [one for one in program.each(ast.stmt) if one.lineno <= last and first <= one.lineno and one is not statement]
    if others or program.lines[first - 1][: statement.col_offset].strip() or b"\n" in program.data[slice(*program.span(node))]:
        return None
    taken = {*program.names, *program.imports, *(one.arg for one in program.each(ast.arg))}
    taken |= {one.name for one in program.each((ast.FunctionDef, ast.ClassDef))}
    found = free_name(name, taken)
    start = program.line_start(first)
    line = " " * statement.col_offset + f"{found} = {program.source(node)}\n"
    data = edited(program.data, [(*program.span(node), found), (start, start, line)])
    return Program(data.decode(), [*program.origin[: first - 1], program.origin[first - 1], *program.origin[first - 1 :]])


def _always_runs(program: Program, statement: ast.stmt) -> bool:
    """Whether a statement runs once whenever the function around it does, or the module: no condition and no loop is around it."""
    for node in program.around(statement):
        if isinstance(node, ast.FunctionDef):
            return True
        if not isinstance(node, (ast.With, ast.Module)):
            return False
    return True


def with_parameter(program: Program, function: ast.FunctionDef, name: str) -> Program | None:
    """Return a program in which a function gets by a parameter what it takes from outside.

    Args:
        program: The program.
        function: A function of the module.
        name: The name that it takes from the module.

    Returns:
        The program; None where its calls are not all seen.
    """
    arguments = function.args
    if arguments.kwarg or arguments.vararg or name in {one.arg for one in walk(arguments) if isinstance(one, ast.arg)}:
        return None
    uses = [one for one in program.each(ast.Name) if one.id == function.name]
    calls = [program.parents[one] for one in uses]
    if not calls or any(isinstance(one, ast.Global) and name in one.names for one in walk(program.tree)):
        return None
    edits = []
    is_plain = not arguments.defaults and not arguments.kwonlyargs
    for use, call in zip(uses, calls):
        if not isinstance(call, ast.Call) or call.func is not use or any(isinstance(one, ast.Starred) for one in call.args):
            return None
        around = program.function_of(call)
        if around is function or any(one.arg is None for one in call.keywords):
            return None
        if around is not None and name in local_names(around) | parameter_names(around):
            return None
        text = name if is_plain and not call.keywords and len(call.args) == len(arguments.args) else f"{name}={name}"
        given = [*call.args, *call.keywords]
        if given:
            end = max(program.span(one)[1] for one in given)
            edits.append((end, end, f", {text}"))
        else:
            end = program.span(call)[1] - 1
            edits.append((end, end, text))
    parameters = [one for one in walk(arguments) if isinstance(one, (ast.arg, ast.expr))]
    if parameters:
        end = max(program.span(one)[1] for one in parameters)
        edits.append((end, end, f", {name}" if is_plain else f", {'' if arguments.kwonlyargs else '*, '}{name}"))
    else:
        start = program.data.index(b"(", program.span(function)[0]) + 1
        edits.append((start, start, name))
    return Program(edited(program.data, edits).decode(), program.origin)


def with_parts(program: Program, function: ast.FunctionDef, name: str, fields: set[str], keys: set[str]) -> Program | None:
    """Return a program in which a function gets one by one what it takes from a dictionary or a named tuple.

    Args:
        program: The program.
        function: A function of the module.
        name: The parameter that gets it.
        fields: The fields of the named tuple.
        keys: The keys of the dictionary.

    Returns:
        The program; None where the function does something else with it, or what its calls give is not plain.
    """
    names = [one.arg for one in function.args.args]
    if name not in names or function.args.vararg or function.args.kwarg or function.args.posonlyargs or function.decorator_list:
        return None
    place = names.index(name)
    if not isinstance(program.parents[function], ast.Module) or place >= len(names) - len(function.args.defaults):
        return None
    inside = set(walk(function))
    uses = [one for one in program.names.get(name, ()) if one in inside]
    parts: dict[str, str] = {}
    edits: list[tuple[int, int, str]] = []
    taken = {one.id for one in inside if isinstance(one, ast.Name)} | {one.arg for one in inside if isinstance(one, ast.arg)}
    for use in sorted(uses, key=program.span):
        part = program.parents[use]
        field = part.attr if isinstance(part, ast.Attribute) and part.attr in fields else None
        if isinstance(part, ast.Subscript) and isinstance(part.slice, ast.Constant) and part.slice.value in keys:
            field = part.slice.value
        if field is None or not isinstance(field, str) or not field.isidentifier() or iskeyword(field):
            return None
        if not isinstance(part, (ast.Attribute, ast.Subscript)) or not isinstance(part.ctx, ast.Load):
            return None
        if field not in parts:
            parts[field] = field if field not in taken else f"{name}_{field}"
            if parts[field] in taken:
                return None
            taken.add(parts[field])
        edits.append((*program.span(part), parts[field]))
    named = list(program.names.get(function.name, ()))
    calls = [program.parents[one] for one in named]
    if not parts or not calls:
        return None
    for used, call in zip(named, calls):
        if not isinstance(call, ast.Call) or call.func is not used or any(isinstance(one, ast.Starred) for one in call.args):
            return None
        by_name = next((one for one in call.keywords if one.arg == name), None)
        if any(one.arg is None for one in call.keywords) or (by_name is None and len(call.args) <= place):
            return None
        given = by_name.value if by_name is not None else call.args[place]
        if not isinstance(given, (ast.Name, ast.Attribute)):
            return None
        text = program.source(given)
        own = [f"{text}.{one}" if fields else f"{text}[{one!r}]" for one in parts]
        if by_name is not None:
            edits.append((*program.span(by_name), ", ".join(f"{key}={one}" for key, one in zip(parts.values(), own))))
        else:
            edits.append((*program.span(given), ", ".join(own)))
    edits.append((*program.span(function.args.args[place]), ", ".join(parts.values())))
    return Program(edited(program.data, edits).decode(), program.origin)


def without_literal(program: Program, statement: ast.Assign, parts: dict[str, ast.expr], *, is_tuple: bool) -> Program | None:
    """Return a program that uses what a dictionary or a named tuple holds by the names that it has already.

    Args:
        program: The program.
        statement: What binds a name to the literal.
        parts: What is in it, by keys or fields.
        is_tuple: It is a named tuple.

    Returns:
        The program; None where something else is done with it, or a name is bound again.
    """
    target = statement.targets[0]
    function = program.function_of(statement)
    if len(statement.targets) > 1 or not isinstance(target, ast.Name) or not _always_runs(program, statement):
        return None
    uses = [one for one in program.names.get(target.id, ()) if one is not target]
    end = program.span(statement)[1]
    if not uses or any(program.function_of(one) is not function or program.span(one)[0] < end for one in uses):
        return None
    scope: ast.AST = function or program.tree
    if any(isinstance(one, (ast.Global, ast.Nonlocal)) for one in walk(scope)):
        return None
    hidden = {name for node in walk(scope) if isinstance(node, (ast.Lambda, ast.comprehension)) for name in _bound(node)}
    edits: list[tuple[int, int, str]] = []
    for use in uses:
        part = program.parents[use]
        made = parts.get(part.attr) if is_tuple and isinstance(part, ast.Attribute) else None
        if not is_tuple and isinstance(part, ast.Subscript) and isinstance(part.slice, ast.Constant):
            made = parts.get(str(part.slice.value))
        if not isinstance(made, ast.Name) or not isinstance(part, (ast.Attribute, ast.Subscript)) or not isinstance(part.ctx, ast.Load):
            return None
        edits.append((*program.span(part), made.id))
    for one in parts.values():
        if isinstance(one, ast.Constant):
            continue
        if not isinstance(one, ast.Name) or one.id in hidden or _bound_behind(program, one.id, function, statement):
            return None
    first, last = statement.lineno, statement.end_lineno or statement.lineno
    lines = range(first, last + 1)
    others = [one for one in program.each(ast.stmt) if one is not statement]
    block = next(body for name in ("body", "orelse", "finalbody") if statement in (body := getattr(program.parents[statement], name, ())))
    if len(block) == 1 or any((one.lineno in lines or one.end_lineno == first) and statement not in walk(one) for one in others):
        return None
    rows = edited(program.data, edits).decode().split("\n")
    kept = [number for number in range(1, len(rows) + 1) if number not in lines]
    return Program(
        "\n".join(rows[number - 1] for number in kept), [program.origin[min(number, len(program.origin)) - 1] for number in kept]
    )


def _bound_behind(program: Program, name: str, function: ast.FunctionDef | None, statement: ast.stmt) -> bool:
    """Whether a name is bound behind a statement, or by something that may run again."""
    for one in program.changes.get(name, ()):
        around = program.function_of(one)
        if around is function and (program.span(one)[0] > program.span(statement)[0] or not isinstance(one, ast.Name)):
            return True
    return False


def with_size(program: Program, shapes: Shapes, base: ast.expr, index: int | None) -> Program | None:
    """Return a program in which a function gets by a parameter a dimension of a tensor, which it makes variables by.

    Args:
        program: The program.
        shapes: Tells the shapes of tensors.
        base: The tensor whose dimension is asked for.
        index: Which one.

    Returns:
        The program; None where the tensor is no parameter, or not all calls are seen to give one of a known shape.
    """
    function = program.function_of(base)
    owner = program.parents[function] if function is not None else None
    name = _parameter_behind(program, base, function)
    if name is None or index is None or function is None or not isinstance(owner, (ast.Module, ast.ClassDef)):
        return None
    names = [one.arg for one in function.args.args]
    makes = function.name == "__init__" or _makes_variables(program, function)
    if name not in names or name in local_names(function) or not makes:
        return None
    place = names.index(name)
    size = f"{name}_size"
    if place >= len(names) - len(function.args.defaults) or any(isinstance(one, ast.Name) and one.id == size for one in walk(program.tree)):
        return None
    given = shapes.given(function, name)
    if not given:
        return None
    end = program.span(function.args.args[place])[1]
    edits = [(end, end, f", {size}")]
    for one in given:
        number = shapes.written(one, index)
        if number is None:
            return None
        parent = program.parents[one]
        end = program.span(one)[1]
        edits.append((end, end, f", {size}={number}" if isinstance(parent, ast.keyword) else f", {number}"))
    for node in walk(function):
        if isinstance(node, ast.expr) and (parts := question(node)) is not None and not _is_inside_question(program, node):
            if program.source(parts[0]) == program.source(base) and parts[1] == index:
                edits.append((*program.span(node), size))
    return Program(edited(program.data, edits).decode(), program.origin)


def _makes_variables(program: Program, function: ast.FunctionDef) -> bool:
    """Whether a function makes variables, itself or by functions of the module that it calls."""
    functions = {one.name: one for one in program.tree.body if isinstance(one, ast.FunctionDef)}
    waiting, seen = [function], {function}
    while waiting:
        nodes = walk(waiting.pop())
        if any(program.called(one) in ("Variable", "get_variable") for one in nodes):
            return True
        called = {functions[one.id] for one in nodes if isinstance(one, ast.Name) and one.id in functions} - seen
        waiting += called
        seen |= called
    return False


def _parameter_behind(program: Program, base: ast.expr, function: ast.FunctionDef | None) -> str | None:
    """Return the parameter that a tensor is, itself or as the attribute that ``__init__`` keeps it in."""
    if isinstance(base, ast.Name):
        return base.id
    if not isinstance(base, ast.Attribute) or not isinstance(base.value, ast.Name) or function is None or function.name != "__init__":
        return None
    stores = [one for one in program.attributes.get(base.attr, ()) if not isinstance(one.ctx, ast.Load)]
    made = program.parents[stores[0]] if len(stores) == 1 else None
    if not isinstance(made, ast.Assign) or program.function_of(made) is not function or len(made.targets) != 1:
        return None
    return made.value.id if isinstance(made.value, ast.Name) and program.source(made.targets[0]) == program.source(base) else None


def _is_inside_question(program: Program, node: ast.expr) -> bool:
    """Whether the expression around asks the same, as in ``int(x.shape[1])``."""
    parent = program.parents[node]
    return isinstance(parent, ast.expr) and question(parent) is not None


def _bound(node: ast.Lambda | ast.comprehension) -> set[str]:
    if isinstance(node, ast.Lambda):
        return parameter_names(node)
    return {one.id for one in walk(node.target) if isinstance(one, ast.Name)}
