"""Conditions whose value is known before a program runs: the branch that is taken stands in their place."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable

from tensorlift.lift.constants import Constant, Constants
from tensorlift.lift.program import Program, edited, walk
from tensorlift.lift.values import PYTHON, Value

_VERSION = "1.15.5"
"""The version of TensorFlow whose behaviour a lifted program keeps."""
_ATTRIBUTES = ("__version__", "VERSION")
_ASKED = ("__version__", "VERSION", "version.VERSION")
_VERSIONS = ("parse", "Version", "LooseVersion", "StrictVersion", "parse_version")
"""What makes a version of its text, in ``packaging``, ``distutils`` and ``pkg_resources``."""


def without_version_checks(program: Program) -> Program:
    """Return a program without conditions on the version of TensorFlow; the program itself if it has none that can be decided."""
    if not any(program.symbol(node) in _ASKED for name in _ATTRIBUTES for node in program.attributes.get(name, ())):
        return program
    known = Constants(program, lambda node: Value(PYTHON.kind, constant=(_VERSION,)) if program.symbol(node) in _ASKED else PYTHON)

    def truth(node: ast.expr) -> bool | None:
        asks = any(isinstance(one, ast.Attribute) and program.symbol(one) in _ASKED for one in walk(node))
        found = (_compared(program, known, node) or known.of(node)) if asks else None
        return bool(found[0]) if found is not None else None

    for node in walk(program.tree):
        for block in (getattr(node, "body", None), getattr(node, "orelse", None)):
            edits = decided(program, block, truth, deep=False) if isinstance(block, list) else []
            if edits:
                return without_version_checks(with_edits(program, edits[0]))
    return program


def _compared(program: Program, known: Constants, node: ast.expr) -> Constant | None:
    """Return what a comparison such as ``LooseVersion(tf.__version__) < LooseVersion("2.0")`` gives; None for anything else."""
    if not isinstance(node, ast.Compare) or len(node.ops) != 1:
        return None
    numbers = []
    for one in (node.left, node.comparators[0]):
        name = one.func if isinstance(one, ast.Call) else None
        called = name.attr if isinstance(name, ast.Attribute) else name.id if isinstance(name, ast.Name) else None
        given = known.of(one.args[0]) if isinstance(one, ast.Call) and len(one.args) == 1 and called in _VERSIONS else None
        if given is None or not re.fullmatch(r"\d+(\.\d+)*", str(given[0])):
            return None
        parts = [int(part) for part in str(given[0]).split(".")]
        numbers.append(ast.Tuple([ast.Constant(part) for part in [*parts, 0, 0][:3]], ast.Load()))
    return known.of(ast.Compare(numbers[0], node.ops, [numbers[1]]))


def with_edits(program: Program, edit: tuple[int, int, str]) -> Program:
    """Return a program in which other lines stand in the place of some."""
    start, end, text = edit
    first, last = program.data.count(b"\n", 0, start), program.data.count(b"\n", 0, end)
    old = program.data[start:end].decode().splitlines()
    origin: list[int] = []
    place = 0
    for line in text.splitlines():
        same = next((index for index in range(place, len(old)) if old[index].strip() == line.strip()), place)
        place = same
        origin.append(program.origin[min(first + same, len(program.origin) - 1)])
    data = edited(program.data, [edit])
    return Program(data.decode(), [*program.origin[:first], *origin, *program.origin[last:]])


def decided(
    program: Program, body: list[ast.stmt], truth: Callable[[ast.expr], bool | None], *, deep: bool = True
) -> list[tuple[int, int, str]]:
    """Return the edits that put the branch that is taken in the place of each condition whose value is known.

    Args:
        program: The program.
        body: The statements to look at.
        truth: Tells whether a condition holds; None if that is not known.
        deep: Those in ``with`` statements are looked at, too.
    """
    edits: list[tuple[int, int, str]] = []
    for statement in body:
        if not isinstance(statement, ast.If):
            if deep and isinstance(statement, ast.With):
                edits += decided(program, statement.body, truth)
            continue
        test = truth(statement.test)
        if test is None:
            continue
        taken = statement.body if test else statement.orelse
        lines = range(statement.lineno, (statement.end_lineno or statement.lineno) + 1)
        start, end = program.line_start(lines.start), program.line_start(lines.stop)
        is_chained = program.data[program.span(statement)[0] :].startswith(b"elif")
        leads_on = bool(taken) and isinstance(taken[0], ast.If) and program.data[program.span(taken[0])[0] :].startswith(b"elif")
        if is_chained or leads_on or any(low <= line <= high for low, high in program.strings for line in lines):
            continue
        indent = " " * statement.col_offset
        if not taken:
            edits.append((start, end, f"{indent}pass\n" if len(body) == 1 else ""))
            continue
        width = taken[0].col_offset - statement.col_offset
        if taken[0].lineno == statement.lineno or width < 0:
            continue
        first, last = program.line_start(program.first_line(taken[0])), program.line_start((taken[-1].end_lineno or 0) + 1)
        kept = program.data[first:last].decode().splitlines(keepends=True)
        edits.append((start, end, "".join(line[width:] if not line[:width].strip() else line.lstrip() for line in kept)))
    return edits
