"""The commands: what they change, what they answer, and what they refuse."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types as t
from pygls.exceptions import JsonRpcException

from tensorlift import engine
from tensorlift.explain import explain_symbol
from tensorlift.lsp.client import Client
from tensorlift.lsp.commands import apply_fixes, explain, fix_file
from tensorlift.lsp.fixing import Choice, FileFix, answer, fix_closed, read_choice, summary, workspace_edit
from tensorlift.lsp.server import create_server
from tensorlift.lsp.workspace import LIMIT, WorkspaceFile
from tensorlift.model import Level
from tensorlift.report.page import rule_page
from tensorlift.rules import rule
from tensorlift.settings import Settings
from tensorlift.source.document import Document

from .editor import PROFILES, Editor

Launch = Callable[..., Awaitable[Editor]]

TEXT = "import tensorflow as tf\ns = '😋'; a = tf.log(1)\n"
REVIEW = TEXT + "b = tf.nn.dropout(a, 0.3)\nc = tf.multinomial(a, 2)\n"
PLACE = t.Range(t.Position(1, 0), t.Position(1, 1))


def fixed(text: str, **options: Any) -> str:
    return engine.fix(Document(text), Settings(), **options).text


# --- pure


def test_choices() -> None:
    assert read_choice(None) == read_choice({}) == read_choice({"review": None, "level": None}) == Choice()
    assert read_choice({"review": True, "level": "compat"}) == Choice(True, Level.COMPAT)
    assert Choice(level=Level.NATIVE).settings(Settings(keras=2)) == Settings(level=Level.NATIVE, keras=2)
    assert Choice().settings(Settings(level=Level.COMPAT)).level is Level.COMPAT


@pytest.mark.parametrize("wrong", [3, "review", [], {"level": "far"}, {"review": "yes"}, {"safe": True}, {"level": []}, {"review": []}])
def test_wrong_choices(wrong: Any) -> None:
    with pytest.raises(ValueError, match=r"must be|are review"):
        read_choice(wrong)


def closed(file: Path, content: bytes, choice: Choice | None = None) -> FileFix:
    file.write_bytes(content)
    return fix_closed(WorkspaceFile.of(str(file)), Settings(), choice or Choice(), Client())


def applied(text: str, changes: list[t.TextDocumentEdit]) -> str:
    """Apply the edits of one file, in UTF-16."""
    (change,) = changes
    lines = [line.encode("utf-16-le") for line in re.findall(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+", text)]
    for edit in reversed(change.edits):
        assert isinstance(edit, t.TextEdit)
        start, end = edit.range.start, edit.range.end
        head, tail = (lines[start.line][: start.character * 2], lines[end.line][end.character * 2 :])
        lines[start.line : end.line + 1] = [head + edit.new_text.encode("utf-16-le") + tail]
    return b"".join(lines).decode("utf-16-le")


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_file_that_is_not_open(tmp_path: Path, mark: bytes, end: str) -> None:
    text = TEXT.replace("\n", end) + "b = tf.placeholder(tf.float32)"
    fix = closed(tmp_path / "a b.py", mark + text.encode())
    assert fix.problem is None
    assert fix.fixed >= 1
    (change,) = fix.changes
    assert (change.text_document.uri, change.text_document.version) == ((tmp_path / "a b.py").as_uri(), None)
    assert applied(text, fix.changes) == fixed(text) != text


def test_a_file_in_another_encoding(tmp_path: Path) -> None:
    head = "# -*- coding: latin-1 -*-\n"
    fix = closed(tmp_path / "a.py", (head + "import tensorflow as tf\ns = 'é'\na = tf.log(1)\n").encode("latin-1"))
    assert (fix.changes, fix.fixed, fix.left) == ([], 0, 1)
    assert "iso-8859-1" in (fix.problem or "")
    plain = head + "import tensorflow as tf\na = tf.log(1)\n"
    assert applied(plain, closed(tmp_path / "a.py", plain.encode()).changes) == fixed(plain)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"import tensorflow\xff\n", "not valid utf-8"),
        (b"import tensorflow\0\n", "NUL byte"),
        (b"import tensorflow as tf\ntf.log(1\n", "not valid Python at line"),
        (b"import tensorflow as tf\n" + b"a = tf.log(1)\n" * (LIMIT // 10), "larger than"),
    ],
)
def test_files_that_stay_as_they_are(tmp_path: Path, content: bytes, reason: str) -> None:
    fix = closed(tmp_path / "a.py", content)
    assert fix.changes == []
    assert reason in (fix.problem or "")


def test_a_notebook_that_is_not_open(tmp_path: Path) -> None:
    cell: dict[str, Any] = {"cell_type": "code", "source": TEXT, "metadata": {}, "outputs": [], "execution_count": None}
    content = json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()
    assert "notebook that is not open" in (closed(tmp_path / "a.ipynb", content).problem or "")


def test_files_without_tensorflow_are_not_decoded(tmp_path: Path) -> None:
    fix = closed(tmp_path / "a.py", b"a = 1 \xff\n")
    assert (fix.changes, fix.problem, fix.left) == ([], None, 0)
    assert "cannot be read" in (fix_closed(WorkspaceFile.of(str(tmp_path / "none.py")), Settings(), Choice(), Client()).problem or "")


def test_edits_for_each_kind_of_client(tmp_path: Path) -> None:
    fixes = [closed(tmp_path / name, TEXT.encode()) for name in ("a.py", "b.py")]
    uris = [fix.uri for fix in fixes]
    old = workspace_edit(fixes, Client(), confirm=True)
    assert old.document_changes is None
    assert list(old.changes or {}) == uris
    plain = workspace_edit(fixes, Client(document_changes=True), confirm=True)
    assert (plain.changes, plain.change_annotations) == (None, None)
    marked = workspace_edit(fixes, Client(document_changes=True, annotations=True), confirm=True)
    ((key, annotation),) = (marked.change_annotations or {}).items()
    assert annotation.needs_confirmation
    assert annotation.description == "2 findings in 2 files"
    edits = [edit for change in marked.document_changes or () for edit in change.edits]  # type: ignore[union-attr]
    assert [getattr(edit, "annotation_id", None) for edit in edits] == [key, key]
    assert workspace_edit(fixes, Client(document_changes=True, annotations=True)).change_annotations is None


def test_summaries() -> None:
    change = t.TextDocumentEdit(t.OptionalVersionedTextDocumentIdentifier("file:///a"), [])
    done = FileFix("file:///a", "/a", [change], fixed=2, left=1)
    bad = [FileFix(f"file:///{number}", f"/{number}", problem="cannot be read") for number in range(7)]
    assert summary([], applied=False) == "There is nothing to fix."
    assert summary([done], applied=True) == "2 findings fixed in 1 file. 1 finding left to do by hand or to review."
    assert summary([done], applied=False).startswith("The editor has not made the changes.")
    told = summary([done, *bad], applied=True)
    assert "/4 cannot be read and 2 more." in told
    assert "/5" not in told
    result = answer([done, *bad], applied=True)
    assert (result["applied"], result["files"], result["fixed"], result["left"]) == (True, 1, 2, 1)
    assert result["problems"][6] == {"uri": "file:///6", "message": "/6 cannot be read."}
    json.dumps(result)


def test_explanations() -> None:
    assert explain("tf.log", Settings()) == explain_symbol("tf.log", Settings())
    found = rule("TL101")
    assert found is not None
    assert explain("tl101", Settings()) == explain(found.slug, Settings()) == rule_page(found)
    assert "Did you mean" in explain("tf.lgo", Settings())
    assert "neither a rule nor a symbol" in explain("nonsense", Settings())


# --- the real process


def changed(editor: Editor, edit: t.WorkspaceEdit) -> dict[str, str]:
    """Return the new texts of the open documents that an edit changes; their versions are checked."""
    texts = {}
    for change in edit.document_changes or [
        t.TextDocumentEdit(t.OptionalVersionedTextDocumentIdentifier(uri), edits) for uri, edits in (edit.changes or {}).items()
    ]:
        assert isinstance(change, t.TextDocumentEdit)
        uri = change.text_document.uri
        assert change.text_document.version == editor.versions.get(uri) or edit.document_changes is None
        text = editor.texts[uri]
        for one in reversed(change.edits):
            text = text[: editor.index(uri, one.range.start)] + one.new_text + text[editor.index(uri, one.range.end) :]  # type: ignore[union-attr]
        texts[uri] = text
    return texts


@pytest.mark.asyncio
@pytest.mark.parametrize("profile", PROFILES)
async def test_fix_file(launch: Launch, uri: str, profile: str) -> None:
    editor = await launch(profile)
    editor.open(uri, REVIEW)
    editor.replace(uri, ("a = ", "first = "))  # the newest text counts
    result = await editor.command("tensorlift.fixFile", uri)
    (asked,) = editor.client.edits
    assert changed(editor, asked.edit) == {uri: fixed(editor.texts[uri])}
    assert (result["applied"], result["files"]) == (True, 1)
    assert result["fixed"] >= 1
    assert result["left"] == len(engine.fix(Document(editor.texts[uri]), Settings()).remaining)
    assert editor.client.messages == []

    for options, expected in (
        ({"review": True}, fixed(editor.texts[uri], review=True)),
        ({"level": "compat"}, engine.fix(Document(editor.texts[uri]), Settings(level=Level.COMPAT)).text),
    ):
        await editor.command("tensorlift.fixFile", uri, options)
        assert changed(editor, editor.client.edits[-1].edit) == {uri: expected}


@pytest.mark.asyncio
@pytest.mark.parametrize("profile", PROFILES)
async def test_fix_file_refuses_politely(launch: Launch, uri: str, profile: str) -> None:
    editor = await launch(profile)
    result = await editor.command("tensorlift.fixFile", uri)
    assert not result["applied"]
    assert "is not an open Python file" in result["message"]
    editor.open(uri, TEXT + "b = (\n")
    assert "is not valid Python now" in (await editor.command("tensorlift.fixFile", uri))["message"]
    editor.texts[uri] = "a = 1\n"
    editor.send_changes(uri, [t.TextDocumentContentChangeWholeDocument("a = 1\n")])
    assert (await editor.command("tensorlift.fixFile", uri))["message"] == "There is nothing to fix."
    assert editor.client.edits == []
    assert len(editor.client.messages) == 3
    wrong: list[list[Any]] = [[], [3], [uri, {"level": "far"}], [uri, {}, 1], [uri, "review"]]
    for arguments in wrong:
        with pytest.raises(JsonRpcException) as caught:
            await editor.command("tensorlift.fixFile", *arguments)
        assert caught.value.code == -32602
    # an edit that the editor does not make is not told as one
    editor.client.applies = lambda edit: False
    editor.send_changes(uri, [t.TextDocumentContentChangeWholeDocument(TEXT)])
    result = await editor.command("tensorlift.fixFile", uri)
    assert (result["applied"], result["message"]) == (False, "The editor has not made the changes.")


@pytest.mark.asyncio
async def test_what_changes_meanwhile_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The messages arrive in this order by chance only, so the server is not a process here."""
    ls = create_server()
    ls.client = Client(apply_edit=True, document_changes=True)
    uri = "untitled:Untitled-1"
    ls.documents.put_text_document(t.TextDocumentItem(uri, "python", 1, TEXT))
    told: list[t.ShowMessageParams] = []
    asked: list[t.ApplyWorkspaceEditParams] = []
    monkeypatch.setattr(ls, "window_show_message", told.append)

    async def apply(params: t.ApplyWorkspaceEditParams) -> t.ApplyWorkspaceEditResult:
        asked.append(params)
        return t.ApplyWorkspaceEditResult(applied=True)

    monkeypatch.setattr(ls, "workspace_apply_edit_async", apply)
    ask = ls.ask
    document = ls.documents.document(uri)
    assert document is not None

    async def slow(*arguments: Any) -> Any:
        answer = await ask(*arguments)
        change = t.TextDocumentContentChangeWholeDocument(TEXT + "# typed\n")
        ls.documents.update_text_document(t.VersionedTextDocumentIdentifier(2, uri), change)
        document.commit()
        return answer

    with monkeypatch.context() as context:
        context.setattr(ls, "ask", slow)
        result = await fix_file(ls, uri, Choice())
    assert (result["applied"], result["files"], asked) == (False, 0, [])
    assert "has changed meanwhile" in told[0].message
    assert (await fix_file(ls, uri, Choice()))["applied"]
    (edit,) = asked[0].edit.document_changes or ()
    assert isinstance(edit, t.TextDocumentEdit)
    assert edit.text_document.version == 2

    # a file that is written, or opened, between its check and the edit
    file = tmp_path / "a.py"
    fixes = [closed(file, TEXT.encode())]
    file.write_text(TEXT + "# written\n", encoding="utf-8")
    assert not await apply_fixes(ls, fixes, "label")
    assert (fixes[0].changes, fixes[0].problem) == ([], "has changed meanwhile")
    fixes = [closed(file, TEXT.encode())]
    ls.documents.put_text_document(t.TextDocumentItem(file.as_uri(), "python", 1, TEXT))
    assert not await apply_fixes(ls, fixes, "label")
    assert len(asked) == 1
    ls.shutdown()


@pytest.mark.asyncio
async def test_a_client_that_cannot_apply_edits(launch: Launch, uri: str) -> None:
    editor = await launch("bare")
    editor.open(uri, TEXT)
    for name, arguments in (("tensorlift.fixFile", [uri]), ("tensorlift.fixWorkspace", [])):
        result = await editor.command(name, *arguments)
        assert not result["applied"]
        assert "no server change files" in result["message"]
    assert editor.client.edits == []


@pytest.mark.asyncio
@pytest.mark.parametrize("profile", PROFILES)
async def test_fix_workspace(launch: Launch, tmp_path: Path, profile: str) -> None:
    roots = [tmp_path / "one", tmp_path / "two"]
    for root in roots:
        root.mkdir()
        for name in ("open.py", "closed.py", "old.py"):
            (root / name).write_text(TEXT + f"# {root.name}/{name}\n", encoding="utf-8")
        (root / "none.py").write_text("a = 1\n")
    (roots[0] / "tensorlift.toml").write_text('exclude = ["old.py"]\n')
    (roots[1] / "bad.py").write_bytes(b"import tensorflow\xff\n")
    editor = await launch(profile, folders=[root.as_uri() for root in roots])
    opened = editor.open((roots[0] / "open.py").as_uri(), TEXT + "b = tf.log(2)\n", version=5)
    outside = editor.open("untitled:Untitled-1", TEXT)
    result = await editor.command("tensorlift.fixWorkspace")
    (asked,) = editor.client.edits
    paths = [roots[0] / "closed.py", *(roots[1] / name for name in ("closed.py", "old.py", "open.py"))]
    for path in paths:
        editor.texts[path.as_uri()] = path.read_text(encoding="utf-8")
    assert changed(editor, asked.edit) == {uri: fixed(editor.texts[uri]) for uri in (opened, *(path.as_uri() for path in paths))}
    assert outside not in str(asked.edit)
    assert (result["applied"], result["files"], result["fixed"]) == (True, 5, 6)
    assert [problem["uri"] for problem in result["problems"]] == [(roots[1] / "bad.py").as_uri()]
    assert (asked.edit.change_annotations is not None) == (profile == "vscode")
    (message,) = editor.client.messages
    assert message.message == f"tensorlift: {result['message']}"
    assert "6 findings fixed in 5 files" in message.message
    reports = [report for reports in editor.client.progress_reports.values() for report in reports]
    if profile == "eglot":
        assert reports == []
    else:
        assert isinstance(reports[0], t.WorkDoneProgressBegin)
        assert reports[0].cancellable
        assert isinstance(reports[-1], t.WorkDoneProgressEnd)


@pytest.mark.asyncio
async def test_fix_workspace_without_a_folder_is_what_is_open(launch: Launch) -> None:
    editor = await launch("vscode")
    uris = [editor.open(f"untitled:Untitled-{number}", TEXT) for number in (1, 2)]
    await editor.command("tensorlift.fixWorkspace", {"review": True})
    assert set(changed(editor, editor.client.edits[0].edit)) == set(uris)


@pytest.mark.asyncio
async def test_fix_workspace_is_cancelled_while_typing_goes_on(launch: Launch, tmp_path: Path) -> None:
    for number in range(20):
        (tmp_path / f"a{number}.py").write_text(TEXT + "x = tf.nn.relu(tf.abs(y))\n" * 600, encoding="utf-8")
    editor = await launch("vscode", root=tmp_path.as_uri())
    uri = editor.open("untitled:Untitled-1", TEXT)
    await editor.diagnostics(uri)
    work = asyncio.ensure_future(editor.command("tensorlift.fixWorkspace"))
    await editor.until(lambda: any(editor.client.progress_reports.values()))
    ((token, _),) = editor.client.progress_reports.items()
    editor.replace(uri, ("a = ", "b = tf.log(2)\na = "))
    assert len(await editor.diagnostics(uri)) == 2
    assert not work.done()
    editor.client.window_work_done_progress_cancel(t.WorkDoneProgressCancelParams(token))
    result = await editor.wait(work)
    assert (result["applied"], result["message"]) == (False, "Cancelled: nothing is changed.")
    assert editor.client.edits == []
    assert isinstance(editor.client.progress_reports[token][-1], t.WorkDoneProgressEnd)


@pytest.mark.asyncio
@pytest.mark.parametrize("profile", PROFILES)
async def test_explain(launch: Launch, uri: str, profile: str) -> None:
    editor = await launch(profile)
    editor.open(uri, TEXT)
    assert await editor.command("tensorlift.explain", "tf.log") == explain("tf.log", Settings())
    assert await editor.command("tensorlift.explain", "TL101") == explain("TL101", Settings())
    place = editor.find(uri, "log").start
    at = {"uri": uri, "position": {"line": place.line, "character": place.character}}
    assert "tf.math.log" in await editor.command("tensorlift.explain", at)
    assert "nothing of TensorFlow 1" in await editor.command("tensorlift.explain", {**at, "uri": uri + "x"})
    assert editor.client.messages == []
    page = await editor.command("tensorlift.explain", "tf.log", {"show": True})
    assert [message.message for message in editor.client.messages] == [page]
    for wrong in (None, 3, "", {"uri": uri}, {**at, "position": {"line": -1, "character": 0}}, {**at, "position": {"line": "1"}}):
        with pytest.raises(JsonRpcException) as caught:
            await editor.command("tensorlift.explain", wrong)
        assert caught.value.code == -32602


@pytest.mark.asyncio
@pytest.mark.parametrize("profile", PROFILES)
async def test_debug_information(launch: Launch, tmp_path: Path, profile: str) -> None:
    (tmp_path / "tensorlift.toml").write_text('level = "compat"\nkeras = 9\n')
    editor = await launch(profile, root=tmp_path.as_uri(), options={"target": "2.16", "debounce": 7})
    uri = editor.open((tmp_path / "a.py").as_uri(), TEXT)
    editor.open((tmp_path / "b.toml").as_uri(), "", language="toml")
    shown = await editor.command("tensorlift.showDebugInformation")
    for part in ("- pygls 2.", "- lsprotocol ", "- tree-sitter ", "- Python 3.", "- debounce: 7"):
        assert part in shown
    assert f"- pull: {editor.pulls}" in shown
    assert f"- level = `compat` ({tmp_path / 'tensorlift.toml'})" in shown
    assert "- target = `2.16` (the editor)" in shown
    assert "- keras = `None` (default)" in shown
    assert "keras = 9 cannot be used" in shown
    assert re.search(rf"- `{re.escape(uri)}`: 3 lines, 1 findings, checked in \d+\.\d ms", shown)
    assert "b.toml" not in shown


@pytest.mark.asyncio
@pytest.mark.parametrize("profile", PROFILES)
async def test_what_belongs_to_the_client_is_not_offered(launch: Launch, profile: str) -> None:
    editor = await launch(profile)
    offered = editor.result.capabilities.execute_command_provider
    assert offered is not None
    assert {"tensorlift.fixFile", "tensorlift.fixWorkspace", "tensorlift.explain", "tensorlift.showDebugInformation"} <= set(
        offered.commands
    )
    assert "tensorlift.restart" not in offered.commands
