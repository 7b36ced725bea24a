"""Notebooks: which cells are Python, what is masked, and that nothing but the changed source changes."""

from __future__ import annotations

import ast
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tensorlift.model import Edit
from tensorlift.source.notebook import Cells, CellSource, Notebook, NotebookError


def code(source: str | list[str], **more: Any) -> dict[str, Any]:
    return {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": [], "source": source, **more}


def text_of(*cells: dict[str, Any], metadata: dict[str, Any] | None = None) -> str:
    data = {"cells": list(cells), "metadata": metadata or {}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(data, indent=1, ensure_ascii=False) + "\n"


def joined(source: str) -> str:
    return Notebook(text_of(code(source))).document.text


def replace(book: Notebook, old: str, new: str) -> str:
    start = book.document.data.index(old.encode())
    return book.apply([Edit(start, start + len(old.encode()), new)])


def test_code_cells_are_joined_and_others_left_out() -> None:
    markdown = {"cell_type": "markdown", "metadata": {}, "source": "import nothing"}
    book = Notebook(text_of(markdown, code("import tensorflow as tf"), code(""), code(["x = 1\n", "y = 2"])))
    assert book.document.text == "import tensorflow as tf\nx = 1\ny = 2"
    assert [cell.index for cell in book.cells] == [1, 3]


@pytest.mark.parametrize(
    "source",
    [
        "%matplotlib inline",
        "!ls",
        "?x",
        "x?",
        "x.y??",
        "a = !ls -l",
        "a, b = %magic one",
        "    %timeit -n 10 f(x)",
        "!pip install \\\n    tensorflow",
        "%time for x in y: pass",
        "/f x",
        "%é",
        "x[0]?",
    ],
)
def test_ipython_lines_are_masked_byte_by_byte(source: str) -> None:
    source = f"if x:\n    pass\n    {source.strip()}\nz = 1\n"
    masked = joined(source)
    assert len(masked.encode()) == len(source.encode())
    assert masked.endswith("z = 1\n")
    assert masked.count("\n") == source.count("\n")
    ast.parse(masked)


@pytest.mark.parametrize("source", ["%matplotlib inline", "!ls \\\n  -l", "tf.log?", "?x"])
def test_at_the_margin_the_mask_is_a_comment(source: str) -> None:
    masked = joined(source + "\nfrom __future__ import division\n")
    assert masked.startswith("#")
    assert masked.split()[1:] == ["from", "__future__", "import", "division"]


@pytest.mark.parametrize(
    "source",
    [
        "x = a % b",
        "x = (a\n% b)",
        "x = '''\n%time\n!ls\n'''",
        'x = """a"""\ny = ""\nz = "%"',
        "x %= 3",
        "assert a != b",
        "x = a \\\n% b",
        "# really?",
        "x = 'what?'",
        "d = {'a':\n 1}",
        "x = r'\\d'\n",
        "f(a=1, b='!x')",
    ],
)
def test_python_is_not_masked(source: str) -> None:
    assert joined(source) == source


def test_the_statement_behind_a_timing_magic_is_read() -> None:
    assert joined("%time x = tf.log(y)") == "0;    x = tf.log(y)"
    assert joined("%timeit -n 10 -r 3 tf.log(y)").endswith(" tf.log(y)")
    ast.parse(joined("%timeit -n 10 -r 3 tf.log(y)"))


def test_a_cell_magic_hides_its_cell_unless_the_body_is_python() -> None:
    assert joined("%%bash\npip install tensorflow") == ""
    assert joined("%%time\nx = 1") == "      \nx = 1"
    assert joined("\n%%capture out\n%%time\nx = 1").strip() == "x = 1"
    assert joined("%%html\n<b>") == ""


def test_other_languages_are_left_out() -> None:
    assert Notebook(text_of(code("x <- 1"), metadata={"kernelspec": {"name": "ir", "language": "R"}})).cells == []
    assert Notebook(text_of(code("x <- 1"), metadata={"language_info": {"name": "R"}})).cells == []
    assert Notebook(text_of(code("select 1", metadata={"vscode": {"languageId": "sql"}}))).cells == []
    assert len(Notebook(text_of(code("x = 1"), metadata={"kernelspec": {"name": "python3", "language": "python"}})).cells) == 1


def test_offsets_lead_back_to_the_cell() -> None:
    book = Notebook(text_of(code("# é\nx = 1"), {"cell_type": "markdown", "metadata": {}, "source": ""}, code("é = 2; y = 3")))
    offset = book.document.data.index(b"y")
    assert book.locate(offset) == (2, len("é = 2; ".encode()))
    assert book.position(offset) == (2, 0, 7)
    assert book.position(book.document.data.index(b"x")) == (0, 1, 0)
    assert book.locate(len("# é\nx = 1".encode())) == (0, 10)


def test_only_the_changed_source_changes() -> None:
    text = text_of(code(["%matplotlib inline\n", "a = tf.log(1)\n", "é = '\\u00e9'"], outputs=[1e-5, {"z": 1, "a": 2}]), code("tf.log(2)"))
    book = Notebook(text)
    assert replace(book, "tf.log(1)", "tf.math.log(1)") == text.replace("tf.log(1)", "tf.math.log(1)")
    assert replace(book, "tf.log(2)", "tf.math.log(2)") == text.replace("tf.log(2)", "tf.math.log(2)")
    assert book.apply([]) == text


@pytest.mark.parametrize("indent", [None, 1, 2, 4, "\t"])
@pytest.mark.parametrize("ending", ["", "\n"])
@pytest.mark.parametrize("ascii_only", [True, False])
def test_the_way_the_json_is_written_stays(indent: int | str | None, ending: str, ascii_only: bool) -> None:
    def dump(first: str) -> str:
        data = {"nbformat_minor": 0, "cells": [code(["# é\n", first + "\n", "z"]), code("ü = 1")], "nbformat": 4, "metadata": {}}
        return json.dumps(data, indent=indent, ensure_ascii=ascii_only) + ending

    assert replace(Notebook(dump("é = a")), "é = a", "é = b") == dump("é = b")


def test_lines_can_come_and_go() -> None:
    book = Notebook(text_of(code(["a\n", "b"])))
    assert json.loads(replace(book, "b", "b\nc\n"))["cells"][0]["source"] == ["a\n", "b\n", "c\n"]
    assert json.loads(replace(book, "a\nb", ""))["cells"][0]["source"] == []
    single = Notebook(text_of(code(["a"])))
    assert replace(single, "a", "b\nc") == text_of(code(["b\n", "c"]))


def test_an_old_notebook_has_worksheets() -> None:
    cells = [{"cell_type": "code", "language": "python", "input": ["x = 1"], "outputs": []}]
    text = json.dumps({"nbformat": 3, "metadata": {"name": ""}, "worksheets": [{"cells": cells}]})
    book = Notebook(text)
    assert book.document.text == "x = 1"
    assert replace(book, "x", "y") == text.replace("x = 1", "y = 1")


def test_edits_across_cells_and_in_magics_are_refused() -> None:
    book = Notebook(text_of(code("x = 1"), code("!ls\ny = 2"), code("%%time\nz = 3")))
    data = book.document.data
    refused = [Edit(0, data.index(b"y"), ""), Edit(6, 8, "a"), Edit(7, 7, "a"), Edit(data.index(b"      "), data.index(b"z"), "")]
    for edit in refused:
        assert not book.allows([edit])
        with pytest.raises(ValueError, match="one cell"):
            book.apply([edit])
    assert book.allows([Edit(0, 5, "x = 2"), Edit(data.index(b"y"), data.index(b"y") + 1, "w")])


def test_the_last_line_of_a_cell_can_go() -> None:
    book = Notebook(text_of(code("x = 1\nimport a"), code("import b"), code("y = 2")))
    data = book.document.data
    first, second, third = (data.index(part) for part in (b"import a", b"import b", b"y"))

    def sources(*edits: Edit) -> list[str]:
        return [cell["source"] for cell in json.loads(book.apply(edits))["cells"]]

    assert sources(Edit(first, second, ""), Edit(second, third, "")) == ["x = 1\n", "", "y = 2"]
    assert sources(Edit(first, second, "import c\n")) == ["x = 1\nimport c", "import b", "y = 2"]
    assert not book.allows([Edit(first, second, "import c")])
    assert not book.allows([Edit(second - 1, second, "")])


@given(st.lists(st.text('ab("é😋\r\n', max_size=8), max_size=4), st.lists(st.text('ab("éè😋😌\r\n', max_size=8), max_size=4))
def test_a_document_is_edited_into_that_of_other_cells(before: list[str], after: list[str]) -> None:
    document = Cells(enumerate(map(CellSource.read, before))).document
    _ = document.chunks, document.line_count  # kept up to date once they have been asked for
    cells = Cells(enumerate(map(CellSource.read, after)), document=document)
    fresh = Cells(enumerate(map(CellSource.read, after))).document
    assert cells.document is document
    assert (document.text, document.chunk_starts) == (fresh.text, fresh.chunk_starts)
    assert [chunk.data for chunk in document.chunks] == [chunk.data for chunk in fresh.chunks]


def test_what_goes_to_the_top_of_a_timed_cell_stands_below_its_magic() -> None:
    book = Notebook(text_of(code("%%time\nz = 3")))
    assert json.loads(book.apply([Edit(0, 0, "import a\n")]))["cells"][0]["source"] == "%%time\nimport a\nz = 3"


def test_overlapping_edits_are_an_error() -> None:
    with pytest.raises(ValueError, match="overlap"):
        Notebook(text_of(code("x = 1"))).apply([Edit(0, 3, "a"), Edit(2, 4, "b")])


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("", "empty"),
        ("{", "broken at line 1"),
        ("[1, 2]", "no list of cells"),
        ('{"cells": 3}', "no list of cells"),
        ('{"metadata": {}}', "no list of cells"),
        ("[" * 100_000, "JSON"),
    ],
)
def test_what_is_no_notebook_is_told(text: str, cause: str) -> None:
    with pytest.raises(NotebookError, match=cause):
        Notebook(text)


def test_odd_cells_do_no_harm() -> None:
    text = json.dumps({"cells": [None, {"cell_type": "code"}, {"cell_type": "code", "source": [1]}, code("x = 1")]})
    assert Notebook(text).document.text == "x = 1"
    assert Notebook(text_of()).cells == []
    assert Notebook(text_of()).allows([Edit(0, 0, "x")]) is False
