"""Layers of ``tf.keras`` in a graph: objects that are made once and called on tensors, and the functions that go with them."""

from __future__ import annotations

import ast

from tensorlift.lift.calls import Rewriter
from tensorlift.lift.evaluate import Evaluator
from tensorlift.lift.known.base import Evaluate, Known
from tensorlift.lift.program import Refusal, edited
from tensorlift.lift.values import COMPUTED, Kind, Scope, Value

_LAYERS = ("Dense", "Conv1D", "Conv2D", "Conv3D", "Conv2DTranspose", "Conv3DTranspose", "DepthwiseConv2D", "SeparableConv1D", "SeparableConv2D",
           "Flatten", "Dropout", "SpatialDropout1D", "SpatialDropout2D", "GaussianNoise", "BatchNormalization", "LayerNormalization", "Embedding", "Activation",
           "Reshape", "Permute", "RepeatVector", "LeakyReLU", "PReLU", "ELU", "ReLU", "Softmax", "Add", "Subtract", "Multiply", "Average", "Maximum",
           "Minimum", "Concatenate", "Dot", "ZeroPadding1D", "ZeroPadding2D", "Cropping1D", "Cropping2D", "UpSampling1D", "UpSampling2D",
           *(f"{kind}Pooling{rank}D" for kind in ("Max", "Average", "GlobalMax", "GlobalAverage") for rank in (1, 2, 3)))  # fmt: skip
"""Those that do the same in Keras 3. Recurrent layers have other defaults there."""
_FUNCTIONS = ("add", "subtract", "multiply", "average", "maximum", "minimum", "concatenate", "dot")
_LOSSES = (
    "categorical_crossentropy",
    "sparse_categorical_crossentropy",
    "binary_crossentropy",
    "mean_squared_error",
    "mean_absolute_error",
)
_METRICS = ("categorical_accuracy", "sparse_categorical_accuracy", "binary_accuracy")
_ACTIVATIONS = ("relu", "softmax", "sigmoid", "tanh", "elu", "selu", "softplus", "softsign", "linear", "exponential")


def _made(evaluator: Evaluator, call: ast.Call, given: Value, scope: Scope) -> Value:
    """Return what a layer stands for: a function, whose variables are read where it is called."""
    if given.kind in COMPUTED:
        raise Refusal(call, "what a layer is made with depends on what a run computes")
    for one in call.keywords:
        if one.arg in ("weights", "input_tensor", "dynamic"):
            raise Refusal(one.value, f"the argument `{one.arg}` of a layer is not lifted")
    return Value(Kind.PYTHON, call=call, layers=(call,), is_function=True, reads=given.reads | {call})


_RECURRENT = {
    "LSTM": ("units", "activation", "recurrent_activation"),
    "GRU": ("units", "activation", "recurrent_activation"),
}
"""The first parameters of recurrent layers, as far as those whose defaults differ."""


def _write_recurrent(rewriter: Rewriter, call: ast.Call) -> str | None:
    """Write a recurrent layer with what it did by default, which is something else in Keras 3.

    Source: ``tensorflow/python/keras/layers/recurrent.py`` of TensorFlow 1.15. The ``hard_sigmoid`` of Keras 3 is another one, too.
    """
    name = (rewriter.program.called(call) or "").rpartition(".")[2]
    parameters = _RECURRENT[name]
    named = {one.arg: one.value for one in call.keywords}
    if None in named or len(call.args) > len(parameters) or any(isinstance(one, ast.Starred) for one in call.args):
        raise Refusal(call, f"the arguments of `{rewriter.program.source(call.func)}` are not written out")
    named.update(zip(parameters, call.args))
    given = named.get("recurrent_activation")
    program, more = rewriter.program, []
    edits = [edit for part in (call.func, *call.args, *(one.value for one in call.keywords)) for edit in rewriter.edits(part)]
    hard = f"lambda x: {program.tf}.clip_by_value(0.2 * x + 0.5, 0.0, 1.0)"
    if given is None:
        more.append(f"recurrent_activation={hard}")
    elif isinstance(given, ast.Constant) and given.value == "hard_sigmoid":
        edits.append((*program.span(given), hard))
    if name == "GRU" and "reset_after" not in named:
        more.append("reset_after=False")
    start, end = program.span(call)
    last = max((program.span(one)[1] for one in (*call.args, *(one.value for one in call.keywords))), default=end - 1)
    if more:
        edits.append((last, last, ", ".join(more if last == end - 1 and not call.args and not call.keywords else ["", *more])))
    return edited(program.data[start:end], edits, start).decode()


def _phase(evaluator: Evaluator, call: ast.Call, given: Value, scope: Scope) -> Value:
    return Value(Kind.PLACEHOLDER, call=call)


def _write_phase(rewriter: Rewriter, call: ast.Call) -> str:
    raise Refusal(call, "the learning phase is used in a way that is not followed")


def _nothing(evaluator: Evaluator, call: ast.Call, given: Value, scope: Scope) -> Value:
    return Value(Kind.NOTHING, call=call)


_bookkeeping: Evaluate = _nothing
KNOWN = {
    **{f"keras.layers.{name}": Known(_made, makes=True, makes_layer=True) for name in _LAYERS},
    **{f"keras.layers.{name}": Known(_made, _write_recurrent, makes=True, makes_layer=True) for name in _RECURRENT},
    **{f"keras.layers.CuDNN{name}": Known(_made, makes=True, makes_layer=True, name=f"keras.layers.{name}") for name in _RECURRENT},
    "keras.layers.SimpleRNN": Known(_made, makes=True, makes_layer=True),
    **{name: Known(_made, makes=True, makes_layer=True) for name in ("keras.Sequential", "keras.models.Sequential")},
    **{f"keras.layers.{name}": Known() for name in _FUNCTIONS},
    **{f"keras.losses.{name}": Known() for name in _LOSSES},
    **{f"keras.metrics.{name}": Known() for name in _METRICS},
    **{f"keras.activations.{name}": Known() for name in _ACTIVATIONS},
    "keras.backend.learning_phase": Known(_phase, _write_phase),
    **{f"keras.backend.{name}": Known(_bookkeeping) for name in ("set_session", "clear_session")},
}
