"""A helper that runs what it gets: tensors, tensors of one statement, operations; and a list that is reversed."""

import numpy as np
import tensorflow as tf

x = tf.placeholder(tf.float32, [4])
v = tf.Variable([1.0, 2.0, 3.0, 4.0])
a = x * v * v
b = tf.reduce_sum(a)
low, high = tf.split(x, 2)
change = tf.assign(v, v * 2.0)
listed = []
for number in range(2):
    listed.append(x + number)
listed.reverse()
data = np.array([1.0, 2.0, 3.0, 4.0])


def show(session, tensor):
    print(session.run(tensor, feed_dict={x: data}))


def evaluate(tensor, session, values):
    return session.run(tensor, {x: values})


def do(session, op):
    session.run(op)


with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    show(sess, a)
    show(sess, b)
    show(sess, tensor=low)
    show(sess, tensor=high)
    print(sess.run(listed, {x: data}))
    print(evaluate(b, sess, data + 1))
    do(sess, change)
    print(evaluate(a, sess, data * 2))
