"""Helper functions that run one part of a graph here and another one there."""

import numpy as np
import tensorflow as tf

x = tf.placeholder(tf.float32, [None, 2], 'x')
w1 = tf.get_variable('w1', initializer=[[0.1, 0.2], [0.3, 0.4]])
w2 = tf.get_variable('w2', initializer=[[0.5], [0.6]])
hidden = tf.sigmoid(tf.matmul(x, w1))
output = tf.matmul(hidden, w2)
again = tf.matmul(hidden, w1, transpose_b=True)
rebuilt = tf.reduce_mean((again - x) ** 2)
missed = tf.reduce_mean((output - 1) ** 2)
pretrain = tf.train.GradientDescentOptimizer(0.5).minimize(rebuilt, var_list=[w1])
finetune = tf.train.AdamOptimizer(0.05).minimize(missed, var_list=[w2])
train_all = tf.train.GradientDescentOptimizer(0.1).minimize(rebuilt + missed)


def fit(op, value, n, feed):
    for _ in range(n):
        _, v = sess.run([op, value], feed_dict=feed)
    return v


def mean_of(session, tensor, feed):
    return np.mean(session.run(tensor, feed))


sess = tf.Session()
sess.run(tf.global_variables_initializer())
data = np.random.RandomState(0).rand(5, 2)
print('%.6f' % fit(pretrain, rebuilt, 3, {x: data}))
print('%.6f' % fit(finetune, missed, 3, {x: data}))
print('%.6f' % fit(train_all, rebuilt, 3, {x: data[:2]}))
print('%.6f %.6f' % (mean_of(sess, output, {x: data}), mean_of(sess, hidden, {x: data})))
print(sess.run(w1), sess.run(w2))
