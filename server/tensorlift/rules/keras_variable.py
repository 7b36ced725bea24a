"""The variables of Keras 3, which are no tf.Variable and have other names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tree_sitter import Node

from tensorlift.model import Edit, Finding, Safety, Severity
from tensorlift.rules.attributes import attribute_nodes, attribute_pattern, call_of
from tensorlift.rules.base import GUIDE, Example, Rule, looks_for
from tensorlift.rules.context import Context, make_finding
from tensorlift.rules.values import Values

RULE = Rule(
    code="TL421",
    slug="keras-variable",
    title="The variables of Keras 3 are no tf.Variable",
    summary=(
        "The weights of Keras 3 layers and models have no `op`, `ref()`, `read_value()`, `initializer` or `get_shape()`, `value` is no method, they "
        "cannot be keys, and `isinstance(v, tf.Variable)` is false. Their `name` is `kernel`, without scope and `:0`, so filters such as "
        "`v.name.startswith('generator/')` select nothing; `path` has the scope, or take the `trainable_variables` of the layer itself. "
        "`tf.train.ExponentialMovingAverage` fails on them. Reported for weights of a layer or model that is known as such."
    ),
    guide=f"{GUIDE}/model_mapping",
    examples=(
        Example(
            "import tensorflow as tf\n\nmodel = tf.keras.Sequential([tf.keras.layers.Dense(2)])\n"
            "values = [w.read_value() for w in model.weights]\n",
            "import tensorflow as tf\n\nmodel = tf.keras.Sequential([tf.keras.layers.Dense(2)])\n"
            "values = [tf.convert_to_tensor(w) for w in model.weights]\n",
        ),
        Example(
            "import tensorflow as tf\n\nmodel = tf.keras.Sequential([tf.keras.layers.Dense(2)])\n"
            "chosen = [v for v in model.trainable_variables if v.name.startswith('dense/')]\n"
        ),
        Example(
            "import tensorflow as tf\n\nmodel = tf.keras.Sequential([tf.keras.layers.Dense(2)])\n"
            "chosen = [v for v in model.trainable_variables if 'bias' not in v.name]\n"
        ),
    ),
)

_WEIGHTS = re.compile(
    r"tf\.keras\.((models\.)?(Model|Sequential)|layers\.[A-Z]\w*|models\.(load_model|clone_model)|applications\.[\w.]+)\(\)\."
    r"((non_)?trainable_)?(variables|weights)"
)
_METHODS = frozenset({"ref", "experimental_ref", "read_value", "value", "get_shape", "eval", "load", "initialized_value"})
_ATTRIBUTES = (*_METHODS, "op", "initializer", "graph", "initial_value", "name")
_ATTRIBUTE = attribute_pattern(_ATTRIBUTES)
_APPLY = attribute_pattern(("apply",), called=True)
_SCOPED = re.compile(r"[/:]")
_BY_NAME = frozenset({b"startswith", b"endswith", b"split", b"find", b"index", b"replace"})


@looks_for(names=("tf.Variable",), words=("apply", *_ATTRIBUTES))
def check(context: Context) -> Iterator[Finding]:
    """Yield a finding for each use of a Keras 3 variable as if it were a ``tf.Variable``."""
    if context.settings.keras_version != 3:
        return
    values = Values(context)
    for name, attribute, owner in attribute_nodes(context, _ATTRIBUTE):
        if not _is_weight(values, owner):
            continue
        called = call_of(attribute) is not None
        if name == "name":
            yield from _named(context, attribute)
        elif called is (name in _METHODS):
            yield _missing(context, attribute, owner, name)
    for use, name, _ in context.named_uses:
        if name != "tf.Variable":
            continue
        node = context.root.descendant_for_byte_range(use.reference.start, use.reference.end)
        while node is not None and node.type in ("identifier", "attribute", "tuple"):
            node = node.parent
        call = node.parent if node is not None and node.type == "argument_list" else None
        given = node.named_children if node is not None else []
        function = call.child_by_field_name("function") if call is not None else None
        if (
            call is not None
            and function is not None
            and function.text == b"isinstance"
            and len(given) == 2
            and _is_weight(values, given[0])
        ):
            message = "The variables of Keras 3 are no tf.Variable, so this is False: ask for keras.Variable."
            yield _found(Severity.WARNING, message, call)
    for _, attribute, owner in attribute_nodes(context, _APPLY):
        call = attribute.parent
        arguments = call.child_by_field_name("arguments") if call is not None and call.type == "call" else None
        first = arguments.named_children[0] if arguments is not None and arguments.named_children else None
        if first is not None and call is not None and values.is_a(owner, "ema") and _are_weights(values, first):
            message = (
                "tf.train.ExponentialMovingAverage fails on the variables of Keras 3 with AttributeError: give the optimizer use_ema=True."
            )
            yield _found(Severity.ERROR, message, call.child_by_field_name("function") or call)


def _found(severity: Severity, message: str, node: Node, fix: tuple[str, Safety, tuple[Edit, ...]] | None = None) -> Finding:
    return make_finding(RULE, severity, message, node.start_byte, node.end_byte, None, fix, deprecated=False)


def _missing(context: Context, attribute: Node, owner: Node, name: str) -> Finding:
    instead = {
        "value": "value is no method there: leave the parentheses out.",
        "ref": "use id(v) or v.path as a key.",
        "experimental_ref": "use id(v) or v.path as a key.",
        "get_shape": "read shape.",
        "eval": "use numpy().",
        "load": "use assign.",
    }.get(name, "use the variable itself, or tf.convert_to_tensor.")
    call = attribute.parent
    start = attribute.end_byte - len(name)
    fix: tuple[str, Safety, tuple[Edit, ...]] | None = None
    if call is not None and call.type == "call":
        arguments = call.child_by_field_name("arguments")
        is_plain = arguments is not None and not arguments.named_children
        module = context.module_everywhere()
        if name == "value" and is_plain and arguments is not None:
            fix = ("Read value", Safety.REVIEW, (Edit(arguments.start_byte, arguments.end_byte, ""),))
        elif name == "get_shape" and is_plain:
            fix = ("Read shape", Safety.REVIEW, (Edit(start, call.end_byte, "shape"),))
        elif name in ("read_value", "initialized_value") and is_plain and module is not None:
            edits = (Edit(owner.start_byte, owner.start_byte, f"{module}.convert_to_tensor("), Edit(owner.end_byte, call.end_byte, ")"))
            fix = ("Convert it to a tensor", Safety.REVIEW, edits)
    message = f"A variable of Keras 3 is no tf.Variable and has no {name}{'()' if name in _METHODS else ''}: {instead}"
    if name == "value":
        message = f"A variable of Keras 3 is no tf.Variable, and {instead}"
    return make_finding(RULE, Severity.ERROR, message, start, attribute.end_byte, None, fix, deprecated=False)


def _named(context: Context, attribute: Node) -> Iterator[Finding]:
    """The name of a variable that is compared with a text that has a scope or an output number."""
    parent = attribute.parent
    text: Node | None = None
    if parent is not None and parent.type == "comparison_operator":
        text = next((child for child in parent.named_children if child.type == "string"), None)
    elif parent is not None and parent.type == "attribute" and (parent.child_by_field_name("attribute") or parent).text in _BY_NAME:
        call = parent.parent
        arguments = call.child_by_field_name("arguments") if call is not None and call.type == "call" else None
        text = arguments.named_children[0] if arguments is not None and arguments.named_children else None
    if text is not None and text.type == "string" and _SCOPED.search((text.text or b"").decode("utf-8", "replace")):
        message = "The name of a Keras 3 variable has neither scope nor :0, so this never fits: read path, or take the trainable_variables of the layer."
        yield _found(Severity.WARNING, message, attribute)


def _are_weights(values: Values, node: Node) -> bool:
    paths = values.paths(node)
    return bool(paths) and all(_WEIGHTS.fullmatch(path) for path in paths)


def _is_weight(values: Values, node: Node) -> bool:
    """Whether an expression is one of the weights of a Keras layer or model: an element of them, or what runs through them."""
    if node.type == "subscript":
        owner = node.child_by_field_name("value")
        subscripts = node.children_by_field_name("subscript")
        return owner is not None and not any(one.type == "slice" for one in subscripts) and _are_weights(values, owner)
    if node.type != "identifier":
        return False
    name = node.text
    place = node.parent
    while place is not None:
        if place.type == "for_statement" and place.child_by_field_name("left") is not None:
            loops = [place]
        elif place.type in ("list_comprehension", "generator_expression", "set_comprehension", "dictionary_comprehension"):
            loops = [child for child in place.named_children if child.type == "for_in_clause"]
        else:
            if place.type in ("function_definition", "lambda", "class_definition"):
                return False
            loops = []
        for loop in loops:
            left, right = loop.child_by_field_name("left"), loop.child_by_field_name("right")
            if left is not None and left.text == name and right is not None:
                return _are_weights(values, right)
        place = place.parent
    return False
