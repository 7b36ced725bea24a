"""Dimensions of a shape, which are numbers in TensorFlow 2."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tree_sitter import Node

from tensorlift.model import Edit, Finding, Safety, Severity
from tensorlift.rules.base import GUIDE, Example, Rule, looks_for
from tensorlift.rules.context import IMPORT, Context, FileContext, make_finding
from tensorlift.rules.regions import keeps_tf1_behavior, runs_eagerly, severity_here
from tensorlift.rules.shapes import DIMENSION, SHAPE, Shapes
from tensorlift.rules.values import Values
from tensorlift.source.facts import is_guarded

RULE = Rule(
    code="TL211",
    slug="tensor-shape",
    title="The elements of a shape are numbers in TensorFlow 2",
    summary=(
        "`x.shape[i]` is an `int` or None in TensorFlow 2, so `.value` and the methods of a dimension raise `AttributeError`. "
        "`tf.compat.dimension_value` gives the number in both versions, `tf.compat.dimension_at_index` the dimension with its methods; "
        "where code surely runs eagerly the fix writes `x.shape[i]` alone. Under `disable_v2_behavior()` dimensions stay objects, and "
        "nothing is reported below level `native`. `x.shape.dims[i].value`, `as_list()`, `ndims` and slices work unchanged."
    ),
    guide=f"{GUIDE}/tf1_vs_tf2",
    examples=(
        Example(
            "import tensorflow as tf\n\n\ndef width(x):\n    return x.get_shape()[1].value\n",
            "import tensorflow as tf\n\n\ndef width(x):\n    return tf.compat.dimension_value(x.get_shape()[1])\n",
        ),
        Example(
            "import tensorflow as tf\n\n\n@tf.function\ndef area(x):\n    _, height, width, _ = x.shape\n    return height.value * width.value\n",
            "import tensorflow as tf\n\n\n@tf.function\ndef area(x):\n    _, height, width, _ = x.shape\n    return height * width\n",
        ),
        Example("import tensorflow as tf\n\n\ndef sizes(x):\n    return x.shape.dims[0].value, x.shape.as_list(), x.shape.ndims\n"),
    ),
)

_METHODS = frozenset({"assert_is_compatible_with", "merge_with", "is_compatible_with"})
_WORDS = re.compile(rb"\.\s*(value|" + "|".join(sorted(_METHODS)).encode() + rb")\b")
_V1 = "tensorflow.compat.v1"


@looks_for(words=("value", *_METHODS))
def check(context: Context) -> Iterator[Finding]:
    """Yield a finding for each ``value`` and each method of a dimension."""
    matches = list(_WORDS.finditer(context.data))
    if not matches or keeps_tf1_behavior(context):
        return
    values = Values(context)
    shapes = Shapes(context, values)
    for match in matches:
        node = context.root.descendant_for_byte_range(match.start(1), match.end(1))
        attribute = node.parent if node is not None and node.type == "identifier" else None
        if attribute is None or attribute.type != "attribute" or attribute.child_by_field_name("attribute") != node:
            continue
        owner = attribute.child_by_field_name("object")
        called = (
            attribute.parent is not None
            and attribute.parent.type == "call"
            and attribute.parent.child_by_field_name("function") == attribute
        )
        name = match[1].decode()
        if owner is None or called != (name in _METHODS) or _is_target(attribute):
            continue
        if shapes.kind(owner) != DIMENSION and not (name == "value" and _is_product(shapes, owner)):
            continue
        module, needed = _module(context)
        if module is None and not needed:
            continue
        if not is_guarded(attribute, context.followed) and not _is_asked(owner):
            yield _finding(context, values, attribute, owner, name, module, needed)


def _finding(
    context: Context, values: Values, attribute: Node, owner: Node, name: str, module: str | None, needed: tuple[Edit, ...]
) -> Finding:
    start, end = attribute.end_byte - len(name.encode()), attribute.end_byte
    severity = severity_here(context, Severity.ERROR)
    if name in _METHODS:
        message = (
            f"An element of a shape is an int or None in TensorFlow 2, without {name}; tf.compat.dimension_at_index has the dimension."
        )
        shape = owner.child_by_field_name("value") if owner.type == "subscript" else None
        index = owner.child_by_field_name("subscript")
        if shape is None or index is None or module is None or b"#" in (owner.text or b""):
            return make_finding(RULE, severity, message, start, end)
        edits: tuple[Edit, ...] = (
            Edit(shape.start_byte, shape.start_byte, f"{module}.compat.dimension_at_index("),
            Edit(shape.end_byte, index.start_byte, ", "),
            Edit(index.end_byte, owner.end_byte, ")"),
        )
        return make_finding(RULE, severity, message, start, end, None, ("Use tf.compat.dimension_at_index", Safety.SAFE, (*needed, *edits)))
    message = "An element of a shape is an int or None in TensorFlow 2, so .value fails; "
    if b"#" in context.data[owner.end_byte : end] or module is None:
        return make_finding(RULE, severity, f"{message}drop it.", start, end)
    if runs_eagerly(context, values, attribute) and owner.type != "call":
        fix = ("Drop .value", Safety.SAFE, (Edit(owner.end_byte, end, ""),))
        return make_finding(RULE, severity, f"{message}the element itself is the number.", start, end, None, fix)
    edits = (Edit(owner.start_byte, owner.start_byte, f"{module}.compat.dimension_value("), Edit(owner.end_byte, end, ")"))
    message += "tf.compat.dimension_value gives the number in both versions."
    return make_finding(RULE, severity, message, start, end, None, ("Use tf.compat.dimension_value", Safety.SAFE, (*needed, *edits)))


def _is_asked(owner: Node) -> bool:
    """Whether the code around asks whether a dimension is an object or a number."""
    text = owner.text or b""
    node, parent = owner, owner.parent
    while parent is not None and node.type != "function_definition":
        if parent.type in ("if_statement", "elif_clause", "conditional_expression"):
            condition = parent.child_by_field_name("condition") or parent.named_children[1]
            asked = condition.text or b""
            if node != condition and text in asked and any(word in asked for word in (b"isinstance(", b"type(", b"hasattr(")):
                return True
        node, parent = parent, parent.parent
    return False


def _is_product(shapes: Shapes, owner: Node) -> bool:
    """Whether an expression is ``np.prod`` of a shape."""
    function, arguments = owner.child_by_field_name("function"), owner.child_by_field_name("arguments")
    if owner.type != "call" or function is None or arguments is None or function.text not in (b"np.prod", b"numpy.prod"):
        return False
    return bool(arguments.named_children) and shapes.kind(arguments.named_children[0]) == SHAPE


def _is_target(attribute: Node) -> bool:
    parent = attribute.parent
    return parent is not None and parent.type in ("assignment", "augmented_assignment") and parent.child_by_field_name("left") == attribute


def _module(context: Context) -> tuple[str | None, tuple[Edit, ...]]:
    """Return the name of the TensorFlow module, and the import that it takes; neither in a file that has nothing to do with TensorFlow."""
    name = context.ask((), _module_name)
    if name is None and context.ask((), _uses_tensorflow):
        name = context.import_tensorflow()
        return name, (IMPORT,)
    return name, ()


def _module_name(file: FileContext) -> str | None:
    return file.names.everywhere("tensorflow") or file.names.everywhere(_V1)


def _uses_tensorflow(file: FileContext) -> bool:
    return any(file.names.imports(index) for index in range(len(file.document.chunks)))
