"""The files of the workspace that need not be open: where they are, and their diagnostics, on request only.

A client such as VS Code asks again and again, every two seconds. So a request lists folders again only where one has changed, and reads and
checks only files that have.
"""

from __future__ import annotations

import asyncio
import logging
import os
import time
from collections import deque
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING
from urllib.parse import unquote

from lsprotocol import types as t
from pygls.exceptions import JsonRpcRequestCancelled
from pygls.uris import from_fs_path

from tensorlift.engine import Checker
from tensorlift.lsp.analysis import Analysis
from tensorlift.lsp.client import Client
from tensorlift.lsp.configuration import ProjectSettings
from tensorlift.lsp.diagnostics import document_report, lsp_diagnostics
from tensorlift.lsp.documents import OpenDocument
from tensorlift.lsp.progress import Cancelled, WorkProgress
from tensorlift.lsp.views import TextView
from tensorlift.project import files
from tensorlift.project.configuration import Stamp, stamp
from tensorlift.settings import Settings
from tensorlift.source.document import Document

if TYPE_CHECKING:
    from tensorlift.lsp.session import TensorliftServer
    from tensorlift.project.discovery import Patterns

logger = logging.getLogger(__name__)

Report = t.WorkspaceFullDocumentDiagnosticReport | t.WorkspaceUnchangedDocumentDiagnosticReport

CHECK_WORKSPACE = "tensorlift.checkWorkspace"

SLICE = 0.03
"""Seconds that the analysis thread works at a time on files that are not open."""

LIMIT = 1_000_000
"""Bytes of the largest file that is checked without being open."""

# Within this time, in nanoseconds, a folder may change twice without a new time stamp.
_TICK = 2_000_000_000

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
    """

    path: str
    real: str
    uri: str
    key: str

    @classmethod
    def of(cls, path: str) -> WorkspaceFile:
        """Return the file of a path."""
        uri = str(from_fs_path(path))
        return cls(path, os.path.realpath(path), uri, unquote(uri))


class Listing:
    """The Python files and notebooks below folders; listed again only when a folder, a ``.gitignore`` or a setting has changed."""

    def __init__(self) -> None:
        self._files: list[WorkspaceFile] = []
        self._seen: dict[str, Stamp | None] = {}
        self._project: ProjectSettings | None = None
        self._folders: tuple[str, ...] = ()

    def files(self, folders: Sequence[str], project: ProjectSettings) -> list[WorkspaceFile]:
        """Return the files, sorted by path.

        Args:
            folders: The folders to look below.
            project: The settings, which say what to leave out.
        """
        if self._project is project and self._folders == tuple(folders) and all(stamp(path) == seen for path, seen in self._seen.items()):
            return self._files
        from tensorlift.project.discovery import Discovery  # it loads what reads patterns, which a start does not need

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
        self._files = [WorkspaceFile.of(source.path) for source in Discovery(excludes).find(folders) if not source.named]
        self._project, self._folders = project, tuple(folders)
        return self._files


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found in one version of a file.

    Attributes:
        stamp: Tells this version from others.
        settings: The settings that it was checked with.
        result_id: The name of its report.
        items: The diagnostics.
    """

    stamp: Stamp | None
    settings: Settings
    result_id: str = ""
    items: tuple[t.Diagnostic, ...] = ()


def check_file(path: str, uri: str, version: Stamp | None, settings: Settings, client: Client) -> Checked:
    """Check a file that is not open; one that is large, or that cannot be read, has no findings.

    Args:
        path: The file.
        uri: Its name in the report.
        version: Its stamp.
        settings: Its settings.
        client: What the client can show.
    """
    try:
        if version is None or version[1] > LIMIT:
            return Checked(version, settings)
        data = files.read(path)
        if not files.concerns(data):
            return Checked(version, settings)
        view = TextView(uri, None, Document(files.decode(data).text, path), client.encoding)
        analysis = Analysis(view, Checker(settings))
        name = blake2b(data, digest_size=12)
        name.update(repr(settings).encode())
        return Checked(version, settings, name.hexdigest(), tuple(lsp_diagnostics(analysis, client)[uri]))
    except files.UnreadableError as error:
        logger.info("%s %s", path, error)
    except Exception:  # one file that trips a rule must not cost the others
        logger.exception("%s could not be checked", path)
    return Checked(version, settings)


def file_report(uri: str, checked: Checked, previous: str | None) -> Report | None:
    """Return the report of a file that is not open.

    Args:
        uri: The file.
        checked: What was found.
        previous: The name of the report that the client has.

    Returns:
        The report; None if the client has none and needs none, since there is nothing to show.
    """
    if checked.items:
        if checked.result_id == previous:
            return t.WorkspaceUnchangedDocumentDiagnosticReport(uri=uri, version=None, result_id=checked.result_id)
        return t.WorkspaceFullDocumentDiagnosticReport(uri=uri, version=None, items=checked.items, result_id=checked.result_id)
    return None if previous is None else empty_report(uri)


def empty_report(uri: str) -> Report:
    """Return a report that takes back what a client has of a document."""
    return t.WorkspaceFullDocumentDiagnosticReport(uri=uri, version=None, items=())


class WorkspaceFiles:
    """The files of the workspace, and what is known of those that are not open."""

    def __init__(self) -> None:
        self._listing = Listing()
        self._checked: dict[str, Checked] = {}

    async def find(self, ls: TensorliftServer) -> list[WorkspaceFile]:
        """Return the Python files and notebooks in the folders that are open."""
        ls.reload()
        return await asyncio.to_thread(self._listing.files, tuple(ls.folders), ls.project)

    async def reports(
        self, ls: TensorliftServer, known: Sequence[t.PreviousResultId], progress: WorkProgress
    ) -> AsyncIterator[list[Report]]:
        """Yield the reports of all files, part by part.

        Args:
            ls: The server.
            known: The names of the reports that the client has.
            progress: Is told how much is done.
        """
        names = {unquote(name.uri): name.value for name in known}
        documents = [source for source in ls.sources if isinstance(source, OpenDocument)]
        part: list[Report] = []
        for source in documents:
            report = await document_report(ls, source.uri, names.get(unquote(source.uri)))
            if isinstance(report, t.RelatedUnchangedDocumentDiagnosticReport):
                part.append(
                    t.WorkspaceUnchangedDocumentDiagnosticReport(uri=source.uri, result_id=report.result_id, version=source.version)
                )
            else:
                part.append(
                    t.WorkspaceFullDocumentDiagnosticReport(
                        uri=source.uri, items=report.items, version=source.version, result_id=report.result_id
                    )
                )
        on_screen = {os.path.realpath(source.file) for source in documents if source.file}
        closed = [file for file in await self.find(ls) if file.path.endswith(".py") and file.real not in on_screen]
        present = {unquote(source.uri) for source in documents}.union(file.key for file in closed)
        part += [empty_report(name.uri) for name in known if unquote(name.uri) not in present]
        yield part

        stamps = await asyncio.to_thread(lambda: [stamp(file.path) for file in closed])
        pending: deque[tuple[WorkspaceFile, Stamp | None, Settings]] = deque()
        checked: dict[str, Checked] = {}
        part = []
        for file, version in zip(closed, stamps):
            settings = ls.project.settings(file.path)
            if settings is None:
                if file.key in names:
                    part.append(empty_report(file.uri))
                continue
            found = self._checked.get(file.path)
            if found is None or found.stamp != version or found.settings != settings:
                pending.append((file, version, settings))
                continue
            checked[file.path] = found
            if (made := file_report(file.uri, found, names.get(file.key))) is not None:
                part.append(made)
        self._checked = checked
        yield part

        def work() -> list[Report]:
            done: list[Report] = []
            until = time.monotonic() + SLICE
            while pending and time.monotonic() < until:
                file, version, settings = pending.popleft()
                found = checked[file.path] = check_file(file.path, file.uri, version, settings, ls.client)
                if (report := file_report(file.uri, found, names.get(file.key))) is not None:
                    done.append(report)
            return done

        total = len(pending)
        while pending:
            yield await ls.run(work)
            progress.report(total - len(pending), total)


def register(ls: TensorliftServer) -> None:
    """Answer requests for the diagnostics of the workspace, or offer a command for them to a client that does not ask."""
    workspace = ls.workspace_files
    title = "Looking for TensorFlow 1"

    if ls.client.pull:

        @ls.feature(t.WORKSPACE_DIAGNOSTIC)
        async def workspace_diagnostic(params: t.WorkspaceDiagnosticParams) -> t.WorkspaceDiagnosticReport:
            whole: list[Report] = []
            try:
                async with WorkProgress(ls, title, params.work_done_token, ask=False) as progress:
                    async for part in workspace.reports(ls, params.previous_result_ids, progress):
                        if params.partial_result_token is None:
                            whole += part
                        elif part:
                            ls.progress(t.ProgressParams(params.partial_result_token, t.WorkspaceDiagnosticReportPartialResult(part)))
            except Cancelled as error:
                raise JsonRpcRequestCancelled from error
            return t.WorkspaceDiagnosticReport(whole)

        return

    pushed: set[str] = set()

    @ls.command(CHECK_WORKSPACE)
    async def check_workspace() -> dict[str, int]:
        found: dict[str, int] = {}
        async with WorkProgress(ls, title) as progress:
            async for part in workspace.reports(ls, (), progress):
                for report in part:
                    if isinstance(report, t.WorkspaceFullDocumentDiagnosticReport) and report.items:
                        found[report.uri] = len(report.items)
                        if ls.source(report.uri) is None:
                            ls.text_document_publish_diagnostics(t.PublishDiagnosticsParams(report.uri, report.items))
        for uri in pushed.difference(found):
            if ls.source(uri) is None:
                ls.text_document_publish_diagnostics(t.PublishDiagnosticsParams(uri, ()))
        pushed.clear()
        pushed.update(found)
        return {"files": len(found), "findings": sum(found.values())}
