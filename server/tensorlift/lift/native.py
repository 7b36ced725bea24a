"""Lift a program that builds a graph and runs it to one that computes."""

from __future__ import annotations

import ast
import logging
import re
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from tensorlift import engine
from tensorlift.lift.building import built_when_made
from tensorlift.lift.eager import is_eager, lift_eager
from tensorlift.lift.emit import Emitter
from tensorlift.lift.estimators import without_estimators
from tensorlift.lift.fallbacks import without_fallbacks
from tensorlift.lift.inline import inlined
from tensorlift.lift.learning_phase import without_learning_phase
from tensorlift.lift.leftovers import check_leftovers, without_old_imports
from tensorlift.lift.line_style import plain_lines
from tensorlift.lift.losses import check_losses, named_losses
from tensorlift.lift.metrics import with_metrics
from tensorlift.lift.nested import with_outer_functions
from tensorlift.lift.obstacles import check_obstacles
from tensorlift.lift.pipelines import with_datasets
from tensorlift.lift.program import Instead, Program, Refusal, SharedLine, split_line, walk
from tensorlift.lift.properties import spelled_out
from tensorlift.lift.queues import without_queues
from tensorlift.lift.reader import read_unit
from tensorlift.lift.states import with_whole_states
from tensorlift.model import Level
from tensorlift.settings import Settings
from tensorlift.source.document import Document

__all__ = ["Lifted", "NotAProgramError", "Refusal", "lift", "lift_document", "lift_file"]

_LOG = logging.getLogger(__name__)
_V1_IMPORT = re.compile(r"^([ \t]*import[ \t]+tensorflow)\.compat\.v1([ \t]+as[ \t]+\w+)", re.MULTILINE)
_NAMES = ("TL204", "TL401", "TL402", "TL451")
"""What would write regularizers out, keep graphs, or choose Keras 2, or change Estimators before they are lifted."""


class NotAProgramError(Refusal):
    """Nothing in the file is run in a session, so there is nothing to lift."""


@dataclass(frozen=True, slots=True)
class Lifted:
    """A lifted program.

    Attributes:
        text: Its text.
        line: The line of the document with the first run of a session.
        creates: The companion modules (:mod:`tensorlift.companions`) that it needs beside it, by name.
    """

    text: str
    line: int
    creates: tuple[str, ...] = ()


def lift_document(document: Document, settings: Settings) -> Lifted:
    """Lift a file: names first, then the program.

    Args:
        document: A TensorFlow 1 program; it is not changed.
        settings: The target, and what else the user chose.

    Returns:
        The lifted program.

    Raises:
        Refusal: It is not lifted, and why; the line is that of the document.
        SyntaxError: It is not Python 3.
    """
    if settings.keras_version != 3:
        raise Refusal(1, "the settings choose Keras 2, and what a lift writes is for Keras 3")
    text = document.text
    settings = replace(settings, level=Level.SYMBOLS, select=(), ignore=(*settings.ignore, *_NAMES))
    ast.parse(text)
    renamed = engine.fix(Document(_V1_IMPORT.sub(r"\1\2", text), document.path), settings, review=True)
    plain, style = plain_lines(renamed.text)
    try:
        lifted = lift(plain, _origins(text, renamed.text))
    except Refusal:
        raise
    except Exception as error:
        _LOG.exception("the native lift failed on %s", document.path)
        raise Refusal(1, f"the lift itself failed ({type(error).__name__}), which is a defect of tensorlift") from error
    return replace(lifted, text=style.restored(lifted.text), creates=tuple(name for name in renamed.creates if name in lifted.text))


def lift_file(text: str, path: str = "program.py") -> str:
    """Lift the text of a file as :func:`lift_document` does with the default settings, and return the lifted program."""
    return lift_document(Document(text, path), Settings()).text


def lift(text: str, origin: list[int] | None = None) -> Lifted:
    """Lift a program.

    Args:
        text: The program with the names of TensorFlow 2, as level ``symbols`` leaves it.
        origin: The line of the file that each line comes from; the lines themselves, if it is not given.

    Returns:
        The lifted program.

    Raises:
        Refusal: It is not lifted, and why.
        SyntaxError: It is not Python 3.
    """
    program = Program(text, origin or ())
    while True:
        try:
            if is_eager(program):
                return Lifted(*lift_eager(program))
            program = with_metrics(spelled_out(without_estimators(without_learning_phase(with_whole_states(without_fallbacks(program))))))
            program = with_outer_functions(inlined(with_datasets(built_when_made(program))))
            while (new := without_queues(program)) is not None:
                program = with_datasets(new)
            program = named_losses(program)
            return _lift(program)
        except SharedLine as shared:
            program = split_line(program, shared.line)
        except Instead as instead:
            program = instead.program
        except Refusal as refusal:
            refusal.line = program.origin[min(refusal.line, len(program.origin)) - 1]
            raise


def _lift(program: Program) -> Lifted:
    check_obstacles(program)
    unit, evaluator = read_unit(program)
    check_losses(program, {call for call, _ in evaluator.losses})
    calls = [node for node in walk(program.tree) if isinstance(node, ast.Call)]
    models = [node for node in calls if (program.called(node) or "").startswith("estimator.canned.")]
    if not unit.runs and not models:
        raise NotAProgramError(1, "nothing in it is run in a session")
    result = Emitter(program, unit, evaluator).write()
    check_leftovers(program, result)
    result = without_old_imports(result)
    return Lifted(result, program.origin[(unit.runs[0].call if unit.runs else models[0]).lineno - 1])


def _origins(before: str, after: str) -> list[int]:
    """Return the line of the first text for each line of the second one."""
    old, new = before.splitlines(), after.splitlines()
    found = [1] * (len(new) + 1)
    for _, low, high, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        for line in range(start, end):
            # A block that was written anew is as long as it was, or nearly so.
            found[line] = min(low + line - start, max(high - 1, low)) + 1
    return found
