"""Edits that go together, and edits that do not."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tensorlift.model import Edit
from tensorlift.rewrite.edits import EditSet, apply_edits

TEXT = b"0123456789"


def taken(*fixes: tuple[Edit, ...]) -> tuple[list[bool], str]:
    """Return which fixes are taken and the text that they give."""
    edits = EditSet()
    answers = [edits.add(one) for one in fixes]
    return answers, apply_edits(TEXT, edits.edits).decode()


@pytest.mark.parametrize(
    ("edits", "text"),
    [
        ([], "0123456789"),
        ([Edit(0, 1, "a")], "a123456789"),
        ([Edit(9, 10, "")], "012345678"),
        ([Edit(10, 10, "a")], "0123456789a"),
        ([Edit(0, 0, "a")], "a0123456789"),
        ([Edit(0, 10, "")], ""),
        ([Edit(5, 6, "b"), Edit(1, 2, "a")], "0a234b6789"),
        ([Edit(3, 3, "a"), Edit(3, 3, "b")], "012ab3456789"),
        ([Edit(3, 5, "x"), Edit(3, 3, "a")], "012ax56789"),
        ([Edit(1, 3, "x"), Edit(3, 5, "y")], "0xy56789"),
        ([Edit(1, 1, "🙂\ud800")], "0🙂\ud800123456789"),
    ],
)
def test_apply(edits: list[Edit], text: str) -> None:
    assert apply_edits(TEXT, edits) == text.encode("utf-8", "surrogatepass")


def test_fixes_side_by_side_are_taken() -> None:
    assert taken((Edit(0, 1, "a"),), (Edit(1, 2, "b"),), (Edit(2, 2, "c"),)) == ([True, True, True], "abc23456789")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (Edit(1, 5, ""), Edit(2, 3, "x")),
        (Edit(2, 3, "x"), Edit(1, 5, "")),
        (Edit(1, 5, ""), Edit(4, 6, "x")),
        (Edit(1, 5, ""), Edit(1, 5, "x")),
        (Edit(1, 5, ""), Edit(3, 3, "x")),
        (Edit(3, 3, "x"), Edit(1, 5, "")),
    ],
)
def test_an_edit_inside_of_another_is_refused(first: Edit, second: Edit) -> None:
    answers, _ = taken((first,), (second,))
    assert answers == [True, False]


def test_a_fix_is_taken_whole_or_not_at_all() -> None:
    answers, text = taken((Edit(5, 8, ""),), (Edit(0, 1, "a"), Edit(6, 7, "b")), (Edit(0, 1, "c"),))
    assert answers == [True, False, True]
    assert text == "c123489"


def test_the_same_fix_twice_is_one() -> None:
    assert taken((Edit(0, 1, "a"),), (Edit(0, 1, "a"),)) == ([True, True], "a123456789")


def test_the_same_import_is_not_written_twice() -> None:
    answers, text = taken((Edit(0, 0, "import x\n"), Edit(3, 4, "a")), (Edit(0, 0, "import x\n"), Edit(5, 6, "b")))
    assert answers == [True, True]
    assert text == "import x\n012a4b6789"


def test_insertions_at_the_edges_of_another_edit_are_taken() -> None:
    assert taken((Edit(2, 5, "x"),), (Edit(2, 2, "a"),), (Edit(5, 5, "b"),)) == ([True, True, True], "01axb56789")


def test_what_closes_the_inner_call_comes_first() -> None:
    outer = (Edit(0, 0, "f("), Edit(10, 10, ", 1)"))
    inner = (Edit(2, 2, "g("), Edit(10, 10, ")"))
    assert taken(outer, inner) == ([True, True], "f(01g(23456789), 1)")


def test_what_opens_the_outer_call_comes_first() -> None:
    assert taken((Edit(2, 2, "rate="),), (Edit(2, 2, "f("), Edit(4, 4, ")")))[1] == "01rate=f(23)456789"


@given(
    st.lists(
        st.lists(st.tuples(st.integers(0, 10), st.integers(0, 3), st.sampled_from(["", "x", ")", "yy"])), min_size=1, max_size=3),
        max_size=6,
    )
)
def test_what_is_taken_never_overlaps(raw: list[list[tuple[int, int, str]]]) -> None:
    edits = EditSet()
    for one in raw:
        spans = sorted({(start, min(10, start + length)): text for start, length, text in one}.items())
        if any(before[0][1] > after[0][0] for before, after in pairwise(spans)):
            continue  # a fix does not overlap itself
        edits.add(tuple(Edit(start, end, text) for (start, end), text in spans))
    found = edits.edits
    for before, after in pairwise(found):
        assert before.end <= after.start or before.start == after.start
    length = sum(len(edit.text) - (edit.end - edit.start) for edit in found)
    assert len(apply_edits(TEXT, found)) == len(TEXT) + length
