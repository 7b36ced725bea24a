"""Import statements whose module or names the target lacks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from tree_sitter import Node

from tensorlift.catalog import Symbol
from tensorlift.companions import companion_of
from tensorlift.model import Edit, Finding, Level, Safety, Severity
from tensorlift.rewrite.calls import CannotRewriteError
from tensorlift.rules.base import GUIDE, Example, Rule, looks_for
from tensorlift.rules.context import Context, FileContext, api_name, make_finding
from tensorlift.rules.conversion import GONE_PACKAGES, call_needs_rewrite, is_converted_by_use
from tensorlift.rules.hints import hint_for
from tensorlift.rules.homes import Home, home_of, import_path, import_text, moves, needs_probability, public_name
from tensorlift.rules.keras2_name import is_keras2_name
from tensorlift.source.names import ImportUse

RULE = Rule(
    code="TL106",
    slug="gone-import",
    title="The import does not work on the target",
    summary=(
        "The statement imports a module or a name that TensorFlow 2 does not have at this place, so the file stops there. "
        "The fix imports the same thing from where it is today, or takes the import out once nothing uses it any more."
    ),
    guide=f"{GUIDE}/upgrade",
    examples=(
        Example("from tensorflow import placeholder, Session\n", "from tensorflow.compat.v1 import placeholder, Session\n"),
        Example("from tensorflow import lgamma\n", "from tensorflow.math import lgamma\n"),
        Example("import tensorflow.layers as L\ny = L.dense(x, 3)\n"),
        Example(
            "import tensorflow.contrib.slim as slim\nimport tensorflow as tf\n\ny = tf.abs(x)\n",
            "import tensorflow as tf\n\ny = tf.abs(x)\n",
        ),
        Example("from tensorflow.python.platform import flags\n"),
    ),
)


@looks_for(names=("tf",))
def check(context: Context) -> Iterator[Finding]:
    """Yield a finding for each imported name that the target lacks."""
    imports = sorted(context.imports, key=lambda use: (use.imported.statement[0], use.imported.start))
    for _, group in groupby(imports, key=lambda use: use.imported.statement[0]):
        yield from _check_statement(context, list(group))


def _check_statement(context: Context, uses: list[ImportUse]) -> Iterator[Finding]:
    homes: dict[int, str | None] = {}
    problems: list[tuple[ImportUse, Severity, str, str]] = []
    elsewhere: list[Home] = []
    for index, use in enumerate(uses):
        outside = _outside(context, use)
        if outside is not None:
            home = import_path(context, outside)
            elsewhere.append(outside)
            problems.append((use, Severity.ERROR, f"{use.path} cannot be imported: {outside.describe('it')}", home))
            homes[index] = home
            continue
        verdict = _verdict(context, use)
        if verdict is None:
            continue
        severity, message, home = verdict
        homes[index] = home or None
        problems.append((use, severity, message, home))
    if not problems:
        return
    fix: tuple[Edit, ...] | None = None
    reason = ""
    if any(homes.values()):
        try:
            fix = _rewrite(context, uses, homes)
        except CannotRewriteError as problem:
            reason = f" It is not changed automatically because {problem}."
    for use, severity, message, home in problems:
        start, end = use.imported.start, use.imported.end
        here: tuple[str, Safety, tuple[Edit, ...]] | None = None
        if home == _REMOVE and fix is not None:
            here = ("Remove the import that nothing uses", Safety.SAFE, fix)
        elif home and fix is not None:
            safety = Safety.REVIEW if elsewhere else Safety.SAFE
            here = (f"Import {'it from ' if '.' in home.strip('.') else ''}{home.strip('.').rpartition('.')[0] or home}", safety, fix)
        elif home:
            message += reason
        yield make_finding(
            RULE,
            severity,
            message,
            start,
            end,
            "tf" + use.path[len("tensorflow") :],
            here,
            deprecated=severity is Severity.ERROR,
            creates=tuple(sorted({module for one in elsewhere for module in one.creates})),
        )


_REMOVE = "-"


def _outside(context: Context, use: ImportUse) -> Home | None:
    """Return where outside of TensorFlow something lives that an import names, if the import can simply name that place.

    What the file does not use may be imported from it by others; only a package that has to be installed is not brought in for that.
    """
    name = public_name(context.catalog, api_name(use.path)[0])
    bound = use.imported.alias or use.imported.name
    if use.guarded or bound in (None, "*") or not (name.startswith(GONE_PACKAGES) or companion_of(name) is not None):
        return None
    home = _outside_home(context, use, name)
    is_idle = bound is not None and not context.ask((bound.encode(),), _is_used, bound) and not _mentioned(context, use)
    if home is None or not is_idle:
        return home
    # What was used of these is in TensorFlow itself.
    is_part = not home.name and home.module in ("contrib_rnn", "contrib_hparams")
    return None if home.requires or is_part else home


def _outside_home(context: Context, use: ImportUse, name: str) -> Home | None:
    symbol = context.catalog.symbol(name, context.bit)
    if symbol is None or symbol.kind == "m":
        home = moves(context, use.path)
        if home is not None or symbol is not None:
            return home
        home = home_of(context, name)
        return home if home is not None and home.name else None
    core = context.catalog.symbol(symbol.core, context.bit) if symbol.core is not None else None
    has_core = core is not None and (core.in_v1 or core.in_v2) and not needs_probability(context, name)
    if has_core or is_converted_by_use(context.catalog, symbol):
        return None
    return home_of(context, name)


def _verdict(context: Context, use: ImportUse) -> tuple[Severity, str, str] | None:
    """Return severity, message and new path (empty where there is none) for an imported name, or None if it works."""
    imported = use.imported
    if use.guarded:
        return None
    if imported.name == "*":
        return _star(context, use)
    name, api = api_name(use.path)
    catalog, bit = context.catalog, context.bit
    if name == "tf":
        return None
    if name.startswith(("tf.contrib", "tf.examples", "tf.models")):
        return _contrib(context, use, name)
    if use.path.count(".") and use.path.split(".")[1] in _PRIVATE:
        return _private(context, use)
    symbol = catalog.symbol(name, bit)
    form = "import" if imported.name is None else "from"
    if api != "tf":
        exists = catalog.in_v1(name, bit) if api == "v1" else catalog.in_v2(name, bit)
        if exists and catalog.can_import(name, "v1" if api == "v1" else "v2", bit, form):
            return None
        if exists and imported.alias is not None and form == "import" and catalog.can_import(name, api, bit):
            return Severity.ERROR, f"import {use.path} as ... fails on the target; the from form works.", use.path
        return Severity.ERROR, f"{use.path} cannot be imported on TensorFlow {context.settings.target}.{hint_for(name)}", ""
    if symbol is None:
        if catalog.in_v2(name, bit) or catalog.is_module(name) or is_keras2_name(context, name):
            return None
        return Severity.ERROR, f"{use.path} is in neither TensorFlow 1.15 nor {context.settings.target}.{hint_for(name)}", ""
    return _plain(context, use, symbol, form)


def _plain(context: Context, use: ImportUse, symbol: Symbol, form: str) -> tuple[Severity, str, str] | None:
    """Judge an import of a public TensorFlow 1 name from ``tensorflow`` itself."""
    catalog, bit = context.catalog, context.bit
    row = catalog.row(symbol.name)
    if row is not None and row.eager and symbol.in_v1 and not context.is_eager and context.era != "open":
        return _home(context, use, symbol, f"tf.compat.v1.{symbol.name[3:]}", row.why)
    if symbol.in_v2 and (symbol.same or symbol.kind in "mv" or symbol.name.startswith("tf.keras.") or (row is not None and row.bare)):
        if row is not None and _called_differently(context, use, symbol) and symbol.in_v1:
            return _home(context, use, symbol, f"tf.compat.v1.{symbol.name[3:]}", "its calls here have TensorFlow 1 arguments")
        if catalog.can_import(symbol.name, "v2", bit, form):
            return None
        if form == "import":
            return Severity.ERROR, f"{use.path} is no module that can be imported in TensorFlow 2.", use.path if use.imported.alias else ""
        return (
            Severity.ERROR,
            f"{use.path} cannot be imported by this statement in TensorFlow 2, though tensorflow.{symbol.name[3:]} exists.",
            _importable(context, symbol.name, "v2") or "",
        )
    if symbol.in_v2 and context.era == "tf2":
        return None
    if symbol.moved is not None and (not catalog.is_tf1(symbol.moved) or _same(context, symbol.moved)):
        return _home(context, use, symbol, symbol.moved, "")
    if row is not None and row.bare and row.to is not None and not row.params and catalog.in_v2(row.to, bit):
        return _home(context, use, symbol, row.to, "")
    if symbol.in_v1:
        return _home(context, use, symbol, f"tf.compat.v1.{symbol.name[3:]}", row.why if row is not None and symbol.in_v2 else "")
    keras2 = (
        catalog.in_v1(symbol.name, catalog.combos.index(f"{context.settings.target}-keras2"))
        if context.settings.keras_version == 3
        else False
    )
    if keras2:
        message = (
            f"{use.path} does not work with Keras 3. Install tf-keras, set TF_USE_LEGACY_KERAS=1 before TensorFlow is imported "
            f"and run tensorlift with --keras 2; or write it anew.{hint_for(symbol.name)}"
        )
        return Severity.ERROR, message, ""
    return Severity.ERROR, f"{use.path} is gone from TensorFlow {context.settings.target}.{hint_for(symbol.name)}", ""


def _same(context: Context, name: str) -> bool:
    symbol = context.catalog.symbol(name, context.bit)
    return symbol is not None and symbol.same


def _called_differently(context: Context, use: ImportUse, symbol: Symbol) -> bool:
    """Whether a function imported by name is called with arguments that TensorFlow 2 reads differently."""
    bound = use.imported.alias or use.imported.name or ""
    return context.ask((bound.encode(),), _is_called_differently, use.path, symbol)


def _is_called_differently(file: FileContext, path: str, symbol: Symbol) -> bool:
    for index in range(len(file.document.chunks)):
        uses = [other for other in file.names.uses(index) if other.path == path and not other.attributes]
        if uses and any(call_needs_rewrite(Context(file, index), other, symbol) for other in uses):
            return True
    return False


def _home(context: Context, use: ImportUse, symbol: Symbol, target: str, why: str) -> tuple[Severity, str, str]:
    api = "v1" if target.startswith("tf.compat.v1.") else "v2"
    plain = "tf." + target[len("tf.compat.v1.") :] if api == "v1" else target
    where = _importable(context, plain, api)
    shown = "tensorflow" + target[2:]
    runs = symbol.in_v2 and context.catalog.can_import(symbol.name, "v2", context.bit)
    if runs:
        message = f"{use.path} is not the same in TensorFlow 2{f': {why}' if why else ''}; {shown} keeps the TensorFlow 1 meaning."
    else:
        message = f"{use.path} is {shown} in TensorFlow 2."
    return Severity.WARNING if runs else Severity.ERROR, message, where or ""


def _importable(context: Context, name: str, api: str) -> str | None:
    """Return the path by which a from-import reaches a name, or None."""
    catalog, bit = context.catalog, context.bit
    prefix = "tensorflow.compat.v1" if api == "v1" else "tensorflow"
    if catalog.can_import(name, api, bit):
        return prefix + name[2:]
    last = name.rsplit(".", 1)[-1]
    top = f"tf.{last}"
    exists = catalog.in_v1(top, bit) if api == "v1" else catalog.in_v2(top, bit)
    if last == "flags" and exists and catalog.can_import(top, api, bit):
        return f"{prefix}.{last}"
    return None


def _contrib(context: Context, use: ImportUse, name: str) -> tuple[Severity, str, str]:
    name = public_name(context.catalog, name)
    symbol = context.catalog.symbol(name, context.bit)
    if symbol is not None and symbol.core is not None:
        core = context.catalog.symbol(symbol.core, context.bit)
        if core is not None:
            if core.same and context.catalog.can_import(core.name, "v2", context.bit):
                return Severity.ERROR, f"tf.contrib is gone; {use.path} is tensorflow.{core.name[3:]}.", "tensorflow" + core.name[2:]
            verdict = _plain(context, use, core, "from")
            if verdict is not None and verdict[2]:
                return verdict
    bound = use.imported.alias or use.imported.name or "tensorflow"
    used = context.ask((bound.encode(),), _is_used, bound)
    alone = use.imported.alias is not None or use.imported.name is not None
    home = _REMOVE if alone and not used and not _mentioned(context, use) else ""
    package = ".".join(name.split(".")[:2])
    return Severity.ERROR, f"{use.path} cannot be imported: {package} is gone.{hint_for(name)}", home


def _is_used(file: FileContext, name: str) -> bool:
    return any(use.reference.name == name for use in file.names.all_uses())


def _mentioned(context: Context, use: ImportUse) -> bool:
    """Whether the bound name stands anywhere else in the code, in a string too, or the import is kept on purpose."""
    bound = (use.imported.alias or use.imported.name or "").encode()
    data = context.data
    end = use.imported.statement[1]
    line_end = data.find(b"\n", end)
    rest = data[end : line_end if line_end >= 0 else len(data)]
    path = context.file.document.path
    if path is not None and Path(path).name == "__init__.py":
        return True
    # An attribute of this name is another thing, but the names of a class body are its attributes.
    before = rb"(?<![\w.])" if use.scope_is_module else rb"(?<![\w.])(?:(?:self|cls)\.)?"
    word = before + re.escape(bound) + rb"\b"
    return b"noqa" in rest or context.ask((bound,), _is_mentioned, bound.decode(), word)


def _is_mentioned(file: FileContext, bound: str, pattern: bytes) -> bool:
    """Whether a pattern is found anywhere but in the imports of a name."""
    count = 0
    for index, chunk in enumerate(file.document.chunks):
        found = [use.imported for use in file.names.imports(index) if bound in (use.imported.alias, use.imported.name)]
        own = {imported.statement for imported in found}
        for match in re.finditer(pattern, chunk.data):
            if not any(start <= match.start() < end for start, end in own):
                leaf = chunk.root.descendant_for_byte_range(match.start(), match.end())
                count += leaf is None or not _is_remark(leaf)
    return count > 0


def _is_remark(leaf: Node) -> bool:
    """Whether something stands in a comment or in a docstring."""
    string = leaf if leaf.type == "string" else leaf.parent
    is_alone = string is not None and string.type == "string" and string.parent is not None and string.parent.type == "expression_statement"
    return leaf.type == "comment" or is_alone


# There is nothing in these but modules.
_FOLDERS = frozenset(
    f"tensorflow.python.{name}"
    for name in ("client", "eager", "framework", "layers", "lib", "ops", "platform", "summary", "training", "util")
)
# What early versions had in modules that are there to this day.
_BEFORE_1_15 = frozenset(
    f"tensorflow.python.ops.{name}"
    for name in ("rnn_cell._linear", "rnn_cell_impl._linear", "rnn_cell_impl._Linear", "rnn_cell_impl._RNNCell")
)
_PRIVATE = ("python", "core", "tools", "compiler")


def _private(context: Context, use: ImportUse) -> tuple[Severity, str, str] | None:
    """Judge an import from outside of the public API; None if there is nothing to say."""
    imported, path = use.imported, use.path
    catalog, bit, target = context.catalog, context.bit, context.settings.target
    # TensorFlow 2 code knows what it does; in an old program such an import is the next to break.
    told = context.era in ("tf1", "mixed") or context.settings.level is Level.NATIVE
    # A module that TensorFlow 1.15 lacks may be one of TensorFlow 2.
    old = context.traits.old
    if catalog.has_private(path, bit):
        if not told:
            return None
        return (
            Severity.INFORMATION,
            f"{path} is not part of TensorFlow's public API. TensorFlow {target} still has this module; a name that it lost is reported "
            "where it is used.",
            "",
        )
    module = imported.module
    known = catalog.has_private(path, bit)
    if imported.name is not None and known is None:
        there = catalog.has_private(module, bit)
        if there and (path in _BEFORE_1_15 or (module in _FOLDERS and old)):
            hint = hint_for("tf" + path[len("tensorflow") :])
            return Severity.ERROR, f"{path} is private, and neither TensorFlow 1.15 nor {target} has it.{hint}", ""
        if there and not catalog.lost_private(module, imported.name, bit):
            if not told:
                return None
            return Severity.INFORMATION, f"{path} is not part of TensorFlow's public API; TensorFlow {target} still has it.", ""
        public = catalog.public_name(path)
        symbol = catalog.symbol(public, bit) if public is not None else None
        if symbol is not None and symbol.in_v1:
            home = _importable(context, symbol.name, "v2" if symbol.same else "v1") or ""
            return Severity.ERROR, f"{path} is private and gone; its public name is {home or symbol.name} today.", home
        if there:
            return Severity.ERROR, f"{path} is private, and TensorFlow {target} does not have it any more.", ""
        if there is None and not old:
            return None
        if there is None:
            return Severity.ERROR, f"{module} is a private module that TensorFlow 1.15 does not have either; use the public name.", ""
        return Severity.ERROR, f"{module} is a private module that TensorFlow {target} does not have any more; use the public name.", ""
    if known is None and not old:
        return None
    if known is None:
        return Severity.ERROR, f"{path} is a private module that TensorFlow 1.15 does not have either; use the public name.", ""
    used = imported.alias or imported.name
    idle = used is not None and not context.ask((used.encode(),), _is_used, used) and not _mentioned(context, use)
    return (
        Severity.ERROR,
        f"{path} is a private module that TensorFlow {target} does not have any more; use the public name.",
        _REMOVE if idle else "",
    )


def _star(context: Context, use: ImportUse) -> tuple[Severity, str, str] | None:
    name, api = api_name(use.imported.module)
    if api != "tf":
        return None
    if name.startswith("tf.contrib"):
        return Severity.ERROR, f"from {use.imported.module} import * fails: tf.contrib is gone.{hint_for(name)}", ""
    if context.era == "tf2" or context.catalog.has_private(use.imported.module, context.bit) is not None:
        return None
    home = f"tensorflow.compat.v1{name[2:]}.*" if context.catalog.in_v1(name, context.bit) or name == "tf" else ""
    message = (
        f"from {use.imported.module} import * brings TensorFlow 2 names of the same spelling with other meanings; "
        "the star import from tensorflow.compat.v1 brings the TensorFlow 1 ones."
    )
    return Severity.WARNING, message, home


# ---- rewriting a statement


def _rewrite(context: Context, uses: list[ImportUse], homes: dict[int, str | None]) -> tuple[Edit, ...]:
    """Return the edits that send every name of one statement to its new home.

    Raises:
        CannotRewriteError: A comment stands inside of the statement, or other code on its lines.
    """
    data = context.data
    start, end = uses[0].imported.statement
    text = data[start:end]
    if b"#" in text:
        raise CannotRewriteError("a comment stands inside of the import")
    everything = _imported_names(text)
    if len(everything) == 1 and homes.get(0) not in (None, _REMOVE) and b"\n" not in text:
        return _rewrite_single(context, uses[0], homes[0] or "", start, end)
    starts = [*context.chunk.line_starts, len(data)]
    line_start = starts[context.chunk.line_of(start)]
    next_line = starts[context.chunk.line_of(end) + 1]
    indent = data[line_start:start].decode()
    after = data[end:next_line].strip()
    if indent.strip() or (after and not after.startswith(b"#")):
        raise CannotRewriteError("other code stands on its line")
    moved: dict[str, list[str]] = {}
    alone: list[str] = []
    gone: set[int] = set()
    for index, home in homes.items():
        if home is None:
            continue
        imported = uses[index].imported
        gone.add(imported.start)
        if home == _REMOVE:
            continue
        module, _, last = home.rpartition(".")
        bound = imported.alias or imported.name
        if not module:
            alone.append(import_text(home, bound or last))
            continue
        moved.setdefault(module, []).append(last if bound in (last, None) else f"{last} as {bound}")
    moving = {place - start for place in gone}
    stay = [one for one in everything if one[0] not in moving]
    statements: list[str] = []
    if stay:
        head = f"from {uses[0].imported.module} import " if uses[0].imported.name is not None else "import "
        statements.append(head + ", ".join(name for _, name in stay))
    statements += [f"from {module} import {', '.join(names)}" for module, names in moved.items()]
    statements += alone
    if statements:
        return (Edit(start, end, f"{context.line_end}{indent}".join(statements)),)
    if _only_statement(context, start):
        return (Edit(start, end, "pass"),)
    if after:
        return (Edit(start, end, ""),)
    return (Edit(line_start, next_line, ""),)


def _rewrite_single(context: Context, use: ImportUse, home: str, start: int, end: int) -> tuple[Edit, ...]:
    """Rewrite a statement with one name, touching as little of it as can be."""
    module, _, last = home.rpartition(".")
    imported = use.imported
    if last == "*":
        return (Edit(start, end, f"from {module} import *"),)
    if imported.name is None and imported.alias is None:
        raise CannotRewriteError("the module is used by its full path")
    return (Edit(start, end, import_text(home, imported.alias or imported.name or last)),)


def _imported_names(statement: bytes) -> list[tuple[int, str]]:
    """Return offset in the statement and text of every imported name."""
    text = statement.decode()
    keyword = re.search(r"\bimport\b", text)
    head = keyword.end() if keyword is not None else len(text)
    result: list[tuple[int, str]] = []
    position = head
    for part in text[head:].split(","):
        name = part.strip(" \t\r\n()\\")
        if name:
            offset = position + part.index(name)
            result.append((len(text[:offset].encode()), " ".join(name.split())))
        position += len(part) + 1
    return result


def _only_statement(context: Context, start: int) -> bool:
    """Whether the statement is the only one of an indented block."""
    node = context.root.descendant_for_byte_range(start, start)
    while node is not None and node.type not in ("import_statement", "import_from_statement"):
        node = node.parent
    parent = node.parent if node is not None else None
    return parent is not None and parent.type == "block" and sum(1 for child in parent.named_children if child.type != "comment") == 1
