"""One connection to an editor: its state, and what every feature needs of it.

Everything that reads a document runs in one thread (:meth:`TensorliftServer.run`), so that messages are read and cancelled work is
dropped while a large file is checked.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import unquote

from lsprotocol import types as t
from pygls.exceptions import FeatureNotificationError, FeatureRequestError, JsonRpcException
from pygls.lsp.server import LanguageServer

import tensorlift
from tensorlift.catalog import load
from tensorlift.lsp.analysis import Analysis
from tensorlift.lsp.client import Client, is_vscode
from tensorlift.lsp.companions import can_create
from tensorlift.lsp.configuration import EditorSettings, ProjectSettings
from tensorlift.lsp.diagnostics import Publisher, lsp_diagnostics, make_report
from tensorlift.lsp.documents import Source, file_path
from tensorlift.lsp.lenses import are_outdated
from tensorlift.lsp.notebooks import SYNC, OpenNotebook
from tensorlift.lsp.pygls_fixes import FixedWorkspace, JsonText, converter
from tensorlift.lsp.rendering import Rendering
from tensorlift.lsp.reports import SavedReports
from tensorlift.lsp.trace import TracedProtocol
from tensorlift.lsp.views import TextView
from tensorlift.lsp.workspace import WorkspaceFiles
from tensorlift.project.kinds import kind_of
from tensorlift.rules import all_checks
from tensorlift.settings import Settings

if TYPE_CHECKING:
    from tensorlift.project.needs import Need, ProjectNeeds

logger = logging.getLogger(__name__)

T = TypeVar("T")

LARGEST = 2_000_000
"""Bytes of the largest text that is checked."""

MOST_KEPT = 12
"""The number of open texts for which everything is kept that makes the next keystroke cheap; another one is checked anew."""


class TensorliftServer(LanguageServer):
    """One connection to an editor.

    Attributes:
        client: What the editor can do.
        client_info: What the editor is called.
        editor: What the editor says about the settings.
        project: The settings of each file.
        publisher: Pushes diagnostics, where the editor does not ask for them.
        notebooks: The open notebooks, by their decoded URIs.
        saved: The reports of saved texts, where diagnostics are to follow saves only.
        seconds: How long the last check of each open text took.
        typed: When a text was last changed, on the clock of ``time.monotonic``.
        workspace_files: The files of the workspace, open or not.
        needs: What the Python files need besides TensorFlow, as far as a scan has told; their project files ask for it.
    """

    protocol: TracedProtocol

    def __init__(self) -> None:
        super().__init__(
            "tensorlift", tensorlift.__version__, notebook_document_sync=SYNC, protocol_cls=TracedProtocol, converter_factory=converter
        )
        self.client = Client()
        self.client_info: t.ClientInfo | None = None
        self.editor = EditorSettings()
        self.project = ProjectSettings(self.editor)
        self.saved = SavedReports()
        self.seconds: dict[str, float] = {}
        self.typed = 0.0
        self.workspace_files = WorkspaceFiles()
        self.needs: ProjectNeeds | None = None
        self.publisher = Publisher(self._publish)
        self.documents = FixedWorkspace(None)
        self.notebooks: dict[str, OpenNotebook] = {}
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="tensorlift-analysis")
        self._told: set[str] = set()
        self._renderings: dict[str, Rendering] = {}
        self._recent: dict[str, Source] = {}

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

    def warm_up(self) -> None:
        """Load what the first check needs, while the client gets ready."""
        self._worker.submit(load).add_done_callback(_log_failure)
        self._worker.submit(all_checks).add_done_callback(_log_failure)

    def follow(self, source: Source) -> None:
        """Apply what is queued of a text, in the analysis thread, so that nothing piles up and the next check starts at once."""
        self._worker.submit(source.sync).add_done_callback(_log_failure)

    def source(self, uri: str) -> Source | None:
        """Return the open Python text that a document is, or is a part of; None for everything else."""
        key = unquote(uri)
        for name, notebook in self.notebooks.items():
            if key == name or key in notebook.cells:
                return notebook
        document = self.documents.document(uri)
        return document if document is not None and document.is_python else None

    @property
    def sources(self) -> list[Source]:
        """Every open Python text."""
        documents = [self.documents.document(uri) for uri in self.documents.text_documents]
        return [*(document for document in documents if document is not None and document.is_python), *self.notebooks.values()]

    def analysis(self, source: Source) -> Analysis | None:
        """Return the findings of the present text; only for the analysis thread. None for a file that the settings exclude."""
        settings = self.project.settings(source.file)
        if settings is None:
            return None
        if source.sync().document.size > LARGEST:
            self.warn([f"{source.uri} is too large to be checked while it is edited; tensorlift check reads files of any size."])
            return None
        self._recent.pop(source.uri, None)
        self._recent[source.uri] = source
        while len(self._recent) > MOST_KEPT:
            oldest = self._recent.pop(next(iter(self._recent)))
            oldest.rest()
            self._renderings.pop(oldest.uri, None)
        begin = time.perf_counter()
        known = source.analysis
        needs = self.needs_of(source.file, settings)
        found = source.analysed(settings, needs=needs, companions=can_create(source.uri, self.client))
        if found is not known:
            self.seconds[source.uri] = time.perf_counter() - begin
        return found

    def needs_of(self, file: str | None, settings: Settings) -> tuple[Need, ...]:
        """Return what a project file has to ask for, as far as that is known; nothing for any other file."""
        return self.needs.of(file, settings) if self.needs is not None and file and kind_of(file) is not None else ()

    def follow_needs(self, needs: ProjectNeeds) -> None:
        """Check the open project files again, with what the Python files need by now."""
        self.needs = needs
        self.recheck([source for source in self.sources if kind_of(source.file) is not None])

    @property
    def shows_messages(self) -> bool:
        """Whether the editor shows the messages of diagnostics beside a hover, so that this need not repeat them."""
        said = self.editor.options.shows_messages
        return is_vscode(self.client_info) if said is None else said

    @property
    def folders(self) -> dict[str, str]:
        """The folders that the editor has open: URIs by path."""
        uris = [folder.uri for folder in self.documents.folders.values()] or [self.documents.root_uri]
        return {path: uri for uri in uris if uri and (path := file_path(uri))}

    def reload(self, *, force: bool = False) -> None:
        """Read the settings again if a settings file is another one now, and check the documents that this concerns.

        Args:
            force: Read them in any case, since the editor says something else or has other folders open.
        """
        if self.project.is_current and not force:
            return
        before, self.project = self.project, ProjectSettings(self.editor, tuple(self.folders))
        concerned = [source for source in self.sources if before.settings(source.file) != self.project.settings(source.file)]
        self.warn([*self.editor.problems, *self.project.problems])
        self.recheck(concerned)

    def recheck(self, sources: Iterable[Source]) -> None:
        """Bring the diagnostics of open documents up to date after a change of the settings."""
        sources = list(sources)
        if not sources:
            return
        self.saved.forget()
        for source in sources:
            self.schedule(source, 0)
        self.refresh()

    def refresh(self) -> None:
        """Have the client ask again for what depends on the findings, as far as it can be told to."""
        if self.client.pull and self.client.refresh:
            self.workspace_diagnostic_refresh(None)
        if self.client.refresh_lenses:
            self.workspace_code_lens_refresh(None)
        if self.client.refresh_hints:
            self.workspace_inlay_hint_refresh(None)

    def pushes(self, source: Source) -> bool:
        """Whether the diagnostics of a text are pushed: those of a notebook, and all if the client does not ask for them."""
        return not self.client.pull or isinstance(source, OpenNotebook)

    def changed(self, source: Source) -> None:
        """Follow a change of an open text."""
        self.typed = time.monotonic()
        self.follow(source)
        self.saved.changed(source.uri)
        if self.editor.options.on_type:
            self.schedule(source, self.editor.debounce)

    def was_saved(self, source: Source) -> None:
        """Check a saved text, if that has waited for it."""
        if self.saved.saved(source.uri) and not self.editor.options.on_type:
            self.schedule(source, 0)
            self.refresh()

    def forget(self, uri: str) -> None:
        """Drop what is known and planned of a text that is closed."""
        self.publisher.cancel(uri)
        self.saved.forget(uri)
        self.seconds.pop(uri, None)
        self._renderings.pop(uri, None)
        self._recent.pop(uri, None)

    def schedule(self, source: Source, delay: float) -> None:
        """Push the diagnostics of a text after a delay, if the editor does not ask for them."""
        if self.pushes(source):
            self.publisher.schedule(source.uri, delay)

    async def _publish(self, uri: str) -> None:
        source = self.source(uri)
        if source is None:
            return
        client = self.client
        outdated = False

        def job() -> JsonText | list[t.PublishDiagnosticsParams]:
            nonlocal outdated
            found = self.analysis(source)
            if found is None:
                return [t.PublishDiagnosticsParams(uri=part, diagnostics=[]) for part in source.sync().uris]
            view = found.view
            if isinstance(view, TextView):
                return make_report(found, self.rendering(source)).publication(view.uri)
            outdated = client.refresh_lenses and isinstance(source, OpenNotebook) and are_outdated(source, found)
            diagnostics = lsp_diagnostics(found, client)
            return [t.PublishDiagnosticsParams(uri=part, version=view.version(part), diagnostics=diagnostics[part]) for part in view.uris]

        reports = await self.run(job)
        if isinstance(reports, JsonText):
            if self.source(uri) is source:
                self.protocol.notify_json(t.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS, reports)
            return
        for report in reports:
            if self.source(report.uri) is source:
                self.text_document_publish_diagnostics(report)
        if outdated:
            self.workspace_code_lens_refresh(None)

    def rendering(self, source: Source) -> Rendering:
        """Return what keeps the diagnostics of an open document as text."""
        if source.uri not in self._renderings:
            self._renderings[source.uri] = Rendering(self.client)
        return self._renderings[source.uri]

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
        if source is JsonRpcException and isinstance(error, (ValueError, RecursionError)):
            self.protocol.reply_parse_error(error)
        elif source is FeatureNotificationError and str(error) not in self._told:
            self._told.add(str(error))
            self.window_show_message(t.ShowMessageParams(type=t.MessageType.Error, message=f"tensorlift: {error}"))


def _log_failure(done: Future[Any]) -> None:
    if not done.cancelled() and (error := done.exception()) is not None:
        logger.error("a document could not follow a change", exc_info=error)
