"""A small editor that drives the real server process under the capabilities of real clients."""

from __future__ import annotations

import asyncio
import importlib.util
import json
import os
import re
import sys
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import Future
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

from lsprotocol import types as t
from pygls.protocol import JsonRPCResponseMessage, default_converter
from pytest_lsp import LanguageClient
from pytest_lsp.client import register_lsp_features

import tensorlift

T = TypeVar("T")

TIMEOUT = 10.0

if importlib.util.find_spec("tensorlift.__main__"):
    COMMAND = [sys.executable, "-m", "tensorlift", "server"]
else:
    COMMAND = [sys.executable, "-c", "from tensorlift.lsp.server import main; main()"]

ENVIRONMENT = {**os.environ, "PYTHONPATH": os.pathsep.join([str(Path(tensorlift.__file__).parents[1]), os.environ.get("PYTHONPATH", "")])}

PROFILES = {"neovim": "neovim-0.11", "vscode": "visual-studio-code-1.100", "eglot": "eglot-1.9"}
"""Clients, and the recordings of what they said in their ``initialize`` (``profiles/record.py`` made them)."""


def capabilities(profile: str) -> t.ClientCapabilities:
    """Return what a client says it can do: pull and UTF-8 (Neovim), pull and UTF-16 (VS Code), push and UTF-16 (eglot), nothing (bare)."""
    if profile == "bare":
        return t.ClientCapabilities()
    recorded = json.loads((Path(__file__).parent / "profiles" / f"{PROFILES[profile]}.json").read_text(encoding="utf-8"))
    return default_converter().structure(recorded["capabilities"], t.ClientCapabilities)  # type: ignore[no-any-return, no-untyped-call]


def converter() -> Any:
    """Return pygls' converter, which leaves the answers to requests of our own as they are."""
    made = default_converter()  # type: ignore[no-untyped-call]
    made.register_structure_hook(JsonRPCResponseMessage, lambda data, kind: kind(**data))
    return made


class EditorClient(LanguageClient):
    """A client that keeps everything that it was sent.

    Attributes:
        edits: What the server asked to be changed; each is applied, or refused, as ``applies`` says.
        partial: The partial results, by token.
        lens_refreshes: How often the server had the client ask for code lenses again.
    """

    def __init__(self) -> None:
        super().__init__(converter_factory=converter)
        self.pushed: dict[str, list[t.PublishDiagnosticsParams]] = {}
        register_lsp_features(self)
        self.protocol.fm.features[t.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS] = self._keep
        self.registered: list[t.Registration] = []
        self.protocol.fm.features[t.CLIENT_REGISTER_CAPABILITY] = self._register
        self.edits: list[t.ApplyWorkspaceEditParams] = []
        self.applies: Callable[[t.ApplyWorkspaceEditParams], bool] = lambda edit: True
        self.protocol.fm.features[t.WORKSPACE_APPLY_EDIT] = self._apply
        self.lens_refreshes = 0
        self.protocol.fm.features[t.WORKSPACE_CODE_LENS_REFRESH] = self._refresh_lenses
        self.traces: list[t.LogTraceParams] = []
        self.protocol.fm.features[t.LOG_TRACE] = self.traces.append
        self.partial: dict[t.ProgressToken, list[Any]] = {}
        self._progress = self.protocol.fm.features[t.PROGRESS]
        self.protocol.fm.features[t.PROGRESS] = self._report

    def _keep(self, params: t.PublishDiagnosticsParams) -> None:
        self.pushed.setdefault(params.uri, []).append(params)

    def _register(self, params: t.RegistrationParams) -> None:
        self.registered += params.registrations

    def _apply(self, params: t.ApplyWorkspaceEditParams) -> t.ApplyWorkspaceEditResult:
        self.edits.append(params)
        return t.ApplyWorkspaceEditResult(applied=self.applies(params))

    def _refresh_lenses(self, params: None) -> None:
        self.lens_refreshes += 1

    def _report(self, params: t.ProgressParams) -> None:
        if isinstance(params.value, dict) and "kind" in params.value:
            self._progress(params)
        else:
            self.partial.setdefault(params.token, []).append(params.value)


class Editor:
    """One editor window: its buffers, and what a user does in them."""

    def __init__(self, client: EditorClient, profile: str, result: t.InitializeResult) -> None:
        self.client = client
        self.profile = profile
        self.result = result
        self.encoding = str(result.capabilities.position_encoding or "utf-16")
        self.texts: dict[str, str] = {}
        self.versions: dict[str, int] = {}

    @property
    def pulls(self) -> bool:
        return self.result.capabilities.diagnostic_provider is not None

    async def wait(self, work: Awaitable[T]) -> T:
        return await asyncio.wait_for(work, TIMEOUT)

    async def until(self, condition: Callable[[], T]) -> T:
        """Wait until a condition holds; return its value."""

        async def poll() -> T:
            while not (value := condition()):
                await asyncio.sleep(0.01)
            return value

        return await self.wait(poll())

    def open(self, uri: str, text: str, language: str = "python", version: int = 1) -> str:
        self.texts[uri], self.versions[uri] = text, version
        self.client.pushed.pop(uri, None)
        item = t.TextDocumentItem(uri=uri, language_id=language, version=version, text=text)
        self.client.text_document_did_open(t.DidOpenTextDocumentParams(item))
        return uri

    def close(self, uri: str) -> None:
        self.client.text_document_did_close(t.DidCloseTextDocumentParams(t.TextDocumentIdentifier(uri)))

    def units(self, text: str) -> int:
        """Return the length of a text in the unit of the negotiated encoding."""
        if self.encoding == "utf-8":
            return len(text.encode())
        if self.encoding == "utf-16":
            return len(text.encode("utf-16-le")) // 2
        return len(text)

    def position(self, uri: str, index: int) -> t.Position:
        before = re.split(r"\r\n|\r|\n", self.texts[uri][:index])
        return t.Position(len(before) - 1, self.units(before[-1]))

    def index(self, uri: str, position: t.Position) -> int:
        lines = re.findall(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+|$", self.texts[uri])
        start = sum(map(len, lines[: position.line]))
        line = lines[position.line]
        return start + next(count for count in range(len(line) + 1) if self.units(line[:count]) >= position.character)

    def range(self, uri: str, start: int, end: int) -> t.Range:
        return t.Range(self.position(uri, start), self.position(uri, end))

    def find(self, uri: str, part: str) -> t.Range:
        start = self.texts[uri].index(part)
        return self.range(uri, start, start + len(part))

    def cut(self, uri: str, place: t.Range) -> str:
        """Return the text of a range of a buffer."""
        return self.texts[uri][self.index(uri, place.start) : self.index(uri, place.end)]

    def replace(self, uri: str, *changes: tuple[str, str]) -> None:
        """Replace texts, each at its first place, in one notification with one change each."""
        events: list[t.TextDocumentContentChangeEvent] = []
        for old, new in changes:
            start = self.texts[uri].index(old)
            events.append(t.TextDocumentContentChangePartial(self.range(uri, start, start + len(old)), new))
            self.texts[uri] = self.texts[uri][:start] + new + self.texts[uri][start + len(old) :]
        self.send_changes(uri, events)

    def send_changes(self, uri: str, events: Iterable[t.TextDocumentContentChangeEvent]) -> None:
        self.versions[uri] += 1
        identifier = t.VersionedTextDocumentIdentifier(uri=uri, version=self.versions[uri])
        self.client.text_document_did_change(t.DidChangeTextDocumentParams(identifier, list(events)))

    async def pull(self, uri: str, previous: str | None = None) -> t.DocumentDiagnosticReport:
        params = t.DocumentDiagnosticParams(text_document=t.TextDocumentIdentifier(uri), previous_result_id=previous)
        return await self.wait(self.client.text_document_diagnostic_async(params))

    async def diagnostics(self, uri: str) -> list[t.Diagnostic]:
        """Return the diagnostics of the present version, as this client gets them."""
        if self.pulls:
            report = await self.pull(uri)
            assert isinstance(report, t.RelatedFullDocumentDiagnosticReport)
            return list(report.items)

        def newest() -> t.PublishDiagnosticsParams | None:
            pushed = self.client.pushed.get(uri)
            return pushed[-1] if pushed and pushed[-1].version == self.versions[uri] else None

        return list((await self.until(newest)).diagnostics)  # type: ignore[union-attr]

    async def places(self, uri: str) -> list[str]:
        """Return the texts that are marked."""
        return [self.cut(uri, found.range) for found in await self.diagnostics(uri)]

    async def actions(self, uri: str, place: t.Range, only: list[str] | None = None) -> list[t.CodeAction]:
        params = t.CodeActionParams(t.TextDocumentIdentifier(uri), place, t.CodeActionContext(diagnostics=[], only=only))
        found = await self.wait(self.client.text_document_code_action_async(params))
        assert found is not None
        return [action for action in found if isinstance(action, t.CodeAction)]

    async def command(self, name: str, *arguments: Any) -> Any:
        """Run a command of the server; return or raise its answer."""
        return await self.wait(self.client.workspace_execute_command_async(t.ExecuteCommandParams(name, arguments or None)))

    async def send(self, method: str, params: Any, key: str | None = None) -> Any:
        """Send a request with parameters as they are, right or wrong; return or raise the answer."""
        protocol = self.client.protocol
        answer: Future[Any] = Future()
        key = key or f"raw-{id(answer)}"
        protocol._request_futures[key] = answer
        protocol._send_data({"jsonrpc": "2.0", "id": key, "method": method, "params": params})
        return await self.wait(asyncio.wrap_future(answer))

    async def apply(self, uri: str, action: t.CodeAction) -> str:
        """Apply a code action to the buffer as an editor does, and tell the server; return the new text."""
        if action.edit is None:
            assert self.result.capabilities.code_action_provider.resolve_provider  # type: ignore[union-attr]
            action = await self.wait(self.client.code_action_resolve_async(action))
        assert action.edit is not None, f"{action.title} has no edit"
        if action.edit.document_changes is not None:
            (change,) = action.edit.document_changes
            assert isinstance(change, t.TextDocumentEdit)
            assert (change.text_document.uri, change.text_document.version) == (uri, self.versions[uri])
            edits = change.edits
        else:
            assert action.edit.changes is not None
            edits = action.edit.changes[uri]
        spans = [(self.index(uri, edit.range.start), self.index(uri, edit.range.end), edit.new_text) for edit in edits]  # type: ignore[union-attr]
        assert spans == sorted(spans, key=lambda span: span[:2])
        assert all(left[1] <= right[0] for left, right in pairwise(spans)), "edits overlap"
        text = self.texts[uri]
        for start, end, new in reversed(spans):
            text = text[:start] + new + text[end:]
        self.texts[uri] = text
        self.send_changes(uri, [t.TextDocumentContentChangeWholeDocument(text)])
        return text


async def start(
    client: EditorClient, profile: str, root: str | None = None, options: Any = None, folders: Iterable[str] = (), name: str | None = None
) -> Editor:
    """Connect a client to its server; ``name`` is what it calls itself."""
    params = t.InitializeParams(
        capabilities=capabilities(profile),
        client_info=t.ClientInfo(name) if name is not None else None,
        root_uri=root,
        workspace_folders=[t.WorkspaceFolder(folder, folder) for folder in folders] or None,
        initialization_options=options,
    )
    return Editor(client, profile, await asyncio.wait_for(client.initialize_session(params), TIMEOUT))
