"""Multilayer perceptron for a toy digit problem: noisy 8x8 glyphs of ten classes.

Two hidden layers, dropout, weight decay. Low-level API only (no tf.layers, no Keras).
"""
from __future__ import print_function

import numpy as np
import tensorflow as tf

# Training parameters
LEARNING_RATE = 0.002
BATCH_SIZE = 64
NUM_STEPS = 400
DISPLAY_STEP = 100

# Network parameters
N_INPUT = 64
N_HIDDEN_1 = 96
N_HIDDEN_2 = 48
N_CLASSES = 10
KEEP_PROB = 0.8
WEIGHT_DECAY = 1e-4


class DataSet(object):
    """Hands out random batches of noisy glyphs with one-hot labels."""

    def __init__(self, seed):
        self._rng = np.random.RandomState(seed)
        self._glyphs = (np.random.RandomState(42).uniform(size=(N_CLASSES, N_INPUT)) > 0.5).astype(np.float32)

    def next_batch(self, n):
        labels = self._rng.randint(N_CLASSES, size=n)
        images = self._glyphs[labels] + self._rng.normal(scale=1.2, size=(n, N_INPUT))
        return images.astype(np.float32), np.eye(N_CLASSES, dtype=np.float32)[labels]


def weight_variable(shape, name):
    initial = tf.truncated_normal(shape, stddev=1.0 / np.sqrt(shape[0]))
    return tf.Variable(initial, name=name)


def bias_variable(shape, name):
    return tf.Variable(tf.constant(0.1, shape=shape), name=name)


def multilayer_perceptron(x, weights, biases, keep_prob):
    layer_1 = tf.nn.relu(tf.add(tf.matmul(x, weights['h1']), biases['b1']))
    layer_1 = tf.nn.dropout(layer_1, keep_prob)
    layer_2 = tf.nn.relu_layer(layer_1, weights['h2'], biases['b2'])
    layer_2 = tf.nn.dropout(layer_2, keep_prob, seed=7)
    # no activation on the output, the loss applies the softmax
    return tf.nn.xw_plus_b(layer_2, weights['out'], biases['out'])


def main():
    tf.reset_default_graph()
    tf.set_random_seed(0)

    X = tf.placeholder(tf.float32, [None, N_INPUT])
    Y = tf.placeholder(tf.float32, [None, N_CLASSES])
    keep_prob = tf.placeholder_with_default(1.0, shape=[])

    weights = {
        'h1': weight_variable([N_INPUT, N_HIDDEN_1], 'W1'),
        'h2': weight_variable([N_HIDDEN_1, N_HIDDEN_2], 'W2'),
        'out': weight_variable([N_HIDDEN_2, N_CLASSES], 'W_out'),
    }
    biases = {
        'b1': bias_variable([N_HIDDEN_1], 'b1'),
        'b2': bias_variable([N_HIDDEN_2], 'b2'),
        'out': bias_variable([N_CLASSES], 'b_out'),
    }

    logits = multilayer_perceptron(X, weights, biases, keep_prob)
    probabilities = tf.nn.softmax(logits, dim=-1)
    loss_op = tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(labels=Y, logits=logits))
    penalty = tf.add_n([tf.nn.l2_loss(w) for w in weights.values()])
    train_op = tf.train.AdamOptimizer(LEARNING_RATE).minimize(loss_op + WEIGHT_DECAY * penalty)

    targets = tf.argmax(Y, 1)
    accuracy = tf.reduce_mean(tf.to_float(tf.equal(tf.argmax(logits, 1), targets)))
    top_3 = tf.reduce_mean(tf.to_float(tf.nn.in_top_k(probabilities, targets, 3)))

    n_parameters = np.sum([np.prod(v.get_shape().as_list()) for v in tf.trainable_variables()])
    print('number of parameters:', n_parameters)

    config = tf.ConfigProto(allow_soft_placement=True,
                            gpu_options=tf.GPUOptions(allow_growth=True))
    train, test = DataSet(seed=1), DataSet(seed=2)
    with tf.Session(config=config) as sess:
        sess.run(tf.global_variables_initializer())
        for step in range(1, NUM_STEPS + 1):
            batch_x, batch_y = train.next_batch(BATCH_SIZE)
            _, loss = sess.run([train_op, loss_op],
                               feed_dict={X: batch_x, Y: batch_y, keep_prob: KEEP_PROB})
            if step == 1 or step % DISPLAY_STEP == 0:
                acc = sess.run(accuracy, feed_dict={X: batch_x, Y: batch_y})
                print('Step %d, minibatch loss= %.4f, training accuracy= %.3f' % (step, loss, acc))

        test_x, test_y = test.next_batch(1000)
        acc, acc_3 = sess.run([accuracy, top_3], feed_dict={X: test_x, Y: test_y})
        print('Testing accuracy: %.3f (top 3: %.3f)' % (acc, acc_3))
        assert acc > 0.85


if __name__ == '__main__':
    main()
