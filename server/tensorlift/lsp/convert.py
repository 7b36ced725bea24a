"""From byte offsets and findings to protocol types, and back. Pure functions without state."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from lsprotocol import types as t

from tensorlift.lsp.client import Client
from tensorlift.lsp.views import View
from tensorlift.model import Edit, Finding, Severity
from tensorlift.source.names import ROOT

SOURCE = "tensorlift"

_SEVERITIES = {
    Severity.ERROR: t.DiagnosticSeverity.Error,
    Severity.WARNING: t.DiagnosticSeverity.Warning,
    Severity.INFORMATION: t.DiagnosticSeverity.Information,
    Severity.HINT: t.DiagnosticSeverity.Hint,
}


# A code span, a link, strong text, a heading or an escaped character of Markdown; code spans come first, as nothing in them is a mark.
_MARKS = re.compile(r"(?:``(.+?)``|`([^`\n]+)`)|\[([^\]\n]+)\]\(([^)\s]+)\)|\*\*(.+?)\*\*|^#+ +(.*)$|\\([\\`*_<\[\]#])", re.MULTILINE)
# What Markdown would take for a mark in a message; underscores inside of a name are none.
_SPECIAL = re.compile(r"[\\`*<\[\]]|(?<![^\W_])_|_(?![^\W_])|^#", re.MULTILINE)


def diagnostic_json(finding: Finding, client: Client) -> dict[str, Any]:
    """Return what a diagnostic says about a finding, all but the places, as JSON data."""
    data: dict[str, Any] = {
        "message": finding.message,
        "severity": _SEVERITIES[finding.severity].value,
        "code": finding.code,
        "source": SOURCE,
    }
    if finding.url and client.links:
        data["codeDescription"] = {"href": finding.url}
    if finding.deprecated and client.tags:
        data["tags"] = [t.DiagnosticTag.Deprecated.value]
    return data


def lsp_diagnostic(view: View, finding: Finding, client: Client, related: tuple[int, int, str] | None = None) -> t.Diagnostic:
    """Return a finding as a diagnostic.

    Args:
        view: The text that the finding was made for.
        finding: The finding.
        client: What the client can show.
        related: The span of another place that has to do with it, and what is to be said about that place.

    Returns:
        The diagnostic; the document that it belongs to is that of ``view.location``.
    """
    data = diagnostic_json(finding, client)
    return t.Diagnostic(
        range=view.location(finding.start, finding.end).range,
        message=data["message"],
        severity=t.DiagnosticSeverity(data["severity"]),
        code=data["code"],
        code_description=t.CodeDescription(**data["codeDescription"]) if "codeDescription" in data else None,
        source=data["source"],
        tags=[t.DiagnosticTag(tag) for tag in data["tags"]] if "tags" in data else None,
        related_information=[t.DiagnosticRelatedInformation(view.location(*related[:2]), related[2])]
        if related and client.related
        else None,
    )


def binding_message(name: str, path: str) -> str | None:
    """Return what is said about the place where a name gets its meaning; None where everybody knows it.

    Args:
        name: The name, such as ``slim``.
        path: What it stands for, such as ``tensorflow.contrib.slim``.
    """
    if path == ROOT and name in ("tf", ROOT):
        return None
    return f"Here {name} becomes {path}." if name != path else f"Here {path} is imported."


def lsp_workspace_edit(
    view: View, edits: Iterable[Edit], client: Client, created: Sequence[t.CreateFile | t.TextDocumentEdit] = ()
) -> t.WorkspaceEdit | None:
    """Return edits of a text; with the version, where the client can refuse an edit of an older text.

    Args:
        view: The text and where it stands.
        edits: The edits.
        client: What the client can do.
        created: What makes the files that the new text needs; see :func:`~tensorlift.lsp.companions.created`.

    Returns:
        The edit; None if there is nothing to edit, or if an edit does not stay inside of one cell of a notebook.
    """
    changes = view.text_document_edits(edits)
    if not changes:
        return None
    if client.document_changes:
        return t.WorkspaceEdit(document_changes=[*created, *changes])
    return t.WorkspaceEdit(changes={change.text_document.uri: list(change.edits) for change in changes})  # type: ignore[arg-type]


def lsp_markup(text: str, client: Client) -> t.MarkupContent:
    """Return Markdown text in the form that the client shows."""
    if client.markdown:
        return t.MarkupContent(kind=t.MarkupKind.Markdown, value=text)
    return t.MarkupContent(kind=t.MarkupKind.PlainText, value=plain_text(text))


def plain_text(markdown: str) -> str:
    """Return Markdown text without its marks; the bullets of lists stay, and a link becomes its text and its address."""

    def bare(match: re.Match[str]) -> str:
        quoted, code, label, address, strong, heading, escaped = match.groups()
        if quoted or code:
            return quoted or code
        return f"{label}: {address}" if address is not None else _MARKS.sub(bare, strong or heading or "") or escaped or ""

    return _MARKS.sub(bare, markdown)


def markdown_text(text: str) -> str:
    """Return plain text as Markdown that shows it as it is."""
    return _SPECIAL.sub(lambda match: "\\" + match.group(), text)
