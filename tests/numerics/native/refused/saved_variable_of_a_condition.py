import sys

import numpy as np
import tensorflow as tf

x = tf.placeholder(tf.float32, [None, 3])
if len(sys.argv) < 20:
    scale = tf.get_variable('scale', [3])
    h = x * scale
else:
    h = x
shift = tf.get_variable('shift', [3])
y = h + shift
saver = tf.train.Saver()  # refused: there may be no such variable
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    print(sess.run(y, {x: np.ones((2, 3))}))
    saver.save(sess, '/tmp/model')
