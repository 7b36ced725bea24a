"""Arguments of Keras that Keras 3 does not take any more, or takes otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tree_sitter import Node

from tensorlift.model import Edit, Finding, Safety, Severity
from tensorlift.rewrite.calls import CannotRewriteError, remove_argument, same_literal
from tensorlift.rules.base import GUIDE, Example, Rule
from tensorlift.rules.context import Context, FileContext, make_finding
from tensorlift.rules.entries import Entry, Table
from tensorlift.rules.place import Place
from tensorlift.rules.values import Values
from tensorlift.source.facts import Argument, read_call
from tensorlift.source.names import Use

RULE = Rule(
    code="TL431",
    slug="keras3-argument",
    title="Keras does not take this argument any more",
    summary=(
        "`tf.keras` of TensorFlow 1 took arguments that Keras 3, the `tf.keras` of TensorFlow 2.16 and later, does not know: `lr` and `decay` "
        "of optimizers, `workers` of `fit`, `sample_weight_mode` of `compile`, `batch_input_shape` and `weights` of layers, an integer as "
        "shape, the name as first argument of `add_weight`. Most of them raise an error; `decay` is ignored without one. With Keras 2 only "
        "what fails there is reported."
    ),
    guide=f"{GUIDE}/metrics_optimizers",
    examples=(
        Example(
            "import tensorflow as tf\nopt = tf.keras.optimizers.Adam(lr=1e-3)\n",
            "import tensorflow as tf\nopt = tf.keras.optimizers.Adam(learning_rate=1e-3)\n",
        ),
        Example(
            "import tensorflow as tf\nopt = tf.keras.optimizers.SGD(0.1, decay=1e-4)\n",
            "import tensorflow as tf\nopt = tf.keras.optimizers.SGD(tf.keras.optimizers.schedules.InverseTimeDecay(0.1, 1, 1e-4))\n",
        ),
        Example("import tensorflow as tf\nx = tf.keras.Input(3)\n", "import tensorflow as tf\nx = tf.keras.Input((3,))\n"),
        Example(
            "import tensorflow as tf\nmodel = tf.keras.Sequential()\nmodel.fit(x, y, workers=4)\n",
            "import tensorflow as tf\nmodel = tf.keras.Sequential()\nmodel.fit(x, y)\n",
        ),
    ),
)

_CLASSES = ("Adadelta", "Adagrad", "Adam", "Adamax", "Ftrl", "Nadam", "RMSprop", "SGD")
OPTIMIZERS = " ".join(f"tf.keras.optimizers.{name} tf.optimizers.{name}" for name in _CLASSES)
"""The optimizers that ``tf.keras`` had in TensorFlow 1, by both of their names."""
_REVIEW = Safety.REVIEW
_RNN = "tf.keras.layers.RNN tf.keras.layers.LSTM tf.keras.layers.GRU tf.keras.layers.SimpleRNN"
_BN = "tf.keras.layers.BatchNormalization"
_LAYERS = " ".join(
    f"tf.keras.layers.{name}"
    for name in (
        *("Activation", "Bidirectional", "BatchNormalization", "Conv1D", "Conv2D", "Conv3D", "ConvLSTM2D", "Dense", "Dropout", "Embedding"),
        *(
            "Flatten",
            "GRU",
            "GaussianNoise",
            "LSTM",
            "Lambda",
            "Masking",
            "RNN",
            "Reshape",
            "SimpleRNN",
            "TimeDistributed",
            "ZeroPadding2D",
        ),
    )
)
_FIT = "workers max_queue_size use_multiprocessing"
# A string with a slash in it; in one with placeholders they hold names only.
_SLASH = r"""[ru]?(['"])[^'"\n]*/[^'"\n]*\1|f(['"])(?:[^'"{}\n]|\{[\w.]+\})*/(?:[^'"{}\n]|\{[\w.]+\})*\2"""
_INTEGER = r"(?:\(\s*)?(\d+|[A-Za-z_][\w.]*\.shape\[-?\d+\]|len\([\w.\[\]]+\))(?:\s*\))?"

_ENTRIES = (
    Entry(
        OPTIMIZERS,
        "Keras 3 does not know lr; the argument is called learning_rate.",
        argument="lr", without="learning_rate", keras=3, edit="keyword learning_rate",
    ),
    *(
        Entry(
            OPTIMIZERS,
            f"The optimizers of Keras do not know {old}, which is an argument of tf.train; theirs is {new}.",
            argument=old, without=new, edit=f"keyword {new}",
        )
        for old, new in (("beta1", "beta_1"), ("beta2", "beta_2"), ("use_nesterov", "nesterov"))
    ),
    Entry(
        OPTIMIZERS,
        "The optimizers of Keras do not know use_locking, which is an argument of tf.train; leave it out.",
        argument="use_locking", edit="drop",
    ),
    Entry(
        "model:fit model:evaluate model:predict",
        "Keras 3 does not take workers, max_queue_size and use_multiprocessing here; a keras.utils.PyDataset takes them when it is made.",
        argument=_FIT, keras=3, edit="drop", title="Leave it out",
    ),
    Entry(
        "model:compile",
        "In Keras 3 the argument of compile is called steps_per_execution.",
        argument="experimental_steps_per_execution", keras=3, edit="keyword steps_per_execution",
    ),
    Entry(
        "model:compile",
        "In Keras 3 compile does not take {argument}. Weights for each time step are recognised by their shape.",
        argument="sample_weight_mode target_tensors distribute experimental_run_tf_function",
        keras=3, edit="drop", safety=_REVIEW, title="Leave it out",
    ),
    Entry(
        "tf.keras.Input tf.keras.layers.Input",
        "Keras 3 takes a tuple as shape, not a number; write (n,).",
        argument="shape", position=0, value=_INTEGER, keras=3, edit="value ({1},)", title="Write a tuple",
    ),
    Entry(
        "tf.keras.Input tf.keras.layers.Input",
        "Keras 3 calls it batch_shape.",
        argument="batch_input_shape", without="batch_shape", keras=3, edit="keyword batch_shape",
    ),
    Entry(
        " ".join(f"tf.keras.layers.{name}" for name in ("Dense", "Conv1D", "Conv2D", "Conv3D", "BatchNormalization", "LSTM", "GRU")),
        "The layers of Keras 3 do not take weights; call set_weights once the layer is built.",
        argument="weights", keras=3,
    ),
    Entry(
        _RNN,
        "The recurrent layers of Keras 3 do not take {argument}: the input is (batch, time, ...), and tf.keras.Input says how long it is.",
        argument="time_major input_length", keras=3,
    ),
    Entry(
        _BN,
        "BatchNormalization of Keras 3 does not take fused; it chooses by itself.",
        argument="fused", keras=3, edit="drop", title="Leave it out",
    ),
    Entry(
        _BN,
        "BatchNormalization of Keras 3 does not take {argument}.",
        argument="virtual_batch_size adjustment", value="None", keras=3, edit="drop", title="Leave it out",
    ),
    Entry(
        _BN,
        "BatchNormalization of Keras 3 does not take {argument}, and has nothing like it.",
        argument="virtual_batch_size adjustment", keras=3,
    ),
    Entry(
        _BN,
        "BatchNormalization of Keras 3 takes one number as axis, not a list.",
        argument="axis", position=0, value=r"[\[(]\s*(-?\d+)\s*,?\s*[\])]", keras=3,
        edit="value {1}", title="Write a number",
    ),
    Entry(
        "tf.keras.layers.Dense",
        "Dense of Keras 3 raises ValueError where units is no integer, as {value} is.",
        argument="units", position=0, value=r"\d+\.\d*|[\w.]+\s*/\s*\d+|\d+\s*/\s*[\w.]+", keras=3,
        edit="value int({})", title="Make it an integer",
    ),
    Entry(
        "tf.keras.layers.* tf.keras.Input tf.keras.Sequential tf.keras.Model tf.keras.models.Sequential tf.keras.models.Model",
        "Keras 3 does not take names with a slash in them. Checkpoints by name will not find the old one.",
        argument="name", value=_SLASH, keras=3,
        edit="replace / _", safety=_REVIEW, title="Write an underscore",
    ),
    Entry(
        "layer:add_weight model:add_weight",
        "In Keras 3 add_weight does not take {argument}; leave it out.",
        argument="use_resource synchronization partitioner experimental_autocast",
        keras=3, edit="drop", safety=_REVIEW, title="Leave it out",
    ),
    Entry(
        "layer:add_weight model:add_weight",
        "In Keras 3 add_weight does not take {argument}; a variable that exists already belongs into an attribute.",
        argument="collections getter", keras=3,
    ),
    *(
        Entry(
            "layer:add_weight model:add_weight",
            f"In Keras 3 add_weight takes a string as aggregation; write {new}.",
            argument="aggregation", value=rf".*VariableAggregation\.{old}", keras=3, edit=f"value {new}",
        )
        for old, new in (("NONE", "None"), ("MEAN", "'mean'"), ("SUM", "'sum'"), ("ONLY_FIRST_REPLICA", "'only_first_replica'"))
    ),
    *(
        Entry(
            "model:compile",
            f"Keras does not know the loss '{old}'; it is called '{new}'.",
            argument="loss", position=1, value=rf"(['\"]){old}\1", keras=keras, edit=f"replace {old} {new}", safety=_REVIEW,
        )
        for old, new, keras in (
            ("hinge_loss", "hinge", None),
            ("absolute_difference", "mean_absolute_error", None),
            ("log_loss", "binary_crossentropy", None),
            ("cosine_proximity", "cosine_similarity", None),
            ("huber_loss", "huber", 3),
            ("logcosh", "log_cosh", 3),
            ("kullback_leibler_divergence", "kl_divergence", 3),
        )
    ),
    *(
        Entry(
            "model:compile",
            f"Keras does not know the loss '{old}'; give it tf.keras.losses.{new}(from_logits=True).",
            argument="loss", position=1, value=rf"(['\"]){old}\1",
        )
        for old, new in (
            ("softmax_cross_entropy", "CategoricalCrossentropy"),
            ("sparse_softmax_cross_entropy", "SparseCategoricalCrossentropy"),
            ("sigmoid_cross_entropy", "BinaryCrossentropy"),
        )
    ),
    Entry(
        "tf.keras.losses.* tf.losses.*",
        "Keras 3 does not know the reduction AUTO; leave the argument out, which means the same.",
        argument="reduction", value=r""".*\bReduction\.AUTO|['"]auto['"]""", keras=3, edit="drop", title="Leave it out",
    ),
)  # fmt: skip

_TABLE = Table(RULE, _ENTRIES)
# The parameters of add_weight and add_variable in TensorFlow 1.15 and Keras 2, in their order.
_ADD_WEIGHT = ("name", "shape", "dtype", "initializer", "regularizer", "trainable", "constraint")
_ADDS = re.compile(rb"\.\s*(add_weight|add_variable)\s*\(")
_LISTED = re.compile(rb"\(\[(?<=[\w)]\(\[)")
_LOSS = re.compile(r"tf\.(keras\.)?losses\.[A-Z]\w*\(\)")
# What else may set or follow the rate of an optimizer, which a schedule does not allow.
_RATE = re.compile(rb"ReduceLROnPlateau|LearningRateScheduler|set_value|\.\s*(lr|learning_rate)\b")


def check(context: Context) -> Iterator[Finding]:
    """Yield the findings of the table, of the argument ``decay`` of optimizers, and of ``add_weight``."""
    yield from _TABLE.findings(context)
    for use, name, api in context.named_uses:
        if name in _DECAYING and (api == "tf" or context.settings.keras_version == 3):
            found = _decay(context, use, name)
            if found is not None:
                yield found
        if name in _SHAPED and not use.guarded and not use.ambiguous and context.settings.keras_version == 3:
            yield from _batch_input_shape(context, use, name)
    if context.settings.keras_version == 3:
        yield from _add_weight(context)
        yield from _list_of_labels(context)


_DECAYING = frozenset(OPTIMIZERS.split())
_SHAPED = frozenset(_LAYERS.split())


def _batch_input_shape(context: Context, use: Use, name: str) -> Iterator[Finding]:
    """A layer with ``batch_input_shape``: the first of a model, which begins with an input in Keras 3."""
    place = Place(context, use, name, len(name.split(".")))
    call = place.call
    shape = next((one for one in call.arguments if one.name == "batch_input_shape"), None) if call is not None else None
    if call is None or shape is None:
        return
    fix = None
    text = context.slice(shape.value_start, shape.value_end)
    try:
        module, needed = place.module()
        node = context.root.descendant_for_byte_range(place.start, call.end)
        before = _before_layer(context, node, f"{module}.keras.Input(batch_shape={text})") if node is not None else None
        if before is not None and "\n" not in text:
            edits = (*needed, before, *remove_argument(context.data, call, shape))
            fix = ("Begin the model with an Input", Safety.REVIEW, edits)
    except CannotRewriteError:
        fix = None
    message = "The layers of Keras 3 do not take batch_input_shape. Begin the model with tf.keras.Input(batch_shape=...) instead."
    yield make_finding(RULE, Severity.ERROR, message, shape.start, shape.end, name, fix, deprecated=False)


def _before_layer(context: Context, layer: Node, text: str) -> Edit | None:
    """Return the edit that puts another layer before one that begins a Sequential model; None if it does not."""
    parent = layer.parent
    owner = parent.parent if parent is not None else None
    if parent is None or owner is None:
        return None
    if parent.type == "list" and parent.named_children[0] == layer and owner.type == "argument_list" and owner.parent is not None:
        return Edit(layer.start_byte, layer.start_byte, f"{text}, ") if Values(context).is_a(owner.parent, "model") else None
    function = owner.child_by_field_name("function") if owner.type == "call" else None
    added = function.child_by_field_name("attribute") if function is not None and function.type == "attribute" else None
    statement = owner.parent
    if function is None or added is None or added.text != b"add" or statement is None or statement.type != "expression_statement":
        return None
    start = statement.start_byte
    indent = context.data[context.data.rfind(b"\n", 0, start) + 1 : start]
    if indent.strip() or parent.named_children[0] != layer:
        return None
    return Edit(start, start, f"{(function.text or b'').decode()}({text}){context.line_end}{indent.decode()}")


def _decay(context: Context, use: Use, name: str) -> Finding | None:
    """An optimizer with ``decay``, which divided the rate by ``1 + decay * iterations`` in TensorFlow 1."""
    place = Place(context, use, name, len(name.split(".")))
    call = place.call
    decay = next((one for one in call.arguments if one.name == "decay"), None) if call is not None else None
    if call is None or decay is None:
        return None
    three = context.settings.keras_version == 3
    severity = Severity.WARNING if three else Severity.ERROR
    fact = f"{name} {'ignores decay without an error' if three else 'raises an error for decay'}"
    if any(same_literal(decay.text, zero) for zero in ("0", "0.0")):
        edits: tuple[Edit, ...] = tuple(remove_argument(context.data, call, decay))
        message = f"{fact}; zero means none, so leave it out."
        return make_finding(RULE, severity, message, decay.start, decay.end, name, ("Leave it out", Safety.SAFE, edits), deprecated=False)
    message = f"{fact}: give learning_rate=tf.keras.optimizers.schedules.InverseTimeDecay(rate, 1, decay) instead."
    if name.endswith("RMSprop"):
        message += " If it is the decay of tf.train.RMSPropOptimizer, it is called rho here."
    rate = next((one for one in call.arguments if one.name in ("lr", "learning_rate")), None)
    if rate is None and call.arguments and call.arguments[0].name is None:
        rate = call.arguments[0]
    fix = None
    text = context.slice(decay.value_start, decay.value_end)
    if (
        rate is not None
        and not any(one.star for one in call.arguments)
        and not (name.endswith("RMSprop") and _is_near_one(decay))
        and "\n" not in text
        and not context.ask((b"ReduceLROnPlateau", b"LearningRateScheduler", b"set_value", b"lr", b"learning_rate"), _sets_rate)
    ):
        try:
            fix = ("Use a schedule", Safety.REVIEW, _scheduled(context, place, rate, decay, text))
        except CannotRewriteError:
            fix = None
    return make_finding(RULE, severity, message, decay.start, decay.end, name, fix, deprecated=False)


def _is_near_one(argument: Argument) -> bool:
    """Whether a decay is one of moving averages rather than of the rate over time."""
    return argument.kind == "float" and float(argument.text) >= 0.5


def _scheduled(context: Context, place: Place, rate: Argument, decay: Argument, text: str) -> tuple[Edit, ...]:
    module, needed = place.module()
    assert place.call is not None
    opening = Edit(rate.value_start, rate.value_start, f"{module}.keras.optimizers.schedules.InverseTimeDecay(")
    renamed = (Edit(rate.start, rate.name_end, "learning_rate"),) if rate.name == "lr" else ()
    closing = Edit(rate.value_end, rate.value_end, f", 1, {text})")
    return (*needed, *renamed, opening, closing, *remove_argument(context.data, place.call, decay))


def _sets_rate(file: FileContext) -> bool:
    """Whether the file has anything that sets or asks for the rate of an optimizer."""
    return any(_RATE.search(chunk.data) is not None for chunk in file.document.chunks)


def _add_weight(context: Context) -> Iterator[Finding]:
    """The name as first argument of ``add_weight``, where Keras 3 has the shape, and the old ``add_variable``."""
    values: Values | None = None
    for match in _ADDS.finditer(context.data):
        node = context.root.descendant_for_byte_range(match.start(1), match.end(1))
        attribute = node.parent if node is not None else None
        owner = attribute.child_by_field_name("object") if attribute is not None and attribute.type == "attribute" else None
        arguments = _arguments_of(attribute)
        if owner is None or arguments is None:
            continue
        values = values or Values(context)
        if not (values.is_a(owner, "layer") or values.is_a(owner, "model")):
            continue
        call = read_call(arguments)
        method = match[1].decode()
        positional = [one for one in call.arguments if one.name is None]
        by_name = positional and positional[0].kind in ("string", "concatenated_string")
        if not by_name and method == "add_weight":
            continue
        edits = [Edit(match.start(1), match.end(1), "add_weight")] if method == "add_variable" else []
        fix = None
        if not any(one.star for one in call.arguments) and len(positional) <= len(_ADD_WEIGHT) and (by_name or not positional):
            edits += [Edit(one.start, one.start, f"{name}=") for one, name in zip(positional, _ADD_WEIGHT)]
            fix = ("Write the names of the arguments", Safety.SAFE, tuple(edits))
        message = (
            "The first argument of add_weight is the shape in Keras 3, and the name has to be a keyword; this call raises ValueError."
            if method == "add_weight"
            else "The old add_variable has other arguments in Keras 3; call add_weight with keywords."
        )
        yield make_finding(RULE, Severity.ERROR, message, match.start(1), match.end(1), None, fix, deprecated=False)


def _list_of_labels(context: Context) -> Iterator[Finding]:
    """A loss object of Keras that is called with a list and a tensor."""
    values: Values | None = None
    for match in _LISTED.finditer(context.data):
        bracket = context.root.descendant_for_byte_range(match.end() - 1, match.end())
        node = bracket.parent if bracket is not None else None
        arguments = node.parent if node is not None else None
        called = arguments.parent if arguments is not None and arguments.type == "argument_list" else None
        function = called.child_by_field_name("function") if called is not None and called.type == "call" else None
        if function is None or arguments is None or node is None:
            continue
        given = [one for one in arguments.named_children if one.type not in ("keyword_argument", "comment")]
        if len(given) != 2 or given[0] != node:
            continue
        values = values or Values(context)
        paths = values.paths(function)
        if paths and all(_LOSS.fullmatch(path) is not None for path in paths) and values.is_a(given[1], "tensor"):
            message = "The losses of Keras 3 raise ValueError for a list beside a tensor; make it a tensor with tf.constant."
            yield make_finding(RULE, Severity.ERROR, message, node.start_byte, node.end_byte, None, deprecated=False)


def _arguments_of(attribute: Node | None) -> Node | None:
    call = attribute.parent if attribute is not None else None
    if call is None or call.type != "call" or call.child_by_field_name("function") != attribute:
        return None
    return call.child_by_field_name("arguments")
