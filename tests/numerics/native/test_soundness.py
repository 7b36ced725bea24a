"""What a lift may not do: each program is refused, at the line, or lifted so that it keeps its meaning."""

from __future__ import annotations

import pytest

from tensorlift import engine
from tensorlift.lift.native import Refusal, lift_file
from tensorlift.model import Level
from tensorlift.settings import Settings
from tensorlift.source.document import Document

HEAD = "import numpy as np\nimport tensorflow as tf\nrs = np.random.RandomState(0)\nx = tf.placeholder(tf.float32, [None])\n"
RUN = "with tf.Session() as sess:\n    print(sess.run(y, {x: [1.0]}))\n"


@pytest.mark.parametrize(
    ("rest", "line"),
    [
        # drawn once while the graph was built
        ("y = x * rs.rand()\nwith tf.Session() as sess:\n    print(sess.run(y, {x: [1.0]}))\n", 5),
        # another session has other values
        (
            "w = tf.Variable(1.0)\ny = x * w\na = tf.Session()\nb = tf.Session()\na.run(tf.global_variables_initializer())\nprint(b.run(y, {x: [1.0]}))\n",
            8,
        ),
        # the second one is called Variable_1, as no two have one name
        (
            "v = tf.Variable(1.0)\nw = tf.Variable(1.0)\nprint(w.name)\nsess = tf.Session()\nprint(sess.run(x * 2, {x: [1.0]}))\n",
            7,
        ),
        # the function runs a session each time it is called
        (
            "w = tf.Variable(1.0)\nup = w.assign_add(1.0)\n\n\ndef once():\n    with tf.Session() as sess:\n"
            "        sess.run(tf.global_variables_initializer())\n        print(sess.run(up))\n\n\nonce()\nonce()\n",
            11,
        ),
        # the name in the function is that of the module, not of the comprehension
        (
            "y = x * 2.0\nv = [3.0]\nwith tf.Session() as sess:\n    run = lambda what: sess.run(what, {x: v})\n"
            "    print([run(y) for v in [[1.0], [2.0]]])\n",
            8,
        ),
        # the property would find another rate
        (
            "import functools\n\n\nclass Model:\n    def __init__(self):\n        self.rate = 1.0\n\n    @functools.cached_property\n"
            "    def scaled(self):\n        return x * self.rate\n\n\nmodel = Model()\nmodel.rate = 2.0\n"
            "with tf.Session() as sess:\n    print(sess.run(model.scaled, {x: [1.0]}))\n",
            20,
        ),
        # a function that the graph was built by reads a name of the module
        ("rate = 2.0\n\n\ndef net(t):\n    return t * rate\n\n\ny = net(x)\nrate = 3.0\n" + RUN, 13),
        # the same in a lambda
        ("rate = 2.0\nact = lambda t: t * rate\ny = act(x)\nrate = 3.0\n" + RUN, 8),
        # an attribute is another value when the function runs
        ("class Config:\n    scale = 2.0\n\n\ny = x * Config.scale\nConfig.scale = 7.0\n" + RUN, 10),
        # another name for the same dictionary
        ("conf = {'scale': 2.0}\nother = conf\ny = x * conf['scale']\nother['scale'] = 8.0\n" + RUN, 8),
        # a function changes the dictionary that it gets
        ("conf = {'scale': 2.0}\n\n\ndef change(one):\n    one['scale'] = 8.0\n\n\ny = x * conf['scale']\nchange(conf)\n" + RUN, 9),
        # an array is filled anew
        ("a = np.ones(1, np.float32)\ny = x * a\na.fill(4)\n" + RUN, 7),
        # the list would grow once more in each function that is made
        ("def net(t, made=[]):\n    made.append(1)\n    return t * len(made)\n\n\ny = net(net(x))\n" + RUN, 6),
        # the counter would count on
        (
            "import itertools\n\ncount = itertools.count(1)\n\n\ndef net(t):\n    return t * float(next(count))\n\n\ny = net(net(x))\n"
            + RUN,
            11,
        ),
        # what is printed while the graph is built would be printed late
        ("def net(t):\n    print('built')\n    return t * 2.0\n\n\ny = net(x) + net(x)\nprint('done')\n" + RUN, 6),
        # another function of this name comes later
        ("def scale():\n    return 2.0\n\n\ny = x * scale()\n\n\ndef scale():\n    return 3.0\n\n\n" + RUN, 12),
        # the handler unbinds the name
        ("e = 2.0\ny = x * e\ntry:\n    raise KeyError\nexcept KeyError as e:\n    pass\n" + RUN, 9),
        # an attribute is set by its name
        ("class Config:\n    scale = 2.0\n\n\ny = x * Config.scale\nsetattr(Config, 'scale', 3.0)\n" + RUN, 10),
        # an iterator gives its elements once
        ("it = iter([1.0, 2.0])\ny = x * sum(it)\n" + RUN, 6),
        # the second number would not be drawn
        (
            "k = tf.placeholder(tf.float32, [])\ny = x * 2.0\nwith tf.Session() as sess:\n"
            "    print(sess.run(y, {x: rs.rand(2), k: rs.rand()}))\n",
            8,
        ),
    ],
)
def test_is_refused(rest: str, line: int) -> None:
    """It cannot be lifted without a change of meaning."""
    with pytest.raises(Refusal) as refusal:
        lift_file(HEAD + rest)
    assert refusal.value.line == line


def test_names_of_variables_that_are_used_are_whole() -> None:
    """The scope stands in front of the name, where the program looks at names."""
    text = lift_file(
        HEAD
        + "with tf.variable_scope('s'):\n    w = tf.get_variable('w', [2])\nprint(w.name)\nsess = tf.Session()\nprint(sess.run(x * 2, {x: [1.0]}))\n"
    )
    assert "name='s/w'" in text
    assert "print(w.name)" in text


def test_splits_only_the_lines_that_change() -> None:
    """Statements keep their lines where nothing changes."""
    text = lift_file(HEAD + "y = x * 2; z = 3\na = 1; b = 2\nsess = tf.Session()\nprint(sess.run(y, {x: [1.0]}))\n")
    assert "\na = 1; b = 2\n" in text
    assert "\nz = 3\n" in text
    assert "print(compute_y([1.0]).numpy())" in text


def test_sets_a_learning_rate_that_is_fed() -> None:
    """The rate of each run is that of the run."""
    text = lift_file(
        HEAD + "lr = tf.placeholder(tf.float32, [])\nw = tf.Variable(1.0)\nloss = tf.reduce_mean(x * w)\n"
        "train = tf.train.GradientDescentOptimizer(lr).minimize(loss)\nsess = tf.Session()\nsess.run(tf.global_variables_initializer())\n"
        "sess.run(train, {x: [1.0], lr: 0.1})\n"
    )
    assert "optimizer = tf.keras.optimizers.SGD()" in text
    assert "optimizer.learning_rate.assign(lr)" in text
    assert "train_step([1.0], 0.1)" in text


def test_shares_what_several_functions_compute() -> None:
    """Statements that several runs need stand in one function."""
    text = lift_file(
        HEAD
        + "h = tf.square(x)\ny = tf.exp(h)\na = y + 1.0\nb = y - 1.0\nsess = tf.Session()\nprint(sess.run(a, {x: [1.0]}), sess.run(b, {x: [1.0]}))\n"
    )
    assert text.count("tf.square") == 1
    assert text.count("y = compute_y(x)") == 2


def test_second_name_of_what_is_fed() -> None:
    """What is fed by a second name takes the place of the tensor, wherever the first name is used."""
    text = lift_file(HEAD + "h = x * 2.0\nsame = h\ny = h + 1.0\nwith tf.Session() as sess:\n    print(sess.run(y, {same: [1.0]}))\n")
    assert "def compute_y(h):" in text
    assert "x * 2.0" not in text


def test_lines_stay_as_they_are_written() -> None:
    """Tabs and ends of lines are those of the file, also in what is new, and strings are left alone."""
    text = (
        'def main():\n\tx = tf.placeholder(tf.float32, [None])\n\ty = x * 2.0\n\ts = """\n\t    a"""\n'
        "\twith tf.Session() as sess:\n\t\tprint(s, sess.run(y, {x: [1.0]}))\n\n\nmain()\n"
    )
    lifted = lift_file((HEAD + text).replace("\n", "\r\n"))
    assert lifted.count("\r\n") == lifted.count("\n")
    assert "\r\n\t\ty = x * 2.0\r\n\t\treturn y\r\n" in lifted
    assert '\r\n\t    a"""\r\n' in lifted
    assert "\n " not in lifted


def test_name_of_nothing_is_kept_where_it_is_used() -> None:
    """What an operation gives is dropped where it is called `_`, but not if that is read."""
    start = HEAD + "w = tf.Variable(1.0)\nloss = tf.reduce_sum(w * x)\ntrain = tf.train.GradientDescentOptimizer(0.1).minimize(loss)\n"
    start += "sess = tf.Session()\nsess.run(tf.global_variables_initializer())\nfor _ in range(2):\n"
    run = "    _, value = sess.run([train, loss], {x: [1.0]})\n"
    assert "    value = train_step([1.0]).numpy()\n    print(value)" in lift_file(start + run + "    print(value)\n")
    assert "_, value = " in lift_file(start + run + "    print(_, value)\n")


def test_what_is_fed_is_computed_in_the_same_order() -> None:
    """Numbers are drawn in the order in which the dictionary has them."""
    text = lift_file(
        HEAD
        + "k = tf.placeholder(tf.float32, [])\ny = x * k\nwith tf.Session() as sess:\n    print(sess.run(y, {k: rs.rand(), x: rs.rand(2)}))\n"
    )
    assert "compute_y(k=rs.rand(), x=rs.rand(2))" in text


def test_loses_no_comment() -> None:
    """The comment of a statement that goes, and one inside of a run, stay where they were."""
    text = (
        HEAD.rstrip("\n")
        + "  # numbers\n"
        + (
            "y = x * 2  # twice\nwith tf.Session() as sess:  # begin\n    for i in range(2):\n"
            "        print(sess.run(y, {\n            x: [1.0],  # only one\n        }))\n"
        )
    )
    lifted = lift_file(text)
    for comment in ("# numbers", "# twice", "# begin", "# only one"):
        assert lifted.count(comment) == 1
    assert "    # only one\n    print(" in lifted


def test_what_is_lifted_is_not_fixed_as_code_of_tensorflow_1() -> None:
    """A lifted program has few marks of TensorFlow 2: names that mean something else in TensorFlow 1 stay as the lift wrote them."""
    code = (
        "import tensorflow as tf\n\nv = tf.Variable(1.0, name='v')\nsaver = tf.train.Saver()\n"
        "with tf.Session() as sess:\n    sess.run(tf.global_variables_initializer())\n    saver.save(sess, './v')\n"
    )
    result = engine.fix(Document(code), Settings(level=Level.NATIVE), review=True)
    assert result.text == lift_file(code)
    assert "compat.v1" not in result.text


def test_keeps_what_a_function_prints_of_its_parameter() -> None:
    lifted = lift_file(HEAD + "def shown(t):\n    t = tf.Print(t, [t], 't')\n    return t * 2\n\n\ny = shown(x)\n" + RUN)
    assert "    tf.print('t', [t])\n    return t * 2\n" in lifted


@pytest.mark.parametrize(
    ("shown", "line"),
    [
        # the name of an operation, and a part of a graph: there is none
        ("c = tf.constant(1.0, name='c')\nprint(c.name)\n", 6),
        ("c = tf.constant(1.0)\nprint(c.op)\n", 6),
        # how many rows there are hangs on the run
        ("print(tf.reshape(x, [-1, 2, tf.size(x)]))\n", 5),
    ],
)
def test_says_nothing_of_a_graph_that_is_not_there(shown: str, line: int) -> None:
    with pytest.raises(Refusal) as refused:
        lift_file(HEAD + shown + "y = x * 2.0\n" + RUN)
    assert refused.value.line == line


def test_describes_a_tensor_that_has_no_value_yet() -> None:
    lifted = lift_file(HEAD + "y = x * 2.0\nprint('y', y, type(x))\nprint(tf.equal(x, y))\n" + RUN)
    assert "print('y', tf.TensorSpec([None], tf.float32), tf.Tensor)\nprint(tf.TensorSpec([None], tf.bool))\n" in lifted
