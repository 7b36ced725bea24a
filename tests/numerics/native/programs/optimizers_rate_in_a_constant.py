"""Learning rates that are constants of the graph: one with a name that is fetched, too, one where the optimizer is made."""
import numpy as np
import tensorflow as tf

rs = np.random.RandomState(4)
x = tf.placeholder(tf.float32, [None, 2])
y = tf.placeholder(tf.float32, [None])
w = tf.Variable([0.5, -0.5], name='w')
b = tf.Variable(0.1, name='b')
error = tf.reduce_sum(x * w, 1) + b - y
loss = tf.reduce_mean(tf.square(error))

lr = tf.constant(0.05, name='lr')
slow = tf.train.AdamOptimizer(lr).minimize(loss)
fast = tf.train.MomentumOptimizer(learning_rate=tf.constant(0.1), momentum=0.5).minimize(loss)

data = rs.rand(6, 2)
target = data.sum(1)
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for step in range(6):
        if step % 2:
            _, value = sess.run([slow, loss], {x: data, y: target})
        else:
            _, value = sess.run([fast, loss], {x: data, y: target})
        print(step, '%.5f' % value)
    print('rate %.3f' % sess.run(lr), sess.run(w))
