"""Calls that make and apply a layer at once, as Keras layers, which are made once and called."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tensorlift.lift.program import Refusal

_CONV = ("filters", "kernel_size", "strides", "padding", "data_format", "dilation_rate", "activation", "use_bias", "kernel_initializer", "bias_initializer",
         "kernel_regularizer", "bias_regularizer", "activity_regularizer", "kernel_constraint", "bias_constraint", "trainable", "name", "reuse")  # fmt: skip
_SEPARABLE = ("filters", "kernel_size", "strides", "padding", "data_format", "dilation_rate", "depth_multiplier", "activation", "use_bias",
              "depthwise_initializer", "pointwise_initializer", "bias_initializer", "depthwise_regularizer", "pointwise_regularizer", "bias_regularizer",
              "activity_regularizer", "depthwise_constraint", "pointwise_constraint", "bias_constraint", "trainable", "name", "reuse")  # fmt: skip
_TRANSPOSE = tuple(name for name in _CONV if name != "dilation_rate")
_POOL = ("pool_size", "strides", "padding", "data_format", "name")
_DENSE = ("units", "activation", "use_bias", "kernel_initializer", "bias_initializer", "kernel_regularizer", "bias_regularizer", "activity_regularizer",
          "kernel_constraint", "bias_constraint", "trainable", "name", "reuse")  # fmt: skip
_NORM = ("axis", "momentum", "epsilon", "center", "scale", "beta_initializer", "gamma_initializer", "moving_mean_initializer",
         "moving_variance_initializer", "beta_regularizer", "gamma_regularizer", "beta_constraint", "gamma_constraint", "training", "trainable", "name",
         "reuse", "renorm", "renorm_clipping", "renorm_momentum", "fused", "virtual_batch_size", "adjustment")  # fmt: skip
# https://www.tensorflow.org/versions/r1.15/api_docs/python/tf/layers: the arguments behind the inputs, in order.
LAYERS: dict[str, tuple[str, tuple[str, ...]]] = {
    "layers.dense": ("Dense", _DENSE),
    "layers.conv1d": ("Conv1D", _CONV),
    "layers.conv2d": ("Conv2D", _CONV),
    "layers.conv3d": ("Conv3D", _CONV),
    "layers.separable_conv1d": ("SeparableConv1D", _SEPARABLE),
    "layers.separable_conv2d": ("SeparableConv2D", _SEPARABLE),
    "layers.conv2d_transpose": ("Conv2DTranspose", _TRANSPOSE),
    "layers.conv3d_transpose": ("Conv3DTranspose", _TRANSPOSE),
    **{f"layers.{kind}_pooling{rank}d": (f"{kind.capitalize()}Pooling{rank}D", _POOL) for kind in ("max", "average") for rank in (1, 2, 3)},
    "layers.flatten": ("Flatten", ("name", "data_format")),
    "layers.dropout": ("Dropout", ("rate", "noise_shape", "seed", "training", "name")),
    "layers.batch_normalization": ("BatchNormalization", _NORM),
}  # fmt: skip
CLASSES: dict[str, tuple[str, tuple[str, ...]]] = {
    f"layers.{made}": (made, tuple(name for name in names if name not in ("training", "reuse"))) for made, names in LAYERS.values()
}
"""The classes of ``tf.layers``, which are made by themselves: their arguments are those of the functions."""
_PLAIN = {
    "Conv1D": 2,
    "Conv2D": 2,
    "Conv3D": 2,
    "Conv2DTranspose": 2,
    "Conv3DTranspose": 2,
    "SeparableConv1D": 2,
    "SeparableConv2D": 2,
    "Embedding": 2,
}
"""How many arguments of a layer are usually written without their names."""
_FIRST = ("units", "filters", "kernel_size", "pool_size", "rate", "input_dim", "output_dim")
NAMES = {"BatchNormalization": "batch_norm", **{f"{kind}Pooling{rank}D": f"{kind.lower()}_pool" for kind in ("Max", "Average") for rank in (1, 2, 3)},
         **{f"Conv{rank}D": "conv" for rank in (1, 2, 3)}, **{f"SeparableConv{rank}D": "separable_conv" for rank in (1, 2)},
         **{f"Conv{rank}DTranspose": "conv_transpose" for rank in (2, 3)}}  # fmt: skip
"""How layers without names of their own are called."""
WITH_WEIGHTS = {"Dense": ("kernel", "bias"), "Conv1D": ("kernel", "bias"), "Conv2D": ("kernel", "bias"), "Conv3D": ("kernel", "bias"),
                "Conv2DTranspose": ("kernel", "bias"), "Conv3DTranspose": ("kernel", "bias"),
                "SeparableConv1D": ("depthwise_kernel", "pointwise_kernel", "bias"), "SeparableConv2D": ("depthwise_kernel", "pointwise_kernel", "bias"),
                "BatchNormalization": ("gamma", "beta", "moving_mean", "moving_variance")}  # fmt: skip
"""The variables of layers, in the order in which they are made."""
UPDATING = "BatchNormalization"
"""The class whose layers keep averages."""
AVERAGES = ("moving_mean", "moving_variance")
TWO_MODES = (UPDATING, "Dropout")
"""The classes whose layers do something else in training."""

Argument = ast.expr | str
"""An expression of the program, or code."""


@dataclass(frozen=True)
class LayerCall:
    """A call that makes and applies a layer, taken apart.

    Attributes:
        made: The Keras class.
        arguments: What the layer is made with, by name, in order.
        inputs: What it is called with; None where the layer is only made.
        training: The flag that it is called with, if any.
        name: The name of its variables, if that is written out.
        reuse: Whether it shares the variables of an earlier call, as far as the call itself says so.
        unbiased: It may average the unbiased variance of a batch, as fused batch normalization did: True, False, or "images" for inputs of four
            dimensions only.
        followed_by: The layer that gets its result.
        activation: A function that gets the result in the end.
        moves_at_once: Its averages move in each run that trains it, whatever else the run computes.
    """

    made: str
    arguments: dict[str, Argument]
    inputs: ast.expr | None
    training: ast.expr | None
    name: str | None
    reuse: ast.expr | None = None
    unbiased: bool | str = False
    moves_at_once: bool = False
    followed_by: LayerCall | None = None
    activation: Argument | None = None

    def every(self) -> list[LayerCall]:
        """Return the layer, and those behind it."""
        return [self, *(self.followed_by.every() if self.followed_by is not None else [])]

    def is_regularized(self) -> bool:
        """Whether a layer has a regularizer."""
        return any(
            key.endswith("_regularizer") and not (isinstance(one, ast.Constant) and one.value is None)
            for layer in self.every()
            for key, one in layer.arguments.items()
        )

    def given(self) -> list[ast.expr]:
        """Return the expressions of the program that the layers are made with."""
        return [one for layer in self.every() for one in layer.arguments.values() if isinstance(one, ast.expr)]


def take_apart(symbol: str, call: ast.Call) -> LayerCall:
    """Return what a call of ``tf.layers`` says.

    Args:
        symbol: What it calls, such as ``layers.dense`` or ``layers.Dense``.
        call: The call.

    Raises:
        Refusal: An argument is unknown.
    """
    made, names = LAYERS.get(symbol) or CLASSES[symbol]
    inputs = ("inputs",) if symbol in LAYERS else ()
    values = by_name(symbol, call, (*inputs, *names))
    if symbol in LAYERS and "inputs" not in values:
        raise Refusal(call, f"nothing is given to `tf.{symbol}`")
    for key in ("activity_regularizer", "virtual_batch_size", "adjustment", "renorm", "renorm_clipping", "renorm_momentum"):
        node = values.pop(key, None)
        if node is not None and not (isinstance(node, ast.Constant) and not node.value):
            raise Refusal(node, f"the argument `{key}` of `tf.{symbol}` is not lifted")
    trainable = values.get("trainable")
    if trainable is not None and isinstance(trainable, ast.Constant) and trainable.value is True:
        values.pop("trainable")
    elif trainable is not None and made == UPDATING:
        # Keras takes the averages for those of the batch then.
        raise Refusal(trainable, f"the argument `trainable` of `tf.{symbol}` is not lifted")
    given = values.pop("inputs", None)
    training = values.pop("training", None)
    name = values.pop("name", None)
    reuse = values.pop("reuse", values.pop("_reuse", None))
    fused = values.pop("fused", None)
    text = name.value if isinstance(name, ast.Constant) and isinstance(name.value, str) else None
    axis = values.get("axis")
    if isinstance(axis, (ast.List, ast.Tuple)) and made == UPDATING:
        if len(axis.elts) != 1:
            raise Refusal(axis, "batch normalization over several axes is not lifted")
        values["axis"] = axis.elts[0]
    unbiased: bool | str = False
    if made == UPDATING and not (isinstance(fused, ast.Constant) and fused.value is False):
        unbiased = "images"
        if "axis" in values and ast.unparse(values["axis"]) not in ("-1", "3"):
            raise Refusal(values["axis"], "batch normalization along another axis than the last one is not lifted")
    # Keras wants a rate
    arguments: dict[str, Argument] = {"rate": "0.5", **values} if made == "Dropout" else dict(values)
    for key in ("padding", "data_format"):
        node = values.get(key)
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            # Keras reads them in lower case only in some places
            arguments[key] = repr(node.value.lower()) if node.value != node.value.lower() else node
    return LayerCall(made, arguments, given, training, text, reuse, unbiased)


def by_name(symbol: str, call: ast.Call, names: Sequence[str]) -> dict[str, ast.expr]:
    """Return the arguments of a call by name.

    Args:
        symbol: How the function is called in messages.
        call: The call.
        names: The parameters, in order.

    Raises:
        Refusal: There is one that is none of these, or a star.
    """
    if (
        len(call.args) > len(names)
        or any(isinstance(one, ast.Starred) for one in call.args)
        or any(one.arg is None for one in call.keywords)
    ):
        raise Refusal(call, f"the arguments of `tf.{symbol}` are not written out")
    values: dict[str, ast.expr] = dict(zip(names, call.args))
    for one in call.keywords:
        if one.arg not in (*names, "_reuse"):
            raise Refusal(one.value, f"the argument `{one.arg}` of `tf.{symbol}` is not lifted")
        values[str(one.arg)] = one.value
    return values


def made_as(layer: LayerCall, tf: str, text: Callable[[ast.expr], str], made: str | None = None) -> str:
    """Return the code that makes a layer.

    Args:
        layer: The layer.
        tf: The name of TensorFlow.
        text: Writes an expression.
        made: What to call in the place of the Keras class.
    """
    arguments = {key: value if isinstance(value, str) else text(value) for key, value in layer.arguments.items()}
    if layer.name is not None and layer.name.isidentifier():
        arguments["name"] = repr(layer.name)
    shown: list[str] = []
    for key, value in arguments.items():
        is_first = key in _FIRST and len(shown) < _PLAIN.get(layer.made, 1) and all(one in _FIRST for one in list(arguments)[: len(shown)])
        shown.append(value if is_first else f"{key}={value}")
    return f"{made or f'{tf}.keras.layers.{layer.made}'}({', '.join(shown)})"
