"""A variable is loaded between tensors that are run one by one."""

import tensorflow as tf

rate = tf.Variable(1.0)
values = [rate * 2.0, rate * 3.0]
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for value in values:  # refused: another value for each
        print(sess.run(value))
        rate.load(5.0, sess)
