"""Put edits together and apply them."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator

from tensorlift.model import Edit


class EditSet:
    """Edits of several fixes that can be applied at once.

    A fix is taken whole or not at all. Fixes come in the order of the text, the outer call before the inner one. An
    edit inside a stretch that another fix removes is refused, so the text of an argument is never changed and dropped.
    """

    def __init__(self) -> None:
        self._spans: list[tuple[int, int, int, Edit]] = []
        """Start, end, number of the fix and the edit, sorted; they do not overlap, so the ends are sorted too."""
        self._seen: set[tuple[Edit, ...]] = set()

    def add(self, edits: tuple[Edit, ...]) -> bool:
        """Take the edits of one fix.

        Returns:
            Whether they fit beside the ones that are already there; the very same fix fits always.
        """
        if edits in self._seen:
            return True
        whole = edits
        # An import that another fix brings in, too, is written once.
        edits = tuple(edit for edit in edits if not (_is_import(edit) and edit in self._near(edit)))
        if any(_overlap(new, old) for new in edits for old in self._near(new)):
            return False
        number = len(self._seen)
        self._seen.add(whole)
        for edit in edits:
            insort(self._spans, (edit.start, edit.end, number, edit), key=lambda span: span[:3])
        return True

    def _near(self, edit: Edit) -> Iterator[Edit]:
        index = bisect_left(self._spans, edit.start, key=lambda span: span[1])
        while index < len(self._spans) and self._spans[index][0] <= edit.end:
            yield self._spans[index][3]
            index += 1

    @property
    def edits(self) -> list[Edit]:
        """All edits in the order of the text, those at one place in the order in which they are written."""

        def order(span: tuple[int, int, int, Edit]) -> tuple[int, int, bool, int]:
            start, end, number, edit = span
            # What sets the environment stands before other imports.
            other = not edit.text.startswith(("import os", "os.environ"))
            # Two calls that end at one place: what closes the inner one is written first.
            closes = start == end and edit.text[:1] in (")", ",", ".")
            return start, end, other, -number if closes else number

        return [span[3] for span in sorted(self._spans, key=order)]


def _is_import(edit: Edit) -> bool:
    return edit.start == edit.end and edit.text.lstrip().startswith(("import ", "from "))


def _overlap(one: Edit, other: Edit) -> bool:
    if one.start == one.end and other.start == other.end:
        return False
    if one.start == one.end:
        return other.start < one.start < other.end
    if other.start == other.end:
        return one.start < other.start < one.end
    return one.start < other.end and other.start < one.end


def apply_edits(data: bytes, edits: Iterable[Edit]) -> bytes:
    """Return the text with all edits applied.

    Args:
        data: The text in UTF-8.
        edits: Edits that do not overlap; insertions at one place are applied in the order given.
    """
    parts: list[bytes] = []
    position = 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        parts.append(data[position : edit.start])
        parts.append(edit.text.encode("utf-8", "surrogatepass"))
        position = max(position, edit.end)
    parts.append(data[position:])
    return b"".join(parts)
