"""The language server: its state, its handlers and how it starts.

The handlers only find the document and hand over to the pure functions of this package. Everything that reads a document runs in
one thread (:meth:`TensorliftServer.run`), so that messages are read and cancelled work is dropped while a large file is checked.
"""

from __future__ import annotations

import asyncio
import json
import logging
import sys
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

from lsprotocol import types as t
from pygls.exceptions import FeatureNotificationError, FeatureRequestError
from pygls.lsp.server import LanguageServer

import tensorlift
from tensorlift.explain import explain_symbol
from tensorlift.lsp import actions, configuration, parent
from tensorlift.lsp.analysis import Analysis, analyse
from tensorlift.lsp.client import Client, read_capabilities
from tensorlift.lsp.configuration import EditorSettings, ProjectSettings
from tensorlift.lsp.diagnostics import Publisher, lsp_diagnostics, lsp_report
from tensorlift.lsp.documents import OpenDocument
from tensorlift.lsp.hover import lsp_hover
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

    def shutdown(self) -> None:
        """Stop the threads; called by pygls when the connection ends."""
        self._worker.shutdown(wait=False, cancel_futures=True)
        if isinstance(self.protocol.writer, asyncio.StreamWriter):
            # pygls leaves a TCP connection open, and from Python 3.12 on the event loop waits for it.
            self.protocol.writer.close()
        super().shutdown()  # type: ignore[no-untyped-call]

    def follow(self, document: OpenDocument) -> None:
        """Apply what is queued of a document, in the analysis thread, so that nothing piles up and the next check starts at once."""
        self._worker.submit(document.sync).add_done_callback(_log_failure)

    def open_document(self, uri: str) -> OpenDocument | None:
        """Return an open Python document; None for everything else."""
        document = self.documents.document(uri)
        return document if document is not None and document.is_python else None

    def analysis(self, document: OpenDocument) -> Analysis | None:
        """Return the findings of the present text; only for the analysis thread. None for a file that the settings exclude."""
        version, text = document.sync()
        settings = self.project.settings(document.file)
        if settings is None:
            return None
        known = document.analysis
        if known is None or known.settings != settings:
            known = document.analysis = analyse(text, version, settings, document.cache)
        return known

    def reload(self) -> None:
        """Read the settings of the projects again."""
        self.project = ProjectSettings(self.editor.values, self.documents.root_path)
        self.warn(self.project.problems)

    def recheck(self) -> None:
        """Bring the diagnostics of all open documents up to date after a change of the settings."""
        if not self.client.pull:
            for document in self.documents.text_documents.values():
                self.schedule(document.uri, 0)
        elif self.client.refresh:
            self.workspace_diagnostic_refresh(None)

    def schedule(self, uri: str, delay: float) -> None:
        """Push the diagnostics of a document after a delay, if the editor does not ask for them."""
        if not self.client.pull and self.open_document(uri) is not None:
            self.publisher.schedule(uri, delay)

    async def _publish(self, uri: str) -> None:
        document = self.open_document(uri)
        if document is None:
            return
        client = self.client

        def job() -> tuple[int | None, list[t.Diagnostic]]:
            found = self.analysis(document)
            return (found.version, lsp_diagnostics(found, client)) if found else (document.version, [])

        version, diagnostics = await self.run(job)
        if self.open_document(uri) is document:
            self.text_document_publish_diagnostics(t.PublishDiagnosticsParams(uri=uri, version=version, diagnostics=diagnostics))

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


def initialize(ls: TensorliftServer, params: t.InitializeParams) -> None:
    """Adapt to the client; pygls computes the server's capabilities afterwards."""
    ls.client = read_capabilities(params.capabilities)
    ls.documents = ls.protocol.use_fixed_workspace()
    ls.editor.initialize(params.initialization_options)
    ls.reload()
    ls.feature(
        t.TEXT_DOCUMENT_CODE_ACTION,
        t.CodeActionOptions(code_action_kinds=list(actions.KINDS), resolve_provider=ls.client.resolve),
    )(code_action)
    if ls.client.resolve:
        ls.feature(t.CODE_ACTION_RESOLVE)(resolve_code_action)
    if ls.client.pull:
        options = t.DiagnosticOptions(identifier="tensorlift", inter_file_dependencies=False, workspace_diagnostics=False)
        ls.feature(t.TEXT_DOCUMENT_DIAGNOSTIC, options)(diagnostic)
    if params.process_id is not None:
        parent.end_with(params.process_id)


async def initialized(ls: TensorliftServer, params: t.InitializedParams) -> None:
    """Ask for the settings, and to hear of their changes."""
    registrations = []
    if ls.client.watch_configuration:
        options = t.DidChangeConfigurationRegistrationOptions(section=configuration.SECTION)
        registrations.append(t.Registration("tensorlift-settings", t.WORKSPACE_DID_CHANGE_CONFIGURATION, options))
    if ls.client.watch_files:
        watchers = [t.FileSystemWatcher(f"**/{name}") for name in configuration.FILES]
        files = t.DidChangeWatchedFilesRegistrationOptions(watchers)
        registrations.append(t.Registration("tensorlift-files", t.WORKSPACE_DID_CHANGE_WATCHED_FILES, files))
    if registrations:
        ls.client_register_capability(t.RegistrationParams(registrations))
    await _ask_settings(ls)


async def did_change_configuration(ls: TensorliftServer, params: t.DidChangeConfigurationParams) -> None:
    """Take new settings from the message, or ask for them where it has none."""
    section = configuration.section_of(params.settings)
    if section is None:
        await _ask_settings(ls)
    else:
        _take_settings(ls, section)


async def _ask_settings(ls: TensorliftServer) -> None:
    if not ls.client.configuration:
        return
    items = [t.ConfigurationItem(section=configuration.SECTION)]
    try:
        answer = await ls.workspace_configuration_async(t.ConfigurationParams(items))
    except Exception as error:
        logger.warning("the editor did not tell its settings: %s", error)
        return
    _take_settings(ls, answer[0] if answer else None)


def _take_settings(ls: TensorliftServer, values: Any) -> None:
    if ls.editor.configure(values):
        ls.reload()
        ls.recheck()


def did_change_watched_files(ls: TensorliftServer, params: t.DidChangeWatchedFilesParams) -> None:
    """Follow a changed settings file."""
    ls.reload()
    ls.recheck()


def did_open(ls: TensorliftServer, params: t.DidOpenTextDocumentParams) -> None:
    """Check an opened document; its project's settings are read again, as not every client tells of changed files."""
    ls.reload()
    ls.schedule(params.text_document.uri, 0)


def did_change(ls: TensorliftServer, params: t.DidChangeTextDocumentParams) -> None:
    """Follow a change."""
    document = ls.documents.document(params.text_document.uri)
    if document is not None:
        document.commit()
        ls.follow(document)
        ls.schedule(document.uri, ls.editor.debounce)


def did_save(ls: TensorliftServer, params: t.DidSaveTextDocumentParams) -> None:
    """Read the project's settings again, as not every client tells of changed files."""
    ls.reload()
    ls.schedule(params.text_document.uri, 0)


def did_close(ls: TensorliftServer, params: t.DidCloseTextDocumentParams) -> None:
    """Take back what was pushed for a closed document."""
    uri = params.text_document.uri
    ls.publisher.cancel(uri)
    if not ls.client.pull:
        ls.text_document_publish_diagnostics(t.PublishDiagnosticsParams(uri=uri, diagnostics=[]))


async def diagnostic(ls: TensorliftServer, params: t.DocumentDiagnosticParams) -> t.DocumentDiagnosticReport:
    """Answer a pull."""
    document = ls.open_document(params.text_document.uri)
    client = ls.client

    def job() -> t.DocumentDiagnosticReport:
        found = ls.analysis(document) if document is not None else None
        if found is None:
            return t.RelatedFullDocumentDiagnosticReport(items=[])
        return lsp_report(found, params.previous_result_id, client)

    return await ls.run(job)


async def code_action(ls: TensorliftServer, params: t.CodeActionParams) -> list[t.CodeAction]:
    """Offer fixes."""
    document = ls.open_document(params.text_document.uri)
    if document is None:
        return []
    client = ls.client

    def job() -> list[t.CodeAction]:
        found = ls.analysis(document)
        return actions.code_actions(found, params, client) if found else []

    return await ls.run(job)


async def resolve_code_action(ls: TensorliftServer, action: t.CodeAction) -> t.CodeAction:
    """Fill in the edit of an action that was offered without one."""
    uri = str(action.data.get("uri")) if isinstance(action.data, dict) else ""
    document = ls.open_document(uri)
    if document is None:
        return action
    client = ls.client

    def job() -> None:
        found = ls.analysis(document)
        if found:
            actions.resolve(found, action, uri, client)

    await ls.run(job)
    return action


async def hover(ls: TensorliftServer, params: t.HoverParams) -> t.Hover | None:
    """Tell about the finding under the pointer."""
    document = ls.open_document(params.text_document.uri)
    if document is None:
        return None
    client = ls.client

    def job() -> t.Hover | None:
        found = ls.analysis(document)
        return lsp_hover(found, params.position, explain_symbol, client) if found else None

    return await ls.run(job)


def create_server() -> TensorliftServer:
    """Return a server that is ready to start."""
    server = TensorliftServer()
    for method, handler in (
        (t.INITIALIZE, initialize),
        (t.INITIALIZED, initialized),
        (t.TEXT_DOCUMENT_DID_OPEN, did_open),
        (t.TEXT_DOCUMENT_DID_CHANGE, did_change),
        (t.TEXT_DOCUMENT_DID_SAVE, did_save),
        (t.TEXT_DOCUMENT_DID_CLOSE, did_close),
        (t.TEXT_DOCUMENT_HOVER, hover),
        (t.WORKSPACE_DID_CHANGE_CONFIGURATION, did_change_configuration),
        (t.WORKSPACE_DID_CHANGE_WATCHED_FILES, did_change_watched_files),
    ):
        server.feature(method)(handler)
    return server


def parse_address(text: str) -> tuple[str, int]:
    """Read ``HOST:PORT``.

    Raises:
        ValueError: It is something else.
    """
    host, colon, port = text.rpartition(":")
    if not (colon and host and port.isascii() and port.isdigit() and int(port) < 65536):
        raise ValueError(f"{text!r} is not an address: it must be HOST:PORT, such as 127.0.0.1:2087")
    return host.strip("[]"), int(port)


def main(tcp: str | None = None) -> None:
    """Serve one editor until it ends the connection.

    Args:
        tcp: ``HOST:PORT`` to listen on; None means standard input and output.

    Raises:
        ValueError: ``tcp`` is not an address.
        OSError: The address cannot be listened on.
    """
    address = parse_address(tcp) if tcp is not None else None
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("pygls").setLevel(logging.WARNING)  # at INFO it logs every message with its body
    server = create_server()
    if address is not None:
        server.start_tcp(*address)
        return
    protocol_out = sys.stdout.buffer
    sys.stdout = sys.stderr  # a stray print must not end up between the messages
    server.start_io(sys.stdin.buffer, protocol_out)
