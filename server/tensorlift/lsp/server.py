"""The language server: what it does from the first message to the last, and how it starts.

Each feature is a module of this package: pure functions from findings to protocol types, and a function ``register`` that hooks its
handlers into the server before the server tells the client what it can do.
"""

from __future__ import annotations

import gc
import logging
import sys
from typing import Any

from lsprotocol import types as t

import tensorlift
from tensorlift.lsp import actions, commands, configuration, diagnostics, hints, hover, lenses, notebooks, parent, requests, workspace
from tensorlift.lsp.client import read_capabilities
from tensorlift.lsp.pygls_fixes import serve_io
from tensorlift.lsp.session import TensorliftServer

logger = logging.getLogger(__name__)

_FEATURES = (diagnostics, actions, hover, lenses, hints, notebooks, commands, requests, workspace)


def initialize(ls: TensorliftServer, params: t.InitializeParams) -> None:
    """Adapt to the client; pygls computes the server's capabilities afterwards."""
    ls.client, ls.client_info = read_capabilities(params.capabilities), params.client_info
    ls.documents = ls.protocol.use_fixed_workspace()
    ls.protocol.trace = params.trace or t.TraceValue.Off
    ls.editor.initialize(params.initialization_options)
    _follow_options(ls)
    ls.reload(force=True)
    for feature in _FEATURES:
        feature.register(ls)
    logger.info("tensorlift %s serves %s in %s", tensorlift.__version__, params.client_info or "an editor", list(ls.folders))
    ls.warm_up()
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
    """Take new settings from the message, or ask for them where it has none, or none for the single folders."""
    section = configuration.section_of(params.settings)
    if section is None or (len(ls.folders) > 1 and ls.client.configuration):
        await _ask_settings(ls)
    else:
        ls.editor.asked += 1
        _take_settings(ls, section, {})


async def did_change_workspace_folders(ls: TensorliftServer, params: t.DidChangeWorkspaceFoldersParams) -> None:
    """Ask for the settings of the folders that are open now."""
    ls.reload(force=True)
    await _ask_settings(ls)


async def _ask_settings(ls: TensorliftServer) -> None:
    if not ls.client.configuration:
        return
    folders = ls.folders if len(ls.folders) > 1 else {}
    items = [t.ConfigurationItem(section=configuration.SECTION)]
    items += [t.ConfigurationItem(scope_uri=uri, section=configuration.SECTION) for uri in folders.values()]
    ls.editor.asked += 1
    question = ls.editor.asked
    try:
        answer = await ls.workspace_configuration_async(t.ConfigurationParams(items))
    except Exception as error:
        logger.warning("the editor did not tell its settings: %s", error)
        return
    if question == ls.editor.asked:
        general, *single = answer or [None]
        _take_settings(ls, general, dict(zip(folders, single)))


def _take_settings(ls: TensorliftServer, general: Any, folders: dict[str, Any]) -> None:
    before = ls.editor.options
    if not ls.editor.configure(general, folders):
        return
    _follow_options(ls)
    ls.reload(force=True)
    options = ls.editor.options
    if (options.on_type, options.inlay_hints) != (before.on_type, before.inlay_hints):
        ls.recheck(ls.sources)


def _follow_options(ls: TensorliftServer) -> None:
    options = ls.editor.options
    if options.log_level is not None:
        logging.getLogger("tensorlift").setLevel(options.log_level.upper())
    if options.trace is not None:
        ls.protocol.trace = options.trace


def did_change_watched_files(ls: TensorliftServer, params: t.DidChangeWatchedFilesParams) -> None:
    """Follow a changed settings file."""
    ls.reload(force=True)


def did_open(ls: TensorliftServer, params: t.DidOpenTextDocumentParams) -> None:
    """Check an opened document; its project's settings are read again, as not every client tells of changed files."""
    ls.reload()
    source = ls.source(params.text_document.uri)
    if source is not None:
        ls.schedule(source, 0)


def did_change(ls: TensorliftServer, params: t.DidChangeTextDocumentParams) -> None:
    """Follow a change."""
    document = ls.documents.document(params.text_document.uri)
    if document is not None:
        document.commit()
    source = ls.source(params.text_document.uri)
    if source is not None:
        ls.changed(source)


def did_save(ls: TensorliftServer, params: t.DidSaveTextDocumentParams) -> None:
    """Follow a save; settings files are looked at, as not every client tells of changed ones."""
    ls.reload()
    source = ls.source(params.text_document.uri)
    if source is not None:
        ls.was_saved(source)


def did_close(ls: TensorliftServer, params: t.DidCloseTextDocumentParams) -> None:
    """Take back what was pushed for a closed document."""
    uri = params.text_document.uri
    ls.forget(uri)
    if not ls.client.pull:
        ls.text_document_publish_diagnostics(t.PublishDiagnosticsParams(uri=uri, diagnostics=[]))


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
        (t.WORKSPACE_DID_CHANGE_CONFIGURATION, did_change_configuration),
        (t.WORKSPACE_DID_CHANGE_WATCHED_FILES, did_change_watched_files),
        (t.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS, did_change_workspace_folders),
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


def main(tcp: str | None = None, log_level: str | None = None, log_file: str | None = None) -> None:
    """Serve one editor until it ends the connection.

    Args:
        tcp: ``HOST:PORT`` to listen on; None means standard input and output.
        log_level: How much is logged, one of :data:`tensorlift.lsp.configuration.LOG_LEVELS`; None means warnings.
        log_file: The file to log to; None means standard error.

    Raises:
        ValueError: ``tcp`` is not an address.
        OSError: The address cannot be listened on, or the file cannot be written.
    """
    address = parse_address(tcp) if tcp is not None else None
    handler = logging.StreamHandler(sys.stderr) if log_file is None else logging.FileHandler(log_file, encoding="utf-8")
    logging.basicConfig(handlers=[handler], level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("tensorlift").setLevel((log_level or "warning").upper())
    logging.getLogger("pygls").setLevel(logging.WARNING)  # at INFO it logs every message with its body
    server = create_server()
    gc.freeze()  # what is there now stays, so the collector need not look through it
    gc.enable()
    if address is not None:
        server.start_tcp(*address)
        return
    protocol_out = sys.stdout.buffer
    sys.stdout = sys.stderr  # a stray print must not end up between the messages
    serve_io(server, sys.stdin.buffer, protocol_out)
    if server.protocol.exit_code:
        sys.exit(server.protocol.exit_code)
