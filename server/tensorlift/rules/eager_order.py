"""Orders and groups of operations, in code that runs eagerly and in the order of the program anyway."""

from __future__ import annotations

from collections.abc import Iterator

from tree_sitter import Node

from tensorlift.model import Edit, Finding, Safety, Severity
from tensorlift.rules.base import GUIDE, Example, Rule, looks_for
from tensorlift.rules.context import Context, make_finding
from tensorlift.rules.regions import runs_untraced
from tensorlift.rules.values import Values

RULE = Rule(
    code="TL417",
    slug="eager-order",
    title="Code that runs eagerly runs in the order of the program",
    summary=(
        "Where code runs eagerly, `tf.control_dependencies` has no effect: every operation has run when its line is over. `tf.group` and "
        "`tf.no_op` return `None`, so their result cannot be run. Reported where no `tf.function` can be on the way to the code; in graphs both "
        "mean what they did."
    ),
    guide=f"{GUIDE}/tf1_vs_tf2",
    examples=(
        Example(
            "import tensorflow as tf\n\nwith tf.GradientTape() as tape:\n    loss = model(x)\nwith tf.control_dependencies([update]):\n"
            "    total = tf.identity(loss)\n",
            "import tensorflow as tf\n\nwith tf.GradientTape() as tape:\n    loss = model(x)\ntotal = tf.identity(loss)\n",
        ),
        Example("import tensorflow as tf\n\nwith tf.GradientTape() as tape:\n    loss = model(x)\ntrain = tf.group(a, b)\n"),
        Example("import tensorflow as tf\n\nwith tf.Graph().as_default():\n    train = tf.group(a, b)\n"),
    ),
)


_NAMES = ("tf.control_dependencies", "tf.group", "tf.no_op")


@looks_for(names=_NAMES)
def check(context: Context) -> Iterator[Finding]:
    """Yield a finding for each order or group of operations that does nothing."""
    if not context.is_eager:
        return
    values = Values(context)
    for use, name, _ in context.named_uses:
        if name not in _NAMES or not use.attributes:
            continue
        start, end = use.reference.start, use.reference.trailers[len(use.attributes) - 1].end
        function = context.root.descendant_for_byte_range(start, end)
        call = function.parent if function is not None else None
        if call is None or call.type != "call" or call.parent is None or not runs_untraced(context, values, call):
            continue
        if name == "tf.control_dependencies":
            statement = _statement(call)
            if statement is None:
                continue
            edits = _without(context, statement)
            fix = ("Remove the with", Safety.REVIEW, edits) if edits else None
            message = "tf.control_dependencies has no effect where code runs eagerly: it runs in the order of the program."
            yield make_finding(RULE, Severity.INFORMATION, message, start, end, name, fix, deprecated=False)
        elif call.parent.type not in ("expression_statement", "attribute"):
            message = f"{name} returns None where code runs eagerly, since its parts have run already: leave it out."
            yield make_finding(RULE, Severity.WARNING, message, start, end, name, None, deprecated=False)


def _statement(call: Node) -> Node | None:
    """Return the with statement that a call is the only item of."""
    item = call.parent
    clause = item.parent if item is not None and item.type == "with_item" else None
    statement = clause.parent if clause is not None and clause.named_child_count == 1 else None
    return statement if statement is not None and statement.type == "with_statement" else None


def _without(context: Context, statement: Node) -> tuple[Edit, ...]:
    """Return the edits that leave of a with statement its body; none where its lines cannot simply move to the left."""
    body = statement.child_by_field_name("body")
    data = context.data
    if body is None or data[statement.start_byte : body.start_byte].count(b"\n") == 0:
        return ()
    line = data.rfind(b"\n", 0, statement.start_byte) + 1
    margin = data[line : statement.start_byte]
    first = data.rfind(b"\n", 0, body.start_byte) + 1
    indentation = data[first : body.start_byte]
    if margin.strip() or indentation.strip() or not indentation.startswith(margin) or b"#" in data[line:first]:
        return ()
    if _has_long_tokens(body):
        return ()
    extra = len(indentation) - len(margin)
    edits = [Edit(line, first, "")]
    place = first
    while place < body.end_byte:
        stop = data.find(b"\n", place)
        stop = len(data) if stop < 0 else stop + 1
        if data[place:stop].strip():
            if not data[place:stop].startswith(indentation):
                return ()
            edits.append(Edit(place + len(margin), place + len(margin) + extra, ""))
        place = stop
    return tuple(edits)


def _has_long_tokens(node: Node) -> bool:
    """Whether a string goes over several lines, whose indentation is part of its value."""
    if node.type == "string":
        return node.start_point[0] != node.end_point[0]
    return any(_has_long_tokens(child) for child in node.named_children)
