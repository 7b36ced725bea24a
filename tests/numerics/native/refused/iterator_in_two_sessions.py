"""Each session has its own place in the data, so the second one begins with the first batch again."""
import numpy as np
import tensorflow as tf

rows = np.arange(12, dtype=np.float32).reshape(6, 2)
batch = tf.data.Dataset.from_tensor_slices(rows).batch(2).make_one_shot_iterator().get_next()
total = tf.reduce_sum(batch)

with tf.Session() as sess:
    print(sess.run(total))
    print(sess.run(total))
with tf.Session() as sess:
    print(sess.run(total))  # refused: the iterator begins anew in each session
