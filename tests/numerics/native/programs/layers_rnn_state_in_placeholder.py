"""A text is continued letter by letter: the state of the network is the default of a placeholder, and is fed from the second letter on."""

import numpy as np
import tensorflow as tf

LETTERS = "abcd"
UNITS = 6

letters = tf.placeholder(tf.int32, [None, None])
one_hot = tf.one_hot(letters, len(LETTERS))
cell = tf.nn.rnn_cell.GRUCell(UNITS, kernel_initializer=tf.constant_initializer(0.1))
in_state = tf.placeholder_with_default(cell.zero_state(tf.shape(one_hot)[0], tf.float32), [None, UNITS])
# letters that are no letters are no part of a text
length = tf.reduce_sum(tf.reduce_max(tf.sign(one_hot), 2), 1)
outputs, out_state = tf.nn.dynamic_rnn(cell, one_hot, length, in_state)
weights = np.sin(np.arange(UNITS * len(LETTERS))).reshape(UNITS, len(LETTERS))
logits = tf.layers.dense(outputs, len(LETTERS), kernel_initializer=tf.constant_initializer(weights))
loss = tf.reduce_sum(tf.nn.softmax_cross_entropy_with_logits(logits=logits[:, :-1], labels=one_hot[:, 1:]))
chosen = tf.argmax(logits[:, -1], 1)
train_op = tf.train.GradientDescentOptimizer(0.05).minimize(loss)


def continued(sess, text, count):
    state = None
    for _ in range(count):
        feed = {letters: [[LETTERS.index(text[-1])]]}
        if state is not None:  # the first letter comes after nothing
            feed.update({in_state: state})
        index, state = sess.run([chosen, out_state], feed)
        text += LETTERS[index[0]]
    return text, float(state.sum())


with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for step in range(4):
        batch = [[(step + row * column) % 4 for column in range(5)] for row in range(3)]
        value, _ = sess.run([loss, train_op], {letters: batch})
        print(step, value)
        print(continued(sess, "a", 3))
