"""Switches between the behaviour of TensorFlow 1 and 2 that do nothing, or come too late."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tree_sitter import Node

from tensorlift.model import Finding, Safety, Severity
from tensorlift.rules.base import GUIDE, Example, Rule, looks_for
from tensorlift.rules.context import Context, FileContext, api_name, make_finding
from tensorlift.rules.entries import Entry, Table, statement_edit
from tensorlift.rules.values import Values

RULE = Rule(
    code="TL411",
    slug="behavior-switch",
    title="The switch does nothing here, or comes too late",
    summary=(
        "Eager execution is on from the start, so `tf.enable_eager_execution()` can go; the fix removes it where the file is known to run "
        "eagerly without it as well. `disable_resource_variables()` and `disable_control_flow_v2()` have no effect on eager code. "
        "`disable_eager_execution()` and `disable_v2_behavior()` must come before the first tensor: values that were made before stay eager "
        "tensors, and a graph does not take them."
    ),
    guide=f"{GUIDE}/tf1_vs_tf2",
    examples=(
        Example(
            "import tensorflow as tf\n\ntf.enable_eager_execution()\nprint(tf.square(3.0))\n",
            "import tensorflow as tf\n\nprint(tf.square(3.0))\n",
        ),
        Example("import tensorflow as tf\n\nx = tf.ones([2])\ntf.compat.v1.disable_eager_execution()\n"),
        Example("import tensorflow as tf\n\ntf.compat.v1.disable_eager_execution()\nx = tf.ones([2])\n"),
    ),
)

_ENTRIES = (
    Entry(
        "tf.disable_resource_variables tf.disable_control_flow_v2",
        "{name} has no effect where code runs eagerly: variables are always resource variables there, and conditions and loops are Python's. "
        "Leave it out.",
        Severity.WARNING,
        use="call",
        eager=True,
        edit="drop-statement",
        title="Remove the switch",
    ),
)
_TABLE = Table(RULE, _ENTRIES)
_LATE = frozenset({"tf.disable_eager_execution", "tf.disable_v2_behavior"})
_OTHER_MARKS = ("tf.function", "tf.GradientTape")


@looks_for(_TABLE.subject, names=("tf.enable_eager_execution", *_LATE))
def check(context: Context) -> Iterator[Finding]:
    """Yield a finding for each switch that is not needed, has no effect or comes too late."""
    yield from _TABLE.findings(context)
    for use, name, api in context.named_uses:
        start, end = use.reference.start, use.reference.trailers[-1].end if use.reference.trailers else use.reference.end
        call = use.reference.trailers[-1].call if use.reference.trailers else None
        if call is None:
            continue
        if name == "tf.enable_eager_execution" and api == "tf" and not call.arguments and not context.traits.switched:
            fix = None
            edit = statement_edit(context, context.root.descendant_for_byte_range(start, end))
            stays_eager = not context.traits.graph_names or context.ask((b"function", b"GradientTape"), _has_other_marks)
            if edit is not None and stays_eager:
                safety = Safety.SAFE if _at_top(context, start, end) else Safety.REVIEW
                fix = ("Remove the call", safety, (edit,))
            message = "TensorFlow 2 runs eagerly from the start, and tf.enable_eager_execution is not in it: leave the call out."
            yield make_finding(RULE, Severity.ERROR, message, start, end, name, fix)
        elif name in _LATE and _at_top(context, start, end):
            made = context.ask((b"(",), _made_before_switch)
            if made is not None:
                message = f"The tensor {made} is made before this call, so it stays an eager one, which a graph does not take; call {name} before it."
                yield make_finding(RULE, Severity.WARNING, message, start, end, name, None, deprecated=False)


def _at_top(context: Context, start: int, end: int) -> bool:
    """Whether a call is a statement of the module."""
    node = context.root.descendant_for_byte_range(start, end)
    while node is not None and node.type != "expression_statement":
        node = node.parent
    return node is not None and node.parent is not None and node.parent.type == "module" and not context.chunk.is_member


def _has_other_marks(file: FileContext) -> bool:
    """Whether a file says that it runs eagerly by other things than the switch."""
    return any(
        api_name(use.qualified)[0].startswith(_OTHER_MARKS) for index in range(len(file.document.chunks)) for use in file.names.uses(index)
    )


def _made_before_switch(file: FileContext) -> str | None:
    """Return the name of the first tensor or variable that the module makes before it switches eager execution off."""
    for index, chunk in enumerate(file.document.chunks):
        if chunk.is_member or file.names.stamp(index) is None:
            continue
        values: Values | None = None
        switches = {
            use.reference.start
            for use in file.names.uses(index)
            if api_name(use.qualified)[0] in _LATE and use.reference.trailers and use.reference.trailers[-1].call is not None
        }
        for statement in chunk.root.named_children:
            if any(statement.start_byte <= start < statement.end_byte for start in switches):
                return None
            assigned = _assigned_name(statement)
            if assigned is None:
                continue
            values = values or Values(Context(file, index))
            if values.is_a(assigned[1], "tensor") or values.is_a(assigned[1], "variable"):
                name = assigned[0]
                return name if any(_follows(file, index, statement.end_byte)) else None
    return None


def _follows(file: FileContext, first: int, start: int) -> Iterator[bool]:
    """Yield for each switch of the module whether it stands behind a place."""
    for index in range(first, len(file.document.chunks)):
        for use in file.names.uses(index):
            if api_name(use.qualified)[0] in _LATE:
                yield index > first or use.reference.start > start


def _assigned_name(statement: Node) -> tuple[str, Node] | None:
    """Return name and value of an assignment to a plain name."""
    if statement.type != "expression_statement" or not statement.named_children or statement.named_children[0].type != "assignment":
        return None
    left, right = (statement.named_children[0].child_by_field_name(field) for field in ("left", "right"))
    text = (left.text or b"").decode() if left is not None else ""
    return (text, right) if right is not None and re.fullmatch(r"\w+", text) else None
