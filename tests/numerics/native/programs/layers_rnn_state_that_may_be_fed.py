"""A state that some runs feed back, and others leave to begin with zeros."""
import numpy as np
import tensorflow as tf

class Model(object):
    def __init__(self, batch_size=2, num_layers=2, size=3):
        self.batch_size = batch_size
        self.inputs = tf.placeholder(tf.float32, [None, 4, 2])
        self.keep_prob = tf.placeholder(tf.float32)
        with tf.variable_scope('m', initializer=tf.constant_initializer(0.1)):
            cell = tf.nn.rnn_cell.MultiRNNCell([tf.nn.rnn_cell.BasicLSTMCell(size) for _ in range(num_layers)])
            self.initial_state = cell.zero_state(batch_size, tf.float32)
            self.outputs, self.final_state = tf.nn.dynamic_rnn(cell, self.inputs, initial_state=self.initial_state)
        self.loss = tf.reduce_mean(self.outputs)

    def run(self, sess, x, use_previous_state):
        new_state = sess.run(self.initial_state)
        for i in range(3):
            feed = {self.inputs: x, self.keep_prob: 1.0}
            if use_previous_state:
                feed[self.initial_state] = new_state
            loss, new_state = sess.run([self.loss, self.final_state], feed_dict=feed)
            print(i, loss)

model = Model()
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    model.run(sess, np.ones((2, 4, 2)), True)
    model.run(sess, np.ones((2, 4, 2)), False)
