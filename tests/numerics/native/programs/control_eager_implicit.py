"""Derivatives by the functions of tf.contrib.eager, a network of layers, and minimize of a function."""
from __future__ import print_function
import numpy as np
import tensorflow as tf

tf.enable_eager_execution()
tfe = tf.contrib.eager

rs = np.random.RandomState(20)
xs = rs.rand(8, 2).astype(np.float32)
ys = (xs[:, :1] - 2 * xs[:, 1:]).astype(np.float32)
ones = tf.ones_initializer()


class Net(tfe.Network):
    def __init__(self, units):
        super(Net, self).__init__()
        # two layers
        self.hidden = self.track_layer(tf.layers.Dense(units, activation=tf.nn.tanh, kernel_initializer=ones))
        self.out = self.track_layer(tf.layers.Dense(1, kernel_initializer=ones))

    def call(self, x):
        return self.out(self.hidden(x))


def loss_fn(model, inputs, targets):
    return tf.reduce_mean((model(inputs) - targets) ** 2)


net = Net(3)
# the gradients of all variables
grad = tfe.implicit_gradients(loss_fn)
optimizer = tf.train.AdamOptimizer(0.1)
dataset = tf.data.Dataset.from_tensor_slices((xs, ys)).batch(3)
batches = tfe.Iterator(dataset)
for step in range(5):
    try:
        x, y = batches.next()
    except StopIteration:
        batches = tfe.Iterator(dataset)
        x, y = batches.next()
    optimizer.apply_gradients(grad(net, x, y), global_step=tf.train.get_or_create_global_step())
    print(step, loss_fn(net, xs, ys).numpy())
print(len(net.variables))

w = tfe.Variable(0.5, name='w')
b = tfe.Variable(-1.0, name='b')
rest = tfe.Variable(4.0, trainable=False)


def line(x):
    return x * w + b + rest


both = tfe.implicit_value_and_gradients(lambda x, power: tf.reduce_sum(line(x) ** power))
value, pairs = both(xs[:, 0], 2)
print(value.numpy(), [(g.numpy(), v.numpy()) for g, v in pairs])


def train(cost):
    momentum = tf.train.MomentumOptimizer(0.01, 0.9)
    for _ in range(3):
        momentum.minimize(lambda: cost(line, xs[:, :1], ys))
        print(w.numpy(), b.numpy())
    for _ in range(2):
        only_b = tf.train.GradientDescentOptimizer(0.01)
        only_b.minimize(lambda: cost(line, xs[:, :1], ys), var_list=[b])
    return w.numpy(), b.numpy()


print(train(loss_fn))


def cubed(x, y):
    return x ** 3 * y


slopes = tfe.gradients_function(cubed)
print([one.numpy() for one in slopes(2.0, 3.0)])
bend = tfe.value_and_gradients_function(lambda x: slopes(x, x)[0])
height, (slope,) = bend(2.0)
print(height.numpy(), slope.numpy())
