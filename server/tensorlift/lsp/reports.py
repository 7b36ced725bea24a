"""Reports of documents as JSON, and those of saved texts, where diagnostics are to follow saves only."""

from __future__ import annotations

import json
from dataclasses import dataclass

from tensorlift.lsp.pygls_fixes import JsonText

NO_ITEMS = JsonText(b"[]")
"""An empty list of diagnostics."""


@dataclass(frozen=True, slots=True)
class Report:
    """The diagnostics of one text.

    Attributes:
        name: The same name means the same diagnostics; empty for none at all.
        items: The list of diagnostics.
        version: The editor's number of the text; None for a file that is not open.
    """

    name: str = ""
    items: JsonText = NO_ITEMS
    version: int | None = None

    def answer(self, previous: str | None) -> JsonText:
        """Return the answer to a request for the diagnostics of the document.

        Args:
            previous: The name of the report that the client has, if any.
        """
        return JsonText(b"{%s}" % self._content(previous))

    def entry(self, uri: str, previous: str | None) -> JsonText:
        """Return the entry for the document in a report of the workspace.

        Args:
            uri: The document.
            previous: The name of the report that the client has, if any.
        """
        head = json.dumps(uri), json.dumps(self.version)
        return JsonText(b'{"uri":%s,"version":%s,%s}' % (head[0].encode(), head[1].encode(), self._content(previous)))

    def publication(self, uri: str) -> JsonText:
        """Return the parameters of ``textDocument/publishDiagnostics``."""
        version = b"" if self.version is None else b'"version":%d,' % self.version
        return JsonText(b'{"uri":%s,%s"diagnostics":%s}' % (json.dumps(uri).encode(), version, self.items))

    def _content(self, previous: str | None) -> bytes:
        if not self.name:
            return b'"kind":"full","items":%s' % self.items
        if self.name == previous:
            return b'"kind":"unchanged","resultId":"%s"' % self.name.encode()
        return b'"kind":"full","resultId":"%s","items":%s' % (self.name.encode(), self.items)


class SavedReports:
    """The reports of the texts as they were last opened or saved."""

    def __init__(self) -> None:
        self._changed: set[str] = set()
        self._reports: dict[str, Report] = {}

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

    def keep(self, uri: str, report: Report) -> None:
        """Keep a report if it is one of a saved text."""
        if uri not in self._changed:
            self._reports[uri] = report

    def held(self, uri: str) -> Report | None:
        """Return what the saved text had, for a text that is not saved; None where a report has to be made."""
        return self._reports.get(uri) if uri in self._changed else None
