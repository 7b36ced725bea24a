"""Symbol conversion: what one use of a TensorFlow name becomes.

Reports under renamed-symbol, changed-arguments, compat-symbol, removed-symbol and unknown-symbol. The order of
trust: the very same object (under its own or another name), then a hand-written row whose conditions hold, then
``tf.compat.v1``, which always means the same. What none of them covers is reported without an edit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from tensorlift.catalog import Catalog, Parameter, Row, Symbol, parse_signature
from tensorlift.model import Edit, Finding, Safety, Severity
from tensorlift.rewrite.calls import CallPlan, CannotRewriteError, UnsureError, closes_at_end, fill, fits, plan_call
from tensorlift.rules.base import Rule, looks_for
from tensorlift.rules.changed_arguments import RULE as CHANGED
from tensorlift.rules.compat_symbol import RULE as COMPAT
from tensorlift.rules.context import PARTS, Context, FileContext, api_name, make_finding
from tensorlift.rules.contrib_regularizer import regularizer_of
from tensorlift.rules.hints import hint_for
from tensorlift.rules.homes import Home, home_of, import_path, import_text, moves, needs_probability, public_name, reach
from tensorlift.rules.keras2_name import RULE as KERAS2_NAME
from tensorlift.rules.keras2_name import is_keras2_name
from tensorlift.rules.moved_symbol import RULE as MOVED
from tensorlift.rules.old_argument_order import is_old_order
from tensorlift.rules.place import Place
from tensorlift.rules.regions import runs_eagerly
from tensorlift.rules.removed_symbol import RULE as REMOVED
from tensorlift.rules.renamed_symbol import RULE as RENAMED
from tensorlift.rules.unknown_symbol import RULE as UNKNOWN
from tensorlift.rules.values import Values
from tensorlift.source.document import places_of
from tensorlift.source.names import Use

_EMPTY = Row()
_CHECK_THE_ERA = " The file may be TensorFlow 2 code already: check that this was written for TensorFlow 1."
# Calls of these have a rule of their own.
_OTHER_RULES = frozenset({"tf.name_scope"})
# legacy-optimizer speaks of these.
_OTHER_MODULES = ("tf.keras.optimizers.experimental.", "tf.optimizers.experimental.")
# Arguments of tf.keras that rules about Keras 3 speak of.
_KERAS_ARGUMENTS = {
    "tf.keras.Input": ("batch_input_shape",),
    "tf.keras.layers.Input": ("batch_input_shape",),
    "tf.keras.callbacks.BackupAndRestore": ("save_before_preemption",),
    "tf.keras.callbacks.ModelCheckpoint": ("period", "load_weights_on_restart", "options"),
    "tf.keras.callbacks.TensorBoard": ("batch_size", "write_grads", "embeddings_data", "embeddings_layer_names"),
}
# What TensorFlow 2 classes have and those of TensorFlow 1 have not.
_TF2_MEMBERS = {"tf.lite.TFLiteConverter": ("from_keras_model", "from_concrete_functions")}
# The class of TensorFlow 2 writes the same files and has the same methods, but runs them in the default session.
_CHECKPOINT = "tf.train.Checkpoint"
_SAVE = re.compile(rb"\.\s*(?:save|write)\s*\([^()]*\bsession\s*=[^=]")
# No target has these.
GONE_PACKAGES = ("tf.contrib", "tf.estimator", "tf.examples", "tf.models")


@looks_for(names=("tf",))
def check(context: Context) -> Iterator[Finding]:
    """Yield the findings of all uses of TensorFlow names in a document."""
    for use in context.uses:
        finding = convert(context, use)
        if finding is not None and not is_of_estimator(context, finding):
            yield finding


def is_of_estimator(context: Context, finding: Finding) -> bool:
    """Whether a finding is about something of ``tf.estimator`` that is gone; the rule ``estimator`` says what to do instead."""
    symbol = finding.symbol or ""
    if symbol.startswith("tf.keras.estimator."):  # Keras 2 has the name still, and it raises NotImplementedError
        return context.settings.target != "2.15" and finding.severity is Severity.ERROR
    return finding.code == REMOVED.code and finding.severity is Severity.ERROR and symbol.startswith("tf.estimator.")


def convert(context: Context, use: Use) -> Finding | None:
    """Return the finding for one use, or None if nothing is to be said."""
    if "(" in use.path or "[" in use.path:
        return None
    name, api = api_name(use.qualified)
    if context.catalog.has_private(use.path, context.bit) is not None or name.startswith("tf.python."):
        return _private(context, use)
    name = public_name(context.catalog, name)
    own = len(name.split(".")) - len(use.attributes)
    root_name = ".".join(name.split(".")[:own])
    if api_name(use.path)[1] == "tf" and own > 1 and _moves_with_its_binding(context, root_name):
        api = "v1"
    is_gone = name.startswith(GONE_PACKAGES)
    if is_gone and own > 1 and not use.guarded and moves(context, use.path) is not None:
        return None
    symbol, found, parts = context.find(name)
    if parts and parts <= own and own > 1:
        known = symbol.kind if symbol is not None else "m"
        if symbol is not None and parts == own and not use.guarded and is_converted_by_use(context.catalog, symbol):
            return _convert_symbol(context, Place(context, use, name, parts), symbol)
        if known != "m" or name == root_name:
            return None  # the import or the assignment that made the name is the place to change
    place = Place(context, use, name, parts or len(name.split(".")))
    if name == "tf":
        return None
    if api == "v2":
        return _check_v2(context, place, name, symbol, found)
    if symbol is None:
        return _unknown(context, place, name, found, api) if not name.startswith(_OTHER_MODULES) else None
    if api == "v1" and (symbol.in_v1 or not is_gone):
        return _check_v1(context, place, symbol)
    return _convert_symbol(context, place, symbol)


def is_converted_by_use(catalog: Catalog, symbol: Symbol) -> bool:
    """Whether each call of a tf.contrib function becomes another one, so that importing it from elsewhere would not do."""
    row = catalog.row(symbol.name)
    return symbol.name.startswith("tf.contrib.") and row is not None and (row.to is None or row.to.startswith("tf.") or bool(row.signature))


def _private(context: Context, use: Use) -> Finding | None:
    """A use of a private module: its import is reported once; here only names that the module has no more."""
    if not use.attributes or use.guarded or use.ambiguous:
        return None
    module, last = use.path, use.attributes[0]
    if module == "tensorflow":
        start, end = use.reference.start, use.reference.trailers[len(use.attributes) - 1].end
        path = ".".join([module, *use.attributes])
        message = f"The module tensorflow has no attribute python in TensorFlow 2, so {path} fails; use the public name."
        return make_finding(REMOVED, Severity.ERROR, message, start, end, path)
    path = f"{module}.{last}"
    if context.catalog.has_private(path, context.bit) is not None:
        return None
    gone = context.catalog.has_private(module, context.bit) is False
    if not gone and (module.endswith("_pb2") or not context.catalog.lost_private(module, last, context.bit)):
        return None  # the names of a _pb2 module are made when it is imported
    public = context.catalog.public_name(path)
    symbol = context.catalog.symbol(public, context.bit) if public is not None else None
    if symbol is None or not symbol.in_v1:
        start, end = use.reference.start, use.reference.trailers[0].end
        message = f"{path} is private, and TensorFlow {context.settings.target} does not have it any more."
        return make_finding(REMOVED, Severity.ERROR, message, start, end, path)
    place = Place(context, use, f"{path}{'.' + '.'.join(use.attributes[1:]) if use.attributes[1:] else ''}", path.count(".") + 1)
    home = symbol.name if symbol.same else symbol.moved or f"tf.compat.v1.{symbol.name[3:]}"
    if home.startswith("tf.compat.v1.") or (context.catalog.is_tf1(home) and not _is_same(context, home)):
        home = f"tf.compat.v1.{symbol.name[3:]}"
        finding = _to_compat(context, place, symbol, "", foreign=True)
    else:
        finding = _same(context, place, symbol, home, foreign=True)
    if finding is None:
        return None
    message = f"{path} is private and gone; its public name is {home} today."
    return replace(finding, message=message, symbol=path)


def _moves_with_its_binding(context: Context, module: str) -> bool:
    """Whether the import or assignment that binds a module is itself sent to ``tf.compat.v1``."""
    symbol = context.catalog.symbol(module, context.bit)
    return symbol is not None and symbol.kind == "m" and not symbol.in_v2 and symbol.in_v1


def call_needs_rewrite(context: Context, use: Use, symbol: Symbol) -> bool:
    """Whether a call of a symbol that was imported by name has arguments that TensorFlow 2 reads differently."""
    row = context.catalog.row(symbol.name)
    trailers = use.reference.trailers
    call = trailers[0].call if trailers else None
    if row is None or call is None:
        return False
    place = Place(context, use, symbol.name, len(symbol.name.split(".")))
    place.call = call
    if _is_tf2_call(context, place, symbol, symbol.name):
        return False
    try:
        return bool(_plan(context, place, symbol, row, symbol.name).edits)
    except CannotRewriteError:
        return True


# ---- plain names


def _convert_symbol(context: Context, place: Place, symbol: Symbol) -> Finding | None:
    catalog, bit = context.catalog, context.bit
    if place.use.guarded:
        if symbol.in_v2 or symbol.kind == "m":
            return None
        message = f"{symbol.name} does not exist on the target; the code around asks which TensorFlow is there, so it is left alone."
        return make_finding(RENAMED if symbol.moved else REMOVED, Severity.INFORMATION, message, place.start, place.end, symbol.name)
    if place.use.ambiguous:
        message = f"{place.text} may stand for different modules here, so it is left alone; give the modules different names."
        return make_finding(UNKNOWN, Severity.INFORMATION, message, place.start, place.end, symbol.name, deprecated=False)
    if symbol.name in context.traits.patched:
        if not place.store:
            return None
        message = f"{symbol.name} is assigned to here; a name that the program puts into TensorFlow is left alone."
        return make_finding(UNKNOWN, Severity.INFORMATION, message, place.start, place.end, symbol.name, deprecated=False)
    if symbol.core is not None:
        core = catalog.symbol(symbol.core, bit)
        if core is not None and needs_probability(context, symbol.name):
            home = home_of(context, symbol.name)
            if home is not None:
                return _elsewhere(context, place, symbol.name, home)
        own = catalog.row(symbol.name)
        if core is not None and not core.name.startswith(GONE_PACKAGES) and (own is None or not own.template):
            return _as_written(symbol, core, _contrib_alias(context, place, core))
    if symbol.kind == "m":
        return _convert_module(context, place, symbol)
    if regularizer_of(symbol.name) is not None:
        return None
    if place.call is not None and is_old_order(context, symbol.name, place.call):
        return None
    if symbol.name in _OTHER_RULES and place.call is not None and not any(argument.star for argument in place.call.arguments):
        return None
    row = catalog.row(symbol.name)
    if symbol.same or (symbol.name.startswith("tf.keras.") and symbol.in_v2):
        return _check_members(context, place, symbol) or _same(context, place, symbol, symbol.name)
    if row is not None:
        return _by_row(context, place, symbol, row)
    if symbol.moved is not None:
        if catalog.is_tf1(symbol.moved) and not _is_same(context, symbol.moved):
            return _to_compat(
                context, place, symbol, f"{symbol.moved} is it in TensorFlow 2, but that name means something else in TensorFlow 1"
            )
        return _same(context, place, symbol, symbol.moved)
    return _to_compat(context, place, symbol, "")


def _is_same(context: Context, name: str) -> bool:
    symbol = context.catalog.symbol(name, context.bit)
    return symbol is not None and (symbol.same or symbol.kind == "v")


def _contrib_alias(context: Context, place: Place, core: Symbol) -> Finding | None:
    """Convert a tf.contrib name that only re-exports a core symbol as if that symbol stood here."""
    row = context.catalog.row(core.name)
    if core.same or (core.name.startswith("tf.keras.") and core.in_v2):
        return _same(context, place, core, core.name, foreign=True)
    if place.is_v1 and core.in_v1:
        return _to_compat(context, place, core, "", foreign=True)
    if row is not None:
        return _by_row(context, place, core, row, foreign=True)
    if core.moved is not None and (not context.catalog.is_tf1(core.moved) or _is_same(context, core.moved)):
        return _same(context, place, core, core.moved, foreign=True)
    return _to_compat(context, place, core, "", foreign=True)


def _as_written(symbol: Symbol, core: Symbol, finding: Finding | None) -> Finding | None:
    """Say in a finding about a core symbol which tf.contrib name stands in the program."""
    if finding is None:
        return None
    message = f"tf.contrib is gone; {symbol.name} is {core.name}."
    told = finding.message == f"{symbol.name} is {core.name} in TensorFlow 2."
    if not told and f"{core.name} is called {core.name}" not in finding.message:
        message += f" {finding.message}"
    return replace(finding, message=message, symbol=symbol.name)


def _convert_module(context: Context, place: Place, symbol: Symbol) -> Finding | None:
    """A module that is not followed by a known name: it is bound to a variable, passed on, or asked for an unknown name."""
    if place.rest:
        return _unknown(context, place, ".".join([symbol.name, *place.rest]), "", "tf")
    if symbol.in_v2:
        return None
    if symbol.in_v1:
        return _to_compat(context, place, symbol, "")
    return _alias_of_gone(context, place, symbol) or _gone(context, place, symbol)


def _alias_of_gone(context: Context, place: Place, symbol: Symbol) -> Finding | None:
    """``name = tf.contrib.module``: it becomes an import, or goes once nothing uses the name any more."""
    start, end = place.use.reference.statement
    name = re.fullmatch(rf"(\w+)\s*=\s*{re.escape(place.text)}", context.slice(start, end))
    if name is None:
        return None
    home = moves(context, "tensorflow" + symbol.name[2:])
    if home is not None and not _is_idle(context, name[1]):
        text = import_text(import_path(context, home), name[1])
        fix = (f"Write {text}", Safety.REVIEW, (Edit(start, end, text),))
        message = f"tf.contrib is gone; {home.describe(symbol.name)}"
        return make_finding(MOVED, Severity.ERROR, message, place.start, place.end, symbol.name, fix, creates=home.creates)
    whole = _whole_line(context, start, end)
    if whole is not None and _is_idle(context, name[1]):
        message = f"{symbol.name} is gone from TensorFlow {context.settings.target}, and nothing uses {name[1]}."
        return make_finding(
            REMOVED,
            Severity.ERROR,
            message,
            place.start,
            place.end,
            symbol.name,
            ("Remove the name that nothing uses", Safety.SAFE, (Edit(*whole, ""),)),
        )
    return None


def _is_idle(context: Context, name: str) -> bool:
    """Whether a name stands nowhere but where it gets its value."""
    return context.ask((name.encode(),), _count, name.encode()) == 1


def _count(file: FileContext, word: bytes) -> int:
    return sum(file.parts(_count_in_chunk, word))


def _count_in_chunk(file: FileContext, index: int, word: bytes) -> int:
    return sum(1 for _ in places_of(file.document.chunks[index].data, word))


PARTS[_count] = _count_in_chunk


def _whole_line(context: Context, start: int, end: int) -> tuple[int, int] | None:
    """Return the line of a statement on the level of the module, if it has it for itself."""
    starts = [*context.chunk.line_starts, len(context.data)]
    line = context.chunk.line_of(start)
    begin, stop = starts[line], starts[context.chunk.line_of(end) + 1]
    return (begin, stop) if begin == start and not context.chunk.is_member and context.data[end:stop].strip() == b"" else None


def _check_members(context: Context, place: Place, symbol: Symbol) -> Finding | None:
    """Report an attribute that the TensorFlow 2 class lost."""
    if symbol.kind != "c" or not place.rest or not context.catalog.lost(symbol.name, place.rest[0], "v2"):
        return None
    member = f"{symbol.name}.{place.rest[0]}"
    if symbol.in_v1 and not context.catalog.lost(symbol.name, place.rest[0], "v1"):
        return _to_compat(context, place, symbol, f"its {place.rest[0]} is gone in TensorFlow 2")
    return make_finding(
        REMOVED,
        Severity.ERROR,
        f"{member} is gone from TensorFlow 2 and from tf.compat.v1.{hint_for(member)}",
        place.start,
        place.end,
        member,
    )


def _same(context: Context, place: Place, symbol: Symbol, target: str, foreign: bool = False) -> Finding | None:
    """The very same object, under its own or another name: only arguments that went away since 1.15 matter."""
    plan: CallPlan | None = None
    if place.call is not None and not any(argument.star for argument in place.call.arguments):
        new = context.catalog.signature_v2(target, context.bit)
        old = context.catalog.signature_tf1(symbol.name)
        if new is not None and not fits(place.call, new):
            try:
                plan = _plan(context, place, symbol, _EMPTY, target)
            except CannotRewriteError as problem:
                return _arguments_gone(context, place, symbol, target, problem)
            if old is None or not fits(place.call, old):
                return _arguments_gone(context, place, symbol, target, CannotRewriteError("arguments are missing or unknown"))
    renamed = target != symbol.name or foreign
    if not renamed and (plan is None or not plan.edits):
        return None
    if plan is None or not plan.edits:
        return _renamed(place, symbol, target)
    try:
        edits = (*(place.rename(target) if renamed else ()), *plan.edits)
    except CannotRewriteError as problem:
        return _left_alone(RENAMED, place, symbol, f"{symbol.name} is called {target} in TensorFlow 2", str(problem))
    return _changed(place, symbol, target, plan, edits, _EMPTY)


def _renamed(place: Place, symbol: Symbol, target: str) -> Finding:
    """The name changes and nothing else."""
    fact = f"{symbol.name} is called {target} in TensorFlow 2"
    try:
        edits = place.rename(target)
    except CannotRewriteError as problem:
        return _left_alone(RENAMED, place, symbol, fact, str(problem))
    fix = (f"Use {target}", Safety.SAFE, edits)
    return make_finding(RENAMED, Severity.ERROR, f"{fact}.", place.start, place.end, symbol.name, fix)


def _arguments_gone(context: Context, place: Place, symbol: Symbol, target: str, problem: CannotRewriteError) -> Finding | None:
    old_v1 = context.catalog.signature_v1(symbol.name, context.bit)
    if symbol.in_v1 and place.call is not None and old_v1 is not None and fits(place.call, old_v1):
        return _to_compat(context, place, symbol, str(problem))
    if place.call is not None and any(one.name in _KERAS_ARGUMENTS.get(target, ()) for one in place.call.arguments):
        return None
    return make_finding(
        CHANGED,
        Severity.ERROR,
        f"This call of {target} does not fit TensorFlow {context.settings.target}: {problem}. See its page for what it takes now.",
        place.start,
        place.end,
        symbol.name,
    )


def _by_row(context: Context, place: Place, symbol: Symbol, row: Row, foreign: bool = False) -> Finding | None:
    """Convert with a hand-written row; what it does not allow falls back to ``tf.compat.v1``."""
    target = row.to or symbol.name
    if row.template:
        return _by_template(context, place, symbol, row, foreign)
    if not target.startswith("tf."):
        return _by_foreign_row(context, place, symbol, row, foreign)
    if row.compat:
        if place.call is not None and symbol.in_v2 and _is_tf2_call(context, place, symbol, target):
            return None
        return _to_compat(context, place, symbol, row.why, foreign)
    if not context.catalog.in_v2(target, context.bit) or row.keras not in (None, context.settings.keras_version):
        return _to_compat(context, place, symbol, "", foreign)
    if symbol.name == _CHECKPOINT and context.ask((b"session",), _saves_with_session):
        return _to_compat(context, place, symbol, "its save and write take no session", foreign)
    if row.eager and not context.is_eager and context.era != "open":
        called = place.call is not None and not _is_tf2_call(context, place, symbol, target)
        if called or (place.call is None and not place.rest and not context.only_compared(place.use)):
            return _to_compat(context, place, symbol, row.why, foreign)
    renamed = target != symbol.name or foreign
    if renamed and symbol.in_v2 and not foreign and context.era == "tf2":
        return None
    new_style = symbol.in_v2 and not renamed
    if place.call is None or (row.bare and context.catalog.signature_tf1(symbol.name) is None):
        if place.rest and context.catalog.lost(symbol.name, place.rest[0], "v2"):
            return _check_members(context, place, symbol)
        if not row.bare or _called_elsewhere(context, row):
            return None if new_style and context.era == "tf2" else _to_compat(context, place, symbol, row.why, foreign)
        return _renamed(place, symbol, target) if renamed else None
    if new_style and _is_tf2_call(context, place, symbol, target):
        return None
    try:
        plan = _plan(context, place, symbol, row, target)
        edits = (*(place.rename(target) if renamed else ()), *plan.edits)
        if any("{tf}" in value for value in (*row.add.values(), *row.value.values())) and plan.edits:
            edits = (*(edit for edit in place.module()[1] if edit not in edits), *edits)
    except CannotRewriteError as problem:
        if isinstance(problem, UnsureError) and new_style and context.era == "open":
            return None
        if row.otherwise is not None:
            return _by_row(context, place, symbol, row.otherwise, foreign)
        return _to_compat(context, place, symbol, str(problem), foreign)
    if not edits:
        return None
    return _changed(place, symbol, target, plan, edits, row, _review_if_mixed(context, new_style))


def _shown(template: str) -> str:
    """Return what a template writes, as it is told; brackets around the whole are for the place where it is written."""
    text = template.replace("{tf}", "tf").replace("{", "").replace("}", "")
    return text[1:-1] if text.startswith("(") and text.endswith(")") else text


def _by_template(context: Context, place: Place, symbol: Symbol, row: Row, foreign: bool) -> Finding | None:
    """Convert with a row that writes the whole expression anew."""
    shown = row.to or _shown(row.template)
    message = f"{symbol.name} is gone; {shown} takes its place in TensorFlow 2."
    fix = None
    try:
        if place.call is None and not row.bare:
            raise CannotRewriteError("it is not called here")
        old = context.catalog.signature_tf1(symbol.name)
        if row.keras not in (None, context.settings.keras_version) or (
            row.to is not None and not context.catalog.in_v2(row.to, context.bit)
        ):
            return _to_compat(context, place, symbol, "", foreign)
        text = row.template
        end = place.end
        if place.call is not None and not row.bare:
            if old is None:
                raise CannotRewriteError("its signature is not known")
            text = fill(place.call, old, row, context.conditions().holds)
            end = place.call.end
            if "#" in context.slice(place.start, end):
                raise CannotRewriteError("a comment stands inside of it")
        text, needed = place.expand(text)
        if (
            closes_at_end(text.encode(), 0)
            and text.startswith("(lambda ")
            and context.slice(place.start - 1, place.start) == "("
            and context.slice(end, end + 1) == ")"
        ):
            text = text[1:-1]
        fix = (f"Use {shown}", Safety.REVIEW if row.safety == "review" else Safety.SAFE, (*needed, Edit(place.start, end, text)))
    except CannotRewriteError as problem:
        if row.otherwise is not None:
            return _by_row(context, place, symbol, row.otherwise, foreign)
        message += f" It is not changed automatically because {problem}."
    message += f" {row.note}" if row.note else ""
    return make_finding(CHANGED, Severity.ERROR, message, place.start, place.end, symbol.name, fix)


def _by_foreign_row(context: Context, place: Place, symbol: Symbol, row: Row, foreign: bool) -> Finding | None:
    """Convert with a row whose function is in another package: the same arguments, or what the row says about them."""
    home = home_of(context, symbol.name, row)
    if home is None or row.keras not in (None, context.settings.keras_version):
        return _to_compat(context, place, symbol, "", foreign)
    if row.signature is None:
        return _elsewhere(context, place, symbol.name, home, row.note)
    try:
        plan = _plan(context, place, symbol, row, row.to or "")
    except CannotRewriteError as problem:
        if row.otherwise is not None:
            return _by_row(context, place, symbol, row.otherwise, foreign)
        message = f"{home.describe(symbol.name)} It is not changed automatically because {problem}."
        return make_finding(MOVED, Severity.ERROR, message, place.start, place.end, symbol.name)
    return _elsewhere(context, place, symbol.name, home, row.note, tuple(plan.edits))


def _elsewhere(context: Context, place: Place, name: str, home: Home, note: str = "", edits: tuple[Edit, ...] = ()) -> Finding:
    """Send a symbol to a home outside of TensorFlow."""
    message = f"{'tf.contrib is gone; ' if name.startswith('tf.contrib.') else ''}{home.describe(name)}{f' {note}' if note else ''}"
    fix = None
    try:
        text, needed = reach(context, home, place.use)
        fix = (f"Use {home.shown}", Safety.REVIEW, (*place.replace(text, needed), *edits))
    except CannotRewriteError as problem:
        message += f" It is not changed automatically because {problem}."
    return make_finding(MOVED, Severity.ERROR, message, place.start, place.end, name, fix, creates=home.creates)


def _called_elsewhere(context: Context, row: Row) -> bool:
    """Whether the file has a keyword that only TensorFlow 1 knows, which a function passed around may be called with."""
    words = tuple(name.encode() for name in row.params)
    return bool(words) and context.ask(words, _has_keyword, words)


def _saves_with_session(file: FileContext) -> bool:
    return any(_SAVE.search(chunk.data) is not None for chunk in file.document.chunks)


def _has_keyword(file: FileContext, words: tuple[bytes, ...]) -> bool:
    pattern = re.compile(rb"[(,]\s*(?:" + b"|".join(words) + rb")\s*=[^=]")
    return any(pattern.search(chunk.data) is not None for chunk in file.document.chunks)


def _review_if_mixed(context: Context, new_style: bool) -> bool:
    """Whether a file that mixes both eras leaves it open which meaning a call has."""
    return new_style and context.era in ("mixed", "open")


def _is_tf2_call(context: Context, place: Place, symbol: Symbol, target: str) -> bool:
    """Whether a call of a name that both TensorFlows have was written for TensorFlow 2."""
    if place.call is None:
        return False
    new = context.catalog.signature_v2(target, context.bit)
    old = context.catalog.signature_tf1(symbol.name)
    if new is None or old is None or not fits(place.call, new):
        return False
    return context.era == "tf2" or not fits(place.call, old)


def _plan(context: Context, place: Place, symbol: Symbol, row: Row, target: str) -> CallPlan:
    if place.call is None:
        raise CannotRewriteError("it is not called here")
    old = context.catalog.signature_tf1(symbol.name)
    foreign = row.signature is not None and not target.startswith("tf.")
    new = parse_signature(row.signature or "") if foreign else context.catalog.signature_v2(target, context.bit)
    if old is None or new is None:
        raise CannotRewriteError("its signature is not known")
    row = replace(
        row,
        add={name: place.expand(value)[0] for name, value in row.add.items()},
        value={name: place.expand(value)[0] for name, value in row.value.items()},
    )
    return plan_call(
        context.data,
        place.call,
        old,
        new,
        row,
        _stable_positions(context, target, new),
        context.conditions().holds,
    )


def _stable_positions(context: Context, target: str, new: tuple[Parameter, ...]) -> int:
    """How many leading positions of a function mean the same when the call is read as TensorFlow 1 code.

    A converted call must not be converted again, so it may use a position only if both readings agree on it.
    """
    positions = [parameter.name for parameter in new if parameter.kind == "a"]
    old = context.catalog.signature_tf1(target)
    if old is None or not context.catalog.is_tf1(target):
        return len(positions)
    row = context.catalog.row(target) or _EMPTY
    count = 0
    for parameter, name in zip((p for p in old if p.kind == "a"), positions):
        if row.params.get(parameter.name, parameter.name) != name:
            break
        count += 1
    return count


def _changed(place: Place, symbol: Symbol, target: str, plan: CallPlan, edits: tuple[Edit, ...], row: Row, review: bool = False) -> Finding:
    said = []
    for old, new in plan.computed:
        value = row.value.get(old, "").replace("{tf}", "tf").replace("{}", old)
        value = f"{old}.lower()" if value == "lower" else value
        said.append(f"{old} becomes {value}" if new in (old, "") else f"{old} becomes {new}={value}")
    computed = {old for old, _ in plan.computed}
    said += [f"{old} is called {new}" for old, new in plan.renamed if old not in computed]
    if plan.removed:
        said.append(f"{' and '.join(plan.removed)} {'goes' if len(plan.removed) == 1 else 'go'}")
    if plan.added:
        said.append(f"{', '.join(plan.added)} must be written")
    named = [name for name in plan.named if name not in {new for _, new in plan.renamed}]
    if named:
        said.append(f"{', '.join(named)} must be passed by keyword")
    written = place.context.slice(place.start, place.end) if place.use.path == "tensorflow" else symbol.name
    name = "tf" + written[len(place.use.reference.name) :] if written.startswith(place.use.reference.name + ".") else symbol.name
    message = f"{name} is {target} in TensorFlow 2" if target != name else f"{name} takes other arguments in TensorFlow 2"
    message += ": " + ", ".join(said) if said else ""
    if row.why and not row.when and target == symbol.name and (plan.computed or plan.added or plan.named):
        message += f"; {row.why}"
    silent = place.call is not None and target == symbol.name and bool(plan.computed or plan.added)
    message += "."
    safety = Safety.SAFE
    if row.safety == "review" or review:
        safety = Safety.REVIEW
        message += f" {row.note}" if row.note else ""
        if review:
            message += _CHECK_THE_ERA
    title = f"Use {target}" if target != symbol.name else f"Use the TensorFlow 2 arguments of {target}"
    return make_finding(
        CHANGED,
        Severity.WARNING if silent else Severity.ERROR,
        message,
        place.start,
        place.end,
        symbol.name,
        (title, safety, edits),
        deprecated=target != symbol.name,
    )


def _to_compat(context: Context, place: Place, symbol: Symbol, why: str, foreign: bool = False) -> Finding | None:
    """Keep the TensorFlow 1 meaning through ``tf.compat.v1``."""
    catalog, bit = context.catalog, context.bit
    ambiguous = symbol.in_v2 and not foreign
    if ambiguous and context.era == "tf2":
        return None
    if not symbol.in_v1:
        return _gone(context, place, symbol)
    if place.rest and place.rest[0] in _TF2_MEMBERS.get(symbol.name, ()):
        return None
    target = "tf.compat.v1." + symbol.name[len("tf.") :]
    if place.rest and symbol.kind == "c" and catalog.lost(symbol.name, place.rest[0], "v1"):
        member = f"{symbol.name}.{place.rest[0]}"
        return make_finding(REMOVED, Severity.ERROR, f"{member} is gone.{hint_for(member)}", place.start, place.end, member)
    plan = CallPlan()
    try:
        if place.call is not None and not any(argument.star for argument in place.call.arguments):
            now = catalog.signature_v1(symbol.name, bit)
            old = catalog.signature_tf1(symbol.name)
            if now is not None and not fits(place.call, now) and (old is None or not fits(place.call, old)):
                message = f"This call of {symbol.name} fits neither TensorFlow 2 nor tf.compat.v1: look up what {target} takes."
                return make_finding(CHANGED, Severity.ERROR, message, place.start, place.end, symbol.name)
            if now is not None and old is not None and now != old and fits(place.call, old):
                row = Row(drop_if={"_sentinel": "None"})
                stable = len(now)
                plan = plan_call(
                    context.data,
                    place.call,
                    old,
                    now,
                    row,
                    stable,
                    lambda _condition, _argument, _arguments: False,
                )
        edits = (*place.rename(target), *plan.edits)
    except CannotRewriteError as problem:
        return _left_alone(COMPAT, place, symbol, f"{symbol.name} is {target} in TensorFlow 2", str(problem))
    if ambiguous:
        reason = why or "its arguments or defaults are others"
        message = f"{symbol.name} is not the same in TensorFlow 2: {reason}. {target} keeps the TensorFlow 1 meaning."
    elif why:
        message = f"{symbol.name} is not in TensorFlow 2 ({why}); {target} is the same."
    else:
        message = f"{symbol.name} is not in TensorFlow 2; {target} is the same."
    safety = Safety.SAFE
    if ambiguous and context.era in ("mixed", "open"):
        safety = Safety.REVIEW
        message += _CHECK_THE_ERA
    elif not ambiguous and context.ask((), _is_graph_name, symbol.name) and _runs_eagerly(context, place):
        safety = Safety.REVIEW
        message = f"{symbol.name} is not in TensorFlow 2; {target} has it for graphs, but this code runs eagerly."
    runs = ambiguous and (place.call is None or _binds_v2(context, place, symbol))
    return make_finding(
        COMPAT,
        Severity.WARNING if runs else Severity.ERROR,
        message,
        place.start,
        place.end,
        symbol.name,
        (f"Use {target}", safety, edits),
        deprecated=not ambiguous,
    )


def _is_graph_name(file: FileContext, name: str) -> bool:
    return name in file.traits.graph_names


def _runs_eagerly(context: Context, place: Place) -> bool:
    node = context.root.descendant_for_byte_range(place.start, place.end) if context.is_eager else None
    return node is not None and runs_eagerly(context, Values(context), node)


def _binds_v2(context: Context, place: Place, symbol: Symbol) -> bool:
    new = context.catalog.signature_v2(symbol.name, context.bit)
    return place.call is None or new is None or fits(place.call, new)


def _gone(context: Context, place: Place, symbol: Symbol) -> Finding:
    settings = context.settings
    home = home_of(context, symbol.name, _EMPTY)
    if home is not None:
        return _elsewhere(context, place, symbol.name, home)
    if settings.keras_version == 3 and context.catalog.in_v1(symbol.name, context.catalog.combos.index(f"{settings.target}-keras2")):
        message = (
            f"{symbol.name} does not work with Keras 3, not even as tf.compat.v1.{symbol.name[3:]}. "
            "Install tf-keras, set TF_USE_LEGACY_KERAS=1 before TensorFlow is imported and run tensorlift with --keras 2; "
            f"or write it anew.{hint_for(symbol.name)}"
        )
    else:
        message = f"{symbol.name} is gone from TensorFlow {settings.target}, and tf.compat.v1 lacks it too.{hint_for(symbol.name)}"
    return make_finding(REMOVED, Severity.ERROR, message, place.start, place.end, symbol.name)


def _left_alone(rule: Rule, place: Place, symbol: Symbol, fact: str, problem: str) -> Finding:
    return make_finding(
        rule, Severity.ERROR, f"{fact}; it is not changed automatically because {problem}.", place.start, place.end, symbol.name
    )


# ---- tf.compat.v1, tf.compat.v2, unknown names


def _check_v1(context: Context, place: Place, symbol: Symbol) -> Finding | None:
    """A use through ``tf.compat.v1``: right as it is, if the target has it."""
    is_module = symbol.in_v1 and symbol.kind == "m"
    if place.call is not None and not place.use.guarded and symbol.in_v1 and not _binds_v1(context, place, symbol):
        message = f"This call of {symbol.name} does not fit tf.compat.v1 of TensorFlow {context.settings.target}: look up what it takes."
        return make_finding(CHANGED, Severity.ERROR, message, place.start, place.end, symbol.name, deprecated=False)
    if place.use.guarded or (
        symbol.in_v1 and not is_module and not (place.rest and context.catalog.lost(symbol.name, place.rest[0], "v1"))
    ):
        return None
    if is_module:
        return _unknown(context, place, ".".join([symbol.name, *place.rest]), "", "v1") if place.rest else None
    if symbol.name.startswith("tf.contrib.") or not symbol.in_v1:
        return _gone(context, place, symbol)
    member = f"{symbol.name}.{place.rest[0]}"
    return make_finding(REMOVED, Severity.ERROR, f"{member} is gone.{hint_for(member)}", place.start, place.end, member)


def _binds_v1(context: Context, place: Place, symbol: Symbol) -> bool:
    now = context.catalog.signature_v1(symbol.name, context.bit)
    return place.call is None or now is None or any(one.star for one in place.call.arguments) or fits(place.call, now)


def _check_v2(context: Context, place: Place, name: str, symbol: Symbol | None, found: str) -> Finding | None:
    known = symbol.in_v2 if symbol is not None else bool(found)
    if known or place.use.guarded or ".__" in name or name == "tf.enable_v2_behavior":
        return None  # tf.__internal__ is no part of the public API, and tf.compat.v2 alone has enable_v2_behavior
    return make_finding(
        REMOVED, Severity.ERROR, f"tf.compat.v2 has no {name[3:]} on TensorFlow {context.settings.target}.", place.start, place.end, name
    )


def _keras2_has(context: Context, name: str, api: str) -> bool:
    """Whether the target has a name with Keras 2."""
    catalog = context.catalog
    bit = catalog.combos.index(f"{context.settings.target}-keras2")
    return catalog.in_v1(name, bit) if api == "v1" else catalog.in_v2(name, bit)


def _unknown(context: Context, place: Place, name: str, found: str, api: str) -> Finding | None:
    catalog, bit = context.catalog, context.bit
    row = catalog.row(found) if found else None
    if row is not None and not catalog.in_v2(found, bit):
        if place.use.guarded:
            return None
        legacy = Symbol(found, "f", False, False, False, None, None)
        return _by_row(context, place, legacy, row)
    if found and (catalog.in_v2(found, bit) or catalog.in_v1(found, bit)):
        return None
    last = name.rsplit(".", 1)[-1]
    if is_keras2_name(context, name) or place.use.guarded or place.store or ".__" in name:
        return None
    if found:  # a module that only TensorFlow 2 has, such as tf.keras.ops, followed by nothing or by an unknown name
        if found == name:
            return None
    elif api == "v1" and catalog.in_v1(name, bit):
        return None
    private = "tensorflow" + name[2:]
    if any(catalog.has_private(private.rsplit(".", count)[0], bit) is not None for count in range(1, 4) if private.count(".") >= count):
        return None
    for prefix in GONE_PACKAGES:
        if name == prefix or name.startswith(prefix + "."):
            parts = name.split(".")
            for count in range(len(parts), 2, -1):
                known = ".".join(parts[:count])
                home = home_of(context, known)
                if home is not None and home.name and len(place.use.attributes) > len(parts) - count:
                    return _elsewhere(context, Place(context, place.use, name, count), known, home)
            message = f"{name} is gone from TensorFlow 2.{hint_for(name)}"
            return make_finding(REMOVED, Severity.ERROR, message, place.start, place.end, name)
    if context.settings.keras_version == 3 and _keras2_has(context, name, api):
        written = f"tf.compat.v1{name[2:]}" if api == "v1" else name
        message = f"Keras 3 has no {written}, Keras 2 has: install tf-keras, set TF_USE_LEGACY_KERAS=1 and run tensorlift with --keras 2."
        return make_finding(KERAS2_NAME, Severity.ERROR, message, place.start, place.end, name)
    parent = name.rsplit(".", 1)[0]
    where = f"{parent} has no {last} in TensorFlow 1.15 nor in {context.settings.target}"
    hint = hint_for(name)
    if hint and hint != hint_for(parent):
        return make_finding(UNKNOWN, Severity.ERROR, f"{where}.{hint}", place.start, place.end, name, deprecated=False)
    near = catalog.near(parent, last)
    meant = f"{parent}.{near}" if near is not None else next(iter(catalog.elsewhere(last)), None)
    message = f"{where}; did you mean {meant}?" if meant is not None else f"{where}.{hint}"
    return make_finding(UNKNOWN, Severity.ERROR, message, place.start, place.end, name, deprecated=False)
