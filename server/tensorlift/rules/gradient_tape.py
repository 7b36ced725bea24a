"""Gradients that a tape does not have."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tree_sitter import Node

from tensorlift.model import Finding, Severity
from tensorlift.rules.attributes import attribute_nodes
from tensorlift.rules.base import GUIDE, Example, Rule, looks_for
from tensorlift.rules.context import Context, FileContext, make_finding
from tensorlift.rules.values import Values

RULE = Rule(
    code="TL422",
    slug="gradient-tape",
    title="The tape has no such gradient",
    summary=(
        "A `tf.GradientTape` follows trainable variables by itself, other tensors after `tape.watch(x)` only: without it the gradient with respect "
        "to a constant is `None`, where `tf.gradients` had one. A tape that is not `persistent=True` gives gradients once; the second call raises "
        "`RuntimeError`."
    ),
    guide=f"{GUIDE}/tf1_vs_tf2",
    examples=(
        Example(
            "import tensorflow as tf\n\n\ndef slope():\n    x = tf.constant(3.0)\n    with tf.GradientTape() as tape:\n        y = x * x\n"
            "    return tape.gradient(y, x)\n"
        ),
        Example(
            "import tensorflow as tf\n\n\ndef slope():\n    x = tf.constant(3.0)\n    with tf.GradientTape() as tape:\n        tape.watch(x)\n"
            "        y = x * x\n    return tape.gradient(y, x)\n"
        ),
    ),
)

_ASKED = re.compile(rb"\.\s*(gradient|jacobian|batch_jacobian)\s*\(")
_FRESH = re.compile(r"tf\.(constant|convert_to_tensor|ones|zeros|fill|eye|linspace|range|random\.\w+|random_\w+|truncated_normal)\(\)")
_TAPE = frozenset({"tf.GradientTape()"})


@looks_for(words=("gradient", "jacobian", "batch_jacobian"))
def check(context: Context) -> Iterator[Finding]:
    """Yield a finding for each gradient that is ``None``, or that the tape cannot give any more."""
    if b"gradient" not in context.data and b"jacobian" not in context.data:
        return
    values = Values(context)
    asked: dict[tuple[int, bytes], Node] = {}
    for _, attribute, owner in attribute_nodes(context, _ASKED):
        call = attribute.parent
        if call is None or call.type != "call" or values.paths(owner) != _TAPE:
            continue
        arguments = call.child_by_field_name("arguments")
        given = [one for one in arguments.named_children if one.type != "comment"] if arguments is not None else []
        source = next((one.child_by_field_name("value") for one in given if _keyword(one) in (b"sources", b"source")), None)
        if source is None and len(given) > 1 and given[1].type not in ("keyword_argument", "list_splat", "dictionary_splat"):
            source = given[1]
        for one in source.named_children if source is not None and source.type in ("list", "tuple") else [source]:
            if one is not None and _is_fresh(context, values, one) and not context.ask((b"watch",), _watches):
                message = "The tape does not follow this tensor, so its gradient is None: call tape.watch on it first, inside of the with."
                yield make_finding(RULE, Severity.WARNING, message, one.start_byte, one.end_byte, "tf.GradientTape", None, deprecated=False)
        block = _block(call)
        tape = owner.text or b""
        if block is None or owner.type != "identifier":
            continue
        first = asked.get((block.id, tape))
        if (
            first is not None
            and not _is_made_between(context, tape, first.end_byte, call.start_byte)
            and _is_single(context, block, tape, first)
        ):
            message = "A tape gives its gradients once, and the second call raises RuntimeError: make it with persistent=True, or ask for all at once."
            yield make_finding(
                RULE, Severity.ERROR, message, attribute.start_byte, attribute.end_byte, "tf.GradientTape", None, deprecated=False
            )
        asked[block.id, tape] = call


def _keyword(node: Node) -> bytes | None:
    name = node.child_by_field_name("name") if node.type == "keyword_argument" else None
    return name.text if name is not None else None


def _is_fresh(context: Context, values: Values, node: Node) -> bool:
    """Whether a name is a tensor that is made of nothing, outside of every tape."""
    if node.type != "identifier":
        return False
    paths = values.paths(node)
    if not paths or not all(_FRESH.fullmatch(path) for path in paths):
        return False
    places = [place for place in context.chunk.nodes_at(node.text or b"") if _is_target(place)]
    return bool(places) and not any(_is_taped(place) for place in places)


def _is_target(place: Node) -> bool:
    parent = place.parent
    return parent is not None and parent.type == "assignment" and parent.child_by_field_name("left") == place


def _is_taped(node: Node) -> bool:
    place: Node | None = node
    while place is not None:
        if place.type == "with_statement":
            return True
        place = place.parent
    return False


def _watches(file: FileContext) -> bool:
    return any(b".watch(" in chunk.data for chunk in file.document.chunks)


def _block(call: Node) -> Node | None:
    """Return the function body that the statement around a call stands directly in."""
    statement: Node | None = call
    while statement is not None and statement.type not in ("expression_statement", "return_statement"):
        if statement.type in ("lambda", "list_comprehension", "conditional_expression", "boolean_operator", "block", "module"):
            return None
        statement = statement.parent
    block = statement.parent if statement is not None else None
    return block if block is not None and block.type in ("block", "module") else None


def _is_made_between(context: Context, tape: bytes, start: int, end: int) -> bool:
    return (
        re.search(rb"\bas\s+" + re.escape(tape) + rb"\b|(?<![\w.])" + re.escape(tape) + rb"\s*=[^=]", context.data[start:end]) is not None
    )


def _is_single(context: Context, block: Node, tape: bytes, first: Node) -> bool:
    """Whether the tape is made by one with statement in the same block, without ``persistent``, and is not entered again."""
    text = context.data[block.start_byte : block.end_byte]
    made = re.findall(rb"with\s+([^:\n]*?)\s+as\s+" + re.escape(tape) + rb"\b", text)
    if len(made) != 1 or b"persistent" in made[0] or re.search(rb"with\s+" + re.escape(tape) + rb"\b", text):
        return False
    for place in context.chunk.nodes_at(tape):
        if (
            place.parent is not None
            and place.parent.type == "as_pattern_target"
            and block.start_byte <= place.start_byte < first.start_byte
        ):
            statement: Node | None = place
            while statement is not None and statement.type != "with_statement":
                statement = statement.parent
            return (
                statement is not None and statement.parent == block and not (statement.start_byte <= first.start_byte < statement.end_byte)
            )
    return False
