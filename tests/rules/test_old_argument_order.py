"""old-argument-order: tf.concat and tf.split as before TensorFlow 1.0."""

from __future__ import annotations

import pytest

from tests.rules.helpers import TF, check_noop, check_reported, check_transformed, places


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("tf.concat(1, [a, b])", "tf.concat(axis=1, values=[a, b])"),
        ("tf.concat(-1, x)", "tf.concat(axis=-1, values=x)"),
        ("tf.concat(1, [a], 'n')", "tf.concat(axis=1, values=[a], name='n')"),
        ("tf.concat(1, [a], name='n')", "tf.concat(axis=1, values=[a], name='n')"),
        ("tf.concat(1, [a],)", "tf.concat(axis=1, values=[a],)"),
        ("tf.concat(1, [a], **k)", "tf.concat(axis=1, values=[a], **k)"),
        ("tf.concat(  # c\n    1,  # d\n    [a]  # e\n)", "tf.concat(  # c\n    axis=1,  # d\n    values=[a]  # e\n)"),
        ("tf.concat(1, a if b else c)", "tf.concat(axis=1, values=a if b else c)"),
        ("tf.concat(axis, [a, b])", "tf.concat(axis=axis, values=[a, b])"),
        ("tf.concat(concat_dim=1, values=x)", "tf.concat(axis=1, values=x)"),
        ("tf.split(split_dim=1, num_split=2, value=x)", "tf.split(axis=1, num_or_size_splits=2, value=x)"),
        ("tf.concat(1, lambda: 1)", "tf.concat(axis=1, values=lambda: 1)"),
        ("tf.split(1, 2, x)", "tf.split(axis=1, num_or_size_splits=2, value=x)"),
        ("tf.split(1, n, x, 'n')", "tf.split(axis=1, num_or_size_splits=n, value=x, name='n')"),
        ("tf.concat(0, [tf.concat(1, [a, b]), c])", "tf.concat(axis=0, values=[tf.concat(axis=1, values=[a, b]), c])"),
        ("tf.concat(1, tf.split(0, 2, tf.concat(0, x)))", None),
    ],
)
def test_transformed(before: str, after: str | None) -> None:
    if after is None:
        after = "tf.concat(axis=1, values=tf.split(axis=0, num_or_size_splits=2, value=tf.concat(axis=0, values=x)))"
    check_transformed(f"{TF}y = {before}\n", f"{TF}y = {after}\n")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("import tensorflow\ny = tensorflow.concat(1, [a])\n", "import tensorflow\ny = tensorflow.concat(axis=1, values=[a])\n"),
        ("from tensorflow import concat as c\ny = c(1, [a])\n", "from tensorflow import concat as c\ny = c(axis=1, values=[a])\n"),
        (
            "import tensorflow.compat.v1 as tf\ny = tf.concat(1, [a])\n",
            "import tensorflow.compat.v1 as tf\ny = tf.concat(axis=1, values=[a])\n",
        ),
    ],
)
def test_other_imports(before: str, after: str) -> None:
    check_transformed(before, after, "TL203")


@pytest.mark.parametrize(
    "code",
    [
        f"{TF}y = tf.concat([a, b], 1)\n",
        f"{TF}y = tf.concat(axis=1, values=[a, b])\n",
        f"{TF}y = tf.concat(axis, values)\n",
        f"{TF}y = tf.concat(*a)\n",
        f"{TF}y = tf.concat(1, 2)\n",
        f"{TF}y = tf.split(x, 2, 1)\n",
        f"{TF}y = tf.split(x, 2, axis=1)\n",
        "import tensorflow.compat.v2 as tf\ny = tf.concat([a], 1)\n",
        "import pandas as tf  # tensorflow\ny = tf.concat(1, [a])\n",
        f"{TF}def f(tf): return tf.concat(1, [a])\n",
        f"{TF}if hasattr(tf, 'concat_v2'):\n    y = tf.concat(1, [a])\n",
        f"{TF}y = np.split(1, 2, x)\n",
    ],
)
def test_noop(code: str) -> None:
    check_noop(code)


def test_hidden_values_are_reported_only() -> None:
    check_reported(f"{TF}y = tf.concat(1, [a], *rest)\n", "TL203")


def test_the_place_is_the_name() -> None:
    assert places(f"{TF}y = tf.concat(1, [a])\n") == ["tf.concat"]


GRAPH = f"{TF}z = tf.placeholder(tf.float32, [2, 3])\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("softmax_cross_entropy_with_logits(z, y)", "softmax_cross_entropy_with_logits(logits=z, labels=y)"),
        ("softmax_cross_entropy_with_logits(z, labels=y)", "softmax_cross_entropy_with_logits(logits=z, labels=y)"),
        ("softmax_cross_entropy_with_logits(z, y, 1, 'n')", "softmax_cross_entropy_with_logits(logits=z, labels=y, dim=1, name='n')"),
        ("sparse_softmax_cross_entropy_with_logits(z, y, 'n')", "sparse_softmax_cross_entropy_with_logits(logits=z, labels=y, name='n')"),
        ("sigmoid_cross_entropy_with_logits(logits=z, targets=y)", "sigmoid_cross_entropy_with_logits(logits=z, labels=y)"),
        ("sigmoid_cross_entropy_with_logits(z, targets=y)", "sigmoid_cross_entropy_with_logits(logits=z, labels=y)"),
    ],
)
def test_logits_that_came_first(before: str, after: str) -> None:
    check_transformed(f"{GRAPH}l = tf.nn.{before}\n", f"{GRAPH}l = tf.nn.{after}\n", select=("TL203",))


@pytest.mark.parametrize(
    "code",
    [
        f"{GRAPH}l = tf.nn.softmax_cross_entropy_with_logits(labels=y, logits=z)\n",
        f"{GRAPH}l = tf.nn.softmax_cross_entropy_with_logits(None, y, z)\n",
        f"{GRAPH}l = tf.nn.softmax_cross_entropy_with_logits(*pair)\n",
        f"{TF}l = tf.nn.sigmoid_cross_entropy_with_logits(y, z)\n",
        f"{TF}@tf.function\ndef f(y, z):\n    return tf.nn.sigmoid_cross_entropy_with_logits(y, z)\n",
        f"{TF}z = tf.compat.v1.placeholder(tf.float32)\nl = tf.compat.v1.nn.sigmoid_cross_entropy_with_logits(y, z)\n",
    ],
)
def test_labels_that_may_come_first(code: str) -> None:
    check_noop(code, select=("TL203",))
