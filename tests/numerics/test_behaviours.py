"""What the rules about eager code, variables and tf.function say happens in TensorFlow 2, and what their fixes change, is so.

All programs run in one process, with the Keras of the installation.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from importlib import util
from pathlib import Path
from typing import Any

import pytest

from tensorlift.engine import fix
from tensorlift.model import Level
from tensorlift.settings import Settings
from tensorlift.source.document import Document

from .cases import CASES

pytestmark = [
    pytest.mark.tensorflow,
    pytest.mark.skipif(util.find_spec("tensorflow") is None, reason="TensorFlow is not installed"),
]

RUNNER = Path(__file__).with_name("runner.py")
IMPORTS = "import numpy as np\nimport tensorflow as tf\nv1 = tf.compat.v1\n"

# Name, a program that leaves a text in ``result``, and that text; what begins with ! is in the error that the program raises.
CLAIMS = """
## eager tensors do not go into graphs
x = tf.ones(2)
with tf.Graph().as_default():
    result = str(x + 1)
=> !Attempting to capture an EagerTensor

## a session outside of a graph is empty
result = v1.Session().run(tf.function(lambda x: x + 1)(1))
=> !RuntimeError: The Session graph is empty

## an interactive session leaves eager execution on
session = v1.InteractiveSession()
result = str(tf.executing_eagerly())
session.close()
=> True

## a session does not run eager tensors
x = tf.ones(2)
with v1.Session() as session:
    session.run(x)
=> !RuntimeError: The Session graph is empty

## a session does not run eager variables
x = tf.Variable(1.0)
with v1.Session() as session:
    session.run(x)
=> !RuntimeError: The Session graph is empty

## a session runs what its block makes
with v1.Session() as session:
    result = str(session.run(tf.ones(2)))
=> [1. 1.]

## placeholders do not work eagerly
v1.placeholder(tf.float32)
=> !RuntimeError: tf.placeholder() is not compatible with eager execution

## sparse placeholders do not work eagerly
v1.sparse_placeholder(tf.float32)
=> !not compatible with eager execution

## placeholder_with_default is its default
result = str(v1.placeholder_with_default(1.0, []).numpy())
=> 1.0

## eval of a tensor
tf.ones(2).eval()
=> !NotImplementedError: eval is not supported when eager execution is enabled

## eval of a variable
tf.Variable(1.0).eval()
=> !RuntimeError: This operation is not supported when eager execution is enabled

## initializers are None
result = str([f() for f in (v1.global_variables_initializer, v1.local_variables_initializer, v1.tables_initializer)])
=> [None, None, None]

## a session does not run None
with v1.Session() as session:
    tf.ones(2)
    session.run(None)
=> !TypeError: Argument `fetch` = None has invalid type

## initialized_value of a variable
tf.Variable(1.0).initialized_value()
=> !NotImplementedError

## initial_value of a variable
tf.Variable(1.0).initial_value
=> !RuntimeError

## the initializer of a variable
result = str(tf.Variable(1.0).initializer)
=> None

## eager tensors are in no graph
tf.ones(2).op
=> !AttributeError: Tensor.op is undefined when eager execution is enabled

## eager tensors have no name
tf.ones(2).name
=> !AttributeError: Tensor.name is undefined when eager execution is enabled

## eager tensors have no consumers
tf.ones(2).consumers()
=> !undefined when eager execution is enabled

## variables have no op
tf.Variable(1.0).op
=> !AttributeError

## the default graph is empty
v1.get_default_graph().get_tensor_by_name('x:0')
=> !KeyError

## graphs keep collections and identity
with tf.Graph().as_default():
    v = v1.get_variable('v', [])
    x = tf.constant(1.0)
    result = str([len(v1.trainable_variables()), x == tf.constant(1.0), len({x: 1})])
=> [1, False, 1]

## a tf.function runs all that it traced
a, b = tf.Variable(0), tf.Variable(0)
@tf.function
def both():
    first, second = a.assign_add(1), b.assign_add(1)
    return first
both()
result = str([int(a), int(b)])
with tf.Graph().as_default(), v1.Session() as session:
    c, d = v1.Variable(0), v1.Variable(0)
    first, second = c.assign_add(1), d.assign_add(1)
    session.run(v1.global_variables_initializer())
    session.run(first)
    result += str([int(value) for value in session.run([c, d])])
=> [1, 1][1, 0]

## tf.device takes no function
with tf.device(lambda op: '/cpu:0'):
    tf.ones(2)
=> !RuntimeError: tf.device does not support functions

## tf.device of tf.compat.v1 takes no function
with v1.device(v1.train.replica_device_setter(1)):
    tf.ones(2)
=> !RuntimeError: tf.device does not support functions

## queues do not work eagerly
v1.train.batch([tf.ones(2)], 2)
=> !ValueError: Input pipelines based on Queues are not supported

## producers do not work eagerly
v1.train.string_input_producer(['a'])
=> !RuntimeError: Input pipelines based on Queues are not supported

## readers do not work eagerly
v1.TFRecordReader()
=> !RuntimeError: Readers are not supported

## supervisors do not work eagerly
v1.train.Supervisor()
=> !RuntimeError: Supervisors are incompatible

## monitored sessions do not work eagerly
v1.train.MonitoredTrainingSession()
=> !RuntimeError

## meta graphs do not work eagerly
v1.train.export_meta_graph()
=> !RuntimeError: Exporting/importing meta graphs is not supported

## tf.gradients works in graphs only
w = tf.Variable(1.0)
tf.gradients(w * 2, [w])
=> !RuntimeError: tf.gradients is not supported when eager execution is enabled

## tf.gradients works in a tf.function
result = str(tf.function(lambda x: tf.gradients(x * x, x)[0])(tf.constant(2.0)).numpy())
=> 4.0

## a tape follows variables only
x = tf.constant(3.0)
with tf.GradientTape() as tape:
    y = x * x
result = str(tape.gradient(y, x))
with tf.GradientTape() as tape:
    tape.watch(x)
    y = x * x
result += str(tape.gradient(y, x).numpy())
=> None6.0

## a tape gives gradients once
v = tf.Variable(3.0)
with tf.GradientTape() as tape:
    y = v * v
tape.gradient(y, v)
tape.gradient(y, v)
=> !RuntimeError: A non-persistent GradientTape

## variables in a tf.function
@tf.function
def f():
    v = tf.Variable(1.0)
    return v + 1
f()
=> !ValueError: tf.function only supports singleton tf.Variables

## get_variable in a tf.function
@tf.function
def f():
    return v1.get_variable('in_function', []) + 1
f()
=> !AttributeError

## datasets made in a tf.function
class Step(tf.Module):
    d = None
    v = None
    @tf.function
    def __call__(self):
        if self.d is None:
            self.d = tf.data.Dataset.from_tensors(3.0)
            self.v = tf.Variable(1.0)
        return self.v + next(iter(self.d))
Step()()
=> !TypeError: <tf.Tensor 'TensorDataset:0'

## iterators cached in a tf.function
class Feed(tf.Module):
    def __init__(self):
        self.iterators = {}
    @tf.function
    def __call__(self):
        if 'a' not in self.iterators:
            self.iterators['a'] = iter(tf.data.Dataset.range(1, 9))
        return next(self.iterators['a'])
feed = Feed()
result = str([int(feed()) for _ in range(3)])
=> [1, 1, 1]

## iterators cached in tf.init_scope
class Feed(tf.Module):
    def __init__(self):
        self.iterators = {}
    @tf.function
    def __call__(self):
        with tf.init_scope():
            if 'a' not in self.iterators:
                self.iterators['a'] = iter(tf.data.Dataset.range(1, 9))
        return next(self.iterators['a'])
feed = Feed()
result = str([int(feed()) for _ in range(3)])
=> [1, 2, 3]

## lists of the module grow
losses = []
def loss(x):
    losses.append(tf.square(x))
    return float(tf.add_n(losses))
result = str([loss(1.0), loss(1.0), loss(1.0)])
=> [1.0, 2.0, 3.0]

## a random tensor is drawn once
class Noise:
    def __init__(self):
        self.noise = v1.random_normal([3])
noise = Noise()
result = str(bool(tf.reduce_all(noise.noise == noise.noise)))
with tf.Graph().as_default(), v1.Session() as session:
    noise = Noise()
    result += str(bool((session.run(noise.noise) == session.run(noise.noise)).any()))
=> TrueFalse

## a learning rate is computed once
step = tf.Variable(1.0)
rate = 1.0 / step
step.assign(2.0)
result = str(float(rate))
=> 1.0

## a tensor of a trace used outside
class Step(tf.Module):
    @tf.function
    def __call__(self, x):
        self.hidden = tf.square(x)
        return x
step = Step()
step(tf.ones(2))
step.hidden + 1
=> !is out of scope and cannot be used here

## np.random in a tf.function
draw = tf.function(lambda: tf.constant(np.random.rand()))
result = str(float(draw()) == float(draw()))
=> True

## the clock in a tf.function
import time
now = tf.function(lambda: tf.constant(time.time(), tf.float64))
result = str(float(now()) == float(now()))
=> True

## each number of Python is traced
traces = []
@tf.function
def step(i):
    traces.append(i)
    return tf.constant(1) + i
for i in range(3):
    step(i)
result = str(len(traces))
for i in range(3):
    step(tf.constant(i))
result += str(len(traces))
=> 34

## a tensor of a graph has no truth value
with tf.Graph().as_default():
    if tf.constant(1.0) > 0:
        pass
=> !OperatorNotAllowedInGraphError

## a tensor without AutoGraph has no truth value
@tf.function(autograph=False)
def f(x):
    return x if tf.abs(x) > 0 else -x
f(tf.constant(1.0))
=> !OperatorNotAllowedInGraphError

## a tensor of a graph has no len
with tf.Graph().as_default():
    len(tf.ones(2))
=> !TypeError: len is not well defined for a symbolic Tensor

## a tensor of a graph is not iterated over
with tf.Graph().as_default():
    for _ in tf.ones([2]):
        pass
=> !OperatorNotAllowedInGraphError

## a tensor of a graph is no number for range
with tf.Graph().as_default():
    range(tf.constant(2))
=> !TypeError

## control_dependencies
v = tf.Variable(1.0)
update = v.assign(2.0)
with tf.control_dependencies([update]):
    with_it = tf.identity(v)
without_it = tf.identity(v)
result = str([float(with_it), float(without_it)])
=> [2.0, 2.0]

## tf.group returns None
result = str([tf.group(tf.ones(2)), tf.no_op()])
=> [None, None]

## collections are empty
v, w = v1.Variable(1.0), v1.get_variable('w', [1])
result = str([len(f()) for f in (v1.trainable_variables, v1.global_variables, v1.local_variables, v1.model_variables)])
result += str(v1.get_collection(v1.GraphKeys.UPDATE_OPS)) + str(v1.get_collection('trainable_variables'))
=> [0, 0, 0, 0][][]

## collections of one's own grow
for _ in range(3):
    v1.add_to_collection('losses', tf.constant(1.0))
result = str(len(v1.get_collection('losses')))
=> 3

## losses are not collected
v1.losses.mean_squared_error([1.0], [2.0])
result = str([len(v1.losses.get_losses()), float(v1.losses.get_regularization_loss())])
=> [0, 0.0]

## collections of variables are ignored
tf.Variable(0.0, collections=['mine'])
v1.get_variable('mine', [1], collections=['mine'])
result = str(v1.get_collection('mine'))
=> []

## summaries of TensorFlow 1 do not work eagerly
v1.summary.merge_all()
=> !RuntimeError: Merging tf.summary.* ops is not compatible with eager execution

## file writers of TensorFlow 1 do not work eagerly
v1.summary.FileWriter('logs')
=> !RuntimeError: v1.summary.FileWriter is not compatible with eager execution

## a summary of TensorFlow 1 is a text
result = v1.summary.scalar('loss', 1.0).dtype.name
=> string

## summaries take no family
tf.summary.scalar('loss', 1.0, step=1, family='train')
=> !TypeError: scalar() got an unexpected keyword argument 'family'

## savers need variables
v1.train.Saver(max_to_keep=3)
=> !RuntimeError: When eager execution is enabled, `var_list` must specify

## reuse is ignored
with v1.variable_scope('s'):
    a = v1.get_variable('w', [1])
with v1.variable_scope('s', reuse=True) as scope:
    b = v1.get_variable('w', [1])
    scope.reuse_variables()
    c = v1.get_variable('w', [1])
result = str([a is b, b is c])
=> [False, False]

## templates
def net(x):
    return x * v1.get_variable('t', [])
template = v1.make_template('t', net)
template(1.0), template(2.0)
result = str(len(template.variables))
others = [v1.make_template('t', net) for _ in range(2)]
values = [other(1.0) for other in others]
result += str(others[0].variables[0] is others[1].variables[0])
=> 1False

## regularizers of get_variable
for _ in range(2):
    v1.get_variable('w', [2], regularizer=tf.reduce_sum)
result = str(len(v1.losses.get_regularization_losses()))
=> 2

## partitioned variables
result = type(v1.get_variable('w', [4], partitioner=v1.fixed_size_partitioner(2))).__name__
=> PartitionedVariable

## disable_resource_variables
v1.disable_resource_variables()
result = str(v1.Variable(1.0)._in_graph_mode) + str(tf.executing_eagerly())
v1.enable_resource_variables()
=> FalseTrue

## augmented assignment of a variable
v = tf.Variable(1.0)
v += 1.0
=> !RuntimeError: `variable += value` with `tf.Variable`s is not supported

## validate_shape=False
v = tf.Variable([1.0], validate_shape=False)
v.assign([1.0, 2.0])
=> !ValueError: Cannot assign value to variable

## tf.assign with another shape
v1.assign(tf.Variable([1.0]), [1.0, 2.0], validate_shape=False)
=> !ValueError: Cannot assign value to variable

## positional arguments of tf.Variable
tf.Variable(0, False, None, True, None, 'x')
=> !ValueError: The variable_def and initial_value args to `tf.Variable` are mutually exclusive

## every variable is initialized
v = tf.Variable(0)
result = str(bool(v1.is_variable_initialized(v))) + str(len(v1.report_uninitialized_variables()))
=> True0

## variables cannot be asserted to be initialized
v1.assert_variables_initialized([tf.Variable(0)])
=> !AttributeError
"""

KERAS3 = """
## names of Keras 3 variables
layer = tf.keras.layers.Dense(1, name='gen')
layer.build([1, 1])
result = str([(v.name, v.path) for v in layer.weights])
=> [('kernel', 'gen/kernel'), ('bias', 'gen/bias')]

## get_variable in a Keras layer
class Scale(tf.keras.layers.Layer):
    def call(self, x):
        return x * v1.get_variable('w', [1])
layer = Scale()
layer(tf.ones([1]))
result = str(len(layer.weights))
=> 0

## tf.Variable in a Keras layer
class Scale(tf.keras.layers.Layer):
    def __init__(self):
        super().__init__()
        self.a = tf.Variable(2.5)
        self.b = self.add_weight(shape=(), initializer=tf.keras.initializers.Constant(2.5))
        self.c = tf.Variable(tf.ones([2]))
        self.d = self.add_weight(shape=[2], initializer='ones')
layer = Scale()
result = str([len(layer.trainable_variables), bool(layer.a == layer.b.value), (layer.c == layer.d.value).numpy().tolist()])
=> [2, True, [True, True]]

## a Keras layer in a tf.Module
class Net(tf.Module):
    def __init__(self):
        super().__init__()
        self.dense = tf.keras.layers.Dense(1)
net = Net()
net.dense(tf.ones([1, 1]))
result = str([len(net.trainable_variables), len(net.dense.trainable_variables)])
=> [0, 2]

## a Keras layer in a tf.function
@tf.function
def f(x):
    return tf.keras.layers.Dense(2)(x)
f(tf.ones([1, 2]))
=> !ValueError: tf.function only supports singleton tf.Variables

## Keras variables are no tf.Variable
layer = tf.keras.layers.Dense(1)
layer.build([1, 1])
w = layer.weights[0]
missing = [name for name in ('op', 'ref', 'read_value', 'initializer', 'get_shape', 'graph', 'eval', 'load', 'initial_value') if not hasattr(w, name)]
result = str([len(missing), isinstance(w, tf.Variable), callable(w.value), bool(tf.reduce_all(tf.convert_to_tensor(w) == w.value))])
=> [9, False, False, True]

## ExponentialMovingAverage of Keras variables
layer = tf.keras.layers.Dense(1)
layer.build([1, 1])
tf.train.ExponentialMovingAverage(0.9).apply(layer.trainable_variables)
=> !AttributeError
"""

# Rule, level and a program that leaves a text in ``result``: the same one, or the two that stand there, before and after the fix.
FIXES = """
## TL411 symbols behavior-switch
import tensorflow as tf
tf.compat.v1.disable_control_flow_v2()
with tf.GradientTape() as tape:
    v = tf.Variable(1.0)
    y = v * v
result = str(float(tape.gradient(y, v)))
tf.compat.v1.enable_control_flow_v2()
=> 2.0
=> 2.0

## TL412 symbols initializers
import tensorflow as tf
with tf.GradientTape() as tape:
    v = tf.Variable(1.0)
sess = tf.compat.v1.Session()
sess.run(tf.compat.v1.global_variables_initializer())
result = str(float(v))
=> !RuntimeError
=> 1.0

## TL413 symbols collections of variables
import tensorflow as tf
with tf.GradientTape() as tape:
    v = tf.Variable(1.0, collections=['mine'])
result = str([float(v), tf.compat.v1.get_collection('mine')])
=> [1.0, []]
=> [1.0, []]

## TL414 symbols eval of a tensor
import tensorflow as tf
with tf.GradientTape() as tape:
    x = tf.reduce_sum([1.0, 2.0])
result = str(float(x.eval()))
=> !NotImplementedError
=> 3.0

## TL414 symbols initialized_value of a variable
import tensorflow as tf
with tf.GradientTape() as tape:
    w = tf.Variable(2.0)
v = tf.Variable(w.initialized_value())
result = str(float(v))
=> !NotImplementedError
=> 2.0

## TL414 symbols load of a variable
import tensorflow as tf
sess = None
with tf.GradientTape() as tape:
    w = tf.Variable(1.0)
w.load(3.0, sess)
result = str(float(w))
=> 3.0
=> 3.0

## TL417 symbols control_dependencies
import tensorflow as tf
with tf.GradientTape() as tape:
    v = tf.Variable(1.0)
update = v.assign_add(1.0)
with tf.control_dependencies([update]):
    x = tf.identity(v)
    y = x + 1
result = str([float(x), float(y)])
=> [2.0, 3.0]
=> [2.0, 3.0]

## TL420 symbols use_resource
import tensorflow as tf
with tf.GradientTape() as tape:
    v = tf.compat.v1.get_variable('v', [2], use_resource=False, initializer=tf.compat.v1.ones_initializer())
result = type(v).__name__ + str(v.numpy())
=> ResourceVariable[1. 1.]
=> ResourceVariable[1. 1.]

## TL420 symbols the result of assign_add kept
import tensorflow as tf
def count():
    with tf.GradientTape() as tape:
        v = tf.Variable(1.0)
        old = v.assign_add(1.0)
        v.assign(10.0)
        return old
result = str(float(count()))
=> 10.0
=> 2.0

## TL420 native tf.assign as a method
import tensorflow as tf
v = tf.compat.v1.get_variable('v', [2])
a = tf.compat.v1.assign(v, [1.0, 2.0]).numpy()
b = tf.compat.v1.assign_add(v, value=[1.0, 1.0]).numpy()
c = tf.compat.v1.assign_sub(v, [3.0, 3.0], use_locking=True).numpy()
result = str([a.tolist(), b.tolist(), c.tolist()])
=> [[1.0, 2.0], [2.0, 3.0], [-1.0, 0.0]]
=> [[1.0, 2.0], [2.0, 3.0], [-1.0, 0.0]]

## TL420 native tf.assign as a method in a graph
import tensorflow as tf
with tf.Graph().as_default(), tf.compat.v1.Session() as sess:
    v = tf.compat.v1.get_variable('v', [2])
    op = tf.compat.v1.assign(v, [1.0, 2.0])
    result = str(sess.run(op))
=> [1. 2.]
=> [1. 2.]

## TL420 native tf.scatter_update as a method
import tensorflow as tf
v = tf.compat.v1.get_variable('v', [3], initializer=tf.compat.v1.zeros_initializer())
tf.compat.v1.scatter_update(v, [0, 1], [5.0, 6.0])
tf.compat.v1.scatter_add(v, indices=[1], updates=[1.0])
tf.compat.v1.scatter_sub(v, [2], [1.0])
tf.compat.v1.scatter_nd_update(v, [[0]], [7.0])
tf.compat.v1.scatter_nd_add(v, [[0]], [1.0])
result = str(v.numpy())
=> [ 8.  7. -1.]
=> [ 8.  7. -1.]

## TL420 symbols validate_shape=False
import tensorflow as tf
with tf.GradientTape() as tape:
    v = tf.Variable([1.0], validate_shape=False)
v.assign([1.0, 2.0])
result = str(v.numpy())
=> !ValueError
=> [1. 2.]

## TL420 symbols positional arguments of tf.Variable
import tensorflow as tf
with tf.GradientTape() as tape:
    v = tf.Variable(0, False, None, True, None, 'x')
result = str([v.trainable, v.name, int(v)])
=> !ValueError
=> [False, 'x:0', 0]

## TL420 symbols every variable is initialized
import tensorflow as tf
with tf.GradientTape() as tape:
    v = tf.Variable(3)
tf.compat.v1.report_uninitialized_variables()
result = str(int(v))
=> 3
=> 3
"""


def parts(text: str) -> list[tuple[str, str, list[str]]]:
    """Return name, program and outcomes of each case of a text."""
    found = []
    for case in text.split("\n## ")[1:]:
        name, _, rest = case.partition("\n")
        code, *outcomes = re.split(r"\n=> ", rest.rstrip("\n"))
        found.append((name, code + "\n", [outcome.strip() for outcome in outcomes]))
    return found


FIXED = [(name.split(" ", 2), code, outcomes) for name, code, outcomes in parts(FIXES)]


def lifted(rule: str, level: str, code: str) -> str:
    """Return a program after the fixes of one rule."""
    return fix(Document(code), Settings(level=Level(level), select=(rule,)), review=True).text


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """Outcomes of all programs, by name."""
    folder = tmp_path_factory.mktemp("behaviours")
    source, result = folder / "cases.json", folder / "outcomes.json"
    cases = [[name, IMPORTS + code, True] for name, code, _ in parts(CLAIMS) + parts(KERAS3)]
    for (rule, level, name), code, _ in FIXED:
        cases += [[f"{rule} {name} before", code, True], [f"{rule} {name} after", lifted(rule, level, code), True]]
    source.write_text(json.dumps({"imports": "", "cases": cases}), "utf-8")
    process = subprocess.run(
        [sys.executable, str(RUNNER), str(source), str(result)], capture_output=True, text=True, timeout=600, check=False, cwd=folder
    )
    assert process.returncode == 0, process.stderr[-4000:]
    found: dict[str, dict[str, Any]] = json.loads(result.read_text("utf-8"))
    return found


def assert_is(outcome: dict[str, Any], expected: str) -> None:
    """Assert that a program came to its expected end."""
    if expected.startswith("!"):
        assert expected[1:] in outcome.get("error", f"no error but {outcome}")
    else:
        assert outcome == {"ok": {"python": expected, "type": "str"}}


@pytest.mark.parametrize(("name", "expected"), [pytest.param(name, expected[0], id=name) for name, _, expected in parts(CLAIMS)])
def test_it_is_as_the_message_says(name: str, expected: str, outcomes: dict[str, dict[str, Any]]) -> None:
    assert_is(outcomes[name], expected)


@pytest.mark.parametrize(("name", "expected"), [pytest.param(name, expected[0], id=name) for name, _, expected in parts(KERAS3)])
def test_it_is_as_the_message_says_of_keras3(name: str, expected: str, outcomes: dict[str, dict[str, Any]]) -> None:
    import importlib.metadata

    if importlib.metadata.version("keras").startswith("2."):
        pytest.skip("TensorFlow has Keras 2")
    assert_is(outcomes[name], expected)


@pytest.mark.parametrize(
    ("rule", "level", "name", "code", "expected"),
    [pytest.param(*head, code, expected, id=f"{head[0]}-{head[2]}") for head, code, expected in FIXED],
)
def test_a_fix_does_what_it_says(
    rule: str, level: str, name: str, code: str, expected: list[str], outcomes: dict[str, dict[str, Any]]
) -> None:
    assert lifted(rule, level, code) != code
    assert_is(outcomes[f"{rule} {name} before"], expected[0])
    assert_is(outcomes[f"{rule} {name} after"], expected[1])


def test_rows_name_programs_that_are_here() -> None:
    text = (Path(__file__).parents[1] / "coverage" / "behaviours_a_f.toml").read_text("utf-8")
    here = {name for name, _, _ in parts(CLAIMS) + parts(KERAS3)} | {name for (_, _, name), _, _ in FIXED}
    here |= {case.id for case in CASES}
    wanted = set(re.findall(r'^numbers = "(.*)"$', text, re.MULTILINE))
    assert wanted
    assert wanted <= here
