"""The TensorFlow Lite converter of TensorFlow 2, which takes other arguments and ignores old attributes."""

from __future__ import annotations

from collections.abc import Iterator

from tensorlift.model import Edit, Finding, Fix, Level, Safety, Severity
from tensorlift.rewrite.calls import CannotRewriteError
from tensorlift.rules.attributes import attribute_nodes, attribute_pattern
from tensorlift.rules.base import GUIDE, Example, Rule, looks_for
from tensorlift.rules.context import Context, api_name
from tensorlift.rules.entries import Entry, Table
from tensorlift.rules.place import Place
from tensorlift.rules.regions import runs_eagerly
from tensorlift.rules.values import Values
from tensorlift.source.names import Use

RULE = Rule(
    code="TL457",
    slug="tflite-converter",
    title="The converter of TensorFlow 2 takes this otherwise or ignores it",
    summary=(
        "`tf.compat.v1.lite.TFLiteConverter` keeps the arguments and attributes of TensorFlow 1. The converter of TensorFlow 2 ignores "
        "`post_training_quantize` and ten other attributes without an error, so that the model is not quantized, and its `from_saved_model` "
        "takes `signature_keys` and `tags`. With Keras 3, `from_keras_model_file` fails in both."
    ),
    guide=f"{GUIDE}/tflite",
    examples=(
        Example(
            "import tensorflow as tf\nconverter = tf.lite.TFLiteConverter.from_keras_model(model)\n"
            "converter.post_training_quantize = True\n",
            "import tensorflow as tf\nconverter = tf.lite.TFLiteConverter.from_keras_model(model)\n"
            "converter.optimizations = [tf.lite.Optimize.DEFAULT]\n",
        ),
        Example(
            "import tensorflow as tf\nconverter = tf.lite.TFLiteConverter.from_keras_model_file('model.h5')\n",
            "import tensorflow as tf\nconverter = tf.lite.TFLiteConverter.from_keras_model("
            "tf.keras.models.load_model('model.h5', compile=False))\n",
        ),
        Example(
            "import tensorflow as tf\nconverter = tf.lite.TFLiteConverter.from_keras_model(model)\n"
            "converter.representative_dataset = samples\n",
        ),
    ),
)

_CONVERTER = "tf.lite.TFLiteConverter"
_IGNORED = (
    "post_training_quantize",
    "inference_type",
    "quantized_input_stats",
    "default_ranges_stats",
    "change_concat_input_ranges",
    "reorder_across_fake_quant",
    "drop_control_dependency",
    "dump_graphviz_dir",
    "dump_graphviz_video",
    "conversion_summary_dir",
    "output_format",
    "target_ops",
)
_ATTRIBUTES = attribute_pattern(_IGNORED)
_INSTEAD = {
    "post_training_quantize": "set optimizations = [tf.lite.Optimize.DEFAULT]",
    "target_ops": "set target_spec.supported_ops",
    "inference_type": "quantize with optimizations and a representative_dataset, or set target_spec.supported_types",
    "quantized_input_stats": "give it a representative_dataset",
    "default_ranges_stats": "give it a representative_dataset",
}
_ENTRIES = (
    Entry(
        f"{_CONVERTER}.from_saved_model",
        "The converter of TensorFlow 2 calls it signature_keys, a list.",
        argument="signature_key",
        eager=True,
        api="tf",
        edit="keyword signature_keys ; value [{}]",
        safety=Safety.REVIEW,
        title="Write signature_keys",
    ),
    Entry(
        f"{_CONVERTER}.from_saved_model",
        "The converter of TensorFlow 2 calls it tags.",
        argument="tag_set",
        eager=True,
        api="tf",
        edit="keyword tags",
        safety=Safety.REVIEW,
        title="Write tags",
    ),
    Entry(
        f"{_CONVERTER}.from_saved_model",
        "The converter of TensorFlow 2 takes no {argument} here: save a signature that has these inputs and outputs only, or use "
        "tf.compat.v1.lite.TFLiteConverter.",
        argument="input_arrays input_shapes output_arrays",
        eager=True,
        api="tf",
    ),
    Entry(
        "tf.lite.Optimize.OPTIMIZE_FOR_SIZE tf.lite.Optimize.OPTIMIZE_FOR_LATENCY",
        "{name} is deprecated and does what DEFAULT does.",
        Severity.INFORMATION,
        level=Level.NATIVE,
        edit="rename DEFAULT",
        title="Use tf.lite.Optimize.DEFAULT",
    ),
    Entry(
        "tf.lite.Interpreter",
        "tf.lite.Interpreter works, but warns that it will go; the package ai-edge-litert has it as ai_edge_litert.interpreter.Interpreter.",
        Severity.INFORMATION,
        use="call",
        level=Level.NATIVE,
        since="2.19",
    ),
)
_TABLE = Table(RULE, _ENTRIES)


@looks_for(_TABLE.subject, names=(f"{_CONVERTER}.from_keras_model_file",), words=_IGNORED)
def check(context: Context) -> Iterator[Finding]:
    """Yield a finding for each argument and attribute that the converter of TensorFlow 2 does not have."""
    yield from _TABLE.findings(context)
    for use in context.uses:
        if api_name(use.qualified)[0] == f"{_CONVERTER}.from_keras_model_file" and not use.guarded and not use.ambiguous:
            found = _model_file(context, use)
            if found is not None:
                yield found
    values: Values | None = None
    for name, attribute, owner in attribute_nodes(context, _ATTRIBUTES):
        values = values or Values(context)
        parent = attribute.parent
        if parent is None or parent.type != "assignment" or parent.child_by_field_name("left") != attribute:
            continue
        new = values.is_a(owner, "tf2-tflite-converter")
        if not new and not (values.is_a(owner, "tflite-converter") and runs_eagerly(context, values, attribute)):
            continue
        message = f"The converter of TensorFlow 2 ignores {name} without an error; {_INSTEAD.get(name, 'leave it out')}."
        start = attribute.end_byte - len(name)
        value = parent.child_by_field_name("right")
        fix = None
        module = context.module_everywhere()
        if value is not None and name == "post_training_quantize" and value.text == b"True" and module is not None:
            edits = (
                Edit(start, attribute.end_byte, "optimizations"),
                Edit(value.start_byte, value.end_byte, f"[{module}.lite.Optimize.DEFAULT]"),
            )
            fix = Fix("Set optimizations", Level.SYMBOLS, Safety.REVIEW, edits)
        elif name == "target_ops":
            fix = Fix(
                "Set target_spec.supported_ops",
                Level.SYMBOLS,
                Safety.REVIEW,
                (Edit(start, attribute.end_byte, "target_spec.supported_ops"),),
            )
        yield Finding(
            RULE.code, RULE.slug, Severity.WARNING, message, start, attribute.end_byte, None, RULE.guide, (fix,) if fix is not None else ()
        )


def _model_file(context: Context, use: Use) -> Finding | None:
    if context.settings.keras_version != 3:
        return None
    name = f"{_CONVERTER}.from_keras_model_file"
    place = Place(context, use, name, name.count(".") + 1)
    message = (
        "With Keras 3, from_keras_model_file fails, in tf.compat.v1 too: convert tf.keras.models.load_model(path, compile=False) with "
        "from_keras_model."
    )
    fix = None
    call = place.call
    if call is not None and len(call.arguments) == 1 and not call.arguments[0].star and call.arguments[0].name in (None, "model_file"):
        one = call.arguments[0]
        try:
            module, needed = place.module()
            renamed = place.rename(f"{_CONVERTER}.from_keras_model")
            edits = (
                *renamed,
                *(edit for edit in needed if edit not in renamed),
                Edit(one.start, one.value_start, f"{module}.keras.models.load_model("),
                Edit(one.value_end, one.value_end, ", compile=False)"),
            )
            fix = Fix("Load the model first", Level.SYMBOLS, Safety.REVIEW, edits)
        except CannotRewriteError:
            fix = None
    fixes = (fix,) if fix is not None else ()
    return Finding(RULE.code, RULE.slug, Severity.ERROR, message, place.start, place.end, name, RULE.guide, fixes, True)
