"""The values of expressions that are known before a program runs: names of scopes, flags, numbers."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable
from typing import TYPE_CHECKING

from tensorlift.lift.scopes import AUTO, KEYS, Symbol, Text, joined

if TYPE_CHECKING:
    from tensorlift.lift.program import Program
    from tensorlift.lift.values import Value

Constant = tuple[object]
"""A value that is known, in a tuple, as it may be None."""

_PLAIN = (str, int, float, bool, type(None), Text)
_OPERATORS: dict[type[ast.AST], Callable[[object, object], object]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,  # type: ignore[dict-item]
    ast.LtE: operator.le,  # type: ignore[dict-item]
    ast.Gt: operator.gt,  # type: ignore[dict-item]
    ast.GtE: operator.ge,  # type: ignore[dict-item]
    ast.Is: operator.is_,
    ast.IsNot: operator.is_not,
    ast.In: lambda one, other: one in other,  # type: ignore[operator]
    ast.NotIn: lambda one, other: one not in other,  # type: ignore[operator]
}
_METHODS = frozenset({"startswith", "endswith", "lower", "upper", "strip", "split", "replace", "rstrip", "lstrip", "find", "count", "join"})


class Constants:
    """Evaluates what is known.

    Args:
        program: The program.
        value: Tells what a name, an attribute or another expression stands for.
    """

    def __init__(self, program: Program, value: Callable[[ast.expr], Value]) -> None:
        self.program = program
        self.value = value

    def of(self, node: ast.expr) -> Constant | None:
        """Return the value of an expression; None if it is not known."""
        try:
            return self._of(node)
        except (TypeError, ValueError, ArithmeticError, LookupError, AttributeError):
            return None

    def _of(self, node: ast.expr) -> Constant | None:
        if isinstance(node, ast.Constant):
            return (node.value,)
        if self.program.symbol(node) == "AUTO_REUSE":
            return (AUTO,)
        if (self.program.symbol(node) or "").startswith("GraphKeys."):
            name = KEYS.get(str(self.program.symbol(node)).partition(".")[2])
            return (name,) if name is not None else None
        if isinstance(node, (ast.Tuple, ast.List)):
            parts = [self._of(one) for one in node.elts]
            return (tuple(one[0] for one in parts if one is not None),) if None not in parts else None
        if isinstance(node, ast.JoinedStr):
            return self._formatted(node)
        if isinstance(node, ast.BinOp):
            return self._combined(node)
        if isinstance(node, ast.UnaryOp):
            inner = self._of(node.operand)
            if inner is None or isinstance(inner[0], Text):
                return None
            if isinstance(node.op, ast.Not):
                return (not inner[0],)
            return (-inner[0],) if isinstance(node.op, ast.USub) else None  # type: ignore[operator]
        if isinstance(node, ast.BoolOp):
            return self._chosen(node)
        if isinstance(node, ast.IfExp):
            test = self._of(node.test)
            if test is None or isinstance(test[0], Text):
                return None
            return self._of(node.body if test[0] else node.orelse)
        if isinstance(node, ast.Compare) and len(node.ops) == 1:
            left, right = self._of(node.left), self._of(node.comparators[0])
            compare = _OPERATORS.get(type(node.ops[0]))
            if left is None or right is None or compare is None:
                return None
            if Text in (type(left[0]), type(right[0])):
                return (isinstance(node.ops[0], ast.IsNot),) if isinstance(node.ops[0], (ast.Is, ast.IsNot)) else None
            return (compare(left[0], right[0]),)
        if isinstance(node, ast.Call):
            return self._called(node)
        if isinstance(node, ast.Subscript):
            inner, key = self._of(node.value), self._slice(node.slice) if isinstance(node.slice, ast.Slice) else self._of(node.slice)
            if inner is not None and key is not None and isinstance(inner[0], (tuple, str)):
                return (inner[0][key[0]],)  # type: ignore[index,call-overload]
        if isinstance(node, (ast.Name, ast.Attribute, ast.Subscript)):
            return self.value(node).constant
        return None

    def _slice(self, node: ast.Slice) -> Constant | None:
        bounds = [self._of(one) if one is not None else (None,) for one in (node.lower, node.upper, node.step)]
        return (slice(*(one[0] for one in bounds if one is not None)),) if None not in bounds else None

    def _formatted(self, node: ast.JoinedStr) -> Constant | None:
        parts = []
        for one in node.values:
            if isinstance(one, ast.FormattedValue):
                inner = self._of(one.value) if one.conversion == -1 and one.format_spec is None else None
                if inner is None:
                    return None
                parts.append(_text(inner[0]))
            else:
                assert isinstance(one, ast.Constant)
                parts.append(str(one.value))
        return (joined(*parts),)

    def _combined(self, node: ast.BinOp) -> Constant | None:
        left, right = self._of(node.left), self._of(node.right)
        if left is None or right is None:
            return None
        one, other = left[0], right[0]
        given = other if isinstance(other, tuple) else (other,)
        if isinstance(one, (str, Text)) and isinstance(node.op, ast.Add) and isinstance(other, (str, Text)):
            return (joined(one, other),)
        if isinstance(one, Text) or any(isinstance(part, Text) for part in given):
            if isinstance(node.op, ast.Mod) and isinstance(one, str) and one.count("%") == one.count("%s") == len(given):
                return (_filled(one.split("%s"), given),)
            return None
        function = _OPERATORS.get(type(node.op))
        return (function(one, other),) if function is not None else None

    def _chosen(self, node: ast.BoolOp) -> Constant | None:
        for one in node.values:
            inner = self._of(one)
            if inner is None:
                return None
            # A string that differs from object to object is taken not to be empty: it is the name of a scope.
            if bool(inner[0]) is isinstance(node.op, ast.Or) or one is node.values[-1]:
                return inner
        return None

    def _called(self, node: ast.Call) -> Constant | None:
        given = [self._of(one) for one in node.args]
        if None in given or node.keywords:
            return None
        plain = [one[0] for one in given if one is not None]
        if isinstance(node.func, ast.Name) and node.func.id in ("str", "int", "len", "bool", "float") and len(plain) == 1:
            if isinstance(plain[0], Text):
                return (plain[0],) if node.func.id == "str" else None
            return ({"str": str, "int": int, "len": len, "bool": bool, "float": float}[node.func.id](plain[0]),)  # type: ignore[operator]
        if not isinstance(node.func, ast.Attribute):
            return None
        owner = self._of(node.func.value)
        if owner is None or not isinstance(owner[0], str):
            return None
        if node.func.attr == "format":
            if any(isinstance(one, Text) for one in plain):
                return (_filled(owner[0].split("{}"), plain),) if owner[0].count("{") == owner[0].count("{}") == len(plain) else None
            return (owner[0].format(*plain),)
        if node.func.attr in _METHODS and not any(isinstance(one, Text) for one in plain):
            found = getattr(owner[0], node.func.attr)(*plain)
            return (tuple(found) if isinstance(found, list) else found,)
        return None


def _text(value: object) -> str | Text:
    return value if isinstance(value, Text) else str(value)


def _filled(pieces: list[str], given: tuple[object, ...] | list[object]) -> str | Text:
    found: list[str | Text] = [pieces[0]]
    for value, piece in zip(given, pieces[1:], strict=True):
        found += [_text(value), piece]
    return joined(*found)


def is_plain(value: object) -> bool:
    """Whether a value is one that can be followed."""
    return isinstance(value, _PLAIN) or (isinstance(value, tuple) and all(is_plain(one) for one in value))


def symbol(owner: ast.AST, name: str) -> Text:
    """Return the string that stands for a parameter whose value differs from object to object."""
    return Text((Symbol(owner, name),))
