"""The files of the workspace that need not be open: where they are, and their diagnostics, on request only.

A client such as VS Code asks again and again, every two seconds. So a request lists folders again only where one has changed, and reads and
checks only files that have.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import time
from collections import deque
from collections.abc import AsyncIterator, Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple, TypeVar
from urllib.parse import unquote

from lsprotocol import types as t
from pygls.exceptions import JsonRpcRequestCancelled
from pygls.uris import from_fs_path

from tensorlift.engine import Checker
from tensorlift.lsp.analysis import Analysis
from tensorlift.lsp.client import Client
from tensorlift.lsp.configuration import ProjectSettings
from tensorlift.lsp.diagnostics import document_report, make_report
from tensorlift.lsp.documents import OpenDocument
from tensorlift.lsp.progress import Cancelled, WorkProgress
from tensorlift.lsp.pygls_fixes import JsonText
from tensorlift.lsp.rendering import Rendering
from tensorlift.lsp.reports import NO_ITEMS, Report
from tensorlift.lsp.views import TextView
from tensorlift.project import files
from tensorlift.project.configuration import Stamp, stamp
from tensorlift.project.kinds import kind_of
from tensorlift.settings import Settings
from tensorlift.source.document import Document

if TYPE_CHECKING:
    from tensorlift.lsp.documents import Source
    from tensorlift.lsp.session import TensorliftServer
    from tensorlift.project.discovery import Patterns
    from tensorlift.project.needs import Need

logger = logging.getLogger(__name__)

T = TypeVar("T")
R = TypeVar("R")

CHECK_WORKSPACE = "tensorlift.checkWorkspace"

SLICE = 0.03
"""Seconds that the analysis thread works at a time on files that are not open."""

QUIET = 0.3
"""Seconds without typing after which that work goes on."""

PATIENCE = 1.0
"""Seconds after which it goes on in any case, for a moment."""

LIMIT = 1_000_000
"""Bytes of the largest file that is checked without being open."""

# Within this time, in nanoseconds, a folder may change twice without a new time stamp.
_TICK = 2_000_000_000

NOTHING = Report()
"""The report of a file without findings."""

# The stamp of what may have changed within that time.
_UNSURE: Stamp = (-1, -1)


@dataclass(frozen=True, slots=True)
class WorkspaceFile:
    """A file in a folder that the editor has open.

    Attributes:
        path: Its path.
        real: Its path without symbolic links.
        uri: Its URI.
        key: Its decoded URI, since clients differ in what they encode.
        name: What the user calls it; see :func:`name_of`.
    """

    path: str
    real: str
    uri: str
    key: str
    name: str

    @classmethod
    def of(cls, path: str, folders: Collection[str] = ()) -> WorkspaceFile:
        """Return the file of a path, with the folders that are open."""
        uri = str(from_fs_path(path))
        return cls(path, os.path.realpath(path), uri, unquote(uri), name_of(path, folders))

    @classmethod
    def of_source(cls, source: Source, folders: Collection[str] = ()) -> WorkspaceFile:
        """Return the file of an open text; the path of one that has no file is empty."""
        key = unquote(source.uri)
        if source.file is None:
            return cls("", "", source.uri, key, key.rpartition("/")[2].rpartition(":")[2])
        return cls(source.file, os.path.realpath(source.file), source.uri, key, name_of(source.file, folders))

    def is_below(self, folder: str) -> bool:
        """Whether the file is in a folder or deeper."""
        return self.path.startswith(os.path.join(folder, "")) or self.real.startswith(os.path.join(os.path.realpath(folder), ""))


Place = tuple[WorkspaceFile, "Source | None"]
"""A file, and its open text if there is one."""


def name_of(path: str, folders: Collection[str]) -> str:
    """Return the path of a file as users of several systems read it: below its folder, which comes first if several are open."""
    from tensorlift.project.results import printable  # a start does not need it

    nearest = max((folder for folder in folders if path.startswith(os.path.join(folder, ""))), key=len, default=None)
    if nearest is not None:
        path = os.path.relpath(path, nearest).replace(os.sep, "/")
        path = path if len(folders) == 1 else f"{os.path.basename(os.path.normpath(nearest))}/{path}"
    return printable(path)


async def in_slices(ls: TensorliftServer, items: Iterable[T], work: Callable[[T], R]) -> AsyncIterator[list[R]]:
    """Do work on each item in the analysis thread, where what the user does now waits for no more than one item, and only once.

    Yields:
        The results, a few at a time.
    """
    rest = deque(items)

    def job() -> list[R]:
        done: list[R] = []
        until = time.monotonic() + SLICE
        while rest and time.monotonic() < until:
            done.append(work(rest.popleft()))
        return done

    while rest:
        patience = time.monotonic() + PATIENCE
        while (pause := min(patience, ls.typed + QUIET) - time.monotonic()) > 0:
            await asyncio.sleep(pause)
        yield await ls.run(job)


class Listing:
    """The Python files, notebooks and project files below folders; listed again only when a folder, a ``.gitignore`` or a setting has changed."""

    def __init__(self) -> None:
        self._files: list[WorkspaceFile] = []
        self._seen: dict[str, Stamp | None] = {}
        self._project: ProjectSettings | None = None
        self._folders: tuple[str, ...] = ()
        self._lock = Lock()

    def files(self, folders: Sequence[str], project: ProjectSettings) -> list[WorkspaceFile]:
        """Return the files, sorted by path; may be called from several threads.

        Args:
            folders: The folders to look below.
            project: The settings, which say what to leave out.
        """
        with self._lock:
            return self._list(folders, project)

    def _list(self, folders: Sequence[str], project: ProjectSettings) -> list[WorkspaceFile]:
        if self._project is project and self._folders == tuple(folders) and all(stamp(path) == seen for path, seen in self._seen.items()):
            return self._files
        from tensorlift.project.discovery import Discovery  # it loads what reads patterns, which a start does not need
        from tensorlift.project.results import printable

        self._seen = {}
        now = time.time_ns()

        def see(path: str) -> None:
            found = stamp(path)
            self._seen[path] = _UNSURE if found is not None and now - found[0] < _TICK else found

        def excludes(folder: str) -> Patterns | None:
            see(folder)
            see(os.path.join(folder, ".gitignore"))
            return project.excludes(folder)

        for folder in folders:
            above = os.path.dirname(os.path.realpath(folder))
            see(os.path.join(above, ".gitignore"))
            while (parent := os.path.dirname(above)) != above:
                above = parent
                see(os.path.join(above, ".gitignore"))
        found = [source.path for source in Discovery(excludes).find(folders) if not source.named]
        # What is not Unicode is no URI, so no editor can open it.
        self._files = [WorkspaceFile.of(path, folders) for path in found if printable(path) == path]
        self._project, self._folders = project, tuple(folders)
        return self._files


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found in one version of a file.

    Attributes:
        stamp: Tells this version from others.
        settings: The settings that it was checked with.
        report: The diagnostics.
        needs: What it was asked for by the Python files of its project, if it is a project file.
    """

    stamp: Stamp | None
    settings: Settings
    report: Report = NOTHING
    needs: tuple[Need, ...] = ()


class Entry(NamedTuple):
    """What is said about one file.

    Attributes:
        uri: The file.
        report: Its diagnostics.
        previous: The name of the report that the client has, if any.
    """

    uri: str
    report: Report
    previous: str | None

    @property
    def is_news(self) -> bool:
        """Whether a client has to be told: it has a report, or there is something to show."""
        return self.previous is not None or self.report is not NOTHING


def check_file(path: str, uri: str, version: Stamp | None, settings: Settings, client: Client, needs: tuple[Need, ...] = ()) -> Checked:
    """Check a file that is not open; one that is large, or that cannot be read, has no findings.

    Args:
        path: The file.
        uri: Its name in the report.
        version: Its stamp.
        settings: Its settings.
        client: What the client can show.
        needs: What the Python files of the project need, if it is a project file.
    """
    try:
        if version is None or version[1] > LIMIT:
            return Checked(version, settings)
        data = files.read(path)
        if kind_of(path) is None and not files.concerns(data):
            return Checked(version, settings)
        view = TextView(uri, None, Document(files.decode(data).text, path), client.encoding)
        analysis = Analysis(view, Checker(settings, needs))
        if analysis.unplaced:
            return Checked(version, settings, make_report(analysis, Rendering(client)), needs)
    except files.UnreadableError as error:
        logger.info("%s %s", path, error)
    except Exception:  # one file that trips a rule must not cost the others
        logger.exception("%s could not be checked", path)
    return Checked(version, settings, needs=needs)


class WorkspaceFiles:
    """The files of the workspace, and what is known of those that are not open."""

    def __init__(self) -> None:
        self._listing = Listing()
        self._checked: dict[str, Checked] = {}

    async def find(self, ls: TensorliftServer) -> list[WorkspaceFile]:
        """Return the Python files, notebooks and project files in the folders that are open."""
        ls.reload()
        return await asyncio.to_thread(self._listing.files, tuple(ls.folders), ls.project)

    async def present(self, ls: TensorliftServer) -> list[Place]:
        """Return the files of the workspace; without a folder, that is what is open."""
        found = await self.find(ls)
        if not ls.folders:
            return [(WorkspaceFile.of_source(source), source) for source in ls.sources]
        sources = {os.path.realpath(source.file): source for source in ls.sources if source.file}
        return [(file, sources.get(file.real)) for file in found]

    async def entries(
        self, ls: TensorliftServer, known: Sequence[t.PreviousResultId], progress: WorkProgress
    ) -> AsyncIterator[list[Entry]]:
        """Yield what a client has to be told about all files, part by part.

        Args:
            ls: The server.
            known: The names of the reports that the client has.
            progress: Is told how much is done.
        """
        names = {unquote(name.uri): name.value for name in known}
        documents = [source for source in ls.sources if isinstance(source, OpenDocument)]
        part = [Entry(source.uri, await document_report(ls, source), names.get(unquote(source.uri))) for source in documents]
        on_screen = {os.path.realpath(source.file) for source in documents if source.file}
        closed = [file for file in await self.find(ls) if not file.path.endswith(".ipynb") and file.real not in on_screen]
        present = {unquote(source.uri) for source in documents}.union(file.key for file in closed)
        part += [Entry(name.uri, NOTHING, name.value) for name in known if unquote(name.uri) not in present]

        stamps = await asyncio.to_thread(lambda: [stamp(file.path) for file in closed])
        pending: list[tuple[WorkspaceFile, Stamp | None, Settings]] = []
        checked: dict[str, Checked] = {}
        for file, version in zip(closed, stamps):
            settings = ls.project.settings(file.path)
            found = self._checked.get(file.path)
            if settings is None:
                part.append(Entry(file.uri, NOTHING, names.get(file.key)))
            elif found is None or (found.stamp, found.settings, found.needs) != (version, settings, ls.needs_of(file.path, settings)):
                pending.append((file, version, settings))
            else:
                checked[file.path] = found
                part.append(Entry(file.uri, found.report, names.get(file.key)))
        self._checked = checked
        yield [entry for entry in part if entry.is_news]

        def check(task: tuple[WorkspaceFile, Stamp | None, Settings]) -> Entry:
            file, version, settings = task
            found = checked[file.path] = check_file(file.path, file.uri, version, settings, ls.client, ls.needs_of(file.path, settings))
            return Entry(file.uri, found.report, names.get(file.key))

        done = 0
        async for part in in_slices(ls, pending, check):
            yield [entry for entry in part if entry.is_news]
            done += len(part)
            progress.report(done, len(pending))


def register(ls: TensorliftServer) -> None:
    """Answer requests for the diagnostics of the workspace, or offer a command for them to a client that does not ask."""
    workspace = ls.workspace_files
    title = "Looking for TensorFlow 1"

    if ls.client.pull:

        @ls.feature(t.WORKSPACE_DIAGNOSTIC)
        async def workspace_diagnostic(params: t.WorkspaceDiagnosticParams) -> JsonText:
            whole: list[JsonText] = []
            token = params.partial_result_token
            try:
                async with WorkProgress(ls, title, params.work_done_token, ask=False) as progress:
                    async for part in workspace.entries(ls, params.previous_result_ids, progress):
                        entries = [entry.report.entry(entry.uri, entry.previous) for entry in part]
                        if token is None:
                            whole += entries
                        elif entries:
                            value = JsonText(b'{"token":%s,"value":%s}' % (json.dumps(token).encode(), _items(entries)))
                            ls.protocol.notify_json(t.PROGRESS, value)
            except Cancelled as error:
                raise JsonRpcRequestCancelled from error
            return _items(whole)

        return

    pushed: set[str] = set()

    @ls.command(CHECK_WORKSPACE)
    async def check_workspace() -> dict[str, int]:
        found: set[str] = set()
        async with WorkProgress(ls, title) as progress:
            async for part in workspace.entries(ls, (), progress):
                for entry in part:
                    if entry.report.items == NO_ITEMS:
                        continue
                    found.add(entry.uri)
                    if ls.source(entry.uri) is None:
                        ls.protocol.notify_json(t.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS, entry.report.publication(entry.uri))
        for uri in pushed.difference(found):
            if ls.source(uri) is None:
                ls.protocol.notify_json(t.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS, NOTHING.publication(uri))
        pushed.clear()
        pushed.update(found)
        return {"files": len(found)}


def _items(entries: Sequence[bytes]) -> JsonText:
    return JsonText(b'{"items":[%s]}' % b",".join(entries))
