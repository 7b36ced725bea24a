"""Each run takes the next element."""

import tensorflow as tf

x = tf.data.Dataset.range(10).make_one_shot_iterator().get_next()

with tf.Session() as sess:
    for tensor in [x, x * 2]:  # refused: each takes the next element
        print(sess.run(tensor))
