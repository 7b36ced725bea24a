"""Names of operations and scopes, as a graph makes them unique."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tensorlift.lift.program import Program, walk

_OPERATORS = {ast.Add: "add", ast.Sub: "sub", ast.Mult: "mul", ast.Div: "truediv", ast.Pow: "pow", ast.USub: "neg", ast.MatMult: "matmul"}
_VARIABLES = ("Variable", "get_variable")
_SCOPES = ("name_scope", "variable_scope", "op_scope")
_NO_OPERATIONS = (
    "summary.",
    "flags",
    "app",
    "train.Saver",
    "train.Summary",
    "gfile.",
    "io.",
    "logging.",
    "Summary",
    "Graph",
    "Session",
    *_SCOPES,
)


@dataclass
class GraphNames:
    """The names that are in use by now, so far as they are written out.

    Attributes:
        scope: What stands in front of the names of operations; None where that is not written out.
    """

    scope: str | None = ""
    _used: dict[tuple[ast.AST | None, str], int] = field(default_factory=dict)
    _noted: set[ast.Call] = field(default_factory=set)
    _somewhere: set[str] = field(default_factory=set)
    """Names in small letters of which it is not known in which scope they are, or how often."""

    def unique(self, graph: ast.AST | None, name: str) -> str:
        """Return a name as a graph makes it unique: with a number behind if there is such a name already.

        Source: ``Graph.unique_name`` of TensorFlow 1.15, which does not tell small letters from large ones.
        """
        key = name.lower()
        number = self._used.get((graph, key), 0)
        self._used[graph, key] = number + 1
        if not number:
            return name
        other = key
        while (graph, other) in self._used:
            other = f"{key}_{number}"
            number += 1
        self._used[graph, other] = 1
        return f"{name}_{number - 1}"

    def may_be_taken(self, program: Program, name: str) -> bool:
        """Whether an operation that is no variable may have a name already, as it stands or with a number behind."""
        last = re.sub(r"(_\d+)+$", "", name.rpartition("/")[2].lower())
        others = _unwritten(program, besides=_VARIABLES) | _written(program)
        return any(re.sub(r"(_\d+)+$", "", one) == last for one in others)

    def note(self, program: Program, call: ast.Call, symbol: str, graph: ast.AST | None, *, is_once: bool) -> None:
        """Note the name that an operation is given."""
        if call in self._noted or symbol.startswith(_NO_OPERATIONS):
            return
        self._noted.add(call)
        name = text_of(next((one.value for one in call.keywords if one.arg == "name"), None))
        if name is None:
            return
        if is_once and self.scope is not None and not symbol.startswith("train.") and not _is_repeated(program, call):
            self.unique(graph, self.scope + name)
        else:
            self._somewhere.add(name.rpartition("/")[2].lower())

    @contextmanager
    def entered(
        self, program: Program, statement: ast.With, graph: ast.AST | None, text: Callable[[ast.expr | None], str | None]
    ) -> Iterator[None]:
        """Note what stands in front of names inside of a ``with``.

        Args:
            program: The program.
            statement: The ``with``.
            graph: What began the graph.
            text: Tells what text an expression is, if that is known.
        """
        before = self.scope
        for item in statement.items:
            call = item.context_expr
            symbol = program.called(call)
            if symbol not in _SCOPES or not isinstance(call, ast.Call):
                continue
            given = call.args[0] if call.args else next((one.value for one in call.keywords if one.arg in ("name", "name_or_scope")), None)
            name = text(given)
            if name and self.scope is not None and symbol != "op_scope" and not name.endswith("/") and not self.is_ambiguous(program, name):
                self.scope = self.unique(graph, self.scope + name) + "/"
            else:
                self.scope = None
        yield
        self.scope = before

    def is_ambiguous(self, program: Program, name: str) -> bool:
        """Whether an operation may have a name whose own name is not written out, and the program sees what a name becomes by that."""
        return sees_names(program) and name.rpartition("/")[2].lower() in self._somewhere | _unwritten(program)


_READERS = ("summary_iterator", "FromString", "ParseFromString", "EventAccumulator", "EventMultiplexer")


def sees_names(program: Program) -> bool:
    """Whether a program reads the names that a graph has made unique: from the files that it writes, or from what runs gave for summaries.

    Otherwise only TensorBoard shows the tags of summaries, and needs no number behind one because an operation that is gone had the same name.
    """
    return any(name in program.attributes or name in program.names for name in _READERS)


def _unwritten(program: Program, besides: tuple[str, ...] = ()) -> set[str]:
    """Return what operations may be called that are given no name, in small letters; those that some functions make are left out."""
    found = {"gradients"}
    for node in walk(program.tree):
        if isinstance(node, (ast.BinOp, ast.UnaryOp)) and type(node.op) in _OPERATORS:
            found.add(_OPERATORS[type(node.op)])
        symbol = program.called(node)
        if symbol is None or not isinstance(node, ast.Call) or symbol.startswith(_NO_OPERATIONS) or symbol in besides:
            continue
        own = symbol.rpartition(".")[2]
        if not any(one.arg == "name" for one in node.keywords):
            found |= {own.lower(), own.lower().removeprefix("reduce_").replace("_", ""), own.removesuffix("Optimizer").lower()}
        if own == "get_total_loss":
            found.add("total_loss")
        given = [*(node.args if own == "get_variable" else node.args[1:]), *(one.value for one in node.keywords if one.arg == "scope")]
        found |= {text.rpartition("/")[2].lower() for one in given if (text := text_of(one)) is not None}
    return found


def _written(program: Program) -> set[str]:
    """Return what operations and scopes that are no variables are called, in small letters."""
    found = set()
    for node in walk(program.tree):
        if isinstance(node, ast.Call) and program.called(node) not in _VARIABLES:
            given = [one.value for one in node.keywords if one.arg == "name"]
            if program.called(node) in _SCOPES:
                given += node.args[:1]
            found |= {text.rpartition("/")[2].lower() for one in given if (text := text_of(one)) is not None}
    return found


def _is_repeated(program: Program, node: ast.AST) -> bool:
    while node in program.parents:
        node = program.parents[node]
        if isinstance(node, (ast.For, ast.While, ast.ListComp, ast.GeneratorExp, ast.SetComp, ast.DictComp, ast.Lambda)):
            return True
    return False


def text_of(node: ast.expr | None) -> str | None:
    """Return the text that an expression of literals is; None for any other one."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = text_of(node.left), text_of(node.right)
        return left + right if left is not None and right is not None else None
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
        pattern, given = text_of(node.left), node.right
        parts = given.elts if isinstance(given, ast.Tuple) else [given]
        values = [one.value for one in parts if isinstance(one, ast.Constant)]
        if pattern is not None and len(values) == len(parts):
            try:
                return pattern % tuple(values)
            except (TypeError, ValueError):
                return None
    return None
