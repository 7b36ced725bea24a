"""The kind of the recurrent cells is an argument of the program."""

import sys
import numpy as np
import tensorflow as tf

kind = sys.argv[1] if len(sys.argv) > 1 else 'gru'
num_layers = 2
x = tf.placeholder(tf.float32, [None, 4, 3])
y = tf.placeholder(tf.float32, [None, 2])
keep_prob = tf.placeholder(tf.float32)


def make_cell():
    if kind == 'rnn':
        cell = tf.nn.rnn_cell.BasicRNNCell(5)
    elif kind == 'gru':
        cell = tf.nn.rnn_cell.GRUCell(5)
    elif kind == 'lstm':
        cell = tf.nn.rnn_cell.BasicLSTMCell(5, forget_bias=0.0)
    else:
        raise Exception('model type not supported: {}'.format(kind))
    return tf.nn.rnn_cell.DropoutWrapper(cell, output_keep_prob=keep_prob)


with tf.variable_scope('net', initializer=tf.constant_initializer(0.1)):
    cells = tf.nn.rnn_cell.MultiRNNCell([make_cell() for _ in range(num_layers)])
    start = cells.zero_state(tf.shape(x)[0], tf.float32)
    outputs, _ = tf.nn.dynamic_rnn(cells, x, initial_state=start)
logits = tf.layers.dense(outputs[:, -1], 2, kernel_initializer=tf.constant_initializer(np.arange(10).reshape(5, 2) / 10.0))
loss = tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(logits=logits, labels=y))
train = tf.train.AdamOptimizer(0.05).minimize(loss)

with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for i in range(4):
        value, _ = sess.run([loss, train], {x: np.sin(np.arange(24 + i)[i:]).reshape(2, 4, 3), y: np.eye(2), keep_prob: 1.0})
        print(value)
