import numpy as np
import tensorflow as tf


class Brain:
    def __init__(self, n, k):
        self.n = n
        self._build()
        t_params = tf.get_collection('target_params')
        e_params = tf.get_collection('eval_params')
        self.replace_op = [tf.assign(t, e) for t, e in zip(t_params, e_params)]
        self.sess = tf.Session()
        self.sess.run(tf.global_variables_initializer())

    def _build(self):
        self.s = tf.placeholder(tf.float32, [None, self.n], name='s')
        self.target = tf.placeholder(tf.float32, [None, 2], name='target')
        with tf.variable_scope('eval'):
            names, size, w_init, b_init = ['eval_params', tf.GraphKeys.GLOBAL_VARIABLES], 3, tf.constant_initializer(0.2), tf.constant_initializer(0.1)
            with tf.variable_scope('l1'):
                w1 = tf.get_variable('w1', [self.n, size], initializer=w_init, collections=names)
                b1 = tf.get_variable('b1', [1, size], initializer=b_init, collections=names)
                l1 = tf.nn.relu(tf.matmul(self.s, w1) + b1)
            with tf.variable_scope('l2'):
                w2 = tf.get_variable('w2', [size, 2], initializer=w_init, collections=names)
                self.q = tf.matmul(l1, w2)
        with tf.variable_scope('loss'):
            self.loss = tf.reduce_mean(tf.squared_difference(self.target, self.q))
        with tf.variable_scope('train'):
            self.train_op = tf.train.RMSPropOptimizer(0.01).minimize(self.loss)
        self.s_ = tf.placeholder(tf.float32, [None, self.n], name='s_')
        with tf.variable_scope('target'):
            names = ['target_params', tf.GraphKeys.GLOBAL_VARIABLES]
            with tf.variable_scope('l1'):
                w1 = tf.get_variable('w1', [self.n, size], initializer=w_init, collections=names)
                b1 = tf.get_variable('b1', [1, size], initializer=b_init, collections=names)
                l1 = tf.nn.relu(tf.matmul(self.s_, w1) + b1)
            with tf.variable_scope('l2'):
                w2 = tf.get_variable('w2', [size, 2], initializer=w_init, collections=names)
                self.next = tf.matmul(l1, w2)

    def learn(self, s, s_, r):
        self.sess.run(self.replace_op)
        q = self.sess.run(self.next, {self.s_: s_})
        _, loss = self.sess.run([self.train_op, self.loss], {self.s: s, self.target: r + 0.9 * q})
        return loss


rng = np.random.RandomState(0)
brain = Brain(4, 2)
for _ in range(4):
    print('%.5f' % brain.learn(rng.rand(5, 4), rng.rand(5, 4), rng.rand(5, 2)))
