"""Check a document, fix a document. Everything above this module only converts and shows."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from tensorlift.catalog import load
from tensorlift.model import Edit, Finding, Fix, Safety
from tensorlift.rewrite.difference import minimal_edits
from tensorlift.rewrite.edits import EditSet, apply_edits
from tensorlift.rewrite.python2 import CannotConvertError, to_python3
from tensorlift.rewrite.rounds import Rounds
from tensorlift.rules import all_checks
from tensorlift.rules.context import Context
from tensorlift.settings import Settings
from tensorlift.source.document import Document, decode
from tensorlift.source.names import ROOT, FactsCache
from tensorlift.source.suppressions import suppressions

_LOG = logging.getLogger(__name__)
# A fix may uncover another (an import that nothing uses any more); more rounds than this are a rule at odds with itself.
MAX_ROUNDS = 6

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
    """

    text: str
    fixed: int
    remaining: list[Finding]
    edits: tuple[Edit, ...] = ()


def check(document: Document, settings: Settings, cache: FactsCache | None = None) -> list[Finding]:
    """Return the findings of a document, in the order of the text.

    Args:
        document: The document.
        settings: Target, level, selected and suppressed rules.
        cache: What an earlier check of the same document learned; makes the next one cheaper.
    """
    if ROOT.encode() not in document.data:
        return []
    context = Context(document, settings, load(), cache)
    found: list[Finding] = []
    for name, rule_check in all_checks():
        try:
            found.extend(rule_check(context))
        except Exception:  # one rule's defect must not cost the findings of the others
            _LOG.exception("rule %s failed on %s", name, document.path)
    quiet = suppressions(document)
    if quiet.skip_file:
        return []
    found = [
        _with_severity(finding, settings) for finding in found if is_selected(finding, settings) and not quiet.covers(finding, document)
    ]
    found.sort(key=lambda finding: (finding.start, finding.end, finding.code))
    return found


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


def select_fixes(findings: Iterable[Finding], *, review: bool = False) -> list[Edit]:
    """Return the edits of all preferred fixes that go together, in the order of the text."""
    return _select(findings, review)[0]


def _select(findings: Iterable[Finding], review: bool) -> tuple[list[Edit], int]:
    edits = EditSet()
    count = 0
    for finding in findings:
        fix = preferred_fix(finding, review=review)
        if fix is not None and edits.add(fix.edits):
            count += 1
    return edits.edits, count


def _sound_fixes(document: Document, findings: list[Finding], review: bool) -> tuple[list[Edit], int]:
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
) -> FixResult:
    """Apply every fix that may be applied, until nothing changes.

    Args:
        document: The document; it is not changed.
        settings: As for :func:`check`.
        review: Whether fixes that need a look afterwards are applied too; a file in Python 2 is then converted to Python 3 first.
        accept: Which findings are fixed; asked about each with its place in ``document``, also when earlier fixes have moved it.
        allows: Which fixes are applied; asked about the edits of each, with their places in ``document``.
    """
    current = document
    rounds = Rounds(len(document.data))
    fixed = 0
    findings = check(current, settings)
    if review and any(finding.slug == PYTHON2 and accept(finding) for finding in findings):
        edits = _allowed_python3_edits(document, allows)
        if edits:
            rounds.apply(edits)
            fixed += 1
            current = Document(decode(apply_edits(document.data, edits)), document.path)
            findings = check(current, settings)
    for _ in range(MAX_ROUNDS):
        chosen = list(_chosen(findings, rounds, accept, allows))
        edits, count = _select(chosen, review)
        if not edits:
            break
        following = Document(decode(apply_edits(current.data, edits)), document.path)
        if following.has_error and not current.has_error:
            edits, count = _sound_fixes(current, chosen, review)
            if not edits:
                break
            following = Document(decode(apply_edits(current.data, edits)), document.path)
        rounds.apply(edits)
        fixed += count
        current = following
        findings = check(current, settings)
    return FixResult(current.text, fixed, findings, rounds.edits)


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
