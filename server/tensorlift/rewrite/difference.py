"""The edits that lead from one text to another."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from itertools import accumulate

from tensorlift.model import Edit
from tensorlift.source.document import encode

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


def minimal_edits(before: str, after: str) -> list[Edit]:
    r"""Return small edits that turn one text into another.

    Args:
        before: The text to edit.
        after: The text to reach.

    Returns:
        Edits in the order of the text, with byte offsets into ``before``; they do not overlap, and none begins or ends inside
        a ``\r\n``. Unchanged lines are untouched, so an editor keeps its cursor, folds and marks.
    """
    old, new = _LINE.findall(before), _LINE.findall(after)
    starts = [0, *accumulate(len(encode(line)) for line in old)]
    edits: list[Edit] = []
    for tag, old_start, old_end, new_start, new_end in SequenceMatcher(None, old, new).get_opcodes():
        if tag == "equal":
            continue
        if old_end - old_start == new_end - new_start:
            pairs = [(index, old[index], new[index - old_start + new_start]) for index in range(old_start, old_end)]
        else:
            pairs = [(old_start, "".join(old[old_start:old_end]), "".join(new[new_start:new_end]))]
        edits += [_trimmed(starts[index], left, right) for index, left, right in pairs if left != right]
    return edits


def _trimmed(start: int, before: str, after: str) -> Edit:
    """Return the edit from ``before`` to ``after`` without what both begin and end with."""
    shorter = min(len(before), len(after))
    head = 0
    while head < shorter and before[head] == after[head]:
        head += 1
    if before[head - 1 : head] == "\r" and "\n" in (before[head : head + 1], after[head : head + 1]):
        head -= 1
    tail = 0
    while tail < shorter - head and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    left, right = len(before) - tail, len(after) - tail
    if before[left : left + 1] == "\n" and "\r" in (before[left - 1 : left], after[right - 1 : right]):
        left, right = left + 1, right + 1
    start += len(encode(before[:head]))
    return Edit(start, start + len(encode(before[head:left])), after[head:right])
