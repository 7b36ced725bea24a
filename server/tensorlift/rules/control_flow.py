"""Conditions, loops and checks whose parts are looked at from outside."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tree_sitter import Node

from tensorlift.model import Edit, Finding, Level, Safety, Severity
from tensorlift.rules.attributes import attribute_pattern
from tensorlift.rules.base import GUIDE, Example, Rule, looks_for
from tensorlift.rules.context import Context, api_name, make_finding
from tensorlift.rules.entries import Entry, Table
from tensorlift.rules.regions import in_graph_region, is_traced, keeps_tf1_behavior, runs_eagerly, severity_here
from tensorlift.rules.values import Values
from tensorlift.source.facts import is_guarded

RULE = Rule(
    code="TL215",
    slug="control-flow",
    title="Control flow and checks work otherwise in TensorFlow 2",
    summary=(
        "Conditions and loops of TensorFlow 2 are single operations, so there are no operations called `cond/Merge` or `while/Exit` any more. "
        "A tensor that a branch of `tf.cond` puts aside cannot be used outside of a graph's branch; it has to be returned. `tf.case` takes a "
        "list of pairs, because tensors cannot be keys. `print` shows the value of a tensor in eager code, but inside of `tf.function` it runs "
        "once for each trace. At level `native` the `dtype` of `tf.map_fn` gets its new name, and checks under `tf.control_dependencies` are "
        "reported, which run by themselves."
    ),
    guide=f"{GUIDE}/tf1_vs_tf2",
    examples=(
        Example(
            "import tensorflow as tf\n\n\n@tf.function\ndef step(x):\n    y = tf.square(x)\n    print(y)\n    return y\n",
            "import tensorflow as tf\n\n\n@tf.function\ndef step(x):\n    y = tf.square(x)\n    tf.print(y)\n    return y\n",
        ),
        Example(
            "import tensorflow as tf\n\n\ndef floats(x):\n    return tf.map_fn(f, x, dtype=tf.float32)\n",
            "import tensorflow as tf\n\n\ndef floats(x):\n    return tf.map_fn(f, x, fn_output_signature=tf.float32)\n",
            level=Level.NATIVE,
        ),
        Example("import tensorflow as tf\n\ny = tf.square(2.0)\nprint(y)\n"),
    ),
)

_TABLE = Table(
    RULE,
    (
        Entry(
            "tf.map_fn",
            "The argument dtype of tf.map_fn is an old name of fn_output_signature.",
            Severity.INFORMATION, use="call", argument="dtype", without="fn_output_signature", level=Level.NATIVE,
            edit="keyword fn_output_signature", title="Use fn_output_signature",
        ),
    ),
)  # fmt: skip
_LOOKUPS = ("get_tensor_by_name", "get_operation_by_name", "as_graph_element")
_BY_NAME = attribute_pattern(_LOOKUPS, called=True)
_OPERATION = re.compile(rb"(^|/)(cond(_\d+)?/(Merge|Switch)|while(_\d+)?/(Exit|Merge|Switch|Enter|NextIteration|LoopCond))(_\d+)?(:|$)")
_CHECK = re.compile(r"tf\.(debugging\.)?(assert_\w+|Assert|check_numerics|assert_all_finite)\(\)")
_PRINT = re.compile(rb"\bprint\s*\(")


@looks_for(_TABLE.subject, names=("tf.case", "tf.cond", "tf.control_dependencies"), words=("print", *_LOOKUPS))
def check(context: Context) -> Iterator[Finding]:
    """Yield the findings of the table, of operations by name, of tensors put aside, of ``print`` and of checks."""
    yield from _TABLE.findings(context)
    values = Values(context)
    yield from _by_name(context)
    yield from _printed(context, values)
    for use in context.uses:
        name, _ = api_name(use.qualified)
        if use.guarded or name not in ("tf.case", "tf.cond", "tf.control_dependencies"):
            continue
        node = context.root.descendant_for_byte_range(use.reference.start, use.reference.end)
        while node is not None and node.type in ("identifier", "attribute"):
            node = node.parent
        arguments = node.child_by_field_name("arguments") if node is not None and node.type == "call" else None
        if node is None or arguments is None:
            continue
        if name == "tf.case":
            yield from _pairs(context, values, node, arguments)
        elif name == "tf.cond":
            yield from _put_aside(context, values, node, arguments)
        elif context.settings.level is Level.NATIVE:
            yield from _only_checks(values, node, arguments)


def _by_name(context: Context) -> Iterator[Finding]:
    matches = list(_BY_NAME.finditer(context.data))
    if not matches or keeps_tf1_behavior(context):
        return
    for match in matches:
        node = context.root.descendant_for_byte_range(match.start(1), match.end(1))
        call = node.parent.parent if node is not None and node.parent is not None else None
        arguments = call.child_by_field_name("arguments") if call is not None and call.type == "call" else None
        first = arguments.named_children[0] if arguments is not None and arguments.named_children else None
        if first is None or first.type != "string" or _OPERATION.search((first.text or b"").strip(b"'\"")) is None:
            continue
        message = (
            "Conditions and loops are single operations in TensorFlow 2, and none of them has this name; keep the tensor that they return."
        )
        if not is_guarded(first, context.followed):
            yield make_finding(
                RULE, severity_here(context, Severity.ERROR), message, first.start_byte, first.end_byte, None, None, deprecated=False
            )


def _printed(context: Context, values: Values) -> Iterator[Finding]:
    if b"function" not in context.data:
        return
    for match in _PRINT.finditer(context.data):
        name = context.root.descendant_for_byte_range(match.start(), match.start() + 5)
        call = name.parent if name is not None and name.type == "identifier" else None
        arguments = call.child_by_field_name("arguments") if call is not None and call.type == "call" else None
        if name is None or arguments is None or not arguments.named_children:
            continue
        given = arguments.named_children
        if any(one.type in ("keyword_argument", "list_splat", "comment") for one in given):
            continue
        if not any(values.is_a(one, "tensor") for one in given) or not is_traced(values, name):
            continue
        module = context.module_everywhere()
        message = "Inside of tf.function print runs once for each trace and shows no value; tf.print prints at every step."
        fix = ("Use tf.print", Safety.REVIEW, (Edit(name.start_byte, name.start_byte, f"{module}."),)) if module is not None else None
        yield make_finding(RULE, Severity.WARNING, message, name.start_byte, name.end_byte, None, fix, deprecated=False)


def _put_aside(context: Context, values: Values, call: Node, arguments: Node) -> Iterator[Finding]:
    """Tensors that a branch of ``tf.cond`` appends to a list from outside."""
    if runs_eagerly(context, values, call) and not is_traced(values, call):
        return
    for given in arguments.named_children:
        branch = given.child_by_field_name("value") if given.type == "keyword_argument" else given
        if branch is not None and branch.type == "identifier":
            branch = _function(context.root, branch.text or b"")
        if branch is None or branch.type not in ("lambda", "function_definition"):
            continue
        for match in re.finditer(rb"(?<![\w.])(\w+)\s*\.\s*append\s*\(", branch.text or b""):
            name = branch.descendant_for_byte_range(branch.start_byte + match.start(1), branch.start_byte + match.end(1))
            inner = name.parent.parent if name is not None and name.parent is not None else None
            items = inner.child_by_field_name("arguments") if inner is not None and inner.type == "call" else None
            if name is None or inner is None or items is None or items.named_child_count != 1 or _binds(branch, match[1]):
                continue
            if values.is_a(items.named_children[0], "tensor"):
                message = (
                    "A tensor of a branch of tf.cond cannot be used outside of it, neither in another operation nor by run: return it."
                )
                yield make_finding(RULE, Severity.WARNING, message, inner.start_byte, inner.end_byte, None, None, deprecated=False)


def _function(root: Node, name: bytes) -> Node | None:
    """Return the only function of this name in a chunk."""
    found = []
    for match in re.finditer(rb"\bdef\s+" + re.escape(name) + rb"\b", root.text or b""):
        node = root.descendant_for_byte_range(match.start(), match.start() + 3)
        if node is not None and node.parent is not None and node.parent.type == "function_definition":
            found.append(node.parent)
    return found[0] if len(found) == 1 else None


def _binds(function: Node, name: bytes) -> bool:
    parameters = function.child_by_field_name("parameters")
    if parameters is not None and re.search(rb"\b" + name + rb"\b", parameters.text or b""):
        return True
    return re.search(rb"(?<![\w.])" + name + rb"\s*=[^=]", function.text or b"") is not None


def _pairs(context: Context, values: Values, call: Node, arguments: Node) -> Iterator[Finding]:
    """A dictionary of conditions, whose keys are tensors."""
    given = {}
    for position, one in enumerate(arguments.named_children):
        name = one.child_by_field_name("name")
        given[(name.text or b"") if name is not None and one.type == "keyword_argument" else position] = one
    pairs = given.get(0) or given.get(b"pred_fn_pairs")
    pairs = pairs.child_by_field_name("value") if pairs is not None and pairs.type == "keyword_argument" else pairs
    if pairs is None or pairs.type != "dictionary" or keeps_tf1_behavior(context) or in_graph_region(values, call):
        return
    message = "Tensors cannot be keys of a dictionary in TensorFlow 2; give tf.case a list of pairs."
    items = [item for item in pairs.named_children if item.type != "comment"]
    if not items or any(item.type != "pair" for item in items):
        yield make_finding(
            RULE, severity_here(context, Severity.ERROR), message, pairs.start_byte, pairs.end_byte, "tf.case", None, deprecated=False
        )
        return
    edits = [Edit(pairs.start_byte, pairs.start_byte + 1, "["), Edit(pairs.end_byte - 1, pairs.end_byte, "]")]
    for item in items:
        colon = next(child for child in item.children if child.type == ":")
        edits += [Edit(item.start_byte, item.start_byte, "("), Edit(colon.start_byte, colon.end_byte, ",")]
        edits.append(Edit(item.end_byte, item.end_byte, ")"))
    exclusive = given.get(b"exclusive")
    sure = len(items) == 1 or (exclusive is not None and (exclusive.text or b"").endswith(b"True"))
    if not sure:
        message += " TensorFlow 1 tried the conditions in the order of their names; check the order if several can hold."
    fix = ("Write a list of pairs", Safety.SAFE if sure else Safety.REVIEW, tuple(edits))
    yield make_finding(
        RULE, severity_here(context, Severity.ERROR), message, pairs.start_byte, pairs.end_byte, "tf.case", fix, deprecated=False
    )


def _only_checks(values: Values, call: Node, arguments: Node) -> Iterator[Finding]:
    """``with tf.control_dependencies`` around code that only has to wait for checks."""
    item = call.parent
    items = arguments.named_children[0] if arguments.named_children else None
    if item is None or item.type != "with_item" or items is None or items.type not in ("list", "tuple") or not items.named_children:
        return
    if all(_are_checks(values.paths(one)) for one in items.named_children):
        message = "In eager code and in tf.function checks run by themselves, in the order of the program: call them without tf.control_dependencies."
        yield make_finding(RULE, Severity.INFORMATION, message, call.start_byte, call.end_byte, "tf.control_dependencies")


def _are_checks(paths: frozenset[str]) -> bool:
    return bool(paths) and all(_CHECK.fullmatch(path) is not None for path in paths)
