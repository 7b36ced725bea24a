"""After any edits, what the server says of a text is what it would say if the text had just been opened."""

from __future__ import annotations

from pathlib import Path
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from .drift import ENCODINGS, Follower, Writer

EXAMPLES = [path.read_text(encoding="utf-8") for path in sorted((Path(__file__).parents[2] / "examples").glob("*.py"))]

CLASS = """import tensorflow as tf


class Model(object):
    @tf.function
    def run(self):
        with tf.Session() as session:
            return session.run(tf.log(1.0))
"""

TEXTS = [
    "",
    "import tensorflow as tf\nx = tf.log(y)\n",
    "import tensorflow as tf\r\n\r\ndef f(x):\r\n    return tf.log(x)  # tensorlift: ignore\r\n",
    CLASS,
    *EXAMPLES[::4],
]


@settings(max_examples=40, derandomize=True)
@given(st.sampled_from(TEXTS), st.sampled_from(ENCODINGS), st.randoms(use_true_random=False), st.integers(1, 30))
def test_analysis_of_an_edited_text(text: str, encoding: str, random: Random, count: int) -> None:
    follower, writer = Follower(text, encoding), Writer(random, EXAMPLES, limit=3_000)
    for _ in range(count):
        follower.send(writer.write(follower.text))
        if random.randrange(6) == 0:
            follower.send(writer.write(follower.text))  # nobody asked in between
        assert follower.difference() is None
