"""A time series, told one step ahead by cells with a dense layer behind them."""
import numpy as np
import tensorflow as tf

n_steps = 6
n_inputs = 1
n_neurons = 5
n_outputs = 1


def time_series(t):
    return t * np.sin(t) / 3 + 2 * np.sin(t * 5)


def next_batch(batch_size, n_steps):
    t0 = np.linspace(0, 3, batch_size).reshape(-1, 1)
    ys = time_series(t0 + np.arange(0., n_steps + 1) * 0.1)
    return ys[:, :-1].reshape(-1, n_steps, 1), ys[:, 1:].reshape(-1, n_steps, 1)


X = tf.placeholder(tf.float32, [None, n_steps, n_inputs])
y = tf.placeholder(tf.float32, [None, n_steps, n_outputs])
with tf.variable_scope('rnn_model', initializer=tf.constant_initializer(0.2)):
    cell = tf.contrib.rnn.OutputProjectionWrapper(
        tf.contrib.rnn.BasicRNNCell(num_units=n_neurons, activation=tf.nn.relu),
        output_size=n_outputs)
    outputs, states = tf.nn.dynamic_rnn(cell, X, dtype=tf.float32)
with tf.variable_scope('bent', initializer=tf.constant_initializer(0.2)):
    bent = tf.contrib.rnn.OutputProjectionWrapper(tf.nn.rnn_cell.GRUCell(3), 2, activation=tf.tanh)
    others, last = tf.nn.dynamic_rnn(bent, X, dtype=tf.float32)

loss = tf.reduce_mean(tf.square(outputs - y))
optimizer = tf.train.GradientDescentOptimizer(learning_rate=0.02)
training_op = optimizer.minimize(loss)
init = tf.global_variables_initializer()

with tf.Session() as sess:
    init.run()
    X_batch, y_batch = next_batch(4, n_steps)
    for iteration in range(5):
        sess.run(training_op, feed_dict={X: X_batch, y: y_batch})
        mse = loss.eval(feed_dict={X: X_batch, y: y_batch})
        print(iteration, "\tMSE:", mse)
    print(sess.run(outputs, feed_dict={X: X_batch})[0].ravel())
    print(sess.run(others, feed_dict={X: X_batch})[1, :4])
    print(sess.run(last, feed_dict={X: X_batch})[1])
