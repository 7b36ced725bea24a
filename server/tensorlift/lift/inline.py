"""Functions that build a part of the graph and are called once: their statements take the place of the call.

Programs are often cut into functions such as ``add_placeholders`` and ``training``, of which nothing is left in TensorFlow 2 but a few variables: what
they compute moves into the functions that are run. With their statements in one place the program reads as if it had been written so.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from tensorlift.lift.evaluate import SESSIONS, defaults, is_program, runs_something
from tensorlift.lift.known import known
from tensorlift.lift.program import Program, edited, local_names, parameter_names, stored_names, walk

_FIRST_VALUES = (
    "zeros",
    "ones",
    "constant",
    "random",
    "truncated",
    "initializers",
    "glorot",
    "float",
    "int",
    "contrib.layers.xavier",
    "fill",
    "eye",
)
_MOST = 4
"""From how many calls of a function on its statements are not repeated for each."""


@dataclass(frozen=True, eq=False)
class Call:
    """A call that is to be replaced: its statement, what it calls, the name of the object in the method around it, and whether there are others."""

    statement: ast.stmt
    call: ast.Call
    function: ast.FunctionDef
    caller: ast.FunctionDef | None
    owner: str | None
    is_one_of: bool = False


def inlined(program: Program) -> Program:
    """Return a program with such functions taken apart."""
    for _ in range(30):
        new = _without_short_runners(program)
        if new is not None:
            program = new
            continue
        new = next((new for one in _candidates(program) if (new := replaced(program, one, keep=one.is_one_of)) is not None), None)
        if new is None:
            return program
        program = new
    return program


# --- short functions that run what they get


def _without_short_runners(program: Program) -> Program | None:
    """Return the program with the calls of a function such as ``lambda what: sess.run(what, feed)`` replaced by what they run."""
    for node in walk(program.tree):
        for statement in getattr(node, "body", ()) if isinstance(getattr(node, "body", None), list) else ():
            found = _short_runner(program, statement)
            new = _with_runs(program, statement, *found) if found is not None else None
            if new is not None:
                return new
    return None


def _short_runner(program: Program, statement: ast.stmt) -> tuple[str, ast.arguments, ast.expr] | None:
    """Return the name, the parameters and the result of a function that only runs what it gets."""
    if isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Lambda) and isinstance(statement.targets[0], ast.Name):
        name, arguments, value = statement.targets[0].id, statement.value.args, statement.value.body
    elif isinstance(statement, ast.FunctionDef) and not statement.decorator_list and isinstance(statement.body[-1], ast.Return):
        rest = statement.body[1:] if ast.get_docstring(statement) is not None else statement.body
        result = _only_result(rest)
        if result is None:
            return None
        name, arguments, value = statement.name, statement.args, result
    else:
        return None
    names = {one.arg for one in arguments.args}
    runs = [
        one for one in walk(value) if isinstance(one, ast.Call) and isinstance(one.func, ast.Attribute) and one.func.attr in ("run", "eval")
    ]
    fetched = [one.args[0] if one.func.attr == "run" and one.args else one.func for one in runs if isinstance(one.func, ast.Attribute)]
    fetched += _trained(value)
    own = {one.id for node in fetched for one in walk(node) if isinstance(one, ast.Name)}
    is_plain = not (arguments.vararg or arguments.kwarg or arguments.kwonlyargs or arguments.posonlyargs or arguments.defaults)
    return (
        (name, arguments, value)
        if is_plain and own & names and len(statement.targets if isinstance(statement, ast.Assign) else [0]) == 1
        else None
    )


def _only_result(body: list[ast.stmt]) -> ast.expr | None:
    """Return what a function returns that does nothing else, but perhaps give it a name first."""
    last = body[-1]
    if not isinstance(last, ast.Return):
        return None
    if len(body) == 2 and isinstance(made := body[0], ast.Assign) and isinstance(last.value, ast.Name) and len(made.targets) == 1:
        target = made.targets[0]
        return made.value if isinstance(target, ast.Name) and target.id == last.value.id else None
    return last.value if len(body) == 1 else None


def _trained(value: ast.expr) -> list[ast.expr]:
    """Return what an expression gives to an optimizer, if it is a training operation."""
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute) and value.func.attr == "minimize":
        return [*value.args, *(one.value for one in value.keywords)]
    return []


def _with_runs(program: Program, statement: ast.stmt, name: str, arguments: ast.arguments, value: ast.expr) -> Program | None:
    parameters = [one.arg for one in arguments.args]
    inside = {id(one) for one in walk(statement)}
    uses = [one for one in program.names.get(name, ()) if id(one) not in inside]
    free = {one.id for one in walk(value) if isinstance(one, ast.Name)} - set(parameters)
    owner = program.function_of(statement)
    if not uses or any(isinstance(one, (ast.Lambda, ast.comprehension)) for one in walk(value)):
        return None
    if len(uses) == 1 and _trained(value):
        # Its statements take the place of the call.
        return None
    edits = []
    for use in uses:
        call = program.parents[use]
        if (
            not isinstance(call, ast.Call)
            or call.func is not use
            or not isinstance(use.ctx, ast.Load)
            or len(call.args) + len(call.keywords) != len(parameters)
        ):
            return None
        node: ast.AST = call
        while node in program.parents and not isinstance(node, ast.stmt):
            node = program.parents[node]
            if free & hidden_names([ast.Expr(node)] if isinstance(node, ast.expr) else []):
                return None
        given = dict(zip(parameters, call.args))
        given.update({str(one.arg): one.value for one in call.keywords})
        around = program.function_of(call)
        if set(given) != set(parameters) or (around is not owner and around is not None and free & local_names(around)):
            return None
        text = _substituted(program, value, given)
        if text is None:
            return None
        edits.append((*program.span(call), text))
    data = program.data
    for low, high, new in sorted(edits, reverse=True):
        if any(a < low and high < b for a, b, _ in edits):
            return None
        data = data[:low] + new.encode() + data[high:]
    if data.count(b"\n") != program.data.count(b"\n"):
        return None
    lines = data.decode().split("\n")
    gone = range(program.first_line(statement), (statement.end_lineno or statement.lineno) + 1)
    kept = [(number, line) for number, line in enumerate(lines, 1) if number not in gone]
    body = getattr(program.parents[statement], "body", [])
    if body == [statement] or any(one.lineno in gone for one in body if one is not statement):
        return None
    return Program("\n".join(line for _, line in kept), [program.origin[min(number, len(program.origin)) - 1] for number, _ in kept])


def _substituted(program: Program, value: ast.expr, given: dict[str, ast.expr]) -> str | None:
    """Return an expression with its parameters replaced; None where one would be computed twice, or not at all."""
    names = [one for one in walk(value) if isinstance(one, ast.Name) and one.id in given]
    for name, one in given.items():
        count = sum(used.id == name for used in names)
        if count != 1 and not isinstance(one, (ast.Name, ast.Constant, ast.Attribute)):
            return None
    start, end = program.span(value)
    text = program.data[start:end]
    if b"\n" in text:
        return None
    for used in sorted(names, key=program.span, reverse=True):
        low, high = program.span(used)
        inner = program.source(given[used.id])
        is_whole = isinstance(
            given[used.id], (ast.Name, ast.Constant, ast.Attribute, ast.Call, ast.List, ast.Tuple, ast.Dict, ast.Subscript)
        )
        parent = program.parents[used]
        if not is_whole and not isinstance(parent, (ast.Call, ast.Dict, ast.List, ast.Tuple)):
            inner = f"({inner})"
        text = text[: low - start] + inner.encode() + text[high - start :]
    return text.decode()


# --- which


def _candidates(program: Program) -> list[Call]:
    found = []
    functions = {node.name: node for node in program.tree.body if isinstance(node, ast.FunctionDef)}
    classes = {node.name: node for node in program.tree.body if isinstance(node, ast.ClassDef)}
    for name, function in functions.items():
        uses = [one for one in program.names.get(name, ()) if not _is_local(program, one)]
        if len(uses) == 1 and is_program(program, function) and not runs_something(program, function):
            found += _call_of(program, uses[0], function, None)
        elif 1 < len(uses) <= _MOST and _returns_step(function) and is_program(program, function) and not runs_something(program, function):
            calls = [call for use in uses for call in _call_of(program, use, function, None)]
            if len(calls) == len(uses) and len({call.caller for call in calls}) == 1:
                # an optimizer for each network
                found.append(replace(calls[0], is_one_of=True))
    for node in classes.values():
        bases = _bases(node, classes)
        if any(node in _bases(other, classes) for other in classes.values()) or any(_is_shared(base, node, classes) for base in bases):
            continue
        for method in _methods(node, bases):
            # modules of TensorFlow may have such names, as `tf.train` has
            uses_of = [one for one in program.attributes.get(method.name, ()) if program.path(one) is None]
            if method.name in ("run", "eval"):
                # parts of the graph and sessions have methods of these names, too
                uses_of = [one for one in uses_of if isinstance(one.value, ast.Name) and not _is_session(program, one.value)]
            if any(one in set(walk(method)) and not isinstance(one.ctx, ast.Load) for one in uses_of):
                # what it makes takes its name: all other uses are of that
                uses_of = [one for one in uses_of if isinstance(call := program.parents[one], ast.Call) and call.func is one]
            if len(uses_of) == 1 and method.name != "__init__" and not method.decorator_list and _builds(program, method):
                found += _call_of(program, uses_of[0], method, node)
    return found


def _is_local(program: Program, node: ast.Name) -> bool:
    """Whether a name is one of the function that it stands in."""
    function = program.function_of(node)
    return function is not None and node.id in local_names(function) and node.id not in program.shared_names


def _returns_step(function: ast.FunctionDef) -> bool:
    """Whether a function returns the step of an optimizer that it makes."""
    steps = [
        one
        for one in walk(function)
        if isinstance(one, ast.Call) and isinstance(one.func, ast.Attribute) and one.func.attr in ("minimize", "apply_gradients")
    ]
    returned = [one.value for one in walk(function) if isinstance(one, ast.Return) and one.value is not None]
    named = {one.id for value in returned for one in walk(value) if isinstance(one, ast.Name)}
    bound = [one for one in walk(function) if isinstance(one, ast.Assign) and named & stored_names(one)]
    return any(step in walk(one) for step in steps for one in (*returned, *bound))


def _is_session(program: Program, node: ast.Name) -> bool:
    """Whether a name is bound to a session somewhere."""
    for one in walk(program.tree):
        if isinstance(one, ast.withitem) and isinstance(one.optional_vars, ast.Name) and one.optional_vars.id == node.id:
            return True
        if isinstance(one, ast.Assign) and program.called(one.value) in SESSIONS and node.id in stored_names(one):
            return True
    return node.id in ("sess", "session")


def _bases(node: ast.ClassDef, classes: dict[str, ast.ClassDef]) -> list[ast.ClassDef]:
    found: list[ast.ClassDef] = []
    for base in node.bases:
        if isinstance(base, ast.Name) and base.id in classes and classes[base.id] is not node:
            found += [classes[base.id], *_bases(classes[base.id], classes)]
    return found


def _is_shared(base: ast.ClassDef, node: ast.ClassDef, classes: dict[str, ast.ClassDef]) -> bool:
    """Whether another class inherits from a base, too."""
    return any(base in _bases(other, classes) for other in classes.values() if other is not node and other not in _bases(node, classes))


def _methods(node: ast.ClassDef, bases: list[ast.ClassDef]) -> list[ast.FunctionDef]:
    found: dict[str, ast.FunctionDef] = {}
    for one in (node, *bases):
        for method in one.body:
            if isinstance(method, ast.FunctionDef):
                found.setdefault(method.name, method)
    return list(found.values())


def _builds(program: Program, method: ast.FunctionDef) -> bool:
    """Whether a method builds more of the graph than variables, or is a list of calls of such methods."""
    if runs_something(program, method):
        return False
    symbols = [symbol for node in walk(method) if isinstance(node, ast.Call) and (symbol := program.called(node))]
    if not symbols:
        # what is left of a method when its calls have been replaced is of no use by itself
        return all(_is_own_call(one, method) for one in method.body) and bool(method.args.args)
    return is_program(program, method) or any(not _only_makes(symbol) for symbol in symbols)


def _is_own_call(statement: ast.stmt, method: ast.FunctionDef) -> bool:
    value = statement.value if isinstance(statement, (ast.Expr, ast.Assign)) else None
    if not isinstance(value, ast.Call) or not isinstance(value.func, ast.Attribute) or not isinstance(value.func.value, ast.Name):
        return False
    return bool(method.args.args) and value.func.value.id == method.args.args[0].arg


def _only_makes(symbol: str) -> bool:
    entry = known(symbol)
    return (entry is not None and (entry.makes and not symbol.startswith("layers."))) or symbol.startswith(_FIRST_VALUES)


def _call_of(program: Program, use: ast.expr, function: ast.FunctionDef, owner: ast.ClassDef | None) -> list[Call]:
    call = program.parents.get(use)
    if not isinstance(call, ast.Call) or call.func is not use:
        return []
    statement = program.parents.get(call)
    if not isinstance(statement, (ast.Expr, ast.Assign, ast.Return)):
        return []
    node: ast.AST = statement
    around: list[ast.AST] = []
    while node in program.parents:
        node = program.parents[node]
        around.append(node)
        if isinstance(node, ast.FunctionDef):
            break
    if any(isinstance(one, (ast.For, ast.While, ast.Try)) for one in around):
        return []
    caller = around[-1] if around and isinstance(around[-1], ast.FunctionDef) else None
    if owner is None:
        return [Call(statement, call, function, caller, None)] if isinstance(use, ast.Name) else []
    if caller is None or not caller.args.args or not isinstance(use, ast.Attribute) or not isinstance(use.value, ast.Name):
        return []
    if use.value.id != caller.args.args[0].arg or caller is function or caller.name not in ("__init__",):
        return []
    return [Call(statement, call, function, caller, use.value.id)]


def into_caller(program: Program, function: ast.FunctionDef | None) -> Program | None:
    """Return a program with the statements of a function of the module in the place of its only call; None where that is not possible."""
    uses = program.names.get(function.name, []) if function is not None and isinstance(program.parents[function], ast.Module) else []
    if function is None or len(uses) != 1 or function.decorator_list:
        return None
    return next((new for one in _call_of(program, uses[0], function, None) if (new := replaced(program, one)) is not None), None)


# --- how


def replaced(program: Program, one: Call, *, keep: bool = False, apart: Sequence[ast.FunctionDef] = ()) -> Program | None:
    """Return the program with the statements of a function in the place of a call; None where that is not possible.

    Args:
        program: The program.
        one: The call.
        keep: The function stays, as it is called elsewhere, too.
        apart: Functions that are taken apart as well: what they name for themselves gets other names then.
    """
    function = one.function
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    returns = [node for node in walk(function) if isinstance(node, ast.Return)]
    nested = [node for part in body for node in walk(part) if isinstance(node, (ast.FunctionDef, ast.Lambda, ast.ClassDef))]
    returns = [node for node in returns if not any(node in walk(inner) for inner in nested if not isinstance(inner, ast.Lambda))]
    last = _last(body)
    if not body or any(
        isinstance(node, (ast.Yield, ast.YieldFrom, ast.Global, ast.Nonlocal, ast.AsyncFunctionDef)) for node in walk(function)
    ):
        return None
    if (
        (returns and (returns != [last]))
        or (isinstance(one.statement, ast.Expr) and returns)
        or (not returns and not isinstance(one.statement, ast.Expr))
    ):
        return None
    values = _given(function, one)
    if values is None:
        return None
    names = _names(program, one, body, values, last, apart)
    if names is None:
        return None
    renamed, assigned, result = names
    indent = " " * one.statement.col_offset
    first, end = one.statement.lineno, one.statement.end_lineno or one.statement.lineno
    if program.lines[first - 1][: one.statement.col_offset].strip() or any(
        other.lineno == first for other in program.each(ast.stmt) if other is not one.statement
    ):
        return None
    lines = [(first, f"{indent}{name} = {text}") for name, text in assigned]
    lines += body_lines(program, body, renamed, indent, last if isinstance(last, ast.Return) and returns else None, result)
    return _with_lines(program, first, end, lines, None if keep else function)


def _last(body: list[ast.stmt]) -> ast.stmt | None:
    while body and isinstance(body[-1], ast.With):
        body = body[-1].body
    return body[-1] if body else None


def _given(function: ast.FunctionDef, one: Call) -> dict[str, ast.expr] | None:
    arguments = function.args
    if arguments.vararg or arguments.kwarg or arguments.posonlyargs:
        return None
    if any(isinstance(value, ast.Starred) for value in one.call.args) or any(value.arg is None for value in one.call.keywords):
        return None
    parameters = [parameter.arg for parameter in arguments.args][1 if one.owner is not None else 0 :]
    if len(one.call.args) > len(parameters):
        return None
    parameters += [parameter.arg for parameter in arguments.kwonlyargs]
    values = {name: value for name, value in defaults(arguments).items() if name in parameters}
    values.update(zip(parameters, one.call.args))
    values.update({str(value.arg): value.value for value in one.call.keywords})
    return {name: values[name] for name in parameters} if set(values) == set(parameters) else None


def _names(
    program: Program,
    one: Call,
    body: list[ast.stmt],
    values: dict[str, ast.expr],
    last: ast.stmt | None,
    apart: Sequence[ast.FunctionDef],
) -> tuple[dict[str, str], list[tuple[str, str]], str | None] | None:
    """Return what names become, which ones have to be bound first, and what the results are bound to; None where names would clash."""
    function = one.function
    local = stored_names(ast.Module(body, []))
    inside = set(walk(function)).union(*(walk(other) for other in apart if other is not one.caller))
    around = [node for node in walk(one.caller or program.tree) if node not in inside]
    taken = {node.id for node in around if isinstance(node, ast.Name)}
    taken |= {node.name for node in around if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and node is not one.caller}
    if one.caller is not None:
        taken |= {arg.arg for arg in one.caller.args.args}
        bound = local_names(one.caller) | {arg.arg for arg in one.caller.args.args}
        free = _outer_names(program, function, body) - local - set(values)
        if function.args.args and one.owner is not None:
            free -= {function.args.args[0].arg}
        if free & bound and program.function_of(function) is not one.caller:
            return None
    renamed: dict[str, str] = {}
    assigned: list[tuple[str, str]] = []
    for name, value in values.items():
        text = program.source(value)
        is_plain = isinstance(value, (ast.Name, ast.Constant)) or (isinstance(value, ast.Attribute) and isinstance(value.value, ast.Name))
        is_plain = is_plain or program.path(value) is not None
        if name not in local and is_plain and not (isinstance(value, ast.Name) and value.id in local):
            renamed[name] = text
        else:
            assigned.append((name, text))
    if one.owner is not None and function.args.args:
        renamed[function.args.args[0].arg] = one.owner
    result: str | None = None
    if isinstance(last, ast.Return) and last.value is not None:
        if isinstance(one.statement, ast.Return):
            result = "return "
        elif isinstance(one.statement, ast.Assign):
            result = "".join(f"{program.source(target)} = " for target in one.statement.targets)
            direct = _direct(one, last.value, local - set(values))
            direct = direct if direct is not None and not _hides(body, values, direct) else None
            if direct is not None:
                renamed.update(direct)
                result = None
    hidden = hidden_names(body)
    made = {name: name for name in local | {name for name, _ in assigned}}
    for name in sorted(made):
        if name in renamed:
            continue
        new, number = name, 2
        while new in taken or (number > 2 and (new in local or new in values)):
            new, number = f"{name}_{number}", number + 1
        if new != name:
            renamed[name] = new
        taken.add(new)
    if hidden & {name for name in renamed if renamed[name] != name}:
        return None
    return renamed, [(renamed.get(name, name), text) for name, text in assigned], result


def _outer_names(program: Program, function: ast.FunctionDef, body: list[ast.stmt]) -> set[str]:
    """Return the names in a body but for those that functions and comprehensions inside have for themselves."""
    return {
        node.id
        for part in body
        for node in walk(part)
        if isinstance(node, ast.Name)
        and not any(
            node.id in own_names(around) and not _is_evaluated_outside(program, node, around)
            for around in takewhile(lambda one: one is not function, program.around(node))
        )
    }


def own_names(node: ast.AST) -> set[str]:
    """Return the names that a function, a lambda or a comprehension has for itself; none for anything else."""
    if isinstance(node, (ast.FunctionDef, ast.Lambda)):
        body = node.body if isinstance(node, ast.FunctionDef) else []
        return parameter_names(node) | stored_names(ast.Module(body, []))
    generators = getattr(node, "generators", ())
    return {one.id for generator in generators for one in walk(generator.target) if isinstance(one, ast.Name)}


def _is_evaluated_outside(program: Program, node: ast.AST, around: ast.AST) -> bool:
    """Whether a name in a function is in a default, or in what a comprehension goes through first."""
    if isinstance(around, (ast.FunctionDef, ast.Lambda)):
        return any(one is around.args for one in program.around(node))
    generators = getattr(around, "generators", ())
    first = generators[0].iter if generators else None
    return node is first or any(one is first for one in program.around(node))


def _direct(one: Call, value: ast.expr, local: set[str]) -> dict[str, str] | None:
    """Return which names the results may have from the start."""
    assert isinstance(one.statement, ast.Assign)
    if len(one.statement.targets) != 1:
        return None
    target = one.statement.targets[0]
    targets = target.elts if isinstance(target, ast.Tuple) else [target]
    parts = value.elts if isinstance(value, ast.Tuple) and isinstance(target, ast.Tuple) else [value]
    if len(targets) != len(parts) or not all(isinstance(part, ast.Name) and part.id in local for part in parts):
        return None
    pairs = [(part.id, name.id) for part, name in zip(parts, targets) if isinstance(part, ast.Name) and isinstance(name, ast.Name)]
    if len(pairs) != len(targets) or len({old for old, _ in pairs}) < len(pairs) or len({new for _, new in pairs}) < len(pairs):
        return None
    if any(new in local and (new, new) not in pairs for _, new in pairs):
        return None
    return dict(pairs)


def _hides(body: list[ast.stmt], values: dict[str, ast.expr], direct: dict[str, str]) -> bool:
    """Whether what a function gets is read where a result has taken its name, as in ``x = layer(x)``."""
    for old, new in direct.items():
        names = [one for part in body for one in walk(part) if isinstance(one, ast.Name)]
        first = min((one.lineno for one in names if one.id == old and not isinstance(one.ctx, ast.Load)), default=0)
        given = {name for name, value in values.items() if any(isinstance(one, ast.Name) and one.id == new for one in walk(value))}
        if any(one.id in given and one.lineno > first for one in names):
            return True
    return False


def defaults_are_plain(program: Program, function: ast.FunctionDef) -> bool:
    """Whether the defaults of a function may as well be written where it is called."""
    return all(isinstance(one, ast.Constant) or program.path(one) is not None for one in defaults(function.args).values())


def hidden_names(body: list[ast.stmt]) -> set[str]:
    """Return the names that functions and comprehensions inside bind for themselves."""
    found: set[str] = set()
    for part in body:
        for node in walk(part):
            if isinstance(node, (ast.FunctionDef, ast.Lambda)):
                found |= parameter_names(node)
                if isinstance(node, ast.FunctionDef):
                    found |= local_names(node)
            elif isinstance(node, ast.comprehension):
                found |= {one.id for one in walk(node.target) if isinstance(one, ast.Name)}
    return found


def body_lines(
    program: Program, body: list[ast.stmt], renamed: dict[str, str], indent: str, last: ast.Return | None, result: str | None
) -> list[tuple[int, str]]:
    """Return the lines of a body at their new place, each with the line that it comes from."""
    first, end = program.first_line(body[0]), body[-1].end_lineno or body[-1].lineno
    edits = []
    for part in body:
        for node in walk(part):
            if isinstance(node, ast.Name) and node.id in renamed:
                edits.append((*program.span(node), renamed[node.id]))
            elif isinstance(node, ast.FunctionDef) and node.name in renamed:
                start = program.span(node)[0] + 4
                edits.append((start, start + len(node.name.encode()), renamed[node.name]))
    if last is not None and last.value is not None:
        start, value = program.span(last)[0], program.span(last.value)[0]
        if result is not None:
            edits.append((start, value, result))
        else:
            edits = [edit for edit in edits if not start <= edit[0] < program.span(last)[1]]
            edits.append((start, program.span(last)[1], ""))
    base = program.line_start(first)
    text = edited(program.data[base : program.line_start(end + 1)], edits, base)
    width = body[0].col_offset
    lines = []
    for number, line in enumerate(text.decode().rstrip("\n").split("\n"), first):
        inside = any(start < number <= stop for start, stop in program.strings)
        if inside:
            lines.append((number, line))
        elif line.strip():
            lines.append((number, indent + (line[width:] if not line[:width].strip() else line.lstrip())))
        elif last is None or number != last.lineno:
            lines.append((number, ""))
    return lines


def _with_lines(program: Program, first: int, end: int, lines: list[tuple[int, str]], function: ast.FunctionDef | None) -> Program | None:
    """Return a program with lines in the place of others, and without a function, if one is to go."""
    start = program.first_line(function) if function is not None else 0
    stop = (function.end_lineno or function.lineno) if function is not None else -1
    owner = program.parents.get(function) if function is not None else None
    text: list[tuple[int, str]] = []
    for number, line in enumerate(program.text.splitlines(), 1):
        if number == first:
            text += [(program.origin[came - 1], new) for came, new in lines]
        if first <= number <= end:
            continue
        if start <= number <= stop:
            if number == start and function is not None and isinstance(owner, ast.ClassDef) and len(owner.body) == 1:
                text.append((program.origin[number - 1], " " * function.col_offset + "pass"))
            continue
        text.append((program.origin[number - 1], line))
    return Program("\n".join(line for _, line in text) + "\n", [came for came, _ in text])
