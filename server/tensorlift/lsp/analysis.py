"""Findings of open documents, made in one thread and kept until text or settings change."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from tensorlift import engine
from tensorlift.catalog import load
from tensorlift.lsp.views import View
from tensorlift.model import Edit, Finding
from tensorlift.rules.context import Context
from tensorlift.settings import Settings
from tensorlift.source.document import Document
from tensorlift.source.names import FactsCache, Use


@dataclass(frozen=True)
class Analysis:
    """What is known about one version of a text.

    Attributes:
        view: The text and where it stands; valid until the text changes, so only for the analysis thread.
        settings: The settings that the findings were made with.
        findings: The findings, by place.
    """

    view: View
    settings: Settings
    findings: tuple[Finding, ...]

    @property
    def document(self) -> Document:
        """The text."""
        return self.view.document

    @property
    def safe_count(self) -> int:
        """The number of findings that are fixed without asking."""
        return sum(1 for finding in self.findings if engine.preferred_fix(finding) is not None)

    @cached_property
    def all_fixes(self) -> tuple[Edit, ...]:
        """What ``tensorlift fix`` would change in this text, as small edits."""
        view = self.view
        return engine.fix(view.document, self.settings, allows=lambda edits: view.text_document_edits(edits) is not None).edits

    @cached_property
    def uses(self) -> tuple[Use, ...]:
        """Every use of a TensorFlow name in the text, by place."""
        return tuple(Context(self.document, self.settings, load()).names.uses)


def analyse(view: View, settings: Settings, cache: FactsCache) -> Analysis:
    """Check a text; see :func:`tensorlift.engine.check`."""
    return Analysis(view, settings, tuple(engine.check(view.document, settings, cache)))
