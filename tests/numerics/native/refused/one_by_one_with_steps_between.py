"""A method trains before each of the tensors that are run one by one: one run of all of them would give values of the same moment."""

import tensorflow as tf


class Model(object):
    def __init__(self):
        self.weight = tf.Variable(1.0)
        self.train_op = tf.assign_add(self.weight, 1.0)

    def step(self, sess):
        sess.run(self.train_op)


model = Model()
values = [model.weight * 2.0, model.weight * 3.0]
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for value in values:  # refused: a step between the runs
        model.step(sess)
        print(sess.run(value))
