"""The second network is also penalized for the weights of the first one."""
import numpy as np
import tensorflow as tf


class Net:
    def __init__(self, scope, val, sess):
        self.sess = sess
        with tf.variable_scope(scope):
            self.x = tf.placeholder(tf.float32, [None, 2])
            self.y = tf.placeholder(tf.float32, [None, 1])
            self.w = tf.get_variable('w', initializer=np.full((2, 1), val, np.float32))
            self.out = tf.matmul(self.x, self.w)
            self.mse = tf.reduce_mean(tf.square(self.out - self.y))
            self.loss = self.mse + 0.1 * tf.add_n([tf.nn.l2_loss(v) for v in tf.trainable_variables()])  # refused: each object lists what those before it made
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
