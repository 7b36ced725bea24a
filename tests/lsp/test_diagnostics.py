"""Reports for pulls, and the pushing of diagnostics."""

from __future__ import annotations

import asyncio
import json
import logging
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tensorlift.engine import Checker
from tensorlift.lsp.analysis import Analysis
from tensorlift.lsp.client import Client
from tensorlift.lsp.diagnostics import Publisher, lsp_diagnostics, make_report
from tensorlift.lsp.documents import OpenDocument
from tensorlift.lsp.pygls_fixes import converter
from tensorlift.lsp.rendering import Rendering
from tensorlift.lsp.views import TextView
from tensorlift.settings import Settings
from tensorlift.source.document import Document, encode

from .analysed import URI, analysed

TEXT = "import tensorflow as flow\n\nx = flow.log(1)\ny = '😋', flow.to_float(x)\n\ndef f():\n    slim = flow.contrib.training\n    slim.bucket(y)\n"
EVERYTHING = Client(tags=True, links=True, related=True)


def plain(analysis: Analysis, client: Client) -> list[dict[str, Any]]:
    """Return the diagnostics as protocol objects made JSON."""
    return [converter().unstructure(found) for found in lsp_diagnostics(analysis, client)[URI]]


@pytest.mark.parametrize("client", [Client(), EVERYTHING], ids=["plain", "everything"])
def test_json_says_the_same_as_the_objects(client: Client) -> None:
    analysis = analysed(TEXT)
    expected = plain(analysis, client)
    assert len(expected) == 4
    rendering = Rendering(client)
    report = make_report(analysis, rendering)
    full = json.loads(report.answer(None))
    assert full == {"kind": "full", "resultId": rendering.name(analysis), "items": expected}
    assert json.loads(report.answer(full["resultId"])) == {"kind": "unchanged", "resultId": full["resultId"]}
    assert json.loads(report.publication(URI)) == {"uri": URI, "version": 1, "diagnostics": expected}


def test_related_information_names_the_import_or_the_assignment() -> None:
    found = lsp_diagnostics(analysed(TEXT), EVERYTHING)[URI]
    said = [(item.message, item.location.range.start.line) for one in found for item in one.related_information or ()]
    assert said == [
        ("Here flow becomes tensorflow.", 0),
        ("Here flow becomes tensorflow.", 0),
        ("Here flow becomes tensorflow.", 0),
        ("Here slim becomes tensorflow.contrib.training.", 6),
    ]
    # what stands at the top of every program is not told with every finding
    usual = analysed("import tensorflow as tf\nimport tensorflow\nx = tf.log(tensorflow.lgamma(1))\n")
    assert [one.related_information for one in lsp_diagnostics(usual, EVERYTHING)[URI]] == [None, None]
    assert "relatedInformation" not in make_report(usual, Rendering(EVERYTHING)).items.decode()


EDITS = st.lists(
    st.tuples(
        st.integers(0, 160),
        st.integers(0, 8),
        st.sampled_from(
            ["", "\n", "a", "😋", "flow.log(x)\n", "import os\n", "\nimport tensorflow as flow\n", "(", '"""', "# tensorlift: ignore\n"]
        ),
    ),
    max_size=6,
)


@given(EDITS)
def test_json_follows_edits(edits: list[tuple[int, int, str]]) -> None:
    document, checker, rendering = (Document(TEXT), Checker(Settings()), Rendering(EVERYTHING))
    names = set()
    for number, (place, length, text) in enumerate(edits):
        start, end = (len(encode(document.text[:index])) for index in (place, place + length))
        document.edit(start, end, text)
        analysis = Analysis(TextView(URI, number, document, "utf-16"), checker)
        items = rendering.items(analysis)
        assert json.loads(items) == plain(analysed(document.text), EVERYTHING)
        names.add((rendering.name(analysis), bytes(items)))
    assert len({name for name, _ in names}) == len(names)


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


def test_a_document_that_rested_is_checked_anew() -> None:
    document = OpenDocument(URI, TEXT, version=1, language_id="python")
    before = document.analysed(Settings())
    rendering = Rendering(EVERYTHING)
    text, name = rendering.items(before), rendering.name(before)
    document.rest()
    assert document.checker is None
    after = document.analysed(Settings())
    assert after is not before
    assert (Rendering(EVERYTHING).items(after), rendering.items(after), rendering.name(after)) == (text, text, name)
