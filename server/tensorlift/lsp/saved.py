"""What a client that asks for diagnostics is told between two saves, where diagnostics are to follow saves only."""

from __future__ import annotations

from lsprotocol import types as t


class SavedReports:
    """The reports of the texts as they were last opened or saved."""

    def __init__(self) -> None:
        self._changed: set[str] = set()
        self._reports: dict[str, t.RelatedFullDocumentDiagnosticReport] = {}

    def changed(self, uri: str) -> None:
        """Note that a document is no longer as it was saved."""
        self._changed.add(uri)

    def saved(self, uri: str) -> bool:
        """Note that a document is as it was saved, and return whether it was not."""
        if uri not in self._changed:
            return False
        self._changed.remove(uri)
        return True

    def forget(self, uri: str | None = None) -> None:
        """Drop what is known of a document that is closed, or every report."""
        if uri is None:
            self._reports.clear()
        else:
            self._changed.discard(uri)
            self._reports.pop(uri, None)

    def keep(self, uri: str, report: t.DocumentDiagnosticReport) -> None:
        """Keep a report if it is one of a saved text."""
        if uri not in self._changed and isinstance(report, t.RelatedFullDocumentDiagnosticReport):
            self._reports[uri] = report

    def answer(self, uri: str, previous: str | None) -> t.DocumentDiagnosticReport | None:
        """Return what the saved text had, for a text that is not saved; None where a report has to be made."""
        report = self._reports.get(uri) if uri in self._changed else None
        if report is not None and report.result_id is not None and report.result_id == previous:
            return t.RelatedUnchangedDocumentDiagnosticReport(result_id=report.result_id)
        return report
