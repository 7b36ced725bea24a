"""After any edits, what the server says of a text is what it would say if the text had just been opened."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from pathlib import Path
from random import Random

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from .drift import ENCODINGS, STATEMENTS, Case, Change, Follower, Writer

EXAMPLES = [path.read_text(encoding="utf-8") for path in sorted((Path(__file__).parents[2] / "examples").glob("*.py"))]

MEMBERS = [
    *STATEMENTS,
    "def f(self):",
    "def f(self, tf):\n    return tf.log(self.x)",
    "def g(self):\n    global tf\n    tf = None",
    "    x = tf.log(x)",
    "class Inner(object):",
    "@property",
    "x: int = tf.log(1)",
    "",
]

# A failure is cut down by the case itself, which knows better than Hypothesis what may go.
PROFILE = settings(derandomize=True, phases=(Phase.generate,))
RANDOMS = st.randoms(use_true_random=True)


def follow(text: str, encoding: str, random: Random, pieces: Sequence[str], edits: int) -> None:
    follower, writer, sent = (Follower(text, encoding), Writer(random, pieces, limit=3_000), [])
    for _ in range(edits):
        changes = writer.write(follower.text)
        sent.append(changes)
        follower.send(changes)
        if random.randrange(6):
            difference = follower.difference()
            assert difference is None, (difference, Case(encoding, text, sent).reduced())


@settings(PROFILE, max_examples=30)
@given(st.lists(st.sampled_from(STATEMENTS), min_size=3, max_size=25), st.sampled_from(ENCODINGS), RANDOMS)
def test_statements(statements: list[str], encoding: str, random: Random) -> None:
    text = "\n".join(statements)
    follow(text, encoding, random, [text], edits=30)


@settings(PROFILE, max_examples=30)
@given(st.lists(st.sampled_from(MEMBERS), min_size=3, max_size=25), st.sampled_from(ENCODINGS), RANDOMS)
def test_members_of_a_class(members: list[str], encoding: str, random: Random) -> None:
    body = textwrap.indent("\n".join(members), "    ")
    follow(f"import tensorflow as tf\n\nclass Model(object):\n{body}\ntf.log(x)\n", encoding, random, [body], edits=30)


@settings(PROFILE, max_examples=12)
@given(st.sampled_from(EXAMPLES), st.sampled_from(ENCODINGS), RANDOMS)
def test_programs(text: str, encoding: str, random: Random) -> None:
    follow(text, encoding, random, EXAMPLES, edits=25)


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        pytest.param("import tensorflow as tf\nx = tf.log(y)\n", "tensorflow", "slim", id="the only word TensorFlow goes"),
        pytest.param(
            "print(tf.log(x))\nimport tensorflow as tf\n", "tensorflow", "0tensorflow", id="an import is broken inside of its name"
        ),
        pytest.param(
            "import tensorflow as tf\nclass A(object):\n    def f(self):\n    del tf\n    slim = tf.contrib.slim\n",
            "del tf",
            "del f",
            id="a name of a class is bound no more",
        ),
        pytest.param("import tensorflow as tf\n\nde f(a):\n    x = tf.get_variable(a)\n", "de ", "def ", id="a scope comes"),
    ],
)
def test_seen(text: str, old: str, new: str) -> None:
    start = text.index(old)
    assert Case("utf-16", text, [[Change(start, start + len(old), new)]]).difference() is None
