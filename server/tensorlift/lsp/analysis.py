"""Findings of open documents, made in one thread and kept until text or settings change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from tensorlift import engine
from tensorlift.lsp.views import View
from tensorlift.model import Edit, Finding, Level
from tensorlift.settings import Settings
from tensorlift.source.document import Document
from tensorlift.source.names import Names, Use

if TYPE_CHECKING:
    from tensorlift.project.needs import Need


class Analysis:
    """What is known about one version of a text.

    Attributes:
        view: The text and where it stands; valid until the text changes, so only for the analysis thread.
        settings: The settings that the findings were made with.
        needs: What the Python files of the project need, by which they were made too.
        companions: Whether companion modules can be created; otherwise the fixes that need one are left out.
        checked: The findings, by chunk.
    """

    def __init__(self, view: View, checker: engine.Checker, *, companions: bool = True) -> None:
        self.view = view
        self.settings = checker.settings
        self.needs = tuple(checker.needs)
        self.companions = companions
        self.checked = checker.check(view.document)
        if not companions:
            # What needs no companion stays the same object, by which it is known to have been shown before.
            self.checked.chunks = [
                tuple(map(engine.without_companions, found)) if any(fix.creates for one in found for fix in one.fixes) else found
                for found in self.checked.chunks
            ]
        self._file = checker.file

    @property
    def document(self) -> Document:
        """The text."""
        return self.view.document

    @property
    def names(self) -> Names | None:
        """What the names in the text stand for; None if there is no TensorFlow in it."""
        return self._file.names if self._file is not None and self._file.document is self.document and self.checked.read else None

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """The findings, by place."""
        return tuple(self.checked)

    def findings_between(self, start: int, end: int) -> list[Finding]:
        """Return the findings that touch a stretch of the text, by place; cheaper than to look through all."""
        return list(self.checked.between(start, end))

    @cached_property
    def unplaced(self) -> tuple[Finding, ...]:
        """All findings with their places in their chunks: to be counted, which is cheaper than :attr:`findings`."""
        return tuple(finding for chunk in self.checked.chunks for finding in chunk)

    @property
    def safe_count(self) -> int:
        """The number of findings that are fixed without asking."""
        return sum(1 for finding in self.unplaced if engine.preferred_fix(finding) is not None)

    def at_level(self, level: Level) -> list[Finding]:
        """Return the findings of this text at another level."""
        found = engine.check(self.document, replace(self.settings, level=level), self.needs, lift=False)
        return found if self.companions else list(map(engine.without_companions, found))

    @cached_property
    def all_fixes(self) -> engine.FixResult:
        """What ``tensorlift fix`` would make of this text."""
        return self.fix()

    def fix(
        self,
        settings: Settings | None = None,
        *,
        review: bool = False,
        accept: engine.Accept = lambda finding: True,
        needs: Sequence[Need] | None = None,
        program: Finding | None = None,
    ) -> engine.FixResult:
        """Return what :func:`tensorlift.engine.fix` makes of this text where it stands: of a notebook only what stays inside of cells.

        Args:
            settings: Other settings than those of the findings; None for the same.
            review: Whether fixes that need a look afterwards are applied too.
            accept: Which findings are fixed.
            needs: What the Python files of the project need, if this is its project file; None for what the findings were made with.
            program: What becomes of the program as a whole (:func:`tensorlift.lsp.lifting.find_lift`); without it, it is not lifted.
        """
        wanted = self.needs if needs is None else tuple(needs)
        is_known = settings in (None, self.settings) and wanted == self.needs

        def allows(edits: Iterable[Edit]) -> bool:
            return self.view.text_document_edits(edits) is not None

        settings = settings or self.settings
        known = self.findings if is_known else None
        if program is not None:
            found = engine.check(self.document, settings, wanted, lift=False) if known is None else known
            # what stood in the way of an older text may be among them
            known = (*(finding for finding in found if finding.code != program.code), program)
        return engine.fix(
            self.document,
            settings,
            review=review,
            accept=accept,
            allows=allows,
            companions=self.companions,
            needs=wanted,
            known=known,
            lift=False,
        )

    def uses_between(self, start: int, end: int) -> list[Use]:
        """Return the uses of TensorFlow names that touch a stretch of the text, by place, with document offsets through their shift."""
        first, last = self.document.chunk_at(start), self.document.chunk_at(end)
        return [use for use in self._uses(first, last) if use.shift + use.reference.start <= end and _end(use) >= start]

    def _uses(self, first: int, last: int) -> Iterator[Use]:
        names = self.names
        for index in range(first, last + 1) if names is not None else ():
            shift = self.document.chunk_starts[index]
            for use in names.uses(index) if names is not None else ():
                yield replace(use, shift=shift)

    def origin(self, finding: Finding) -> tuple[int, int, str, str] | None:
        """Return where the name in front of a finding gets what it stands for: the span, the name and what it is."""
        index = self.document.chunk_at(finding.start)
        shift = self.document.chunk_starts[index]
        names = self.names
        use = next((use for use in names.uses(index) if use.reference.start == finding.start - shift), None) if names is not None else None
        found = names.origin(use) if names is not None and use is not None else None
        if names is None or use is None or found is None:
            return None
        first, second = found
        if isinstance(first, str):
            place = names.origin_place((first, second))
            if place is None:
                return None
            index, first, second = place
            shift = self.document.chunk_starts[index]
        return shift + first, shift + second, use.reference.name, use.path


def _end(use: Use) -> int:
    reference = use.reference
    return use.shift + (reference.trailers[-1].end if reference.trailers else reference.end)
