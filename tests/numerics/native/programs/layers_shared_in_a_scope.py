import numpy as np
import tensorflow as tf

x = tf.placeholder(tf.float32, [None, 3])
with tf.variable_scope('scores', reuse=tf.AUTO_REUSE):
    first = tf.layers.dense(x, 2, name='dense')
    second = tf.layers.dense(x * 2, 2, name='dense')
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    print(np.allclose(*sess.run([first * 2, second], {x: np.ones((1, 3))})))
