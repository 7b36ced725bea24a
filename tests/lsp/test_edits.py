"""Every action on every finding: applied as an editor does, it gives what the command line writes, and the finding is gone."""

from __future__ import annotations

import ast
import json
import re
import warnings
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from lsprotocol import types as t

from tensorlift import engine
from tensorlift.engine import Checker
from tensorlift.lsp.actions import KINDS, code_actions, lifts_program, resolved_edit
from tensorlift.lsp.analysis import Analysis
from tensorlift.lsp.client import Client
from tensorlift.lsp.lifting import FoundLift
from tensorlift.lsp.notebooks import NotebookView
from tensorlift.lsp.views import TextView
from tensorlift.model import Finding, Level
from tensorlift.project.runner import Mode, Task, process_bytes
from tensorlift.rewrite.difference import minimal_edits
from tensorlift.rules import Rule, all_rules
from tensorlift.settings import Settings
from tensorlift.source.document import Document, Encoding
from tensorlift.source.notebook import Cells, CellSource

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


def applied(document: Document, edits: Sequence[object], encoding: Encoding) -> str:
    """Return the text after edits, which must be in order."""
    spans = []
    for made in edits:
        assert isinstance(made, (t.TextEdit, t.AnnotatedTextEdit))
        start, end = (document.offset(place.line, place.character, encoding) for place in (made.range.start, made.range.end))
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
        path: The name of the file.
    """

    def __init__(self, text: str, encoding: Encoding = "utf-16", settings: Settings | None = None, path: str | None = None) -> None:
        self.settings = settings or Settings()
        self.document = Document(text, path)
        self.client = Client(
            encoding=encoding, document_changes=True, resolve=True, annotations=True, confirms=True, show_document=True, create=True
        )
        self.analysis = Analysis(TextView(URI, 3, self.document, encoding), Checker(self.settings))
        self.python3 = self.document.is_code and is_python3(text)
        self.before = Counter(map(key, self.analysis.findings))
        self.tried: set[str] = set()
        self.buffer = Document(text, path)
        self.checker = Checker(self.settings)

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

    def sound(self, edit: t.WorkspaceEdit | None) -> list[Finding]:
        """Apply an edit to the buffer; return the findings of the result."""
        assert edit is not None
        assert edit.document_changes is not None
        *new, change = edit.document_changes  # the companion modules come first
        assert all(isinstance(one, t.CreateFile) for one in new[::2])
        assert isinstance(change, t.TextDocumentEdit)
        assert (change.text_document.uri, change.text_document.version) == (URI, 3)
        after = applied(self.document, change.edits, self.client.encoding)
        assert after != self.document.text
        for step in reversed(minimal_edits(self.buffer.text, after)):
            self.buffer.edit(step.start, step.end, step.text)
        assert self.buffer.text == after
        assert self.document.has_error or not self.buffer.has_error
        assert not self.python3 or is_python3(after)
        return list(self.checker.check(self.buffer))

    def fix(self, action: t.CodeAction, finding: Finding) -> None:
        """A fix or a comment: the finding is gone."""
        left = Counter(map(key, self.sound(action.edit)))
        assert left[key(finding)] < self.before[key(finding)], f"{action.title}: the finding is still there"
        if action.title.startswith("Ignore "):
            gone = Counter(key(found) for found in self.analysis.findings if self.is_about(action, found))
            assert not gone - (self.before - left), "not all are silenced"

    def ignore_everything(self, action: t.CodeAction) -> None:
        assert self.sound(action.edit) == []

    def later(self, action: t.CodeAction) -> None:
        """An action that is made when it is chosen: the same as the command line makes."""
        data = action.data
        assert isinstance(data, dict)
        lift = (
            FoundLift(self.document.text, engine.find_lift(self.document, replace(self.settings, level=Level.NATIVE)))
            if lifts_program(data, self.settings.level)
            else None
        )
        edit = resolved_edit(self.analysis, data, self.client, lift)
        if data["fix"] == "native" and (lift is None or lift.finding is None or not lift.finding.fixes):
            assert edit is None, "nothing is lifted by half"
            return
        left = self.sound(edit)
        after = self.buffer.text
        if data["fix"] == "all":
            assert after == self.command_line(self.settings)
        elif data["fix"] == "review":
            assert after == self.command_line(self.settings, review=True)
        elif data["fix"] == "rule":
            assert after == self.command_line(replace(self.settings, select=(data["code"],)))
        elif data["fix"] == "python3":
            assert is_python3(after)
            assert engine.PYTHON2 not in {finding.slug for finding in left}
        elif data["fix"] == "native":
            assert after == self.command_line(replace(self.settings, level=Level.NATIVE), review=True)
        elif data["fix"] == "level" and "place" not in data:
            assert after == self.command_line(replace(self.settings, level=Level(data["level"])), review=True)

    def command_line(self, settings: Settings, *, review: bool = False) -> str:
        return engine.fix(Document(self.document.text, self.document.path), settings, review=review).text


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_actions_on_the_examples(path: Path) -> None:
    titles = list(Judge(path.read_text(encoding="utf-8")).all())
    assert any(title.startswith("Ignore ") for title in titles)


def odd(text: str) -> Iterator[str]:
    """Yield a program as it is, and with other line ends and characters in front of what is found."""
    yield text
    yield text.rstrip("\n")
    yield "#!/usr/bin/python\r\n# coding: utf-8\r\n" + text.replace("\n", "\r\n")
    wide = re.sub(r"^(?=[a-z]\w*(?: =|\.))", "'é😋'; ", text, flags=re.MULTILINE)
    if wide != text and not Document(wide).has_error:
        yield wide


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.slug)
def test_actions_on_the_examples_of_a_rule(rule: Rule, encoding: Encoding) -> None:
    tried: list[str] = []
    for example in rule.examples:
        text = example.before if "tensorflow" in example.before or example.path else "import tensorflow as tf\n" + example.before
        for program in odd(text):
            tried += Judge(program, encoding, Settings(level=example.level, keras=example.keras), example.path).all()
    assert tried


def test_fix_all_of_a_notebook_is_that_of_the_command_line() -> None:
    path = EXAMPLES[0].with_name("linear_regression.ipynb")
    data = path.read_bytes()
    sources = cells_of(data)
    view = NotebookView(URI, [TextView(str(at), at, Document(text), "utf-16") for at, text in enumerate(sources)], cells(sources))
    analysis = Analysis(view, Checker(Settings()))
    for action, review in (("all", False), ("review", True)):
        edit = resolved_edit(analysis, {"fix": action}, Client(document_changes=True))
        assert edit is not None
        after = list(sources)
        for change in edit.document_changes or ():
            assert isinstance(change, t.TextDocumentEdit)
            after[int(change.text_document.uri)] = applied(Document(sources[int(change.text_document.uri)]), change.edits, "utf-16")
        result = process_bytes(Task(str(path), Settings()), Mode(fix=True, review=review, output=True), data)
        assert result.output is not None
        assert after != sources
        assert after == cells_of(result.output)


def cells_of(data: bytes) -> list[str]:
    return ["".join(cell["source"]) for cell in json.loads(data)["cells"] if cell["cell_type"] == "code"]


def cells(sources: list[str]) -> Cells:
    return Cells(enumerate(map(CellSource.read, sources)))
