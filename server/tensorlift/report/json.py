"""Findings for programs: one JSON list."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from tensorlift.model import Severity
from tensorlift.project.results import FileResult, Located, Problem, printable


def render(results: Iterable[FileResult]) -> str:
    """Return a JSON list of the findings; a file that was left out is an entry with the code ``TL001`` or ``TL002``."""
    entries: list[dict[str, Any]] = []
    for result in results:
        entries += [_problem(problem) for problem in result.problems]
        entries += [_finding(located) for located in result.findings]
    return json.dumps(entries, indent=2, ensure_ascii=False)


def _finding(located: Located) -> dict[str, Any]:
    finding = located.finding
    entry: dict[str, Any] = {
        "path": printable(located.path),
        "line": located.line,
        "column": located.column,
        "end_line": located.end_line,
        "end_column": located.end_column,
        "code": finding.code,
        "slug": finding.slug,
        "severity": finding.severity.value,
        "message": finding.message,
        "symbol": finding.symbol,
        "level": located.level.value,
        "url": finding.url,
        "fixes": [{"title": fix.title, "level": fix.level.value, "safety": fix.safety.value} for fix in finding.fixes],
    }
    if located.cell is not None:
        entry["cell"] = located.cell
    return entry


def _problem(problem: Problem) -> dict[str, Any]:
    code, slug = problem.code
    line = problem.line or 1
    entry: dict[str, Any] = {
        "path": printable(problem.path),
        "line": line,
        "column": 1,
        "end_line": line,
        "end_column": 1,
        "code": code,
        "slug": slug,
        "severity": Severity.ERROR.value,
        "message": problem.sentence,
        "symbol": None,
        "level": None,
        "url": None,
        "fixes": [],
    }
    if problem.cell is not None:
        entry["cell"] = problem.cell
    return entry
