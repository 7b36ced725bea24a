"""The pure converters, on documents with every kind of line end and character."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types as t

from tensorlift.lsp.client import Client
from tensorlift.lsp.convert import (
    byte_span,
    lsp_diagnostic,
    lsp_markup,
    lsp_position,
    lsp_range,
    lsp_text_edits,
    lsp_workspace_edit,
    minimal_edits,
)
from tensorlift.model import Edit, Finding, Fix, Level, Safety, Severity
from tensorlift.rewrite.edits import apply_edits
from tensorlift.source.document import Document, Encoding

TEXTS = st.text(alphabet="ab(é😋\t\f\u2028\r\n", max_size=40)

FINDING = Finding(
    code="TL101",
    slug="renamed",
    severity=Severity.ERROR,
    message="tf.log is tf.math.log in TensorFlow 2.",
    start=6,
    end=12,
    symbol="tf.log",
    url="https://example.org/guide",
    fixes=(Fix("Use tf.math.log", Level.SYMBOLS, Safety.SAFE, (Edit(6, 12, "tf.math.log"),)),),
    deprecated=True,
)


@pytest.mark.parametrize(("encoding", "column"), [("utf-8", 7), ("utf-16", 4), ("utf-32", 3)])
def test_positions(encoding: Encoding, column: int) -> None:
    document = Document("x = 1\f\u2028\r\né😋=tf")
    offset = len("x = 1\f\u2028\r\né😋=".encode())
    assert lsp_position(document, offset, encoding) == t.Position(1, column)
    place = lsp_range(document, offset, offset + 2, encoding)
    assert place == t.Range(t.Position(1, column), t.Position(1, column + 2))
    assert byte_span(document, place, encoding) == (offset, offset + 2)


def test_span_of_a_reversed_or_distant_range() -> None:
    document = Document("ab\ncd\n")
    assert byte_span(document, t.Range(t.Position(1, 1), t.Position(0, 1)), "utf-16") == (1, 4)
    assert byte_span(document, t.Range(t.Position(0, 99), t.Position(99, 0)), "utf-16") == (2, 6)


def test_diagnostic_for_an_able_client() -> None:
    document = Document("a =   tf.log(1)\n")
    found = lsp_diagnostic(document, 7, FINDING, Client(tags=True, links=True))
    assert found == t.Diagnostic(
        range=t.Range(t.Position(0, 6), t.Position(0, 12)),
        message=FINDING.message,
        severity=t.DiagnosticSeverity.Error,
        code="TL101",
        code_description=t.CodeDescription("https://example.org/guide"),
        source="tensorlift",
        tags=[t.DiagnosticTag.Deprecated],
        data={"version": 7, "fixes": ["Use tf.math.log"]},
    )


def test_diagnostic_for_a_modest_client() -> None:
    found = lsp_diagnostic(Document("a =   tf.log(1)\n"), None, FINDING, Client())
    assert (found.tags, found.code_description) == (None, None)


@pytest.mark.parametrize(
    ("severity", "expected"),
    [
        (Severity.ERROR, t.DiagnosticSeverity.Error),
        (Severity.WARNING, t.DiagnosticSeverity.Warning),
        (Severity.INFORMATION, t.DiagnosticSeverity.Information),
        (Severity.HINT, t.DiagnosticSeverity.Hint),
    ],
)
def test_severities(severity: Severity, expected: t.DiagnosticSeverity) -> None:
    finding = Finding("TL1", "slug", severity, "message", 0, 1)
    found = lsp_diagnostic(Document("x"), 1, finding, Client(tags=True, links=True))
    assert (found.severity, found.tags, found.code_description) == (expected, None, None)


def test_edits_are_in_the_order_of_the_text() -> None:
    edits = lsp_text_edits(Document("é = 1\n"), [Edit(5, 6, "2"), Edit(0, 2, "b"), Edit(0, 0, "a")], "utf-16")
    columns = [(edit.range.start.character, edit.range.end.character, edit.new_text) for edit in edits]
    assert columns == [(0, 0, "a"), (0, 1, "b"), (4, 5, "2")]


def test_workspace_edits() -> None:
    edits = [t.TextEdit(t.Range(t.Position(0, 0), t.Position(0, 0)), "x")]
    assert lsp_workspace_edit("file:///a.py", 3, edits, Client()) == t.WorkspaceEdit(changes={"file:///a.py": edits})
    versioned = lsp_workspace_edit("file:///a.py", 3, edits, Client(document_changes=True))
    assert versioned.changes is None
    identifier = t.OptionalVersionedTextDocumentIdentifier("file:///a.py", 3)
    assert versioned.document_changes == [t.TextDocumentEdit(identifier, edits)]


def test_markup() -> None:
    assert lsp_markup("*x*", Client(markdown=True)).kind == t.MarkupKind.Markdown
    assert lsp_markup("*x*", Client()).kind == t.MarkupKind.PlainText


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("same\n", "same\n", []),
        ("é = tf.log(1)\nb\n", "é = tf.math.log(1)\nb\n", [Edit(8, 8, "math.")]),
        ("a1\na2\na3\n", "b1\na2\nb3\n", [Edit(0, 1, "b"), Edit(6, 7, "b")]),
        ("a\nb\nc\n", "a\nc\n", [Edit(2, 4, "")]),
        ("a\n", "import x\na\n", [Edit(0, 0, "import x\n")]),
        ("a\r\n", "ab\r\n", [Edit(1, 1, "b")]),
        ("a\r\n", "a\n", [Edit(1, 3, "\n")]),
        ("a\r", "a\r\n", [Edit(1, 2, "\r\n")]),
        ("", "a", [Edit(0, 0, "a")]),
    ],
)
def test_minimal_edits(before: str, after: str, expected: list[Edit]) -> None:
    assert minimal_edits(before, after) == expected


@given(TEXTS, TEXTS)
def test_minimal_edits_lead_to_the_other_text(before: str, after: str) -> None:
    edits = minimal_edits(before, after)
    assert apply_edits(before.encode(), edits).decode() == after
    assert all(left.end <= right.start for left, right in pairwise(edits))
    data = before.encode()
    for offset in (offset for edit in edits for offset in (edit.start, edit.end)):
        assert data[offset - 1 : offset + 1] != b"\r\n" or offset == 0


@given(TEXTS, TEXTS, st.sampled_from(["utf-8", "utf-16", "utf-32"]))
def test_converted_edits_come_back(before: str, after: str, encoding: Encoding) -> None:
    document = Document(before)
    edits = minimal_edits(before, after)
    converted = lsp_text_edits(document, edits, encoding)
    assert [byte_span(document, edit.range, encoding) for edit in converted] == [(edit.start, edit.end) for edit in edits]
