"""The native lift of open texts: made in a process of its own, as it takes up to a second and the editor is to stay quick."""

from __future__ import annotations

import asyncio
import json
import logging
import sys
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from lsprotocol import types as t

from tensorlift.engine import Remark
from tensorlift.model import Edit, Finding, Level
from tensorlift.rules import native_lift
from tensorlift.settings import Settings
from tensorlift.source.document import Document

if TYPE_CHECKING:
    from tensorlift.lsp.session import TensorliftServer

logger = logging.getLogger(__name__)

# seconds that a lift may take
_PATIENCE = 60


async def lift_apart(document: Document, settings: Settings) -> dict[str, Any]:
    """Lift a program in a process of its own.

    Args:
        document: The program.
        settings: The target, and what else the user chose.

    Returns:
        What :mod:`tensorlift.lift.__main__` answers.
    """
    chosen = {"target": settings.target, "ignore": list(settings.ignore)} | ({"keras": settings.keras} if settings.keras else {})
    job = json.dumps({"text": document.text, "path": document.path, "cells": document.cells, "settings": chosen}).encode()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tensorlift.lift"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        output, errors = await asyncio.wait_for(process.communicate(job), _PATIENCE)
    except BaseException:
        process.kill()
        raise
    if process.returncode:
        logger.error("the native lift of %s failed: %s", document.path, errors.decode(errors="replace"))
        return {"line": 1, "reason": "the lift itself failed, which is a defect of tensorlift; its log says more"}
    found: dict[str, Any] = json.loads(output)
    return found


@dataclass(frozen=True, slots=True)
class FoundLift:
    """What becomes of the program in an open text.

    Attributes:
        text: The text.
        finding: The finding with the fix, or with what stands in the way; None where there is no program.
    """

    text: str
    finding: Finding | None

    def finding_in(self, document: Document) -> Finding | None:
        """Return the finding if a document still has this text."""
        return self.finding if self.finding is not None and document.text == self.text else None


async def find_lift(ls: TensorliftServer, uri: str) -> FoundLift | None:
    """Return what becomes of the program in an open text.

    Args:
        ls: The server.
        uri: The document, or the cell of a notebook.

    Returns:
        None if the document is not open, not Python or excluded by the settings.
    """
    asked = await ls.ask(uri, lambda analysis: (analysis.document.copy(), analysis.settings))
    if asked is None:
        return None
    document, settings = asked
    found = await lift_apart(document, replace(settings, level=Level.NATIVE))
    text = document.text
    if "edits" in found:
        from tensorlift.lift.native import Lifted  # a start does not need it

        lifted = Lifted(tuple(Edit(*edit) for edit in found["edits"]), found["line"], tuple(found["creates"]))
        return FoundLift(text, native_lift.lifted(document, lifted))
    return FoundLift(text, native_lift.in_the_way(document, found["line"], found["reason"]) if found else None)


async def tell_way(ls: TensorliftServer, uri: str, lift: FoundLift | None = None) -> str | None:
    """Show what stands in the way of a lift, as a message and as a diagnostic, until its line changes.

    Args:
        ls: The server.
        uri: The document, or the cell of a notebook.
        lift: What becomes of the program in its present text, if that is known.

    Returns:
        What stands in the way; None if nothing does.
    """
    found, source = lift or await find_lift(ls, uri), ls.source(uri)
    if source is None or found is None or found.finding is None or found.finding.fixes:
        return None
    finding = found.finding

    def note() -> int | None:
        analysis = ls.analysis(source)
        if analysis is None or source.checker is None or found.finding_in(analysis.document) is None:
            return None
        source.checker.remark = Remark.of(analysis.document, finding)
        source.analysis = None
        return analysis.view.location(finding.start, finding.end).range.start.line + 1

    line = await ls.run(note)
    place = f"Line {line}: " if line is not None else ""
    ls.window_show_message(t.ShowMessageParams(t.MessageType.Warning, f"tensorlift: {place}{finding.message}"))
    ls.recheck([source])
    return finding.message
