"""`optimize_loss` in a model class, with clipped gradients and a decayed learning rate, and once more whose value is read."""
import numpy as np
import tensorflow as tf

rng = np.random.RandomState(12)


class Regression(object):
    def __init__(self, learning_rate, clip_gradients=0.4):
        self.learning_rate = learning_rate
        self.clip_gradients = clip_gradients
        self.x = tf.placeholder(tf.float32, [None, 3], name='x')
        self.y = tf.placeholder(tf.float32, [None, 1], name='y')
        self.global_step = tf.Variable(0, trainable=False, name='Global_Step')
        with tf.name_scope('weights'):
            self.w = tf.get_variable('w', [3, 1], initializer=tf.constant_initializer(0.5))
        self.out = tf.matmul(self.x, self.w)
        self.loss_val = self.loss()
        self.train_op = self.train()

    def loss(self, l2=0.01):
        decay = tf.add_n([tf.nn.l2_loss(v) for v in tf.trainable_variables()]) * l2
        return tf.reduce_mean(tf.square(self.out - self.y)) + decay

    def train(self):
        """The learning rate decays, and the gradients are clipped by their norm."""
        rate = tf.train.exponential_decay(self.learning_rate, self.global_step, 2, 0.8, staircase=True)
        train_op = tf.contrib.layers.optimize_loss(self.loss_val, global_step=self.global_step, learning_rate=rate,
                                                   optimizer="Adam", clip_gradients=self.clip_gradients)
        return train_op


model = Regression(0.1)
shift = tf.Variable(3.0)
z = tf.placeholder(tf.float32, [None])
distance = tf.reduce_mean(tf.square(shift - z))
step_loss = tf.contrib.layers.optimize_loss(distance, None, 0.1, "Momentum", variables=[shift])
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for i in range(5):
        feed = {model.x: rng.rand(6, 3), model.y: rng.rand(6, 1)}
        value, _ = sess.run([model.loss_val, model.train_op], feed_dict=feed)
        print('%.6f' % value, '%.5f' % sess.run(step_loss, feed_dict={z: rng.rand(4)}))
    print(sess.run(model.w).ravel(), sess.run(model.global_step), sess.run(shift))
