"""Companion modules in the editor: a file is created by the edit that needs it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from lsprotocol import types as t

from tensorlift.companions import source
from tensorlift.engine import Checker
from tensorlift.lsp.actions import code_actions, resolved_edit
from tensorlift.lsp.analysis import Analysis
from tensorlift.lsp.client import Client, read_capabilities
from tensorlift.lsp.companions import can_create, created
from tensorlift.lsp.fixing import Choice, FileFix, fix_closed, fix_open, workspace_edit
from tensorlift.lsp.notebooks import NotebookView
from tensorlift.lsp.views import TextView, View
from tensorlift.lsp.workspace import WorkspaceFile
from tensorlift.model import Level
from tensorlift.settings import Settings
from tensorlift.source.document import Document
from tensorlift.source.notebook import Cells, CellSource

from .editor import PROFILES, Editor, capabilities

Launch = Callable[..., Awaitable[Editor]]

TEXT = "import tensorflow as tf\nparams = tf.contrib.training.HParams(rate=0.1)\nx = tf.log(1.0)\ny = tf.log(2.0)\n"
MODULE = "contrib_hparams"
CREATES = Client(document_changes=True, create=True, annotations=True, confirms=True)
LINE = t.Range(t.Position(1, 10), t.Position(1, 10))


def program(path: Path, *, companions: bool = True) -> Analysis:
    return Analysis(TextView(path.as_uri(), 1, Document(TEXT), "utf-16"), Checker(Settings()), companions=companions)


def actions(known: Analysis, client: Client, uri: str = "", only: list[str] | None = None) -> dict[str, t.CodeAction]:
    uri = uri or known.view.uri
    params = t.CodeActionParams(t.TextDocumentIdentifier(uri), LINE, t.CodeActionContext([], only))
    return {action.title: action for action in code_actions(known, params, client)}


def files(edit: t.WorkspaceEdit | None) -> list[str]:
    """Return the URIs of the files that an edit creates with the text of the companion."""
    assert edit is not None
    changes = list(edit.document_changes or ())
    uris = []
    for index, change in enumerate(changes):
        if isinstance(change, t.CreateFile):
            following = changes[index + 1]
            assert isinstance(following, t.TextDocumentEdit)
            assert following.text_document == t.OptionalVersionedTextDocumentIdentifier(change.uri)
            assert change.annotation_id is None or change.annotation_id in (edit.change_annotations or {})
            (text,) = following.edits
            assert getattr(text, "annotation_id", None) == change.annotation_id
            assert (text.range, text.new_text) == (t.Range(t.Position(0, 0), t.Position(0, 0)), source(MODULE))  # type: ignore[union-attr]
            uris.append(change.uri)
    assert isinstance(changes[-1], t.TextDocumentEdit)
    return uris


def test_who_can_create_files() -> None:
    def client(*kinds: t.ResourceOperationKind) -> Client:
        edits = t.WorkspaceEditClientCapabilities(resource_operations=list(kinds))
        return read_capabilities(t.ClientCapabilities(t.WorkspaceClientCapabilities(workspace_edit=edits)))

    assert client(t.ResourceOperationKind.Rename, t.ResourceOperationKind.Create).create
    assert not client(t.ResourceOperationKind.Rename).create
    assert not read_capabilities(t.ClientCapabilities()).create
    assert can_create("file:///a.py", CREATES)
    assert not can_create("file:///a.py", Client())
    assert not can_create("untitled:Untitled-1", CREATES)


def test_every_edit_that_needs_the_file_creates_it(tmp_path: Path) -> None:
    known = program(tmp_path / "a b.py")
    uri = (tmp_path / f"{MODULE}.py").as_uri()
    title = next(title for title, action in actions(known, CREATES).items() if action.edit is not None and MODULE in str(action.edit))
    assert files(actions(known, CREATES)[title].edit) == [uri]
    for data in ({"fix": "review"}, {"fix": "level", "level": "compat"}):
        assert files(resolved_edit(known, data, CREATES)) == [uri]
        assert files(resolved_edit(known, data, Client(document_changes=True, create=True))) == [uri]


def test_a_file_that_is_there_is_not_created_again(tmp_path: Path) -> None:
    (tmp_path / f"{MODULE}.py").write_text("")
    assert files(resolved_edit(program(tmp_path / "a.py"), {"fix": "review"}, CREATES)) == []
    assert created((tmp_path / "a.py").as_uri(), [MODULE]) == []


def test_a_client_that_cannot_is_offered_no_such_fix(tmp_path: Path) -> None:
    known = program(tmp_path / "a.py", companions=False)
    client = Client(document_changes=True)
    assert any(finding.symbol == "tf.contrib.training.HParams" and not finding.fixes for finding in known.findings)
    assert all(action.edit is None or "Ignore" in title or "Fix all" in title for title, action in actions(known, client).items())
    for data in ({"fix": "review"}, {"fix": "all"}):
        edit = resolved_edit(known, data, client)
        assert edit is not None
        assert MODULE not in str(edit)
        assert "tf.math.log" in str(edit)
    assert all(not fix.creates for level in Level for finding in known.at_level(level) for fix in finding.fixes)
    fixed = fix_open(known, known.view.uri, "a.py", Choice(review=True))
    assert (fixed.creates, fixed.fixed) == ((), 2)


def test_notebooks_get_it_beside_them(tmp_path: Path) -> None:
    uri = (tmp_path / "n.ipynb").as_uri()
    parts: list[TextView] = [
        TextView(f"vscode-notebook-cell:/n.ipynb#{index}", 1, Document(text), "utf-16") for index, text in enumerate([TEXT])
    ]
    view: View = NotebookView(uri, parts, Cells(enumerate(CellSource.read(text) for text in [TEXT])))
    known = Analysis(view, Checker(Settings()))
    assert files(resolved_edit(known, {"fix": "review"}, CREATES)) == [(tmp_path / f"{MODULE}.py").as_uri()]


def test_files_of_a_folder_share_it(tmp_path: Path) -> None:
    fixes: list[FileFix] = []
    for name in ("a.py", "b.py"):
        (tmp_path / name).write_text(TEXT)
        fixes.append(fix_closed(WorkspaceFile.of(str(tmp_path / name)), Settings(), Choice(review=True), CREATES))
    assert [fix.creates for fix in fixes] == [(MODULE,)] * 2
    uri = (tmp_path / f"{MODULE}.py").as_uri()
    assert files(workspace_edit(fixes, CREATES)) == files(workspace_edit(fixes, CREATES, confirm=True)) == [uri]
    without = fix_closed(WorkspaceFile.of(str(tmp_path / "a.py")), Settings(), Choice(review=True), Client(document_changes=True))
    assert (without.creates, without.fixed) == ((), 2)


@pytest.mark.asyncio
@pytest.mark.parametrize("profile", PROFILES)
async def test_the_real_process(launch: Launch, tmp_path: Path, profile: str) -> None:
    editor = await launch(profile)
    uri = (tmp_path / "a.py").as_uri()
    editor.open(uri, TEXT)
    await editor.command("tensorlift.fixFile", uri, {"review": True})
    (asked,) = editor.client.edits
    able = read_capabilities(capabilities(profile)).create
    assert (MODULE in str(asked.edit)) is able
    if able:
        assert files(asked.edit) == [(tmp_path / f"{MODULE}.py").as_uri()]
