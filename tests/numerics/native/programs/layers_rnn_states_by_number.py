"""The states of a stack are defaults of placeholders in a class, and are fed in a loop that counts them."""

import numpy as np
import tensorflow as tf


class Reader(object):
    def __init__(self, sizes):
        self.sizes = sizes
        self.words = tf.placeholder(tf.int32, [None, None])

    def create_rnn(self, words):
        layers = [tf.nn.rnn_cell.GRUCell(size, kernel_initializer=tf.constant_initializer(0.1)) for size in self.sizes]
        cells = tf.nn.rnn_cell.MultiRNNCell(layers)
        batch = tf.shape(words)[0]
        first_states = cells.zero_state(batch, dtype=tf.float32)
        self.in_state = tuple([tf.placeholder_with_default(state, [None, state.shape[1]]) for state in first_states])
        self.output, self.out_state = tf.nn.dynamic_rnn(cells, words, initial_state=self.in_state)

    def create_model(self):
        words = tf.one_hot(self.words, 5)
        self.create_rnn(words)
        kernel = np.cos(np.arange(self.sizes[-1] * 5)).reshape(self.sizes[-1], 5)
        self.logits = tf.layers.dense(self.output, 5, kernel_initializer=tf.constant_initializer(kernel))
        loss = tf.nn.softmax_cross_entropy_with_logits(logits=self.logits[:, :-1], labels=words[:, 1:])
        self.loss = tf.reduce_mean(loss)
        self.next_word = tf.argmax(self.logits[:, -1], 1)
        self.opt = tf.train.AdamOptimizer(0.02).minimize(self.loss)

    def told(self, sess, word):
        state = None
        found = [word]
        for _ in range(4):
            feed = {self.words: [[found[-1]]]}
            if state is not None:
                for i in range(len(state)):
                    feed[self.in_state[i]] = state[i]
            index, state = sess.run([self.next_word, self.out_state], feed)
            found.append(int(index[0]))
        return found, [float(one.sum()) for one in state]


reader = Reader([4, 3])
reader.create_model()
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for epoch in range(4):
        batch = np.arange(12).reshape(2, 6) * (epoch + 1) % 5
        _, value = sess.run([reader.opt, reader.loss], {reader.words: batch})
        print(epoch, value)
        print(reader.told(sess, 1))
