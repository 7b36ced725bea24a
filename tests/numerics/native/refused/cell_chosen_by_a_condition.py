import sys

import numpy as np
import tensorflow as tf


class Model(object):
    def __init__(self, kind):
        self.x = tf.placeholder(tf.float32, [None, 3, 2])
        if kind == 'lstm':
            self.cell = tf.nn.rnn_cell.BasicLSTMCell(3)
        else:
            self.cell = tf.nn.rnn_cell.GRUCell(3)
        outputs, self.state = tf.nn.dynamic_rnn(self.cell, self.x, dtype=tf.float32)  # refused: an LSTM has another state


model = Model(sys.argv[1] if len(sys.argv) > 1 else 'lstm')
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    print(sess.run(model.state, {model.x: np.ones((1, 3, 2))}))
