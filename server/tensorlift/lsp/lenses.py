"""The lines that an editor shows above a file: how many findings, how many of them are fixed at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types as t

from tensorlift.engine import preferred_fix
from tensorlift.lsp.analysis import Analysis
from tensorlift.lsp.commands import FIX_FILE

if TYPE_CHECKING:
    from tensorlift.lsp.session import TensorliftServer

_TOP = t.Range(t.Position(0, 0), t.Position(0, 0))


def code_lenses(analysis: Analysis, uri: str) -> list[t.CodeLens]:
    """Return the lenses of a document.

    Args:
        analysis: The findings of the text that it stands in.
        uri: The document, or a cell of a notebook; the findings of a notebook are shown above its first cell.

    Returns:
        One with the number of findings, which fixes what is safe to fix; one with the number of fixes that need a look, which applies
        these too. Nothing where there is nothing to say.
    """
    found = analysis.unplaced
    if not found or uri != analysis.view.uris[0]:
        return []
    safe = analysis.safe_count
    review = sum(1 for finding in found if preferred_fix(finding, review=True) is not None) - safe
    count = len(found)
    title = f"tensorlift: {count} finding{'' if count == 1 else 's'}" + (f", {safe} fixable now" if safe else "")
    # A command without a name is shown, but cannot be run.
    lenses = [t.CodeLens(_TOP, t.Command(title, FIX_FILE if safe else "", arguments=[uri] if safe else None))]
    if review:
        lenses.append(t.CodeLens(_TOP, t.Command(f"{review} to review", FIX_FILE, arguments=[uri, {"review": True}])))
    return lenses


def register(ls: TensorliftServer) -> None:
    """Offer code lenses, if the client shows them."""
    if not ls.client.lenses:
        return

    @ls.feature(t.TEXT_DOCUMENT_CODE_LENS, t.CodeLensOptions(resolve_provider=False))
    async def code_lens(params: t.CodeLensParams) -> list[t.CodeLens]:
        uri = params.text_document.uri
        return await ls.ask(uri, lambda analysis: code_lenses(analysis, uri)) or []
