"""The state of a cell is fed whose kind is decided when the program runs."""
import sys
import numpy as np
import tensorflow as tf
kind = sys.argv[1] if len(sys.argv) > 1 else 'lstm'
x = tf.placeholder(tf.float32, [2, 4, 3])
if kind == 'lstm':
    cell = tf.nn.rnn_cell.BasicLSTMCell(3)
else:
    cell = tf.nn.rnn_cell.GRUCell(3)
start = cell.zero_state(2, tf.float32)
outputs, final = tf.nn.dynamic_rnn(cell, x, initial_state=start)  # refused: what is fed
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    state = sess.run(start)
    print(sess.run(outputs, {x: np.ones((2, 4, 3)), start: state}))
