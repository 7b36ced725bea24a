"""Text, lines, positions in three encodings, and edits that keep the tree."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tensorlift.source.document import Document, Encoding, decode, encode

ENCODINGS: tuple[Encoding, ...] = ("utf-8", "utf-16", "utf-32")
# Everything that any of Python, tree-sitter and the protocol could take for a line end, and what has several widths.
PIECES = st.sampled_from(
    [
        "\n",
        "\r",
        "\r\n",
        "\f",
        "\v",
        "\x1c",
        "\x85",
        "\u2028",
        "\u2029",
        "\t",
        " ",
        "a",
        "é",
        "漢",
        "🙂",
        "e\u0301",
        "\ud800",
        "\udfff",
        "\ufeff",
    ]
)
TEXTS = st.lists(PIECES, max_size=30).map("".join)

CODE = st.sampled_from(
    [
        "tf",
        ".",
        "log",
        "(",
        ")",
        "[",
        "]",
        "x",
        "1",
        ",",
        ":",
        "=",
        " ",
        "\n",
        "\r\n",
        "\r",
        "    ",
        "\t",
        "#",
        "'",
        '"',
        '"""',
        "\\",
        "if ",
        "def f():",
        "🙂",
        "é",
        "f'{",
        "}",
        "import tensorflow as tf",
        ";",
        "\f",
    ]
)
PROGRAM = (
    "import tensorflow as tf\r\n\r\ndef f(x):\r\n    # 🙂 é\r\n    return tf.log(tf.to_float(x))\n\nif f:\n\ty = '漢' + f'{tf.log(x)}'\n"
)


def lines_of(text: str) -> list[str]:
    """Split at the line ends of Python and of the protocol, the slow and plain way."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


# ---- lines


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("", [0]),
        ("a", [0]),
        ("\n", [0, 1]),
        ("a\nb\n", [0, 2, 4]),
        ("a\r\nb\r\n", [0, 3, 6]),
        ("a\rb\rc", [0, 2, 4]),
        ("a\n\rb", [0, 2, 3]),
        ("a\r\r\nb", [0, 2, 4]),
        ("a\fb\vc\x1cd\x85e\u2028f\u2029g", [0]),
        ("é\n🙂\nx", [0, 3, 8]),
        ("\ufeffa\nb", [0, 5]),
        ("'''\n\n'''", [0, 4, 5]),
        ("a \\\n b", [0, 4]),
    ],
)
def test_lines_end_where_python_ends_them(text: str, starts: list[int]) -> None:
    document = Document(text)
    assert line_starts(document) == starts
    assert document.line_count == len(starts)


@given(TEXTS)
def test_line_count_is_that_of_a_plain_split(text: str) -> None:
    assert Document(text).line_count == len(lines_of(text))


def test_line_of_an_offset() -> None:
    document = Document("ab\r\ncd\re")
    assert [document.line_of(offset) for offset in range(len(document.data) + 1)] == [0, 0, 0, 0, 1, 1, 1, 2, 2]


# ---- positions


@pytest.mark.parametrize(
    ("text", "place", "utf8", "utf16", "utf32"),
    [
        ("tf.log(x)", "log", 3, 3, 3),
        ("'🙂' + tf.log(x)", "tf", 9, 7, 6),
        ("'é' + tf.log(x)", "tf", 7, 6, 6),
        ("'漢' + tf.log(x)", "tf", 8, 6, 6),
        ("'e\u0301' + tf.log(x)", "tf", 8, 7, 7),
        ("\ttf.log(x)", "tf", 1, 1, 1),
        ("\ftf.log(x)", "tf", 1, 1, 1),
        ("'\u2028' + tf.log(x)", "tf", 8, 6, 6),
        ("'\ud800' + tf.log(x)", "tf", 8, 6, 6),
        ("'👩‍🚀' + tf.log(x)", "tf", 16, 10, 8),
        ("\ufefftf.log(x)", "tf", 3, 1, 1),
    ],
)
@pytest.mark.parametrize("before", ["", "a = '🙂'\n", "é\r\n\r\n", "\r"])
def test_columns_in_three_encodings(before: str, text: str, place: str, utf8: int, utf16: int, utf32: int) -> None:
    document = Document(before + text)
    line = len(lines_of(before)) - 1
    offset = document.data.index(encode(place))
    for encoding, column in zip(ENCODINGS, (utf8, utf16, utf32)):
        assert document.position(offset, encoding) == (line, column)
        assert document.offset(line, column, encoding) == offset
    assert document.position(offset) == (line, utf32)
    assert document.offset(line, utf32) == offset


@given(TEXTS)
def test_every_character_has_one_position_in_each_encoding(text: str) -> None:
    document = Document(text)
    for index in range(len(text) + 1):
        if text[index - 1 : index + 1] == "\r\n":
            continue  # no position of its own: the line ends in front of it
        offset = len(encode(text[:index]))
        line = lines_of(text[:index])[-1]
        row = len(lines_of(text[:index])) - 1
        columns = {"utf-8": len(encode(line)), "utf-16": len(line.encode("utf-16-le", "surrogatepass")) // 2, "utf-32": len(line)}
        for encoding in ENCODINGS:
            assert document.position(offset, encoding) == (row, columns[encoding])
            assert document.offset(row, columns[encoding], encoding) == offset


@given(TEXTS, st.integers(-2, 40), st.integers(-2, 40), st.sampled_from(ENCODINGS))
def test_any_position_gives_an_offset_at_a_character(text: str, line: int, column: int, encoding: Encoding) -> None:
    document = Document(text)
    offset = document.offset(line, column, encoding)
    assert 0 <= offset <= len(document.data)
    if encoding != "utf-8":
        assert offset in {len(encode(text[:index])) for index in range(len(text) + 1)}


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize(("line", "column", "offset"), [(-1, 5, 0), (0, -5, 0), (0, 99, 2), (1, 99, 6), (2, 99, 8), (3, 0, 8), (99, 99, 8)])
def test_positions_outside_of_the_text_are_clamped(line: int, column: int, offset: int, encoding: Encoding) -> None:
    assert Document("ab\r\ncd\ne").offset(line, column, encoding) == offset


def test_offsets_outside_of_the_text_are_clamped() -> None:
    document = Document("ab\ncd")
    assert document.position(-1) == (0, 0)
    assert document.position(99) == (1, 2)


def test_a_column_inside_of_a_surrogate_pair_is_a_character_boundary() -> None:
    document = Document("🙂x")
    assert document.offset(0, 1, "utf-16") in (0, 4)
    assert document.offset(0, 2, "utf-16") == 4


# ---- text and bytes


@given(st.text(max_size=20))
def test_text_survives_encoding(text: str) -> None:
    assert decode(encode(text)) == text
    assert Document(text).text == text


def test_bytes_that_are_no_text_are_shown_not_refused() -> None:
    assert decode(b"a\xffb") == "a\N{REPLACEMENT CHARACTER}b"


def test_slice() -> None:
    document = Document("é = '🙂'\n")
    assert document.slice(0, 2) == "é"
    assert document.slice(6, 10) == "🙂"


# ---- the tree


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# only a comment",
        "x = 1\r\ny = 2\r\n",
        "x = 1\ry = 2\r",
        "\fx = 1\n",
        "\ufeffx = 1\n",
        "if x:\n\ty = 1\n",
        "print 'x', y\n",
        "print >>f, x\n",
        "exec code in scope\n",
        "try:\n    pass\nexcept E, e:\n    raise E, 'm'\n",
        "x = 0777 + 10L + ur'x'\n",
        "def f((a, b), c):\n    pass\n",
        "x = `y`\nz = a <> b\n",
        "match x:\n    case [1, *rest]:\n        pass\n",
        "async def f():\n    async with a as b, c:\n        await d\n",
        "type A[T] = list[T]\ndef f[T](x: T) -> T: ...\n",
        "x = f'{a!r:>{width}} {b=}'\n",
        "with (a as b, c as d):\n    pass\n",
        "if (n := len(a)) > 1: pass\n",
    ],
)
def test_every_python_is_read_without_error(text: str) -> None:
    assert not Document(text).has_error


@pytest.mark.parametrize("text", ["x = (1\n", "def f(:\n    pass\n", "import\n", "x = = 1\n", "tf.log(x\ny = 1\n", "class :\n"])
def test_broken_code_has_an_error_and_a_tree(text: str) -> None:
    document = Document(text)
    assert document.has_error
    assert sum(chunk.root.end_byte for chunk in document.chunks) == len(document.data)


# ---- edits


def check_edit(document: Document, start: int, end: int, text: str) -> None:
    """Edit and compare with a document that is made anew."""
    expected = document.data[:start] + encode(text) + document.data[end:]
    document.edit(start, end, text)
    fresh = Document(decode(expected))
    assert document.data == expected
    assert document.text == decode(expected)
    assert line_starts(document) == line_starts(fresh)
    assert document.has_error == fresh.has_error
    assert document.first_error == fresh.first_error
    assert spans(document) == spans(fresh)


def line_starts(document: Document) -> list[int]:
    return [document.line_start(line) for line in range(document.line_count)]


def spans(document: Document) -> list[tuple[str, int, int]]:
    """Return the nodes of the trees with their places."""
    found = []
    for start, chunk in zip(document.chunk_starts, document.chunks):
        pending = [chunk.root]
        while pending:
            node = pending.pop()
            found.append((node.type, start + node.start_byte, start + node.end_byte))
            pending.extend(node.children)
    return found


@pytest.mark.parametrize(
    ("before", "start", "end", "text"),
    [
        ("x = 1\n", 0, 0, "y = 2\n"),
        ("x = 1\n", 6, 6, "y = 2"),
        ("x = 1\ny = 2\n", 0, 6, ""),
        ("x = 1\ry = 2\n", 6, 6, "\n"),
        ("x = 1\r\ny = 2\n", 5, 6, ""),
        ("x = 1\r\ny = 2\n", 6, 7, ""),
        ("x = 1\r\ny = 2\n", 6, 6, "z"),
        ("x = '🙂'\ny = 2\n", 5, 9, "é"),
        ("def f():\n    x = 1\n", 9, 13, "\t"),
        ("def f():\n    x = 1\n    y = 2\n", 23, 27, ""),
        ("x = '''\ny = 1\n'''\nz = 2\n", 4, 7, ""),
        ("x = 1\ny = 2\n", 4, 5, "'''\n"),
        ("if a:\n    x = 1\n", 16, 16, "\nelse:\n    x = 2"),
        ("", 0, 0, "import tensorflow as tf\n"),
        ("x = 1\n", 0, 6, ""),
    ],
)
def test_an_edit_equals_a_new_document(before: str, start: int, end: int, text: str) -> None:
    document = Document(before)
    assert document.chunks
    check_edit(document, start, end, text)


EDITS = st.lists(st.tuples(st.integers(0, 200), st.integers(0, 12), st.lists(CODE, max_size=4).map("".join)), min_size=1, max_size=8)


@settings(max_examples=400)
@given(st.one_of(st.just(PROGRAM), st.lists(CODE, max_size=25).map("".join)), EDITS, st.booleans())
@example("a\r", [(2, 0, "\n")], True)
@example("a\n", [(1, 0, "\r")], True)
@example("\r\n", [(1, 0, "")], True)
def test_any_edits_equal_a_new_document(text: str, edits: list[tuple[int, int, str]], read_first: bool) -> None:
    document = Document(text)
    if read_first:
        assert document.chunks
    for place, length, new in edits:
        boundaries = [len(encode(document.text[:index])) for index in range(len(document.text) + 1)]
        first = min(place, len(boundaries) - 1)
        last = min(first + length, len(boundaries) - 1)
        check_edit(document, boundaries[first], boundaries[last], new)


@settings(max_examples=200)
@given(TEXTS, st.lists(st.tuples(st.integers(0, 60), st.integers(0, 5), TEXTS), min_size=1, max_size=5))
def test_any_edits_of_any_text_keep_the_lines(text: str, edits: list[tuple[int, int, str]]) -> None:
    document = Document(text)
    assert document.chunks
    for place, length, new in edits:
        boundaries = [len(encode(document.text[:index])) for index in range(len(document.text) + 1)]
        first = min(place, len(boundaries) - 1)
        last = min(first + length, len(boundaries) - 1)
        expected = decode(document.data[: boundaries[first]] + encode(new) + document.data[boundaries[last] :])
        document.edit(boundaries[first], boundaries[last], new)
        assert document.text == expected
        assert line_starts(document) == line_starts(Document(expected))


def test_an_edit_outside_of_the_text_is_clamped() -> None:
    document = Document("x = 1\n")
    document.edit(99, 120, "y = 2\n")
    assert document.text == "x = 1\ny = 2\n"
    document.edit(-5, 0, "# ")
    assert document.text == "# x = 1\ny = 2\n"


def test_typing_a_program_character_by_character() -> None:
    document = Document("")
    assert document.chunks
    for char in PROGRAM:
        document.edit(len(document.data), len(document.data), char)
    fresh = Document(PROGRAM)
    assert line_starts(document) == line_starts(fresh)
    assert spans(document) == spans(fresh)
