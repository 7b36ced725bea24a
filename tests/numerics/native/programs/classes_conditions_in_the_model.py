"""Parts of a model that conditions decide on, some of them with variables of their own."""
import sys

import numpy as np
import tensorflow as tf


class Model(object):
    def __init__(self, kind, doubled=True):
        self.x = tf.placeholder(tf.float32, [None, 3])
        self.z = tf.placeholder(tf.float32, [None, 3])
        self.kind = 'plain'
        if len(sys.argv) < 20:
            self.kind = kind
        if doubled:
            self.h, other = self.x * 2.0, self.z
        else:
            self.h, other = self.z, self.x
        if self.kind == 'scaled':
            scale = tf.get_variable('scale', [3], initializer=tf.constant_initializer([1.0, 2.0, 3.0]))
            self.h = self.h * scale
        elif self.kind == 'shifted':
            # another kind
            shift = tf.get_variable('shift', [3], initializer=tf.constant_initializer(0.5))
            self.h = self.h + shift
        self.y = self.h + other


x = tf.placeholder(tf.float32, [None])
a = x + 1.0
b = x + 2.0
if len(sys.argv) < 20:
    pair = [a, b]
else:
    pair = [b, a]
model = Model('shifted')
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    feed = {model.x: np.ones((2, 3)), model.z: np.arange(6.0).reshape(2, 3)}
    print(sess.run(model.y, feed))
    print(sess.run(model.h, feed))
    first, second = sess.run(pair, {x: [1.0, 2.0]})
    print(first, second)
