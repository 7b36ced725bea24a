"""The server's copy of an open document stays in step with the editor's."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types as t
from pygls.workspace import PositionCodec

from tensorlift.lsp.client import read_encoding
from tensorlift.lsp.documents import OpenDocument, apply_change
from tensorlift.model import Edit
from tensorlift.settings import Settings
from tensorlift.source.document import Document, Encoding

PIECES = st.text(alphabet="ab(:é😋\f\u2028\r\n", max_size=12)


def partial(start: tuple[int, int], end: tuple[int, int], text: str) -> t.TextDocumentContentChangePartial:
    return t.TextDocumentContentChangePartial(t.Range(t.Position(*start), t.Position(*end)), text)


def opened(text: str = "a = 1\n", uri: str = "file:///a.py", **options: Any) -> OpenDocument:
    return OpenDocument(uri, source=text, version=1, language_id="python", **options)


EDITS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40), PIECES), max_size=6)
ENCODINGS = st.sampled_from(["utf-8", "utf-16", "utf-32"])


@given(PIECES, EDITS, ENCODINGS)
def test_copy_after_edits(text: str, edits: list[tuple[int, int, str]], encoding: Encoding) -> None:
    copy = Document(text)
    assert copy.chunks
    for first, second, new in edits:
        start, end = sorted((min(first, len(text)), min(second, len(text))))
        if any(text[index - 1 : index + 1] == "\r\n" for index in (start, end)):
            continue  # not a position of the protocol
        before = Document(text)
        places = [t.Position(*before.position(len(text[:index].encode()), encoding)) for index in (start, end)]
        copy = apply_change(copy, t.TextDocumentContentChangePartial(t.Range(*places), new), encoding)
        text = text[:start] + new + text[end:]
        assert copy.text == text
        assert copy.chunk_starts == Document(text).chunk_starts
    assert [chunk.data for chunk in copy.chunks] == [chunk.data for chunk in Document(text).chunks]


def test_a_column_inside_of_a_character() -> None:
    document = apply_change(Document("é😋 = 1"), partial((0, 1), (0, 4), "x"), "utf-8")
    assert document.text == "x😋 = 1"
    assert document.data.decode() == document.text


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (partial((1, 1), (0, 1), "X"), "aXd\n"),
        (partial((0, 99), (0, 99), "X"), "abX\ncd\n"),
        (partial((7, 0), (9, 9), "X"), "ab\ncd\nX"),
        (t.TextDocumentContentChangeWholeDocument("X"), "X"),
    ],
)
def test_odd_changes_are_parsed_anew(change: t.TextDocumentContentChangeEvent, expected: str) -> None:
    document = apply_change(Document("ab\ncd\n", "a.py"), change, "utf-16")
    assert (document.text, document.path) == (expected, "a.py")
    assert document.chunk_lines == Document(expected).chunk_lines


def test_half_of_a_notification_is_not_seen() -> None:
    document = opened()
    document.apply_change(partial((0, 0), (0, 1), "b"))
    assert document.sync().document.text == "a = 1\n"
    document.version = 2
    document.apply_change(partial((0, 4), (0, 5), "2"))
    document.commit()
    view = document.sync()
    assert (view.number, view.document.text, document.source) == (2, "b = 2\n", "b = 2\n")


def test_where_the_text_stands() -> None:
    view = opened("é😋 = 1\r\nb\n").sync()
    assert (list(view.uris), view.version("file:///a.py")) == (["file:///a.py"], 1)
    assert view.offset("file:///a.py", t.Position(0, 3)) == len("é😋".encode())
    assert view.offset("file:///a.py", t.Position(9, 9)) == len(view.document.data)
    assert view.offset("file:///b.py", t.Position(0, 0)) is None
    assert view.span("file:///a.py", t.Range(t.Position(1, 1), t.Position(0, 1))) == (2, 13)
    assert view.span("file:///b.py", t.Range(t.Position(0, 0), t.Position(0, 1))) is None
    assert view.location(2, 6) == t.Location("file:///a.py", t.Range(t.Position(0, 1), t.Position(0, 3)))


def test_edits_are_in_the_order_of_the_text() -> None:
    view = opened("a = 1\n").sync()
    assert view.text_document_edits([]) == []
    changes = view.text_document_edits([Edit(4, 5, "2"), Edit(0, 0, "x"), Edit(0, 0, "y")])
    assert changes is not None
    (change,) = changes
    assert change.text_document == t.OptionalVersionedTextDocumentIdentifier(uri="file:///a.py", version=1)
    assert [(edit.range.start.character, edit.new_text) for edit in change.edits if isinstance(edit, t.TextEdit)] == [
        (0, "x"),
        (0, "y"),
        (4, "2"),
    ]


def test_a_change_forgets_the_analysis() -> None:
    document = opened()
    document.analysis = object()  # type: ignore[assignment]
    document.sync()
    assert document.analysis is not None
    document.apply_change(t.TextDocumentContentChangeWholeDocument("b"))
    document.commit()
    document.sync()
    assert document.analysis is None


def test_versions_that_go_back(caplog: pytest.LogCaptureFixture) -> None:
    document = opened()
    document.version = 0
    document.apply_change(partial((0, 0), (0, 1), "b"))
    document.commit()
    with caplog.at_level(logging.WARNING):
        assert document.sync().document.text == "b = 1\n"
    assert "version 0" in caplog.text


@pytest.mark.parametrize(
    ("uri", "language", "expected"),
    [
        ("file:///a.py", "python", True),
        ("file:///a.pyi", None, True),
        ("file:///a", "python", True),
        ("untitled:Untitled-1", "python", True),
        ("file:///a.toml", "toml", False),
        ("file:///a.pyc", "", False),
    ],
)
def test_what_is_python(uri: str, language: str | None, expected: bool) -> None:
    assert OpenDocument(uri, source="", version=1, language_id=language).is_python is expected


def test_files() -> None:
    assert opened(uri="file:///nowhere/a%20b.py").file == "/nowhere/a b.py"
    assert opened(uri="untitled:Untitled-1").file is None


def test_encoding_of_the_workspace() -> None:
    document = opened("é😋 = 1\n", position_codec=PositionCodec(t.PositionEncodingKind.Utf8))
    document.apply_change(partial((0, 2), (0, 6), "x"))
    document.commit()
    assert document.sync().document.text == "éx = 1\n"
    assert read_encoding("utf-8") == "utf-8"
    assert read_encoding("utf-32") == "utf-32"
    assert {read_encoding(kind) for kind in (None, "utf-16", "utf-7")} == {"utf-16"}


@pytest.mark.parametrize(
    ("uri", "language", "text"),
    [
        ("file:///a/requirements.txt", "pip-requirements", "tensorflow<2\n"),
        ("file:///a/requirements.txt", "plaintext", "tensorflow<2\n"),
        ("file:///a/environment.yml", "yaml", "dependencies:\n  - tensorflow<2\n"),
        ("file:///a/pyproject.toml", "toml", "[project]\ndependencies = ['tensorflow<2']\n"),
        ("file:///a/Dockerfile", "dockerfile", "RUN pip install 'tensorflow<2'\n"),
    ],
)
def test_project_files_are_checked_by_their_names(uri: str, language: str, text: str) -> None:
    document = OpenDocument(uri, source=text, version=1, language_id=language)
    assert document.is_python
    assert [finding.code for finding in document.analysed(Settings()).findings] == ["TL501"]
    start = text.index("<2")
    line = text.count("\n", 0, start)
    column = start - (text.rfind("\n", 0, start) + 1)
    document.version = 2
    document.apply_change(partial((line, column), (line, column + 2), ""))
    document.commit()
    assert list(document.analysed(Settings()).findings) == []


def test_other_files_are_no_concern() -> None:
    assert not OpenDocument("file:///a/notes.txt", source="tensorflow<2\n", version=1, language_id="plaintext").is_python
