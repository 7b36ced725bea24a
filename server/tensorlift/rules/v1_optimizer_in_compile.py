"""Optimizers of tf.train that are given to the compile method of a Keras model."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tree_sitter import Node

from tensorlift.model import Edit, Finding, Safety, Severity
from tensorlift.rewrite.calls import CannotRewriteError
from tensorlift.rules.base import GUIDE, Example, Rule, looks_for
from tensorlift.rules.context import Context, FileContext, api_name, make_finding
from tensorlift.rules.keras_training import OPTIMIZERS, SCHEDULES, Counterpart, rate_of, to_keras
from tensorlift.rules.place import Place
from tensorlift.rules.values import Values
from tensorlift.source.facts import Argument

RULE = Rule(
    code="TL434",
    slug="v1-optimizer-in-compile",
    title="Keras 3 compiles models with optimizers of Keras only",
    summary=(
        "`model.compile(tf.train.AdamOptimizer())` raises `ValueError: Could not interpret optimizer identifier` with Keras 3. The fix writes "
        "the optimizer of Keras with the arguments that make it compute the same: other names, and the `epsilon` of TensorFlow 1 spelled "
        "out. It is for review where the numbers may differ: for RMSProp, whose first steps are larger, for momentum with a learning rate "
        "that changes, and where gradients may be sparse (embeddings)."
    ),
    guide=f"{GUIDE}/metrics_optimizers",
    examples=(
        Example(
            "import tensorflow as tf\nmodel = tf.keras.Sequential()\nmodel.compile(tf.train.AdamOptimizer(1e-3), 'mse')\n",
            "import tensorflow as tf\nmodel = tf.keras.Sequential()\nmodel.compile(tf.keras.optimizers.Adam(1e-3, epsilon=1e-8), 'mse')\n",
        ),
        Example(
            "import tensorflow as tf\nmodel = tf.keras.Sequential()\nopt = tf.train.MomentumOptimizer(0.1, 0.9, use_nesterov=True)\n"
            "model.compile(optimizer=opt, loss='mse')\n",
            "import tensorflow as tf\nmodel = tf.keras.Sequential()\nopt = tf.keras.optimizers.SGD(0.1, momentum=0.9, nesterov=True)\n"
            "model.compile(optimizer=opt, loss='mse')\n",
        ),
    ),
)

_NAMES = re.compile(r"tf\.(train|contrib\.opt)\.\w+Optimizer")
_COMPILE = re.compile(rb"\.\s*compile\s*\(")
_SPARSE = re.compile(rb"[Ee]mbedding|\bgather\b|IndexedSlices")
_BUILDS = re.compile(rb"\b(Sequential|Model)\s*\(")
_FACT = "With Keras 3 compile raises ValueError for {name}"


@looks_for(names=("tf.train", "tf.contrib.opt"), words=("compile",))
def check(context: Context) -> Iterator[Finding]:
    """Yield a finding for each optimizer of ``tf.train`` that reaches ``compile``."""
    if context.settings.keras_version != 3:
        return
    for use, name, _ in context.named_uses:
        if _NAMES.fullmatch(name) is None:
            continue
        place = Place(context, use, name, len(name.split(".")))
        if place.call is None:
            continue
        node = context.root.descendant_for_byte_range(place.start, place.call.end)
        if node is not None and (_is_compiled(node) or _is_assigned_for_compile(context, node)):
            yield _finding(context, place, name)
    values: Values | None = None
    for match in _COMPILE.finditer(context.data):
        node = context.root.descendant_for_byte_range(match.start() + 1, match.start() + 1)
        while node is not None and node.type != "call":
            node = node.parent
        given = _optimizer_of(node) if node is not None else None
        if given is None or given.type != "identifier":
            continue
        values = values or Values(context)
        text = given.text or b""
        if values.is_a(given, "v1-optimizer") and not context.ask((text,), _is_only_compiled, text):
            message = f"{_FACT.format(name='an optimizer of tf.train')}; give it one of tf.keras.optimizers."
            yield make_finding(RULE, Severity.ERROR, message, given.start_byte, given.end_byte)


def _optimizer_of(call: Node) -> Node | None:
    """Return what a call of ``compile`` gives as optimizer."""
    function, arguments = call.child_by_field_name("function"), call.child_by_field_name("arguments")
    name = function.child_by_field_name("attribute") if function is not None and function.type == "attribute" else None
    if name is None or name.text != b"compile" or arguments is None:
        return None
    given = [child for child in arguments.named_children if child.type != "comment"]
    for one in given:
        if one.type == "keyword_argument":
            key = one.child_by_field_name("name")
            if key is not None and key.text == b"optimizer":
                return one.child_by_field_name("value")
    return given[0] if given and given[0].type not in ("keyword_argument", "list_splat", "dictionary_splat") else None


def _is_compiled(node: Node) -> bool:
    """Whether an expression is the optimizer of a call of ``compile``."""
    place = node.parent
    while place is not None and place.type in ("keyword_argument", "argument_list"):
        place = place.parent
    if place is None or place.type != "call":
        return False
    optimizer = _optimizer_of(place)
    return optimizer is not None and (optimizer.start_byte, optimizer.end_byte) == (node.start_byte, node.end_byte)


def _is_assigned_for_compile(context: Context, node: Node) -> bool:
    """Whether an expression is assigned to a variable that nothing but ``compile`` gets."""
    parent = node.parent
    if parent is None or parent.type != "assignment" or parent.child_by_field_name("right") != node:
        return False
    left = parent.child_by_field_name("left")
    text = left.text if left is not None and left.type == "identifier" else None
    return text is not None and context.ask((text,), _is_only_compiled, text)


def _is_only_compiled(file: FileContext, name: bytes) -> bool:
    """Whether a variable is given to ``compile`` as optimizer, and to nothing else in the file."""
    compiled = False
    for chunk in file.document.chunks:
        if name not in chunk.data:
            continue
        for place in chunk.nodes_at(name):
            parent = place.parent
            if place.type != "identifier" or parent is None:
                continue
            if parent.type == "keyword_argument" and parent.child_by_field_name("name") == place:
                continue
            if parent.type == "assignment" and parent.child_by_field_name("left") == place:
                continue
            if not _is_compiled(place):
                return False
            compiled = True
    return compiled


def _finding(context: Context, place: Place, name: str) -> Finding:
    fact = _FACT.format(name=name)
    counterpart = OPTIMIZERS.get(name)
    if counterpart is None or place.call is None:
        message = f"{fact}, and Keras has no such optimizer; choose one of tf.keras.optimizers."
        return make_finding(RULE, Severity.ERROR, message, place.start, place.end, name)
    rate = rate_of(place.call, counterpart)
    message = f"{fact}; {counterpart.to} is its counterpart."
    doubt = _doubt(context, name, counterpart, rate)
    if doubt:
        message += f" {doubt}"
    try:
        edits = tuple(dict.fromkeys((*to_keras(context, place, counterpart), *_rate_edits(context, rate))))
    except CannotRewriteError as problem:
        message += f" It is not changed automatically because {problem}."
        return make_finding(RULE, Severity.ERROR, message, place.start, place.end, name)
    fix = (f"Use {counterpart.to}", Safety.REVIEW if doubt else Safety.SAFE, edits)
    return make_finding(RULE, Severity.ERROR, message, place.start, place.end, name, fix)


def _doubt(context: Context, name: str, counterpart: Counterpart, rate: Argument | None) -> str:
    """Return why the numbers may be others; empty if they are the same."""
    if counterpart.differs:
        return counterpart.differs
    if name.endswith("MomentumOptimizer") and (rate is None or rate.kind not in ("float", "integer")):
        return "With a learning rate that changes it goes another way, as Keras multiplies it in before it adds the momentum."
    if name.endswith("GradientDescentOptimizer"):
        return ""
    if not context.ask((b"Sequential", b"Model"), _builds_model) or context.ask((b"mbedding", b"gather", b"IndexedSlices"), _may_be_sparse):
        return "The numbers are the same for dense gradients; for those of embeddings Keras takes other steps."
    return ""


def _builds_model(file: FileContext) -> bool:
    return any(_BUILDS.search(chunk.data) is not None for chunk in file.document.chunks)


def _may_be_sparse(file: FileContext) -> bool:
    return any(_SPARSE.search(chunk.data) is not None for chunk in file.document.chunks)


def _rate_edits(context: Context, rate: Argument | None) -> tuple[Edit, ...]:
    """Return the edits that make a learning rate one that Keras 3 takes: a float, a schedule or a function.

    Raises:
        CannotRewriteError: It is something else.
    """
    if rate is None:
        return ()
    if rate.kind == "integer":
        return (Edit(rate.value_start, rate.value_end, f"{rate.text}.0"),) if rate.text.isdigit() else ()
    node = context.root.descendant_for_byte_range(rate.value_start, rate.value_end)
    for use in context.uses:
        name, _api = api_name(use.qualified)
        if use.reference.start == rate.value_start and name in SCHEDULES:
            place = Place(context, use, name, len(name.split(".")))
            if place.call is not None and place.call.end == rate.value_end:
                return to_keras(context, place, SCHEDULES[name])
    paths = Values(context).paths(node) if node is not None else frozenset()
    if any(path.startswith("tf.") for path in paths):
        raise CannotRewriteError("its learning rate is a tensor or variable, which Keras 3 does not take")
    return ()
