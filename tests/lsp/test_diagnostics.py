"""Reports for pulls, and the pushing of diagnostics."""

from __future__ import annotations

import asyncio
import logging

import pytest
from lsprotocol import types as t

from tensorlift.lsp.analysis import Analysis
from tensorlift.lsp.client import Client
from tensorlift.lsp.diagnostics import Publisher, lsp_report, result_id
from tensorlift.model import Finding, Level, Severity
from tensorlift.settings import Settings
from tensorlift.source.document import Document

FOUND = (Finding("TL101", "slug", Severity.ERROR, "message", 0, 2),)


def analysis(text: str = "tf\n", version: int = 1, settings: Settings | None = None) -> Analysis:
    return Analysis(Document(text), version, settings or Settings(), FOUND)


def test_reports() -> None:
    first = lsp_report(analysis(), None, Client())
    assert isinstance(first, t.RelatedFullDocumentDiagnosticReport)
    assert [found.code for found in first.items] == ["TL101"]
    again = lsp_report(analysis(), first.result_id, Client())
    assert again == t.RelatedUnchangedDocumentDiagnosticReport(result_id=first.result_id or "")


def test_result_ids() -> None:
    others = [analysis("tf \n"), analysis(version=2), analysis(settings=Settings(level=Level.COMPAT))]
    assert len({result_id(each) for each in [analysis(), analysis(), *others]}) == 4


@pytest.mark.asyncio
async def test_a_newer_push_replaces_an_older_one() -> None:
    pushed: list[str] = []

    async def publish(uri: str) -> None:
        pushed.append(uri)

    publisher = Publisher(publish)
    for _ in range(5):
        publisher.schedule("a", 0.03)
        publisher.schedule("b", 0.0)
        await asyncio.sleep(0.005)
    publisher.schedule("c", 0.0)
    publisher.cancel("c")
    publisher.cancel("d")
    await asyncio.sleep(0.1)
    assert (pushed.count("a"), pushed.count("b"), pushed.count("c")) == (1, 5, 0)
    assert publisher._tasks == {}


@pytest.mark.asyncio
async def test_a_failed_push_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    async def publish(uri: str) -> None:
        raise RuntimeError(f"broken on purpose: {uri}")

    publisher = Publisher(publish)
    with caplog.at_level(logging.ERROR):
        publisher.schedule("a", 0)
        await asyncio.sleep(0.02)
    assert "broken on purpose: a" in caplog.text
    assert publisher._tasks == {}
