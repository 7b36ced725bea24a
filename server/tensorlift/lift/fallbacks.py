"""What has a second way for other versions of TensorFlow: imports, and recurrent networks, which gave something else before 1.0."""

from __future__ import annotations

import ast

from tensorlift.lift.program import Program, walk
from tensorlift.lift.recurrent import RUNS


def without_fallbacks(program: Program) -> Program:
    """Return a program without ``try`` around such things; the program itself if it has none.

    What a call that unrolls a recurrent network gives has been the same since TensorFlow 1.0, so what stands behind ``except`` for older
    versions never ran; and TensorFlow is there.
    """
    for node in walk(program.tree):
        if not isinstance(node, ast.Try) or node.orelse or node.finalbody or len(node.handlers) != 1:
            continue
        ways = [*node.body, *node.handlers[0].body]
        is_import = all(_is_import(program, one) for one in ways) and isinstance(node.body[0], (ast.Import, ast.ImportFrom))
        if not is_import and (len(ways) != 2 or not all(isinstance(one, ast.Assign) and program.called(one.value) in RUNS for one in ways)):
            continue
        body = node.body[0]
        first, last = program.first_line(body), node.body[-1].end_lineno or body.lineno
        if body.lineno == node.lineno:
            continue
        width = body.col_offset - node.col_offset
        numbers = [*range(1, node.lineno), *range(first, last + 1), *range((node.end_lineno or 0) + 1, len(program.lines) + 1)]
        lines = []
        for number in numbers:
            line = program.lines[number - 1]
            inside = first <= number <= last and not any(a < number <= b for a, b in program.strings)
            lines.append(line[width:] if inside and not line[:width].strip() else line)
        origin = [program.origin[number - 1] for number in numbers]
        return without_fallbacks(Program(b"".join(lines).decode(), [*origin, origin[-1]]))
    return program


def _is_import(program: Program, node: ast.stmt) -> bool:
    """Whether a statement imports TensorFlow, or says which version it is to be like."""
    if isinstance(node, ast.Import):
        return [one.name for one in node.names] == ["tensorflow"]
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        return program.called(node.value) in ("disable_v2_behavior", "disable_eager_execution")
    return False
