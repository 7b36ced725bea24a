"""Say in one line what a rule makes of a piece of code."""

from __future__ import annotations

import ast
import re
import warnings
from collections import Counter
from dataclasses import replace
from typing import Any

from tensorlift.engine import check, fix, preferred_fix
from tensorlift.model import Finding
from tensorlift.settings import Settings
from tensorlift.source.document import Document, decode

TF = "import tensorflow as tf\n"

# What is said once about a whole program stays out of tests of one rule, unless they choose for themselves.
_WHOLE_PROGRAM = ("TL401", "TL402")


def _settings(settings: dict[str, Any]) -> Settings:
    chosen = Settings(**settings)
    return chosen if chosen.select else replace(chosen, ignore=(*chosen.ignore, *_WHOLE_PROGRAM))


def findings(code: str, path: str | None = None, **settings: Any) -> list[Finding]:
    """Return the findings of a program."""
    return check(Document(code, path), _settings(settings))


def codes(code: str, path: str | None = None, **settings: Any) -> list[str]:
    """Return the codes of the findings of a program, in the order of the text."""
    return [finding.code for finding in findings(code, path, **settings)]


def places(code: str, path: str | None = None, **settings: Any) -> list[str]:
    """Return the text that each finding of a program is about."""
    document = Document(code, path)
    return [document.slice(finding.start, finding.end) for finding in check(document, _settings(settings))]


def fixed(code: str, path: str | None = None, **settings: Any) -> str:
    """Return a program after all fixes, those that need a look included."""
    return fix(Document(code, path), _settings(settings), review=True).text


def check_noop(code: str, path: str | None = None, **settings: Any) -> None:
    """Assert that nothing is reported and nothing changed."""
    assert findings(code, path, **settings) == []
    assert fixed(code, path, **settings) == code


def check_reported(code: str, *expected: str, path: str | None = None, **settings: Any) -> None:
    """Assert that a program has findings of exactly these codes and is left as it is."""
    assert codes(code, path, **settings) == list(expected)
    assert fixed(code, path, **settings) == code


def check_transformed(before: str, after: str, *expected: str, path: str | None = None, **settings: Any) -> None:
    """Assert what a program becomes, and what holds for every fix.

    Args:
        before: The program.
        after: The program after all fixes.
        expected: The codes of the findings of ``before``; not looked at if there are none.
        path: The file that the program is in.
        settings: As for :class:`Settings`.
    """
    document = Document(before, path)
    found = check(document, _settings(settings))
    if expected:
        assert [finding.code for finding in found] == list(expected)
    result = fix(document, _settings(settings), review=True)
    assert result.text == after
    check_sound(before, path, **settings)
    if all(preferred_fix(finding, review=True) for finding in found):
        assert result.remaining == []


def check_sound(before: str, path: str | None = None, **settings: Any) -> None:
    """Assert what holds for every fix: the result parses, keeps the comments and needs no second run."""
    document = Document(before, path)
    result = fix(document, _settings(settings), review=True)
    after = Document(result.text, path)
    assert document.has_error or not after.has_error, "the result is no Python"
    if document.is_code and is_python3(before):
        assert is_python3(result.text), f"the result is no Python 3:\n{result.text}"
    assert comments(after) == comments(document), "a comment is lost"
    again = fix(after, _settings(settings), review=True)
    assert (again.text, again.fixed) == (result.text, 0), "a second run changes more"
    assert not any(preferred_fix(finding, review=True) for finding in result.remaining), "a finding could still be fixed"


def is_python3(code: str) -> bool:
    """Whether Python itself can read a program."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def comments(document: Document) -> Counter[str]:
    """Return the comments of a document and how often each stands there."""
    found: Counter[str] = Counter()
    if not document.is_code:
        return Counter(re.findall(r"#.*", document.text))
    pending = [chunk.root for chunk in document.chunks]
    while pending:
        node = pending.pop()
        if node.type == "comment":
            found[decode(node.text or b"")] += 1
        pending.extend(node.children)
    return found
