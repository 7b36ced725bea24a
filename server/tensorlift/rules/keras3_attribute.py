"""Methods and attributes of Keras objects that Keras 3 does not have any more."""

from __future__ import annotations

from collections.abc import Iterator

from tree_sitter import Node

from tensorlift.catalog import Row
from tensorlift.model import Edit, Finding, Safety, Severity
from tensorlift.rewrite.calls import CannotRewriteError
from tensorlift.rules.attributes import attribute_pattern
from tensorlift.rules.base import GUIDE, Example, Rule, looks_for
from tensorlift.rules.context import Context, make_finding
from tensorlift.rules.entries import Entry, Table, is_own
from tensorlift.rules.keras_training import carried_over
from tensorlift.rules.values import Values
from tensorlift.source.facts import read_call

RULE = Rule(
    code="TL432",
    slug="keras3-attribute",
    title="Keras objects do not have this any more",
    summary=(
        "The optimizers of Keras 3 have no `lr`, `minimize`, `compute_gradients` and slots, its models no `fit_generator`, `predict_classes` "
        "and `reset_states`, its layers no `add_update`, its metrics no `reset_states`. Most raise `AttributeError`; setting `optimizer.lr` "
        "only makes a new attribute, and the learning rate stays. Reported where it is known what the value is; with Keras 2 only what is "
        "gone there, too."
    ),
    guide=f"{GUIDE}/metrics_optimizers",
    examples=(
        Example(
            "import tensorflow as tf\nopt = tf.keras.optimizers.SGD(0.1)\nopt.lr = 0.01\n",
            "import tensorflow as tf\nopt = tf.keras.optimizers.SGD(0.1)\nopt.learning_rate = 0.01\n",
        ),
        Example(
            "import tensorflow as tf\nmodel = tf.keras.Sequential()\nmodel.fit_generator(data, 100, 3)\n",
            "import tensorflow as tf\nmodel = tf.keras.Sequential()\nmodel.fit(data, steps_per_epoch=100, epochs=3)\n",
        ),
        Example(
            "import tensorflow as tf\nm = tf.keras.metrics.Mean()\nm.reset_states()\n",
            "import tensorflow as tf\nm = tf.keras.metrics.Mean()\nm.reset_state()\n",
        ),
        Example("import tensorflow as tf\nopt = tf.keras.optimizers.Adam()\nopt.minimize(loss, [v])\n"),
    ),
)

_TAPE = "compute the gradients with tf.GradientTape and give them to apply_gradients."
_OPTIMIZER = "The optimizers of Keras 3 have no "

_ENTRIES = (
    Entry(
        "keras-optimizer:lr",
        "In Keras 3 this makes a new attribute and the learning rate stays as it is; set learning_rate.",
        Severity.WARNING, use="store", keras=3, edit="rename learning_rate",
    ),
    Entry("keras-optimizer:lr", "The optimizers of Keras 3 have no lr; read learning_rate.", keras=3, edit="rename learning_rate"),
    Entry("keras-optimizer:minimize", f"{_OPTIMIZER}minimize: {_TAPE}", keras=3),
    Entry("keras-optimizer:compute_gradients", f"{_OPTIMIZER}compute_gradients: {_TAPE}", keras=3),
    Entry("keras-optimizer:get_gradients", f"The optimizers of Keras have no get_gradients any more: {_TAPE}", keras=3),
    Entry("keras-optimizer:get_updates", f"The optimizers of Keras have no get_updates any more: {_TAPE}", keras=3),
    Entry(
        "keras-optimizer:get_weights keras-optimizer:weights",
        "The optimizers of Keras have no {name} any more; their variables are in the list variables.",
        keras=3,
    ),
    Entry(
        "keras-optimizer:get_slot keras-optimizer:get_slot_names keras-optimizer:add_slot",
        "The optimizers of Keras have no slots any more; the variables that they keep are in the list variables.",
        keras=3,
    ),
    Entry(
        "keras-optimizer:variables",
        "In Keras 3 variables is a list and cannot be called.",
        use="call", keras=3, edit="call-off",
    ),
    Entry("metric:reset_states", "The metrics of Keras 3 have no reset_states; it is called reset_state.", keras=3, edit="rename reset_state"),
    Entry(
        "model:reset_states",
        "The models of Keras 3 have no reset_states; call it for each of their recurrent layers.",
        keras=3,
    ),
    Entry(
        "model:updates model:state_updates layer:updates layer:get_input_at layer:get_output_at layer:get_input_shape_at layer:inbound_nodes",
        "Keras 3 has no {name} any more.",
        keras=3,
    ),
    Entry(
        "layer:input_shape layer:output_shape",
        "The layers of Keras 3 have no {name}; layer.input.shape and layer.output.shape say it for a layer that was called.",
        use="read", keras=3,
    ),
    Entry("model:to_yaml", "The models of Keras have no to_yaml any more; to_json is left.", keras=3),
)  # fmt: skip
_TABLE = Table(RULE, _ENTRIES)

_GENERATOR = ("generator",)
_QUEUE = ("max_queue_size", "workers", "use_multiprocessing")
_VALIDATION = ("validation_data", "validation_steps", "validation_freq")
# The parameters in TensorFlow 1.15 and in Keras 3, in their order.
_OLD = {
    "fit_generator": (
        *_GENERATOR, "steps_per_epoch", "epochs", "verbose", "callbacks", *_VALIDATION, "class_weight", *_QUEUE, "shuffle", "initial_epoch",
    ),
    "evaluate_generator": (*_GENERATOR, "steps", "callbacks", *_QUEUE, "verbose"),
    "predict_generator": (*_GENERATOR, "steps", "callbacks", *_QUEUE, "verbose"),
}  # fmt: skip
_NEW = {
    "fit": (
        "x", "y", "batch_size", "epochs", "verbose", "callbacks", "validation_split", "validation_data", "shuffle", "class_weight",
        "sample_weight", "initial_epoch", "steps_per_epoch", "validation_steps", "validation_batch_size", "validation_freq",
    ),
    "evaluate": ("x", "y", "batch_size", "verbose", "sample_weight", "steps", "callbacks", "return_dict"),
    "predict": ("x", "batch_size", "verbose", "steps", "callbacks"),
}  # fmt: skip
_ROW = Row(params={"generator": "x"}, drop=_QUEUE)
_METHODS = ("fit_generator", "evaluate_generator", "predict_generator", "predict_classes", "predict_proba", "add_update")
_METHOD = attribute_pattern(_METHODS, called=True)


@looks_for(_TABLE.subject, words=_METHODS)
def check(context: Context) -> Iterator[Finding]:
    """Yield the findings of the table and of the methods of models and layers whose arguments change with their name."""
    yield from _TABLE.findings(context)
    three = context.settings.keras_version == 3
    values: Values | None = None
    for match in _METHOD.finditer(context.data):
        name = match[1].decode()
        node = context.root.descendant_for_byte_range(match.start(1), match.end(1))
        attribute = node.parent if node is not None else None
        if attribute is None or attribute.type != "attribute" or not (three or name in ("predict_classes", "predict_proba")):
            continue
        owner, called = attribute.child_by_field_name("object"), attribute.parent
        if owner is None or called is None or called.type != "call" or called.child_by_field_name("function") != attribute:
            continue
        values = values or Values(context)
        is_model = values.is_a(owner, "model")
        if not is_model and not (name == "add_update" and values.is_a(owner, "layer")):
            continue
        if owner.text == b"self" and context.ask((match[1],), is_own, match[1]):
            continue
        yield _method(context, name, called, match.start(1), match.end(1))


def _method(context: Context, name: str, called: Node, start: int, end: int) -> Finding:
    """Return the finding for one call of a method that is gone."""
    fix: tuple[str, Safety, tuple[Edit, ...]] | None = None
    if name == "add_update":
        edits = _unwrapped(called)
        fix = ("Only run the update", Safety.REVIEW, edits) if edits else None
        message = "Layers and models of Keras 3 have no add_update; assigning to the variable is all that is needed."
    elif name in ("predict_classes", "predict_proba"):
        edits = (Edit(start, end, "predict"),)
        if name == "predict_classes":
            edits = (*edits, Edit(called.end_byte, called.end_byte, ".argmax(axis=-1)"))
            message = "Keras has no predict_classes any more: predict(x).argmax(axis=-1) is the class, or predict(x) > 0.5 for a model with one output."
            fix = ("Use predict and argmax", Safety.REVIEW, edits)
        else:
            message = "Keras has no predict_proba any more; predict is the same."
            fix = ("Use predict", Safety.SAFE, edits)
    else:
        new = name.partition("_")[0]
        message = f"The models of Keras 3 have no {name}; {new} takes generators, which must give tuples."
        edits = _renamed(context, called, name, new, Edit(start, end, new))
        fix = (f"Use {new}", Safety.REVIEW if new == "predict" else Safety.SAFE, edits) if edits else None
    return make_finding(RULE, Severity.ERROR, message, start, end, None, fix)


def _renamed(context: Context, called: Node, old: str, new: str, rename: Edit) -> tuple[Edit, ...]:
    arguments = called.child_by_field_name("arguments")
    if arguments is None:
        return ()
    try:
        return (rename, *carried_over(context, read_call(arguments), _OLD[old], _NEW[new], _ROW))
    except CannotRewriteError:
        return ()


def _unwrapped(called: Node) -> tuple[Edit, ...]:
    """Return the edits that leave the argument of a call where the call was, if the call is a statement of its own."""
    arguments = called.child_by_field_name("arguments")
    if arguments is None or called.parent is None or called.parent.type != "expression_statement":
        return ()
    given = [child for child in arguments.named_children if child.type != "comment"]
    if not given or given[0].type in ("lambda", "keyword_argument", "list_splat") or len(given) != arguments.named_child_count:
        return ()
    if any(one.type != "keyword_argument" or not (one.text or b"").startswith(b"inputs") for one in given[1:]):
        return ()
    return Edit(called.start_byte, given[0].start_byte, ""), Edit(given[0].end_byte, called.end_byte, "")
