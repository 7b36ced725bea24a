"""Rates and optimizers are compared: each training starts from first values again, in one session and in several."""
import numpy as np
import tensorflow as tf

rng = np.random.RandomState(8)
points = rng.rand(12, 2).astype(np.float32)
heights = points.sum(1, keepdims=True) + 0.1


def bias(shape):
    initial = tf.constant(0.1, shape=shape)
    return tf.Variable(initial)


x = tf.placeholder(tf.float32, [None, 2])
y = tf.placeholder(tf.float32, [None, 1])
rate = tf.placeholder(tf.float32, [])
start = rng.rand(2, 1).astype(np.float32)
W = tf.Variable(start)
b = bias([1])
scale = {'out': tf.Variable(tf.ones([1])), 'in': tf.Variable(tf.random_normal([1], stddev=1e-8))}
steps = tf.Variable(0, trainable=False)
out = (tf.matmul(x + scale['in'], W) + b) * scale['out']
loss = tf.reduce_mean(tf.square(out - y))
descent = tf.train.GradientDescentOptimizer(rate).minimize(loss)
adam = tf.train.AdamOptimizer(0.05).minimize(loss, global_step=steps)
init = tf.global_variables_initializer()
feed = {x: points, y: heights}

with tf.Session() as sess:
    for r in [0.1, 0.01]:
        sess.run(init)
        for i in range(4):
            sess.run(descent, {x: points, y: heights, rate: r})
        print('rate', r, '%.5f' % sess.run(loss, feed))

for epochs in [1, 3, 6]:
    with tf.Session() as sess:
        sess.run(init)
        # its averages start from zero, too
        for i in range(epochs):
            sess.run(adam, feed)
        print('adam', epochs, sess.run(steps), '%.5f' % sess.run(loss, feed))

sess = tf.Session()
sess.run(tf.global_variables_initializer())
print('first', '%.5f' % sess.run(loss, feed), sess.run(steps), sess.run(W).ravel())
