"""Properties that build a part of the graph once, when they are first asked for: their statements go into ``__init__``.

A decorator such as ``lazy_property`` keeps what a method returns in an attribute, since a second call would build the same part again. With the
statements in ``__init__``, where most of such classes ask for each property in turn, the attribute is an ordinary one.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field

from tensorlift.lift.inline import body_lines, hidden_names
from tensorlift.lift.program import Program, local_names, parameter_names, stored_names, walk

_SCOPES = ("variable_scope", "name_scope")
_Lines = list[tuple[int, str]]


@dataclass
class _Decorator:
    """What a decorator does beside keeping a value: the scope that it enters, as text, with ``{name}`` for its name; and the functions it is made of."""

    scope: str | None
    defined: list[ast.FunctionDef] = field(default_factory=list)


@dataclass
class _Class:
    node: ast.ClassDef
    init: ast.FunctionDef
    lazy: dict[str, tuple[ast.FunctionDef, str | None]]


def spelled_out(program: Program) -> Program:
    """Return a program with such properties spelled out in ``__init__``; the program itself if it has none."""
    used: list[ast.FunctionDef] = []
    classes = [one for node in program.tree.body if isinstance(node, ast.ClassDef) if (one := _class(program, node, used)) is not None]
    for one in classes:
        lines = _Writer(program, one).lines()
        if lines is not None:
            return spelled_out(_without(program, one, lines, used))
    return program


# --- which


def _class(program: Program, node: ast.ClassDef, used: list[ast.FunctionDef]) -> _Class | None:
    methods = {one.name: one for one in node.body if isinstance(one, ast.FunctionDef)}
    lazy = {}
    for name, method in methods.items():
        found = _decorator(program, method)
        if found is not None:
            scope = found.scope
            lazy[name] = (method, scope.replace("{name}", repr(name)) if scope is not None else None)
            used += found.defined
    names = {one.id for other in program.tree.body if isinstance(other, ast.ClassDef) for one in other.bases if isinstance(one, ast.Name)}
    if not lazy or "__init__" not in methods or node.name in names:
        return None
    return _Class(node, methods["__init__"], lazy)


def _decorator(program: Program, method: ast.FunctionDef) -> _Decorator | None:
    """Return what the decorators of a method do, if they are those of a property that is computed once."""
    if len(method.args.args) != 1:
        return None
    names = [(one.func if isinstance(one, ast.Call) else one) for one in method.decorator_list]
    last = [one.attr if isinstance(one, ast.Attribute) else getattr(one, "id", "") for one in names]
    if last == ["cached_property"] or (len(last) == 2 and last[0] == "property" and last[1] in ("lru_cache", "cache")):
        return _Decorator(None)
    if len(names) != 1 or not isinstance(names[0], ast.Name):
        return None
    functions = {one.name: one for one in program.tree.body if isinstance(one, ast.FunctionDef)}
    made = functions.get(names[0].id)
    if made is None:
        return None
    inner = next((one for one in walk(made) if isinstance(one, ast.FunctionDef) and one is not made and _keeps(one)), None)
    if inner is None:
        return None
    around = [functions[one.id] for one in made.decorator_list if isinstance(one, ast.Name) and one.id in functions]
    scope = next(
        (
            item.context_expr
            for one in walk(inner)
            if isinstance(one, ast.With)
            for item in one.items
            if isinstance(item.context_expr, ast.Call) and program.called(item.context_expr) in _SCOPES
        ),
        None,
    )
    if any(isinstance(one, ast.With) for one in walk(inner)) and scope is None:
        return None
    decorator = method.decorator_list[0]
    given = list(decorator.args) if isinstance(decorator, ast.Call) else []
    words = list(decorator.keywords) if isinstance(decorator, ast.Call) else []
    if scope is None:
        return _Decorator(None, [made, *around]) if not given and not words else None
    name = next((one.value for one in words if one.arg in ("scope", "name")), given.pop(0) if given else None)
    rest = [program.source(one) for one in given]
    rest += [f"{one.arg}={program.source(one.value)}" for one in words if one.arg not in ("scope", "name")]
    text = ", ".join([program.source(name) if name is not None else "{name}", *rest])
    return _Decorator(f"{program.source(scope.func)}({text})", [made, *around])


def _keeps(function: ast.FunctionDef) -> bool:
    """Whether a function is a property that asks whether it has a value, and keeps the one that it makes."""
    called = {one.func.id for one in walk(function) if isinstance(one, ast.Call) and isinstance(one.func, ast.Name)}
    is_property = any(isinstance(one, ast.Name) and one.id == "property" for one in function.decorator_list)
    return is_property and {"hasattr", "setattr"} <= called


# --- how


class _Writer:
    """Writes ``__init__`` with the statements of the properties."""

    def __init__(self, program: Program, found: _Class) -> None:
        self.program = program
        self.found = found
        self.owner = found.init.args.args[0].arg if found.init.args.args else "self"
        self.taken = local_names(found.init) | parameter_names(found.init)
        self.done: list[str] = []
        self.active: list[str] = []

    def lines(self) -> _Lines | None:
        """Return the lines of the body; None where it cannot be told when each property is built."""
        indent = " " * self.found.init.body[0].col_offset
        result: _Lines = []
        for statement in self.found.init.body:
            asked = self._asked(statement, self.owner)
            is_plain = isinstance(statement, (ast.Expr, ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Return))
            if asked and (not is_plain or any(isinstance(one, ast.Call) and self._is_own(one) for one in walk(statement))):
                return None
            for name in asked:
                if not self._build(name, indent, result):
                    return None
            is_request = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Attribute)
            if not (asked and is_request):
                first, last = self.program.first_line(statement), statement.end_lineno or statement.lineno
                result += self._own(first, last)
        for name in self.found.lazy:
            if name not in self.done and not (self._is_settled(name) and self._build(name, indent, result)):
                return None
        return result

    def _is_settled(self, name: str) -> bool:
        """Whether a property that ``__init__`` does not ask for is asked for later, and finds nothing else than it would find there."""
        method = self.found.lazy[name][0]
        read = {one.attr for one in walk(method) if isinstance(one, ast.Attribute) and isinstance(one.value, ast.Name)}
        own = {id(one) for one in walk(self.found.init)}
        is_asked = False
        for one in walk(self.program.tree):
            if isinstance(one, ast.Attribute) and not isinstance(one.ctx, ast.Load) and one.attr in read and id(one) not in own:
                return False
            is_asked |= isinstance(one, ast.Attribute) and one.attr == name
        return is_asked

    def _is_own(self, call: ast.Call) -> bool:
        return isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name) and call.func.value.id == self.owner

    def _own(self, first: int, last: int) -> _Lines:
        return [(number, self.program.lines[number - 1].decode().rstrip("\n")) for number in range(first, last + 1)]

    def _asked(self, node: ast.AST, owner: str) -> list[str]:
        """Return the properties that a statement asks for, in order."""
        found = [
            one
            for one in walk(node)
            if isinstance(one, ast.Attribute) and isinstance(one.value, ast.Name) and one.value.id == owner and one.attr in self.found.lazy
        ]
        return list(dict.fromkeys(one.attr for one in sorted(found, key=self.program.span)))

    def _build(self, name: str, indent: str, result: _Lines) -> bool:
        """Add the statements of a property, those that it asks for first; tell whether that is possible."""
        if name in self.done:
            return True
        method, scope = self.found.lazy[name]
        if name in self.active:
            return False
        self.active.append(name)
        own = method.args.args[0].arg
        for asked in (one for part in method.body for one in self._asked(part, own)):
            if not self._build(asked, indent, result):
                return False
        self.active.pop()
        self.done.append(name)
        docstring = ast.get_docstring(method)
        body = method.body[1:] if docstring is not None else method.body
        returns = [one for one in walk(method) if isinstance(one, ast.Return)]
        last = body[-1] if body else None
        if not isinstance(last, ast.Return) or last.value is None or returns != [last]:
            return False
        local = stored_names(ast.Module(body, []))
        renamed = {one: self._fresh(one, local) for one in sorted(local & self.taken)}
        if own != self.owner:
            renamed[own] = self.owner
        if hidden_names(body) & set(renamed):
            return False
        self.taken |= {renamed.get(one, one) for one in local}
        if docstring is not None:
            result += [(method.lineno, f"{indent}# {line.strip()}".rstrip()) for line in docstring.split("\n")]
        inner = indent
        if scope is not None:
            result.append((method.lineno, f"{indent}with {scope}:"))
            inner += "    "
        result += body_lines(self.program, body, renamed, inner, last, f"{self.owner}.{name} = ")
        return True

    def _fresh(self, name: str, local: set[str]) -> str:
        number = 2
        while f"{name}_{number}" in self.taken or f"{name}_{number}" in local:
            number += 1
        return f"{name}_{number}"


def _without(program: Program, found: _Class, lines: _Lines, used: list[ast.FunctionDef]) -> Program:
    """Return the program with the new ``__init__``, without the properties, and without the decorators that nothing uses any more."""
    gone: set[int] = set()
    methods = [method for method, _ in found.lazy.values()]
    for method in methods:
        gone |= set(range(program.first_line(method), (method.end_lineno or 0) + 1))
    inside = {id(node) for method in methods for node in walk(method)}
    for _ in range(2):
        for function in used:
            uses = [
                node for node in program.each(ast.Name) if node.id == function.name and node.lineno not in gone and id(node) not in inside
            ]
            if all(function.lineno <= node.lineno <= (function.end_lineno or 0) for node in uses):
                gone |= set(range(program.first_line(function), (function.end_lineno or 0) + 1))
    for node in program.tree.body:
        if isinstance(node, ast.Import) and len(node.names) == 1 and node.names[0].name == "functools":
            name = node.names[0].asname or "functools"
            if not any(isinstance(one, ast.Name) and one.id == name and one.lineno not in gone for one in walk(program.tree)):
                gone |= set(range(node.lineno, (node.end_lineno or 0) + 1))
    first, last = program.first_line(found.init.body[0]), found.init.end_lineno or 0
    text: _Lines = []
    for number, line in enumerate(program.text.splitlines(), 1):
        if number == first:
            text += [(program.origin[came - 1], new) for came, new in lines]
        if not first <= number <= last and number not in gone:
            text.append((program.origin[number - 1], line))
    return Program("\n".join(line for _, line in text) + "\n", [came for came, _ in text])
