"""Everything that is left to do in the workspace, for a client that shows it in a view of its own or as the migration report.

A scan reads only the files that have changed since the one before, and its answer holds only what the client does not know yet.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from tensorlift.lsp.analysis import Analysis
from tensorlift.lsp.progress import WorkProgress
from tensorlift.lsp.pygls_fixes import JsonText
from tensorlift.lsp.workspace import LIMIT, Place, WorkspaceFile, in_slices
from tensorlift.project import files
from tensorlift.project.configuration import stamp
from tensorlift.project.kinds import kind_of
from tensorlift.project.needs import Need, ProjectNeeds, needs_of
from tensorlift.project.results import FileResult, Located, Problem, without_fixes
from tensorlift.project.runner import Mode, Task, measure, process_bytes
from tensorlift.report.overview import ReportFile, ReportFinding, present
from tensorlift.settings import Settings
from tensorlift.source.notebook import Notebook
from tensorlift.steps import STEPS

if TYPE_CHECKING:
    from tensorlift.lsp.session import TensorliftServer
# Most of a large notebook is pictures.
_NOTEBOOK_LIMIT = 20 * LIMIT

# What may be a character of two UTF-16 units, as UTF-8 or in JSON.
_WIDE = re.compile(rb"[\xf0-\xff]|\\u[dD][89abAB]")
_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Scanned:
    """What was found in one version of a file.

    Attributes:
        version: Tells this version from others; None if it cannot be told.
        settings: The settings that it was checked with.
        asked: What it was asked for by the Python files of its project, if it is a project file.
        file: What there is to say about it.
        id: Tells what there is to say from what was said before.
        data: The same as JSON, for the client.
        needs: What it needs besides TensorFlow.
    """

    version: object
    settings: Settings
    asked: tuple[Need, ...]
    file: ReportFile
    id: str
    data: bytes
    needs: tuple[Need, ...]

    @property
    def counts(self) -> bool:
        """Whether the client has to know of it."""
        return bool(self.file.tensorflow or self.file.findings or self.file.problem)

    def is_current(self, version: object, settings: Settings, asked: tuple[Need, ...]) -> bool:
        """Whether it would be the same, made anew."""
        return version is not None and (self.version, self.settings, self.asked) == (version, settings, asked)


Columns = Callable[[int | None, int, int], int]
"""From a cell, a line and a column in code points, each from 1, to the column in UTF-16 units, from 0."""


def scanned(
    file: WorkspaceFile, version: object, settings: Settings, asked: tuple[Need, ...], result: FileResult, columns: Columns
) -> Scanned:
    """Return what a check has found, as the client gets it."""
    found: list[ReportFinding] = []
    entries: list[dict[str, Any]] = []
    for place in result.findings:
        finding = ReportFinding.of(place, columns(place.cell, place.line, place.column))
        found.append(finding)
        entries.append(present(finding) | {"end_character": columns(place.cell, place.end_line, place.end_column)})
    report = ReportFile.of(result, file.name, found, file.uri)
    data = json.dumps(present(report) | {"findings": entries}, separators=(",", ":")).encode()
    name = blake2b(data, digest_size=8).hexdigest()
    return Scanned(version, settings, asked, report, name, b'{"id":"%s",%s' % (name.encode(), data[1:]), result.needs)


def scan_closed(file: WorkspaceFile, version: object, settings: Settings, asked: tuple[Need, ...] = ()) -> Scanned:
    """Check a file that is not open.

    Args:
        file: The file.
        version: Tells this version from others.
        settings: Its settings.
        asked: What the Python files of the project need, if it is a project file.
    """
    data = b""
    try:
        data = files.read(file.path)
        limit = _NOTEBOOK_LIMIT if file.path.endswith(".ipynb") else LIMIT
        if len(data) > limit and files.concerns(data):
            raise files.UnreadableError(f"is larger than {limit} bytes: use tensorlift check in a terminal")
        result = process_bytes(Task(file.path, settings), Mode(), data, asked)
    except files.UnreadableError as error:
        result = FileResult(file.path, problems=[Problem(file.path, str(error))])
    return scanned(file, version, settings, asked, result, _Lines(file.path, data).column)


class _Lines:
    """The lines of a file that is not open, read only where columns in code points and in UTF-16 units may differ."""

    def __init__(self, path: str, data: bytes) -> None:
        self._path = path
        self._data = data

    def column(self, cell: int | None, line: int, column: int) -> int:
        """Return a column; see :data:`Columns`."""
        lines = self._lines.get(cell)
        before = lines[line - 1][: column - 1] if lines is not None and line <= len(lines) else ""
        return column - 1 + sum(1 for char in before if char > "\uffff")

    @cached_property
    def _lines(self) -> dict[int | None, list[str]]:
        if not _WIDE.search(self._data):
            return {}
        if not self._path.endswith(".ipynb"):
            return {None: _LINE_END.split(files.decode_plain(self._data).text)}
        book = Notebook(files.decode(self._data, notebook=True).text, self._path)
        return {cell.index + 1: _LINE_END.split(cell.source.text) for cell in book.cells}


def scan_open(file: WorkspaceFile, version: object, analysis: Analysis, asked: tuple[Need, ...] = ()) -> Scanned:
    """Return what is known about an open text."""
    view, document, settings = analysis.view, analysis.document, analysis.settings
    result = FileResult(file.path)
    measure(document.text, result)
    result.needs = needs_of(document.text, settings) if document.is_code else ()
    columns: dict[tuple[int | None, int, int], int] = {}
    error = files.syntax_error(document)
    for finding in analysis.findings:
        if error is not None:
            finding = without_fixes(finding)
        part, shift, cell = view.part(finding.start)
        place: list[int] = []
        for offset in (finding.start - shift, finding.end - shift):
            line, column = part.position(offset)
            columns[cell, line + 1, column + 1] = part.position(offset, "utf-16")[1]
            place += [line + 1, column + 1]
        result.findings.append(Located(file.path, place[0], place[1], place[2], place[3], finding, settings.level, cell))
    if error is not None:
        part, shift, cell = view.part(error)
        line = part.position(error - shift)[0] + 1
        where = f"in cell {cell} at line {line}" if cell is not None else f"at line {line}"
        result.problems.append(
            Problem(file.path, f"is not valid Python {where}: findings behind that may be missing", line=line, cell=cell)
        )
    return scanned(file, version, settings, asked, result, lambda *place: columns[place])


class Scanner:
    """Scans the workspace, and keeps what it found."""

    def __init__(self) -> None:
        self._scanned: dict[str, Scanned] = {}
        self._needs: dict[str, tuple[Need, ...]] = {}

    async def scan(self, ls: TensorliftServer, progress: WorkProgress) -> list[Scanned]:
        """Return what there is to say about each file, in their order.

        Args:
            ls: The server.
            progress: Is told how much is done.
        """
        found = await ls.workspace_files.present(ls)
        versions = await asyncio.to_thread(lambda: {file.key: stamp(file.path) for file, source in found if source is None})
        project = [place for place in found if kind_of(place[0].path) is not None]
        code = [place for place in found if kind_of(place[0].path) is None]
        done = 0

        def look(place: Place) -> bool:
            """Check a file; return whether that was any work."""
            file, source = place
            settings = ls.project.settings(source.file if source is not None else file.path)
            known = self._scanned.pop(file.key, None)
            if settings is None:
                return False
            asked = ls.needs_of(file.path, settings)
            version: object = versions.get(file.key)
            if source is not None:
                view = source.sync()
                version = source, tuple((uri, view.version(uri), view.cell(uri)) for uri in view.uris)
            if known is not None and known.is_current(version, settings, asked) and known.file.path == file.name:
                self._scanned[file.key] = known
                return False
            if source is None:
                self._scanned[file.key] = scan_closed(file, version, settings, asked)
                return True
            analysis = ls.analysis(source)
            if analysis is not None:
                self._scanned[file.key] = scan_open(file, version, analysis, asked)
            return True

        async def look_at(places: Sequence[Place]) -> None:
            nonlocal done
            async for part in in_slices(ls, places, look):
                done += len(part)
                if any(part):
                    progress.report(done, len(found))

        await look_at(code)
        # What a project file has to ask for depends on the code.
        needs = {
            file.real: known.needs for file, _ in code if (known := self._scanned.get(file.key)) is not None and not known.file.problem
        }
        if needs != self._needs or ls.needs is None:
            self._needs = needs
            ls.follow_needs(ProjectNeeds(needs))
        await look_at(project)
        keys = {file.key for file, _ in found}
        for key in [key for key in self._scanned if key not in keys]:
            self._scanned.pop(key, None)
        return [known for file, _ in found if (known := self._scanned.get(file.key)) is not None]


def scan_answer(found: Sequence[Scanned], known: Mapping[str, Any], settings: Settings) -> JsonText:
    """Return the answer to a scan.

    Args:
        found: What there is to say about each file.
        known: The ids of what the client knows, by the URIs of the files.
        settings: What the workspace is lifted to.
    """
    news = [one for one in found if one.counts]
    same = [str(one.file.uri) for one in news if known.get(str(one.file.uri)) == one.id]
    head = {
        "level": settings.level.value,
        "target": settings.target,
        "keras": settings.keras_version,
        "read": len(found),
        "same": same,
        "steps": [asdict(step) for step in STEPS],
    }
    entries = b",".join(one.data for one in news if known.get(str(one.file.uri)) != one.id)
    return JsonText(b'%s,"files":[%s]}' % (json.dumps(head, separators=(",", ":")).encode()[:-1], entries))
