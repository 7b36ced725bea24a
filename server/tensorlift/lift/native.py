"""Lift a program that builds a graph and runs it to one that computes."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from tensorlift import engine
from tensorlift.lift.emit import Emitter
from tensorlift.lift.inline import inlined
from tensorlift.lift.leftovers import check_leftovers
from tensorlift.lift.obstacles import check_obstacles
from tensorlift.lift.program import Program, Refusal, SharedLine, split_line
from tensorlift.lift.reader import read_unit
from tensorlift.settings import parse_settings
from tensorlift.source.document import Document

__all__ = ["Refusal", "lift", "lift_file"]

_V1_IMPORT = re.compile(r"^([ \t]*import[ \t]+tensorflow)\.compat\.v1([ \t]+as[ \t]+\w+)", re.MULTILINE)


def lift_file(text: str, path: str = "program.py") -> str:
    """Lift a file: names first, then the program.

    Args:
        text: The text of a TensorFlow 1 program.
        path: Its name, for messages.

    Returns:
        The lifted program.

    Raises:
        Refusal: It is not lifted, and why; the line is that of the given text.
        SyntaxError: It is not Python 3.
    """
    settings, _ = parse_settings({"level": "symbols", "ignore": ["TL401", "TL402"]})
    renamed = engine.fix(Document(_V1_IMPORT.sub(r"\1\2", text), path), settings, review=True).text
    return lift(renamed, _origins(text, renamed))


def lift(text: str, origin: list[int] | None = None) -> str:
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
            program = inlined(program)
            return _lift(program)
        except SharedLine as shared:
            program = split_line(program, shared.line)
        except Refusal as refusal:
            refusal.line = program.origin[min(refusal.line, len(program.origin)) - 1]
            raise


def _lift(program: Program) -> str:
    check_obstacles(program)
    unit, evaluator = read_unit(program)
    if not unit.runs:
        raise Refusal(1, "nothing in it is run in a session")
    result = Emitter(program, unit, evaluator).write()
    check_leftovers(program, result)
    return result


def _origins(before: str, after: str) -> list[int]:
    """Return the line of the first text for each line of the second one."""
    old, new = before.splitlines(), after.splitlines()
    found = [1] * (len(new) + 1)
    for _, low, high, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        for line in range(start, end):
            # A block that was written anew is as long as it was, or nearly so.
            found[line] = min(low + line - start, max(high - 1, low)) + 1
    return found
