"""Edits put together by statement, for a reader who may leave single ones out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from tensorlift.model import Edit
from tensorlift.source.document import Document
from tensorlift.source.statements import statement_span

# Other statements need it, too, so it is not taken together with the one that it is put in front of.
_IMPORT = re.compile(r"\s*(?:import|from)\s.*[\r\n][ \t]*", re.DOTALL)

_BLANKS = re.compile(rb"[ \t]*")

_Span = tuple[int, int]


def by_statement(document: Document, edits: Iterable[Edit], allows: Callable[[Sequence[Edit]], bool] = lambda edits: True) -> list[Edit]:
    """Return one edit for each statement in the place of several, which could break it if only some of them were made.

    The head of a compound statement is a statement of its own, and so is each line of a text that is no code.

    Args:
        document: The text to edit.
        edits: Edits that do not overlap; insertions at one place are made in the order given.
        allows: Whether an edit can be made; neighbours are left as they are where their union cannot.

    Returns:
        Edits in the order of the text that come to the same.
    """
    made: list[Edit] = []
    reached: _Span | None = None
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        first, last = _statements(document, edit)
        if made and first is not None and first == reached:
            before = made[-1]
            union = Edit(before.start, edit.end, before.text + document.slice(before.end, edit.start) + edit.text)
            if allows([union]):
                made[-1], reached = union, last
                continue
        made.append(edit)
        reached = last
    return made


def _statements(document: Document, edit: Edit) -> tuple[_Span | None, _Span | None]:
    """Return the statements that an edit begins and ends in; None where it stands between statements."""
    data, start = document.data, edit.start
    old = data[start : edit.end]
    if old.strip():
        return _statement(document, start + len(old) - len(old.lstrip())), _statement(document, start + len(old.rstrip()) - 1)
    if not document.is_code:
        is_line = edit.text.endswith(("\n", "\r")) and start == document.line_start(document.line_of(start))
        found = None if is_line else _statement(document, start)
    elif _IMPORT.fullmatch(edit.text):
        found = None
    elif data[start : start + 1].strip(b"; \t\r\n"):
        found = _statement(document, start)
    elif data[max(0, start - 1) : start].strip():
        found = _statement(document, start - 1)
    else:
        # An indentation belongs to what stands behind it.
        blanks = _BLANKS.match(data, start)
        found = _statement(document, blanks.end() if blanks is not None else start)
    return found, found


def _statement(document: Document, at: int) -> _Span | None:
    """Return the innermost statement that holds a byte; None if there is none."""
    if not document.is_code:
        line = document.line_of(at)
        return document.line_start(line), document.line_start(line + 1)
    chunk, shift = document.chunk_and_start(at)
    start, end = statement_span(chunk, at - shift, at - shift + 1)
    # Between the statements of a block it is the compound statement around them, whose own beginning is in its head.
    if not chunk.data[start:end].strip() or statement_span(chunk, start, start + 1) != (start, end):
        return None
    return start + shift, end + shift
