"""Python 2 with TensorFlow 0.x: tf.nn.rnn, rnn_cell, tf.nn.seq2seq, print statements."""
import numpy as np
import tensorflow as tf
from tensorflow.python.ops import rnn, rnn_cell

n_steps = 6
n_input = 3
n_hidden = 8

np.random.seed(0)
x = tf.placeholder("float", [None, n_steps, n_input])
y = tf.placeholder(tf.int64, [None])
weights = {'out': tf.Variable(tf.random_normal([n_hidden, 2], seed=1))}


def RNN(x, weights):
    x = tf.transpose(x, [1, 0, 2])
    x = tf.reshape(x, [-1, n_input])
    x = tf.split(0, n_steps, x)
    lstm_cell = rnn_cell.BasicLSTMCell(n_hidden, forget_bias=1.0)
    outputs, states = rnn.rnn(lstm_cell, x, dtype=tf.float32)
    return tf.matmul(outputs[-1], weights['out'])

pred = RNN(x, weights)
cost = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(pred, y))
optimizer = tf.train.AdamOptimizer(learning_rate=0.02).minimize(cost)
accuracy = tf.reduce_mean(tf.cast(tf.equal(tf.argmax(pred, 1), y), tf.float32))

data = np.random.randn(200, n_steps, n_input)
labels = (data.sum(axis=(1, 2)) > 0).astype(np.int64)
with tf.Session() as sess:
    sess.run(tf.initialize_all_variables())
    for step in xrange(60):
        _, c = sess.run([optimizer, cost], feed_dict={x: data, y: labels})
        if step % 30 == 0:
            print "Iter " + str(step)
    acc = sess.run(accuracy, feed_dict={x: data, y: labels})
    print "Accurate:", bool(acc > 0.75)
