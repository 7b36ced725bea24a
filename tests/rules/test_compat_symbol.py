"""compat-symbol: what only tf.compat.v1 still means."""

from __future__ import annotations

from typing import Any

import pytest

from tensorlift.model import Safety, Severity
from tests.rules.helpers import TF, check_noop, check_reported, check_transformed, codes, findings


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("x = tf.placeholder(tf.float32, [None, 3])", "x = tf.compat.v1.placeholder(tf.float32, [None, 3])"),
        ("x = tf.get_variable('x', [3])", "x = tf.compat.v1.get_variable('x', [3])"),
        ("with tf.Session() as sess: pass", "with tf.compat.v1.Session() as sess: pass"),
        ("with tf.variable_scope('a', reuse=tf.AUTO_REUSE): pass", None),
        ("x = tf.global_variables_initializer()", "x = tf.compat.v1.global_variables_initializer()"),
        ("x = tf.train.AdamOptimizer(0.1).minimize(y)", "x = tf.compat.v1.train.AdamOptimizer(0.1).minimize(y)"),
        ("x = tf.where(c, a, b)", "x = tf.compat.v1.where(c, a, b)"),
        ("x = tf.app.flags.FLAGS.name", "x = tf.compat.v1.app.flags.FLAGS.name"),
        ("flags = tf.app.flags\nflags.DEFINE_string('a', 'b', 'c')", "flags = tf.compat.v1.app.flags\nflags.DEFINE_string('a', 'b', 'c')"),
        ("class A(tf.train.Optimizer): pass", "class A(tf.compat.v1.train.Optimizer): pass"),
        ("class A(B, metaclass=tf.train.Optimizer): pass", "class A(B, metaclass=tf.compat.v1.train.Optimizer): pass"),
        ("def f(x=tf.Session): pass", "def f(x=tf.compat.v1.Session): pass"),
        ("def f(x: tf.Session) -> tf.Session: pass", "def f(x: tf.compat.v1.Session) -> tf.compat.v1.Session: pass"),
        ("S = tf.Session\nwith S() as s: pass", "S = tf.compat.v1.Session\nwith S() as s: pass"),
        ("isinstance(x, (tf.Session, tf.Tensor))", "isinstance(x, (tf.compat.v1.Session, tf.Tensor))"),
        ("x = tf.get_collection(tf.GraphKeys.LOSSES)", "x = tf.compat.v1.get_collection(tf.compat.v1.GraphKeys.LOSSES)"),
        ("x = tf.distributions.Normal(0., 1.)", "x = tf.compat.v1.distributions.Normal(0., 1.)"),
        ("x = tf.contrib.distributions.Normal(0., 1.)", "x = tf.compat.v1.distributions.Normal(0., 1.)"),
        ("x = tf.summary.scalar('a', b)", "x = tf.compat.v1.summary.scalar('a', b)"),
        (
            "x = tf.train.Checkpoint(a=b)\nx.save(p, session=s)\ntf.Session",
            "x = tf.compat.v1.train.Checkpoint(a=b)\nx.save(p, session=s)\ntf.compat.v1.Session",
        ),
        ("x = tf.metrics.accuracy(labels=a, predictions=b)", "x = tf.compat.v1.metrics.accuracy(labels=a, predictions=b)"),
    ],
)
def test_transformed(before: str, after: str | None) -> None:
    if after is None:
        after = before.replace("tf.", "tf.compat.v1.")
    check_transformed(f"{TF}{before}\n", f"{TF}{after}\n")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("import tensorflow\nx = tensorflow.Session()\n", "import tensorflow\nx = tensorflow.compat.v1.Session()\n"),
        (
            "from tensorflow import train\nx = train.Saver()\n",
            "import tensorflow as tf\nfrom tensorflow import train\nx = tf.compat.v1.train.Saver()\n",
        ),
        (
            "import tensorflow\nfrom tensorflow import train\nx = train.Saver()\n",
            "import tensorflow\nfrom tensorflow import train\nx = tensorflow.compat.v1.train.Saver()\n",
        ),
        (
            "import tensorflow.compat.v1 as tf1\nimport tensorflow as tf\nx = tf1.Session(), tf.Session()\n",
            "import tensorflow.compat.v1 as tf1\nimport tensorflow as tf\nx = tf1.Session(), tf.compat.v1.Session()\n",
        ),
    ],
)
def test_other_imports(before: str, after: str) -> None:
    check_transformed(before, after)


@pytest.mark.parametrize(
    "code",
    [
        "import sqlalchemy.orm as tf  # not tensorflow\nwith tf.Session() as s: pass\n",
        f"{TF}from requests import Session\nwith Session() as s: pass\n",
        f"{TF}def f(tf): return tf.placeholder(x)\n",
        f"{TF}x = tf.compat.v1.placeholder(tf.float32)\n",
        "import tensorflow.compat.v1 as tf\ntf.disable_v2_behavior()\nx = tf.placeholder(tf.float32)\nwith tf.Session() as s: pass\n",
        "from tensorflow.compat.v1 import Session\nwith Session() as s: pass\n",
        f"{TF}v1 = tf.compat.v1\nwith v1.Session() as s: pass\n",
        f"{TF}x = tf.where(c)\n",
        f"{TF}x = tf.where(c, x=a, y=b) if False else tf.function(f)\n",
        f"{TF}x = tf.train.Checkpoint, tf.function\n",
        f"{TF}x = tf.train.Checkpoint(a=b)\nx.save(p)\n",
        f"{TF}x = tf.distribute.MirroredStrategy(), tf.distribute.OneDeviceStrategy('/cpu:0')\n",
        f"{TF}x = tf.__version__, tf.__git_version__, tf.__compiler_version__, tf.__cxx11_abi_flag__, tf.__monolithic_build__\n",
        f"{TF}x = tf.float32, tf.Tensor, tf.Graph()\n",
        f"{TF}class A(tf.Module): pass\n",
    ],
)
def test_noop(code: str) -> None:
    check_noop(code)


def test_guarded_code_is_mentioned_and_left_alone() -> None:
    code = f"{TF}if is_tf1():\n    x = tf.placeholder(tf.float32)\n"
    check_reported(code, "TL104")
    assert findings(code)[0].severity is Severity.INFORMATION


def test_a_name_with_another_meaning_is_a_warning_and_says_what_differs() -> None:
    (finding,) = findings(f"{TF}x = tf.where(c, a, b)\n")
    assert finding.severity is Severity.WARNING
    assert "broadcasts" in finding.message
    assert not finding.deprecated


def test_a_name_that_is_gone_is_an_error() -> None:
    (finding,) = findings(f"{TF}x = tf.placeholder(a)\n")
    assert finding.severity is Severity.ERROR
    assert finding.deprecated
    assert finding.fixes[0].title == "Use tf.compat.v1.placeholder"
    assert finding.fixes[0].safety is Safety.SAFE


def test_a_file_of_both_asks_for_a_look_where_the_name_means_two_things() -> None:
    found = findings(f"{TF}a = tf.keras.ops.abs(x)\nb = tf.placeholder(tf.float32)\nc = tf.where(c, a, b)\n")
    assert [(finding.symbol, finding.fixes[0].safety) for finding in found] == [
        ("tf.placeholder", Safety.SAFE),
        ("tf.where", Safety.REVIEW),
    ]


@pytest.mark.parametrize(
    ("settings", "code", "gone"),
    [
        ({"target": "2.15"}, "x = tf.layers.dense(y, 3)", "TL104"),
        ({"keras": 2}, "x = tf.layers.dense(y, 3)", "TL104"),
        ({"target": "2.16", "keras": 2}, "x = tf.layers.dense(y, 3)", "TL104"),
        ({"target": "2.15"}, "x = tf.estimator.Estimator(f)", "TL451"),
    ],
)
def test_keras_2_and_older_targets_have_more(settings: dict[str, Any], code: str, gone: str) -> None:
    assert codes(f"{TF}{code}\n") == [gone]
    assert set(codes(f"{TF}{code}\n", **settings)) <= {"TL103"}


@pytest.mark.parametrize("settings", [{"target": "2.15"}, {"keras": 2}])
def test_layers_are_kept_with_keras_2(settings: dict[str, Any]) -> None:
    check_transformed(f"{TF}x = tf.layers.dense(y, 3)\n", f"{TF}x = tf.compat.v1.layers.dense(y, 3)\n", "TL103", **settings)


@pytest.mark.parametrize("call", ["tf.layers.Dense(3, dtype=d)", "tf.layers.Dense(3, use_bias=True, dtype=d)"])
def test_keywords_that_go_through_star_star_kwargs(call: str) -> None:
    check_transformed(f"{TF}y = {call}\n", f"{TF}y = {call.replace('tf.layers', 'tf.compat.v1.layers')}\n", keras=2)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("V = tf.Variable", "V = tf.compat.v1.Variable"),
        ("def make(cls=tf.Variable):\n    return cls(2.0)", "def make(cls=tf.compat.v1.Variable):\n    return cls(2.0)"),
        ("v = tf.Variable(1.0, use_resource=True)", "v = tf.compat.v1.Variable(1.0, use_resource=True)"),
        ("v = tf.Variable(1.0, False, None, True)", "v = tf.compat.v1.Variable(1.0, False, collections=None, validate_shape=True)"),
    ],
)
def test_variables_of_graphs_keep_their_kind(before: str, after: str) -> None:
    check_transformed(f"{TF}{before}\n", f"{TF}{after}\n")


@pytest.mark.parametrize("code", ["isinstance(v, tf.Variable)", "class V(tf.Variable):\n    pass", "def f(v: tf.Variable): pass"])
def test_variables_that_are_only_asked_about_stay(code: str) -> None:
    check_noop(f"{TF}{code}\n")


def test_variables_of_eager_files_stay() -> None:
    check_noop(f"{TF}with tf.GradientTape() as tape:\n    v = tf.Variable(1.0)\n")
    check_noop(f"{TF}v = tf.Variable(1.0)\nprint(v.numpy())\n")


def test_branches_for_one_version_do_not_decide_the_era() -> None:
    code = f"{TF}if tf.__version__ >= '2':\n    tf.config.run_functions_eagerly(False)\ny = tf.where(c, a, b)\n"
    check_transformed(code, code.replace("tf.where", "tf.compat.v1.where"))
