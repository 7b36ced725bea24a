"""The second graph makes its variables in another order, in which an optimizer of Keras keeps its own."""
import os
import tempfile

import tensorflow as tf

path = os.path.join(tempfile.mkdtemp(), 'values')

u = tf.get_variable('u', initializer=1.0)
v = tf.get_variable('v', initializer=2.0)
step = tf.train.AdamOptimizer(0.1).minimize(u * u * v)
saver = tf.train.Saver()
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    sess.run(step)
    saver.save(sess, path)

tf.reset_default_graph()
v = tf.get_variable('v', initializer=2.0)
u = tf.get_variable('u', initializer=1.0)
step = tf.train.AdamOptimizer(0.1).minimize(u * u * v)
saver = tf.train.Saver()  # refused: which variables are the same in both
with tf.Session() as sess:
    saver.restore(sess, path)
    sess.run(step)
    print(sess.run([u, v]))
