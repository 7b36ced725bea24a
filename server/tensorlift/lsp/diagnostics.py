"""Diagnostics, pulled or pushed."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from hashlib import blake2b
from typing import TYPE_CHECKING

from lsprotocol import types as t

from tensorlift.lsp.analysis import Analysis
from tensorlift.lsp.client import Client
from tensorlift.lsp.convert import binding_message, lsp_diagnostic
from tensorlift.lsp.pygls_fixes import JsonText
from tensorlift.lsp.rendering import Rendering
from tensorlift.lsp.views import TextView

if TYPE_CHECKING:
    from tensorlift.lsp.session import TensorliftServer

logger = logging.getLogger(__name__)


def lsp_diagnostics(analysis: Analysis, client: Client) -> dict[str, list[t.Diagnostic]]:
    """Return all findings of a text as diagnostics, by document."""
    found: dict[str, list[t.Diagnostic]] = {uri: [] for uri in analysis.view.uris}
    for finding in analysis.findings:
        location = analysis.view.location(finding.start, finding.end)
        origin = analysis.origin(finding) if client.related else None
        related = (*origin[:2], binding_message(*origin[2:])) if origin is not None else None
        found[location.uri].append(lsp_diagnostic(analysis.view, finding, client, related))
    return found


def result_id(analysis: Analysis, uri: str) -> str:
    """Return a name for the report of an analysis; the same name means the same report.

    It is made from text and settings, not counted, so that a reopened file with other text is told apart.
    """
    content = blake2b(analysis.document.data, digest_size=12)
    content.update(repr(analysis.settings).encode())
    return content.hexdigest()


def lsp_report(analysis: Analysis, uri: str, previous: str | None, client: Client) -> t.DocumentDiagnosticReport:
    """Return the answer to a pull.

    Args:
        analysis: The findings.
        uri: The document that is asked about.
        previous: The name of the report that the client has.
        client: What the client can show.

    Returns:
        A full report, or "unchanged" if the client has it already.
    """
    name = result_id(analysis, uri)
    if name == previous:
        return t.RelatedUnchangedDocumentDiagnosticReport(result_id=name)
    return t.RelatedFullDocumentDiagnosticReport(items=lsp_diagnostics(analysis, client)[uri], result_id=name)


def json_report(analysis: Analysis, rendering: Rendering, previous: str | None) -> JsonText:
    """Return the same as JSON; for documents that are open, where it has to be quick."""
    name = rendering.name(analysis)
    if name == previous:
        return JsonText(b'{"kind":"unchanged","resultId":"%s"}' % name.encode())
    return JsonText(b'{"kind":"full","resultId":"%s","items":%s}' % (name.encode(), rendering.items(analysis)))


def json_publication(analysis: Analysis, view: TextView, rendering: Rendering) -> JsonText:
    """Return the parameters of ``textDocument/publishDiagnostics`` as JSON."""
    version = view.version(view.uri)
    number = b"" if version is None else b'"version":%d,' % version
    return JsonText(b'{"uri":%s,%s"diagnostics":%s}' % (json.dumps(view.uri).encode(), number, rendering.items(analysis)))


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


async def document_report(ls: TensorliftServer, uri: str, previous: str | None) -> t.DocumentDiagnosticReport:
    """Return the report of an open document, or that of its saved text where diagnostics follow saves only."""
    on_type = ls.editor.options.on_type
    report = None if on_type else ls.saved.answer(uri, previous)
    if report is None:
        report = await ls.ask(uri, lambda analysis: lsp_report(analysis, uri, previous, ls.client))
        if report is not None and not on_type:
            ls.saved.keep(uri, report)
    return report or t.RelatedFullDocumentDiagnosticReport(items=[])


def register(ls: TensorliftServer) -> None:
    """Answer pulls, if the client asks for diagnostics."""
    if not ls.client.pull:
        return
    options = t.DiagnosticOptions(identifier="tensorlift", inter_file_dependencies=False, workspace_diagnostics=False)

    @ls.feature(t.TEXT_DOCUMENT_DIAGNOSTIC, options)
    async def diagnostic(params: t.DocumentDiagnosticParams) -> t.DocumentDiagnosticReport | JsonText:
        uri, previous = params.text_document.uri, params.previous_result_id
        source = ls.source(uri)
        if source is None or ls.pushes(source):
            return t.RelatedFullDocumentDiagnosticReport(items=[])
        if not ls.editor.options.on_type:
            return await document_report(ls, uri, previous)
        report = await ls.ask(uri, lambda analysis: json_report(analysis, ls.rendering(source), previous))
        return report or t.RelatedFullDocumentDiagnosticReport(items=[])
