"""Where the text that is analysed stands on the user's screen: in one document, or in the cells of a notebook."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence

from lsprotocol import types as t

from tensorlift.model import Edit
from tensorlift.source.document import Document, Encoding


class View(ABC):
    """One version of a text that is analysed as a whole.

    Attributes:
        uri: The document, or the notebook.
        document: The text; valid until it changes, so only for the analysis thread.
    """

    uri: str
    document: Document

    @property
    @abstractmethod
    def uris(self) -> Sequence[str]:
        """The documents that the text stands in, in order: one, or the cells of a notebook."""

    @abstractmethod
    def version(self, uri: str) -> int | None:
        """Return the editor's number of the present text of a document."""

    @abstractmethod
    def offset(self, uri: str, position: t.Position) -> int | None:
        """Return the byte offset of a position, clamped to the document; None for a document that is no part of this text."""

    @abstractmethod
    def location(self, start: int, end: int) -> t.Location:
        """Return the document and the range between two byte offsets."""

    def cell(self, uri: str) -> int | None:
        """Return which cell of its notebook a document is, from 1; None if it is none."""
        return None

    @abstractmethod
    def part(self, offset: int) -> tuple[Document, int, int | None]:
        """Return the text of the document that an offset is in, what its own offsets count from, and the cell of a notebook, from 1."""

    @abstractmethod
    def text_document_edits(self, edits: Iterable[Edit]) -> list[t.TextDocumentEdit] | None:
        """Return edits by document, each in the order of the text; None if one cannot be made, since it crosses the border of a cell."""

    def span(self, uri: str, place: t.Range) -> tuple[int, int] | None:
        """Return the byte offsets of a range, the smaller one first; None for a document that is no part of this text."""
        start, end = self.offset(uri, place.start), self.offset(uri, place.end)
        return None if start is None or end is None else (min(start, end), max(start, end))


class TextView(View):
    """The text of one document.

    Args:
        uri: The document, as the client calls it.
        number: The editor's number of the text.
        document: The text.
        encoding: The unit of columns.
    """

    def __init__(self, uri: str, number: int | None, document: Document, encoding: Encoding) -> None:
        self.uri = uri
        self.number = number
        self.document = document
        self.encoding: Encoding = encoding

    @property
    def uris(self) -> Sequence[str]:
        """The one document."""
        return (self.uri,)

    def version(self, uri: str) -> int | None:
        """Return the editor's number of the text."""
        return self.number

    def offset(self, uri: str, position: t.Position) -> int | None:
        """Return the byte offset of a position, clamped to the text; None for another document."""
        return self.document.offset(position.line, position.character, self.encoding) if uri == self.uri else None

    def range(self, start: int, end: int) -> t.Range:
        """Return the range between two byte offsets."""
        position = self.document.position
        return t.Range(t.Position(*position(start, self.encoding)), t.Position(*position(end, self.encoding)))

    def location(self, start: int, end: int) -> t.Location:
        """Return the document and the range between two byte offsets."""
        return t.Location(self.uri, self.range(start, end))

    def part(self, offset: int) -> tuple[Document, int, int | None]:
        """Return the whole text."""
        return self.document, 0, None

    def text_document_edits(self, edits: Iterable[Edit]) -> list[t.TextDocumentEdit] | None:
        """Return the edits, in the order of the text; nothing if there are none."""
        ordered = sorted(edits, key=lambda edit: (edit.start, edit.end))
        if not ordered:
            return []
        identifier = t.OptionalVersionedTextDocumentIdentifier(uri=self.uri, version=self.number)
        return [t.TextDocumentEdit(identifier, [t.TextEdit(self.range(edit.start, edit.end), edit.text) for edit in ordered])]
