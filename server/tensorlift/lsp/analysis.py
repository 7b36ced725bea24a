"""Findings of open documents, made in one thread and kept until text or settings change."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from tensorlift import engine
from tensorlift.lsp.convert import minimal_edits
from tensorlift.model import Edit, Finding
from tensorlift.settings import Settings
from tensorlift.source.document import Document
from tensorlift.source.names import FactsCache


@dataclass(frozen=True)
class Analysis:
    """What is known about one version of a document.

    Attributes:
        document: The text; valid until the document changes, so only for the analysis thread.
        version: The editor's number of this text.
        settings: The settings that the findings were made with.
        findings: The findings, by place.
    """

    document: Document
    version: int | None
    settings: Settings
    findings: tuple[Finding, ...]

    @property
    def safe_count(self) -> int:
        """The number of findings that are fixed without asking."""
        return sum(1 for finding in self.findings if engine.preferred_fix(finding) is not None)

    @cached_property
    def all_fixes(self) -> tuple[Edit, ...]:
        """What ``tensorlift fix`` would change in this text, as small edits."""
        fixed = engine.fix(self.document, self.settings)
        return tuple(minimal_edits(self.document.text, fixed.text))


def analyse(document: Document, version: int | None, settings: Settings, cache: FactsCache) -> Analysis:
    """Check a text; see :func:`tensorlift.engine.check`."""
    return Analysis(document, version, settings, tuple(engine.check(document, settings, cache)))
