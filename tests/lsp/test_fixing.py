"""The request for the edit of files: which it changes, with which edits, and why it leaves others."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types as t
from pygls.exceptions import JsonRpcException

from tensorlift import engine
from tensorlift.model import Level
from tensorlift.settings import Settings
from tensorlift.source.document import Document

from .editor import PROFILES, Editor
from .test_notebooks import Cell, Screen, markdown, notebook_text

Launch = Callable[..., Awaitable[Editor]]

FIX = "tensorlift/fix"
TEXT = "import tensorflow as tf\ns = '😋'; a = tf.log(1)\n"
REVIEW = TEXT + "b = tf.multinomial(a, 2)\nd = tf.nn.dropout(a, 0.3)\n"
SLIM = "import tensorflow as tf\nfrom tensorflow.contrib import slim\nx = slim.fully_connected(y, 3)\n"
PARAMETERS = "import tensorflow as tf\np = tf.contrib.training.HParams(a=1)\n"


def fixed(text: str, **options: Any) -> str:
    return engine.fix(Document(text), Settings(), **options).text


def texts(editor: Editor, edit: Any) -> dict[str, str]:
    """Return what an edit makes of each file, open or not; versions are checked."""
    made: dict[str, str] = {}
    for change in edit["documentChanges"]:
        if change.get("kind") == "create":
            made[change["uri"]] = ""
            continue
        uri, version = (
            change["textDocument"]["uri"],
            change["textDocument"].get("version"),
        )
        if uri not in editor.versions:
            assert version is None
            editor.texts[uri] = made.get(uri) if uri in made else Path(t_path(uri)).read_text(encoding="utf-8")  # type: ignore[assignment]
        else:
            assert version == editor.versions[uri]
        text = editor.texts[uri]
        for one in reversed(change["edits"]):
            start, end = (editor.index(uri, t.Position(**one["range"][side])) for side in ("start", "end"))
            text = text[:start] + one["newText"] + text[end:]
        made[uri] = text
    return made


def t_path(uri: str) -> str:
    return uri.removeprefix("file://")


@pytest.mark.asyncio
@pytest.mark.parametrize("profile", ["neovim", "vscode"])
async def test_the_workspace_a_folder_or_single_files(launch: Launch, tmp_path: Path, profile: str) -> None:
    names = ("a.py", "open.py", "sub/b.py", "sub/deep/c.py", "subway.py", "left.py")
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(TEXT + f"# {name}\n", encoding="utf-8")
    (tmp_path / "none.py").write_text("a = 1\n")
    (tmp_path / "tensorlift.toml").write_text('exclude = ["left.py"]\n')
    uris = {name: (tmp_path / name).as_uri() for name in (*names, "none.py")}
    editor = await launch(profile, root=tmp_path.as_uri())
    editor.open(uris["open.py"], TEXT + "b = tf.log(2)\n", version=5)
    text = {name: (tmp_path / name).read_text(encoding="utf-8") for name in uris} | {"open.py": TEXT + "b = tf.log(2)\n"}

    async def ask(expected: list[str], **params: Any) -> dict[str, Any]:
        result = await editor.send(FIX, params)
        assert texts(editor, result["edit"]) == {uris[name]: fixed(text[name]) for name in expected}
        assert result["files"] == len(expected)
        assert "applied" not in result
        return result  # type: ignore[no-any-return]

    result = await ask(["a.py", "open.py", "sub/b.py", "sub/deep/c.py", "subway.py"])
    assert (result["fixed"], result["left"], result["problems"]) == (6, 0, [])
    assert result["message"] == "6 findings fixed in 5 files."
    await ask(["sub/b.py", "sub/deep/c.py"], folder=uris["sub/b.py"].rpartition("/")[0])
    await ask(["sub/b.py", "sub/deep/c.py"], folder=uris["sub/b.py"].rpartition("/")[0] + "/")
    await ask(
        ["open.py", "subway.py"],
        uris=[uris["open.py"], uris["subway.py"], uris["open.py"]],
    )
    outside = tmp_path.parent / f"{tmp_path.name}-outside.py"
    outside.write_text(text["a.py"], encoding="utf-8")
    uris["outside"], text["outside"] = outside.as_uri(), text["a.py"]
    await ask(["outside"], uris=[outside.as_uri()])
    assert (await editor.send(FIX, {"uris": []}))["edit"] is None
    nothing = await editor.send(FIX, {"uris": [uris["none.py"]]})
    assert (nothing["edit"], nothing["files"], nothing["message"]) == (
        None,
        0,
        "There is nothing to fix.",
    )
    # what is not fixed says why
    odd = [
        uris["left.py"],
        (tmp_path / "a.txt").as_uri(),
        (tmp_path / "no.py").as_uri(),
        "untitled:Untitled-9",
        "git:/a.py",
    ]
    result = await editor.send(FIX, {"uris": odd})
    assert result["edit"] is None
    assert {problem["uri"] for problem in result["problems"]} == set(odd)
    assert {problem["message"] for problem in result["problems"]} >= {
        "left.py is left out by the setting exclude.",
        "a.txt is no Python file, notebook or project file on this computer.",
        "no.py cannot be read: No such file or directory.",
    }
    assert editor.client.edits == []
    assert editor.client.messages == []


@pytest.mark.asyncio
@pytest.mark.parametrize("profile", PROFILES)
async def test_options(launch: Launch, uri: str, profile: str) -> None:
    editor = await launch(profile)
    editor.open(uri, REVIEW)
    for options, expected in (
        ({}, fixed(REVIEW)),
        ({"review": True}, fixed(REVIEW, review=True)),
        (
            {"level": "compat"},
            engine.fix(Document(REVIEW), Settings(level=Level.COMPAT)).text,
        ),
    ):
        result = await editor.send(FIX, {"uris": [uri], **options})
        assert texts(editor, result["edit"]) == {uri: expected}
    # without a folder, the workspace is what is open
    assert (await editor.send(FIX, {}))["files"] == 1
    for wrong in (
        {"uris": "x"},
        {"uris": [3]},
        {"folder": 3},
        {"uris": [], "folder": "file:///a"},
        {"level": "far"},
        {"review": "yes"},
    ):
        with pytest.raises(JsonRpcException) as caught:
            await editor.send(FIX, wrong)
        assert caught.value.code == -32602
    assert (await editor.send(FIX, None))["files"] == 1


@pytest.mark.asyncio
async def test_files_that_an_editor_cannot_write(launch: Launch, tmp_path: Path) -> None:
    (tmp_path / "latin.py").write_bytes(("# -*- coding: latin-1 -*-\n" + TEXT.replace("😋", "é")).encode("latin-1"))
    (tmp_path / "bad.py").write_bytes(b"import tensorflow as tf\ntf.log(1\n")
    (tmp_path / "n.ipynb").write_text(notebook_text([markdown("# x"), Cell(TEXT)]), encoding="utf-8")
    editor = await launch("vscode", root=tmp_path.as_uri())
    result = await editor.send(FIX, {})
    assert result["edit"] is None
    messages = {problem["uri"].rpartition("/")[2]: problem["message"] for problem in result["problems"]}
    assert set(messages) == {"latin.py", "bad.py", "n.ipynb"}
    assert "is written in iso-8859-1: use tensorlift fix in a terminal" in messages["latin.py"]
    assert "is a notebook that is not open: open it" in messages["n.ipynb"]


@pytest.mark.asyncio
async def test_notebooks_that_are_open(launch: Launch, tmp_path: Path) -> None:
    path = tmp_path / "n.ipynb"
    path.write_text(
        notebook_text([markdown("# x"), Cell("import tensorflow as tf"), Cell("a = tf.log(1)")]),
        encoding="utf-8",
    )
    editor = await launch("vscode", root=tmp_path.as_uri())
    screen = Screen(editor, path.as_uri())
    screen.window.open(markdown("# x"), "import tensorflow as tf", "a = tf.log(1)", "b = tf.log(2)")
    for params in (
        {},
        {"uris": [path.as_uri()]},
        {"uris": [screen.uri(1), screen.uri(2)]},
        {"folder": tmp_path.as_uri()},
    ):
        result = await editor.send(FIX, params)
        (first, second) = result["edit"]["documentChanges"]
        assert [change["textDocument"] for change in (first, second)] == [{"uri": screen.uri(index), "version": 1} for index in (2, 3)]
        assert (result["files"], result["fixed"], result["problems"]) == (1, 2, [])
    # the command of the code lens changes them, too
    answer = await editor.command("tensorlift.fixFile", screen.uri(1))
    assert (answer["applied"], answer["files"]) == (True, 1)
    (asked,) = editor.client.edits
    assert [change.text_document.uri for change in asked.edit.document_changes or ()] == [screen.uri(2), screen.uri(3)]  # type: ignore[union-attr]


@pytest.mark.asyncio
async def test_companions_are_made_once(launch: Launch, tmp_path: Path) -> None:
    for name in ("a.py", "b.py"):
        (tmp_path / name).write_text(PARAMETERS)
    editor = await launch("vscode", root=tmp_path.as_uri())
    result = await editor.send(FIX, {"review": True})
    kinds = [change.get("kind") for change in result["edit"]["documentChanges"]]
    assert kinds == ["create", None, None, None]
    (made,) = (change["uri"] for change in result["edit"]["documentChanges"] if change.get("kind") == "create")
    assert texts(editor, result["edit"])[made].startswith('"""')


@pytest.mark.asyncio
@pytest.mark.parametrize("is_open", [False, True])
async def test_project_files_ask_for_what_the_code_needs_afterwards(launch: Launch, tmp_path: Path, is_open: bool) -> None:
    (tmp_path / "a.py").write_text(SLIM)
    (tmp_path / "requirements.txt").write_text("tensorflow==1.15\n")
    editor = await launch("vscode", root=tmp_path.as_uri())
    uri = (tmp_path / "requirements.txt").as_uri()
    if is_open:
        editor.open(uri, "tensorflow==1.15\n", language="pip-requirements", version=3)
    result = await editor.send(FIX, {"review": True})
    made = texts(editor, result["edit"])
    assert "tf_slim" in made[(tmp_path / "a.py").as_uri()]
    assert "tf-slim" in made[uri]


@pytest.mark.asyncio
async def test_progress_and_cancelling(launch: Launch, tmp_path: Path) -> None:
    for number in range(20):
        (tmp_path / f"a{number}.py").write_text(TEXT + "x = tf.nn.relu(tf.abs(y))\n" * 200, encoding="utf-8")
    editor = await launch("vscode", root=tmp_path.as_uri())
    reports = editor.client.progress_reports["work"] = []
    work = asyncio.ensure_future(editor.send(FIX, {"workDoneToken": "work"}, key="long"))
    await editor.until(lambda: len(reports) > 1)
    assert isinstance(reports[0], t.WorkDoneProgressBegin)
    assert reports[1].message.endswith(" of 20 files")
    assert 0 < reports[1].percentage <= 100
    editor.client.cancel_request(t.CancelParams("long"))
    with pytest.raises(JsonRpcException) as caught:
        await work
    assert caught.value.code == -32800
    await editor.until(lambda: isinstance(reports[-1], t.WorkDoneProgressEnd))
    seen = len(reports)
    assert (await editor.send(FIX, {"uris": [(tmp_path / "a1.py").as_uri()]}))["files"] == 1
    assert len(reports) == seen
    again = editor.client.progress_reports["again"] = []
    work = asyncio.ensure_future(editor.send(FIX, {"workDoneToken": "again"}))
    await editor.until(lambda: again)
    editor.client.window_work_done_progress_cancel(t.WorkDoneProgressCancelParams("again"))
    with pytest.raises(JsonRpcException) as caught:
        await work
    assert caught.value.code == -32800


@pytest.mark.asyncio
async def test_a_file_whose_name_is_not_unicode(launch: Launch, tmp_path: Path) -> None:
    try:
        (tmp_path / os.fsdecode(b"odd \xff.py")).write_text(TEXT, encoding="utf-8")
    except OSError:
        pytest.skip("the system has no such names")
    (tmp_path / "a.py").write_text(TEXT, encoding="utf-8")
    editor = await launch("vscode", root=tmp_path.as_uri())
    assert (await editor.send(FIX, {}))["files"] == 1
    assert len((await editor.send("tensorlift/scan", {}))["files"]) == 1


CALLS = "import tensorflow as tf\ny = tf.log(1.0)\nz = tf.to_float(\n    y,  # one\n    name='a')\nw = tf.to_float(tf.to_int32(y))\nv = tf.log(y)\n"


@pytest.mark.asyncio
@pytest.mark.parametrize("kind", ["open", "closed", "notebook"])
async def test_each_statement_has_one_edit(launch: Launch, tmp_path: Path, kind: str) -> None:
    editor = await launch("vscode", root=tmp_path.as_uri())
    path = tmp_path / ("a.ipynb" if kind == "notebook" else "a.py")
    path.write_text(CALLS)
    screen = Screen(editor, path.as_uri())
    if kind == "notebook":
        lines = CALLS.splitlines(keepends=True)
        screen.window.open("".join(lines[:2]), "%pip install x\n" + "".join(lines[2:]))
    elif kind == "open":
        editor.open(path.as_uri(), CALLS)
    result = await editor.send(FIX, {"uris": [path.as_uri()]})
    changes = [one for change in result["edit"]["documentChanges"] for one in change["edits"]]
    places = [(one["range"]["start"]["line"], one["range"]["end"]["line"]) for one in changes]
    if kind == "notebook":
        assert places == [(1, 1), (1, 3), (4, 4), (5, 5)]
        return
    assert texts(editor, result["edit"]) == {path.as_uri(): fixed(CALLS)}
    assert places == [(1, 1), (2, 4), (5, 5), (6, 6)]
