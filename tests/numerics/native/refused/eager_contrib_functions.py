"""Eager code of TensorFlow 1.x."""
from __future__ import print_function
import numpy as np
import tensorflow as tf

tf.enable_eager_execution()
tfe = tf.contrib.eager

rs = np.random.RandomState(20)
inputs = tf.constant(rs.randn(20, 2), dtype=tf.float32)
labels = tf.constant(rs.randn(20, 1), dtype=tf.float32)

W = tfe.Variable([[0.5], [0.5]], name='weight')
B = tfe.Variable(0.0, name='bias')


def prediction(x):
    return tf.matmul(x, W) + B


def loss(x, y):
    return tf.reduce_mean(tf.square(prediction(x) - y))


optimizer = tf.train.GradientDescentOptimizer(learning_rate=0.1)
value_and_grads = tfe.implicit_value_and_gradients(loss)
grad_fn = tfe.implicit_gradients(loss)

for i in range(3):
    optimizer.apply_gradients(grad_fn(inputs, labels))
    print("Loss at step {:02d}: {:.5f}".format(i, loss(inputs, labels).numpy()))

value, _ = value_and_grads(inputs, labels)
print(value.numpy())
with tf.GradientTape() as tape:
    current = loss(inputs, labels)
gw, gb = tape.gradient(current, [W, B])
print(gw.numpy().ravel(), gb.numpy())
square_grad = tfe.gradients_function(lambda v: v * v * v)
print(square_grad(3.0)[0].numpy())

dataset = tf.data.Dataset.from_tensor_slices((inputs, labels)).batch(8)
for x, y in tfe.Iterator(dataset):
    with tf.GradientTape() as tape:
        batch_loss = loss(x, y)
    grads = tape.gradient(batch_loss, [W, B])
    optimizer.apply_gradients(zip(grads, [W, B]), global_step=tf.train.get_or_create_global_step())  # refused: used in two places
    print(x.shape, batch_loss.numpy())
print(int(tf.train.get_global_step()), W.numpy().ravel(), B.numpy())
