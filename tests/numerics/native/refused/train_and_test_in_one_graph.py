"""Two functions build in one graph, one after the other: the saver of the second one has the variables of both."""

import os
import tempfile

import tensorflow as tf

PATH = os.path.join(tempfile.mkdtemp(), "model.ckpt")


def train():
    x = tf.placeholder(tf.float32, [None, 3])
    y = tf.layers.dense(x, 1, kernel_initializer=tf.ones_initializer())
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        print(sess.run(y, {x: [[1.0, 2.0, 3.0]]}))


def test():
    x = tf.placeholder(tf.float32, [None, 3])
    y = tf.layers.dense(x, 1, kernel_initializer=tf.ones_initializer())
    saver = tf.train.Saver()
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())  # refused: those of the other function begin anew, too
        saver.save(sess, PATH)
        print(sess.run(y, {x: [[1.0, 2.0, 3.0]]}))


train()
test()
