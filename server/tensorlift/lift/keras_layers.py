"""Calls of ``tf.layers`` as Keras layers, which are made once and called."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from tensorlift.lift.program import Refusal

_CONV = ("filters", "kernel_size", "strides", "padding", "data_format", "dilation_rate", "activation", "use_bias", "kernel_initializer", "bias_initializer",
         "kernel_regularizer", "bias_regularizer", "activity_regularizer", "kernel_constraint", "bias_constraint")  # fmt: skip
_POOL = ("pool_size", "strides", "padding", "data_format")
_DENSE = ("units", "activation", "use_bias", "kernel_initializer", "bias_initializer", "kernel_regularizer", "bias_regularizer", "activity_regularizer",
          "kernel_constraint", "bias_constraint")  # fmt: skip
# https://www.tensorflow.org/versions/r1.15/api_docs/python/tf/layers: the arguments behind the inputs, in order.
LAYERS: dict[str, tuple[str, tuple[str, ...]]] = {
    "layers.dense": ("Dense", _DENSE),
    "layers.conv1d": ("Conv1D", _CONV),
    "layers.conv2d": ("Conv2D", _CONV),
    "layers.conv3d": ("Conv3D", _CONV),
    "layers.conv2d_transpose": ("Conv2DTranspose", tuple(name for name in _CONV if name != "dilation_rate")),
    "layers.max_pooling1d": ("MaxPooling1D", _POOL),
    "layers.max_pooling2d": ("MaxPooling2D", _POOL),
    "layers.average_pooling1d": ("AveragePooling1D", _POOL),
    "layers.average_pooling2d": ("AveragePooling2D", _POOL),
    "layers.flatten": ("Flatten", ("name", "data_format")),
    "layers.dropout": ("Dropout", ("rate", "noise_shape", "seed", "training")),
    "layers.batch_normalization": ("BatchNormalization", ("axis", "momentum", "epsilon", "center", "scale", "beta_initializer", "gamma_initializer",
                                   "moving_mean_initializer", "moving_variance_initializer", "beta_regularizer", "gamma_regularizer", "beta_constraint",
                                   "gamma_constraint", "training")),
}  # fmt: skip
_IGNORED = ("name", "reuse", "trainable", "_reuse")


@dataclass(frozen=True)
class LayerCall:
    """A call of ``tf.layers``, taken apart.

    Attributes:
        made: The Keras class.
        arguments: What the layer is made with, by name; the first ones without their names where that reads well.
        inputs: What it is called with.
        training: The flag that it is called with, if any.
        name: The name of its variables, if that is written out.
        reuse: Whether it shares the variables of an earlier call, as far as the call itself says so.
    """

    made: str
    arguments: dict[str, ast.expr]
    inputs: ast.expr
    training: ast.expr | None
    name: str | None
    reuse: ast.expr | None


def take_apart(symbol: str, call: ast.Call) -> LayerCall:
    """Return what a call of ``tf.layers`` says.

    Args:
        symbol: What it calls, such as ``layers.dense``.
        call: The call.

    Raises:
        Refusal: An argument is unknown.
    """
    made, names = LAYERS[symbol]
    values: dict[str, ast.expr] = dict(zip(("inputs", *names), call.args))
    for one in call.keywords:
        values[str(one.arg)] = one.value
    unknown = set(values) - {"inputs", "training", *names, *_IGNORED}
    trainable = values.get("trainable")
    if (
        unknown
        or "inputs" not in values
        or (trainable is not None and not (isinstance(trainable, ast.Constant) and trainable.value is True))
    ):
        raise Refusal(call, f"an argument of `tf.{symbol}` is not lifted")
    inputs = values.pop("inputs")
    training = values.pop("training", None)
    name = values.pop("name", None)
    reuse = values.pop("reuse", values.pop("_reuse", None))
    values.pop("trainable", None)
    text = name.value if isinstance(name, ast.Constant) and isinstance(name.value, str) else None
    return LayerCall(made, values, inputs, training, text, reuse)
