"""Small edits from one text to another."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tensorlift.model import Edit
from tensorlift.rewrite.difference import minimal_edits
from tensorlift.rewrite.edits import apply_edits

TEXTS = st.text(alphabet="ab(é😋\t\f\u2028\r\n", max_size=40)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("same\n", "same\n", []),
        ("é = tf.log(1)\nb\n", "é = tf.math.log(1)\nb\n", [Edit(8, 8, "math.")]),
        ("a1\na2\na3\n", "b1\na2\nb3\n", [Edit(0, 1, "b"), Edit(6, 7, "b")]),
        ("a\nb\nc\n", "a\nc\n", [Edit(2, 4, "")]),
        ("a\n", "import x\na\n", [Edit(0, 0, "import x\n")]),
        ("a\r\n", "ab\r\n", [Edit(1, 1, "b")]),
        ("a\r\n", "a\n", [Edit(1, 3, "\n")]),
        ("a\r", "a\r\n", [Edit(1, 2, "\r\n")]),
        ("", "a", [Edit(0, 0, "a")]),
    ],
)
def test_minimal_edits(before: str, after: str, expected: list[Edit]) -> None:
    assert minimal_edits(before, after) == expected


@given(TEXTS, TEXTS)
def test_minimal_edits_lead_to_the_other_text(before: str, after: str) -> None:
    edits = minimal_edits(before, after)
    assert apply_edits(before.encode(), edits).decode() == after
    assert all(left.end <= right.start for left, right in pairwise(edits))
    data = before.encode()
    for offset in (offset for edit in edits for offset in (edit.start, edit.end)):
        assert data[offset - 1 : offset + 1] != b"\r\n" or offset == 0
