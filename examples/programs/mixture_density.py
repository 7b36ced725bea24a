"""A mixture density network with static shapes read from tensors, saved figures only where matplotlib is present."""
import math
import numpy as np
import tensorflow as tf
try:
    import matplotlib
    matplotlib.use('Agg')
    import matplotlib.pyplot as plt
except ImportError:
    plt = None

NHIDDEN, KMIX = 24, 8
NOUT = KMIX * 3
np.random.seed(0)
tf.set_random_seed(0)
y_data = np.float32(np.random.uniform(-10.5, 10.5, (1, 400))).T
x_data = np.float32(np.sin(0.75 * y_data) * 7.0 + y_data * 0.5 + np.random.normal(size=y_data.shape))

x = tf.placeholder(dtype=tf.float32, shape=[None, 1], name="x")
y = tf.placeholder(dtype=tf.float32, shape=[None, 1], name="y")
Wh = tf.Variable(tf.random_normal([1, NHIDDEN], stddev=0.5, dtype=tf.float32))
bh = tf.Variable(tf.random_normal([1, NHIDDEN], stddev=0.5, dtype=tf.float32))
Wo = tf.Variable(tf.random_normal([NHIDDEN, NOUT], stddev=0.5, dtype=tf.float32))
bo = tf.Variable(tf.random_normal([1, NOUT], stddev=0.5, dtype=tf.float32))
output = tf.matmul(tf.nn.tanh(tf.matmul(x, Wh) + bh), Wo) + bo


def get_mixture_coef(output):
    out_pi, out_sigma, out_mu = tf.split(output, 3, 1)
    max_pi = tf.reduce_max(out_pi, 1, keep_dims=True)
    out_pi = tf.exp(tf.subtract(out_pi, max_pi))
    normalize_pi = tf.reciprocal(tf.reduce_sum(out_pi, 1, keep_dims=True))
    out_pi = tf.multiply(normalize_pi, out_pi)
    return out_pi, tf.exp(out_sigma), out_mu


oneDivSqrtTwoPI = 1 / math.sqrt(2*math.pi)


def tf_normal(y, mu, sigma):
    result = tf.subtract(y, mu)
    result = tf.multiply(result, tf.reciprocal(sigma))
    result = -tf.square(result)/2
    return tf.multiply(tf.exp(result), tf.reciprocal(sigma))*oneDivSqrtTwoPI


out_pi, out_sigma, out_mu = get_mixture_coef(output)
kernel = tf.multiply(tf_normal(y, out_mu, out_sigma), out_pi)
lossfunc = tf.reduce_mean(-tf.log(tf.reduce_sum(kernel, 1, keep_dims=True) + 1e-9))
train_op = tf.train.AdamOptimizer(0.01).minimize(lossfunc)
sess = tf.InteractiveSession()
sess.run(tf.initialize_all_variables())
loss = np.zeros(150)
for i in range(150):
    sess.run(train_op, feed_dict={x: x_data, y: y_data})
    loss[i] = sess.run(lossfunc, feed_dict={x: x_data, y: y_data})
pi, sigma, mu = sess.run([out_pi, out_sigma, out_mu], feed_dict={x: x_data[:5]})
print(out_pi.shape.as_list(), output.get_shape()[1], int(output.shape[-1]) // 3, out_mu.get_shape().ndims)
print("fell", bool(loss[-1] < loss[0]), "weights sum %.3f" % pi.sum())
if plt is not None:
    plt.plot(loss)
    plt.savefig('loss.png')
