"""Two objects make their cells in a scope that shares variables by their names."""

import numpy as np
import tensorflow as tf


class Net:
    def __init__(self, factor):
        self.x = tf.placeholder(tf.float32, [None, 4, 3])
        with tf.variable_scope("lstm", reuse=tf.AUTO_REUSE):
            cell = tf.nn.rnn_cell.BasicLSTMCell(3)
            outputs, state = tf.nn.dynamic_rnn(cell, factor * self.x, dtype=tf.float32)
        self.out = outputs[:, -1]


first = Net(1)
second = Net(2)  # refused: it gets the variables of the first one
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    print(sess.run(first.out, {first.x: np.ones((2, 4, 3))}))
    print(sess.run(second.out, {second.x: np.ones((2, 4, 3))}))
