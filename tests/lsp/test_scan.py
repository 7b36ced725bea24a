"""The scan of the workspace: what a client gets, what it gets again, and that nobody waits for it."""

from __future__ import annotations

import asyncio
import json
import os
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types as t
from pygls.exceptions import JsonRpcException

from tensorlift.lsp.scan import scan_closed
from tensorlift.lsp.workspace import LIMIT, WorkspaceFile, name_of
from tensorlift.project.runner import Mode, Task, run
from tensorlift.report.overview import overview
from tensorlift.settings import Settings
from tensorlift.steps import STEPS

from .editor import Editor
from .test_notebooks import Cell, Screen, markdown, notebook_text

Launch = Callable[..., Awaitable[Editor]]

SCAN = "tensorlift/scan"
TEXT = "import tensorflow as tf\ns = '😋é'; a = tf.log(1)\n"
SLIM = "import tensorflow as tf\nimport tf_slim as slim\n"
SLOW = TEXT + "x = tf.nn.relu(tf.abs(y))\n" * 200


def ids(result: dict[str, Any]) -> dict[str, str]:
    return {file["uri"]: file["id"] for file in result["files"]}


def of(result: dict[str, Any], name: str) -> dict[str, Any]:
    (found,) = (file for file in result["files"] if file["path"] == name)
    return found  # type: ignore[no-any-return]


def makes_project(folder: Path) -> None:
    for name, content in (
        ("a.py", TEXT),
        ("sub/ä b.py", TEXT * 2),
        ("plain.py", "import numpy\n"),
        ("done.py", "import tensorflow as tf\n"),
        ("left.py", TEXT),
        ("bad.py", "import tensorflow as tf\ntf.log(1\n"),
        ("requirements.txt", "tensorflow==1.15\n"),
        (
            "n.ipynb",
            notebook_text(
                [
                    markdown("# x"),
                    Cell("import tensorflow as tf"),
                    Cell("s = '😋'; a = tf.log(1)"),
                ]
            ),
        ),
        ("tensorlift.toml", 'exclude = ["left.py"]\ntarget = "2.16"\n'),
    ):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")
    (folder / "binary.py").write_bytes(b"import tensorflow\0")


# --- one file


def scanned(file: Path, content: bytes) -> dict[str, Any]:
    file.write_bytes(content)
    found = scan_closed(WorkspaceFile.of(str(file), [str(file.parent)]), None, Settings())
    return json.loads(found.data)  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("head", "encoding"),
    [("", "utf-8"), ("\ufeff", "utf-8"), ("# -*- coding: gb18030 -*-\n", "gb18030")],
)
def test_columns(tmp_path: Path, head: str, encoding: str) -> None:
    text = head + TEXT.replace("\n", "\r\n")
    (found,) = scanned(tmp_path / "a.py", text.encode(encoding))["findings"]
    line = text.split("\r\n")[-2]
    assert (found["column"], found["end_column"]) == (
        line.index("tf.log") + 1,
        line.index("(1)") + 1,
    )
    assert (found["character"], found["end_character"]) == (
        line.index("tf.log") + 1,
        line.index("(1)") + 1,
    )


@pytest.mark.parametrize("ascii_only", [False, True])
def test_columns_of_cells(tmp_path: Path, ascii_only: bool) -> None:
    text = notebook_text(
        [
            markdown("# x"),
            Cell("import tensorflow as tf"),
            Cell("\ns = '😋'; a = tf.log(1)"),
        ]
    )
    text = json.dumps(json.loads(text), ensure_ascii=ascii_only)
    (found,) = scanned(tmp_path / "n.ipynb", text.encode())["findings"]
    assert (found["cell"], found["line"], found["column"], found["character"]) == (
        3,
        2,
        14,
        14,
    )


def test_what_is_said_of_a_finding(tmp_path: Path) -> None:
    file = scanned(
        tmp_path / "a.py",
        (TEXT + "b = tf.contrib.nowhere\nc = tf.nn.dropout(a, 0.3)\n").encode(),
    )
    assert set(file) == {"id", "uri", "path", "lines", "tensorflow", "findings"}
    assert (file["path"], file["lines"], file["tensorflow"], file["uri"]) == (
        "a.py",
        4,
        True,
        (tmp_path / "a.py").as_uri(),
    )
    first, second, *_ = file["findings"]
    assert first["message"]
    assert {key: first[key] for key in ("code", "slug", "severity", "safety", "step", "symbol")} == {
        "code": "TL101",
        "slug": "renamed-symbol",
        "severity": "error",
        "safety": "safe",
        "step": "symbols",
        "symbol": "tf.log",
    }
    assert (second["safety"], second["step"]) == ("manual", "contrib")
    assert "cell" not in first


def test_large_files(tmp_path: Path) -> None:
    large = scanned(tmp_path / "a.py", TEXT.encode() + b"# \n" * (LIMIT // 3))
    assert large["problem"] == f"The file is larger than {LIMIT} bytes: use tensorlift check in a terminal."
    assert "problem" not in scanned(tmp_path / "b.py", b"# \n" * (LIMIT // 2))
    # most of a notebook is pictures
    picture = {"cell_type": "markdown", "metadata": {}, "source": "x" * 2 * LIMIT}
    book = json.loads(notebook_text([Cell(TEXT)]))
    book["cells"].append(picture)
    assert len(scanned(tmp_path / "n.ipynb", json.dumps(book).encode())["findings"]) == 1


def test_a_file_is_new_if_what_is_said_is(tmp_path: Path) -> None:
    first = scanned(tmp_path / "a.py", TEXT.encode())
    assert scanned(tmp_path / "a.py", TEXT.replace("(1)", "(2)").encode())["id"] == first["id"]
    assert scanned(tmp_path / "a.py", TEXT.replace("a =", "b  =").encode())["id"] != first["id"]


def test_names() -> None:
    one, two = (
        os.path.join(os.sep, "work", "one"),
        os.path.join(os.sep, "work", "one", "two"),
    )
    file = os.path.join(two, "sub", "a.py")
    assert name_of(file, [one]) == "two/sub/a.py"
    assert name_of(file, [one, two]) == "two/sub/a.py"
    assert name_of(os.path.join(one, "b.py"), [one, two]) == "one/b.py"
    assert name_of(file, []) == file


# --- the real process


@pytest.mark.asyncio
@pytest.mark.parametrize("profile", ["neovim", "vscode"])
async def test_a_scan_is_what_the_command_line_reports(launch: Launch, tmp_path: Path, profile: str) -> None:
    makes_project(tmp_path)
    editor = await launch(profile, root=tmp_path.as_uri())
    result = await editor.send(SCAN, {})
    assert (result["level"], result["target"], result["keras"], result["same"]) == (
        "symbols",
        "2.16",
        3,
        [],
    )
    assert result["read"] == 8
    assert [(step["id"], step["number"]) for step in result["steps"]] == [(step.id, step.number) for step in STEPS]

    paths = [
        tmp_path / name
        for name in (
            "a.py",
            "bad.py",
            "binary.py",
            "done.py",
            "n.ipynb",
            "plain.py",
            "sub/ä b.py",
            "requirements.txt",
        )
    ]
    settings = Settings(target="2.16")
    report = overview(
        run([Task(str(path), settings) for path in paths], Mode(), 1),
        root=str(tmp_path),
        settings=settings,
    )
    expected = {file.path: file for file in report.files}
    assert {file["path"] for file in result["files"]} == set(expected)
    for file in result["files"]:
        known = expected[file["path"]]
        assert (file["lines"], file["tensorflow"], file.get("problem")) == (
            known.lines,
            known.tensorflow,
            known.problem,
        )
        assert file["uri"] == (tmp_path / file["path"]).as_uri()
        for found, finding in zip(file["findings"], known.findings, strict=True):
            assert all(getattr(finding, key) == found[key] for key in found if key not in ("character", "end_character"))
    assert [found["cell"] for found in of(result, "n.ipynb")["findings"]] == [3]
    assert "is not valid Python at line 2" in of(result, "bad.py")["problem"]
    assert {found["safety"] for found in of(result, "bad.py")["findings"]} == {"manual"}
    assert editor.client.messages == []


@pytest.mark.asyncio
async def test_only_news_is_told(launch: Launch, tmp_path: Path) -> None:
    makes_project(tmp_path)
    editor = await launch("vscode", root=tmp_path.as_uri())
    known = ids(await editor.send(SCAN, {}))
    result = await editor.send(SCAN, {"known": known})
    assert (result["files"], set(result["same"])) == ([], set(known))
    # a changed file, a new one, one that is gone, one without findings any more
    (tmp_path / "a.py").write_text(TEXT + "\nb = tf.log(2)\n", encoding="utf-8")
    (tmp_path / "new.py").write_text(TEXT, encoding="utf-8")
    (tmp_path / "done.py").unlink()
    (tmp_path / "bad.py").write_text("a = 1\n")
    result = await editor.send(SCAN, {"known": known})
    assert {file["path"] for file in result["files"]} == {"a.py", "new.py"}
    gone = {(tmp_path / name).as_uri() for name in ("a.py", "done.py", "bad.py")}
    assert set(result["same"]) == set(known) - gone
    known = {uri: name for uri, name in known.items() if uri in result["same"]} | ids(result)
    # other settings
    (tmp_path / "tensorlift.toml").write_text('ignore = ["TL101"]\n')
    result = await editor.send(SCAN, {"known": known})
    assert (result["target"], of(result, "a.py")["findings"]) == ("2.21", [])
    assert of(result, "left.py")["findings"] == []
    for wrong in ({"known": 3}, {"known": ["a"]}):
        with pytest.raises(JsonRpcException) as caught:
            await editor.send(SCAN, wrong)
        assert caught.value.code == -32602


@pytest.mark.asyncio
@pytest.mark.parametrize("profile", ["neovim", "vscode"])
async def test_open_texts_count_as_they_are(launch: Launch, tmp_path: Path, profile: str) -> None:
    makes_project(tmp_path)
    editor = await launch(profile, root=tmp_path.as_uri())
    known = ids(await editor.send(SCAN, {}))
    uri = editor.open((tmp_path / "sub" / "ä b.py").as_uri(), TEXT * 2)
    # to open a file says nothing new about it
    result = await editor.send(SCAN, {"known": known})
    assert result["files"] == []
    editor.replace(uri, ("a = ", "b = tf.log(2)\na = "))
    result = await editor.send(SCAN, {"known": known})
    (file,) = result["files"]
    assert (file["path"], len(file["findings"]), file["lines"]) == ("sub/ä b.py", 3, 5)
    places = [(found["line"], found["column"], found["character"]) for found in file["findings"]]
    assert places == [(2, 15, 16), (3, 5, 4), (5, 15, 16)] or places[0] == (2, 15, 15)
    editor.send_changes(uri, [t.TextDocumentContentChangeWholeDocument(TEXT + "b = (\n")])
    (file,) = (await editor.send(SCAN, {"known": known}))["files"]
    assert "is not valid Python at line" in file["problem"]
    assert [found["safety"] for found in file["findings"]] == ["manual"]
    editor.close(uri)
    assert (await editor.send(SCAN, {"known": known}))["files"] == []
    # what is open elsewhere is no part of the workspace
    editor.open("untitled:Untitled-1", TEXT)
    assert (await editor.send(SCAN, {"known": known}))["files"] == []


@pytest.mark.asyncio
async def test_open_notebooks(launch: Launch, tmp_path: Path) -> None:
    makes_project(tmp_path)
    editor = await launch("vscode", root=tmp_path.as_uri())
    known = ids(await editor.send(SCAN, {}))
    screen = Screen(editor, (tmp_path / "n.ipynb").as_uri())
    screen.window.open(markdown("# x"), "import tensorflow as tf", "s = '😋'; a = tf.log(1)")
    assert (await editor.send(SCAN, {"known": known}))["files"] == []
    screen.window.restructure(1, 0, markdown("tf.log"), Cell("", "r"))
    (file,) = (await editor.send(SCAN, {"known": known}))["files"]
    (found,) = file["findings"]
    assert (found["cell"], found["line"], found["column"], found["character"]) == (
        5,
        1,
        14,
        14,
    )


@pytest.mark.asyncio
async def test_several_folders(launch: Launch, tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.py").write_text(TEXT, encoding="utf-8")
    editor = await launch("vscode", folders=[(tmp_path / name).as_uri() for name in ("one", "two")])
    assert {file["path"] for file in (await editor.send(SCAN, {}))["files"]} == {
        "one/a.py",
        "two/a.py",
    }
    nowhere = await launch("vscode")
    nowhere.open("untitled:Untitled-1", TEXT)
    assert [file["path"] for file in (await nowhere.send(SCAN, {}))["files"]] == ["Untitled-1"]


@pytest.mark.asyncio
async def test_project_files_ask_for_what_the_code_needs(launch: Launch, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(SLIM)
    (tmp_path / "requirements.txt").write_text("tensorflow==2.21.0\n")
    editor = await launch("vscode", root=tmp_path.as_uri())
    uri = editor.open(
        (tmp_path / "requirements.txt").as_uri(),
        "tensorflow==2.21.0\n",
        language="pip-requirements",
    )
    assert await editor.diagnostics(uri) == []
    first = await editor.send(SCAN, {})
    (found,) = of(first, "requirements.txt")["findings"]
    assert "tf-slim" in found["message"]
    # the open file says so, too
    await editor.until(lambda: editor.client.diagnostic_refresh_count)
    (diagnostic,) = await editor.diagnostics(uri)
    assert diagnostic.message == found["message"]
    (action,) = await editor.actions(uri, diagnostic.range, ["source.fixAll"])
    assert "tf-slim" in await editor.apply(uri, action)
    editor.close(uri)
    reports = await editor.client.workspace_diagnostic_async(t.WorkspaceDiagnosticParams([]))
    (report,) = (report for report in reports.items if report.uri == uri)
    assert [one.message for one in report.items] == [found["message"]]  # type: ignore[union-attr]
    (tmp_path / "a.py").write_text("import tensorflow as tf\n")
    result = await editor.send(SCAN, {"known": ids(first)})
    assert of(result, "requirements.txt")["findings"] == []
    editor.open(uri, "tensorflow==2.21.0\n", language="pip-requirements")
    assert await editor.diagnostics(uri) == []


@pytest.mark.asyncio
async def test_typing_goes_on_and_nothing_is_read_twice(launch: Launch, tmp_path: Path) -> None:
    for number in range(20):
        (tmp_path / f"a{number}.py").write_text(SLOW, encoding="utf-8")
    editor = await launch("vscode", root=tmp_path.as_uri())
    uri = editor.open("untitled:Untitled-1", TEXT)
    await editor.diagnostics(uri)
    reports = editor.client.progress_reports["work"] = []
    work = asyncio.ensure_future(editor.send(SCAN, {"workDoneToken": "work"}, key="long"))
    await editor.until(lambda: len(reports) > 1)
    editor.replace(uri, ("a = ", "b = tf.log(2)\na = "))
    assert len(await editor.diagnostics(uri)) == 2
    assert not work.done()
    assert str(getattr(reports[1], "message", "")).endswith(" of 20 files")
    editor.client.cancel_request(t.CancelParams("long"))
    with pytest.raises(JsonRpcException) as caught:
        await work
    assert caught.value.code == -32800
    await editor.until(lambda: isinstance(reports[-1], t.WorkDoneProgressEnd))
    # two at once share the work, and what was done before is not done again
    first, second = await asyncio.gather(editor.send(SCAN, {}), editor.send(SCAN, {}))
    assert ids(first) == ids(second)
    assert len(ids(first)) == 20
    again = editor.client.progress_reports["again"] = []
    begin = time.monotonic()
    assert len((await editor.send(SCAN, {"known": ids(first), "workDoneToken": "again"}))["same"]) == 20
    assert time.monotonic() - begin < 1
    assert again == [], "there is nothing to wait for"


@pytest.mark.asyncio
async def test_the_report(launch: Launch, tmp_path: Path) -> None:
    makes_project(tmp_path)
    editor = await launch("vscode", root=tmp_path.as_uri())
    html = (
        await editor.send(
            "tensorlift/report",
            {"nonce": "abc123", "cspSource": "https://x.vscode-cdn.net"},
        )
    )["html"]
    assert html.lstrip().lower().startswith("<!doctype html>")
    assert "default-src &#x27;none&#x27;" in html or "default-src 'none'" in html
    assert 'nonce="abc123"' in html
    assert (tmp_path / "a.py").as_uri() in html
    assert tmp_path.name in html
    for wrong in ({}, {"nonce": 3, "cspSource": ""}, None):
        with pytest.raises(JsonRpcException) as caught:
            await editor.send("tensorlift/report", wrong)
        assert caught.value.code == -32602
