"""The number is what dropout keeps in TensorFlow 1, and what it drops in TensorFlow 2; the script runs under both."""
import numpy as np
import tensorflow as tf

tf.compat.v1.disable_eager_execution()

x = tf.compat.v1.placeholder(tf.float32, [None, 4])
thinned = tf.nn.dropout(x, 0.75)  # refused: which TensorFlow is meant
share = tf.reduce_mean(tf.cast(tf.equal(thinned, 0.0), tf.float32))

with tf.compat.v1.Session() as sess:
    print(sess.run(share, feed_dict={x: np.ones((1000, 4), np.float32)}) > 0.5)
