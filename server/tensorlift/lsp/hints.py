"""Inlay hints: the TensorFlow 2 name beside the TensorFlow 1 name, for those who want to see it all the time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from lsprotocol import types as t

from tensorlift.engine import preferred_fix
from tensorlift.lsp.analysis import Analysis
from tensorlift.model import Edit, Finding, Safety
from tensorlift.rewrite.edits import apply_edits

if TYPE_CHECKING:
    from tensorlift.lsp.session import TensorliftServer

_NAME = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*")


def inlay_hints(analysis: Analysis, uri: str, place: t.Range) -> list[t.InlayHint]:
    """Return the hints of a part of a document.

    Args:
        analysis: The findings of the text.
        uri: The document.
        place: The part, such as the lines that are on screen.

    Returns:
        A hint behind each name that a fix replaces by another name. Accepting one applies the fix, if it is safe.
    """
    span = analysis.view.span(uri, place)
    if span is None:
        return []
    hints = []
    for finding in analysis.findings_between(*span):
        if finding.end > span[1]:
            continue
        fix = preferred_fix(finding, review=True)
        name = new_name(analysis, finding, fix.edits) if fix is not None else None
        if fix is None or name is None:
            continue
        location = analysis.view.location(finding.start, finding.end)
        if location.uri != uri:
            continue
        hints.append(
            t.InlayHint(
                position=location.range.end,
                label=f"→ {name}",
                padding_left=True,
                tooltip=finding.message,
                text_edits=_text_edits(analysis, uri, fix.edits) if fix.safety is Safety.SAFE else None,
            )
        )
    return hints


def new_name(analysis: Analysis, finding: Finding, edits: Sequence[Edit]) -> str | None:
    """Return the name that edits put in the place of a finding; None if there is no other name afterwards."""
    document, start, end = analysis.document, finding.start, finding.end
    inside = [Edit(edit.start - start, edit.end - start, edit.text) for edit in edits if start <= edit.start and edit.end <= end]
    before = document.slice(start, end)
    after = apply_edits(document.data[start:end], inside).decode("utf-8", "replace")
    return after if after != before and _NAME.fullmatch(before) and _NAME.fullmatch(after) else None


def _text_edits(analysis: Analysis, uri: str, edits: Sequence[Edit]) -> list[t.TextEdit] | None:
    """Return edits of a document; None if they are not all in it."""
    changes = analysis.view.text_document_edits(edits)
    if not changes or [change.text_document.uri for change in changes] != [uri]:
        return None
    return [edit for edit in changes[0].edits if isinstance(edit, t.TextEdit)]


def register(ls: TensorliftServer) -> None:
    """Offer inlay hints, if the client shows them; they are empty until the user switches them on."""
    if not ls.client.hints:
        return

    @ls.feature(t.TEXT_DOCUMENT_INLAY_HINT, t.InlayHintOptions(resolve_provider=False))
    async def inlay_hint(params: t.InlayHintParams) -> list[t.InlayHint]:
        uri = params.text_document.uri
        if not ls.editor.options.inlay_hints:
            return []
        return await ls.ask(uri, lambda analysis: inlay_hints(analysis, uri, params.range)) or []
