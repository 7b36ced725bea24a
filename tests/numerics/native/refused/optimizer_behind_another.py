import numpy as np
import tensorflow as tf

x = tf.placeholder(tf.float32, [None, 1])
d = tf.Variable(0.5)
g = tf.Variable(0.1)
d_loss = tf.reduce_mean(tf.square(x * d - g))
d_train = tf.train.GradientDescentOptimizer(0.5).minimize(d_loss, var_list=[d])
with tf.control_dependencies([d_train]):
    g_train = tf.train.GradientDescentOptimizer(0.5).minimize(-d_loss, var_list=[g])

with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    sess.run([d_train, g_train], {x: np.ones([3, 1])})  # refused: the second step reads `d` before or after the first one
    print(sess.run([d, g]))
