"""At level native: the program as a whole, and what stands in its way."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from tensorlift.model import Edit, Finding, Fix, Level, Safety, Severity
from tensorlift.rules.base import Example, Rule
from tensorlift.settings import Settings
from tensorlift.source.document import Document, encode

if TYPE_CHECKING:
    from tensorlift.lift.native import Lifted

RULE = Rule(
    code="TL404",
    slug="native-lift",
    title="The program runs a graph in a session",
    summary=(
        "Reported at level `native` only, once in a file. What each `sess.run` computes becomes a `tf.function` with the placeholders as its "
        "parameters, an optimizer's `minimize` becomes a gradient tape, and sessions, initializers and other bookkeeping of the graph go: "
        "[docs/native](../native/README.md) shows it for each kind of program. A file is lifted as a whole or not at all. Where something "
        "stands in the way, the finding is at its line and says what it is; the rest of the file is then fixed as at level `symbols`. Run the "
        "program before and after, and compare what it prints."
    ),
    examples=(
        Example(
            "import tensorflow as tf\n\nx = tf.placeholder(tf.float32, [None])\ny = tf.reduce_sum(tf.square(x))\n\n"
            "with tf.Session() as sess:\n    print(sess.run(y, feed_dict={x: [1.0, 2.0]}))\n",
            "import tensorflow as tf\n\n\n@tf.function(input_signature=[tf.TensorSpec([None], tf.float32)])\ndef compute_y(x):\n"
            "    y = tf.reduce_sum(tf.square(x))\n    return y\n\n\nprint(compute_y([1.0, 2.0]).numpy())\n",
            level=Level.NATIVE,
        ),
        Example(
            "import tensorflow as tf\n\nx = tf.placeholder(tf.float32, [None])\ny = tf.reduce_sum(tf.square(x))\n\n"
            "with tf.Session('grpc://localhost:2222') as sess:\n    print(sess.run(y, feed_dict={x: [1.0, 2.0]}))\n",
            level=Level.NATIVE,
        ),
    ),
)

PROGRAM = re.compile(rb"[Ss]ession|[Ee]stimator|enable_eager")
"""What stands in a file that runs a program, or has one run."""


def find(document: Document, settings: Settings) -> Finding | None:
    """Return what becomes of the program in a document; None if it runs nothing in a session.

    Args:
        document: The text; it is not changed.
        settings: The target, and what else the user chose.

    Returns:
        A finding with the fix that lifts the program, or one at the line that stands in the way.
    """
    if not PROGRAM.search(document.data):
        return None
    from tensorlift.lift.native import NotAProgramError, Refusal, lift_document  # most runs are at other levels

    try:
        return lifted(document, lift_document(document, settings))
    except (NotAProgramError, SyntaxError):
        return None
    except Refusal as refusal:
        return in_the_way(document, refusal.line, refusal.reason)


def lifted(document: Document, program: Lifted) -> Finding:
    """Return the finding with the fix that lifts a program."""
    fix = Fix("Lift this program to native TensorFlow 2", Level.NATIVE, Safety.REVIEW, program.edits, program.creates)
    message = "A graph is built and run in a session. It can be lifted to functions that compute at once; compare what both print."
    return _finding(document, program.line, message, fix)


def in_the_way(document: Document, line: int, reason: str) -> Finding:
    """Return the finding that names what keeps a program from being lifted.

    Args:
        document: The text.
        line: The line with it, counted from 1.
        reason: What it is, as a sentence without its end.
    """
    return _finding(document, line, f"This keeps the program from being lifted to native TensorFlow 2: {reason}.")


def moved(found: Finding, edits: Iterable[Edit], document: Document) -> Finding:
    """Return a finding at its line in the text that edits have made; without its fix, which was for the text before.

    Args:
        found: The finding, at its place in the text before.
        edits: The edits of that text.
        document: The text afterwards.
    """
    start = found.start + sum(len(encode(edit.text)) - (edit.end - edit.start) for edit in edits if edit.end <= found.start)
    place = _finding(document, document.line_of(start) + 1, found.message)
    return replace(found, start=place.start, end=place.end, fixes=())


def _finding(document: Document, line: int, message: str, *fixes: Fix) -> Finding:
    start = document.line_start(line - 1)
    end = document.line_start(line) if line < document.line_count else document.size
    text = document.slice(start, end)
    start += len(encode(text)) - len(encode(text.lstrip()))
    end = start + len(encode(text.strip()))
    return Finding(RULE.code, RULE.slug, Severity.INFORMATION, message, start, end, url=RULE.guide, fixes=fixes)
