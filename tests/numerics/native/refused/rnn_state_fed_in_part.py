"""Only the state of the first cell of a stack is fed; the others begin anew."""

import numpy as np
import tensorflow as tf

x = tf.placeholder(tf.float32, [2, None, 3])
cells = tf.nn.rnn_cell.MultiRNNCell([tf.nn.rnn_cell.GRUCell(4), tf.nn.rnn_cell.GRUCell(4)])
initial_state = cells.zero_state(2, tf.float32)
outputs, final_state = tf.nn.dynamic_rnn(cells, x, initial_state=initial_state)

with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    state = sess.run(initial_state)
    for _ in range(3):
        feed = {x: np.ones([2, 2, 3])}
        for i in range(1):
            feed[initial_state[i]] = state[i]  # refused: a part of a state is fed
        values, state = sess.run([outputs, final_state], feed)
        print(values.sum())
