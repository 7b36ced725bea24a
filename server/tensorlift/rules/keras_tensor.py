"""TensorFlow functions on the symbolic inputs of a Keras model."""

from __future__ import annotations

from collections.abc import Iterator

from tree_sitter import Node

from tensorlift.model import Finding, Severity
from tensorlift.rules.base import GUIDE, Example, Rule, looks_for
from tensorlift.rules.context import Context, make_finding
from tensorlift.rules.place import Place
from tensorlift.rules.values import Values, is_a

RULE = Rule(
    code="TL440",
    slug="keras-tensor",
    title="TensorFlow functions do not take the tensors of a functional Keras 3 model",
    summary=(
        "What `tf.keras.Input` and layers called on it give is a `KerasTensor`. With Keras 3 a function of TensorFlow raises `ValueError` for "
        'it: "A KerasTensor cannot be used as input to a TensorFlow function". Put the function into a layer, such as '
        "`tf.keras.layers.Lambda`, or use `keras.ops`. Operators such as `x * 2` work. Keras 2 takes the functions as they are."
    ),
    guide=f"{GUIDE}/migrating_estimator",
    examples=(
        Example("import tensorflow as tf\nx = tf.keras.Input((3,))\ny = tf.reduce_sum(x, axis=-1)\n"),
        Example("import tensorflow as tf\nx = tf.keras.Input((3,))\ny = tf.keras.layers.Lambda(lambda v: tf.reduce_sum(v, axis=-1))(x)\n"),
    ),
)

# No model has longer chains of layers that are not assigned on the way.
_DEEPEST = 20


@looks_for(names=("tf",))
def check(context: Context) -> Iterator[Finding]:
    """Yield a finding for each such call."""
    if context.settings.keras_version != 3 or not context.traits.keras:
        return
    values: Values | None = None
    for use, name, _ in context.named_uses:
        if not is_a(frozenset({f"{name}()"}), "tensor") or name.startswith("tf.layers."):
            continue
        place = Place(context, use, name, len(name.split(".")))
        if place.call is None:
            continue
        values = values or Values(context)
        for argument in place.call.arguments:
            node = context.root.descendant_for_byte_range(argument.value_start, argument.value_end)
            if not argument.star and node is not None and _is_symbolic(values, node, 0):
                message = f"{name} raises ValueError for a KerasTensor with Keras 3: call it in a tf.keras.layers.Lambda, or use keras.ops."
                yield make_finding(RULE, Severity.ERROR, message, place.start, place.end, name, deprecated=False)
                break


def _is_symbolic(values: Values, node: Node, depth: int) -> bool:
    """Whether an expression is a symbolic input, or a layer called on one."""
    if depth > _DEEPEST:
        return False
    if node.type in ("list", "tuple"):
        return any(_is_symbolic(values, one, depth + 1) for one in node.named_children)
    if node.type in ("identifier", "attribute"):
        paths = values.paths(node)
        if any(is_a(frozenset({path}), "symbolic-input") for path in paths):
            return all(is_a(frozenset({path}), "symbolic-input") or is_a(frozenset({path}), "tensor") for path in paths)
        if node.type == "attribute" or not paths or not all(path.startswith("tf.keras.layers.") for path in paths):
            return False
        found = values.assigned(node)
        return len(found) == 1 and _is_symbolic(values, found[0], depth + 1)
    if node.type == "call":
        function, arguments = node.child_by_field_name("function"), node.child_by_field_name("arguments")
        if function is None or arguments is None:
            return False
        if values.is_a(node, "symbolic-input"):
            return True
        if not values.is_a(function, "layer"):
            return False
        return any(_is_symbolic(values, one, depth + 1) for one in arguments.named_children if one.type != "keyword_argument")
    return False
