"""A small DCGAN whose critic normalizes real and drawn rows by one layer; its averages are never asked for."""
import numpy as np
import tensorflow as tf

noise = tf.placeholder(tf.float32, [None, 3])
real = tf.placeholder(tf.float32, [None, 4])
is_training = tf.placeholder(tf.bool)


def values(*shape):
    return tf.constant_initializer(np.random.RandomState(len(shape) + shape[0]).normal(0, 0.5, shape))


def generator(z):
    with tf.variable_scope('Generator'):
        h = tf.layers.dense(z, 6, use_bias=False, kernel_initializer=values(3, 6))
        h = tf.nn.relu(tf.layers.batch_normalization(h, training=is_training))
        return tf.layers.dense(h, 4, use_bias=False, kernel_initializer=values(6, 4))


def discriminator(x, reuse=False):
    with tf.variable_scope('Discriminator', reuse=reuse):
        h = tf.layers.dense(x, 5, use_bias=False, kernel_initializer=values(4, 5))
        h = tf.nn.leaky_relu(tf.layers.batch_normalization(h, training=is_training))
        return tf.layers.dense(h, 1, kernel_initializer=values(5, 1))


sample = generator(noise)
on_real = discriminator(real)
on_fake = discriminator(sample, reuse=True)
d_loss = tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(logits=on_real, labels=tf.ones_like(on_real))) + \
    tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(logits=on_fake, labels=tf.zeros_like(on_fake)))
g_loss = tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(logits=on_fake, labels=tf.ones_like(on_fake)))
g_vars = tf.get_collection(tf.GraphKeys.TRAINABLE_VARIABLES, scope='Generator')
d_vars = tf.get_collection(tf.GraphKeys.TRAINABLE_VARIABLES, scope='Discriminator')
with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS, scope='Generator')):
    train_g = tf.train.AdamOptimizer(0.01, beta1=0.5).minimize(g_loss, var_list=g_vars)
with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS, scope='Discriminator')):
    train_d = tf.train.AdamOptimizer(0.01, beta1=0.5).minimize(d_loss, var_list=d_vars)

rng = np.random.RandomState(0)
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for i in range(12):
        z = rng.uniform(-1, 1, (8, 3))
        _, d = sess.run([train_d, d_loss], {real: rng.rand(8, 4), noise: z, is_training: True})
        _, g = sess.run([train_g, g_loss], {noise: z, is_training: True})
        if i % 4 == 0:
            print(i, '%.5f %.5f' % (d, g))
    print(np.round(sess.run(sample, {noise: z[:2], is_training: False}), 5))
