"""contrib_eager: gradients of functions, whose values are known, and Network."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import tensorlift.companions

pytestmark = pytest.mark.tensorflow
MODULES = Path(tensorlift.companions.__file__).parent / "modules"

PROGRAM = """
import tensorflow as tf
import contrib_eager as tfe

w, b, fixed = tf.Variable(3.0), tf.Variable(1.0), tf.Variable(5.0, trainable=False)

def loss(x, scale=1.0):
    return tf.reduce_sum(x * w + b + fixed) * scale

x = tf.constant([1.0, 2.0])
value, pairs = tfe.implicit_value_and_gradients(loss)(x, scale=2.0)
assert float(value) == 2 * (9 + 2 + 10)
assert [(float(g), v is w) for g, v in pairs] == [(6.0, True), (4.0, False)] and pairs[1][1] is b
assert [float(g) for g, _ in tfe.implicit_gradients(loss)(x)] == [3.0, 2.0]
for wrong in (lambda: tf.constant(1.0), lambda: None):
    try:
        tfe.implicit_gradients(wrong)()
    except ValueError:
        pass
    else:
        raise AssertionError("ValueError expected")

def f(x, y):
    return x * x * y

assert [float(g) for g in tfe.gradients_function(f)(3.0, 2.0)] == [12.0, 9.0]
assert [float(g) for g in tfe.gradients_function(f, params=["y"])(3.0, 2.0)] == [9.0]
assert [float(g) for g in tfe.gradients_function(f, params=[0])(3.0, 2.0)] == [12.0]
value, (gradient,) = tfe.value_and_gradients_function(f, [0])(3.0, 2.0, dy=tf.constant(10.0))
assert (float(value), float(gradient)) == (18.0, 120.0)
square = lambda x: x * x * x
first = lambda x: tfe.gradients_function(square)(x)[0]
assert float(tfe.gradients_function(first)(2.0)[0]) == 12.0
same = tf.constant(2.0)
assert [float(g) for g in tfe.gradients_function(f)(same, same)] == [8.0, 4.0]

class Net(tfe.Network):
    def __init__(self):
        super(Net, self).__init__(name="net")
        self.one = self.track_layer(tf.keras.layers.Dense(3))
        self.parts = [self.track_layer(tf.keras.layers.Dense(2))]

    def call(self, x):
        return self.parts[0](self.one(x))

net = Net()
assert net(tf.ones([4, 5])).shape == (4, 2)
assert (len(net.layers), len(net.variables)) == (2, 4)
pairs = tfe.implicit_gradients(lambda: tf.reduce_sum(net(tf.ones([4, 5]))))()
assert len(pairs) == 4
"""


@pytest.mark.parametrize("keras", ["0", "1"])
def test_it_does_what_tensorflow_1_did(keras: str, tmp_path: Path) -> None:
    pytest.importorskip("tensorflow")
    (tmp_path / "program.py").write_text(PROGRAM)
    environment = {**os.environ, "PYTHONPATH": str(MODULES), "TF_USE_LEGACY_KERAS": keras, "CUDA_VISIBLE_DEVICES": ""}
    done = subprocess.run([sys.executable, str(tmp_path / "program.py")], env=environment, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr[-4000:]
