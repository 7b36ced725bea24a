"""What the elements of a dataset are: single tensors, tuples or dictionaries, so far as the program tells."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tensorlift.lift.program import Program, parameter_names, walk

if TYPE_CHECKING:
    from tensorlift.lift.evaluate import Evaluator
    from tensorlift.lift.frames import Source

Structure = tuple["Structure | None", ...] | bool
"""True for one tensor, False for something else that is known not to be one, a tuple for a tuple with these parts."""

_TENSORS = (
    "data.Dataset.range",
    "data.Dataset.list_files",
    "data.TextLineDataset",
    "data.TFRecordDataset",
    "data.FixedLengthRecordDataset",
)
_SAME = ("batch", "repeat", "shuffle", "prefetch", "take", "skip", "filter", "cache", "shard", "padded_batch", "unbatch", "concatenate")
_DICTIONARIES = ("io.parse_single_example", "io.parse_example", "parse_single_example", "parse_example")
_MOST = 30


class Structures:
    """Tells what the elements of datasets are.

    Args:
        program: The program.
    """

    def __init__(self, program: Program) -> None:
        self.program = program
        self._functions = {node.name: node for node in program.each(ast.FunctionDef)}
        self._steps = 0

    def of_dataset(self, node: ast.expr) -> Structure | None:
        """Return what an element of a dataset is; None where that is not known."""
        self._steps = 0
        return self._dataset(node)

    def _dataset(self, node: ast.expr) -> Structure | None:
        self._steps += 1
        if self._steps > _MOST:
            return None
        if isinstance(node, ast.Name):
            value = self._bound(node)
            return self._dataset(value) if value is not None else None
        if not isinstance(node, ast.Call):
            return None
        symbol = self.program.called(node)
        if symbol is not None:
            return self._made(node, symbol)
        if isinstance(node.func, ast.Name) and node.func.id in self._functions:
            returns = [one.value for one in walk(self._functions[node.func.id]) if isinstance(one, ast.Return) and one.value is not None]
            return self._dataset(returns[0]) if len(returns) == 1 else None
        if isinstance(node.func, ast.Attribute) and node.func.attr in _SAME:
            return self._dataset(node.func.value)
        if isinstance(node.func, ast.Attribute) and node.func.attr == "map" and node.args:
            return self._mapped(node.args[0], self._dataset(node.func.value))
        return None

    def _made(self, node: ast.Call, symbol: str) -> Structure | None:
        if symbol in _TENSORS:
            return True
        given = {one.arg: one.value for one in node.keywords}
        first = node.args[0] if node.args else next(iter(given.values()), None)
        if symbol in ("data.Dataset.from_tensor_slices", "data.Dataset.from_tensors") and first is not None:
            return self._value(first, {})
        if symbol == "data.Dataset.zip" and isinstance(first, ast.Tuple):
            return tuple(self._dataset(one) for one in first.elts)
        if symbol == "data.Dataset.from_generator":
            types = given.get("output_types", node.args[1] if len(node.args) > 1 else None)
            if isinstance(types, ast.Tuple):
                return tuple(True if self.program.symbol(one) else None for one in types.elts)
            return True if types is not None and self.program.symbol(types) else None
        return None

    def _mapped(self, function: ast.expr, given: Structure | None) -> Structure | None:
        """Return what a function gives for an element."""
        if isinstance(function, ast.Name) and function.id in self._functions:
            made = self._functions[function.id]
            returns = [one.value for one in walk(made) if isinstance(one, ast.Return) and one.value is not None]
            return self._value(returns[0], self._parameters(made.args, given)) if len(returns) == 1 else None
        if isinstance(function, ast.Lambda):
            return self._value(function.body, self._parameters(function.args, given))
        symbol = self.program.symbol(function)
        return True if symbol and symbol not in _DICTIONARIES else None

    def _parameters(self, arguments: ast.arguments, given: Structure | None) -> dict[str, Structure | None]:
        names = [one.arg for one in arguments.args]
        if isinstance(given, tuple) and len(given) == len(names):
            return dict(zip(names, given))
        return {name: given if len(names) == 1 and not isinstance(given, tuple) else None for name in names}

    def _value(self, node: ast.expr, known: dict[str, Structure | None]) -> Structure | None:
        """Return what a value becomes as an element."""
        self._steps += 1
        if self._steps > _MOST:
            return None
        if isinstance(node, ast.Tuple):
            return tuple(self._value(one, known) for one in node.elts)
        if isinstance(node, ast.Dict):
            return False
        if isinstance(node, (ast.List, ast.Constant, ast.BinOp, ast.Compare, ast.UnaryOp)):
            return True
        if isinstance(node, ast.Name):
            if node.id in known:
                return known[node.id]
            value = self._bound(node)
            return self._value(value, known) if value is not None else None
        if isinstance(node, ast.Subscript):
            value = self._bound(node.value) if isinstance(node.value, ast.Name) else node.value
            # the fields of a line are tensors, and several of them become one
            return True if self.program.called(value) == "io.decode_csv" else None
        if isinstance(node, ast.Call):
            symbol = self.program.called(node)
            if symbol is not None:
                return False if symbol in _DICTIONARIES else None if symbol in ("placeholder", "io.decode_csv") else True
            root: ast.AST = node.func
            while isinstance(root, (ast.Attribute, ast.Call)):
                root = root.value if isinstance(root, ast.Attribute) else root.func
            if isinstance(root, ast.Name) and root.id in ("np", "numpy", "rs", "rng"):
                return True
        return None

    def _bound(self, node: ast.Name) -> ast.expr | None:
        """Return what a name was bound to last before it is used; something that is taken apart is its own parts."""
        function = self._function(node)
        found: tuple[int, ast.expr] | None = None
        for one in walk(function or self.program.tree):
            if not isinstance(one, ast.Assign) or one.lineno >= node.lineno or (found is not None and one.lineno < found[0]):
                continue
            if self._function(one) is not function:
                continue
            for target in one.targets:
                if isinstance(target, ast.Name) and target.id == node.id:
                    found = one.lineno, one.value
                elif isinstance(target, ast.Tuple) and any(isinstance(part, ast.Name) and part.id == node.id for part in target.elts):
                    symbol = self.program.called(one.value) or ""
                    parts = one.value.elts if isinstance(one.value, ast.Tuple) and len(one.value.elts) == len(target.elts) else None
                    index = next(i for i, part in enumerate(target.elts) if isinstance(part, ast.Name) and part.id == node.id)
                    # the fields of a line are tensors
                    found = one.lineno, parts[index] if parts is not None else ast.Constant(0) if symbol == "io.decode_csv" else ast.Set([])
        if found is None and function is not None and node.id not in parameter_names(function):
            outside = [
                one.value
                for one in self.program.tree.body
                if isinstance(one, ast.Assign) and any(isinstance(target, ast.Name) and target.id == node.id for target in one.targets)
            ]
            return outside[-1] if outside else None
        return found[1] if found is not None else None

    def _function(self, node: ast.AST) -> ast.FunctionDef | None:
        while node in self.program.parents:
            node = self.program.parents[node]
            if isinstance(node, ast.FunctionDef):
                return node
        return None


def is_tensor(program: Program, evaluator: Evaluator, call: ast.expr) -> bool:
    """Tell whether what an iterator gives is known to be one tensor: something computes with it as with one, or the dataset has such.

    Args:
        program: The program.
        evaluator: Knows the iterators.
        call: The call of `get_next`, or what stands for a part of what it gave.
    """
    name = evaluator.placeholders.get(call)
    element = evaluator.elements[call]
    for node in walk(program.tree):
        if not (isinstance(node, ast.Name) and node.id == name) and not (isinstance(node, ast.Attribute) and node.attr == name):
            continue
        parent = program.parents.get(node)
        if isinstance(parent, (ast.BinOp, ast.Compare, ast.UnaryOp)):
            return True
        if isinstance(parent, (ast.Call, ast.keyword)):
            symbol = program.called(parent if isinstance(parent, ast.Call) else program.parents[parent])
            if symbol is not None and not symbol.startswith(("data.", "nest.", "group", "tuple", "print")):
                return True
    structure = _structure(program, evaluator, element.source)
    if element.index is None:
        return structure is True
    return isinstance(structure, tuple) and element.index < len(structure) and structure[element.index] is True


def _structure(program: Program, evaluator: Evaluator, source: Source) -> Structure | None:
    """Return what the elements that an iterator gives are, so far as the program tells."""
    datasets = [source.dataset] if source.dataset is not None else []
    datasets += [one.dataset for found in evaluator.restarts.values() for one in found if one.source is source]
    if source.kind == "handle":
        datasets = [one.dataset for one in evaluator.sources.values() if one.dataset is not None]
    structures = Structures(program)
    found = [structures.of_dataset(one) for one in datasets]
    return next((one for one in found if one is not None), None)
