"""Each assignment of a list takes a sum that is computed anew in its own run, with what the one before has changed."""

import tensorflow as tf

a = tf.Variable(1.0)
b = tf.Variable(2.0)
total = a + b
updates = []
for variable in [a, b]:
    updates.append(variable.assign(total))

with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for update in updates:  # refused: one tensor, read before and behind a change
        sess.run(update)
    print(sess.run([a, b]))
