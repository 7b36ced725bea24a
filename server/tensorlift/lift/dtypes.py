"""The data types of tensors, as far as the program tells them."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tensorlift.lift.program import Program
from tensorlift.lift.values import COMPUTED, Kind, Scope

if TYPE_CHECKING:
    from tensorlift.lift.evaluate import Evaluator

_NAMES = {"float": "float32", "double": "float64", "int": "int32"}
_TRUTHS = (
    "equal",
    "not_equal",
    "less",
    "less_equal",
    "greater",
    "greater_equal",
    "is_nan",
    "is_finite",
    "is_inf",
    "in_top_k",
    "reduce_any",
    "reduce_all",
)
_WHOLE = {"argmax": "int64", "argmin": "int64", "arg_max": "int64", "arg_min": "int64", "shape": "int32", "size": "int32", "rank": "int32", "where": None,
          "unique": None, "top_k": None, "moments": None, "split": None}  # fmt: skip
_DRAWN = ("random_normal", "random_uniform", "truncated_normal", "normal", "uniform", "zeros", "ones", "one_hot", "linspace", "eye")
_ALIKE = (
    "add",
    "subtract",
    "multiply",
    "divide",
    "pow",
    "maximum",
    "minimum",
    "matmul",
    "add_n",
    "squared_difference",
    "truediv",
    "tensordot",
    "bias_add",
)
"""Functions whose operands have one type."""
_WEIGHTED = (
    *(f"layers.{name}" for name in ("dense", "conv1d", "conv2d", "conv3d", "conv2d_transpose", "separable_conv2d", "batch_normalization")),
    *(f"contrib.layers.{name}" for name in ("fully_connected", "conv2d", "conv2d_transpose", "batch_norm")),
    *(f"contrib.slim.{name}" for name in ("fully_connected", "conv2d", "conv2d_transpose", "batch_norm")),
)
"""Functions that become layers of Keras, whose variables and results are of type float32."""
_TENSORS = (*COMPUTED, Kind.CONSTANT, Kind.VARIABLE)


def dtype_of(program: Program, evaluator: Evaluator, node: ast.expr, scope: Scope, depth: int = 0) -> str | None:
    """Return the data type of what an expression computes, such as ``float32``.

    Args:
        program: The program.
        evaluator: Tells what expressions stand for.
        node: The expression.
        scope: What names stand for there.
        depth: How many names were followed by now.

    Returns:
        The name of the type; None where it cannot be told.
    """

    def of(one: ast.expr) -> str | None:
        return dtype_of(program, evaluator, one, scope, depth)

    if depth > 40:
        return None
    if isinstance(node, (ast.Name, ast.Attribute)):
        made = _made(evaluator, node, scope)
        return dtype_of(program, evaluator, made[0], made[1], depth + 1) if made is not None else None
    if isinstance(node, ast.Compare):
        return "bool"
    if isinstance(node, ast.UnaryOp):
        return of(node.operand)
    if isinstance(node, ast.Subscript):
        return of(node.value)
    if isinstance(node, ast.BinOp):
        return _any([of(one) for one in (node.left, node.right) if evaluator.value(one, scope).kind in _TENSORS])
    if isinstance(node, ast.Constant):
        return {float: "float32", int: "int32", bool: "bool", str: "string"}.get(type(node.value))
    if isinstance(node, (ast.List, ast.Tuple)):
        return _common([of(one) for one in node.elts])
    if not isinstance(node, ast.Call):
        return None
    symbol = program.called(node)
    name = (symbol or "").rpartition(".")[2]
    given = next((one.value for one in node.keywords if one.arg in ("dtype", "out_type", "output_type")), None)
    if symbol is not None and name in ("cast", "placeholder", "constant", "zeros", "ones"):
        place = 0 if name == "placeholder" else 1
        given = given or (node.args[place] if len(node.args) > place else None)
    if given is not None:
        return _named(program, given)
    if isinstance(node.func, ast.Attribute) and node.func.attr == "zero_state" and len(node.args) > 1:
        return _named(program, node.args[1])
    if symbol == "constant" and node.args:
        return of(node.args[0])
    if (symbol is not None and name in _TRUTHS) or name.startswith("logical_"):
        return "bool"
    if symbol is not None and name in _WHOLE:
        return _WHOLE[name]
    if symbol is not None and (name in _DRAWN or symbol in _WEIGHTED):
        return "float32"
    if symbol in ("Variable", "get_variable"):
        first = next((one.value for one in node.keywords if one.arg in ("initial_value", "initializer")), None)
        first = first or (node.args[0] if symbol == "Variable" and node.args else None)
        return of(first) if first is not None and symbol == "Variable" else "float32"
    if symbol is None and isinstance(node.func, ast.Attribute) and evaluator.value(node.func.value, scope).kind not in _TENSORS:
        if node.func.attr == "astype" and node.args:
            return _named(program, node.args[0])
    tensors = [one for one in (*node.args, *(one.value for one in node.keywords)) if evaluator.value(one, scope).kind in _TENSORS]
    if name in _ALIKE:
        return _any([of(one) for one in tensors])
    return of(tensors[0]) if tensors else None


def _made(evaluator: Evaluator, node: ast.Name | ast.Attribute, scope: Scope) -> tuple[ast.expr, Scope] | None:
    """Return the expression that a name or an attribute was bound to, and what names stood for there."""
    if isinstance(node, ast.Name):
        binding = scope.get(node.id)
    else:
        owner = evaluator.value(node.value, scope).instance
        binding = owner.frame.attributes.get(node.attr) if owner is not None else None
    if binding is None:
        return None
    if binding.value.kind is Kind.PLACEHOLDER and binding.value.call is not None:
        return binding.value.call, scope
    item = binding.item
    if item is None and len(binding.value.items) == 1:
        (item,) = binding.value.items
    if item is None or len(item.binds) != 1 or not isinstance(item.node, (ast.Assign, ast.AnnAssign)) or item.node.value is None:
        return None
    return item.node.value, item.before


def _any(found: list[str | None]) -> str | None:
    """Return the type of operands that all have the same one."""
    return next((one for one in found if one is not None), None)


def _common(found: list[str | None]) -> str | None:
    return found[0] if found and all(one == found[0] for one in found) else None


def _named(program: Program, node: ast.expr) -> str | None:
    """Return a data type that is written out, such as ``tf.float32``, ``np.float32`` or ``'float'``."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return _NAMES.get(node.value, node.value)
    if isinstance(node, ast.Name):
        return {"float": "float32", "int": "int32", "bool": "bool", "str": "string"}.get(node.id)
    return node.attr if isinstance(node, ast.Attribute) else None
