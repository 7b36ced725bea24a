"""Diagnostics, pulled or pushed."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from lsprotocol import types as t

from tensorlift.lsp.analysis import Analysis
from tensorlift.lsp.client import Client
from tensorlift.lsp.convert import binding_message, lsp_diagnostic
from tensorlift.lsp.pygls_fixes import JsonText
from tensorlift.lsp.rendering import Rendering
from tensorlift.lsp.reports import Report
from tensorlift.lsp.views import TextView

if TYPE_CHECKING:
    from tensorlift.lsp.documents import Source
    from tensorlift.lsp.session import TensorliftServer

logger = logging.getLogger(__name__)


def lsp_diagnostics(analysis: Analysis, client: Client) -> dict[str, list[t.Diagnostic]]:
    """Return all findings of a text as diagnostics, by document."""
    found: dict[str, list[t.Diagnostic]] = {uri: [] for uri in analysis.view.uris}
    for finding in analysis.findings:
        location = analysis.view.location(finding.start, finding.end)
        origin = analysis.origin(finding) if client.related else None
        message = binding_message(*origin[2:]) if origin is not None else None
        related = (*origin[:2], message) if origin is not None and message is not None else None
        found[location.uri].append(lsp_diagnostic(analysis.view, finding, client, related))
    return found


def make_report(analysis: Analysis, rendering: Rendering) -> Report:
    """Return the diagnostics of a text that is one document.

    Args:
        analysis: The findings.
        rendering: What is kept of the document's diagnostics.
    """
    view = analysis.view
    assert isinstance(view, TextView)
    return Report(rendering.name(analysis), rendering.items(analysis), view.number)


class Publisher:
    """Pushes diagnostics after a pause in typing; a newer request for a document replaces an older one.

    Args:
        publish: Called with the document's URI when its time has come.
    """

    def __init__(self, publish: Callable[[str], Awaitable[None]]) -> None:
        self._publish = publish
        self._tasks: dict[str, asyncio.Task[None]] = {}

    def schedule(self, uri: str, delay: float) -> None:
        """Push the diagnostics of ``uri`` in ``delay`` seconds, unless this is asked again before."""
        self.cancel(uri)
        task = asyncio.create_task(self._run(uri, delay))
        self._tasks[uri] = task
        task.add_done_callback(lambda done: self._forget(uri, done))

    def cancel(self, uri: str) -> None:
        """Drop what is still to be pushed for ``uri``."""
        task = self._tasks.pop(uri, None)
        if task is not None:
            task.cancel()

    def _forget(self, uri: str, task: asyncio.Task[None]) -> None:
        if self._tasks.get(uri) is task:
            del self._tasks[uri]

    async def _run(self, uri: str, delay: float) -> None:
        await asyncio.sleep(delay)
        try:
            await self._publish(uri)
        except Exception:
            logger.exception("no diagnostics for %s", uri)


async def document_report(ls: TensorliftServer, source: Source) -> Report:
    """Return the report of an open document, or that of its saved text where diagnostics follow saves only."""
    on_type = ls.editor.options.on_type
    held = None if on_type else ls.saved.held(source.uri)
    if held is not None:
        return held
    made = await ls.ask(source.uri, lambda analysis: make_report(analysis, ls.rendering(source)))
    report = made or Report()
    if not on_type:
        ls.saved.keep(source.uri, report)
    return report


def register(ls: TensorliftServer) -> None:
    """Answer pulls, if the client asks for diagnostics."""
    if not ls.client.pull:
        return
    options = t.DiagnosticOptions(identifier="tensorlift", inter_file_dependencies=False, workspace_diagnostics=False)

    @ls.feature(t.TEXT_DOCUMENT_DIAGNOSTIC, options)
    async def diagnostic(params: t.DocumentDiagnosticParams) -> JsonText:
        source = ls.source(params.text_document.uri)
        report = Report() if source is None or ls.pushes(source) else await document_report(ls, source)
        return report.answer(params.previous_result_id)
