"""Eager execution of 2018: tfe.Variable, GradientTape, a data set that is iterated, tfe.metrics."""
from __future__ import absolute_import, division, print_function

import numpy as np
import tensorflow as tf
from tensorflow.contrib import eager as tfe

tf.enable_eager_execution()
print("Eager:", tf.executing_eagerly())

rng = np.random.RandomState(0)
NUM_EXAMPLES = 64
inputs = rng.randn(NUM_EXAMPLES).astype(np.float32)
outputs = inputs * 3 + 2


class Model(object):
    def __init__(self):
        self.W = tfe.Variable(5.0)
        self.b = tfe.Variable(0.0)

    def __call__(self, x):
        return self.W * x + self.b


def loss(predicted_y, desired_y):
    return tf.reduce_mean(tf.square(predicted_y - desired_y))


def train(model, inputs, outputs, learning_rate):
    with tf.GradientTape() as t:
        current_loss = loss(model(inputs), outputs)
    dW, db = t.gradient(current_loss, [model.W, model.b])
    model.W.assign_sub(learning_rate * dW)
    model.b.assign_sub(learning_rate * db)


model = Model()
dataset = tf.data.Dataset.from_tensor_slices((inputs, outputs)).batch(16)
for epoch in range(10):
    for (batch, (x, y)) in enumerate(tfe.Iterator(dataset)):
        train(model, x, y, learning_rate=0.1)
mean = tfe.metrics.Mean()
for x, y in dataset:
    mean(loss(model(x), y))
print("W %.4f b %.4f" % (model.W.numpy(), model.b.numpy()))
print("loss %.6f" % float(mean.result()), "numbers", tf.to_float(tf.constant([1, 2])).numpy())

grad = tfe.gradients_function(lambda x: x * x * x)
print("gradient", grad(2.)[0].numpy())
