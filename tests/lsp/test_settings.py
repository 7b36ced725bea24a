"""Settings: where they come from, in which order they count, and that a change is seen at once."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from lsprotocol import types as t
from pygls.exceptions import JsonRpcException

from .editor import PROFILES, Editor

pytestmark = pytest.mark.asyncio

Launch = Callable[..., Awaitable[Editor]]

TEXT = "import tensorflow as tf\na = tf.log(1)\n"


async def code(editor: Editor, uri: str) -> str:
    (found,) = await editor.diagnostics(uri)
    return str(found.code)


async def settled(editor: Editor, uri: str, expected: list[int]) -> None:
    """Wait until the severities of a document's diagnostics are as expected."""

    async def poll() -> None:
        while [found.severity for found in await editor.diagnostics(uri)] != expected:
            await asyncio.sleep(0.01)

    await editor.wait(poll())


def configure(editor: Editor, settings: object) -> None:
    editor.client.workspace_did_change_configuration(t.DidChangeConfigurationParams(settings=settings))


@pytest.mark.parametrize("profile", ["neovim", "eglot"])
async def test_pushed_settings_check_again(launch: Launch, uri: str, profile: str) -> None:
    editor = await launch(profile)
    editor.open(uri, TEXT)
    found = await code(editor, uri)
    configure(editor, {"tensorlift": {"ignore": [found]}})
    await settled(editor, uri, [])
    configure(editor, {"tensorlift": {"severity": {found: "hint"}, "ignore": None}})
    await settled(editor, uri, [t.DiagnosticSeverity.Hint])
    assert editor.client.messages == []


async def test_asked_settings(launch: Launch, uri: str) -> None:
    editor = await launch("vscode")
    editor.open(uri, TEXT)
    found = await code(editor, uri)
    assert editor.client.diagnostic_refresh_count == 0
    editor.client.set_configuration({"severity": {found: "information"}}, section="tensorlift")
    configure(editor, None)
    await editor.until(lambda: editor.client.diagnostic_refresh_count == 1)
    await settled(editor, uri, [t.DiagnosticSeverity.Information])
    # the same again changes nothing, so nobody is asked to refresh
    configure(editor, None)
    await settled(editor, uri, [t.DiagnosticSeverity.Information])
    assert editor.client.diagnostic_refresh_count == 1


async def test_settings_asked_at_the_start(launch: Launch, uri: str) -> None:
    editor = await launch("eglot", configuration={"ignore": ["TL"]})
    editor.open(uri, TEXT)
    await settled(editor, uri, [])


async def test_wrong_values_are_told_once(launch: Launch, uri: str) -> None:
    options = {"level": "highest", "target": "1.15", "keras": None, "debounce": 5, "trace": {"server": "off"}}
    editor = await launch("neovim", options=options)
    editor.open(uri, TEXT)
    assert len(await editor.diagnostics(uri)) == 1
    (message,) = editor.client.messages
    assert message.type == t.MessageType.Warning
    for part in ("level", "highest", "compat, symbols, native", "target", "1.15", "2.21"):
        assert part in message.message
    for part in ("debounce", "trace", "keras"):
        assert part not in message.message


@pytest.mark.parametrize("profile", PROFILES)
async def test_wrong_values_for_the_server_itself(launch: Launch, uri: str, profile: str) -> None:
    wrong = {"debounce": "soon", "run": "sometimes", "logLevel": "loud", "inlayHints": "no", "ignore": ["TL9999"]}
    editor = await launch(profile, options=wrong, configuration=wrong)
    editor.open(uri, TEXT)
    assert len(await editor.diagnostics(uri)) == 1
    configure(editor, {"tensorlift": {**wrong, "keras": 2}})
    await editor.command("tensorlift.showDebugInformation")
    (message,) = editor.client.messages
    for part in ("debounce", "soon", "run", "onType, onSave", "logLevel", "inlayHints", "'TL9999' is not a rule"):
        assert part in message.message


async def test_editor_over_file_over_default(launch: Launch, tmp_path: Path) -> None:
    uri = (tmp_path / "sub" / "a.py").as_uri()
    editor = await launch("neovim", root=tmp_path.as_uri())
    editor.open(uri, TEXT)
    found = await code(editor, uri)
    editor.close(uri)

    settings = tmp_path / "pyproject.toml"
    settings.write_text(f'[tool.tensorlift]\nseverity = {{{found} = "hint"}}\n')
    editor.open(uri, TEXT)
    await settled(editor, uri, [t.DiagnosticSeverity.Hint])
    configure(editor, {"tensorlift": {"severity": {found: "warning"}}})
    await settled(editor, uri, [t.DiagnosticSeverity.Warning])
    configure(editor, {"tensorlift": {}})
    await settled(editor, uri, [t.DiagnosticSeverity.Hint])

    settings.write_text('[tool.tensorlift]\nexclude = ["sub/"]\n')
    editor.client.workspace_did_change_watched_files(
        t.DidChangeWatchedFilesParams([t.FileEvent(settings.as_uri(), t.FileChangeType.Changed)])
    )
    await settled(editor, uri, [])
    assert await editor.actions(uri, editor.find(uri, "tf.log")) == []

    settings.write_text('[tool.tensorlift]\nlevel = "far"\n')
    editor.client.text_document_did_save(t.DidSaveTextDocumentParams(t.TextDocumentIdentifier(uri)))
    await settled(editor, uri, [t.DiagnosticSeverity.Error])
    await editor.until(lambda: editor.client.messages)
    assert "pyproject.toml" in editor.client.messages[0].message
    assert len(editor.client.messages) == 1


async def test_debounce_of_zero(launch: Launch, uri: str) -> None:
    editor = await launch("eglot", options={"tensorlift": {"debounce": 0}})
    editor.open(uri, TEXT)
    await editor.diagnostics(uri)
    for number in range(3):
        editor.replace(uri, ("a = ", f"b{number} = tf.log(1)\na = "))
        assert len(await editor.diagnostics(uri)) == number + 2


async def test_a_client_without_capabilities(launch: Launch, uri: str) -> None:
    editor = await launch("bare")
    assert editor.encoding == "utf-16"
    editor.open(uri, "import tensorflow as tf\ns = '😋'; a = tf.log(1)\n")
    (found,) = await editor.diagnostics(uri)
    assert found.tags is None
    assert found.code_description is None
    (action, *_) = await editor.actions(uri, found.range)
    assert action.edit is not None
    assert action.edit.document_changes is None
    assert await editor.apply(uri, action) == "import tensorflow as tf\ns = '😋'; a = tf.math.log(1)\n"
    shown = await editor.wait(editor.client.text_document_hover_async(t.HoverParams(t.TextDocumentIdentifier(uri), t.Position(0, 0))))
    assert shown is None


def severity(name: str) -> dict[str, object]:
    return {"severity": {"TL101": name}}


@pytest.mark.parametrize("profile", PROFILES)
async def test_settings_of_each_folder(launch: Launch, tmp_path: Path, profile: str) -> None:
    folders = [(tmp_path / name).as_uri() for name in ("a", "b")]
    editor = await launch(profile, folders=folders, configuration=severity("warning"))
    here = editor.open(f"{folders[0]}/x.py", TEXT)
    there = editor.open(f"{folders[1]}/x.py", TEXT)
    outside = editor.open((tmp_path / "x.py").as_uri(), TEXT)
    for each in (here, there, outside):
        await settled(editor, each, [t.DiagnosticSeverity.Warning])
    for folder, name in zip(folders, ("hint", "information")):
        editor.client.set_configuration(severity(name), section="tensorlift", scope_uri=folder)
    # what the message says is that of no folder
    configure(editor, {"tensorlift": severity("error")})
    await settled(editor, here, [t.DiagnosticSeverity.Hint])
    await settled(editor, there, [t.DiagnosticSeverity.Information])
    await settled(editor, outside, [t.DiagnosticSeverity.Warning])

    # the inner folder is the nearer one, until it is closed
    inner = t.WorkspaceFolder(f"{folders[0]}/sub", "sub")
    nested = editor.open(f"{inner.uri}/x.py", TEXT)
    await settled(editor, nested, [t.DiagnosticSeverity.Hint])
    editor.client.set_configuration(severity("error"), section="tensorlift", scope_uri=inner.uri)
    change = t.WorkspaceFoldersChangeEvent
    editor.client.workspace_did_change_workspace_folders(t.DidChangeWorkspaceFoldersParams(change(added=[inner], removed=[])))
    await settled(editor, nested, [t.DiagnosticSeverity.Error])
    editor.client.workspace_did_change_workspace_folders(t.DidChangeWorkspaceFoldersParams(change(added=[], removed=[inner])))
    await settled(editor, nested, [t.DiagnosticSeverity.Hint])
    assert editor.client.messages == []


@pytest.mark.parametrize("profile", PROFILES)
async def test_a_settings_file_comes_and_goes(launch: Launch, tmp_path: Path, profile: str) -> None:
    editor = await launch(profile, root=tmp_path.as_uri())
    uri = editor.open((tmp_path / "a.py").as_uri(), TEXT)
    assert len(await editor.diagnostics(uri)) == 1
    settings = tmp_path / "tensorlift.toml"

    def tell(kind: t.FileChangeType) -> None:
        if any(entry.id == "tensorlift-files" for entry in editor.client.registered):
            event = t.FileEvent(settings.as_uri(), kind)
            editor.client.workspace_did_change_watched_files(t.DidChangeWatchedFilesParams([event]))
        else:
            editor.client.text_document_did_save(t.DidSaveTextDocumentParams(t.TextDocumentIdentifier(uri)))

    settings.write_text('ignore = ["TL101"]\n')
    tell(t.FileChangeType.Created)
    await settled(editor, uri, [])
    settings.unlink()
    tell(t.FileChangeType.Deleted)
    await settled(editor, uri, [t.DiagnosticSeverity.Error])


@pytest.mark.parametrize("profile", PROFILES)
async def test_diagnostics_of_saved_texts_only(launch: Launch, uri: str, profile: str) -> None:
    editor = await launch(profile, options={"run": "onSave", "debounce": 0}, configuration={"run": "onSave", "debounce": 0})
    editor.open(uri, TEXT)
    before = await editor.diagnostics(uri)
    assert [found.range.start.line for found in before] == [1]

    editor.replace(uri, ("a = ", "b = tf.log(2)\na = "))
    if editor.pulls:
        report = await editor.pull(uri)
        assert isinstance(report, t.RelatedFullDocumentDiagnosticReport)
        assert list(report.items) == before
        again = await editor.pull(uri, report.result_id)
        assert isinstance(again, t.RelatedUnchangedDocumentDiagnosticReport)
    else:
        await editor.command("tensorlift.showDebugInformation")
        assert [pushed.version for pushed in editor.client.pushed[uri]] == [1]
    # what the user does sees the present text
    assert await editor.actions(uri, editor.find(uri, "tf.log(2)"))

    refreshed = editor.client.diagnostic_refresh_count
    editor.client.text_document_did_save(t.DidSaveTextDocumentParams(t.TextDocumentIdentifier(uri)))
    assert [found.range.start.line for found in await editor.diagnostics(uri)] == [1, 2]
    if editor.profile == "vscode":
        await editor.until(lambda: editor.client.diagnostic_refresh_count == refreshed + 1)
    configure(editor, {"tensorlift": {"run": "onType", "debounce": 0}})
    editor.client.set_configuration({"debounce": 0}, section="tensorlift")
    editor.replace(uri, ("b = ", "c = tf.log(3)\nb = "))
    assert len(await editor.diagnostics(uri)) == 3


@pytest.mark.parametrize("profile", PROFILES)
async def test_nothing_is_done_where_nothing_changes(launch: Launch, uri: str, profile: str) -> None:
    editor = await launch(profile, configuration={"level": "compat"})
    editor.open(uri, TEXT)
    await editor.diagnostics(uri)
    await editor.command("tensorlift.showDebugInformation")
    pushed, refreshed = (len(editor.client.pushed.get(uri, ())), editor.client.diagnostic_refresh_count)
    for _ in range(3):
        configure(editor, {"tensorlift": {"level": "compat", "keras": None}})
        configure(editor, {"other": {}})
        editor.client.text_document_did_save(t.DidSaveTextDocumentParams(t.TextDocumentIdentifier(uri)))
        editor.client.workspace_did_change_watched_files(t.DidChangeWatchedFilesParams([]))
    await editor.command("tensorlift.showDebugInformation")
    assert (len(editor.client.pushed.get(uri, ())), editor.client.diagnostic_refresh_count) == (pushed, refreshed)
    # files that nobody has open are none of the editor's concern
    configure(editor, {"tensorlift": {"level": "compat", "debounce": 1}})
    await editor.command("tensorlift.showDebugInformation")
    assert (len(editor.client.pushed.get(uri, ())), editor.client.diagnostic_refresh_count) == (pushed, refreshed)


@pytest.mark.parametrize("profile", PROFILES)
async def test_trace(launch: Launch, uri: str, profile: str) -> None:
    editor = await launch(profile)
    editor.open(uri, TEXT)
    place = t.HoverParams(t.TextDocumentIdentifier(uri), t.Position(1, 6))

    async def hover() -> list[t.LogTraceParams]:
        editor.client.traces.clear()
        await editor.wait(editor.client.text_document_hover_async(place))
        # what is told of a request comes behind its answer, and before the next one
        await editor.command("tensorlift.explain", "tf.log")
        return [trace for trace in editor.client.traces if trace.message.startswith("textDocument/hover")]

    assert await hover() == []
    editor.client.set_trace(t.SetTraceParams(t.TraceValue.Messages))
    (first,) = await hover()
    assert re.fullmatch(r"textDocument/hover answered after \d+\.\d ms", first.message)
    assert first.verbose is None
    configure(editor, {"tensorlift": {"trace": {"server": "verbose"}}})
    (first,) = await hover()
    assert re.fullmatch(r"\d+ characters of parameters", first.verbose or "")
    with pytest.raises(JsonRpcException):
        await editor.send("textDocument/hover", {"textDocument": 3})
    with pytest.raises(JsonRpcException):
        await editor.command("tensorlift.fixFile")
    await hover()
    editor.client.set_trace(t.SetTraceParams(t.TraceValue.Off))
    assert await hover() == []
