"""Layers and filters of different sizes, made one after the other in loops."""
import numpy as np
import tensorflow as tf

rs = np.random.RandomState(6)
layer_sizes = [5, 4, 2]

x = tf.placeholder(tf.float32, [None, 3])
y = tf.placeholder(tf.float32, [None, 2])

# the hidden layers
out = x
n_in = 3
for i, size in enumerate(layer_sizes):
    with tf.name_scope('layer_%d' % i):
        start = rs.normal(0, .5, (n_in, size)).astype(np.float32)
        w = tf.Variable(start, name='w')
        b = tf.Variable(tf.constant(0.1, shape=[size]), name='b')
        # all but the last one bend
        out = tf.matmul(out, w) + b
        if i < len(layer_sizes) - 1:
            out = tf.tanh(out)
        n_in = size

scales = []
for power in (1, 2, 3):
    scales.append(tf.square(tf.Variable(0.5 ** power, name='scale')) * tf.reduce_mean(out ** power))
penalty = tf.add_n(scales)
loss = tf.reduce_mean(tf.square(out - y)) + 0.01 * penalty
train = tf.train.GradientDescentOptimizer(0.1).minimize(loss)

with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    data, goal = rs.rand(8, 3), rs.rand(8, 2)
    for _ in range(4):
        _, value = sess.run([train, loss], {x: data, y: goal})
        print('%.6f' % value)
    print(sess.run(out, {x: data[:2]}))
