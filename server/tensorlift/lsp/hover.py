"""What an editor shows for the place under the pointer."""

from __future__ import annotations

from collections.abc import Callable

from lsprotocol import types as t

from tensorlift.lsp.analysis import Analysis
from tensorlift.lsp.client import Client
from tensorlift.lsp.convert import lsp_markup, lsp_range
from tensorlift.settings import Settings


def lsp_hover(analysis: Analysis, position: t.Position, explain: Callable[[str, Settings], str | None], client: Client) -> t.Hover | None:
    """Return what is to be said about a place.

    Args:
        analysis: The findings of the document.
        position: The place.
        explain: Tells in Markdown what became of a TensorFlow 1 symbol.
        client: What the client can show.

    Returns:
        The messages of the findings there, with what became of each symbol; None if there is no finding.
    """
    document = analysis.document
    offset = document.offset(position.line, position.character, client.encoding)
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
        range=lsp_range(document, narrowest.start, narrowest.end, client.encoding),
    )
