"""Every action on every finding: applied as an editor does, it gives what the command line writes, and the finding is gone."""

from __future__ import annotations

import ast
import warnings
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from lsprotocol import types as t

from tensorlift import engine
from tensorlift.engine import Checker
from tensorlift.lsp.actions import KINDS, code_actions, resolved_edit
from tensorlift.lsp.analysis import Analysis
from tensorlift.lsp.client import Client
from tensorlift.lsp.views import TextView
from tensorlift.model import Finding, Level
from tensorlift.rules import all_rules
from tensorlift.settings import Settings
from tensorlift.source.document import Document, Encoding

URI = "file:///a.py"
EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.py"))


def is_python3(text: str) -> bool:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(text)
    except (SyntaxError, ValueError):
        return False
    return True


def apply(analysis: Analysis, edit: t.WorkspaceEdit, client: Client) -> str:
    """Return the text after an edit, which must be for the present version and in order."""
    document = analysis.document
    assert edit.document_changes is not None
    (change,) = edit.document_changes
    assert isinstance(change, t.TextDocumentEdit)
    assert (change.text_document.uri, change.text_document.version) == (URI, 3)
    spans = []
    for made in change.edits:
        assert isinstance(made, (t.TextEdit, t.AnnotatedTextEdit))
        start, end = (document.offset(place.line, place.character, client.encoding) for place in (made.range.start, made.range.end))
        spans.append((start, end, made.new_text))
    assert all(left[:2] < right[:2] and left[1] <= right[0] for left, right in pairwise(spans)), "edits overlap or are out of order"
    parts, position = [], 0
    for start, end, text in spans:
        parts += [document.slice(position, start), text]
        position = end
    return "".join([*parts, document.slice(position, len(document.data))])


def key(finding: Finding) -> tuple[str, str | None, str]:
    return finding.code, finding.symbol, finding.message


class Judge:
    """Tries the actions of one text.

    Args:
        text: The text.
        encoding: The unit of columns.
        settings: Level and target.
    """

    def __init__(self, text: str, encoding: Encoding = "utf-16", settings: Settings | None = None) -> None:
        self.settings = settings or Settings()
        self.document = Document(text)
        self.client = Client(encoding=encoding, document_changes=True, resolve=True, annotations=True, confirms=True, show_document=True)
        self.analysis = Analysis(TextView(URI, 3, self.document, encoding), Checker(self.settings))
        self.python3 = is_python3(text)
        self.before = Counter(map(key, self.analysis.findings))
        self.tried: set[str] = set()

    def offered(self, finding: Finding, only: list[str] | None = None) -> list[t.CodeAction]:
        place = self.analysis.view.location(finding.start, finding.start).range
        params = t.CodeActionParams(t.TextDocumentIdentifier(URI), place, t.CodeActionContext([], only))
        return code_actions(self.analysis, params, self.client)

    def all(self) -> Iterator[str]:
        """Try each action on each finding, one that changes the whole file once; yield the titles."""
        for finding in self.analysis.findings:
            actions = self.offered(finding)
            assert "Ignore everything" in actions[-1].title
            mine = [action for action in actions if self.is_about(action, finding)]
            assert sum(1 for action in mine if action.is_preferred) == (engine.preferred_fix(finding) is not None)
            assert any(action.edit is not None and action.title.startswith("Ignore ") for action in mine), "nothing silences it"
            for action in actions:
                if action.edit is None and action.command is None:
                    if repr(action.data) not in self.tried:
                        self.tried.add(repr(action.data))
                        self.later(action)
                        yield action.title
                elif action in mine and action.edit is not None:
                    self.fix(action, finding)
                    yield action.title
            if "ignore everything" not in self.tried:
                self.tried.add("ignore everything")
                self.ignore_everything(actions[-1])
        for only in KINDS[1:]:
            for action in self.offered(self.analysis.findings[0], [only]) if self.analysis.findings else ():
                assert action.kind == only
                self.later(action)
                yield action.title

    def is_about(self, action: t.CodeAction, finding: Finding) -> bool:
        place = self.analysis.view.location(finding.start, finding.end).range
        return any(
            (diagnostic.range, diagnostic.code, diagnostic.message) == (place, finding.code, finding.message)
            for diagnostic in action.diagnostics or ()
        )

    def sound(self, edit: t.WorkspaceEdit | None) -> Document:
        assert edit is not None
        after = Document(apply(self.analysis, edit, self.client))
        assert after.text != self.document.text
        assert self.document.has_error or not after.has_error
        assert not self.python3 or is_python3(after.text)
        return after

    def fix(self, action: t.CodeAction, finding: Finding) -> None:
        """A fix or a comment: the finding is gone."""
        after = self.sound(action.edit)
        left = Counter(map(key, engine.check(after, self.settings)))
        assert left[key(finding)] < self.before[key(finding)], f"{action.title}: the finding is still there"
        if action.title.startswith("Ignore "):
            gone = Counter(key(found) for found in self.analysis.findings if self.is_about(action, found))
            assert not gone - (self.before - left), "not all are silenced"

    def ignore_everything(self, action: t.CodeAction) -> None:
        after = self.sound(action.edit)
        assert engine.check(after, self.settings) == []

    def later(self, action: t.CodeAction) -> None:
        """An action that is made when it is chosen: the same as the command line makes."""
        data = action.data
        assert isinstance(data, dict)
        after = self.sound(resolved_edit(self.analysis, data, self.client)).text
        if data["fix"] == "all":
            assert after == engine.fix(self.document, self.settings).text
        elif data["fix"] == "review":
            assert after == engine.fix(self.document, self.settings, review=True).text
        elif data["fix"] == "rule":
            selected = replace(self.settings, select=(data["code"],))
            assert after == engine.fix(self.document, selected).text
        elif data["fix"] == "python3":
            assert is_python3(after)
            assert engine.PYTHON2 not in {finding.slug for finding in engine.check(Document(after), self.settings)}
        elif data["fix"] == "level" and "place" not in data:
            assert after == engine.fix(self.document, replace(self.settings, level=Level(data["level"])), review=True).text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_actions_on_the_examples(path: Path, encoding: Encoding) -> None:
    titles = list(Judge(path.read_text(encoding="utf-8"), encoding).all())
    assert any(title.startswith("Ignore ") for title in titles)


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.slug)
def test_actions_on_the_examples_of_a_rule(rule: object) -> None:
    tried = 0
    for example in rule.examples:  # type: ignore[attr-defined]
        text = example.before if "tensorflow" in example.before else "import tensorflow as tf\n" + example.before
        for odd in (text, "# é😋\n" + text, text.replace("\n", "\r\n"), text.rstrip("\n")):
            tried += len(list(Judge(odd).all()))
    assert tried
