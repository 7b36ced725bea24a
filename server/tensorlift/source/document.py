"""The one document model: a text as a sequence of chunks, each parsed alone.

A chunk is a run of whole top-level statements, or a member of a top-level class. Parsing them one by one keeps a keystroke cheap in a
file of any length, and keeps the harm of broken code where it is: the tree of a chunk depends on its own text alone, whatever was
typed before.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any, Literal

import tree_sitter_python
from tree_sitter import Language, Node, Parser, Tree

from tensorlift.project.kinds import Kind, kind_of

Encoding = Literal["utf-8", "utf-16", "utf-32"]

LANGUAGE = Language(tree_sitter_python.language())

# Python and the language server protocol agree on these line ends; str.splitlines knows many more.
_LINE_END = re.compile(rb"\r\n|\r|\n")
_LONE_CARRIAGE_RETURN = re.compile(rb"\r(?!\n)")

# A line that may begin a statement: what begins with anything else (a comment, a bracket, a number) stays with what stands above it.
_BEGIN = re.compile(rb"\n(?=[A-Za-z_@\x80-\xff])(?!(?:else|elif|except|finally)\b)")
_TOKEN = re.compile(
    rb"\"\"\"|'''|\"(?:[^\"\\\n]|\\.)*\"?|'(?:[^'\\\n]|\\.)*'?|#[^\n]*|[()\[\]{}]|\\\r?\n|" + _BEGIN.pattern,
    re.DOTALL,
)
_REST_OF_STRING = {
    b'"""': re.compile(rb"(?:[^\\\"]|\\.|\"(?!\"\"))*\"\"\"", re.DOTALL),
    b"'''": re.compile(rb"(?:[^\\']|\\.|'(?!''))*'''", re.DOTALL),
}
_WORD = re.compile(rb"[A-Za-z_\x80-\xff][\w\x80-\xff]*")
_CLASS = re.compile(rb"class\b")
_INDENTATION = re.compile(rb"\n([ \t]+)(?![ \t#\n])")
_DEFINITION = re.compile(rb"[ \t]*(?:async|class|def)\b")
# What cannot stand inside of brackets.
_STATEMENT = re.compile(rb"@|(?:async|class|def|from|import|raise|return|try|while|with)\b")
# How far a boundary looks behind itself, and how much is read to find the end of an open bracket or string.
_AHEAD = 16
# How many chunks from the place of an edit on are looked through for those that are still there.
_NEAR = 200
_MOST_TOKENS = 20_000


def encode(text: str) -> bytes:
    """Return ``text`` as UTF-8; lone surrogates, which editors can send, survive."""
    return text.encode("utf-8", "surrogatepass")


def decode(data: bytes) -> str:
    """Return the text of ``data``; the inverse of :func:`encode`."""
    try:
        return data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return data.decode("utf-8", "replace")


class Chunk:
    """A run of whole top-level statements, or of a class body, with its syntax tree; all offsets are relative to its first byte.

    A chunk does not change: after an edit the document has another one in its place, and keeps the ones around it, with what others have
    noted down at them.

    Attributes:
        data: The text.
        is_member: Whether it stands in the body of a class, whose head is in the last chunk before it that is no member.
        has_error: Whether it has a syntax error that neither Python 3 nor Python 2 allows.
        facts: What :mod:`tensorlift.source.names` knows about it.
        notes: What :mod:`tensorlift.rules` found out about it for the sake of other chunks.
        result: What :mod:`tensorlift.engine` found in it.
    """

    __slots__ = ("_line_starts", "_outside", "_tree", "_words", "data", "facts", "has_error", "is_member", "line_ends", "notes", "result")

    def __init__(self, data: bytes, is_member: bool = False) -> None:
        self.data = data
        self.is_member = is_member
        self._tree: Tree | None = _parse(data)
        self._line_starts: list[int] | None = None
        self._outside: frozenset[bytes] | None = None
        self._words: frozenset[bytes] | None = None
        self.has_error: bool = self._tree.root_node.has_error
        self.line_ends = _count_line_ends(data)
        self.facts: Any = None
        self.notes: Any = None
        self.result: Any = None

    @property
    def root(self) -> Node:
        """The root of the syntax tree; broken code gives a tree with error nodes."""
        if self._tree is None:
            self._tree = _parse(self.data)
        return self._tree.root_node

    def copy(self) -> Chunk:
        """Return the same text and tree without what others have noted down."""
        made = Chunk.__new__(Chunk)
        made.data, made.is_member, made.has_error, made.line_ends = self.data, self.is_member, self.has_error, self.line_ends
        made._tree, made._words, made._line_starts, made._outside = self._tree, self._words, self._line_starts, self._outside
        made.facts = made.notes = made.result = None
        return made

    @property
    def names_outside(self) -> frozenset[bytes]:
        """The names that occur outside of functions and class bodies, those of the functions and classes themselves included."""
        if self._outside is None:
            found: set[bytes] = set()
            pending = [self.root]
            while pending:
                node = pending.pop()
                if node.type == "identifier":
                    found.add(node.text or b"")
                elif node.type in ("function_definition", "class_definition"):
                    name = node.child_by_field_name("name")
                    if name is not None:
                        found.add(name.text or b"")
                else:
                    pending.extend(node.named_children)
            self._outside = frozenset(found)
        return self._outside

    @property
    def words(self) -> frozenset[bytes]:
        """The identifiers and keywords, those in strings and comments included."""
        if self._words is None:
            self._words = frozenset(_WORD.findall(self.data))
        return self._words

    def drop_tree(self) -> None:
        """Forget the tree and the words; they are made anew when they are asked for."""
        self._tree = self._words = None

    def forget(self) -> None:
        """Forget everything but the text."""
        self._tree = self._words = self._line_starts = self.facts = self.notes = self.result = None

    @property
    def line_starts(self) -> list[int]:
        """The offset at which each line begins; behind the last line end there is one more line, which may be empty."""
        if self._line_starts is None:
            self._line_starts = [0, *(match.end() for match in _LINE_END.finditer(self.data))]
        return self._line_starts

    def line_of(self, offset: int) -> int:
        """Return the line of the chunk on which ``offset`` lies."""
        return bisect_right(self.line_starts, offset) - 1

    def position(self, offset: int, encoding: Encoding = "utf-32") -> tuple[int, int]:
        """Return the line in the chunk and the column of an offset."""
        line = bisect_right(self.line_starts, offset) - 1
        start = self.line_starts[line]
        return line, offset - start if encoding == "utf-8" else _units(self.data[start:offset], encoding)

    def slice(self, start: int, end: int) -> str:
        """Return the text between two offsets."""
        return decode(self.data[start:end])

    def nodes_at(self, word: bytes) -> Iterator[Node]:
        """Yield the nodes that are this word, dotted name or other expression as a whole."""
        for start in places_of(self.data, word):
            found = self.root.named_descendant_for_byte_range(start, start + len(word))
            if found is not None and found.text == word:
                yield found


def places_of(data: bytes, word: bytes) -> Iterator[int]:
    """Yield where a word, a dotted name or another expression stands that is no part of a longer one."""
    # a regular expression that looks behind takes ten times as long
    is_word = _is_word(word[-1:])
    start = data.find(word)
    while start >= 0:
        end = start + len(word)
        before = data[start - 1 : start] if start else b""
        if _is_word(before) or before == b"." or _is_word(data[end : end + 1]) is is_word:
            start = data.find(word, start + 1)
            continue
        yield start
        start = data.find(word, end)


def _is_word(data: bytes) -> bool:
    """Whether a byte is a part of ASCII words; nothing is not."""
    return data.isalnum() or data == b"_"


def _parse(data: bytes) -> Tree:
    # tree-sitter knows no lone \r; offsets stay the same. A parser that recovered from an error may do so differently the next time.
    return Parser(LANGUAGE).parse(_LONE_CARRIAGE_RETURN.sub(b"\n", data) if b"\r" in data else data)


def _count_line_ends(data: bytes) -> int:
    return data.count(b"\n") if b"\r" not in data else sum(1 for _ in _LINE_END.finditer(data))


def _units(data: bytes, encoding: Encoding) -> int:
    if data.isascii():
        return len(data)
    text = decode(data)
    return len(text) + sum(1 for char in text if ord(char) > 0xFFFF) if encoding == "utf-16" else len(text)


class Document:
    r"""A Python text, cut into chunks.

    Offsets are UTF-8 byte offsets. Lines are counted from 0 and end at ``\n``, ``\r\n`` or ``\r``.

    Args:
        text: The source text, with the line ends it has.
        path: Where the text comes from; may be None. A project file that is no Python is one chunk.

    Attributes:
        is_code: Whether it is Python.
        cells: Where the cells of a notebook begin, but for the first one; empty for a file.
    """

    def __init__(self, text: str, path: str | None = None) -> None:
        self.path = path
        self.is_code = kind_of(path) in (None, Kind.SETUP)
        self.data = encode(text)
        self.cells: tuple[int, ...] = ()
        self._text: str | None = text
        self._chunks: list[Chunk] | None = None
        self._chunk_starts: list[int] = []
        self._chunk_lines: list[int] = []
        # How many bytes from its beginning on decided where a chunk ends.
        self._reaches: list[int] = []
        # The chunks that came and went since this was last emptied.
        self.changed: list[Chunk] = []

    @property
    def text(self) -> str:
        """The whole text."""
        if self._text is None:
            self._text = decode(self.data)
        return self._text

    @property
    def size(self) -> int:
        """The length of the text in bytes."""
        return len(self.data)

    @property
    def chunks(self) -> list[Chunk]:
        """The chunks, in order; an empty text has one."""
        if self._chunks is None:
            self._chunks = []
            self._cut(0, {}, lambda _: False)
        return self._chunks

    @property
    def chunk_starts(self) -> list[int]:
        """The offset at which each chunk begins, and behind them the length of the text."""
        _ = self.chunks
        return self._chunk_starts

    @property
    def chunk_lines(self) -> list[int]:
        """The line on which each chunk begins, and behind them the last line of the text."""
        _ = self.chunks
        return self._chunk_lines

    @property
    def has_error(self) -> bool:
        """Whether the text has a syntax error that neither Python 3 nor Python 2 allows."""
        return self.is_code and any(chunk.has_error for chunk in self.chunks)

    @property
    def first_error(self) -> int | None:
        """The offset of the first syntax error; None if there is none."""
        for index, chunk in enumerate(self.chunks):
            if chunk.has_error:
                node = chunk.root
                while not (node.is_error or node.is_missing):
                    inner = next((child for child in node.children if child.has_error or child.is_missing), None)
                    if inner is None:
                        break
                    node = inner
                return self._chunk_starts[index] + node.start_byte
        return None

    @property
    def line_count(self) -> int:
        """The number of lines; an empty text has one."""
        return self.chunk_lines[-1] + 1

    @property
    def line_end(self) -> str:
        """The line end to write: that of the first line."""
        match = _LINE_END.search(self.data)
        return match.group().decode() if match is not None else "\n"

    def chunk_at(self, offset: int) -> int:
        """Return the index of the chunk in which an offset lies; the end of the text belongs to the last one."""
        return max(0, min(bisect_right(self.chunk_starts, offset) - 1, len(self.chunks) - 1))

    def chunk_and_start(self, offset: int) -> tuple[Chunk, int]:
        """Return the chunk in which an offset lies, and where it begins."""
        index = self.chunk_at(offset)
        return self.chunks[index], self._chunk_starts[index]

    def line_of(self, offset: int) -> int:
        """Return the line on which ``offset`` lies."""
        index = self.chunk_at(offset)
        return self._chunk_lines[index] + self.chunks[index].line_of(offset - self._chunk_starts[index])

    def line_start(self, line: int) -> int:
        """Return the offset at which a line begins; that of the end of the text for a line behind the last one."""
        if line >= self.line_count:
            return len(self.data)
        index = max(0, min(bisect_right(self._chunk_lines, line) - 1, len(self.chunks) - 1))
        return self._chunk_starts[index] + self.chunks[index].line_starts[line - self._chunk_lines[index]]

    def position(self, offset: int, encoding: Encoding = "utf-32") -> tuple[int, int]:
        """Return line and column of an offset.

        Args:
            offset: A byte offset; values outside of the text are clamped.
            encoding: The unit of the column: ``utf-32`` counts code points.
        """
        offset = max(0, min(offset, len(self.data)))
        index = self.chunk_at(offset)
        line, column = self.chunks[index].position(offset - self._chunk_starts[index], encoding)
        return self._chunk_lines[index] + line, column

    def offset(self, line: int, column: int, encoding: Encoding = "utf-32") -> int:
        """Return the offset of a position; positions outside of the text are clamped to it."""
        if line < 0:
            return 0
        if line >= self.line_count:
            return len(self.data)
        start = self.line_start(line)
        content = self.data[start : self.line_start(line + 1)]
        if line + 1 < self.line_count:
            content = content.rstrip(b"\r\n")
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
        """Replace the bytes from ``start`` to ``end`` with ``text``; chunks that the edit does not touch stay."""
        new = encode(text)
        start = max(0, min(start, len(self.data)))
        end = max(start, min(end, len(self.data)))
        self.data = self.data[:start] + new + self.data[end:]
        self._text = None
        if self._chunks is None:
            return
        chunks, starts, lines, reaches = self._chunks, self._chunk_starts, self._chunk_lines, self._reaches
        first = max(0, bisect_right(starts, max(0, start - _AHEAD)) - 1)
        first = max(0, min(first, len(chunks) - 1) - 1)
        first = next((index for index in range(first) if starts[index] + reaches[index] >= start), first)
        while chunks[first].is_member:
            first -= 1  # a class is cut as a whole
        delta = len(new) - (end - start)
        old = {starts[index]: index for index in range(first + 1, len(chunks)) if starts[index] >= end and not chunks[index].is_member}
        self._chunks, self._chunk_starts, self._chunk_lines, self._reaches = chunks[:first], starts[:first], lines[:first], reaches[:first]
        known = {(chunk.data, chunk.is_member): chunk for chunk in chunks[first : first + _NEAR]}
        met = self._cut(starts[first], known, lambda position: position - delta in old)
        made = len(self._chunks)
        last = len(chunks)
        if met is not None:
            last = old[met - delta]
            kept = set(map(id, chunks[last : first + _NEAR]))
            for index in range(first, made):
                if id(self._chunks[index]) in kept:
                    # A chunk stands in one place, so a copy of what stands below is another one.
                    self._chunks[index] = Chunk(self._chunks[index].data, self._chunks[index].is_member)
            shift = self._chunk_lines.pop() - lines[last]
            self._chunk_starts.pop()
            self._chunks += chunks[last:]
            self._chunk_starts += [position + delta for position in starts[last:]] if delta else starts[last:]
            self._chunk_lines += [line + shift for line in lines[last:]] if shift else lines[last:]
            self._reaches += reaches[last:]
        before, after = set(map(id, chunks[first:last])), set(map(id, self._chunks[first:made]))
        self.changed += [chunk for chunk in chunks[first:last] if id(chunk) not in after]
        self.changed += [chunk for chunk in self._chunks[first:made] if id(chunk) not in before]

    def copy(self) -> Document:
        """Return a document with the same text that shares nothing that is noted down at the chunks."""
        made = Document(self.text, self.path)
        made.cells = self.cells
        if self._chunks is not None:
            made._chunks = [chunk.copy() for chunk in self._chunks]
            made._chunk_starts, made._chunk_lines, made._reaches = [*self._chunk_starts], [*self._chunk_lines], [*self._reaches]
        return made

    def replaced(self, text: str) -> Document:
        """Return a document with another text; chunks that stay the same go over to it with what is known of them."""
        made = Document(text, self.path)
        made._chunks = []
        made._cut(0, {(chunk.data, chunk.is_member): chunk for chunk in self.chunks}, lambda _: False)
        before, after = set(map(id, self.chunks)), set(map(id, made._chunks))
        made.changed = [chunk for chunk in self.chunks if id(chunk) not in after]
        made.changed += [chunk for chunk in made._chunks if id(chunk) not in before]
        return made

    def _cut(self, position: int, known: dict[tuple[bytes, bool], Chunk], is_met: Any) -> int | None:
        """Cut the text from a position on, until a boundary is met that was there before.

        Args:
            position: The beginning of a chunk.
            known: Chunks to use again, by text.
            is_met: Tells whether the text from a boundary on is cut as it was.

        Returns:
            The boundary that was met; None if the text was cut to its end.
        """
        data = _LONE_CARRIAGE_RETURN.sub(b"\n", self.data) if b"\r" in self.data else self.data
        assert self._chunks is not None
        line = self._chunk_lines[-1] + self._chunks[-1].line_ends if self._chunks else 0
        begun = position
        while True:
            if position != begun and is_met(position):
                self._chunk_starts.append(position)
                self._chunk_lines.append(line)
                return position
            for chunk, reach in self._next(data, position, known):
                self._chunks.append(chunk)
                self._chunk_starts.append(position)
                self._chunk_lines.append(line)
                self._reaches.append(reach)
                position += len(chunk.data)
                line += chunk.line_ends
            if position >= len(data):
                break
        self._chunk_starts.append(len(data))
        self._chunk_lines.append(line)
        return None

    def _next(self, data: bytes, start: int, known: dict[tuple[bytes, bool], Chunk]) -> list[tuple[Chunk, int]]:
        """Return the chunks of the statement that begins at a position, and how many bytes decided where each ends."""

        def chunk(start: int, end: int, is_member: bool = False) -> Chunk:
            text = self.data[start:end]
            return known.pop((text, is_member), None) or Chunk(text, is_member)

        if not self.is_code:
            return [(chunk(start, len(data)), len(data) - start)]
        at, end = start, _next_boundary(data, start)
        while data[at : at + 1] == b"@" and end < len(data):
            at, end = end, _next_boundary(data, end)
        if _CLASS.match(data, at) and (members := _members(data, at, end)):
            made = self._split(data, [start, *members, end], chunk)
            broken = next((place for place, part in made if part.has_error), None)
            read = end
            if broken is not None:
                # A string in a method may have text at the left margin.
                closed, read = _closing(data, broken, end)
                if closed is not None:
                    longer = self._split(data, [start, *_members(data, at, closed), closed], chunk)
                    if not any(part.has_error for _, part in longer):
                        made = longer
            return [(part, max(read, end) - place + _AHEAD) for place, part in made]
        first = chunk(start, end)
        if not first.has_error:
            return [(first, end - start + _AHEAD)]
        closed, read = _closing(data, start, end)
        if closed is not None and not (joined := chunk(start, closed)).has_error:
            return [(joined, closed - start + _AHEAD)]
        return [(first, read - start + _AHEAD)]

    @staticmethod
    def _split(data: bytes, cuts: list[int], chunk: Callable[..., Chunk]) -> list[tuple[int, Chunk]]:
        """Return head and members of a class, with where they begin; the whole class if that is how its strings and brackets close."""
        start, end = cuts[0], cuts[-1]
        made = [(cut[0], chunk(*cut, cut[0] != start)) for cut in pairwise(cuts)]
        spans = [cut for cut, (_, part) in zip(pairwise(cuts), made) if part.has_error]
        if any(_is_open(data, *span, end) for span in spans) and not (whole := chunk(start, end)).has_error:
            return [(start, whole)]
        return made


def _members(data: bytes, start: int, end: int) -> list[int]:
    """Return where the functions and classes in the body of a class begin, with what is decorated."""
    indented = _INDENTATION.search(data, start, end)
    if indented is None:
        return []
    found: list[int] = []
    decorated = False
    for match in re.finditer(rb"\n" + indented[1] + rb"(?=@|(?:async|def|class)\b)", data[start:end]):
        place = start + match.start() + 1
        if not decorated:
            found.append(place)
        decorated = data[start + match.end() : start + match.end() + 1] == b"@"
    return found


def _is_open(data: bytes, start: int, end: int, limit: int) -> bool:
    """Whether a string or a bracket is open where a broken member of a class ends, that may be closed before the end of the class."""
    depth = 0
    position = start
    while (token := _TOKEN.search(data, position)) is not None and token.start() < end:
        found, position = token[0], token.end()
        if found in _REST_OF_STRING:
            rest = _REST_OF_STRING[found].match(data, position)
            if rest is None or rest.end() > end:
                return rest is not None and rest.end() <= limit
            position = rest.end()
        elif found in b"([{":
            depth += 1
        elif found in b")]}":
            depth = max(0, depth - 1)
    return depth > 0 and end < limit and _DEFINITION.match(data, end) is None


def _next_boundary(data: bytes, position: int) -> int:
    """Return where the next line begins that may begin a statement; the end of the text if there is none."""
    while (found := _BEGIN.search(data, position)) is not None:
        position = found.end()
        before = data[max(0, position - 3) : position - 1].rstrip(b"\r")
        if not before.endswith(b"\\"):
            return position
    return len(data)


def _closing(data: bytes, start: int, end: int) -> tuple[int | None, int]:
    """Find where a statement ends that is broken if it ends at ``end``.

    Returns:
        The boundary behind ``end`` at which the brackets and strings that are open at ``end`` are closed; None if none is open, or if they
        are not closed. And the position up to which the text was read.
    """
    depth = 0
    position = start
    for _ in range(_MOST_TOKENS):
        token = _TOKEN.search(data, position)
        if token is None:
            return (len(data) if depth == 0 and len(data) > end else None), len(data) + 1
        found, position = token[0], token.end()
        if found in _REST_OF_STRING:
            rest = _REST_OF_STRING[found].match(data, position)
            if rest is None:
                return None, len(data) + 1
            position = rest.end()
        elif found in b"([{":
            depth += 1
        elif found in b")]}":
            depth = max(0, depth - 1)
        elif found == b"\n":
            if depth == 0 and position >= end:
                return (position if position > end else None), position
            if depth and _STATEMENT.match(data, position):
                return None, position
    return None, position
