"""One connection to an editor: its state, and what every feature needs of it.

Everything that reads a document runs in one thread (:meth:`TensorliftServer.run`), so that messages are read and cancelled work is
dropped while a large file is checked.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

from lsprotocol import types as t
from pygls.exceptions import FeatureNotificationError, FeatureRequestError
from pygls.lsp.server import LanguageServer

import tensorlift
from tensorlift.engine import Checker
from tensorlift.lsp.analysis import Analysis
from tensorlift.lsp.client import Client
from tensorlift.lsp.configuration import EditorSettings, ProjectSettings
from tensorlift.lsp.diagnostics import Publisher, lsp_diagnostics
from tensorlift.lsp.documents import Source
from tensorlift.lsp.pygls_fixes import FixedProtocol, FixedWorkspace, converter

logger = logging.getLogger(__name__)

T = TypeVar("T")


class TensorliftServer(LanguageServer):
    """One connection to an editor.

    Attributes:
        client: What the editor can do.
        editor: What the editor says about the settings.
        project: The settings of each file.
        publisher: Pushes diagnostics, where the editor does not ask for them.
    """

    protocol: FixedProtocol

    def __init__(self) -> None:
        super().__init__("tensorlift", tensorlift.__version__, protocol_cls=FixedProtocol, converter_factory=converter)
        self.client = Client()
        self.editor = EditorSettings()
        self.project = ProjectSettings({}, None)
        self.publisher = Publisher(self._publish)
        self.documents = FixedWorkspace(None)
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="tensorlift-analysis")
        self._told: set[str] = set()

    async def run(self, job: Callable[[], T]) -> T:
        """Run a job in the analysis thread; if the request is cancelled before its turn comes, the job never runs."""
        result = await asyncio.get_running_loop().run_in_executor(self._worker, job)
        self.warn(self.project.problems)
        return result

    async def ask(self, uri: str, question: Callable[[Analysis], T]) -> T | None:
        """Ask something about the present text of an open document, in the analysis thread.

        Args:
            uri: The document, or the cell of a notebook.
            question: Gets the analysis of the text that it stands in.

        Returns:
            The answer; None if the document is not open, is not Python or is excluded by the settings.
        """
        source = self.source(uri)
        if source is None:
            return None

        def job() -> T | None:
            found = self.analysis(source)
            return question(found) if found is not None else None

        return await self.run(job)

    def shutdown(self) -> None:
        """Stop the threads; called by pygls when the connection ends."""
        self._worker.shutdown(wait=False, cancel_futures=True)
        if isinstance(self.protocol.writer, asyncio.StreamWriter):
            # pygls leaves a TCP connection open, and from Python 3.12 on the event loop waits for it.
            self.protocol.writer.close()
        super().shutdown()  # type: ignore[no-untyped-call]

    def follow(self, source: Source) -> None:
        """Apply what is queued of a text, in the analysis thread, so that nothing piles up and the next check starts at once."""
        self._worker.submit(source.sync).add_done_callback(_log_failure)

    def source(self, uri: str) -> Source | None:
        """Return the open Python text that a document is, or is a part of; None for everything else."""
        document = self.documents.document(uri)
        return document if document is not None and document.is_python else None

    @property
    def sources(self) -> list[Source]:
        """Every open Python text."""
        return [source for uri in list(self.documents.text_documents) if (source := self.source(uri)) is not None]

    def analysis(self, source: Source) -> Analysis | None:
        """Return the findings of the present text; only for the analysis thread. None for a file that the settings exclude."""
        view = source.sync()
        settings = self.project.settings(source.file)
        if settings is None:
            return None
        known = source.analysis
        if known is None or known.settings != settings:
            if source.checker is None or source.checker.settings != settings:
                source.checker = Checker(settings)
            known = source.analysis = Analysis(view, source.checker)
        return known

    def reload(self) -> None:
        """Read the settings of the projects again."""
        self.project = ProjectSettings(self.editor.values, self.documents.root_path)
        self.warn(self.project.problems)

    def recheck(self) -> None:
        """Bring the diagnostics of all open documents up to date after a change of the settings."""
        for source in self.sources:
            self.schedule(source, 0)
        if self.client.pull and self.client.refresh:
            self.workspace_diagnostic_refresh(None)

    def pushes(self, source: Source) -> bool:
        """Whether the diagnostics of a text are pushed, since the client does not ask for them."""
        return not self.client.pull

    def schedule(self, source: Source, delay: float) -> None:
        """Push the diagnostics of a text after a delay, if the editor does not ask for them."""
        if self.pushes(source):
            self.publisher.schedule(source.uri, delay)

    async def _publish(self, uri: str) -> None:
        source = self.source(uri)
        if source is None:
            return
        client = self.client

        def job() -> list[t.PublishDiagnosticsParams]:
            found = self.analysis(source)
            if found is None:
                return [t.PublishDiagnosticsParams(uri=part, diagnostics=[]) for part in source.sync().uris]
            view, diagnostics = found.view, lsp_diagnostics(found, client)
            return [t.PublishDiagnosticsParams(uri=part, version=view.version(part), diagnostics=diagnostics[part]) for part in view.uris]

        reports = await self.run(job)
        if self.source(uri) is source:
            for report in reports:
                self.text_document_publish_diagnostics(report)

    def warn(self, problems: list[str]) -> None:
        """Show problems with the settings, each one once."""
        new = [problem for problem in problems if problem not in self._told]
        if new:
            self._told.update(new)
            message = "tensorlift: " + "\n".join(new)
            self.window_show_message(t.ShowMessageParams(type=t.MessageType.Warning, message=message))

    def report_server_error(self, error: Exception, source: Any) -> None:
        """Log an error; tell the user only of one in a notification, and of each such only once.

        Errors in requests are in the replies; pygls has logged them.
        """
        if source is FeatureRequestError:
            return
        logger.error("%s: %s", getattr(source, "__name__", source), error, exc_info=error)
        if isinstance(error, (json.JSONDecodeError, UnicodeDecodeError)):
            self.protocol.reply_parse_error(error)
        elif source is FeatureNotificationError and str(error) not in self._told:
            self._told.add(str(error))
            self.window_show_message(t.ShowMessageParams(type=t.MessageType.Error, message=f"tensorlift: {error}"))


def _log_failure(done: Future[Any]) -> None:
    if not done.cancelled() and (error := done.exception()) is not None:
        logger.error("a document could not follow a change", exc_info=error)
