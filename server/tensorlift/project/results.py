"""What a run found, as plain data that crosses processes and that every report shows."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from tensorlift import companions
from tensorlift.model import Finding, Level, Safety
from tensorlift.project.needs import Need

UNREADABLE = ("TL001", "unreadable-input")
"""Code and slug under which reports list a file that could not be read, decoded or parsed."""

INTERNAL = ("TL002", "internal-error")
"""Code and slug under which reports list a file that tensorlift itself failed on."""

REPORT_CODES = (UNREADABLE, INTERNAL)


@dataclass(frozen=True, slots=True)
class Located:
    """A finding with its place in lines and columns, each counted from 1, columns in code points.

    Attributes:
        path: The file.
        line: In a notebook, the line in its cell.
        column: The first column.
        end_line: The line of the end.
        end_column: The column behind the end.
        finding: The finding; the edits of its fixes are left out.
        level: The level that the file was checked at.
        cell: In a notebook, the cell, counted from 1 among cells of every kind.
    """

    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    finding: Finding
    level: Level
    cell: int | None = None

    @property
    def safety(self) -> Safety:
        """How the finding can be fixed: by the most trusted of its fixes, by hand where it has none."""
        offered = {fix.safety for fix in self.finding.fixes}
        return Safety.SAFE if Safety.SAFE in offered else Safety.REVIEW if Safety.REVIEW in offered else Safety.MANUAL


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a file was left out or left as it is.

    Attributes:
        path: The file.
        message: The cause, as the end of a sentence that begins with the path.
        code: Code and slug, :data:`UNREADABLE` or :data:`INTERNAL`.
        line: The line, from 1, where one is known.
        cell: In a notebook, the cell, from 1, where one is known.
    """

    path: str
    message: str
    code: tuple[str, str] = UNREADABLE
    line: int | None = None
    cell: int | None = None

    @property
    def sentence(self) -> str:
        """The whole sentence."""
        return f"{printable(self.path)} {self.message}."


@dataclass(slots=True)
class FileResult:
    """What came out of one file.

    Attributes:
        path: The file.
        findings: What there is to report; after a fix, what is left.
        problems: Why the file was left out or left as it is.
        fixed: The number of findings fixed.
        changed: Whether the text is another one now.
        output: The new content, where it was asked for and is another one.
        diff: The difference as ``patch`` reads it, where it was asked for.
        creates: The companion modules (:mod:`tensorlift.companions`) that the new text needs beside it, by name.
        created: The files of these that were made, or would be; files of several results may need the same one.
        kept: The files that have the name of one, but another content, and were left alone.
        needs: What its present text needs besides TensorFlow.
        lines: The number of lines of the text that was read; 0 where it has nothing to do with TensorFlow.
        tensorflow: Whether that text uses TensorFlow.
    """

    path: str
    findings: list[Located] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    fixed: int = 0
    changed: bool = False
    output: bytes | None = None
    diff: bytes = b""
    creates: tuple[str, ...] = ()
    created: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    needs: tuple[Need, ...] = ()
    lines: int = 0
    tensorflow: bool = False


def without_edits(finding: Finding) -> Finding:
    """Return a finding as reports need it."""
    return replace(finding, fixes=tuple(replace(fix, edits=()) for fix in finding.fixes))


def without_fixes(finding: Finding) -> Finding:
    """Return a finding of a file that no fix is made in, as it cannot be parsed."""
    return replace(finding, fixes=())


def all_findings(results: Iterable[FileResult]) -> list[Located]:
    """Return the findings of all files in their order."""
    return [located for result in results for located in result.findings]


def whole_diff(results: Iterable[FileResult]) -> bytes:
    """Return the differences of all files in their order; a new file that several of them need is in it once."""
    from tensorlift.project.files import new_file_diff

    parts: list[bytes] = []
    shown: set[str] = set()
    for result in results:
        parts.append(result.diff)
        for path in result.created:
            if path not in shown:
                shown.add(path)
                parts.append(new_file_diff(path, companions.source_of(path)))
    return b"".join(parts)


def all_problems(results: Iterable[FileResult]) -> list[Problem]:
    """Return the problems of all files in their order."""
    return [problem for result in results for problem in result.problems]


def printable(path: str) -> str:
    """Return a path as text; bytes of its name that are not UTF-8 show as replacement characters."""
    return os.fsencode(path).decode("utf-8", "replace")
