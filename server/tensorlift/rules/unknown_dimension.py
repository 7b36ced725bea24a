"""What code asks of a dimension that may be unknown."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tree_sitter import Node

from tensorlift.model import Edit, Finding, Safety, Severity
from tensorlift.rules.base import GUIDE, Example, Rule
from tensorlift.rules.context import Context, make_finding
from tensorlift.rules.regions import is_tf1_code, keeps_tf1_behavior, severity_here
from tensorlift.rules.shapes import DIMENSION, SHAPE, Shapes
from tensorlift.rules.values import Values

RULE = Rule(
    code="TL212",
    slug="unknown-dimension",
    title="An unknown dimension is None in TensorFlow 2",
    summary=(
        "In TensorFlow 1 an element of a shape is an object, never None: `is None` is always false, comparisons with an unknown dimension "
        "give None, and arithmetic gives an unknown dimension. In TensorFlow 2 it is None itself: `is None` becomes true, `!=` becomes true, "
        "and `<` and `*` raise `TypeError`. A dimension divided by `/` is a float. Only TensorFlow 1 code is looked at: in TensorFlow 2 code "
        "this is how one asks."
    ),
    guide=f"{GUIDE}/tf1_vs_tf2",
    examples=(
        Example(
            "import tensorflow as tf\n\n\ndef loss(x):\n    if x.get_shape()[0] != 16:\n        x = tf.log(x)\n    return x\n",
            "import tensorflow as tf\n\n\ndef loss(x):\n    if (x.get_shape()[0] is not None and x.get_shape()[0] != 16):\n"
            "        x = tf.log(x)\n    return x\n",
        ),
        Example(
            "import tensorflow as tf\n\n\ndef half(x):\n    return tf.log(x), x.get_shape()[1] / 2\n",
            "import tensorflow as tf\n\n\ndef half(x):\n    return tf.log(x), x.get_shape()[1] // 2\n",
        ),
        Example("import tensorflow as tf\n\n\n@tf.function\ndef is_known(x):\n    return x.shape[0] is not None\n"),
    ),
)

_SIGNS = re.compile(rb"[<>*+%/-]|!=|is\b")
_ORDER = frozenset({"<", ">", "<=", ">=", "!=", "<>"})
_ARITHMETIC = frozenset({"*", "+", "-", "//", "%"})
_TESTS = frozenset({"if_statement", "elif_clause", "while_statement", "boolean_operator", "conditional_expression"})


def check(context: Context) -> Iterator[Finding]:
    """Yield a finding for each question to a dimension whose answer is another one in TensorFlow 2."""
    if not is_tf1_code(context) or b"shape" not in context.data:
        return
    keeps = keeps_tf1_behavior(context)
    shapes = Shapes(context, Values(context))
    seen: set[int] = set()
    for match in _SIGNS.finditer(context.data):
        sign = context.root.descendant_for_byte_range(match.start(), match.start() + 1)
        node = sign.parent if sign is not None and not sign.is_named else None
        if node is not None and node.type == "is not":
            node = node.parent
        if node is None or node.id in seen or node.type not in ("binary_operator", "comparison_operator") or not _is_near_shape(node):
            continue
        seen.add(node.id)
        if node.type == "binary_operator":
            finding = _arithmetic(shapes, node, keeps)
        elif not keeps:
            finding = _comparison(context, shapes, node)
        else:
            continue
        if finding is not None:
            yield finding


def _is_near_shape(node: Node) -> bool:
    """Whether the functions around a node all speak of shapes."""
    place = node.parent
    while place is not None:
        if place.type == "function_definition" and b"shape" not in (place.text or b""):
            return False
        place = place.parent
    return True


def _arithmetic(shapes: Shapes, node: Node, keeps: bool) -> Finding | None:
    left, right, sign = (node.child_by_field_name(field) for field in ("left", "right", "operator"))
    if left is None or right is None or sign is None:
        return None
    operator = sign.type
    if operator == "/" and _is_dimension(shapes, left) and (right.type == "integer" or _is_dimension(shapes, right)):
        message = (
            "A dimension divided by / is a float in TensorFlow 2 (TensorFlow 1 rounded down or raised TypeError); write // for a size."
        )
        fix = ("Divide with //", Safety.REVIEW, (Edit(sign.start_byte, sign.end_byte, "//"),))
        return make_finding(RULE, Severity.ERROR if keeps else Severity.WARNING, message, node.start_byte, node.end_byte, None, fix)
    if keeps or operator not in _ARITHMETIC:
        return None
    batch = next((side for side in (left, right) if side.type == "subscript" and _is_first(side) and _is_dimension(shapes, side)), None)
    if batch is None:
        return None
    message = "Where the batch size is unknown this fails with a TypeError in TensorFlow 2; tf.shape(x)[0] is the size at run time."
    return make_finding(RULE, Severity.INFORMATION, message, batch.start_byte, batch.end_byte, None)


def _comparison(context: Context, shapes: Shapes, node: Node) -> Finding | None:
    operands = node.named_children
    signs = [child.type for child in node.children if not child.is_named]
    if len(operands) != 2 or len(signs) != 1:
        return None
    left, right = operands
    if signs[0] in ("is", "is not") and right.type == "none" and _is_dimension(shapes, left):
        if (_whole_test(node).text or b"").count(left.text or b"") > 1:
            return None
        message = (
            f"In TensorFlow 1 a dimension is never None, so this was always {signs[0] == 'is not'}; in TensorFlow 2 an unknown one is None. "
            "Check which branch is meant."
        )
        return make_finding(RULE, severity_here(context, Severity.WARNING), message, node.start_byte, node.end_byte)
    if signs[0] == "!=" and shapes.kind(left) == shapes.kind(right) == SHAPE and _expects_value_error(node):
        message = "Shapes of unknown rank can be compared in TensorFlow 2, so this raises no ValueError and the handler is never reached."
        return make_finding(RULE, severity_here(context, Severity.WARNING), message, node.start_byte, node.end_byte)
    if signs[0] not in _ORDER or "none" in (left.type, right.type):
        return None
    dimension = next((side for side in (left, right) if _is_dimension(shapes, side)), None)
    if dimension is None or re.search(re.escape(dimension.text or b"") + rb"\s+is\s", _whole_test(node).text or b""):
        return None
    if signs[0] in ("!=", "<>"):
        message = "Where the dimension is unknown this is true in TensorFlow 2 and not in TensorFlow 1: ask for None first."
    else:
        message = (
            "Where the dimension is unknown this raises TypeError in TensorFlow 2 and is not true in TensorFlow 1: ask for None first."
        )
    text = context.slice(dimension.start_byte, dimension.end_byte)
    fix = None
    if _is_test(node) and "\n" not in text and "#" not in text:
        edits = (Edit(node.start_byte, node.start_byte, f"({text} is not None and "), Edit(node.end_byte, node.end_byte, ")"))
        fix = ("Ask for None first", Safety.REVIEW, edits)
    return make_finding(RULE, severity_here(context, Severity.WARNING), message, node.start_byte, node.end_byte, None, fix)


def _is_dimension(shapes: Shapes, node: Node) -> bool:
    return shapes.kind(node) == DIMENSION and shapes.is_surely_tensor(node)


def _is_first(subscript: Node) -> bool:
    index = subscript.child_by_field_name("subscript")
    return index is not None and index.text == b"0"


def _is_test(node: Node) -> bool:
    """Whether only the truth of a comparison counts."""
    parent = node.parent
    if parent is None or parent.type not in _TESTS:
        return False
    if parent.type == "conditional_expression":
        return parent.named_children[1] == node
    if parent.type == "boolean_operator":
        return _is_test(parent)
    return parent.child_by_field_name("condition") == node


def _whole_test(node: Node) -> Node:
    """Return the condition that a comparison is a part of."""
    while node.parent is not None and node.parent.type in ("boolean_operator", "not_operator", "parenthesized_expression"):
        node = node.parent
    return node


def _expects_value_error(node: Node) -> bool:
    place: Node | None = node
    while place is not None and place.type not in ("function_definition", "lambda"):
        parent = place.parent
        if parent is not None and parent.type == "try_statement" and parent.child_by_field_name("body") == place:
            handlers = [child for child in parent.named_children if child.type == "except_clause"]
            return any(b"ValueError" in (handler.text or b"").split(b":")[0] for handler in handlers)
        place = parent
    return False
