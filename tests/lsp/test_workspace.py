"""Diagnostics of the workspace: which files, how often they are read, and what a client is told."""

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

from tensorlift.engine import Checker
from tensorlift.lsp.client import Client
from tensorlift.lsp.configuration import EditorSettings, ProjectSettings
from tensorlift.lsp.workspace import NOTHING, Entry, Listing, check_file
from tensorlift.model import Level, Severity
from tensorlift.project.configuration import stamp
from tensorlift.settings import Settings

from .editor import PROFILES, Editor

Launch = Callable[..., Awaitable[Editor]]

TEXT = "import tensorflow as tf\na = tf.log(1)\n"

SLOW = TEXT + "x = tf.nn.relu(tf.abs(y))\n" * 600
"""Enough to be met in the middle of the work on some of these."""


def project(folder: Path, **values: Any) -> ProjectSettings:
    editor = EditorSettings()
    editor.initialize(values)
    return ProjectSettings(editor, [str(folder)])


def make_old(folder: Path) -> None:
    """Give everything an old time stamp, so that a change is sure to give another one."""
    for path in (folder, *folder.rglob("*"), folder.parent):
        os.utime(path, (1_000_000_000, 1_000_000_000))


# --- the files


def listed(listing: Listing, folder: Path, settings: ProjectSettings) -> list[str]:
    return [os.path.relpath(file.path, folder) for file in listing.files([str(folder)], settings)]


def test_listing_follows_changes_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a.py", "b.ipynb", "c.txt", "sub/d.py", "gone/e.py", "venv/f.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".gitignore").write_text("sub/\n")
    make_old(tmp_path)
    listing, settings = Listing(), project(tmp_path, exclude=["gone"])
    assert listed(listing, tmp_path, settings) == ["a.py", "b.ipynb"]

    with monkeypatch.context() as context:
        context.setattr(os, "scandir", None)
        assert listed(listing, tmp_path, settings) == ["a.py", "b.ipynb"]
    (tmp_path / ".gitignore").write_text("a.py\n")
    assert listed(listing, tmp_path, settings) == ["b.ipynb", os.path.join("sub", "d.py")]
    make_old(tmp_path)
    assert listed(listing, tmp_path, settings) == ["b.ipynb", os.path.join("sub", "d.py")]
    (tmp_path / "sub" / "new.py").write_text("")
    assert listed(listing, tmp_path, settings)[-1] == os.path.join("sub", "new.py")
    # within one tick of the clock the time of a folder need not change
    for name in ("x1.py", "x2.py", "x3.py"):
        (tmp_path / "sub" / name).write_text("")
        assert listed(listing, tmp_path, settings)[-1] == os.path.join("sub", name)
    assert listed(listing, tmp_path, project(tmp_path))[:2] == ["b.ipynb", os.path.join("gone", "e.py")]


def test_listing_of_a_folder_that_is_gone(tmp_path: Path) -> None:
    assert listed(Listing(), tmp_path / "none", project(tmp_path)) == []


# --- one file


def test_checked_file(tmp_path: Path) -> None:
    file = tmp_path / "ä b.py"
    file.write_bytes("# -*- coding: latin-1 -*-\nimport tensorflow as tf\ns = 'é'; a = tf.log(1)\r\n".encode("latin-1"))
    uri = file.as_uri()
    checked = check_file(str(file), uri, stamp(str(file)), Settings(), Client())
    (found,) = json.loads(checked.report.items)
    assert (found["range"]["start"], found["code"]) == ({"line": 2, "character": 13}, "TL101")
    assert json.loads(checked.report.entry(uri, None)) == {
        "uri": uri,
        "version": None,
        "kind": "full",
        "resultId": checked.report.name,
        "items": [found],
    }
    unchanged = json.loads(checked.report.entry(uri, checked.report.name))
    assert unchanged == {"uri": uri, "version": None, "kind": "unchanged", "resultId": checked.report.name}
    assert check_file(str(file), uri, None, Settings(), Client()).report is NOTHING
    other = check_file(str(file), uri, stamp(str(file)), Settings(level=Level.COMPAT, severity={"TL101": Severity.HINT}), Client())
    assert other.report.name != checked.report.name


@pytest.mark.parametrize(
    "content", [b"a = 1\n", b"import tensorflow\0", b"# tensorflow \xff\n", b"import tensorflow as tf\n", b"tensorflow" * 200_000]
)
def test_files_without_findings(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "a.py"
    file.write_bytes(content)
    assert check_file(str(file), file.as_uri(), stamp(str(file)), Settings(), Client()).report is NOTHING
    assert not Entry("file:///a.py", NOTHING, None).is_news
    assert Entry("file:///a.py", NOTHING, "before").is_news
    assert json.loads(NOTHING.entry("file:///a.py", "before")) == {"uri": "file:///a.py", "version": None, "kind": "full", "items": []}


def test_a_file_that_vanishes(tmp_path: Path) -> None:
    assert check_file(str(tmp_path / "a.py"), "file:///a.py", (1, 2), Settings(), Client()).report is NOTHING


def test_a_rule_that_fails_costs_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("broken on purpose")

    (tmp_path / "a.py").write_text(TEXT)
    monkeypatch.setattr(Checker, "check", broken)
    assert check_file(str(tmp_path / "a.py"), "file:///a.py", (1, 2), Settings(), Client()).report is NOTHING
    assert "broken on purpose" in caplog.text


# --- the real process


async def pull(editor: Editor, previous: dict[str, str], **tokens: Any) -> dict[str, Any]:
    """Return the reports by URI; None for those that are unchanged."""
    ids = [t.PreviousResultId(uri, value) for uri, value in previous.items()]
    params = t.WorkspaceDiagnosticParams(previous_result_ids=ids, identifier="tensorlift", **tokens)
    answer = await editor.wait(editor.client.workspace_diagnostic_async(params))
    reports: dict[str, Any] = {}
    for report in answer.items:
        assert report.uri not in reports
        reports[report.uri] = report if isinstance(report, t.WorkspaceFullDocumentDiagnosticReport) else None
    return reports


def names(reports: dict[str, Any]) -> dict[str, str]:
    return {uri: report.result_id for uri, report in reports.items() if report is not None and report.result_id}


@pytest.mark.asyncio
@pytest.mark.parametrize("profile", ["neovim", "vscode"])
async def test_workspace_reports(launch: Launch, tmp_path: Path, profile: str) -> None:
    roots = [tmp_path / "one", tmp_path / "two"]
    for root in roots:
        root.mkdir()
        (root / "a b.py").write_text(TEXT)
        (root / "none.py").write_text("a = 1\n")
        (root / "left.py").write_text(TEXT)
    (roots[0] / "tensorlift.toml").write_text('exclude = ["left.py"]\n')
    editor = await launch(profile, folders=[root.as_uri() for root in roots])
    assert editor.result.capabilities.diagnostic_provider.workspace_diagnostics  # type: ignore[union-attr]
    first, second, left = ((root / name).as_uri() for root, name in ((roots[0], "a b.py"), (roots[1], "a b.py"), (roots[1], "left.py")))
    untitled = editor.open("untitled:Untitled-1", TEXT)
    reports = await pull(editor, {})
    assert set(reports) == {first, second, left, untitled}
    assert {len(report.items) for report in reports.values()} == {1}
    assert [reports[uri].version for uri in (first, untitled)] == [None, 1]

    known = names(reports)
    assert await pull(editor, known) == dict.fromkeys(known)
    # an open document is reported as it is in the editor, under the name that its own report has
    editor.open(first, TEXT + "b = tf.log(2)\n", version=7)
    opened = await editor.pull(first)
    reports = await pull(editor, known)
    assert (len(reports[first].items), reports[first].version) == (2, 7)
    assert isinstance(opened, t.RelatedFullDocumentDiagnosticReport)
    assert reports[first].result_id == opened.result_id
    assert [uri for uri, report in reports.items() if report is not None] == [first]
    known.update(names(reports))

    # a changed file, a deleted one, a new one, a closed one
    (roots[1] / "a b.py").write_text(TEXT + "\nc = tf.log(3)\n")
    (roots[1] / "left.py").unlink()
    (roots[1] / "new.py").write_text(TEXT)
    editor.close(untitled)
    reports = await pull(editor, known)
    counts = {uri: None if report is None else len(report.items) for uri, report in reports.items()}
    assert counts == {first: None, second: 2, left: 0, untitled: 0, (roots[1] / "new.py").as_uri(): 1}
    assert reports[left].result_id is None

    # other settings, and a client that writes URIs in its own way
    (roots[1] / "tensorlift.toml").write_text('ignore = ["TL101"]\n')
    reports = await pull(editor, {second.replace("a%20b", "%61 b"): reports[second].result_id})
    assert [len(report.items) for uri, report in reports.items() if uri == second] == [0]


@pytest.mark.asyncio
@pytest.mark.parametrize("profile", ["neovim", "vscode"])
async def test_parts_and_progress(launch: Launch, tmp_path: Path, profile: str) -> None:
    for number in range(30):
        (tmp_path / f"a{number}.py").write_text(TEXT * 100)
    editor = await launch(profile, root=tmp_path.as_uri())
    editor.client.progress_reports["work"] = []
    whole = await pull(editor, {}, partial_result_token="parts", work_done_token="work")
    assert whole == {}
    parts = editor.client.partial["parts"]
    assert len(parts) > 1
    found = {report["uri"]: report["resultId"] for part in parts for report in part["items"]}
    assert len(found) == 30
    work = editor.client.progress_reports["work"]
    assert isinstance(work[0], t.WorkDoneProgressBegin)
    assert work[0].cancellable
    assert isinstance(work[-1], t.WorkDoneProgressEnd)

    # nothing is changed: one part, and no progress to look at
    editor.client.progress_reports["again"] = []
    await pull(editor, found, partial_result_token="again", work_done_token="again")
    (part,) = editor.client.partial["again"]
    assert {report["kind"] for report in part["items"]} == {"unchanged"}
    assert len(part["items"]) == 30
    assert editor.client.progress_reports["again"] == []


@pytest.mark.asyncio
@pytest.mark.parametrize("profile", ["neovim", "vscode"])
async def test_cancelled_requests_and_typing_meanwhile(launch: Launch, tmp_path: Path, profile: str) -> None:
    for number in range(20):
        (tmp_path / f"a{number}.py").write_text(SLOW)
    editor = await launch(profile, root=tmp_path.as_uri())
    uri = editor.open("untitled:Untitled-1", TEXT)
    await editor.diagnostics(uri)
    params = t.WorkspaceDiagnosticParams(previous_result_ids=[], partial_result_token="parts")
    answer = asyncio.wrap_future(editor.client.protocol.send_request(t.WORKSPACE_DIAGNOSTIC, params, msg_id="long"))
    await editor.until(lambda: len(editor.client.partial.get("parts", ())) > 1)
    # typing goes on between the files
    editor.replace(uri, ("a = ", "b = tf.log(2)\na = "))
    assert len(await editor.diagnostics(uri)) == 2
    assert not answer.done()
    editor.client.cancel_request(t.CancelParams("long"))
    with pytest.raises(JsonRpcException) as caught:
        await editor.wait(answer)
    assert caught.value.code == -32800
    received = len(editor.client.partial["parts"])
    await editor.diagnostics(uri)
    assert len(editor.client.partial["parts"]) == received
    # what was done is not done again
    begin = time.monotonic()
    assert len(await pull(editor, {})) == 21
    first = time.monotonic() - begin
    begin = time.monotonic()
    assert len(await pull(editor, {})) == 21
    assert time.monotonic() - begin < first


@pytest.mark.asyncio
async def test_the_user_ends_the_work(launch: Launch, tmp_path: Path) -> None:
    for number in range(20):
        (tmp_path / f"a{number}.py").write_text(SLOW)
    editor = await launch("vscode", root=tmp_path.as_uri())
    editor.client.progress_reports["work"] = []
    params = t.WorkspaceDiagnosticParams(previous_result_ids=[], work_done_token="work")
    answer = asyncio.ensure_future(editor.client.workspace_diagnostic_async(params))
    await editor.until(lambda: editor.client.progress_reports["work"])
    editor.client.window_work_done_progress_cancel(t.WorkDoneProgressCancelParams("work"))
    with pytest.raises(JsonRpcException) as caught:
        await editor.wait(answer)
    assert caught.value.code == -32800


@pytest.mark.asyncio
async def test_a_command_for_a_client_that_does_not_ask(launch: Launch, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(TEXT)
    (tmp_path / "b.py").write_text(TEXT * 2)
    editor = await launch("eglot", root=tmp_path.as_uri())
    uris = [(tmp_path / name).as_uri() for name in ("a.py", "b.py")]
    editor.open(uris[0], TEXT)
    await editor.diagnostics(uris[0])
    assert await editor.command("tensorlift.checkWorkspace") == {"files": 2}
    assert [len(report.diagnostics) for report in editor.client.pushed[uris[1]]] == [2]
    assert len(editor.client.pushed[uris[0]]) == 1, "an open document is up to date anyway"
    (tmp_path / "b.py").write_text("a = 1\n")
    assert await editor.command("tensorlift.checkWorkspace") == {"files": 1}
    assert [len(report.diagnostics) for report in editor.client.pushed[uris[1]]] == [2, 0]


@pytest.mark.asyncio
@pytest.mark.parametrize("profile", PROFILES)
async def test_each_client_has_one_way(launch: Launch, profile: str) -> None:
    editor = await launch(profile)
    commands = editor.result.capabilities.execute_command_provider
    assert commands is not None
    assert ("tensorlift.checkWorkspace" in commands.commands) != editor.pulls
    if editor.pulls:
        assert await pull(editor, {}) == {}
