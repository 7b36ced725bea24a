"""What tensors are fed that are run one by one is a part of an array that changes between them."""

import numpy as np
import tensorflow as tf

x = tf.placeholder(tf.float32, [None])
array = np.zeros(2, np.float32)
values = [x + 1.0, x * 2.0]
with tf.Session() as sess:
    view = array[:1]
    for value in values:  # refused: another feed for each
        print(sess.run(value, {x: view}))
        array[0] = array[0] + 1.0
