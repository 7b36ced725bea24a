"""A variable is shared, and NumPy draws its first value again where it is there already: what is drawn next is another number then."""

import numpy as np
import tensorflow as tf

np.random.seed(1)


def dense(x, name):
    first = np.random.randn(2, 2).astype(np.float32)  # refused: called again
    with tf.variable_scope(name, reuse=tf.AUTO_REUSE):
        w = tf.get_variable("w", initializer=first)
    return tf.matmul(x, w)


x = tf.placeholder(tf.float32, [None, 2])
y = dense(x, "layer") + dense(2 * x, "layer")
after = np.random.randn()

with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    print(sess.run(y, feed_dict={x: np.ones([1, 2])}), after)
