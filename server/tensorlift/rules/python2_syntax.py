"""Python 2 syntax."""

from __future__ import annotations

from collections.abc import Iterator

from tensorlift.model import Finding, Severity
from tensorlift.rules.base import Example, Rule
from tensorlift.rules.context import Context, make_finding

RULE = Rule(
    code="TL301",
    slug="python2-syntax",
    title="The file is Python 2",
    summary=(
        "No TensorFlow 2 runs on Python 2, and Python 3 does not even parse `print x`, `except E, e`, `raise E, m`, backticks, "
        "`exec code`, `<>`, `0777`, `10L`, `ur''` and tuples as parameters. The first such place of a file is reported; TensorFlow names are "
        "found and fixed in the file all the same.\n\n"
        "`tensorlift fix --review`, or the action in the editor, converts the whole file to Python 3. It needs a look afterwards: whether "
        "a division was meant to drop the remainder, and whether a string holds text or bytes, the syntax does not say."
    ),
    guide="https://docs.python.org/3/howto/pyporting.html",
    examples=(
        Example(
            "import tensorflow as tf\ntry:\n    print tf.zeros([2]), `x`\nexcept ValueError, e:\n    pass\n",
            "import tensorflow as tf\ntry:\n    print(tf.zeros([2]), repr(x))\nexcept ValueError as e:\n    pass\n",
        ),
        Example("import tensorflow as tf\nprint (tf.zeros([2]))\n"),
    ),
)


def check(context: Context) -> Iterator[Finding]:
    """Yield a finding for the first place of the file that only Python 2 can parse."""
    if context.python2 is not None:
        start, end, what = context.python2
        message = f"This file is Python 2: {what} is a syntax error in Python 3."
        yield make_finding(RULE, Severity.ERROR, message, start, end, deprecated=False)
