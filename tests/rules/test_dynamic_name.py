"""dynamic-name: getattr on a TensorFlow module."""

from __future__ import annotations

import pytest

from tensorlift.model import Severity
from tests.rules.helpers import TF, check_noop, check_reported, findings, places


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("f = getattr(tf, name)", "tf"),
        ("f = getattr(tf.train, name)", "tf.train"),
        ("f = getattr(tf.nn, name, None)", "tf.nn"),
        ("f = getattr(\n    tf.train,\n    name)", "tf.train"),
        ("f = getattr( tf.train, a + 'Optimizer')(0.1)", "tf.train"),
        ("f = getattr(tf.nn, 'a' 'b')", "tf.nn"),
        ("f = getattr(tf.nn, f'{a}')", "tf.nn"),
    ],
)
def test_a_name_that_is_known_at_run_time_only(line: str, place: str) -> None:
    code = f"{TF}{line}\n"
    check_reported(code, "TL107")
    assert places(code) == [place]
    assert findings(code)[0].severity is Severity.INFORMATION


@pytest.mark.parametrize(
    ("line", "symbol"),
    [
        ("f = getattr(tf, 'placeholder')", "tf.placeholder"),
        ('f = getattr(tf.train, "AdamOptimizer")(0.1)', "tf.train.AdamOptimizer"),
        ("f = getattr(tf, 'log', None)", "tf.log"),
        ("f = getattr(tf.nn, 'dropout')", "tf.nn.dropout"),
    ],
)
def test_a_literal_name_is_checked(line: str, symbol: str) -> None:
    code = f"{TF}{line}\n"
    check_reported(code, "TL107")
    assert findings(code)[0].severity is Severity.ERROR
    assert symbol in findings(code)[0].message


@pytest.mark.parametrize(
    "code",
    [
        f"{TF}f = getattr(tf.nn, 'relu')\n",
        f"{TF}f = getattr(tf, 'float32')\n",
        f"{TF}f = getattr(x, name)\n",
        f"{TF}f = getattr(tf.constant(1), name)\n",
        f"{TF}f = getattr(tf.Variable, name)\n",
        f"{TF}f = hasattr(tf, 'x')\n",
        f"{TF}def f(tf): return getattr(tf, name)\n",
        "import other as tf  # tensorflow\nf = getattr(tf, name)\n",
        "import tensorflow.compat.v1 as tf\nf = getattr(tf, 'placeholder')\n",
        f"{TF}if hasattr(tf, name):\n    f = getattr(tf, name)\n",
    ],
)
def test_noop(code: str) -> None:
    check_noop(code)


@pytest.mark.parametrize("code", ["self.tf = tf", "f(tf.nn)", "d = {'ops': tf.math}", "f = mygetattr_(tf, 'x')"])
def test_a_module_that_is_not_followed_is_reported(code: str) -> None:
    check_reported(f"{TF}{code}\n", "TL107")
