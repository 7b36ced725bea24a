"""Iterators and element types that TensorFlow 2 datasets no longer have as methods."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tree_sitter import Node

from tensorlift.model import Edit, Finding, Safety, Severity
from tensorlift.rules.base import GUIDE, Example, Rule, looks_for
from tensorlift.rules.context import DATASET, Context, FileContext, make_finding
from tensorlift.source.facts import is_guarded
from tensorlift.source.names import Use

RULE = Rule(
    code="TL201",
    slug="dataset-iterator",
    title="Datasets have no such method in TensorFlow 2",
    summary=(
        "`Dataset.make_one_shot_iterator()`, `make_initializable_iterator()`, `output_types`, `output_shapes` and `output_classes` are "
        "gone from TensorFlow 2 datasets; functions of the same names in `tf.compat.v1.data` take the dataset instead. "
        "`map_with_legacy_function` and `filter_with_legacy_function` became `map` and `filter`. "
        "Where the receiver is surely a dataset the fix is safe; where it comes from elsewhere it asks for a look."
    ),
    guide=f"{GUIDE}/tf1_vs_tf2",
    examples=(
        Example(
            "import tensorflow as tf\nds = tf.data.Dataset.range(3).batch(2)\nit = ds.make_one_shot_iterator()\n",
            "import tensorflow as tf\nds = tf.data.Dataset.range(3).batch(2)\nit = tf.compat.v1.data.make_one_shot_iterator(ds)\n",
        ),
        Example(
            "import tensorflow as tf\nds = tf.data.Dataset.range(3)\nt = ds.output_types\n",
            "import tensorflow as tf\nds = tf.data.Dataset.range(3)\nt = tf.compat.v1.data.get_output_types(ds)\n",
        ),
        Example(
            "import tensorflow as tf\nds = tf.data.Dataset.range(3).map_with_legacy_function(f)\n",
            "import tensorflow as tf\nds = tf.data.Dataset.range(3).map(f)\n",
        ),
        Example("import tensorflow as tf\nit = tf.compat.v1.data.make_one_shot_iterator(ds)\n"),
        Example("import tensorflow.compat.v1 as tf\nds = tf.data.Dataset.range(3)\nit = ds.make_one_shot_iterator()\n"),
    ),
)

_METHODS = {"make_one_shot_iterator": "make_one_shot_iterator", "make_initializable_iterator": "make_initializable_iterator"}
_PROPERTIES = {"output_types": "get_output_types", "output_shapes": "get_output_shapes", "output_classes": "get_output_classes"}
# They took functions that put variables and tables into the graph as TensorFlow 1 did; other functions give the same.
_RENAMED = {"map_with_legacy_function": "map", "filter_with_legacy_function": "filter"}
_WORDS = re.compile(rb"\.\s*\\?\s*(" + "|".join([*_METHODS, *_PROPERTIES, *_RENAMED]).encode() + rb")\b")


@looks_for(words=(*_METHODS, *_PROPERTIES, *_RENAMED))
def check(context: Context) -> Iterator[Finding]:
    """Yield a finding for each iterator method or element-type property of a dataset."""
    data = context.data
    typed: dict[int, tuple[bool, Use]] | None = None
    for match in _WORDS.finditer(data):
        name = match[1].decode()
        node = context.root.descendant_for_byte_range(match.start(1), match.end(1))
        attribute = node.parent if node is not None and node.type == "identifier" else None
        if attribute is None or attribute.type != "attribute" or attribute.child_by_field_name("attribute") != node:
            continue
        if typed is None:
            typed = _typed_receivers(context)
        is_dataset, use = typed.get(match.start(1), (None, None))
        if use.guarded if use is not None else is_guarded(attribute, context.followed):
            continue
        finding = _judge(context, attribute, name, is_dataset, use)
        if finding is not None:
            yield finding


def _typed_receivers(context: Context) -> dict[int, tuple[bool, Use]]:
    """Return, by the offset of an attribute name, whether its receiver is surely a TensorFlow 2 dataset or surely none."""
    result: dict[int, tuple[bool, Use]] = {}
    for use in context.uses:
        path = use.path
        for trailer in use.reference.trailers:
            if trailer.name is not None:
                if trailer.name in _METHODS or trailer.name in _PROPERTIES or trailer.name in _RENAMED:
                    result[trailer.name_start] = DATASET.match(path) is not None, use
                path += "." + trailer.name
            else:
                path += "()" if trailer.call is not None else "[]"
    return result


def _judge(context: Context, attribute: Node, name: str, is_dataset: bool | None, use: Use | None) -> Finding | None:
    if is_dataset is False:
        return None
    receiver = attribute.child_by_field_name("object")
    parent = attribute.parent
    if receiver is None or parent is None:
        return None
    text = context.data[receiver.start_byte : receiver.end_byte]
    if text.endswith(b"compat.v1.data"):
        return None
    if is_dataset is None and (text in (b"self", b"cls", b"super()") or _defined_here(context, name) or not context.traits.plain):
        return None
    if name in _RENAMED:
        start = attribute.end_byte - len(name.encode())
        message = (
            f"A TensorFlow 2 dataset has no {name}; use {_RENAMED[name]}. Check that the function makes no variables or tables of its own."
        )
        renamed = (f"Use {_RENAMED[name]}", Safety.REVIEW, (Edit(start, attribute.end_byte, _RENAMED[name]),))
        return make_finding(RULE, Severity.ERROR, message, start, attribute.end_byte, f"tf.data.Dataset.{name}", renamed)
    if name in _METHODS:
        function = _METHODS[name]
        called = parent.type == "call" and parent.child_by_field_name("function") == attribute
        arguments = parent.child_by_field_name("arguments") if called else None
        if arguments is None or arguments.type != "argument_list":
            return _passed_on(attribute, name, function) if is_dataset and not _is_target(attribute) else None
        tail_start = arguments.start_byte + 1
        separator = ", " if any(child.type != "comment" for child in arguments.named_children) else ""
        closing = ""
    else:
        if _is_target(attribute):
            return None
        function = _PROPERTIES[name]
        tail_start = attribute.end_byte
        separator, closing = "", ")"
    between = context.data[receiver.end_byte : tail_start]
    root = context.module_everywhere() or (context.module_name(use) if use is not None else None)
    message = f"A TensorFlow 2 dataset has no {name}; tf.compat.v1.data.{function}(dataset) does the same."
    fix = None
    if root is not None and b"#" not in between and not attribute.has_error:
        edits = (
            Edit(receiver.start_byte, receiver.start_byte, f"{root}.compat.v1.data.{function}("),
            Edit(receiver.end_byte, tail_start, separator + closing),
        )
        safety = Safety.SAFE if is_dataset else Safety.REVIEW
        fix = (f"Use tf.compat.v1.data.{function}", safety, edits)
        if not is_dataset:
            message += " Check that this object is a tf.data.Dataset or one of its iterators."
    return make_finding(
        RULE, Severity.ERROR, message, attribute.end_byte - len(name.encode()), attribute.end_byte, f"tf.data.Dataset.{name}", fix
    )


def _passed_on(attribute: Node, name: str, function: str) -> Finding:
    message = f"A TensorFlow 2 dataset has no {name}; write a function that calls tf.compat.v1.data.{function}(dataset)."
    return make_finding(
        RULE, Severity.ERROR, message, attribute.end_byte - len(name.encode()), attribute.end_byte, f"tf.data.Dataset.{name}"
    )


_TARGETS = frozenset({"assignment", "augmented_assignment", "for_statement", "for_in_clause", "delete_statement"})
_TARGET_PARTS = frozenset(
    {"pattern_list", "tuple_pattern", "list_pattern", "expression_list", "tuple", "list", "parenthesized_expression", "as_pattern_target"}
)


def _is_target(attribute: Node) -> bool:
    """Whether the attribute is assigned to or deleted."""
    node, parent = attribute, attribute.parent
    while parent is not None and parent.type in _TARGET_PARTS:
        node, parent = parent, parent.parent
    if parent is None or parent.type not in _TARGETS:
        return node.type == "as_pattern_target"
    return parent.type == "delete_statement" or parent.child_by_field_name("left") == node


def _defined_here(context: Context, name: str) -> bool:
    """Whether the file has a class of its own with such a member."""
    return context.ask((name.encode(),), _defines, name.encode())


def _defines(file: FileContext, name: bytes) -> bool:
    pattern = re.compile(rb"def\s+" + name + rb"\b|self\." + name + rb"\s*=")
    return any(pattern.search(chunk.data) is not None for chunk in file.document.chunks)
