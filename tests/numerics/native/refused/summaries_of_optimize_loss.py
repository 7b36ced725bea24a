"""`optimize_loss` writes the loss, the learning rate and the norm of the gradients for TensorBoard unless it is told not to."""
import tempfile

import numpy as np
import tensorflow as tf

x = tf.placeholder(tf.float32, [None, 2])
w = tf.Variable(tf.ones([2, 1]))
loss = tf.reduce_mean(tf.square(tf.matmul(x, w)))
train = tf.contrib.layers.optimize_loss(loss, None, 0.1, "SGD")  # refused: makes summaries of its own
merged = tf.summary.merge_all()
writer = tf.summary.FileWriter(tempfile.mkdtemp())
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for i in range(3):
        _, summary = sess.run([train, merged], {x: np.ones((2, 2))})
        writer.add_summary(summary, i)
