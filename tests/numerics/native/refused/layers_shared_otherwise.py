"""Not the same: another activation."""
import numpy as np
import tensorflow as tf

x = tf.placeholder(tf.float32, [None, 2])
a = tf.layers.dense(x, 2, tf.nn.relu, name='l', kernel_initializer=tf.constant_initializer(0.2))
b = tf.layers.dense(x, 2, tf.nn.tanh, name='l', reuse=True)  # refused: the same variables with another activation
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    print(sess.run([a, b], {x: np.ones((1, 2))}))
