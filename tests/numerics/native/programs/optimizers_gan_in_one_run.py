"""Both players of a GAN take their steps in one run."""
import numpy as np
import tensorflow as tf

rng = np.random.RandomState(5)
BATCH, NOISE, WIDTH = 16, 3, 6


def weight(name, shape):
    return tf.get_variable(name, initializer=rng.normal(0, 0.4, shape).astype(np.float32))


def generator(z):
    with tf.variable_scope('generator'):
        hidden = tf.nn.relu(tf.matmul(z, weight('w0', [NOISE, 8])) + 0.1)
        return tf.tanh(tf.matmul(hidden, weight('w1', [8, WIDTH])))


def discriminator(x, reuse=False):
    with tf.variable_scope('discriminator', reuse=reuse):
        w0 = tf.get_variable('w0', [WIDTH, 8], initializer=tf.constant_initializer(W0))
        w1 = tf.get_variable('w1', [8, 1], initializer=tf.constant_initializer(W1))
        hidden = tf.nn.leaky_relu(tf.matmul(x, w0))
        return tf.matmul(hidden, w1)


W0, W1 = rng.normal(0, 0.4, [WIDTH, 8]), rng.normal(0, 0.4, [8, 1])
z = tf.placeholder(tf.float32, [None, NOISE], name='z')
real = tf.placeholder(tf.float32, [None, WIDTH], name='real')
fake = generator(z)
on_real = discriminator(real)
on_fake = discriminator(fake, reuse=True)

d_loss_real = tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(logits=on_real, labels=tf.ones_like(on_real)))
d_loss_fake = tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(logits=on_fake, labels=tf.zeros_like(on_fake)))
d_loss = d_loss_real + d_loss_fake
g_loss = tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(logits=on_fake, labels=tf.ones_like(on_fake)))

t_vars = tf.trainable_variables()
d_vars = [v for v in t_vars if v.name.startswith('discriminator')]
g_vars = [v for v in t_vars if v.name.startswith('generator')]

step = tf.Variable(0, trainable=False)
d_optimizer = tf.train.AdamOptimizer(0.002, beta1=0.5)
g_optimizer = tf.train.RMSPropOptimizer(0.01)
d_pairs = d_optimizer.compute_gradients(d_loss, d_vars)
g_pairs = g_optimizer.compute_gradients(g_loss, g_vars)
# both players move from where they stand
with tf.control_dependencies([gradient for gradient, _ in d_pairs + g_pairs]):
    d_optim = d_optimizer.apply_gradients(d_pairs, global_step=step)
    g_optim = g_optimizer.apply_gradients(g_pairs)
both = tf.group(d_optim, g_optim)

with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for i in range(6):
        feed = {z: rng.uniform(-1, 1, (BATCH, NOISE)), real: rng.normal(0.5, 0.2, (BATCH, WIDTH))}
        if i < 4:
            _, _, dl, gl = sess.run([d_optim, g_optim, d_loss, g_loss], feed_dict=feed)
        else:
            sess.run(both, feed_dict=feed)
            dl, gl = sess.run([d_loss, g_loss], feed_dict=feed)
        print('Step %d: d_loss %.6f, g_loss %.6f' % (i, dl, gl))
    print(sess.run(step), sess.run(fake, {z: np.ones([2, NOISE])}))
