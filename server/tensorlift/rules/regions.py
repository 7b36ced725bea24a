"""Where code runs: in a graph or eagerly. Rules about eager code are silent in graph regions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tree_sitter import Node

from tensorlift.model import Level, Severity
from tensorlift.rules.context import api_name
from tensorlift.rules.graph_program import needs_switch
from tensorlift.rules.values import Values

if TYPE_CHECKING:
    from tensorlift.rules.context import Context, FileContext

_GRAPH_FUNCTIONS = frozenset({b"model_fn", b"input_fn", b"_model_fn", b"_input_fn", b"serving_input_fn", b"serving_input_receiver_fn"})
# What makes a graph whose body may be a function somewhere else in the file, or runs functions as TensorFlow 1 did.
_GRAPHS = re.compile(
    rb"\bGraph\(\)|[gG]raph\w*(\(\))?\.as_default\(|with\s+[\w.]*Session\(|wrap_function|EagerVariableStore|track_tf1_style_variables|"
    rb"make_template|Estimator\w*\(|\bmodel_fn\b|\b(if|not|and|or)\b[^\n]*executing_eagerly|eager_been_enabled|in_eager_mode|in_graph_and|"
    rb"\.(test_|cached_)?session\(|def\s+\w+\s*\([^)]*\bsess(ion)?\b"
)
GRAPH_WORDS = (
    *(b"Graph", b"graph", b"Session", b"sess", b"wrap_function", b"EagerVariableStore", b"track_tf1_style", b"template", b"Estimator"),
    *(b"model_fn", b"eager"),
)
_TRACES = re.compile(rb"\bfunction\b|defun|autograph|keras|Layer\b|Model\b|\.map\(")
_TRACE_WORDS = (b"function", b"defun", b"autograph", b"keras", b"Layer", b"Model", b"map")
_ASKING = (b"executing_eagerly", b"in_eager_mode", b"eager_been_enabled")
_ASKS = re.compile(b"|".join(_ASKING))
_MARKS = re.compile(
    r"tf\.(contrib\.eager\.)?(GradientTape|function|defun|enable_eager_execution|implicit_\w+|gradients_function|Iterator)\b"
)
_MARK_WORDS = (b"GradientTape", b"function", b"defun", b"enable_eager_execution", b"implicit_", b"Iterator")
_KEEPS_GRAPHS = re.compile(rb"(?<!auto)graph|v1|deprecated")
_TRACED = ("tf.function", "tf.autograph", "tf.contrib.eager.defun", "tf.contrib.eager.function")


def runs_eagerly(context: Context, values: Values, node: Node) -> bool:
    """Whether code at a node surely runs eagerly: in a program that does, outside of every graph region.

    A graph region is the body of ``with graph.as_default()``, of ``with`` a session, or of an Estimator's function. A function may be called
    in one, unless its file says that it runs eagerly and has none; it knows both ways if it asks for ``executing_eagerly``.
    """
    if not context.is_eager or context.traits.switched or in_graph_region(values, node) or _asks_how_it_runs(context, node):
        return False
    if not in_function(node):
        return context.era == "tf2" or context.ask(_MARK_WORDS, _is_marked)
    return context.ask(_MARK_WORDS, _is_marked) and not context.ask(GRAPH_WORDS, _has_graphs)


def runs_untraced(context: Context, values: Values, node: Node) -> bool:
    """Whether code at a node surely runs eagerly and is not traced: no function under ``tf.function`` can be on the way to it."""
    if not runs_eagerly(context, values, node) or is_traced(values, node):
        return False
    return not in_function(node) or not context.ask(_TRACE_WORDS, _traces)


def in_function(node: Node) -> bool:
    """Whether a node stands in the body of a function."""
    place = node.parent
    while place is not None and place.type not in ("function_definition", "lambda"):
        place = place.parent
    return place is not None


def function_around(node: Node) -> Node | None:
    """Return the function whose body a node stands in; None for a lambda, a class body or the module."""
    place = node.parent
    while place is not None and place.type not in ("function_definition", "lambda", "class_definition"):
        place = place.parent
    return place if place is not None and place.type == "function_definition" else None


def _asks_how_it_runs(context: Context, node: Node) -> bool:
    """Whether the function or the condition around a node tells eager execution and graphs apart, or a decorator does."""
    asks = any(word in context.data for word in _ASKING)
    place: Node | None = node
    while place is not None:
        if asks and place.type in ("function_definition", "if_statement", "conditional_expression") and _ASKS.search(place.text or b""):
            return True
        if place.type == "decorated_definition" and any(
            child.type == "decorator" and _KEEPS_GRAPHS.search(child.text or b"") for child in place.named_children
        ):
            return True
        place = place.parent
    return False


def _is_marked(file: FileContext) -> bool:
    """Whether a file does what is done eagerly only; asking for eager execution is not that."""
    return any(
        _MARKS.match(api_name(use.qualified)[0]) is not None for index in range(len(file.document.chunks)) for use in file.names.uses(index)
    )


def _has_graphs(file: FileContext) -> bool:
    return any(_GRAPHS.search(chunk.data) is not None for chunk in file.document.chunks)


def _traces(file: FileContext) -> bool:
    return any(_TRACES.search(chunk.data) is not None for chunk in file.document.chunks)


def keeps_tf1_behavior(context: Context) -> bool:
    """Whether the behaviour of TensorFlow 1 is switched on for a file, or will be by the fix of graph-program; not at level ``native``."""
    return context.settings.level is not Level.NATIVE and _is_switched(context)


def severity_here(context: Context, severity: Severity) -> Severity:
    """Return the severity of what fails without TensorFlow 1 behaviour: only information in a file that has it, at level ``native``."""
    return Severity.INFORMATION if _is_switched(context) else severity


def _is_switched(context: Context) -> bool:
    return context.traits.switched or needs_switch(context)


def is_tf1_code(context: Context) -> bool:
    """Whether a file surely was written for TensorFlow 1: it uses what TensorFlow 2 lacks, or switches to the old behaviour."""
    traits = context.traits
    return (traits.old and not traits.new) or traits.switched


def has_v2_behavior(context: Context, values: Values, node: Node) -> bool:
    """Whether code at a node meets TensorFlow 2 behaviour that it may not expect: TensorFlow 1 code without the switch, or eager code."""
    if keeps_tf1_behavior(context) or in_graph_region(values, node):
        return False
    return is_tf1_code(context) or runs_eagerly(context, values, node)


def in_graph_region(values: Values, node: Node) -> bool:
    """Whether a node stands in a graph region of its own, or in code that asks whether it is in one."""
    place: Node | None = node
    while place is not None:
        parent = place.parent
        if parent is not None and parent.type in ("if_statement", "elif_clause", "conditional_expression"):
            asked = parent.child_by_field_name("condition") or parent
            if place != asked and b"executing_eagerly" in (asked.text or b""):
                return True
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
    if b"writer" in text.lower() or any(path.startswith("tf.summary.create_") for path in paths):
        return False  # a summary writer has as_default, too
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
