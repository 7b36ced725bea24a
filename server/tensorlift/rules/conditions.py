"""The conditions of rows that need a look at the code around an argument.

Each errs on the side of ``tf.compat.v1``, which is always right: a condition holds only where that is sure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from math import prod
from typing import TYPE_CHECKING

from tree_sitter import Node

from tensorlift.source.facts import Argument

if TYPE_CHECKING:
    from tensorlift.rules.context import Context, FileContext

# Functions whose result is one tensor or variable.
_ONE_TENSOR = frozenset(
    {
        *("get_variable", "Variable", "constant", "convert_to_tensor", "placeholder", "identity", "zeros", "ones", "l2_normalize"),
        *("random_uniform", "random_normal", "truncated_normal", "uniform", "normal"),
    }
)
# TensorFlow functions that may return a list of one tensor.
_LISTS = frozenset(
    {
        *("py_func", "numpy_function", "py_function", "split", "unstack", "unpack", "gradients", "hessians", "map_structure", "flatten"),
        *(
            "map_fn",
            "while_loop",
            "cond",
            "case",
            "tuple",
            "batch",
            "shuffle_batch",
            "get_collection",
            "pack_sequence_as",
            "dynamic_partition",
        ),
        *("trainable_variables", "global_variables", "meshgrid", "static_rnn", "decode_csv", "sparse_split", "embedding_lookup"),
    }
)
_SCALARS = frozenset({"integer", "float", "true", "false", "unary_operator"})
_SURE = frozenset(
    {
        *("binary_operator", "unary_operator", "comparison_operator", "boolean_operator", "not_operator"),
        *("integer", "float", "string", "true", "false", "none"),
    }
)


class Conditions:
    """Decides conditions on the arguments of calls in a chunk.

    Args:
        context: The chunk.
    """

    def __init__(self, context: Context) -> None:
        self._context = context

    @property
    def _names(self) -> frozenset[str]:
        return self._context.followed

    def holds(self, condition: str, argument: Argument | None, arguments: Mapping[str, Argument]) -> bool:
        """Whether a condition of ``catalog/rows/README.md`` holds for an argument of a call.

        Args:
            condition: Its name.
            argument: The argument, None if the call does not have it.
            arguments: All arguments of the call by TensorFlow 1 name.
        """
        if condition == "fills":
            return argument is None or self._fills(argument, arguments.get("value"))
        if argument is None:
            return condition in ("device", "not-dict", "no-single-list")
        if condition == "many":
            return argument.kind in ("list", "tuple") and argument.count >= 2
        if condition == "float":
            return argument.kind == "float"
        if condition == "not-dict":
            return argument.kind != "dictionary"
        node = self._node(argument)
        if node is None:
            return False
        if condition == "device":
            return _is_string(node)
        if condition == "single":
            return self._is_one_tensor(node)
        return self._returns_no_single_list(node)

    def _node(self, argument: Argument) -> Node | None:
        return self._context.root.named_descendant_for_byte_range(argument.value_start, argument.value_end)

    @staticmethod
    def _fills(shape: Argument, value: Argument | None) -> bool:
        """Whether ``tf.constant(value, shape=shape)`` has nothing to repeat, or repeats a scalar, which both versions do."""
        if shape.text == "None" or value is None or value.kind in _SCALARS:
            return True
        sizes = re.fullmatch(r"[\[(]\s*(\d+(?:\s*,\s*\d+)*)\s*,?\s*[\])]", shape.text)
        flat = value.kind in ("list", "tuple") and value.text.count("[") + value.text.count("(") <= 1 and value.text != ""
        return sizes is not None and flat and prod(int(size) for size in sizes[1].split(",")) == value.count

    # ---- one tensor

    def _is_one_tensor(self, node: Node) -> bool:
        """Whether an expression is surely one tensor, not a list of them and not partitioned."""
        if self._context.traits.partitioner:
            return False
        if node.type == "call":
            return _makes_one_tensor(node, self._names)
        text = node.text or b""
        return node.type in ("identifier", "attribute") and self._context.ask(_last_word(text), _holds_one_tensor, text)

    # ---- branches of tf.cond

    def _returns_no_single_list(self, node: Node) -> bool:
        """Whether a function surely does not return a list or tuple of one element."""
        if node.type == "lambda":
            body = node.child_by_field_name("body")
            return body is not None and _is_no_single_list(body, self._names)
        text = node.text or b""
        return node.type == "identifier" and self._context.ask(_last_word(text), _definitions_return_no_single_list, text)


def _last_word(text: bytes) -> tuple[bytes, ...]:
    return (text.rpartition(b".")[2].strip(),)


def _occurrences(file: FileContext, text: bytes) -> Iterator[Node]:
    word = _last_word(text)[0]
    for chunk in file.document.chunks:
        if word in chunk.data:
            yield from chunk.nodes_at(text)


def _holds_one_tensor(file: FileContext, name: bytes) -> bool:
    """Whether a variable or attribute is surely one tensor wherever it gets a value."""
    assigned = False
    for place in _occurrences(file, name):
        parent = place.parent
        if parent is None:
            continue
        if parent.type == "assignment" and parent.child_by_field_name("left") == place:
            right = parent.child_by_field_name("right")
            if right is None or right.type != "call" or not _makes_one_tensor(right, file.names.names):
                return False
            assigned = True
        elif _binds(parent, place):
            return False
    return assigned


def _makes_one_tensor(call: Node, names: frozenset[str]) -> bool:
    return _called(call) in _ONE_TENSOR and _root(call) in names


def _definitions_return_no_single_list(file: FileContext, name: bytes) -> bool:
    """Whether the functions of a name surely do not return a list or tuple of one element."""
    definitions = [
        place.parent
        for place in _occurrences(file, name)
        if place.parent is not None and place.parent.type == "function_definition" and place.parent.child_by_field_name("name") == place
    ]
    if not definitions:
        return False
    for definition in definitions:
        returned = list(_returned(definition))
        if not returned or not all(_is_no_single_list(value, file.names.names) for value in returned):
            return False
    return True


def _is_no_single_list(node: Node, names: frozenset[str]) -> bool:
    kind = node.type
    if kind in _SURE:
        return True
    if kind in ("tuple", "list", "expression_list"):
        return node.named_child_count != 1 and not any(child.type == "list_splat" for child in node.named_children)
    if kind == "parenthesized_expression":
        return _is_no_single_list(node.named_children[0], names)
    if kind == "conditional_expression":
        return _is_no_single_list(node.named_children[0], names) and _is_no_single_list(node.named_children[-1], names)
    if kind == "call":
        return _root(node) in names and _called(node) not in _LISTS
    return False


def _called(call: Node) -> str:
    """Return the last part of the name of a called function."""
    function = call.child_by_field_name("function")
    return (function.text or b"").decode("utf-8", "replace").rsplit(".", 1)[-1].strip() if function is not None else ""


def _root(call: Node) -> str:
    """Return the first part of the name of a called function."""
    function = call.child_by_field_name("function")
    return (function.text or b"").split(b".")[0].decode("utf-8", "replace").strip() if function is not None else ""


def _binds(parent: Node, place: Node) -> bool:
    """Whether a name gets a value here in another way than by an assignment to it alone."""
    if parent.type in ("parameters", "lambda_parameters", "typed_parameter", "pattern_list", "tuple_pattern", "as_pattern_target"):
        return True
    if parent.type in ("default_parameter", "typed_default_parameter"):
        return parent.child_by_field_name("name") == place
    return parent.type in ("for_statement", "for_in_clause", "augmented_assignment") and parent.child_by_field_name("left") == place


def _returned(definition: Node) -> Iterator[Node]:
    """Yield the values that a function returns; functions inside of it are passed over."""
    pending = [child for child in definition.named_children if child.type == "block"]
    while pending:
        node = pending.pop()
        if node.type == "return_statement":
            if node.named_children:
                yield node.named_children[0]
        elif node.type not in ("function_definition", "class_definition", "lambda"):
            pending.extend(node.named_children)


def _is_string(node: Node) -> bool:
    """Whether an expression is surely a string or None."""
    if node.type in ("string", "concatenated_string", "none"):
        return True
    if node.type == "binary_operator":
        return any(_is_string(child) for child in node.named_children)
    if node.type == "call":
        function = node.child_by_field_name("function")
        receiver = function.child_by_field_name("object") if function is not None and function.type == "attribute" else None
        return receiver is not None and _is_string(receiver)
    return node.type == "parenthesized_expression" and _is_string(node.named_children[0])
