"""Each work-around for pygls: that pygls still needs it, and that it works.

A test that fails because pygls does the right thing itself is good news: the work-around can go.
"""

from __future__ import annotations

import json
from concurrent.futures import Future
from typing import Any

import pytest
from lsprotocol import types as t
from pygls.exceptions import JsonRpcException, JsonRpcInvalidParams
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol, default_converter
from pygls.workspace import TextDocument, Workspace

from tensorlift.lsp.documents import OpenDocument
from tensorlift.lsp.pygls_fixes import FixedProtocol, FixedWorkspace, converter

URI = "file:///nowhere/a.py"


class Sink:
    """Keeps what is written."""

    def __init__(self) -> None:
        self.data = b""

    def write(self, data: bytes) -> None:
        self.data += data

    def close(self) -> None: ...

    @property
    def messages(self) -> list[dict[str, Any]]:
        return [json.loads(part.split(b"\r\n\r\n")[1]) for part in self.data.split(b"Content-Length: ")[1:]]


def connect(protocol: type[LanguageServerProtocol], **options: Any) -> tuple[LanguageServer, Sink]:
    server = LanguageServer("test", "1", protocol_cls=protocol, **options)
    sink = Sink()
    server.protocol.set_writer(sink)
    return server, sink


def receive(server: LanguageServer, **message: Any) -> None:
    """Read a message as pygls reads it from its input."""
    text = json.dumps({"jsonrpc": "2.0", **message})
    server.protocol.handle_message(json.loads(text, object_hook=server.protocol.structure_message))


CHANGE = t.TextDocumentContentChangePartial(t.Range(t.Position(1, 0), t.Position(1, 1)), "B")
ITEM = t.TextDocumentItem(URI, "python", 1, "a\fa\nb\n")


def test_pygls_takes_a_form_feed_for_a_line_end() -> None:
    document = TextDocument(URI, ITEM.text)
    document.apply_change(CHANGE)
    assert document.source != "a\fa\nB\n"


def test_form_feed_is_no_line_end() -> None:
    workspace = FixedWorkspace(None)
    workspace.put_text_document(ITEM)
    workspace.update_text_document(t.VersionedTextDocumentIdentifier(2, URI), CHANGE)
    document = workspace.document(URI)
    assert isinstance(document, OpenDocument)
    document.commit()
    version, text = document.sync()
    assert (version, text.text) == (2, "a\fa\nB\n")


def test_pygls_fails_on_a_change_of_an_unknown_document() -> None:
    with pytest.raises(KeyError):
        Workspace(None).update_text_document(t.VersionedTextDocumentIdentifier(2, URI), CHANGE)


def test_change_of_an_unknown_document_is_left() -> None:
    workspace = FixedWorkspace(None)
    workspace.update_text_document(t.VersionedTextDocumentIdentifier(2, URI), CHANGE)
    assert workspace.document(URI) is None


def test_workspace_is_replaced() -> None:
    server, _ = connect(FixedProtocol)
    assert isinstance(server.protocol, FixedProtocol)
    folders = [{"uri": "file:///nowhere/folder", "name": "folder"}]
    general = {"general": {"positionEncodings": ["utf-8"]}}
    receive(server, id=1, method="initialize", params={"rootUri": "file:///nowhere", "workspaceFolders": folders, "capabilities": general})
    fixed = server.protocol.use_fixed_workspace()
    assert server.workspace is fixed
    assert (fixed.root_uri, fixed.position_encoding) == ("file:///nowhere", "utf-8")
    assert list(fixed.folders) == ["file:///nowhere/folder"]


WRONG = {"textDocument": {"uri": URI}, "position": {"line": None, "character": 0}}


def test_pygls_does_not_answer_unreadable_requests() -> None:
    server, sink = connect(LanguageServerProtocol)
    with pytest.raises(JsonRpcException):
        receive(server, id=1, method="textDocument/hover", params=WRONG)
    assert not [message for message in sink.messages if message.get("id") == 1]


def test_unreadable_requests_are_answered() -> None:
    server, sink = connect(FixedProtocol)
    with pytest.raises(JsonRpcInvalidParams):
        receive(server, id=1, method="textDocument/hover", params=WRONG)
    (answer,) = sink.messages
    assert (answer["id"], answer["error"]["code"]) == (1, -32602)


def test_unreadable_notifications_are_not_answered() -> None:
    server, sink = connect(FixedProtocol)
    with pytest.raises(JsonRpcInvalidParams):
        receive(server, method="textDocument/didOpen", params=WRONG)
    assert sink.messages == []


def test_unreadable_answers_end_the_wait() -> None:
    server, _ = connect(FixedProtocol)
    wait = server.client_register_capability(t.RegistrationParams([]))
    (key,) = server.protocol._request_futures
    server.protocol._result_types[key] = t.HoverResponse
    with pytest.raises(JsonRpcException):
        receive(server, id=key, result=7)
    assert isinstance(wait.exception(0), JsonRpcException)


def test_a_key_jsonrpc_inside_does_not_make_a_message() -> None:
    data = {"jsonrpc": "2.0", "other": 1}
    plain, _ = connect(LanguageServerProtocol)
    with pytest.raises(JsonRpcException):
        json.loads(json.dumps({"data": data}), object_hook=plain.protocol.structure_message)
    fixed, _ = connect(FixedProtocol)
    assert json.loads(json.dumps({"data": data}), object_hook=fixed.protocol.structure_message) == {"data": data}


def test_parse_errors_are_answered_without_an_id() -> None:
    server, sink = connect(FixedProtocol)
    assert isinstance(server.protocol, FixedProtocol)
    server.protocol.reply_parse_error(ValueError("no JSON"))
    assert sink.messages == [{"jsonrpc": "2.0", "id": None, "error": {"code": -32700, "message": "no JSON"}}]


@pytest.mark.parametrize(("protocol", "left"), [(LanguageServerProtocol, 6), (FixedProtocol, 1)])
def test_finished_futures_are_dropped(protocol: type[LanguageServerProtocol], left: int) -> None:
    server, _ = connect(protocol)
    finished: list[Future[Any]] = [Future() for _ in range(5)]
    for future in finished:
        future.set_result(None)
    waiting: Future[Any] = Future()
    server.protocol._request_futures.update({str(index): future for index, future in enumerate([*finished, waiting])})
    server.protocol._check_handler_result(finished[0])
    assert len(server.protocol._request_futures) == left
    assert waiting in server.protocol._request_futures.values()


PLACE = {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 1}}
CONTEXT = {
    "diagnostics": [
        {"range": PLACE, "message": "good"},
        {"range": PLACE},
        {"range": {"start": {"line": None}}, "message": "x"},
        {"range": PLACE, "message": "x", "severity": 7},
        {"range": PLACE, "message": "x", "tags": [9]},
    ],
    "only": ["quickfix", "source.fixAll.tensorlift"],
    "triggerKind": 2,
}


def test_pygls_rejects_contexts_with_unreadable_diagnostics() -> None:
    with pytest.raises(Exception, match="CodeActionContext"):
        default_converter().structure(CONTEXT, t.CodeActionContext)  # type: ignore[no-untyped-call]


def test_unreadable_diagnostics_are_left_out() -> None:
    context = converter().structure(CONTEXT, t.CodeActionContext)
    assert [found.message for found in context.diagnostics] == ["good"]
    assert context.only is not None
    assert list(context.only) == ["quickfix", "source.fixAll.tensorlift"]
    assert context.trigger_kind == t.CodeActionTriggerKind.Automatic


@pytest.mark.parametrize(
    "data", [{}, {"diagnostics": None}, {"diagnostics": [], "only": None, "triggerKind": 9}, {"diagnostics": [], "only": 3}]
)
def test_contexts_that_are_hardly_there(data: dict[str, Any]) -> None:
    assert converter().structure(data, t.CodeActionContext) == t.CodeActionContext([])


def test_only_empty_is_kept_empty() -> None:
    only = converter().structure({"diagnostics": [], "only": []}, t.CodeActionContext).only
    assert only is not None
    assert list(only) == []
