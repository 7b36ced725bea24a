"""A part of an array is the same memory: `+=` changes what the graph was built with, which TensorFlow 1 had copied."""

import numpy as np
import tensorflow as tf

x = tf.placeholder(tf.float32, [None])
base = np.arange(4.0)
view = base[:2]
y = x + view
with tf.Session() as sess:
    print(sess.run(y, {x: [1.0, 1.0]}))
    base += 1.0  # refused: another view
    print(sess.run(y, {x: [1.0, 1.0]}))
