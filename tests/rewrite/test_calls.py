"""Whether a call fits a signature, and which argument is which."""

from __future__ import annotations

import pytest

from tensorlift.catalog.loader import parse_signature
from tensorlift.rewrite.calls import CannotRewriteError, bind, fits, same_literal
from tensorlift.source.document import Document
from tensorlift.source.facts import Call
from tensorlift.source.names import Names


def call(arguments: str) -> Call:
    """Return the call ``tensorflow.f(arguments)``."""
    names = Names()
    names.read(Document(f"import tensorflow\ntensorflow.f({arguments})\n"))
    (use,) = [use for use in names.all_uses() if use.attributes == ["f"]]
    found = use.reference.trailers[1].call
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("arguments", "parts"),
    [
        ("", []),
        ("a, b=1", [(None, "", "a"), ("b", "", "1")]),
        ("*a, **b", [(None, "*", ""), (None, "**", "")]),
        ("a,", [(None, "", "a")]),
        ("# c\n a # d\n", [(None, "", "a")]),
        ("(a, b)", [(None, "", "(a, b)")]),
        ("a = [1, 2]", [("a", "", "[1, 2]")]),
        ("'a' 'b'", [(None, "", "'a' 'b'")]),
        ("(a := 1)", [(None, "", "(a := 1)")]),
        ("lambda x, y: (x, y)", [(None, "", "lambda x, y: (x, y)")]),
        ("a if b else c, d", [(None, "", "a if b else c"), (None, "", "d")]),
    ],
)
def test_arguments_of_a_call(arguments: str, parts: list[tuple[str | None, str, str]]) -> None:
    assert [(one.name, one.star, one.text) for one in call(arguments).arguments] == parts


def test_a_generator_expression_shares_the_parentheses() -> None:
    assert call("a for a in b").generator
    assert not call("(a for a in b)").generator


@pytest.mark.parametrize(
    ("signature", "arguments", "answer"),
    [
        ("", "", True),
        ("", "1", False),
        ("a", "1", True),
        ("a", "a=1", True),
        ("a", "", False),
        ("a", "1, 2", False),
        ("a", "1, a=2", False),
        ("a", "b=1", False),
        ("a, b=2", "1", True),
        ("a, b=2", "b=1", False),
        ("a, b=2", "b=1, a=2", True),
        ("a, *, b", "1, 2", False),
        ("a, *, b", "1, b=2", True),
        ("a, *, b", "1", False),
        ("a, *rest", "1, 2, 3", True),
        ("a, **rest", "1, c=3", True),
        ("a, **rest", "1, 2", False),
        ("a, b", "*x", True),
        ("a, b", "1, **x", True),
        ("a", "1, 2, *x", False),
        ("a", "b=1, **x", False),
        ("a=(1, 2), b='x, y'", "1, 2", True),
        ("a=(1, 2), b='x, y'", "1, 2, 3", False),
    ],
)
def test_fits(signature: str, arguments: str, answer: bool) -> None:
    assert fits(call(arguments), parse_signature(signature)) is answer


def test_bind_says_which_parameter_each_argument_is() -> None:
    bound = bind(call("1, c=3, new=4"), parse_signature("a, b=None, c=None"), frozenset({"new", "c"}), {"a": "a"})
    assert [(argument.text, name, fresh) for argument, name, fresh in bound] == [("1", "a", False), ("3", "c", False), ("4", "new", True)]


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ("*x", "hidden behind *"),
        ("1, **x", "hidden behind **"),
        ("1, 2, 3", "more arguments"),
        ("1, other=2", "other is no argument"),
        ("1, a=2", "given twice"),
        ("old=1, new=2", "given twice"),
    ],
)
def test_bind_refuses_what_it_cannot_know(arguments: str, reason: str) -> None:
    with pytest.raises(CannotRewriteError, match=reason.replace("*", r"\*")):
        bind(call(arguments), parse_signature("a=0, old=0"), frozenset({"new"}), {"old": "new"})


def test_a_second_argument_that_is_none_is_no_second_one() -> None:
    bound = bind(call("old=None, new=2"), parse_signature("a=0, old=0"), frozenset({"new"}), {"old": "new"})
    assert [name for _, name, _ in bound] == ["old", "new"]


@pytest.mark.parametrize(
    ("text", "literal", "answer"),
    [
        ("True", "True", True),
        ("'div'", '"div"', True),
        ("'''div'''", "'div'", True),
        ("u'div'", "'div'", True),
        ("1", "True", False),
        ("1.0", "1", False),
        ("(1)", "1", True),
        ("x", "'x'", False),
        ("f(1)", "1", False),
        ("'mod'", "'div'", False),
        ("", "'div'", False),
        ("(" * 300, "'div'", False),
        ("0777", "1", False),
        ("b'div'", "'div'", False),
    ],
)
def test_same_literal(text: str, literal: str, answer: bool) -> None:
    assert same_literal(text, literal) is answer
