"""Actor and critic in two classes that share a session, with a normal policy from tf.distributions."""
import numpy as np
import tensorflow as tf

np.random.seed(2)
tf.set_random_seed(2)


class Actor(object):
    def __init__(self, sess, n_features, action_bound, lr=0.01):
        self.sess = sess
        self.s = tf.placeholder(tf.float32, [1, n_features], "state")
        self.a = tf.placeholder(tf.float32, None, name="act")
        self.td_error = tf.placeholder(tf.float32, None, name="td_error")  # TD_error

        l1 = tf.layers.dense(inputs=self.s, units=12, activation=tf.nn.relu,
            kernel_initializer=tf.random_normal_initializer(0., .1),
            bias_initializer=tf.constant_initializer(0.1), name='l1')
        mu = tf.layers.dense(inputs=l1, units=1, activation=tf.nn.tanh, name='mu')
        sigma = tf.layers.dense(inputs=l1, units=1, activation=tf.nn.softplus, name='sigma')
        global_step = tf.Variable(0, trainable=False)
        self.mu, self.sigma = tf.squeeze(mu*2), tf.squeeze(sigma+0.1)
        self.normal_dist = tf.distributions.Normal(self.mu, self.sigma)
        self.action = tf.clip_by_value(self.normal_dist.sample(1), action_bound[0], action_bound[1])

        with tf.name_scope('exp_v'):
            log_prob = self.normal_dist.log_prob(self.a)
            self.exp_v = log_prob * self.td_error
            # Add cross entropy cost to encourage exploration
            self.exp_v += 0.01*self.normal_dist.entropy()
        with tf.name_scope('train'):
            self.train_op = tf.train.AdamOptimizer(lr).minimize(-self.exp_v, global_step)

    def learn(self, s, a, td):
        s = s[np.newaxis, :]
        _, exp_v = self.sess.run([self.train_op, self.exp_v], {self.s: s, self.a: a, self.td_error: td})
        return exp_v

    def choose_action(self, s):
        return self.sess.run(self.action, {self.s: s[np.newaxis, :]})


class Critic(object):
    def __init__(self, sess, n_features, lr=0.02):
        self.sess = sess
        with tf.name_scope('inputs'):
            self.s = tf.placeholder(tf.float32, [1, n_features], "state")
            self.v_ = tf.placeholder(tf.float32, [1, 1], name="v_next")
            self.r = tf.placeholder(tf.float32, name='r')
        with tf.variable_scope('Critic'):
            l1 = tf.layers.dense(self.s, 12, tf.nn.relu, name='l1')
            self.v = tf.layers.dense(l1, 1, name='V')
        with tf.variable_scope('squared_TD_error'):
            self.td_error = tf.reduce_mean(self.r + 0.9 * self.v_ - self.v)
            self.loss = tf.square(self.td_error)
        with tf.variable_scope('train'):
            self.train_op = tf.train.AdamOptimizer(lr).minimize(self.loss)

    def learn(self, s, r, s_):
        s, s_ = s[np.newaxis, :], s_[np.newaxis, :]
        v_ = self.sess.run(self.v, {self.s: s_})
        td_error, _ = self.sess.run([self.td_error, self.train_op], {self.s: s, self.v_: v_, self.r: r})
        return td_error


sess = tf.Session()
actor = Actor(sess, n_features=2, action_bound=[-2., 2.])
critic = Critic(sess, n_features=2)
sess.run(tf.global_variables_initializer())
s = np.zeros(2)
errors = []
for step in range(150):
    a = actor.choose_action(s)
    r = -float(np.abs(a - 1.0).sum())
    s_ = np.clip(s + np.random.randn(2) * 0.1, -1, 1)
    td = critic.learn(s, r, s_)
    actor.learn(s, a, td)
    errors.append(td)
    s = s_
print("action", a.shape, "finite", bool(np.isfinite(errors).all()))
