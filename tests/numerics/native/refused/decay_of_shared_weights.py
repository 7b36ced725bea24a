"""A helper adds the decay of a weight each time that it is called, and the second call shares the weight of the first one."""
import numpy as np
import tensorflow as tf


def embed(x):
    with tf.variable_scope('embed', reuse=tf.AUTO_REUSE):
        w = tf.get_variable('w', [2, 1], initializer=tf.constant_initializer(0.5))
        tf.add_to_collection('losses', 0.1 * tf.nn.l2_loss(w))  # refused: added twice, as the weight is shared
        return tf.matmul(x, w)


left = tf.placeholder(tf.float32, [None, 2])
right = tf.placeholder(tf.float32, [None, 2])
distance = tf.reduce_mean(tf.square(embed(left) - embed(right)))
loss = distance + tf.add_n(tf.get_collection('losses'))
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    print(sess.run(loss, {left: np.ones((3, 2)), right: np.zeros((3, 2))}))
