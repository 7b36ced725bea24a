"""python2-syntax: one finding at the first place that only Python 2 can parse."""

from __future__ import annotations

from pathlib import Path

import pytest

from tensorlift.model import Severity
from tests.rules.helpers import TF, check_noop, codes, findings, fixed, places


@pytest.mark.parametrize(
    ("code", "place", "what"),
    [
        ("x = 1\nprint x\nprint x\n", "print", "print without parentheses"),
        ("def f(a):\n    return `a`\nprint x\n", "`a`", "an expression in backticks"),
        ("try: pass\nexcept E, e: print e\n", "E, e", "except with a comma"),
        ("if a <> b: raise E, 'm'\n", "<>", "the operator <>"),
        ("os.chmod(path, 0777)\n", "0777", "an octal number without 0o"),
        ("exec code in scope\n", "exec", "exec without parentheses"),
    ],
)
def test_the_first_place_is_reported(code: str, place: str, what: str) -> None:
    [finding] = findings(TF + code)
    assert places(TF + code) == [place]
    assert (finding.code, finding.severity, finding.fixes) == ("TL301", Severity.ERROR, ())
    assert finding.message == f"This file is Python 2: {what} is a syntax error in Python 3."


def test_tensorflow_is_found_all_the_same() -> None:
    assert codes(f"{TF}print tf.log(x)\nraise E, tf.log(x)\n") == ["TL301", "TL101", "TL101"]


def test_the_file_is_converted_with_review() -> None:
    assert fixed(f"{TF}print tf.log(x), (1, 2)\n") == f"{TF}print(tf.math.log(x), (1, 2))\n"


def test_the_finding_can_be_silenced() -> None:
    assert codes(f"{TF}print x  # tensorlift: ignore[TL301]\n") == []
    assert codes(f"{TF}print x\n", ignore=("python2-syntax",)) == []


@pytest.mark.parametrize("code", [f"{TF}print(x)\n", f"{TF}print (x, y)\n", f"{TF}'''\nprint x\n'''\n", "print x\n"])
def test_noop(code: str) -> None:
    check_noop(code)


@pytest.mark.parametrize(
    ("code", "place", "what"),
    [
        ("import cPickle\nimport Queue\n", "cPickle", "the module cPickle"),
        ("import os, urllib2 as u\n", "urllib2", "the module urllib2"),
        ("from StringIO import StringIO\n", "StringIO", "the module StringIO"),
        ("from itertools import izip\n", "izip", "itertools.izip"),
        ("def f():\n    for i in xrange(3): pass\n", "xrange", "the built-in name xrange"),
        ("x = isinstance(y, basestring)\n", "basestring", "the built-in name basestring"),
        ("for k, v in d.iteritems(): pass\n", "iteritems", "the method iteritems"),
        ("import urllib\nif x:\n    urllib.urlretrieve(y)\n", "urllib", "urllib.urlretrieve"),
        ("try:\n    xrange(3)\nexcept KeyboardInterrupt:\n    pass\n", "xrange", "the built-in name xrange"),
    ],
)
def test_names_that_only_python_2_has(code: str, place: str, what: str) -> None:
    [finding] = findings(TF + code)
    assert places(TF + code) == [place]
    assert finding.message == f"This file is Python 2: {what} is gone from Python 3."


def test_syntax_comes_before_names() -> None:
    assert places(f"{TF}import cPickle\ny = unicode(x)\nprint x\n") == ["print"]


def test_divisions_are_spoken_of() -> None:
    more = " Write // where a division of whole numbers is meant to drop the remainder."
    for code, said in (
        ("print a / b\n", True),
        ("x = xrange(a / 2)\n", True),
        ("print a / 2.0\n", False),
        ("print a // b, 'a/b'\n", False),
        ("from __future__ import division\nprint a / b\n", False),
    ):
        [finding] = findings(TF + code)
        assert finding.message.endswith(more) is said


@pytest.mark.parametrize(
    "code",
    [
        "try:\n    import cPickle as pickle\nexcept ImportError:\n    import pickle\n",
        "from six.moves import xrange, urllib\nfor i in xrange(3): urllib.request.urlretrieve(x)\n",
        "try:\n    unicode\nexcept NameError:\n    unicode = str\nunicode(x)\n",
        "import sys\nif sys.version_info[0] == 2:\n    import cPickle\n",
        "from functools import reduce\nreduce(f, x)\n",
        "def f(long, xrange=1): return long, g(unicode=2), xrange\n",
        "from tools import *\nxrange(3)\n",
        "import six\nfor k, v in six.iteritems(d): pass\n",
        "from __future__ import print_function\nfor k, v in d.values().iteritems(): pass\n",
        "import pandas as pd\nfor k, v in frame.iteritems(): pass\n",
        "class A:\n    def iteritems(self): pass\nA().iteritems()\n",
        "x = a.unicode, b['xrange'], 'import cPickle'  # xrange\n",
        "from package.Queue import Queue\nfrom . import StringIO\n",
    ],
)
def test_names_that_are_no_sign(code: str) -> None:
    check_noop(TF + code)


def test_a_module_beside_the_file(tmp_path: Path) -> None:
    path = str(tmp_path / "main.py")
    assert codes(f"{TF}import Queue\n", path) == ["TL301"]
    (tmp_path / "Queue.py").write_text("")
    assert codes(f"{TF}import Queue\n", path) == []


def test_a_file_that_python_3_can_parse_is_converted() -> None:
    before = f"{TF}import Queue\nfor k, v in d.iteritems():\n    print(k, input(v), tf.log(x))\n"
    after = f"{TF}import queue as Queue\nfor k, v in d.items():\n    print(k, input(v), tf.math.log(x))\n"
    assert fixed(before) == after
