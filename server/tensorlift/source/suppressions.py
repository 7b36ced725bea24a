"""Comments that silence findings.

``# tensorlift: ignore`` silences every finding of its line, ``# tensorlift: ignore[TL101, slug]`` the named ones,
``# tensorlift: skip-file`` the whole file. Only real comments count, not the same text in a string.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from tree_sitter import Node

from tensorlift.model import Finding
from tensorlift.source.document import Chunk, decode

_MARK = re.compile(rb"tensorlift:")
_COMMENT = re.compile(r"#\s*tensorlift:\s*(?:(?P<skip>skip-file)|ignore(?:\s*\[(?P<names>[^\]]*)\])?)(?![\w-]|\s*\[)")


@dataclass(frozen=True, slots=True)
class Suppressions:
    """The comments of one document.

    Attributes:
        skip_file: Whether the whole file is to be left alone.
        lines: By line (from 0) the codes and slugs that its comment names; None means all.
    """

    skip_file: bool = False
    lines: Mapping[int, frozenset[str] | None] = field(default_factory=dict)

    def covers(self, finding: Finding, document: Chunk) -> bool:
        """Whether a comment silences the finding.

        The comment stands on the first or the last line of the finding, or on the last line of the statement around it; of a
        statement with a block (``if``, ``with``, ``def``), on the last line of its head.
        """
        if self.skip_file:
            return True
        if not self.lines:
            return False
        first = document.line_of(finding.start)
        last = document.line_of(max(finding.start, finding.end - 1))
        if self._silences(first, finding) or self._silences(last, finding):
            return True
        if max(self.lines) <= first:
            return False
        return self._silences(_statement_end(document, finding), finding)

    def _silences(self, line: int, finding: Finding) -> bool:
        if line not in self.lines:
            return False
        names = self.lines[line]
        return names is None or finding.code in names or finding.slug in names


_NONE = Suppressions()


def suppressions(document: Chunk) -> Suppressions:
    """Read the comments of a document."""
    if b"tensorlift:" not in document.data:
        return _NONE
    lines: dict[int, frozenset[str] | None] = {}
    for offset, comment in _comments(document):
        for match in _COMMENT.finditer(comment):
            if match["skip"]:
                return Suppressions(skip_file=True)
            line = document.line_of(offset)
            if match["names"] is None:
                lines[line] = None
                continue
            names = frozenset(name.strip() for name in match["names"].split(",") if name.strip())
            known = lines.get(line, frozenset())
            lines[line] = None if known is None else known | names
    return Suppressions(lines=lines)


def _comments(document: Chunk) -> Iterator[tuple[int, str]]:
    root = document.root
    seen = -1
    for match in _MARK.finditer(document.data):
        node = root.descendant_for_byte_range(match.start(), match.end())
        if node is not None and node.type == "comment" and node.start_byte != seen:
            seen = node.start_byte
            yield node.start_byte, decode(document.data[node.start_byte : node.end_byte])


def _statement_end(document: Chunk, finding: Finding) -> int:
    """Return the last line of the statement around a finding, or of that statement's head."""
    node: Node | None = document.root.descendant_for_byte_range(finding.start, finding.end)
    while node is not None and node.parent is not None:
        if (colon := _head_end(node, finding)) is not None:
            return document.line_of(colon - 1)
        if node.parent.type in ("module", "block") or node.type == "decorator":
            return document.line_of(max(node.start_byte, node.end_byte - 1))
        node = node.parent
    return -1


def _head_end(node: Node, finding: Finding) -> int | None:
    """Return where the head of a compound statement or clause ends, behind its colon, if the finding begins in that head."""
    blocks = [child for child in node.children if child.type == "block"]
    if not blocks:
        return None
    head = [child.end_byte for child in node.children if child.type == ":" and child.end_byte <= blocks[0].start_byte]
    return head[-1] if head and finding.start < head[-1] else None
