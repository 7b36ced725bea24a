"""A script that trains or predicts, as it is told: one run builds one of several graphs, and saves its variables."""

import os
import sys
import tempfile

import numpy as np
import tensorflow as tf

PATH = os.path.join(tempfile.mkdtemp(), "model.ckpt")
data = np.random.RandomState(1).rand(8, 3).astype(np.float32)


def network(inputs):
    hidden = tf.layers.dense(inputs, 4, activation=tf.nn.relu, kernel_initializer=tf.constant_initializer(0.2), name="hidden")
    return tf.layers.dense(hidden, 1, kernel_initializer=tf.constant_initializer(0.3), name="out")


def train(steps):
    x = tf.placeholder(tf.float32, [None, 3])
    y = tf.placeholder(tf.float32, [None, 1])
    loss = tf.reduce_mean(tf.square(network(x) - y))
    step = tf.train.AdamOptimizer(0.01).minimize(loss)
    saver = tf.train.Saver()
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        for index in range(steps):
            _, value = sess.run([step, loss], feed_dict={x: data, y: data[:, :1]})
            print(index, value)
        saver.save(sess, PATH)
        saver.restore(sess, PATH)
        print(sess.run(loss, feed_dict={x: data, y: data[:, :1]}))


def predict():
    x = tf.placeholder(tf.float32, [None, 3])
    prediction = network(x)
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        print(sess.run(prediction, feed_dict={x: data}))


def check():
    x = tf.placeholder(tf.float32, [None, 3])
    scale = tf.Variable(2.0, name="scale")
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        print(sess.run(tf.reduce_sum(x * scale), {x: data}))


if __name__ == "__main__":
    if len(sys.argv) > 5:
        predict()
    else:
        train(3)
