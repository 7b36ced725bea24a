"""The pure converters, on texts with every kind of line end and character."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types as t

from tensorlift.lsp.client import Client
from tensorlift.lsp.convert import binding_message, lsp_diagnostic, lsp_markup, lsp_workspace_edit, markdown_text, plain_text
from tensorlift.lsp.views import TextView
from tensorlift.model import Edit, Finding, Fix, Level, Safety, Severity
from tensorlift.rewrite.difference import minimal_edits
from tensorlift.source.document import Document, Encoding

TEXTS = st.text(alphabet="ab(é😋\t\f\u2028\r\n", max_size=40)
URI = "file:///a.py"

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


def view(text: str, encoding: Encoding = "utf-16", version: int | None = 3) -> TextView:
    return TextView(URI, version, Document(text), encoding)


def test_diagnostic_for_an_able_client() -> None:
    related = (0, 1, binding_message("flow", "tensorflow") or "")
    found = lsp_diagnostic(view("a =   tf.log(1)\n"), FINDING, Client(tags=True, links=True, related=True), related)
    assert found == t.Diagnostic(
        range=t.Range(t.Position(0, 6), t.Position(0, 12)),
        message=FINDING.message,
        severity=t.DiagnosticSeverity.Error,
        code="TL101",
        code_description=t.CodeDescription("https://example.org/guide"),
        source="tensorlift",
        tags=[t.DiagnosticTag.Deprecated],
        related_information=[
            t.DiagnosticRelatedInformation(t.Location(URI, t.Range(t.Position(0, 0), t.Position(0, 1))), "Here flow becomes tensorflow.")
        ],
    )


def test_diagnostic_for_a_modest_client() -> None:
    found = lsp_diagnostic(view("a =   tf.log(1)\n"), FINDING, Client(), (0, 1, "Here."))
    assert (found.tags, found.code_description, found.related_information) == (None, None, None)


def test_diagnostic_without_a_binding() -> None:
    assert lsp_diagnostic(view("a =   tf.log(1)\n"), FINDING, Client(related=True)).related_information is None


def test_a_binding_under_its_own_name() -> None:
    assert binding_message("tensorflow.contrib", "tensorflow.contrib") == "Here tensorflow.contrib is imported."
    assert binding_message("tf", "tensorflow") is binding_message("tensorflow", "tensorflow") is None


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
    found = lsp_diagnostic(view("x"), finding, Client(tags=True, links=True))
    assert (found.severity, found.tags, found.code_description) == (expected, None, None)


def columns(edit: t.WorkspaceEdit | None) -> list[tuple[int, int, Any]]:
    assert edit is not None
    assert edit.changes is not None
    return [(one.range.start.character, one.range.end.character, one.new_text) for one in edit.changes[URI]]


def test_edits_are_in_the_order_of_the_text() -> None:
    edits = [Edit(5, 6, "2"), Edit(0, 2, "b"), Edit(0, 0, "a")]
    assert columns(lsp_workspace_edit(view("é = 1\n"), edits, Client())) == [(0, 0, "a"), (0, 1, "b"), (4, 5, "2")]


def test_edits_carry_the_version_where_the_client_reads_it() -> None:
    versioned = lsp_workspace_edit(view("é = 1\n"), [Edit(0, 0, "a")], Client(document_changes=True))
    assert versioned is not None
    assert versioned.changes is None
    identifier = t.OptionalVersionedTextDocumentIdentifier(URI, 3)
    place = t.Range(t.Position(0, 0), t.Position(0, 0))
    assert versioned.document_changes == [t.TextDocumentEdit(identifier, [t.TextEdit(place, "a")])]


def test_no_edits_are_no_edit() -> None:
    assert lsp_workspace_edit(view("x\n"), [], Client(document_changes=True)) is None


@given(TEXTS, TEXTS, st.sampled_from(["utf-8", "utf-16", "utf-32"]))
def test_converted_edits_come_back(before: str, after: str, encoding: Encoding) -> None:
    shown = view(before, encoding)
    edits = minimal_edits(before, after)
    converted = lsp_workspace_edit(shown, edits, Client())
    found = converted.changes[URI] if converted is not None and converted.changes is not None else []
    assert [shown.span(URI, edit.range) for edit in found] == [(edit.start, edit.end) for edit in edits]


# --- text for people


def test_markup() -> None:
    assert lsp_markup("**x**", Client(markdown=True)) == t.MarkupContent(t.MarkupKind.Markdown, "**x**")
    assert lsp_markup("**x**", Client()) == t.MarkupContent(t.MarkupKind.PlainText, "x")


@pytest.mark.parametrize(
    ("markdown", "plain"),
    [
        ("### tf.log\n\nIt is **`tf.math.log`**.", "tf.log\n\nIt is tf.math.log."),
        ("- `f(*args, **kwargs)` is gone", "- f(*args, **kwargs) is gone"),
        ("[Migration guide](https://example.org/a_b)", "Migration guide: https://example.org/a_b"),
        ("- **compat**, **symbols**: `tf.compat.v1.log`", "- compat, symbols: tf.compat.v1.log"),
        ("`[0, 1]` and `a_b` 2 * 3 * 4", "[0, 1] and a_b 2 * 3 * 4"),
        ("hidden behind \\*\\*", "hidden behind **"),
        ("``f(x='`', **y)`` and `z`", "f(x='`', **y) and z"),
        ("C# and #1", "C# and #1"),
    ],
)
def test_plain_text(markdown: str, plain: str) -> None:
    assert plain_text(markdown) == plain


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("tf.nn.max_pool_v2 takes other arguments", "tf.nn.max_pool_v2 takes other arguments"),
        ("f(**kw) of __init__", "f(\\*\\*kw) of \\_\\_init\\_\\_"),
        ("a[0] < b", "a\\[0\\] \\< b"),
    ],
)
def test_text_as_markdown(text: str, markdown: str) -> None:
    assert markdown_text(text) == markdown


@given(st.text(alphabet="ab_*`<[]()#\\ \n.", max_size=30))
def test_text_comes_through_markdown(text: str) -> None:
    assert plain_text(markdown_text(text)) == text
