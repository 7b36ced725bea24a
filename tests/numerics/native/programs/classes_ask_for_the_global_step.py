"""Two estimators count their steps with the global step of the graph, which they ask for."""
import numpy as np
import tensorflow as tf


class Policy:
    def __init__(self, rate=0.1, scope='policy'):
        with tf.variable_scope(scope):
            self.state = tf.placeholder(tf.float32, [None, 3], 'state')
            self.target = tf.placeholder(tf.float32, [None, 1], 'target')
            w = tf.get_variable('w', [3, 1], initializer=tf.constant_initializer(0.3))
            self.output = tf.sigmoid(tf.matmul(self.state, w))
            self.loss = -tf.reduce_mean(tf.log(self.output) * self.target)
            self.optimizer = tf.train.GradientDescentOptimizer(learning_rate=rate)
            self.train_op = self.optimizer.minimize(self.loss, global_step=tf.contrib.framework.get_global_step())

    def predict(self, state, sess=None):
        sess = sess or tf.get_default_session()
        return sess.run(self.output, {self.state: state})

    def update(self, state, target, sess=None):
        sess = sess or tf.get_default_session()
        feed_dict = {self.state: state, self.target: target}
        _, loss = sess.run([self.train_op, self.loss], feed_dict)
        return loss


class Value:
    def __init__(self, rate=0.2, scope='value'):
        with tf.variable_scope(scope):
            self.state = tf.placeholder(tf.float32, [None, 3], 'state')
            self.target = tf.placeholder(tf.float32, [None, 1], 'target')
            v = tf.get_variable('v', [3, 1], initializer=tf.constant_initializer(0.1))
            self.output = tf.matmul(self.state, v)
            self.loss = tf.reduce_mean(tf.squared_difference(self.output, self.target))
            self.train_op = tf.train.GradientDescentOptimizer(rate).minimize(self.loss, global_step=tf.train.get_global_step())

    def predict(self, state, sess=None):
        sess = sess or tf.get_default_session()
        return sess.run(self.output, {self.state: state})

    def update(self, state, target, sess=None):
        sess = sess or tf.get_default_session()
        _, loss = sess.run([self.train_op, self.loss], {self.state: state, self.target: target})
        return loss


tf.reset_default_graph()
global_step = tf.Variable(0, name='global_step', trainable=False)
policy = Policy()
value = Value()
rng = np.random.RandomState(0)
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for _ in range(4):
        state = rng.rand(5, 3)
        target = 1 - value.predict(state)
        print('%.5f %.5f' % (value.update(state, target), policy.update(state, target)))
    print(sess.run(global_step))
