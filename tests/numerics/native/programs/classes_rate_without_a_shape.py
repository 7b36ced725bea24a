"""A class gets its learning rate as a placeholder of any shape, under another name."""
import tensorflow as tf


class Actor(object):
    def __init__(self, inputs, learning_rate):
        self.scale = tf.Variable(2.0)
        self.loss = tf.reduce_mean(tf.square(self.scale * inputs - 1.0))
        self.optimizer = tf.train.AdamOptimizer(learning_rate)
        self.train_op = self.optimizer.minimize(self.loss)


x = tf.placeholder(tf.float32, [None])
lr = tf.placeholder(tf.float32, name="lr")
actor = Actor(x, lr)

with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for i in range(4):
        sess.run(actor.train_op, feed_dict={x: [1.0, 2.0], lr: 0.1 / (i + 1)})
        print(i, sess.run(actor.loss, feed_dict={x: [1.0, 2.0]}))
