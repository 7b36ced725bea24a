"""Two tensors are made of one that is drawn: each run draws it anew, and one run would not."""

import tensorflow as tf

noise = tf.random_normal([3])  # refused: drawn anew for each run
tensors = [noise, noise * 2.0]

with tf.Session() as sess:
    for tensor in tensors:
        print(sess.run(tensor))
