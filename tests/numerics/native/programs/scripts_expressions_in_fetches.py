"""Expressions that are written out where they are fetched: those that stay the same move into functions, those of variables are computed in place."""

import numpy as np
import tensorflow as tf

x = tf.placeholder(tf.float32, [2])
w = tf.Variable(1.5)
y = x * w
z = x - w
weights = [tf.Variable(float(k), name='k%d' % k) for k in range(3)]
outputs = [y, z, y + z]
SCALE = 3


with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    feed = {x: np.array([1.0, 2.0])}
    factor = 2
    print(sess.run([y * factor, z * (factor + SCALE)], feed))
    print(sess.run(outputs[-1], feed), sess.run(outputs[:2], feed), sess.run(outputs + [y * z], feed))
    print(sess.run(tuple(outputs), feed), sess.run(dict(y=y, z=z), feed))
    print(sess.run([tf.reduce_max(one) for one in outputs], feed))
    for i in range(3):
        print(sess.run(weights[i]), sess.run(weights[i] * 2), sess.run(tf.one_hot(i, 3)))
        print(sess.run(w.assign_add(i)), (y[1:] + SCALE).eval(feed))
