"""Check a document, fix a document. Everything above this module only converts and shows."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tensorlift.catalog import load
from tensorlift.model import Edit, Finding, Fix, Level, Safety, Severity
from tensorlift.project.kinds import kind_of
from tensorlift.rewrite.difference import minimal_edits
from tensorlift.rewrite.edits import EditSet, apply_edits
from tensorlift.rewrite.python2 import CannotConvertError, to_python3
from tensorlift.rewrite.rounds import Rounds
from tensorlift.rules import checks_of, native_lift
from tensorlift.rules.context import NO_TRAITS, Context, FileContext, Traits, placed
from tensorlift.settings import Settings
from tensorlift.source.document import Document, decode
from tensorlift.source.names import ROOT
from tensorlift.source.python2 import first_python2
from tensorlift.source.suppressions import Suppressions, suppressions

if TYPE_CHECKING:
    from tensorlift.project.needs import Need

_LOG = logging.getLogger(__name__)
# A fix may uncover another (an import that nothing uses any more); more rounds than this are a rule at odds with itself.
MAX_ROUNDS = 6
# Answers that nobody asks for any more are looked for when there are more than this.
_FEW_ANSWERS = 200

PYTHON2 = "python2-syntax"
"""The rule whose finding is fixed by converting the whole file to Python 3."""

Accept = Callable[[Finding], bool]
"""Chooses findings by place, code or level."""

Allows = Callable[[Iterable[Edit]], bool]
"""Tells whether the edits of a fix can be made where the text stands, such as in the cells of a notebook."""


@dataclass(frozen=True, slots=True)
class FixResult:
    """What fixing a document gave.

    Attributes:
        text: The new text.
        fixed: How many findings were fixed.
        remaining: The findings of the new text.
        edits: The edits of the old text that give the new one, in the order of the text; they do not overlap.
        creates: The companion modules (:mod:`tensorlift.companions`) that the new text needs beside it, by name.
    """

    text: str
    fixed: int
    remaining: list[Finding]
    edits: tuple[Edit, ...] = ()
    creates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Remark:
    """A finding that no check makes, told for as long as its line stays as it is.

    Attributes:
        line: The line, without what is before and behind the finding.
        finding: The finding, at its place in the text that it was made for.
    """

    line: bytes
    finding: Finding

    @classmethod
    def of(cls, document: Document, finding: Finding) -> Remark:
        """Return the remark for a finding in the present text of a document."""
        return cls(document.data[finding.start : finding.end], finding)

    def placed(self, document: Document) -> Finding | None:
        """Return the finding at its place in another version of the text; None if the line is not there any more."""
        data, length = document.data, len(self.line)
        start = self.finding.start
        if data[start : start + length] != self.line:
            start = data.find(self.line)
        return None if start < 0 else _moved(self.finding, start - self.finding.start)


class Checked:
    """The findings of one version of a document.

    Attributes:
        document: The document; valid until it changes.
        chunks: For each chunk its findings, with offsets relative to the chunk.
        read: Whether the names in it were read, since there is TensorFlow in it.
    """

    def __init__(self, document: Document, chunks: list[tuple[Finding, ...]], *, read: bool = True) -> None:
        self.document = document
        self.chunks = chunks
        self.read = read
        self._placed_edits: dict[Edit, Edit] = {}

    def __iter__(self) -> Iterator[Finding]:
        """Yield the findings, in the order of the text."""
        for index, found in enumerate(self.chunks):
            if found:
                yield from self._placed(index)

    def between(self, start: int, end: int) -> Iterator[Finding]:
        """Yield the findings that touch a stretch of the text."""
        if not self.chunks:
            return
        for index in range(self.document.chunk_at(start), self.document.chunk_at(end) + 1):
            if self.chunks[index]:
                yield from (finding for finding in self._placed(index) if finding.start <= end and finding.end >= start)

    def _placed(self, index: int) -> Iterator[Finding]:
        shift = self.document.chunk_starts[index]
        for finding in self.chunks[index]:
            fixes = tuple(
                Fix(fix.title, fix.level, fix.safety, tuple(self._edit(edit, shift) for edit in fix.edits), fix.creates)
                for fix in finding.fixes
            )
            yield replace(finding, start=finding.start + shift, end=finding.end + shift, fixes=fixes)

    def _edit(self, edit: Edit, shift: int) -> Edit:
        if edit.start >= 0:
            return Edit(edit.start + shift, edit.end + shift, edit.text)
        if edit not in self._placed_edits:
            self._placed_edits[edit] = placed(self.document, edit)
        return self._placed_edits[edit]


@dataclass(slots=True)
class _Result:
    """What was found in a chunk, and what it depends on beyond the chunk's text."""

    names: object
    traits: Traits
    python2: tuple[int, int, str] | None = None
    is_first_python2: bool = False
    rules: object = None
    consulted: tuple[tuple[str, object], ...] = ()
    asked: frozenset[tuple[object, ...]] = frozenset()
    quiet: Suppressions | None = None
    findings: tuple[Finding, ...] = ()


class Checker:
    """Checks one document again and again while it changes; only what a change may have touched is checked anew.

    Args:
        settings: Target, level, selected and suppressed rules.
        needs: What the Python files of a project need, if the document is its project file.

    Attributes:
        remark: What is told besides, until its line changes.
    """

    def __init__(self, settings: Settings, needs: Sequence[Need] = ()) -> None:
        self.settings = settings
        self.needs = needs
        self.remark: Remark | None = None
        self.file: FileContext | None = None
        self._rules: object = None
        self._environment: object = None
        self._whole: tuple[object, ...] = ()
        self._traits = NO_TRAITS
        self._most_answers = _FEW_ANSWERS
        self._known_traits = {NO_TRAITS: NO_TRAITS}
        self._results: list[_Result] = []
        self._found: list[tuple[Finding, ...]] = []
        self._python2 = -1
        self._is_skipped = False

    def check(self, document: Document, *, follows: bool = False) -> Checked:
        """Return the findings of the present text of a document.

        Args:
            document: The document, always the same one, edited or not.
            follows: It is another one, made of the one before by :meth:`Document.replaced`.
        """
        checked = self._check_code(document, follows) if document.is_code else Checked(document, [()], read=False)
        if self.remark is not None and checked.read:
            checked = Checked(document, self._with_remark(document, checked.chunks))
        if kind_of(document.path) is None:
            return checked
        return Checked(document, self._with_project(document, checked.chunks), read=checked.read)

    def _with_remark(self, document: Document, chunks: list[tuple[Finding, ...]]) -> list[tuple[Finding, ...]]:
        found = self.remark.placed(document) if self.remark is not None else None
        if found is None:
            self.remark = None
            return chunks
        index = document.chunk_at(found.start)
        moved = _moved(found, -document.chunk_starts[index])
        return [
            *chunks[:index],
            tuple(sorted((*chunks[index], moved), key=lambda one: (one.start, one.end, one.code))),
            *chunks[index + 1 :],
        ]

    @property
    def era(self) -> str:
        """Which TensorFlow the text was written for that was checked last; see :attr:`FileContext.era`."""
        return self.file.era if self.file is not None else "open"

    @property
    def is_skipped(self) -> bool:
        """Whether the text asks not to be looked at."""
        return self._is_skipped

    def _check_code(self, document: Document, follows: bool) -> Checked:
        if ROOT.encode() not in document.data:
            document.changed.clear()
            self._whole = ()
            if self.file is not None:
                self.file.answers.clear()
            return Checked(document, [()] * len(document.chunks), read=False)
        file = self.file
        if file is not None and follows:
            file.document = document
        if file is None or file.document is not document:
            file = self.file = FileContext(document, self.settings, load())
            self._whole = ()
            for chunk in document.chunks:
                chunk.facts = chunk.notes = chunk.result = None
        before = file.names.chunks
        changed = file.names.read(document)
        replaced = [(before[index], index) for index in changed] if changed is not None else None
        if changed is None or not self._replace_results(file, changed):
            changed = None
            self._read_results(file)
        results = self._results
        line_end = document.line_end
        environment = file.names.environment
        renamed = environment is not self._environment
        self._environment = environment
        said, self._traits = file.traits is not self._traits, file.traits
        whole = line_end, self._is_skipped
        if whole != self._whole:
            self._whole = whole
            self._rules = object()
            file.line_end = line_end
            changed = None
        stale = file.answer_again(document.changed, replaced, renamed, said)
        document.changed.clear()
        if self._is_skipped:
            self._found = []
            return Checked(document, [()] * len(results))
        rules, names = self._rules, file.names
        if changed is None or stale or len(self._found) != len(results):
            changed = list(range(len(results)))
            self._found = [()] * len(results)
        found = self._found = list(self._found)
        checked: list[int] = []
        for index in changed:
            result = results[index]
            moved = renamed and any(names.names_state(path, index) != state for path, state in result.consulted)
            moved = moved or result.is_first_python2 is not (index == self._python2)
            if result.rules is not rules or moved or (stale and not stale.isdisjoint(result.asked)):
                result.is_first_python2 = index == self._python2
                self._check_chunk(file, index, result)
                result.rules = rules
                checked.append(index)
            found[index] = result.findings
        # Not before all are checked, since rules look into other chunks.
        for index in checked:
            document.chunks[index].drop_tree()
        if len(file.answers) > self._most_answers:
            file.forget_answers(result.asked for result in results)
            self._most_answers = 2 * len(file.answers) + _FEW_ANSWERS
        return Checked(document, found)

    def _with_project(self, document: Document, chunks: list[tuple[Finding, ...]]) -> list[tuple[Finding, ...]]:
        """Put what a project file asks for beside the findings of its code."""
        from tensorlift.project import check as project  # most texts are no project files

        document.changed.clear()
        chunks = list(chunks)
        quiet = [suppressions(chunk) if document.is_code else None for chunk in document.chunks]
        if any(one is not None and one.skip_file for one in quiet):
            return chunks
        for finding in project.check(document, self.settings, self.needs):
            index = document.chunk_at(finding.start)
            moved, silent = _moved(_with_severity(finding, self.settings), -document.chunk_starts[index]), quiet[index]
            if is_selected(moved, self.settings) and not (silent is not None and silent.covers(moved, document.chunks[index])):
                chunks[index] = tuple(sorted((*chunks[index], moved), key=lambda one: (one.start, one.end, one.code)))
        return chunks

    def _read_results(self, file: FileContext) -> None:
        """Find out what each chunk says about the file, and take it together."""
        self._results = results = [self._result(file, index) for index in range(len(file.document.chunks))]
        file.traits = self._same_traits(Traits.together({id(result.traits): result.traits for result in results}.values()))
        self._python2 = next((index for index, result in enumerate(results) if result.python2 is not None), -1)
        self._is_skipped = any(result.quiet.skip_file for result in results if result.quiet is not None)

    def _replace_results(self, file: FileContext, changed: Iterable[int]) -> bool:
        """Do the same for some chunks; False if they say something else about the file than those that they took the place of."""
        for index in changed:
            old, new = self._results[index], self._result(file, index)
            if old.traits is not new.traits or old.python2 is not None or new.python2 is not None:
                return False
            if any(result.quiet is not None and result.quiet.skip_file for result in (old, new)):
                return False
            self._results[index] = new
        return True

    def _result(self, file: FileContext, index: int) -> _Result:
        chunk, stamp = file.document.chunks[index], file.names.stamp(index)
        result: _Result | None = chunk.result
        if result is None or result.names is not stamp:
            traits = (
                self._same_traits(Context(file, index).own_traits())
                if stamp is not None or b"partitioner" in chunk.data or b".numpy()" in chunk.data
                else NO_TRAITS
            )
            quiet = suppressions(chunk) if b"tensorlift:" in chunk.data else None
            result = chunk.result = _Result(stamp, traits, first_python2(chunk.root), quiet=quiet)
        return result

    def _same_traits(self, traits: Traits) -> Traits:
        # Few differ, and the same object is quickly seen to say the same.
        return self._known_traits.setdefault(traits, traits)

    def _check_chunk(self, file: FileContext, index: int, result: _Result) -> None:
        context = Context(file, index, result.python2 if result.is_first_python2 else None)
        file.names.consulted.clear()
        found: list[Finding] = []
        for name, rule_check in checks_of(context):
            try:
                found.extend(rule_check(context))
            except Exception:  # one rule's defect must not cost the findings of the others
                _LOG.exception("rule %s failed on %s", name, file.document.path)
        settings, quiet, chunk = self.settings, result.quiet, context.chunk
        found = [
            _with_severity(finding, settings)
            for finding in found
            if is_selected(finding, settings) and not (quiet is not None and quiet.covers(finding, chunk))
        ]
        found.sort(key=lambda finding: (finding.start, finding.end, finding.code))
        result.findings = tuple(found)
        result.asked = frozenset(context.asked)
        result.consulted = tuple((path, file.names.names_state(path, index)) for path in file.names.consulted)


def check(document: Document, settings: Settings, needs: Sequence[Need] = (), *, lift: bool = True) -> list[Finding]:
    """Return the findings of a document, in the order of the text.

    Args:
        document: The document; nothing is noted down at it.
        settings: Target, level, selected and suppressed rules.
        needs: As for :class:`Checker`.
        lift: Whether the program as a whole is looked at, too, at level ``native``; it takes time (:func:`find_lift`).
    """
    checker = Checker(settings, needs)
    checked = checker.check(document.copy())
    found = list(checked)
    program = find_lift(document, settings) if lift and checked.read and not checker.is_skipped else None
    return found if program is None else sorted((*found, program), key=lambda one: (one.start, one.end, one.code))


def find_lift(document: Document, settings: Settings) -> Finding | None:
    """Return what becomes of the program in a document at level ``native``.

    Args:
        document: The document; nothing is noted down at it. A file of 1,000 lines takes up to a second.
        settings: Target, level, selected and suppressed rules.

    Returns:
        A finding with the fix that lifts it, or with what stands in the way; None at other levels, and where there is no such program.
    """
    if settings.level is not Level.NATIVE or not document.is_code or document.has_error:
        return None
    rule = native_lift.RULE
    if not is_selected(Finding(rule.code, rule.slug, Severity.INFORMATION, "", 0, 0), settings):
        return None
    found = native_lift.find(document, settings)
    if found is None:
        return None
    chunk, start = document.chunk_and_start(found.start)
    found = _with_severity(found, settings)
    return None if suppressions(chunk).covers(_moved(found, -start), chunk) else found


def _moved(finding: Finding, by: int) -> Finding:
    fixes = tuple(replace(fix, edits=tuple(Edit(edit.start + by, edit.end + by, edit.text) for edit in fix.edits)) for fix in finding.fixes)
    return replace(finding, start=finding.start + by, end=finding.end + by, fixes=fixes)


def is_selected(finding: Finding, settings: Settings) -> bool:
    """Whether settings want to see a finding."""

    def matches(names: Iterable[str]) -> bool:
        return any(finding.code.startswith(name) or finding.slug == name for name in names)

    return (not settings.select or matches(settings.select)) and not matches(settings.ignore)


def _with_severity(finding: Finding, settings: Settings) -> Finding:
    wanted = settings.severity.get(finding.code) or settings.severity.get(finding.slug)
    if wanted is None or wanted is finding.severity:
        return finding
    return Finding(
        finding.code,
        finding.slug,
        wanted,
        finding.message,
        finding.start,
        finding.end,
        finding.symbol,
        finding.url,
        finding.fixes,
        finding.deprecated,
    )


def preferred_fix(finding: Finding, *, review: bool = False) -> Fix | None:
    """Return the fix that is applied without asking, or None."""
    allowed = (Safety.SAFE, Safety.REVIEW) if review else (Safety.SAFE,)
    return next((fix for fix in finding.fixes if fix.safety in allowed), None)


def without_companions(finding: Finding) -> Finding:
    """Return a finding with those fixes only that create no companion module."""
    if not any(fix.creates for fix in finding.fixes):
        return finding
    return replace(finding, fixes=tuple(fix for fix in finding.fixes if not fix.creates))


def select_fixes(findings: Iterable[Finding], *, review: bool = False) -> list[Edit]:
    """Return the edits of all preferred fixes that go together, in the order of the text."""
    return _select(findings, review)[0]


def _select(findings: Iterable[Finding], review: bool) -> tuple[list[Edit], list[Fix]]:
    edits = EditSet()
    applied = []
    for finding in findings:
        fix = preferred_fix(finding, review=review)
        if fix is not None and edits.add(fix.edits):
            applied.append(fix)
    return edits.edits, applied


def _sound_fixes(document: Document, findings: list[Finding], review: bool) -> tuple[list[Edit], list[Fix]]:
    """Leave out the fixes that would break the syntax of a document; asked only when one does."""
    kept: list[Finding] = []
    for finding in findings:
        if preferred_fix(finding, review=review) is None:
            continue
        edits, _ = _select([*kept, finding], review)
        if Document(decode(apply_edits(document.data, edits))).has_error:
            _LOG.error("%s: a fix of %s would break the syntax and is left out", document.path, finding.code)
        else:
            kept.append(finding)
    return _select(kept, review)


def fix(
    document: Document,
    settings: Settings,
    *,
    review: bool = False,
    accept: Accept = lambda finding: True,
    allows: Allows = lambda edits: True,
    companions: bool = True,
    needs: Sequence[Need] = (),
    known: Sequence[Finding] | None = None,
    lift: bool = True,
) -> FixResult:
    """Apply every fix that may be applied, until nothing changes.

    Args:
        document: The document; it is not changed, and nothing is noted down at it.
        settings: As for :func:`check`.
        review: Whether fixes that need a look afterwards are applied too; a file in Python 2 is then converted to Python 3 first.
        accept: Which findings are fixed; asked about each with its place in ``document``, also when earlier fixes have moved it.
        allows: Which fixes are applied; asked about the edits of each, with their places in ``document``.
        companions: Whether companion modules can be created; without them, the fixes that need one are not applied.
        needs: As for :class:`Checker`.
        known: What :func:`check` has found with the same arguments, if that is at hand.
        lift: Whether the program as a whole is lifted at level ``native``; without it only so far as ``known`` tells how.
    """
    current = document.copy()
    rounds = Rounds(len(document.data))
    fixed = 0
    creates: set[str] = set()
    checker = Checker(settings, needs)
    findings = list(checker.check(current) if known is None else known)
    if review and any(finding.slug == PYTHON2 and accept(finding) for finding in findings):
        edits = _allowed_python3_edits(document, allows)
        if edits:
            rounds.apply(edits)
            fixed += 1
            current = current.replaced(decode(apply_edits(document.data, edits)))
            findings = list(checker.check(current, follows=True))
    program = next((finding for finding in findings if finding.slug == native_lift.RULE.slug), None)
    if program is not None:
        findings.remove(program)
    lift = lift and not checker.is_skipped
    if review and (known is None or fixed):
        program = find_lift(current, settings) if lift else None
    since = Rounds(len(current.data))
    for lifting in _chosen([program] if program is not None else [], rounds, accept, allows):
        edits, applied = _select([lifting if companions else without_companions(lifting)], review)
        if not edits:
            continue
        rounds.apply(edits)
        creates.update(applied[0].creates)
        before = len(findings)
        current = current.replaced(decode(apply_edits(current.data, edits)))
        # what a lift writes is TensorFlow 2, also where nothing in it says so
        findings = [found for found in checker.check(current, follows=True) if checker.era == "tf2"]
        fixed += 1 + max(0, before - len(findings))
        program, lift = None, False
    for _ in range(MAX_ROUNDS):
        chosen = list(_chosen(findings if companions else map(without_companions, findings), rounds, accept, allows))
        edits, applied = _select(chosen, review)
        if not edits:
            break
        following = current.replaced(decode(apply_edits(current.data, edits)))
        if following.has_error and not current.has_error:
            edits, applied = _sound_fixes(current, chosen, review)
            if not edits:
                break
            following = current.replaced(decode(apply_edits(current.data, edits)))
        rounds.apply(edits)
        since.apply(edits)
        fixed += len(applied)
        creates.update(module for fix in applied for module in fix.creates)
        current = following
        findings = list(checker.check(current, follows=True))
    if not lift:
        program = None
    elif program is not None:
        program = native_lift.moved(program, since.edits, current)
    elif not review:
        program = find_lift(current, settings)
    if program is not None:
        findings = sorted((*findings, program), key=lambda one: (one.start, one.end, one.code))
    return FixResult(current.text, fixed, findings, rounds.edits, tuple(sorted(creates)))


def _allowed_python3_edits(document: Document, allows: Allows) -> list[Edit]:
    try:
        edits = python3_edits(document)
    except CannotConvertError as error:
        _LOG.warning("%s: %s", document.path, error)
        return []
    return edits if allows(edits) else []


def _chosen(findings: Iterable[Finding], rounds: Rounds, accept: Accept, allows: Allows) -> Iterator[Finding]:
    """Yield the findings that are wanted, with the fixes that are allowed."""
    for finding in findings:
        if not finding.fixes:
            continue
        if not accept(replace(finding, start=rounds.origin(finding.start), end=rounds.origin(finding.end))):
            continue
        fixes = tuple(fix for fix in finding.fixes if allows([rounds.moved(edit) for edit in fix.edits]))
        yield finding if len(fixes) == len(finding.fixes) else replace(finding, fixes=fixes)


def python3_edits(document: Document) -> list[Edit]:
    """Return small edits that make Python 3 of a file in Python 2.

    Raises:
        CannotConvertError: A part of it has no equivalent.
    """
    return minimal_edits(document.text, to_python3(document.text))
