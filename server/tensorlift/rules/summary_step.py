"""Summaries of TensorFlow 2: each needs a step, and equal tags are one series."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tree_sitter import Node

from tensorlift.model import Finding, Level, Severity
from tensorlift.rules.attributes import argument, literal
from tensorlift.rules.base import GUIDE, Example, Rule, looks_for
from tensorlift.rules.context import Context, FileContext, api_name
from tensorlift.rules.regions import runs_eagerly
from tensorlift.rules.values import Values
from tensorlift.source.facts import Call

RULE = Rule(
    code="TL456",
    slug="summary-step",
    title="Summaries of TensorFlow 2 need a step and tags of their own",
    summary=(
        "Inside `writer.as_default()`, `tf.summary.scalar` and its like raise `ValueError: No step set` unless they are given `step=` or "
        "`tf.summary.experimental.set_step` was called. At level `native`, two summaries of one graph with the same name are reported: "
        "TensorFlow 1 wrote the second one as `name_1`, TensorFlow 2 writes both to one series."
    ),
    guide=f"{GUIDE}/tensorboard",
    examples=(
        Example(
            "import tensorflow as tf\n\nwriter = tf.summary.create_file_writer('logs')\n\n@tf.function\ndef train_step(x):\n    ...\n\n"
            "with writer.as_default():\n    tf.summary.scalar('loss', train_step(x))\n",
        ),
        Example(
            "import tensorflow as tf\n\nwriter = tf.summary.create_file_writer('logs')\n\n@tf.function\ndef train_step(x):\n    ...\n\n"
            "with writer.as_default():\n    tf.summary.scalar('loss', train_step(x), step=step)\n",
        ),
    ),
)

_NAMES = frozenset(f"tf.summary.{name}" for name in ("scalar", "histogram", "image", "audio", "text"))
_TAG = re.compile(rb"\(\s*['\"]([^'\"]*)['\"]")
# Where the step stands: audio has the sample rate before it.
_POSITION = {"tf.summary.audio": 3}


@looks_for(names=_NAMES)
def check(context: Context) -> Iterator[Finding]:
    """Yield a finding for each summary without a step, and for the second one of a name."""
    values: Values | None = None
    for use, name, api in context.named_uses:
        if name not in _NAMES:
            continue
        count = len(use.attributes)
        trailers = use.reference.trailers
        call = trailers[count].call if len(trailers) > count else None
        if call is None:
            continue
        start, end = use.reference.start, trailers[count - 1].end if count else use.reference.end
        if api == "v1" or not context.is_eager:
            if context.settings.level is Level.NATIVE:
                yield from _duplicate(context, call, (start, end), name)
            continue
        if any(one.star for one in call.arguments) or argument(call, "step", _POSITION.get(name, 2)) is not None:
            continue
        values = values or Values(context)
        node = context.root.descendant_for_byte_range(start, end)
        if node is None or not _writes(values, node) or not runs_eagerly(context, values, node):
            continue
        if context.ask((b"set_step", b"as_default"), _sets_step):
            continue
        message = f"{name} raises ValueError here because no step is set; give it the argument step."
        yield Finding(RULE.code, RULE.slug, Severity.ERROR, message, start, end, name, RULE.guide)


def _writes(values: Values, node: Node) -> bool:
    """Whether a node stands in ``with writer.as_default()`` of a TensorFlow 2 writer."""
    place: Node | None = node
    while place is not None and place.type not in ("function_definition", "lambda"):
        parent = place.parent
        if parent is not None and parent.type == "with_statement" and parent.child_by_field_name("body") == place:
            for clause in parent.named_children:
                for item in clause.named_children if clause.type == "with_clause" else ():
                    value = item.child_by_field_name("value") or item.named_children[0]
                    function = value.child_by_field_name("function") if value.type == "call" else None
                    method = function.child_by_field_name("attribute") if function is not None else None
                    writer = function.child_by_field_name("object") if function is not None else None
                    if method is not None and method.text == b"as_default" and values.is_a(writer, "writer"):
                        return True
        place = parent
    return False


def _sets_step(file: FileContext) -> bool:
    return any(b"set_step" in chunk.data or re.search(rb"as_default\(\s*\w", chunk.data) is not None for chunk in file.document.chunks)


def _duplicate(context: Context, call: Call, place: tuple[int, int], name: str) -> Iterator[Finding]:
    """The second of two summaries that one function, or the file outside of functions, writes under the same name."""
    tag = literal(context, argument(call, "name", 0))
    if tag is None or any(one.name == "family" for one in call.arguments):
        return
    scope = _scope(context.root.descendant_for_byte_range(*place))
    if scope is None:
        return
    if scope.type == "module" and not context.chunk.is_member:
        first = context.ask((b"summary",), _firsts).get((name, tag.encode()))
        is_second = first is not None and first != (context.chunk_index, place[0])
    else:
        is_second = _written(name, tag).search(context.data[scope.start_byte : place[0]]) is not None
    if is_second:
        message = (
            f"There is a {name} named {tag!r} already: TensorFlow 1 wrote this one as {tag + '_1'!r}, TensorFlow 2 writes both to one "
            "series; rename it."
        )
        yield Finding(RULE.code, RULE.slug, Severity.INFORMATION, message, *place, name, RULE.guide)


def _scope(node: Node | None) -> Node | None:
    """Return the function or module that a node stands in, None within ``with``, which may give names a scope, and in branches."""
    while node is not None and node.type not in ("function_definition", "lambda", "module"):
        if node.type in ("with_statement", "if_statement", "for_statement", "while_statement", "conditional_expression"):
            return None
        node = node.parent
    return node


def _written(name: str, tag: str) -> re.Pattern[bytes]:
    return re.compile(rb"summary\s*\.\s*" + name.rpartition(".")[2].encode() + rb"\s*\(\s*['\"]" + re.escape(tag.encode()) + rb"['\"]")


def _firsts(file: FileContext) -> dict[tuple[str, bytes], tuple[int, int]]:
    """Return chunk and place of the first summary of each kind and name outside of functions."""
    firsts: dict[tuple[str, bytes], tuple[int, int]] = {}
    for index, chunk in enumerate(file.document.chunks):
        if chunk.is_member or b"summary" not in chunk.data:
            continue
        for use in file.names.uses(index):
            start, name = use.reference.start, api_name(use.qualified)[0]
            trailers, count = use.reference.trailers, len(use.attributes)
            call = trailers[count].call if name in _NAMES and len(trailers) > count else None
            tag = _TAG.match(chunk.data, call.start) if call is not None else None
            if tag is None or (name, tag[1]) in firsts:
                continue
            found = _scope(chunk.root.descendant_for_byte_range(start, start))
            if found is not None and found.type == "module":
                firsts[name, tag[1]] = index, start
    return firsts
