"""Tensors as conditions and in loops of Python, where a graph is built."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tree_sitter import Node

from tensorlift.model import Finding, Severity
from tensorlift.rules.base import GUIDE, Example, Rule
from tensorlift.rules.context import Context, make_finding
from tensorlift.rules.regions import is_traced
from tensorlift.rules.values import Values

RULE = Rule(
    code="TL416",
    slug="graph-condition",
    title="Python cannot ask a tensor of a graph for its value",
    summary=(
        "In `with tf.Graph().as_default():`, in the body of a session and under `tf.function(autograph=False)` a tensor has no value yet: `if`, "
        "`while`, `for`, `and`, `not`, `len()` and `range()` on it raise an error. Use `tf.cond`, `tf.unstack` or `tf.shape`; under "
        "`tf.function` AutoGraph makes graph operations of them."
    ),
    guide=f"{GUIDE}/tf1_vs_tf2",
    examples=(
        Example("import tensorflow as tf\n\nwith tf.Graph().as_default():\n    x = tf.constant(1.0)\n    if x > 0:\n        y = x\n"),
        Example(
            "import tensorflow as tf\n\n\n@tf.function\ndef f(x):\n    y = tf.square(x)\n    if y > 0:\n        return y\n    return x\n"
        ),
    ),
)

_WORDS = re.compile(rb"\b(if|elif|while|for|not|and|or)\b|\b(len|range)\s*\(")
_ORDERED = frozenset({b"<", b">", b"<=", b">="})


def check(context: Context) -> Iterator[Finding]:
    """Yield a finding for each tensor of a graph that Python asks for its value or its length."""
    if not context.uses and b"Graph" not in context.data and b"autograph" not in context.data:
        return
    if b"Graph" not in context.data and b"Session" not in context.data and b"autograph" not in context.data:
        return
    values = Values(context)
    for match in _WORDS.finditer(context.data):
        node = context.root.descendant_for_byte_range(match.start(), match.start() + 1)
        parent = node.parent if node is not None else None
        if node is None or parent is None or node.type in ("string_content", "comment"):
            continue
        asked, how = _asked(match, node, parent)
        if asked is None or not _is_tensor(values, asked) or not _is_symbolic(values, asked):
            continue
        yield make_finding(RULE, Severity.ERROR, how, asked.start_byte, asked.end_byte, None, None, deprecated=False)


def _asked(match: re.Match[bytes], node: Node, parent: Node) -> tuple[Node | None, str]:
    """Return what a word of Python asks for its value, and what to say about it."""
    if match[2]:
        arguments = parent.child_by_field_name("arguments") if parent.type == "call" else None
        given = arguments.named_children if arguments is not None else []
        if len(given) != 1:
            return None, ""
        if match[2] == b"len":
            return given[0], "A tensor of a graph has no len and raises TypeError: use its shape, or tf.shape(x)[0]."
        return given[0], "A tensor of a graph is no number for range and raises TypeError: use tf.range, or tf.while_loop."
    if parent.type in ("for_statement", "for_in_clause"):
        return parent.child_by_field_name("right"), "A tensor of a graph cannot be iterated over: use tf.unstack, or tf.map_fn."
    message = "A tensor of a graph has no truth value for Python and raises an error: use tf.cond, or let tf.function translate the code."
    if parent.type in ("if_statement", "elif_clause", "while_statement"):
        return parent.child_by_field_name("condition"), message
    if parent.type == "conditional_expression":
        return (parent.named_children[1] if parent.named_child_count > 1 else None), message
    if parent.type == "not_operator":
        return parent.child_by_field_name("argument"), message
    return (parent.child_by_field_name("left"), message) if parent.type == "boolean_operator" else (None, "")


def _is_tensor(values: Values, node: Node) -> bool:
    """Whether an expression is a tensor; a comparison by size with one is."""
    while node.type == "parenthesized_expression" and node.named_child_count == 1:
        node = node.named_children[0]
    if node.type == "comparison_operator":
        signs = {child.text for child in node.children if not child.is_named}
        return bool(signs) and signs <= _ORDERED and any(values.is_a(child, "tensor") for child in node.named_children)
    return values.is_a(node, "tensor")


def _is_symbolic(values: Values, node: Node) -> bool:
    """Whether code surely builds a graph that AutoGraph does not look at: in a graph of its own, or where AutoGraph is off."""
    place: Node | None = node
    while place is not None:
        parent = place.parent
        if parent is not None and parent.type == "with_statement" and parent.child_by_field_name("body") == place:
            for item in (item for clause in parent.named_children for item in clause.named_children if item.type == "with_item"):
                value = item.named_children[0]
                value = value.named_children[0] if value.type == "as_pattern" else value
                paths = values.paths(value)
                if paths and all(path.startswith("tf.Graph().as_default()") or path == "tf.Session()" for path in paths):
                    return True
        if place.type == "function_definition":
            decorated = place.parent if place.parent is not None and place.parent.type == "decorated_definition" else None
            head = (decorated.text or b"")[: place.start_byte - decorated.start_byte] if decorated is not None else b""
            body = place.child_by_field_name("body")
            return body is not None and re.search(rb"autograph\s*=\s*False", head) is not None and is_traced(values, body)
        if place.type in ("lambda", "class_definition"):
            return False
        place = parent
    return False
