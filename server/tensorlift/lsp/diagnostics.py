"""Diagnostics, pulled or pushed."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from hashlib import blake2b

from lsprotocol import types as t

from tensorlift.lsp.analysis import Analysis
from tensorlift.lsp.client import Client
from tensorlift.lsp.convert import lsp_diagnostic

logger = logging.getLogger(__name__)


def lsp_diagnostics(analysis: Analysis, client: Client) -> list[t.Diagnostic]:
    """Return all findings of a document as diagnostics."""
    return [lsp_diagnostic(analysis.document, analysis.version, finding, client) for finding in analysis.findings]


def result_id(analysis: Analysis) -> str:
    """Return a name for the report of an analysis; the same name means the same report.

    It is made from text, version and settings, not counted, so that a reopened file with other text and an old version is told apart.
    """
    content = blake2b(analysis.document.data, digest_size=12)
    content.update(repr((analysis.version, analysis.settings)).encode())
    return content.hexdigest()


def lsp_report(analysis: Analysis, previous: str | None, client: Client) -> t.DocumentDiagnosticReport:
    """Return the answer to a pull.

    Args:
        analysis: The findings.
        previous: The name of the report that the client has.
        client: What the client can show.

    Returns:
        A full report, or "unchanged" if the client has it already.
    """
    name = result_id(analysis)
    if name == previous:
        return t.RelatedUnchangedDocumentDiagnosticReport(result_id=name)
    return t.RelatedFullDocumentDiagnosticReport(items=lsp_diagnostics(analysis, client), result_id=name)


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
