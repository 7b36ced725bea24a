"""Two networks against each other, trained by one function for both; layers tell the sizes of their weights by what they get."""

import numpy as np
import tensorflow as tf

batch_size = 8
hidden_size = 3


def linear(inp, output_dim, scope):
    with tf.variable_scope(scope):
        start = tf.constant_initializer(0.1)
        W = tf.get_variable("W", [inp.get_shape()[1], output_dim], initializer=start)
        b = tf.get_variable("b", [output_dim], initializer=tf.constant_initializer(0.0))
        return tf.matmul(inp, W) + b


def generator(inp, hidden_size):
    h0 = tf.nn.softplus(linear(inp, hidden_size, "g0"))
    return linear(h0, 1, "g1")


# the judge is deeper than what it judges
def discriminator(inp, hidden_size):
    h0 = tf.tanh(linear(inp, hidden_size * 2, "d0"))
    h1 = tf.tanh(linear(h0, hidden_size * 2, "d1"))
    return tf.sigmoid(linear(h1, 1, "d2"))


with tf.variable_scope("G"):
    z = tf.placeholder(tf.float32, shape=(batch_size, 1))
    G = generator(z, hidden_size)

with tf.variable_scope("D") as scope:
    x = tf.placeholder(tf.float32, shape=(batch_size, 1))
    D1 = discriminator(x, hidden_size)
    scope.reuse_variables()
    D2 = discriminator(G, hidden_size)

loss_d = tf.reduce_mean(-tf.log(D1) - tf.log(1 - D2))
loss_g = tf.reduce_mean(-tf.log(D2))


def optimizer(loss, var_list):
    step = tf.Variable(0, trainable=False)
    # the rate falls with the steps of this network
    rate = tf.train.exponential_decay(0.1, step, 4, 0.5, staircase=True)
    optimizer = tf.train.GradientDescentOptimizer(rate).minimize(loss, global_step=step, var_list=var_list)
    return optimizer


vs = tf.trainable_variables()
d_params = [v for v in vs if v.name.startswith("D/")]
g_params = [v for v in vs if v.name.startswith("G/")]

opt_d = optimizer(loss_d, d_params)
opt_g = optimizer(loss_g, g_params)

rng = np.random.RandomState(5)
with tf.Session() as session:
    session.run(tf.global_variables_initializer())
    for i in range(10):
        real = rng.normal(2.0, 0.5, (batch_size, 1))
        ld, _ = session.run([loss_d, opt_d], {x: real, z: rng.rand(batch_size, 1)})
        for _ in range(2):
            lg, _ = session.run([loss_g, opt_g], {z: rng.rand(batch_size, 1)})
        print(i, ld, lg)
    made = session.run(G, {z: np.linspace(0, 1, batch_size).reshape(batch_size, 1)})
    print(made[:, 0])
