"""The engine: which findings, in which order, and what fixing them gives."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tensorlift import engine
from tensorlift.engine import MAX_ROUNDS, Checker, check, fix, preferred_fix, select_fixes
from tensorlift.model import Edit, Finding, Fix, Level, Safety, Severity
from tensorlift.rewrite.edits import apply_edits
from tensorlift.rewrite.python2 import CannotConvertError
from tensorlift.rules import all_checks
from tensorlift.rules.context import Context
from tensorlift.settings import Settings
from tensorlift.source.document import Document, encode
from tests.rewrite.test_hazards import SAMPLES, TEMPLATES, fill
from tests.rules.helpers import TF, check_sound, codes, findings, places

PROGRAM = (
    f"{TF}from tensorflow import Session, log\n"
    "x = tf.log(tf.to_float(tf.placeholder(tf.float32)))\n"
    "y = tf.nn.dropout(x, 0.5)\n"
    "z = tf.contrib.training.bucket(y)\n"
    "w = tf.where(a, b, c)\n"
)


def rule_that(*found: Finding, error: Exception | None = None, where: bytes = b"x") -> Any:
    """Return a check that yields findings in the chunk that begins with a text, and then raises."""

    def run(context: Context) -> Iterator[Finding]:
        if context.data.startswith(where):
            yield from found
            if error is not None:
                raise error

    return run


def finding(start: int, end: int, text: str, *, code: str = "TL999", safety: Safety = Safety.SAFE) -> Finding:
    return Finding(
        code, "made-up", Severity.ERROR, "Made up.", start, end, fixes=(Fix("Do it", Level.SYMBOLS, safety, (Edit(start, end, text),)),)
    )


# ---- check


def test_a_file_without_tensorflow_is_not_even_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "Context", None)
    assert check(Document("import os\nos.log(1)\n"), Settings()) == []
    assert check(Document(""), Settings()) == []


def test_findings_come_in_the_order_of_the_text() -> None:
    found = findings(PROGRAM)
    assert [one.code for one in found] == ["TL106", "TL106", "TL101", "TL102", "TL103", "TL102", "TL104", "TL103"]
    assert [one.start for one in found] == sorted(one.start for one in found)


def test_the_same_text_gives_the_same_findings() -> None:
    assert findings(PROGRAM) == findings(PROGRAM)


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        ({}, ["TL106", "TL106", "TL101", "TL102", "TL103", "TL102", "TL104", "TL103"]),
        ({"select": ("TL101",)}, ["TL101"]),
        ({"select": ("TL101", "TL104")}, ["TL101", "TL104"]),
        ({"select": ("TL1",)}, ["TL106", "TL106", "TL101", "TL102", "TL103", "TL102", "TL104", "TL103"]),
        ({"select": ("TL2",)}, []),
        ({"select": ("renamed-symbol",)}, ["TL101"]),
        ({"select": ("renamed",)}, []),
        ({"ignore": ("TL10", "TL4")}, []),
        ({"ignore": ("TL106", "compat-symbol", "graph-program")}, ["TL101", "TL102", "TL102", "TL104"]),
        ({"select": ("TL101", "TL102"), "ignore": ("TL102",)}, ["TL101"]),
        ({"select": ("TL101",), "ignore": ("TL1",)}, []),
    ],
)
def test_select_and_ignore(choice: dict[str, Any], expected: list[str]) -> None:
    assert codes(PROGRAM, **choice) == expected


@pytest.mark.parametrize("name", ["TL101", "renamed-symbol"])
def test_severity_can_be_chosen(name: str) -> None:
    found = findings(PROGRAM, severity=MappingProxyType({name: Severity.HINT}))
    assert {one.severity for one in found if one.code == "TL101"} == {Severity.HINT}
    assert {one.severity for one in found if one.code == "TL102"} <= {Severity.ERROR, Severity.WARNING}
    assert [(one.start, one.message, one.fixes) for one in found] == [(one.start, one.message, one.fixes) for one in findings(PROGRAM)]


def test_suppressed_findings_are_neither_shown_nor_fixed() -> None:
    code = (
        f"{TF}x = tf.log(y)  # tensorlift: ignore\nx = tf.log(y)  # tensorlift: ignore[TL101]\nx = tf.log(y)  # tensorlift: ignore[TL102]\n"
    )
    assert places(code) == ["tf.log"]
    assert fix(Document(code), Settings()).text == code[::-1].replace("gol.ft", "gol.htam.ft", 1)[::-1]


def test_a_file_can_be_left_out() -> None:
    code = f"# tensorlift: skip-file\n{PROGRAM}"
    assert findings(code) == []
    assert fix(Document(code), Settings(), review=True).text == code


def test_a_rule_that_raises_costs_only_its_own_findings(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    expected = findings(PROGRAM)
    made_up = finding(0, 6, "import")
    monkeypatch.setattr(
        engine,
        "checks_of",
        lambda _: [
            ("made_up", rule_that(made_up, error=ValueError("defect"), where=b"import")),
            *CHECKS,
            ("other", rule_that(error=KeyError())),
        ],
    )
    with caplog.at_level(logging.ERROR):
        found = check(Document(PROGRAM, "a.py"), Settings(ignore=("TL401",)))
    assert found == [made_up, *expected]
    assert "made_up" in caplog.text
    assert "a.py" in caplog.text


CHECKS = all_checks()


def test_messages_are_sentences_and_fixes_lie_near_their_findings() -> None:
    for template in TEMPLATES.values():
        for before, _ in SAMPLES.values():
            for one in findings(fill(template, before)):
                assert one.message.endswith((".", "?"))
                assert "  " not in one.message
                assert one.url is not None
                assert one.fixes == tuple(dict.fromkeys(one.fixes))


def test_no_two_findings_have_one_code_and_one_place() -> None:
    for template in TEMPLATES.values():
        for before, _ in SAMPLES.values():
            found = findings(fill(template, before))
            assert len({(one.start, one.end, one.code) for one in found}) == len(found)


# ---- fix


def test_fix_says_what_it_did() -> None:
    result = fix(Document(PROGRAM), Settings(ignore=("TL401",)))
    assert result.fixed == 7
    assert [one.code for one in result.remaining] == ["TL104"]
    assert result.remaining == findings(result.text)
    assert result.text == (
        f"{TF}from tensorflow.compat.v1 import Session\n"
        "from tensorflow.math import log\n"
        "x = tf.math.log(tf.cast(tf.compat.v1.placeholder(tf.float32), tf.float32))\n"
        "y = tf.nn.dropout(x, rate=1 - 0.5)\n"
        "z = tf.contrib.training.bucket(y)\n"
        "w = tf.compat.v1.where(a, b, c)\n"
    )


def test_fix_leaves_the_document_alone() -> None:
    document = Document(PROGRAM)
    fix(document, Settings(), review=True)
    assert document.text == PROGRAM


def test_nothing_to_fix() -> None:
    result = fix(Document(f"{TF}x = tf.abs(y)\n"), Settings())
    assert (result.text, result.fixed, result.remaining) == (f"{TF}x = tf.abs(y)\n", 0, [])


def test_only_selected_rules_are_fixed() -> None:
    result = fix(Document(PROGRAM), Settings(select=("TL101",)))
    assert result.text == PROGRAM.replace("tf.log", "tf.math.log")
    assert (result.fixed, result.remaining) == (1, [])


def test_a_fix_that_needs_a_look_waits_for_it() -> None:
    code = f"{TF}x = tf.abs(y)\nit = data.make_one_shot_iterator()\n"
    result = fix(Document(code), Settings())
    assert (result.text, result.fixed, len(result.remaining)) == (code, 0, 1)
    assert fix(Document(code), Settings(), review=True).fixed == 1


def test_preferred_fix() -> None:
    safe, review, manual = (Fix(one.value, Level.SYMBOLS, one, ()) for one in (Safety.SAFE, Safety.REVIEW, Safety.MANUAL))

    def choose(*fixes: Fix, review: bool = False) -> Fix | None:
        return preferred_fix(Finding("TL1", "a", Severity.ERROR, "", 0, 1, fixes=fixes), review=review)

    assert choose() is None
    assert choose(manual) is None
    assert choose(manual, review=True) is None
    assert choose(review) is None
    assert choose(review, review=True) is review
    assert choose(review, safe) is safe
    assert choose(review, safe, review=True) is review


def test_select_fixes_gives_the_edits_of_one_round() -> None:
    code = f"{TF}x = tf.log(tf.to_float(y))\n"
    document = Document(code)
    edits = select_fixes(check(document, Settings()))
    assert apply_edits(document.data, edits).decode() == f"{TF}x = tf.math.log(tf.cast(y, tf.float32))\n"
    assert select_fixes([]) == []


def test_a_fix_that_would_break_the_syntax_is_not_applied(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    code = f"{TF}x = 1\n"
    monkeypatch.setattr(engine, "checks_of", lambda _: [("made_up", rule_that(finding(3, 4, "((")))])
    result = fix(Document(code, "a.py"), Settings())
    assert (result.text, result.fixed) == (code, 0)
    assert [one.code for one in result.remaining] == ["TL999"]
    assert "a.py" in caplog.text


def test_code_that_is_broken_already_is_fixed_all_the_same() -> None:
    assert fix(Document(f"{TF}x = tf.log(y)\nz = = 1\n"), Settings()).text == f"{TF}x = tf.math.log(y)\nz = = 1\n"


def test_rules_at_odds_come_to_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    def grow(context: Context) -> Iterator[Finding]:
        if context.data.startswith(b"import"):
            yield finding(0, 0, "x\n")

    monkeypatch.setattr(engine, "checks_of", lambda _: [("grow", grow)])
    assert fix(Document(TF), Settings()).fixed == MAX_ROUNDS


def test_overlapping_fixes_are_applied_one_after_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    def overlapping(context: Context) -> Iterator[Finding]:
        if b"one" in context.data:
            yield finding(0, 3, "two")
        if b"= 1" in context.data:
            yield finding(0, 7, context.slice(0, 3) + " = 2")

    monkeypatch.setattr(engine, "checks_of", lambda _: [("overlapping", overlapping)])
    result = fix(Document(f"{TF}one = 1\n"), Settings())
    assert (result.text, result.fixed) == (f"{TF}two = 2\n", 2)


def test_the_target_decides() -> None:
    code = f"{TF}x = tf.layers.dense(y, 3)\ne = tf.estimator.Estimator(f)\n"
    assert codes(code) == ["TL104", "TL451"]
    assert codes(code, target="2.15") == ["TL103", "TL103"]
    assert codes(code, target="2.16", keras=2) == ["TL103", "TL451"]
    assert "TensorFlow 2.16" in findings(code)[1].message


# ---- whole programs

EXAMPLES = sorted((Path(__file__).parents[1] / "examples").glob("*.py"))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
@pytest.mark.parametrize("choice", [{}, {"target": "2.15"}, {"keras": 2}], ids=["newest", "oldest", "keras-2"])
def test_examples_are_fixed_soundly(path: Path, choice: dict[str, Any]) -> None:
    code = path.read_text(encoding="utf-8")
    assert findings(code, **choice)
    check_sound(code, **choice)


EDITS = st.lists(st.tuples(st.integers(0, 4000), st.integers(0, 40), st.text(" \n()=tf.", max_size=4)), max_size=4)


@settings(max_examples=40)
@given(st.sampled_from(EXAMPLES), EDITS)
def test_a_document_that_is_edited_is_checked_like_a_new_one(path: Path, edits: list[tuple[int, int, str]]) -> None:
    document = Document(path.read_text(encoding="utf-8"))
    checker = Checker(Settings())
    assert list(checker.check(document)) == check(Document(document.text), Settings())
    for place, length, text in edits:
        first = min(place, len(document.text))
        start, end = (len(encode(document.text[:index])) for index in (first, first + length))
        document.edit(start, end, text)
        assert list(checker.check(document)) == check(Document(document.text), Settings())


# ---- anything

PIECES = st.one_of(
    st.sampled_from([fill(template, before) for template in TEMPLATES.values() for before, _ in SAMPLES.values()]),
    st.sampled_from(
        [
            "import tensorflow\n",
            "from tensorflow import log, Session\n",
            "from tensorflow import *\n",
            "tf = tf.compat.v1\n",
            "import numpy as tf\n",
        ]
    ),
    st.sampled_from(
        ["if a:\n    ", "(", ")", "\n", "'", "# ", "\\\n", "def f(tf):\n    ", "🙂", "class A:\n\t", "lambda: ", ",", "*", "="]
    ),
)
PROGRAMS = st.lists(PIECES, max_size=6).map("".join).map(TF.__add__)


@settings(max_examples=200)
@given(PROGRAMS, st.integers(0, 300), st.integers(0, 20))
def test_no_program_is_too_strange(code: str, start: int, length: int) -> None:
    for text in (code, code[:start] + code[start + length :]):
        document = Document(text)
        found = check(document, Settings())
        assert found == sorted(found, key=lambda one: (one.start, one.end, one.code))
        for one in found:
            assert 0 <= one.start < one.end <= len(document.data)
            for edit in (edit for each in one.fixes for edit in each.edits):
                assert 0 <= edit.start <= edit.end <= len(document.data)
        result = fix(document, Settings(), review=True)
        after = Document(result.text)
        assert result.remaining == check(after, Settings())
        if not document.has_error:
            assert not after.has_error
            assert not any(preferred_fix(one, review=True) for one in result.remaining)
            assert fix(after, Settings(), review=True).text == result.text


# ---- a part of the fixes


def test_the_edits_of_all_rounds_together_give_the_text() -> None:
    text = "import tensorflow as tf\nfrom tensorflow.contrib import layers\n\nr = layers.l2_regularizer(tf.to_float(tf.log(1.0)))\n"
    result = fix(Document(text), Settings(), review=True)
    assert "contrib" not in result.text
    assert result.text != text
    assert apply_edits(text.encode(), result.edits).decode() == result.text
    assert fix(Document("import tensorflow as tf\n"), Settings()).edits == ()


def test_only_what_is_accepted_is_fixed_wherever_it_moves() -> None:
    text = "import tensorflow as tf\na = tf.log(tf.to_float(1))\nb = tf.log(tf.to_float(2))\n"
    document = Document(text)
    second = text.index("b =")
    result = fix(document, Settings(), accept=lambda finding: finding.start >= second)
    assert result.text == text[:second] + "b = tf.math.log(tf.cast(2, tf.float32))\n"
    assert (result.fixed, len(result.remaining)) == (2, 2)
    first = fix(document, Settings(), accept=lambda finding: finding.start < second)
    assert first.text == "import tensorflow as tf\na = tf.math.log(tf.cast(1, tf.float32))\n" + text[second:]
    assert fix(document, Settings(), accept=lambda finding: False).text == text


def test_what_is_not_allowed_is_left() -> None:
    text = "import tensorflow as tf\na = tf.log(1.0)\nb = tf.log(2.0)\n"
    second = text.index("b =")
    result = fix(Document(text), Settings(), allows=lambda edits: all(edit.start >= second for edit in edits))
    assert result.text == text[:second] + "b = tf.math.log(2.0)\n"


def test_python_2_is_converted_first_on_review() -> None:
    text = "import tensorflow as tf\nprint tf.log(1.0)\n"
    assert fix(Document(text), Settings()).text == text.replace("tf.log", "tf.math.log")
    result = fix(Document(text), Settings(), review=True)
    assert result.text == "import tensorflow as tf\nprint(tf.math.log(1.0))\n"
    assert (result.fixed, result.remaining) == (2, [])
    assert apply_edits(text.encode(), result.edits).decode() == result.text
    ignoring = Settings(ignore=("TL301",))
    assert fix(Document(text), ignoring, review=True).text == text.replace("tf.log", "tf.math.log")


def test_what_cannot_be_converted_is_still_fixed(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(text: str) -> str:
        raise CannotConvertError("No.")

    monkeypatch.setattr(engine, "to_python3", refuse)
    result = fix(Document("import tensorflow as tf\nprint tf.log(1.0)\n"), Settings(), review=True)
    assert result.text == "import tensorflow as tf\nprint tf.math.log(1.0)\n"
    assert [finding.code for finding in result.remaining] == ["TL301"]
