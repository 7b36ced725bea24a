"""An autoencoder whose layers tell the sizes of their weights by what they get, which may be drawn in the shape of something else."""

import numpy as np
import tensorflow as tf

latent_dim = 2


def weight(shape):
    bound = np.sqrt(6.0 / np.sum(shape))
    return tf.Variable(tf.fill(shape, np.float32(0.3 * bound)), name="W")


def bias(shape):
    b = tf.constant(0.1, shape=shape)
    return tf.Variable(b, name="b")


def linear(scope, x, dim):
    with tf.name_scope(scope):
        W = weight([x.get_shape()[-1].value, dim])
        b = bias([dim])
    return tf.matmul(x, W) + b


def encoder(x, hidden_dim=4):
    with tf.name_scope("encoder"):
        x = tf.nn.softplus(linear("hidden", x, hidden_dim))
        z_mean = linear("mean", x, latent_dim)
        z_log_var = linear("log_var", x, latent_dim)

    return z_mean, z_log_var


def decoder(x, hidden_dim=4):
    with tf.name_scope("decoder"):
        x = tf.nn.softplus(linear("hidden", x, hidden_dim))
        return linear("reconstruction", x, 6)


x = tf.placeholder(tf.float32, [None, 6])
keep = tf.placeholder(tf.float32, [])

z_mean, z_log_var = encoder(x)
epsilon = tf.random_normal(tf.shape(z_log_var))
z = z_mean + keep * epsilon * tf.exp(0.5 * z_log_var)
logits = decoder(z)

# what is lost on the way
CE = tf.reduce_sum(tf.nn.sigmoid_cross_entropy_with_logits(logits=logits, labels=x), 1)
KL = -0.5 * tf.reduce_sum(1 + z_log_var - tf.square(z_mean) - tf.exp(z_log_var), 1)
loss = tf.reduce_mean(CE + 0.01 * KL)
train_op = tf.train.GradientDescentOptimizer(0.02).minimize(loss)

data = np.random.RandomState(3).randint(0, 2, (8, 6))
sess = tf.Session()
sess.run(tf.global_variables_initializer())
for epoch in range(5):
    _, loss_val = sess.run([train_op, loss], {x: data, keep: 0.0})
    print(epoch, loss_val)
print(sess.run(z_mean, {x: data[:2]}))
print(sess.run(tf.reduce_sum(logits), {z: [[0.5, -0.5]]}))
drawn = [sess.run(z, {x: data[:1], keep: 1.0}) for _ in range(2)]
print(drawn[0].shape, np.array_equal(drawn[0], drawn[1]))
