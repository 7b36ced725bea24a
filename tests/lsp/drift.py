"""Random edits of a text, and the check that the server's analysis of it never drifts from a fresh one.

Used by ``test_drift.py``, for a few seconds, and by ``benchmarks/drift.py``, for as long as one likes.
"""

from __future__ import annotations

import json
import logging
import re
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from random import Random
from typing import Any

from lsprotocol import types as t
from pygls.workspace import PositionCodec

from tensorlift.lsp.analysis import Analysis
from tensorlift.lsp.client import Client
from tensorlift.lsp.documents import OpenDocument
from tensorlift.lsp.rendering import Rendering
from tensorlift.settings import Settings

ENCODINGS = ("utf-8", "utf-16", "utf-32")
SETTINGS = Settings()
CLIENT = Client(related=True, tags=True, links=True)

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_LINE_END = re.compile(r"\r\n|\r|\n")
_IMPORT = re.compile(r"(?m)^[ \t]*(?:import|from) [^\r\n]*(?:\r\n|\r|\n)")
_WORD = re.compile(r"\w+")

CHARACTERS = (
    *("a", "t", "f", "_", "0", " ", "\t", ".", ",", ":", "=", "@", "#", "\\", "(", ")", "[", "]", "{", "}", "'", '"', "'''", '"""'),
    *("\n", "\n\n", "\r\n", "\r", "\f", "\v", "\\\n", "é", "ℌ", "😋", "\u2028", "\ufeff", "\x00", "\ud800"),
)

IMPORTS = (
    "import tensorflow as tf",
    "import tensorflow",
    "import tensorflow.contrib.slim as slim",
    "import tensorflow.compat.v1 as tf",
    "import numpy as tf",
    "from tensorflow import *",
    "from tensorflow import keras, log",
    "from tensorflow.contrib import layers",
    "from tensorflow.contrib.layers import *",
    "from tensorflow.python.ops import math_ops",
    "from tensorflow import reduce_sum as f, argmax",
    "from __future__ import division",
)

STATEMENTS = (
    *IMPORTS,
    "try:\n    import tensorflow.compat.v1 as tf\nexcept ImportError:\n    import tensorflow as tf",
    "if tf.__version__ < '2':\n    log = tf.log\nelse:\n    log = tf.math.log",
    "if hasattr(tf, 'contrib'):",
    "del tf",
    "global tf",
    "tf = None",
    "tf = tf.compat.v1",
    "log = tf.log",
    "slim = tf.contrib.slim",
    "y = tf.log(x)",
    "y = log(tf.to_float(x))",
    "net = slim.conv2d(net, 64, [3, 3], scope='conv')",
    "x = tf.reduce_mean(x, reduction_indices=[1], keep_dims=True)",
    "x = tf.nn.dropout(x, keep_prob=0.5)",
    "with tf.Session() as sess:",
    "sess.run(tf.global_variables_initializer())",
    "data = tf.data.Dataset.range(3).map(lambda v: tf.log(v))",
    "item = data.make_one_shot_iterator().get_next()",
    # whether a file is TensorFlow 1 or 2
    "tf.enable_eager_execution()",
    "with tf.GradientTape() as tape:",
    "y = tf.math.log(x)",
    "y = tf.nn.dropout(x, rate=0.5)",
    "s = tf.compat.v1.Session()",
    "tf.log = f",
    # what other lines say about a name
    "f = tf.reduce_sum",
    "f(x, keep_dims=True)",
    "weights = tf.get_variable('w', [3], partitioner=p)",
    "weights = tf.get_variable('w', [3])",
    "weights = tf.split(x, 2)",
    "loss = tf.nn.l2_loss(weights) + tf.nn.weighted_moments(weights, [0], x)",
    "z = tf.nn.embedding_lookup(weights, ids)",
    "z = tf.cond(p, a, b, strict=False)",
    "z = tf.cond(p, a, b)",
    "def a():\n    return tf.log(x)",
    "def a():\n    return [x]",
    "def b(): return x",
    "def make_one_shot_iterator(self): pass",
    "item = self.data.make_one_shot_iterator()",
    "print x",
    "class Model(tf.layers.Layer):",
    "def f(tf):",
    "def f(x=tf.log, *, y: tf.Session) -> None:",
    "@tf.function",
    "@staticmethod",
    "return tf.to_float(x)",
    "[tf.log(tf) for tf in xs]",
    'f"{tf.log(x)} {"',
    'print tf.log(x), "%d"',
    "exec 'tf'",
    "except tf.errors.OpError, e:",
    "for step in range(10):",
    "try:",
    "except ImportError:",
    "finally:",
    "else:",
    "elif tf:",
    "while True:",
    "pass",
    '"""A docstring.',
    "tf.log(",
    "tf.",
    "x = tf.log(x) + \\",
    *["# tensorlift: skip-file"] * 3,
    "# tensorlift: ignore",
    "# a word about tf.log",
)

COMMENTS = (
    "  # tensorlift: ignore",
    "  # tensorlift: ignore[TL101]",
    "  # tensorlift: ignore[unknown, TL1",
    "  # tensorlift: skip-file",
    "  # x",
)


# Everything is undone once in so many edits, or most of the time the code would be broken.
_BACK = 20


@dataclass(frozen=True)
class Change:
    """Replace the characters ``start`` to ``end`` of a text; ``whole`` sends it as a new text without a range."""

    start: int
    end: int
    text: str
    whole: bool = False

    def apply(self, before: str) -> str:
        """Return the text after the change."""
        return before[: self.start] + self.text + before[self.end :]

    def event(self, before: str, encoding: str) -> t.TextDocumentContentChangeEvent:
        """Return the change as the protocol has it."""
        if self.whole:
            return t.TextDocumentContentChangeWholeDocument(self.apply(before))
        places = (t.Position(*position(before, index, encoding)) for index in (self.start, self.end))
        return t.TextDocumentContentChangePartial(t.Range(*places), self.text)


def position(text: str, index: int, encoding: str) -> tuple[int, int]:
    """Return line and column of an index, counted without the help of what is tested."""
    line, start = 0, 0
    for match in _LINE_END.finditer(text, 0, index):
        line, start = line + 1, match.end()
    before = text[start:index]
    if encoding == "utf-8":
        return line, len(before.encode("utf-8", "surrogatepass"))
    if encoding == "utf-16":
        return line, len(before.encode("utf-16-le", "surrogatepass")) // 2
    return line, len(before)


class Writer:
    """Edits a text as people do, and as only their cats do.

    Args:
        random: Decides everything.
        pieces: Programs to paste from.
        limit: A text with more characters than this is cut.
    """

    def __init__(self, random: Random, pieces: Sequence[str], limit: int = 20_000) -> None:
        self._random = random
        self._pieces = [_LINE.findall(piece) for piece in pieces]
        self._limit = limit
        self._typed = ""
        self._cursor = 0
        self._undo: list[list[Change]] = []
        self._kinds: list[Callable[[str], list[Change]]] = [
            kind
            for weight, kind in (
                (4, self._character),
                (4, self._type),
                (3, self._statement),
                (3, self._import),
                (3, self._delete),
                (2, self._delete_lines),
                (2, self._paste),
                (2, self._word),
                (2, self._indent),
                (2, self._comment),
                (1, self._line_end),
                (1, self._swap),
                (1, self._replace),
            )
            for _ in range(weight)
        ]

    def write(self, text: str) -> list[Change]:
        """Return the changes of one notification; each is for the text after the one before it."""
        if self._undo and self._random.randrange(_BACK) == 0:
            # Back to where the code was not broken yet.
            changes = [change for undone in reversed(self._undo) for change in undone]
            self._undo.clear()
            self._typed = ""
            return changes
        if self._typed:
            changes = self._go_on(text)
        elif len(text) > self._limit:
            start = self._random.randrange(len(text) // 2)
            changes = [Change(start, start + len(text) // 2, "")]
        elif self._undo and self._random.randrange(3) == 0:
            return self._undo.pop()
        else:
            changes = self._random.choice(self._kinds)(text)
        changes = _without_half_line_ends(text, changes)
        inverse = []
        for change in changes:
            inverse.append(Change(change.start, change.start + len(change.text), text[change.start : change.end]))
            text = change.apply(text)
        self._undo = [*self._undo[-99:], _without_half_line_ends(text, inverse[::-1])]
        return changes

    def _place(self, text: str) -> int:
        return self._random.randrange(len(text) + 1)

    def _line(self, text: str) -> tuple[int, int]:
        """Return the borders of a random line, without its end."""
        place = self._place(text)
        start = max(text.rfind("\n", 0, place), text.rfind("\r", 0, place)) + 1
        match = _LINE_END.search(text, place)
        return start, match.start() if match is not None else len(text)

    def _lines(self, text: str) -> tuple[int, int]:
        """Return the borders of a few whole lines."""
        start, end = self._line(text)
        for _ in range(self._random.choice((1, 1, 2, 5, 20))):
            match = _LINE_END.search(text, end)
            end = match.end() if match is not None else len(text)
        return start, end

    def _character(self, text: str) -> list[Change]:
        place = self._place(text)
        return [Change(place, place, self._random.choice(CHARACTERS))]

    def _indented(self, text: str, start: int) -> str:
        space = re.compile(r"[ \t]*").match(text, start)
        statement = self._random.choice(STATEMENTS)
        margin = space.group() if space is not None else ""
        return margin + statement.replace("\n", "\n" + margin) if self._random.randrange(4) else statement

    def _statement(self, text: str) -> list[Change]:
        start, _ = self._line(text)
        return [Change(start, start, self._indented(text, start) + self._random.choice(("\n", "\n", "\r\n", "\r", "; ")))]

    def _import(self, text: str) -> list[Change]:
        """Delete an import, write another in its place, or add one at the head."""
        lines = list(_IMPORT.finditer(text))
        new = self._random.choice(IMPORTS) + "\n"
        if not lines or self._random.randrange(3) == 0:
            return [Change(0, 0, new)]
        start, end = self._random.choice(lines).span()
        return [Change(start, end, self._random.choice(("", new)))]

    def _type(self, text: str) -> list[Change]:
        start, self._cursor = self._line(text)
        self._typed = "\n" + self._indented(text, start)
        return self._go_on(text)

    def _go_on(self, text: str) -> list[Change]:
        """Type the next character, or press backspace."""
        place = self._cursor = min(self._cursor, len(text))
        if place and self._random.randrange(8) == 0:
            self._cursor -= 1
            return [Change(place - 1, place, "")]
        character, self._typed = self._typed[0], self._typed[1:]
        self._cursor += 1
        return [Change(place, place, character)]

    def _delete(self, text: str) -> list[Change]:
        start = self._place(text)
        return [Change(start, min(len(text), start + self._random.choice((1, 1, 2, 5, 20, 200))), "")]

    def _delete_lines(self, text: str) -> list[Change]:
        return [Change(*self._lines(text), "")]

    def _paste(self, text: str) -> list[Change]:
        lines = self._random.choice(self._pieces)
        first = self._random.randrange(len(lines) or 1)
        piece = "".join(lines[first : first + self._random.choice((1, 3, 10, 40))])
        place = self._line(text)[0] if self._random.randrange(4) else self._place(text)
        return [Change(place, place, piece)]

    def _word(self, text: str) -> list[Change]:
        match = _WORD.search(text, self._place(text))
        words = ("tf", "tensorflow", "log", "slim", "contrib", "x", "def", "else", "import", "é", "")
        return [Change(*match.span(), self._random.choice(words))] if match is not None else self._character(text)

    def _indent(self, text: str) -> list[Change]:
        start, end = self._lines(text)
        lines = _LINE.findall(text[start:end])
        if self._random.randrange(2):
            new = "".join(self._random.choice(("    ", "\t")) + line for line in lines)
        else:
            new = "".join(re.sub("^(?: {1,4}|\t)", "", line) for line in lines)
        return [Change(start, end, new)]

    def _comment(self, text: str) -> list[Change]:
        _, end = self._line(text)
        return [Change(end, end, self._random.choice(COMMENTS))]

    def _line_end(self, text: str) -> list[Change]:
        match = _LINE_END.search(text, self._place(text))
        return (
            [Change(*match.span(), self._random.choice(("\n", "\r\n", "\r", "\f\n", " \\\n")))]
            if match is not None
            else self._character(text)
        )

    def _swap(self, text: str) -> list[Change]:
        """Move a few lines: two changes in one notification."""
        start, end = self._lines(text)
        rest = text[:start] + text[end:]
        place = self._line(rest)[0]
        return [Change(start, end, ""), Change(place, place, text[start:end])]

    def _replace(self, text: str) -> list[Change]:
        """Send the whole text, as a formatter or a client without incremental changes does."""
        return [Change(0, len(text), _LINE_END.sub(self._random.choice(("\n", "\r\n")), text), whole=True)]


def _without_half_line_ends(text: str, changes: list[Change]) -> list[Change]:
    r"""Return changes that do the same, and of which none begins or ends inside of a ``\r\n``: that is no position of the protocol."""
    result = []
    for change in changes:
        start, end, new = change.start, change.end, change.text
        if text[start - 1 : start + 1] == "\r\n" and start:
            start, new = start - 1, "\r" + new
        if text[end - 1 : end + 1] == "\r\n" and end:
            end, new = end + 1, new + "\n"
        result.append(Change(start, end, new, change.whole))
        text = change.apply(text)
    return result


@contextmanager
def logged_errors() -> Iterator[list[str]]:
    """Collect what the engine logs as an error; it does so instead of failing."""
    messages: list[str] = []

    class Handler(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            messages.append(logging.Formatter().format(record))

    logger, handler = logging.getLogger("tensorlift"), Handler(logging.ERROR)
    logger.addHandler(handler)
    propagates, logger.propagate = logger.propagate, False
    try:
        yield messages
    finally:
        logger.removeHandler(handler)
        logger.propagate = propagates


def present_analysis(document: OpenDocument) -> Analysis:
    """Analyse the present text of a document as the server does it."""
    return document.analysed(SETTINGS)


def facts(analysis: Analysis) -> dict[str, Any]:
    """Return all that an analysis says, as plain data."""
    document = analysis.document
    return {
        "chunks": list(zip(document.chunk_starts, document.chunk_lines)),
        "findings": list(analysis.findings),
        "uses": [
            (
                use.path,
                use.shift + use.reference.start,
                use.shift + use.reference.end,
                [(use.shift + trailer.start, use.shift + trailer.end, trailer.name) for trailer in use.reference.trailers],
                use.reference.role,
                use.guarded,
                use.ambiguous,
            )
            for use in analysis.uses_between(0, len(analysis.document.data))
        ],
    }


def _facts(analysis: Analysis, rendering: Rendering) -> dict[str, Any]:
    sent = json.loads(rendering.items(analysis))
    return {**facts(analysis), "diagnostics": sent, "name of the report": [rendering.name(analysis)]}


class Follower:
    """A document that follows changes as the server's does, beside a plain string that cannot go wrong.

    Args:
        text: The text to begin with.
        encoding: The unit of columns.
    """

    def __init__(self, text: str, encoding: str = "utf-16") -> None:
        self.text = text
        self._encoding = encoding
        self._document = self._opened(text)
        self._rendering = Rendering(CLIENT)
        self.update()

    def _opened(self, text: str) -> OpenDocument:
        codec = PositionCodec(t.PositionEncodingKind(self._encoding))
        return OpenDocument("file:///nowhere/a.py", source=text, version=1, language_id="python", position_codec=codec)

    def send(self, changes: Sequence[Change]) -> None:
        """Send one notification."""
        self._document.version = (self._document.version or 0) + 1
        for change in changes:
            self._document.apply_change(change.event(self.text, self._encoding))
            self.text = change.apply(self.text)
        self._document.commit()

    def update(self) -> None:
        """Analyse the present text incrementally, and make the diagnostics."""
        self._rendering.items(present_analysis(self._document))

    def difference(self) -> str | None:
        """Analyse the present text, incrementally and afresh.

        Returns:
            How the two differ, or what was logged as an error; None if all is well.
        """
        with logged_errors() as errors:
            known = _facts(present_analysis(self._document), self._rendering)
            text = self._document.source
            fresh = _facts(present_analysis(self._opened(self.text)), Rendering(CLIENT))
        if text != self.text:
            return f"text: {text!r} instead of {self.text!r}"
        for what, expected in fresh.items():
            if known[what] != expected:
                lacking = [item for item in expected if item not in known[what]]
                surplus = [item for item in known[what] if item not in expected]
                order = "" if lacking or surplus else " (in another order or number)"
                return f"{what}{order}: lacking {lacking!r}, surplus {surplus!r}"
        return f"logged: {errors[0]}" if errors else None


@dataclass(frozen=True)
class Case:
    """A text, the notifications that followed, and an analysis after each that should be like a fresh one."""

    encoding: str
    text: str
    notifications: Sequence[Sequence[Change]]

    def difference(self) -> str | None:
        """Play the case; return what is wrong at its end, or the exception that came before."""
        try:
            follower = Follower(self.text, self.encoding)
            for changes in self.notifications:
                follower.send(changes)
                follower.update()
            return follower.difference()
        except Exception:
            return traceback.format_exc()

    def reduced(self) -> Case:
        """Return a smaller case that is wrong too, if there is one: with few notifications, and few lines before them."""
        text, case = self.text, self
        for index, changes in enumerate(self.notifications):
            later = Case(self.encoding, text, self.notifications[index:])
            if later.difference() is not None:
                case = later
            for change in changes:
                text = change.apply(text)
        return case._with_fewer_lines() if case.difference() is not None else self

    def _with_fewer_lines(self) -> Case:
        case, size = self, max(1, len(_LINE.findall(self.text)) // 2)
        while size:
            first = 0
            while first < len(_LINE.findall(case.text)):
                smaller = case._without(first, size)
                if smaller is not None and smaller.difference() is not None:
                    case = smaller
                else:
                    first += size
            size //= 2
        return case

    def _without(self, first: int, count: int) -> Case | None:
        """Return the case without some lines; None if a change touches them."""
        lines = _LINE.findall(self.text)
        start = len("".join(lines[:first]))
        end = start + len("".join(lines[first : first + count]))
        notifications = []
        for changes in self.notifications:
            moved = []
            for change in changes:
                if change.whole or (change.start <= end and change.end >= start):
                    return None
                shift = end - start if change.start > end else 0
                moved.append(Change(change.start - shift, change.end - shift, change.text))
                if not shift:
                    start, end = (place + len(change.text) - (change.end - change.start) for place in (start, end))
            notifications.append(moved)
        return Case(self.encoding, "".join(lines[:first] + lines[first + count :]), notifications)
