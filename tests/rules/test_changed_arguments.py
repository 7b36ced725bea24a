"""changed-arguments: other names, another order, other defaults."""

from __future__ import annotations

import pytest

from tensorlift.model import Safety, Severity
from tests.rules.helpers import TF, check_noop, check_reported, check_transformed, codes, findings, fixed


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # a keyword has another name
        ("tf.reduce_sum(x, axis=1, keep_dims=True)", "tf.reduce_sum(x, axis=1, keepdims=True)"),
        ("tf.reduce_sum(x, reduction_indices=[1])", "tf.reduce_sum(x, axis=[1])"),
        ("tf.expand_dims(x, dim=1)", "tf.expand_dims(x, axis=1)"),
        ("tf.squeeze(x, squeeze_dims=[1])", "tf.squeeze(x, axis=[1])"),
        ("tf.argmax(x, dimension=1)", "tf.argmax(x, axis=1)"),
        ("tf.nn.softmax(x, dim=1)", "tf.nn.softmax(x, axis=1)"),
        ("tf.convert_to_tensor(x, preferred_dtype=d)", "tf.convert_to_tensor(x, dtype_hint=d)"),
        # a place means something else
        ("tf.argmax(x, 1, 'best')", "tf.argmax(x, 1, name='best')"),
        ("tf.nn.moments(x, [0], None, 'n')", "tf.nn.moments(x, [0], None, name='n')"),
        ("tf.shape(x, 'n')", "tf.shape(x, name='n')"),
        ("tf.nn.conv2d(x, f, s, 'SAME', True)", "tf.nn.conv2d(x, f, s, 'SAME')"),
        ("tf.nn.conv2d(x, filter=f, strides=s, padding=p)", "tf.nn.conv2d(x, filters=f, strides=s, padding=p)"),
        ("tf.nn.conv2d(x, f, s, 'SAME', True, 'NHWC')", "tf.nn.conv2d(x, f, s, 'SAME', data_format='NHWC')"),
        # a value is computed
        ("tf.nn.dropout(x, 0.5)", "tf.nn.dropout(x, rate=1 - 0.5)"),
        ("tf.nn.dropout(x, keep_prob=p)", "tf.nn.dropout(x, rate=1 - p)"),
        ("tf.nn.dropout(x, p, None, 3, 'n')", "tf.nn.dropout(x, rate=1 - p, noise_shape=None, seed=3, name='n')"),
        ("tf.nn.dropout(keep_prob=p, x=x)", "tf.nn.dropout(rate=1 - p, x=x)"),
        # an argument goes
        ("tf.gradients(y, x, colocate_gradients_with_ops=True)", "tf.gradients(y, x)"),
        ("tf.gradients(y, x, None, 'n', True, True)", "tf.gradients(y, x, None, 'n', gate_gradients=True)"),
        ("tf.constant(3, verify_shape=True)", "tf.constant(3)"),
        ("tf.constant(verify_shape=True, value=3)", "tf.constant(value=3)"),
        # an argument comes
        ("tf.to_float(x)", "tf.cast(x, tf.float32)"),
        ("tf.to_int32(x, name='n')", "tf.cast(x, name='n', dtype=tf.int32)"),
        ("tf.to_double(x=y)", "tf.cast(x=y, dtype=tf.float64)"),
        ("tf.random_normal_initializer()", "tf.random_normal_initializer(stddev=1.0)"),
        ("tf.random_normal_initializer(0.0)", "tf.random_normal_initializer(0.0, 1.0)"),
        ("tf.image.draw_bounding_boxes(i, b)", "tf.image.draw_bounding_boxes(i, b, colors=None)"),
        # another function
        ("tf.multinomial(x, 3)", "tf.random.categorical(x, 3)"),
        ("tf.select(c, t=a, e=b)", "tf.compat.v1.where(c, x=a, y=b)"),
        ("tf.gfile.Exists(filename=f)", "tf.io.gfile.exists(path=f)"),
        ("tf.py_func(f, [x], tf.float32)", "tf.numpy_function(f, [x], tf.float32)"),
        ("tf.contrib.layers.xavier_initializer()", "tf.compat.v1.glorot_uniform_initializer()"),
        # names of TensorFlow 0.x
        ("tf.mul(x, y)", "tf.multiply(x, y)"),
        ("tf.pack([x, y])", "tf.stack([x, y])"),
        ("tf.batch_matmul(x, y, adj_x=True)", "tf.matmul(x, y, adjoint_a=True)"),
        ("tf.initialize_all_variables()", "tf.compat.v1.global_variables_initializer()"),
        # the labels get no gradient
        (
            "tf.nn.softmax_cross_entropy_with_logits(labels=tf.stop_gradient(y)(a), logits=z)",
            "tf.nn.softmax_cross_entropy_with_logits(labels=tf.stop_gradient(tf.stop_gradient(y)(a)), logits=z)",
        ),
        (
            "tf.nn.softmax_cross_entropy_with_logits(labels=y, logits=z, dim=1)",
            "tf.nn.softmax_cross_entropy_with_logits(labels=tf.stop_gradient(y), logits=z, axis=1)",
        ),
    ],
)
def test_transformed(before: str, after: str) -> None:
    check_transformed(f"{TF}r = {before}\n", f"{TF}r = {after}\n", "TL102")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # what the row does not allow keeps its meaning in tf.compat.v1
        ("tf.while_loop(c, b, [x])", "tf.compat.v1.while_loop(c, b, [x])"),
        ("tf.zeros_like(x, optimize=False)", "tf.compat.v1.zeros_like(x, optimize=False)"),
        ("tf.nn.embedding_lookup(tables, i)", "tf.compat.v1.nn.embedding_lookup(tables, i)"),
        ("tf.nn.dropout(*a)", "tf.compat.v1.nn.dropout(*a)"),
        ("tf.nn.dropout(x, **k)", "tf.compat.v1.nn.dropout(x, **k)"),
        ("tf.to_float(*a)", "tf.compat.v1.to_float(*a)"),
        ("tf.reduce_sum(x, keep_dims=a, keepdims=b)", "tf.compat.v1.reduce_sum(x, keep_dims=a, keepdims=b)"),
        ("tf.nn.dropout(x, 0.5, rate=0.5)", "tf.compat.v1.nn.dropout(x, 0.5, rate=0.5)"),
        ("[tf.nn.dropout][0]", "[tf.compat.v1.nn.dropout][0]"),
        ("tf.random_uniform_initializer(seed=3)", "tf.compat.v1.random_uniform_initializer(seed=3)"),
    ],
)
def test_what_does_not_fit_falls_back(before: str, after: str) -> None:
    check_transformed(f"{TF}r = {before}\n", f"{TF}r = {after}\n", "TL103")


@pytest.mark.parametrize(
    "call",
    [
        # as both TensorFlows take it
        "tf.reduce_sum(x, 1)",
        "tf.reduce_sum(x, axis=1, keepdims=True)",
        "tf.reduce_sum(x)",
        "tf.argmax(x, 1)",
        "tf.gather(x, i)",
        "tf.shape(x)",
        "tf.expand_dims(x, -1)",
        "tf.gradients(y, x)",
        "tf.squeeze(x, [1])",
        # as TensorFlow 2 takes it
        "tf.nn.dropout(x, rate=0.5)",
        "tf.nn.dropout(x, rate=1 - keep_prob)",
        "tf.cast(x, tf.float32)",
        "tf.argmax(x, 1, name='best')",
        "tf.nn.conv2d(x, filters=f, strides=s, padding='SAME')",
        "tf.nn.softmax_cross_entropy_with_logits(labels=tf.stop_gradient(y), logits=z)",
        "tf.nn.softmax_cross_entropy_with_logits(labels=tf.stop_gradient(f(')', \")\", '''a''', (1))), logits=z)",
        "tf.random_normal_initializer(stddev=1.0)",
        "tf.while_loop(c, b, [x, y])",
        # bare, where both take every call
        "map(tf.reduce_sum, xs)",
    ],
)
def test_noop(call: str) -> None:
    check_noop(f"{TF}r = {call}\n")


@pytest.mark.parametrize(
    "code",
    [
        "import numpy as np\nimport tensorflow as tf\ny = np.reduce_sum(x, keep_dims=True)\n",
        f"{TF}def f(tf): return tf.nn.dropout(x, 0.5)\n",
        "import tensorflow.compat.v1 as tf\ny = tf.nn.dropout(x, 0.5)\ny = tf.to_float(y)\n",
        f"{TF}y = tf.compat.v1.nn.dropout(x, 0.5)\n",
        f"{TF}y = tf.compat.v1.reduce_sum(x, keep_dims=True)\n",
        "from tensorflow.compat import v1\ny = v1.nn.dropout(x, 0.5)\n",
        f"{TF}if tf.__version__ < '2':\n    y = tf.nn.dropout(x, 0.5)\nelse:\n    y = tf.nn.dropout(x, rate=0.5)\n",
    ],
)
def test_noop_elsewhere(code: str) -> None:
    check_noop(code)


def test_a_file_of_tensorflow_2_means_tensorflow_2() -> None:
    check_noop(f"{TF}\n\n@tf.function\ndef f(x, rate):\n    return tf.nn.dropout(x, rate)\n")
    check_noop(f"{TF}with tf.GradientTape() as tape:\n    y = tf.argmax(x, 1, tf.int32)\n")


def test_a_file_of_both_asks_for_a_look() -> None:
    code = f"{TF}a = tf.keras.ops.abs(x)\nb = tf.placeholder(tf.float32)\ny = tf.nn.dropout(x, 0.5)\n"
    finding = findings(code)[-1]
    assert finding.code == "TL102"
    assert finding.fixes[0].safety is Safety.REVIEW
    assert "written for TensorFlow 1" in finding.message


def test_a_call_that_fits_nothing_is_reported() -> None:
    check_reported(f"{TF}y = tf.concat(axes=1, values=[a])\n", "TL102")
    check_reported(f"{TF}y = tf.placeholder(1, 2, 3, 4, 5)\n", "TL102")


@pytest.mark.parametrize(
    "call", ["tf.to_float()", "tf.nn.dropout()", "tf.reduce_sum(keep_dims=)", "tf.nn.dropout(x, keep_prob=)", "tf.argmax("]
)
def test_half_a_call_is_no_reason_to_stop(call: str) -> None:
    assert len(codes(f"{TF}y = {call}\n")) <= 1
    assert isinstance(fixed(f"{TF}y = {call}\n"), str)


def test_a_silent_change_is_a_warning_and_a_loud_one_an_error() -> None:
    assert findings(f"{TF}y = tf.nn.dropout(x, 0.5)\n")[0].severity is Severity.WARNING
    assert findings(f"{TF}y = tf.reduce_sum(x, keep_dims=True)\n")[0].severity is Severity.ERROR
    assert findings(f"{TF}y = tf.to_float(x)\n")[0].severity is Severity.ERROR


def test_the_message_says_what_to_do() -> None:
    (finding,) = findings(f"{TF}y = tf.nn.dropout(x, keep_prob=0.5)\n")
    assert "keep_prob becomes rate" in finding.message
    (finding,) = findings(f"{TF}y = tf.reduce_sum(x, keep_dims=True)\n")
    assert "keep_dims is called keepdims" in finding.message
    (finding,) = findings(f"{TF}y = tf.argmax(x, 1, 'n')\n")
    assert "name must be passed by keyword" in finding.message


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "from tensorflow import nn\ny = nn.dropout(x, 0.5)\n",
            "from tensorflow import nn\ny = nn.dropout(x, rate=1 - 0.5)\n",
        ),
        (
            "import tensorflow\ny = tensorflow.to_float(x)\n",
            "import tensorflow\ny = tensorflow.cast(x, tensorflow.float32)\n",
        ),
        (
            "from tensorflow import nn\ny = nn.softmax_cross_entropy_with_logits(labels=a, logits=b)\n",
            "import tensorflow as tf\nfrom tensorflow import nn\n"
            "y = nn.softmax_cross_entropy_with_logits(labels=tf.stop_gradient(a), logits=b)\n",
        ),
        (
            "import tensorflow as tf\nn = tf.nn\ny = n.dropout(x, 0.5)\n",
            "import tensorflow as tf\nn = tf.nn\ny = n.dropout(x, rate=1 - 0.5)\n",
        ),
    ],
)
def test_other_imports(before: str, after: str) -> None:
    check_transformed(before, after, "TL102")
