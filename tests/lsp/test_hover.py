"""Hovers: what is told of the place under the pointer, and how each client gets it."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable

import pytest
from lsprotocol import types as t

from tensorlift.lsp.client import Client
from tensorlift.lsp.hover import lsp_hover, tell
from tensorlift.model import Level
from tensorlift.settings import Settings

from .analysed import URI, analysed, cell_uri
from .editor import Editor

Launch = Callable[..., Awaitable[Editor]]

HEAD = "import tensorflow as tf\n"


@pytest.mark.parametrize(
    ("code", "part", "begins"),
    [
        ("a = tf.log(x)", "tf.l|og", "### tf.log\n"),
        ("a = tf.zeros(1)", "tf.z|eros", "### tf.zeros\n"),
        ("a = tf.contrib.nowhere(1.0)", "con|trib", None),
        ("a = tf.log(x)  # tensorlift: ignore", "ign|ore", "This comment silences"),
    ],
)
def test_an_editor_that_shows_messages_gets_what_is_beyond_them(code: str, part: str, begins: str | None) -> None:
    text = HEAD + code
    known = analysed(text)
    before, _, after = part.partition("|")
    offset = text.index(before + after) + len(before)
    found, whole = tell(known, offset, messages=False), tell(known, offset)
    assert whole is not None
    if begins is None:
        assert found is None
    else:
        assert found is not None
        assert found[0].startswith(begins)
        assert found[0].strip() in whole[0]
        assert found[1:] == whole[1:]
        messages = [finding.message for finding in known.findings_between(offset, offset)]
        assert not any(message in found[0] for message in messages)
        assert ("[Migration guide]" in found[0]) == (not messages and "Migration guide" in whole[0])


def at(text: str, part: str, settings: Settings | None = None) -> tuple[str, str] | None:
    """Return what is told where ``|`` stands in ``part``, and the text that it is about."""
    before, _, after = part.partition("|")
    assert before + after in text
    offset = len(text[: text.index(before + after) + len(before)].encode())
    found = tell(analysed(text, settings=settings), offset)
    return (found[0], text.encode()[found[1] : found[2]].decode()) if found is not None else None


def told(text: str, part: str) -> str:
    found = at(text, part)
    assert found is not None
    return found[0]


# --- symbols


@pytest.mark.parametrize(
    ("code", "part", "begins", "about"),
    [
        ("a = tf.zeros(1)", "tf.ze|ros", "### tf.zeros\n\nIt is the same", "tf.zeros"),
        ("a = tf.zeros(1)", "tf.zeros|(", "### tf.zeros\n", "tf.zeros"),
        ("a = tf.reduce_sum(x, 1)", "reduce|_sum", "### tf.reduce_sum\n\nIn TensorFlow 2.21", "tf.reduce_sum"),
        ("a = tf.placeholder(x)  # tensorlift: ignore", "place|holder", "### tf.placeholder\n\nIn TensorFlow", "tf.placeholder"),
        ("a = tf.nn.relu(x)", "tf.n|n.relu", "### tf.nn\n\nThe module is there", "tf.nn"),
        ("a = tf.compat.v1.placeholder(x)", "v|1.pl", "### tf.compat.v1\n", "tf.compat.v1"),
        ("a = tf.compat.v1.placeholder(x)", "v1.pl|", "### tf.placeholder\n\n`tf.compat.v1.placeholder` keeps", "tf.compat.v1.placeholder"),
        (
            "a = tf.data.Dataset.from_tensors(x).map(f)",
            "from_|tensors",
            "### tf.data.Dataset.from_tensors\n",
            "tf.data.Dataset.from_tensors",
        ),
        ("a = tf.math.special.dawsn(x)", "daw|sn", "### tf.math.special.dawsn\n\nIt is a TensorFlow 2 name", "tf.math.special.dawsn"),
        ("é = '😋'; a = (tf\n  .zeros(1))", ".ze|ros", "### tf.zeros\n", "tf\n  .zeros"),
        ("a = [tf.ones(tf.zeros(1))", "tf.zer|os", "### tf.zeros\n", "tf.zeros"),
        ("m = tf.math\na = m.log(x)", "m.lo|g", "### tf.math.log\n", "m.log"),
        (
            "a = tf.zeros(1)",
            "t|f.zeros",
            "`tf` is `tensorflow`. The code is lifted to TensorFlow 2.21 with Keras 3, level symbols.\n",
            "tf",
        ),
    ],
)
def test_a_name_without_a_finding(code: str, part: str, begins: str, about: str) -> None:
    found = at(HEAD + code + "\n", part)
    assert found is not None
    assert found[0].startswith(begins)
    assert found[1] == about


def test_the_settings_count() -> None:
    found = at(HEAD + "a = tf.zeros(1)\n", "t|f.zeros", Settings(target="2.15", level=Level.COMPAT))
    assert found == ("`tf` is `tensorflow`. The code is lifted to TensorFlow 2.15 with Keras 2, level compat.\n", "tf")


@pytest.mark.parametrize(
    ("text", "part"),
    [
        (HEAD, "imp|ort"),
        (HEAD + "a = 'tf.zeros'\n", "'tf.zer|os'"),
        (HEAD + "# tf.zeros\n", "tf.zer|os"),
        ("import numpy as tf\na = tf.zeros(1)\n", "tf.zer|os"),
        ("import numpy\n", "num|py"),
        ("from . import tensorflow\n", "tensor|flow"),
        (HEAD + "def f(tf):\n    return tf.zeros(1)\n", "tf.zer|os"),
        (HEAD + "a = tf.zeros(1)\nb = 1\n", "b =| 1"),
        ("a = 1\n", "a| ="),
        ("", ""),
    ],
)
def test_nothing_to_say(text: str, part: str) -> None:
    assert at(text, part) is None


@pytest.mark.parametrize(
    ("text", "part", "begins", "about"),
    [
        ("from tensorflow.contrib import slim\n", "sl|im", "tensorflow.contrib.slim cannot be imported", "slim"),
        ("from tensorflow.contrib import slim\n", "con|trib", "### tf.contrib\n", "tensorflow.contrib"),
        (
            "from tensorflow.contrib import slim\na = slim.conv2d(x, 3, 3)\n",
            "slim.con|v2d",
            "### tf.contrib.slim.conv2d\n\nIt is gone from TensorFlow 2.21 with Keras 3, and `tf.compat.v1` lacks it too.\n\n"
            "tf.contrib.slim.conv2d lives on in the tf-slim package",
            "slim.conv2d",
        ),
        ("from tensorflow import zeros as z\n", "as z|", "### tf.zeros\n", "z"),
        ("from tensorflow import zeros as z\nz(1)\n", "z|(1)", "### tf.zeros\n", "z"),
        ("from tensorflow import (ones,\n    zeros)\n", "zer|os", "### tf.zeros\n", "zeros"),
        ("import tensorflow.keras.layers as L\n", "ker|as", "### tf.keras\n", "tensorflow.keras"),
        ("import tensorflow.keras.layers as L\n", " L|", "### tf.keras.layers\n", "L"),
        (HEAD, " t|f", "`tf` is `tensorflow`. The code is lifted", "tf"),
        (HEAD, "tensor|flow", "The code is lifted", "tensorflow"),
        (
            "import tensorflow.compat.v1 as tf\na = tf.Session()\n",
            "tf.Sess|ion",
            "### tf.Session\n\n`tf.compat.v1.Session` keeps",
            "tf.Session",
        ),
        ("import tensorflow.compat.v1 as tf\na = tf.Session()\n", "t|f.Session", "`tf` is `tensorflow.compat.v1`.", "tf"),
        (
            "from tensorflow.python.ops import array_ops\n",
            "o|ps import",
            "### tensorflow.python.ops\n\nIt is private",
            "tensorflow.python.ops",
        ),
    ],
)
def test_imports(text: str, part: str, begins: str, about: str) -> None:
    found = at(text, part)
    assert found is not None
    assert found[0].startswith(begins)
    assert found[1] == about


# --- findings


def test_the_message_comes_first() -> None:
    text = HEAD + "a = tf.log(1.0)\n"
    for part in ("t|f.log", "tf|.log", "tf.l|og", "tf.log|("):
        found = at(text, part)
        assert found is not None
        assert found[0].startswith("tf.log is called tf.math.log in TensorFlow 2. (TL101)\n\n### tf.log\n\n")
        assert found[0].count("Migration guide") == 1
        assert found[1] == "tf.log"


def test_a_module_on_the_way_to_a_finding() -> None:
    shown = told(HEAD + "a = tf.nn.dropout(x, 0.5)\n", "tf.n|n")
    assert shown.startswith("tf.nn.dropout takes other arguments in TensorFlow 2")
    assert "### tf.nn\n" in shown
    assert "keep_prob=None" not in shown


def test_nothing_is_said_twice() -> None:
    shown = told(HEAD + "a = tf.nn.dropout(x, keep_prob=0.5)\n", "drop|out")
    assert shown.count("the share to keep") == 1
    shown = told(HEAD + "a = tf.contrib.slim.conv2d(x, 3, 3)\n", "conv|2d")
    assert shown.count("gone") == 1
    assert shown.count("lives on in the tf-slim package") == 1
    assert shown.count("tf-slim") == 2  # the package, and how to install it
    shown = told(HEAD + "a = tf.contrib.training.HParams(a=3)\n", "HPa|rams")
    assert shown.count("contrib_hparams") == 1


def test_the_narrowest_finding_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    analysis = analysed(HEAD + "a = tf.log(1)\n")
    (finding,) = analysis.findings
    wide = [type(finding)("TL9", "wide", finding.severity, f"wide {size}", 24 - size, finding.end + size) for size in (4, 3, 2, 1)]
    monkeypatch.setattr(analysis, "findings_between", lambda start, end: [*wide, finding])
    found = tell(analysis, finding.start)
    assert found is not None
    assert re.findall(r"(.*) \(TL\d+\)", found[0]) == [finding.message, "wide 1", "wide 2"]
    assert found[1:] == (finding.start, finding.end)


def test_a_finding_without_a_known_name_has_its_link() -> None:
    shown = told(HEAD + "a = tf.no_such_symbol(1)\n", "no_|such")
    assert re.fullmatch(r"tf has no no_such_symbol .* \(TL105\)\n\n\[Migration guide\]\(https://\S+\)\n", shown)


def test_a_message_is_shown_as_it_is() -> None:
    shown = told(HEAD + "a = tf.nn.dropout(**arguments)\n", "drop|out")
    assert "behind \\*\\*" in shown


def test_broken_code() -> None:
    assert told(HEAD + "a = (tf.log(1\nb = tf.zeros(\n", "tf.zer|os").startswith("### tf.zeros\n")
    assert told(HEAD + "print tf.log(x)\n", "tf.l|og").startswith("tf.log is called")


# --- arguments


@pytest.mark.parametrize(
    ("code", "part", "begins", "about"),
    [
        ("tf.nn.dropout(x, keep_prob=0.5)", "keep|_prob", "In TensorFlow 2.21, `keep_prob` of `tf.nn.dropout` is now `rate`,", "keep_prob"),
        ("tf.nn.dropout(x, keep_prob=0.5)", "keep_prob|", "In TensorFlow 2.21, `keep_prob` of", "keep_prob"),
        ("tf.reduce_sum(tf.zeros(1), axis=0)", "ax|is", "In TensorFlow 2.21, `axis` of `tf.reduce_sum` is the same.", "axis"),
        ("tf.reduce_sum(tf.zeros(shape=1), 0)", "sha|pe", "In TensorFlow 2.21, `shape` of `tf.zeros` is the same.", "shape"),
    ],
)
def test_an_argument(code: str, part: str, begins: str, about: str) -> None:
    found = at(HEAD + f"a = {code}\n", part)
    assert found is not None
    assert found[0].startswith(begins)
    assert found[1] == about


def test_an_argument_of_an_imported_function() -> None:
    assert told("from tensorflow import argmax as a\nb = a(x, dimension=1)\n", "dim|en").startswith(
        "In TensorFlow 2.21, `dimension` of `tf.argmax`"
    )


@pytest.mark.parametrize("part", ["0.|5", "non|sense", "num|ber", "y|="])
def test_no_argument_of_tensorflow(part: str) -> None:
    text = HEAD + "a = tf.zeros(1, nonsense=0.5)\nb = tf.layers.dense(x, number=3)\nc = f(y=tf)\n"
    assert at(text, part) is None


# --- comments


@pytest.mark.parametrize(
    ("comment", "part", "expected", "about"),
    [
        ("# tensorlift: skip-file", "sk|ip", "This comment silences the whole file: nothing in it is reported or fixed.\n", None),
        ("# tensorlift: ignore", "ign|ore", "This comment silences all findings of this line.\n", None),
        ("# tensorlift: ignore[]", "ign|ore", "This comment names no rule, so it silences nothing.\n", None),
        (
            "# é tensorlift, # tensorlift: ignore[TL101, compat-symbol]",
            "ign|ore[",
            "This comment silences on this line:\n\n"
            "- `TL101` renamed-symbol: The symbol has another name in TensorFlow 2\n"
            "- `TL103` compat-symbol: The symbol keeps its meaning in tf.compat.v1 only\n",
            "# tensorlift: ignore[TL101, compat-symbol]",
        ),
        ("# tensorlift: ignore[TL101,nothing]", "ign|ore[", None, "# tensorlift: ignore[TL101,nothing]"),
        ("# tensorlift: ignore[rename-symbol]", "rename|-", None, "rename-symbol"),
    ],
)
def test_a_comment(comment: str, part: str, expected: str | None, about: str | None) -> None:
    found = at(HEAD + f"a = tf.log(1)  {comment}\n", part)
    assert found is not None
    assert expected is None or found[0] == expected
    assert found[1] == (about or comment)


@pytest.mark.parametrize("part", ["TL1|02", "changed|-arg"])
def test_the_rule_that_a_comment_names(part: str) -> None:
    shown = told(HEAD + "a = tf.log(1)  # tensorlift: ignore[TL102] # tensorlift: ignore[changed-arguments]\n", part)
    assert shown.startswith(
        "### TL102 changed-arguments\n\nThis comment silences it on this line: The call has other arguments in TensorFlow 2.\n\n"
    )
    assert "`keep_prob` becomes `rate`" in shown
    assert shown.endswith("[Migration guide](https://www.tensorflow.org/guide/migrate/upgrade)\n")


def test_a_comment_that_names_no_rule() -> None:
    text = HEAD + "a = tf.log(1)  # tensorlift: ignore[TL101, rename-symbol]\n"
    assert told(text, "rename|-").startswith(
        "tensorlift has no rule `rename-symbol`, so this silences nothing. Did you mean renamed-symbol"
    )
    assert "- nothing: tensorlift has no rule `rename-symbol`\n" in told(text, "ign|ore")


@pytest.mark.parametrize("line", ["# note, tensorlift: ignore", "s = '# tensorlift: ignore'", "# tensorlift: ignore-me"])
def test_no_such_comment(line: str) -> None:
    assert at(HEAD + line + "\n", "ign|ore") is None


# --- in the editor


def test_notebook() -> None:
    analysis = analysed(HEAD, "%time\na = tf.log(1)\n")
    found = lsp_hover(analysis, cell_uri(1), t.Position(1, 8), Client())
    assert found is not None
    assert found.range == t.Range(t.Position(1, 4), t.Position(1, 10))
    assert lsp_hover(analysis, URI, t.Position(1, 8), Client()) is None


CODE = "import tensorflow as tf\ns = '😋'; a = tf.nn.dropout(x, keep_prob=0.5)  # ü\nb = tf.log(f)  # tensorlift: ignore[TL101]\n"


async def hover(editor: Editor, uri: str, position: t.Position) -> t.Hover | None:
    params = t.HoverParams(t.TextDocumentIdentifier(uri), position)
    return await editor.wait(editor.client.text_document_hover_async(params))


@pytest.mark.asyncio(loop_scope="module")
async def test_each_client_gets_what_it_can_show(editor: Editor, uri: str) -> None:
    editor.open(uri, CODE)
    (found,) = await editor.diagnostics(uri)
    for part, about in (
        ("tf.nn.dropout", "tf.nn.dropout"),
        ("dropout(", "tf.nn.dropout"),
        ("keep_prob", "keep_prob"),
        ("log(f", "tf.log"),
        ("ignore", "# tensorlift: ignore[TL101]"),
        ("TL101", "TL101"),
    ):
        shown = await hover(editor, uri, editor.find(uri, part).start)
        assert shown is not None
        assert shown.range is not None
        assert editor.cut(uri, shown.range) == about
        assert isinstance(shown.contents, t.MarkupContent)
        if editor.profile == "eglot":
            assert shown.contents.kind == t.MarkupKind.PlainText
            assert not re.search(r"`|\*\*|^#|\]\(|\\", shown.contents.value, re.MULTILINE)
        else:
            assert shown.contents.kind == t.MarkupKind.Markdown
            assert "`" in shown.contents.value
        if about == "tf.nn.dropout":
            assert shown.range == found.range
            assert shown.contents.value.startswith(found.message)
    assert await hover(editor, uri, t.Position(0, 2)) is None
    assert await hover(editor, uri, t.Position(999, 999)) is None
    assert await hover(editor, "file:///nowhere/closed.py", t.Position(0, 0)) is None


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("profile", "name", "options", "repeats"),
    [
        ("vscode", None, None, True),
        ("vscode", None, {"showsDiagnosticsInHover": True}, False),
        ("vscode", "code-server", None, False),
        ("vscode", "Visual Studio Code - Insiders", None, False),
        ("vscode", "Cursor", {"showsDiagnosticsInHover": False}, True),
        ("neovim", "Neovim", None, True),
    ],
)
async def test_messages_are_told_once(launch: Launch, uri: str, profile: str, name: str | None, options: object, repeats: bool) -> None:
    editor = await launch(profile, options=options, name=name)
    editor.open(uri, HEAD + "a = tf.log(1)\n")
    (found,) = await editor.diagnostics(uri)
    place = t.HoverParams(t.TextDocumentIdentifier(uri), editor.find(uri, "log").start)
    hover = await editor.wait(editor.client.text_document_hover_async(place))
    assert hover is not None
    assert isinstance(hover.contents, t.MarkupContent)
    assert ("(TL101)" in hover.contents.value) is repeats
    assert "### tf.log" in hover.contents.value or profile == "neovim"
    assert found.code == "TL101"
