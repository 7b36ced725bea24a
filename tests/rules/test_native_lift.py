"""At level native: what becomes of a program as a whole."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tensorlift.engine import check, fix
from tensorlift.lift import native
from tensorlift.model import Level, Safety
from tensorlift.settings import Settings
from tensorlift.source.document import Document
from tensorlift.source.notebook import Notebook

NATIVE = Settings(level=Level.NATIVE, select=("TL404",))
HEAD = "import tensorflow as tf\n\nx = tf.placeholder(tf.float32, [None])\ny = tf.exp(x)\n"
RUN = "sess = tf.Session()\nprint(sess.run(y, {x: [1.0]}))\n"
CLUSTER = "sess = tf.Session('grpc://localhost:2222')\nprint(sess.run(y, {x: [1.0]}))\n"


def test_a_program_is_lifted_after_review_only() -> None:
    document = Document(HEAD + RUN)
    (found,) = check(document, NATIVE)
    assert document.slice(found.start, found.end) == "print(sess.run(y, {x: [1.0]}))"
    assert [one.safety for one in found.fixes] == [Safety.REVIEW]
    assert fix(document, NATIVE).text == document.text
    assert "def compute_y(x):" in fix(document, NATIVE, review=True).text
    assert fix(document, NATIVE, review=True).remaining == []


def test_what_stands_in_the_way_is_told_at_its_line() -> None:
    document = Document(HEAD + "\n" + CLUSTER)
    (found,) = check(document, NATIVE)
    assert document.slice(found.start, found.end) == "sess = tf.Session('grpc://localhost:2222')"
    assert found.message.startswith("This keeps the program from being lifted to native TensorFlow 2: ")
    assert not found.fixes
    assert fix(document, NATIVE, review=True).text == document.text


@pytest.mark.parametrize("level", [Level.COMPAT, Level.SYMBOLS])
def test_other_levels_lift_nothing(level: Level) -> None:
    assert check(Document(HEAD + RUN), Settings(level=level, select=("TL404",))) == []


@pytest.mark.parametrize(
    "code",
    [
        "import tensorflow as tf\n\nprint(tf.exp(1.0))\n",
        "# tensorlift: skip-file\n" + HEAD + RUN,
        HEAD + "sess = tf.Session('grpc://localhost:2222')  # tensorlift: ignore[TL404]\nprint(sess.run(y, {x: [1.0]}))\n",
        HEAD + RUN + "print(\n",
    ],
)
def test_is_silent(code: str) -> None:
    document = Document(code)
    assert check(document, NATIVE) == []
    assert fix(document, NATIVE, review=True).text == code


def test_is_not_asked_when_it_is_ignored(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(native, "lift_document", lambda document, settings: pytest.fail("it was asked"))
    assert fix(Document(HEAD + RUN), Settings(level=Level.NATIVE, ignore=("TL404",)), review=True).fixed


def test_keras_2_is_not_written() -> None:
    (found,) = check(Document(HEAD + RUN), Settings(level=Level.NATIVE, keras=2, select=("TL404",)))
    assert "Keras 2" in found.message


def test_a_defect_of_the_lift_leaves_the_file_alone(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    def fail(*arguments: object) -> None:
        raise KeyError("oops")

    monkeypatch.setattr(native, "lift", fail)
    (found,) = check(Document(HEAD + RUN), NATIVE)
    assert "a defect of tensorlift" in found.message
    assert "oops" in caplog.text


def test_python_2_is_converted_first() -> None:
    text = fix(
        Document(HEAD + RUN.replace("print(sess.run(y, {x: [1.0]}))", "print sess.run(y, {x: [1.0]})")),
        Settings(level=Level.NATIVE),
        review=True,
    ).text
    assert "print(compute_y([1.0]).numpy())" in text


def test_companion_modules_are_told_of() -> None:
    code = "from tensorflow.examples.tutorials.mnist import input_data\n" + HEAD + "data = input_data.read_data_sets('x')\n" + RUN
    result = fix(Document(code), Settings(level=Level.NATIVE), review=True)
    assert "compute_y" in result.text
    assert result.creates == ("mnist_input_data",)
    alone = fix(Document(code), Settings(level=Level.NATIVE), review=True, companions=False)
    assert alone.creates == ()
    assert "compute_y" not in alone.text


CELLS = [
    "%matplotlib inline\nimport tensorflow as tf",
    "x = tf.placeholder(tf.float32, [None])\ny = tf.exp(x)\n",
    "# run it\nsess = tf.Session()",
    "sess.run(y, {x: [1.0]})",
]


def notebook(*cells: str) -> Notebook:
    made: list[dict[str, Any]] = [
        {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "source": cell} for cell in cells
    ]
    return Notebook(json.dumps({"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))


def test_a_notebook_is_lifted_cell_by_cell() -> None:
    book = notebook(*CELLS)
    result = fix(book.document, Settings(level=Level.NATIVE), review=True, allows=book.allows)
    after = Notebook(book.apply(result.edits))
    sources = [cell["source"] for cell in json.loads(after.text)["cells"]]
    assert ["".join(source) for source in sources] == [
        CELLS[0],
        "@tf.function(input_signature=[tf.TensorSpec([None], tf.float32)])\ndef compute_y(x):\n    y = tf.exp(x)\n    return y\n",
        "# run it",
        "compute_y([1.0])",
    ]


def test_what_stands_in_the_way_is_told_in_its_cell() -> None:
    book = notebook(*CELLS[:2], "", CELLS[2].replace("()", "('grpc://localhost:2222')"), CELLS[3])
    (found,) = check(book.document, NATIVE)
    assert book.locate(found.start) == (3, len("# run it\n"))
