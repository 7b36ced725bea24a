import numpy as np
import tensorflow as tf

x = tf.placeholder(tf.float32, [2])
w = tf.Variable(1.5)
y = x * w
z = x - w
rng = np.random.RandomState(0)

with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for _ in range(2):
        print(sess.run(y * rng.rand() + z, {x: np.ones(2)}))  # refused: another factor is drawn for each run
