import numpy as np
import tensorflow as tf

x = tf.placeholder(tf.float32, [None, 1])
d = tf.Variable(0.5)
g = tf.Variable(0.1)
optimizer = tf.train.AdamOptimizer(0.1)
d_train = optimizer.minimize(tf.reduce_mean(tf.square(x * d - 1.0)), var_list=[d])
g_train = optimizer.minimize(tf.reduce_mean(tf.square(x * g + 1.0)), var_list=[g])

with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for _ in range(3):
        sess.run([d_train, g_train], {x: np.ones([3, 1])})  # refused: each step multiplies up the powers that both read
    print(sess.run([d, g]))
