"""A state that is fed by a second name of the one that the network begins with."""

import numpy as np
import tensorflow as tf

UNITS = 4


class Walker:
    def __init__(self):
        self.x = tf.placeholder(tf.float32, [2, None, 3])
        cell = tf.nn.rnn_cell.GRUCell(UNITS, kernel_initializer=tf.constant_initializer(0.15))
        zero_state = cell.zero_state(2, tf.float32)
        self.initial_state = zero_state
        outputs, self.final_state = tf.nn.dynamic_rnn(cell, self.x, initial_state=self.initial_state)
        self.total = tf.reduce_sum(outputs)


walker = Walker()
steps = np.linspace(-1, 1, 24).reshape(2, 4, 3)

with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    state = sess.run(walker.initial_state)
    for start in range(0, 4, 2):
        feed = {walker.x: steps[:, start : start + 2], walker.initial_state: state}
        total, state = sess.run([walker.total, walker.final_state], feed)
        print(total, state.tolist())
