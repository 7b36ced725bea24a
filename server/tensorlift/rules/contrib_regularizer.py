"""The regularizers of tf.contrib.layers, where Keras has no equal."""

from __future__ import annotations

from collections.abc import Iterator

from tensorlift.model import Edit, Finding, Safety, Severity
from tensorlift.rewrite.calls import CannotRewriteError
from tensorlift.rules.base import GUIDE, Example, Rule
from tensorlift.rules.context import Context, api_name, make_finding
from tensorlift.rules.place import Place

RULE = Rule(
    code="TL204",
    slug="contrib-regularizer",
    title="The regularizers of tf.contrib.layers are gone",
    summary=(
        "`tf.contrib.layers.l2_regularizer(scale)` gave a function that adds `scale * tf.nn.l2_loss(weights)`. With Keras 2 the fix is "
        "`tf.keras.regularizers.L2(0.5 * scale)`. The regularizers of Keras 3 refuse the variables of `tf.compat.v1.get_variable`, "
        "so there the fix writes the function out."
    ),
    guide=f"{GUIDE}/model_mapping",
    examples=(
        Example(
            "import tensorflow as tf\nr = tf.contrib.layers.l2_regularizer(0.1)\n",
            "import tensorflow as tf\nr = (lambda weights, scale=0.1: scale * tf.nn.l2_loss(weights))\n",
        ),
        Example(
            "import tensorflow as tf\nr = tf.contrib.layers.l1_regularizer(scale=s)\n",
            "import tensorflow as tf\nr = (lambda weights, scale=s: scale * tf.reduce_sum(tf.abs(weights)))\n",
        ),
        Example("import tensorflow as tf\nr = tf.contrib.layers.l2_regularizer(**arguments)\n"),
    ),
)

_BODIES = {
    "l2_regularizer": "scale * {tf}.nn.l2_loss(weights)",
    "l1_regularizer": "scale * {tf}.reduce_sum({tf}.abs(weights))",
}


def regularizer_of(name: str) -> str | None:
    """Return what a tf.contrib regularizer computes from ``weights`` and ``scale``, or None for other names."""
    package, _, last = name.rpartition(".")
    return _BODIES.get(last) if package in ("tf.contrib.layers", "tf.contrib.slim") else None


def check(context: Context) -> Iterator[Finding]:
    """Yield a finding for each regularizer of tf.contrib, where the target has Keras 3."""
    if context.settings.keras_version == 2:
        return
    for use in context.uses:
        name, api = api_name(use.qualified)
        body = regularizer_of(name)
        if body is None or api != "tf" or use.guarded:
            continue
        place = Place(context, use, name, len(name.split(".")))
        message = f"{name} is gone with tf.contrib; this function adds the same to the loss."
        fix = None
        arguments = [argument for argument in place.call.arguments if argument.name in (None, "scale")] if place.call is not None else []
        if place.call is not None and len(arguments) == len(place.call.arguments) == 1 and not arguments[0].star:
            try:
                module, needed = place.module()
                value = arguments[0].value_start, arguments[0].value_end
                edits = (
                    *needed,
                    Edit(place.start, value[0], "(lambda weights, scale="),
                    Edit(value[1], place.call.end, f": {body.replace('{tf}', module)})"),
                )
                if "#" not in context.slice(place.start, value[0]) + context.slice(value[1], edits[-1].end):
                    fix = ("Write the regularizer as a function", Safety.SAFE, edits)
            except CannotRewriteError as problem:
                message += f" It is not changed automatically because {problem}."
        yield make_finding(RULE, Severity.ERROR, message, place.start, place.end, name, fix)
