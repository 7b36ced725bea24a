"""Comments that silence findings."""

from __future__ import annotations

import pytest

from tensorlift.model import Finding, Severity
from tensorlift.rewrite.edits import apply_edits
from tensorlift.source.document import Chunk, Document
from tensorlift.source.suppressions import ignore_edit, skip_file_edit, suppressions


def covered(text: str, place: str = "tf.log", code: str = "TL101", slug: str = "renamed") -> bool:
    document = Document(text)
    chunk, _ = document.chunk_and_start(document.data.index(place.encode()))
    start = chunk.data.index(place.encode())
    finding = Finding(code, slug, Severity.ERROR, "", start, start + len(place.encode()))
    return suppressions(chunk).covers(finding, chunk) or any(suppressions(one).skip_file for one in document.chunks)


@pytest.mark.parametrize(
    "comment",
    [
        "# tensorlift: ignore",
        "#tensorlift:ignore",
        "# tensorlift: ignore[TL101]",
        "# tensorlift: ignore[renamed]",
        "# tensorlift: ignore [TL999, TL101]",
        "# noqa  # tensorlift: ignore because of this",
        "# tensorlift: ignore[TL999]  # tensorlift: ignore[TL101]",
    ],
)
def test_a_comment_on_the_line_covers(comment: str) -> None:
    assert covered(f"tf.log(x)  {comment}\n")
    assert not covered(f"y = 1  {comment}\ntf.log(x)\n")


@pytest.mark.parametrize(
    "comment",
    [
        "# tensorlift: ignore[TL999]",
        "# tensorlift: ignore[]",
        "# tensorlift: ignore[TL101",
        "# tensorlift: ignored",
        "# tensorlift: ignore-all",
        "# tensorlift: skip-files",
        "# tensorlift",
        "; '# tensorlift: ignore'",
        "; '''\n# tensorlift: skip-file\n'''",
    ],
)
def test_what_is_not_such_a_comment_covers_nothing(comment: str) -> None:
    assert not covered(f"tf.log(x)  {comment}\n")


def test_skip_file_may_stand_anywhere() -> None:
    assert suppressions(Chunk(b"x = 1\n# tensorlift: skip-file\n")).skip_file
    assert covered("tf.log(x)\n\n# tensorlift: skip-file\n")
    assert not suppressions(Chunk(b"x = 1\n")).skip_file


def test_the_end_of_the_statement_counts() -> None:
    assert covered("y = tf.log(\n    x,\n)  # tensorlift: ignore\n")
    assert covered("y = f(\n    tf.log(x),\n)  # tensorlift: ignore\n")
    assert not covered("y = f(\n    tf.log(x),\n    z,  # tensorlift: ignore\n)\n")
    assert covered("y = f(\n    1,\n)\nz = g(tf.log(x),\n 2)  # tensorlift: ignore\n")


def test_the_first_and_last_line_of_a_long_finding_count() -> None:
    text = "y = tf.log(\n    a,  # one\n    b)\n"
    place = "tf.log(\n    a,  # one\n    b)"
    assert not covered(text, place)
    assert covered(text.replace("tf.log(\n", "tf.log(  # tensorlift: ignore\n"), "tf.log(  # tensorlift: ignore\n    a,  # one\n    b)")
    assert covered(text.replace("b)", "b)  # tensorlift: ignore"), place)


def test_the_body_is_not_the_head() -> None:
    assert not covered("if tf.log(x):\n    pass  # tensorlift: ignore\n")
    assert not covered("def f(a=tf.log(x)):\n    pass  # tensorlift: ignore\n")
    assert not covered("@tf.log\ndef f():\n    pass  # tensorlift: ignore\n")
    assert not covered("if a:\n    pass\nelif tf.log(x):\n    pass  # tensorlift: ignore\n")
    assert covered("with f(\n    tf.log(x)\n):  # tensorlift: ignore\n    pass\n")
    assert covered("if a:\n    y = [\n        tf.log(x)\n    ]  # tensorlift: ignore\n")
    assert covered("if a:\n    pass\nelif (tf.log(x) and\n      b):  # tensorlift: ignore\n    pass\n")


def test_code_before_and_after_is_reported() -> None:
    text = "a = tf.log(1)\nb = 2  # tensorlift: ignore\n"
    assert not covered(text)


# --- writing comments


def ignored(text: str, place: str = "tf.log", code: str = "TL101") -> str | None:
    """Return the text with a comment for the findings of a code at a place."""
    document = Document(text)
    start = document.data.index(place.encode())
    edit = ignore_edit(document, Finding(code, "renamed", Severity.ERROR, "", start, start + len(place.encode())))
    return None if edit is None else apply_edits(document.data, [edit]).decode()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("tf.log(x)", "tf.log(x)  # tensorlift: ignore[TL101]"),
        ("tf.log(x)  \t\nb = 1\n", "tf.log(x)  # tensorlift: ignore[TL101]\nb = 1\n"),
        ("tf.log(x)\r\nb\r\n", "tf.log(x)  # tensorlift: ignore[TL101]\r\nb\r\n"),
        ("é = tf.log(x)  # ünï\n", "é = tf.log(x)  # ünï  # tensorlift: ignore[TL101]\n"),
        ("tf.log(x)  # noqa \\\n", "tf.log(x)  # noqa \\  # tensorlift: ignore[TL101]\n"),
        (
            "tf.log(x)  # é tensorlift: ignore [ TL999 ] why\n",
            "tf.log(x)  # é tensorlift: ignore [ TL999 ] why  # tensorlift: ignore[TL101]\n",
        ),
        ("tf.log(x)  # é # tensorlift: ignore [ TL999 ] why\n", "tf.log(x)  # é # tensorlift: ignore [ TL999, TL101 ] why\n"),
        ("tf.log(x)  # tensorlift: ignore[]\n", "tf.log(x)  # tensorlift: ignore[TL101]\n"),
        ("tf.log(x)  # tensorlift: ignore[TL9,]\n", "tf.log(x)  # tensorlift: ignore[TL9, TL101,]\n"),
        ("if a:\n    y = tf.log(x); z = 1\n", "if a:\n    y = tf.log(x); z = 1  # tensorlift: ignore[TL101]\n"),
        ("y = f(\n    tf.log(x),  # one\n)\n", "y = f(\n    tf.log(x),  # one  # tensorlift: ignore[TL101]\n)\n"),
        # behind a backslash no comment can stand: the end of the statement is next
        ("y = tf.log(x) + \\\n    1 + \\\n    2\nb\n", "y = tf.log(x) + \\\n    1 + \\\n    2  # tensorlift: ignore[TL101]\nb\n"),
        ("with tf.log(x) as y, \\\n     z:\n    pass\n", "with tf.log(x) as y, \\\n     z:  # tensorlift: ignore[TL101]\n    pass\n"),
        # nor inside of a string
        ("y = tf.log(x) + '''\na''' + f(\n)\n", "y = tf.log(x) + '''\na''' + f(\n)  # tensorlift: ignore[TL101]\n"),
        ("y = f'''{\ntf.log(x)\n}'''\n", "y = f'''{\ntf.log(x)\n}'''  # tensorlift: ignore[TL101]\n"),
        ("y = '# tensorlift: ignore[A]', tf.log(x)\n", "y = '# tensorlift: ignore[A]', tf.log(x)  # tensorlift: ignore[TL101]\n"),
        ("print tf.log(x)\n", "print tf.log(x)  # tensorlift: ignore[TL101]\n"),
        ("y = ((tf.log(x)\n", "y = ((tf.log(x)  # tensorlift: ignore[TL101]\n"),
    ],
)
def test_ignore_comment(before: str, after: str) -> None:
    assert ignored(before) == after
    assert covered(after)
    assert Document(after).has_error == Document(before).has_error


def test_several_codes_share_a_comment() -> None:
    text = "f(tf.log(x),\n  tf.div(x))\n"
    text = ignored(text) or ""
    text = ignored(text, "tf.log", "TL102") or ""
    text = ignored(text, "tf.div", "TL103") or ""
    assert text == "f(tf.log(x),  # tensorlift: ignore[TL101, TL102]\n  tf.div(x))  # tensorlift: ignore[TL103]\n"
    assert covered(text)


def test_a_long_finding() -> None:
    text = "y = tf.log(\n    a,\n    '''\n''')\n"
    after = text.replace("tf.log(\n", "tf.log(  # tensorlift: ignore[TL101]\n")
    assert ignored(text, text[4:-1]) == after
    assert covered(after, after[4:-1])


@pytest.mark.parametrize(
    "text",
    [
        "y = tf.log(x); z = '''\n'''; w = '''\n'''\n",
        "y = tf.log(x)  # tensorlift: ignore[TL9\n",
    ],
)
def test_no_place_for_a_comment(text: str) -> None:
    assert ignored(text) is None


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a", "@a"),
        ("'''doc'''\na\n", "@'''doc'''\na\n"),
        ("# a license\na\n", "@# a license\na\n"),
        ("#!/usr/bin/python\na\n", "#!/usr/bin/python\n@a\n"),
        ("#!/usr/bin/python\n# -*- coding: latin-1 -*-\na\n", "#!/usr/bin/python\n# -*- coding: latin-1 -*-\n@a\n"),
        ("# vim: set fileencoding=utf-8 :\r\na\r\n", "# vim: set fileencoding=utf-8 :\r\n@a\r\n"),
        ("\n# coding: utf-8\na\n", "\n# coding: utf-8\n@a\n"),
        ("# a\n# b\n# coding: utf-8\n", "@# a\n# b\n# coding: utf-8\n"),
        ("x = '''\n# coding: utf-8\n'''\n", "@x = '''\n# coding: utf-8\n'''\n"),
        ("\ufeff# coding: utf-8\na\n", "\ufeff# coding: utf-8\n@a\n"),
        ("\ufeffa\n", "\ufeff@a\n"),
    ],
)
def test_skip_file_comment(before: str, after: str) -> None:
    document = Document(before)
    result = apply_edits(document.data, [skip_file_edit(document)]).decode()
    assert result == after.replace("@", f"# tensorlift: skip-file{document.line_end}")
