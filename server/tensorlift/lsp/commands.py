"""The commands that an editor can run: fix a file, fix the workspace, explain a name, tell about the server."""

from __future__ import annotations

import asyncio
import os
import platform
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any

from lsprotocol import types as t
from pygls.exceptions import JsonRpcInvalidParams

from tensorlift import __version__
from tensorlift.explain import explain_name
from tensorlift.lsp.analysis import Analysis
from tensorlift.lsp.client import Client
from tensorlift.lsp.companions import Created, can_create, created
from tensorlift.lsp.configuration import describe
from tensorlift.lsp.hover import tell
from tensorlift.lsp.progress import Cancelled, WorkProgress
from tensorlift.lsp.views import TextView
from tensorlift.lsp.workspace import LIMIT, SLICE, WorkspaceFile
from tensorlift.model import Level
from tensorlift.project import files
from tensorlift.project.configuration import Stamp, stamp
from tensorlift.project.kinds import kind_of
from tensorlift.rewrite.difference import minimal_edits
from tensorlift.rules import did_you_mean, near_names, rule
from tensorlift.settings import Settings
from tensorlift.source.document import Document

if TYPE_CHECKING:
    from tensorlift.lsp.documents import Source
    from tensorlift.lsp.session import TensorliftServer

FIX_FILE = "tensorlift.fixFile"
FIX_WORKSPACE = "tensorlift.fixWorkspace"
EXPLAIN = "tensorlift.explain"
SHOW_DEBUG_INFORMATION = "tensorlift.showDebugInformation"

# A message lists no more files than this.
_LISTED = 5

_ANNOTATION = "tensorlift"

_TERMINAL = "use tensorlift fix in a terminal"


@dataclass(frozen=True, slots=True)
class Choice:
    """How to fix.

    Attributes:
        review: Apply fixes that a reader has to look at, too.
        level: The level to lift to; None means that of the settings.
    """

    review: bool = False
    level: Level | None = None

    def settings(self, settings: Settings) -> Settings:
        """Return the settings of a file for this choice."""
        return settings if self.level is None else replace(settings, level=self.level)


@dataclass(slots=True)
class FileFix:
    """What is to be changed in one file.

    Attributes:
        uri: The document, or the notebook.
        name: What messages call it.
        changes: The edits.
        creates: The companion modules that the new text needs beside it, by name.
        fixed: The number of findings that they fix.
        left: The number of findings afterwards.
        problem: Why the file stays as it is, as the end of a sentence.
        stamp: The version of the file that the edits were made for; None for an open text, whose edits carry its version.
    """

    uri: str
    name: str
    changes: list[t.TextDocumentEdit] = field(default_factory=list)
    creates: tuple[str, ...] = ()
    fixed: int = 0
    left: int = 0
    problem: str | None = None
    stamp: Stamp | None = None


def read_choice(value: Any) -> Choice:
    """Read the options of a fix.

    Args:
        value: ``{"review": bool, "level": str}`` as the client sent it, both optional; None for none.

    Raises:
        ValueError: It is something else; the message says what is allowed.
    """
    options = {} if value is None else value
    if not isinstance(options, Mapping) or set(options) - {"review", "level"}:
        raise ValueError(f"{value!r} are not options of a fix: they are review (true or false) and level")
    review, level = options.get("review"), options.get("level")
    if review not in (None, True, False):
        raise ValueError(f"review = {review!r} must be true or false")
    if level is not None and level not in [known.value for known in Level]:
        raise ValueError(f"level = {level!r} must be one of " + ", ".join(known.value for known in Level))
    return Choice(bool(review), Level(level) if level is not None else None)


def fix_open(analysis: Analysis, uri: str, name: str, choice: Choice) -> FileFix:
    """Return what ``tensorlift fix`` would change in an open text.

    Args:
        analysis: The findings of the text.
        uri: The document, or the notebook.
        name: What messages call it.
        choice: How to fix.
    """
    view = analysis.view
    if not _is_python(view.document):
        return FileFix(uri, name, left=len(analysis.unplaced), problem="is not valid Python now")

    result = analysis.fix(choice.settings(analysis.settings), review=choice.review)
    changes = view.text_document_edits(result.edits) or []
    return FileFix(uri, name, changes, result.creates, result.fixed if changes else 0, len(result.remaining))


def fix_closed(file: WorkspaceFile, settings: Settings, choice: Choice, client: Client) -> FileFix:
    """Return what ``tensorlift fix`` would change in a file that is not open.

    Args:
        file: The file.
        settings: Its settings.
        choice: How to fix.
        client: What the client can do.
    """
    from tensorlift.project.runner import Mode, Task, process_bytes  # only here, as it brings several processes with it

    fix = FileFix(file.uri, file.path, stamp=stamp(file.path))
    try:
        data = files.read(file.path)
        if kind_of(file.path) is None and not files.concerns(data):
            return fix
        if len(data) > LIMIT:
            fix.problem = f"is larger than {LIMIT} bytes: {_TERMINAL}"
            return fix
        mode = Mode(fix=True, review=choice.review, output=True, companions=can_create(file.uri, client))
        result = process_bytes(Task(file.path, choice.settings(settings)), mode, data)
        fix.left = len(result.findings)
        if result.problems:
            fix.problem = result.problems[0].message
        elif result.output is not None:
            fix.changes, fix.problem = _changes(file, data, result.output, client)
            if fix.problem is None:
                fix.fixed, fix.creates = result.fixed, result.creates
            else:
                fix.left += result.fixed
    except files.UnreadableError as error:
        fix.problem = str(error)
    return fix


def _changes(file: WorkspaceFile, before: bytes, after: bytes, client: Client) -> tuple[list[t.TextDocumentEdit], str | None]:
    """Return the edits between two contents of a file, or why an editor cannot make them."""
    if file.path.endswith(".ipynb"):
        return [], f"is a notebook that is not open: open it, or {_TERMINAL}"
    source = files.decode(before)
    if before[len(source.mark) :] != source.text.encode("utf-8", "surrogatepass"):
        # An editor that takes the file for UTF-8 would write other bytes back.
        return [], f"is written in {source.encoding}: {_TERMINAL}"
    view = TextView(file.uri, None, Document(source.text, file.path), client.encoding)
    return view.text_document_edits(minimal_edits(source.text, files.decode(after).text)) or [], None


def workspace_edit(fixes: Sequence[FileFix], client: Client, *, confirm: bool = False) -> t.WorkspaceEdit:
    """Return one edit of all files.

    Args:
        fixes: What is to be changed.
        client: What the client can do.
        confirm: Whether the user is to confirm the changes, where the client can ask for that.
    """
    changes = [change for fix in fixes for change in fix.changes]
    annotated = confirm and client.annotations
    # Files of one folder may need the same module.
    files: dict[tuple[str, str], Created] = {}
    for fix in fixes:
        for module in fix.creates:
            files.setdefault((fix.uri.rpartition("/")[0], module), created(fix.uri, [module], _ANNOTATION if annotated else None))
    new = [change for made in files.values() for change in made]
    if not client.document_changes:
        return t.WorkspaceEdit(changes={change.text_document.uri: list(_text_edits(change)) for change in changes})
    if not annotated:
        return t.WorkspaceEdit(document_changes=[*new, *changes])
    count = sum(fix.fixed for fix in fixes)
    annotation = t.ChangeAnnotation("Lift to TensorFlow 2", True, f"{_counted(count, 'finding')} in {_counted(len(fixes), 'file')}")
    marked = [
        t.TextDocumentEdit(
            change.text_document, [t.AnnotatedTextEdit(_ANNOTATION, edit.range, edit.new_text) for edit in _text_edits(change)]
        )
        for change in changes
    ]
    return t.WorkspaceEdit(document_changes=[*new, *marked], change_annotations={_ANNOTATION: annotation})


def summary(fixes: Sequence[FileFix], *, applied: bool) -> str:
    """Return the sentences that tell the user what came out of a fix."""
    changed = [fix for fix in fixes if fix.changes]
    left = sum(fix.left for fix in fixes)
    if not changed:
        sentences = ["There is nothing to fix."]
    elif not applied:
        sentences = ["The editor has not made the changes."]
    else:
        sentences = [f"{_counted(sum(fix.fixed for fix in changed), 'finding')} fixed in {_counted(len(changed), 'file')}."]
    if left:
        sentences.append(f"{_counted(left, 'finding')} left to do by hand or to review.")
    problems = [f"{fix.name} {fix.problem}" for fix in fixes if fix.problem]
    if problems:
        more = f" and {len(problems) - _LISTED} more" if len(problems) > _LISTED else ""
        sentences.append(f"Left as they are: {'; '.join(problems[:_LISTED])}{more}.")
    return " ".join(sentences)


def answer(fixes: Sequence[FileFix], *, applied: bool) -> dict[str, Any]:
    """Return what a fix came to as plain data."""
    changed = [fix for fix in fixes if fix.changes]
    return {
        "applied": applied and bool(changed),
        "files": len(changed),
        "fixed": sum(fix.fixed for fix in changed),
        "left": sum(fix.left for fix in fixes),
        "problems": [{"uri": fix.uri, "message": f"{fix.name} {fix.problem}."} for fix in fixes if fix.problem],
        "message": summary(fixes, applied=applied),
    }


def explain(name: str, settings: Settings) -> str:
    """Return Markdown about a rule or a symbol; a sentence if nothing is known of it."""
    found = rule(name.upper()) or rule(name)
    if found is not None:
        from tensorlift.report.page import rule_page

        return rule_page(found)
    page = explain_name(name, settings)
    if page is None:
        from tensorlift.report.page import near_symbols

        page = f"`{name}` is neither a rule nor a symbol of TensorFlow 1.15.{did_you_mean(near_symbols(name) or near_names(name))}\n"
    return page


def _is_python(document: Document) -> bool:
    return not document.has_error or files.is_python3(document.text)


def _text_edits(change: t.TextDocumentEdit) -> list[t.TextEdit]:
    return [edit for edit in change.edits if isinstance(edit, t.TextEdit)]


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


# --- with the server


async def _fix_source(ls: TensorliftServer, source: Source, choice: Choice) -> FileFix | None:
    name = source.file or source.uri
    return await ls.ask(source.uri, lambda analysis: fix_open(analysis, source.uri, name, choice))


async def apply_fixes(ls: TensorliftServer, fixes: list[FileFix], label: str, *, confirm: bool = False) -> bool:
    """Have the client make the changes that still fit.

    Args:
        ls: The server.
        fixes: What is to be changed; those that do not fit any more are taken back and say so.
        label: What the client calls the change, such as in its list of things to undo.
        confirm: Whether the user is to confirm the changes, where the client can ask for that.

    Returns:
        Whether the client says that it has made them.
    """
    for fix in fixes:
        if fix.changes and not _is_current(ls, fix):
            fix.changes, fix.problem = [], "has changed meanwhile"
    changed = [fix for fix in fixes if fix.changes]
    if not changed:
        return False
    edit = t.ApplyWorkspaceEditParams(workspace_edit(changed, ls.client, confirm=confirm), label)
    # pygls trips over the answer to a request that was given up
    result = await asyncio.shield(ls.workspace_apply_edit_async(edit))
    return bool(result.applied)


def _is_current(ls: TensorliftServer, fix: FileFix) -> bool:
    if fix.stamp is not None:
        return ls.source(fix.uri) is None and stamp(fix.name) == fix.stamp
    documents = [(ls.documents.document(change.text_document.uri), change.text_document.version) for change in fix.changes]
    return all(document is not None and document.version == version for document, version in documents)


async def fix_file(ls: TensorliftServer, uri: str, choice: Choice) -> dict[str, Any]:
    """Fix an open document, or the notebook that it is a cell of; see :data:`FIX_FILE`."""
    source = ls.source(uri)
    fix = await _fix_source(ls, source, choice) if source is not None else None
    if fix is None:
        fix = FileFix(uri, uri, problem="is not an open Python file that the settings take in")
    elif not ls.client.apply_edit:
        fix = FileFix(uri, fix.name, left=fix.left + fix.fixed, problem="cannot be changed, as the editor lets no server change files")
    applied = await apply_fixes(ls, [fix], "Lift to TensorFlow 2")
    result = answer([fix], applied=applied)
    if fix.problem or not applied:
        ls.window_show_message(t.ShowMessageParams(t.MessageType.Info, f"tensorlift: {result['message']}"))
    return result


async def fix_workspace(ls: TensorliftServer, choice: Choice) -> dict[str, Any]:
    """Fix all files of the workspace in one edit; see :data:`FIX_WORKSPACE`."""
    if not ls.client.apply_edit:
        message = "The editor lets no server change files: run tensorlift fix on the command line."
        ls.window_show_message(t.ShowMessageParams(t.MessageType.Warning, f"tensorlift: {message}"))
        return {**answer([], applied=False), "message": message}
    fixes: list[FileFix] = []
    applied = False
    try:
        async with WorkProgress(ls, "Lifting to TensorFlow 2") as progress:
            fixes = await _fix_all(ls, choice, progress)
        applied = await apply_fixes(ls, fixes, "Lift the workspace to TensorFlow 2", confirm=True)
        result = answer(fixes, applied=applied)
    except Cancelled:
        result = {**answer([], applied=False), "message": "Cancelled: nothing is changed."}
    ls.window_show_message(t.ShowMessageParams(t.MessageType.Info, f"tensorlift: {result['message']}"))
    return result


async def _fix_all(ls: TensorliftServer, choice: Choice, progress: WorkProgress) -> list[FileFix]:
    found = await ls.workspace_files.find(ls)
    sources = {os.path.realpath(source.file): source for source in ls.sources if source.file}
    # Without a folder, the workspace is what is open.
    opened = [sources[file.real] for file in found if file.real in sources] if ls.folders else ls.sources
    closed = [file for file in found if file.real not in sources]
    total = len(opened) + len(closed)
    fixes: list[FileFix] = []
    for done, source in enumerate(opened):
        progress.report(done, total)
        fix = await _fix_source(ls, source, choice)
        fixes += [fix] if fix is not None else []
    rest = closed[::-1]

    def work() -> None:
        until = time.monotonic() + SLICE
        while rest and time.monotonic() < until:
            file = rest.pop()
            settings = ls.project.settings(file.path)
            fix = fix_closed(file, settings, choice, ls.client) if settings is not None else None
            if fix is not None and (fix.changes or fix.left or fix.problem):
                fixes.append(fix)

    while rest:
        progress.report(total - len(rest), total)
        await ls.run(work)
    return fixes


async def explain_argument(ls: TensorliftServer, argument: object) -> str:
    """Return Markdown about a name, or about a place in an open document; see :data:`EXPLAIN`.

    Raises:
        ValueError: The argument is neither.
    """
    if isinstance(argument, str) and argument.strip():
        return explain(argument.strip(), ls.project.settings(None) or Settings())
    place = argument if isinstance(argument, Mapping) else {}
    uri, position = place.get("uri"), place.get("position")
    line, character = (position.get("line"), position.get("character")) if isinstance(position, Mapping) else (None, None)
    if not (isinstance(uri, str) and isinstance(line, int) and isinstance(character, int) and line >= 0 and character >= 0):
        raise ValueError(f"{argument!r} is neither a symbol, nor a rule, nor {{uri, position}}")

    def tell_about(analysis: Analysis) -> str | None:
        offset = analysis.view.offset(uri, t.Position(line, character))
        told = tell(analysis, offset) if offset is not None else None
        return told[0] if told is not None else None

    return await ls.ask(uri, tell_about) or "There is nothing of TensorFlow 1 here.\n"


async def debug_information(ls: TensorliftServer) -> str:
    """Return Markdown about the server, the client, the settings in force and the open documents; see :data:`SHOW_DEBUG_INFORMATION`."""
    from importlib.metadata import version

    packages = ("pygls", "lsprotocol", "tree-sitter", "tree-sitter-python")
    lines = ["# tensorlift", ""]
    lines += [f"- tensorlift {__version__} in `{os.path.dirname(os.path.dirname(os.path.abspath(__file__)))}`"]
    lines += [f"- {package} {version(package)}" for package in packages]
    lines += [f"- Python {platform.python_version()} at `{sys.executable}`", f"- {platform.platform()}"]
    name = ls.client_info
    lines += ["", "## Client", "", f"- {name.name} {name.version or ''}".rstrip() if name is not None else "- without a name"]
    lines += [f"- {one.name}: {getattr(ls.client, one.name)}" for one in fields(ls.client)]
    lines += ["", "## The server's own settings", ""]
    lines += [f"- {one.name}: {getattr(ls.editor.options, one.name)}" for one in fields(ls.editor.options)]
    for folder in ls.folders:
        file = os.path.join(folder, "untitled.py")
        lines += ["", f"## Settings in `{folder}`", "", describe(ls.project.settings(file) or Settings(), ls.project.origins(file))]
    lines += ["", "## Settings of documents without a file", ""]
    lines.append(describe(ls.project.settings(None) or Settings(), ls.project.origins(None)))
    problems = [*ls.editor.problems, *ls.project.problems]
    if problems:
        lines += ["", "## Problems with the settings", "", *(f"- {problem}" for problem in problems)]
    lines += ["", "## Open documents", ""]
    for source in ls.sources:
        counts = await ls.ask(source.uri, lambda analysis: (analysis.document.line_count, len(analysis.unplaced)))
        said = (
            f"{counts[0]} lines, {counts[1]} findings, checked in {ls.seconds.get(source.uri, 0) * 1000:.1f} ms" if counts else "left out"
        )
        lines.append(f"- `{source.uri}`: {said}")
    return "\n".join(lines) + "\n"


def register(ls: TensorliftServer) -> None:
    """Offer the commands."""

    # Any, not object: pygls would pass the server as the first one.
    @ls.command(FIX_FILE)
    async def run_fix_file(*arguments: Any) -> dict[str, Any]:
        uri, options = _read(arguments, 1, 2)
        if not isinstance(uri, str):
            raise JsonRpcInvalidParams(f"{FIX_FILE} needs the URI of a document")
        return await fix_file(ls, uri, _choice(options))

    @ls.command(FIX_WORKSPACE)
    async def run_fix_workspace(*arguments: Any) -> dict[str, Any]:
        (options,) = _read(arguments, 0, 1)
        return await fix_workspace(ls, _choice(options))

    @ls.command(EXPLAIN)
    async def run_explain(*arguments: Any) -> str:
        subject, options = _read(arguments, 1, 2)
        try:
            page = await explain_argument(ls, subject)
        except ValueError as error:
            raise JsonRpcInvalidParams(f"{EXPLAIN}: {error}") from None
        if isinstance(options, Mapping) and options.get("show") is True:
            ls.window_show_message(t.ShowMessageParams(t.MessageType.Info, page))
        return page

    @ls.command(SHOW_DEBUG_INFORMATION)
    async def run_show_debug_information(*arguments: Any) -> str:
        return await debug_information(ls)


def _read(arguments: tuple[object, ...], least: int, most: int) -> list[Any]:
    """Return the arguments of a command, with None for those that are left out."""
    if not least <= len(arguments) <= most:
        raise JsonRpcInvalidParams(f"{len(arguments)} arguments were given: it takes {least} to {most}")
    return [*arguments, *[None] * (most - len(arguments))]


def _choice(value: Any) -> Choice:
    try:
        return read_choice(value)
    except ValueError as error:
        raise JsonRpcInvalidParams(str(error)) from None
