import numpy as np
import tensorflow as tf

class Model(object):
    def __init__(self, size=3):
        self.batch_size = 2
        self.inputs = tf.placeholder(tf.float32, [None, 4, 2])
        with tf.variable_scope('m', initializer=tf.constant_initializer(0.1)):
            cell = tf.nn.rnn_cell.GRUCell(size)
            self.initial_state = cell.zero_state(self.batch_size, tf.float32)
            self.outputs, self.final_state = tf.nn.dynamic_rnn(cell, self.inputs, initial_state=self.initial_state)
        self.batch_size = 7  # refused: the first state was made for two
        self.loss = tf.reduce_mean(self.outputs)

    def run(self, sess, x):
        new_state = None
        for i in range(3):
            feed = {self.inputs: x}
            if new_state is not None:
                feed[self.initial_state] = new_state
            loss, new_state = sess.run([self.loss, self.final_state], feed_dict=feed)
            print(i, loss)

model = Model()
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    model.run(sess, np.ones((2, 4, 2)))
