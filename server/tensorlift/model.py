"""The plain data that the layers hand to each other.

No syntax-tree node and no protocol type appears here: a finding made in one process can be shown in another.
All offsets are UTF-8 byte offsets into the document's text; :class:`tensorlift.source.document.Document` turns
them into lines and columns of any encoding.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Severity(str, Enum):
    """What a finding means for the program on the target."""

    ERROR = "error"
    """Fails on the target."""
    WARNING = "warning"
    """Runs, but means something else."""
    INFORMATION = "information"
    """Legacy that works."""
    HINT = "hint"
    """Style."""


class Safety(str, Enum):
    """How far a fix may be trusted."""

    SAFE = "safe"
    """The program means the same afterwards."""
    REVIEW = "review"
    """Automatic, and the message says what may differ."""
    MANUAL = "manual"
    """An explanation without an edit."""


class Level(str, Enum):
    """How far a program is lifted (the stations of the migration guide)."""

    COMPAT = "compat"
    SYMBOLS = "symbols"
    NATIVE = "native"


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace the bytes ``start`` to ``end`` with ``text``; an insertion has ``start == end``."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """One way to lift the place of a finding. Its edits are applied all or not at all.

    Attributes:
        title: What it does, as a line of a menu.
        level: The level that it lifts to.
        safety: How far it may be trusted.
        edits: The edits of the text.
        creates: The companion modules (:mod:`tensorlift.companions`) that must stand beside the file afterwards.
    """

    title: str
    level: Level
    safety: Safety
    edits: tuple[Edit, ...]
    creates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to report at one place.

    Attributes:
        code: Stable identifier shown to users, such as ``TL101``.
        slug: The rule's readable name; also the name of its documentation page.
        severity: See :class:`Severity`.
        message: One or two sentences: what happens on the target, what to write instead.
        start: First byte of the place.
        end: Byte after the place.
        symbol: Qualified TensorFlow 1 name, such as ``tf.nn.dropout``, where the finding is about one.
        url: The guide's page.
        fixes: The fixes that can be applied here, the preferred one first; empty for MANUAL findings.
        deprecated: Whether an editor may strike the place through.
    """

    code: str
    slug: str
    severity: Severity
    message: str
    start: int
    end: int
    symbol: str | None = None
    url: str | None = None
    fixes: tuple[Fix, ...] = ()
    deprecated: bool = False
