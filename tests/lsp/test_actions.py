"""Code actions: which, in which order, how they are called."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import pytest
from lsprotocol import types as t

from tensorlift import engine
from tensorlift.engine import Checker
from tensorlift.lsp.actions import FIX_ALL, KINDS, NOTEBOOK_FIX_ALL, OPEN_GUIDE, REWRITE, code_actions, resolved_edit, wanted
from tensorlift.lsp.analysis import Analysis
from tensorlift.lsp.client import Client
from tensorlift.lsp.notebooks import NotebookView
from tensorlift.lsp.views import TextView, View
from tensorlift.model import Edit, Finding, Fix, Level, Safety, Severity
from tensorlift.rewrite.python2 import CannotConvertError
from tensorlift.settings import Settings
from tensorlift.source.document import Document
from tensorlift.source.notebook import Cells, CellSource

from .editor import Editor
from .given import given

URI = "file:///a.py"
TEXT = "aa bb cc dd\n"
EAGER = Client(document_changes=True)
LAZY = Client(document_changes=True, resolve=True)
AUTOMATIC = t.CodeActionTriggerKind.Automatic

IGNORE = ["Ignore TL101 on this line", "Ignore everything in this file"]


def fix(start: int, safety: Safety = Safety.SAFE, title: str = "Change it", level: Level = Level.SYMBOLS, text: str = "XX") -> Fix:
    return Fix(title, level, safety, () if safety is Safety.MANUAL else (Edit(start, start + 2, text),))


def finding(start: int, *fixes: Fix, code: str = "TL101", message: str = "It changed. Look.", url: str | None = None) -> Finding:
    return Finding(code, "slug", Severity.ERROR, message, start, start + 2, url=url, fixes=fixes)


def analysis(*findings: Finding, text: str = TEXT, level: Level = Level.SYMBOLS) -> Analysis:
    return given(TextView(URI, 5, Document(text), "utf-16"), Settings(level=level), findings)


def ask(
    known: Analysis,
    place: tuple[int, int] = (0, 11),
    only: list[str] | None = None,
    client: Client = LAZY,
    trigger: t.CodeActionTriggerKind | None = None,
    uri: str = URI,
) -> list[t.CodeAction]:
    span = t.Range(t.Position(0, place[0]), t.Position(0, place[1]))
    params = t.CodeActionParams(t.TextDocumentIdentifier(uri), span, t.CodeActionContext([], only, trigger))
    return code_actions(known, params, client)


def titles(actions: list[t.CodeAction]) -> list[str]:
    return [action.title for action in actions]


def texts(edit: t.WorkspaceEdit | None) -> list[str]:
    assert edit is not None
    assert edit.document_changes is not None
    return [made.new_text for change in edit.document_changes for made in change.edits]  # type: ignore[union-attr]


def chosen(known: Analysis, action: t.CodeAction) -> t.WorkspaceEdit | None:
    """Return the edit of an action that a user has chosen from the menu."""
    assert isinstance(action.data, dict)
    return resolved_edit(known, action.data, LAZY)


def program(*lines: str) -> Analysis:
    """Return the analysis of a real program."""
    document = Document("\n".join(("import tensorflow as tf", *lines, "")))
    view = TextView(URI, 5, document, "utf-16")
    return Analysis(view, Checker(Settings()))


# --- the fixes of a finding


def test_safe_fix() -> None:
    action = ask(analysis(finding(3, fix(3))))[0]
    assert (action.title, action.kind, action.is_preferred) == ("Change it", "quickfix", True)
    assert action.edit is not None
    assert action.edit.document_changes is not None
    (change,) = action.edit.document_changes
    assert isinstance(change, t.TextDocumentEdit)
    assert change.text_document == t.OptionalVersionedTextDocumentIdentifier(URI, 5)
    assert change.edits == [t.TextEdit(t.Range(t.Position(0, 3), t.Position(0, 5)), "XX")]
    assert [found.code for found in action.diagnostics or ()] == ["TL101"]


def test_only_the_first_safe_fix_is_preferred() -> None:
    def preferred(*fixes: Fix) -> list[tuple[str, bool | None]]:
        return [(action.title, action.is_preferred) for action in ask(analysis(finding(3, *fixes)))[: len(fixes)]]

    assert preferred(fix(3, title="first"), fix(3, title="second")) == [("first", True), ("second", None)]
    assert preferred(fix(3, Safety.REVIEW, "first"), fix(3, title="second")) == [("first (review: Look)", None), ("second", True)]


def test_nothing_else_is_preferred() -> None:
    found = [finding(0, fix(0)), finding(3, fix(3)), finding(6, fix(6, Safety.REVIEW)), finding(9, url="https://example.org")]
    actions = ask(analysis(*found), only=[""], client=replace(LAZY, show_document=True))
    assert [action.title for action in actions if action.is_preferred] == ["Change it"] * 2
    assert len(actions) > 6


def test_fixes_of_other_levels_come_after_the_one_of_the_chosen_level_and_say_so() -> None:
    found = finding(3, fix(3, title="Use tf.x"), fix(3, Safety.REVIEW, "Use Keras", Level.NATIVE, "YY"))
    assert titles(ask(analysis(found)))[:2] == ["Use tf.x", "Use Keras (level native) (review: Look)"]


def test_review_title_is_short() -> None:
    action = ask(analysis(finding(3, fix(3, Safety.REVIEW), message="word " * 100)))[0]
    assert action.title.startswith("Change it (review: word word")
    assert action.title.endswith("word …)")
    assert len(action.title) < 125


@pytest.mark.parametrize(
    ("place", "expected"),
    [((3, 3), ["b"]), ((4, 4), ["b"]), ((5, 5), ["b"]), ((5, 6), ["b", "c"]), ((2, 9), ["a", "b", "c", "d"]), ((11, 11), ["d"])],
)
def test_findings_in_the_range(place: tuple[int, int], expected: list[str]) -> None:
    found = [finding(3 * index, fix(3 * index, Safety.REVIEW, name)) for index, name in enumerate("abcd")]
    assert [title[0] for title in titles(ask(analysis(*found), place)) if "(review:" in title] == expected


def test_nothing_without_a_finding() -> None:
    known = analysis(finding(0, fix(0)), finding(3, fix(3)))
    assert ask(known, (8, 11)) == []
    assert ask(known, (8, 11), only=["quickfix", "refactor"]) == []
    assert ask(known, uri="file:///other.py") == []


def test_insertions_at_one_place_are_one_edit() -> None:
    both = Fix("Change it", Level.SYMBOLS, Safety.SAFE, (Edit(3, 3, "rate="), Edit(3, 3, "1 - "), Edit(3, 5, "x")))
    assert texts(ask(analysis(finding(3, both)))[0].edit) == ["rate=1 - x"]


def test_a_finding_without_a_fix_opens_the_guide() -> None:
    client = replace(LAZY, show_document=True)
    known = analysis(finding(3, url="https://example.org/a"), finding(6, fix(6, Safety.MANUAL), url="https://example.org/a"))
    guide, *rest = ask(known, client=client)
    assert (guide.title, guide.kind, guide.edit, guide.is_preferred) == ("Open the guide", "quickfix", None, None)
    assert guide.command == t.Command("Open the guide", OPEN_GUIDE, arguments=["https://example.org/a"])
    assert len(guide.diagnostics or ()) == 2
    assert titles(rest) == IGNORE
    assert titles(ask(known)) == IGNORE
    assert titles(ask(analysis(finding(3)), client=client)) == IGNORE


# --- what changes more than a finding


def test_order_and_counts() -> None:
    found = [
        finding(0, fix(0, title="a")),
        finding(3, fix(3, Safety.REVIEW, "b")),
        finding(6, fix(6, title="c")),
        finding(9, fix(9, title="d"), code="TL102"),
    ]
    everything = ["Fix all (3) in this file", "Apply all fixes in this file, including those to review (1)"]
    assert titles(ask(analysis(*found), (0, 1))) == ["a", "Fix all TL101 (2) in this file", *everything, *IGNORE]
    assert titles(ask(analysis(*found), (3, 4))) == ["b (review: Look)", "Fix all TL101 (2) in this file", *everything, *IGNORE]
    assert titles(ask(analysis(*found), (9, 9))) == ["d", *everything, "Ignore TL102 on this line", IGNORE[1]]
    assert titles(ask(analysis(*found[:2]), (0, 1))) == ["a", everything[1], *IGNORE]
    assert titles(ask(analysis(found[0], finding(9)), (0, 1))) == ["a", *IGNORE]
    # a finding that cannot be fixed is no place for fixes
    assert titles(ask(analysis(found[0], found[2], finding(9)), (10, 10))) == IGNORE


def test_source_actions_only_when_asked_for() -> None:
    known = analysis(finding(0, fix(0)), finding(3, fix(3)))
    assert FIX_ALL not in [action.kind for action in ask(known)]
    assert [action.kind for action in ask(known, only=["source"])] == [FIX_ALL]
    assert [action.kind for action in ask(known, (8, 8), only=["source.fixAll"])] == [FIX_ALL]
    both = ask(known, only=["quickfix", "source.fixAll"])
    assert [action.kind for action in both].count(FIX_ALL) == 1
    assert titles(both)[-1] == IGNORE[1]
    assert ask(analysis(finding(0, fix(0, Safety.REVIEW))), only=["source"]) == []
    assert ask(known, only=["notebook.source.fixAll"]) == []


def test_edits_later_are_the_edits_now() -> None:
    known = program("a = tf.log(1.0)", "b = tf.log(2.0)", "c = tf.nn.softmax(x, dim=1)", "d = tf.substr(x, 0, 1)")
    later = ask(known, (0, 99), [""], LAZY)
    now = {action.title: action.edit for action in ask(known, (0, 99), [""], EAGER)}
    assert titles(later) == list(now)
    assert all(now.values())
    assert all(action.edit is None for action in later if action.data)
    assert sum(action.data is not None for action in later) >= 1
    for action in later:
        assert (action.edit or chosen(known, action)) == now[action.title]


def test_an_automatic_request_makes_nothing_that_takes_time(monkeypatch: pytest.MonkeyPatch) -> None:
    known = program("a = tf.log(1.0)", "b = tf.log(2.0)")
    span = t.Range(t.Position(1, 4), t.Position(1, 4))
    expected = ["Use tf.math.log", "Fix all TL101 (2) in this file", "Fix all (2) in this file", *IGNORE]

    def offered(client: Client, trigger: t.CodeActionTriggerKind | None) -> list[str]:
        context = t.CodeActionContext([], None, trigger)
        return titles(code_actions(known, t.CodeActionParams(t.TextDocumentIdentifier(URI), span, context), client))

    assert offered(EAGER, t.CodeActionTriggerKind.Invoked) == expected

    def never(*_: Any, **__: Any) -> Any:
        raise AssertionError("made for a list that nobody asked for")

    monkeypatch.setattr(engine, "fix", never)
    monkeypatch.setattr(engine, "check", never)
    assert offered(LAZY, AUTOMATIC) == offered(LAZY, None) == expected
    assert offered(EAGER, AUTOMATIC) == [expected[0], *IGNORE]


def test_fix_all_of_a_rule_leaves_the_others() -> None:
    known = program("a = tf.log(tf.to_float(1))", "b = tf.log(2.0)")
    changed = texts(resolved_edit(known, {"uri": URI, "fix": "rule", "code": "TL101"}, LAZY))
    assert changed == ["tf.math.log", "tf.math.log"]


def test_later_edits_are_of_the_present_text() -> None:
    """An action that was offered for an older text."""
    old = {"uri": URI, "version": 1, "fix": "all"}
    present = program("b = 1", "a = tf.log(1.0)")
    edit = resolved_edit(present, old, LAZY)
    assert edit is not None
    assert edit.document_changes is not None
    (change,) = edit.document_changes
    assert isinstance(change, t.TextDocumentEdit)
    assert change.text_document.version == 5
    assert [made.range.start.line for made in change.edits] == [2]
    assert resolved_edit(program("b = 1"), old, LAZY) is None


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"fix": "what"},
        {"fix": ["all"]},
        {"fix": "rule"},
        {"fix": "rule", "code": {}},
        {"fix": "python3"},
        {"fix": "level"},
        {"fix": "level", "level": []},
        {"fix": "level", "level": "symbols", "place": 7},
        {"fix": "level", "level": "symbols", "place": {"line": -1, "character": "x"}},
        {"fix": "level", "level": "symbols", "place": {"line": 0, "character": 0}},
        {"fix": "level", "level": "symbols", "place": {"line": 1, "character": 0}, "uri": "file:///other.py"},
        {"fix": "level", "level": "symbols", "place": {"line": 999, "character": 0}, "uri": URI},
    ],
)
def test_data_of_nothing_that_was_offered(data: dict[str, Any]) -> None:
    assert resolved_edit(program("a = tf.log(1.0)"), data, LAZY) is None


# --- fixes to review


def test_fixes_to_review_are_confirmed_by_what_to_look_at() -> None:
    known = program("a = tf.log(1.0)", "b = unknown.make_one_shot_iterator()", "c = tf.contrib.layers.variance_scaling_initializer()")
    count = sum(engine.preferred_fix(found) is None and bool(found.fixes) for found in known.findings)
    assert count == 2, "the example has lost its fixes to review"
    plain = resolved_edit(known, {"fix": "review"}, LAZY)
    edit = resolved_edit(known, {"fix": "review"}, replace(LAZY, annotations=True, confirms=True))
    assert texts(plain) == texts(edit)
    assert plain is not None
    assert plain.change_annotations is None
    assert edit is not None
    assert edit.document_changes is not None
    assert edit.change_annotations is not None
    (change,) = edit.document_changes
    assert isinstance(change, t.TextDocumentEdit)
    assert change.text_document.version == 5
    first, *rest = change.edits
    assert isinstance(first, t.TextEdit)
    assert rest
    assert len(edit.change_annotations) == 2
    used = {one.annotation_id for one in rest if isinstance(one, t.AnnotatedTextEdit)}
    assert used == set(edit.change_annotations)
    assert all(isinstance(one, t.AnnotatedTextEdit) for one in rest)
    for annotation in edit.change_annotations.values():
        assert annotation.needs_confirmation
        assert annotation.label
        assert "TL" in (annotation.description or "")


# --- levels


def test_lifts_to_levels_that_write_something_else() -> None:
    found = finding(3, fix(3, title="Use tf.x"), fix(3, Safety.REVIEW, "Use Keras", Level.NATIVE, "YY"))
    same = finding(6, fix(6), fix(6, level=Level.COMPAT))
    known = analysis(found, same, text="aa;bb;cc;dd\n")
    lifts = [action for action in ask(known) if action.kind == REWRITE]
    assert titles(lifts) == [
        "Lift this statement to level native (review the result)",
        "Lift this file to level native (review the result)",
    ]
    assert [action.data["level"] for action in lifts if action.data] == ["native", "native"]
    assert [action for action in ask(analysis(same)) if action.kind == REWRITE] == []
    assert not any(action.kind == REWRITE for action in ask(known, only=["quickfix"]))


def test_a_lift_is_what_the_engine_makes_at_the_level(monkeypatch: pytest.MonkeyPatch) -> None:
    here = program("a = tf.log(1.0); b = tf.log(2.0)", "c = tf.log(3.0)")
    normal = Checker.check

    def check(self: Checker, document: Document, *, follows: bool = False) -> engine.Checked:
        """Keras' names at level native, without them nothing."""
        checked = normal(self, document, follows=follows)
        if self.settings.level is Level.SYMBOLS:
            return checked
        if self.settings.level is Level.COMPAT:
            return engine.Checked(document, [()] * len(checked.chunks))
        keras = [
            tuple(
                replace(
                    found, fixes=(Fix("Use keras", Level.NATIVE, Safety.SAFE, tuple(Edit(e.start, e.end, "keras.log") for e in one.edits)),)
                )
                for found in chunk
                for one in found.fixes
            )
            for chunk in checked.chunks
        ]
        return engine.Checked(document, keras)

    monkeypatch.setattr(Checker, "check", check)
    place = t.Range(t.Position(1, 18), t.Position(1, 18))
    params = t.CodeActionParams(t.TextDocumentIdentifier(URI), place, t.CodeActionContext([], ["refactor"]))
    statement, whole = code_actions(here, params, LAZY)
    assert titles([statement, whole]) == ["Lift this statement to level native", "Lift this file to level native"]
    edit = chosen(here, statement)
    assert texts(edit) == ["keras.log"]
    assert edit is not None
    assert edit.document_changes is not None
    assert edit.document_changes[0].edits[0].range.start.character == 21  # type: ignore[union-attr]
    assert texts(chosen(here, whole)) == ["keras.log"] * 3
    # the statement is gone
    assert chosen(program("a = 1"), statement) is None


def test_a_file_is_lifted_to_compat_as_a_whole() -> None:
    here = program("a = tf.log(1.0)")
    (whole,) = ask(here, only=["refactor"])
    assert whole.title == "Lift this file to level compat"
    assert texts(chosen(here, whole)) == ["tensorflow.compat.v1"]


def test_no_lift_where_levels_write_the_same() -> None:
    assert ask(program("a = tf.math.log(1.0)"), only=["refactor"]) == []
    assert ask(program("a = 1"), only=["refactor"]) == []


# --- Python 2


def test_a_file_in_python_2_is_converted() -> None:
    known = program("a = tf.log(1.0)", "print 'é😋', a")
    span = t.Range(t.Position(2, 0), t.Position(2, 0))
    params = t.CodeActionParams(t.TextDocumentIdentifier(URI), span, t.CodeActionContext([]))
    convert, everything, *rest = code_actions(known, params, LAZY)
    assert (convert.title, convert.is_preferred) == ("Convert this file to Python 3 (review the result)", None)
    assert [found.code for found in convert.diagnostics or ()] == ["TL301"]
    assert everything.title == "Apply all fixes in this file, including those to review (1)"
    assert titles(rest) == ["Ignore TL301 on this line", IGNORE[1]]
    assert texts(chosen(known, convert)) == ["('é😋', a)"]
    eager = code_actions(known, params, EAGER)
    assert [action.edit for action in eager[:2]] == [chosen(known, convert), chosen(known, everything)]
    annotated = resolved_edit(known, {"fix": "review"}, replace(LAZY, annotations=True, confirms=True))
    assert annotated is not None
    assert list(annotated.change_annotations or ()) == ["What makes the file Python 3, and what goes with it"]


def test_what_cannot_be_converted_is_not_offered_with_its_edit(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(text: str) -> str:
        raise CannotConvertError("No.")

    monkeypatch.setattr(engine, "to_python3", refuse)
    known = program("print a")
    place = t.Range(t.Position(1, 0), t.Position(1, 0))
    params = t.CodeActionParams(t.TextDocumentIdentifier(URI), place, t.CodeActionContext([]))
    assert titles(code_actions(known, params, EAGER)) == ["Ignore TL301 on this line", IGNORE[1]]
    with pytest.raises(CannotConvertError):
        resolved_edit(known, {"fix": "python3"}, LAZY)


# --- comments


def test_one_comment_for_the_findings_of_one_code_on_one_line() -> None:
    known = program("a = tf.log(tf.log(1.0)); b = tf.to_float(2.0)")
    span = t.Range(t.Position(1, 0), t.Position(1, 99))
    params = t.CodeActionParams(t.TextDocumentIdentifier(URI), span, t.CodeActionContext([]))
    comments = {action.title: action for action in code_actions(known, params, LAZY) if action.title.startswith("Ignore")}
    codes = {found.code for found in known.findings}
    assert len(codes) == 2
    assert set(comments) == {*(f"Ignore {code} on this line" for code in codes), "Ignore everything in this file"}
    twice = comments["Ignore TL101 on this line"]
    assert texts(twice.edit) == ["  # tensorlift: ignore[TL101]"]
    assert len(twice.diagnostics or ()) == 2
    assert texts(comments["Ignore everything in this file"].edit) == ["# tensorlift: skip-file\n"]


def test_lines_are_named_where_there_are_several() -> None:
    known = program("a = tf.log(1.0)", "b = tf.log(2.0)")
    span = t.Range(t.Position(1, 0), t.Position(2, 9))
    params = t.CodeActionParams(t.TextDocumentIdentifier(URI), span, t.CodeActionContext([]))
    offered = titles(code_actions(known, params, LAZY))
    assert offered[-3:] == ["Ignore TL101 on line 2", "Ignore TL101 on line 3", "Ignore everything in this file"]


# --- kinds


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
        (FIX_ALL, ["notebook"], False),
        (FIX_ALL, [], False),
        (NOTEBOOK_FIX_ALL, ["notebook"], True),
        (NOTEBOOK_FIX_ALL, ["notebook.source.fixAll"], True),
        (NOTEBOOK_FIX_ALL, ["source"], False),
        (REWRITE, ["refactor"], True),
        (REWRITE, ["refactor.rewrite"], True),
        (REWRITE, ["refactor.inline"], False),
        ("quickfix", ["quickfix"], True),
    ],
)
def test_kinds(kind: str, only: list[str] | None, expected: bool) -> None:
    assert wanted(kind, only) is expected


# --- notebooks

CELLS = ("import tensorflow as tf\n%matplotlib inline", "a = tf.log(1.0)\n", "b = tf.log(2.0)", "c = 3")


def notebook() -> Analysis:
    cells = Cells(enumerate(map(CellSource.read, CELLS)))
    view: View = NotebookView("nb:a", [TextView(f"nb:{index}", index, Document(text), "utf-16") for index, text in enumerate(CELLS)], cells)
    return Analysis(view, Checker(Settings()))


def changed(edit: t.WorkspaceEdit | None) -> dict[tuple[str, int | None], list[str]]:
    assert edit is not None
    return {
        (change.text_document.uri, change.text_document.version): [made.new_text for made in change.edits]  # type: ignore[union-attr]
        for change in edit.document_changes or ()
    }


def test_actions_of_a_notebook() -> None:
    known = notebook()
    actions = ask(known, (6, 6), uri="nb:2")
    expected = ["Use tf.math.log", "Fix all TL101 (2) in this notebook", "Fix all (2) in this notebook"]
    assert titles(actions) == [*expected, "Ignore TL101 on this line", "Ignore everything in this notebook"]
    assert changed(actions[0].edit) == {("nb:2", 2): ["tf.math.log"]}
    both = {("nb:1", 1): ["tf.math.log"], ("nb:2", 2): ["tf.math.log"]}
    assert changed(chosen(known, actions[2])) == both
    assert changed(actions[-2].edit) == {("nb:2", 2): ["  # tensorlift: ignore[TL101]"]}
    assert changed(actions[-1].edit) == {("nb:0", 0): ["# tensorlift: skip-file\n"]}


def test_fix_all_of_a_notebook_has_a_kind_of_its_own() -> None:
    known = notebook()
    (action,) = ask(known, (0, 0), [NOTEBOOK_FIX_ALL], EAGER, uri="nb:3")
    assert action.kind == NOTEBOOK_FIX_ALL
    assert set(changed(action.edit)) == {("nb:1", 1), ("nb:2", 2)}
    for only in ("source", "source.fixAll", FIX_ALL):
        assert ask(known, (0, 0), [only], uri="nb:3") == []


# --- through the real process


Launch = Callable[..., Awaitable[Editor]]


@pytest.mark.asyncio
async def test_a_client_gets_edits_when_it_asks_for_them(launch: Launch, uri: str) -> None:
    editor = await launch("vscode")
    provider = editor.result.capabilities.code_action_provider
    assert isinstance(provider, t.CodeActionOptions)
    assert list(provider.code_action_kinds or ()) == list(KINDS)
    editor.open(uri, "import tensorflow as tf\na = tf.log(1.0)\nb = tf.log(2.0)\nc = tf.to_float(b)\n")
    actions = await editor.actions(uri, editor.find(uri, "tf.log"))
    action = next(action for action in actions if action.title == "Fix all TL101 (2) in this file")
    assert action.edit is None
    editor.replace(uri, ("a = tf.log(1.0)\n", "# more\na = tf.log(1.0)\n"))
    fixed = await editor.apply(uri, action)
    assert fixed == "import tensorflow as tf\n# more\na = tf.math.log(1.0)\nb = tf.math.log(2.0)\nc = tf.to_float(b)\n"
    empty = await editor.wait(editor.client.code_action_resolve_async(action))
    assert empty.edit == t.WorkspaceEdit()
    assert empty.disabled is not None
    editor.close(uri)
    assert (await editor.wait(editor.client.code_action_resolve_async(action))).edit == t.WorkspaceEdit()


@pytest.mark.asyncio
async def test_the_guide_is_opened_by_the_client(launch: Launch, uri: str) -> None:
    editor = await launch("vscode")
    shown: list[t.ShowDocumentParams] = []

    def show(params: t.ShowDocumentParams) -> t.ShowDocumentResult:
        shown.append(params)
        return t.ShowDocumentResult(success=True)

    editor.client.protocol.fm.features[t.WINDOW_SHOW_DOCUMENT] = show
    editor.open(uri, "import tensorflow as tf\na = tf.contrib.nowhere(1.0)\n")
    (diagnostic,) = await editor.diagnostics(uri)
    # lsprotocol takes a code action with a command for a mere command: the answer is looked at as it came
    place = {"start": {"line": 1, "character": 9}, "end": {"line": 1, "character": 9}}
    params = {"textDocument": {"uri": uri}, "range": place, "context": {"diagnostics": []}}
    guide = (await editor.send(t.TEXT_DOCUMENT_CODE_ACTION, params))[0]
    assert (guide["title"], guide["command"]["command"]) == ("Open the guide", OPEN_GUIDE)
    for arguments in (guide["command"]["arguments"], ["file:///etc/passwd"]):
        command = t.ExecuteCommandParams(command=OPEN_GUIDE, arguments=arguments)
        await editor.wait(editor.client.workspace_execute_command_async(command))
    (one,) = shown
    assert diagnostic.code_description is not None
    assert (one.uri, one.external) == (diagnostic.code_description.href, True)


@pytest.mark.asyncio
async def test_a_client_that_cannot_ask_gets_the_edits_at_once(launch: Launch, uri: str) -> None:
    editor = await launch("eglot")
    editor.open(uri, "import tensorflow as tf\na = tf.log(1.0)\nb = tf.log(2.0)\n")
    actions = await editor.actions(uri, editor.find(uri, "tf.log"))
    assert len(actions) == 5
    assert all(action.edit is not None for action in actions)
    assert all(action.command is None for action in actions)
