"""The second network also adds the penalties of the first one, as both are in the graph by then."""
import numpy as np
import tensorflow as tf


class Net:
    def __init__(self, scope, val, sess):
        self.sess = sess
        with tf.variable_scope(scope):
            self.x = tf.placeholder(tf.float32, [None, 2])
            self.y = tf.placeholder(tf.float32, [None, 1])
            self.out = tf.layers.dense(self.x, 1, kernel_initializer=tf.constant_initializer(val), kernel_regularizer=tf.contrib.layers.l2_regularizer(0.1))
            self.mse = tf.reduce_mean(tf.square(self.out - self.y))
            self.loss = self.mse + tf.losses.get_regularization_loss()  # refused: each object lists what those before it made
            self.train = tf.train.GradientDescentOptimizer(0.1).minimize(self.loss)

    def fit(self, x, y):
        return self.sess.run([self.train, self.loss], {self.x: x, self.y: y})[1]

    def cost(self, x, y):
        return self.sess.run(self.loss, {self.x: x, self.y: y})


sess = tf.Session()
a = Net('a', 0.1, sess)
b = Net('b', 0.3, sess)
sess.run(tf.global_variables_initializer())
rng = np.random.RandomState(0)
for i in range(3):
    print(a.fit(rng.rand(3, 2), rng.rand(3, 1)))
    print(b.fit(rng.rand(3, 2), rng.rand(3, 1)))
