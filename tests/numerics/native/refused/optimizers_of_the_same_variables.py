import numpy as np
import tensorflow as tf

x = tf.placeholder(tf.float32, [None, 1])
w = tf.Variable(0.5)
b = tf.Variable(0.1)
near = tf.reduce_mean(tf.square(x * w + b - 1.0))
small = tf.square(w)
fit = tf.train.GradientDescentOptimizer(0.5).minimize(near)
shrink = tf.train.AdamOptimizer(0.5).minimize(small, var_list=[w])

with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    sess.run([fit, shrink], {x: np.ones([3, 1])})  # refused: both change `w`
    print(sess.run([w, b]))
