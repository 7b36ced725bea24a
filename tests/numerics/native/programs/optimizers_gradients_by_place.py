"""Gradients that are taken out of a list by their places: the list has all variables of the graph, in the order in which they were made."""
import numpy as np
import tensorflow as tf

x = tf.placeholder(tf.float32, [None, 2])
unused = tf.Variable(np.ones([2, 1], np.float32), name='unused')
hidden = tf.layers.dense(x, 3, activation=tf.nn.tanh, kernel_initializer=tf.constant_initializer(0.5))
w = tf.Variable(np.full([3, 1], 0.7, np.float32), name='w')
loss = tf.reduce_mean(tf.square(tf.matmul(hidden, w) - 1.0))
optimizer = tf.train.GradientDescentOptimizer(0.1)
grads_and_vars = optimizer.compute_gradients(loss)
of_kernel = grads_and_vars[1][0]
clipped = [(tf.clip_by_norm(g, 0.2), v) for g, v in grads_and_vars[1:]]
of_bias = clipped[1][0]
train = optimizer.apply_gradients(clipped)
late = tf.Variable(3.0, name='late')

with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for _ in range(3):
        a, b, value, _ = sess.run([of_kernel, of_bias, loss, train], {x: [[1.0, 2.0], [0.5, -1.0]]})
        print(a.ravel(), b, value)
    print(sess.run(late))
