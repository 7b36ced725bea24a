"""Requests of our own, for a client that shows the whole project: what is left to do in it, and the edits of many files."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

from pygls.exceptions import JsonRpcInvalidParams

from tensorlift.lsp.fixing import answer, chosen, drop_outdated, fix_files, read_choice, workspace_edit
from tensorlift.lsp.progress import asked_progress
from tensorlift.lsp.pygls_fixes import JsonText
from tensorlift.settings import Settings

if TYPE_CHECKING:
    from tensorlift.lsp.scan import Scanned, Scanner
    from tensorlift.lsp.session import TensorliftServer

SCAN = "tensorlift/scan"
FIX = "tensorlift/fix"
REPORT = "tensorlift/report"


async def fix(ls: TensorliftServer, params: Mapping[str, Any]) -> dict[str, Any]:
    """Return the edit that fixes documents, a folder or the workspace.

    Raises:
        JsonRpcInvalidParams: The parameters are wrong.
    """
    uris, folder = params.get("uris"), params.get("folder")
    if not (uris is None or (isinstance(uris, list) and all(isinstance(uri, str) for uri in uris))):
        raise JsonRpcInvalidParams("uris must be a list of URIs")
    if not (folder is None or isinstance(folder, str)) or (uris is not None and folder is not None):
        raise JsonRpcInvalidParams("folder must be a URI, and is not given together with uris")
    try:
        choice = replace(read_choice({key: params[key] for key in ("review", "level") if key in params}), by_statement=True)
    except ValueError as error:
        raise JsonRpcInvalidParams(str(error)) from None
    async with asked_progress(ls, "Lifting to TensorFlow 2", params) as progress:
        found, problems = await chosen(ls, uris, folder)
        fixes = [*await fix_files(ls, found, choice, progress), *problems]
    drop_outdated(ls, fixes)
    result = answer(fixes, applied=True)
    del result["applied"]
    edit = workspace_edit([one for one in fixes if one.changes], ls.client) if result["files"] else None
    return {"edit": edit, **result}


async def scan(ls: TensorliftServer, scanner: Scanner, params: Mapping[str, Any]) -> JsonText:
    """Return what is left to do in the workspace, as far as the client does not know it.

    Raises:
        JsonRpcInvalidParams: The parameters are wrong.
    """
    from tensorlift.lsp.scan import scan_answer

    known = params.get("known") or {}
    if not isinstance(known, Mapping):
        raise JsonRpcInvalidParams("known must be an object: URIs, and the ids of what is known of them")
    return scan_answer(await _scanned(ls, scanner, params), known, _settings(ls))


async def report(ls: TensorliftServer, scanner: Scanner, params: Mapping[str, Any]) -> dict[str, str]:
    """Return the migration report of the workspace as a page for a webview.

    Raises:
        JsonRpcInvalidParams: The parameters are wrong.
    """
    from tensorlift.report.html import page
    from tensorlift.report.overview import summarized

    nonce, source = params.get("nonce"), params.get("cspSource")
    if not (isinstance(nonce, str) and isinstance(source, str)):
        raise JsonRpcInvalidParams("nonce and cspSource must be strings")
    found, settings = await _scanned(ls, scanner, params), _settings(ls)
    name = ", ".join(os.path.basename(os.path.normpath(folder)) for folder in ls.folders) or "Open files"

    def render() -> str:
        told = [one.file for one in found if one.counts]
        return page(summarized(told, name=name, read=len(found), settings=settings), nonce=nonce, csp_source=source)

    return {"html": await asyncio.to_thread(render)}


async def _scanned(ls: TensorliftServer, scanner: Scanner, params: Mapping[str, Any]) -> list[Scanned]:
    async with asked_progress(ls, "Looking for TensorFlow 1", params) as progress:
        return await scanner.scan(ls, progress)


def _settings(ls: TensorliftServer) -> Settings:
    """Return what the workspace is lifted to, as its first folder says it."""
    folder = next(iter(ls.folders), None)
    return ls.project.settings(os.path.join(folder, "untitled.py") if folder else None) or Settings()


def register(ls: TensorliftServer) -> None:
    """Answer the requests. What a scan needs is loaded with the first one."""

    @cache
    def scanner() -> Scanner:
        from tensorlift.lsp.scan import Scanner

        return Scanner()

    @ls.feature(FIX)
    async def run_fix(params: Any) -> dict[str, Any]:
        return await fix(ls, _mapping(params))

    @ls.feature(SCAN)
    async def run_scan(params: Any) -> JsonText:
        return await scan(ls, scanner(), _mapping(params))

    @ls.feature(REPORT)
    async def run_report(params: Any) -> dict[str, str]:
        return await report(ls, scanner(), _mapping(params))


def _mapping(params: Any) -> Mapping[str, Any]:
    return params if isinstance(params, Mapping) else {}
