"""Rewrites what is left of TensorFlow 1 in expressions."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Set
from typing import TYPE_CHECKING

from tensorlift.lift.known import known
from tensorlift.lift.program import Program, Refusal, children, walk
from tensorlift.lift.scopes import Event, Made

if TYPE_CHECKING:
    from tensorlift.lift.evaluate import MethodCall
    from tensorlift.lift.frames import Item
    from tensorlift.lift.known.collections import Entry, Listed

_DTYPES = {"float": "float32", "double": "float64", "int": "int32"}


_Unneeded = tuple[dict[ast.FunctionDef, set[str]], dict[ast.Call, set[ast.AST]], set[ast.AST], set[ast.AST]]


def unneeded_parameters(program: Program) -> _Unneeded:
    """Return the parameters that only say what recurrent cells drop, which is computed elsewhere, or which collections variables are in,
    by function; the arguments for them, by call; all expressions of that kind; and those about collections.
    """
    nodes = list(walk(program.tree))
    wrappers = [one for one in nodes if isinstance(one, ast.Call) and (program.called(one) or "").endswith(".DropoutWrapper")]
    shares = {
        node for one in wrappers for part in (*one.args[1:], *one.keywords) if getattr(part, "arg", "") != "cell" for node in walk(part)
    }
    collections = {
        node
        for one in nodes
        if isinstance(one, ast.Call) and program.called(one) in ("Variable", "get_variable")
        for part in one.keywords
        if part.arg == "collections"
        for node in walk(part)
    }
    shares |= collections
    parameters: dict[ast.FunctionDef, set[str]] = {}
    arguments: dict[ast.Call, set[ast.AST]] = {}
    for function in nodes if shares else ():
        if not isinstance(function, ast.FunctionDef) or function.args.posonlyargs or function.args.kwonlyargs or function.args.vararg:
            continue
        inside = [one for part in function.body for one in walk(part) if isinstance(one, ast.Name)]
        names = [one.arg for one in function.args.args]
        gone = {name for name in names if any(one.id == name for one in inside) and all(one in shares for one in inside if one.id == name)}
        uses = [one for one in nodes if isinstance(one, ast.Name) and one.id == function.name and isinstance(one.ctx, ast.Load)]
        called = [parent for one in uses if isinstance(parent := program.parents[one], ast.Call) and parent.func is one]
        starred = any(
            isinstance(part, ast.Starred) or getattr(part, "arg", "") is None for one in called for part in (*one.args, *one.keywords)
        )
        if not gone or len(called) < len(uses) or starred:
            continue
        parameters[function] = gone
        for call in called:
            given: list[tuple[str, ast.AST]] = [*zip(names, call.args), *((str(one.arg), one) for one in call.keywords)]
            arguments.setdefault(call, set()).update(one for name, one in given if name in gone)
            about = {one.id for one in inside if one in collections}
            collections |= {node for name, one in given if name in gone & about for node in walk(one)}
    elsewhere = shares | {node for given in arguments.values() for one in given for node in walk(one)}
    return parameters, {call: given for call, given in arguments.items() if given}, elsewhere, collections


class Rewriter:
    """Rewrites what is left of TensorFlow 1 in single expressions.

    Args:
        program: The program.
    """

    def __init__(self, program: Program) -> None:
        self.program = program
        self.replaced: dict[ast.AST, Callable[[], str]] = {}
        """Calls that have become calls of something that was made before."""
        self.constants: dict[ast.AST, str] = {}
        """Expressions that are constants in the function that is being written."""
        self.waiting: set[ast.AST] = set()
        """Calls of layers that leave their averages alone in the function that is being written."""
        self.regularizing: dict[Item, list[str]] = {}
        """The names of layers with regularizers, by the statements that make them."""
        self.regularized: Mapping[ast.Call, list[Item]] = {}
        """The statements with layers whose regularizers calls ask for."""
        self.totals: Mapping[ast.Call, list[str]] = {}
        """The names of the losses that calls add up."""
        self.inserted: dict[tuple[int, str], bool] = {}
        """Lines in front of statements, by where they go, and whether they went there."""
        self.imports: set[str] = set()
        self.methods: Mapping[ast.Call, MethodCall] = {}
        """The calls of methods of savers and the like."""
        self.listed: Mapping[ast.expr, list[Made]] = {}
        """The variables that calls list."""
        self.listing: Callable[[ast.expr], str] = self.text
        """Writes such a list."""
        self.names: dict[ast.AST, str] = {}
        """The full names of variables by the calls that make them, where the program uses names."""
        self.named_in: Mapping[ast.Call, Listed] = {}
        """What is in collections, by the calls that ask for them."""
        self.collected: Mapping[Event, Entry] = {}
        """What was added to collections."""
        self.scoped: Mapping[ast.AST, ast.expr] = {}
        """The initializers that variables take from the scope around them."""
        self.rates: Mapping[ast.Call, ast.expr] = {}
        """The learning rates that change from run to run, which are set in the functions that train."""
        self.constant_rates: Set[ast.Call] = frozenset()
        """The calls of optimizers whose learning rate is a constant, which Keras takes as a number only."""
        self.cast: Mapping[ast.Call, set[str]] = {}
        """The arguments of losses that may be of another type than float32."""

        self._without = program.once(unneeded_parameters)
        self.definitions: set[str] = set()
        self.indent_of: Callable[[ast.stmt], str] = lambda node: " " * node.col_offset
        """The white space that a statement that stays will have in front."""
        self.gone: set[ast.AST] = set()
        """Parts of replaced statements whose text is not used in what takes their place."""
        self.initializers: dict[ast.AST, ast.expr] = {}
        """What the scopes around say of the first values of layers and cells, by the calls that make these."""
        self.mentioned: dict[ast.stmt, list[ast.expr]] = {}
        """Expressions from elsewhere that statements have now."""

    @property
    def elsewhere(self) -> set[ast.AST]:
        """Expressions that are computed elsewhere than they stand."""
        return self._without[2]

    @property
    def collections(self) -> set[ast.AST]:
        """Expressions that only say which collections variables are in."""
        return self._without[3]

    def only_collects(self, node: ast.AST) -> bool:
        """Whether a statement only names collections for variables to be in."""
        target = node.targets[0] if isinstance(node, ast.Assign) and len(node.targets) == 1 else None
        if not isinstance(node, ast.Assign) or not isinstance(target, ast.Name) or not self.collections:
            return False
        if any(isinstance(one, (ast.Call, ast.Await, ast.NamedExpr)) for one in walk(node.value)):
            return False
        loads = [one for one in self.program.each(ast.Name) if one.id == target.id and isinstance(one.ctx, ast.Load)]
        return bool(loads) and all(one in self.collections for one in loads)

    def is_same(self, node: ast.AST) -> bool:
        """Whether a statement binds a name to what it is bound to anyway, as things stand now."""
        if not isinstance(node, ast.Assign) or not isinstance(node.targets[0], ast.Name) or len(node.targets) > 1 or node in self.replaced:
            return False
        try:
            return self.text(node.value) == node.targets[0].id
        except Refusal:
            # It is a layer, which is written when it is known where that is made.
            return False

    def inside(self) -> Rewriter:
        """Return one for the inside of a class, whose imports and definitions are those of this one."""
        found = Rewriter(self.program)
        found.imports, found.definitions, found.names, found.rates = self.imports, self.definitions, self.names, self.rates
        found.constant_rates = self.constant_rates
        found.cast, found.named_in, found.collected = self.cast, self.named_in, self.collected
        found.scoped, found.listed, found.listing, found.initializers = self.scoped, self.listed, self.listing, self.initializers
        return found

    def mention(self, statement: ast.stmt, node: ast.expr) -> None:
        """Note that the text of a statement has an expression from elsewhere."""
        self.mentioned.setdefault(statement, []).append(node)

    def define(self, line: str) -> None:
        """Ask for a definition behind the imports."""
        self.definitions.add(line)

    def require(self, line: str) -> None:
        """Ask for an import."""
        self.imports.add(line)

    def numpy(self) -> str:
        """Return the name under which NumPy is imported; it is imported if it is not."""
        for node in walk(self.program.tree):
            if isinstance(node, ast.Import) and node in self.program.tree.body:
                for alias in node.names:
                    if alias.name == "numpy":
                        return alias.asname or alias.name
        self.require("import numpy as np")
        return "np"

    def insert(self, call: ast.Call, lines: list[str]) -> None:
        """Put lines in front of the statement that a call stands in.

        Raises:
            Refusal: It stands in something that may run more than once, or not at all.
        """
        node: ast.AST = call
        while not isinstance(node, ast.stmt):
            node = self.program.parents[node]
            if isinstance(node, (ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.IfExp, ast.BoolOp)):
                raise Refusal(call, f"`{self.program.source(call.func)}` stands inside of an expression that is not always computed once")
        if isinstance(node, (ast.If, ast.While, ast.For, ast.With)):
            raise Refusal(call, f"`{self.program.source(call.func)}` stands in the head of a statement")
        indent = " " * node.col_offset
        self.inserted.setdefault((self.program.span(node)[0], "".join(f"{line}\n{indent}" for line in lines)), False)

    def edits(self, node: ast.AST) -> list[tuple[int, int, str]]:
        """Return the edits of a statement or an expression, by byte offsets.

        Raises:
            Refusal: Something of TensorFlow 1 in it has no form that is known here.
        """
        found: list[tuple[int, int, str]] = []
        self._collect(node, found)
        if isinstance(node, ast.stmt):
            start, end = self.program.span(node)
            for place, text in self.inserted:
                if start <= place < end:
                    found.append((place, place, text))
                    self.inserted[place, text] = True
        return found

    def text(self, node: ast.expr) -> str:
        """Return an expression with its edits made."""
        start, end = self.program.span(node)
        text = self.program.data[start:end]
        for low, high, new in sorted(self.edits(node), reverse=True):
            text = text[: low - start] + new.encode() + text[high - start :]
        return text.decode()

    def dtype(self, node: ast.expr | None) -> str:
        """Return the data type of a placeholder as TensorFlow 2 code."""
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            return f"{self.program.tf}.{_DTYPES.get(node.value, node.value)}"
        if isinstance(node, ast.Name) and node.id in ("float", "int", "bool", "str"):
            return f"{self.program.tf}." + {"float": "float32", "int": "int32", "bool": "bool", "str": "string"}[node.id]
        if node is None:
            return f"{self.program.tf}.float32"
        return self.text(node)

    def dtype_of_default(self, node: ast.expr) -> str:
        """Return the data type that a placeholder has from its default."""
        if isinstance(node, ast.Constant):
            name = {float: "float32", int: "int32", bool: "bool", str: "string"}.get(type(node.value))
            if name is not None:
                return f"{self.program.tf}.{name}"
        if isinstance(node, ast.Call):
            for one in node.keywords:
                if one.arg == "dtype":
                    return self.text(one.value)
            if self.program.called(node) in ("zeros", "ones") and len(node.args) == 1:
                return f"{self.program.tf}.float32"
        raise Refusal(node, "the data type of a placeholder with a default cannot be told")

    def _collect(self, node: ast.AST, found: list[tuple[int, int, str]]) -> None:
        if node in self.constants:
            found.append((*self.program.span(node), self.constants[node]))
            return
        if node in self.replaced:
            found.append((*self.program.span(node), self.replaced[node]()))
            return
        if node in self.program.dimensions:
            found.append((*self.program.span(node), self.program.dimensions[node]))
            return
        symbol = self.program.symbol(node) if isinstance(node, ast.Attribute) else self.program.called(node)
        entry = known(symbol) if symbol else None
        called = self.methods.get(node) if isinstance(node, ast.Call) else None
        if isinstance(node, ast.Call) and called is not None and called.method.write is not None:
            found.append((*self.program.span(node), called.method.write(self, node, called.maker)))
            return
        if isinstance(node, ast.Call) and entry is not None and entry.write is not None:
            new = entry.write(self, node)
            if new is not None:
                found.append((*self.program.span(node), new))
                return
        if isinstance(node, ast.Attribute) and symbol:
            if entry is not None and entry.write_name is not None:
                found.append((*self.program.span(node), entry.write_name(self, node)))
            elif entry is not None and entry.name is not None:
                found.append((*self.program.span(node), f"{self.program.tf}.{entry.name}"))
            elif self.program.is_v1(node):
                raise Refusal(node, f"`{self.program.source(node)}` has no native form that is known here")
            return
        if isinstance(node, ast.FunctionDef) and node in self._without[0]:
            self._collect_parameters(node, found)
        if isinstance(node, ast.Call) and node in self._without[1]:
            gone = self._without[1][node]
            every = [self.program.span(one) for one in (*node.args, *node.keywords)]
            texts = [self.text(one) for one in node.args if one not in gone]
            texts += [f"{one.arg}={self.text(one.value)}" for one in node.keywords if one not in gone]
            found.append((min(one[0] for one in every), max(one[1] for one in every), ", ".join(texts)))
            self._collect(node.func, found)
            return
        for child in children(node):
            self._collect(child, found)

    def _collect_parameters(self, node: ast.FunctionDef, found: list[tuple[int, int, str]]) -> None:
        """Let parameters of a function go."""
        span = self.program.span
        parts = []
        first = len(node.args.args) - len(node.args.defaults)
        for index, one in enumerate(node.args.args):
            default = node.args.defaults[index - first] if index >= first else None
            parts.append((one.arg, span(one)[0], span(default or one)[1]))
        texts = [self.program.data[low:high].decode() for name, low, high in parts if name not in self._without[0][node]]
        found.append((parts[0][1], parts[-1][2], ", ".join(texts)))
