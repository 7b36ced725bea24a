"""Variable scopes and get_variable, in code that runs eagerly: nothing is used again."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tree_sitter import Node

from tensorlift.model import Finding, Level, Severity
from tensorlift.rules.attributes import attribute_nodes, call_of
from tensorlift.rules.base import GUIDE, Example, Rule, looks_for
from tensorlift.rules.context import Context, FileContext, make_finding
from tensorlift.rules.regions import function_around, in_function, in_graph_region, is_traced, runs_eagerly
from tensorlift.rules.values import Values
from tensorlift.source.facts import Argument

RULE = Rule(
    code="TL418",
    slug="variable-reuse",
    title="Variables are not found again where code runs eagerly",
    summary=(
        "Where code runs eagerly, `tf.get_variable` makes a new variable each time, `reuse=True` and `tf.AUTO_REUSE` are ignored, and nothing "
        "raises. Create the variables once and keep them, or decorate a method of a Keras layer with "
        "`tf.compat.v1.keras.utils.track_tf1_style_variables` (Keras 2), which gives scopes their meaning back. In such a method layers without "
        "a name and a scope have new weights in each call."
    ),
    guide=f"{GUIDE}/model_mapping",
    examples=(
        Example(
            "import tensorflow as tf\n\n\n@tf.function\ndef double(x):\n    return 2 * x\n\n\ndef net(x):\n"
            "    with tf.compat.v1.variable_scope('net', reuse=tf.compat.v1.AUTO_REUSE):\n"
            "        w = tf.compat.v1.get_variable('w', [3])\n    return double(w * x)\n"
        ),
        Example(
            "import tensorflow as tf\n\n\n@tf.function\ndef double(x):\n    return 2 * x\n\n\nwith tf.Graph().as_default():\n"
            "    with tf.compat.v1.variable_scope('net', reuse=tf.compat.v1.AUTO_REUSE):\n"
            "        w = tf.compat.v1.get_variable('w', [3])\n"
        ),
    ),
)

_REUSE = re.compile(rb"\.\s*(reuse_variables)\s*\(")
_SCOPE = re.compile(r"tf\.(variable_scope|get_variable_scope|variable_op_scope)\(\)")
_SHIM = b"track_tf1_style_variables"
_LAYER = re.compile(r"tf\.layers\.[a-z]\w*")
_WITHOUT_WEIGHTS = re.compile(r"tf\.layers\.(flatten|dropout|average_pooling\dd|max_pooling\dd)")
_ONCE = frozenset({b"__init__", b"build", b"setUp", b"create_variables", b"_build"})


@looks_for(names=("tf",), words=("reuse_variables",))
def check(context: Context) -> Iterator[Finding]:
    """Yield a finding for each place that counts on variables being used again."""
    values = Values(context)
    for use, name, _ in context.named_uses:
        trailers, count = use.reference.trailers, len(use.attributes)
        call = trailers[count].call if len(trailers) > count else None
        if call is None or not (
            name in ("tf.variable_scope", "tf.get_variable", "tf.make_template") or (_LAYER.fullmatch(name) and _SHIM in context.data)
        ):
            continue
        start, end = use.reference.start, trailers[count - 1].end if count else use.reference.end
        node = context.root.descendant_for_byte_range(start, end)
        if node is None:
            continue
        given = {one.name: one for one in call.arguments if one.name}
        if name == "tf.make_template":
            if (
                len(trailers) > count + 1
                and trailers[count + 1].call is not None
                and in_function(node)
                and _is_eager_file(context, values, node)
            ):
                message = "A template that is made and called at once has new variables each time where code runs eagerly: make it once and keep it."
                yield _found(Severity.WARNING, message, start, end, name)
        elif name.startswith("tf.layers."):
            yield from _in_shim(context, values, node, name, start, end, "name" in given)
        elif name == "tf.variable_scope":
            reuse = given.get("reuse")
            if reuse is not None and _text(context, reuse) not in ("None", "False") and runs_eagerly(context, values, node):
                message = "The argument reuse is ignored where code runs eagerly, so get_variable makes another variable: create it once and keep it."
                yield _found(Severity.WARNING, message, reuse.start, reuse.end, name)
        elif runs_eagerly(context, values, node):
            yield from _of_get_variable(context, values, node, given, start, end)
        if name == "tf.get_variable" and context.settings.level is Level.NATIVE and "partitioner" in given:
            one = given["partitioner"]
            message = (
                "A partitioned variable is no tf.Variable but a list of them: leave the partitioner out, unless parameter servers need it."
            )
            if _text(context, one) != "None":
                yield _found(Severity.INFORMATION, message, one.start, one.end, name)
    for _, attribute, owner in attribute_nodes(context, _REUSE):
        paths = values.paths(owner)
        if paths and all(_SCOPE.fullmatch(path) for path in paths) and call_of(attribute) and runs_eagerly(context, values, attribute):
            message = "The call of reuse_variables is ignored where code runs eagerly, so get_variable makes another variable: create it once and keep it."
            yield _found(Severity.WARNING, message, attribute.start_byte, attribute.end_byte, "tf.variable_scope")


def _found(severity: Severity, message: str, start: int, end: int, symbol: str) -> Finding:
    return make_finding(RULE, severity, message, start, end, symbol, None, deprecated=False)


def _text(context: Context, argument: Argument) -> str:
    return context.slice(argument.value_start, argument.value_end)


def _is_eager_file(context: Context, values: Values, node: Node) -> bool:
    """Whether code runs eagerly; what ``make_template`` says about the rest of the file does not matter for itself."""
    return context.is_eager and not context.traits.switched and not in_graph_region(values, node)


def _of_get_variable(context: Context, values: Values, node: Node, given: dict[str, Argument], start: int, end: int) -> Iterator[Finding]:
    regularizer = given.get("regularizer")
    if regularizer is not None and _text(context, regularizer) != "None":
        message = "The loss of the regularizer only goes into a collection that is never emptied where code runs eagerly: add it to the loss yourself."
        yield _found(Severity.WARNING, message, regularizer.start, regularizer.end, "tf.get_variable")
    function = function_around(node)
    name = function.child_by_field_name("name") if function is not None else None
    if name is None or name.text in _ONCE or name.text == b"call" or is_traced(values, node):
        return
    if name.text is not None and context.ask((name.text,), _is_called_often, name.text):
        message = "tf.get_variable makes a new variable in each call where code runs eagerly: create it once and keep it."
        yield _found(Severity.WARNING, message, start, end, "tf.get_variable")


def _is_called_often(file: FileContext, name: bytes) -> bool:
    """Whether a function is called at more than one place, or from a loop or another function."""
    pattern = re.compile(rb"(?<!def )(?<![\w])" + re.escape(name) + rb"\s*\(")
    places = []
    for chunk in file.document.chunks:
        for match in pattern.finditer(chunk.data):
            node = chunk.root.descendant_for_byte_range(match.start(), match.start() + 1)
            if node is None or node.type in ("comment", "string_content"):
                continue
            place: Node | None = node
            while place is not None and place.type not in ("for_statement", "while_statement", "function_definition"):
                place = place.parent
            places.append(place is not None)
    return len(places) > 1 or any(places)


# ---- methods that track_tf1_style_variables decorates


def _in_shim(context: Context, values: Values, node: Node, name: str, start: int, end: int, named: bool) -> Iterator[Finding]:
    function = function_around(node)
    around = function.parent if function is not None else None
    if named or function is None or around is None or around.type != "decorated_definition" or _WITHOUT_WEIGHTS.fullmatch(name):
        return
    if _SHIM not in (around.text or b"")[: function.start_byte - around.start_byte]:
        return
    if not _has_scope(values, node, function):
        message = "A layer without a name has new weights in each call here: give it a name, or put it under tf.compat.v1.variable_scope."
        yield _found(Severity.WARNING, message, start, end, name)
    elif context.ask((b"keras",), _mixes_layers):
        message = (
            "The name of this layer counts the tf.layers before it, so checkpoints do not fit once some of them are Keras layers: give it the name "
            "that it had."
        )
        yield _found(Severity.INFORMATION, message, start, end, name)


def _has_scope(values: Values, node: Node, function: Node) -> bool:
    """Whether a variable scope with a name is around a node of a function."""
    place: Node | None = node
    while place is not None and place != function:
        if place.type == "with_statement":
            head = (place.text or b"").partition(b":")[0]
            if re.search(rb"variable_scope\s*\(\s*(?!(''|\"\"|None)\s*[,)])", head):
                return True
        place = place.parent
    return False


def _mixes_layers(file: FileContext) -> bool:
    return any(re.search(rb"\bkeras\.layers\.[A-Z]\w*\s*\(", chunk.data) is not None for chunk in file.document.chunks)
