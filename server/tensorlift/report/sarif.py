"""Findings in SARIF 2.1.0, the exchange format of static analysis (https://docs.oasis-open.org/sarif/sarif/v2.1.0/)."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from tensorlift import __version__
from tensorlift.model import Severity
from tensorlift.project.results import REPORT_CODES, FileResult, Located, Problem, all_findings, all_problems

if TYPE_CHECKING:
    from tensorlift.rules import Rule

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFORMATION: "note", Severity.HINT: "note"}


def render(results: Iterable[FileResult], rules: Sequence[Rule]) -> str:
    """Return a SARIF log with one run.

    Args:
        results: What came out of the files.
        rules: The rules that the run could report.
    """
    results = list(results)
    descriptors = [_rule(rule) for rule in rules]
    numbers = {descriptor["id"]: number for number, descriptor in enumerate(descriptors)}
    problems = all_problems(results)
    notifications = [_notification(problem) for problem in problems]
    run = {
        "tool": {
            "driver": {
                "name": "tensorlift",
                "semanticVersion": __version__,
                "rules": descriptors,
                "notifications": [{"id": code, "name": slug} for code, slug in REPORT_CODES],
            }
        },
        "invocations": [{"executionSuccessful": not problems, "toolExecutionNotifications": notifications}],
        "columnKind": "unicodeCodePoints",
        "results": [_result(located, numbers) for located in all_findings(results)],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2, ensure_ascii=False)


def _rule(rule: Rule) -> dict[str, Any]:
    descriptor: dict[str, Any] = {
        "id": rule.code,
        "name": rule.slug,
        "shortDescription": {"text": rule.title},
        "help": {"text": rule.summary, "markdown": rule.summary},
    }
    if rule.guide:
        descriptor["helpUri"] = rule.guide
    return descriptor


def _result(located: Located, numbers: dict[str, int]) -> dict[str, Any]:
    finding = located.finding
    region = {"startLine": located.line, "startColumn": located.column, "endLine": located.end_line, "endColumn": located.end_column}
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "level": _LEVELS[finding.severity],
        "message": {"text": finding.message},
        "locations": [_location(located.path, region, located.cell)],
        "properties": {
            "symbol": finding.symbol,
            "url": finding.url,
            "fixes": [{"title": fix.title, "level": fix.level.value, "safety": fix.safety.value} for fix in finding.fixes],
        },
    }
    if finding.code in numbers:
        result["ruleIndex"] = numbers[finding.code]
    return result


def _notification(problem: Problem) -> dict[str, Any]:
    region = {"startLine": problem.line} if problem.line is not None else None
    return {
        "descriptor": {"id": problem.code[0]},
        "level": "error",
        "message": {"text": problem.sentence},
        "locations": [_location(problem.path, region, problem.cell)],
    }


def _location(path: str, region: dict[str, int] | None, cell: int | None) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(path)}}
    location: dict[str, Any] = {"physicalLocation": physical}
    if cell is not None:
        # A line of a cell is not a line of the file, so the region would mark a wrong place there.
        location["logicalLocations"] = [{"name": f"cell {cell}", "kind": "cell"}]
        if region:
            location["properties"] = {"cell": cell, **region}
    elif region:
        physical["region"] = region
    return location


def _uri(path: str) -> str:
    if os.path.isabs(path):
        return Path(path).as_uri()
    return quote(os.fsencode(path.replace(os.sep, "/")))
