"""The text of a program while it is lifted: edits, lines that go, and lines that come."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from tensorlift.lift.program import Program, SharedLine, walk

_WIDTH = 100
"""How long a line gets that lists something."""


class Text:
    """Collects changes to a program, and makes them all at once.

    Args:
        program: The program.
    """

    def __init__(self, program: Program) -> None:
        self.program = program
        self._edits: set[tuple[int, int, str]] = set()
        self._removed: set[int] = set()
        self._inserted: dict[int, list[str]] = {}
        self._dedent: dict[int, int] = {}
        self._shared = _shared_lines(program)
        self._dissolved: set[ast.AST] = set()
        self._renamed: dict[tuple[int, int], tuple[str, str]] = {}

    def edit(self, node: ast.AST, text: str) -> None:
        """Put something else in the place of a node."""
        self.replace(*self.program.span(node), text)

    def replace(self, start: int, end: int, text: str) -> None:
        """Put something else in the place of some bytes."""
        self._edits.add((start, end, text))

    def rename(self, node: ast.Name, new: str) -> None:
        """Put another name in the place of one, also where that stands in what is written anew as a whole."""
        self.replace(*self.program.span(node), new)
        self._renamed[self.program.span(node)] = node.id, new

    def edits(self, found: Iterable[tuple[int, int, str]]) -> None:
        """Take in the edits of an expression or a statement."""
        self._edits.update(found)

    def remove(self, node: ast.stmt) -> None:
        """Let a statement go.

        Raises:
            SharedLine: Another statement stands on one of its lines.
        """
        lines = range(node.lineno, (node.end_lineno or node.lineno) + 1)
        self.own(node)
        self._removed.update(lines)

    def dissolve(self, node: ast.AST) -> None:
        """Take note that a compound statement, or a part of one, goes while what is left of its blocks stays."""
        self._dissolved.add(node)

    def own(self, node: ast.stmt) -> None:
        """Make sure that a statement has its lines to itself.

        Raises:
            SharedLine: It has not.
        """
        for line in (node.lineno, node.end_lineno or node.lineno):
            if line in self._shared:
                raise SharedLine(line)

    def remove_lines(self, lines: Iterable[int]) -> None:
        """Let lines go."""
        self._removed.update(lines)

    def insert(self, line: int, lines: Iterable[str], *, first: bool = False) -> None:
        """Put lines in front of a line, behind or in front of what was put there by now."""
        there = self._inserted.setdefault(line, [])
        there[0 if first else len(there) :] = [*lines, *(there if first else ())]

    def rename_inserted(self, function: ast.FunctionDef, name: str, new: str) -> None:
        """Rename something in the lines that were put into a function by now."""
        for line in range(function.body[0].lineno, (function.end_lineno or 0) + 1):
            if line in self._inserted:
                self._inserted[line] = [_with_name(one, name, new) for one in self._inserted[line]]

    def dedent(self, lines: Iterable[int], width: int) -> None:
        """Move lines to the left, except for those inside of strings."""
        for line in lines:
            if not any(start < line <= end for start, end in self.program.strings):
                self._dedent[line] = self._dedent.get(line, 0) + width

    def indent_of(self, node: ast.stmt) -> str:
        """Return the white space that a statement will have in front."""
        return " " * (node.col_offset - self._dedent.get(node.lineno, 0))

    def drop(self, every: Sequence[ast.AST], gone: Sequence[ast.AST]) -> None:
        """Remove some of the parts between two brackets, with their commas."""
        span = self.program.span
        kept = [one for one in every if one not in gone]
        if not gone:
            return
        if not kept:
            self.replace(span(every[0])[0], span(every[-1])[1], "")
            return
        last_kept = max(index for index, one in enumerate(every) if one not in gone)
        for index, one in enumerate(every):
            if one in gone and index < last_kept:
                self.replace(span(one)[0], span(every[index + 1])[0], "")
        if last_kept + 1 < len(every):
            self.replace(span(every[last_kept])[1], span(every[-1])[1], "")

    def result(self) -> str:
        """Return the program with all changes made; the comment of a statement that goes stays in its place."""
        self._fill_empty_bodies()
        self._rename_inside()
        text = self._changed()
        lost = {number: comment for number, (_, comment) in self.program.comments.items() if comment not in text}
        first = {
            line: node.lineno
            for node in self.program.each(ast.stmt)
            if not hasattr(node, "body")
            for line in range(node.lineno, (node.end_lineno or node.lineno) + 1)
        }
        for place, comment in reversed(lost.items()):
            number = first.get(place, place)
            line = self.program.lines[number - 1].decode()
            width = len(line) - len(line.lstrip()) - self._dedent.get(number, 0)
            self._inserted[number] = [" " * max(width, 0) + comment, *self._inserted.get(number, ())]
        return self._changed() if lost else text

    def _rename_inside(self) -> None:
        """Give names in what was written anew as a whole."""
        for start, end, text in [one for one in self._edits if self._renamed and one[0] < one[1]]:
            inside = {names for (low, high), names in self._renamed.items() if start <= low and high <= end and (low, high) != (start, end)}
            new = text
            for name, other in inside:
                new = _with_name(new, name, other)
            if new != text:
                self._edits.remove((start, end, text))
                self._edits.add((start, end, new))

    def _changed(self) -> str:
        data = self.program.data
        # of two edits that begin in one place, the longer one takes in the other; what is only put in comes first
        pieces = sorted(self._edits, key=lambda one: (one[0], one[0] != one[1], -one[1]))
        gone = set(self._removed)
        lines: list[str] = []
        is_hole = False
        for number in range(1, len(self.program.lines) + 2):
            if number in self._inserted:
                lines += self._inserted[number]
                is_hole = is_hole and not lines[-1].strip()
            if number > len(self.program.lines):
                break
            if number in gone:
                # the empty lines around what goes become one group
                is_hole = not lines or not lines[-1].strip()
                continue
            if is_hole and not self.program.lines[number - 1].strip():
                continue
            is_hole = False
            start, end = self.program.line_start(number), self.program.line_start(number + 1)
            text, skip = self._edited(data, start, end, pieces)
            gone |= skip
            width = self._dedent.get(number, 0)
            text = text.rstrip("\n")
            lines += (text[width:] if text[:width].strip() == "" else text).split("\n")
        return _tidy(lines)

    def _fill_empty_bodies(self) -> None:
        gone = set(self._removed)
        for node in walk(self.program.tree):
            if node in self._dissolved or (isinstance(node, ast.stmt) and node.lineno in gone):
                continue
            for name in ("body", "orelse", "finalbody"):
                body = getattr(node, name, None)
                if not isinstance(body, list) or not body or not isinstance(body[0], ast.stmt) or isinstance(node, ast.Module):
                    continue
                first, last = body[0].lineno, body[-1].end_lineno or 0
                if body[0].lineno == getattr(node, "lineno", 0):
                    continue
                if body[0].lineno not in gone:
                    continue
                statements = [one for part in body for one in walk(part) if isinstance(one, ast.stmt)]
                width = len(self.indent_of(body[0]))
                next_line = next((line for line in self._inserted.get(last + 1, ()) if line.strip()), "")
                behind = bool(next_line) and len(next_line) - len(next_line.lstrip()) >= width
                if all(one.lineno in self._removed for one in statements) and not (
                    behind or any(first <= line <= last and any(map(str.strip, lines)) for line, lines in self._inserted.items())
                ):
                    self._inserted.setdefault(first, []).append(self.indent_of(body[0]) + "pass")

    def _edited(self, data: bytes, start: int, end: int, edits: list[tuple[int, int, str]]) -> tuple[str, set[int]]:
        """Return a line with the edits that begin in it, and the lines that they take in."""
        skip: set[int] = set()
        result = b""
        position = start
        for low, high, new in edits:
            if not start <= low < end or low < position:
                continue
            result += data[position:low] + new.encode()
            position = high
            while position > end:
                number = data.count(b"\n", 0, end) + 1
                skip.add(number)
                end = self.program.line_start(number + 1)
        return (result + data[position:end]).decode(), skip


def _with_name(text: str, name: str, new: str) -> str:
    """Return code with another name in the place of one; strings and names of arguments stay."""
    pattern = rf"""("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')|(?<![\w.]){re.escape(name)}(?!\w|=[^=])"""
    return re.sub(pattern, lambda found: found[1] or new, text)


def _shared_lines(program: Program) -> set[int]:
    """Return the lines on which more than one statement stands."""
    found: set[int] = set()
    for node in walk(program.tree):
        for name in ("body", "orelse", "finalbody"):
            body = getattr(node, name, None)
            if not isinstance(body, list) or not body or not isinstance(body[0], ast.stmt):
                continue
            if body[0].lineno == getattr(node, "lineno", 0):
                found.add(body[0].lineno)
            found |= {two.lineno for one, two in pairwise(body) if one.end_lineno == two.lineno}
    return found


def _tidy(lines: list[str]) -> str:
    """Return the text without the holes that removed statements leave."""
    result: list[str] = []
    for line in lines:
        line = line if line.strip() else ""
        if not line and (not result or (len(result) >= 2 and not result[-1] and not result[-2])):
            continue
        indent = len(line) - len(line.lstrip())
        if line and result and not result[-1]:
            # A block does not begin with an empty line, and inside of functions one is enough.
            while (
                result
                and not result[-1]
                and (indent or (len(result) >= 2 and result[-2].endswith(":") and not result[-2].lstrip().startswith("#")))
            ):
                if len(result) >= 2 and result[-2] and not result[-2].rstrip().endswith(":"):
                    break
                result.pop()
        result.append(line)
    while result and not result[-1]:
        result.pop()
    return "\n".join(result) + "\n"


def filled(head: str, parts: list[str], tail: str) -> list[str]:
    """Return a line with what is listed in it, or several where one would be too long.

    Args:
        head: What stands in front of the list.
        parts: What is listed.
        tail: What stands behind it; where it begins with a bracket, that closes the list.
    """
    line = f"{head}{', '.join(parts)}{tail}"
    if len(line) <= _WIDTH or any("\n" in part for part in parts):
        return [line]
    lines = [head if tail else f"{head}("]
    for part in parts:
        if len(lines) > 1 and len(lines[-1]) + len(part) + 2 < _WIDTH:
            lines[-1] += f" {part},"
        else:
            lines.append(f"    {part},")
    return [*lines, tail or ")"]
