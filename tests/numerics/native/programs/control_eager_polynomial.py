"""A polynomial fitted in eager code that needs nothing but TensorFlow."""
from __future__ import division, print_function

import tensorflow as tf

tf.enable_eager_execution()
tfe = tf.contrib.eager

x = tf.linspace(-1., 1., 9)
y = 2 * x ** 2 - x / 2

coefficients = [tfe.Variable(0.1 * power, name='c%d' % power) for power in range(3)]


def loss(x, y):
    fitted = tf.add_n([c * x ** power for power, c in enumerate(coefficients)])
    return tf.reduce_mean(tf.square(fitted - y))


optimizer = tf.train.AdamOptimizer(learning_rate=0.05)
grad = tfe.implicit_gradients(loss)
for step in range(6):
    optimizer.apply_gradients(grad(x, y))
    if step % 2:
        print(step, '%.5f' % loss(x, y).numpy())
print([round(float(c.numpy()), 4) for c in coefficients])
