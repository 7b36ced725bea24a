import numpy as np
import tensorflow as tf

x = tf.placeholder(tf.float32, [None])
for name in ('y', 'z'):
    if name == 'y':
        scale = 2.0
y = x * scale
if 'y' not in globals():  # refused: y is a tensor, and no name of the program any more
    print('nothing was built')
with tf.Session() as sess:
    print(sess.run(y, {x: np.ones(2)}))
