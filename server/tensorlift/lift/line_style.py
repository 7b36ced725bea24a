"""How the lines of a program end and are indented: they are lifted with spaces and plain ends, and written as they were."""

from __future__ import annotations

import io
import re
import tokenize
from dataclasses import dataclass

_INDENT = "    "
_LEADING = re.compile(r"[ \t]*")


@dataclass(frozen=True)
class LineStyle:
    """How lines are written.

    Attributes:
        end: What ends a line.
        has_tabs: Whether blocks are indented by tabs, one for each level.
    """

    end: str
    has_tabs: bool

    def restored(self, text: str) -> str:
        """Return a text with lines that are written so."""
        if self.has_tabs:
            inside = _inside_strings(text)
            lines = text.split("\n")
            for number, line in enumerate(lines, 1):
                if number not in inside:
                    width = len(line) - len(line.lstrip(" "))
                    lines[number - 1] = "\t" * (width // len(_INDENT)) + " " * (width % len(_INDENT)) + line[width:]
            text = "\n".join(lines)
        return text.replace("\n", self.end) if self.end != "\n" else text


def plain_lines(text: str) -> tuple[str, LineStyle]:
    """Return a program that is indented by spaces, with plain ends of lines, and how its lines were written.

    Args:
        text: The program, in Python 3.
    """
    end = "\r\n" if "\r\n" in text else "\n"
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not re.search(r"^ *\t", text, re.MULTILINE):
        return text, LineStyle(end, False)
    inside = _inside_strings(text)
    lines = text.split("\n")
    found = {number: _LEADING.match(line)[0] for number, line in enumerate(lines, 1) if number not in inside}  # type: ignore[index]
    blocks = {found[token.start[0]] for token in _tokens(text) if token.type == tokenize.INDENT and token.start[0] in found}
    has_tabs = all(not indent.strip("\t") for indent in blocks)
    for number, indent in found.items():
        lines[number - 1] = indent.expandtabs(len(_INDENT) if has_tabs else 8) + lines[number - 1][len(indent) :]
    return "\n".join(lines), LineStyle(end, has_tabs)


def _tokens(text: str) -> list[tokenize.TokenInfo]:
    return list(tokenize.generate_tokens(io.StringIO(text).readline))


def _inside_strings(text: str) -> set[int]:
    """Return the lines that begin inside of a string."""
    found: set[int] = set()
    opened: list[int] = []
    for token in _tokens(text):
        if token.type == tokenize.STRING:
            found.update(range(token.start[0] + 1, token.end[0] + 1))
        elif tokenize.tok_name[token.type] == "FSTRING_START":
            opened.append(token.start[0])
        elif tokenize.tok_name[token.type] == "FSTRING_END":
            found.update(range(opened.pop() + 1, token.end[0] + 1))
    return found
