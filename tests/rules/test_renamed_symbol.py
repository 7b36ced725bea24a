"""renamed-symbol: the same thing under another name."""

from __future__ import annotations

import pytest

from tensorlift.model import Safety, Severity
from tests.rules.helpers import TF, check_noop, check_reported, check_transformed, findings, places


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("y = tf.log(x)", "y = tf.math.log(x)"),
        ("y = tf.ceil(x)", "y = tf.math.ceil(x)"),
        ("y = tf.random_normal([2, 3])", "y = tf.random.normal([2, 3])"),
        ("y = tf.random_normal(shape=[2, 3], mean=0.0, stddev=1.0, dtype=tf.float32, seed=1, name='n')", None),
        ("y = tf.is_nan(x)", "y = tf.math.is_nan(x)"),
        ("y = tf.matrix_inverse(x)", "y = tf.linalg.inv(x)"),
        ("y = tf.lgamma(x, name='n')", "y = tf.math.lgamma(x, name='n')"),
        ("f = tf.log", "f = tf.math.log"),
        ("y = map(tf.log, x)", "y = map(tf.math.log, x)"),
        ("y = tf.log(*x)", "y = tf.math.log(*x)"),
        ("y = tf.log(**x)", "y = tf.math.log(**x)"),
        ("def f(g=tf.log): pass", "def f(g=tf.math.log): pass"),
        ("y = tf.contrib.framework.nest.flatten(x)", "y = tf.nest.flatten(x)"),
        ("y = tf.log (x)", "y = tf.math.log (x)"),
        ("y = tf.log(\n    x\n)", "y = tf.math.log(\n    x\n)"),
        ("y = tf.log(x).shape[0]", "y = tf.math.log(x).shape[0]"),
        ("y = tf.log(tf.log(tf.log(x)))", "y = tf.math.log(tf.math.log(tf.math.log(x)))"),
    ],
)
def test_transformed(before: str, after: str | None) -> None:
    if after is None:
        after = before.replace("tf.random_normal", "tf.random.normal")
    check_transformed(f"{TF}{before}\n", f"{TF}{after}\n")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("import tensorflow\ny = tensorflow.log(x)\n", "import tensorflow\ny = tensorflow.math.log(x)\n"),
        ("import tensorflow as T\ny = T.log(x)\n", "import tensorflow as T\ny = T.math.log(x)\n"),
        (
            "from tensorflow import random\nimport tensorflow as tf\ny = random.multinomial\nz = tf.log(x)\n",
            "from tensorflow import random\nimport tensorflow as tf\ny = tf.compat.v1.random.multinomial\nz = tf.math.log(x)\n",
        ),
        (
            "from tensorflow import debugging as d\ny = d.is_finite(x)\n",
            "import tensorflow as tf\nfrom tensorflow import debugging as d\ny = tf.math.is_finite(x)\n",
        ),
        (
            "import tensorflow as tf\nm = tf.debugging\ny = m.is_finite(x)\n",
            "import tensorflow as tf\nm = tf.debugging\ny = tf.math.is_finite(x)\n",
        ),
        ("from tensorflow.debugging import is_nan as n\n", "from tensorflow.math import is_nan as n\n"),
    ],
)
def test_other_imports(before: str, after: str) -> None:
    check_transformed(before, after)


@pytest.mark.parametrize(
    "code",
    [
        "import numpy as tf  # tensorflow\ny = tf.log(x)\n",
        "import math\nimport tensorflow as tf\ny = math.log(x)\n",
        f"{TF}def f(tf): return tf.log(x)\n",
        f"{TF}y = self.tf.log(x)\n",
        f"{TF}y = tf.math.log(x)\n",
        f"{TF}y = tf.random.normal([2])\n",
        f"{TF}y = tf.compat.v1.log(x)\n",
        "import tensorflow.compat.v1 as tf\ny = tf.log(x) + tf.random_normal([2])\n",
        "import tensorflow.compat.v1 as tf\ntf.disable_v2_behavior()\ny = tf.log(x)\n",
        "from tensorflow.compat.v1 import log\ny = log(x)\n",
        "try:\n    import tensorflow.compat.v1 as tf\nexcept ImportError:\n    import tensorflow as tf\ny = tf.log(x)\n",
        f"{TF}# tf.log(x)\ny = 'tf.log(x)'\n",
        f"{TF}tf = tf.compat.v1\ny = tf.log(x)\n",
        f"{TF}y = tf.log if hasattr(tf, 'log') else tf.math.log\n",
        f"{TF}if hasattr(tf, 'log'):\n    y = tf.log(x)\n",
    ],
)
def test_noop(code: str) -> None:
    check_noop(code)


@pytest.mark.parametrize(
    "code",
    [
        f"{TF}if is_tf1():\n    y = tf.log(x)\nelse:\n    y = tf.math.log(x)\n",
        f"{TF}try:\n    log = tf.log\nexcept AttributeError:\n    log = tf.math.log\n",
    ],
)
def test_guarded_code_is_mentioned_and_left_alone(code: str) -> None:
    check_reported(code, "TL101")
    assert findings(code)[0].severity is Severity.INFORMATION


def test_a_name_that_may_be_two_modules_is_left_alone() -> None:
    code = "if a:\n    import tensorflow as tf\nelse:\n    import tensorflow.compat.v1 as tf\ny = tf.log(x)\n"
    check_reported(code, "TL105")
    assert "different modules" in findings(code)[0].message


def test_a_comment_inside_of_the_name_is_reported_only() -> None:
    code = f"{TF}y = (tf  # the module\n     .log(x))\n"
    check_reported(code, "TL101")
    assert "comment" in findings(code)[0].message


def test_the_finding() -> None:
    code = f"{TF}y = tf.log(x)\n"
    (finding,) = findings(code)
    assert places(code) == ["tf.log"]
    assert finding.symbol == "tf.log"
    assert finding.severity is Severity.ERROR
    assert finding.deprecated
    assert finding.fixes[0].title == "Use tf.math.log"
    assert finding.fixes[0].safety is Safety.SAFE
    assert "tf.math.log" in finding.message


def test_a_contrib_name_is_called_by_the_name_that_is_written() -> None:
    (finding,) = findings(f"{TF}y = tf.contrib.framework.nest.flatten(x)\n")
    assert finding.symbol == "tf.contrib.framework.nest.flatten"
    assert finding.message == "tf.contrib is gone; tf.contrib.framework.nest.flatten is tf.nest.flatten."
