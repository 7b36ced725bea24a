"""Findings for people: one line each, and a summary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import click

from tensorlift.model import Safety, Severity
from tensorlift.project.results import FileResult, Located, Problem, all_findings, printable

_COLORS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFORMATION: "cyan", Severity.HINT: "bright_black"}
_TOP_SYMBOLS = 10


def listing(results: Iterable[FileResult], *, color: bool = False) -> str:
    """Return one line for each finding, an empty line between files."""
    blocks = ["\n".join(line(located, color=color) for located in result.findings) for result in results if result.findings]
    return "\n\n".join(blocks)


def line(located: Located, *, color: bool = False) -> str:
    """Return ``path:line:column: severity CODE message [fix: title]``."""

    def style(text: str, **look: object) -> str:
        return click.style(text, **look) if color else text  # type: ignore[arg-type]

    finding = located.finding
    cell = f"cell {located.cell}:" if located.cell is not None else ""
    place = f"{printable(located.path)}:{cell}{located.line}:{located.column}:"
    severity = f"{finding.severity.value} {finding.code}"
    text = f"{style(place, bold=True)} {style(severity, fg=_COLORS[finding.severity])} {' '.join(finding.message.split())}"
    if finding.fixes:
        fix = next((fix for fix in finding.fixes if fix.safety is located.safety), finding.fixes[0])
        option = " with --review" if located.safety is Safety.REVIEW else ""
        text += style(f" [fix{option}: {fix.title}]", dim=True)
    return text


def problem(found: Problem, *, color: bool = False) -> str:
    """Return the line about a file that was left out."""
    return f"{click.style('error:', fg='red') if color else 'error:'} {found.sentence}"


def check_summary(results: Sequence[FileResult]) -> str:
    """Return how many findings there are and who can fix them."""
    findings = all_findings(results)
    if not findings:
        return f"No findings in {count(sum(1 for result in results if not result.problems), 'file')}."
    files = sum(1 for result in results if result.findings)
    return f"{count(len(findings), 'finding')} in {count(files, 'file')}: {_ways(findings)}."


def fix_summary(results: Sequence[FileResult], *, written: bool) -> str:
    """Return how many files changed, how many findings were fixed and how many are left.

    Args:
        results: What came out of the files.
        written: Whether the changes were made or only shown.
    """
    changed = sum(1 for result in results if result.changed)
    fixed = sum(result.fixed for result in results)
    left = all_findings(results)
    verb, done = ("changed", "fixed") if written else ("would change", "would be fixed")
    text = f"{count(changed, 'file')} {verb}, {count(fixed, 'finding')} {done}, {len(left)} left"
    text = f"{text}: {_ways(left)}." if left else f"{text}."
    created = dict.fromkeys(path for result in results for path in result.created)
    kept = dict.fromkeys(path for result in results for path in result.kept)
    if created:
        text += f" {'Created' if written else 'Would create'} {', '.join(map(printable, created))}."
    for path in kept:
        text += f" {printable(path)} was there before and is left as it is: what is imported from it may be missing."
    return text


def statistics(results: Iterable[FileResult], titles: dict[str, str]) -> str:
    """Return the number of findings by code, and the symbols that occur most.

    Args:
        results: What came out of the files.
        titles: The title of each rule by its code.
    """
    findings = all_findings(results)
    if not findings:
        return ""
    codes = Counter(located.finding.code for located in findings)
    ways = Counter((located.finding.code, located.safety) for located in findings)
    slugs = {located.finding.code: located.finding.slug for located in findings}
    rows: list[tuple[str, ...]] = [("count", "code", "fix", "--review", "by hand", "rule")]
    for code, number in sorted(codes.items(), key=lambda item: (-item[1], item[0])):
        split = (ways[code, safety] for safety in (Safety.SAFE, Safety.REVIEW, Safety.MANUAL))
        rows.append((str(number), code, *(str(part) if part else "-" for part in split), titles.get(code, slugs[code])))
    lines = _table(rows)
    symbols = Counter(located.finding.symbol for located in findings if located.finding.symbol)
    if symbols:
        lines += ["", "Most frequent symbols:"]
        ordered = sorted(symbols.items(), key=lambda item: (-item[1], item[0]))[:_TOP_SYMBOLS]
        lines += _table([(str(number), symbol) for symbol, number in ordered])
    return "\n".join(lines)


def count(number: int, noun: str) -> str:
    """Return a number and its noun, in the plural where it is not one."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _ways(findings: Iterable[Located]) -> str:
    ways = Counter(located.safety for located in findings)
    parts = []
    if ways[Safety.SAFE]:
        parts.append(f"{ways[Safety.SAFE]} can be fixed automatically (tensorlift fix)")
    if ways[Safety.REVIEW]:
        parts.append(f"{ways[Safety.REVIEW]} with --review")
    if ways[Safety.MANUAL]:
        parts.append(f"{ways[Safety.MANUAL]} by hand")
    return ", ".join(parts)


def _table(rows: Sequence[tuple[str, ...]]) -> list[str]:
    """Align the columns, the first one to the right, the last one as it comes."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = []
    for row in rows:
        middle = [cell.ljust(width) for cell, width in zip(row[1:-1], widths[1:-1], strict=True)]
        lines.append("  ".join([row[0].rjust(widths[0]), *middle, row[-1]]))
    return lines
