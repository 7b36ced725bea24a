"""Findings as annotations of a GitHub workflow run.

The syntax and its escapes: https://docs.github.com/actions/reference/workflow-commands-for-github-actions and
``packages/core/src/command.ts`` of github.com/actions/toolkit.
"""

from __future__ import annotations

from collections.abc import Iterable

from tensorlift.model import Severity
from tensorlift.project.results import FileResult, Located, Problem, printable

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFORMATION: "notice", Severity.HINT: "notice"}


def render(results: Iterable[FileResult]) -> str:
    """Return one workflow command for each finding and each file that was left out."""
    lines: list[str] = []
    for result in results:
        lines += [_problem(problem) for problem in result.problems]
        lines += [_finding(located) for located in result.findings]
    return "\n".join(lines)


def _finding(located: Located) -> str:
    finding = located.finding
    properties: dict[str, object] = {"file": printable(located.path)}
    message = finding.message
    if located.cell is None:
        properties |= {"line": located.line, "col": located.column, "endLine": located.end_line}
        # GitHub reads the columns only where start and end are on one line.
        if located.end_line == located.line:
            properties["endColumn"] = located.end_column
    else:
        # A line of a cell is not a line of the file, which is what GitHub would mark.
        message = f"cell {located.cell}, line {located.line}, column {located.column}: {message}"
    properties["title"] = f"{finding.code} {finding.slug}"
    return _command(_COMMANDS[finding.severity], properties, message)


def _problem(problem: Problem) -> str:
    properties: dict[str, object] = {"file": printable(problem.path)}
    if problem.line is not None and problem.cell is None:
        properties["line"] = problem.line
    properties["title"] = " ".join(problem.code)
    return _command("error", properties, problem.sentence)


def _command(name: str, properties: dict[str, object], message: str) -> str:
    return f"::{name} {','.join(f'{key}={_escaped_property(str(value))}' for key, value in properties.items())}::{_escaped(message)}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escaped_property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
