"""Helpers that fill a shape with a number they are given, a regularizer that nothing asks for, and a graph that is finalized."""
import numpy as np
import tensorflow as tf


def count_parameters():
    size = lambda v: int(np.prod(v.get_shape().as_list()))
    return sum(size(v) for v in tf.trainable_variables())


def bias_variable(shape, start=0.1):
    return tf.Variable(tf.constant(start, shape=shape))


def weight_variable(shape, scale):
    return tf.Variable(tf.constant(scale / 4, shape=shape, dtype=tf.float32))


x = tf.placeholder(tf.float32, [None, 2])
w1, b1 = weight_variable([2, 3], 1.0), bias_variable([3])
h = tf.nn.relu(tf.matmul(x, w1) + b1)
w2 = tf.get_variable('w2', shape=[3, 1], regularizer=tf.contrib.layers.l2_regularizer(0.1),
                     initializer=tf.constant_initializer(0.5))
b2 = bias_variable([1], start=-0.5)
y = tf.matmul(h, w2) + b2
drawn = tf.get_variable('drawn', [50, 40], initializer=tf.variance_scaling_initializer(2.0, 'fan_avg', 'uniform'))
sess = tf.Session()
sess.run(tf.global_variables_initializer())
sess.graph.finalize()
for i in range(3):
    print(sess.run(y, feed_dict={x: np.full((2, 2), i)}).ravel())
limit = np.sqrt(3 * 2.0 / 45)
print(sess.run(drawn).shape, bool(np.abs(sess.run(drawn)).max() < limit))
