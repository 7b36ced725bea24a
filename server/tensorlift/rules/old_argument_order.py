"""Calls with the argument order of TensorFlow 0.x."""

from __future__ import annotations

from collections.abc import Iterator

from tensorlift.model import Edit, Finding, Safety, Severity
from tensorlift.rules.base import Example, Rule, looks_for
from tensorlift.rules.context import Context, api_name, make_finding
from tensorlift.source.facts import Call

RULE = Rule(
    code="TL203",
    slug="old-argument-order",
    title="The call has the argument order of TensorFlow 0.x",
    summary=(
        "Before TensorFlow 1.0, `tf.concat` took the dimension first and `tf.split` took `(dimension, count, value)`. "
        "A number in first place gives such calls away. The cross entropies `tf.nn.*_cross_entropy_with_logits` took the logits first; "
        "TensorFlow 1.0 to 1.15 refused them without names, and TensorFlow 2 takes the labels first. The fix names the arguments."
    ),
    guide="https://github.com/tensorflow/tensorflow/releases/tag/v1.0.0",
    examples=(
        Example(
            "import tensorflow as tf\ny = tf.concat(1, [a, b])\n",
            "import tensorflow as tf\ny = tf.concat(axis=1, values=[a, b])\n",
        ),
        Example(
            "import tensorflow as tf\na, b = tf.split(1, 2, x)\n",
            "import tensorflow as tf\na, b = tf.split(axis=1, num_or_size_splits=2, value=x)\n",
        ),
        Example(
            "import tensorflow as tf\nz = tf.placeholder(tf.float32)\nl = tf.nn.sigmoid_cross_entropy_with_logits(z, y)\n",
            "import tensorflow as tf\nz = tf.placeholder(tf.float32)\nl = tf.nn.sigmoid_cross_entropy_with_logits(logits=z, labels=y)\n",
        ),
        Example("import tensorflow as tf\ny = tf.concat([a, b], 1)\n"),
    ),
)

_ORDERS = {"tf.concat": ("axis", "values"), "tf.split": ("axis", "num_or_size_splits", "value")}
_KEYWORDS = {"concat_dim": "axis", "split_dim": "axis", "num_split": "num_or_size_splits"}
_CROSS_ENTROPIES = {
    "tf.nn.softmax_cross_entropy_with_logits": ("logits", "labels", "dim"),
    "tf.nn.sparse_softmax_cross_entropy_with_logits": ("logits", "labels"),
    "tf.nn.sigmoid_cross_entropy_with_logits": ("logits", "labels"),
}
_TARGETS = {"targets": "labels"}
_NUMBERS = ("integer", "unary_operator")
_LISTS = ("list", "tuple", "list_comprehension")


def is_old_order(context: Context, name: str, call: Call) -> bool:
    """Whether a call has the argument order or the argument names of TensorFlow 0.x."""
    if name in _CROSS_ENTROPIES:
        return _has_logits_first(context, call)
    names = _ORDERS.get(name)
    if names is None or any(argument.star for argument in call.arguments[: len(names)]):
        return False
    if any(argument.name in _KEYWORDS for argument in call.arguments):
        return True
    positional = [argument for argument in call.arguments if argument.name is None]
    if len(positional) < 2 or len(call.arguments) < len(names):
        return False
    if name == "tf.concat":
        return positional[1].kind not in _NUMBERS and (
            positional[0].kind in _NUMBERS or (positional[1].kind in _LISTS and positional[0].kind not in _LISTS)
        )
    value = call.arguments[2] if len(positional) > 2 else next((a for a in call.arguments if a.name == "value"), None)
    return positional[0].kind in _NUMBERS and value is not None and value.kind not in _NUMBERS


def _has_logits_first(context: Context, call: Call) -> bool:
    """Whether a cross entropy is called without names: as before TensorFlow 1.0, or as in TensorFlow 2."""
    traits = context.traits
    if not traits.old or traits.new or traits.compat or not call.arguments or any(argument.star for argument in call.arguments):
        return False
    return (call.arguments[0].name is None and call.arguments[0].text != "None") or any(a.name in _TARGETS for a in call.arguments)


@looks_for(names=(*_ORDERS, *_CROSS_ENTROPIES))
def check(context: Context) -> Iterator[Finding]:
    """Yield a finding for each call of ``tf.concat``, ``tf.split`` or a cross entropy in the old order."""
    for use in context.uses:
        name, api = api_name(use.qualified)
        names = _ORDERS.get(name) or _CROSS_ENTROPIES.get(name)
        if names is None or api == "v2" or use.guarded:
            continue
        count = len(use.attributes)
        trailers = use.reference.trailers
        call = trailers[count].call if len(trailers) > count else None
        if call is None or not is_old_order(context, name, call):
            continue
        edits: list[Edit] = []
        hidden = any(argument.star == "*" for argument in call.arguments)
        for index, argument in enumerate(call.arguments):
            if argument.name is None and not argument.star:
                keyword = (*names, "name")[min(index, len(names))]
                edits.append(Edit(argument.start, argument.start, f"{keyword}="))
            elif argument.name in _KEYWORDS:
                edits.append(Edit(argument.start, argument.name_end, _KEYWORDS[argument.name]))
            elif argument.name in _TARGETS and name in _CROSS_ENTROPIES:
                edits.append(Edit(argument.start, argument.name_end, _TARGETS[argument.name]))
        is_entropy = name in _CROSS_ENTROPIES
        first = "the labels" if is_entropy else "the values" if name == "tf.concat" else "the value"
        since = "in TensorFlow 2, and took the logits first before TensorFlow 1.0" if is_entropy else "since TensorFlow 1.0"
        yield make_finding(
            RULE,
            Severity.ERROR,
            f"{name} takes {first} first {since}; name the arguments.",
            use.reference.start,
            (trailers[count - 1].end if count else use.reference.end),
            name,
            ("Name the arguments", Safety.REVIEW if is_entropy else Safety.SAFE, tuple(edits)) if not hidden else None,
            deprecated=False,
        )
