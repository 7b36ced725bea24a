"""Findings as data: which call or attribute, under which circumstances, what to say, what to write instead.

A rule whose findings are alike keeps a tuple of :class:`Entry` and passes it to :class:`Table`; what no entry can describe is Python in the
rule's own module.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from tree_sitter import Node

from tensorlift.model import Edit, Finding, Fix, Level, Safety, Severity
from tensorlift.rewrite.calls import remove_argument
from tensorlift.rules.attributes import attribute_nodes
from tensorlift.rules.base import GUIDE, Rule, Subject
from tensorlift.rules.context import Context, FileContext, api_name
from tensorlift.rules.regions import runs_eagerly
from tensorlift.rules.values import Values, is_a
from tensorlift.source.facts import Argument, Call, read_call
from tensorlift.source.names import Use

_MOST_KEPT = 5000
_LEVELS = {Level.COMPAT: 0, Level.SYMBOLS: 1, Level.NATIVE: 2}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a table.

    Attributes:
        on: What it is about, names apart by spaces: symbols as in ``tf.keras.optimizers.Adam`` (``*`` at the end for all names that begin
            so), or an attribute of a value of a known family as in ``keras-optimizer:minimize`` (families: :mod:`tensorlift.rules.values`).
        says: The message; ``{name}`` is the name as it is known, ``{last}`` its last part, ``{argument}`` the argument's name,
            ``{value}`` its text.
        severity: What it means for the program.
        use: ``call``, ``read`` (not called), ``store`` (assigned to) or empty for all.
        argument: The argument that it is about, by keyword; several names apart by spaces match each on its own.
        position: Where the argument stands when it is given without keyword, from 0; None if only the keyword matters.
        value: A regular expression that the whole text of the argument has to match.
        without: Arguments that must not be there (keywords apart by spaces).
        arity: The least number of positional arguments.
        keras: 2 or 3 where it holds for one Keras only.
        eager: Whether it holds only where code surely runs eagerly.
        api: ``v1`` or ``tf`` where the symbol must be used through ``tf.compat.v1`` or directly; empty for both.
        level: The lowest level at which it is reported.
        since: The first target that it holds for.
        edit: How it is fixed, empty for not at all: ``rename NAME`` (attribute or last part of the symbol), ``call-off`` (drops the
            parentheses of a call without arguments), ``keyword NAME`` (renames the argument, or writes it with this keyword),
            ``drop`` (removes the argument), ``value TEMPLATE`` (new value, ``{}`` is the old one and ``{1}`` a group of ``value``),
            ``replace OLD NEW`` (a part of the value), ``add NAME=VALUE`` (another argument), ``drop-statement`` (removes the statement).
            Several steps are separated by `` ; ``.
        safety: How far the fix may be trusted.
        title: The fix in a few words.
        page: The page of the migration guide.
    """

    on: str
    says: str
    severity: Severity = Severity.ERROR
    use: str = ""
    argument: str = ""
    position: int | None = None
    value: str = ""
    without: str = ""
    arity: int = 0
    keras: int | None = None
    eager: bool = False
    api: str = ""
    level: Level = Level.SYMBOLS
    since: str = ""
    edit: str = ""
    safety: Safety = Safety.SAFE
    title: str = ""
    page: str = ""


class Table:
    """The entries of a rule, ready to be looked up.

    Args:
        rule: The rule.
        entries: Its entries; of several that match the same place the first one is reported.
    """

    def __init__(self, rule: Rule, entries: Iterable[Entry]) -> None:
        self._rule = rule
        self._symbols: dict[str, list[Entry]] = {}
        self._beginnings: dict[str, list[Entry]] = {}
        self._attributes: dict[str, list[tuple[str, Entry]]] = {}
        for entry in (one for several in entries for one in _single(several)):
            for name in entry.on.split():
                family, colon, attribute = name.partition(":")
                if colon:
                    self._attributes.setdefault(attribute, []).append((family, entry))
                elif name.endswith("*"):
                    self._beginnings.setdefault(name[:-1], []).append(entry)
                else:
                    self._symbols.setdefault(name, []).append(entry)
        words = b"|".join(re.escape(name.encode()) for name in sorted(self._attributes))
        self._words = re.compile(rb"\.\s*(" + words + rb")\b") if words else None
        self._matches: dict[str, list[tuple[int, Entry]]] = {}

    @property
    def subject(self) -> Subject:
        """What the entries are about, for :func:`~tensorlift.rules.base.looks_for`."""
        modules = (beginning.rpartition(".")[0] for beginning in self._beginnings)
        return frozenset[str | bytes]((*self._symbols, *modules, *(name.encode() for name in self._attributes)))

    def findings(self, context: Context) -> Iterator[Finding]:
        """Yield the findings of a chunk."""
        values: Values | None = None
        if self._symbols or self._beginnings:
            for use, name, api in context.named_uses:
                matches = self._matches.get(name)
                if matches is None:
                    matches = self._match(name)
                if matches:
                    yield from _apart(self._judged(context, use, name, api, matches))
        if self._words is None:
            return
        for name, attribute, owner in attribute_nodes(context, self._words):
            values = values or Values(context)
            paths = values.paths(owner)
            if not paths or (owner.text == b"self" and context.ask((name.encode(),), is_own, name.encode())):
                continue
            judged = (
                (entry, self._of_attribute(context, values, entry, attribute, name))
                for family, entry in self._attributes[name]
                if is_a(paths, family)
            )
            yield from _apart(judged)

    # ---- symbols

    def _match(self, name: str) -> list[tuple[int, Entry]]:
        """Return the entries for a dotted name, those for more of its parts first, with the number of these parts."""
        parts = name.split(".")
        found: list[tuple[int, Entry]] = []
        for count in range(len(parts), 1, -1):
            symbol = ".".join(parts[:count])
            found += [(count, entry) for entry in self._symbols.get(symbol, ())]
            found += [(count, entry) for beginning, some in self._beginnings.items() if symbol.startswith(beginning) for entry in some]
        if len(self._matches) > _MOST_KEPT:
            self._matches.clear()
        self._matches[name] = found
        return found

    def _judged(
        self, context: Context, use: Use, name: str, api: str, matches: list[tuple[int, Entry]]
    ) -> Iterator[tuple[Entry, Finding | None]]:
        parts = name.split(".")
        own = len(api_name(use.path)[0].split("."))
        trailers = use.reference.trailers
        for count, entry in matches:
            if count < own or (entry.api and entry.api != api):
                continue
            # Through tf.compat.v1 more attributes are written than the name has parts.
            taken = len(use.attributes) - (len(parts) - count)
            call = trailers[taken].call if len(trailers) > taken and count == len(parts) else None
            stored = use.reference.role in ("store", "del") and len(trailers) == taken
            end = trailers[taken - 1].end if taken else use.reference.end
            start_of_last = trailers[taken - 1].name_start if taken else use.reference.start
            symbol = ".".join(parts[:count])
            yield (
                entry,
                self._judge(context, entry, symbol, use.reference.start, end, start_of_last, call, stored, None),
            )

    # ---- attributes of values

    def _of_attribute(self, context: Context, values: Values, entry: Entry, attribute: Node, name: str) -> Finding | None:
        parent = attribute.parent
        call = None
        stored = False
        if parent is not None and parent.type == "call" and parent.child_by_field_name("function") == attribute:
            arguments = parent.child_by_field_name("arguments")
            call = read_call(arguments) if arguments is not None else None
        elif parent is not None and parent.type in ("assignment", "augmented_assignment"):
            stored = parent.child_by_field_name("left") == attribute
        start = attribute.end_byte - len(name.encode())
        return self._judge(context, entry, name, start, attribute.end_byte, start, call, stored, values, attribute)

    # ---- both

    def _judge(
        self,
        context: Context,
        entry: Entry,
        name: str,
        start: int,
        end: int,
        start_of_last: int,
        call: Call | None,
        stored: bool,
        values: Values | None,
        node: Node | None = None,
    ) -> Finding | None:
        settings = context.settings
        if _LEVELS[settings.level] < _LEVELS[entry.level] or entry.keras not in (None, settings.keras_version):
            return None
        if entry.since and [int(part) for part in settings.target.split(".")] < [int(part) for part in entry.since.split(".")]:
            return None
        kind = "call" if call is not None else "store" if stored else "read"
        if entry.use and entry.use != kind:
            return None
        argument: Argument | None = None
        if call is not None:
            given = {one.name for one in call.arguments}
            if any(word in given for word in entry.without.split()) or sum(one.name is None for one in call.arguments) < entry.arity:
                return None
            if entry.argument:
                argument = _argument(call, entry)
                if argument is None or (
                    entry.value and re.fullmatch(entry.value, context.slice(argument.value_start, argument.value_end), re.DOTALL) is None
                ):
                    return None
        elif entry.argument or entry.arity:
            return None
        if entry.eager:
            place = node or context.root.descendant_for_byte_range(start, end)
            if place is None or not runs_eagerly(context, values or Values(context), place):
                return None
        value = context.slice(argument.value_start, argument.value_end) if argument is not None else ""
        says = entry.says.replace("{name}", name).replace("{last}", name.rpartition(".")[2])
        says = says.replace("{argument}", entry.argument).replace("{value}", value)
        where = (argument.start, argument.end) if argument is not None else (start, end)
        fixes: tuple[Fix, ...] = ()
        if entry.edit:
            edits = _edits(context, entry, start_of_last, end, call, argument, node)
            if edits:
                fixes = (Fix(entry.title or _title(entry), Level.SYMBOLS, entry.safety, edits),)
        url = f"{GUIDE}/{entry.page}" if entry.page else self._rule.guide
        return Finding(
            self._rule.code, self._rule.slug, entry.severity, says, *where, name if name.startswith("tf.") else None, url, fixes,
        )  # fmt: skip


def _single(entry: Entry) -> tuple[Entry, ...]:
    """Return an entry once for each of its arguments: a call may have several of them."""
    return tuple(replace(entry, argument=name) for name in entry.argument.split()) or (entry,)


def _apart(judged: Iterable[tuple[Entry, Finding | None]]) -> Iterator[Finding]:
    """Yield the first finding, and after one about an argument those about other arguments of the same call."""
    places: set[int] = set()
    for entry, found in judged:
        if found is None or found.start in places or (places and not entry.argument):
            continue
        yield found
        if not entry.argument:
            return
        places.add(found.start)


def is_own(file: FileContext, name: bytes) -> bool:
    """Whether a class of the file may have a method or an attribute of this name itself."""
    pattern = re.compile(rb"\bdef\s+" + name + rb"\b|\bself\s*\.\s*" + name + rb"\s*(=[^=]|,.*=)")
    return any(name in chunk.data and pattern.search(chunk.data) is not None for chunk in file.document.chunks)


def _argument(call: Call, entry: Entry) -> Argument | None:
    if any(one.star == "*" for one in call.arguments):
        return next((one for one in call.arguments if one.name == entry.argument), None)
    for position, one in enumerate(call.arguments):
        if one.name == entry.argument or (one.name is None and not one.star and position == entry.position):
            return one
    return None


def _edits(
    context: Context,
    entry: Entry,
    start_of_last: int,
    end: int,
    call: Call | None,
    argument: Argument | None,
    node: Node | None,
) -> tuple[Edit, ...]:
    """Return the edits of an entry's fix; empty if one of its steps cannot be done here."""
    edits: list[Edit] = []
    for step in entry.edit.split(" ; "):
        action, _, rest = step.strip().partition(" ")
        if action == "rename":
            if not context.data[:start_of_last].rstrip().endswith(b"."):
                return ()  # the import that brings the name would have to change as well
            edits.append(Edit(start_of_last, end, rest))
        elif action == "call-off" and call is not None and not call.arguments and b"#" not in context.data[call.start : call.end]:
            edits.append(Edit(call.start, call.end, ""))
        elif action == "keyword" and argument is not None:
            edits.append(Edit(argument.start, argument.name_end or argument.start, rest if argument.name else f"{rest}="))
        elif action == "drop" and argument is not None and call is not None and not _has_effect(context, argument):
            edits += remove_argument(context.data, call, argument)
        elif action == "value" and argument is not None:
            old = context.slice(argument.value_start, argument.value_end)
            matched = re.fullmatch(entry.value, old, re.DOTALL) if "{1}" in rest else None
            new = rest.replace("{1}", matched[1]) if matched is not None else rest.replace("{}", old)
            edits.append(Edit(argument.value_start, argument.value_end, new))
        elif action == "replace" and argument is not None:
            part, _, new = rest.partition(" ")
            old = context.slice(argument.value_start, argument.value_end)
            edits.append(Edit(argument.value_start, argument.value_end, old.replace(part, new)))
        elif action == "add" and call is not None and not call.generator and not any(one.star for one in call.arguments):
            last = call.arguments[-1] if call.arguments else None
            edits.append(Edit(last.end, last.end, f", {rest}") if last is not None else Edit(call.start + 1, call.start + 1, rest))
        elif action == "drop-statement":
            removed = statement_edit(context, node or context.root.descendant_for_byte_range(start_of_last, end))
            if removed is None:
                return ()
            edits.append(removed)
        else:
            return ()
    return tuple(edits)


def _has_effect(context: Context, argument: Argument) -> bool:
    """Whether the value of an argument does something when it is computed."""
    return any(sign in context.data[argument.value_start : argument.value_end] for sign in (b"(", b":=", b"yield", b"await"))


def statement_edit(context: Context, node: Node | None) -> Edit | None:
    """Return the edit that removes the statement of its own that a call is; None if it is more than that."""
    while node is not None and node.type != "expression_statement":
        if node.type in ("assignment", "block", "module", "argument_list", "lambda"):
            return None
        node = node.parent
    if node is None or node.parent is None:
        return None
    siblings = [child for child in node.parent.named_children if child.type != "comment"]
    if len(siblings) == 1 and node.parent.type != "module":
        return Edit(node.start_byte, node.end_byte, "pass")
    data = context.data
    line = data.rfind(b"\n", 0, node.start_byte) + 1
    stop = data.find(b"\n", node.end_byte)
    stop = len(data) if stop < 0 else stop + 1
    if data[line : node.start_byte].strip() or data[node.end_byte : stop].strip():
        return None
    return Edit(line, stop, "")


def _title(entry: Entry) -> str:
    action, _, rest = entry.edit.partition(" ; ")[0].partition(" ")
    words = {
        "rename": f"Use {rest}",
        "keyword": f"Call it {rest}",
        "drop": "Drop the argument",
        "value": "Write the new value",
        "replace": "Write the new value",
        "add": f"Add {rest}",
        "drop-statement": "Remove the statement",
        "call-off": "Read it without parentheses",
    }
    return words[action]
