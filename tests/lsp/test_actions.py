"""Code actions: which, in which order, how they are called."""

from __future__ import annotations

import pytest
from lsprotocol import types as t

from tensorlift.lsp.actions import FIX_ALL, code_actions, resolve, wanted
from tensorlift.lsp.analysis import Analysis
from tensorlift.lsp.client import Client
from tensorlift.model import Edit, Finding, Fix, Level, Safety, Severity
from tensorlift.settings import Settings
from tensorlift.source.document import Document

URI = "file:///a.py"
DOCUMENT = Document("aa bb cc dd\n")


def fix(start: int, safety: Safety, title: str = "Change it", level: Level = Level.SYMBOLS) -> Fix:
    edits = () if safety is Safety.MANUAL else (Edit(start, start + 2, "XX"),)
    return Fix(title, level, safety, edits)


def finding(start: int, *fixes: Fix, message: str = "It changed. Look.") -> Finding:
    return Finding("TL101", "slug", Severity.ERROR, message, start, start + 2, fixes=fixes)


def offered(
    *findings: Finding, place: tuple[int, int] = (0, 11), only: list[str] | None = None, client: Client | None = None
) -> list[t.CodeAction]:
    analysis = Analysis(DOCUMENT, 5, Settings(), findings)
    analysis.__dict__["all_fixes"] = tuple(
        edit for found in findings if found.fixes and found.fixes[0].safety is Safety.SAFE for edit in found.fixes[0].edits
    )
    span = t.Range(t.Position(0, place[0]), t.Position(0, place[1]))
    params = t.CodeActionParams(t.TextDocumentIdentifier(URI), span, t.CodeActionContext([], only))
    return code_actions(analysis, params, client or Client(document_changes=True))


def titles(actions: list[t.CodeAction]) -> list[str]:
    return [action.title for action in actions]


def test_safe_fix() -> None:
    (action,) = offered(finding(3, fix(3, Safety.SAFE)))
    assert (action.title, action.kind, action.is_preferred) == ("Change it", "quickfix", True)
    assert action.edit is not None
    assert action.edit.document_changes is not None
    (change,) = action.edit.document_changes
    assert isinstance(change, t.TextDocumentEdit)
    assert change.text_document == t.OptionalVersionedTextDocumentIdentifier(URI, 5)
    assert change.edits == [t.TextEdit(t.Range(t.Position(0, 3), t.Position(0, 5)), "XX")]
    assert [found.code for found in action.diagnostics or ()] == ["TL101"]


def test_only_the_first_safe_fix_is_preferred() -> None:
    found = finding(3, fix(3, Safety.SAFE, "first"), fix(3, Safety.SAFE, "second"))
    assert [(action.title, action.is_preferred) for action in offered(found)] == [("first", True), ("second", None)]
    found = finding(3, fix(3, Safety.REVIEW, "first"), fix(3, Safety.SAFE, "second"))
    assert [(action.title, action.is_preferred) for action in offered(found)] == [("first (review: It changed)", None), ("second", True)]


def test_review_title_is_short() -> None:
    (action,) = offered(finding(3, fix(3, Safety.REVIEW), message="word " * 100))
    assert action.title.startswith("Change it (review: word word")
    assert action.title.endswith("word …)")
    assert len(action.title) < 125


def test_no_action_without_edits() -> None:
    assert offered(finding(3), finding(6, fix(6, Safety.MANUAL))) == []


@pytest.mark.parametrize(
    ("place", "expected"),
    [((3, 3), ["b"]), ((4, 4), ["b"]), ((5, 5), ["b"]), ((5, 6), ["b", "c"]), ((2, 9), ["a", "b", "c", "d"]), ((11, 11), ["d"])],
)
def test_findings_in_the_range(place: tuple[int, int], expected: list[str]) -> None:
    found = [finding(3 * index, fix(3 * index, Safety.REVIEW, name)) for index, name in enumerate("abcd")]
    assert [title[0] for title in titles(offered(*found, place=place))] == expected


def test_fix_all_comes_last_and_counts_safe_fixes() -> None:
    found = [finding(0, fix(0, Safety.SAFE, "a")), finding(3, fix(3, Safety.REVIEW, "b")), finding(6, fix(6, Safety.SAFE, "c")), finding(9)]
    actions = offered(*found, place=(0, 1))
    assert titles(actions) == ["a", "Fix all (2) in this file"]
    assert actions[-1].is_preferred is None
    # on a finding that only can be reviewed it is offered too, on one that cannot be fixed nothing is
    assert titles(offered(*found, place=(3, 4))) == ["b (review: It changed)", "Fix all (2) in this file"]
    assert offered(*found, place=(10, 10)) == []


def test_source_actions_only_when_asked_for() -> None:
    found = [finding(0, fix(0, Safety.SAFE)), finding(3, fix(3, Safety.SAFE))]
    assert FIX_ALL not in [action.kind for action in offered(*found)]
    assert [action.kind for action in offered(*found, only=["source"])] == [FIX_ALL]
    assert [action.kind for action in offered(*found, only=["quickfix", "source.fixAll"])] == ["quickfix"] * 3 + [FIX_ALL]
    assert [action.kind for action in offered(*found, only=[""])] == ["quickfix"] * 3 + [FIX_ALL]
    assert offered(finding(0, fix(0, Safety.REVIEW)), only=["source"]) == []


def test_edit_of_fix_all_later() -> None:
    found = [finding(0, fix(0, Safety.SAFE)), finding(6, fix(6, Safety.SAFE))]
    (now,) = offered(*found, only=[FIX_ALL])
    (later,) = offered(*found, only=[FIX_ALL], client=Client(document_changes=True, resolve=True))
    assert later.edit is None
    assert later.data is not None
    analysis = Analysis(DOCUMENT, 5, Settings(), tuple(found))
    analysis.__dict__["all_fixes"] = (Edit(0, 2, "XX"), Edit(6, 8, "XX"))
    resolve(analysis, later, later.data["uri"], Client(document_changes=True))
    assert later == now


@pytest.mark.parametrize(
    ("kind", "only", "expected"),
    [
        (FIX_ALL, None, True),
        (FIX_ALL, ["source"], True),
        (FIX_ALL, ["source.fixAll"], True),
        (FIX_ALL, [FIX_ALL], True),
        (FIX_ALL, [""], True),
        (FIX_ALL, ["source.fix"], False),
        (FIX_ALL, ["source.fixAll.tensorlift.more"], False),
        (FIX_ALL, ["quickfix", "refactor"], False),
        (FIX_ALL, [], False),
        ("quickfix", ["quickfix"], True),
    ],
)
def test_kinds(kind: str, only: list[str] | None, expected: bool) -> None:
    assert wanted(kind, only) is expected
