"""Notebooks: their code cells are one program, in order.

The diagnostics of cells are always pushed, also to a client that asks for those of documents, since clients differ in whether they ask for
those of cells.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING
from urllib.parse import unquote

from lsprotocol import types as t
from pygls.workspace import Workspace

from tensorlift.lsp.documents import Changes, OpenDocument, Source, file_path
from tensorlift.lsp.views import TextView, View
from tensorlift.model import Edit
from tensorlift.source.document import Document
from tensorlift.source.notebook import Cells, CellSource

if TYPE_CHECKING:
    from tensorlift.lsp.session import TensorliftServer

SYNC = t.NotebookDocumentSyncOptions(
    notebook_selector=[
        t.NotebookDocumentFilterWithNotebook(notebook=t.NotebookDocumentFilterNotebookType(notebook_type="jupyter-notebook"))
    ],
    save=True,
)
"""Which notebooks a client tells of: with all their cells, so that these can be counted."""

_NOWHERE = t.Range(t.Position(0, 0), t.Position(0, 0))


class NotebookView(View):
    """The Python of a notebook.

    Args:
        uri: The notebook, as the client calls it.
        parts: The text of each Python cell, in order; what only IPython reads is not masked in it.
        cells: Their joined Python.
        numbers: The number of each of these among all cells, from 1; None where there are no others.
    """

    def __init__(self, uri: str, parts: Sequence[TextView], cells: Cells, numbers: Sequence[int] | None = None) -> None:
        self.uri = uri
        self.document = cells.document
        self._parts = parts
        self._cells = cells
        self._numbers = range(1, len(parts) + 1) if numbers is None else numbers
        self._indexes = {unquote(part.uri): index for index, part in enumerate(parts)}
        self._starts = {cell.index: cell.start for cell in cells.cells}

    @property
    def uris(self) -> Sequence[str]:
        """The Python cells, those without anything to analyse too."""
        return [part.uri for part in self._parts]

    def version(self, uri: str) -> int | None:
        """Return the editor's number of the present text of a cell."""
        index = self._indexes.get(unquote(uri))
        return self._parts[index].number if index is not None else None

    def offset(self, uri: str, position: t.Position) -> int | None:
        """Return the byte offset of a position, clamped to the cell; None outside of the Python cells, and in one without any Python."""
        index = self._indexes.get(unquote(uri))
        start = self._starts.get(index) if index is not None else None
        if index is None or start is None:
            return None
        part = self._parts[index]
        return start + part.document.offset(position.line, position.character, part.encoding)

    def location(self, start: int, end: int) -> t.Location:
        """Return the cell and the range between two byte offsets; a range over several cells ends with the first of them."""
        if not self._cells.cells:
            return t.Location(self._parts[0].uri if self._parts else self.uri, _NOWHERE)
        index, first = self._cells.locate(start)
        return self._parts[index].location(first, end - start + first)

    def cell(self, uri: str) -> int | None:
        """Return which cell of the notebook a document is, from 1; None outside of the Python cells."""
        index = self._indexes.get(unquote(uri))
        return self._numbers[index] if index is not None else None

    def part(self, offset: int) -> tuple[Document, int, int | None]:
        """Return the cell that an offset is in."""
        if not self._cells.cells:
            return self.document, 0, None
        index, inside = self._cells.locate(offset)
        return self._parts[index].document, offset - inside, self._numbers[index]

    def text_document_edits(self, edits: Iterable[Edit]) -> list[t.TextDocumentEdit] | None:
        """Return the edits by cell; None if one crosses the border of a cell or touches what only IPython reads."""
        try:
            changes = self._cells.by_cell(edits)
        except ValueError:
            return None
        return [change for index, made in sorted(changes.items()) for change in self._parts[index].text_document_edits(made) or ()]


class OpenNotebook(Source):
    """The server's copy of one open notebook.

    The cells are documents of the workspace. What a notification changes in them and in their order is queued as a whole, and
    :meth:`sync` applies it in the analysis thread.

    Args:
        uri: The notebook, as the client calls it.

    Attributes:
        cells: The Python cells as last received, in order; the keys are their decoded URIs.
        numbers: The number of each of these among all cells, from 1.
        lenses: The code lenses that the client shows, by the cell that it asked for; for the analysis thread.
    """

    def __init__(self, uri: str) -> None:
        self.uri = uri
        self.lenses: dict[str, list[t.CodeLens]] = {}
        self.file = file_path(uri)
        self.analysis = None
        self.checker = None
        self.cells: dict[str, OpenDocument] = {}
        self.numbers: list[int] = []
        self._queue: deque[tuple[list[int], list[OpenDocument], list[tuple[OpenDocument, Changes]]]] = deque()
        self._sources: dict[OpenDocument, CellSource] = {}
        self._document = Document("", self.file)
        self._view = NotebookView(uri, (), Cells((), document=self._document))

    @property
    def is_behind(self) -> bool:
        """Whether changes are queued that :meth:`sync` has not applied yet."""
        return bool(self._queue)

    def receive(self, workspace: Workspace) -> list[str]:
        """Queue what a notification has changed; called when pygls has brought the workspace up to date.

        Returns:
            The cells that are no Python cells of this notebook any more.
        """
        notebook = workspace.get_notebook_document(notebook_uri=self.uri)
        found: list[tuple[OpenDocument, Changes]] = []
        cells: dict[str, OpenDocument] = {}
        numbers: list[int] = []
        for number, cell in enumerate(notebook.cells if notebook is not None else (), start=1):
            key = unquote(cell.document)
            document = workspace.text_documents.get(key)
            if not isinstance(document, OpenDocument) or key in cells:
                continue
            found.append((document, document.take()))
            if cell.kind == t.NotebookCellKind.Code and document.language_id == "python":
                cells[key] = document
                numbers.append(number)
        gone = [cell.uri for key, cell in self.cells.items() if key not in cells]
        changed = [(document, taken) for document, taken in found if taken[1]]
        if changed or (numbers, list(cells.values())) != (self.numbers, list(self.cells.values())):
            self._queue.append((numbers, list(cells.values()), changed))
        self.cells, self.numbers = cells, numbers
        return gone

    def sync(self) -> NotebookView:
        """Apply what is queued, and return the present text; only for the analysis thread."""
        order: list[OpenDocument] | None = None
        numbers: list[int] = []
        while self._queue:
            numbers, order, changed = self._queue.popleft()
            for document, taken in changed:
                document.apply(taken)
        if order is not None:
            self._sources = {cell: self._read(cell) for cell in order}
            cells = Cells(enumerate(self._sources.values()), document=self._document)
            self._view = NotebookView(self.uri, [cell.view for cell in order], cells, numbers)
            self.analysis = None
        return self._view

    def _read(self, cell: OpenDocument) -> CellSource:
        known = self._sources.get(cell)
        return known if known is not None and known.text == cell.source else CellSource.read(cell.source)


def register(ls: TensorliftServer) -> None:
    """Follow notebooks."""

    def take_back(uris: Iterable[str]) -> None:
        for uri in uris:
            ls.text_document_publish_diagnostics(t.PublishDiagnosticsParams(uri=uri, diagnostics=[]))

    @ls.feature(t.NOTEBOOK_DOCUMENT_DID_OPEN)
    def did_open(params: t.DidOpenNotebookDocumentParams) -> None:
        ls.reload()
        notebook = OpenNotebook(params.notebook_document.uri)
        ls.notebooks[unquote(notebook.uri)] = notebook
        notebook.receive(ls.documents)
        ls.schedule(notebook, 0)

    @ls.feature(t.NOTEBOOK_DOCUMENT_DID_CHANGE)
    def did_change(params: t.DidChangeNotebookDocumentParams) -> None:
        notebook = ls.notebooks.get(unquote(params.notebook_document.uri))
        if notebook is not None:
            take_back(notebook.receive(ls.documents))
            if notebook.is_behind:  # otherwise a cell has only been run
                ls.changed(notebook)

    @ls.feature(t.NOTEBOOK_DOCUMENT_DID_SAVE)
    def did_save(params: t.DidSaveNotebookDocumentParams) -> None:
        ls.reload()
        notebook = ls.notebooks.get(unquote(params.notebook_document.uri))
        if notebook is not None:
            ls.was_saved(notebook)

    @ls.feature(t.NOTEBOOK_DOCUMENT_DID_CLOSE)
    def did_close(params: t.DidCloseNotebookDocumentParams) -> None:
        notebook = ls.notebooks.pop(unquote(params.notebook_document.uri), None)
        if notebook is not None:
            ls.forget(notebook.uri)
            take_back(cell.uri for cell in notebook.cells.values())
