"""Calls with the argument order of TensorFlow 0.x."""

from __future__ import annotations

from collections.abc import Iterator

from tensorlift.model import Edit, Finding, Safety, Severity
from tensorlift.rules.base import Example, Rule
from tensorlift.rules.context import Context, api_name, make_finding

RULE = Rule(
    code="TL203",
    slug="old-argument-order",
    title="The call has the argument order of TensorFlow 0.x",
    summary=(
        "Before TensorFlow 1.0, `tf.concat` took the dimension first and `tf.split` took `(dimension, count, value)`. "
        "A number in first place gives such calls away. The fix names the arguments."
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
        Example("import tensorflow as tf\ny = tf.concat([a, b], 1)\n"),
    ),
)

_ORDERS = {"tf.concat": ("axis", "values"), "tf.split": ("axis", "num_or_size_splits", "value")}
_NUMBERS = ("integer", "unary_operator")


def check(context: Context) -> Iterator[Finding]:
    """Yield a finding for each call of ``tf.concat`` or ``tf.split`` in the old order."""
    for use in context.names.uses:
        name, api = api_name(".".join([use.path, *use.attributes]))
        names = _ORDERS.get(name)
        if names is None or api == "v2" or use.guarded:
            continue
        count = len(use.attributes)
        trailers = use.reference.trailers
        call = trailers[count].call if len(trailers) > count else None
        if call is None or len(call.arguments) < len(names) or any(a.name or a.star for a in call.arguments[: len(names)]):
            continue
        if call.arguments[0].kind not in _NUMBERS or call.arguments[-1].kind in _NUMBERS:
            continue
        edits = tuple(Edit(use.shift + a.start, use.shift + a.start, f"{n}=") for a, n in zip(call.arguments, names))
        extra = call.arguments[len(names)] if len(call.arguments) > len(names) else None
        if extra is not None and extra.name is None and extra.star != "**":
            edits = () if extra.star else (*edits, Edit(use.shift + extra.start, use.shift + extra.start, "name="))
        yield make_finding(
            RULE,
            Severity.ERROR,
            f"{name} takes {'the values' if name == 'tf.concat' else 'the value'} first since TensorFlow 1.0; name the arguments.",
            use.shift + use.reference.start,
            use.shift + (trailers[count - 1].end if count else use.reference.end),
            name,
            ("Name the arguments", Safety.SAFE, edits) if edits else None,
            deprecated=False,
        )
