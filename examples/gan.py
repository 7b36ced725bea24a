# Generative adversarial network in one dimension: the generator learns to turn uniform noise
# into samples of a Gaussian.
import numpy as np
import tensorflow as tf

DATA_MEAN, DATA_STDDEV = 4.0, 0.5
NOISE_DIM = 4
HIDDEN = 16
BATCH_SIZE = 128
STEPS = 1500


def linear(x, output_dim, scope=None, stddev=0.3):
    with tf.variable_scope(scope or 'linear'):
        w = tf.get_variable('w', [x.get_shape()[1], output_dim],
                            initializer=tf.random_normal_initializer(stddev=stddev))
        b = tf.get_variable('b', [output_dim], initializer=tf.constant_initializer(0.0))
        return tf.matmul(x, w) + b


def generator(z, reuse=False):
    with tf.variable_scope('generator', reuse=reuse):
        h = tf.nn.softplus(linear(z, HIDDEN, 'g0'))
        return linear(h, 1, 'g1')


def discriminator(x, reuse=None):
    with tf.variable_scope('discriminator') as scope:
        if reuse:
            scope.reuse_variables()
        # the batch statistics as extra features keep the generator from collapsing to one point
        mean, variance = tf.nn.moments(x, axes=[0], keep_dims=True)
        statistics = tf.tile(tf.concat([mean, tf.sqrt(variance + 1e-6)], 1), [tf.shape(x)[0], 1])
        h = tf.nn.leaky_relu(linear(tf.concat([x, statistics], 1), HIDDEN, 'd0'), alpha=0.2)
        h = tf.nn.leaky_relu(linear(h, HIDDEN, 'd1'), alpha=0.2)
        logits = linear(h, 1, 'd2')
        return tf.nn.sigmoid(logits), logits


tf.set_random_seed(5)
np.random.seed(5)

real = tf.placeholder(tf.float32, shape=[None, 1], name='real')
z = tf.random_uniform([BATCH_SIZE, NOISE_DIM], minval=-1.0, maxval=1.0)

fake = generator(z)
sampler = generator(tf.random_uniform([2000, NOISE_DIM], -1.0, 1.0), reuse=True)
D_real, D_real_logits = discriminator(real)
D_fake, D_fake_logits = discriminator(fake, reuse=True)

# Losses. One-sided label smoothing for the real samples.
d_loss_real = tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(
    logits=D_real_logits, labels=0.9 * tf.ones_like(D_real_logits)))
d_loss_fake = tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(
    logits=D_fake_logits, labels=tf.zeros_like(D_fake_logits)))
d_loss = d_loss_real + d_loss_fake
g_loss = tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(
    logits=D_fake_logits, labels=tf.ones_like(D_fake_logits)))

# What the minimax game would give, only to look at
minimax = -tf.reduce_mean(tf.log(D_real + 1e-8) + tf.log1p(1e-8 - D_fake))

# Two optimizers, each with its own variables
t_vars = tf.trainable_variables()
d_vars = [var for var in t_vars if var.name.startswith('discriminator')]
g_vars = tf.get_collection(tf.GraphKeys.TRAINABLE_VARIABLES, scope='generator')
assert len(d_vars) + len(g_vars) == len(t_vars)

d_optim = tf.train.AdamOptimizer(0.005, beta1=0.5).minimize(d_loss, var_list=d_vars)
g_optim = tf.train.AdamOptimizer(0.005, beta1=0.5).minimize(g_loss, var_list=g_vars)

with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for it in range(STEPS + 1):
        samples = np.random.normal(DATA_MEAN, DATA_STDDEV, size=(BATCH_SIZE, 1))
        _, d_value = sess.run([d_optim, d_loss], feed_dict={real: samples})
        _, g_value = sess.run([g_optim, g_loss])
        if it % 500 == 0:
            game = sess.run(minimax, feed_dict={real: samples})
            generated = sess.run(sampler)
            print('Iter: {:4d}  D loss: {:.4f}  G loss: {:.4f}  minimax: {:.4f}  mean: {:.3f}  stddev: {:.3f}'.format(
                it, d_value, g_value, game, generated.mean(), generated.std()))

    generated = sess.run(sampler)
    print('real:      mean %.3f, stddev %.3f' % (DATA_MEAN, DATA_STDDEV))
    print('generated: mean %.3f, stddev %.3f' % (generated.mean(), generated.std()))
    assert abs(generated.mean() - DATA_MEAN) < 1.0
