"""Deep deterministic policy gradient: each of two methods makes a network that learns and one that follows it slowly."""
import numpy as np
import tensorflow as tf

TAU = 0.1
GAMMA = 0.9


class DDPG(object):
    def __init__(self, a_dim, s_dim, a_bound):
        self.sess = tf.Session()
        self.a_dim, self.s_dim, self.a_bound = a_dim, s_dim, a_bound
        self.S = tf.placeholder(tf.float32, [None, s_dim], 's')
        self.S_ = tf.placeholder(tf.float32, [None, s_dim], 's_')
        self.R = tf.placeholder(tf.float32, [None, 1], 'r')

        with tf.variable_scope('Actor'):
            self.a = self._build_a(self.S, scope='eval', trainable=True)
            a_ = self._build_a(self.S_, scope='target', trainable=False)
        with tf.variable_scope('Critic'):
            # self.a is fed with the actions in memory when the critic learns
            q = self._build_c(self.S, self.a, scope='eval', trainable=True)
            q_ = self._build_c(self.S_, a_, scope='target', trainable=False)

        # parameters of the networks
        self.ae_params = tf.get_collection(tf.GraphKeys.GLOBAL_VARIABLES, scope='Actor/eval')
        self.at_params = tf.get_collection(tf.GraphKeys.GLOBAL_VARIABLES, scope='Actor/target')
        self.ce_params = tf.get_collection(tf.GraphKeys.GLOBAL_VARIABLES, scope='Critic/eval')
        self.ct_params = tf.get_collection(tf.GraphKeys.GLOBAL_VARIABLES, scope='Critic/target')
        self.soft_replace = [tf.assign(t, (1 - TAU) * t + TAU * e)
                             for t, e in zip(self.at_params + self.ct_params, self.ae_params + self.ce_params)]

        q_target = self.R + GAMMA * q_
        td_error = tf.losses.mean_squared_error(labels=q_target, predictions=q)
        self.ctrain = tf.train.AdamOptimizer(0.02).minimize(td_error, var_list=self.ce_params)
        a_loss = -tf.reduce_mean(q)    # maximize the q
        self.atrain = tf.train.AdamOptimizer(0.01).minimize(a_loss, var_list=self.ae_params)
        self.sess.run(tf.global_variables_initializer())

    def choose_action(self, s):
        return self.sess.run(self.a, {self.S: s[np.newaxis, :]})[0]

    def learn(self, bs, ba, br, bs_):
        # the networks have not been used yet when this runs for the first time
        self.sess.run(self.soft_replace)
        self.sess.run(self.atrain, {self.S: bs})
        self.sess.run(self.ctrain, {self.S: bs, self.a: ba, self.R: br, self.S_: bs_})

    def _build_a(self, s, scope, trainable):
        with tf.variable_scope(scope):
            start = tf.constant_initializer(0.1 if trainable else 0.3)
            net = tf.layers.dense(s, 6, activation=tf.nn.relu, kernel_initializer=start, name='l1', trainable=trainable)
            a = tf.layers.dense(net, self.a_dim, activation=tf.nn.tanh, kernel_initializer=start, name='a', trainable=trainable)
            return tf.multiply(a, self.a_bound, name='scaled_a')

    def _build_c(self, s, a, scope, trainable):
        with tf.variable_scope(scope):
            n_l1 = 5
            start = tf.constant_initializer(0.2)
            w1_s = tf.get_variable('w1_s', [self.s_dim, n_l1], initializer=start, trainable=trainable)
            w1_a = tf.get_variable('w1_a', [self.a_dim, n_l1], initializer=start, trainable=trainable)
            b1 = tf.get_variable('b1', [1, n_l1], initializer=start, trainable=trainable)
            net = tf.nn.relu(tf.matmul(s, w1_s) + tf.matmul(a, w1_a) + b1)
            return tf.layers.dense(net, 1, kernel_initializer=start, trainable=trainable)  # Q(s,a)


rs = np.random.RandomState(5)
agent = DDPG(2, 3, np.array([2.0, 1.0], np.float32))
for i in range(6):
    agent.learn(rs.rand(8, 3), rs.rand(8, 2), rs.rand(8, 1), rs.rand(8, 3))
    print(i, agent.choose_action(np.array([0.2, 0.4, 0.6])))
