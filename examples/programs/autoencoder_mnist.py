"""An autoencoder of sigmoid layers, trained on MNIST."""
from __future__ import division, print_function, absolute_import

import tensorflow as tf
import numpy as np
try:
    import matplotlib.pyplot as plt
except ImportError:
    plt = None

from tensorflow.examples.tutorials.mnist import input_data
mnist = input_data.read_data_sets("./MNIST_data", one_hot=True)

tf.set_random_seed(2)
num_hidden_1, num_hidden_2, num_input = 64, 24, 784
X = tf.placeholder("float", [None, num_input])

weights = {
    'encoder_h1': tf.Variable(tf.random_normal([num_input, num_hidden_1])),
    'encoder_h2': tf.Variable(tf.random_normal([num_hidden_1, num_hidden_2])),
    'decoder_h1': tf.Variable(tf.random_normal([num_hidden_2, num_hidden_1])),
    'decoder_h2': tf.Variable(tf.random_normal([num_hidden_1, num_input])),
}
biases = {key: tf.Variable(tf.zeros([size])) for key, size in [
    ('encoder_b1', num_hidden_1), ('encoder_b2', num_hidden_2), ('decoder_b1', num_hidden_1), ('decoder_b2', num_input)]}

def encoder(x):
    layer_1 = tf.nn.sigmoid(tf.add(tf.matmul(x, weights['encoder_h1']), biases['encoder_b1']))
    return tf.nn.sigmoid(tf.add(tf.matmul(layer_1, weights['encoder_h2']), biases['encoder_b2']))

def decoder(x):
    layer_1 = tf.nn.sigmoid(tf.add(tf.matmul(x, weights['decoder_h1']), biases['decoder_b1']))
    return tf.nn.sigmoid(tf.add(tf.matmul(layer_1, weights['decoder_h2']), biases['decoder_b2']))

decoder_op = decoder(encoder(X))
loss = tf.reduce_mean(tf.pow(X - decoder_op, 2))
optimizer = tf.train.RMSPropOptimizer(0.01).minimize(loss)

sess = tf.Session()
sess.run(tf.global_variables_initializer())
first = None
for i in range(1, 121):
    batch_x, _ = mnist.train.next_batch(100)
    _, l = sess.run([optimizer, loss], feed_dict={X: batch_x})
    if first is None:
        first = l
g = sess.run(decoder_op, feed_dict={X: mnist.test.images[:4]})
canvas = np.empty((28 * 2, 28 * 2))
for i in range(4):
    canvas[(i // 2) * 28:(i // 2 + 1) * 28, (i % 2) * 28:(i % 2 + 1) * 28] = g[i].reshape([28, 28])
print("canvas", canvas.shape, "improved", bool(l < first))
sess.close()
