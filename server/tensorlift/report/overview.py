"""How far a project is: the data of the migration report, and its history over several runs."""

from __future__ import annotations

import contextlib
import json
import os
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime, timezone
from typing import Any, NamedTuple, TypeVar

from tensorlift import __version__
from tensorlift.model import Safety
from tensorlift.project.results import FileResult, Located, printable
from tensorlift.settings import Settings
from tensorlift.steps import STEPS, step_of

SCHEMA = 1
"""The version of the JSON; another number is another meaning of its keys."""

_T = TypeVar("_T")


class ReportError(Exception):
    """A text that is no report, or one of another schema; the message says why, as the end of a sentence."""


class Ways(NamedTuple):
    """How many findings can be fixed in which way."""

    safe: int = 0
    review: int = 0
    manual: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self)

    @classmethod
    def of(cls, findings: Iterable[ReportFinding]) -> Ways:
        """Count findings."""
        counts = Counter(finding.safety for finding in findings)
        return cls(*(counts[safety.value] for safety in (Safety.SAFE, Safety.REVIEW, Safety.MANUAL)))


@dataclass(frozen=True, slots=True)
class ReportFinding:
    """One finding, as the report shows it.

    Attributes:
        line: From 1; in a notebook, the line in its cell.
        column: From 1, in code points, as the ends are.
        end_line: The line of the end.
        end_column: The column behind the end.
        code: The rule's code.
        slug: The rule's name.
        severity: What it means for the program.
        safety: How it can be fixed.
        step: The id of its step.
        symbol: The TensorFlow 1 symbol that it is about, if it is about one.
        message: What happens on the target, and what to write instead.
        cell: In a notebook, the cell, from 1.
        character: The column as an editor counts it: from 0, in UTF-16 units. Only in reports for editors.
    """

    line: int
    column: int
    end_line: int
    end_column: int
    code: str
    slug: str
    severity: str
    safety: str
    step: str
    symbol: str | None
    message: str
    cell: int | None = None
    character: int | None = None

    @classmethod
    def of(cls, located: Located, character: int | None = None) -> ReportFinding:
        """Return what the report shows of a finding."""
        finding = located.finding
        return cls(
            located.line,
            located.column,
            located.end_line,
            located.end_column,
            finding.code,
            finding.slug,
            finding.severity.value,
            located.safety.value,
            step_of(finding.code, finding.symbol),
            finding.symbol,
            finding.message,
            located.cell,
            character,
        )


@dataclass(frozen=True, slots=True)
class ReportFile:
    """One file that uses TensorFlow, has findings, or could not be read.

    Attributes:
        path: Relative to the project, with ``/``.
        lines: The number of lines.
        tensorflow: Whether it uses TensorFlow.
        findings: What is left to do in it.
        problem: Why it could not be read as a whole, in a sentence.
        uri: Its address. Only in reports for editors.
    """

    path: str
    lines: int
    tensorflow: bool
    findings: tuple[ReportFinding, ...] = ()
    problem: str | None = None
    uri: str | None = None

    @classmethod
    def of(cls, result: FileResult, path: str, findings: Iterable[ReportFinding], uri: str | None = None) -> ReportFile:
        """Return what the report shows of a file, with its findings as the report shows them."""
        found = tuple(findings)
        problem = " ".join(f"The file {problem.message}." for problem in result.problems)
        return cls(path, result.lines, result.tensorflow or bool(found), found, problem or None, uri)

    @property
    def done(self) -> bool:
        """Whether nothing is left to do in it."""
        return not self.findings and self.problem is None


@dataclass(frozen=True, slots=True)
class Run:
    """What one run found, in figures.

    Attributes:
        date: When, as ISO 8601 writes it.
        level: The level of the lift.
        target: The TensorFlow to run on.
        keras: The Keras to run on.
        files: The number of files that have to do with TensorFlow.
        done: How many of these have nothing left to do.
        steps: The findings of each step, by its id.
    """

    date: str
    level: str
    target: str
    keras: int | None
    files: int
    done: int
    steps: Mapping[str, Ways]

    @property
    def ways(self) -> Ways:
        """The findings of all steps."""
        return Ways(*(sum(column) for column in zip(*self.steps.values(), strict=True)))

    def is_like(self, other: Run) -> bool:
        """Whether two runs asked for the same, so that their figures compare."""
        return (self.level, self.target, self.keras) == (other.level, other.target, other.keras)


@dataclass(frozen=True, slots=True)
class Overview:
    """A report.

    Attributes:
        version: The version of tensorlift that made it.
        name: The name of the project.
        read: The number of files that were read, whatever is in them.
        files: Those that have to do with TensorFlow, in their order.
        history: The runs so far, the present one last.
    """

    version: str
    name: str
    read: int
    files: tuple[ReportFile, ...]
    history: tuple[Run, ...]

    @property
    def run(self) -> Run:
        """The present run."""
        return self.history[-1]

    def compared(self, earlier: Overview) -> Overview:
        """Return this report with the history of an earlier one before its own run."""
        return replace(self, history=(*earlier.history, self.run))

    def to_json(self) -> str:
        """Return the report as JSON, which :meth:`from_json` reads."""
        run = self.run
        data = {
            "schema": SCHEMA,
            "tensorlift": self.version,
            "name": self.name,
            "date": run.date,
            "level": run.level,
            "target": run.target,
            "keras": run.keras,
            "read": self.read,
            "files": [present(file) | {"findings": [present(finding) for finding in file.findings]} for file in self.files],
            "history": [_fields(run) | {"steps": {step: ways._asdict() for step, ways in run.steps.items()}} for run in self.history],
        }
        return json.dumps(data, ensure_ascii=False, indent=1)

    @classmethod
    def from_json(cls, text: str) -> Overview:
        """Read a report.

        Raises:
            ReportError: When the text is none, or one that another version of tensorlift made.
        """
        try:
            data = json.loads(text)
        except ValueError as error:
            raise ReportError(f"is not JSON: {error}") from None
        if not isinstance(data, dict) or "schema" not in data or "tensorlift" not in data:
            raise ReportError("is JSON, but not a report of tensorlift")
        if data["schema"] != SCHEMA:
            raise ReportError(f"is a report of schema {data['schema']}, and this tensorlift reads schema {SCHEMA} only")
        files = tuple(_read_file(_dict(entry, "files")) for entry in _get(data, "files", list))
        history = tuple(_read_run(_dict(entry, "history")) for entry in _get(data, "history", list))
        if not history:
            raise ReportError("is a damaged report: its history is empty")
        return cls(_get(data, "tensorlift", str), _get(data, "name", str), _get(data, "read", int), files, history)


def overview(results: Sequence[FileResult], *, root: str, settings: Settings, date: datetime | None = None) -> Overview:
    """Return the report on what a run found.

    Args:
        results: What came out of the files.
        root: The folder of the project; the paths of the report are relative to it.
        settings: What the project is lifted to.
        date: When the files were read; now if it is not told.
    """
    files = [_file(result, root) for result in results if result.tensorflow or result.findings or result.problems]
    name = os.path.basename(os.path.abspath(root)) or os.path.abspath(root)
    return summarized(files, name=printable(name), read=len(results), settings=settings, date=date)


def summarized(files: Iterable[ReportFile], *, name: str, read: int, settings: Settings, date: datetime | None = None) -> Overview:
    """Return the report on files that are described already; see :func:`overview`."""
    files = tuple(sorted(files, key=lambda file: file.path.split("/")))
    findings = [finding for file in files for finding in file.findings]
    run = Run(
        (date or datetime.now(timezone.utc)).isoformat(timespec="seconds"),
        settings.level.value,
        settings.target,
        settings.keras_version,
        len(files),
        sum(1 for file in files if file.done),
        {step.id: Ways.of(finding for finding in findings if finding.step == step.id) for step in STEPS},
    )
    return Overview(__version__, name, read, files, (run,))


def _file(result: FileResult, root: str) -> ReportFile:
    return ReportFile.of(result, _relative(result.path, root), (ReportFinding.of(located) for located in result.findings))


def _relative(path: str, root: str) -> str:
    with contextlib.suppress(ValueError):  # on another drive
        path = os.path.relpath(path, root)
    return printable(path.replace(os.sep, "/"))


# --- JSON


def _fields(value: Any) -> dict[str, Any]:
    return {field.name: getattr(value, field.name) for field in fields(value)}


# What a file or finding has only in some reports.
_OPTIONAL = ("cell", "character", "problem", "uri")


def present(value: ReportFile | ReportFinding) -> dict[str, Any]:
    """Return a file or a finding as the JSON of a report has it."""
    return {key: item for key, item in _fields(value).items() if item is not None or key not in _OPTIONAL}


def _read_file(data: dict[str, Any]) -> ReportFile:
    return ReportFile(
        _get(data, "path", str),
        _get(data, "lines", int),
        _get(data, "tensorflow", bool),
        tuple(_read_finding(_dict(entry, "findings")) for entry in _get(data, "findings", list)),
        _maybe(data, "problem", str),
        _maybe(data, "uri", str),
    )


def _read_finding(data: dict[str, Any]) -> ReportFinding:
    return ReportFinding(
        line=_get(data, "line", int),
        column=_get(data, "column", int),
        end_line=_get(data, "end_line", int),
        end_column=_get(data, "end_column", int),
        code=_get(data, "code", str),
        slug=_get(data, "slug", str),
        severity=_get(data, "severity", str),
        safety=_get(data, "safety", str),
        step=_get(data, "step", str),
        symbol=_maybe(data, "symbol", str),
        message=_get(data, "message", str),
        cell=_maybe(data, "cell", int),
        character=_maybe(data, "character", int),
    )


def _read_run(data: dict[str, Any]) -> Run:
    steps = {
        str(step): Ways(*(_get(_dict(ways, "steps"), key, int) for key in Ways._fields)) for step, ways in _get(data, "steps", dict).items()
    }
    return Run(
        _date(_get(data, "date", str)),
        _get(data, "level", str),
        _get(data, "target", str),
        _maybe(data, "keras", int),
        _get(data, "files", int),
        _get(data, "done", int),
        {step.id: steps.get(step.id, Ways()) for step in STEPS},
    )


def _date(text: str) -> str:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        raise ReportError(f"is a damaged report: {text!r} is not a date") from None
    return text


def _get(data: dict[str, Any], key: str, kind: type[_T]) -> _T:
    value = data.get(key)
    # bool is an int in Python, not in JSON
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise ReportError(f"is a damaged report: {key} is missing or not what it should be")
    return value


def _maybe(data: dict[str, Any], key: str, kind: type[_T]) -> _T | None:
    return None if data.get(key) is None else _get(data, key, kind)


def _dict(value: Any, place: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ReportError(f"is a damaged report: an entry of {place} is not an object")
    return value
