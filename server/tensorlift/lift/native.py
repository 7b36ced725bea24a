"""Lift a program that builds a graph and runs it to one that computes."""

from __future__ import annotations

import ast
import logging
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from tensorlift import engine
from tensorlift.lift.building import built_when_made
from tensorlift.lift.collecting import with_added_regularizers, with_direct_additions
from tensorlift.lift.decided import without_version_checks
from tensorlift.lift.eager import is_done, is_eager, lift_eager
from tensorlift.lift.emit import Emitter
from tensorlift.lift.estimators import without_estimators
from tensorlift.lift.fallbacks import without_fallbacks
from tensorlift.lift.flags import with_read_flags
from tensorlift.lift.global_steps import with_named_global_step
from tensorlift.lift.implicit import with_tapes
from tensorlift.lift.inline import inlined
from tensorlift.lift.keras_sessions import with_own_session
from tensorlift.lift.known.collections import check_collections
from tensorlift.lift.learning_phase import without_learning_phase
from tensorlift.lift.leftovers import check_leftovers, without_idle_names, without_old_imports
from tensorlift.lift.line_style import plain_lines
from tensorlift.lift.losses import check_losses, named_losses, without_needless_stops
from tensorlift.lift.metrics import with_metrics
from tensorlift.lift.monitored import without_monitored
from tensorlift.lift.nested import with_outer_functions
from tensorlift.lift.obstacles import check_obstacles
from tensorlift.lift.optimize_loss import with_plain_steps
from tensorlift.lift.own_graphs import with_own_graphs
from tensorlift.lift.pipelines import with_datasets
from tensorlift.lift.plain_names import plain_names
from tensorlift.lift.program import Instead, Program, Refusal, SharedLine, split_line
from tensorlift.lift.properties import spelled_out
from tensorlift.lift.queues import without_queues
from tensorlift.lift.reader import read_unit
from tensorlift.lift.scope_names import with_plain_names
from tensorlift.lift.sessions import without_annotations
from tensorlift.lift.states import with_whole_states
from tensorlift.lift.summary_functions import with_summaries_apart
from tensorlift.model import Edit, Level
from tensorlift.rewrite.difference import minimal_edits
from tensorlift.rewrite.edits import apply_edits
from tensorlift.settings import Settings
from tensorlift.source.document import Document, decode, encode

__all__ = ["Lifted", "NotAProgramError", "Refusal", "lift", "lift_document", "lift_file"]

_LOG = logging.getLogger(__name__)
_BLANK_TOP = re.compile(r"\A(?:[ \t]*\r?\n)*")
_LINE_END = re.compile(rb"\r\n|\r|\n")
_NAMES = ("TL204", "TL401", "TL402", "TL451")
"""What would write regularizers out, keep graphs, or choose Keras 2, or change Estimators before they are lifted."""


class NotAProgramError(Refusal):
    """Nothing in the file is run in a session, so there is nothing to lift."""


@dataclass(frozen=True, slots=True)
class Lifted:
    """A lifted program.

    Attributes:
        edits: The edits of the document that lift it; none crosses the border of a cell.
        line: The line of the document with the first run of a session.
        creates: The companion modules (:mod:`tensorlift.companions`) that it needs beside it, by name.
    """

    edits: tuple[Edit, ...]
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
    text = _with_marks(document)
    settings = replace(settings, level=Level.SYMBOLS, select=(), ignore=(*settings.ignore, *_NAMES))
    ast.parse(text)
    try:
        names = plain_names(text)
        plainly = Document(decode(apply_edits(encode(text), names)), document.path)
        renamed = engine.fix(plainly, settings, review=True)
        plain, style = plain_lines(renamed.text)
        lifted, line = lift(plain, _origins(plainly.data, renamed.edits, _origins(encode(text), names)))
        lifted = style.restored(lifted)
        compile(lifted, document.path or "<lifted>", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
        edits = _edits(document, lifted)
    except Refusal as refusal:
        refusal.line = _without_marks(document, refusal.line)
        raise
    except Exception as error:
        _LOG.exception("the native lift failed on %s", document.path)
        raise Refusal(1, f"the lift itself failed ({type(error).__name__}), which is a defect of tensorlift") from error
    return Lifted(edits, _without_marks(document, line), tuple(name for name in renamed.creates if name in lifted))


# --- cells of notebooks: a statement that is nothing to a program marks where each begins, so that it can be told what stays in which


def _mark(index: int) -> str:
    return f'"tensorlift: cell {index}"\n'


def _with_marks(document: Document) -> str:
    """Return the text of a document with a mark in front of each cell but the first."""
    return "".join((_mark(index) if index else "") + document.slice(start, end) for index, start, end in _cells(document))


def _cells(document: Document) -> list[tuple[int, int, int]]:
    starts = [0, *document.cells]
    return [(index, start, end) for index, (start, end) in enumerate(zip(starts, [*starts[1:], len(document.data)]))]


def _without_marks(document: Document, line: int) -> int:
    """Return the line of a document for a line of its text with marks."""
    starts = [document.line_of(start) for start in document.cells]
    return line - sum(start + number < line - 1 for number, start in enumerate(starts))


def _edits(document: Document, lifted: str) -> tuple[Edit, ...]:
    """Return the edits that lead to a lifted text, which has marks for cells.

    Raises:
        Refusal: A mark is not where it was.
    """
    found: list[Edit] = []
    for index, start, end in _cells(document):
        part, rest = lifted, ""
        if end < len(document.data):
            place = re.search(f"^{re.escape(_mark(index + 1))}", lifted, re.MULTILINE)
            if place is None:
                raise Refusal(document.line_of(end) + 1, "the program cannot be lifted cell by cell")
            part, rest = lifted[: place.start()], lifted[place.end() :]
        lifted = rest
        before = document.slice(start, end)
        if document.cells:
            # the line end in front of the next cell is nobody's, and no cell gets empty lines at its ends
            before = before[:-1] if end < len(document.data) else before
            # where a magic stands at the top, there is an empty line to Python, which stays
            top = _BLANK_TOP.match(before)
            part = (top[0] if top else "") + _BLANK_TOP.sub("", part, count=1).rstrip("\n") + before[len(before.rstrip("\n")) :]
        found += [Edit(edit.start + start, edit.end + start, edit.text) for edit in minimal_edits(before, part)]
    return tuple(found)


def lift_file(text: str, path: str = "program.py") -> str:
    """Lift the text of a file as :func:`lift_document` does with the default settings, and return the lifted program."""
    document = Document(text, path)
    return decode(apply_edits(document.data, lift_document(document, Settings()).edits))


def lift(text: str, origin: list[int] | None = None) -> tuple[str, int]:
    """Lift a program.

    Args:
        text: The program with the names of TensorFlow 2, as level ``symbols`` leaves it.
        origin: The line of the file that each line comes from; the lines themselves, if it is not given.

    Returns:
        The lifted program, and the line of the file with its first run.

    Raises:
        Refusal: It is not lifted, and why.
        SyntaxError: It is not Python 3.
    """
    program = given = without_needless_stops(Program(text, origin or ()))
    if is_done(program):
        raise NotAProgramError(1, "it computes at once already")
    while True:
        try:
            if is_eager(program):
                program = with_tapes(program)
                return lift_eager(program)
            if (without_session := with_own_session(program)) is not None:
                program = without_session
                return lift_eager(program)
            program = without_monitored(program)
            program = with_metrics(
                spelled_out(
                    without_estimators(
                        without_learning_phase(
                            with_whole_states(without_fallbacks(without_version_checks(with_read_flags(without_annotations(program)))))
                        )
                    )
                )
            )
            program = with_plain_steps(program)
            program = with_outer_functions(inlined(with_datasets(with_summaries_apart(built_when_made(with_own_graphs(program))))))
            while (new := without_queues(program)) is not None:
                program = with_datasets(new)
            program = with_plain_names(with_direct_additions(with_added_regularizers(with_named_global_step(named_losses(program)))))
            return _lift(program, given)
        except SharedLine as shared:
            program = split_line(program, shared.line)
        except Instead as instead:
            program = instead.program
        except Refusal as refusal:
            refusal.line = program.origin[min(refusal.line, len(program.origin)) - 1]
            raise


def _lift(program: Program, given: Program) -> tuple[str, int]:
    check_obstacles(program)
    unit, evaluator = read_unit(program)
    check_losses(program, {call for call, _ in evaluator.losses})
    check_collections(program, evaluator)
    calls = list(program.each(ast.Call))
    models = [node for node in calls if (program.called(node) or "").startswith("estimator.canned.")]
    if not unit.runs and not models:
        raise NotAProgramError(1, "nothing in it is run in a session")
    result = Emitter(program, unit, evaluator).write()
    tree = ast.parse(result)
    check_leftovers(program, tree)
    plain = without_old_imports(result, tree)
    result = without_idle_names(plain, tree if plain == result else ast.parse(plain), given)
    return result, program.origin[(unit.runs[0].call if unit.runs else models[0]).lineno - 1]


def _origins(before: bytes, edits: Iterable[Edit], earlier: list[int] | None = None) -> list[int]:
    """Return the line of a text for each line of the one that edits make of it, or what such a line comes from itself."""
    found, line, position = [1], 1, 0
    for edit in edits:
        same = _line_ends(before[position : edit.start])
        found += range(line + 1, line + same + 1)
        gone = _line_ends(before[edit.start : edit.end])
        found += [line + same + min(number, gone) for number in range(1, _line_ends(encode(edit.text)) + 1)]
        line, position = line + same + gone, edit.end
    # behind the last line end there is one more line, which may be empty
    found += range(line + 1, line + _line_ends(before[position:]) + 2)
    return found if earlier is None else [earlier[min(one, len(earlier)) - 1] for one in found]


def _line_ends(text: bytes) -> int:
    return len(_LINE_END.findall(text))
