"""A constant with fewer values than its shape has: TensorFlow 1 repeats the last one."""
import numpy as np
import tensorflow as tf


def bias(shape, start):
    return tf.Variable(tf.constant(start, shape=shape))  # refused: may be several values


x = tf.placeholder(tf.float32, [None, 3])
y = x + bias([3], 0.5) + bias([3], [1.0, 2.0])
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    print(sess.run(y, {x: np.ones((2, 3))}))
