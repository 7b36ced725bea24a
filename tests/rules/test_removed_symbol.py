"""removed-symbol: gone, with nothing that means exactly the same."""

from __future__ import annotations

import pytest

from tensorlift.model import Severity
from tests.rules.helpers import TF, check_noop, check_reported, codes, findings, places


@pytest.mark.parametrize(
    ("line", "place", "word"),
    [
        ("h = tf.contrib.training.bucket(a, b, c, d, e)", "tf.contrib.training.bucket", "tf.data.Dataset"),
        ("c = tf.contrib.seq2seq.safe_cumprod(a)", "tf.contrib.seq2seq.safe_cumprod", "no successor"),
        ("c = tf.contrib.legacy_seq2seq.one2many_rnn_seq2seq(a)", "tf.contrib.legacy_seq2seq.one2many_rnn_seq2seq", "no successor"),
        ("c = tf.contrib.crf.CrfForwardRnnCell(a)", "tf.contrib.crf.CrfForwardRnnCell", "no successor"),
        ("c = tf.contrib.rnn.SRUCell(3)", "tf.contrib.rnn.SRUCell", "no successor"),
        ("x = tf.layers.dense(x, 3)", "tf.layers.dense", "--keras 2"),
        ("c = tf.nn.rnn_cell.LSTMCell(3)", "tf.nn.rnn_cell.LSTMCell", "--keras 2"),
        ("c = tf.contrib.rnn.LSTMCell(3)", "tf.contrib.rnn.LSTMCell", "Keras"),
        ("d = tf.contrib.distributions.tridiag(a)", "tf.contrib.distributions.tridiag", "tf.linalg.diag"),
        ("m = tf.examples.tutorials.mnist.mnist", "tf.examples.tutorials.mnist", "copy it"),
        ("class A(tf.nn.rnn_cell.RNNCell): pass", "tf.nn.rnn_cell.RNNCell", "--keras 2"),
        ("g = tf.contrib.graph_editor.copy(a)", "tf.contrib.graph_editor.copy", "input_map"),
        ("t = tf.python.framework.ops.Tensor", "tf.python.framework.ops.Tensor", "public name"),
        ("f = tf.contrib.framework.smart_cond", "tf.contrib.framework.smart_cond", "tf.cond"),
    ],
)
def test_reported(line: str, place: str, word: str) -> None:
    code = f"{TF}{line}\n"
    check_reported(code, "TL104")
    assert places(code) == [place]
    assert word in findings(code)[0].message


@pytest.mark.parametrize(
    "code",
    [
        "import tf_slim as slim\nimport tensorflow as tf\nx = slim.conv2d(x, 8, 3)\n",
        "import other.contrib as tf  # tensorflow\nx = tf.contrib.slim.conv2d(x)\n",
        f"{TF}def f(tf): return tf.contrib.slim.conv2d(x)\n",
        f"{TF}x = self.tf.contrib.slim.conv2d(x)\n",
        f"{TF}x = tf.keras.layers.Dense(3)(x)\n",
        f"{TF}if hasattr(tf, 'contrib'):\n    x = tf.contrib.training.HParams()\n",
        "try:\n    from tensorflow.contrib import slim\nexcept ImportError:\n    import tf_slim as slim\nx = slim.conv2d(x)\n",
        "try:\n    import tf_slim as slim\nexcept ImportError:\n    from tensorflow.contrib import slim\nx = slim.conv2d(x)\n",
    ],
)
def test_noop(code: str) -> None:
    check_noop(code)


@pytest.mark.parametrize(
    "code",
    [
        f"{TF}if is_tf1():\n    x = tf.contrib.training.HParams()\n",
        f"{TF}try:\n    x = tf.contrib.training.HParams()\nexcept AttributeError:\n    x = None\n",
    ],
)
def test_guarded_code_is_mentioned_only(code: str) -> None:
    check_reported(code, "TL104")
    assert findings(code)[0].severity is Severity.INFORMATION


def test_compat_v1_has_no_contrib() -> None:
    check_reported("import tensorflow.compat.v1 as tf\nx = tf.contrib.graph_editor.copy(x)\n", "TL104")
    check_reported("import tensorflow.compat.v1 as tf\nx = tf.layers.dense(x, 3)\n", "TL104")


def test_compat_v2_has_only_tensorflow_2() -> None:
    assert "TL104" in codes("import tensorflow.compat.v2 as tf\nx = tf.placeholder(x)\n")
    check_noop("import tensorflow.compat.v2 as tf\nx = tf.math.log(x)\n")
    check_noop("import tensorflow.compat.v2 as tf\nx = tf.nn.dropout(x, 0.5)\n")


def test_an_alias_reports_the_place_and_its_uses() -> None:
    code = f"{TF}L = tf.layers\nx = L.dense(x, 3)\n"
    check_reported(code, "TL104", "TL104")
    assert places(code) == ["tf.layers", "L.dense"]
