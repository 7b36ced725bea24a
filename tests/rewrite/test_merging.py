"""One edit for each statement: which edits are put together, and that they come to the same."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tensorlift import engine
from tensorlift.model import Edit
from tensorlift.rewrite.edits import apply_edits
from tensorlift.rewrite.merging import by_statement
from tensorlift.settings import Settings
from tensorlift.source.document import Document

# An edit is written «old→new» in the text.
_MARK = re.compile("«([^→]*)→([^»]*)»")


def read(marked: str) -> tuple[str, list[Edit]]:
    """Return the text to edit, and the edits."""
    text, edits, position = "", [], 0
    for match in _MARK.finditer(marked):
        text += marked[position : match.start()]
        start = len(text.encode())
        text += match[1]
        edits.append(Edit(start, len(text.encode()), match[2]))
        position = match.end()
    return text + marked[position:], edits


def merged(marked: str, path: str | None = None) -> list[tuple[str, str]]:
    """Return old and new text of each edit."""
    text, edits = read(marked)
    document = Document(text, path)
    made = by_statement(document, edits)
    assert apply_edits(document.data, made) == apply_edits(document.data, edits)
    return [(document.slice(edit.start, edit.end), edit.text) for edit in made]


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("z = tf.«to_float→cast»(y«→, tf.float32»)\n", [("to_float(y", "cast(y, tf.float32")]),
        ("«→f(»y«→)»\n", [("y", "f(y)")]),
        # what stands between goes along
        (
            "é = «a→b»(  # é\n    x,\n    # two\n    «c→d»(«→1»))\n",
            [("a(  # é\n    x,\n    # two\n    c(", "b(  # é\n    x,\n    # two\n    d(1")],
        ),
        # other statements do not, on one line neither
        ("x = «a→b»; y = «c→d»\n«→f(»x«→)»; z\n", [("a", "b"), ("c", "d"), ("x", "f(x)")]),
        # a head is a statement, and so are decorators and the heads of clauses
        (
            "@«a→b»(«c→d»)\nclass A(«e→f», «g→h»):\n    def m(self, x=«a→b», y=«c→d»):\n        return «a→b» + «c→d»\n",
            [("a(c", "b(d"), ("e, g", "f, h"), ("a, y=c", "b, y=d"), ("a + c", "b + d")],
        ),
        ("if «a→b»: «c→d»\nelif «e→f» or «g→h»:\n    pass\nelse: «i→j»\n", [("a", "b"), ("c", "d"), ("e or g", "f or h"), ("i", "j")]),
        # only neighbours: the arguments of a call in a head, but not over its block
        ("with «a→b»() as x, «c→d»() as y:\n    «e→f»()\n", [("a() as x, c", "b() as x, d"), ("e", "f")]),
        # imports: of one line together, a new one alone
        (
            "import «a→b» as x, «c→d»\n«→import numpy as np\n»x = «e→f»(«→1»)\n",
            [("a as x, c", "b as x, d"), ("", "import numpy as np\n"), ("e(", "f(1")],
        ),
        # whole lines that go, and blank ones, do not reach into the next statement
        ("«x = 1\n→»y = «a→b»\n«\n→»z = «c→d»\n", [("x = 1\n", ""), ("a", "b"), ("\n", ""), ("c", "d")]),
        ("def f():\n    «a→b»\n«\n→»    x\n«\n→»    «c→d»\n", [("a", "b"), ("\n", ""), ("\n", ""), ("c", "d")]),
        # an edit over several statements takes in what is changed in the first and the last of them
        ("x = «a→b»(«c\ny = d→e)\nz = f»(«→1»))\n", [("a(c\ny = d(", "b(e)\nz = f(1")]),
        # an indentation goes with its statement
        ("if x:\n«→    »    y = «a→b»\n«→    »    z\n", [("    y = a", "        y = b"), ("", "    ")]),
        # comments and strings
        ("# «a→b»\n# «c→d»\nx = '''\n«a→b»\n«c→d»'''\n", [("a", "b"), ("c", "d"), ("a\nc", "b\nd")]),
        ("x = «a→b»(1)«→.c»  # «d→e»\n", [("a(1)", "b(1).c"), ("d", "e")]),
    ],
)
def test_the_edits_of_a_statement_become_one(marked: str, expected: list[tuple[str, str]]) -> None:
    assert merged(marked) == expected
    if "'''" not in marked:
        assert merged(marked.replace("\n", "\r\n")) == [tuple(text.replace("\n", "\r\n") for text in pair) for pair in expected]


def test_a_project_file_has_one_edit_for_each_line() -> None:
    marked = "«a→b»==«1→2»\n«c→d»==3«→ # e»\n«→new\n»«f→g»«\nh→»\ni«→\nj»\n"
    expected = [("a==1", "b==2"), ("c==3", "d==3 # e"), ("", "new\n"), ("f", "g"), ("\nh", ""), ("", "\nj")]
    assert merged(marked, "requirements.txt") == expected


def test_what_cannot_be_made_as_one_stays_apart() -> None:
    text, edits = read("x = «a→b»(1, «c→d», «e→f»)\n")
    made = by_statement(Document(text), edits, lambda union: b"1" not in text.encode()[union[0].start : union[0].end])
    assert [edit.text for edit in made] == ["b", "d, f"]


PARTS = [
    "import tensorflow as tf\n",
    "z = tf.to_float(tf.log(\n    y,  # one\n    name='é'))\n",
    "def f(x):\n    return tf.to_int32(tf.log(x), name='a')\n",
    "class A(tf.keras.Model):\n    @tf.contrib.eager.defun(autograph=False)\n    def call(self, x): return tf.to_float(x); y = tf.log(x)\n",
    "with tf.variable_scope(tf.to_float(z)), tf.Session() as s:\n  # c\n\n  s.run(tf.log(z))\n",
    "from tensorflow.contrib import slim, layers\n",
    "tf.app.run()\n",
    "a = tf.nn.dropout(z, 0.5, noise_shape=tf.log(z)); b = tf.random_uniform([1])\n",
    "\n# tf.log\n",
]


@given(st.lists(st.sampled_from(PARTS)), st.booleans())
def test_all_of_them_come_to_the_same(parts: list[str], review: bool) -> None:
    document = Document("".join([PARTS[0], *parts]))
    result = engine.fix(document, Settings(), review=review)
    made = by_statement(document, result.edits)
    assert apply_edits(document.data, made).decode() == result.text
    # and a second time there is nothing to put together
    assert by_statement(document, made) == made
