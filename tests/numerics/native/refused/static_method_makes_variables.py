"""A static method makes variables and computes with them."""

import numpy as np
import tensorflow as tf


class Net:
    def __init__(self):
        self.x = tf.placeholder(tf.float32, [None, 3])
        h = self._affine(self.x, [3, 4])  # refused: the method has no object
        self.out = self._affine(h, [4, 2])
        self.loss = tf.reduce_mean(tf.square(self.out))
        self.train = tf.train.GradientDescentOptimizer(0.1).minimize(self.loss)

    @staticmethod
    def _affine(x, shape):
        w = tf.Variable(tf.constant(0.2, shape=shape))
        b = tf.Variable(tf.zeros([shape[1]]))
        return tf.matmul(x, w) + b


net = Net()
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for _ in range(3):
        print(sess.run([net.train, net.loss], {net.x: np.ones((2, 3))})[1])
