"""name-scope: tf.name_scope with a default name and values."""

from __future__ import annotations

import pytest

from tests.rules.helpers import TF, check_noop, check_transformed, places


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("None, 'loss', [x]", "'loss'"),
        ("None, 'loss'", "'loss'"),
        ("None, default_name='loss'", "'loss'"),
        ("name=None, default_name='loss', values=[x]", "'loss'"),
        ("default_name='loss', values=[x]", "'loss'"),
        ("'a', values=[x]", "'a'"),
        ("'a', 'loss', [x]", "'a'"),
        ("'a', None, [tf.placeholder(tf.float32)]", "'a'"),
        ("None, 'loss', [x],", "'loss'"),
        ("\n    None,\n    'loss',\n    [x]\n", "'loss'"),
        ('None, """loss"""', '"""loss"""'),
        ("None, f'{a}loss'", "f'{a}loss'"),
        ("None, 'a%s' % b", None),
        ("None, 'a' 'b', [x]", None),
        ("None, ('loss'), [x]", None),
        ("name, 'loss', [x]", None),
        ("name or 'a', 'loss', [x]", None),
        ("name, default_name=default, values=[x]", None),
        ("None, 'loss',  # why\n    [x]", None),
    ],
)
def test_transformed(before: str, after: str | None) -> None:
    function = "tf.name_scope" if after is not None else "tf.compat.v1.name_scope"
    check_transformed(
        f"{TF}with tf.name_scope({before}) as scope:\n    y = tf.log(x)\n",
        f"{TF}with {function}({after or before}) as scope:\n    y = tf.math.log(x)\n",
    )


@pytest.mark.parametrize("arguments", ["*a", "**a", "None, *a", "None, **a"])
def test_hidden_arguments_keep_the_choice(arguments: str) -> None:
    check_transformed(f"{TF}with tf.name_scope({arguments}): pass\n", f"{TF}with tf.compat.v1.name_scope({arguments}): pass\n")


def test_values_that_go_take_their_findings_along() -> None:
    code = f"{TF}with tf.name_scope(None, 'a', [tf.log(x)]):\n    pass\n"
    assert places(code) == ["tf.name_scope", "tf.log"]
    check_transformed(code, f"{TF}with tf.name_scope('a'):\n    pass\n", "TL202", "TL101")


def test_values_that_stay_are_fixed() -> None:
    check_transformed(
        f"{TF}with tf.name_scope(n, 'a', [tf.log(x)]):\n    pass\n",
        f"{TF}with tf.compat.v1.name_scope(n, 'a', [tf.math.log(x)]):\n    pass\n",
        "TL202",
        "TL101",
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "from tensorflow import name_scope\nwith name_scope(None, 'a'): pass\n",
            "from tensorflow.compat.v1 import name_scope\nwith name_scope(None, 'a'): pass\n",
        ),
        (
            "import tensorflow\nwith tensorflow.name_scope(n, 'a'): pass\n",
            "import tensorflow\nwith tensorflow.compat.v1.name_scope(n, 'a'): pass\n",
        ),
    ],
)
def test_other_imports(before: str, after: str) -> None:
    check_transformed(before, after)


@pytest.mark.parametrize(
    "code",
    [
        f"{TF}with tf.name_scope('a'): pass\n",
        f"{TF}with tf.name_scope(name='a'): pass\n",
        f"{TF}with tf.name_scope(name): pass\n",
        f"{TF}with tf.compat.v1.name_scope(None, 'a', [x]): pass\n",
        "import tensorflow.compat.v1 as tf\nwith tf.name_scope(None, 'a', [x]): pass\n",
        "import other as tf  # tensorflow\nwith tf.name_scope(None, 'a', [x]): pass\n",
        f"{TF}def f(tf):\n    with tf.name_scope(None, 'a', [x]): pass\n",
        f"{TF}if tf.__version__ < '2':\n    with tf.name_scope(None, 'a', [x]): pass\n",
        f"{TF}with graph.name_scope(None, 'a', [x]): pass\n",
    ],
)
def test_noop(code: str) -> None:
    check_noop(code)
