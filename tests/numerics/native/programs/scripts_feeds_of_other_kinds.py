"""Numbers that are fed for truth values, and floating-point numbers that are fed for integers."""

import numpy as np
import tensorflow as tf

x = tf.placeholder(tf.float32, [None, 2])
labels = tf.placeholder(tf.int32, [None, 2])
training = tf.placeholder(tf.bool, [])
count = tf.placeholder(tf.int64, [])
w = tf.Variable(np.linspace(-1, 1, 4).reshape(2, 2), dtype=tf.float32)
logits = tf.matmul(x, w)
hidden = tf.cond(training, lambda: logits * 2.0, lambda: logits)
loss = tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits_v2(logits=hidden, labels=tf.cast(labels, tf.float32)))
train = tf.train.GradientDescentOptimizer(0.1).minimize(loss)
repeated = tf.fill([count], tf.reduce_sum(logits))


def feed(batch, targets, is_training=1):
    return {x: batch, labels: targets, training: is_training}


inputs = []
targets = []
for number, answer in enumerate([0, 1, 1]):
    inputs.append([number, 1.0])
    targets.append(np.eye(2)[answer])

with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for _ in range(3):
        _, value = sess.run([train, loss], feed_dict={x: inputs, labels: targets, training: 1})
        print('%.6f' % value, '%.6f' % sess.run(loss, {x: inputs, labels: targets, training: 0}))
    print('%.6f' % sess.run(loss, feed(inputs, [[1.0, 0.0]] * 3)), '%.6f' % sess.run(loss, feed(inputs, targets, 0)))
    print(sess.run(repeated, {x: inputs, count: 9 / 3}).shape)
