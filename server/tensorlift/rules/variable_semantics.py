"""Variables of TensorFlow 2: what they return, what they take, what they do not do any more."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tree_sitter import Node

from tensorlift.model import Edit, Finding, Level, Safety, Severity
from tensorlift.rules.attributes import argument, attribute_nodes
from tensorlift.rules.base import GUIDE, Example, Rule
from tensorlift.rules.context import Context, make_finding
from tensorlift.rules.entries import Entry, Table
from tensorlift.rules.regions import runs_eagerly
from tensorlift.rules.values import Values
from tensorlift.source.facts import Argument, Call
from tensorlift.source.names import Use

RULE = Rule(
    code="TL420",
    slug="variable-semantics",
    title="Variables mean something else in TensorFlow 2",
    summary=(
        "Where code runs eagerly, what `assign_add` returns is the variable itself and changes with it; `v += 1` raises `RuntimeError`; "
        "`validate_shape=False` does not allow another shape, `shape=tf.TensorShape(None)` does; every variable is initialized and a resource "
        "variable. The third argument of `tf.Variable` is `validate_shape`, not `collections`. At level `native` `tf.assign`, `tf.scatter_update` "
        "and their like become methods of the variable."
    ),
    guide=f"{GUIDE}/tf1_vs_tf2",
    examples=(
        Example(
            "import tensorflow as tf\n\n\ndef count(tape: tf.GradientTape):\n    n = tf.Variable(1.0)\n    old = n.assign_add(1.0)\n"
            "    n.assign(10.0)\n    return old\n",
            "import tensorflow as tf\n\n\ndef count(tape: tf.GradientTape):\n    n = tf.Variable(1.0)\n    old = tf.identity(n.assign_add(1.0))\n"
            "    n.assign(10.0)\n    return old\n",
        ),
        Example(
            "import tensorflow as tf\n\nv = tf.compat.v1.get_variable('v', [2])\nop = tf.compat.v1.assign(v, [1.0, 2.0])\n",
            "import tensorflow as tf\n\nv = tf.compat.v1.get_variable('v', [2])\nop = v.assign([1.0, 2.0])\n",
            level=Level.NATIVE,
        ),
        Example(
            "import tensorflow as tf\n\n\ndef count(tape: tf.GradientTape):\n    n = tf.Variable(1.0)\n    n.assign_add(1.0)\n    return n.numpy()\n"
        ),
    ),
)

_ENTRIES = (
    Entry(
        "tf.is_variable_initialized tf.report_uninitialized_variables",
        "Every variable is initialized where code runs eagerly, so {name} always says so: leave it out.",
        Severity.WARNING,
        use="call",
        eager=True,
        edit="drop-statement",
        title="Remove the call",
    ),
    Entry(
        "tf.assert_variables_initialized",
        "{name} raises AttributeError where code runs eagerly, and every variable is initialized there: leave it out.",
        use="call",
        eager=True,
        edit="drop-statement",
        title="Remove the call",
    ),
    Entry(
        "tf.get_variable tf.Variable",
        "The argument use_resource is ignored where code runs eagerly: every variable is a resource variable.",
        Severity.INFORMATION,
        use="call",
        argument="use_resource",
        value="False",
        eager=True,
        api="v1",
        edit="drop",
    ),
    Entry(
        "tf.assign",
        "With validate_shape=False there is no other shape where code runs eagerly either, it raises ValueError: make the variable with "
        "shape=tf.TensorShape(None).",
        use="call",
        argument="validate_shape",
        position=2,
        value="False",
        eager=True,
    ),
)
_TABLE = Table(RULE, _ENTRIES)
_METHODS = {
    "tf.assign": ("assign", ("ref", "value", "validate_shape", "use_locking", "name"), ("value",)),
    "tf.assign_add": ("assign_add", ("ref", "value", "use_locking", "name"), ("value",)),
    "tf.assign_sub": ("assign_sub", ("ref", "value", "use_locking", "name"), ("value",)),
    "tf.scatter_nd_update": ("scatter_nd_update", ("ref", "indices", "updates", "use_locking", "name"), ("indices", "updates")),
    "tf.scatter_nd_add": ("scatter_nd_add", ("ref", "indices", "updates", "use_locking", "name"), ("indices", "updates")),
    "tf.scatter_nd_sub": ("scatter_nd_sub", ("ref", "indices", "updates", "use_locking", "name"), ("indices", "updates")),
    "tf.scatter_update": ("scatter_update", ("ref", "indices", "updates", "use_locking", "name"), ("indices", "updates")),
    "tf.scatter_add": ("scatter_add", ("ref", "indices", "updates", "use_locking", "name"), ("indices", "updates")),
    "tf.scatter_sub": ("scatter_sub", ("ref", "indices", "updates", "use_locking", "name"), ("indices", "updates")),
}
_SLICES = frozenset({"tf.scatter_update", "tf.scatter_add", "tf.scatter_sub"})
_OLD_ORDER = ("initial_value", "trainable", "collections", "validate_shape", "caching_device", "name", "variable_def", "dtype")
_WRITE = re.compile(rb"\.\s*(assign|assign_add|assign_sub|scatter_update|scatter_add|scatter_sub|scatter_nd_update)\s*\(")
_AUGMENTED = re.compile(rb"(?<![\w.])((?:self\.)?\w+)\s*(\+=|-=|\*=|/=)")


def check(context: Context) -> Iterator[Finding]:
    """Yield a finding for each variable that does something else than in TensorFlow 1."""
    yield from _TABLE.findings(context)
    values = Values(context)
    for use, name, api in context.named_uses:
        trailers, count = use.reference.trailers, len(use.attributes)
        call = trailers[count].call if len(trailers) > count else None
        if call is None or any(one.star for one in call.arguments):
            continue
        start, end = use.reference.start, trailers[count - 1].end if count else use.reference.end
        if name in _METHODS and context.settings.level is Level.NATIVE:
            finding = _as_method(context, values, use, name, start, end, call)
            if finding is not None:
                yield finding
        elif name == "tf.Variable" and api == "tf":
            node = context.root.descendant_for_byte_range(start, end)
            if node is not None and runs_eagerly(context, values, node):
                yield from _of_variable(context, use, start, end, call)
    if context.is_eager:
        yield from _kept_results(context, values)
        yield from _augmented(context, values)


def _as_method(context: Context, values: Values, use: Use, name: str, start: int, end: int, call: Call) -> Finding | None:
    """``tf.assign(v, x)`` as ``v.assign(x)``, where v is a variable."""
    method, order, wanted = _METHODS[name]
    positional = [one for one in call.arguments if one.name is None]
    given: dict[str, Argument] = {one.name: one for one in call.arguments if one.name}
    given.update(zip(order, positional))
    ref = given.pop("ref", None)
    if ref is None or set(given) - {*wanted, "use_locking", "name"} or not set(wanted) <= set(given):
        return None
    node = context.root.descendant_for_byte_range(ref.value_start, ref.value_end)
    if node is None or node.type not in ("identifier", "attribute") or not values.is_a(node, "variable"):
        return None
    if b"#" in context.data[call.start : call.end] or call.generator:
        return None

    def text(one: str) -> str:
        return context.slice(given[one].value_start, given[one].value_end)

    inner = ", ".join(text(one) for one in wanted)
    if name in _SLICES:
        module = context.module_name(use)
        if module is None:
            return None
        inner = f"{module}.IndexedSlices({text('updates')}, {text('indices')})"
    inner += "".join(f", {one}={text(one)}" for one in ("use_locking", "name") if one in given)
    written = f"{context.slice(ref.value_start, ref.value_end)}.{method}"
    message = f"{name} is the method {method} of the variable"
    message += ", which takes tf.IndexedSlices." if name in _SLICES else "."
    safety = Safety.REVIEW if "scatter" in name else Safety.SAFE
    fix = (f"Call {method} of the variable", safety, (Edit(start, call.end, f"{written}({inner})"),))
    return make_finding(RULE, Severity.INFORMATION, message, start, end, name, fix, deprecated=False)


def _of_variable(context: Context, use: Use, start: int, end: int, call: Call) -> Iterator[Finding]:
    shape = argument(call, "validate_shape")
    positional = [one for one in call.arguments if one.name is None]
    module = context.module_name(use)
    fix: tuple[str, Safety, tuple[Edit, ...]] | None = None
    if shape is not None and context.slice(shape.value_start, shape.value_end) == "False" and argument(call, "shape") is None:
        if module is not None:
            edit = Edit(shape.start, shape.end, f"shape={module}.TensorShape(None)")
            fix = ("Allow every shape", Safety.SAFE, (edit,))
        message = "With validate_shape=False a variable takes no other shape in TensorFlow 2 and raises ValueError: write shape=tf.TensorShape(None)."
        yield make_finding(RULE, Severity.ERROR, message, shape.start, shape.end, "tf.Variable", fix, deprecated=False)
    # In files of both eras changed-arguments reports the call.
    if len(positional) < 3 or context.era != "tf2":
        return
    third = context.slice(positional[2].value_start, positional[2].value_end)
    # TensorFlow 2 has validate_shape there, which nobody gives as None or a list.
    if third != "None" and not third.startswith(("[", "(")) and "GraphKeys" not in third:
        return
    if len(positional) <= len(_OLD_ORDER) and b"#" not in context.data[call.start : call.end]:
        given = dict(zip(_OLD_ORDER, positional))
        kept = {one: context.slice(it.value_start, it.value_end) for one, it in given.items()}
        kept.pop("collections")
        words = [kept.pop("initial_value"), *(f"{one}={value}" for one, value in kept.items() if value != "None")]
        words += [context.slice(one.start, one.end) for one in call.arguments if one.name is not None]
        clash = {one.name for one in call.arguments if one.name} & set(given)
        if not clash and "validate_shape=False" not in words:
            safety = Safety.SAFE if third == "None" else Safety.REVIEW
            fix = ("Write the arguments with their names", safety, (Edit(call.start + 1, call.end - 1, ", ".join(words)),))
    message = (
        "The third argument of tf.Variable is validate_shape in TensorFlow 2, and collections are gone, so this and what follows mean something "
        "else: write the names."
    )
    yield make_finding(RULE, Severity.WARNING, message, start, end, "tf.Variable", fix, deprecated=False)


def _kept_results(context: Context, values: Values) -> Iterator[Finding]:
    """What a write of a variable returned, read after another write."""
    writes = [
        (attribute, owner)
        for _, attribute, owner in attribute_nodes(context, _WRITE)
        if values.is_a(owner, "variable") and attribute.parent is not None and attribute.parent.type == "call"
    ]
    for attribute, owner in writes:
        call = attribute.parent
        assignment = call.parent if call is not None else None
        if call is None or assignment is None or assignment.type != "assignment" or assignment.child_by_field_name("right") != call:
            continue
        left = assignment.child_by_field_name("left")
        statement = assignment.parent
        block = statement.parent if statement is not None else None
        if left is None or left.type != "identifier" or block is None or block.type not in ("block", "module"):
            continue
        later = [other for other, its in writes if its.text == owner.text and block.end_byte > other.start_byte > call.end_byte]
        if not later or not runs_eagerly(context, values, attribute):
            continue
        first = min(node.start_byte for node in later)
        places = [place for place in context.chunk.nodes_at(left.text or b"") if call.end_byte < place.start_byte < block.end_byte]
        writes_name = [place for place in places if _is_target(place)]
        reads = [place for place in places if place.start_byte > first and not _is_target(place)]
        if not reads or writes_name:
            continue
        module = context.module_everywhere()
        fix = None
        if module is not None:
            edits = (Edit(call.start_byte, call.start_byte, f"{module}.identity("), Edit(call.end_byte, call.end_byte, ")"))
            fix = ("Keep the value", Safety.REVIEW, edits)
        name = (left.text or b"").decode("utf-8", "replace")
        message = (
            f"The result kept as {name} is the variable itself where code runs eagerly, so it changes with the next write: keep the value "
            "with tf.identity."
        )
        yield make_finding(RULE, Severity.WARNING, message, call.start_byte, call.end_byte, None, fix, deprecated=False)


def _is_target(place: Node) -> bool:
    parent = place.parent
    return parent is not None and parent.type in ("assignment", "augmented_assignment") and parent.child_by_field_name("left") == place


def _augmented(context: Context, values: Values) -> Iterator[Finding]:
    """``v += 1`` of a variable."""
    for match in _AUGMENTED.finditer(context.data):
        node = context.root.descendant_for_byte_range(match.start(1), match.end(1))
        statement = node.parent if node is not None else None
        if node is None or statement is None or statement.type != "augmented_assignment" or statement.child_by_field_name("left") != node:
            continue
        if not _is_variable(context, values, node) or not runs_eagerly(context, values, node):
            continue
        name, sign = match[1].decode(), match[2].decode()
        instead = {"+=": f"{name}.assign_add()", "-=": f"{name}.assign_sub()"}.get(sign, f"{name}.assign({name} {sign[0]} ...)")
        message = f"A variable under {sign} raises RuntimeError: write {instead} to change it, or give the sum another name."
        yield make_finding(RULE, Severity.ERROR, message, statement.start_byte, statement.end_byte, None, None, deprecated=False)


def _is_variable(context: Context, values: Values, node: Node) -> bool:
    """Whether everything else that is given to a name around is a variable; what the statement itself gives it does not count."""
    if node.type == "attribute":
        return values.is_a(node, "variable")
    function: Node | None = node.parent
    while function is not None and function.type not in ("function_definition", "lambda", "module"):
        function = function.parent
    given = []
    for place in context.chunk.nodes_at(node.text or b""):
        around: Node | None = place.parent
        while around is not None and around.type not in ("function_definition", "lambda", "module"):
            around = around.parent
        parent = place.parent
        if around != function or parent is None or parent.child_by_field_name("left") != place or parent.type == "augmented_assignment":
            if parent is not None and parent.type in (
                "parameters",
                "default_parameter",
                "typed_parameter",
                "global_statement",
                "pattern_list",
            ):
                return False
            continue
        right = parent.child_by_field_name("right")
        given.append(parent.type == "assignment" and right is not None and values.is_a(right, "variable"))
    return bool(given) and all(given)
