"""A function that makes a cell is called twice, and unrolls it in a scope that shares variables by their names."""

import numpy as np
import tensorflow as tf
x = tf.placeholder(tf.float32, [None, 4, 3])


def net(x):
    cell = tf.nn.rnn_cell.BasicLSTMCell(3)  # refused: there is one cell only
    with tf.variable_scope('lstm', reuse=tf.AUTO_REUSE, initializer=tf.constant_initializer(0.1)):
        outputs, state = tf.nn.dynamic_rnn(cell, x, dtype=tf.float32)
    return outputs[:, -1]


y = net(x) + net(2 * x)
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    print(sess.run(y, {x: np.ones((2, 4, 3))}))
