"""Without a range the numbers lie between 0 and 1 in TensorFlow 1, and between -0.05 and 0.05 in TensorFlow 2."""
import numpy as np
import tensorflow as tf

tf.compat.v1.disable_eager_execution()

x = tf.compat.v1.placeholder(tf.float32, [None, 40])
start = tf.random_normal_initializer(stddev=0.1)
w = tf.compat.v1.get_variable("w", [40, 30], initializer=start)
b = tf.compat.v1.get_variable("b", [30], initializer=tf.random_uniform_initializer())  # refused: which TensorFlow is meant
top = tf.reduce_max(tf.matmul(x, w) + b)

with tf.compat.v1.Session() as sess:
    sess.run(tf.compat.v1.global_variables_initializer())
    print(sess.run(top, feed_dict={x: np.zeros((1, 40), np.float32)}) > 0.1)
