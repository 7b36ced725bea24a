"""Variables as wide as what a helper gets: inputs, hidden rows, and rows put together with their own mean."""
import numpy as np
import tensorflow as tf


def linear(x, width, scope):
    with tf.variable_scope(scope):
        w = tf.get_variable('w', [x.get_shape()[1], width], initializer=tf.constant_initializer(0.15))
        b = tf.get_variable('b', [width], initializer=tf.constant_initializer(0.1))
        return tf.matmul(x, w) + b


def critic(x, reuse=False):
    with tf.variable_scope('critic', reuse=reuse):
        mean, variance = tf.nn.moments(x, axes=[0], keep_dims=True)
        extra = tf.tile(tf.concat([mean, tf.sqrt(variance + 1e-6)], 1), [tf.shape(x)[0], 1])
        h = tf.nn.softplus(linear(tf.concat([x, extra], 1), 5, 'first'))
        h = tf.concat([h, tf.reduce_mean(h, axis=1, keep_dims=True)], axis=1)
        return linear(h, 1, 'out')


real = tf.placeholder(tf.float32, [None, 2])
drawn = tf.placeholder(tf.float32, [6, 2])
on_real = critic(real)
on_drawn = critic(drawn, reuse=True)
loss = tf.reduce_mean(tf.square(on_real - 1.0)) + tf.reduce_mean(tf.square(on_drawn))
train = tf.train.GradientDescentOptimizer(0.05).minimize(loss)
rng = np.random.RandomState(0)
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for i in range(6):
        value, _ = sess.run([loss, train], {real: rng.rand(4, 2) + 1, drawn: rng.rand(6, 2)})
        print('%.5f' % value)
    print([v.get_shape().as_list() for v in tf.trainable_variables()])
