"""Weight decay for each trainable variable, collected in a loop, with a rate that is bound again later."""
import numpy as np
import tensorflow as tf

data = np.random.RandomState(1).rand(12, 2).astype(np.float32)
rate = 0.01


def weight(shape, value):
    w = tf.Variable(tf.ones(shape) * value)
    tf.add_to_collection('decay', rate * tf.nn.l2_loss(w))
    return w


x = tf.placeholder(tf.float32, [None, 2])
w1 = weight([2, 3], 0.4)
rate = 0.05
w2 = weight([3, 1], 0.7)
out = tf.matmul(tf.tanh(tf.matmul(x, w1)), w2)
for var in tf.trainable_variables():
    tf.add_to_collection('decay', 0.001 * tf.reduce_sum(tf.abs(var)))
decay = tf.add_n(tf.get_collection('decay'))
cost = tf.reduce_mean(tf.square(out - 1.0)) + decay
train = tf.train.GradientDescentOptimizer(0.1).minimize(cost)
rate = 10.0

with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for i in range(0, 12, 4):
        _, c, d = sess.run([train, cost, decay], feed_dict={x: data[i:i + 4]})
        print('%.6f %.6f' % (c, d))
