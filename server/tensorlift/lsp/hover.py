"""What an editor shows for the place under the pointer."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from lsprotocol import types as t

from tensorlift.explain import explain_symbol
from tensorlift.lsp.analysis import Analysis
from tensorlift.lsp.client import Client
from tensorlift.lsp.convert import lsp_markup
from tensorlift.settings import Settings

if TYPE_CHECKING:
    from tensorlift.lsp.session import TensorliftServer


def lsp_hover(
    analysis: Analysis, uri: str, position: t.Position, explain: Callable[[str, Settings], str | None], client: Client
) -> t.Hover | None:
    """Return what is to be said about a place.

    Args:
        analysis: The findings of the text.
        uri: The document.
        position: The place.
        explain: Tells in Markdown what became of a TensorFlow 1 symbol.
        client: What the client can show.

    Returns:
        The messages of the findings there, with what became of each symbol; None if there is no finding.
    """
    offset = analysis.view.offset(uri, position)
    if offset is None:
        return None
    found = [finding for finding in analysis.findings if finding.start <= offset <= finding.end]
    if not found:
        return None
    parts: list[str] = []
    for finding in found:
        parts.append(f"{finding.message} ({finding.code})")
        explanation = explain(finding.symbol, analysis.settings) if finding.symbol else None
        if explanation and explanation not in parts:
            parts.append(explanation)
    narrowest = min(found, key=lambda finding: finding.end - finding.start)
    return t.Hover(
        contents=lsp_markup("\n\n".join(parts), client),
        range=analysis.view.location(narrowest.start, narrowest.end).range,
    )


def register(ls: TensorliftServer) -> None:
    """Answer hovers."""

    @ls.feature(t.TEXT_DOCUMENT_HOVER)
    async def hover(params: t.HoverParams) -> t.Hover | None:
        uri = params.text_document.uri
        return await ls.ask(uri, lambda analysis: lsp_hover(analysis, uri, params.position, explain_symbol, ls.client))
