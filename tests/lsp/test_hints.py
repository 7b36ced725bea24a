"""Inlay hints: which names get one, where, what accepting them does, and that they are off until switched on."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest
from lsprotocol import types as t

from tensorlift.lsp.hints import inlay_hints

from .analysed import URI, analysed, cell_uri
from .editor import Editor

HEAD = "import tensorflow as tf\n"
EVERYWHERE = t.Range(t.Position(0, 0), t.Position(999, 0))


def shown(text: str, place: t.Range = EVERYWHERE) -> list[tuple[int, int, object]]:
    hints = inlay_hints(analysed(text), URI, place)
    return [(hint.position.line, hint.position.character, hint.label) for hint in hints]


@pytest.mark.parametrize(
    ("code", "label"),
    [
        ("tf.log(1)", "→ tf.math.log"),
        ("tf.to_float(x)", "→ tf.cast"),
        ("tf.placeholder(tf.float32)", "→ tf.compat.v1.placeholder"),
        ("tf.contrib.layers.xavier_initializer(uniform=False)", "→ tf.compat.v1.glorot_normal_initializer"),
        ("tf.contrib.slim.conv2d(x, 3, 3)", "→ slim.conv2d"),
    ],
)
def test_the_new_name(code: str, label: str) -> None:
    (hint,) = inlay_hints(analysed(HEAD + f"s = '😋'; a = {code}\n"), URI, EVERYWHERE)
    assert (hint.position, hint.label, hint.padding_left) == (t.Position(1, 14 + code.index("(")), label, True)
    assert isinstance(hint.tooltip, str)
    assert hint.tooltip.startswith("tf.")


@pytest.mark.parametrize(
    "code",
    [
        "tf.reduce_sum(x, keep_dims=True)",
        "tf.contrib.nearest_neighbor.hyperplane_lsh_probes(x)",
        "tf.zeros(1)",
        "tf.log(1)  # tensorlift: ignore",
        "tf.contrib.layers.l2_regularizer(0.1)",
    ],
)
def test_no_new_name(code: str) -> None:
    assert shown(HEAD + f"a = {code}\n") == []


def test_an_import_gets_none() -> None:
    assert shown("from tensorflow import placeholder\nimport tensorflow.contrib.slim as slim\n") == []


def test_only_the_lines_that_are_asked_about() -> None:
    text = HEAD + "a = tf.log(1)\nb = tf.log(2)\nc = tf.log(3)\n"
    assert shown(text, t.Range(t.Position(2, 0), t.Position(3, 0))) == [(2, 10, "→ tf.math.log")]
    assert shown(text, t.Range(t.Position(1, 11), t.Position(2, 9))) == []


def test_accepting_one_applies_a_safe_fix() -> None:
    text = HEAD + "a = tf.to_float(x)\nb = tf.contrib.layers.xavier_initializer(uniform=False)\n"
    safe, review = inlay_hints(analysed(text), URI, EVERYWHERE)
    assert [(edit.range.start.character, edit.range.end.character, edit.new_text) for edit in safe.text_edits or ()] == [
        (4, 15, "tf.cast"),
        (17, 17, ", tf.float32"),
    ]
    assert review.text_edits is None


def test_notebook() -> None:
    analysis = analysed(HEAD, "!ls\na = tf.log(1)\n", "b = tf.log(2)\n")
    (hint,) = inlay_hints(analysis, cell_uri(1), EVERYWHERE)
    assert (hint.position, hint.label) == (t.Position(1, 10), "→ tf.math.log")
    assert [edit.range.start.line for edit in hint.text_edits or ()] == [1]
    assert inlay_hints(analysis, cell_uri(0), EVERYWHERE) == []
    assert inlay_hints(analysis, URI, EVERYWHERE) == []


async def hints(editor: Editor, uri: str) -> list[object]:
    params = t.InlayHintParams(t.TextDocumentIdentifier(uri), EVERYWHERE)
    return [hint.label for hint in await editor.wait(editor.client.text_document_inlay_hint_async(params)) or ()]


@pytest.mark.asyncio(loop_scope="module")
async def test_they_are_off(editor: Editor, uri: str) -> None:
    provider = editor.result.capabilities.inlay_hint_provider
    if editor.profile == "eglot":
        assert provider is None
        return
    assert provider == t.InlayHintOptions(resolve_provider=False)
    editor.open(uri, HEAD + "a = tf.log(1)\n")
    assert await editor.diagnostics(uri)
    assert await hints(editor, uri) == []


@pytest.mark.asyncio
@pytest.mark.parametrize("profile", ["neovim", "vscode"])
async def test_switching_them_on(launch: Callable[..., Awaitable[Editor]], uri: str, profile: str) -> None:
    editor = await launch(profile, options={"inlayHints": True})
    asked: list[object] = []
    editor.client.protocol.fm.features[t.WORKSPACE_INLAY_HINT_REFRESH] = lambda *params: asked.append(params)
    editor.open(uri, HEAD + "a = tf.log(1)\n")
    assert await hints(editor, uri) == ["→ tf.math.log"]
    settings = t.DidChangeConfigurationParams(settings={"tensorlift": {"inlayHints": False}})
    editor.client.workspace_did_change_configuration(settings)
    await editor.until(lambda: asked)
    assert await hints(editor, uri) == []
