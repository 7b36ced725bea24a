"""What is the same in every run may come in several parts: eigenvalues with their vectors, what a loop of two ends with."""

import numpy as np
import tensorflow as tf
from tensorflow.python.framework import ops

ops.reset_default_graph()


def is_smaller(low, high):
    return tf.less(low, high)


def step(low, high):
    return tf.add(low, 2), high


matrix = tf.convert_to_tensor(np.array([[2.0, 1.0], [1.0, 3.0]]))
low = tf.constant(1)
high = tf.constant(6)
final = tf.while_loop(is_smaller, step, [low, high])
halves = tf.split(matrix, 2, axis=0)

sess = tf.Session()
values, vectors = sess.run(tf.self_adjoint_eig(matrix))
print(values)
print(np.abs(vectors))
for part in sess.run(final):
    print(part)
for half in sess.run(halves):
    print(half)
print(sess.run(tf.nn.top_k(matrix, 1)).values)
sess.close()
