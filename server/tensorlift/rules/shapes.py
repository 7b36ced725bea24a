"""What an expression is: the shape of a tensor, or one dimension of it.

TensorFlow 1 gives a dimension as an object with a ``value``, TensorFlow 2 as a number or None. ``x.shape`` may be the shape of an array as
well, whose elements are numbers everywhere; so :meth:`Shapes.kind` says what an expression is if it is used as only TensorFlow's shapes
can be used, and :meth:`Shapes.is_surely_tensor` whether it is TensorFlow's shape in any case.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from tree_sitter import Node

from tensorlift.rules.values import Values

if TYPE_CHECKING:
    from tensorlift.rules.context import Context, FileContext

SHAPE, DIMENSION = "shape", "dimension"
_DEEPEST = 6
_SAME_SHAPE = frozenset({b"with_rank", b"with_rank_at_least", b"with_rank_at_most", b"merge_with", b"concatenate"})
_COMPREHENSIONS = frozenset({"list_comprehension", "set_comprehension", "dictionary_comprehension", "generator_expression"})
_FUNCTIONS = frozenset({"function_definition", "lambda"})
_PATTERNS = frozenset({"pattern_list", "tuple_pattern", "list_pattern"})


class Shapes:
    """Finds out which expressions of a chunk are shapes and dimensions.

    Args:
        context: The chunk; None where only the text of an expression counts.
        values: What is known about its values.
    """

    def __init__(self, context: Context | None, values: Values | None = None) -> None:
        self._context = context
        self._values = values

    def kind(self, node: Node | None, depth: int = 0) -> str | None:
        """Return :data:`SHAPE`, :data:`DIMENSION` or None for an expression."""
        if node is None or depth > _DEEPEST:
            return None
        if node.type == "attribute":
            name = node.child_by_field_name("attribute")
            return SHAPE if name is not None and name.text == b"shape" else None
        if node.type == "call":
            function, arguments = node.child_by_field_name("function"), node.child_by_field_name("arguments")
            if function is None or function.type != "attribute" or arguments is None:
                return None
            name, owner = function.child_by_field_name("attribute"), function.child_by_field_name("object")
            if name is None or owner is None:
                return None
            if name.text == b"get_shape":
                return SHAPE if arguments.named_child_count == 0 else None
            return SHAPE if name.text in _SAME_SHAPE and self.kind(owner, depth + 1) == SHAPE else None
        if node.type == "subscript":
            if self.kind(node.child_by_field_name("value"), depth + 1) != SHAPE:
                return None
            indices = node.children_by_field_name("subscript")
            return None if len(indices) != 1 else SHAPE if indices[0].type == "slice" else DIMENSION
        if node.type == "parenthesized_expression" and node.named_child_count == 1:
            return self.kind(node.named_children[0], depth + 1)
        if node.type == "identifier":
            return self._variable(node, depth)
        return None

    def is_surely_tensor(self, node: Node | None, depth: int = 0) -> bool:
        """Whether a shape or dimension is that of a tensor, and not of an array."""
        if node is None or depth > _DEEPEST or self._values is None:
            return False
        if node.type == "attribute":
            owner = node.child_by_field_name("object")
            return self._values.is_a(owner, "tensor") or self._values.is_a(owner, "variable")
        if node.type == "call":
            function = node.child_by_field_name("function")
            owner = function.child_by_field_name("object") if function is not None else None
            name = function.child_by_field_name("attribute") if function is not None else None
            return (name is not None and name.text == b"get_shape") or self.is_surely_tensor(owner, depth + 1)
        if node.type == "subscript":
            return self.is_surely_tensor(node.child_by_field_name("value"), depth + 1)
        if node.type == "parenthesized_expression" and node.named_child_count == 1:
            return self.is_surely_tensor(node.named_children[0], depth + 1)
        if node.type == "identifier":
            sources = self.sources(node)
            return bool(sources) and all(self.is_surely_tensor(source, depth + 1) for source, _ in sources or ())
        return False

    def _variable(self, node: Node, depth: int) -> str | None:
        sources = self.sources(node)
        if sources is None:
            return self._context.ask((node.text or b"",), _module_kind, node.text or b"") if self._context is not None else None
        kinds = {self._of_source(source, element, depth) for source, element in sources}
        return kinds.pop() if len(kinds) == 1 else None

    def _of_source(self, source: Node | None, element: bool, depth: int) -> str | None:
        kind = self.kind(source, depth + 1)
        if not element:
            return kind
        return DIMENSION if kind == SHAPE else None

    def sources(self, node: Node) -> list[tuple[Node | None, bool]] | None:
        """Return what a variable is given where it is bound, each with whether it is an element of that; None if nothing binds it here."""
        name = node.text or b""
        place = node.parent
        while place is not None:
            if place.type in _COMPREHENSIONS:
                for clause in place.named_children:
                    if clause.type == "for_in_clause" and not _inside(node, clause.child_by_field_name("right")):
                        found = [(source, element) for bound, source, element in _targets(clause) if bound.text == name]
                        if found:
                            return found
            elif place.type in _FUNCTIONS:
                bound = _bindings(place, name)
                if bound:
                    return bound
            place = place.parent
        root = self._context.root if self._context is not None else None
        if root is None or (self._context is not None and self._context.chunk.is_member):
            return None
        return _bindings(root, name) or None


def _inside(node: Node, outer: Node | None) -> bool:
    return outer is not None and outer.start_byte <= node.start_byte and node.end_byte <= outer.end_byte


def _bindings(scope: Node, name: bytes) -> list[tuple[Node | None, bool]]:
    """Return what a scope gives a name: the expression, None if it is not known, and whether the name gets an element of it."""
    if scope.type in _FUNCTIONS:
        parameters = scope.child_by_field_name("parameters")
        for parameter in parameters.named_children if parameters is not None else ():
            if name in re.findall(rb"\w+", (parameter.text or b"").split(b"=")[0].split(b":")[0]):
                return [(None, False)]
    found: list[tuple[Node | None, bool]] = []
    for match in re.finditer(rb"(?<![\w.])" + re.escape(name) + rb"\b", scope.text or b""):
        start = scope.start_byte + match.start()
        place = scope.named_descendant_for_byte_range(start, start + len(name))
        if place is None or place.type != "identifier" or _owner(place) != (scope.id if scope.type in _FUNCTIONS else None):
            continue
        statement = _binding_statement(place)
        if statement is not None:
            found += [(source, element) for bound, source, element in _targets(statement) if bound == place] or [(None, False)]
    return found


def _owner(place: Node) -> int | None:
    """Return the function that a name stands in directly; -1 for one that a comprehension binds for itself."""
    node = place.parent
    while node is not None and node.type not in _FUNCTIONS:
        if node.type == "for_in_clause" and _inside(place, node.child_by_field_name("left")):
            return -1
        node = node.parent
    return node.id if node is not None else None


def _binding_statement(place: Node) -> Node | None:
    """Return what binds a name here; None if it is only read."""
    node, parent = place, place.parent
    while parent is not None and parent.type in (*_PATTERNS, "list_splat_pattern", "as_pattern_target"):
        node, parent = parent, parent.parent
    if parent is None:
        return None
    if parent.type in ("assignment", "augmented_assignment", "for_statement", "for_in_clause"):
        return parent if parent.child_by_field_name("left") == node else None
    if parent.type in ("named_expression", "function_definition", "class_definition"):
        return parent if parent.child_by_field_name("name") == node else None
    return parent if parent.type in ("as_pattern", "aliased_import", "global_statement", "nonlocal_statement", "delete_statement") else None


def _targets(statement: Node) -> Iterator[tuple[Node, Node | None, bool]]:
    """Yield the names that a statement binds, what it takes them from, and whether they are elements of that."""
    left, right = statement.child_by_field_name("left"), statement.child_by_field_name("right")
    if left is None or right is None or statement.type == "augmented_assignment":
        return
    while right.type == "assignment":
        inner = right.child_by_field_name("right")
        if inner is None:
            return
        right = inner
    loops = statement.type != "assignment"
    if left.type == "identifier":
        yield left, right, loops
    elif left.type in _PATTERNS and not loops:
        for target in left.named_children:
            if target.type == "identifier":
                yield target, right, True
    elif left.type in _PATTERNS and right.type == "call" and left.named_child_count == 2:
        function, arguments = right.child_by_field_name("function"), right.child_by_field_name("arguments")
        if function is not None and function.text == b"enumerate" and arguments is not None and arguments.named_children:
            yield left.named_children[1], arguments.named_children[0], True


def _module_kind(file: FileContext, name: bytes) -> str | None:
    """Return what a variable of the module is, from what stands directly in the assignments to it."""
    kinds: set[str | None] = set()
    plain = Shapes(None)
    for chunk in file.document.chunks:
        if chunk.is_member or name not in chunk.data:
            continue
        for source, element in _bindings(chunk.root, name):
            kind = plain.kind(source, 1)
            kinds.add(kind if not element else DIMENSION if kind == SHAPE else None)
    return kinds.pop() if len(kinds) == 1 else None
