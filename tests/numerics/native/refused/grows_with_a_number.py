"""What the loop builds takes a number that changes from turn to turn."""

import tensorflow as tf

x = tf.placeholder(tf.float32, [2])
total = tf.reduce_sum(x)
scale = [1.0]

with tf.Session() as sess:
    for turn in range(3):
        scale[0] += 1.0
        scaled = total * scale[0]  # refused: another part of the graph each time
        print(sess.run(scaled, {x: [1.0, 2.0]}))
