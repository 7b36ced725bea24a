"""From byte offsets and findings to protocol types, and back. Pure functions without state."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from itertools import accumulate

from lsprotocol import types as t

from tensorlift.lsp.client import Client
from tensorlift.lsp.views import View
from tensorlift.model import Edit, Finding, Severity
from tensorlift.source.document import encode

SOURCE = "tensorlift"

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")

_SEVERITIES = {
    Severity.ERROR: t.DiagnosticSeverity.Error,
    Severity.WARNING: t.DiagnosticSeverity.Warning,
    Severity.INFORMATION: t.DiagnosticSeverity.Information,
    Severity.HINT: t.DiagnosticSeverity.Hint,
}


def lsp_diagnostic(view: View, finding: Finding, client: Client) -> t.Diagnostic:
    """Return a finding as a diagnostic.

    Args:
        view: The text that the finding was made for.
        finding: The finding.
        client: What the client can show.

    Returns:
        The diagnostic; the document that it belongs to is that of ``view.location``.
    """
    return t.Diagnostic(
        range=view.location(finding.start, finding.end).range,
        message=finding.message,
        severity=_SEVERITIES[finding.severity],
        code=finding.code,
        code_description=t.CodeDescription(href=finding.url) if finding.url and client.links else None,
        source=SOURCE,
        tags=[t.DiagnosticTag.Deprecated] if finding.deprecated and client.tags else None,
    )


def lsp_workspace_edit(view: View, edits: Iterable[Edit], client: Client) -> t.WorkspaceEdit | None:
    """Return edits of a text; with the version, where the client can refuse an edit of an older text.

    Returns:
        The edit; None if there is nothing to edit, or if an edit does not stay inside of one cell of a notebook.
    """
    changes = view.text_document_edits(edits)
    if not changes:
        return None
    if client.document_changes:
        return t.WorkspaceEdit(document_changes=changes)
    return t.WorkspaceEdit(changes={change.text_document.uri: list(change.edits) for change in changes})  # type: ignore[arg-type]


def lsp_markup(text: str, client: Client) -> t.MarkupContent:
    """Return Markdown text in the form that the client shows."""
    return t.MarkupContent(kind=t.MarkupKind.Markdown if client.markdown else t.MarkupKind.PlainText, value=text)


def minimal_edits(before: str, after: str) -> list[Edit]:
    r"""Return small edits that turn one text into another.

    Args:
        before: The text to edit.
        after: The text to reach.

    Returns:
        Edits in the order of the text, with byte offsets into ``before``; they do not overlap, and none begins or ends inside
        a ``\r\n``. Unchanged lines are untouched, so an editor keeps its cursor, folds and marks.
    """
    old, new = _LINE.findall(before), _LINE.findall(after)
    starts = [0, *accumulate(len(encode(line)) for line in old)]
    edits: list[Edit] = []
    for tag, old_start, old_end, new_start, new_end in SequenceMatcher(None, old, new).get_opcodes():
        if tag == "equal":
            continue
        if old_end - old_start == new_end - new_start:
            pairs = [(index, old[index], new[index - old_start + new_start]) for index in range(old_start, old_end)]
        else:
            pairs = [(old_start, "".join(old[old_start:old_end]), "".join(new[new_start:new_end]))]
        edits += [_trimmed(starts[index], left, right) for index, left, right in pairs if left != right]
    return edits


def _trimmed(start: int, before: str, after: str) -> Edit:
    """Return the edit from ``before`` to ``after`` without what both begin and end with."""
    shorter = min(len(before), len(after))
    head = 0
    while head < shorter and before[head] == after[head]:
        head += 1
    if before[head - 1 : head] == "\r" and "\n" in (before[head : head + 1], after[head : head + 1]):
        head -= 1
    tail = 0
    while tail < shorter - head and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    left, right = len(before) - tail, len(after) - tail
    if before[left : left + 1] == "\n" and "\r" in (before[left - 1 : left], after[right - 1 : right]):
        left, right = left + 1, right + 1
    start += len(encode(before[:head]))
    return Edit(start, start + len(encode(before[head:left])), after[head:right])
