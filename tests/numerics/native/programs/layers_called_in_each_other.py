"""Layers whose first values NumPy draws, with calls of them inside of each other: what stands inside is made, and draws, first."""

import numpy as np
import tensorflow as tf

np.random.seed(3)


def dense(x, size):
    w = tf.Variable(np.random.randn(4, size) * 0.3, dtype=tf.float32)
    return tf.nn.tanh(tf.matmul(x, w))


def tower(x):
    return dense(dense(x, 4), 3)


x = tf.placeholder(tf.float32, [None, 4])
nested = dense(dense(dense(x, 4), 4), 2)
beside = dense(x, 3) + tf.square(dense(dense(x, 4), size=3))
both = tf.concat([tower(x), dense(tf.concat([dense(x, 2), dense(x, 2)], 1), 3)], 1)

with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    data = np.linspace(-1.0, 1.0, 8).reshape([2, 4])
    for value in sess.run([nested, beside, both], feed_dict={x: data}):
        print(value)
