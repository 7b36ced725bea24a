"""Distribution strategies: methods that went away and arguments that TensorFlow 2 wants."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tensorlift.model import Edit, Finding, Fix, Level, Safety, Severity
from tensorlift.rewrite.calls import CannotRewriteError
from tensorlift.rules.attributes import attribute_nodes, attribute_pattern, call_of
from tensorlift.rules.base import GUIDE, Example, Rule, looks_for
from tensorlift.rules.context import Context, FileContext
from tensorlift.rules.entries import Entry, Table
from tensorlift.rules.place import Place
from tensorlift.rules.values import Values
from tensorlift.source.document import Chunk
from tensorlift.source.facts import Call
from tensorlift.source.names import Use

RULE = Rule(
    code="TL455",
    slug="strategy-method",
    title="Distribution strategies have other methods in TensorFlow 2",
    summary=(
        "`experimental_run_v2` is called `run`, `reduce` has to be told an `axis` (`axis=None` reduces over replicas only), "
        "`experimental_make_numpy_dataset` is `tf.data.Dataset.from_tensor_slices`, and the stable `MultiWorkerMirroredStrategy` takes "
        "`communication_options`. With Keras 3, `fit` does not work under `ParameterServerStrategy`."
    ),
    guide=f"{GUIDE}/mirrored_strategy",
    examples=(
        Example(
            "import tensorflow as tf\nstrategy = tf.distribute.MirroredStrategy()\nstrategy.experimental_run_v2(step, args=(x,))\n",
            "import tensorflow as tf\nstrategy = tf.distribute.MirroredStrategy()\nstrategy.run(step, args=(x,))\n",
        ),
        Example(
            "import tensorflow as tf\n\nstrategy = tf.distribute.MirroredStrategy()\n\n@tf.function\ndef total(x):\n"
            "    return strategy.reduce('SUM', strategy.run(step, args=(x,)))\n",
            "import tensorflow as tf\n\nstrategy = tf.distribute.MirroredStrategy()\n\n@tf.function\ndef total(x):\n"
            "    return strategy.reduce('SUM', strategy.run(step, args=(x,)), axis=None)\n",
        ),
        Example(
            "import tensorflow as tf\nstrategy = tf.distribute.MultiWorkerMirroredStrategy(communication=how)\n",
            "import tensorflow as tf\nstrategy = tf.distribute.MultiWorkerMirroredStrategy("
            "communication_options=tf.distribute.experimental.CommunicationOptions(implementation=how))\n",
        ),
        Example("import tensorflow as tf\nstrategy = tf.distribute.MirroredStrategy()\nstrategy.run(step, args=(x,))\n"),
    ),
)

_RUN = re.compile(rb"\.\s*(experimental_run_v2)\b")
_METHODS = ("reduce", "experimental_make_numpy_dataset")
_METHOD = attribute_pattern(_METHODS, called=True)
_OPTIONS = "tf.distribute.experimental.CommunicationOptions"
_MULTI = "tf.distribute.MultiWorkerMirroredStrategy"
_SERVERS = frozenset({"tf.distribute.ParameterServerStrategy", "tf.distribute.experimental.ParameterServerStrategy"})
_OLD = "The method {name} of strategies is deprecated; "
_ENTRIES = (
    Entry(
        "strategy:unwrap",
        f"{_OLD}experimental_local_results gives the same values.",
        Severity.INFORMATION,
        level=Level.NATIVE,
        edit="rename experimental_local_results",
    ),
    Entry(
        "strategy:experimental_run",
        f"{_OLD}call run(function, args) for each element of a distributed dataset.",
        Severity.INFORMATION,
        level=Level.NATIVE,
    ),
    Entry(
        "strategy:make_dataset_iterator strategy:make_input_fn_iterator",
        f"{_OLD}loop over strategy.experimental_distribute_dataset(dataset).",
        Severity.INFORMATION,
        level=Level.NATIVE,
    ),
    Entry(
        "strategy:update_config_proto",
        f"{_OLD}leave it out, TensorFlow 2 has no session to configure.",
        Severity.INFORMATION,
        level=Level.NATIVE,
    ),
)
_TABLE = Table(RULE, _ENTRIES)


@looks_for(_TABLE.subject, names=("tf.distribute",), words=("experimental_run_v2", *_METHODS))
def check(context: Context) -> Iterator[Finding]:
    """Yield a finding for each method or argument of a strategy that TensorFlow 2 does not have."""
    yield from _TABLE.findings(context)
    values: Values | None = None
    for _, attribute, owner in attribute_nodes(context, _RUN):
        values = values or Values(context)
        if not context.imports and not context.ask((b"import",), _has_tensorflow):
            continue
        known = values.is_a(owner, "strategy")
        if not known and context.ask((b"experimental_run_v2",), _defines):
            continue
        start = attribute.end_byte - len("experimental_run_v2")
        fix = Fix("Use run", Level.SYMBOLS, Safety.SAFE if known else Safety.REVIEW, (Edit(start, attribute.end_byte, "run"),))
        message = "Strategies have no experimental_run_v2 any more; it is called run, with the same arguments."
        yield _finding(message, (start, attribute.end_byte), fix)
    if context.is_eager:
        for name, attribute, owner in attribute_nodes(context, _METHOD):
            call = call_of(attribute)
            values = values or Values(context)
            if call is None or not values.is_a(owner, "strategy") or any(one.star for one in call.arguments):
                continue
            start = attribute.end_byte - len(name)
            if name == "reduce":
                found = _reduce(call, (start, attribute.end_byte))
            else:
                found = _numpy(context, call, owner.start_byte, (start, attribute.end_byte))
            if found is not None:
                yield found
    for use, name, api in context.named_uses:
        if name in _SERVERS and api != "v1":
            found = _servers(context, use, name)
        elif name in (_MULTI, _MULTI.replace("distribute.", "distribute.experimental.")):
            found = _multi_worker(context, use, name, api)
        else:
            continue
        if found is not None:
            yield found


def _finding(message: str, place: tuple[int, int], fix: Fix | None = None, severity: Severity = Severity.ERROR, page: str = "") -> Finding:
    url = f"{GUIDE}/{page}" if page else RULE.guide
    return Finding(RULE.code, RULE.slug, severity, message, *place, None, url, (fix,) if fix is not None else ())


def _reduce(call: Call, place: tuple[int, int]) -> Finding | None:
    if len(call.arguments) != 2 or any(one.name == "axis" for one in call.arguments):
        return None
    last = call.arguments[-1]
    fix = Fix("Add axis=None", Level.SYMBOLS, Safety.SAFE, (Edit(last.end, last.end, ", axis=None"),))
    return _finding(
        "Strategies of TensorFlow 2 must be told the axis of reduce; axis=None reduces over the replicas only, as before.", place, fix
    )


def _numpy(context: Context, call: Call, start: int, place: tuple[int, int]) -> Finding | None:
    message = (
        "TensorFlow 2 strategies have no experimental_make_numpy_dataset: tf.data.Dataset.from_tensor_slices makes the same dataset, which "
        "experimental_distribute_dataset distributes."
    )
    module = context.module_everywhere()
    fix = None
    if module is not None and call.arguments and b"#" not in context.data[start : call.end]:
        first = call.arguments[0]
        value = context.slice(first.value_start, first.value_end)
        text = f"{module}.data.Dataset.from_tensor_slices({value})"
        fix = Fix("Use from_tensor_slices", Level.SYMBOLS, Safety.REVIEW, (Edit(start, call.end, text),))
    return _finding(message, place, fix)


def _servers(context: Context, use: Use, name: str) -> Finding | None:
    """``fit`` of Keras 3 under parameter servers."""
    place = Place(context, use, name, name.count(".") + 1)
    if place.call is None or context.settings.keras_version != 3 or not context.ask((b"fit", b"scope"), _fits):
        return None
    if not place.call.arguments and context.era == "tf1":
        return None
    message = (
        "Keras 3 cannot fit a model under ParameterServerStrategy. Choose Keras 2 (TF_USE_LEGACY_KERAS=1), or write the loop with "
        "tf.distribute.coordinator.ClusterCoordinator."
    )
    return _finding(message, (place.start, place.end), None, Severity.WARNING, "multi_worker_cpu_gpu_training")


def _multi_worker(context: Context, use: Use, name: str, api: str) -> Finding | None:
    place = Place(context, use, name, name.count(".") + 1)
    old = name != _MULTI
    if place.call is None or (old and (context.settings.level is not Level.NATIVE or api == "v1")):
        return None
    given = [one for one in place.call.arguments if one.name == "communication"]
    if not old and not given:
        return None
    fix = None
    try:
        edits = [*place.rename(_MULTI)] if old else []
        if given:
            module, needed = place.module()
            one = given[0]
            value = f"communication_options={module}{_OPTIONS[2:]}(implementation={context.slice(one.value_start, one.value_end)})"
            edits += [*(edit for edit in needed if edit not in edits), Edit(one.start, one.end, value)]
        if all(one.name is not None for one in place.call.arguments):
            fix = Fix(f"Use {_MULTI}", Level.SYMBOLS, Safety.REVIEW, tuple(edits))
    except CannotRewriteError:
        fix = None
    if old:
        message = f"{name} is deprecated: {_MULTI} takes communication_options, a {_OPTIONS}."
        return _finding(message, (place.start, place.end), fix, Severity.INFORMATION, "multi_worker_cpu_gpu_training")
    message = f"{_MULTI} takes no communication; it is the implementation of {_OPTIONS}, which it takes as communication_options."
    return _finding(message, (given[0].start, given[0].end), fix, page="multi_worker_cpu_gpu_training")


# ---- questions about the file


def _has_tensorflow(file: FileContext) -> bool:
    return any(file.names.imports(index) for index in range(len(file.document.chunks)))


def _defines(file: FileContext) -> bool:
    return any(re.search(rb"def\s+experimental_run_v2\b", chunk.data) is not None for chunk in file.document.chunks)


def _fits(file: FileContext) -> bool:
    """Whether code, not text, of a file has the scope of a strategy and calls ``fit``."""
    return all(any(_calls(chunk, word) for chunk in file.document.chunks) for word in (b"scope", b"fit"))


def _calls(chunk: Chunk, word: bytes) -> bool:
    for match in re.finditer(rb"\.(" + word + rb")\(", chunk.data):
        node = chunk.root.descendant_for_byte_range(match.start(1), match.end(1))
        if node is not None and node.type == "identifier":
            return True
    return False
