"""Code actions: the fixes of findings, and all safe fixes of a file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from lsprotocol import types as t

from tensorlift.engine import preferred_fix
from tensorlift.lsp.analysis import Analysis
from tensorlift.lsp.client import Client
from tensorlift.lsp.convert import lsp_diagnostic, lsp_workspace_edit
from tensorlift.model import Finding, Fix, Safety

if TYPE_CHECKING:
    from tensorlift.lsp.session import TensorliftServer

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
    span = analysis.view.span(uri, params.range)
    if span is None:
        return []
    start, end = span
    found = [finding for finding in analysis.findings if finding.start <= end and finding.end >= start]
    fixes = [quick_fix(analysis, finding, fix, client) for finding in found for fix in finding.fixes]
    actions = [action for action in fixes if action.edit is not None]
    if actions and analysis.safe_count > 1:
        actions += fix_all(analysis, uri, f"Fix all ({analysis.safe_count}) in this file", QUICK_FIX, client)
    if only is not None and wanted(FIX_ALL, only):
        actions += fix_all(analysis, uri, "Fix all TensorFlow 1 findings that are safe to fix", FIX_ALL, client)
    return actions


def quick_fix(analysis: Analysis, finding: Finding, fix: Fix, client: Client) -> t.CodeAction:
    """Return one fix of a finding, with its edit; preferred if it is the one that is applied without asking."""
    return t.CodeAction(
        title=fix.title if fix.safety is Safety.SAFE else review_title(fix, finding),
        kind=QUICK_FIX,
        diagnostics=[lsp_diagnostic(analysis.view, finding, client)],
        is_preferred=True if fix is preferred_fix(finding) else None,
        edit=lsp_workspace_edit(analysis.view, fix.edits, client),
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
    resolve(analysis, action, client)
    return [action] if action.edit else []


def resolve(analysis: Analysis, action: t.CodeAction, client: Client) -> None:
    """Fill in the edit of a :func:`fix_all` action; it is made for the present text and carries its version."""
    action.edit = lsp_workspace_edit(analysis.view, analysis.all_fixes, client)


def register(ls: TensorliftServer) -> None:
    """Offer code actions; with edits that are made later only to a client that asks for them then."""

    @ls.feature(t.TEXT_DOCUMENT_CODE_ACTION, t.CodeActionOptions(code_action_kinds=list(KINDS), resolve_provider=ls.client.resolve))
    async def code_action(params: t.CodeActionParams) -> list[t.CodeAction]:
        return await ls.ask(params.text_document.uri, lambda analysis: code_actions(analysis, params, ls.client)) or []

    if ls.client.resolve:

        @ls.feature(t.CODE_ACTION_RESOLVE)
        async def resolve_code_action(action: t.CodeAction) -> t.CodeAction:
            uri = str(action.data.get("uri")) if isinstance(action.data, dict) else ""
            await ls.ask(uri, lambda analysis: resolve(analysis, action, ls.client))
            return action
