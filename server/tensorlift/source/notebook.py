"""Jupyter notebooks, read as one Python document.

The code cells are joined into one :class:`~tensorlift.source.document.Document`, so that an import in the first cell is known in the
last one. What only IPython understands (magics, shell lines, help) is masked by Python of the same number of bytes: an offset in the joined
document is an offset in the cell. Changes go back into the text of the file: only the ``source`` of a changed cell is written again.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from tensorlift.model import Edit
from tensorlift.source.document import Document, Encoding, decode, encode

# Cell magics whose body is Python that runs in the notebook's own namespace.
_PYTHON_CELL_MAGICS = frozenset({"time", "timeit", "capture", "prun", "debug"})

# IPython strips empty lines in front of a cell magic.
_CELL_MAGIC = re.compile(r"\s*%%([\w.]+)[^\n]*(?:\n|$)")

# What begins with an escape (``%x``, ``!x``, ``?x``, the auto-calls ``/f x``, ``,f x``, ``;f x``), is assigned from a magic or a shell, or
# asks for help at its end (IPython.core.inputtransformer2)
_IPYTHON = re.compile(
    r"[ \t]*(?:(?P<escaped>[%!?/,;])"
    r"|[\w.,*\[\]'\" \t]+=[ \t]*(?P<assigned>(?:!|%(?=[A-Za-z_]))(?!=))"
    r"|(?P<help>[^\W\d][\w*]*(?:\.[\w*]+|\[[^\]\n]*\])*[ \t]*\?\??[ \t]*\r?$))"
)

# The statement behind ``%time`` is Python; options such as ``-n 10`` stand before it.
_TIMED = re.compile(
    r"[ \t]*(?P<masked>%(?:time|timeit|prun)\b(?:[ \t]+-[a-z][ \t]*\d*)*[ \t]+)(?=\S)"
    r"(?!@|(?:async|class|def|for|if|try|while|with)\b)"
)

# What each of these holds somewhere; few cells do, and these are found much faster.
_SIGNS = re.compile(r"^[ \t]*[%!?/,;]|=[ \t]*[!%]|\?[ \t]*\r?$", re.MULTILINE)

_TOKEN = re.compile(r"\"\"\"|'''|\"|'|#|[()\[\]{}]|\\\r?\n|\\.|\n")


class NotebookError(ValueError):
    """The text is not a notebook; the message says why, as the end of a sentence."""


@dataclass(frozen=True, slots=True)
class CellSource:
    """The source of one cell, and the Python that it stands for.

    Attributes:
        text: The source.
        data: The Python, byte for byte as long as the source; blank where the cell holds none.
        body: The byte at which its Python begins, behind the line of a cell magic.
        masked: The ranges of bytes that only IPython reads.
    """

    text: str
    data: bytes
    body: int
    masked: tuple[tuple[int, int], ...]

    @classmethod
    def read(cls, text: str) -> CellSource:
        """Mask what only IPython reads in the source of a cell."""
        body, spans = _masks(text)
        data = bytearray(encode(text))
        for start, end in spans:
            at_margin = data[:start].endswith((b"\n", b"\r")) or not start
            data[start:end] = _mask(bytes(data[start:end]), at_margin)
        return cls(text, bytes(data), body, tuple(spans))

    @property
    def is_blank(self) -> bool:
        """Whether the cell holds no Python."""
        return not self.data.strip()


@dataclass(frozen=True, slots=True)
class Cell:
    """One Python cell in the joined document.

    Attributes:
        index: Which cell of the notebook it is, counted from 0.
        start: Its first byte in the joined document.
        source: Its text.
    """

    index: int
    start: int
    source: CellSource

    @property
    def end(self) -> int:
        """The byte after its last one in the joined document."""
        return self.start + len(self.source.data)


class Cells:
    """The cells of a notebook as one Python program.

    Args:
        sources: Cells by their index in the notebook, in order; those without Python in them are left out.
        path: Where they come from, for messages; may be None.
        document: A document with the text of other cells, which is edited; None makes a new one.

    Attributes:
        cells: The cells that hold Python, in order.
        document: Their joined Python.
    """

    def __init__(self, sources: Iterable[tuple[int, CellSource]], path: str | None = None, document: Document | None = None) -> None:
        self.cells: list[Cell] = []
        position = 0
        for index, source in sources:
            if not source.is_blank:
                self.cells.append(Cell(index, position, source))
                position += len(source.data) + 1
        self._starts = [cell.start for cell in self.cells]
        data = b"\n".join(cell.source.data for cell in self.cells)
        if document is None:
            document = Document(decode(data), path)
        elif document.data != data:
            start, end, text = _difference(document.data, data)
            document.edit(start, end, text)
        document.cells = tuple(self._starts[1:])
        self.document = document

    def cell_at(self, offset: int) -> Cell:
        """Return the cell in which an offset of the joined document lies; the newline between two cells belongs to the first."""
        return self.cells[max(0, bisect_right(self._starts, offset) - 1)]

    def locate(self, offset: int) -> tuple[int, int]:
        """Return the index of the cell (from 0, cells of every kind counted) and the byte offset in its source."""
        cell = self.cell_at(offset)
        return cell.index, min(offset, cell.end) - cell.start

    def allows(self, edits: Iterable[Edit]) -> bool:
        """Whether the edits stay inside of cells and leave everything alone that only IPython reads."""
        return all(self._moved(edit) is not None for edit in edits)

    def by_cell(self, edits: Iterable[Edit]) -> dict[int, list[Edit]]:
        """Return edits of the joined document as edits of the cells' sources.

        Args:
            edits: Edits that do not overlap.

        Returns:
            The edits of each cell that changes, in the order of its text, by the cell's index.

        Raises:
            ValueError: When an edit crosses the border of a cell or touches a magic; see :meth:`allows`.
        """
        changes: dict[int, list[Edit]] = {}
        for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
            moved = self._moved(edit)
            if moved is None:
                raise ValueError(f"the edit of bytes {edit.start} to {edit.end} does not stay inside of the Python of one cell")
            changes.setdefault(self.cell_at(edit.start).index, []).append(moved)
        return changes

    def edited(self, edits: Iterable[Edit]) -> dict[int, str]:
        """Return the new source of each cell that changes, by its index; see :meth:`by_cell`."""
        sources = {cell.index: cell.source.text for cell in self.cells}
        return {index: _edited(sources[index], made) for index, made in self.by_cell(edits).items()}

    def _moved(self, edit: Edit) -> Edit | None:
        """Return the edit as it can be made in the source of its cell, or None."""
        if not self.cells:
            return None
        cell = self.cell_at(edit.start)
        source, size = cell.source, len(cell.source.data)
        start, end, text = edit.start - cell.start, edit.end - cell.start, edit.text
        if start == end == 0 < source.body:
            # What shall stand at the top of the cell has to stand below its cell magic.
            return Edit(source.body, source.body, text)
        if start < size < end == size + 1 and (not text or text.endswith("\n")):
            # The last line of a cell has no line end of its own.
            end, text = size, text[:-1]
        if start < source.body or end > size:
            return None
        if any(start < masked_end and masked_start < end for masked_start, masked_end in source.masked):
            return None
        return Edit(start, end, text)


class Notebook(Cells):
    """A notebook and the Python in it.

    Args:
        text: The file's text.
        path: Where it comes from, for messages; may be None.

    Attributes:
        text: The file's text.

    Raises:
        NotebookError: When the text is not a notebook.
    """

    def __init__(self, text: str, path: str | None = None) -> None:
        super().__init__(((index, CellSource.read(source)) for index, source in _python_cells(_parse(text))), path)
        self.text = text

    def position(self, offset: int, encoding: Encoding = "utf-32") -> tuple[int, int, int]:
        """Return cell index, line and column, each from 0, of an offset of the joined document."""
        cell = self.cell_at(offset)
        line, column = self.document.position(min(offset, cell.end), encoding)
        return cell.index, line - self.document.line_of(cell.start), column

    def apply(self, edits: Iterable[Edit]) -> str:
        """Return the file's text with edits of the joined document made in its cells; see :meth:`by_cell`."""
        return self.with_sources(self.edited(edits))

    def with_sources(self, sources: dict[int, str]) -> str:
        """Return the file's text with new sources of some cells, by their index; everything else stays as it is."""
        return _with_sources(self.text, sources)


def _difference(before: bytes, after: bytes) -> tuple[int, int, str]:
    """Return one edit that turns a text into another: the first byte, the byte after the last one, the new text."""
    head = _common(before, after, min(len(before), len(after)), lambda data, low, high: data[low:high])
    while head and any(data[head : head + 1] and data[head] & 0xC0 == 0x80 for data in (before, after)):
        head -= 1
    rest = min(len(before), len(after)) - head
    tail = _common(before, after, rest, lambda data, low, high: data[len(data) - high : len(data) - low])
    while tail and before[-tail] & 0xC0 == 0x80:
        tail -= 1
    return head, len(before) - tail, decode(after[head : len(after) - tail])


def _common(one: bytes, other: bytes, limit: int, part: Callable[[bytes, int, int], bytes]) -> int:
    """Return how many bytes two texts have in common, at most ``limit``; comparing halves is much faster than bytes."""
    low, high = 0, limit
    while low < high:
        middle = (low + high + 1) // 2
        if part(one, low, middle) == part(other, low, middle):
            low = middle
        else:
            high = middle - 1
    return low


def _edited(source: str, edits: list[Edit]) -> str:
    data = encode(source)
    parts: list[bytes] = []
    position = 0
    for edit in edits:
        if edit.start < position:
            raise ValueError(f"two edits overlap at byte {edit.start}")
        parts += [data[position : edit.start], encode(edit.text)]
        position = edit.end
    return decode(b"".join([*parts, data[position:]]))


# --- which cells hold Python


def _parse(text: str) -> dict[str, Any]:
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        if not text.strip():
            raise NotebookError("it is empty, not a notebook") from None
        raise NotebookError(f"its JSON is broken at line {error.lineno}, column {error.colno}: {error.msg}") from None
    except (RecursionError, ValueError) as error:
        raise NotebookError(f"its JSON cannot be read: {error}") from None
    if not isinstance(data, dict) or not isinstance(_raw_cells(data), list):
        raise NotebookError("it is JSON, but not a notebook: it has no list of cells")
    return data


def _raw_cells(data: dict[str, Any]) -> Any:
    if "cells" in data:
        return data["cells"]
    # nbformat 3 and older: the cells are in worksheets
    worksheets = data.get("worksheets")
    if not isinstance(worksheets, list):
        return None
    cells: list[Any] = []
    for worksheet in worksheets:
        found = worksheet.get("cells") if isinstance(worksheet, dict) else None
        cells += found if isinstance(found, list) else []
    return cells


def _python_cells(data: dict[str, Any]) -> Iterator[tuple[int, str]]:
    metadata = data.get("metadata")
    if not _is_python(metadata if isinstance(metadata, dict) else {}):
        return
    for index, cell in enumerate(_raw_cells(data)):
        if not isinstance(cell, dict) or cell.get("cell_type") != "code":
            continue
        if str(cell.get("language", "python")) != "python" or _editor_language(cell) not in (None, "python"):
            continue
        source = cell.get("source", cell.get("input"))
        if isinstance(source, list) and all(isinstance(line, str) for line in source):
            source = "".join(source)
        if isinstance(source, str):
            yield index, source


def _is_python(metadata: dict[str, Any]) -> bool:
    for key, name in (("language_info", "name"), ("kernelspec", "language")):
        table = metadata.get(key)
        if isinstance(table, dict) and isinstance(table.get(name), str):
            return table[name].lower() in ("python", "python2", "python3", "ipython")
    return True


def _editor_language(cell: dict[str, Any]) -> Any:
    # VS Code notes the language of a cell that differs from the kernel's.
    metadata = cell.get("metadata")
    table = metadata.get("vscode") if isinstance(metadata, dict) else None
    return table.get("languageId") if isinstance(table, dict) else None


# --- what only IPython reads


def _masks(source: str) -> tuple[int, list[tuple[int, int]]]:
    """Return where the Python of a cell begins and the ranges of bytes to mask."""
    begin = 0
    while magic := _CELL_MAGIC.match(source, begin):
        begin = magic.end()
        if magic[1] not in _PYTHON_CELL_MAGICS:
            begin = len(source)
    spans = [(0, begin)] if begin else []
    if _SIGNS.search(source, begin):
        spans += _line_magics(source, begin)
    if source.isascii():
        return begin, spans
    sizes = {at: len(encode(source[:at])) for at in {begin, *(at for span in spans for at in span)}}
    return sizes[begin], [(sizes[start], sizes[end]) for start, end in spans]


def _line_magics(source: str, begin: int) -> Iterator[tuple[int, int]]:
    """Find the ranges of characters to mask, looking only where a logical line begins: a ``%`` elsewhere is an operator."""
    position = begin
    while position < len(source):
        end = source.find("\n", position)
        end = len(source) if end < 0 else end
        if timed := _TIMED.match(source, position, end):
            yield timed.span("masked")
        elif masked := _IPYTHON.match(source, position, end):
            while end < len(source) and source[:end].rstrip("\r").endswith("\\"):
                end = source.find("\n", end + 1)
                end = len(source) if end < 0 else end
            yield masked.start(masked.lastgroup or 0), end
            position = end + 1
            continue
        position = _logical_line_end(source, position)


def _logical_line_end(source: str, position: int) -> int:
    """Return where the next logical line begins: behind strings and brackets that span lines."""
    depth = 0
    quote = ""
    while token := _TOKEN.search(source, position):
        position = token.end()
        found = token[0]
        if quote:
            if found == quote:
                quote = ""
            elif found in ('"""', "'''") and found[0] == quote:
                # an empty string directly before another one: only the first quote closes this one
                quote = ""
                position = token.start() + 1
            elif found == "\n" and len(quote) == 1:
                return position
        elif found == "#":
            end = source.find("\n", position)
            position = len(source) if end < 0 else end
        elif found == "\n":
            if depth == 0:
                return position
        elif found[0] in "\"'":
            quote = found
        elif found in ("(", "[", "{"):
            depth += 1
        elif found in (")", "]", "}"):
            depth = max(0, depth - 1)
    return len(source)


def _mask(data: bytes, at_margin: bool) -> bytes:
    """Return Python of the same length and the same lines that does nothing.

    At the margin that is a comment, so that an import is still looked for behind it. Elsewhere it is a number: a statement as short as the
    shortest magic, and also a value where ``x = !ls`` needs one. In front of a timed statement it is closed by a semicolon.
    """
    blank = re.sub(rb"[^\r\n]", b" ", data)
    if data.lstrip().startswith(b"%%"):
        return blank
    if data.endswith((b" ", b"\t")) and re.match(rb"%(?:time|prun)", data) and b"\n" not in data:
        return b"0;" + blank[2:]
    return (b"#" if at_margin else b"0") + blank[1:]


# --- writing back


@dataclass(frozen=True, slots=True)
class _Value:
    """A JSON value in the text: where it stands and what it is."""

    start: int
    end: int
    value: Any


_DECODER = json.JSONDecoder()
_SPACE = re.compile(r"[ \t\r\n]*")


def _skip(text: str, position: int) -> int:
    match = _SPACE.match(text, position)
    return match.end() if match else position


def _value(text: str, position: int) -> _Value:
    start = _skip(text, position)
    value, end = _DECODER.raw_decode(text, start)
    return _Value(start, end, value)


def _members(text: str, start: int) -> dict[str, _Value]:
    """Read the object at ``start``; of two members with one name the last counts, as in Python's ``json``."""
    members: dict[str, _Value] = {}
    position = _skip(text, start + 1)
    while text[position] != "}":
        key = _value(text, position)
        value = _value(text, _skip(text, key.end) + 1)
        members[key.value] = value
        position = _skip(text, value.end)
        if text[position] == ",":
            position = _skip(text, position + 1)
    return members


def _items(text: str, start: int) -> list[_Value]:
    """Read the array at ``start``."""
    items: list[_Value] = []
    position = _skip(text, start + 1)
    while text[position] != "]":
        item = _value(text, position)
        items.append(item)
        position = _skip(text, item.end)
        if text[position] == ",":
            position = _skip(text, position + 1)
    return items


def _cell_values(text: str) -> list[_Value]:
    top = _members(text, _skip(text, 0))
    if "cells" in top:
        return _items(text, top["cells"].start)
    cells: list[_Value] = []
    for worksheet in _items(text, top["worksheets"].start):
        members = _members(text, worksheet.start) if isinstance(worksheet.value, dict) else {}
        if "cells" in members and isinstance(members["cells"].value, list):
            cells += _items(text, members["cells"].start)
    return cells


def _with_sources(text: str, sources: dict[int, str]) -> str:
    """Return the notebook's text with new sources of some cells, everything else as it was."""
    if not sources:
        return text
    cells = _cell_values(text)
    parts: list[str] = []
    position = 0
    for index in sorted(sources):
        members = _members(text, cells[index].start)
        value = members["source"] if "source" in members else members["input"]
        parts += [text[position : value.start], _source_json(text, value, sources[index])]
        position = value.end
    return "".join([*parts, text[position:]])


def _source_json(text: str, old: _Value, source: str) -> str:
    """Write a source as the old one is written: string or list, on one line or many, escaped or not."""
    escape = _escapes(text, old)
    if isinstance(old.value, str):
        return json.dumps(source, ensure_ascii=escape)
    if not source:
        return "[]"
    items = _items(text, old.start)
    written = {item.value: text[item.start : item.end] for item in items}
    lines = [written.get(line) or json.dumps(line, ensure_ascii=escape) for line in source.splitlines(keepends=True)]
    opening = text[old.start : items[0].start]
    closing = text[items[-1].end : old.end]
    separator = text[items[0].end : items[1].start] if len(items) > 1 else "," + (opening[1:] or " ")
    return opening + separator.join(lines) + closing


def _escapes(text: str, old: _Value) -> bool:
    r"""Whether characters beyond ASCII are written as ``\uXXXX`` in the old source, or else in the whole text."""
    for part in (text[old.start : old.end], text):
        if not part.isascii():
            return False
        if re.search(r"\\u(?!00[01])[0-9a-fA-F]{4}", part):
            return True
    return False
