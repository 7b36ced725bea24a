"""The lines that an editor shows above a file: how many findings, how many of them are fixed at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types as t

from tensorlift.engine import preferred_fix
from tensorlift.lsp.actions import FIX_FILE
from tensorlift.lsp.analysis import Analysis
from tensorlift.lsp.notebooks import OpenNotebook
from tensorlift.project import files

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
        these too. Nothing where there is nothing to say. Only the number in a text that is not valid Python, which is left as it is.
    """
    found = analysis.unplaced
    if not found or uri != analysis.view.uris[0]:
        return []
    fixable = found if files.syntax_error(analysis.document) is None else ()
    safe = sum(1 for finding in fixable if preferred_fix(finding) is not None)
    review = sum(1 for finding in fixable if preferred_fix(finding, review=True) is not None) - safe
    count = len(found)
    title = f"tensorlift: {count} finding{'' if count == 1 else 's'}" + (f", {safe} fixable now" if safe else "")
    # A command without a name is shown, but cannot be run.
    lenses = [t.CodeLens(_TOP, t.Command(title, FIX_FILE if safe else "", arguments=[uri] if safe else None))]
    if review:
        lenses.append(t.CodeLens(_TOP, t.Command(f"{review} to review", FIX_FILE, arguments=[uri, {"review": True}])))
    return lenses


def shown_lenses(notebook: OpenNotebook, analysis: Analysis, uri: str) -> list[t.CodeLens]:
    """Return the lenses of a cell to a client that shows them from now on; only for the analysis thread."""
    notebook.lenses[uri] = code_lenses(analysis, uri)
    return notebook.lenses[uri]


def are_outdated(notebook: OpenNotebook, analysis: Analysis) -> bool:
    """Whether the client shows other lenses than those of the present text; only for the analysis thread.

    A client asks again for those of the cell that is edited, not for those of the first one.
    """
    present = set(analysis.view.uris)
    notebook.lenses = {uri: shown for uri, shown in notebook.lenses.items() if uri in present}
    return any(code_lenses(analysis, uri) != shown for uri, shown in notebook.lenses.items())


def register(ls: TensorliftServer) -> None:
    """Offer code lenses, if the client shows them."""
    if not ls.client.lenses:
        return

    @ls.feature(t.TEXT_DOCUMENT_CODE_LENS, t.CodeLensOptions(resolve_provider=False))
    async def code_lens(params: t.CodeLensParams) -> list[t.CodeLens]:
        uri = params.text_document.uri
        source = ls.source(uri)

        def look(analysis: Analysis) -> list[t.CodeLens]:
            return shown_lenses(source, analysis, uri) if isinstance(source, OpenNotebook) else code_lenses(analysis, uri)

        return await ls.ask(uri, look) or []
