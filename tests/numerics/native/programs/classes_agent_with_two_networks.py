import numpy as np
import tensorflow as tf


class Network:
    def __init__(self, n, k, scope):
        with tf.variable_scope(scope):
            self.x = tf.placeholder(tf.float32, [None, n])
            h = tf.layers.dense(self.x, 4, activation=tf.nn.relu, kernel_initializer=tf.constant_initializer(0.1))
            self.q = tf.layers.dense(h, k, kernel_initializer=tf.constant_initializer(0.2))
            self.y = tf.placeholder(tf.float32, [None, k])
            self.loss = tf.reduce_mean(tf.square(self.y - self.q))
            self.train = tf.train.GradientDescentOptimizer(0.1).minimize(self.loss)


class Agent:
    def __init__(self, n, k):
        self.main = Network(n, k, 'main')
        self.target = Network(n, k, 'target')
        main_vars = tf.get_collection(tf.GraphKeys.TRAINABLE_VARIABLES, scope='main')
        target_vars = tf.get_collection(tf.GraphKeys.TRAINABLE_VARIABLES, scope='target')
        self.update_target = [t.assign(m) for t, m in zip(target_vars, main_vars)]
        self.sess = tf.Session()
        self.sess.run(tf.global_variables_initializer())

    def learn(self, x):
        q = self.sess.run(self.target.q, {self.target.x: x})
        loss, _ = self.sess.run([self.main.loss, self.main.train], feed_dict={self.main.x: x, self.main.y: q + 1})
        return loss

    def copy(self):
        self.sess.run(self.update_target)


agent = Agent(3, 2)
rng = np.random.RandomState(0)
for step in range(6):
    print('%.5f' % agent.learn(rng.rand(5, 3)))
    if step % 2:
        agent.copy()
