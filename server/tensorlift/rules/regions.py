"""Where code runs: in a graph or eagerly. Rules about eager code are silent in graph regions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tree_sitter import Node

from tensorlift.rules.values import Values

if TYPE_CHECKING:
    from tensorlift.rules.context import Context

_GRAPH_FUNCTIONS = frozenset({b"model_fn", b"input_fn", b"_model_fn", b"_input_fn", b"serving_input_fn", b"serving_input_receiver_fn"})
_TRACED = ("tf.function", "tf.autograph", "tf.contrib.eager.defun", "tf.contrib.eager.function")


def runs_eagerly(context: Context, values: Values, node: Node) -> bool:
    """Whether code at a node surely runs eagerly: in a program that does, outside of every graph region.

    A graph region is the body of ``with graph.as_default()``, of ``with`` a session, or of an Estimator's function.
    """
    return context.is_eager and not context.file.traits.switched and not in_graph_region(values, node)


def in_graph_region(values: Values, node: Node) -> bool:
    """Whether a node stands in a graph region of its own."""
    place: Node | None = node
    while place is not None:
        parent = place.parent
        if parent is not None and parent.type == "with_statement" and parent.child_by_field_name("body") == place:
            if any(_enters_graph(values, item) for clause in parent.named_children for item in clause.named_children):
                return True
        if place.type == "function_definition":
            name = place.child_by_field_name("name")
            if (name is not None and name.text in _GRAPH_FUNCTIONS) or _takes_mode(place):
                return True
        place = parent
    return False


def is_traced(values: Values, node: Node) -> bool:
    """Whether a node stands in a function that ``tf.function`` decorates."""
    place: Node | None = node
    while place is not None:
        if place.type == "decorated_definition":
            for decorator in place.named_children:
                if decorator.type == "decorator" and any(
                    path.startswith(_TRACED) for path in values.paths(decorator.named_children[0]) if decorator.named_children
                ):
                    return True
        place = place.parent
    return False


def _enters_graph(values: Values, item: Node) -> bool:
    if item.type != "with_item":
        return False
    value = item.child_by_field_name("value") or item.named_children[0]
    if value.type == "as_pattern":
        value = value.named_children[0]
    paths = values.paths(value)
    if any(path.startswith(("tf.Graph().as_default()", "tf.get_default_graph().as_default()")) for path in paths):
        return True
    if values.is_a(value, "session"):
        return True
    text = value.text or b""
    return text.endswith((b".as_default()", b".managed_session()", b".test_session()", b".cached_session()", b".session()"))


def _takes_mode(function: Node) -> bool:
    """Whether a function has the parameters of an Estimator's ``model_fn``."""
    parameters = function.child_by_field_name("parameters")
    names = (
        {parameter.text.split(b"=")[0].split(b":")[0].strip() for parameter in parameters.named_children if parameter.text}
        if parameters
        else set()
    )
    return {b"features", b"labels", b"mode"} <= names
