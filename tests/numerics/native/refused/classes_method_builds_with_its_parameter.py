"""A method computes with what the object has built, and runs that."""
import numpy as np
import tensorflow as tf


class Network(object):
    def __init__(self, size):
        self.build_graph(size)

    def build_graph(self, size):
        self.x = tf.placeholder(tf.float32, [None, size])
        W = tf.Variable(tf.zeros([size, 2]))
        self.y = tf.nn.softmax(tf.matmul(self.x, W))
        self.y_ = tf.placeholder(tf.float32, [None, 2])
        self.cross_entropy = tf.reduce_mean(-tf.reduce_sum(self.y_ * tf.log(self.y), axis=1))
        self.train_step = tf.train.GradientDescentOptimizer(0.5).minimize(self.cross_entropy)

    def train(self, xs, ys):
        self.sess = tf.Session()
        init = tf.global_variables_initializer()
        self.sess.run(init)
        for _ in range(5):
            self.sess.run(self.train_step, feed_dict={self.x: xs, self.y_: ys})

    def eval(self, xs, ys, k=1.0):
        self.correct_prediction = tf.equal(tf.argmax(self.y, 1), tf.argmax(self.y_, 1))
        self.accuracy = k * tf.reduce_mean(tf.cast(self.correct_prediction, tf.float32))
        print('%.5f' % self.sess.run(self.accuracy, feed_dict={self.x: xs, self.y_: ys}))  # refused: k is another number in each call


rng = np.random.RandomState(0)
xs = rng.randn(20, 3)
ys = np.eye(2)[(xs[:, 0] > 0).astype(int)]
network = Network(3)
network.train(xs, ys)
network.eval(xs, ys)
network.eval(xs[:7], ys[:7], 3.0)
