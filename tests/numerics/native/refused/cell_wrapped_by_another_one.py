import numpy as np
import tensorflow as tf

x = tf.placeholder(tf.float32, [None, 4, 3])
cell = tf.contrib.rnn.AttentionCellWrapper(tf.nn.rnn_cell.BasicLSTMCell(5), 2)  # refused: what it does is not known to Keras
outputs, state = tf.nn.dynamic_rnn(cell, x, dtype=tf.float32)
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    print(sess.run(outputs, {x: np.ones((2, 4, 3))}).shape)
