"""Functions whose names or rules are others in TensorFlow 2: division, choice, logging, files."""

from __future__ import annotations

import ast

from tensorlift.lift.calls import Rewriter
from tensorlift.lift.dtypes import dtype_of
from tensorlift.lift.evaluate import Evaluator
from tensorlift.lift.known.base import Known, arguments
from tensorlift.lift.known.graph import PYTHON_CALL
from tensorlift.lift.program import Refusal
from tensorlift.lift.shapes import Shapes
from tensorlift.lift.values import COMPUTED, Kind, Scope, Value

_LEVELS = {"debug": "debug", "info": "info", "warn": "warning", "warning": "warning", "error": "error", "fatal": "critical"}


def _divided(evaluator: Evaluator, call: ast.Call, given: Value, scope: Scope) -> Value:
    """``tf.div`` divides whole numbers as Python 2 does, and other numbers exactly."""
    for one in arguments(call, ("x", "y", "name")).values():
        dtype = dtype_of(evaluator.program, evaluator, one, scope)
        if dtype is not None and not isinstance(one, ast.Constant):
            evaluator.program.functions[call] = "math.floordiv" if dtype.startswith(("int", "uint")) else "divide"
    kind = Kind.TENSOR if given.kind in (*COMPUTED, Kind.VARIABLE) else max(given.kind, Kind.CONSTANT)
    return given.of(kind)


def _write_division(rewriter: Rewriter, call: ast.Call) -> str:
    function = (
        "math.floordiv" if (rewriter.program.called(call) or "").endswith("div") and "floor" in rewriter.program.source(call.func) else None
    )
    function = function or rewriter.program.functions.get(call)
    if function is None:
        raise Refusal(call, f"whether `{rewriter.program.source(call.func)}` divides whole numbers cannot be told")
    values = arguments(call, ("x", "y", "name"))
    return f"{rewriter.program.tf}.{function}({rewriter.text(values['x'])}, {rewriter.text(values['y'])})"


def _write_where(rewriter: Rewriter, call: ast.Call) -> str:
    """The condition of TensorFlow 1 has the shape of what it chooses from, or chooses rows; that of TensorFlow 2 is broadcast."""
    values = arguments(call, ("condition", "x", "y", "name"))
    condition, one, two = values.get("condition"), values.get("x"), values.get("y")
    if condition is None or (one is None) != (two is None):
        raise Refusal(call, "an argument of `tf.where` is not lifted")
    tf = rewriter.program.tf
    if one is None or two is None:
        return f"{tf}.where({rewriter.text(condition)})"
    shapes = Shapes(rewriter.program)
    known = [shapes.shape(part) for part in (condition, one, two)]
    ranks = {len(shape) if shape is not None else None for shape in known}
    likes = {shapes.like(part) for part in (condition, one, two)}
    if not (len(ranks) == 1 and None not in ranks) and not (len(likes) == 1 and None not in likes):
        raise Refusal(call, "whether `tf.where` chooses rows or single elements cannot be told")
    return f"{tf}.where({rewriter.text(condition)}, {rewriter.text(one)}, {rewriter.text(two)})"


def _write_logging(rewriter: Rewriter, node: ast.Attribute) -> str:
    level = (rewriter.program.symbol(node) or "").rpartition(".")[2]
    return f"{rewriter.program.tf}.get_logger().{_LEVELS[level]}"


KNOWN = {
    "div": Known(_divided, _write_division),
    "floor_div": Known(write=_write_division),
    "where": Known(write=_write_where),
    **{f"logging.{level}": Known(PYTHON_CALL, write_name=_write_logging) for level in _LEVELS},
    **{
        f"logging.{level}": Known(PYTHON_CALL, write_name=lambda rewriter, node: repr(node.attr))
        for level in ("DEBUG", "INFO", "WARN", "ERROR", "FATAL")
    },
    **{name: Known(PYTHON_CALL, name="io.gfile.GFile") for name in ("gfile.FastGFile", "gfile.GFile", "gfile.Open")},
}
