"""Code lenses: what they count, what they run, who gets them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest
from lsprotocol import types as t

from tensorlift.lsp.lenses import code_lenses

from .analysed import URI, analysed, cell_uri
from .editor import Editor
from .test_notebooks import Cell, Screen

HEAD = "import tensorflow as tf\n"
REVIEW = "r = tf.contrib.layers.xavier_initializer(uniform=False)\n"
GONE = "g = tf.contrib.distributions.bijectors.Affine()\n"
TOP = t.Range(t.Position(0, 0), t.Position(0, 0))


def shown(*texts: str, uri: str = URI) -> list[tuple[str, str, object]]:
    lenses = code_lenses(analysed(*texts), uri)
    assert all(lens.range == TOP for lens in lenses)
    return [(lens.command.title, lens.command.command, lens.command.arguments) for lens in lenses if lens.command is not None]


def test_findings_and_what_is_fixable() -> None:
    assert shown(HEAD + "a = tf.log(1)\nb = tf.log(2)\n" + GONE) == [
        ("tensorlift: 3 findings, 2 fixable now", "tensorlift.fixFile", [URI]),
    ]
    assert shown(HEAD + "a = tf.log(1)\n") == [("tensorlift: 1 finding, 1 fixable now", "tensorlift.fixFile", [URI])]


def test_what_is_to_be_reviewed() -> None:
    assert shown(HEAD + "a = tf.log(1)\n" + REVIEW) == [
        ("tensorlift: 2 findings, 1 fixable now", "tensorlift.fixFile", [URI]),
        ("1 to review", "tensorlift.fixFile", [URI, {"review": True}]),
    ]


def test_nothing_to_run() -> None:
    assert shown(HEAD + GONE) == [("tensorlift: 1 finding", "", None)]


def test_nothing_to_say() -> None:
    assert shown("") == shown(HEAD + "a = tf.zeros(1)\n") == shown(HEAD + "# tensorlift: skip-file\na = tf.log(1)\n") == []


def test_a_notebook_has_them_above_its_first_cell() -> None:
    cells = (HEAD, "%pip install x\na = tf.log(1)\n", "b = tf.log(2)\n")
    assert shown(*cells, uri=cell_uri(0)) == [("tensorlift: 2 findings, 2 fixable now", "tensorlift.fixFile", [cell_uri(0)])]
    assert shown(*cells, uri=cell_uri(1)) == shown(*cells, uri=cell_uri(2)) == []


def test_what_is_left_as_it_is_counts_as_findings_only() -> None:
    assert shown(HEAD + "a = tf.log(1)\n" + REVIEW + "b = (\n") == [("tensorlift: 2 findings", "", None)]
    assert shown(HEAD, "a = tf.log(1)\n", "b = )\n", uri=cell_uri(0)) == [("tensorlift: 1 finding", "", None)]
    # Python 2 is converted
    assert shown(HEAD + "print tf.log(1)\n")[0][1] == "tensorlift.fixFile"


async def lenses(editor: Editor, uri: str) -> list[str]:
    found = await editor.wait(editor.client.text_document_code_lens_async(t.CodeLensParams(t.TextDocumentIdentifier(uri))))
    return [lens.command.title for lens in found or () if lens.command is not None]


@pytest.mark.asyncio(loop_scope="module")
async def test_they_follow_the_text(editor: Editor, uri: str) -> None:
    provider = editor.result.capabilities.code_lens_provider
    if editor.profile == "eglot":
        assert provider is None
        return
    assert provider == t.CodeLensOptions(resolve_provider=False)
    editor.open(uri, HEAD + "a = tf.log(1)\n")
    assert await lenses(editor, uri) == ["tensorlift: 1 finding, 1 fixable now"]
    editor.replace(uri, ("tf.log(1)", "tf.log(tf.log(1))"))
    assert await lenses(editor, uri) == ["tensorlift: 2 findings, 2 fixable now"]
    editor.replace(uri, ("tf.log(tf.log(1))", "1"))
    assert await lenses(editor, uri) == []
    assert await lenses(editor, "file:///nowhere/closed.py") == []


@pytest.mark.asyncio(loop_scope="module")
async def test_each_one_runs(editor: Editor, uri: str) -> None:
    if editor.profile == "eglot":
        return
    editor.open(uri, HEAD + "a = tf.log(1)\n" + REVIEW)
    found = await editor.wait(editor.client.text_document_code_lens_async(t.CodeLensParams(t.TextDocumentIdentifier(uri))))
    fixed = []
    for lens in found or ():
        assert lens.command is not None
        fixed.append((await editor.command(lens.command.command, *lens.command.arguments or ()))["fixed"])
    assert fixed == [1, 2]


@pytest.mark.asyncio
async def test_a_notebook_has_them_asked_for_again(launch: Callable[..., Awaitable[Editor]]) -> None:
    editor = await launch("vscode")
    screen = Screen(editor, "file:///nowhere/lenses.ipynb")
    screen.window.open(HEAD, "a = tf.log(1)\n", "b = 1\n")
    first, second = (cell.uri for cell in screen.window.cells[:2])

    def refreshed() -> int:
        return editor.client.lens_refreshes

    async def published(cell: int) -> None:
        uri, version = screen.window.cells[cell].uri, screen.window.cells[cell].version
        await editor.until(lambda: any(one.version == version for one in editor.client.pushed.get(uri, ())))

    assert await lenses(editor, first) == ["tensorlift: 1 finding, 1 fixable now"]
    assert await lenses(editor, second) == []
    # what changes no number asks for nothing
    screen.window.replace(2, "1", "2")
    await published(2)
    await lenses(editor, second)
    assert refreshed() == 0
    screen.window.replace(1, "tf.log(1)", "tf.log(tf.log(1))")
    await editor.until(lambda: refreshed() == 1)
    assert await lenses(editor, first) == ["tensorlift: 2 findings, 2 fixable now"]
    screen.window.replace(1, "tf.log(tf.log(1))", "tf.math.log(1)")
    await editor.until(lambda: refreshed() == 2)
    assert await lenses(editor, first) == []
    # another cell is the first one
    screen.window.replace(2, "2", "tf.log(2)")
    await editor.until(lambda: refreshed() == 3)
    assert await lenses(editor, first) == ["tensorlift: 1 finding, 1 fixable now"]
    screen.window.restructure(0, 0, Cell("c = 1\n"))
    await editor.until(lambda: refreshed() == 4)


@pytest.mark.asyncio
async def test_a_file_has_them_not(launch: Callable[..., Awaitable[Editor]], uri: str) -> None:
    editor = await launch("vscode")
    editor.open(uri, HEAD + "a = tf.log(1)\n")
    assert await lenses(editor, uri) == ["tensorlift: 1 finding, 1 fixable now"]
    editor.replace(uri, ("tf.log(1)", "tf.log(tf.log(1))"))
    assert await lenses(editor, uri) == ["tensorlift: 2 findings, 2 fixable now"]
    assert editor.client.lens_refreshes == 0
