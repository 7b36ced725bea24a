"""unknown-symbol: names that no TensorFlow knows, and names that cannot be known."""

from __future__ import annotations

import pytest

from tensorlift.model import Level, Severity
from tests.rules.helpers import TF, check_noop, check_reported, findings


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("y = tf.no_such_function(x)", "has no no_such_function"),
        ("y = tf.nn.no_such_function(x)", "tf.nn has no no_such_function"),
        ("y = tf.reduce_summ(x)", "did you mean tf.reduce_sum?"),
        ("y = tf.nn.rellu(x)", "did you mean tf.nn.relu"),
        ("y = tf.xent", "has no xent"),
        ("n = tf.nnn\ny = n.relu(x)", "has no nnn"),
    ],
)
def test_reported(line: str, word: str) -> None:
    code = f"{TF}{line}\n"
    assert [finding.code for finding in findings(code)][:1] == ["TL105"]
    assert word in findings(code)[0].message
    assert findings(code)[0].severity is Severity.ERROR


@pytest.mark.parametrize(
    "code",
    [
        "import other as tf  # tensorflow\ny = tf.no_such_function(x)\n",
        f"{TF}def f(tf): return tf.no_such_function(x)\n",
        f"{TF}y = tf.__version__, tf.__file__, tf.__name__\n",
        f"{TF}y = tf.Tensor.no_such_method\n",
        f"{TF}y = tf.keras.ops.abs(x)\n",
        f"{TF}y = tf.data.experimental.AUTOTUNE\n",
        f"{TF}y = tf.constant(1).no_such_method()\n",
        f"{TF}tf.my_own = 3\n",
        f"{TF}if hasattr(tf, 'no_such'):\n    y = tf.no_such(x)\n",
        f"{TF}y = tf.version.VERSION\n",
        f"{TF}y = tf.float32.as_numpy_dtype\n",
    ],
)
def test_noop(code: str) -> None:
    check_noop(code)


def test_a_name_of_two_modules_is_information() -> None:
    code = "if a:\n    import tensorflow as tf\nelse:\n    import tensorflow.compat.v1 as tf\ny = tf.placeholder(x)\n"
    check_reported(code, "TL105")
    assert findings(code)[0].severity is Severity.INFORMATION


@pytest.mark.parametrize(
    "line",
    ["y = tf.nn.no_such_function(x)", "y = tf.image.no_such(x)", "tf.no_such_function(x)", "y = tf.train.saver.no_such(x)"],
)
def test_reported_behind_the_import_of_level_compat(line: str) -> None:
    code = f"{TF}x = tf.placeholder(tf.float32)\n{line}\n"
    assert "TL105" in [finding.code for finding in findings(code, level=Level.COMPAT)]


@pytest.mark.parametrize("line", ["y = tf.nn.relu(x)", "y = tf.nn.rnn_cell", "y = tf.app.flags.FLAGS.depth", "y = tf.image.ssim(x, x, 1)"])
def test_known_behind_the_import_of_level_compat(line: str) -> None:
    code = f"{TF}x = tf.placeholder(tf.float32)\n{line}\n"
    assert "TL105" not in [finding.code for finding in findings(code, level=Level.COMPAT)]
