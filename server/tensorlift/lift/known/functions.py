"""Functions of tensors: which draw anew in each run, and which read otherwise in TensorFlow 2."""

from __future__ import annotations

import ast

from tensorlift.lift.calls import Rewriter
from tensorlift.lift.evaluate import Evaluator
from tensorlift.lift.initializers import drawn_afresh
from tensorlift.lift.known.base import Known, arguments
from tensorlift.lift.known.graph import PYTHON_CALL
from tensorlift.lift.program import Program, Refusal
from tensorlift.lift.recurrent import is_float32
from tensorlift.lift.shapes import Shapes
from tensorlift.lift.values import Kind, Scope, Value

_RANDOM = ("random.*", "random_*", "truncated_normal", "multinomial", "nn.dropout", "image.random_*", "image.sample_distorted*", "nn.nce_loss",
           "nn.sampled_softmax_loss", "nn.fractional_*", "nn.log_uniform*", "nn.uniform_candidate*", "nn.learned_unigram*", "nn.fixed_unigram*")  # fmt: skip
_INITIALIZERS = {
    "glorot_normal_initializer": "GlorotNormal",
    "glorot_uniform_initializer": "GlorotUniform",
    "initializers.glorot_normal": "GlorotNormal",
    "initializers.glorot_uniform": "GlorotUniform",
    "orthogonal_initializer": "Orthogonal",
    "variance_scaling_initializer": "VarianceScaling",
    "initializers.variance_scaling": "VarianceScaling",
}
_SAME_INITIALIZERS = ("initializers.*", "uniform_unit_scaling_initializer", "keras.initializers.*")


def _drawn(evaluator: Evaluator, call: ast.Call, given: Value, scope: Scope) -> Value:
    kind = Kind.TENSOR if given.kind in (Kind.VARIABLE, Kind.PLACEHOLDER, Kind.TENSOR) else Kind.RANDOM
    return Value(kind, given.items, None, given.layers, given.variables)


def _affine(activation: str) -> Known:
    def write(rewriter: Rewriter, call: ast.Call) -> str:
        values = {key: rewriter.text(node) for key, node in arguments(call, ("x", "weights", "biases", "name")).items()}
        tf = rewriter.program.tf
        text = f"{tf}.matmul({values['x']}, {values['weights']}) + {values['biases']}"
        return f"{tf}.{activation}({text})" if activation else f"({text})"

    return Known(write=write)


def _embedding_lookup(rewriter: Rewriter, call: ast.Call) -> str:
    values = {
        key: rewriter.text(node) for key, node in arguments(call, ("params", "ids", "partition_strategy", "name")).items() if key != "name"
    }
    if set(values) != {"params", "ids"}:
        raise Refusal(call, "an argument of an embedding lookup is not lifted")
    return f"{rewriter.program.tf}.nn.embedding_lookup({values['params']}, {values['ids']})"


def _initializer(name: str, names: tuple[str, ...], defaults: dict[str, str]) -> Known:
    """Return the entry of an initializer, with the defaults of TensorFlow 1 that are others now spelled out."""

    def write(rewriter: Rewriter, call: ast.Call) -> str:
        given = arguments(call, (*names, "dtype", "verify_shape"))
        values = {key: rewriter.text(node) for key, node in given.items() if key in names}
        values.update({key: text for key, text in defaults.items() if key not in values})
        first = [values.pop("value")] if "value" in values else []
        text = f"{rewriter.program.tf}.{name}({', '.join([*first, *(f'{key}={text}' for key, text in values.items())])})"
        return drawn_afresh(rewriter, call, text) if name.startswith("keras.") else text

    def write_name(rewriter: Rewriter, node: ast.Attribute) -> str:
        if defaults:
            raise Refusal(node, f"`{rewriter.program.source(node)}` is given as a class, whose defaults are others in TensorFlow 2")
        return f"{rewriter.program.tf}.{name}"

    return Known(PYTHON_CALL, write, write_name=write_name)


def _drawing(new: str | None) -> Known:
    """Return the entry of an initializer with the same arguments; the name of its class in Keras, if it has another one now."""

    def write(rewriter: Rewriter, call: ast.Call) -> str | None:
        callee = f"{rewriter.program.tf}.keras.initializers.{new}" if new is not None else rewriter.text(call.func)
        shown = [rewriter.text(one) for one in call.args]
        kept = [one for one in call.keywords if one.arg != "dtype" or new is None]
        if any(one not in kept and not is_float32(rewriter.program, one.value) for one in call.keywords):
            raise Refusal(call, "an initializer gives first values of another type than `tf.float32`")
        shown += [f"{f'{one.arg}=' if one.arg is not None else '**'}{rewriter.text(one.value)}" for one in kept]
        before = f"{callee}({', '.join(shown)})"
        found = drawn_afresh(rewriter, call, before)
        return found if found != before or kept != call.keywords else None

    return Known(PYTHON_CALL, write, name=f"keras.initializers.{new}" if new is not None else None)


def _constant(rewriter: Rewriter, call: ast.Call) -> str | None:
    """Write ``tf.constant`` with a shape: TensorFlow 1 repeats the last of too few values, TensorFlow 2 only a single number."""
    program = rewriter.program
    if not program.is_v1(call.func):
        return None
    values = arguments(call, ("value", "dtype", "shape", "name", "verify_shape"))
    if "verify_shape" in values or not _is_number(program, values["value"]):
        raise Refusal(call, f"`{program.source(call.func)}` has no native form that is known here")
    parts = [rewriter.text(values["value"]), *(f"{key}={rewriter.text(one)}" for key, one in values.items() if key != "value")]
    return f"{program.tf}.constant({', '.join(parts)})"


def _is_number(program: Program, node: ast.expr, depth: int = 0) -> bool:
    """Whether an expression is a single number, wherever it comes from."""
    if isinstance(node, ast.Constant):
        return isinstance(node.value, (int, float)) and not isinstance(node.value, bool)
    if isinstance(node, ast.UnaryOp):
        return _is_number(program, node.operand, depth + 1)
    if isinstance(node, ast.BinOp):
        return _is_number(program, node.left, depth + 1) and _is_number(program, node.right, depth + 1)
    if isinstance(node, ast.Name) and depth < 10:
        values = Shapes(program).values(node)
        return bool(values) and all(_is_number(program, one, depth + 1) for one in values)
    return False


KNOWN = {
    "constant": Known(write=_constant),
    "nn.embedding_lookup": Known(write=_embedding_lookup),
    **{name: _initializer("constant_initializer", ("value",), {}) for name in ("constant_initializer", "initializers.constant")},
    **{name: _initializer("zeros_initializer", (), {}) for name in ("zeros_initializer", "initializers.zeros")},
    **{name: _initializer("ones_initializer", (), {}) for name in ("ones_initializer", "initializers.ones")},
    **{
        name: _initializer("random_normal_initializer", ("mean", "stddev", "seed"), {"stddev": "1.0"})
        for name in ("random_normal_initializer", "initializers.random_normal")
    },
    **{
        name: _initializer("keras.initializers.TruncatedNormal", ("mean", "stddev", "seed"), {"stddev": "1.0"})
        for name in ("truncated_normal_initializer", "initializers.truncated_normal")
    },
    **{
        name: _initializer("random_uniform_initializer", ("minval", "maxval", "seed"), {"minval": "0.0", "maxval": "1.0"})
        for name in ("random_uniform_initializer", "initializers.random_uniform")
    },
    **{name: Known(_drawn) for name in _RANDOM},
    **{name: _drawing(new) for name, new in _INITIALIZERS.items()},
    **{name: _drawing(None) for name in _SAME_INITIALIZERS},
    "keras.regularizers.*": Known(PYTHON_CALL),
    **{name: Known(PYTHON_CALL, name="random.set_seed") for name in ("set_random_seed", "random.set_random_seed")},
    "random.set_seed": Known(PYTHON_CALL),
    "nn.xw_plus_b": _affine(""),
    "nn.relu_layer": _affine("nn.relu"),
}
