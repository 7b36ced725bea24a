"""The regularizers of tf.contrib.layers."""

from __future__ import annotations

from collections.abc import Iterator

from tensorlift.model import Edit, Finding, Safety, Severity
from tensorlift.rewrite.calls import CannotRewriteError
from tensorlift.rules.base import GUIDE, Example, Rule, looks_for
from tensorlift.rules.context import Context, api_name, make_finding
from tensorlift.rules.place import Place

RULE = Rule(
    code="TL204",
    slug="contrib-regularizer",
    title="The regularizers of tf.contrib.layers are gone",
    summary=(
        "`tf.contrib.layers.l2_regularizer(scale)` gave a function that adds `scale * tf.nn.l2_loss(weights)`. The regularizers of Keras 3 "
        "refuse the variables of `tf.compat.v1.get_variable`, so the fix writes the function out. For the layers of Keras, "
        "`tf.keras.regularizers.L2(0.5 * scale)` is the same."
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
    "l1_l2_regularizer": "scale_l1 * {tf}.reduce_sum({tf}.abs(weights)) + scale_l2 * {tf}.nn.l2_loss(weights)",
}


def regularizer_of(name: str) -> str | None:
    """Return what a tf.contrib regularizer computes from ``weights`` and ``scale``, or None for other names."""
    package, _, last = name.rpartition(".")
    return _BODIES.get(last) if package in ("tf.contrib.layers", "tf.contrib.slim") else None


@looks_for(names=("tf.contrib.layers", "tf.contrib.slim"))
def check(context: Context) -> Iterator[Finding]:
    """Yield a finding for each regularizer of tf.contrib."""
    for use in context.uses:
        name, api = api_name(use.qualified)
        body = regularizer_of(name)
        if body is None or api == "v2" or use.guarded:
            continue
        place = Place(context, use, name, len(name.split(".")))
        message = f"{name} is gone with tf.contrib; this function adds the same to the loss."
        fix = None
        try:
            edits = _edits(place, body, ("scale_l1", "scale_l2") if "scale_l1" in body else ("scale",))
            fix = ("Write the regularizer as a function", Safety.SAFE, edits) if edits else None
        except CannotRewriteError as problem:
            message += f" It is not changed automatically because {problem}."
        yield make_finding(RULE, Severity.ERROR, message, place.start, place.end, name, fix)


def _edits(place: Place, body: str, names: tuple[str, ...]) -> tuple[Edit, ...]:
    """Return the edits that write the function in place of the call that makes it; none where its arguments cannot be told apart.

    Raises:
        CannotRewriteError: The TensorFlow module has no name here.
    """
    call = place.call
    if call is None or any(argument.star for argument in call.arguments):
        return ()
    arguments = [argument for argument in call.arguments if argument.name != "scope"]
    given = [argument.name or name for argument, name in zip(arguments, names)]
    if len(call.arguments) != len(arguments) or len(arguments) > len(names) or sorted(given) != sorted(set(given) & set(names)):
        return ()
    if len(names) == 1 and not arguments:
        return ()
    module, needed = place.module()
    edits: list[Edit] = []
    before, start = "(lambda weights, ", place.start
    for argument, name in zip(arguments, given):
        edits.append(Edit(start, argument.value_start, f"{before}{name}="))
        before, start = ", ", argument.value_end
    missing = [name for name in names if name not in given]
    before = "" if edits else before
    more = "".join(f"{', ' if edits or number else ''}{name}=1.0" for number, name in enumerate(missing))
    edits.append(Edit(start, call.end, f"{before}{more}: {body.replace('{tf}', module)})"))
    if any("#" in place.context.slice(edit.start, edit.end) for edit in edits):
        return ()
    return (*needed, *edits)
