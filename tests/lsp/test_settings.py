"""Settings: where they come from, in which order they count, and that a change is seen at once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from lsprotocol import types as t

from .editor import Editor

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
