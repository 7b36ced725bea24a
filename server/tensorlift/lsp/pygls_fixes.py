"""Work-arounds for pygls 2.1, kept in one place because they reach into private names.

Each has its own test in ``tests/lsp/test_pygls_fixes.py``; pygls is pinned to ``>=2.1.1,<2.2`` because of them.

* Notebooks: pygls fails at changes of a notebook that is not open, and closes a cell that one notification closes and opens again.
  :class:`FixedWorkspace` does not.
* Lines: pygls splits at form feeds and other characters that are no line ends in the protocol, and changes arrive one by
  one. :class:`FixedWorkspace` makes documents of our own class, which keep the text themselves.
* Silence: a request whose parameters cannot be read gets no reply from pygls (openlawlibrary/pygls#326), and any object with
  a key ``jsonrpc`` in it counts as a message. :class:`FixedProtocol` replies with an error.
* Neighbours: one diagnostic of another server that lsprotocol cannot read makes a whole code action request unreadable.
  :func:`converter` leaves such diagnostics out.
* Time: pygls makes every message from objects. :class:`FixedProtocol` also sends what is JSON already (:class:`JsonText`).
* Memory: each notification leaves finished futures behind. :class:`FixedProtocol` drops them.
"""

from __future__ import annotations

import asyncio
import inspect
import json
import logging
from collections.abc import Mapping
from concurrent.futures import Future
from typing import Any
from urllib.parse import unquote

from cattrs import Converter
from lsprotocol import types as t
from pygls.exceptions import JsonRpcException
from pygls.protocol import LanguageServerProtocol, default_converter
from pygls.workspace import TextDocument, Workspace

from tensorlift.lsp.documents import OpenDocument

logger = logging.getLogger(__name__)


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
    """The protocol with replies to unreadable requests, and without the leak of finished futures."""

    def use_fixed_workspace(self) -> FixedWorkspace:
        """Put a :class:`FixedWorkspace` in the place of the one that pygls made; call it while handling ``initialize``."""
        made = self.workspace
        fixed = FixedWorkspace(made.root_uri, made._sync_kind, list(made.folders.values()), made.position_encoding)
        self._workspace = fixed
        return fixed

    def structure_message(self, data: dict[str, Any]) -> Any:
        """Turn JSON data into a message; called for every object of the JSON text, the inner ones first."""
        if "method" not in data and "id" not in data:
            return data
        try:
            return super().structure_message(data)
        except JsonRpcException as error:
            if "id" in data and "method" in data:
                self._send_response(data["id"], error=error.to_response_error())
            elif data.get("id") in self._request_futures:
                self._handle_response(data["id"], error=error.to_response_error())
            raise

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
        # plain data, because lsprotocol leaves out an id that is None
        fault = {"code": t.ErrorCodes.ParseError.value, "message": str(error)}
        self._send_data({"jsonrpc": self.VERSION, "id": None, "error": fault})


def converter() -> Converter:
    """Return pygls' converter, with code action contexts that outlive unreadable diagnostics."""
    made: Converter = default_converter()  # type: ignore[no-untyped-call]

    def context(data: Mapping[str, Any], _: type) -> t.CodeActionContext:
        diagnostics = []
        for item in data.get("diagnostics") or ():
            try:
                diagnostics.append(made.structure(item, t.Diagnostic))
            except Exception as error:  # cattrs raises groups of whatever the validators raised
                logger.debug("left out a diagnostic that cannot be read: %s", error)
        only = data.get("only")
        trigger = data.get("triggerKind")
        return t.CodeActionContext(
            diagnostics=diagnostics,
            only=tuple(kind for kind in only if isinstance(kind, str)) if isinstance(only, (list, tuple)) else None,
            trigger_kind=t.CodeActionTriggerKind(trigger) if trigger in (1, 2) else None,
        )

    made.register_structure_hook(t.CodeActionContext, context)
    return made
