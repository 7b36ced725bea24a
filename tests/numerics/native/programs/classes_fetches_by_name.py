"""A class whose methods return what a run gives by names, operations included, and which builds with static methods."""

import numpy as np
import tensorflow as tf
from tensorflow.contrib.rnn import GRUCell
from tensorflow.python.ops.rnn import dynamic_rnn as unrolled


class Tagger(object):
    def __init__(self, sizes):
        self.x = tf.placeholder(tf.float32, [None, 4, sizes["features"]])
        self.y = tf.placeholder(tf.float32, [None, sizes["tags"]])
        cell = GRUCell(sizes["units"], kernel_initializer=tf.constant_initializer(0.2))
        _, state = unrolled(cell, self.x, dtype=tf.float32)
        self.weight, self.bias = self._weight_and_bias(sizes["units"], sizes["tags"])
        self.logits = self._scaled(tf.matmul(state, self.weight) + self.bias, 2.0)
        self.loss = tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(logits=self.logits, labels=self.y))
        self.mean = tf.reduce_mean(tf.square(self.logits))
        self.global_step = tf.Variable(0, name="global_step", trainable=False)
        self.train_op = tf.train.GradientDescentOptimizer(0.5).minimize(self.loss, global_step=self.global_step)

    @staticmethod
    def _weight_and_bias(rows, columns):
        start = np.sin(np.arange(rows * columns)).reshape(rows, columns)
        return tf.Variable(tf.constant(start, tf.float32)), tf.Variable(tf.constant(0.1, shape=[columns]))

    @staticmethod
    def _scaled(value, factor):
        return tf.tanh(value) * factor

    def run_train_step(self, sess, x, y):
        to_return = {
            "train_op": self.train_op,
            "loss": self.loss,
            "logits": self.logits,
        }
        return sess.run(to_return, {self.x: x, self.y: y})

    def run_and_count(self, sess, x, y):
        return sess.run({"logits": self.logits, "mean": self.mean, "done": self.train_op}, {self.x: x, self.y: y})


tagger = Tagger({"features": 3, "units": 5, "tags": 2})
inputs = np.cos(np.arange(24)).reshape(2, 4, 3)
targets = np.eye(2)

with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for _ in range(3):
        results = tagger.run_train_step(sess, inputs, targets)
        print(sorted(results), results["train_op"], results["loss"], np.abs(results["logits"]).sum())
    results = tagger.run_and_count(sess, inputs, targets)
    print(list(results), results["done"], results["mean"])
    print(sess.run(tagger.global_step))
