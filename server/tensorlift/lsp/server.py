"""The language server: what it does from the first message to the last, and how it starts.

Each feature is a module of this package: pure functions from findings to protocol types, and a function ``register`` that hooks its
handlers into the server before the server tells the client what it can do.
"""

from __future__ import annotations

import logging
import sys
from typing import Any

from lsprotocol import types as t

from tensorlift.lsp import actions, configuration, diagnostics, hover, parent
from tensorlift.lsp.client import read_capabilities
from tensorlift.lsp.session import TensorliftServer

logger = logging.getLogger(__name__)

_FEATURES = (diagnostics, actions, hover)


def initialize(ls: TensorliftServer, params: t.InitializeParams) -> None:
    """Adapt to the client; pygls computes the server's capabilities afterwards."""
    ls.client = read_capabilities(params.capabilities)
    ls.documents = ls.protocol.use_fixed_workspace()
    ls.editor.initialize(params.initialization_options)
    ls.reload()
    for feature in _FEATURES:
        feature.register(ls)
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
        ls.follow(source)
        ls.schedule(source, ls.editor.debounce)


def did_save(ls: TensorliftServer, params: t.DidSaveTextDocumentParams) -> None:
    """Read the project's settings again, as not every client tells of changed files."""
    ls.reload()
    source = ls.source(params.text_document.uri)
    if source is not None:
        ls.schedule(source, 0)


def did_close(ls: TensorliftServer, params: t.DidCloseTextDocumentParams) -> None:
    """Take back what was pushed for a closed document."""
    uri = params.text_document.uri
    ls.publisher.cancel(uri)
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
