"""Layers whose work in training depends on what surrounds them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tree_sitter import Node

from tensorlift.model import Finding, Level, Severity
from tensorlift.rules.base import GUIDE, Example, Rule, looks_for
from tensorlift.rules.context import Context, FileContext, api_name, make_finding
from tensorlift.rules.entries import Entry, Table
from tensorlift.rules.regions import is_tf1_code
from tensorlift.rules.values import Values
from tensorlift.source.facts import Call

RULE = Rule(
    code="TL218",
    slug="layer-training",
    title="The layer does something else in training than it seems",
    summary=(
        "Layers of Keras never fill the collection `UPDATE_OPS`: a training step that waits for it leaves the averages of batch normalization as "
        "they are. A `BatchNormalization` with `trainable = False` runs in inference mode in TensorFlow 2, in TensorFlow 1 it went on using the "
        "statistics of the batch. `reuse=True` does nothing in eager code. `tf.nn.dropout` needs floats. At level `native` calls of "
        "`tf.layers.dropout` and `tf.layers.batch_normalization` without `training` are reported: the default is inference."
    ),
    guide=f"{GUIDE}/model_mapping",
    examples=(
        Example(
            "import tensorflow as tf\n\nnorm = tf.keras.layers.BatchNormalization()\ny = norm(x, training=True)\n"
            "updates = tf.compat.v1.get_collection(tf.compat.v1.GraphKeys.UPDATE_OPS)\n"
        ),
        Example("import tensorflow as tf\n\nnorm = tf.keras.layers.BatchNormalization()\ny = norm(x, training=True)\n"),
    ),
)

_TABLE = Table(
    RULE,
    (
        Entry(
            "tf.layers.*",
            "In eager code reuse does nothing: each call of {name} makes new weights. Make a layer once and call it again.",
            Severity.WARNING, use="call", argument="reuse", value=r"True|.*\bAUTO_REUSE", eager=True, keras=2,
        ),
    ),
)  # fmt: skip
_BN = "tf.keras.layers.BatchNormalization"
_OLD_BN = re.compile(rb"\blayers\s*\.\s*(batch_normalization|batch_norm|BatchNormalization)\b|slim\s*\.\s*batch_norm|\bbatch_norm\b")
_FROZEN = re.compile(rb"\.\s*trainable\s*=\s*False\b")
_WHOLE = re.compile(r"tf\.(math\.)?(argmax|argmin|shape|size|rank|count_nonzero|to_int32|to_int64)\(\)")
_WHOLE_RANGE = re.compile(rb"\w+\.range\([\d\s,]+\)")
# Where training stands in the call, and what is not done without it.
_TRAINING = {
    "tf.layers.dropout": (4, "nothing is dropped"),
    "tf.layers.batch_normalization": (14, "the moving averages are used and never updated"),
}


@looks_for(_TABLE.subject, names=("tf.GraphKeys.UPDATE_OPS", "tf.nn.dropout", *_TRAINING), words=("trainable",))
def check(context: Context) -> Iterator[Finding]:
    """Yield the findings of the table and of layers in training."""
    yield from _TABLE.findings(context)
    values: Values | None = None
    for use, name, _ in context.named_uses:
        if name not in ("tf.GraphKeys.UPDATE_OPS", "tf.nn.dropout", *_TRAINING):
            continue
        trailers = use.reference.trailers
        count = len(use.attributes)
        start, end = use.reference.start, trailers[count - 1].end if count else use.reference.end
        call = trailers[count].call if len(trailers) > count else None
        if name == "tf.GraphKeys.UPDATE_OPS":
            if not context.is_eager and context.ask((b"BatchNormalization", b"batch_norm", b"batch_normalization"), _only_keras):
                message = (
                    "BatchNormalization of Keras never fills UPDATE_OPS, so nothing updates its averages here: "
                    "run layer.updates with Keras 2, or train with fit or in eager code."
                )
                yield make_finding(RULE, Severity.WARNING, message, start, end, None, None, deprecated=False)
        elif name == "tf.nn.dropout":
            values = values or Values(context)
            if call is not None and call.arguments and _is_whole(context, values, call):
                message = "tf.nn.dropout raises ValueError for whole numbers: cast them to a float first."
                yield make_finding(RULE, Severity.ERROR, message, start, end, name, None, deprecated=False)
        elif context.settings.level is Level.NATIVE and call is not None and _lacks_training(call, _TRAINING[name][0]):
            message = f"Without training= {_TRAINING[name][1]}; Keras layers take it in the call as well."
            yield make_finding(RULE, Severity.WARNING, message, start, end, name, None, deprecated=False)
    if is_tf1_code(context):
        yield from _frozen(context, values or Values(context))


def _lacks_training(call: Call, position: int) -> bool:
    given = call.arguments
    return not any(one.star or one.name == "training" for one in given) and sum(one.name is None for one in given) <= position


def _is_whole(context: Context, values: Values, call: Call) -> bool:
    """Whether the input of a call surely has whole numbers for elements."""
    first = next((one for one in call.arguments if one.name in (None, "x")), None)
    node = context.root.descendant_for_byte_range(first.value_start, first.value_end) if first is not None else None
    if node is None:
        return False
    paths = values.paths(node)
    if bool(paths) and all(_WHOLE.fullmatch(path) for path in paths):
        return True
    return paths == {"tf.range()"} and node.type == "call" and _WHOLE_RANGE.fullmatch(node.text or b"") is not None


def _only_keras(file: FileContext) -> bool:
    """Whether the only batch normalization of a file is that of Keras."""
    found = False
    for index, chunk in enumerate(file.document.chunks):
        keras = [use for use in file.names.uses(index) if api_name(use.qualified)[0] == _BN]
        found = found or bool(keras)
        if len(_OLD_BN.findall(chunk.data)) > sum(b"layers" in chunk.data[use.reference.start :][:60] for use in keras):
            return False
    return found


def _frozen(context: Context, values: Values) -> Iterator[Finding]:
    for match in _FROZEN.finditer(context.data):
        node: Node | None = context.root.descendant_for_byte_range(match.start() + 1, match.start() + 2)
        while node is not None and node.type != "assignment":
            node = node.parent
        left = node.child_by_field_name("left") if node is not None else None
        owner = left.child_by_field_name("object") if left is not None and left.type == "attribute" else None
        if node is None or owner is None or values.paths(owner) != {f"{_BN}()"}:
            continue
        message = (
            "With trainable = False BatchNormalization runs in inference mode in TensorFlow 2; in TensorFlow 1 it used the statistics of the "
            "batch. Check which is meant."
        )
        yield make_finding(RULE, Severity.WARNING, message, node.start_byte, node.end_byte, None, None, deprecated=False)
