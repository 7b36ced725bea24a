"""Comments that silence findings."""

from __future__ import annotations

import pytest

from tensorlift.model import Finding, Severity
from tensorlift.source.document import Chunk, Document
from tensorlift.source.suppressions import suppressions


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
