"""Regularizers given to `tf.get_variable`, in helpers and on their own, added up from their collection."""
import numpy as np
import tensorflow as tf

rng = np.random.RandomState(8)
X = rng.rand(30, 4).astype(np.float32)
Y = (X.sum(axis=1, keepdims=True) > 2).astype(np.float32)
l2 = tf.contrib.layers.l2_regularizer(scale=0.02)


def dense(x, name, sizes, activation=None, regularizer=None):
    with tf.variable_scope(name):
        w = tf.get_variable('w', sizes, initializer=tf.constant_initializer(0.25), regularizer=regularizer)
        b = tf.get_variable('b', sizes[1:], initializer=tf.zeros_initializer())
        y = tf.matmul(x, w) + b
        return y if activation is None else activation(y)


x = tf.placeholder(tf.float32, [None, 4], name='x')
y = tf.placeholder(tf.float32, [None, 1], name='y')
h = dense(x, 'first', [4, 3], tf.nn.tanh, regularizer=l2)
h = dense(h, 'second', [3, 3], tf.nn.tanh)
W = tf.get_variable('W', [3, 1], initializer=tf.ones_initializer(),
                    regularizer=tf.contrib.layers.l1_regularizer(0.01))
logits = tf.matmul(h, W)
entropy = tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(labels=y, logits=logits))
penalty = tf.losses.get_regularization_loss()
loss = entropy + penalty
step = tf.train.AdamOptimizer(0.02).minimize(loss)

with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for epoch in range(4):
        for start in range(0, 30, 10):
            feed = {x: X[start:start + 10], y: Y[start:start + 10]}
            _, value, part = sess.run([step, loss, penalty], feed_dict=feed)
        print(epoch, '%.6f %.6f' % (value, part))
