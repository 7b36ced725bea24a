"""The learning rate is fed by a placeholder of any shape, and once more through what is computed of it."""
import numpy as np
import tensorflow as tf

xs = np.linspace(0.0, 1.0, 5).reshape(-1, 1)
ys = 2.0 * xs + 1.0

x = tf.placeholder(tf.float32, [None, 1])
y = tf.placeholder(tf.float32, [None, 1])
lr = tf.placeholder(tf.float32)
slow = lr * 0.5
slower = tf.placeholder_with_default(0.02, None)

w = tf.Variable(tf.zeros([1, 1]))
b = tf.Variable(tf.zeros([1]))
loss = tf.reduce_mean(tf.square(tf.matmul(x, w) + b - y))
quick_op = tf.train.AdamOptimizer(lr).minimize(loss)
slow_op = tf.train.GradientDescentOptimizer(learning_rate=slow).minimize(loss)
slower_op = tf.train.MomentumOptimizer(slower, 0.9).minimize(loss)

with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for rate in [0.1, 0.05]:
        for _ in range(3):
            sess.run(quick_op, feed_dict={x: xs, y: ys, lr: rate})
            _, value = sess.run([slow_op, loss], feed_dict={x: xs, y: ys, lr: rate})
            sess.run(slower_op, feed_dict={x: xs, y: ys})
        print(rate, sess.run(loss, feed_dict={x: xs, y: ys}), sess.run([w, b]))
