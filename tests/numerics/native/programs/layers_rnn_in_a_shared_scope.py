"""A network in a scope that may share its variables, of which there is one only."""

import numpy as np
import tensorflow as tf

x = tf.placeholder(tf.float32, [None, 4, 3])


def encoded(inputs):
    with tf.variable_scope("encoder", reuse=tf.AUTO_REUSE, initializer=tf.constant_initializer(0.1)):
        cells = tf.nn.rnn_cell.MultiRNNCell([tf.nn.rnn_cell.BasicLSTMCell(size) for size in (4, 3)])
        outputs, state = tf.nn.dynamic_rnn(cells, inputs, dtype=tf.float32)
        weights = tf.get_variable("weights", [3, 2])
    return tf.matmul(outputs[:, -1], weights) + tf.reduce_sum(state[0].c, axis=1, keepdims=True)


result = encoded(x)
loss = tf.reduce_mean(tf.square(result - 1.0))
train_op = tf.train.GradientDescentOptimizer(0.1).minimize(loss)

with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for step in range(3):
        value, _ = sess.run([loss, train_op], {x: np.cos(np.arange(24) + step).reshape(2, 4, 3)})
        print(step, value)
    print(sess.run(result, {x: np.ones((1, 4, 3))}))
