"""Comments that silence findings.

``# tensorlift: ignore`` silences every finding of its line, ``# tensorlift: ignore[TL101, slug]`` the named ones,
``# tensorlift: skip-file`` the whole file. Only real comments count, not the same text in a string.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from tree_sitter import Node

from tensorlift.model import Edit, Finding
from tensorlift.source.document import Chunk, Document, decode, encode
from tensorlift.source.statements import statement_span

_MARK_OF_BYTES = b"\xef\xbb\xbf"
_MARK = re.compile(rb"tensorlift:")
_CODING = re.compile(rb"[ \t\f]*#.*?coding[:=][ \t]*[-_.a-zA-Z0-9]+")  # PEP 263
_COMMENT = re.compile(r"#\s*tensorlift:\s*(?:(?P<skip>skip-file)|ignore(?:\s*\[(?P<names>[^\]]*)\])?)(?![\w-]|\s*\[)")


@dataclass(frozen=True, slots=True)
class Suppressions:
    """The comments of one chunk.

    Attributes:
        skip_file: Whether the whole file is to be left alone.
        lines: By line of the chunk (from 0) the codes and slugs that its comment names; None means all.
    """

    skip_file: bool = False
    lines: Mapping[int, frozenset[str] | None] = field(default_factory=dict)
    last: int = -1
    """The last of the lines."""

    def covers(self, finding: Finding, chunk: Chunk) -> bool:
        """Whether a comment silences the finding.

        The comment stands on the first or the last line of the finding, or on the last line of the statement around it; of a
        statement with a block (``if``, ``with``, ``def``), on the last line of its head.
        """
        if self.skip_file:
            return True
        if not self.lines:
            return False
        first, last = _lines(chunk, finding.start, finding.end)
        if self._silences(first, finding) or self._silences(last, finding):
            return True
        if self.last <= first:
            return False
        return self._silences(_statement_end(chunk, finding), finding)

    def _silences(self, line: int, finding: Finding) -> bool:
        if line not in self.lines:
            return False
        names = self.lines[line]
        return names is None or finding.code in names or finding.slug in names


_NONE = Suppressions()


def suppressions(chunk: Chunk) -> Suppressions:
    """Read the comments of a chunk."""
    if b"tensorlift:" not in chunk.data:
        return _NONE
    lines: dict[int, frozenset[str] | None] = {}
    for offset, comment in _comments(chunk):
        for match in _COMMENT.finditer(comment):
            if match["skip"]:
                return Suppressions(skip_file=True)
            line = chunk.line_of(offset)
            known = lines.get(line, frozenset())
            names = _names(match)
            lines[line] = None if known is None or names is None else known | names
    return Suppressions(lines=lines, last=max(lines, default=-1))


def _names(match: re.Match[str]) -> frozenset[str] | None:
    """Return the codes and slugs that a comment names; None means all."""
    if match["names"] is None:
        return None
    return frozenset(name.strip() for name in match["names"].split(",") if name.strip())


def marks(comment: str) -> Iterator[re.Match[str]]:
    """Yield each mark of a comment: group ``skip`` is there where it silences the file, group ``names`` where it names rules."""
    return _COMMENT.finditer(comment)


def _comments(chunk: Chunk) -> Iterator[tuple[int, str]]:
    root = chunk.root
    seen = -1
    for match in _MARK.finditer(chunk.data):
        node = root.descendant_for_byte_range(match.start(), match.end())
        if node is not None and node.type == "comment" and node.start_byte != seen:
            seen = node.start_byte
            yield node.start_byte, decode(chunk.data[node.start_byte : node.end_byte])


def _lines(chunk: Chunk, start: int, end: int) -> tuple[int, int]:
    return chunk.line_of(start), chunk.line_of(max(start, end - 1))


def _statement_end(chunk: Chunk, finding: Finding) -> int:
    """Return the last line of the statement around a finding, or of that statement's head."""
    return _lines(chunk, *statement_span(chunk, finding.start, finding.end))[1]


# --- writing comments


def ignore_edit(document: Document, finding: Finding) -> Edit | None:
    """Return the edit that silences the findings of one code on a line.

    Returns:
        An edit that adds the code to the comment ``# tensorlift: ignore[...]`` of the line, or else such a comment behind what stands
        there. The line is the first one of those that :meth:`Suppressions.covers` looks at where a comment can stand: not inside
        of a string, and not behind a backslash. None if there is no such line. In a project file that is no Python, the edit writes
        the comment on a line of its own.
    """
    if not document.is_code:
        # Behind a value or a command it would be a part of that.
        begin = document.line_start(document.line_of(finding.start))
        indent = document.data[begin:].split(b"\n", 1)[0]
        indent = indent[: len(indent) - len(indent.lstrip(b" \t"))]
        return Edit(begin, begin, f"{decode(indent)}# tensorlift: ignore[{finding.code}]{document.line_end}")
    chunk, shift = document.chunk_and_start(finding.start)
    place = replace(finding, start=finding.start - shift, end=finding.end - shift)
    lines = (*_lines(chunk, place.start, place.end), _statement_end(chunk, place))
    edits = (_comment_edit(chunk, line, finding.code) for line in dict.fromkeys(lines))
    edit = next((edit for edit in edits if edit is not None), None)
    return Edit(edit.start + shift, edit.end + shift, edit.text) if edit is not None else None


def _comment_edit(chunk: Chunk, line: int, code: str) -> Edit | None:
    begin = chunk.line_starts[line]
    content = chunk.data[begin : chunk.line_starts[line + 1] if line + 1 < len(chunk.line_starts) else None].rstrip(b"\r\n")
    end = begin + len(content)
    last = begin + len(content.rstrip())
    node = chunk.root.descendant_for_byte_range(max(begin, last - 1), last)
    comment = chunk.slice(node.start_byte, last) if node is not None and node.type == "comment" else ""
    added = f"# tensorlift: ignore[{code}]"
    named = next((match for match in _COMMENT.finditer(comment) if match["names"] is not None), None)
    if named is not None:
        names = named["names"].rstrip(" ,")
        cut = named.start("names") + len(names)
        text = f", {code}" if names else code
        place = last - len(encode(comment[cut:]))
        changed, edit = comment[:cut] + text + comment[cut:], Edit(place, place, text)
    else:
        changed, edit = f"{comment}  {added}", Edit(last, end, f"  {added}")
    if not comment and (content.endswith(b"\\") or _in_string(chunk, end)):
        return None
    if not any(code in (_names(match) or ()) for match in _COMMENT.finditer(changed)):
        return None  # an unfinished comment swallows what follows
    return edit


def _in_string(chunk: Chunk, offset: int) -> bool:
    node: Node | None = chunk.root.descendant_for_byte_range(offset, offset)
    while node is not None:
        if node.type == "string" and node.start_byte < offset < node.end_byte:
            return True
        node = node.parent
    return False


def skip_file_edit(document: Document) -> Edit:
    """Return the edit that puts ``# tensorlift: skip-file`` at the top of a file, behind a ``#!`` line and the line with its encoding."""
    data = document.data
    offset = begin = len(_MARK_OF_BYTES) if data.startswith(_MARK_OF_BYTES) else 0
    for index in range(min(2, document.line_count - 1)):
        end = document.line_start(index + 1)
        line = data[begin:end]
        if (index == 0 and line.startswith(b"#!")) or _CODING.match(line):
            offset = end
        if line.strip() and not line.lstrip().startswith(b"#"):
            break
        begin = end
    return Edit(offset, offset, f"# tensorlift: skip-file{document.line_end}")
