"""A generator runs its tensors when it is gone through, which is after the step."""

import tensorflow as tf

weight = tf.Variable(1.0)
train_op = tf.assign_add(weight, 1.0)
values = [weight * 1.0, weight * 2.0]
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    later = (sess.run(value) for value in values)  # refused: not run here
    sess.run(train_op)
    print(list(later))
