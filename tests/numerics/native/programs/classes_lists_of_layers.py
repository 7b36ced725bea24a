"""An agent whose networks stand in the constructor, with lists of their variables that are used by several operations."""
import numpy as np
import tensorflow as tf


class Agent:
    def __init__(self, n_features, n_actions, learning_rate=0.1):
        self.s = tf.placeholder(tf.float32, [None, n_features], 's')
        self.s_ = tf.placeholder(tf.float32, [None, n_features], 's_')
        self.q_target = tf.placeholder(tf.float32, [None, n_actions], 'q_target')
        with tf.variable_scope('eval_net'):
            hidden = tf.layers.dense(self.s, 5, tf.nn.tanh, kernel_initializer=tf.constant_initializer(0.3), name='e1')
            self.q_eval = tf.layers.dense(hidden, n_actions, kernel_initializer=tf.constant_initializer(0.2), name='q')
        with tf.variable_scope('target_net'):
            hidden = tf.layers.dense(self.s_, 5, tf.nn.tanh, kernel_initializer=tf.constant_initializer(0.6), name='t1')
            self.q_next = tf.layers.dense(hidden, n_actions, kernel_initializer=tf.constant_initializer(0.5), name='t2')
        t_params = tf.get_collection(tf.GraphKeys.GLOBAL_VARIABLES, scope='target_net')
        e_params = tf.get_collection(tf.GraphKeys.GLOBAL_VARIABLES, scope='eval_net')
        self.hard_update = [tf.assign(t, e) for t, e in zip(t_params, e_params)]
        self.soft_update = [t.assign(0.8 * t + 0.2 * e) for t, e in zip(t_params, e_params)]
        self.loss = tf.reduce_mean(tf.squared_difference(self.q_target, self.q_eval))
        self.train_op = tf.train.RMSPropOptimizer(learning_rate).minimize(self.loss, var_list=e_params)
        self.sess = tf.Session()
        self.sess.run(tf.global_variables_initializer())

    def learn(self, s, s_, r):
        q_next = self.sess.run(self.q_next, {self.s_: s_})
        _, loss = self.sess.run([self.train_op, self.loss], {self.s: s, self.q_target: r + 0.9 * q_next})
        return loss


agent = Agent(3, 2)
agent.sess.run(agent.soft_update)
rs = np.random.RandomState(7)
for i in range(6):
    print(agent.learn(rs.rand(4, 3), rs.rand(4, 3), rs.rand(4, 1)))
    if i == 3:
        agent.sess.run(agent.hard_update)
    else:
        agent.sess.run(agent.soft_update)
print(agent.sess.run(agent.q_next, {agent.s_: np.eye(3)}))
