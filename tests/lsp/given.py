"""An analysis with findings that are given, not found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import cast

from tensorlift.engine import Checked, Checker
from tensorlift.lsp.analysis import Analysis
from tensorlift.lsp.views import View
from tensorlift.model import Edit, Finding, Fix
from tensorlift.settings import Settings
from tensorlift.source.document import Document


class _Given:
    """A checker that finds what it is told to."""

    file = None
    needs = ()

    def __init__(self, settings: Settings, findings: Iterable[Finding]) -> None:
        self.settings = settings
        self._findings = list(findings)

    def check(self, document: Document) -> Checked:
        chunks: list[tuple[Finding, ...]] = [()] * len(document.chunks)
        for finding in self._findings:
            index = document.chunk_at(finding.start)
            chunks[index] = (*chunks[index], _moved(finding, -document.chunk_starts[index]))
        return Checked(document, chunks)


def _moved(finding: Finding, by: int) -> Finding:
    fixes = tuple(
        Fix(fix.title, fix.level, fix.safety, tuple(Edit(edit.start + by, edit.end + by, edit.text) for edit in fix.edits))
        for fix in finding.fixes
    )
    return replace(finding, start=finding.start + by, end=finding.end + by, fixes=fixes)


def given(view: View, settings: Settings, findings: Iterable[Finding]) -> Analysis:
    """Return an analysis with these findings, whose offsets are those of the document."""
    return Analysis(view, cast(Checker, _Given(settings, findings)))
