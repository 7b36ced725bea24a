"""A function changes the array that tensors are fed which are run one by one."""

import numpy as np
import tensorflow as tf

x = tf.placeholder(tf.float32, [2])
data = np.array([1.0, 2.0])
values = [tf.reduce_sum(x), tf.reduce_max(x)]


def advance():
    data[:] = data + 1.0


with tf.Session() as sess:
    for value in values:  # refused: another feed for each
        print(sess.run(value, feed_dict={x: data}))
        advance()
