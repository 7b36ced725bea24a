"""A checkpoint that another graph wrote, whose variables are called otherwise in Python."""
import os
import tempfile

import tensorflow as tf

path = os.path.join(tempfile.mkdtemp(), 'model')


def write():
    with tf.Graph().as_default():
        first = tf.get_variable('a', initializer=[1.0])
        second = tf.get_variable('b', initializer=[2.0])
        with tf.Session() as sess:
            sess.run(tf.global_variables_initializer())
            tf.train.Saver().save(sess, path)
            print(sess.run([first, second]))


def read():
    with tf.Graph().as_default():
        second = tf.get_variable('a', [1])
        first = tf.get_variable('b', [1])
        with tf.Session() as sess:
            tf.train.Saver().restore(sess, path)
            print(sess.run([first, second]))


write()
read()
