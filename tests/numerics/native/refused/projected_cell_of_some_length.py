import numpy as np
import tensorflow as tf

x = tf.placeholder(tf.float32, [None, 4, 3])
lengths = tf.placeholder(tf.int32, [None])
cell = tf.contrib.rnn.OutputProjectionWrapper(tf.nn.rnn_cell.GRUCell(5), 2)
outputs, state = tf.nn.dynamic_rnn(cell, x, sequence_length=lengths, dtype=tf.float32)  # refused: zeros behind the end, dense layer or not
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    print(sess.run(outputs, {x: np.ones((2, 4, 3)), lengths: [2, 4]})[0, -1])
