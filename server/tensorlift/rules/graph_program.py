"""Programs that build graphs: what makes them run as before, once in each file."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tensorlift.model import Edit, Finding, Fix, Level, Safety, Severity
from tensorlift.rules.base import GUIDE, Example, Rule, looks_for
from tensorlift.rules.context import Context, FileContext
from tensorlift.source.facts import ImportedName

RULE = Rule(
    code="TL401",
    slug="graph-program",
    title="The program builds a graph, and TensorFlow 2 runs eagerly",
    summary=(
        "Placeholders, sessions, collections and TensorFlow 1 optimizers work in graphs only; where code runs eagerly they raise "
        "`RuntimeError` or do nothing. `disable_v2_behavior()`, called once before anything else of TensorFlow, keeps graphs and the other "
        "behaviour of TensorFlow 1. At level `compat` the import names `tensorflow.compat.v1` as well, so that every TensorFlow 1 name that "
        "is left there works as it is written. A program that calls `tf.enable_eager_execution()` runs eagerly on purpose and gets no switch."
    ),
    guide=GUIDE,
    examples=(
        Example(
            "import tensorflow as tf\n\nx = tf.placeholder(tf.float32)\n",
            "import tensorflow.compat.v1 as tf\ntf.disable_v2_behavior()\n\nx = tf.placeholder(tf.float32)\n",
            level=Level.COMPAT,
        ),
        Example(
            "import tensorflow as tf\n\nwith tf.Session() as sess:\n    print(sess.run(tf.constant(1)))\n",
            "import tensorflow as tf\ntf.compat.v1.disable_v2_behavior()\n\nwith tf.Session() as sess:\n    print(sess.run(tf.constant(1)))\n",
        ),
        Example("import tensorflow as tf\n\ntf.compat.v1.disable_v2_behavior()\nx = tf.compat.v1.placeholder(tf.float32)\n"),
    ),
)

# The names that a reader knows best come first in the message.
_KNOWN = (
    "tf.placeholder",
    "tf.Session",
    "tf.InteractiveSession",
    "tf.get_variable",
    "tf.variable_scope",
    "tf.global_variables_initializer",
)
_V1 = "tensorflow.compat.v1"
# Names of tensorflow that an import statement may keep taking from there.
_STAY = frozenset({"keras", "python", "contrib", "compat", "examples", "models", "core", "estimator", "__version__"})
_SESSION = re.compile(rb"^(\w+\s*=\s*|with\s+)?[\w.]*\b(Interactive)?Session\(", re.MULTILINE)
_OPTIMIZER = re.compile(r"tf\.train\.\w+Optimizer")
_COMPILES = re.compile(rb"\.compile\(")
_MAIN = re.compile(rb"^if\s+\(?\s*__name__\s*==", re.MULTILINE)
_PLACEHOLDER = re.compile(rb"^\w+\s*=\s*[\w.]+\.placeholder\(", re.MULTILINE)
_STARTS = (b"__name__", b"Session", b"placeholder")
"""What has to occur in a file that starts a program."""


@looks_for(names=("tf",))
def check(context: Context) -> Iterator[Finding]:
    """Yield a finding for each import statement of TensorFlow that has to change, or behind which something is missing."""
    names = [use for use in context.imports if use.path in ("tensorflow", _V1) or _is_plain(use.imported) or _is_keras(use.imported)]
    if not names:
        return
    first = first_import(context)
    done: set[tuple[int, int]] = set()
    for use in names:
        imported = use.imported
        if imported.statement in done or imported.level:
            continue
        done.add(imported.statement)
        group = [one.imported for one in names if one.imported.statement == imported.statement]
        is_first = first == imported.statement[0]
        lift = _lifted(context, group)
        switch = _switch(context, group) if is_first and needs_switch(context) else None
        if lift or switch is not None:
            yield _finding(context, imported, lift, switch)


def _is_plain(imported: ImportedName) -> bool:
    return imported.module == "tensorflow" and imported.name not in (None, "*")


def _is_keras(imported: ImportedName) -> bool:
    return imported.module == "tensorflow.keras" or imported.module.startswith("tensorflow.keras.")


def _lifted(context: Context, group: list[ImportedName]) -> tuple[Edit, ...]:
    """Return the edits that let an import statement name ``tensorflow.compat.v1``; none where it already does or has to stay."""
    if not context.lifted:
        return ()
    edits = [
        Edit(imported.start, imported.name_end, _V1 if imported.alias else f"{_V1} as tensorflow")
        for imported in group
        if imported.name is None and imported.module == "tensorflow"
    ]
    if edits or not all(_is_plain(imported) or _is_keras(imported) for imported in group):
        return tuple(edits)
    stay = _STAY if context.settings.keras_version == 3 else _STAY - {"keras"}
    if any(set(imported.module.split(".")) & stay or imported.name in stay or not _in_v1(context, imported) for imported in group):
        return ()
    start = group[0].statement[0]
    match = re.match(rb"(?:from|import)\s+tensorflow\b", context.data[start:])
    return (Edit(start + match.end() - len("tensorflow"), start + match.end(), _V1),) if match else ()


def _in_v1(context: Context, imported: ImportedName) -> bool:
    path = imported.module if imported.name is None else f"{imported.module}.{imported.name}"
    name = "tf" + path[len("tensorflow") :]
    # Modules below Keras are not symbols of their own in the catalog.
    return context.catalog.in_v1(name, context.bit) or (name.startswith("tf.keras.") and context.catalog.is_module(name))


def _switch(context: Context, group: list[ImportedName]) -> Edit | None:
    """Return the edit that adds the switch behind an import statement; None if there is no room."""
    start, end = group[0].statement
    data = context.data
    line = data.rfind(b"\n", 0, start) + 1
    stop = data.find(b"\n", end)
    stop = len(data) if stop < 0 else stop
    before, behind = data[line:start], data[end:stop].strip()
    if before.strip() or (behind and not behind.startswith(b"#")):
        return None
    if data[:stop].endswith(b"\r"):
        stop -= 1
    indent = context.slice(line, start)
    root = next((one for one in group if one.name is None), None)
    if root is None:
        root = next((one for one in group if one.module == "tensorflow.compat" and one.name == "v1"), None)
        if root is None:
            text = f"{indent}from {_V1} import disable_v2_behavior{context.line_end}{indent}disable_v2_behavior()"
            return Edit(stop, stop, context.line_end + text)
    name = root.alias or root.name or "tensorflow"
    through_v1 = context.lifted or root.module == _V1 or root.name == "v1"
    if root.alias is None and root.module == _V1:
        name = _V1
    return Edit(stop, stop, f"{context.line_end}{indent}{name}{'' if through_v1 else '.compat.v1'}.disable_v2_behavior()")


def _finding(context: Context, imported: ImportedName, lift: tuple[Edit, ...], switch: Edit | None) -> Finding:
    settings = context.settings
    names = _graph_names(context)
    example = names[0] if names else ""
    more = f" and {len(names) - 1} more TensorFlow 1 {'name' if len(names) == 2 else 'names'}" if len(names) > 1 else ""
    if lift:
        does = "keeps TensorFlow 1 names and behaviour" if switch is not None else "has the TensorFlow 1 names"
        message = (
            f"This is TensorFlow 1 code, which TensorFlow {settings.target} does not run under this import; tensorflow.compat.v1 {does}."
        )
        title, safety = "Import tensorflow.compat.v1", Safety.SAFE
    else:
        message = (
            f"The program uses {example}{more}, which {'need' if more else 'needs'} a graph, and TensorFlow 2 runs eagerly: "
            "call tf.compat.v1.disable_v2_behavior() before anything else."
        )
        title = "Call disable_v2_behavior()"
        safety = Safety.SAFE if settings.level is Level.COMPAT else Safety.REVIEW
        if safety is Safety.REVIEW:
            message += " It changes the behaviour of the whole process; code that was written for TensorFlow 2 does not run beside it."
    edits = (*lift, *((switch,) if switch is not None else ()))
    fix = Fix(title, Level.COMPAT if settings.level is Level.COMPAT else Level.SYMBOLS, safety, edits)
    start, end = imported.statement
    return Finding(RULE.code, RULE.slug, Severity.ERROR, message, start, end, None, RULE.guide, (fix,))


def _graph_names(context: Context) -> tuple[str, ...]:
    """Return the names of the file that need a graph, the best known first."""
    names = context.traits.graph_names
    return tuple(sorted(names, key=lambda name: (_KNOWN.index(name) if name in _KNOWN else len(_KNOWN), name)))


def needs_switch(context: Context) -> bool:
    """Whether a file needs graphs and does not ask for them."""
    return context.ask((b"compile", *_STARTS), _needs_switch)


def _needs_switch(file: FileContext) -> bool:
    traits = file.traits
    if traits.switched or not traits.graph_names or traits.marked or traits.new:
        return False
    # A Keras model that is compiled with an optimizer of tf.train trains without a graph around it.
    if all(_OPTIMIZER.fullmatch(name) for name in traits.graph_names) and file.answer((b"compile",), _compiles, ()):
        return False
    if traits.old:
        return True
    # Through tf.compat.v1 a file may work with graphs of its own inside of an eager program; a script that starts one does not.
    return traits.graph and file.answer(_STARTS, _starts_a_program, ())


def _compiles(file: FileContext) -> bool:
    """Whether a file compiles a model."""
    return any(_COMPILES.search(chunk.data) is not None for chunk in file.document.chunks)


def _starts_a_program(file: FileContext) -> bool:
    """Whether a file looks like a script that opens a session, or builds a graph as soon as it is imported."""
    return any(pattern.search(chunk.data) is not None for chunk in file.document.chunks for pattern in (_MAIN, _SESSION, _PLACEHOLDER))


def first_import(context: Context) -> int | None:
    """Return the place of the file's first import of TensorFlow that a switch can stand behind, if that is in this chunk."""
    found = context.ask((b"import",), _first_import)
    if found is None or found[0] != context.data:
        return None
    for chunk in context.file.document.chunks:
        if chunk.data == context.data:
            return found[1] if chunk is context.chunk else None
    return None


def _first_import(file: FileContext) -> tuple[bytes, int, int] | None:
    """Return the chunk with the first import by its text, the place of the import in it, and how many chunks have this text."""
    chunks = file.document.chunks
    found = [
        (not use.scope_is_module, index, use.imported.statement[0])
        for index in range(len(chunks))
        for use in file.names.imports(index)
        if use.path in ("tensorflow", _V1) or (_is_plain(use.imported) and use.imported.name not in _STAY)
    ]
    if not found:
        return None
    _, index, start = min(found)
    data = chunks[index].data
    return data, start, sum(chunk.data == data for chunk in chunks)
