"""Which symbol came first? An LSTM over sequences of different lengths.

Each sequence is a line of small integers; the label is its first one, so the network has to remember.
Three models of the same data: a stacked dynamic_rnn, a bidirectional one, and an unrolled static_rnn.
"""
from __future__ import print_function

import numpy as np
import tensorflow as tf

tf.app.flags.DEFINE_integer('steps', 160, 'Training steps for each model.')
tf.app.flags.DEFINE_integer('units', 24, 'Units of a cell.')
FLAGS = tf.app.flags.FLAGS

VOCABULARY = 5
MAX_LENGTH = 8
BATCH_SIZE = 64


def next_batch(rng):
    lengths = rng.randint(3, MAX_LENGTH + 1, size=BATCH_SIZE)
    sequences = rng.randint(VOCABULARY, size=(BATCH_SIZE, MAX_LENGTH))
    # zero out what lies beyond the end
    sequences[np.arange(MAX_LENGTH) >= lengths[:, np.newaxis]] = 0
    return sequences, lengths, sequences[:, 0]


def make_cell(keep_prob):
    cell = tf.nn.rnn_cell.BasicLSTMCell(FLAGS.units, forget_bias=1.0, state_is_tuple=True)
    return tf.nn.rnn_cell.DropoutWrapper(cell, output_keep_prob=keep_prob)


def stacked(inputs, lengths, keep_prob):
    cell = tf.nn.rnn_cell.MultiRNNCell([make_cell(keep_prob) for _ in range(2)])
    initial_state = cell.zero_state(tf.shape(inputs)[0], tf.float32)
    _, final_state = tf.nn.dynamic_rnn(cell, inputs, sequence_length=lengths, initial_state=initial_state)
    return final_state[-1].h


def bidirectional(inputs, lengths, keep_prob):
    (forward, backward), _ = tf.nn.bidirectional_dynamic_rnn(
        tf.nn.rnn_cell.GRUCell(FLAGS.units), tf.nn.rnn_cell.GRUCell(FLAGS.units),
        inputs, sequence_length=lengths, dtype=tf.float32)
    outputs = tf.nn.dropout(tf.concat([forward, backward], axis=2), keep_prob=keep_prob)
    # mean over the real time steps only
    mask = tf.expand_dims(tf.sequence_mask(lengths, MAX_LENGTH, dtype=tf.float32), 2)
    return tf.reduce_sum(outputs * mask, axis=1) / tf.reduce_sum(mask, axis=1)


def unrolled(inputs, lengths, keep_prob):
    # read backwards, so that the interesting symbol comes last
    inputs = tf.reverse_sequence(inputs, lengths, seq_dim=1, batch_dim=0)
    steps = tf.unstack(inputs, MAX_LENGTH, axis=1)
    cell = tf.nn.rnn_cell.LSTMCell(FLAGS.units, initializer=tf.orthogonal_initializer())
    _, state = tf.nn.static_rnn(cell, steps, dtype=tf.float32, sequence_length=lengths)
    return tf.nn.dropout(state.h, keep_prob)


def train(name, encoder):
    tf.reset_default_graph()
    tf.set_random_seed(0)
    sequences = tf.placeholder(tf.int32, [None, MAX_LENGTH])
    lengths = tf.placeholder(tf.int32, [None])
    targets = tf.placeholder(tf.int32, [None])
    keep_prob = tf.placeholder(tf.float32)

    with tf.variable_scope(name, initializer=tf.random_uniform_initializer(-0.4, 0.4)):
        embedding = tf.get_variable('embedding', [VOCABULARY, 8])
        inputs = tf.nn.embedding_lookup(embedding, sequences)
        encoded = encoder(inputs, lengths, keep_prob)
        weights = tf.get_variable('softmax_w', [encoded.shape[1].value, VOCABULARY])
        biases = tf.get_variable('softmax_b', [VOCABULARY], initializer=tf.constant_initializer(0.0))
    logits = tf.nn.xw_plus_b(encoded, weights, biases)
    cost = tf.losses.sparse_softmax_cross_entropy(targets, logits)
    accuracy = tf.reduce_mean(tf.to_float(tf.equal(tf.to_int32(tf.argmax(logits, 1)), targets)))

    # Gradients of recurrent networks explode: clip them by their global norm
    tvars = tf.trainable_variables()
    grads, norm = tf.clip_by_global_norm(tf.gradients(cost, tvars), 5.0)
    train_op = tf.train.RMSPropOptimizer(0.02).apply_gradients(zip(grads, tvars))

    rng = np.random.RandomState(1)
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        for step in range(FLAGS.steps + 1):
            x, n, y = next_batch(rng)
            feed = {sequences: x, lengths: n, targets: y, keep_prob: 0.9}
            _, loss, size = sess.run([train_op, cost, norm], feed_dict=feed)
            if step % 40 == 0:
                print('%s: step %d, loss %.3f, gradient norm %.3f' % (name, step, loss, size))
        x, n, y = next_batch(rng)
        result = sess.run(accuracy, feed_dict={sequences: x, lengths: n, targets: y, keep_prob: 1.0})
        print('%s: accuracy %.2f' % (name, result))
    return result


def main(_):
    for encoder in (stacked, bidirectional, unrolled):
        assert train(encoder.__name__, encoder) > 0.6


if __name__ == '__main__':
    tf.app.run()
