"""Clients that break the protocol, and texts that nobody wrote by hand: an error or an empty answer at once, and the server goes on.

The client of these tests never answers what the server asks, neither for settings nor for anything else.
"""

from __future__ import annotations

import copy
import itertools
import json
import time
from collections.abc import AsyncIterator, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from lsprotocol import types as t

from tensorlift.lsp.client import read_capabilities
from tensorlift.lsp.pygls_fixes import converter
from tensorlift.lsp.server import _FEATURES, create_server
from tensorlift.lsp.session import LARGEST

from .test_process import TEXT, Server, launch

pytestmark = pytest.mark.asyncio(loop_scope="module")

CAPABILITIES = json.loads((Path(__file__).parent / "profiles" / "visual-studio-code-1.100.json").read_text(encoding="utf-8"))[
    "capabilities"
]

PARSE_ERROR, INVALID_REQUEST, METHOD_NOT_FOUND, INVALID_PARAMS = (-32700, -32600, -32601, -32602)
NOT_INITIALIZED, CANCELLED = -32002, -32800

PATIENCE = 30.0  # "at once" on a machine that does ten other things

NUMBERS = itertools.count(1)


def position(line: Any, character: Any) -> dict[str, Any]:
    return {"line": line, "character": character}


def span(start: dict[str, Any], end: dict[str, Any]) -> dict[str, Any]:
    return {"start": start, "end": end}


PLACE = position(1, 6)
WORD = span(position(1, 4), position(1, 10))


def new_uri() -> str:
    return f"file:///nowhere/hostile{next(NUMBERS)}.py"


def requests(uri: str, place: dict[str, Any] = PLACE, area: dict[str, Any] = WORD) -> dict[str, dict[str, Any]]:
    """Return right parameters for every request that the server offers, for one document."""
    document = {"textDocument": {"uri": uri}}
    return {
        "textDocument/diagnostic": {**document, "identifier": "tensorlift", "previousResultId": "x"},
        "textDocument/hover": {**document, "position": place},
        "textDocument/codeAction": {**document, "range": area, "context": {"diagnostics": [], "only": ["quickfix"], "triggerKind": 1}},
        "codeAction/resolve": {"title": "x", "kind": "source.fixAll.tensorlift", "data": {"uri": uri, "kind": "x", "version": 1}},
        "textDocument/codeLens": {**document, "workDoneToken": "x"},
        "textDocument/inlayHint": {**document, "range": area},
        "workspace/diagnostic": {"identifier": "tensorlift", "previousResultIds": [{"uri": uri, "value": "x"}]},
        "workspace/executeCommand": {"command": "tensorlift.explain", "arguments": [{"uri": uri, "position": place}]},
        "tensorlift/fix": {"uris": [uri], "review": True, "level": "symbols", "workDoneToken": "x"},
        "tensorlift/scan": {"known": {uri: "x"}, "workDoneToken": "x"},
        "tensorlift/report": {"nonce": "x", "cspSource": "y", "workDoneToken": "x"},
    }


async def connect(root: str | None = None, capabilities: dict[str, Any] = CAPABILITIES) -> Server:
    server = await launch()
    server.patience = PATIENCE
    server.send(id=0, method="initialize", params={"processId": None, "rootUri": root, "capabilities": capabilities})
    assert "result" in await server.receive(id=0)
    server.send(method="initialized", params={})
    return server


async def end(server: Server) -> None:
    server.writer.close()
    assert await server.end() == 0


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def server(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Server]:
    """One server for all tests that need not end it."""
    folder = tmp_path_factory.mktemp("workspace")
    (folder / "a.py").write_text(TEXT)
    server = await connect(folder.as_uri())
    yield server
    await end(server)


def ask(server: Server, method: str, params: Any) -> int:
    """Send a request; return its id."""
    key = next(NUMBERS)
    server.send(id=key, method=method, params=params)
    return key


async def answer(server: Server, method: str, params: Any) -> dict[str, Any]:
    return await server.receive(id=ask(server, method, params))


async def answers(server: Server, keys: Iterable[int]) -> dict[int, dict[str, Any]]:
    """Return the answers to some requests, in whatever order they come."""
    waiting, found = set(keys), {}
    while waiting:
        message = await server.receive()
        if "method" not in message and message["id"] in waiting:
            assert ("result" in message) != ("error" in message), message
            waiting.remove(message["id"])
            found[message["id"]] = message
    return found


async def works(server: Server) -> None:
    """Assert that normal requests are answered right."""
    uri = new_uri()
    server.open(uri, TEXT)
    (found,) = (await server.pull(next(NUMBERS), uri))["result"]["items"]
    assert found["range"] == WORD
    assert "tf.math.log" in json.dumps((await answer(server, "textDocument/hover", requests(uri)["textDocument/hover"]))["result"])
    (fix, *_) = (await answer(server, "textDocument/codeAction", requests(uri)["textDocument/codeAction"]))["result"]
    assert fix["kind"] == "quickfix"
    close(server, uri)


def close(server: Server, uri: Any) -> None:
    server.send(method="textDocument/didClose", params={"textDocument": {"uri": uri}})


def change(server: Server, uri: Any, version: Any, *changes: Any) -> None:
    params = {"textDocument": {"uri": uri, "version": version}, "contentChanges": list(changes)}
    server.send(method="textDocument/didChange", params=params)


def insertion(line: int, text: str) -> dict[str, Any]:
    return {"range": span(position(line, 0), position(line, 0)), "text": text}


# --- requests


WRONG: tuple[Any, ...] = (None, True, -1, 1.5, 2**40, "x", "\ud800", [], {}, [None], {"x": [{}]})


def damaged(value: Any) -> Iterator[Any]:
    """Yield parameters with each part left out or replaced by values of other types in turn."""
    yield from WRONG
    if isinstance(value, dict):
        for key in value:
            yield {other: part for other, part in value.items() if other != key}
            yield from ({**value, key: part} for part in damaged(value[key]))
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from ([*value[:index], other, *value[index + 1 :]] for other in damaged(part))


async def test_the_table_of_requests_is_complete() -> None:
    """A request that is not in the table is not tested here."""
    server = create_server()
    server.client = read_capabilities(converter().structure(CAPABILITIES, t.ClientCapabilities))
    for feature in _FEATURES:
        feature.register(server)
    features = server.protocol.fm.features
    offered = {method for method in features if method not in t.METHOD_TO_TYPES or t.METHOD_TO_TYPES[method][1] is not None}
    assert offered | {t.WORKSPACE_EXECUTE_COMMAND} == {*requests(""), t.INITIALIZE}


@pytest.mark.parametrize("method", requests(""))
async def test_parameters_of_wrong_types(server: Server, method: str) -> None:
    uri = new_uri()
    server.open(uri, TEXT)
    right = requests(uri)[method]
    sent = {ask(server, method, params): params for params in damaged(right)}
    for key, message in (await answers(server, sent)).items():
        assert message.get("error", {"code": INVALID_PARAMS})["code"] in (INVALID_PARAMS, INVALID_REQUEST), sent[key]
    assert "result" in await answer(server, method, right)
    await works(server)


async def test_arguments_of_commands(server: Server) -> None:
    uri = new_uri()
    server.open(uri, "import tensorflow as tf\n")
    commands = (
        "tensorlift.explain",
        "tensorlift.fixFile",
        "tensorlift.openGuide",
        "tensorlift.showDebugInformation",
        "no.such.command",
        "",
    )
    arguments: list[Any] = [
        None,
        [],
        [None],
        [7],
        [""],
        [uri],
        [uri, 7],
        [uri, {"level": "x"}],
        [uri, {}, 1],
        ["\ud800"],
        [{}],
        [[]],
        {},
        7,
        "x",
    ]
    sent = {
        ask(server, "workspace/executeCommand", {"command": command, "arguments": given}): (command, given)
        for command in commands
        for given in arguments
    }
    for key, message in (await answers(server, sent)).items():
        assert message.get("error", {"code": INVALID_PARAMS})["code"] == INVALID_PARAMS, sent[key]
    await works(server)


PLACES = [
    position(*place) for place in ((10**6, 0), (1, 10**6), (2**31 - 1, 2**31 - 1), (-1, 0), (1, -1), (2**31, 0), (0, 2**70), (0.5, 0))
]


@pytest.mark.parametrize("method", ["textDocument/hover", "textDocument/codeAction", "textDocument/inlayHint", "workspace/executeCommand"])
async def test_positions_out_of_range(server: Server, method: str) -> None:
    uri = new_uri()
    server.open(uri, TEXT)
    spans = [span(*ends) for ends in itertools.product([PLACE, *PLACES], repeat=2)]
    sent = [
        ask(server, method, requests(uri, place, area)[method]) for place, area in itertools.zip_longest(PLACES, spans, fillvalue=PLACE)
    ]
    for message in (await answers(server, sent)).values():
        assert message.get("error", {"code": INVALID_PARAMS})["code"] == INVALID_PARAMS
    backwards = requests(uri, area=span(WORD["end"], WORD["start"]))
    assert (await answer(server, "textDocument/codeAction", backwards["textDocument/codeAction"]))["result"]
    await works(server)


URIS = [
    "",
    "x",
    "x.py",
    "/nowhere/a.py",
    "untitled:Untitled-1",
    "git:/nowhere/a.py?%7B%22ref%22%3A%22%22%7D",
    "http://localhost/a.py",
    "vscode-notebook-cell:/nowhere/a.ipynb#X",
    "file://server/share/a.py",
    "file:///C%3A/a.py",
    "file:///nowhere/%",
    "file:///nowhere/%zz.py",
    "file:///nowhere/%ff%fe.py",
    "file:///nowhere/%00.py",
    "file:///nowhere/\ud800.py",
    "file:///nowhere/\U0001f600.py",
    "file:///nowhere/..%2f..%2f..%2fa.py",
    "file:///nowhere/" + "a" * 5000 + ".py",
    "file:///" + "a/" * 300 + "a.py",
    "file:///dev/zero",
    "file:///",
    "file://[",
    "FILE:///NOWHERE/A.PY",
    "data:text/x-python,import%20tensorflow",
    "javascript:alert(1)",
]


@pytest.mark.parametrize("opened", [True, False], ids=["open", "not open"])
async def test_odd_uris(server: Server, opened: bool) -> None:
    sent: dict[int, str] = {}
    for uri in URIS:
        if opened:
            server.open(uri, TEXT)
            change(server, uri, 2, insertion(2, "b = 1\n"))
        sent.update({ask(server, method, params): method for method, params in requests(uri).items()})
    for key, message in (await answers(server, sent)).items():
        if sent[key] == "workspace/diagnostic":
            assert any(report["uri"].endswith("/workspace0/a.py") for report in message["result"]["items"])
        if not opened and sent[key] == "textDocument/diagnostic":
            assert message["result"]["items"] == []
    await works(server)  # beside them
    for uri in URIS:
        close(server, uri)
    await works(server)


async def test_diagnostics_of_other_servers(server: Server) -> None:
    uri = new_uri()
    server.open(uri, TEXT)
    alien: list[Any] = [
        {"range": span(position(None, 0), position(None, 0)), "message": "x"},
        {"range": WORD},
        {"range": WORD, "message": None},
        {"range": WORD, "message": "x", "severity": 7},
        {"range": WORD, "message": "x", "tags": [9, "x"], "code": {"value": 1}, "codeDescription": 7, "relatedInformation": [{}]},
        {"range": WORD, "message": "x", "data": {"jsonrpc": "2.0", "id": 1, "method": "textDocument/hover", "params": {}}},
        {"range": WORD, "message": "x", "source": "tensorlift", "code": "TL101", "data": 7},
        {"range": WORD, "message": "x", "source": "tensorlift", "code": "TL999", "data": {"version": "x"}},
        {"range": WORD, "message": "x", "source": "tensorlift", "code": [], "data": []},
        {},
        None,
        7,
        [],
    ]
    right = await answer(server, "textDocument/codeAction", requests(uri)["textDocument/codeAction"])
    params = copy.deepcopy(requests(uri)["textDocument/codeAction"])
    params["context"]["diagnostics"] = alien
    found = await answer(server, "textDocument/codeAction", params)
    assert [action["title"] for action in found["result"]] == [action["title"] for action in right["result"]]
    await works(server)


# --- the order of messages


async def test_cancelled_requests(server: Server) -> None:
    uri = new_uri()
    server.open(uri, TEXT + "b = tf.log(1)\n" * 3000)
    sent = [ask(server, method, params) for method, params in requests(uri).items()]
    odd: list[Any] = [-1, "x", None, {}, []]
    for key in (*sent, *sent, *odd):
        server.send(method="$/cancelRequest", params={"id": key})
    server.send(method="$/cancelRequest", params=None)
    for message in (await answers(server, sent)).values():
        assert message.get("error", {"code": CANCELLED})["code"] == CANCELLED
    close(server, uri)
    await works(server)


async def test_a_number_that_is_used_twice(server: Server) -> None:
    uri = new_uri()
    server.open(uri, TEXT)
    for key in (next(NUMBERS), "x", 0, "", 1.5):
        for _ in range(3):
            server.send(id=key, method="textDocument/hover", params=requests(uri)["textDocument/hover"])
        server.send(id=key, result=None)  # it is the client's own request
        assert all([(await server.receive(id=key))["result"] for _ in range(3)])
    await works(server)


async def test_documents_that_are_closed_or_were_never_open(server: Server) -> None:
    uri = new_uri()
    change(server, uri, 2, insertion(0, "x"))
    close(server, uri)
    server.send(method="textDocument/didSave", params={"textDocument": {"uri": uri}})
    server.open(uri, TEXT)
    sent = [ask(server, method, params) for method, params in requests(uri).items()]
    close(server, uri)
    close(server, uri)
    change(server, uri, 3, insertion(0, "x"))
    await answers(server, sent)
    for method in ("textDocument/hover", "textDocument/codeAction", "textDocument/codeLens", "textDocument/inlayHint"):
        assert not (await answer(server, method, requests(uri)[method]))["result"]
    assert (await server.pull(next(NUMBERS), uri))["result"]["items"] == []
    await works(server)


async def test_a_document_that_is_opened_twice(server: Server) -> None:
    uri = new_uri()
    server.open(uri, "x")
    server.open(uri, TEXT)
    assert len((await server.pull(next(NUMBERS), uri))["result"]["items"]) == 1
    close(server, uri)
    assert (await server.pull(next(NUMBERS), uri))["result"]["items"] == []


async def test_odd_changes(server: Server) -> None:
    uri = new_uri()
    server.open(uri, TEXT)
    change(server, uri, 5, insertion(2, "b = tf.log(2)\n"))
    change(server, uri, 4, insertion(3, "c = tf.log(3)\n"))  # back
    change(server, uri, 4)  # nothing
    change(server, uri, -7, insertion(10**6, "d = tf.log(4)\n"))
    change(server, uri, 8, {"range": span(position(2, 1), position(2, 0)), "text": "bb"})  # reversed
    change(server, uri, None, insertion(0, "never"))
    change(server, uri, 9, {"range": span(position(-1, 0), position(0, 0)), "text": "never"})
    change(server, uri, 9, {"range": None, "text": 7})
    change(server, uri, 9, None)
    server.send(method="textDocument/didChange", params=None)
    found = (await server.pull(next(NUMBERS), uri))["result"]["items"]
    assert [(item["range"]["start"]["line"], item["range"]["start"]["character"]) for item in found] == [(1, 4), (2, 5), (3, 4), (4, 4)]
    await works(server)


async def test_notebooks(server: Server) -> None:
    notebook, first, second = (
        "file:///nowhere/hostile.ipynb",
        "vscode-notebook-cell:/nowhere/hostile.ipynb#1",
        "vscode-notebook-cell:/x#2",
    )

    def opening(cells: Any, texts: dict[str, str]) -> dict[str, Any]:
        documents = [{"uri": uri, "languageId": "python", "version": 1, "text": text} for uri, text in texts.items()]
        return {
            "notebookDocument": {"uri": notebook, "notebookType": "jupyter-notebook", "version": 1, "cells": cells},
            "cellTextDocuments": documents,
        }

    def changing(**changes: Any) -> None:
        server.send(
            method="notebookDocument/didChange", params={"notebookDocument": {"uri": notebook, "version": 2}, "change": {"cells": changes}}
        )

    def cells(*uris: Any) -> list[dict[str, Any]]:
        return [{"kind": 2, "document": uri} for uri in uris]

    array = {"start": 0, "deleteCount": 1, "cells": cells(second)}
    for params in (None, {}, opening(None, {}), opening([7], {}), opening(cells(first, first, second), {first: TEXT}), opening([], {})):
        changing(structure={"array": array})  # of a notebook that is not open, or cells that are not
        changing(textContent=[{"document": {"uri": first, "version": 2}, "changes": [{"text": "x"}]}])
        server.send(method="notebookDocument/didOpen", params=params)
        changing(structure={"array": {"start": 1000, "deleteCount": 1000, "cells": cells(second)}})
        changing(structure={"array": {"start": -1, "deleteCount": -1}}, data=7, textContent=[7])
        changing(textContent=[{"document": {"uri": "unknown", "version": 2}, "changes": [insertion(99, "x")]}])
        changing(data=cells("unknown"), structure={"array": array, "didClose": [{"uri": "unknown"}]})
        sent = [ask(server, method, params) for uri in (notebook, first, second) for method, params in requests(uri).items()]
        await answers(server, sent)
        closing = {"notebookDocument": {"uri": notebook}, "cellTextDocuments": [{"uri": first}, {"uri": "unknown"}]}
        server.send(method="notebookDocument/didClose", params=closing)
    server.send(
        method="notebookDocument/didOpen", params=opening(cells(first, second), {first: "import tensorflow as tf\n", second: "tf.log(1)\n"})
    )
    pushed = await server.receive(method="textDocument/publishDiagnostics")
    while pushed["params"]["uri"] != second or not pushed["params"]["diagnostics"]:
        pushed = await server.receive(method="textDocument/publishDiagnostics")
    await works(server)


async def test_settings_and_folders(server: Server) -> None:
    junk: tuple[Any, ...] = (
        None,
        7,
        "x",
        [],
        {},
        {"tensorlift": 7},
        {"tensorlift": {"level": [], "debounce": {}, "select": 7, "run": None, "trace": 7}},
    )
    for settings in junk:
        server.send(method="workspace/didChangeConfiguration", params={"settings": settings})
    folders = [{"uri": uri, "name": "x"} for uri in URIS if uri != "file:///"]
    for event in ({"added": folders, "removed": []}, {"added": [], "removed": [*folders, *folders]}):
        server.send(method="workspace/didChangeWorkspaceFolders", params={"event": event})
        await works(server)
    for uri in URIS:
        server.send(method="workspace/didChangeWatchedFiles", params={"changes": [{"uri": uri, "type": 2}, {"uri": uri, "type": 9}]})
    for method in (
        "workspace/didChangeConfiguration",
        "workspace/didChangeWorkspaceFolders",
        "workspace/didChangeWatchedFiles",
        "$/setTrace",
    ):
        for params in junk:
            server.send(method=method, params=params)
    server.send(method="window/workDoneProgress/cancel", params={"token": "unknown"})
    server.send(method="workspace/didChangeConfiguration", params={"settings": {"tensorlift": {}}})
    await works(server)


# --- a client that does not answer


async def test_a_client_that_never_answers() -> None:
    server = await connect()
    uri = new_uri()
    server.open(uri, TEXT)
    key = ask(server, "workspace/executeCommand", {"command": "tensorlift.fixFile", "arguments": [uri]})
    asked = await server.receive(method="workspace/applyEdit")
    await works(server)
    workspace = ask(server, "workspace/executeCommand", {"command": "tensorlift.fixWorkspace"})
    progress = await server.receive(method="window/workDoneProgress/create")
    await works(server)
    for given_up in (key, workspace):
        server.send(method="$/cancelRequest", params={"id": given_up})
        assert (await server.receive(id=given_up))["error"]["code"] == CANCELLED
    for late in (asked, progress):
        server.send(id=late["id"], result=7)
        server.send(id=late["id"], error={"code": 1, "message": "too late"})
        server.send(id=late["id"], error=7)
    await works(server)
    ask(server, "workspace/executeCommand", {"command": "tensorlift.fixFile", "arguments": [uri]})
    assert (await answer(server, "shutdown", None))["result"] is None
    server.send(method="exit")
    assert await server.end() == 0


# --- texts


TEXTS = {
    "5 MB": TEXT + f"foo(b, c, '{'text ' * 40}')\n" * 23_500,
    "binary": TEXT + bytes(range(256)).decode("latin-1") * 400,
    "zeros": TEXT + "\0" * 100_000,
    "surrogates": TEXT + "x = '\ud800'\n\udfff\ud83d \ude00\n" * 1000,
    "parentheses": TEXT + "(" * 100_000 + ")" * 100_000 + "\n",
    "open brackets": TEXT + "[{(" * 30_000,
    "calls": TEXT + "f(" * 10_000 + ")" * 10_000 + "\n",
    "blocks": TEXT + "".join(" " * depth + "if x:\n" for depth in range(500)),
    "one line": TEXT + "x = [" + "foo(b, 'text text text'), " * 40_000 + "]\n",
    "one string": TEXT + "x = '" + "tf.log " * 150_000 + "'\n",
    "open string": TEXT + "'''" + "tf.log\n" * 1500,
    "operators": TEXT + "x = " + "not " * 50_000 + "1\n",
    "carriage returns": TEXT + "\r" * 100_000,
}


@pytest.mark.parametrize("name", TEXTS)
async def test_texts(server: Server, name: str) -> None:
    uri = new_uri()
    server.open(uri, TEXTS[name])
    items = (await server.pull(next(NUMBERS), uri))["result"]["items"]
    expected = [WORD] if len(TEXTS[name]) <= LARGEST else []
    assert [item["range"] for item in items if item.get("code") == "TL101"][:1] == expected
    change(server, uri, 2, insertion(1, "(b = '''\n"))
    sent = [ask(server, method, params) for method, params in requests(uri).items()]
    await answers(server, sent)
    change(server, uri, 3, {"range": span(position(1, 0), position(2, 0)), "text": ""})
    again = (await server.pull(next(NUMBERS), uri))["result"]["items"]
    assert again == items
    close(server, uri)
    await works(server)


async def test_a_text_that_is_typed_into_while_it_is_checked(server: Server) -> None:
    uri = new_uri()
    server.open(uri, TEXT + "foo(b, c, 'text text text text text')\n" * 20_000)
    begin = time.monotonic()
    keys = [ask(server, "textDocument/diagnostic", requests(uri)["textDocument/diagnostic"])]
    for version in range(2, 40):
        change(server, uri, version, insertion(1, "x\n"), {"range": span(position(1, 0), position(2, 0)), "text": ""})
        keys.append(ask(server, "textDocument/diagnostic", requests(uri)["textDocument/diagnostic"]))
        server.send(method="$/cancelRequest", params={"id": keys[-2]})
    found = await answers(server, keys)
    assert len(found[keys[-1]]["result"]["items"]) == 1
    assert time.monotonic() - begin < PATIENCE
    close(server, uri)
    await works(server)


# --- what is no message


HOVER = {"textDocument": {"uri": "file:///nowhere/a.py"}, "position": PLACE}


@pytest.mark.parametrize(
    ("message", "key", "code"),
    [
        ({"id": 1, "method": "textDocument/hover", "params": HOVER}, 1, INVALID_REQUEST),
        ({"jsonrpc": "1.0", "id": 2, "method": "textDocument/hover", "params": HOVER}, 2, INVALID_REQUEST),
        ([{"jsonrpc": "2.0", "id": 3, "method": "textDocument/hover", "params": HOVER}], None, INVALID_REQUEST),
        ([], None, INVALID_REQUEST),
        (7, None, INVALID_REQUEST),
        (None, None, INVALID_REQUEST),
        ({"jsonrpc": "2.0", "id": None, "method": "textDocument/hover", "params": HOVER}, None, INVALID_REQUEST),
        ({"jsonrpc": "2.0", "id": [4], "method": "textDocument/hover", "params": HOVER}, None, INVALID_REQUEST),
        ({"jsonrpc": "2.0", "id": 5, "method": 7, "params": HOVER}, 5, INVALID_REQUEST),
        ({"jsonrpc": "2.0", "id": 6, "method": ["textDocument/hover"], "params": HOVER}, 6, INVALID_REQUEST),
        ({"jsonrpc": "2.0", "id": 7, "method": "textDocument/didOpen", "params": HOVER}, 7, INVALID_REQUEST),
        ({"jsonrpc": "2.0", "id": 8, "method": "initialize", "params": {"capabilities": {}}}, 8, INVALID_REQUEST),
        ({"jsonrpc": "2.0", "id": 9, "method": "no/such/method"}, 9, METHOD_NOT_FOUND),
        ({"jsonrpc": "2.0", "id": 10, "method": "$/no/such/method", "params": []}, 10, METHOD_NOT_FOUND),
        ({"jsonrpc": "2.0", "id": 11, "method": "workspace/configuration", "params": {"items": []}}, 11, METHOD_NOT_FOUND),
        ({"jsonrpc": "2.0", "id": 12, "method": "textDocument/hover"}, 12, INVALID_PARAMS),
        ({"jsonrpc": "2.0", "id": 13, "method": "textDocument/hover", "params": [HOVER]}, 13, INVALID_PARAMS),
    ],
)
async def test_messages_that_are_refused(server: Server, message: Any, key: Any, code: int) -> None:
    server.send_bytes(json.dumps(message).encode())
    answer = await server.receive(id=key)
    assert answer["error"]["code"] == code
    await works(server)


async def test_messages_that_are_left_out(server: Server) -> None:
    for message in (
        {},
        {"method": "textDocument/hover", "params": HOVER},
        {"id": 7, "params": HOVER},
        {"id": "unknown", "result": 7},
        {"id": "unknown", "error": 7},
        {"id": [], "result": 7},
        {"id": None, "error": {"code": -32700, "message": "x"}},
        {"method": "no/such/notification", "params": []},
        {"method": ["textDocument/didOpen"]},
    ):
        server.send(**message)
        server.send_bytes(json.dumps(message).encode())
    await works(server)


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"hello",
        b"\xff\xfe\x00",
        b'{"jsonrpc": "2.0", "id": 1, "method": }',
        b"[" * 100_000,
        b'{"id": %s}' % (b"9" * 5000),
        b'"\\ud8',
        b" ",
    ],
    ids=["open", "words", "binary", "no value", "deep", "digits", "escape", "blank"],
)
async def test_bodies_that_are_no_json(server: Server, body: bytes) -> None:
    server.send_bytes(body)
    assert (await server.receive(id=None))["error"]["code"] == PARSE_ERROR
    await works(server)


REQUEST = b'{"jsonrpc": "2.0", "id": "header", "method": "no/such/method"}'


@pytest.mark.parametrize(
    ("data", "answered"),
    [
        (b"content-length: %d\n\n" % len(REQUEST) + REQUEST, True),
        (b"Content-Type: application/vscode-jsonrpc; charset=utf-8\r\nContent-Length: %d\r\nX: y\r\n\r\n" % len(REQUEST) + REQUEST, True),
        (b"\r\n\r\nhello\r\n" + bytes(range(256)) + b"\nContent-Length: %d\r\n\r\n" % len(REQUEST) + REQUEST, True),
        (b"Content-Length: %d\r\n\r\n" % (len(REQUEST) - 20) + REQUEST, False),
        (b"Content-Length: %d\r\n\r\n" % (len(REQUEST) + 20) + REQUEST, False),
        (b"Content-Length: 0\r\n\r\n", False),
        (b"Content-Length: -1\r\n\r\n", False),
        (b"Content-Length: many\r\n\r\n", False),
        (b"Content-Length: " + b"9" * 5000 + b"\r\n\r\n", False),
        (b"Content-Length: 99999999999999\r\n\r\n", False),
        (REQUEST, False),
    ],
    ids=["lower case", "more lines", "junk before", "short", "long", "zero", "negative", "word", "digits", "huge", "none"],
)
async def test_headers(server: Server, data: bytes, answered: bool) -> None:
    server.writer.write(data)
    if answered:
        assert (await server.receive(id="header"))["error"]["code"] == METHOD_NOT_FOUND
    server.send(method="$/lost")  # a length that is too large costs the message that follows
    await works(server)


# --- the beginning and the end


async def test_before_initialize_and_after_shutdown() -> None:
    server = await launch()
    server.patience = PATIENCE
    uri = new_uri()
    server.open(uri, TEXT)
    change(server, uri, 2, insertion(0, "x"))
    for method, params in {**requests(uri), "shutdown": None, "no/such/method": None}.items():
        assert (await answer(server, method, params))["error"]["code"] == NOT_INITIALIZED
    for wrong in (None, {}, {"capabilities": None}, {"capabilities": {}, "processId": "x"}, {"capabilities": {}, "workspaceFolders": [7]}):
        assert (await answer(server, "initialize", wrong))["error"]["code"] == INVALID_PARAMS
    params = {"processId": None, "rootUri": None, "capabilities": CAPABILITIES, "initializationOptions": [7]}
    assert (await answer(server, "initialize", params))["result"]
    server.send(method="initialized", params={})
    await works(server)
    server.open(uri, TEXT)
    assert (await answer(server, "initialize", params))["error"]["code"] == INVALID_REQUEST
    assert len((await server.pull(next(NUMBERS), uri))["result"]["items"]) == 1
    assert (await answer(server, "shutdown", {"x": 7}))["result"] is None
    server.open(new_uri(), TEXT)
    for method, params in {**requests(uri), "shutdown": None}.items():
        assert (await answer(server, method, params))["error"]["code"] == INVALID_REQUEST
    server.send(method="exit", params={"x": 7})
    assert await server.end() == 0


async def test_capabilities_that_cannot_be_read() -> None:
    capabilities = copy.deepcopy(CAPABILITIES)
    capabilities["textDocument"]["completion"]["completionItem"]["tagSupport"] = {"valueSet": [1, 99]}
    capabilities["textDocument"]["rename"] = 7
    capabilities["workspace"]["workspaceEdit"] = {"documentChanges": True, "failureHandling": "newest"}
    capabilities["general"] = {"positionEncodings": ["utf-7", "utf-8"], "markdown": {"parser": 7}}
    capabilities["window"] = "yes"
    capabilities["future"] = {"x": 7}
    server = await connect(capabilities=capabilities)
    await works(server)
    server.send(method="exit")
    assert await server.end() == 1, "there was no shutdown"


async def test_a_client_that_gets_pushes() -> None:
    server = await connect(capabilities={})
    for uri in URIS:
        server.open(uri, TEXT)
        close(server, uri)
        change(server, uri, 2, insertion(0, "x"))
    uri = new_uri()
    server.open(uri, TEXT)
    pushed = await server.receive(method="textDocument/publishDiagnostics")
    while pushed["params"]["uri"] != uri:
        pushed = await server.receive(method="textDocument/publishDiagnostics")
    assert [item["range"] for item in pushed["params"]["diagnostics"]] == [WORD]
    await end(server)
