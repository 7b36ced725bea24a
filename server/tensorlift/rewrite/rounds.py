"""Edits made one round after the other, as the edits of the first text that come to the same."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate

from tensorlift.model import Edit
from tensorlift.source.document import decode, encode


@dataclass(frozen=True, slots=True)
class _Kept:
    """The bytes ``start`` to ``end`` of the first text."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def split(self, at: int) -> tuple[_Kept, _Kept]:
        return _Kept(self.start, self.start + at), _Kept(self.start + at, self.end)


@dataclass(frozen=True, slots=True)
class _New:
    """Written in the place that is byte ``start`` of the first text."""

    start: int
    data: bytes

    def __len__(self) -> int:
        return len(self.data)

    def split(self, at: int) -> tuple[_New, _New]:
        return _New(self.start, self.data[:at]), _New(self.start, self.data[at:])


class Rounds:
    """A text that is edited several times over.

    Args:
        size: The number of bytes of the first text.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._pieces: list[_Kept | _New] = [_Kept(0, size)]
        self._starts = [0]

    def apply(self, edits: Iterable[Edit]) -> None:
        """Follow one round.

        Args:
            edits: Edits of the present text that do not overlap; insertions at one place are made in the order given.
        """
        rest = self._pieces[::-1]
        made: list[_Kept | _New] = []
        position = origin = 0

        def pass_by(end: int) -> Iterator[_Kept | _New]:
            nonlocal position, origin
            while position < end and rest:
                piece = rest.pop()
                if position + len(piece) > end:
                    piece, tail = piece.split(end - position)
                    rest.append(tail)
                position += len(piece)
                origin = piece.end if isinstance(piece, _Kept) else piece.start
                yield piece

        for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
            made += pass_by(edit.start)
            made.append(_New(origin, encode(edit.text)))
            for _ in pass_by(edit.end):
                pass
        made += reversed(rest)
        self._pieces = made
        self._starts = list(accumulate((len(piece) for piece in made[:-1]), initial=0))

    def origin(self, offset: int) -> int:
        """Return where a place of the present text is in the first one; what is new is where it was put."""
        index = bisect_right(self._starts, offset) - 1
        piece = self._pieces[index]
        return piece.start + min(offset - self._starts[index], len(piece)) if isinstance(piece, _Kept) else piece.start

    def moved(self, edit: Edit) -> Edit:
        """Return the edit of the first text that changes what an edit of the present text changes."""
        return Edit(self.origin(edit.start), max(self.origin(edit.start), self.origin(edit.end)), edit.text)

    @property
    def edits(self) -> tuple[Edit, ...]:
        """The edits of the first text, in its order, that give the present one; they neither overlap nor touch each other."""
        edits: list[Edit] = []
        position = 0
        new = b""
        for piece in (*self._pieces, _Kept(self._size, self._size)):
            if isinstance(piece, _New):
                new += piece.data
                continue
            if len(piece) or piece.start == self._size:
                if new or piece.start > position:
                    edits.append(Edit(position, piece.start, decode(new)))
                position, new = piece.end, b""
        return tuple(edits)
