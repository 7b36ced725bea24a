"""The same first numbers are drawn once more by a new session, and other ones each time after that."""
import numpy as np
import tensorflow as tf

tf.set_random_seed(5)
x = tf.placeholder(tf.float32, [None, 2])
w = tf.Variable(tf.random_normal([2, 1]))
out = tf.matmul(x, w)
train = tf.train.GradientDescentOptimizer(0.1).minimize(tf.reduce_mean(out))
init = tf.global_variables_initializer()

with tf.Session() as sess:
    sess.run(init)
    first = sess.run(w)
    sess.run(train, {x: np.ones([1, 2])})
found = []
with tf.Session() as sess:
    for i in range(3):
        sess.run(init)  # refused: what is drawn is the same the first time, and not later
        found.append(sess.run(w))
        sess.run(train, {x: np.ones([1, 2])})
print([bool(np.allclose(first, one)) for one in found])
