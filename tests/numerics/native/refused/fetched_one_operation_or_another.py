import numpy as np
import tensorflow as tf

x = tf.placeholder(tf.float32, [2])
w = tf.Variable(1.5)
y = x * w
z = x - w
loss = tf.reduce_sum(y ** 2)
train = tf.train.GradientDescentOptimizer(0.01).minimize(loss)
nothing = tf.no_op()

with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for training in (True, False, True):
        _, value = sess.run([train if training else nothing, loss], {x: np.ones(2)})  # refused: trains in some turns only
        print(sess.run(w))
