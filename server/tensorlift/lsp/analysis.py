"""Findings of open documents, made in one thread and kept until text or settings change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property

from tensorlift import engine
from tensorlift.lsp.views import View
from tensorlift.model import Edit, Finding
from tensorlift.source.document import Document
from tensorlift.source.names import Use


class Analysis:
    """What is known about one version of a text.

    Attributes:
        view: The text and where it stands; valid until the text changes, so only for the analysis thread.
        settings: The settings that the findings were made with.
        checked: The findings, by chunk.
    """

    def __init__(self, view: View, checker: engine.Checker) -> None:
        self.view = view
        self.settings = checker.settings
        self.checked = checker.check(view.document)
        self._file = checker.file

    @property
    def document(self) -> Document:
        """The text."""
        return self.view.document

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """The findings, by place."""
        return tuple(self.checked)

    def findings_between(self, start: int, end: int) -> list[Finding]:
        """Return the findings that touch a stretch of the text, by place; cheaper than to look through all."""
        return list(self.checked.between(start, end))

    @property
    def safe_count(self) -> int:
        """The number of findings that are fixed without asking."""
        return sum(1 for chunk in self.checked.chunks for finding in chunk if engine.preferred_fix(finding) is not None)

    @cached_property
    def all_fixes(self) -> tuple[Edit, ...]:
        """What ``tensorlift fix`` would change in this text, as small edits."""
        view = self.view
        # a document of its own: what is known about the chunks of this one is kept for the next keystroke
        document = Document(view.document.text, view.document.path)
        return engine.fix(document, self.settings, allows=lambda edits: view.text_document_edits(edits) is not None).edits

    def uses_between(self, start: int, end: int) -> list[Use]:
        """Return the uses of TensorFlow names that touch a stretch of the text, by place, with document offsets through their shift."""
        first, last = self.document.chunk_at(start), self.document.chunk_at(end)
        return [use for use in self._uses(first, last) if use.shift + use.reference.start <= end and _end(use) >= start]

    @property
    def uses(self) -> tuple[Use, ...]:
        """Every use of a TensorFlow name in the text, by place."""
        return tuple(self._uses(0, len(self.document.chunks) - 1))

    def _uses(self, first: int, last: int) -> Iterator[Use]:
        if self._file is None or self._file.document is not self.document:
            return
        for index in range(first, last + 1):
            shift = self.document.chunk_starts[index]
            for use in self._file.names.uses(index):
                yield replace(use, shift=shift)


def _end(use: Use) -> int:
    reference = use.reference
    return use.shift + (reference.trailers[-1].end if reference.trailers else reference.end)
