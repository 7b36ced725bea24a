"""Code actions: the fixes of findings, comments that silence them, and what changes a whole file.

Each action does what the command line does: its edit is that of :func:`tensorlift.engine.fix`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from lsprotocol import types as t

from tensorlift import engine
from tensorlift.lsp.analysis import Analysis
from tensorlift.lsp.client import Client
from tensorlift.lsp.companions import created
from tensorlift.lsp.convert import lsp_diagnostic, lsp_workspace_edit
from tensorlift.lsp.lifting import FoundLift, find_lift, tell_way
from tensorlift.lsp.views import TextView
from tensorlift.model import Edit, Finding, Fix, Level, Safety
from tensorlift.rewrite.python2 import CannotConvertError
from tensorlift.rewrite.rounds import Rounds
from tensorlift.rules import native_lift
from tensorlift.settings import Settings
from tensorlift.source.statements import statement_at
from tensorlift.source.suppressions import ignore_edit, skip_file_edit

if TYPE_CHECKING:
    from tensorlift.lsp.session import TensorliftServer

QUICK_FIX = t.CodeActionKind.QuickFix.value
REWRITE = t.CodeActionKind.RefactorRewrite.value + ".tensorlift"
FIX_ALL = t.CodeActionKind.SourceFixAll.value + ".tensorlift"
# VS Code asks for kinds that begin with "notebook" once for a notebook. It asks for others in all cells at the same time, and to
# answer each with the edits of all would make these several times: FIX_ALL is not offered in cells.
NOTEBOOK_FIX_ALL = "notebook." + FIX_ALL
KINDS = (QUICK_FIX, REWRITE, FIX_ALL, NOTEBOOK_FIX_ALL)

OPEN_GUIDE = "tensorlift.openGuide"
FIX_FILE = "tensorlift.fixFile"

# A review reason longer than this is cut: titles are lines of a menu.
_REASON = 60


def wanted(kind: str, only: Sequence[str] | None) -> bool:
    """Return whether a client that asks for the kinds ``only`` wants ``kind``: the same, or one further out (``source``)."""
    return only is None or any(asked in ("", kind) or kind.startswith(asked + ".") for asked in only)


def code_actions(analysis: Analysis, params: t.CodeActionParams, client: Client) -> list[t.CodeAction]:
    """Return what can be done at a range.

    Args:
        analysis: The findings of the text. The diagnostics in the request are not looked at: they may be those of an older text.
        params: The request. Without a finding in the range there are only actions whose kind it names, so that no lightbulb
            appears on other lines.
        client: What the client can do.

    Returns:
        The fixes of each finding in the range, the preferred one first; what changes more than a finding; at last the comments that
        silence findings.
    """
    menu = _Menu(analysis, params, client)
    only = params.context.only
    actions: list[t.CodeAction | None] = []
    if wanted(QUICK_FIX, only):
        actions += [*menu.fixes(), *menu.wider_fixes()]
    if wanted(REWRITE, only):
        actions += [*menu.lifts(asked=only is not None), menu.native(asked=only is not None)]
    kind = FIX_ALL if isinstance(analysis.view, TextView) else NOTEBOOK_FIX_ALL
    if only is not None and wanted(kind, only) and analysis.safe_count:
        actions.append(menu.later("Fix all TensorFlow 1 findings that are safe to fix", {"fix": "all"}, kind))
    if wanted(QUICK_FIX, only):
        actions += menu.comments()
    return [action for action in actions if action is not None]


class _Menu:
    """What is offered at one place."""

    def __init__(self, analysis: Analysis, params: t.CodeActionParams, client: Client) -> None:
        self.analysis = analysis
        self.client = client
        self.uri = params.text_document.uri
        # what is asked for by its kind is wanted for sure, such as on save
        self.automatic = params.context.trigger_kind is t.CodeActionTriggerKind.Automatic and params.context.only is None
        self.invoked = params.context.trigger_kind is t.CodeActionTriggerKind.Invoked
        self.span = analysis.view.span(self.uri, params.range)
        self.one_line = params.range.start.line == params.range.end.line
        self.whole = "this file" if isinstance(analysis.view, TextView) else "this notebook"
        self._diagnostics: dict[Finding, t.Diagnostic] = {}

    @cached_property
    def found(self) -> list[Finding]:
        """The findings in the range."""
        return self.analysis.findings_between(*self.span) if self.span is not None else []

    @cached_property
    def fixable(self) -> dict[Finding, list[tuple[Fix, t.WorkspaceEdit]]]:
        """The findings in the range that have fixes, and these with their edits."""
        fixes = {}
        for finding in self.found:
            edits = [(fix, self.edit(fix.edits, fix.creates)) for fix in finding.fixes if fix.safety is not Safety.MANUAL]
            if possible := [(fix, edit) for fix, edit in edits if edit is not None]:
                fixes[finding] = possible
        return fixes

    def edit(self, edits: Iterable[Edit], creates: Iterable[str] = ()) -> t.WorkspaceEdit | None:
        joined = Rounds(len(self.analysis.document.data))
        joined.apply(edits)  # one edit for each place: clients differ in the order of insertions at the same one
        return lsp_workspace_edit(self.analysis.view, joined.edits, self.client, created(self.analysis.view.uri, creates))

    def diagnostics(self, *findings: Finding) -> list[t.Diagnostic]:
        for finding in findings:
            if finding not in self._diagnostics:
                self._diagnostics[finding] = lsp_diagnostic(self.analysis.view, finding, self.client)
        return [self._diagnostics[finding] for finding in findings]

    def later(self, title: str, data: Mapping[str, Any], kind: str = QUICK_FIX, *findings: Finding) -> t.CodeAction | None:
        """Return an action whose edit takes time to make: a client that can asks for it with :func:`resolved_edit` when it is chosen.

        For any other client the edit is made now; but not for a list that nobody asked for.
        """
        data = {"uri": self.uri, "version": self.analysis.view.version(self.uri), **data}
        action = t.CodeAction(title, kind, self.diagnostics(*findings) or None)
        if self.client.resolve:
            action.data = data
            return action
        if not self.automatic:
            with suppress(CannotConvertError):
                action.edit = resolved_edit(self.analysis, data, self.client)
        return action if action.edit is not None else None

    def fixes(self) -> Iterator[t.CodeAction | None]:
        """Yield what can be done about each finding."""
        guides: set[str] = set()
        for finding in self.found:
            if finding in self.fixable:
                yield from self._fixes_of(finding)
            elif _is_python2(finding):
                yield self.later(f"Convert {self.whole} to Python 3 (review the result)", {"fix": "python3"}, QUICK_FIX, finding)
            elif finding.url is not None and finding.url not in guides and self.client.show_document:
                guides.add(finding.url)
                command = t.Command("Open the guide", OPEN_GUIDE, arguments=[finding.url])
                alike = [other for other in self.found if other.url == finding.url and other not in self.fixable]
                yield t.CodeAction("Open the guide", QUICK_FIX, self.diagnostics(*alike), command=command)

    def _fixes_of(self, finding: Finding) -> Iterator[t.CodeAction]:
        fixes = self.fixable[finding]
        preferred = next((fix for fix, _ in fixes if fix.safety is Safety.SAFE), None)
        for fix, edit in fixes:
            title = fix.title if fix.level is fixes[0][0].level else f"{fix.title} (level {fix.level.value})"
            if fix.safety is Safety.REVIEW:
                title += f" (review: {_reason(finding)})"
            is_preferred = True if fix is preferred else None
            yield t.CodeAction(title, QUICK_FIX, self.diagnostics(finding), is_preferred=is_preferred, edit=edit)

    def wider_fixes(self) -> Iterator[t.CodeAction | None]:
        """Yield what fixes more than one finding; with the diagnostics, before which VS Code lists nothing without any."""
        if not (self.fixable or any(map(_is_python2, self.found))):
            return
        safe = [finding.code for finding in self.analysis.unplaced if engine.preferred_fix(finding) is not None]
        for code in dict.fromkeys(finding.code for finding in self.fixable):
            if safe.count(code) > 1:
                alike = [finding for finding in self.fixable if finding.code == code]
                title = f"Fix all {code} ({safe.count(code)}) in {self.whole}"
                yield self.later(title, {"fix": "rule", "code": code}, QUICK_FIX, *alike)
        if len(safe) > 1:
            yield self.later(f"Fix all ({len(safe)}) in {self.whole}", {"fix": "all"}, QUICK_FIX, *self.found)
        count = sum(1 for finding in self.analysis.unplaced if _to_review(finding) is not None or _is_python2(finding))
        if count and count + len(safe) > 1:
            title = f"Apply all fixes in {self.whole}, including those to review ({count})"
            yield self.later(title, {"fix": "review"}, QUICK_FIX, *self.found)

    def lifts(self, *, asked: bool) -> Iterator[t.CodeAction | None]:
        """Yield the rewrites to other levels, where these write something else.

        Args:
            asked: Whether the request names this kind; only then the text is checked at the other levels, which takes time.
        """
        if self.span is None or not (asked or self.fixable):
            return
        document, settings = self.analysis.document, self.analysis.settings
        start = self.span[0] if asked else next(iter(self.fixable)).start
        begin, end = statement_at(document, start)
        place = self.analysis.view.location(start, start).range.start
        levels = {fix.level for finding in self.analysis.unplaced for fix in finding.fixes}
        for level in Level:
            if level is settings.level or not (asked or level in levels):
                continue
            findings = list(self.analysis.findings)
            if asked:
                others = self.analysis.at_level(level)
            else:
                others = [_at_level(finding, level) for finding in findings]
            if others == findings:
                continue
            for what, first, last, data in (
                ("this statement", begin, end, {"place": {"line": place.line, "character": place.character}}),
                (self.whole, 0, len(document.data) + 1, {}),
            ):
                if level is Level.COMPAT and data:
                    continue  # a file is a TensorFlow 1 program as a whole, by its import
                there = [finding for finding in others if first <= finding.start < last]
                here = [finding for finding in findings if first <= finding.start < last]
                edits = engine.select_fixes(there, review=True)
                if edits and edits != engine.select_fixes(here, review=True):
                    review = " (review the result)" if any(map(_to_review, there)) else ""
                    title = f"Lift {what} to level {level.value}{review}"
                    yield self.later(title, {"fix": "level", "level": level.value, **data}, REWRITE)

    def native(self, *, asked: bool) -> t.CodeAction | None:
        """Return the rewrite of a whole program, which is made when it is chosen: it takes up to a second.

        Args:
            asked: Whether the request names this kind; otherwise it is offered beside other fixes, and wherever a user opens the list.
        """
        if self.span is None or not (asked or self.fixable or self.invoked) or self.analysis.names is None:
            return None
        if not any(native_lift.PROGRAM.search(chunk.data) for chunk in self.analysis.document.chunks):
            return None
        title = "Lift this program to native TensorFlow 2 (review the result)"
        if self.client.resolve:
            return self.later(title, {"fix": "native"}, REWRITE)
        choice = {"level": Level.NATIVE.value, "review": True}
        command = t.Command(title, FIX_FILE, arguments=[self.uri, choice])
        return t.CodeAction(title, REWRITE, command=command) if self.client.apply_edit else None

    def comments(self) -> Iterator[t.CodeAction]:
        """Yield the comments that silence the findings."""
        document = self.analysis.document
        alike: dict[tuple[str, Edit], list[Finding]] = {}
        for finding in self.found:
            edit = ignore_edit(document, finding)
            if edit is not None:
                alike.setdefault((finding.code, edit), []).append(finding)
        for (code, edit), findings in alike.items():
            line = self.analysis.view.location(edit.start, edit.start).range.start.line
            title = f"Ignore {code} on this line" if self.one_line else f"Ignore {code} on line {line + 1}"
            if (made := self.edit([edit])) is not None:
                yield t.CodeAction(title, QUICK_FIX, self.diagnostics(*findings), edit=made)
        if self.found and (made := self.edit([skip_file_edit(document)])) is not None:
            yield t.CodeAction(f"Ignore everything in {self.whole}", QUICK_FIX, edit=made)


def _reason(finding: Finding) -> str:
    """Return what to look at after a fix to review: the last sentence of the finding's message."""
    reason = finding.message.rstrip(".").rpartition(". ")[2].partition("; ")[0]
    if len(reason) > _REASON:
        reason = reason[:_REASON].rsplit(" ", 1)[0] + " …"
    return reason


def _to_review(finding: Finding) -> Fix | None:
    """Return the fix that is only applied if it is looked at afterwards, or None."""
    fix = engine.preferred_fix(finding, review=True)
    return fix if fix is not None and fix.safety is Safety.REVIEW else None


def _is_python2(finding: Finding) -> bool:
    return finding.slug == engine.PYTHON2


def _at_level(finding: Finding, level: Level) -> Finding:
    """Return a finding whose fixes of a level come first; the finding itself where they do."""
    fixes = tuple(sorted(finding.fixes, key=lambda fix: fix.level is not level))
    return finding if fixes == finding.fixes else replace(finding, fixes=fixes)


def resolved_edit(analysis: Analysis, data: Mapping[str, Any], client: Client, lift: FoundLift | None = None) -> t.WorkspaceEdit | None:
    """Return the edit of an action that was offered without it.

    Args:
        analysis: The findings of the present text, which may be a newer one than the action was offered for.
        data: What the action carries: ``fix`` says what to do.
        client: What the client can do.
        lift: What becomes of the program in the text, for the lift to level ``native``.

    Returns:
        The edit of the present text, with its version; None if there is nothing left to do.

    Raises:
        CannotConvertError: The file cannot be converted to Python 3.
    """
    view, settings = analysis.view, analysis.settings
    what = data.get("fix")
    if what == "all":
        return _edit_of(analysis, analysis.all_fixes, client)
    if what == "rule":
        code = data.get("code")
        return _edit_of(analysis, analysis.fix(accept=lambda finding: finding.code == code), client)
    if what == "python3":
        is_python2 = any(map(_is_python2, analysis.findings))
        return lsp_workspace_edit(view, engine.python3_edits(analysis.document) if is_python2 else (), client)
    program = lift.finding_in(analysis.document) if lift is not None else None
    if what == "review":
        return _reviewed(analysis, settings, _everywhere, client, program)
    if what == "native":
        if program is None or not program.fixes:
            return None
        return _edit_of(analysis, analysis.fix(replace(settings, level=Level.NATIVE), review=True, program=program), client)
    if what == "level" and data.get("level") in [level.value for level in Level]:
        accept = _in_statement(analysis, data) if "place" in data else _everywhere
        return _reviewed(analysis, replace(settings, level=Level(data["level"])), accept, client, program)
    return None


def lifts_program(data: Mapping[str, Any], level: Level) -> bool:
    """Return whether an action lifts the program as a whole.

    Args:
        data: What the action carries.
        level: The level of the settings.
    """
    wanted = {"native": Level.NATIVE.value, "review": level.value, "level": data.get("level")}.get(str(data.get("fix")))
    return wanted == Level.NATIVE.value and "place" not in data


def _edit_of(analysis: Analysis, result: engine.FixResult, client: Client) -> t.WorkspaceEdit | None:
    view = analysis.view
    return lsp_workspace_edit(view, result.edits, client, created(view.uri, result.creates))


def _everywhere(finding: Finding) -> bool:
    return True


def _in_statement(analysis: Analysis, data: Mapping[str, Any]) -> engine.Accept:
    """Return what tells whether a finding is in the statement at the place that an action carries."""
    place = data["place"]
    line, character = (place.get("line"), place.get("character")) if isinstance(place, dict) else (None, None)
    if not (isinstance(line, int) and isinstance(character, int) and line >= 0 and character >= 0):
        return lambda finding: False
    offset = analysis.view.offset(str(data.get("uri")), t.Position(line, character))
    if offset is None:
        return lambda finding: False
    begin, end = statement_at(analysis.document, offset)
    # what is fixed without a fix of its own concerns the whole file
    return lambda finding: begin <= finding.start < end and bool(finding.fixes)


def _reviewed(
    analysis: Analysis, settings: Settings, accept: engine.Accept, client: Client, program: Finding | None = None
) -> t.WorkspaceEdit | None:
    """Return the edit that applies fixes to review, too; where the client can, it asks about these by what is to be looked at."""
    result = analysis.fix(settings, accept=accept, review=True, program=program)
    edits = result.edits
    if not (client.annotations and client.confirms):
        return _edit_of(analysis, result, client)
    is_plain = settings is analysis.settings and accept is _everywhere
    safe = frozenset((analysis.all_fixes if is_plain else analysis.fix(settings, accept=accept)).edits)
    if not safe.issubset(edits):
        # Part of what is safe alone would not be without the rest.
        safe = frozenset()
    findings = analysis.findings if settings is analysis.settings else engine.check(analysis.document, settings, lift=False)
    if program is not None:
        findings = (*findings, program)
    reasons = [
        (edit, _reason(finding), f"{finding.code} {finding.slug}")
        for finding in findings
        if accept(finding) and (fix := _to_review(finding)) is not None
        for edit in fix.edits
    ]
    converts = any(_is_python2(finding) and accept(finding) for finding in findings)
    other = "What makes the file Python 3, and what goes with it" if converts else "What goes with the other changes"
    annotations: dict[str, t.ChangeAnnotation] = {}
    changes: dict[str, t.TextDocumentEdit] = {}
    for edit in edits:
        converted = analysis.view.text_document_edits([edit])
        if not converted:
            return None
        if edit not in safe:
            touching = (found for found in reasons if found[0].start <= edit.end and edit.start <= found[0].end)
            _, label, description = next(touching, (edit, other, None))
            annotations.setdefault(label, t.ChangeAnnotation(label, True, description))
            for change in converted:
                change.edits = [_annotated(one, label) for one in change.edits]
        for change in converted:
            known = changes.setdefault(change.text_document.uri, change)
            if known is not change:
                known.edits = [*known.edits, *change.edits]
    if not changes:
        return None
    files = created(analysis.view.uri, result.creates)
    return t.WorkspaceEdit(document_changes=[*files, *changes.values()], change_annotations=annotations or None)


def _annotated(edit: t.TextEdit | t.AnnotatedTextEdit | t.SnippetTextEdit, label: str) -> t.AnnotatedTextEdit:
    assert isinstance(edit, t.TextEdit)
    return t.AnnotatedTextEdit(annotation_id=label, range=edit.range, new_text=edit.new_text)


def register(ls: TensorliftServer) -> None:
    """Offer code actions; with edits that are made later only to a client that asks for them then."""

    @ls.feature(t.TEXT_DOCUMENT_CODE_ACTION, t.CodeActionOptions(code_action_kinds=list(KINDS), resolve_provider=ls.client.resolve))
    async def code_action(params: t.CodeActionParams) -> list[t.CodeAction]:
        return await ls.ask(params.text_document.uri, lambda analysis: code_actions(analysis, params, ls.client)) or []

    if ls.client.resolve:

        @ls.feature(t.CODE_ACTION_RESOLVE)
        async def resolve_code_action(action: t.CodeAction) -> t.CodeAction:
            data = action.data
            if action.edit is not None or not isinstance(data, dict):
                return action
            reason = "There is nothing left to change."
            uri = str(data.get("uri"))
            source = ls.source(uri)
            settings = ls.project.settings(source.file) if source is not None else None
            lift = await find_lift(ls, uri) if settings is not None and lifts_program(data, settings.level) else None
            if lift is not None:
                reason = await tell_way(ls, uri, lift) or reason
            try:
                action.edit = await ls.ask(uri, lambda analysis: resolved_edit(analysis, data, ls.client, lift))
            except CannotConvertError as error:
                reason = str(error)
                ls.window_show_message(t.ShowMessageParams(t.MessageType.Warning, f"tensorlift: {reason}"))
            if action.edit is None:
                action.edit = t.WorkspaceEdit()
                action.disabled = t.CodeActionDisabled(reason) if ls.client.disabled else None
            return action

    if ls.client.show_document:

        @ls.command(OPEN_GUIDE)
        async def open_guide(url: str = "") -> None:
            if url.startswith("https://"):
                await ls.window_show_document_async(t.ShowDocumentParams(uri=url, external=True))
