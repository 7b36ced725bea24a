"""Which variable is which in a second graph is said by the names of the graph, not by those of the program."""
import os
import tempfile

import numpy as np
import tensorflow as tf

path = os.path.join(tempfile.mkdtemp(), 'values')

a = tf.get_variable('left', [2], initializer=tf.constant_initializer([1.0, 2.0]))
b = tf.get_variable('right', [2], initializer=tf.constant_initializer([3.0, 4.0]))
first = tf.Variable([5.0, 6.0])
second = tf.Variable([7.0, 8.0])
with tf.variable_scope('inner'):
    c = tf.Variable(9.0, name='left')
grow = tf.assign_add(a, b)
saver = tf.train.Saver()
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    sess.run(grow)
    print(sess.run([a, b, first, second, c]))
    saver.save(sess, path)

tf.reset_default_graph()
second = tf.Variable(np.zeros(2, np.float32))
b = tf.get_variable('left', [2])
with tf.variable_scope('inner'):
    x = tf.Variable(0.0, name='left')
a = tf.get_variable('right', [2])
first = tf.Variable(np.zeros(2, np.float32))
reader = tf.train.Saver()
with tf.Session() as sess:
    reader.restore(sess, path)
    print('a', a.eval(), 'b', b.eval())
    print('first', first.eval(), 'second', second.eval())
    print('x', x.eval())
