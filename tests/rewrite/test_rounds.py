"""Several rounds of edits as one."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tensorlift.model import Edit
from tensorlift.rewrite.edits import apply_edits
from tensorlift.rewrite.rounds import Rounds

TEXT = b"0123456789"


def made(*rounds: list[Edit]) -> Rounds:
    result = Rounds(len(TEXT))
    for edits in rounds:
        result.apply(edits)
    return result


@pytest.mark.parametrize(
    ("rounds", "expected"),
    [
        ([], []),
        ([[Edit(1, 2, "ab")]], [Edit(1, 2, "ab")]),
        ([[Edit(1, 1, "ab"), Edit(1, 2, "")]], [Edit(1, 2, "ab")]),
        ([[Edit(1, 2, "abc")], [Edit(2, 3, "")]], [Edit(1, 2, "ac")]),
        ([[Edit(1, 2, "abc")], [Edit(0, 5, "")]], [Edit(0, 3, "")]),
        ([[Edit(0, 0, "ab")], [Edit(0, 2, "")]], []),
        ([[Edit(10, 10, "a")], [Edit(11, 11, "b")]], [Edit(10, 10, "ab")]),
        ([[Edit(5, 5, "é")], [Edit(8, 9, "x")]], [Edit(5, 5, "é"), Edit(6, 7, "x")]),
    ],
)
def test_edits_of_the_first_text(rounds: list[list[Edit]], expected: list[Edit]) -> None:
    assert list(made(*rounds).edits) == expected


def test_where_a_place_came_from() -> None:
    rounds = made([Edit(2, 4, "abc"), Edit(8, 8, "x")])
    assert [rounds.origin(offset) for offset in range(13)] == [0, 1, 2, 2, 2, 4, 5, 6, 7, 8, 8, 9, 10]
    assert rounds.moved(Edit(3, 6, "y")) == Edit(2, 5, "y")
    assert rounds.moved(Edit(9, 9, "y")) == Edit(8, 8, "y")


@given(st.data())
def test_the_edits_give_the_last_text(data: st.DataObject) -> None:
    text, rounds = TEXT, Rounds(len(TEXT))
    for _ in range(data.draw(st.integers(0, 4))):
        cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=6)))
        edits = [Edit(start, end, data.draw(st.text("ab", max_size=2))) for start, end in zip(cuts[::2], cuts[1::2])]
        text = apply_edits(text, edits)
        rounds.apply(edits)
    assert apply_edits(TEXT, rounds.edits) == text
    assert all(left.end < right.start for left, right in pairwise(rounds.edits))
