"""Code actions: the fixes of findings, and all safe fixes of a file."""

from __future__ import annotations

from collections.abc import Sequence

from lsprotocol import types as t

from tensorlift.engine import preferred_fix
from tensorlift.lsp.analysis import Analysis
from tensorlift.lsp.client import Client
from tensorlift.lsp.convert import byte_span, lsp_diagnostic, lsp_text_edits, lsp_workspace_edit
from tensorlift.model import Finding, Fix, Safety

QUICK_FIX = t.CodeActionKind.QuickFix.value
FIX_ALL = t.CodeActionKind.SourceFixAll.value + ".tensorlift"
KINDS = (QUICK_FIX, FIX_ALL)

# A review reason longer than this is cut: titles are lines of a menu.
_REASON = 90


def wanted(kind: str, only: Sequence[str] | None) -> bool:
    """Return whether a client that asks for the kinds ``only`` wants ``kind``: the same, or one further out (``source``)."""
    return only is None or any(asked in ("", kind) or kind.startswith(asked + ".") for asked in only)


def code_actions(analysis: Analysis, params: t.CodeActionParams, client: Client) -> list[t.CodeAction]:
    """Return what can be done at a range.

    Args:
        analysis: The findings of the document.
        params: The request. Actions on the whole file are only returned to a client that names their kind, or beside the fix of
            a finding, so that no lightbulb appears on lines without a finding.
        client: What the client can do.

    Returns:
        The quick fixes of the findings in the range, the preferred one of each first, then the action on the whole file.
    """
    uri, only = params.text_document.uri, params.context.only
    if only is not None and wanted(FIX_ALL, only) and not wanted(QUICK_FIX, only):
        return fix_all(analysis, uri, "Fix all TensorFlow 1 findings that are safe to fix", FIX_ALL, client)
    if not wanted(QUICK_FIX, only):
        return []
    start, end = byte_span(analysis.document, params.range, client.encoding)
    found = [finding for finding in analysis.findings if finding.start <= end and finding.end >= start]
    actions = [quick_fix(analysis, uri, finding, fix, client) for finding in found for fix in finding.fixes if fix.edits]
    if actions and analysis.safe_count > 1:
        actions += fix_all(analysis, uri, f"Fix all ({analysis.safe_count}) in this file", QUICK_FIX, client)
    if only is not None and wanted(FIX_ALL, only):
        actions += fix_all(analysis, uri, "Fix all TensorFlow 1 findings that are safe to fix", FIX_ALL, client)
    return actions


def quick_fix(analysis: Analysis, uri: str, finding: Finding, fix: Fix, client: Client) -> t.CodeAction:
    """Return one fix of a finding, with its edit; preferred if it is the one that is applied without asking."""
    edits = lsp_text_edits(analysis.document, fix.edits, client.encoding)
    return t.CodeAction(
        title=fix.title if fix.safety is Safety.SAFE else review_title(fix, finding),
        kind=QUICK_FIX,
        diagnostics=[lsp_diagnostic(analysis.document, analysis.version, finding, client)],
        is_preferred=True if fix is preferred_fix(finding) else None,
        edit=lsp_workspace_edit(uri, analysis.version, edits, client),
    )


def review_title(fix: Fix, finding: Finding) -> str:
    """Return the title of a fix that somebody has to look at: it says why, in the first sentence of the finding's message."""
    reason = finding.message.split("\n")[0].split(". ")[0].rstrip(".")
    if len(reason) > _REASON:
        reason = reason[:_REASON].rsplit(" ", 1)[0] + " …"
    return f"{fix.title} (review: {reason})"


def fix_all(analysis: Analysis, uri: str, title: str, kind: str, client: Client) -> list[t.CodeAction]:
    """Return the action that applies all safe fixes of a file, or nothing if there is none.

    A client that can ask for the edit later gets the action without it; :func:`resolve` fills it in.
    """
    if not analysis.safe_count:
        return []
    action = t.CodeAction(title=title, kind=kind, data={"uri": uri})
    if client.resolve:
        return [action]
    resolve(analysis, action, uri, client)
    return [action] if action.edit else []


def resolve(analysis: Analysis, action: t.CodeAction, uri: str, client: Client) -> None:
    """Fill in the edit of a :func:`fix_all` action; it is made for the present text and carries its version."""
    if analysis.all_fixes:
        edits = lsp_text_edits(analysis.document, analysis.all_fixes, client.encoding)
        action.edit = lsp_workspace_edit(uri, analysis.version, edits, client)
