"""graph-only: sessions, placeholders, queues and gradients where code runs eagerly."""

from __future__ import annotations

from typing import Any

import pytest

from tensorlift.model import Level
from tests.rules.helpers import TF, check_sound, codes, fixed, places

ONLY: dict[str, Any] = {"select": ("TL412",)}
EAGER = f"{TF}with tf.GradientTape() as tape:\n    loss = model(x)\n"


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("x = tf.compat.v1.placeholder(tf.float32)", "tf.compat.v1.placeholder"),
        ("x = tf.placeholder(tf.float32)", "tf.placeholder"),
        ("x = tf.compat.v1.placeholder_with_default(1.0, [])", "tf.compat.v1.placeholder_with_default"),
        ("q = tf.compat.v1.train.string_input_producer(['a'])", "tf.compat.v1.train.string_input_producer"),
        ("r = tf.compat.v1.TFRecordReader()", "tf.compat.v1.TFRecordReader"),
        ("m = tf.compat.v1.summary.merge_all()", "tf.compat.v1.summary.merge_all"),
        ("g = tf.gradients(loss, [x])", "tf.gradients"),
        ("s = tf.compat.v1.train.Saver()", "tf.compat.v1.train.Saver"),
        ("tf.compat.v1.summary.scalar('loss', loss)", "tf.compat.v1.summary.scalar"),
        ("tf.summary.scalar('loss', loss, collections=['a'])", "tf.summary.scalar"),
        ("with tf.device(lambda op: '/cpu:0'):\n    y = f(x)", "lambda op: '/cpu:0'"),
        ("print(tf.compat.v1.Session().run(y))", "tf.compat.v1.Session"),
        ("sess = tf.compat.v1.Session()\nsess.run(y)", "tf.compat.v1.Session"),
        ("y = tf.ones([2])\nwith tf.compat.v1.Session() as sess:\n    sess.run([y])", "sess.run"),
        ("init = tf.compat.v1.global_variables_initializer()\nsess.run(init)", "tf.compat.v1.global_variables_initializer"),
    ],
)
def test_reported(line: str, place: str) -> None:
    assert places(f"{EAGER}{line}\n", **ONLY) == [place]


@pytest.mark.parametrize(
    "line",
    [
        "x = tf.compat.v1.placeholder(tf.float32)",
        "g = tf.gradients(y, [x])",
        "s = tf.compat.v1.train.Saver()",
        "sess = tf.compat.v1.Session()\n    sess.run(y)",
    ],
)
def test_graphs_are_left_alone(line: str) -> None:
    assert codes(f"{EAGER}with tf.Graph().as_default():\n    {line}\n", **ONLY) == []


@pytest.mark.parametrize(
    "code",
    [
        f"{TF}x = tf.compat.v1.placeholder(tf.float32)\n",
        f"{EAGER}tf.compat.v1.disable_v2_behavior()\nx = tf.compat.v1.placeholder(tf.float32)\n",
        f"{EAGER}def feed(session):\n    x = tf.compat.v1.placeholder(tf.float32)\n    return session.run(x)\n",
        f"{EAGER}def feed():\n    if tf.executing_eagerly():\n        return None\n    return tf.compat.v1.placeholder(tf.float32)\n",
        f"{EAGER}if not tf.executing_eagerly():\n    x = tf.compat.v1.placeholder(tf.float32)\n",
        f"{EAGER}def model_fn(features, labels, mode):\n    return tf.gradients(features, labels)\n",
        f"{TF}@tf.function\ndef f(x):\n    return tf.gradients(x * x, x)\n",
        f"{TF}@tf.function\ndef f(x):\n    return tf.compat.v1.placeholder_with_default(x, [None])\n",
        f"{EAGER}sess = tf.compat.v1.Session(config=config)\n",
        f"{EAGER}sess = tf.compat.v1.Session(graph=g)\nsess.run('x:0')\n",
        f"{EAGER}sess = tf.compat.v1.Session()\nwith sess:\n    sess.run(tf.ones([2]))\n",
        f"{EAGER}graph_def = read()\ntf.compat.v1.import_graph_def(graph_def)\nsess = tf.compat.v1.Session()\nsess.run('x:0')\n",
        f"{EAGER}s = tf.compat.v1.train.Saver(var_list=model.variables)\n",
        f"{EAGER}init = tf.compat.v1.global_variables_initializer()\n",
        f"{EAGER}self.evaluate(tf.compat.v1.global_variables_initializer())\n",
        f"{EAGER}class A:\n    @run_in_graph_mode\n    def test(self):\n        return tf.compat.v1.placeholder(tf.float32)\n",
    ],
)
def test_noop(code: str) -> None:
    assert codes(code, **ONLY) == []


def test_a_statement_that_runs_an_initializer_goes() -> None:
    code = f"{EAGER}sess = tf.compat.v1.Session()\nsess.run(tf.compat.v1.global_variables_initializer())\nprint(loss)\n"
    assert fixed(code, **ONLY) == f"{EAGER}sess = tf.compat.v1.Session()\nprint(loss)\n"
    check_sound(code, **ONLY)


@pytest.mark.parametrize(
    "line",
    [
        "sess.run([tf.compat.v1.global_variables_initializer(), step])",
        "x = sess.run(tf.compat.v1.global_variables_initializer())",
        "sess.run(tf.compat.v1.global_variables_initializer(), feed_dict=f())",
    ],
)
def test_what_does_more_stays(line: str) -> None:
    code = f"{EAGER}{line}\n"
    assert fixed(code, **ONLY) == code


def test_train_operations_that_are_run_apart() -> None:
    code = (
        f"{TF}def train():\n    d = tf.train.AdamOptimizer().minimize(a)\n    g = tf.train.AdamOptimizer().minimize(b)\n"
        "    with tf.Session() as sess:\n        sess.run(d)\n        sess.run([g, loss])\n"
    )
    assert places(code, level=Level.NATIVE, **ONLY) == ["sess.run"]
    assert places(code.replace("[g, loss]", "[d, loss]"), level=Level.NATIVE, **ONLY) == []
    assert places(code, **ONLY) == []
