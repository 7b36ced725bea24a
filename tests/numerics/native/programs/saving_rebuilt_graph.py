"""A model saved by one function and built again by another one, which goes on with the training."""
import os
import tempfile

import numpy as np
import tensorflow as tf

rs = np.random.RandomState(3)
data = rs.randn(20, 3)
target = data.dot([[1.0], [-2.0], [0.5]]) + 0.3
path = os.path.join(tempfile.mkdtemp(), 'net.ckpt')


def first_weights(*shape):
    return tf.constant_initializer(np.linspace(-0.6, 0.7, int(np.prod(shape))).reshape(shape))


def train():
    x = tf.placeholder(tf.float32, [None, 3])
    y = tf.placeholder(tf.float32, [None, 1])
    hidden = tf.layers.dense(x, 4, tf.tanh, kernel_initializer=first_weights(3, 4))
    out = tf.layers.dense(hidden, 1, kernel_initializer=first_weights(4, 1))
    loss = tf.losses.mean_squared_error(y, out)
    train_op = tf.train.AdamOptimizer(0.05).minimize(loss)
    saver = tf.train.Saver()
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        for _ in range(5):
            sess.run(train_op, {x: data, y: target})
        print('trained %.5f' % sess.run(loss, {x: data, y: target}))
        saver.save(sess, path)


def evaluate():
    # only what is needed to predict
    inputs = tf.placeholder(tf.float32, [None, 3])
    features = tf.layers.dense(inputs, 4, tf.tanh)
    prediction = tf.layers.dense(features, 1)
    with tf.Session() as sess:
        tf.train.Saver().restore(sess, path)
        print(' '.join('%.4f' % value for value in sess.run(prediction, {inputs: data[:3]}).ravel()))


def go_on():
    x = tf.placeholder(tf.float32, [None, 3])
    y = tf.placeholder(tf.float32, [None, 1])
    hidden = tf.layers.dense(x, 4, tf.tanh, kernel_initializer=first_weights(3, 4))
    out = tf.layers.dense(hidden, 1, kernel_initializer=first_weights(4, 1))
    loss = tf.losses.mean_squared_error(y, out)
    train_op = tf.train.AdamOptimizer(0.05).minimize(loss)
    saver = tf.train.Saver()
    with tf.Session() as sess:
        saver.restore(sess, path)
        for _ in range(3):
            _, value = sess.run([train_op, loss], {x: data, y: target})
            print('goes on %.5f' % value)


train()
tf.reset_default_graph()
evaluate()
tf.reset_default_graph()
go_on()
