"""The documents that an editor has open."""

from __future__ import annotations

import logging
import os
from abc import abstractmethod
from collections import deque
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from lsprotocol import types as t
from pygls.uris import to_fs_path
from pygls.workspace import TextDocument

from tensorlift.engine import Checker
from tensorlift.lsp.analysis import Analysis
from tensorlift.lsp.client import read_encoding
from tensorlift.lsp.views import TextView, View
from tensorlift.project.kinds import kind_of
from tensorlift.settings import Settings
from tensorlift.source.document import Document, Encoding

if TYPE_CHECKING:
    from tensorlift.project.needs import Need

logger = logging.getLogger(__name__)

SUFFIXES = (".py", ".pyi")

Changes = tuple[int | None, list[t.TextDocumentContentChangeEvent]]
"""The changes of one notification, and the version of the text after them."""


def file_path(uri: str) -> str | None:
    """Return the path that a URI names; None if it names no file, or one that cannot be."""
    try:
        path = to_fs_path(uri)
        os.fsencode(path or "")
    except ValueError:
        return None
    return None if path is None or "\0" in path else path


class Source:
    """An open text that is analysed as a whole: a document, or the cells of a notebook.

    Attributes:
        uri: The document, or the notebook.
        file: The path of its file, if it has one.
        analysis: The findings of the present text; made and used in the analysis thread.
        checker: What earlier checks learned about the text; the same holds for it.
    """

    uri: str
    file: str | None
    analysis: Analysis | None
    checker: Checker | None

    @abstractmethod
    def sync(self) -> View:
        """Apply what the client has sent so far, and return the present text; only for the analysis thread."""

    def analysed(self, settings: Settings, *, needs: tuple[Need, ...] = (), companions: bool = True) -> Analysis:
        """Return what is known about the present text; only for the analysis thread.

        Args:
            settings: The settings of the document.
            needs: What the Python files of the project need, if it is a project file.
            companions: As for :class:`~tensorlift.lsp.analysis.Analysis`.
        """
        view = self.sync()
        is_known = self.checker is not None and (self.checker.settings, self.checker.needs) == (settings, needs)
        if self.analysis is None or not is_known:
            if self.checker is None or not is_known:
                self.checker = Checker(settings, needs)
            self.analysis = Analysis(view, self.checker, companions=companions)
        return self.analysis

    def rest(self) -> None:
        """Forget what is known about the text, since nobody works on it; only for the analysis thread."""
        self.analysis = self.checker = None
        for chunk in self.sync().document.chunks:
            chunk.forget()


class OpenDocument(TextDocument, Source):
    """The server's copy of one open document, or of one cell of a notebook.

    Messages arrive on the event loop, the analysis works in a thread. So changes are only queued here, one notification at a
    time, and :meth:`sync` applies them in the thread that alone uses the :class:`~tensorlift.source.document.Document`.
    """

    def __init__(self, uri: str, source: str | None = None, **options: Any) -> None:
        super().__init__(uri, source=source, **options)
        self.file = file_path(uri)
        self.analysis = None
        self.checker = None
        self._encoding: Encoding = read_encoding(self.position_codec.encoding)
        self._synced_version = self.version
        self._received: list[t.TextDocumentContentChangeEvent] = []
        self._queue: deque[Changes] = deque()
        self._document = Document(source or "", self.file)

    @property
    def is_python(self) -> bool:
        """Whether this is Python code, by what the editor says or by the file's name, or a project file."""
        return self.language_id == "python" or PurePath(self.path).suffix in SUFFIXES or kind_of(self.file) is not None

    @property
    def source(self) -> str:
        """The text as of the last :meth:`sync`."""
        return self._document.text

    @property
    def view(self) -> TextView:
        """The text as of the last :meth:`sync`, and where it stands."""
        return TextView(self.uri, self._synced_version, self._document, self._encoding)

    def apply_change(self, change: t.TextDocumentContentChangeEvent) -> None:
        """Receive one change of a notification (called by pygls); :meth:`commit` queues them together."""
        self._received.append(change)

    def take(self) -> Changes:
        """Return the changes received since this was last called, with the version that they lead to."""
        received, self._received = self._received, []
        return self.version, received

    def commit(self) -> None:
        """Queue the changes of one notification; half of a notification is never analysed."""
        version, changes = self.take()
        if self.is_python and changes:
            self._queue.append((version, changes))

    def sync(self) -> TextView:
        """Apply the queued changes, and return the present text; only for the analysis thread."""
        while self._queue:
            self.apply(self._queue.popleft())
            self.analysis = None
        return self.view

    def apply(self, taken: Changes) -> None:
        """Apply the changes of one notification; only for the analysis thread."""
        version, changes = taken
        in_order = version is None or self._synced_version is None or version >= self._synced_version
        if not in_order:
            logger.warning("%s: version %s arrived after version %s", self.uri, version, self._synced_version)
        for change in changes:
            self._document = apply_change(self._document, change, self._encoding, reparse=not in_order)
        self._synced_version = version


def apply_change(document: Document, change: t.TextDocumentContentChangeEvent, encoding: Encoding, *, reparse: bool = False) -> Document:
    """Apply one change of the protocol to a document.

    Args:
        document: The text before the change; edited in place where that is possible.
        change: The change; one without a range replaces the whole text.
        encoding: The unit of its columns.
        reparse: Parse the result anew instead of incrementally.

    Returns:
        The document after the change. A range that is reversed or lies outside of the text is clamped, and the text parsed anew,
        so that a client's mistake cannot leave a syntax tree that is out of step with the text.
    """
    if not isinstance(change, t.TextDocumentContentChangePartial):
        return Document(change.text, document.path)
    place = change.range
    start = _boundary(document, document.offset(place.start.line, place.start.character, encoding))
    end = _boundary(document, document.offset(place.end.line, place.end.character, encoding))
    odd = end < start or place.end.line > document.line_count
    start, end = min(start, end), max(start, end)
    if not (odd or reparse):
        document.edit(start, end, change.text)
        return document
    return Document(document.slice(0, start) + change.text + document.slice(end, len(document.data)), document.path)


def _boundary(document: Document, offset: int) -> int:
    # A UTF-8 column may point between the bytes of one character.
    while 0 < offset < len(document.data) and document.data[offset] & 0xC0 == 0x80:
        offset -= 1
    return offset
