"""The server as an editor sees it: the real process, under the capabilities of three clients."""

from __future__ import annotations

import asyncio
import re

import pytest
from lsprotocol import types as t
from pygls.exceptions import JsonRpcException

from tensorlift import engine
from tensorlift.lsp.actions import KINDS
from tensorlift.settings import Settings
from tensorlift.source.document import Document

from .editor import Editor

pytestmark = pytest.mark.asyncio(loop_scope="module")

HEAD = "import tensorflow as tf\n"


async def test_advertises_what_the_client_can_use(editor: Editor) -> None:
    offered = editor.result.capabilities
    assert (offered.diagnostic_provider is not None) == (editor.profile != "eglot")
    assert editor.encoding == ("utf-8" if editor.profile == "neovim" else "utf-16")
    sync = offered.text_document_sync
    assert isinstance(sync, t.TextDocumentSyncOptions)
    assert sync.change == t.TextDocumentSyncKind.Incremental
    assert not sync.will_save_wait_until
    actions = offered.code_action_provider
    assert isinstance(actions, t.CodeActionOptions)
    assert list(actions.code_action_kinds or ()) == list(KINDS)
    assert actions.resolve_provider is (editor.profile != "eglot")
    wanted = {"neovim": [], "vscode": ["tensorlift-settings", "tensorlift-files"], "eglot": ["tensorlift-files"]}
    await editor.until(lambda: [entry.id for entry in editor.client.registered] == wanted[editor.profile])


async def test_open_gives_diagnostics(editor: Editor, uri: str) -> None:
    editor.open(uri, HEAD + "a = tf.log(1.0)\n")
    (found,) = await editor.diagnostics(uri)
    assert editor.cut(uri, found.range) in ("tf.log", "tf.log(1.0)")
    assert re.fullmatch(r"TL\d+", str(found.code))
    assert found.source == "tensorlift"
    assert found.severity == t.DiagnosticSeverity.Error
    assert found.message
    if editor.profile == "vscode":
        assert found.code_description
        assert found.code_description.href.startswith("https://")
    else:
        assert found.code_description is None


async def test_diagnostics_go_one_way(editor: Editor, uri: str) -> None:
    editor.open(uri, HEAD + "a = tf.log(1.0)\n")
    assert await editor.diagnostics(uri)
    if editor.pulls:
        await asyncio.sleep(0.3)
        assert uri not in editor.client.pushed
    else:
        with pytest.raises(JsonRpcException):
            await editor.pull(uri)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
async def test_ranges_after_incremental_edits(editor: Editor, uri: str, end: str) -> None:
    text = "import tensorflow as tf\n\n\f\ns = '😋é'; a = tf.log('😋é', name='x')\nb = tf.log(2)\nc = tf.log(3)\n".replace("\n", end)
    editor.open(uri, text)
    assert len(await editor.diagnostics(uri)) == 3
    editor.replace(uri, ("'😋é'; ", "'x😋😋'; "), (f"b = tf.log(2){end}", ""))
    editor.replace(uri, ("\f", f"\f{end}# é\u2028 no line end{end}"))
    editor.replace(uri, ("c = tf.log(3)", f"d = ('🐍', tf.log(4)){end}c = tf.log(3)"))
    places = await editor.places(uri)
    assert len(places) == 3
    assert all(place.startswith("tf.log") for place in places)


async def test_whole_text_and_odd_changes(editor: Editor, uri: str) -> None:
    editor.open(uri, HEAD + "a = tf.log(1)\n")
    editor.texts[uri] = HEAD + "bb = tf.log(2)"
    editor.send_changes(uri, [t.TextDocumentContentChangeWholeDocument(editor.texts[uri])])
    assert len(await editor.diagnostics(uri)) == 1
    # a reversed range, and one that ends far outside
    editor.send_changes(uri, [t.TextDocumentContentChangePartial(t.Range(t.Position(1, 2), t.Position(1, 0)), "long_name")])
    editor.texts[uri] = HEAD + "long_name = tf.log(2)"
    assert (await editor.places(uri))[0].startswith("tf.log")
    editor.send_changes(uri, [t.TextDocumentContentChangePartial(t.Range(t.Position(1, 999), t.Position(77, 5)), "\nc = tf.log(3)\n")])
    editor.texts[uri] += "\nc = tf.log(3)\n"
    assert [place[:6] for place in await editor.places(uri)] == ["tf.log", "tf.log"]


async def test_quick_fix(editor: Editor, uri: str) -> None:
    editor.open(uri, HEAD + "s = '😋'; a = tf.log('é'); b = tf.log(2.0)\n")
    actions = await editor.actions(uri, editor.find(uri, "log('é')"))
    preferred = [action for action in actions if action.is_preferred]
    assert len(preferred) == 1
    assert actions[0] is preferred[0]
    assert preferred[0].kind == "quickfix"
    assert preferred[0].edit is not None
    assert [found.code for found in preferred[0].diagnostics or ()] == [(await editor.diagnostics(uri))[0].code]
    assert await editor.apply(uri, preferred[0]) == HEAD + "s = '😋'; a = tf.math.log('é'); b = tf.log(2.0)\n"
    assert len(await editor.diagnostics(uri)) == 1


async def test_no_action_without_finding(editor: Editor, uri: str) -> None:
    editor.open(uri, HEAD + "a = tf.log(1.0)\n\nb = 2\n")
    assert await editor.actions(uri, editor.find(uri, "b = 2")) == []
    for only in (["refactor.extract"], ["source.organizeImports"], ["source.fixAll.ruff"], ["sourc"]):
        assert await editor.actions(uri, editor.find(uri, "a = tf.log(1.0)"), only) == []


PROGRAM = (
    HEAD
    + "# ünï😋\n"
    + "a = tf.log(tf.to_float(1))\n"
    + "unchanged = 1\n" * 5
    + "b = [tf.log(2.0),\n     tf.log(3.0)]\n"
)  # fmt: skip


@pytest.mark.parametrize("only", ["source", "source.fixAll", "source.fixAll.tensorlift"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
async def test_fix_all_is_what_the_engine_writes(editor: Editor, uri: str, only: str, end: str) -> None:
    text = PROGRAM.replace("\n", end)
    editor.open(uri, text)
    (action,) = await editor.actions(uri, t.Range(t.Position(0, 0), t.Position(0, 0)), [only])
    assert action.kind == "source.fixAll.tensorlift"
    assert (action.edit is None) == (editor.profile != "eglot")
    expected = engine.fix(Document(text), Settings()).text
    assert expected.count("tf.math.log") == 3
    assert await editor.apply(uri, action) == expected
    assert await editor.actions(uri, t.Range(t.Position(0, 0), t.Position(0, 0)), [only]) == []


async def test_fix_all_leaves_other_lines_alone(editor: Editor, uri: str) -> None:
    editor.open(uri, PROGRAM)
    (action,) = await editor.actions(uri, t.Range(t.Position(0, 0), t.Position(0, 0)), ["source.fixAll.tensorlift"])
    if action.edit is None:
        action = await editor.wait(editor.client.code_action_resolve_async(action))
    assert action.edit is not None
    (change,) = action.edit.document_changes or ()
    assert isinstance(change, t.TextDocumentEdit)
    assert {edit.range.start.line for edit in change.edits} == {2, 8, 9}
    assert all(edit.range.start.line == edit.range.end.line for edit in change.edits)


async def test_fix_all_as_a_quick_fix(editor: Editor, uri: str) -> None:
    editor.open(uri, HEAD + "a = tf.log(1.0)\nb = tf.log(2.0)\n")
    actions = await editor.actions(uri, editor.find(uri, "tf.log(1.0)"), ["quickfix"])
    (action,) = [action for action in actions if action.title == "Fix all (2) in this file"]
    assert action.kind == "quickfix"
    assert not action.is_preferred
    assert await editor.apply(uri, action) == HEAD + "a = tf.math.log(1.0)\nb = tf.math.log(2.0)\n"

    single = editor.open(uri + "i", HEAD + "a = tf.log(1.0)\n")
    titles = [action.title for action in await editor.actions(single, editor.find(single, "tf.log(1.0)"))]
    assert titles
    assert not any(title.startswith("Fix all") for title in titles)


async def test_resolve_uses_the_present_text(editor: Editor, uri: str) -> None:
    editor.open(uri, HEAD + "a = tf.log(1.0)\n")
    (action,) = await editor.actions(uri, t.Range(t.Position(0, 0), t.Position(0, 0)), ["source"])
    if editor.profile == "eglot":  # a client that cannot resolve gets the edit at once
        assert action.edit is not None
        return
    editor.replace(uri, ("a = ", "longer = "))
    assert await editor.apply(uri, action) == HEAD + "longer = tf.math.log(1.0)\n"


async def test_broken_code_keeps_the_other_findings(editor: Editor, uri: str) -> None:
    editor.open(uri, HEAD + "a = tf.log(1)\nb = 2\nc = tf.log(3)\n")
    assert len(await editor.diagnostics(uri)) == 2
    editor.replace(uri, ("b = 2", "b = (2, [tf."))
    places = await editor.places(uri)
    assert sum(place.startswith("tf.log") for place in places) >= 1
    assert (await editor.diagnostics(uri))[0].range.start.line == 1
    editor.replace(uri, ("b = (2, [tf.", "b = 2"))
    assert len(await editor.diagnostics(uri)) == 2


async def test_close(editor: Editor, uri: str) -> None:
    editor.open(uri, HEAD + "a = tf.log(1)\n")
    assert await editor.diagnostics(uri)
    editor.close(uri)
    if editor.pulls:
        assert await editor.diagnostics(uri) == []
    else:
        last = await editor.until(lambda: [report for report in editor.client.pushed[uri] if not report.diagnostics])
        assert last[-1] is editor.client.pushed[uri][-1]
    assert await editor.actions(uri, t.Range(t.Position(1, 5), t.Position(1, 5))) == []
    # opened again, with another text under an old version
    editor.open(uri, HEAD + "a = 1\nb = tf.log(1)\n")
    assert [found.range.start.line for found in await editor.diagnostics(uri)] == [2]


async def test_unknown_and_foreign_documents(editor: Editor, uri: str) -> None:
    place = t.Range(t.Position(0, 0), t.Position(9, 0))
    toml = editor.open(uri.replace(".py", ".toml"), HEAD + "a = tf.log(1)\n", language="toml")
    editor.replace(toml, ("tf.log", "tf.log"))
    for other in (uri, toml, "nonsense:", "file:///%zz"):
        assert await editor.actions(other, place) == []
        params = t.HoverParams(t.TextDocumentIdentifier(other), t.Position(1, 6))
        assert await editor.wait(editor.client.text_document_hover_async(params)) is None
        if editor.pulls:
            report = await editor.pull(other)
            assert isinstance(report, t.RelatedFullDocumentDiagnosticReport)
            assert list(report.items) == []
    editor.close("file:///never/opened.py")
    stub = editor.open(uri.replace(".py", ".pyi"), HEAD + "a = tf.log(1)\n", language="")
    assert await editor.diagnostics(stub)


@pytest.mark.parametrize("name", ["untitled:Untitled-1", "file:///nowhere/with%20blank%20%C3%A4.py"])
async def test_documents_without_a_file(editor: Editor, name: str) -> None:
    editor.open(name, HEAD + "a = tf.log(1)\n")
    assert len(await editor.diagnostics(name)) == 1
    (action, *_) = await editor.actions(name, editor.find(name, "tf.log"))
    assert await editor.apply(name, action) == HEAD + "a = tf.math.log(1)\n"


async def test_requests_that_cannot_be_read_are_answered(editor: Editor, uri: str) -> None:
    editor.open(uri, HEAD + "a = tf.log(1)\n")
    place = {"start": {"line": 1, "character": 5}, "end": {"line": 1, "character": 5}}
    wrong = {"textDocument": {"uri": uri}, "range": {"start": {"line": None, "character": 5}}, "context": {"diagnostics": []}}
    with pytest.raises(JsonRpcException):
        await editor.send("textDocument/codeAction", wrong)
    with pytest.raises(JsonRpcException):
        await editor.send("workspace/executeCommand", {"command": "tensorlift.unknown"})
    # diagnostics of other servers that lsprotocol cannot read
    neighbours = [
        {"range": {"start": {"line": None, "character": 0}, "end": {"line": 0, "character": 0}}, "message": "x"},
        {"range": place, "severity": 7, "message": "x"},
        {"range": place},
        {"range": place, "message": "x", "data": {"jsonrpc": "2.0"}},
    ]
    params = {"textDocument": {"uri": uri}, "range": place, "context": {"diagnostics": neighbours, "only": ["quickfix"], "triggerKind": 1}}
    assert await editor.send("textDocument/codeAction", params)


async def test_changes_of_unknown_documents_do_no_harm(editor: Editor, uri: str) -> None:
    shown = len(editor.client.messages)
    editor.versions[uri] = 4
    editor.send_changes(uri, [t.TextDocumentContentChangeWholeDocument("a = 1")])
    editor.open(uri, HEAD + "a = tf.log(1)\n")
    assert len(await editor.diagnostics(uri)) == 1
    assert len(editor.client.messages) == shown


async def test_unchanged_reports(editor: Editor, uri: str) -> None:
    editor.open(uri, HEAD + "a = tf.log(1)\n")
    if not editor.pulls:  # such a client is pushed to, and every push is whole
        assert len(await editor.diagnostics(uri)) == 1
        return
    first = await editor.pull(uri)
    assert isinstance(first, t.RelatedFullDocumentDiagnosticReport)
    again = await editor.pull(uri, first.result_id)
    assert isinstance(again, t.RelatedUnchangedDocumentDiagnosticReport)
    assert again.result_id == first.result_id
    editor.replace(uri, ("a = ", "longer = "))
    other = await editor.pull(uri, first.result_id)
    assert isinstance(other, t.RelatedFullDocumentDiagnosticReport)
    assert other.result_id != first.result_id


async def test_typing_is_followed_without_flooding(editor: Editor, uri: str) -> None:
    editor.open(uri, HEAD + "a = 1  # end\n")
    await editor.diagnostics(uri)
    for count in range(100):
        editor.replace(uri, ("  # end", f"\nx{count} = tf.log({count})  # end"))
    assert len(await editor.diagnostics(uri)) == 100
    if not editor.pulls:
        assert len(editor.client.pushed[uri]) < 50
        versions = [report.version or 0 for report in editor.client.pushed[uri]]
        assert versions == sorted(versions)
