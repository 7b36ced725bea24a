import numpy as np
import tensorflow as tf


class QNetwork:
    def __init__(self, n, k, name):
        with tf.variable_scope(name):
            self.x = tf.placeholder(tf.float32, [None, n])
            self.y = tf.placeholder(tf.float32, [None, k])
            h = tf.layers.dense(self.x, 4, activation=tf.nn.relu, kernel_initializer=tf.constant_initializer(0.1))
            self.q = tf.layers.dense(h, k, kernel_initializer=tf.constant_initializer(0.2))
            self.loss = tf.reduce_mean(tf.square(self.y - self.q))
            self.train = tf.train.GradientDescentOptimizer(0.1).minimize(self.loss)
        self.vars = tf.get_collection(tf.GraphKeys.TRAINABLE_VARIABLES, scope=name)


main_net = QNetwork(3, 2, 'main')
target_net = QNetwork(3, 2, 'target')
copy_ops = [t.assign(m) for t, m in zip(target_net.vars, main_net.vars)]
rng = np.random.RandomState(0)
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for step in range(4):
        x = rng.rand(5, 3)
        q = sess.run(target_net.q, {target_net.x: x})
        loss, _ = sess.run([main_net.loss, main_net.train], {main_net.x: x, main_net.y: 1 + q})
        if step % 2 == 1:
            sess.run([copy_ops, main_net.train], {main_net.x: x, main_net.y: 1 + q})  # refused: which of the two comes first is left open
        print('%.5f %.5f' % (loss, q.sum()))
