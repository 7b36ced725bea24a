"""Work-arounds for pygls 2.1, kept in one place because they reach into private names.

Each has its own test in ``tests/lsp/test_pygls_fixes.py``; pygls is pinned to ``>=2.1.1,<2.2`` because of them.

* Notebooks: pygls fails at changes of a notebook that is not open, and closes a cell that one notification closes and opens again.
  :class:`FixedWorkspace` does not.
* Lines: pygls splits at form feeds and other characters that are no line ends in the protocol, and changes arrive one by
  one. :class:`FixedWorkspace` makes documents of our own class, which keep the text themselves.
* Silence: a request whose parameters cannot be read gets no reply from pygls (openlawlibrary/pygls#326), nor does one after
  ``shutdown``; any object with a key ``jsonrpc`` in it counts as a message. :class:`FixedProtocol` replies with an error.
* Order: pygls handles messages before ``initialize``, forgets all documents at a second one, takes an answer to its own request for
  one to a request of the client's, trips over an answer that comes too late, and ends with 0 without ``shutdown``.
  :class:`FixedProtocol` does as the protocol says.
* Headers: after one wrong ``Content-Length`` pygls finds no message any more. :class:`Input` does.
* Neighbours: one diagnostic of another server that lsprotocol cannot read makes a whole code action request unreadable, and one
  unknown capability the ``initialize`` request, as does the trace value ``compact`` of VS Code. :func:`converter` leaves out what
  cannot be read.
* Requests of our own: pygls makes objects of their parameters, where keys that are no names (URIs) are lost. :func:`converter` leaves them
  as they are.
* Time: pygls makes every message from objects. :class:`FixedProtocol` also sends what is JSON already (:class:`JsonText`).
* Memory: each notification leaves finished futures behind. :class:`FixedProtocol` drops them.
"""

from __future__ import annotations

import asyncio
import inspect
import json
import logging
import re
from collections.abc import Mapping
from concurrent.futures import Executor, Future
from threading import Event
from typing import Any, BinaryIO
from urllib.parse import unquote

from cattrs import Converter
from lsprotocol import types as t
from pygls.exceptions import JsonRpcException, JsonRpcInvalidParams, JsonRpcInvalidRequest, JsonRpcParseError, JsonRpcServerNotInitialized
from pygls.io_ import StdoutWriter, run_async
from pygls.lsp.server import LanguageServer
from pygls.protocol import JsonRPCRequestMessage, LanguageServerProtocol, default_converter
from pygls.workspace import TextDocument, Workspace

from tensorlift.lsp.documents import OpenDocument

logger = logging.getLogger(__name__)

_ID = (int, float, str)

# What stands before it on the line is left over from a body that was longer than announced. No message has a gigabyte.
_CONTENT_LENGTH = re.compile(rb"content-length: *(\d{1,9})\r?\n$", re.IGNORECASE)


class FixedWorkspace(Workspace):
    """A workspace whose documents are :class:`~tensorlift.lsp.documents.OpenDocument`."""

    def _create_text_document(
        self, doc_uri: str, source: str | None = None, version: int | None = None, language_id: str | None = None
    ) -> TextDocument:
        return OpenDocument(
            doc_uri,
            source=source,
            version=version,
            language_id=language_id,
            sync_kind=self._sync_kind,
            position_codec=self._position_codec,
        )

    def update_text_document(self, text_doc: t.VersionedTextDocumentIdentifier, change: t.TextDocumentContentChangeEvent) -> None:
        """Apply a change; one for a document that was never opened is logged and left."""
        if unquote(text_doc.uri) not in self.text_documents:
            logger.warning("change of a document that is not open: %s", text_doc.uri)
            return
        super().update_text_document(text_doc, change)

    def update_notebook_document(self, params: t.DidChangeNotebookDocumentParams) -> None:
        """Apply a change; one of a notebook that was never opened is logged and left, and a cell that is closed and opened again is open."""
        if unquote(params.notebook_document.uri) not in self.notebook_documents:
            logger.warning("change of a notebook that is not open: %s", params.notebook_document.uri)
            return
        structure = params.change.cells.structure if params.change.cells is not None else None
        if structure is not None and structure.did_open and structure.did_close:
            opened = {unquote(cell.uri) for cell in structure.did_open}
            structure.did_close = [cell for cell in structure.did_close if unquote(cell.uri) not in opened]
        super().update_notebook_document(params)

    def document(self, uri: str) -> OpenDocument | None:
        """Return the open document of ``uri``; None for a cell of a notebook. Unlike ``get_text_document`` this never reads the disk."""
        key = unquote(uri)
        found = self.text_documents.get(key) if key not in self._cell_in_notebook else None
        return found if isinstance(found, OpenDocument) else None


class JsonText(bytes):
    """JSON in UTF-8 that is sent as it is: for what is too much to be made from objects anew at every keystroke."""


class FixedProtocol(LanguageServerProtocol):
    """The protocol with replies to requests that cannot be read or come at the wrong time, and without the leak of finished futures.

    Attributes:
        exit_code: What the process is to end with: 1 if the client says ``exit`` without ``shutdown``; pygls ends with 0.
    """

    exit_code = 0

    def use_fixed_workspace(self) -> FixedWorkspace:
        """Put a :class:`FixedWorkspace` in the place of the one that pygls made; call it while handling ``initialize``."""
        made = self.workspace
        fixed = FixedWorkspace(made.root_uri, made._sync_kind, list(made.folders.values()), made.position_encoding)
        self._workspace = fixed
        return fixed

    def structure_message(self, data: dict[str, Any]) -> Any:
        """Leave JSON data as it is: this is called for every object of the JSON text, but only the outermost is a message."""
        return data

    def handle_message(self, message: Any) -> None:
        """Read and handle a message; a request that cannot be read, or that is not allowed now, is answered with an error.

        Args:
            message: JSON data.
        """
        try:
            self._check(message)
            structured = self._structured(message)
        except JsonRpcException as error:
            self._refuse(message, error)
        else:
            super().handle_message(structured)

    def _structured(self, message: dict[str, Any]) -> Any:
        try:
            return super().structure_message({"params": None, **message})
        except JsonRpcException as error:
            if "method" not in message:
                self._handle_response(message["id"], error=error.to_response_error())
            raise JsonRpcInvalidParams from error

    def _check(self, message: Any) -> None:
        """Check what pygls does not: whether this is a message at all, and whether it comes at its time.

        Raises:
            JsonRpcException: The message is not to be handled.
        """
        if not isinstance(message, dict) or message.get("jsonrpc") != self.VERSION:
            raise JsonRpcInvalidRequest(f"a message is an object with jsonrpc = {self.VERSION!r}")
        if "id" in message and not isinstance(message["id"], _ID):
            raise JsonRpcInvalidRequest("the id of a message is a number or a string")
        if "method" not in message:
            # Numbers of the client's own requests are kept in the same place by pygls.
            if message.get("id") not in self._result_types:
                raise JsonRpcInvalidRequest("an answer to nothing that was asked")
            return
        method = message["method"]
        if not isinstance(method, str):
            raise JsonRpcInvalidRequest("the method of a message is a string")
        if method == t.EXIT:
            return
        if "id" in message and t.METHOD_TO_TYPES.get(method, ("", ""))[1] is None:
            raise JsonRpcInvalidRequest(f"{method} is a notification and has no id")
        if self._shutdown:
            raise JsonRpcInvalidRequest("after shutdown there is only exit")
        if self._workspace is None and method != t.INITIALIZE:
            raise JsonRpcServerNotInitialized("initialize comes first")
        if self._workspace is not None and method == t.INITIALIZE:
            raise JsonRpcInvalidRequest("initialize comes once")

    def _refuse(self, message: Any, error: JsonRpcException) -> None:
        """Answer a message that is not handled, unless it is a notification or an answer itself."""
        logger.warning("a message is left out: %s", error)
        known = message if isinstance(message, dict) else {"method": None, "id": None}
        if "method" in known and "id" in known:
            self._send_error(known["id"] if isinstance(known["id"], _ID) else None, error)

    def _handle_notification(self, method_name: str, params: Any) -> None:
        if method_name == t.EXIT:
            self.exit_code = 0 if self._shutdown else 1
        super()._handle_notification(method_name, params)

    def _handle_response(self, msg_id: Any, result: Any = None, error: t.ResponseError | None = None) -> None:
        self._result_types.pop(msg_id, None)
        if (future := self._request_futures.get(msg_id)) is not None and future.done():
            del self._request_futures[msg_id]  # given up
        elif future is not None:
            super()._handle_response(msg_id, result, error)

    def _check_handler_result(self, future: Future[Any]) -> None:
        super()._check_handler_result(future)
        # A new dictionary: at a shutdown pygls runs through this one and cancels what ends up here.
        self._request_futures = {key: kept for key, kept in self._request_futures.items() if not kept.done()}

    def _send_response(self, msg_id: int | str, result: Any = None, error: t.ResponseError | None = None) -> None:
        if isinstance(result, JsonText) and error is None:
            self.send_json(b'{"jsonrpc":"2.0","id":%s,"result":%s}' % (json.dumps(msg_id).encode(), result))
        else:
            super()._send_response(msg_id, result, error)

    def notify_json(self, method: str, params: JsonText) -> None:
        """Send a notification whose parameters are JSON already."""
        self.send_json(b'{"jsonrpc":"2.0","method":%s,"params":%s}' % (json.dumps(method).encode(), params))

    def send_json(self, body: bytes) -> None:
        """Send a message that is JSON already."""
        if self.writer is None:
            logger.error("there is nobody to send to")
            return
        written = self.writer.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        if inspect.isawaitable(written):
            asyncio.ensure_future(written)  # noqa: RUF006 - as pygls does

    def reply_parse_error(self, error: Exception) -> None:
        """Answer a message that is no JSON; its id is unknown, so the reply has none."""
        self._send_error(None, JsonRpcParseError(str(error)))

    def _send_error(self, key: int | float | str | None, error: JsonRpcException) -> None:
        # plain data, because lsprotocol leaves out an id that is None
        self._send_data({"jsonrpc": self.VERSION, "id": key, "error": {"code": error.code, "message": error.message}})


class Input:
    """A stream of messages that finds back to their beginnings after a wrong ``Content-Length``.

    pygls goes to another thread and back for each line of a header. Here a message is read there as a whole, and handed over in parts.

    Args:
        stream: Where the messages come from.
        executor: Where to wait for them.
    """

    def __init__(self, stream: BinaryIO, executor: Executor | None = None) -> None:
        self._stream = stream
        self._executor = executor
        self._lines: list[bytes] = []
        self._body = b""

    async def readline(self) -> bytes:
        """Return the next line of a header in the form that pygls knows; empty at the end."""
        if not self._lines:
            self._lines, self._body = await asyncio.get_running_loop().run_in_executor(self._executor, self._read)
        return self._lines.pop(0)

    async def readexactly(self, size: int) -> bytes:
        """Return the message behind the header; shorter at the end."""
        return self._body

    def _read(self) -> tuple[list[bytes], bytes]:
        length = 0
        while line := self._stream.readline():
            found = _CONTENT_LENGTH.search(line)
            length = length or (int(found[1]) if found else 0)
            if length and not line.strip():
                return [b"Content-Length: %d\r\n" % length, b"\r\n"], self._stream.read(length)
        return [b""], b""


def serve_io(server: LanguageServer, stdin: BinaryIO, stdout: BinaryIO) -> None:
    """Serve a client over two streams, as ``LanguageServer.start_io`` does, with :class:`Input`."""
    server._stop_event = Event()
    server.protocol.set_writer(StdoutWriter(stdout))
    reader: Any = Input(stdin, server.thread_pool)
    try:
        asyncio.run(run_async(server._stop_event, reader, server.protocol, logger, server.report_server_error))
    except BrokenPipeError:
        logger.error("the client is gone")
    except (KeyboardInterrupt, SystemExit):
        pass
    finally:
        server.shutdown()  # type: ignore[no-untyped-call]


def converter() -> Converter:
    """Return pygls' converter, which leaves out what it cannot read of code action contexts and of what a client can do."""
    made: Converter = default_converter()  # type: ignore[no-untyped-call]
    read_capabilities = made.get_structure_hook(t.ClientCapabilities)

    def readable(part: Any, path: tuple[str, ...]) -> bool:
        for key in reversed(path):
            part = {key: part}
        try:
            read_capabilities(part, t.ClientCapabilities)
        except Exception as error:  # cattrs raises groups of whatever the validators raised
            logger.debug("%s of what the client can do cannot be read: %r", ".".join(path), error)
            return False
        return True

    def prune(part: Any, *path: str) -> Any:
        if readable(part, path):
            return part
        kept: Any = None
        if isinstance(part, list):
            kept = [item for item in part if readable([item], path)]
        elif isinstance(part, dict):
            pruned = {key: prune(value, *path, key) for key, value in part.items()}
            kept = {key: value for key, value in pruned.items() if value is not None}
        return kept if kept and readable(kept, path) else None

    def capabilities(data: Any, kind: type) -> t.ClientCapabilities:
        try:
            return read_capabilities(data, kind)  # type: ignore[no-any-return]
        except Exception:
            if not isinstance(data, dict):
                raise
            logger.warning("the client says things of itself that cannot be read; they are left out")
            return read_capabilities(prune(data) or {}, kind)  # type: ignore[no-any-return]

    def trace(value: Any, _: type) -> t.TraceValue:
        return t.TraceValue.Verbose if value == "compact" else t.TraceValue(value)

    def context(data: Mapping[str, Any], _: type) -> t.CodeActionContext:
        diagnostics = []
        for item in data.get("diagnostics") or ():
            try:
                diagnostics.append(made.structure(item, t.Diagnostic))
            except Exception as error:  # as above
                logger.debug("left out a diagnostic that cannot be read: %s", error)
        only = data.get("only")
        trigger = data.get("triggerKind")
        return t.CodeActionContext(
            diagnostics=diagnostics,
            only=tuple(kind for kind in only if isinstance(kind, str)) if isinstance(only, (list, tuple)) else None,
            trigger_kind=t.CodeActionTriggerKind(trigger) if trigger in (1, 2) else None,
        )

    made.register_structure_hook(JsonRPCRequestMessage, lambda data, kind: kind(**data))
    made.register_structure_hook(t.ClientCapabilities, capabilities)
    made.register_structure_hook(t.CodeActionContext, context)
    made.register_structure_hook(t.TraceValue, trace)
    return made
