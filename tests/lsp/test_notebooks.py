"""Notebooks: their cells are one program, whatever is done to them, and everything said about it stands in the right cell."""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lsprotocol import types as t

from tensorlift.lsp.analysis import Analysis
from tensorlift.lsp.documents import Source
from tensorlift.lsp.notebooks import NotebookView, OpenNotebook
from tensorlift.lsp.pygls_fixes import FixedWorkspace
from tensorlift.model import Edit
from tensorlift.project.runner import Mode, Task, process_bytes
from tensorlift.settings import Settings
from tensorlift.source.notebook import CellSource

from .drift import ENCODINGS, Change, Writer, facts, logged_errors, position
from .editor import Editor

EXAMPLES = Path(__file__).parents[2] / "examples"
SETTINGS = Settings()

Send = Callable[[Any], None]


# --- a notebook in an editor


@dataclass(eq=False)
class Cell:
    """A cell as the editor has it."""

    text: str
    language: str = "python"
    kind: t.NotebookCellKind = t.NotebookCellKind.Code
    uri: str = ""
    version: int = 1

    @property
    def is_python(self) -> bool:
        return self.kind is t.NotebookCellKind.Code and self.language == "python"

    @property
    def item(self) -> t.TextDocumentItem:
        return t.TextDocumentItem(uri=self.uri, language_id=self.language, version=self.version, text=self.text)

    @property
    def protocol_cell(self) -> t.NotebookCell:
        return t.NotebookCell(kind=self.kind, document=self.uri)


def markdown(text: str) -> Cell:
    return Cell(text, "markdown", t.NotebookCellKind.Markup)


@dataclass
class Window:
    """A notebook in an editor, and the messages about it.

    Args:
        uri: The notebook.
        send: Takes each message.
        encoding: The unit of columns.
        cells: The cells.
    """

    uri: str
    send: Send
    encoding: str
    cells: list[Cell] = field(default_factory=list)
    version: int = 1
    numbers: count[int] = field(default_factory=count)

    def named(self, cells: Iterable[Cell]) -> list[Cell]:
        path = re.sub(r"^[a-z]+:", "", self.uri)
        made = list(cells)
        for cell in made:
            cell.uri = cell.uri or f"vscode-notebook-cell:{path}#W{next(self.numbers)}sZmlsZQ%3D%3D"
        return made

    def open(self, *cells: Cell | str) -> None:
        self.cells = self.named(Cell(cell) if isinstance(cell, str) else cell for cell in cells)
        notebook = t.NotebookDocument(self.uri, "jupyter-notebook", self.version, [cell.protocol_cell for cell in self.cells])
        self.send(t.DidOpenNotebookDocumentParams(notebook, [cell.item for cell in self.cells]))

    def close(self) -> None:
        documents = [t.TextDocumentIdentifier(cell.uri) for cell in self.cells]
        self.send(t.DidCloseNotebookDocumentParams(t.NotebookDocumentIdentifier(self.uri), documents))

    def change(self, cells: t.NotebookDocumentCellChanges | None) -> None:
        self.version += 1
        identifier = t.VersionedNotebookDocumentIdentifier(version=self.version, uri=self.uri)
        self.send(t.DidChangeNotebookDocumentParams(identifier, t.NotebookDocumentChangeEvent(cells=cells)))

    def splice(
        self, start: int, delete: int, new: Sequence[Cell] = (), reopened: Sequence[Cell] = ()
    ) -> t.NotebookDocumentCellChangeStructure:
        """Put cells in the place of others; ``reopened`` are closed and opened though they stay."""
        old = self.cells[start : start + delete]
        self.named(new)
        self.cells[start : start + delete] = new
        return t.NotebookDocumentCellChangeStructure(
            array=t.NotebookCellArrayChange(start, delete, [cell.protocol_cell for cell in new]),
            did_open=[cell.item for cell in new if cell not in old or cell in reopened],
            did_close=[t.TextDocumentIdentifier(cell.uri) for cell in old if cell not in new or cell in reopened],
        )

    def restructure(self, start: int, delete: int, *new: Cell, reopened: Sequence[Cell] = ()) -> None:
        self.change(t.NotebookDocumentCellChanges(structure=self.splice(start, delete, new, reopened)))

    def move(self, start: int, end: int) -> None:
        """Move a cell to where another one is, as VS Code tells it: as one stretch of cells in another order."""
        low, high = sorted((start, end))
        order = list(self.cells)
        order.insert(end, order.pop(start))
        self.restructure(low, high - low + 1, *order[low : high + 1])

    def retype(self, index: int, language: str, kind: t.NotebookCellKind) -> None:
        cell = self.cells[index]
        cell.language, cell.kind, cell.version = language, kind, 1
        self.restructure(index, 1, cell, reopened=[cell])

    def turn(self, index: int, kind: t.NotebookCellKind) -> None:
        """Change the kind of a cell and nothing else."""
        self.cells[index].kind = kind
        self.change(t.NotebookDocumentCellChanges(data=[self.cells[index].protocol_cell]))

    def texts(self, index: int, changes: Iterable[Change]) -> t.NotebookDocumentCellContentChanges:
        cell, events = self.cells[index], []
        for change in changes:
            events.append(change.event(cell.text, self.encoding))
            cell.text = change.apply(cell.text)
        cell.version += 1
        return t.NotebookDocumentCellContentChanges(t.VersionedTextDocumentIdentifier(version=cell.version, uri=cell.uri), events)

    def edit(self, index: int, *changes: Change) -> None:
        self.change(t.NotebookDocumentCellChanges(text_content=[self.texts(index, changes)]))

    def replace(self, index: int, old: str, new: str) -> None:
        start = self.cells[index].text.index(old)
        self.edit(index, Change(start, start + len(old), new))

    def range(self, index: int, part: str) -> t.Range:
        text = self.cells[index].text
        start = text.index(part)
        return t.Range(*(t.Position(*position(text, at, self.encoding)) for at in (start, start + len(part))))

    def cut(self, uri: str, place: t.Range) -> str:
        """Return the text of a range of a cell."""
        text = next(cell.text for cell in self.cells if cell.uri == uri)
        start, end = (self.index(text, at) for at in (place.start, place.end))
        return text[start:end]

    def index(self, text: str, place: t.Position) -> int:
        start = [0, *(match.end() for match in re.finditer(r"\r\n|\r|\n", text))][place.line]
        line = re.split("[\r\n]", text[start:])[0]
        return start + next(at for at in range(len(line) + 1) if position(line, at, self.encoding) == (0, place.character))

    def applied(self, edits: Iterable[t.TextDocumentEdit]) -> dict[str, str]:
        """Return the text of each cell after edits, which must be for its present version."""
        texts = {cell.uri: cell.text for cell in self.cells}
        versions = {cell.uri: cell.version for cell in self.cells}
        seen = set()
        for change in edits:
            uri = change.text_document.uri
            assert change.text_document.version == versions[uri]
            assert uri not in seen
            seen.add(uri)
            text, end = texts[uri], len(texts[uri])
            for edit in reversed(change.edits):
                assert isinstance(edit, t.TextEdit)
                start, stop = (self.index(texts[uri], edit.range.start), self.index(texts[uri], edit.range.end))
                assert start <= stop <= end
                text, end = text[:start] + edit.new_text + text[stop:], start
            texts[uri] = text
        return texts


class Server:
    """The part of the server that follows a notebook, without the process."""

    def __init__(self, encoding: str = "utf-16") -> None:
        self.workspace = FixedWorkspace(None, position_encoding=encoding)
        self.notebook = OpenNotebook("")
        self.gone: list[str] = []

    def __call__(self, message: Any) -> None:
        if isinstance(message, t.DidOpenNotebookDocumentParams):
            self.workspace.put_notebook_document(message)
            self.notebook = OpenNotebook(message.notebook_document.uri)
        else:
            self.workspace.update_notebook_document(message)
        self.gone = self.notebook.receive(self.workspace)


def analysis_of(source: Source, rules: Settings = SETTINGS) -> Analysis:
    return source.analysed(rules)


def opened(*cells: Cell | str, uri: str = "file:///nowhere/a.ipynb", encoding: str = "utf-16") -> tuple[Window, Server]:
    server = Server(encoding)
    window = Window(uri, server, encoding)
    window.open(*cells)
    return window, server


def joined(server: Server) -> str:
    return server.notebook.sync().document.text


# --- the joined text


IMPORT = "import tensorflow as tf"
USE = "y = tf.log(x)"


def test_code_cells_are_one_program() -> None:
    window, server = opened(markdown("# tf.log"), IMPORT, "", Cell("tf.log <- 1", "r"), USE)
    found = analysis_of(server.notebook)
    assert found.document.text == f"{IMPORT}\n{USE}"
    assert list(found.view.uris) == [window.cells[index].uri for index in (1, 2, 4)]
    (finding,) = found.findings
    assert found.view.location(finding.start, finding.end) == t.Location(window.cells[4].uri, window.range(4, "tf.log"))


def test_cells_come_go_move_and_change() -> None:
    window, server = opened(IMPORT, USE)
    window.replace(1, "log", "lgamma")
    assert joined(server) == f"{IMPORT}\ny = tf.lgamma(x)"
    window.restructure(1, 0, Cell("x = 1"), Cell(""))
    assert joined(server) == f"{IMPORT}\nx = 1\ny = tf.lgamma(x)"
    window.move(0, 3)
    assert joined(server) == f"x = 1\ny = tf.lgamma(x)\n{IMPORT}"
    assert server.gone == []
    gone = window.cells[0].uri
    window.restructure(0, 1)
    assert joined(server) == f"y = tf.lgamma(x)\n{IMPORT}"
    assert server.gone == [gone]
    window.edit(0, Change(0, 0, "z = 1", whole=True))
    assert window.cells[0].text == "z = 1"
    assert joined(server) == f"z = 1\ny = tf.lgamma(x)\n{IMPORT}"


def test_retyped_cells() -> None:
    window, server = opened(markdown("x = 1"), IMPORT)
    window.retype(0, "python", t.NotebookCellKind.Code)
    assert joined(server) == f"x = 1\n{IMPORT}"
    window.retype(1, "javascript", t.NotebookCellKind.Code)
    assert (joined(server), server.gone) == ("x = 1", [window.cells[1].uri])
    window.turn(0, t.NotebookCellKind.Markup)
    window.replace(0, "1", "2")
    assert joined(server) == ""
    window.turn(0, t.NotebookCellKind.Code)
    assert joined(server) == "x = 2"


def test_half_of_a_notification_is_not_seen() -> None:
    window, server = opened(IMPORT, USE)
    cell = server.workspace.text_documents[next(iter(server.notebook.cells))]
    cell.apply_change(t.TextDocumentContentChangeWholeDocument("x"))
    assert joined(server) == f"{IMPORT}\n{USE}"
    structure = window.splice(0, 1)
    window.change(t.NotebookDocumentCellChanges(structure=structure, text_content=[window.texts(0, [Change(0, 1, "z")])]))
    assert server.notebook.is_behind
    assert joined(server) == "z = tf.log(x)"
    assert not server.notebook.is_behind


def test_a_run_of_a_cell_is_no_change() -> None:
    window, server = opened(IMPORT, USE)
    known = analysis_of(server.notebook)
    window.turn(1, t.NotebookCellKind.Code)
    assert not server.notebook.is_behind
    assert analysis_of(server.notebook) is known
    window.change(None)
    assert analysis_of(server.notebook) is known


def test_odd_messages_do_no_harm() -> None:
    window, server = opened(IMPORT, USE)
    window.cells[1].uri, uri = ("vscode-notebook-cell:/nowhere/b.ipynb#X", window.cells[1].uri)
    window.replace(1, "log", "exp")
    window.cells[1].uri = uri
    structure = t.NotebookDocumentCellChangeStructure(t.NotebookCellArrayChange(99, 99, [t.NotebookCell(t.NotebookCellKind.Code, uri)]))
    window.change(t.NotebookDocumentCellChanges(structure=structure))
    window.change(t.NotebookDocumentCellChanges(data=[t.NotebookCell(t.NotebookCellKind.Code, "x:y")]))
    assert joined(server) == f"{IMPORT}\n{USE}"
    server.workspace.update_notebook_document(
        t.DidChangeNotebookDocumentParams(
            t.VersionedNotebookDocumentIdentifier(2, "file:///nowhere/c.ipynb"), t.NotebookDocumentChangeEvent()
        )
    )


# --- where it stands


def test_positions_of_cells() -> None:
    window, server = opened("x = '😋'; y = 1", "%%bash\nls", "%time z = 2", encoding="utf-16")
    view = server.notebook.sync()
    first, second, third = (cell.uri for cell in window.cells)
    assert view.offset(first, window.range(0, "y").start) == len("x = '😋'; ".encode())
    assert view.location(0, 999) == t.Location(first, t.Range(t.Position(0, 0), t.Position(0, 15)))
    assert view.offset(second, t.Position(0, 0)) is None
    assert view.offset("file:///nowhere/a.ipynb", t.Position(0, 0)) is None
    start = view.offset(third, window.range(2, "z").start)
    assert start is not None
    assert view.document.slice(start, start + 5) == "z = 2"
    assert view.offset(third.replace("%3D", "="), t.Position(0, 0)) == view.offset(third, t.Position(0, 0))
    assert [view.version(uri) for uri in (first, second, "x:y")] == [1, 1, None]


def test_a_notebook_without_python() -> None:
    _, server = opened()
    assert server.notebook.sync().location(0, 0).uri == "file:///nowhere/a.ipynb"
    assert server.notebook.sync().text_document_edits([Edit(0, 0, "x")]) is None
    window, server = opened("%%bash\nls")
    view = server.notebook.sync()
    assert (view.document.text, view.location(0, 0).uri) == ("", window.cells[0].uri)


def test_files() -> None:
    assert OpenNotebook("file:///nowhere/a%20b.ipynb").file == "/nowhere/a b.ipynb"
    assert OpenNotebook("untitled:Untitled-1.ipynb").file is None


def edited(window: Window, view: NotebookView, *edits: Edit) -> list[str] | None:
    changes = view.text_document_edits(edits)
    if changes is None:
        return None
    texts = window.applied(changes)
    return [texts[cell.uri] for cell in window.cells]


def test_edits_go_to_their_cells() -> None:
    window, server = opened("é = 1\r\nimport a", "%%time\nz = 3", "!ls\ny = 2")
    view = server.notebook.sync()

    def at(part: str) -> int:
        return view.document.data.index(part.encode())

    top = view.offset(window.cells[1].uri, t.Position(0, 0)) or 0
    z, y = Edit(at("z"), at("z") + 1, "w"), Edit(at("y"), at("y"), "x")
    assert edited(window, view, y, z) == ["é = 1\r\nimport a", "%%time\nw = 3", "!ls\nxy = 2"]
    assert edited(window, view, Edit(top, top, "import b\n")) == ["é = 1\r\nimport a", "%%time\nimport b\nz = 3", "!ls\ny = 2"]
    assert edited(window, view, Edit(at("import a"), top, "")) == ["é = 1\r\n", "%%time\nz = 3", "!ls\ny = 2"]
    assert edited(window, view, Edit(at("import a"), top, "import c\n")) == ["é = 1\r\nimport c", "%%time\nz = 3", "!ls\ny = 2"]
    assert edited(window, view, Edit(at("import a"), at("z"), "")) is None
    assert edited(window, view, Edit(at("import a"), top, "import c")) is None
    assert edited(window, view, Edit(top - 1, top, "")) is None
    assert edited(window, view, Edit(at("y") - 4, at("y"), "")) is None
    assert edited(window, view) == [cell.text for cell in window.cells]


# --- as the command line


def notebook_text(cells: Iterable[Cell]) -> str:
    made: list[dict[str, Any]] = [
        {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "source": cell.text}
        if cell.kind is t.NotebookCellKind.Code
        else {"cell_type": "markdown", "metadata": {}, "source": cell.text}
        for cell in cells
    ]
    return json.dumps({"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def cells_of(text: str) -> list[Cell]:
    kinds = {"code": Cell, "markdown": markdown}
    return [kinds[cell["cell_type"]]("".join(cell["source"])) for cell in json.loads(text)["cells"]]


def fixed_by_command_line(text: str) -> list[str]:
    result = process_bytes(Task("a.ipynb", SETTINGS), Mode(fix=True, output=True), text.encode())
    assert not result.problems
    return [cell.text for cell in cells_of(result.output.decode() if result.output is not None else text)]


MAGICS = """%matplotlib inline
!pip install tensorflow
?tf.log
files = !ls
%time y = tf.log(files)
tf.log?
y = tf.log(y)"""

NOTEBOOKS = [
    (EXAMPLES / "linear_regression.ipynb").read_text(encoding="utf-8"),
    *(
        notebook_text(cells)
        for cells in (
            [Cell(IMPORT), markdown("tf.log"), Cell(USE), Cell(USE)],
            [Cell(IMPORT), Cell(MAGICS), Cell("%%bash\ntf.log"), Cell("%%time\ny = tf.log(y)")],
            [
                Cell("!pip install x"),
                Cell("%%time\nfrom tensorflow import log"),
                Cell("y = log(x)\nimport tensorflow.contrib.slim as slim"),
            ],
            [Cell("%%capture\nfrom tensorflow import placeholder, log\n"), Cell("from tensorflow import Session"), Cell("Session(log(1))")],
            [Cell("from __future__ import division\nimport tensorflow.layers as L"), Cell(""), Cell("y = L.dense(x, 3, activation=None)")],
            [Cell("import tensorflow.contrib.slim as slim"), Cell(IMPORT), Cell("x = 1\nimport tensorflow.contrib.learn as l"), Cell(USE)],
            [Cell("# é😋\n" + IMPORT), Cell("'😋', tf.log(tf.to_float(x), name='é')"), Cell("x = (tf.log(1),\n\n  tf.div(1, 2))\n\n")],
            [Cell("x = 1")],
        )
    ),
]


@pytest.mark.parametrize("text", NOTEBOOKS)
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_fix_all_is_what_the_command_line_writes(text: str, encoding: str) -> None:
    window, server = opened(*cells_of(text), encoding=encoding)
    found = analysis_of(server.notebook)
    changes = found.view.text_document_edits(found.all_fixes.edits)
    assert changes is not None
    texts = window.applied(changes)
    assert [texts[cell.uri] for cell in window.cells] == fixed_by_command_line(text)


def test_magics_survive() -> None:
    window, server = opened(IMPORT, MAGICS, "%%bash\ntf.log(x)", "%%time\ny = tf.log(y)")
    found = analysis_of(server.notebook)
    texts = window.applied(found.view.text_document_edits(found.all_fixes.edits) or ())
    assert [texts[cell.uri] for cell in window.cells[1:]] == [
        MAGICS.replace("y = tf.log(", "y = tf.math.log("),
        "%%bash\ntf.log(x)",
        "%%time\ny = tf.math.log(y)",
    ]


def test_an_import_goes_below_shell_lines_and_magics() -> None:
    window, server = opened("!pip install tensorflow", "%%time\nfrom tensorflow import nn", "y = nn.xw_plus_b(x, w, b)")
    found = analysis_of(server.notebook)
    texts = window.applied(found.view.text_document_edits(found.all_fixes.edits) or ())
    assert [texts[cell.uri] for cell in window.cells] == [
        "!pip install tensorflow",
        "%%time\nimport tensorflow as tf\nfrom tensorflow import nn",
        "y = tf.compat.v1.nn.xw_plus_b(x, w, b)",
    ]


# --- random work


SNIPPETS = (
    IMPORT, USE, MAGICS, "", "\n", "%%bash\nls 'x", "%%time\ny = tf.log(x)", "def f(x):\n    return tf.log(x)\n", "x = (", "'''", "!ls \\\n  -l\n",
    "from tensorflow import log", "y = log(é)  # 😋", "# tensorlift: skip-file", "    y = tf.log(x)\r\n", "a\r!ls", "%time z = tf.to_float(1)", "x = !ls",
)  # fmt: skip

MAGIC_PIECES = ("%", "!", "?", "%%time\n", "%%bash\n", "!ls\n", "x = !ls\n", "%time ", '"""', "\\\n")


class Work:
    """Does something to a notebook at random."""

    def __init__(self, window: Window, random: Random) -> None:
        self.window = window
        self.random = random
        self.writers: dict[str, Writer] = {}

    def cell(self) -> Cell:
        text = self.random.choice(SNIPPETS)
        return markdown(text) if self.random.randrange(8) == 0 else Cell(text, self.random.choice(("python",) * 8 + ("r",)))

    def place(self) -> int:
        return self.random.randrange(len(self.window.cells) or 1)

    def changes(self, index: int) -> list[Change]:
        cell = self.window.cells[index]
        if self.random.randrange(4) == 0:
            at = self.random.randrange(len(cell.text) + 1)
            if cell.text[at - 1 : at + 1] != "\r\n" or at == 0:
                return [Change(at, at, self.random.choice(MAGIC_PIECES))]
        writer = self.writers.setdefault(cell.uri, Writer(self.random, SNIPPETS, limit=300))
        return writer.write(cell.text)

    def structure(self) -> t.NotebookDocumentCellChangeStructure:
        cells = self.window.cells
        start = self.random.randrange(len(cells) + 1)
        stop = min(len(cells), start + self.random.choice((0, 0, 1, 1, 2, 5)))
        kept = [cell for cell in cells[start:stop] if self.random.randrange(3)]
        new = [*kept, *(self.cell() for _ in range(self.random.choice((0, 0, 1, 2) if len(cells) < 12 else (0,))))]
        self.random.shuffle(new)
        reopened = [cell for cell in kept if self.random.randrange(4) == 0]
        for cell in reopened:
            cell.version = 1
            cell.text = self.random.choice((cell.text, self.random.choice(SNIPPETS)))
            cell.kind, cell.language = self.random.choice(((t.NotebookCellKind.Code, "python"), (t.NotebookCellKind.Markup, "markdown")))
        return self.window.splice(start, stop - start, new, reopened)

    def do(self) -> None:
        window, kind = self.window, self.random.randrange(10)
        if not window.cells or kind == 0:
            window.change(t.NotebookDocumentCellChanges(structure=self.structure()))
        elif kind == 1:
            window.move(self.place(), self.place())
        elif kind == 2:
            window.turn(self.place(), self.random.choice(list(t.NotebookCellKind)))
        elif kind == 3:
            structure = self.structure()
            indexes = {self.place() for _ in range(2)} if window.cells else set()
            texts = [window.texts(index, self.changes(index)) for index in indexes]
            window.change(t.NotebookDocumentCellChanges(structure=structure, text_content=texts))
        else:
            index = self.place()
            window.edit(index, *self.changes(index))


def check(window: Window, server: Server, random: Random) -> None:
    """Compare what the server has with what a fresh one would have."""
    with logged_errors() as errors:
        known = analysis_of(server.notebook)
        _, other = opened(
            *(Cell(cell.text, cell.language, cell.kind, cell.uri, cell.version) for cell in window.cells), encoding=window.encoding
        )
        fresh = analysis_of(other.notebook)
        assert facts(known) == facts(fresh)
    assert errors == []
    python = [cell for cell in window.cells if cell.is_python]
    view = known.view
    assert list(view.uris) == [cell.uri for cell in python]
    assert [view.version(cell.uri) for cell in python] == [cell.version for cell in python]
    starts: dict[str, int] = {}
    parts: list[bytes] = []
    for cell in python:
        source = CellSource.read(cell.text)
        if source.data.strip():
            starts[cell.uri] = sum(len(part) + 1 for part in parts)
            parts.append(source.data)
    assert view.document.data == b"\n".join(parts)
    for cell in python:
        index = random.randrange(len(cell.text) + 1)
        if index and cell.text[index - 1 : index + 1] == "\r\n":
            continue
        place = t.Position(*position(cell.text, index, window.encoding))
        offset = view.offset(cell.uri, place)
        if cell.uri not in starts:
            assert offset is None
            continue
        assert offset == starts[cell.uri] + len(cell.text[:index].encode("utf-8", "surrogatepass"))
        assert view.location(offset, offset) == t.Location(cell.uri, t.Range(place, place))


@settings(max_examples=60, derandomize=True)
@given(st.lists(st.sampled_from(SNIPPETS), max_size=5), st.sampled_from(ENCODINGS), st.randoms(use_true_random=False), st.integers(1, 25))
def test_random_work_keeps_all_in_step(texts: list[str], encoding: str, random: Random, steps: int) -> None:
    window, server = opened(*texts, encoding=encoding)
    work = Work(window, random)
    for _ in range(steps):
        work.do()
        if random.randrange(5):
            check(window, server, random)
    check(window, server, random)


# --- the process

on_server = pytest.mark.asyncio(loop_scope="module")


class Screen:
    """A notebook in an editor that talks to a server.

    Args:
        editor: The editor.
        uri: The notebook.
    """

    def __init__(self, editor: Editor, uri: str) -> None:
        self.editor = editor
        self.window = Window(uri, self.send, editor.encoding)

    def send(self, message: Any) -> None:
        client = self.editor.client
        if isinstance(message, t.DidOpenNotebookDocumentParams):
            client.notebook_document_did_open(message)
        elif isinstance(message, t.DidChangeNotebookDocumentParams):
            client.notebook_document_did_change(message)
        else:
            client.notebook_document_did_close(message)

    def uri(self, index: int) -> str:
        return self.window.cells[index].uri

    async def until_marked(self, *expected: list[str]) -> None:
        """Wait until the Python cells are marked so, in their order."""

        def marked() -> bool:
            found = []
            for cell in self.window.cells:
                if cell.is_python:
                    pushed = self.editor.client.pushed.get(cell.uri)
                    if not pushed or pushed[-1].version not in (cell.version, None):
                        return False
                    found.append([self.window.cut(cell.uri, mark.range) for mark in pushed[-1].diagnostics])
            return found == list(expected)

        await self.editor.until(marked)

    async def until_taken_back(self, uri: str) -> None:
        await self.editor.until(lambda: not self.editor.client.pushed[uri][-1].diagnostics)

    async def actions(self, index: int, part: str, only: list[str] | None = None) -> list[t.CodeAction]:
        return await self.editor.actions(self.uri(index), self.window.range(index, part), only)

    async def apply(self, action: t.CodeAction) -> list[str]:
        """Apply an action as an editor does, and tell the server; return the text of each cell."""
        if action.edit is None:
            action = await self.editor.wait(self.editor.client.code_action_resolve_async(action))
        assert action.edit is not None
        changes = action.edit.document_changes
        if changes is None:
            assert action.edit.changes is not None
            changes = [
                t.TextDocumentEdit(
                    t.OptionalVersionedTextDocumentIdentifier(uri=cell.uri, version=cell.version), action.edit.changes[cell.uri]
                )
                for cell in self.window.cells
                if cell.uri in action.edit.changes
            ]
        texts = self.window.applied(change for change in changes if isinstance(change, t.TextDocumentEdit))
        for index, cell in enumerate(self.window.cells):
            if texts[cell.uri] != cell.text:
                self.window.edit(index, Change(0, len(cell.text), texts[cell.uri], whole=True))
        return [cell.text for cell in self.window.cells]


@pytest.fixture
def screen(editor: Editor, uri: str) -> Screen:
    return Screen(editor, uri.replace(".py", ".ipynb"))


@on_server
async def test_findings_of_cells_are_pushed(screen: Screen) -> None:
    assert (screen.editor.result.capabilities.notebook_document_sync is not None) is (screen.editor.profile == "vscode")
    screen.window.open(markdown("tf.log"), IMPORT, USE)
    await screen.until_marked([], ["tf.log"])
    if screen.editor.pulls:
        for index in (1, 2):
            report = await screen.editor.pull(screen.uri(index))
            assert isinstance(report, t.RelatedFullDocumentDiagnosticReport)
            assert not report.items
    screen.window.replace(2, "log", "lgamma")
    await screen.until_marked([], ["tf.lgamma"])
    screen.window.replace(1, "tensorflow", "numpy")
    await screen.until_marked([], [])


@on_server
async def test_a_quick_fix_edits_its_cell(screen: Screen) -> None:
    screen.window.open("%%time\n" + IMPORT, "z = '😋'; " + USE)
    await screen.until_marked([], ["tf.log"])
    action = (await screen.actions(1, "tf.log", ["quickfix"]))[0]
    assert action.is_preferred
    assert await screen.apply(action) == ["%%time\n" + IMPORT, "z = '😋'; y = tf.math.log(x)"]
    await screen.until_marked([], [])


@on_server
async def test_a_quick_fix_adds_its_import_to_another_cell(screen: Screen) -> None:
    screen.window.open("!pip install x", "from tensorflow import nn", "y = nn.xw_plus_b(x, w, b)")
    action = (await screen.actions(2, "xw_plus", ["quickfix"]))[0]
    assert (await screen.apply(action))[1:] == [
        "import tensorflow as tf\nfrom tensorflow import nn",
        "y = tf.compat.v1.nn.xw_plus_b(x, w, b)",
    ]


@on_server
async def test_hover_in_a_cell(screen: Screen) -> None:
    screen.window.open(IMPORT, USE)
    place = screen.window.range(1, "log")
    params = t.HoverParams(t.TextDocumentIdentifier(screen.uri(1)), place.start)
    found = await screen.editor.wait(screen.editor.client.text_document_hover_async(params))
    assert found is not None
    assert "tf.math.log" in str(found.contents)
    assert found.range == screen.window.range(1, "tf.log")


@on_server
@pytest.mark.parametrize("text", [NOTEBOOKS[0], NOTEBOOKS[2]], ids=["example", "magics"])
async def test_fix_all_over_several_cells(screen: Screen, text: str) -> None:
    screen.window.open(*cells_of(text))
    code = next(index for index, cell in enumerate(screen.window.cells) if IMPORT in cell.text)
    (action,) = await screen.actions(code, IMPORT, ["notebook.source.fixAll"])
    assert action.kind == "notebook.source.fixAll.tensorlift"
    fixed = await screen.apply(action)
    assert fixed == fixed_by_command_line(text)
    assert sum(before.text != after for before, after in zip(cells_of(text), fixed)) > 1
    assert await screen.actions(code, IMPORT, ["notebook.source.fixAll"]) == []


@on_server
async def test_cells_that_move_go_and_come(screen: Screen) -> None:
    window, client = screen.window, screen.editor.client
    window.open(IMPORT, "import numpy as tf", USE)
    await screen.until_marked([], [], [])
    window.move(0, 1)
    await screen.until_marked([], [], ["tf.log"])
    window.move(1, 0)
    await screen.until_marked([], [], [])
    window.restructure(1, 1)
    await screen.until_marked([], ["tf.log"])
    window.restructure(2, 0, Cell("z = tf.exp(tf.lgamma(1))"))
    await screen.until_marked([], ["tf.log"], ["tf.lgamma"])
    gone = screen.uri(1)
    window.restructure(1, 1)
    await screen.until_taken_back(gone)
    turned = screen.uri(1)
    window.retype(1, "markdown", t.NotebookCellKind.Markup)
    await screen.until_taken_back(turned)
    window.retype(1, "python", t.NotebookCellKind.Code)
    await screen.until_marked([], ["tf.lgamma"])
    window.close()
    await screen.until_taken_back(turned)
    before = {uri: len(client.pushed[uri]) for uri in (gone, turned)}
    assert not await screen.actions(1, "tf.lgamma")
    assert {uri: len(client.pushed[uri]) for uri in (gone, turned)} == before


@on_server
async def test_an_untitled_notebook(screen: Screen) -> None:
    screen.window.uri = f"untitled:Untitled-{screen.editor.profile}.ipynb"
    screen.window.open(IMPORT, USE)
    await screen.until_marked([], ["tf.log"])


@pytest.mark.asyncio
async def test_settings_are_those_of_the_notebook(launch: Callable[..., Awaitable[Editor]], tmp_path: Path) -> None:
    folder = tmp_path / "quiet"
    folder.mkdir()
    (folder / "tensorlift.toml").write_text('ignore = ["renamed-symbol"]\n')
    (tmp_path / "tensorlift.toml").write_text('exclude = ["c.ipynb"]\n')
    editor = await launch("vscode", root=tmp_path.as_uri())
    for path, expected in ((tmp_path / "a.ipynb", ["tf.log"]), (folder / "b.ipynb", []), (tmp_path / "c.ipynb", [])):
        screen = Screen(editor, path.as_uri())
        screen.window.open(IMPORT, USE)
        await screen.until_marked([], expected)
