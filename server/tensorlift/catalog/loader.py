"""Load the catalog and answer questions about symbols.

Names are written from ``tf.`` on: ``tf.nn.dropout`` is the symbol of TensorFlow 1.15, and the same string names the
TensorFlow 2 symbol where a question is about TensorFlow 2. ``tf.compat.v1.`` is a prefix of written code, not of
names in here.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Any

from tensorlift.settings import Settings

_FILE = Path(__file__).resolve().parent / "data" / "catalog.json"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a signature; ``kind`` is ``a`` (positional or keyword), ``k`` (keyword only), ``*`` or ``**``."""

    kind: str
    name: str
    default: str | None


@dataclass(frozen=True, slots=True)
class Row:
    """A hand-written row; ``catalog/rows/README.md`` explains every key."""

    to: str | None = None
    template: str = ""
    params: Mapping[str, str] = field(default_factory=dict)
    drop: tuple[str, ...] = ()
    drop_none: tuple[str, ...] = ()
    drop_if: Mapping[str, str] = field(default_factory=dict)
    value: Mapping[str, str] = field(default_factory=dict)
    add: Mapping[str, str] = field(default_factory=dict)
    keyword: tuple[str, ...] = ()
    when: Mapping[str, str] = field(default_factory=dict)
    suffix: str = ""
    signature: str | None = None
    compat_signature: str | None = None
    compat: bool = False
    keras: int | None = None
    eager: bool = False
    old_signature: str | None = None
    bare: bool = False
    safety: str = "safe"
    note: str = ""
    why: str = ""
    otherwise: Row | None = None


@dataclass(frozen=True, slots=True)
class Symbol:
    """A symbol of TensorFlow 1.15 and what became of it on one target.

    Attributes:
        name: Its name, such as ``tf.log``.
        kind: ``f`` (function), ``c`` (class), ``m`` (module) or ``v`` (value).
        in_v1: Whether ``tf.compat.v1`` has it.
        in_v2: Whether TensorFlow 2 has something of this name.
        same: Whether that is the same object, so that it means the same.
        moved: Another TensorFlow 2 name of the same object.
        core: For tf.contrib: the core name that this is a re-export of.
    """

    name: str
    kind: str
    in_v1: bool
    in_v2: bool
    same: bool
    moved: str | None
    core: str | None


def _row(raw: Mapping[str, Any]) -> Row:
    values: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in raw.items()}
    if "otherwise" in values:
        # The same symbol with other conditions: what it does not say itself it takes over.
        own = raw["otherwise"]
        values["otherwise"] = _row({**{key: value for key, value in raw.items() if key not in ("otherwise", "when")}, **own})
    return Row(**values)


def parse_signature(text: str) -> tuple[Parameter, ...]:
    """Return the parameters of a signature's text, as the generator writes it."""
    parameters: list[Parameter] = []
    keyword_only = False
    for part in _split(text):
        if part == "/":
            continue
        if part == "*":
            keyword_only = True
            continue
        name, equal, default = part.partition("=")
        if name.startswith("**"):
            parameters.append(Parameter("**", name[2:], None))
        elif name.startswith("*"):
            parameters.append(Parameter("*", name[1:], None))
            keyword_only = True
        else:
            parameters.append(Parameter("k" if keyword_only else "a", name, default if equal else None))
    return tuple(parameters)


def _split(text: str) -> Iterable[str]:
    """Split at the commas that stand outside of brackets and strings."""
    depth, quote, start = 0, "", 0
    for index, char in enumerate(text):
        if quote:
            if char == quote:
                quote = ""
        elif char in "'\"":
            quote = char
        elif char in "([{":
            depth += 1
        elif char in ")]}":
            depth -= 1
        elif char == "," and depth == 0:
            yield text[start:index].strip()
            start = index + 1
    if text[start:].strip():
        yield text[start:].strip()


_NEAR = 0.8


def _letters(name: str) -> int:
    """Return which characters a name has, as bits."""
    bits = 0
    for letter in name:
        bits |= 1 << (ord(letter) & 127)
    return bits


class Catalog:
    """The catalog's data.

    Args:
        data: The parsed catalog file.
    """

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._symbols: Mapping[str, list[Any]] = data["symbols"]
        self._signatures_v2: Mapping[str, Any] = data["signatures_v2"]
        self._signatures_v1: Mapping[str, Any] = data["signatures_v1"]
        self._lost = {"v1": data["lost_v1"], "v2": data["lost_v2"]}
        self._only: dict[str, dict[str, int]] = {"v1": {}, "v2": {}}
        for api in ("v1", "v2"):
            for mask, names in data[f"only_{api}"].items():
                bits = int(mask)
                self._only[api].update(dict.fromkeys(names.split(), bits))
        self._no_import: dict[str, dict[str, int]] = {
            api: {name: int(mask) for mask, names in data[f"no_import_{api}"].items() for name in names.split()} for api in ("v1", "v2")
        }
        self._private = {name: int(mask) for mask, names in data["private"].items() for name in names.split()}
        self._private_lost: Mapping[str, Mapping[str, str]] = data["private_lost"]
        self._private_public: Mapping[str, str] = data["private_public"]
        self._rows: Mapping[str, Any] = data["rows"]
        self._row_cache: dict[str, Row | None] = {}
        self._parsed: dict[str, tuple[Parameter, ...]] = {}
        self._children: dict[str, list[str]] | None = None
        self._spelled: dict[str, list[tuple[int, int, str]]] = {}
        self._by_last: dict[str, list[str]] | None = None
        self._prefixes: set[str] | None = None
        self.combos: list[str] = data["header"]["combos"]

    def bit(self, settings: Settings) -> int:
        """Return the bit of the target that settings choose."""
        return self.combos.index(f"{settings.target}-keras{settings.keras_version}")

    def symbol(self, name: str, bit: int) -> Symbol | None:
        """Return a TensorFlow 1.15 symbol as it stands on a target, or None if 1.15 has no such name."""
        entry = self._symbols.get(name)
        if entry is None:
            return None
        moved = entry[4]
        if isinstance(moved, dict):
            moved = self._at(moved, bit)
        if moved is not None and not self.in_v2(moved, bit):
            moved = None
        return Symbol(
            name,
            entry[0],
            bool(entry[1] >> bit & 1),
            bool(entry[2] >> bit & 1),
            bool(entry[3] >> bit & 1),
            moved,
            entry[6] if len(entry) > 6 else None,
        )

    def is_tf1(self, name: str) -> bool:
        """Whether TensorFlow 1.15 has the name."""
        return name in self._symbols

    def in_v2(self, name: str, bit: int) -> bool:
        """Whether TensorFlow 2 has the name on a target."""
        if name.startswith("tf.compat.v1."):
            return self.in_v1("tf." + name[len("tf.compat.v1.") :], bit)
        if name.startswith("tf.compat.v2."):
            return self.in_v2("tf." + name[len("tf.compat.v2.") :], bit)
        entry = self._symbols.get(name)
        mask = entry[2] if entry is not None else self._only["v2"].get(name, 0)
        return bool(mask >> bit & 1)

    def in_v1(self, name: str, bit: int) -> bool:
        """Whether ``tf.compat.v1`` has the name on a target."""
        entry = self._symbols.get(name)
        mask = entry[1] if entry is not None else self._only["v1"].get(name, 0)
        return bool(mask >> bit & 1)

    def is_module(self, name: str) -> bool:
        """Whether other names stand below this one, in TensorFlow 1 or 2."""
        entry = self._symbols.get(name)
        if entry is not None:
            return bool(entry[0] == "m")
        if self._prefixes is None:
            self._prefixes = {other.rsplit(".", 1)[0] for other in self._only["v2"]}
        return name in self._prefixes

    def can_import(self, name: str, api: str, bit: int, form: str = "from") -> bool:
        """Whether an import statement reaches a name that exists.

        Args:
            name: The name.
            api: ``v1`` for ``tensorflow.compat.v1``, ``v2`` for ``tensorflow``.
            bit: The target.
            form: ``from`` (``from parent import name``) or ``import`` (``import parent.name``).
        """
        if form == "from":
            parent = name.rpartition(".")[0]
            blocked = self._no_import[api].get(name, 0) | (self._no_import[api].get(parent + "!import", 0) if parent != "tf" else 0)
        else:
            blocked = self._no_import[api].get(name + "!import", 0)
        return not blocked >> bit & 1

    def has_private(self, module: str, bit: int) -> bool | None:
        """Whether a target still has a module outside of the public API; None if TensorFlow 1.15 has no such module."""
        mask = self._private.get(module)
        return None if mask is None else bool(mask >> bit & 1)

    def lost_private(self, module: str, name: str, bit: int) -> bool:
        """Whether a module outside of the public API lost a name that it had in TensorFlow 1.15."""
        return any(int(mask) >> bit & 1 and name in names.split() for mask, names in self._private_lost.get(module, {}).items())

    def public_name(self, path: str) -> str | None:
        """Return the public TensorFlow 1 name of an object that stood in a private module which has it no more."""
        return self._private_public.get(path)

    def names_below(self, name: str) -> list[str]:
        """Return the last parts of the TensorFlow 1 names directly below a module."""
        if self._children is None:
            self._children = {}
            for other in self._symbols:
                parent, _, last = other.rpartition(".")
                self._children.setdefault(parent, []).append(last)
        return self._children.get(name, [])

    def near(self, parent: str, last: str) -> str | None:
        """Return the name directly below a module that is spelled most like ``last``; None if none is much like it."""
        letters, length = _letters(last), len(last)
        if parent not in self._spelled:
            self._spelled[parent] = [(len(name), _letters(name), name) for name in self.names_below(parent)]
        # SequenceMatcher takes its time, so it is asked only about names that share enough letters to be near.
        likely = [
            name for size, others, name in self._spelled[parent] if (letters & ~others).bit_count() <= length - _NEAR * (length + size) / 2
        ]
        return next(iter(get_close_matches(last, likely, n=1, cutoff=_NEAR)), None)

    def elsewhere(self, last: str) -> list[str]:
        """Return the public core names that end in ``last``, the shortest first."""
        if self._by_last is None:
            self._by_last = {}
            for name in sorted(self._symbols, key=lambda name: (len(name), name)):
                if not name.startswith(("tf.contrib.", "tf.raw_ops.")):
                    self._by_last.setdefault(name.rpartition(".")[2], []).append(name)
        return self._by_last.get(last, [])

    def lost(self, name: str, member: str, api: str) -> bool:
        """Whether a class lost an attribute on the way from 1.15 to ``api`` (``v1`` or ``v2``)."""
        return member in self._lost[api].get(name, "").split()

    def row(self, name: str) -> Row | None:
        """Return the hand-written row of a TensorFlow 1 symbol."""
        if name not in self._row_cache:
            raw = self._rows.get(name)
            self._row_cache[name] = None if raw is None else _row(raw)
        return self._row_cache[name]

    # ---- signatures

    def _at(self, values: Mapping[str, str], bit: int) -> str | None:
        combo = self.combos[bit]
        return next((value for value, combos in values.items() if combo in combos.split(",")), None)

    def _parse(self, text: str) -> tuple[Parameter, ...]:
        if text not in self._parsed:
            self._parsed[text] = parse_signature(text)
        return self._parsed[text]

    def signature_tf1(self, name: str) -> tuple[Parameter, ...] | None:
        """Return the signature in TensorFlow 1, or None if it is not known."""
        row = self.row(name)
        if row is not None and row.old_signature is not None:
            return self._parse(row.old_signature)
        entry = self._symbols.get(name)
        if entry is None or entry[5] is None:
            return None
        return self._parse(entry[5])

    def _now(self, name: str, table: Mapping[str, Any], bit: int) -> tuple[Parameter, ...] | None:
        value = table.get(name)
        if isinstance(value, dict):
            value = self._at(value, bit)
        if value is None:
            return self.signature_tf1(name)
        return self._parse(value)

    def signature_v1(self, name: str, bit: int) -> tuple[Parameter, ...] | None:
        """Return the signature of ``tf.compat.v1`` on a target."""
        row = self.row(name)
        if row is not None and row.compat_signature is not None:
            return self._parse(row.compat_signature)
        return self._now(name, self._signatures_v1, bit)

    def signature_v2(self, name: str, bit: int) -> tuple[Parameter, ...] | None:
        """Return the TensorFlow 2 signature on a target."""
        row = self.row(name)
        if row is not None and row.signature is not None:
            return self._parse(row.signature)
        if name.startswith("tf.compat.v1."):
            return self.signature_v1("tf." + name[len("tf.compat.v1.") :], bit)
        return self._now(name, self._signatures_v2, bit)


@lru_cache(maxsize=1)
def load() -> Catalog:
    """Return the catalog; it is read once in a process."""
    return Catalog(json.loads(_FILE.read_bytes()))
