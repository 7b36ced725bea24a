"""Python 2: its syntax, and names that only it has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from tensorlift.model import Finding, Severity
from tensorlift.rules.base import Example, Rule
from tensorlift.rules.context import Context, FileContext, make_finding
from tensorlift.source.document import Chunk
from tensorlift.source.python2 import PYTHON2_NAME, PYTHON2_SIGNS, PYTHON2_WORDS, first_python2_name

RULE = Rule(
    code="TL301",
    slug="python2-syntax",
    title="The file is Python 2",
    summary=(
        "No TensorFlow 2 runs on Python 2, and Python 3 does not even parse `print x`, `except E, e`, `raise E, m`, backticks, "
        "`exec code`, `<>`, `0777`, `10L`, `ur''` and tuples as parameters. The first such place of a file is reported, or else the first "
        "module, built-in function or method that only Python 2 has, such as `urllib2`, `xrange` or `iteritems`; not where the file asks "
        "which Python there is. TensorFlow names are found and fixed in the file all the same.\n\n"
        "`tensorlift fix --review`, or the action in the editor, converts the whole file to Python 3. It needs a look afterwards: whether "
        "a division was meant to drop the remainder, and whether a string holds text or bytes, the syntax does not say."
    ),
    guide="https://docs.python.org/3/howto/pyporting.html",
    examples=(
        Example(
            "import tensorflow as tf\ntry:\n    print tf.zeros([2]), `x`\nexcept ValueError, e:\n    pass\n",
            "import tensorflow as tf\ntry:\n    print(tf.zeros([2]), repr(x))\nexcept ValueError as e:\n    pass\n",
        ),
        Example(
            "import tensorflow as tf\nimport cPickle\nfor key, value in data.iteritems():\n    pass\n",
            "import tensorflow as tf\nimport pickle as cPickle\nfor key, value in data.items():\n    pass\n",
        ),
        Example("import tensorflow as tf\nprint (tf.zeros([2]))\n"),
    ),
)


_DIVISION = re.compile(rb"(?<!/)/(?![/=])")


def check(context: Context) -> Iterator[Finding]:
    """Yield a finding for the first place of the file that is Python 2."""
    message = ""
    if context.python2 is not None:
        start, end, what = context.python2
        message = f"This file is Python 2: {what} is a syntax error in Python 3."
    elif not PYTHON2_WORDS.isdisjoint(context.chunk.words) and PYTHON2_NAME.search(context.data) is not None:
        found = context.ask(PYTHON2_SIGNS, _first_name)
        if found is not None and found[0] is context.chunk:
            _, start, end, what = found
            message = f"This file is Python 2: {what} is gone from Python 3."
    if message:
        if context.ask((b"/", b"division"), _divides):
            message += " Write // where a division of whole numbers is meant to drop the remainder."
        yield make_finding(RULE, Severity.ERROR, message, start, end, deprecated=False)


def _first_name(file: FileContext) -> tuple[Chunk, int, int, str] | None:
    """Return the first name that only Python 2 has, if the syntax does not tell already."""
    chunks = file.document.chunks
    if any(getattr(chunk.result, "python2", None) is not None for chunk in chunks):
        return None
    found = first_python2_name([chunk.root for chunk in chunks])
    if found is None:
        return None
    index, start, end, what = found
    module = what.rpartition(" ")[2] if what.startswith("the module ") else ""
    if module and file.document.path is not None and (Path(file.document.path).parent / f"{module}.py").is_file():
        return None
    return chunks[index], start, end, what


def _divides(file: FileContext) -> bool:
    """Whether a file divides with the operator that keeps the remainder from Python 3 on."""
    if any(b"__future__" in chunk.data and b"division" in chunk.data for chunk in file.document.chunks):
        return False
    for chunk in file.document.chunks:
        for match in _DIVISION.finditer(chunk.data):
            leaf = chunk.root.descendant_for_byte_range(match.start(), match.end())
            if leaf is not None and leaf.type == "/" and leaf.parent is not None and leaf.parent.type == "binary_operator":
                operands = (leaf.parent.child_by_field_name("left"), leaf.parent.child_by_field_name("right"))
                if not any(operand is not None and operand.type == "float" for operand in operands):
                    return True
    return False
