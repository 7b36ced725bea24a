"""Sessions, placeholders, queues and other things that work in graphs only, in code that runs eagerly."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tree_sitter import Node

from tensorlift.model import Edit, Finding, Level, Safety, Severity
from tensorlift.rules.attributes import attribute_nodes, call_of
from tensorlift.rules.base import GUIDE, Example, Rule, looks_for
from tensorlift.rules.context import Context, FileContext, make_finding
from tensorlift.rules.entries import Entry, Table, statement_edit
from tensorlift.rules.regions import GRAPH_WORDS, runs_eagerly, runs_untraced
from tensorlift.rules.values import Values

RULE = Rule(
    code="TL412",
    slug="graph-only",
    title="It works in graphs only, and the code runs eagerly",
    summary=(
        "Where code runs eagerly, placeholders, queues, readers, merged summaries and `tf.gradients` raise `RuntimeError`, "
        "`Session.run` raises `RuntimeError` for values that no graph has, and initializers are `None`. Write functions with parameters, "
        "read datasets, and use the values themselves. In a graph (`with tf.Graph().as_default():`, `with tf.compat.v1.Session():`) nothing is "
        "reported. At level `native` graphs of their own, and train operations that are run apart from each other, are reported too."
    ),
    guide=f"{GUIDE}/tf1_vs_tf2",
    examples=(
        Example(
            "import tensorflow as tf\n\n\n@tf.function\ndef f(x):\n    return x * 2\n\n\nsess = tf.compat.v1.Session()\n"
            "sess.run(tf.compat.v1.global_variables_initializer())\nprint(f(3))\n",
            "import tensorflow as tf\n\n\n@tf.function\ndef f(x):\n    return x * 2\n\n\nsess = tf.compat.v1.Session()\nprint(f(3))\n",
        ),
        Example(
            "import tensorflow as tf\n\n\n@tf.function\ndef f(x):\n    return x * 2\n\n\ny = f(tf.compat.v1.placeholder(tf.float32))\n"
        ),
        Example(
            "import tensorflow as tf\n\n\n@tf.function\ndef f(x):\n    return x * 2\n\n\nwith tf.Graph().as_default():\n"
            "    x = tf.compat.v1.placeholder(tf.float32)\n"
        ),
    ),
)

_RAISES = "{name} raises RuntimeError where code runs eagerly"
_ENTRIES = (
    Entry("tf.placeholder", f"{_RAISES}: make it a parameter of a function.", use="call", eager=True),
    Entry(
        "tf.sparse_placeholder",
        f"{_RAISES}: make it a parameter of a function; tf.SparseTensorSpec describes it to tf.function.",
        use="call",
        eager=True,
    ),
    Entry(
        "tf.reset_default_graph",
        "Code that runs eagerly has no graph to reset: leave the call out; tf.keras.backend.clear_session() frees the memory of Keras.",
        Severity.WARNING,
        use="call",
        eager=True,
        api="tf",
        edit="drop-statement",
        safety=Safety.REVIEW,
        title="Remove the call",
    ),
    Entry(
        "tf.train.string_input_producer tf.train.slice_input_producer tf.train.range_input_producer tf.train.input_producer "
        "tf.train.start_queue_runners tf.train.QueueRunner tf.TFRecordReader tf.TextLineReader tf.WholeFileReader tf.FixedLengthRecordReader "
        "tf.IdentityReader tf.ReaderBase",
        f"{_RAISES}: read with tf.data.",
        use="call",
        eager=True,
    ),
    Entry(
        "tf.train.batch tf.train.shuffle_batch tf.train.batch_join tf.train.shuffle_batch_join",
        "{name} raises ValueError where code runs eagerly: batch with tf.data.",
        use="call",
        eager=True,
    ),
    Entry(
        "tf.train.Supervisor tf.train.MonitoredTrainingSession tf.train.MonitoredSession tf.train.SingularMonitoredSession",
        f"{_RAISES}: use fit of a Keras model, or write the loop yourself.",
        use="call",
        eager=True,
    ),
    Entry(
        "tf.summary.merge_all tf.summary.merge",
        f"{_RAISES}: tf.summary.scalar and the others write at once to the writer that is the default, so leave it out.",
        use="call",
        eager=True,
    ),
    Entry("tf.summary.FileWriter", f"{_RAISES}: use tf.summary.create_file_writer.", use="call", eager=True),
    Entry(
        "tf.train.import_meta_graph tf.train.export_meta_graph",
        f"{_RAISES}, where there is no graph: use tf.train.Checkpoint or tf.saved_model.",
        use="call",
        eager=True,
    ),
    Entry(
        "tf.device",
        "tf.device takes no function where code runs eagerly and raises RuntimeError: give it the name of a device.",
        use="call",
        argument="device_name device_name_or_function",
        position=0,
        value=r"lambda\b.*|[\w.]*\breplica_device_setter\(.*",
        eager=True,
    ),
    Entry(
        "tf.Graph",
        "Code in a graph keeps the meaning of TensorFlow 1: collections, sessions, == by identity, no AutoGraph. A function under tf.function "
        "takes its place.",
        Severity.INFORMATION,
        use="call",
        level=Level.NATIVE,
    ),
)
_TABLE = Table(RULE, _ENTRIES)
_GRADIENTS = frozenset({"tf.gradients", "tf.hessians"})
_SESSIONS = frozenset({"tf.Session", "tf.InteractiveSession"})
_SUMMARIES = frozenset({"tf.summary.scalar", "tf.summary.histogram", "tf.summary.image", "tf.summary.audio", "tf.summary.text"})
_INITIALIZER = re.compile(
    r"tf\.((global_variables|local_variables|variables|tables)_initializer|initialize_(all_variables|local_variables|variables|all_tables))"
)
_NO_VARIABLES = frozenset({"tf.train.Saver"})
_FIXED = "tf.placeholder_with_default"
_CALLS = _GRADIENTS | _SESSIONS | _SUMMARIES | _NO_VARIABLES | {_FIXED}
_RUN = re.compile(rb"\.\s*(run)\s*\(")
_TRAIN = re.compile(r"tf\.(train|contrib\.\w+)\.\w*Optimizer\(\)\.(minimize|apply_gradients)\(\)")


@looks_for(_TABLE.subject, names=("tf",), words=("run",))
def check(context: Context) -> Iterator[Finding]:
    """Yield the findings of the table, of gradients, savers and summaries, and of what sessions run."""
    values = Values(context)
    runs = list(_runs(context, values))
    yield from _TABLE.findings(context)
    yield from _initializations(context, values)
    yield from _calls(context, values)
    if context.settings.level is Level.NATIVE:
        yield from _apart(context, values, runs)
    for attribute, fetch in runs:
        if fetch.type != "call" and _is_eager_value(context, values, fetch):
            message = "The value was made eagerly, so no session can run it and this raises RuntimeError: use it as it is, or its numpy()."
            yield make_finding(
                RULE, Severity.ERROR, message, attribute.start_byte, attribute.end_byte, "tf.Session.run", None, deprecated=False
            )


def _calls(context: Context, values: Values) -> Iterator[Finding]:
    for use, name, api in context.named_uses:
        count = len(use.attributes)
        call = use.reference.trailers[count].call if len(use.reference.trailers) > count else None
        if call is None or name not in _CALLS:
            continue
        start, end = use.reference.start, use.reference.trailers[count - 1].end if count else use.reference.end
        node = context.root.descendant_for_byte_range(start, end)
        if node is None or any(one.star for one in call.arguments):
            continue
        given = {one.name for one in call.arguments}
        severity = Severity.ERROR
        if name == _FIXED:
            # In a tf.function it hides a shape from the trace, which is what some want.
            if not runs_untraced(context, values, node):
                continue
            severity = Severity.WARNING
            message = (
                f"{name} is just its default where code runs eagerly, and nothing can be fed: make it a parameter with a default value."
            )
        elif name in _GRADIENTS:
            if not runs_untraced(context, values, node):
                continue
            message = f"{name} raises RuntimeError where code runs eagerly: compute the value inside tf.GradientTape and ask the tape."
        elif not runs_eagerly(context, values, node):
            continue
        elif name in _NO_VARIABLES:
            if None in given or "var_list" in given:
                continue
            message = "tf.train.Saver without a list of variables raises RuntimeError where code runs eagerly: use tf.train.Checkpoint(model=model)."
        elif name in _SUMMARIES:
            old = [one for one in ("collections", "family") if one in given]
            if api == "v1":
                severity = Severity.WARNING
                message = f"{name} of tf.compat.v1 returns text that nobody writes where code runs eagerly: use tf.summary with a step."
            elif old:
                message = (
                    f"{name} takes no {old[0]} in TensorFlow 2 and raises TypeError: put the family into the name, and give step. "
                    "It needs the package tensorboard."
                )
            else:
                continue
        else:
            if "graph" in given or len([one for one in call.arguments if one.name is None]) > 1 or _is_entered(context, node):
                continue
            if not _is_run(context, node) or context.ask((b"import_graph_def", b"loader"), _fills_default_graph):
                continue
            message = f"Code runs eagerly here, so the graph of this {name[3:]} is empty and its run raises RuntimeError: call the functions themselves."
        yield make_finding(RULE, severity, message, start, end, name, None, deprecated=False)


def _is_entered(context: Context, node: Node) -> bool:
    """Whether a session is the item of a with statement, which opens its graph."""
    place: Node | None = node
    while place is not None and place.type not in ("block", "module", "expression_statement"):
        if place.type == "with_item":
            return True
        place = place.parent
    name = _given_to(node)
    return name is not None and context.ask((b"with",), _matches, rb"with\s+" + re.escape(name) + rb"\b")


def _is_run(context: Context, node: Node) -> bool:
    """Whether the program has a session run something."""
    name = _given_to(node)
    if name is not None:
        return context.ask((name,), _matches, rb"(?<![\w.])" + re.escape(name) + rb"\s*\.\s*run\s*\(")
    call = node
    while call.parent is not None and call.parent.type in ("attribute", "call"):
        call = call.parent
    return re.search(rb"\)\s*\.\s*run\s*\($", context.data[node.end_byte : call.end_byte].partition(b"run(")[0] + b"run(") is not None


def _given_to(node: Node) -> bytes | None:
    """Return the name that the statement around an expression gives its value to."""
    place: Node | None = node
    while place is not None and place.type not in ("block", "module", "assignment"):
        place = place.parent
    name = place.child_by_field_name("left") if place is not None and place.type == "assignment" else None
    return name.text if name is not None else None


def _matches(file: FileContext, pattern: bytes) -> bool:
    return any(re.search(pattern, chunk.data) is not None for chunk in file.document.chunks)


def _fills_default_graph(file: FileContext) -> bool:
    return any(b"import_graph_def" in chunk.data or b"loader" in chunk.data for chunk in file.document.chunks)


def _runs(context: Context, values: Values) -> Iterator[tuple[Node, Node]]:
    """Yield each ``session.run`` with each thing that it fetches."""
    for _, attribute, owner in attribute_nodes(context, _RUN):
        if call_of(attribute) is None or not values.is_a(owner, "session") or attribute.parent is None:
            continue
        arguments = attribute.parent.child_by_field_name("arguments")
        first = next((one for one in arguments.named_children if one.type != "comment"), None) if arguments is not None else None
        if first is None or first.type == "keyword_argument":
            continue
        for fetch in first.named_children if first.type in ("list", "tuple") else [first]:
            yield attribute, fetch


def _initializations(context: Context, values: Values) -> Iterator[Finding]:
    """The initializers that a session is to run; a statement that does just that can go."""
    for use, name, _ in context.named_uses:
        if not _INITIALIZER.fullmatch(name):
            continue
        count = len(use.attributes)
        start, end = use.reference.start, use.reference.trailers[count - 1].end if count else use.reference.end
        function = context.root.descendant_for_byte_range(start, end)
        call = function.parent if function is not None else None
        if function is None or call is None or call.type != "call" or not runs_eagerly(context, values, call):
            continue
        outer = call.parent.parent if call.parent is not None and call.parent.type == "argument_list" else None
        runner = outer.child_by_field_name("function") if outer is not None else None
        fix = None
        if runner is not None and runner.type == "attribute" and (runner.text or b"").endswith(b".run"):
            alone = call.parent is not None and call.parent.named_child_count == 1
            removed: Edit | None = statement_edit(context, outer) if alone else None
            fix = ("Remove the statement", Safety.SAFE, (removed,)) if removed is not None else None
        else:
            given = _given_to(call)
            if given is None or not context.ask((given,), _matches, rb"\.\s*run\s*\(\s*" + re.escape(given) + rb"\s*[,)]"):
                continue
        message = f"{name} returns None where code runs eagerly, so running it raises TypeError: variables have their values from the start, leave it out."
        yield make_finding(RULE, Severity.ERROR, message, start, end, name, fix, deprecated=False)


def _is_eager_value(context: Context, values: Values, fetch: Node) -> bool:
    """Whether a fetch surely is a tensor or a variable that was made outside of any graph."""
    if fetch.type != "identifier" or not (values.is_a(fetch, "tensor") or values.is_a(fetch, "variable")):
        return False
    name = fetch.text or b""
    places = _bindings(context, name)
    if not places:
        return context.ask((name, *GRAPH_WORDS), _is_made_eagerly, name)
    return all(runs_eagerly(context, values, place) for place in places)


def _bindings(context: Context, name: bytes) -> list[Node]:
    """Return the places of a chunk that assign to a name."""
    return [
        place
        for place in context.chunk.nodes_at(name)
        if place.parent is not None and place.parent.type == "assignment" and place.parent.child_by_field_name("left") == place
    ]


def _is_made_eagerly(file: FileContext, name: bytes) -> bool:
    """Whether everything that a variable of the module holds is made outside of any graph."""
    if not file.is_eager:
        return False
    found = False
    for index, chunk in enumerate(file.document.chunks):
        if chunk.is_member or name not in chunk.data:
            continue
        context = Context(file, index)
        for place in _bindings(context, name):
            found = True
            if not runs_eagerly(context, Values(context), place):
                return False
    return found


def _apart(context: Context, values: Values, runs: list[tuple[Node, Node]]) -> Iterator[Finding]:
    """Train operations of one graph that are run apart from each other."""
    seen: set[bytes] = set()
    for attribute, fetch in runs:
        paths = values.paths(fetch)
        if fetch.type != "identifier" or not paths or not all(_TRAIN.fullmatch(path) for path in paths):
            continue
        text = fetch.text or b""
        if seen and text not in seen:
            message = "A tf.function runs everything that it traced: write one function for each train operation that is run apart."
            yield make_finding(
                RULE, Severity.INFORMATION, message, attribute.start_byte, attribute.end_byte, "tf.Session.run", None, deprecated=False
            )
        seen.add(text)
