"""A helper adds to the collection that `tf.losses.get_total_loss` adds up."""
import numpy as np
import tensorflow as tf


def weight(shape, wd):
    w = tf.Variable(tf.ones(shape))
    tf.add_to_collection(tf.GraphKeys.LOSSES, wd * tf.nn.l2_loss(w))
    return w


x = tf.placeholder(tf.float32, [None, 2])
y = tf.placeholder(tf.float32, [None, 1])
tf.losses.mean_squared_error(y, tf.matmul(x, weight([2, 1], 0.2)))
total = tf.losses.get_total_loss()  # refused: the decay is part of it
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    print(sess.run(total, {x: np.ones((1, 2)), y: np.zeros((1, 1))}))
