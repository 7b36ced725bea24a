"""The commands that an editor can run: fix a file, fix the workspace, explain a name, tell about the server."""

from __future__ import annotations

import asyncio
import os
import platform
import sys
from collections.abc import Mapping
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from lsprotocol import types as t
from pygls.exceptions import JsonRpcInvalidParams

from tensorlift import __version__
from tensorlift.explain import explain_name
from tensorlift.lsp.actions import FIX_FILE
from tensorlift.lsp.analysis import Analysis
from tensorlift.lsp.configuration import describe
from tensorlift.lsp.fixing import Choice, FileFix, answer, drop_outdated, fix_files, fix_open, read_choice, workspace_edit
from tensorlift.lsp.hover import tell
from tensorlift.lsp.lifting import find_lift, tell_way
from tensorlift.lsp.progress import Cancelled, WorkProgress
from tensorlift.lsp.workspace import WorkspaceFile
from tensorlift.rules import did_you_mean, near_names, rule
from tensorlift.settings import Settings

if TYPE_CHECKING:
    from tensorlift.lsp.session import TensorliftServer

FIX_WORKSPACE = "tensorlift.fixWorkspace"
EXPLAIN = "tensorlift.explain"
SHOW_DEBUG_INFORMATION = "tensorlift.showDebugInformation"


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


# --- with the server


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
    drop_outdated(ls, fixes)
    changed = [fix for fix in fixes if fix.changes]
    if not changed:
        return False
    edit = t.ApplyWorkspaceEditParams(workspace_edit(changed, ls.client, confirm=confirm), label)
    # pygls trips over the answer to a request that was given up
    result = await asyncio.shield(ls.workspace_apply_edit_async(edit))
    return bool(result.applied)


async def fix_file(ls: TensorliftServer, uri: str, choice: Choice) -> dict[str, Any]:
    """Fix an open document, or the notebook that it is a cell of; see :data:`FIX_FILE`."""
    source = ls.source(uri)
    name = WorkspaceFile.of_source(source, ls.folders).name if source is not None else uri
    settings = ls.project.settings(source.file) if source is not None else None
    lift = await find_lift(ls, uri) if settings is not None and choice.lifts(settings) else None
    fix = await ls.ask(uri, lambda analysis: fix_open(analysis, analysis.view.uri, name, choice, lift=lift))
    if fix is None:
        fix = FileFix(uri, uri, problem="is not an open Python file that the settings take in")
    elif not ls.client.apply_edit:
        fix = FileFix(uri, fix.name, left=fix.left + fix.fixed, problem="cannot be changed, as the editor lets no server change files")
    applied = await apply_fixes(ls, [fix], "Lift to TensorFlow 2")
    result = answer([fix], applied=applied)
    if fix.way:
        await tell_way(ls, uri)
    elif fix.problem or not applied:
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
            fixes = await fix_files(ls, await ls.workspace_files.present(ls), choice, progress)
        applied = await apply_fixes(ls, fixes, "Lift the workspace to TensorFlow 2", confirm=True)
        result = answer(fixes, applied=applied)
    except Cancelled:
        result = {**answer([], applied=False), "message": "Cancelled: nothing is changed."}
    ls.window_show_message(t.ShowMessageParams(t.MessageType.Info, f"tensorlift: {result['message']}"))
    return result


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
