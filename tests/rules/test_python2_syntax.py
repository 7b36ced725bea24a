"""python2-syntax: one finding at the first place that only Python 2 can parse."""

from __future__ import annotations

import pytest

from tensorlift.model import Severity
from tests.rules.helpers import TF, check_noop, codes, findings, fixed, places


@pytest.mark.parametrize(
    ("code", "place", "what"),
    [
        ("x = 1\nprint x\nprint x\n", "print", "print without parentheses"),
        ("def f(a):\n    return `a`\nprint x\n", "`a`", "an expression in backticks"),
        ("try: pass\nexcept E, e: print e\n", "E, e", "except with a comma"),
        ("if a <> b: raise E, 'm'\n", "<>", "the operator <>"),
        ("os.chmod(path, 0777)\n", "0777", "an octal number without 0o"),
        ("exec code in scope\n", "exec", "exec without parentheses"),
    ],
)
def test_the_first_place_is_reported(code: str, place: str, what: str) -> None:
    [finding] = findings(TF + code)
    assert places(TF + code) == [place]
    assert (finding.code, finding.severity, finding.fixes) == ("TL301", Severity.ERROR, ())
    assert finding.message == f"This file is Python 2: {what} is a syntax error in Python 3."


def test_tensorflow_is_found_all_the_same() -> None:
    assert codes(f"{TF}print tf.log(x)\nraise E, tf.log(x)\n") == ["TL301", "TL101", "TL101"]


def test_the_file_is_converted_with_review() -> None:
    assert fixed(f"{TF}print tf.log(x), (1, 2)\n") == f"{TF}print(tf.math.log(x), (1, 2))\n"


def test_the_finding_can_be_silenced() -> None:
    assert codes(f"{TF}print x  # tensorlift: ignore[TL301]\n") == []
    assert codes(f"{TF}print x\n", ignore=("python2-syntax",)) == []


@pytest.mark.parametrize("code", [f"{TF}print(x)\n", f"{TF}print (x, y)\n", f"{TF}'''\nprint x\n'''\n", "print x\n"])
def test_noop(code: str) -> None:
    check_noop(code)
