"""One name for one layer after the other, and what is made of the earlier ones is fetched along with the training."""
import numpy as np
import tensorflow as tf

rs = np.random.RandomState(3)
x = tf.placeholder(tf.float32, [None, 2])
w = tf.Variable(rs.rand(2, 2).astype(np.float32))

net = tf.matmul(x, w)
before = tf.reduce_mean(net)
total = before
net = tf.nn.tanh(net) * 0.5
after = tf.reduce_max(net)
total = total + after
loss = tf.reduce_mean(tf.square(net - 1.0))
train = tf.train.GradientDescentOptimizer(0.5).minimize(loss)
# what is shown is the loss of the whole batch
loss = loss * 4.0

data = rs.rand(4, 2)
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for i in range(4):
        a, b, c, value, _ = sess.run([before, after, total, loss, train], {x: data})
        print(i, a, b, c, value)
    print(sess.run([loss, total], {x: data}))
