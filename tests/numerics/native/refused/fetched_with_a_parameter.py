import numpy as np
import tensorflow as tf

x = tf.placeholder(tf.float32, [2])
w = tf.Variable(1.5)
y = x * w
z = x - w


def scaled(factor, offset=0):
    return sess.run(y * factor, {x: np.ones(2) + offset})  # refused: the factor is known where the function is called only


def total(offset):
    return sess.run(tf.reduce_sum(z), {x: np.ones(2) + offset})


sess = tf.Session()
sess.run(tf.global_variables_initializer())
print(scaled(2), scaled(3, 1), total(1))
