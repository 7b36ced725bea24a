"""Each work-around for pygls: that pygls still needs it, and that it works.

A test that fails because pygls does the right thing itself is good news: the work-around can go.
"""

from __future__ import annotations

import asyncio
import json
from concurrent.futures import Future, InvalidStateError
from io import BytesIO
from threading import Event
from typing import Any

import pytest
from cattrs.errors import ClassValidationError
from lsprotocol import types as t
from pygls.exceptions import JsonRpcException
from pygls.io_ import run, run_async
from pygls.lsp.server import LanguageServer
from pygls.protocol import JsonRPCRequestMessage, LanguageServerProtocol, default_converter
from pygls.workspace import TextDocument, Workspace

from tensorlift.lsp.documents import OpenDocument
from tensorlift.lsp.pygls_fixes import FixedProtocol, FixedWorkspace, Input, converter

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
    view = document.sync()
    assert (view.version(URI), view.document.text) == (2, "a\fa\nB\n")


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


def initialized(protocol: type[LanguageServerProtocol]) -> tuple[LanguageServer, Sink]:
    server, sink = connect(protocol)
    receive(server, id=0, method="initialize", params={"capabilities": {}})
    sink.data = b""
    return server, sink


WRONG = {"textDocument": {"uri": URI}, "position": {"line": None, "character": 0}}


def test_pygls_does_not_answer_unreadable_requests() -> None:
    server, sink = initialized(LanguageServerProtocol)
    with pytest.raises(JsonRpcException):
        receive(server, id=1, method="textDocument/hover", params=WRONG)
    assert sink.messages == []


@pytest.mark.parametrize(
    ("method", "params", "code"),
    [
        ("textDocument/hover", WRONG, -32602),
        ("textDocument/hover", 7, -32602),
        ("textDocument/codeAction", {**WRONG, "range": [7]}, -32602),
        ("unknown", 7, -32601),
    ],
)
def test_unreadable_requests_are_answered(method: str, params: Any, code: int) -> None:
    server, sink = initialized(FixedProtocol)
    receive(server, id=1, method=method, params=params)
    (answer,) = sink.messages
    assert (answer["id"], answer["error"]["code"]) == (1, code)


def test_unreadable_notifications_are_not_answered() -> None:
    server, sink = initialized(FixedProtocol)
    receive(server, method="textDocument/didOpen", params=WRONG)
    receive(server, method=7)
    assert sink.messages == []


def test_unreadable_answers_end_the_wait() -> None:
    server, _ = initialized(FixedProtocol)
    wait = server.client_register_capability(t.RegistrationParams([]))
    (key,) = server.protocol._request_futures
    server.protocol._result_types[key] = t.HoverResponse
    receive(server, id=key, result=7)
    assert isinstance(wait.exception(0), JsonRpcException)


def test_pygls_trips_over_the_answer_to_what_was_given_up() -> None:
    server, _ = initialized(LanguageServerProtocol)
    wait = server.client_register_capability(t.RegistrationParams([]))
    (key,) = server.protocol._request_futures
    assert wait.cancel()
    with pytest.raises(InvalidStateError):
        receive(server, id=key, result=None)


@pytest.mark.parametrize("answer", [{"result": None}, {"error": {"code": 1, "message": "x"}}, {"error": 7}, {}])
def test_the_answer_to_what_was_given_up_is_left(answer: dict[str, Any]) -> None:
    server, sink = initialized(FixedProtocol)
    wait = server.client_register_capability(t.RegistrationParams([]))
    sink.data = b""
    (key,) = server.protocol._request_futures
    assert wait.cancel()
    receive(server, id=key, **answer)
    receive(server, id=key, **answer)
    assert sink.messages == []
    assert key not in server.protocol._request_futures
    assert key not in server.protocol._result_types


@pytest.mark.parametrize("answer", [{"result": None}, {"error": {"code": 1, "message": "x"}}])
def test_an_answer_arrives(answer: dict[str, Any]) -> None:
    server, _ = initialized(FixedProtocol)
    wait = server.client_register_capability(t.RegistrationParams([]))
    (key,) = server.protocol._request_futures
    receive(server, id=key, **answer)
    assert (wait.exception(0) is None) == ("result" in answer)
    assert not server.protocol._result_types


def test_pygls_takes_an_answer_for_one_to_the_clients_own_request() -> None:
    server, _ = initialized(LanguageServerProtocol)
    own: Future[Any] = Future()
    server.protocol._request_futures[7] = own
    receive(server, id=7, result="x")
    assert own.done()


def test_an_answer_to_the_clients_own_request_is_left() -> None:
    server, _ = initialized(FixedProtocol)
    own: Future[Any] = Future()
    server.protocol._request_futures[7] = own
    receive(server, id=7, result="x")
    assert not own.done()
    assert server.protocol._request_futures[7] is own


INNER = {"jsonrpc": "2.0", "id": 1, "method": "textDocument/hover", "params": 7}


def test_an_object_inside_of_a_message_is_no_message() -> None:
    plain, _ = initialized(LanguageServerProtocol)
    with pytest.raises(JsonRpcException):
        receive(plain, id=2, method="test/echo", params={"data": INNER})
    server, sink = initialized(FixedProtocol)
    server.feature("test/echo")(lambda params: params.data.method)
    receive(server, id=2, method="test/echo", params={"data": INNER})
    assert [answer["result"] for answer in sink.messages] == ["textDocument/hover"]


OPENING = {"textDocument": {"uri": URI, "languageId": "python", "version": 1, "text": "a"}}
STRANGE: list[tuple[dict[str, Any], int | None]] = [
    ({"id": 1, "method": "textDocument/didOpen", "params": OPENING}, 1),
    ({"id": 1, "method": "$/cancelRequest", "params": {"id": 2}}, 1),
    ({"id": 1, "method": "test/echo", "params": 7, "jsonrpc": "1.0"}, 1),
    ({"id": None, "method": "test/echo", "params": 7}, None),
    ({"id": [1], "method": "test/echo", "params": 7}, None),
    ({"id": 1, "method": 7, "params": 7}, 1),
]


@pytest.mark.parametrize(("message", "key"), STRANGE)
def test_what_is_no_request_is_refused(message: dict[str, Any], key: int | None) -> None:
    plain, sink = initialized(LanguageServerProtocol)
    plain.feature("test/echo")(lambda params: params)
    receive(plain, **message)
    assert [answer.get("error", {}).get("code") for answer in sink.messages] != [-32600]
    server, sink = initialized(FixedProtocol)
    server.feature("test/echo")(lambda params: params)
    receive(server, **message)
    assert [(answer["id"], answer["error"]["code"]) for answer in sink.messages] == [(key, -32600)]
    assert not server.workspace.text_documents


@pytest.mark.parametrize("message", [[], [INNER], 7, "x", None])
def test_what_is_no_object_is_refused(message: Any) -> None:
    plain, _ = initialized(LanguageServerProtocol)
    with pytest.raises(AttributeError):
        plain.protocol.handle_message(message)
    server, sink = initialized(FixedProtocol)
    server.protocol.handle_message(message)
    assert [(answer["id"], answer["error"]["code"]) for answer in sink.messages] == [(None, -32600)]


def test_pygls_answers_before_initialize() -> None:
    server, sink = connect(LanguageServerProtocol)
    receive(server, id=1, method="shutdown", params=None)
    assert "result" in sink.messages[0]


def test_only_initialize_is_answered_at_first() -> None:
    server, sink = connect(FixedProtocol)
    receive(server, id=1, method="shutdown", params=None)
    receive(server, method="textDocument/didOpen", params=OPENING)
    assert [(answer["id"], answer["error"]["code"]) for answer in sink.messages] == [(1, -32002)]


def test_pygls_forgets_everything_at_a_second_initialize() -> None:
    server, _ = initialized(LanguageServerProtocol)
    receive(server, method="textDocument/didOpen", params=OPENING)
    receive(server, id=1, method="initialize", params={"capabilities": {}})
    assert not server.workspace.text_documents


def test_a_second_initialize_is_refused() -> None:
    server, sink = initialized(FixedProtocol)
    receive(server, method="textDocument/didOpen", params=OPENING)
    receive(server, id=1, method="initialize", params={"capabilities": {}})
    assert [answer["error"]["code"] for answer in sink.messages] == [-32600]
    assert list(server.workspace.text_documents) == [URI]


@pytest.mark.parametrize(("protocol", "codes"), [(LanguageServerProtocol, []), (FixedProtocol, [-32600, -32600])])
def test_requests_after_shutdown_are_answered(protocol: type[LanguageServerProtocol], codes: list[int]) -> None:
    server, sink = initialized(protocol)
    receive(server, id=1, method="shutdown", params=None)
    sink.data = b""
    receive(server, id=2, method="textDocument/hover", params={**WRONG, "position": {"line": 0, "character": 0}})
    receive(server, id=3, method="shutdown", params=None)
    receive(server, method="textDocument/didOpen", params=OPENING)
    assert [answer["error"]["code"] for answer in sink.messages] == codes
    assert not server.workspace.text_documents


@pytest.mark.parametrize("shut_down", [True, False])
def test_exit_code(shut_down: bool) -> None:
    server, _ = initialized(FixedProtocol)
    assert isinstance(server.protocol, FixedProtocol)
    if shut_down:
        receive(server, id=1, method="shutdown", params=None)
    with pytest.raises(SystemExit) as ended:
        receive(server, method="exit", params=None)
    assert ended.value.code == server.protocol.exit_code == (0 if shut_down else 1)


@pytest.mark.parametrize(
    "junk",
    [
        b"hello",
        b"\r\n\r\nhello\r\n",
        b"Content-Length: 5\r\n\r\ntoo long",
        b"Content-Length: 0\r\n\r\n",
        b"Content-Length: -1\r\n\r\n",
        b"Content-Length: " + b"9" * 5000 + b"\r\n\r\n",
        b"Content-Type: x\r\n",
    ],
)
@pytest.mark.parametrize("header", [b"Content-Length: 2\r\n\r\n", b"content-length:2\n\n", b"Content-Length: 2\r\nContent-Type: x\r\n\r\n"])
def test_messages_are_found_behind_junk(junk: bytes, header: bytes) -> None:
    found: list[Any] = []

    class Protocol:
        structure_message = dict
        handle_message = found.append

    reader: Any = Input(BytesIO(junk + header + b"{}" + header + b"[]"))
    asyncio.run(run_async(Event(), reader, Protocol()))  # type: ignore[arg-type]
    assert found == [{}, []]


def test_pygls_loses_everything_behind_a_wrong_length() -> None:
    found: list[Any] = []

    class Protocol:
        structure_message = dict
        handle_message = found.append

    data = b"Content-Length: 5\r\n\r\ntoo long" + b"Content-Length: 2\r\n\r\n{}" * 5
    run(Event(), BytesIO(data), Protocol())  # type: ignore[arg-type]
    assert found == []


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


CAPABILITIES = {
    "textDocument": {"hover": {"contentFormat": ["markdown"]}, "publishDiagnostics": {"tagSupport": {"valueSet": [1, 2, 99]}}, "rename": 7},
    "workspace": {"applyEdit": True, "workspaceEdit": {"failureHandling": "newest"}},
    "general": {"positionEncodings": ["utf-7", "utf-8"]},
    "window": 7,
    "future": {"x": 7},
}


def test_pygls_rejects_a_client_with_one_capability_that_it_cannot_read() -> None:
    with pytest.raises(Exception, match="ClientCapabilities"):
        default_converter().structure(CAPABILITIES, t.ClientCapabilities)  # type: ignore[no-untyped-call]


def test_unreadable_capabilities_are_left_out() -> None:
    made = converter()
    found = made.structure(CAPABILITIES, t.ClientCapabilities)
    readable = {
        "textDocument": {"hover": {"contentFormat": ["markdown"]}, "publishDiagnostics": {"tagSupport": {"valueSet": [1, 2]}}},
        "workspace": {"applyEdit": True},
        "general": {"positionEncodings": ["utf-7", "utf-8"]},
    }
    assert found == default_converter().structure(readable, t.ClientCapabilities)  # type: ignore[no-untyped-call]
    assert made.structure({}, t.ClientCapabilities) == t.ClientCapabilities()


@pytest.mark.parametrize("wrong", [None, 7])
def test_capabilities_that_are_none_are_rejected(wrong: Any) -> None:
    with pytest.raises(ClassValidationError):
        converter().structure({"processId": None, "rootUri": None, "capabilities": wrong}, t.InitializeParams)


def test_trace_values() -> None:
    with pytest.raises(ValueError, match="compact"):
        default_converter().structure("compact", t.TraceValue)  # type: ignore[no-untyped-call]
    made = converter()
    assert made.structure({"value": "compact"}, t.SetTraceParams).value is t.TraceValue.Verbose
    assert made.structure({"value": "messages"}, t.SetTraceParams).value is t.TraceValue.Messages
    with pytest.raises(Exception, match="SetTraceParams"):
        made.structure({"value": "loud"}, t.SetTraceParams)


OWN = {"jsonrpc": "2.0", "id": 1, "method": "tensorlift/scan", "params": {"known": {"file:///a.py": "x", "type_name": "y"}}}


def test_pygls_loses_the_keys_of_unknown_parameters() -> None:
    made = default_converter().structure(json.loads(json.dumps(OWN)), JsonRPCRequestMessage)  # type: ignore[no-untyped-call]
    assert "file:///a.py" not in str(made.params)


def test_parameters_of_our_own_requests_stay_as_they_are() -> None:
    assert converter().structure(json.loads(json.dumps(OWN)), JsonRPCRequestMessage).params == OWN["params"]
