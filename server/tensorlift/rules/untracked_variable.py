"""Variables that no layer, model or module counts among its own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tree_sitter import Node

from tensorlift.model import Edit, Finding, Safety, Severity
from tensorlift.rules.base import GUIDE, Example, Rule, looks_for
from tensorlift.rules.context import Context, FileContext, make_finding
from tensorlift.rules.regions import function_around, in_graph_region
from tensorlift.rules.values import Values
from tensorlift.source.facts import Call
from tensorlift.source.names import Use

RULE = Rule(
    code="TL419",
    slug="untracked-variable",
    title="Nobody trains or saves the variable",
    summary=(
        "A layer or model of Keras 3 does not count a `tf.Variable` among its weights, and a `tf.Module` does not see the weights of a Keras 3 "
        "layer, so `trainable_variables` lacks them without an error; Keras 2 has both. A module that tells its `trainable_variables` itself, or "
        "trains what a tape has watched, is not reported. `tf.get_variable` in `call` makes variables that no "
        "layer knows. Use `add_weight` in layers, and derive from `tf.keras.Model` or `tf.keras.layers.Layer` where layers are kept."
    ),
    guide=f"{GUIDE}/model_mapping",
    examples=(
        Example(
            "import tensorflow as tf\n\n\nclass Scale(tf.keras.layers.Layer):\n    def __init__(self):\n        super().__init__()\n"
            "        self.w = tf.Variable(1.0)\n",
            "import tensorflow as tf\n\n\nclass Scale(tf.keras.layers.Layer):\n    def __init__(self):\n        super().__init__()\n"
            "        self.w = self.add_weight(shape=(), initializer='ones')\n",
        ),
        Example(
            "import tensorflow as tf\n\n\nclass Net(tf.Module):\n    def __init__(self):\n        self.dense = tf.keras.layers.Dense(3)\n"
        ),
        Example("import tensorflow as tf\n\n\nclass Scale(tf.Module):\n    def __init__(self):\n        self.w = tf.Variable(1.0)\n"),
    ),
)

_KERAS = ("tf.keras.layers.", "tf.keras.Model(", "tf.keras.Sequential(", "tf.keras.models.")
_WEIGHTED = re.compile(
    r"tf\.keras\.(layers\.(Dense|EinsumDense|Embedding|Conv\w+|SeparableConv\w+|DepthwiseConv\w+|LSTM\w*|GRU\w*|SimpleRNN\w*|RNN|Bidirectional|"
    r"TimeDistributed|ConvLSTM\w+|BatchNormalization|LayerNormalization|GroupNormalization|PReLU|MultiHeadAttention)|"
    r"(models\.)?(Sequential|Model)|applications\.\w+(\.\w+)?)"
)
_ASKED = (b"trainable_variables", b"variables")
_TAPED = b"watched_variables"
_TOLD = re.compile(rb"\bdef trainable_variables\(")
_ASKS = re.compile(rb"\.(trainable_)?variables\b")
_CLASS = re.compile(rb"^\s*class\s+(\w+)", re.MULTILINE)
_FILLED = {"zeros": "zeros", "ones": "ones"}


@looks_for(names=("tf.Variable", "tf.get_variable", "tf.keras"))
def check(context: Context) -> Iterator[Finding]:
    """Yield a finding for each variable that is kept where nobody looks for it."""
    values: Values | None = None
    for use, name, _ in context.named_uses:
        trailers, count = use.reference.trailers, len(use.attributes)
        call = trailers[count].call if len(trailers) > count else None
        if call is None or not (name in ("tf.Variable", "tf.get_variable") or _WEIGHTED.fullmatch(name)):
            continue
        values = values or Values(context)
        start, end = use.reference.start, trailers[count - 1].end if count else use.reference.end
        node = context.root.descendant_for_byte_range(start, end)
        owner = _owner(node) if node is not None else None
        if node is None or owner is None:
            continue
        of = values.paths(owner)
        if not of or in_graph_region(values, node):
            continue
        in_keras = all(path.startswith(_KERAS) for path in of)
        if name == "tf.get_variable":
            if in_keras and _method(node) == b"call" and b"track_tf1_style_variables" not in context.data:
                message = "The layer does not know this variable, and it is a new one in each call: use self.add_weight in build."
                yield make_finding(RULE, Severity.WARNING, message, start, end, name, None, deprecated=False)
        elif context.settings.keras_version == 3 and (target := _kept_in_self(node, len(trailers) > count + 1)) is not None:
            if name == "tf.Variable" and in_keras:
                edits = _weight(context, use, call, target)
                message = (
                    "Keras 3 does not count a tf.Variable among the weights of a layer or model, so fit does not train it and save leaves it "
                    "out: use self.add_weight."
                )
                fix = ("Use add_weight", Safety.REVIEW, edits) if edits else None
                yield make_finding(RULE, Severity.WARNING, message, start, end, name, fix, deprecated=False)
            elif name != "tf.Variable" and of == {"tf.Module()"} and not _knows_its_variables(context, node):
                message = (
                    "A tf.Module does not see the weights of a Keras 3 layer, so its trainable_variables lacks them: derive from tf.keras.Model, or "
                    "add the trainable_variables of the layer."
                )
                yield make_finding(RULE, Severity.WARNING, message, start, end, name, None, deprecated=False)


def _knows_its_variables(context: Context, node: Node) -> bool:
    """Whether nobody asks the module that a node stands in for its variables, or it tells them itself."""
    while node.parent is not None and node.type != "class_definition":
        node = node.parent
    name = node.child_by_field_name("name") if node.type == "class_definition" else None
    words = (*_ASKED, _TAPED)
    if name is not None:
        return context.ask((*words, name.text or b""), _asks_nobody, name.text)
    # the head of the class is in a chunk before
    heads = (chunk for chunk in reversed(context.file.document.chunks[: context.chunk_index]) if not chunk.is_member)
    found = _CLASS.findall(next(heads).data)
    return bool(found) and context.ask((*words, found[-1]), _asks_nobody, found[-1])


def _asks_nobody(file: FileContext, name: bytes) -> bool:
    chunks = file.document.chunks
    if any(_TAPED in chunk.words or (_ASKED[0] in chunk.words and _TOLD.search(chunk.data)) for chunk in chunks):
        return True
    is_used = sum(len(re.findall(rb"\b%b\b" % name, chunk.data)) for chunk in chunks if name in chunk.words) > 1
    return is_used and not any(_ASKS.search(chunk.data) for chunk in chunks)


def _method(node: Node) -> bytes:
    function = function_around(node)
    name = function.child_by_field_name("name") if function is not None else None
    return (name.text or b"") if name is not None else b""


def _owner(node: Node) -> Node | None:
    """Return the parameter ``self`` of the method around a node."""
    function = function_around(node)
    parameters = function.child_by_field_name("parameters") if function is not None else None
    first = parameters.named_children[0] if parameters is not None and parameters.named_children else None
    return first if first is not None and first.text == b"self" else None


def _kept_in_self(node: Node, is_called: bool) -> Node | None:
    """Return the attribute of ``self`` that the call of a name is given to, alone or in a list."""
    place = node
    while place.parent is not None and place.parent.type == "attribute":
        place = place.parent
    call = place.parent
    if call is None or call.type != "call" or is_called:
        return None
    inner = call
    while inner.parent is not None and inner.parent.type in ("list", "parenthesized_expression"):
        inner = inner.parent
    assignment = inner.parent
    if assignment is None or assignment.type != "assignment" or assignment.child_by_field_name("right") != inner:
        return None
    left = assignment.child_by_field_name("left")
    is_own = left is not None and left.type == "attribute" and re.fullmatch(rb"self\.\w+", left.text or b"") is not None
    return call if is_own else None


def _weight(context: Context, use: Use, call: Call, target: Node) -> tuple[Edit, ...]:
    """Return the edits that make a call of ``add_weight`` of a variable whose shape and value stand there; else none."""
    before = context.data[: target.start_byte]
    function = function_around(target)
    if function is None or target.parent is None or target.parent.type != "assignment":
        return ()
    head = before[function.start_byte :]
    if _method(target) == b"__init__" and b"__init__(" not in head.partition(b":")[2]:
        return ()
    if not call.arguments or call.arguments[0].name not in (None, "initial_value") or any(one.star for one in call.arguments):
        return ()
    rest = call.arguments[1:]
    if any(one.name not in ("name", "trainable") for one in rest):
        return ()
    value = context.slice(call.arguments[0].value_start, call.arguments[0].value_end)
    module = context.module_name(use)
    number = re.fullmatch(r"-?(\d+\.\d*|\.\d+|\d+\.?\d*e-?\d+)", value)
    filled = re.fullmatch(r"([\w.]+)\.(zeros|ones)\((?:shape=)?([\[(][^()\[\]=]*[\])])\)", value, re.DOTALL)
    if number is not None:
        known = {0.0: "'zeros'", 1.0: "'ones'"}.get(float(value))
        if known is None and module is None:
            return ()
        text = f"shape=(), initializer={known or f'{module}.keras.initializers.Constant({value})'}"
    elif filled is not None and filled[1] == module:
        text = f"shape={filled[3]}, initializer='{_FILLED[filled[2]]}'"
    else:
        return ()
    others = "".join(f", {context.slice(one.start, one.end)}" for one in rest)
    return (Edit(target.start_byte, target.end_byte, f"self.add_weight({text}{others})"),)
