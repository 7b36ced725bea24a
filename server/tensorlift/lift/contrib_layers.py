"""Calls of ``tf.contrib.layers`` and slim, with their defaults: they activate with relu, pad, and take arguments from an ``arg_scope`` around them."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tensorlift.lift.keras_layers import Argument, LayerCall, by_name
from tensorlift.lift.program import Program, Refusal, parameter_names, walk

_COMMON = ("activation_fn", "normalizer_fn", "normalizer_params", "weights_initializer", "weights_regularizer", "biases_initializer",
           "biases_regularizer", "reuse", "variables_collections", "outputs_collections", "trainable", "scope")  # fmt: skip
_CONV = ("inputs", "num_outputs", "kernel_size", "stride", "padding", "data_format", "rate", *_COMMON)
_POOL = ("inputs", "kernel_size", "stride", "padding", "data_format", "outputs_collections", "scope")
# https://www.tensorflow.org/versions/r1.15/api_docs/python/tf/contrib/layers
_FUNCTIONS: dict[str, tuple[str, tuple[str, ...]]] = {
    "fully_connected": ("Dense", ("inputs", "num_outputs", *_COMMON)),
    "linear": ("Dense", ("inputs", "num_outputs", *_COMMON)),
    "relu": ("Dense", ("inputs", "num_outputs", *_COMMON)),
    "conv1d": ("Conv1D", _CONV),
    "convolution1d": ("Conv1D", _CONV),
    "conv2d": ("Conv2D", _CONV),
    "convolution2d": ("Conv2D", _CONV),
    "conv3d": ("Conv3D", _CONV),
    "conv2d_transpose": ("Conv2DTranspose", tuple(name for name in _CONV if name != "rate")),
    "convolution2d_transpose": ("Conv2DTranspose", tuple(name for name in _CONV if name != "rate")),
    "max_pool2d": ("MaxPooling2D", _POOL),
    "avg_pool2d": ("AveragePooling2D", _POOL),
    "flatten": ("Flatten", ("inputs", "outputs_collections", "scope")),
    "dropout": ("Dropout", ("inputs", "keep_prob", "noise_shape", "is_training", "outputs_collections", "scope", "seed")),
    "batch_norm": ("BatchNormalization", ("inputs", "decay", "center", "scale", "epsilon", "activation_fn", "param_initializers", "param_regularizers",
                   "updates_collections", "is_training", "reuse", "variables_collections", "outputs_collections", "trainable", "batch_weights", "fused",
                   "data_format", "zero_debias_moving_mean", "scope", "renorm", "renorm_clipping", "renorm_decay", "adjustment")),
}  # fmt: skip
_PREFIXES = ("contrib.layers.", "contrib.slim.")
FUNCTIONS = {prefix + name for prefix in _PREFIXES for name in _FUNCTIONS}
"""The functions that are known here."""
ARG_SCOPES = ("contrib.framework.arg_scope", "contrib.slim.arg_scope")
_RENAMED = {"num_outputs": {"Dense": "units"}, "stride": {}, "rate": {}}
_WITHOUT_EFFECT = ("variables_collections", "fused")
_NONE_ONLY = ("outputs_collections", "batch_weights", "renorm_clipping", "adjustment")
_FALSE_ONLY = ("renorm", "zero_debias_moving_mean")


def take_apart_contrib(program: Program, call: ast.Call) -> LayerCall:
    """Return what a call says, with what the scopes around it say.

    Args:
        program: The program.
        call: A call of one of :data:`FUNCTIONS`.

    Raises:
        Refusal: Something in it is not known.
    """
    name = str(program.called(call)).rpartition(".")[2]
    made, names = _FUNCTIONS[name]
    shown = program.source(call.func)
    values = by_name(shown, call, names)
    for key, node in scoped(program, call, name).items():
        if key not in names:
            raise Refusal(node, f"the argument `{key}` of `{shown}` is not lifted")
        values.setdefault(key, node)
    if "inputs" not in values:
        raise Refusal(call, f"nothing is given to `{shown}`")
    flag = values.get("trainable")
    is_plain = made not in ("Dropout", "Flatten", "BatchNormalization") and _is_none(values.get("normalizer_fn", ast.Constant(None)))
    if is_plain:
        values.pop("trainable", None)
    _check(shown, values)
    if flag is not None and is_plain and not (isinstance(flag, ast.Constant) and flag.value is True):
        values["trainable"] = flag
    for one in _WITHOUT_EFFECT:
        if one != "fused":
            values.pop(one, None)
    inputs = values.pop("inputs")
    scope = values.pop("scope", None)
    text = scope.value if isinstance(scope, ast.Constant) and isinstance(scope.value, str) else None
    reuse = values.pop("reuse", None)
    build = {
        "Dropout": _dropout,
        "Flatten": _flatten,
        "BatchNormalization": _batch_norm,
        "MaxPooling2D": _pooling,
        "AveragePooling2D": _pooling,
    }.get(made, _weighted)
    return build(program, call, made, name, values, inputs, text, reuse)


def _check(shown: str, values: dict[str, ast.expr]) -> None:
    for keys, wanted in ((_NONE_ONLY, None), (_FALSE_ONLY, False), (("trainable",), True)):
        for key in keys:
            node = values.pop(key, None)
            if node is not None and not (isinstance(node, ast.Constant) and node.value is wanted):
                raise Refusal(node, f"the argument `{key}` of `{shown}` is not lifted")
    layout = values.pop("data_format", None)
    if layout is not None and not (isinstance(layout, ast.Constant) and layout.value in ("NHWC", None)):
        raise Refusal(layout, f"the argument `data_format` of `{shown}` is not lifted")


def _is_none(node: ast.expr | None) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _padding(node: ast.expr) -> Argument:
    return repr(node.value.lower()) if isinstance(node, ast.Constant) and isinstance(node.value, str) else node


def _weighted(
    program: Program,
    call: ast.Call,
    made: str,
    name: str,
    values: dict[str, ast.expr],
    inputs: ast.expr,
    text: str | None,
    reuse: ast.expr | None,
) -> LayerCall:
    """Return a layer with weights: a dense one, or a convolution."""
    if "num_outputs" not in values or (made != "Dense" and "kernel_size" not in values):
        raise Refusal(call, f"the size of what `{program.source(call.func)}` makes is not written out")
    arguments: dict[str, Argument] = {"units" if made == "Dense" else "filters": values.pop("num_outputs")}
    if made != "Dense":
        arguments["kernel_size"] = values.pop("kernel_size")
        stride = values.pop("stride", None)
        if stride is not None:
            arguments["strides"] = stride
        padding = values.pop("padding", None)
        arguments["padding"] = _padding(padding) if padding is not None else "'same'"
        rate = values.pop("rate", None)
        if rate is not None:
            arguments["dilation_rate"] = rate
    default = None if name == "linear" else f"{program.tf}.nn.relu"
    given_activation = values.pop("activation_fn", None)
    activation: Argument | None = given_activation if given_activation is not None else default
    if _is_none(given_activation):
        activation = None
    normalizer = values.pop("normalizer_fn", None)
    given = values.pop("normalizer_params", None)
    normalized = normalizer is not None and not _is_none(normalizer)
    if normalized:
        arguments["use_bias"] = "False"
        for key in ("biases_initializer", "biases_regularizer"):
            values.pop(key, None)
    elif activation is not None:
        arguments["activation"] = activation
    for key, new in (("weights_initializer", "kernel_initializer"), ("biases_initializer", "bias_initializer"),
                     ("weights_regularizer", "kernel_regularizer"), ("biases_regularizer", "bias_regularizer")):  # fmt: skip
        node = values.pop(key, None)
        if key == "biases_initializer" and _is_none(node):
            arguments["use_bias"] = "False"
        elif node is not None and not _is_none(node):
            arguments[new] = node
    if "trainable" in values:
        arguments["trainable"] = values.pop("trainable")
    norm = None
    if normalized:
        assert normalizer is not None
        norm = _normalizer(program, call, normalizer, given)
    return LayerCall(
        made,
        arguments,
        inputs,
        norm.training if norm else None,
        text,
        reuse,
        followed_by=norm,
        activation=activation if normalized else None,
    )


def _normalizer(program: Program, call: ast.Call, normalizer: ast.expr, given: ast.expr | None) -> LayerCall:
    symbol = program.symbol(normalizer)
    if symbol is None or symbol.rpartition(".")[2] != "batch_norm" or symbol not in FUNCTIONS:
        raise Refusal(normalizer, f"`{program.source(normalizer)}` as a normalizer is not lifted")
    values = dict(scoped(program, call, "batch_norm"))
    values.update(_dictionary(program, given) if given is not None and not _is_none(given) else {})
    names = _FUNCTIONS["batch_norm"][1]
    for key, node in values.items():
        if key not in names:
            raise Refusal(node, f"the argument `{key}` of a normalizer is not lifted")
    _check("batch_norm", values)
    return _batch_norm(program, call, "BatchNormalization", "batch_norm", values, normalizer, None, None)


def _batch_norm(
    program: Program,
    call: ast.Call,
    made: str,
    name: str,
    values: dict[str, ast.expr],
    inputs: ast.expr,
    text: str | None,
    reuse: ast.expr | None,
) -> LayerCall:
    values = {key: node for key, node in values.items() if key not in ("variables_collections", "reuse", "scope")}
    updates = values.pop("updates_collections", None)
    if updates is not None and not _is_none(updates) and "UPDATE_OPS" not in program.source(updates):
        raise Refusal(updates, "the updates of averages go to a collection of their own")
    fused = values.pop("fused", None)
    at_once = _is_none(updates) if updates is not None else False
    training = values.pop("is_training", None) or ast.copy_location(ast.Constant(True), call)
    activation = values.pop("activation_fn", None)
    arguments: dict[str, Argument] = {"momentum": values.pop("decay", "0.999")}
    if "center" in values:
        arguments["center"] = values.pop("center")
    arguments["scale"] = values.pop("scale", "False")
    if "epsilon" in values:
        arguments["epsilon"] = values.pop("epsilon")
    for key, suffix in (("param_initializers", "initializer"), ("param_regularizers", "regularizer")):
        node = values.pop(key, None)
        if node is None or _is_none(node):
            continue
        for part, one in _dictionary(program, node).items():
            arguments[f"{part}_{suffix}"] = one
    if values:
        raise Refusal(next(iter(values.values())), f"the argument `{next(iter(values))}` of a batch normalization is not lifted")
    unbiased: bool | str = "contrib"
    if isinstance(fused, ast.Constant) and fused.value is False:
        unbiased = False
    return LayerCall(
        made,
        arguments,
        inputs,
        training,
        text,
        reuse,
        unbiased,
        at_once,
        activation=None if activation is None or _is_none(activation) else activation,
    )


def _dropout(
    program: Program,
    call: ast.Call,
    made: str,
    name: str,
    values: dict[str, ast.expr],
    inputs: ast.expr,
    text: str | None,
    reuse: ast.expr | None,
) -> LayerCall:
    keep = values.pop("keep_prob", None)
    arguments: dict[str, Argument] = {"rate": "0.5"}
    if isinstance(keep, ast.Constant) and isinstance(keep.value, (int, float)):
        arguments["rate"] = f"{round(1 - keep.value, 12)}"
    elif keep is not None:
        arguments["rate"] = ast.copy_location(ast.BinOp(ast.copy_location(ast.Constant(1), keep), ast.Sub(), keep), keep)
    training = values.pop("is_training", None) or ast.copy_location(ast.Constant(True), call)
    arguments.update(values)
    return LayerCall(made, arguments, inputs, training, text, reuse)


def _flatten(
    program: Program,
    call: ast.Call,
    made: str,
    name: str,
    values: dict[str, ast.expr],
    inputs: ast.expr,
    text: str | None,
    reuse: ast.expr | None,
) -> LayerCall:
    return LayerCall(made, {}, inputs, None, text, reuse)


def _pooling(
    program: Program,
    call: ast.Call,
    made: str,
    name: str,
    values: dict[str, ast.expr],
    inputs: ast.expr,
    text: str | None,
    reuse: ast.expr | None,
) -> LayerCall:
    if "kernel_size" not in values:
        raise Refusal(call, f"the size of what `{program.source(call.func)}` pools is not written out")
    arguments: dict[str, Argument] = {"pool_size": values["kernel_size"], "strides": values.get("stride", "2")}
    if "padding" in values:
        arguments["padding"] = _padding(values["padding"])
    return LayerCall(made, arguments, inputs, None, text, reuse)


def _dictionary(program: Program, node: ast.expr) -> dict[str, ast.expr]:
    """Return the entries of a dictionary that is written out, or bound to a name once."""
    if isinstance(node, ast.Name):
        found = [
            one for one in program.each(ast.Assign) if any(isinstance(target, ast.Name) and target.id == node.id for target in one.targets)
        ]
        changed = [
            one for one in program.each((ast.Subscript, ast.Attribute)) if isinstance(one.value, ast.Name) and one.value.id == node.id
        ]
        if len(found) != 1 or changed:
            raise Refusal(node, f"what is in `{node.id}` cannot be told")
        node = found[0].value
    if isinstance(node, ast.Dict) and all(isinstance(key, ast.Constant) and isinstance(key.value, str) for key in node.keys):
        return {str(key.value): value for key, value in zip(node.keys, node.values) if isinstance(key, ast.Constant)}
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "dict" and not node.args:
        if all(one.arg is not None for one in node.keywords):
            return {str(one.arg): one.value for one in node.keywords}
    raise Refusal(node, f"what is in `{program.source(node)}` cannot be told")


# --- scopes of arguments


def scoped(program: Program, call: ast.AST, name: str) -> dict[str, ast.expr]:
    """Return the arguments that the scopes around a call give to a function.

    Args:
        program: The program.
        call: A call.
        name: The last part of the function's name.

    Raises:
        Refusal: They are not written out, or differ from one call of the function around to another.
    """
    found: dict[str, ast.expr] = {}
    for one in reversed(list(_scopes(program, call, []))):
        if not one.args or not isinstance(one.args[0], (ast.List, ast.Tuple)) or len(one.args) > 1:
            raise Refusal(one, "what this scope of arguments says is not written out")
        functions = [program.symbol(part) for part in one.args[0].elts]
        if None in functions:
            raise Refusal(one, "a scope of arguments is about functions that are not known here")
        if name in [str(part).rpartition(".")[2] for part in functions]:
            for word in one.keywords:
                if word.arg is None:
                    raise Refusal(one, "what this scope of arguments says is not written out")
                found[word.arg] = word.value
    return found


def _scopes(program: Program, node: ast.AST, seen: list[ast.AST]) -> Iterator[ast.Call]:
    """Yield the scopes of arguments around a node, innermost first."""
    below: ast.AST = node
    while below in program.parents:
        around = program.parents[below]
        if isinstance(around, ast.With) and below in around.body:
            for item in reversed(around.items):
                if program.called(item.context_expr) in ARG_SCOPES and isinstance(item.context_expr, ast.Call):
                    yield item.context_expr
        if isinstance(around, ast.FunctionDef) and below in around.body:
            yield from _scopes_of_calls(program, around, seen)
            return
        below = around


def _scopes_of_calls(program: Program, function: ast.FunctionDef, seen: list[ast.AST]) -> list[ast.Call]:
    """Return the scopes of arguments in which a function is called."""
    if function in seen or not any(program.called(node) in ARG_SCOPES for node in walk(program.tree)):
        return []
    calls = [
        node
        for node in program.each(ast.Call)
        if (node.func.id if isinstance(node.func, ast.Name) else node.func.attr if isinstance(node.func, ast.Attribute) else "")
        == function.name
    ]
    every = [list(_scopes(program, one, [*seen, function])) for one in calls]
    if any(one != every[0] for one in every):
        raise Refusal(function, f"`{function.name}` is called in different scopes of arguments")
    if every and every[0]:
        own = parameter_names(function)
        names = {one.id for scope in every[0] for one in walk(scope) if isinstance(one, ast.Name)}
        if names & own:
            raise Refusal(function, f"`{function.name}` is called in a scope of arguments that uses names of its own")
    return every[0] if every else []
