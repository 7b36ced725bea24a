"""contrib-regularizer: what tf.contrib.layers.l1_regularizer and l2_regularizer give."""

from __future__ import annotations

import pytest

from tests.rules.helpers import TF, check_noop, check_reported, check_transformed, fixed

L2 = "(lambda weights, scale=@: scale * tf.nn.l2_loss(weights))"
L1 = "(lambda weights, scale=@: scale * tf.reduce_sum(tf.abs(weights)))"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("tf.contrib.layers.l2_regularizer(0.1)", L2.replace("@", "0.1")),
        ("tf.contrib.layers.l2_regularizer(scale=s)", L2.replace("@", "s")),
        ("tf.contrib.layers.l2_regularizer(scale = s)", L2.replace("@", "s")),
        ("tf.contrib.layers.l2_regularizer(s,)", L2.replace("@", "s")),
        ("tf.contrib.layers.l2_regularizer(\n    s\n)", L2.replace("@", "s")),
        ("tf.contrib.layers.l2_regularizer(a if b else c)", L2.replace("@", "a if b else c")),
        ("tf.contrib.layers.l2_regularizer(a or b)", L2.replace("@", "a or b")),
        ("tf.contrib.layers.l2_regularizer((a := 1))", L2.replace("@", "(a := 1)")),
        ("tf.contrib.layers.l2_regularizer(lambda: 1)", L2.replace("@", "lambda: 1")),
        ("tf.contrib.layers.l2_regularizer(tf.log(x))", L2.replace("@", "tf.math.log(x)")),
        ("tf.contrib.layers.l1_regularizer(s)", L1.replace("@", "s")),
        ("tf.contrib.slim.l2_regularizer(s)", L2.replace("@", "s")),
        ("f(a=tf.contrib.layers.l2_regularizer(s)(x), b=1)", f"f(a={L2}(x), b=1)".replace("@", "s")),
    ],
)
def test_transformed(before: str, after: str) -> None:
    check_transformed(f"{TF}r = {before}\n", f"{TF}r = {after}\n")


@pytest.mark.parametrize(
    "call",
    [
        "tf.contrib.layers.l2_regularizer",
        "tf.contrib.layers.l2_regularizer(*a)",
        "tf.contrib.layers.l2_regularizer(**a)",
        "tf.contrib.layers.l2_regularizer(  # why\n    s)",
        "tf.contrib.layers.l2_regularizer(s  # why\n)",
    ],
)
def test_reported_only(call: str) -> None:
    check_reported(f"{TF}r = {call}\n", "TL204")


def test_it_is_a_function_with_keras_2_too() -> None:
    assert fixed(f"{TF}r = tf.contrib.layers.l2_regularizer(s)\n", keras=2) == f"{TF}r = {L2}\n".replace("@", "s")


@pytest.mark.parametrize(
    "code",
    [
        f"{TF}r = tf.keras.regularizers.L2(s)\n",
        "import tf_slim as slim\nimport tensorflow as tf\nr = slim.l2_regularizer(s)\n",
        "import other as tf  # tensorflow\nr = tf.contrib.layers.l2_regularizer(s)\n",
        f"{TF}def f(tf): return tf.contrib.layers.l2_regularizer(s)\n",
        f"{TF}r = layers.l2_regularizer(s)\n",
    ],
)
def test_noop(code: str) -> None:
    check_noop(code)


def test_both_parts() -> None:
    body = "scale_l1 * tf.reduce_sum(tf.abs(weights)) + scale_l2 * tf.nn.l2_loss(weights)"
    for call, parameters in (
        ("", "scale_l1=1.0, scale_l2=1.0"),
        ("a", "scale_l1=a, scale_l2=1.0"),
        ("a, b", "scale_l1=a, scale_l2=b"),
        ("scale_l2=b, scale_l1=a", "scale_l2=b, scale_l1=a"),
        ("scale_l2=b", "scale_l2=b, scale_l1=1.0"),
    ):
        for head in (TF, "import tensorflow.compat.v1 as tf\n"):
            check_transformed(
                f"{head}r = tf.contrib.layers.l1_l2_regularizer({call})\n", f"{head}r = (lambda weights, {parameters}: {body})\n", "TL204"
            )
    check_reported(f"{TF}r = tf.contrib.layers.l1_l2_regularizer(*a)\n", "TL204")
    check_reported(f"{TF}r = tf.contrib.layers.l1_l2_regularizer(a, b, 'scope')\n", "TL204")
