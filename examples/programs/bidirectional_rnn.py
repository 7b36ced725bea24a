"""A bidirectional LSTM that tells which half of a sequence is larger."""
import numpy as np
import tensorflow as tf
from tensorflow.contrib import rnn

tf.set_random_seed(11)
np.random.seed(11)

timesteps, num_input, num_hidden = 8, 2, 12

X = tf.placeholder("float", [None, timesteps, num_input])
Y = tf.placeholder("float", [None, 2])
W = tf.Variable(tf.random_normal([2*num_hidden, 2]))
b = tf.Variable(tf.zeros([2]))

def BiRNN(x):
    x = tf.unstack(x, timesteps, 1)
    lstm_fw_cell = rnn.BasicLSTMCell(num_hidden, forget_bias=1.0)
    lstm_bw_cell = rnn.BasicLSTMCell(num_hidden, forget_bias=1.0)
    try:
        outputs, _, _ = rnn.static_bidirectional_rnn(lstm_fw_cell, lstm_bw_cell, x,
                                              dtype=tf.float32)
    except Exception: # Old TensorFlow version only returns outputs not states
        outputs = rnn.static_bidirectional_rnn(lstm_fw_cell, lstm_bw_cell, x,
                                        dtype=tf.float32)
    return tf.matmul(outputs[-1], W) + b

logits = BiRNN(X)
loss = tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(logits=logits, labels=Y))
train = tf.train.AdamOptimizer(0.02).minimize(loss)
correct = tf.equal(tf.argmax(logits, 1), tf.argmax(Y, 1))
accuracy = tf.reduce_mean(tf.cast(correct, tf.float32))

def data(n):
    x = np.random.randn(n, timesteps, num_input)
    label = (x[:, :4].sum((1, 2)) > x[:, 4:].sum((1, 2))).astype(int)
    return x, np.eye(2)[label]

with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for step in range(80):
        bx, by = data(64)
        sess.run(train, {X: bx, Y: by})
    bx, by = data(256)
    acc = sess.run(accuracy, {X: bx, Y: by})
    print("good:", bool(acc > 0.8))
