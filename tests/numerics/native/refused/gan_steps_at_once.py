import numpy as np
import tensorflow as tf

rng = np.random.RandomState(0)
z = tf.placeholder(tf.float32, [None, 2])
real = tf.placeholder(tf.float32, [None, 3])


def generator(noise):
    with tf.variable_scope('G'):
        hidden = tf.layers.dense(noise, 4, tf.nn.relu, kernel_initializer=tf.constant_initializer(0.3))
        return tf.layers.dense(hidden, 3, kernel_initializer=tf.constant_initializer(0.2))


def discriminator(x, reuse=None):
    with tf.variable_scope('D', reuse=reuse):
        hidden = tf.layers.dense(x, 4, tf.nn.tanh, kernel_initializer=tf.constant_initializer(0.1))
        return tf.layers.dense(hidden, 1, kernel_initializer=tf.constant_initializer(0.4))


fake = generator(z)
on_real, on_fake = discriminator(real), discriminator(fake, True)
d_loss = -tf.reduce_mean(tf.log(tf.sigmoid(on_real)) + tf.log(1 - tf.sigmoid(on_fake)))
g_loss = -tf.reduce_mean(tf.log(tf.sigmoid(on_fake)))
g_vars = tf.get_collection(tf.GraphKeys.TRAINABLE_VARIABLES, 'G')
d_vars = tf.get_collection(tf.GraphKeys.TRAINABLE_VARIABLES, 'D')
d_train = tf.train.GradientDescentOptimizer(0.1).minimize(d_loss, var_list=d_vars)
g_train = tf.train.GradientDescentOptimizer(0.1).minimize(g_loss, var_list=g_vars)

with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for _ in range(3):
        feed = {z: rng.rand(4, 2), real: rng.rand(4, 3)}
        _, _, d, g = sess.run([d_train, g_train, d_loss, g_loss], feed)  # refused: the gradients of G read D before or after its step
        print(d, g)
