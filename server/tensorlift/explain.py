"""What became of a symbol, told in Markdown for the terminal and for hovers."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tensorlift.catalog import Catalog, Parameter, Row, Symbol, load
from tensorlift.native import native
from tensorlift.rules.contrib_regularizer import regularizer_of
from tensorlift.rules.hints import hint_for
from tensorlift.rules.homes import usual_home
from tensorlift.settings import Settings

# A signature with more characters is cut, and a list with more items.
_SIGNATURE = 160
_ITEMS = 10

_PLAIN = Row()
# Calls of these have a rule of their own instead of a row.
_BY_RULE = {"tf.name_scope": _PLAIN}
_MEMBERS = "What became of its members differs from one to the next."


@dataclass(frozen=True)
class _Fate:
    """What became of one symbol on one target.

    Attributes:
        name: Its name in TensorFlow 1.
        kind: ``same``, ``moved`` (the same under another name), ``row`` (another function computes the same),
            ``compat`` (``tf.compat.v1`` has it) or ``gone``.
        home: Its name on the target; empty if it is gone.
        row: How a call of it is converted.
        why: Why the TensorFlow 2 function of the same name does not do.
        old: Its parameters in TensorFlow 1, if they are known.
        new: The parameters of its home.
        changes: By name of a TensorFlow 1 argument, what became of it; unchanged arguments are left out.
        moves: By name of an argument of the home, its place if that is another.
        added: What is said about arguments that have to be given now.
    """

    name: str
    kind: str
    home: str = ""
    row: Row = _PLAIN
    why: str = ""
    old: tuple[Parameter, ...] | None = None
    new: tuple[Parameter, ...] | None = None
    changes: Mapping[str, str] = field(default_factory=dict)
    moves: Mapping[str, str] = field(default_factory=dict)
    added: tuple[str, ...] = ()


def explain_symbol(name: str, settings: Settings, said: str = "") -> str | None:
    """Tell what became of a TensorFlow 1 symbol on a target.

    Args:
        name: Its name, from ``tf.`` or ``tensorflow.`` on.
        settings: The target.
        said: What the reader has read already; reasons and advice in it are not repeated.

    Returns:
        Markdown, or None if neither TensorFlow 1.15 nor the target knows the name.
    """
    catalog = load()
    bit = catalog.bit(settings)
    name = short_name(name)
    target = f"TensorFlow {settings.target} with Keras {settings.keras_version}"
    symbol = catalog.symbol(name, bit)
    blocks = [f"### {name}"]
    if symbol is None and catalog.row(name) is None:
        return _other_name(name, target, catalog, bit)
    if symbol is not None and symbol.core is not None:
        blocks.append(f"It is another name of `{symbol.core}`.")
        name = symbol.core
        symbol = catalog.symbol(name, bit)
    fate = _fate(name, symbol, settings, catalog)
    advice = native(name)
    hint = hint_for(name).strip()
    if symbol is not None and symbol.kind == "m" and fate.kind == "same":
        blocks.append(f"The module is there in {target} too. {_MEMBERS}")
    elif fate.kind == "same":
        blocks.append(f"It is the same in {target}" + (", but for its arguments." if fate.changes or fate.moves else "."))
        if advice.text:
            blocks.append(f"**native**: {advice.text}")
    elif fate.kind == "gone":
        blocks += _gone(fate, target, settings, catalog, said)
        home = usual_home(catalog, name)
        if home is None or symbol is None or symbol.kind == "m":
            lives = advice.text or (hint if hint not in said else "")
        else:
            lives = home.describe(name)
        known = home is not None and any(word in said for word in (home.module, *home.requires))
        if lives and not known and regularizer_of(name) is None:
            blocks.append(lives)
    else:
        blocks.append("\n".join([f"In {target} it is:", "", *_levels(fate, symbol, advice.text or hint)]))
        if symbol is not None and symbol.kind == "m":
            blocks.append(_MEMBERS)
    blocks += _argument_blocks(fate)
    if fate.why and fate.why not in said:
        blocks.append(f"Note: {fate.why}.")
    link = f"[Migration guide]({advice.url})"
    return "\n\n".join([*blocks, link] if len(blocks) > 1 else [link]) + "\n"


def explain_name(name: str, settings: Settings, said: str = "") -> str | None:
    """Tell about a name as it stands in a program: a symbol, a module, or an attribute of a class.

    Args:
        name: The name, from ``tf.`` or ``tensorflow.`` on.
        settings: The target.
        said: As for :func:`explain_symbol`.

    Returns:
        Markdown, or None if nothing is known about the name.
    """
    written, name = name.replace("tensorflow", "tf", 1) if name.startswith("tensorflow") else name, short_name(name)
    if name in ("tf.compat.v1", "tf.compat.v2"):
        return f"### {name}\n\nIt is TensorFlow {name[-1]} inside of TensorFlow {settings.target}.\n"
    catalog = load()
    bit = catalog.bit(settings)
    told = explain_symbol(name, settings, said)
    if told is None:
        return _member(name, settings, catalog)
    if written.startswith("tf.compat.v1.") and catalog.in_v1(name, bit):
        heading, _, body = told.partition("\n\n")
        return f"{heading}\n\n`{written}` keeps the meaning of TensorFlow 1.\n\n{body}"
    return told


def explain_argument(name: str, argument: str, settings: Settings) -> str | None:
    """Tell what became of one argument of a TensorFlow 1 function.

    Args:
        name: The function, from ``tf.`` or ``tensorflow.`` on.
        argument: The argument's name.
        settings: The target.

    Returns:
        Markdown; None if nothing is known about the argument.
    """
    catalog = load()
    bit = catalog.bit(settings)
    name = short_name(name)
    symbol = catalog.symbol(name, bit)
    core = symbol.core if symbol is not None and symbol.core is not None else name
    fate = _fate(core, catalog.symbol(core, bit), settings, catalog)
    if fate.old is None or fate.new is None:
        return None
    if argument in fate.changes:
        change = fate.changes[argument]
    elif any(parameter.name == argument for parameter in fate.old):
        change = "is the same"
    elif any(parameter.name == argument for parameter in fate.new):
        change = "is new"
    else:
        return None
    told = f"In TensorFlow {settings.target}, `{argument}` of `{name}` {change}."
    if fate.home != name:
        told += f" The function is `{fate.home}` there."
    return f"{told}\n\n[Migration guide]({native(core).url})\n"


def short_name(name: str) -> str:
    """Return a symbol as the catalog names it: from ``tf.`` on, without ``compat.v1``."""
    for written in ("tensorflow.", "tf.compat.v1.", "tf.compat.v2."):
        if name.startswith(written):
            name = "tf." + name[len(written) :]
    return name


def _other_name(name: str, target: str, catalog: Catalog, bit: int) -> str | None:
    """Tell about a name that is no public symbol of TensorFlow 1.15."""
    if catalog.in_v2(name, bit):
        return f"### {name}\n\nIt is a TensorFlow 2 name; TensorFlow 1.15 does not have it. {target} does.\n"
    path = "tensorflow" + name[len("tf") :]
    there = catalog.has_private(path, bit) if name.startswith("tf.") else None
    if there is None:
        return None
    told = f"It is private, so any release may drop it. {target} " + ("still has it." if there else "does not have it any more.")
    public = catalog.public_name(path)
    if public is not None:
        told += f" Its public name was `{public}`."
    return f"### {path}\n\n{told}\n"


def _member(name: str, settings: Settings, catalog: Catalog) -> str | None:
    """Tell about an attribute of a class."""
    parent, _, member = name.rpartition(".")
    owner = catalog.symbol(parent, catalog.bit(settings))
    if owner is None or owner.kind != "c":
        return None
    fate = _fate(parent, owner, settings, catalog)
    told = f"It belongs to the class `{parent}`"
    if fate.kind == "gone":
        told += f", which is gone from TensorFlow {settings.target}."
    elif fate.home != parent:
        told += f", which is `{fate.home}` in TensorFlow {settings.target}."
    elif catalog.lost(parent, member, "v2"):
        there = owner.in_v1 and not catalog.lost(parent, member, "v1")
        told += f". In TensorFlow {settings.target} " + (f"only `tf.compat.v1.{parent[3:]}` has it." if there else "nothing has it.")
    else:
        told += "."
    return f"### {name}\n\n{told}\n\n[Migration guide]({native(parent).url})\n"


def _fate(name: str, symbol: Symbol | None, settings: Settings, catalog: Catalog) -> _Fate:
    """Say what became of a symbol, in the order of trust of :mod:`tensorlift.rules.conversion`."""
    bit = catalog.bit(settings)
    old = catalog.signature_tf1(name)

    def fate(kind: str, home: str, row: Row = _PLAIN, why: str = "") -> _Fate:
        new = catalog.signature_v2(home, bit)
        if old is None or not new:
            return _Fate(name, kind, home, row, why, old, new)
        return _Fate(name, kind, home, row, why, old, new, *_compare(old, new, row))

    row = _BY_RULE.get(name) or catalog.row(name)
    why = row.why if row is not None else ""
    if symbol is not None and (symbol.same or (symbol.in_v2 and name.startswith("tf.keras."))):
        return fate("same", name)
    if row is not None and not row.compat and catalog.in_v2(row.to or name, bit) and row.keras in (None, settings.keras_version):
        return fate("row", row.to or name, row, why)
    if symbol is not None and row is None and symbol.moved is not None and _means_it(symbol.moved, catalog, bit):
        return fate("moved", symbol.moved)
    if symbol is not None and symbol.in_v1:
        return fate("compat", f"tf.compat.v1.{name[3:]}", Row(drop_if={"_sentinel": "None"}), why)
    return _Fate(name, "gone", old=old)


def _means_it(name: str, catalog: Catalog, bit: int) -> bool:
    """Whether a name stands for nothing else in TensorFlow 1."""
    symbol = catalog.symbol(name, bit)
    return symbol is None or symbol.same or symbol.kind == "v"


def _levels(fate: _Fate, symbol: Symbol | None, advice: str) -> list[str]:
    """Say what a symbol is at each level."""
    compat = f"`tf.compat.v1.{fate.name[3:]}`" if symbol is not None and symbol.in_v1 else ""
    if fate.kind == "compat":
        lines = [
            f"- **compat**, **symbols**: {compat}"
            + (f"; `{fate.name}` means something else today" if symbol is not None and symbol.in_v2 else "")
        ]
    else:
        home = f"`{fate.home}`"
        if fate.row.otherwise is not None and fate.row.otherwise.to not in (None, fate.row.to):
            home += f" or `{fate.row.otherwise.to}`"
        if fate.row.eager:
            home += " in eager code"
        if fate.changes or fate.moves or fate.added:
            home += ", with other arguments"
        if fate.row.eager:
            home += f"; graph code keeps {compat}"
        elif fate.kind == "row" and not fate.row.bare and compat:
            home += f"; a call that does not fit keeps {compat}"
        lines = [f"- **compat**: {compat}", f"- **symbols**: {home}"] if compat else [f"- **compat**, **symbols**: {home}"]
    if advice and not fate.name.startswith("tf.contrib."):
        lines.append(f"- **native**: {advice}")
    return lines


def _gone(fate: _Fate, target: str, settings: Settings, catalog: Catalog, said: str) -> list[str]:
    body = regularizer_of(fate.name)
    if body is not None:
        return [f"It is gone from {target}. A function of your own does the same: `lambda weights: {body.replace('{tf}', 'tf')}`."]
    if "gone" in said or "does not work" in said:
        return []
    text = f"It is gone from {target}, and `tf.compat.v1` lacks it too."
    if settings.keras_version == 3 and catalog.in_v1(fate.name, catalog.combos.index(f"{settings.target}-keras2")):
        text += f" Keras 2 (tf-keras and `TF_USE_LEGACY_KERAS=1`) brings back `tf.compat.v1.{fate.name[3:]}`."
    return [text]


# ---- arguments


def _argument_blocks(fate: _Fate) -> list[str]:
    changed = bool(fate.changes or fate.moves or fate.added)
    blocks = []
    if fate.old and (fate.kind in ("gone", "same") or changed):
        blocks.append(f"TensorFlow 1: {_signature(fate.name, fate.old)}")
    if fate.new and fate.old != () and (fate.kind != "same" or changed):
        blocks.append(f"TensorFlow 2: {_signature(fate.home, fate.new)}")
    lines = [f"- `{name}` {change}" for name, change in fate.changes.items()] + [f"- {text}" for text in fate.added]
    if fate.moves:
        lines.append(f"- by position: {', '.join(_capped([f'`{name}` {move}' for name, move in fate.moves.items()]))}")
    if lines:
        blocks.append("\n".join(["Arguments:", "", *_capped(lines, "- ")]))
    return blocks


def _capped(items: list[str], mark: str = "") -> list[str]:
    left = len(items) - _ITEMS
    return items if left < 2 else [*items[:_ITEMS], f"{mark}{left} more"]


def _compare(old: tuple[Parameter, ...], new: tuple[Parameter, ...], row: Row) -> tuple[dict[str, str], dict[str, str], tuple[str, ...]]:
    """Say what became of each parameter, which stand elsewhere, and which have to be given now."""
    after = {parameter.name: parameter for parameter in new if parameter.kind in "ak"}
    before = {parameter.name: parameter for parameter in old if parameter.kind in "ak"}
    places = {parameter.name: place for place, parameter in enumerate((p for p in new if p.kind == "a"), 1)}
    takes_any = any(parameter.kind == "**" for parameter in new)
    changes: dict[str, str] = {}
    moves: dict[str, str] = {}
    for place, parameter in enumerate(before.values(), 1):
        name = parameter.name
        target = row.params.get(name, name)
        if name.startswith("_"):
            continue
        said: list[str] = []
        if name in row.drop_if:
            said.append(f"is gone (only `{row.drop_if[name]}` can be left out)")
        elif name in row.drop or (target and target not in after and not takes_any):
            said.append("is gone")
        elif row.when.get(name) == "absent":
            said.append("means something else")
        else:
            if target != name:
                said.append(f"is now `{target}`" if target else "is now the first argument")
            if name in row.value:
                value = "is written in lower case" if row.value[name] == "lower" else f"becomes `{_code(row.value[name], name)}`"
                said.append(value.replace("becomes", "with the value") if target not in ("", name) else value)
            alias = target != name and target in before
            if target in after and not alias:
                said += _default(parameter, after[target])
                if parameter.kind == "a" and places.get(target) != place:
                    moves[target] = f"{places[target]} (was {place})" if target in places else "only by keyword"
        if said:
            changes[name] = ", ".join(said)
    kept = {row.params.get(name, name) for name in before}
    added = []
    for name, parameter in after.items():
        if name in row.add:
            added.append(f"`{name}={_code(row.add[name], name)}` is written out if it is not given")
        elif name not in kept and "" not in kept and parameter.default is None and not row.bare:
            added.append(f"`{name}` is new and must be given")
    return changes, moves, tuple(added)


def _default(old: Parameter, new: Parameter) -> list[str]:
    """Say how the default of a parameter differs; None often stands for the other default."""
    if old.default == new.default or old.default is None:
        return []
    if new.default is None:
        return ["must be given"]
    before, after = _literal(old.default), _literal(new.default)
    if old.name == "name" or None in (before, after) or before == after:
        return []
    return [f"is `{new.default}` by default, not `{old.default}`"]


def _literal(text: str) -> Any:
    """Return the value of a default; None if it is None, cut short or no literal."""
    try:
        value = ast.literal_eval(text)
    except (ValueError, SyntaxError):
        return None
    return None if value is ... else value


def _code(template: str, name: str) -> str:
    return template.replace("{tf}", "tf").replace("{}", name)


def _signature(name: str, parameters: tuple[Parameter, ...]) -> str:
    text, keyword_only = f"{name}(", False
    for index, parameter in enumerate(parameters):
        star = parameter.kind if parameter.kind in ("*", "**") else ""
        part = f"{star}{parameter.name}" + (f"={parameter.default}" if parameter.default is not None else "")
        if parameter.kind == "k" and not keyword_only:
            part = "*, " + part
        keyword_only = keyword_only or parameter.kind in ("*", "k")
        part = (", " if index else "") + part
        if index and len(text) + len(part) > _SIGNATURE:
            text += ", …"
            break
        text += part
    mark = "``" if "`" in text else "`"
    return f"{mark}{text}){mark}"
