"""Tensors and variables that are compared as objects."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from tree_sitter import Node

from tensorlift.model import Edit, Finding, Safety, Severity
from tensorlift.rules.attributes import attribute_pattern
from tensorlift.rules.base import GUIDE, Example, Rule
from tensorlift.rules.context import Context, make_finding
from tensorlift.rules.regions import has_v2_behavior, is_tf1_code, keeps_tf1_behavior, severity_here
from tensorlift.rules.values import Values

RULE = Rule(
    code="TL213",
    slug="tensor-equality",
    title="Tensors are equal by value in TensorFlow 2",
    summary=(
        "In TensorFlow 1 `a == b` asks whether two tensors or variables are the same object. In TensorFlow 2 it compares their values and "
        "gives a tensor, and so do `in`, `list.index`, `list.remove` and `list.count`: two variables with equal values are taken for one "
        "another, and vectors raise `ValueError`. `is` and `any(a is item for item in items)` ask for the object. "
        "In a graph without `tf.function`, and under `disable_v2_behavior()`, equality is as before; nothing is reported there."
    ),
    guide=f"{GUIDE}/tf1_vs_tf2",
    examples=(
        Example(
            "import tensorflow as tf\n\na = tf.Variable(1.0)\nb = tf.log(a)\nif a == b:\n    print('same')\n",
            "import tensorflow as tf\n\na = tf.Variable(1.0)\nb = tf.log(a)\nif a is b:\n    print('same')\n",
        ),
        Example(
            "import tensorflow as tf\n\nv = tf.Variable(1.0)\nstep = tf.log(v)\nfound = v in [step, v]\n",
            "import tensorflow as tf\n\nv = tf.Variable(1.0)\nstep = tf.log(v)\nfound = any(v is item for item in [step, v])\n",
        ),
        Example("import tensorflow as tf\n\na = tf.constant(1)\nsame = tf.equal(a, 2)\n"),
    ),
)

# Signs and words of comparisons, and searches; the first is looked at in every program.
_WITH_NONE = re.compile(rb"[=!]=\s*None\b")
_SIGNS = re.compile(rb"[=!]=|<>")
_IN = re.compile(rb"in\b(?<![\w.]in)")
_SEARCHES = attribute_pattern(("index", "remove", "count"), called=True)
_BY_VALUE = frozenset({b"index", b"remove", b"count"})
_NAMES = frozenset({"identifier", "attribute"})
_TESTS = frozenset({"if_statement", "elif_clause", "while_statement", "boolean_operator", "not_operator", "assert_statement", "if_clause"})
# The tensors that these give have whole numbers for elements.
_WHOLE = re.compile(r"tf\.(math\.)?(argmax|argmin|shape|size|rank|count_nonzero|to_int32|to_int64)\(\)")
_NUMBERS = re.compile(rf"{_WHOLE.pattern}|tf\.(math\.)?(reduce_\w+|matmul|sqrt|exp|log|square|to_float|to_double)\(\)|tf\.nn\.\w+\(\)")


def check(context: Context) -> Iterator[Finding]:
    """Yield a finding for each comparison of tensors whose answer is another one in TensorFlow 2."""
    concerned = not keeps_tf1_behavior(context) and (is_tf1_code(context) or context.is_eager)
    values = Values(context)
    for match in chain.from_iterable(one.finditer(context.data) for one in ((_SIGNS, _IN, _SEARCHES) if concerned else (_WITH_NONE,))):
        node = context.root.descendant_for_byte_range(match.start(), match.start() + 1)
        node = node.parent if node is not None else None
        if node is not None and node.type == "not in":
            node = node.parent
        finding = None
        if node is not None and node.type == "comparison_operator":
            finding = _comparison(context, values, node)
        elif node is not None and node.type == "attribute" and node.parent is not None and node.parent.type == "call":
            finding = _search(context, values, node.parent)
        if finding is not None:
            yield finding


def _comparison(context: Context, values: Values, node: Node) -> Finding | None:
    signs = [child for child in node.children if not child.is_named]
    if len(signs) != 1 or node.named_child_count != 2:
        return None
    left, right = node.named_children
    sign = signs[0].type
    if sign in ("in", "not in"):
        return _membership(context, values, node, left, right, sign == "in")
    if sign not in ("==", "!=", "<>"):
        return None
    negative = sign != "=="
    if right.type == "none":
        if not _is_tensor(values, left):
            return None
        fix = ("Compare with is", Safety.SAFE, (Edit(signs[0].start_byte, signs[0].end_byte, "is not" if negative else "is"),))
        message = "A tensor is compared with None as an object in both versions; say so with is."
        return make_finding(RULE, Severity.HINT, message, node.start_byte, node.end_byte, None, fix, deprecated=False)
    if right.type in ("float", "string") or left.type in ("float", "string"):
        tensor, literal = (left, right) if right.type in ("float", "string") else (right, left)
        pattern = _WHOLE if literal.type == "float" else _NUMBERS
        paths = values.paths(tensor)
        if not paths or not all(pattern.fullmatch(path) for path in paths) or not has_v2_behavior(context, values, node):
            return None
        text = context.slice(literal.start_byte, literal.end_byte)
        message = (
            f"TensorFlow 2 compares the values, and {text} is of another type than the tensor, which is an error: cast one of them first."
        )
        return make_finding(
            RULE, severity_here(context, Severity.ERROR), message, node.start_byte, node.end_byte, None, None, deprecated=False
        )
    if (
        not is_tf1_code(context)
        or not _is_tensor(values, left)
        or not _is_tensor(values, right)
        or not has_v2_behavior(context, values, node)
    ):
        return None
    if left.type not in _NAMES or right.type not in _NAMES:
        message = f"In TensorFlow 1 two tensors that are computed here are never the same, so this is always {negative}; TensorFlow 2 compares values."
        return make_finding(
            RULE, severity_here(context, Severity.WARNING), message, node.start_byte, node.end_byte, None, None, deprecated=False
        )
    word = "is not" if negative else "is"
    is_test = node.parent is not None and node.parent.type in _TESTS
    fix = (f"Compare with {word}", Safety.SAFE if is_test else Safety.REVIEW, (Edit(signs[0].start_byte, signs[0].end_byte, word),))
    message = f"With {sign} TensorFlow 2 compares the values of tensors, TensorFlow 1 the objects: {word} keeps that."
    if not is_test:
        message += " Check that no tensor of comparisons is meant."
    return make_finding(
        RULE, severity_here(context, Severity.WARNING), message, node.start_byte, node.end_byte, None, fix, deprecated=False
    )


def _membership(context: Context, values: Values, node: Node, left: Node, right: Node, positive: bool) -> Finding | None:
    if not _is_tensor(values, left) or values.is_a(right, "tensor") or right.type in ("string", "dictionary", "set"):
        return None
    if b"dict" in (right.text or b"") or not has_v2_behavior(context, values, node):
        return None
    message = (
        "TensorFlow 2 searches by value: another variable with an equal value is found, and vectors raise ValueError. Compare with is."
    )
    fix = None
    owner, items = (context.slice(one.start_byte, one.end_byte) for one in (left, right))
    if left.type in _NAMES and right.type in (*_NAMES, "list", "tuple", "call") and not {"\n", "#"} & {*owner, *items} and owner != "item":
        text = f"any({owner} is item for item in {items})" if positive else f"all({owner} is not item for item in {items})"
        fix = ("Search for the object", Safety.REVIEW, (Edit(node.start_byte, node.end_byte, text),))
    return make_finding(
        RULE, severity_here(context, Severity.WARNING), message, node.start_byte, node.end_byte, None, fix, deprecated=False
    )


def _search(context: Context, values: Values, node: Node) -> Finding | None:
    function, arguments = node.child_by_field_name("function"), node.child_by_field_name("arguments")
    name = function.child_by_field_name("attribute") if function is not None and function.type == "attribute" else None
    owner = function.child_by_field_name("object") if name is not None and function is not None else None
    if name is None or owner is None or arguments is None or name.text not in _BY_VALUE or arguments.named_child_count != 1:
        return None
    if values.paths(owner) or not _is_tensor(values, arguments.named_children[0]) or not has_v2_behavior(context, values, node):
        return None
    word = (name.text or b"").decode()
    message = f"TensorFlow 2 searches by value, so {word} may stop at another variable with an equal value: compare with is in a loop."
    return make_finding(
        RULE, severity_here(context, Severity.WARNING), message, name.start_byte, name.end_byte, None, None, deprecated=False
    )


def _is_tensor(values: Values, node: Node) -> bool:
    return values.is_a(node, "tensor") or values.is_a(node, "variable")
