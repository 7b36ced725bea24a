"""After any edits, what the server says of a text is what it would say if the text had just been opened."""

from __future__ import annotations

from pathlib import Path
from random import Random

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from .drift import ENCODINGS, STATEMENTS, Case, Follower, Writer

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


# A failure is cut down by the case itself, which knows better than Hypothesis what may go.
@settings(max_examples=60, derandomize=True, phases=(Phase.generate,))
@given(
    st.sampled_from(TEXTS) | st.lists(st.sampled_from(STATEMENTS), min_size=5).map("\n".join),
    st.sampled_from(ENCODINGS),
    st.randoms(use_true_random=True),
)
def test_analysis_of_an_edited_text(text: str, encoding: str, random: Random) -> None:
    follower, writer, sent = Follower(text, encoding), Writer(random, EXAMPLES, limit=3_000), []
    for _ in range(25):
        changes = writer.write(follower.text)
        sent.append(changes)
        follower.send(changes)
        if random.randrange(6):
            difference = follower.difference()
            assert difference is None, (difference, Case(encoding, text, sent).reduced())
