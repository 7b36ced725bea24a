"""A program as the lift sees it: text, syntax tree, and which TensorFlow name stands where."""

from __future__ import annotations

import ast
import io
import tokenize
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from functools import cache, cached_property
from typing import TypeVar, cast, overload

T = TypeVar("T")
N = TypeVar("N", bound=ast.AST)
M = TypeVar("M", bound=ast.AST)

_V1 = "tensorflow.compat.v1."
_ROOT = "tensorflow."
_BEHIND = {"tensorflow.python.framework.ops.reset_default_graph": "tensorflow.reset_default_graph"}
"""What programs take from inside of TensorFlow, and how it is called outside."""
CHANGING = frozenset({"append", "extend", "insert", "pop", "remove", "clear", "update", "sort", "reverse"})
"""Methods that change a list or dictionary in place."""
_SLIM_HOME = "tensorflow.contrib.slim"
_HOMES = {
    "slim_on_tf2": _SLIM_HOME,
    "tf_slim": _SLIM_HOME,
    **{f"contrib_{name}": f"tensorflow.contrib.{name}" for name in ("crf", "eager", "seq2seq", "legacy_seq2seq", "rnn")},
}
"""Modules that stand for slim, the layers and other parts of tf.contrib, and what they stand for."""


def walk(node: ast.AST) -> list[ast.AST]:
    """Return a node and all below it, as ``ast.walk`` does; kept with the node, as trees are not changed here and parts are read often."""
    found: list[ast.AST] | None = getattr(node, "_walked", None)
    if found is None:
        found = [node]
        for one in found:  # which grows meanwhile
            found += children(one)
        node._walked = found  # type: ignore[attr-defined]
    return found


def children(node: ast.AST) -> list[ast.AST]:
    """Return what stands directly in a node, as ``ast.iter_child_nodes`` does; kept with the node."""
    found: list[ast.AST] | None = getattr(node, "_children", None)
    if found is None:
        found = node._children = _children(node)  # type: ignore[attr-defined]
    return found


def _children(node: ast.AST) -> list[ast.AST]:
    found: list[ast.AST] = []
    for name in node._fields:
        value = getattr(node, name, None)
        if isinstance(value, ast.AST):
            found.append(value)
        elif isinstance(value, list):
            found += [one for one in value if isinstance(one, ast.AST)]
    return found


class Refusal(Exception):
    """The program is not lifted.

    Args:
        node: Where the reason stands.
        reason: What stands in the way, as a sentence without its end.
    """

    def __init__(self, node: ast.AST | int, reason: str) -> None:
        super().__init__(reason)
        self.line: int = node if isinstance(node, int) else getattr(node, "lineno", 1)
        self.reason = reason


class SharedLine(Exception):
    """Several statements stand on a line that has to change.

    Args:
        line: The line.
    """

    def __init__(self, line: int) -> None:
        super().__init__(f"line {line} has several statements")
        self.line = line


class Instead(Exception):
    """Another program that does the same can be lifted where this one cannot.

    Args:
        program: The other program.
    """

    def __init__(self, program: Program) -> None:
        super().__init__("a program reads otherwise")
        self.program = program


def edited(data: bytes, edits: Iterable[tuple[int, int, str]], base: int = 0) -> bytes:
    """Return bytes with something else in some places.

    Args:
        data: The bytes.
        edits: The first byte of each place, the byte after it, and what comes there; none overlaps another one.
        base: Where the bytes begin in what the places are counted in.
    """
    for low, high, new in sorted(edits, reverse=True):
        data = data[: low - base] + new.encode() + data[high - base :]
    return data


def changed(program: Program, edits: Iterable[tuple[int, int, str]]) -> Program:
    """Return a program with something else in some places; each line comes from where its beginning was.

    Args:
        program: The program.
        edits: As for :func:`edited`.
    """
    edits = sorted(edits)
    origin: list[int] = [program.origin[0]]
    place, line = 0, 1
    for low, high, new in [*edits, (len(program.data), len(program.data), "")]:
        for _ in range(program.data.count(b"\n", place, low)):
            line += 1
            origin.append(program.origin[min(line, len(program.origin)) - 1])
        origin += [program.origin[min(line, len(program.origin)) - 1]] * new.count("\n")
        line += program.data.count(b"\n", low, high)
        place = high
    return Program(edited(program.data, edits).decode(), origin)


class Program:
    """One module.

    Args:
        text: Its text, in Python 3 and with the names of TensorFlow 2, as level ``symbols`` leaves it.
        origin: The line of the file that each line comes from; the lines themselves, if it is not given.

    Raises:
        SyntaxError: It is not Python.
    """

    def __init__(self, text: str, origin: Sequence[int] = ()) -> None:
        self.origin = list(origin) or list(range(1, text.count("\n") + 2))
        self.text = text
        self.data = text.encode()
        self.tree = ast.parse(text)
        self.lines = self.data.splitlines(keepends=True)
        self._starts = [0]
        for line in self.lines:
            self._starts.append(self._starts[-1] + len(line))
        self.functions: dict[ast.Call, str] = {}
        """Calls whose function in TensorFlow 2 hangs on the data type, and which one it is."""
        self.dimensions: dict[ast.AST, str] = {}
        """Expressions that ask for dimensions that are known, and what these are."""
        self.parents = {child: node for node in walk(self.tree) for child in children(node)}
        self._paths: dict[ast.AST, str | None] = {}
        self._found: dict[Callable[[Program], object], object] = {}
        self._each: dict[object, list[ast.AST]] = {}

    @cached_property
    def comments(self) -> dict[int, tuple[int, str]]:
        """The comments by line: the column, and the text."""
        found = {}
        for token in tokenize.generate_tokens(io.StringIO(self.text).readline):
            if token.type == tokenize.COMMENT:
                found[token.start[0]] = len(token.line[: token.start[1]].encode()), token.string
        return found

    def once(self, find: Callable[[Program], T]) -> T:
        """Return what a function finds out about the program, which is done once; what it gives is not changed by anyone."""
        if find not in self._found:
            self._found[find] = find(self)
        return cast(T, self._found[find])

    @overload
    def each(self, kind: type[N]) -> list[N]: ...
    @overload
    def each(self, kind: tuple[type[N], type[M]]) -> list[N | M]: ...
    def each(self, kind: type[ast.AST] | tuple[type[ast.AST], ...]) -> Sequence[ast.AST]:
        """Return all nodes of a kind, or of two, in the order of :func:`walk`; they are looked for once, and the list is nobody's to change."""
        found = self._each.get(kind)
        if found is None:
            found = self._each[kind] = [node for node in walk(self.tree) if isinstance(node, kind)]
        return found

    def around(self, node: ast.AST) -> Iterator[ast.AST]:
        """Yield what a node stands in, innermost first."""
        while node in self.parents:
            node = self.parents[node]
            yield node

    def statement_of(self, node: ast.AST) -> ast.stmt:
        """Return the statement that a node stands in; the node itself if it is one."""
        while not isinstance(node, ast.stmt):
            node = self.parents[node]
        return node

    def function_of(self, node: ast.AST) -> ast.FunctionDef | None:
        """Return the function whose body a node stands in; None for the module."""
        return next((one for one in self.around(node) if isinstance(one, ast.FunctionDef)), None)

    @cached_property
    def names(self) -> dict[str, list[ast.Name]]:
        """The places of each name."""
        found: dict[str, list[ast.Name]] = {}
        for node in walk(self.tree):
            if isinstance(node, ast.Name):
                found.setdefault(node.id, []).append(node)
        return found

    @cached_property
    def definitions(self) -> dict[str, list[ast.FunctionDef | ast.ClassDef]]:
        """The functions and classes of each name."""
        found: dict[str, list[ast.FunctionDef | ast.ClassDef]] = {}
        for node in walk(self.tree):
            if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
                found.setdefault(node.name, []).append(node)
        return found

    @cached_property
    def arguments(self) -> frozenset[str]:
        """The names of all parameters of functions."""
        return frozenset(node.arg for node in self.each(ast.arg))

    @cached_property
    def attributes(self) -> dict[str, list[ast.Attribute]]:
        """The places of each attribute, by its name."""
        found: dict[str, list[ast.Attribute]] = {}
        for node in walk(self.tree):
            if isinstance(node, ast.Attribute):
                found.setdefault(node.attr, []).append(node)
        return found

    @cached_property
    def changes(self) -> dict[str, list[ast.expr]]:
        """Where a name is bound, or what it stands for is changed in place, by name."""
        found: dict[str, list[ast.expr]] = {}
        for node in walk(self.tree):
            if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
                found.setdefault(node.id, []).append(node)
            elif isinstance(node, ast.Subscript) and not isinstance(node.ctx, ast.Load) and isinstance(node.value, ast.Name):
                found.setdefault(node.value.id, []).append(node)
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name):
                if node.func.attr in CHANGING:
                    found.setdefault(node.func.value.id, []).append(node)
        return found

    @cache  # noqa: B019 - it lives as long as the program
    def globals_of(self, function: ast.FunctionDef) -> frozenset[str]:
        """Return the names that a function declares to be those of the module, or of a function around it."""
        return frozenset(name for node in walk(function) if isinstance(node, (ast.Global, ast.Nonlocal)) for name in node.names)

    @cached_property
    def shared_names(self) -> frozenset[str]:
        """The names that functions declare to be those of the module, or of a function around them."""
        return frozenset(name for node in walk(self.tree) if isinstance(node, (ast.Global, ast.Nonlocal)) for name in node.names)

    @cached_property
    def strings(self) -> list[tuple[int, int]]:
        """The first and the last line of each string that goes over several lines."""
        spans = []
        for node in walk(self.tree):
            if isinstance(node, (ast.Constant, ast.JoinedStr)) and node.end_lineno != node.lineno:
                if isinstance(node, ast.JoinedStr) or isinstance(node.value, (str, bytes)):
                    spans.append((node.lineno, node.end_lineno or node.lineno))
        return spans

    @cached_property
    def first_import(self) -> ast.stmt:
        """The statement in front of which imports are written: the first import, or what comes first if there is none; never ``__future__``."""
        body = [node for node in self.tree.body if not (isinstance(node, ast.ImportFrom) and node.module == "__future__")]
        found = (node for node in body if isinstance(node, (ast.Import, ast.ImportFrom)))
        return next(found, body[ast.get_docstring(self.tree, clean=False) is not None])

    @cached_property
    def imports(self) -> dict[str, str]:
        """What module-level names stand for that are imported from TensorFlow; a name that is bound otherwise too is not among them."""
        found: dict[str, str] = {}
        other: set[str] = set()
        for node in walk(self.tree):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    if alias.name.split(".")[0] in _HOMES:
                        name = alias.asname or alias.name.split(".")[0]
                        found.setdefault(
                            name, ".".join([_HOMES[alias.name.split(".")[0]], *(alias.name.split(".")[1:] if alias.asname else [])])
                        )
                    elif alias.name.split(".")[0] == "tensorflow":
                        name = alias.asname or "tensorflow"
                        path = alias.name if alias.asname else "tensorflow"
                        if found.setdefault(name, path) != path:
                            other.add(name)
            elif isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "tensorflow" and not node.level:
                for alias in node.names:
                    found.setdefault(alias.asname or alias.name, f"{node.module}.{alias.name}")
            elif isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] in _HOMES and not node.level:
                home = ".".join([_HOMES[node.module.split(".")[0]], *node.module.split(".")[1:]])
                for alias in node.names:
                    found.setdefault(alias.asname or alias.name, f"{home}.{alias.name}")
            elif isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
                other.add(node.id)
            elif isinstance(node, ast.arg):
                other.add(node.arg)
            elif isinstance(node, (ast.FunctionDef, ast.ClassDef)):
                other.add(node.name)
        return {name: path for name, path in found.items() if name not in other}

    @cached_property
    def tf(self) -> str:
        """The name under which TensorFlow is imported.

        Raises:
            Refusal: It is not imported as a whole.
        """
        for name, path in self.imports.items():
            if path in ("tensorflow", "tensorflow.compat.v1"):
                return name
        raise Refusal(1, "TensorFlow is not imported as a whole, such as by `import tensorflow as tf`")

    def path(self, node: ast.AST) -> str | None:
        """Return the whole TensorFlow name that an expression is; None for anything else."""
        if not isinstance(node, (ast.Attribute, ast.Name)):
            return None
        if node not in self._paths:
            self._paths[node] = self._path(node)
        return self._paths[node]

    def _path(self, node: ast.AST) -> str | None:
        names: list[str] = []
        while isinstance(node, ast.Attribute):
            names.append(node.attr)
            node = node.value
        if not isinstance(node, ast.Name) or node.id not in self.imports:
            return None
        return ".".join([self.imports[node.id], *reversed(names)])

    def symbol(self, node: ast.AST) -> str | None:
        """Return the TensorFlow name that an expression is, without ``tensorflow`` and ``compat.v1`` in front."""
        path = self.path(node)
        if path is None:
            return None
        path = _BEHIND.get(path, path)
        for prefix in (_V1, _ROOT):
            if path.startswith(prefix):
                return path[len(prefix) :]
        return ""

    def is_v1(self, node: ast.AST) -> bool:
        """Whether an expression is a name of ``tensorflow.compat.v1``, or of ``tensorflow.contrib``."""
        return (self.path(node) or "").startswith((_V1, "tensorflow.contrib."))

    def is_contrib(self, node: ast.stmt) -> bool:
        """Whether a statement imports a part of ``tensorflow.contrib``, or what stands for it, which a lifted program has no use for."""
        if isinstance(node, ast.ImportFrom):
            path = (node.module or "").split(".")
            return node.level == 0 and (path[0] in _HOMES or path[:2] == ["tensorflow", "contrib"])
        if not isinstance(node, ast.Import):
            return False
        paths = [alias.name.split(".") for alias in node.names]
        return all(path[0] in _HOMES or path[:2] == ["tensorflow", "contrib"] for path in paths)

    def called(self, node: ast.AST | None) -> str | None:
        """Return the TensorFlow name that a call calls, as :meth:`symbol` does."""
        return self.symbol(node.func) if isinstance(node, ast.Call) else None

    def span(self, node: ast.AST) -> tuple[int, int]:
        """Return the byte offsets of a node."""
        line, column = node.lineno, node.col_offset  # type: ignore[attr-defined]
        end_line, end_column = node.end_lineno, node.end_col_offset  # type: ignore[attr-defined]
        decorators = getattr(node, "decorator_list", ())
        if decorators:
            line, column = decorators[0].lineno, node.col_offset  # type: ignore[attr-defined]
        return self._starts[line - 1] + column, self._starts[end_line - 1] + end_column

    def source(self, node: ast.AST) -> str:
        """Return the text of a node."""
        start, end = self.span(node)
        return self.data[start:end].decode()

    def line_start(self, line: int) -> int:
        """Return the byte offset of the beginning of a line, which counts from 1."""
        return self._starts[min(line, len(self._starts)) - 1]

    def first_line(self, node: ast.stmt) -> int:
        """Return the first line of a statement, with the comments that stand directly above it."""
        line: int = min([node.lineno, *(one.lineno for one in getattr(node, "decorator_list", ()))])
        while line > 1 and line - 1 in self.comments and not self.lines[line - 2][: self.comments[line - 1][0]].strip():
            if self.comments[line - 1][0] != node.col_offset:
                break
            line -= 1
        return line


def split_line(program: Program, wanted: int) -> Program:
    """Return a program in which each statement of a line stands on a line of its own."""
    lines = program.lines
    edits = []
    for node in walk(program.tree):
        for name in ("body", "orelse", "finalbody"):
            body = getattr(node, name, None)
            if not isinstance(body, list) or not body or not isinstance(body[0], ast.stmt):
                continue
            for index, one in enumerate(body):
                if one.lineno != wanted:
                    continue
                start = program.line_start(one.lineno)
                before = lines[one.lineno - 1][: one.col_offset]
                own = before[: len(before) - len(before.lstrip())].decode()
                if index and body[index - 1].end_lineno == one.lineno:
                    earlier = body[index - 1]
                    first = lines[earlier.lineno - 1][: earlier.col_offset]
                    outside = bool(first.strip()) and not isinstance(node, ast.Module) and body[0].lineno == getattr(node, "lineno", 0)
                    begins = lines[body[0].lineno - 1]
                    indent = begins[: len(begins) - len(begins.lstrip())].decode() + ("    " if outside else "")
                    edits.append((start + (earlier.end_col_offset or 0), start + one.col_offset, "\n" + indent))
                elif not index and before.strip() and one.lineno == getattr(node, "lineno", one.lineno):
                    edits.append((start + len(before.rstrip()), start + one.col_offset, "\n" + own + "    "))
    data = program.data
    for low, high, new in sorted(set(edits), reverse=True):
        data = data[:low] + new.encode() + data[high:]
    added = len(set(edits))
    origin = [*program.origin[: wanted - 1], *[program.origin[wanted - 1]] * (added + 1), *program.origin[wanted:]]
    return Program(data.decode(), origin)


def split_pairs(program: Program, statement: ast.stmt) -> Program | None:
    """Return a program in which ``a, b = f(x), f(y)`` is two statements; None where that is something else."""
    if not isinstance(statement, ast.Assign) or len(statement.targets) != 1:
        return None
    target, value = statement.targets[0], statement.value
    if not isinstance(target, ast.Tuple) or not isinstance(value, ast.Tuple) or len(target.elts) != len(value.elts):
        return None
    names = [program.source(one) for one in target.elts if isinstance(one, (ast.Name, ast.Attribute))]
    used = {program.source(one) for one in walk(value) if isinstance(one, (ast.Name, ast.Attribute))}
    first, last = statement.lineno, statement.end_lineno or statement.lineno
    alone = [one for one in walk(program.tree) if isinstance(one, ast.stmt) and first <= one.lineno <= last]
    has_comment = any(first <= line <= last for line in program.comments)
    if len(names) < len(target.elts) or len(set(names)) < len(names) or set(names) & used or len(alone) > 1 or has_comment:
        return None
    if any(isinstance(one, ast.Attribute) for one in target.elts) and any(isinstance(one, ast.Call) for one in walk(value)):
        # What is called might see an attribute that is not bound yet.
        return None
    indent = " " * statement.col_offset
    lines = [f"{indent}{name} = {program.source(one)}" for name, one in zip(names, value.elts)]
    text = program.text.splitlines()
    count = sum(line.count("\n") + 1 for line in lines)
    origin = [*program.origin[: first - 1], *[program.origin[first - 1]] * count, *program.origin[last:]]
    return Program("\n".join([*text[: first - 1], *lines, *text[last:]]) + "\n", origin)


def walk_own(node: ast.AST) -> list[ast.AST]:
    """Return a node and those below it, but nothing inside of functions and classes in it; kept with the node."""
    found: list[ast.AST] | None = getattr(node, "_walked_own", None)
    if found is None:
        found = []
        waiting = [node]
        while waiting:
            one = waiting.pop()
            found.append(one)
            waiting += [
                child for child in reversed(children(one)) if not isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
            ]
        node._walked_own = found  # type: ignore[attr-defined]
    return found


def free_name(base: str, taken: Container[str], separator: str = "_") -> str:
    """Return a name that nothing has yet: the one that is asked for, or that one with the first number behind it that makes it free."""
    found, number = base, 2
    while found in taken:
        found, number = f"{base}{separator}{number}", number + 1
    return found


def parameter_names(function: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> set[str]:
    """Return the names of the parameters of a function, those with stars among them."""
    return {one.arg for one in walk(function.args) if isinstance(one, ast.arg)}


def local_names(function: ast.FunctionDef | ast.AsyncFunctionDef) -> set[str]:
    """Return the names that the statements of a function bind; its parameters are not among them."""
    found: frozenset[str] | None = getattr(function, "_bound", None)
    if found is None:
        found = frozenset(stored_names(ast.Module(function.body, [])))
        function._bound = found  # type: ignore[union-attr]
    return set(found)


def stored_names(node: ast.AST) -> set[str]:
    """Return the names that a statement binds in its own scope."""
    known: frozenset[str] | None = getattr(node, "_stored", None)
    if known is None:
        known = frozenset(_stored_names(node))
        node._stored = known  # type: ignore[attr-defined]
    return set(known)


def _stored_names(node: ast.AST) -> set[str]:
    found: set[str] = set()
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return {node.name}
    targets = {id(one) for child in walk_own(node) if isinstance(child, ast.comprehension) for one in walk(child.target)}
    for child in walk_own(node):
        if id(child) in targets:
            continue
        if isinstance(child, ast.Name) and not isinstance(child.ctx, ast.Load):
            found.add(child.id)
        elif isinstance(child, ast.alias):
            found.add((child.asname or child.name).split(".")[0])
        elif isinstance(child, ast.ExceptHandler) and child.name:
            found.add(child.name)
        for function in children(child):
            if isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                found.add(function.name)
    return found


def stored_places(node: ast.AST, owner: str | None) -> set[str]:
    """Return the names that a statement binds, and the attributes that it binds of the object that a name stands for."""
    found = stored_names(node)
    if owner is not None:
        for child in walk_own(node):
            if (
                isinstance(child, ast.Attribute)
                and not isinstance(child.ctx, ast.Load)
                and isinstance(child.value, ast.Name)
                and child.value.id == owner
            ):
                found.add(f"{owner}.{child.attr}")
    return found
