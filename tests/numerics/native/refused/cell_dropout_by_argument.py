"""Whether the outputs of a cell are dropped is decided when the program runs."""
import sys
import numpy as np
import tensorflow as tf
keep = float(sys.argv[1]) if len(sys.argv) > 1 else 0.5
x = tf.placeholder(tf.float32, [None, 4, 3])
cell = tf.nn.rnn_cell.GRUCell(5)
if keep < 1:
    cell = tf.nn.rnn_cell.DropoutWrapper(cell, output_keep_prob=keep)
outputs, _ = tf.nn.dynamic_rnn(cell, x, dtype=tf.float32)  # refused: with or without dropout
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    print(sess.run(outputs, {x: np.ones((2, 4, 3))}))
