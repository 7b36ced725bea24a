"""The native lift in an editor: offered without being made, made apart, and refused with the line that stands in the way."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from lsprotocol import types as t

from tensorlift import engine
from tensorlift.engine import Remark
from tensorlift.lsp.actions import REWRITE
from tensorlift.model import Level
from tensorlift.settings import Settings
from tensorlift.source.document import Document

from .editor import PROFILES, Editor, converter

Launch = Callable[..., Awaitable[Editor]]

TITLE = "Lift this program to native TensorFlow 2 (review the result)"
PROGRAM = """import tensorflow as tf

x = tf.placeholder(tf.float32, [None])
y = tf.reduce_sum(tf.log(x))
with tf.Session() as sess:
    print(sess.run(y, {x: [1.0]}))
"""
BLOCKED = PROGRAM.replace("Session()", "Session('grpc://localhost:2222')")
START = t.Range(t.Position(0, 0), t.Position(0, 0))
NATIVE = Settings(level=Level.NATIVE)


async def lift_action(
    editor: Editor, uri: str, place: t.Range = START, only: list[str] | None = None, *, invoked: bool = False
) -> t.CodeAction | None:
    """Return the action that lifts; asked for as plain data, since lsprotocol takes every action with a command for a command."""
    context = {"diagnostics": list[str]()} | ({"only": only} if only is not None else {}) | ({"triggerKind": 1} if invoked else {})
    params = {"textDocument": {"uri": uri}, "range": converter().unstructure(place), "context": context}
    found = await editor.send("textDocument/codeAction", params)
    return next((converter().structure(one, t.CodeAction) for one in found if one["title"] == TITLE), None)


async def choose(editor: Editor, action: t.CodeAction) -> t.CodeAction:
    """Choose an action whose edit is made when it is chosen."""
    if action.command is not None:
        await editor.command(action.command.command, *(action.command.arguments or ()))
        if editor.client.edits:
            action.edit = editor.client.edits[-1].edit
        return action
    return await editor.wait(editor.client.code_action_resolve_async(action))


@pytest.mark.asyncio
@pytest.mark.parametrize("profile", PROFILES)
async def test_lifts_what_the_command_line_lifts(launch: Launch, uri: str, profile: str) -> None:
    editor = await launch(profile)
    editor.open(uri, PROGRAM)
    action = await lift_action(editor, uri, only=[REWRITE])
    assert action is not None
    assert action.edit is None, "the list waits for no lift"
    assert action.kind == REWRITE
    expected = engine.fix(Document(PROGRAM), NATIVE, review=True).text
    assert "def compute_y(x):" in expected
    action = await choose(editor, action)
    assert await editor.apply(uri, action) == expected


@pytest.mark.asyncio
@pytest.mark.parametrize("profile", PROFILES)
async def test_is_offered_beside_other_fixes(launch: Launch, uri: str, profile: str) -> None:
    editor = await launch(profile)
    editor.open(uri, PROGRAM)
    assert await lift_action(editor, uri, editor.find(uri, "tf.log"))
    assert not await lift_action(editor, uri, editor.find(uri, "print"))
    assert await lift_action(editor, uri, editor.find(uri, "print"), invoked=True)
    other = editor.open(uri + "x", "import tensorflow as tf\nprint(tf.log(1.0))\n")
    assert await lift_action(editor, other, only=[REWRITE]) is None


@pytest.mark.asyncio
async def test_what_stands_in_the_way_is_told_until_its_line_changes(launch: Launch, uri: str) -> None:
    editor = await launch("vscode")
    editor.open(uri, BLOCKED)
    action = await lift_action(editor, uri, only=[REWRITE])
    assert action is not None
    chosen = await choose(editor, action)
    assert not (chosen.edit and (chosen.edit.document_changes or chosen.edit.changes))
    (told,) = editor.client.messages
    assert told.message.startswith("tensorlift: Line 5: This keeps the program from being lifted to native TensorFlow 2: ")

    async def blockers() -> list[str]:
        return [editor.cut(uri, one.range) for one in await editor.diagnostics(uri) if one.code == "TL404"]

    line = "with tf.Session('grpc://localhost:2222') as sess:"
    assert await blockers() == [line]
    editor.replace(uri, ("y = ", "# what it sums up\ny = "))
    assert await blockers() == [line]
    editor.replace(uri, ("Session('grpc://localhost:2222')", "Session()"))
    assert await blockers() == []
    action = await lift_action(editor, uri, only=[REWRITE])
    assert action is not None
    assert "def compute_y(x):" in await editor.apply(uri, await choose(editor, action))


@pytest.mark.asyncio
@pytest.mark.parametrize("profile", PROFILES)
async def test_fix_file_lifts_at_level_native(launch: Launch, uri: str, profile: str) -> None:
    editor = await launch(profile)
    editor.open(uri, PROGRAM)
    result = await editor.command("tensorlift.fixFile", uri, {"level": "native", "review": True})
    assert result["applied"]
    assert "def compute_y(x):" in str(editor.client.edits[-1].edit)
    blocked = editor.open(uri + "x", BLOCKED)
    result = await editor.command("tensorlift.fixFile", blocked, {"level": "native", "review": True})
    assert result["applied"], "the rest is fixed"
    assert "line 6: This keeps the program" in result["message"]
    assert "def compute_y(x):" not in str(editor.client.edits[-1].edit)


@pytest.mark.asyncio
async def test_the_request_lifts_open_and_closed_files(launch: Launch, tmp_path: Path) -> None:
    editor = await launch("vscode", root=tmp_path.as_uri())
    names = {"open.py": PROGRAM, "closed.py": PROGRAM, "blocked.py": BLOCKED}
    for name, text in names.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    editor.open((tmp_path / "open.py").as_uri(), PROGRAM)
    answer = await editor.send("tensorlift/fix", {"level": "native", "review": True})
    assert str(answer["edit"]).count("def compute_y(x):") == 2
    assert answer["files"] == 3
    assert "blocked.py line 6: This keeps" in answer["message"]


def test_a_remark_follows_its_line() -> None:
    document = Document(BLOCKED)
    finding = next(one for one in engine.check(document, NATIVE) if one.code == "TL404")
    remark = Remark.of(document, finding)
    moved = remark.placed(Document("# a comment\n" + BLOCKED))
    assert moved is not None
    assert moved.start == finding.start + len("# a comment\n")
    assert remark.placed(Document(PROGRAM)) is None
