"""Reports as JSON, and those of saved texts."""

from __future__ import annotations

import json

from tensorlift.lsp.pygls_fixes import JsonText
from tensorlift.lsp.reports import Report, SavedReports

URI = 'file:///a "b" é.py'
REPORT = Report("n1", JsonText(b'[{"message":"x"}]'), 3)


def test_json() -> None:
    assert json.loads(REPORT.answer(None)) == {"kind": "full", "resultId": "n1", "items": [{"message": "x"}]}
    assert json.loads(REPORT.answer("n1")) == {"kind": "unchanged", "resultId": "n1"}
    assert json.loads(REPORT.entry(URI, "n1")) == {"uri": URI, "version": 3, "kind": "unchanged", "resultId": "n1"}
    assert json.loads(REPORT.entry(URI, "n0"))["items"] == [{"message": "x"}]
    assert json.loads(REPORT.publication(URI)) == {"uri": URI, "version": 3, "diagnostics": [{"message": "x"}]}


def test_json_of_nothing() -> None:
    assert json.loads(Report().answer("")) == {"kind": "full", "items": []}
    assert json.loads(Report().entry(URI, None)) == {"uri": URI, "version": None, "kind": "full", "items": []}
    assert json.loads(Report().publication(URI)) == {"uri": URI, "diagnostics": []}


def test_reports_of_saved_texts() -> None:
    saved = SavedReports()
    assert not saved.saved("a")
    saved.keep("a", REPORT)
    assert saved.held("a") is None, "a saved text is reported as it is"
    saved.changed("a")
    assert saved.held("a") is REPORT
    saved.keep("a", Report("n2"))
    assert saved.held("a") is REPORT, "a text that is not saved is not kept"
    assert saved.saved("a")
    assert not saved.saved("a")
    assert saved.held("a") is None


def test_forgotten_reports() -> None:
    saved = SavedReports()
    for uri in ("a", "b"):
        saved.keep(uri, REPORT)
        saved.changed(uri)
    saved.forget("a")
    assert (saved.held("a"), saved.held("b"), saved.saved("a")) == (None, REPORT, False)
    saved.forget()
    assert saved.held("b") is None
    assert saved.saved("b"), "that it is not saved is still known"
