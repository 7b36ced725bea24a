"""The one document model: text, line index and an incrementally kept syntax tree."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Literal

import tree_sitter_python
from tree_sitter import Language, Parser, Point, Tree

Encoding = Literal["utf-8", "utf-16", "utf-32"]

LANGUAGE = Language(tree_sitter_python.language())

# Python and the language server protocol agree on these line ends; str.splitlines knows many more.
_LINE_END = re.compile(rb"\r\n|\r|\n")
_LONE_CARRIAGE_RETURN = re.compile(rb"\r(?!\n)")


def encode(text: str) -> bytes:
    """Return ``text`` as UTF-8; lone surrogates, which editors can send, survive."""
    return text.encode("utf-8", "surrogatepass")


def decode(data: bytes) -> str:
    """Return the text of ``data``; the inverse of :func:`encode`."""
    try:
        return data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return data.decode("utf-8", "replace")


def _for_parser(data: bytes) -> bytes:
    """Return the text with the line ends that tree-sitter knows; offsets stay the same."""
    return _LONE_CARRIAGE_RETURN.sub(b"\n", data) if b"\r" in data else data


class Document:
    r"""A Python text and its syntax tree.

    Offsets are UTF-8 byte offsets. Lines are counted from 0 and end at ``\n``, ``\r\n`` or ``\r``.

    Args:
        text: The source text, with the line ends it has.
        path: Where the text comes from, for messages; may be None.
    """

    def __init__(self, text: str, path: str | None = None) -> None:
        self.path = path
        self.data = encode(text)
        self._parser = Parser(LANGUAGE)
        self._tree: Tree | None = None
        self._starts: list[int] | None = None
        self._text: str | None = text

    @property
    def text(self) -> str:
        """The whole text."""
        if self._text is None:
            self._text = decode(self.data)
        return self._text

    @property
    def tree(self) -> Tree:
        """The syntax tree of the present text; broken code gives a tree with error nodes."""
        if self._tree is None:
            self._tree = self._parser.parse(_for_parser(self.data))
        return self._tree

    @property
    def has_error(self) -> bool:
        """Whether the text has a syntax error that neither Python 3 nor Python 2 allows."""
        return self.tree.root_node.has_error

    @property
    def starts(self) -> list[int]:
        """The offset at which each line begins."""
        if self._starts is None:
            self._starts = [0, *(match.end() for match in _LINE_END.finditer(self.data))]
        return self._starts

    @property
    def line_count(self) -> int:
        """The number of lines; an empty text has one."""
        return len(self.starts)

    @property
    def line_end(self) -> str:
        """The line end to write: that of the first line."""
        match = _LINE_END.search(self.data)
        return match.group().decode() if match is not None else "\n"

    def line_of(self, offset: int) -> int:
        """Return the line on which ``offset`` lies."""
        return bisect_right(self.starts, offset) - 1

    def position(self, offset: int, encoding: Encoding = "utf-32") -> tuple[int, int]:
        """Return line and column of an offset.

        Args:
            offset: A byte offset; values outside of the text are clamped.
            encoding: The unit of the column: ``utf-32`` counts code points.
        """
        offset = max(0, min(offset, len(self.data)))
        line = self.line_of(offset)
        start = self.starts[line]
        if encoding == "utf-8":
            return line, offset - start
        segment = self.data[start:offset]
        if segment.isascii():
            return line, len(segment)
        text = decode(segment)
        if encoding == "utf-16":
            return line, len(text) + sum(1 for char in text if ord(char) > 0xFFFF)
        return line, len(text)

    def offset(self, line: int, column: int, encoding: Encoding = "utf-32") -> int:
        """Return the offset of a position; positions outside of the text are clamped to it."""
        if line < 0:
            return 0
        if line >= len(self.starts):
            return len(self.data)
        start = self.starts[line]
        end = self.starts[line + 1] if line + 1 < len(self.starts) else len(self.data)
        content = self.data[start:end].rstrip(b"\r\n") if line + 1 < len(self.starts) else self.data[start:end]
        column = max(0, column)
        if encoding == "utf-8" or content.isascii():
            return start + min(column, len(content))
        units = 0
        size = start
        for char in decode(content):
            if units >= column:
                break
            units += 2 if encoding == "utf-16" and ord(char) > 0xFFFF else 1
            size += len(encode(char))
        return size

    def slice(self, start: int, end: int) -> str:
        """Return the text between two offsets."""
        return decode(self.data[start:end])

    def edit(self, start: int, end: int, text: str) -> None:
        """Replace the bytes from ``start`` to ``end`` with ``text`` and keep tree and line index in step."""
        new = encode(text)
        start = max(0, min(start, len(self.data)))
        end = max(start, min(end, len(self.data)))
        data = self.data[:start] + new + self.data[end:]
        source = b""
        if self._tree is not None:
            source = _for_parser(data)
            before = _for_parser(self.data)
            # What follows a \r decides how the parser sees it.
            first = start - 1 if self.data[start - 1 : start] == b"\r" else start
            self._tree.edit(
                first,
                end,
                start + len(new),
                self._point(before, first),
                self._point(before, end),
                self._point(source, start + len(new)),
            )
        if self._starts is not None:
            self._starts = self._edited_starts(data, start, end, len(new))
        self.data = data
        self._text = None
        if self._tree is not None:
            tree = self._parser.parse(source, self._tree)
            # Error recovery depends on the history of edits; a fresh parse of broken code does not.
            self._tree = Parser(LANGUAGE).parse(source) if tree.root_node.has_error else tree

    def _edited_starts(self, data: bytes, start: int, end: int, new_length: int) -> list[int]:
        # A line end may join with its neighbour (\r before an inserted \n), so one more line on each side is read again.
        starts = self.starts
        delta = new_length - (end - start)
        first = max(0, bisect_right(starts, start) - 2)
        last = min(len(starts), bisect_right(starts, end) + 1)
        begin = starts[first]
        stop = (starts[last] + delta) if last < len(starts) else len(data)
        middle = [match.end() for match in _LINE_END.finditer(data, begin, stop)]
        if last < len(starts) and middle and middle[-1] == stop:
            middle.pop()
        return [*starts[: first + 1], *middle, *(value + delta for value in starts[last:])]

    @staticmethod
    def _point(data: bytes, offset: int) -> Point:
        # tree-sitter counts rows at \n alone
        point: Point = Point(data.count(b"\n", 0, offset), offset - (data.rfind(b"\n", 0, offset) + 1))
        return point
