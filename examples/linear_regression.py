"""Linear regression, twice: by gradient descent and by the normal equations.

The data are drawn from a known line plus noise, so both should end near the true weights.
"""

from __future__ import print_function

import numpy as np
import tensorflow as tf

# Parameters
learning_rate = 0.01
training_epochs = 200
display_step = 50
n_samples = 120
true_w = np.array([[2.0], [-3.4], [0.7]], dtype=np.float32)
true_b = 4.2

# Training data
rng = np.random.RandomState(0)
train_X = rng.normal(size=(n_samples, 3)).astype(np.float32)
train_Y = (np.dot(train_X, true_w) + true_b + 0.1 * rng.normal(size=(n_samples, 1))).astype(np.float32)

tf.set_random_seed(1)

# tf Graph input
X = tf.placeholder(tf.float32, [None, 3], name="X")
Y = tf.placeholder("float", [None, 1], name="Y")

# Model weights
n_features = X.get_shape()[1].value
W = tf.Variable(tf.random_normal([n_features, 1], stddev=0.1), name="weight")
b = tf.Variable(tf.zeros([1]), name="bias")

# Construct a linear model
pred = tf.add(tf.matmul(X, W), b)

# Mean squared error, plus a little ridge penalty on the weights
batch = tf.to_float(tf.shape(X)[0])
mse = tf.div(tf.reduce_sum(tf.squared_difference(pred, Y)), batch)
cost = mse + 1e-5 * tf.reduce_sum(tf.pow(W, 2), reduction_indices=[0, 1])

global_step = tf.Variable(0, trainable=False, name="global_step")
optimizer = tf.train.GradientDescentOptimizer(learning_rate).minimize(cost, global_step=global_step)

# Closed form: w = (A^T A + lambda I)^-1 A^T y, with a column of ones for the bias
A = tf.concat([X, tf.ones_like(Y)], 1)
gram = tf.matmul(A, A, transpose_a=True) + tf.diag([1e-5] * (n_features + 1))
w_exact = tf.cholesky_solve(tf.cholesky(gram), tf.matmul(A, Y, transpose_a=True))
w_lstsq = tf.matrix_solve_ls(A, Y, l2_regularizer=1e-5)
eigenvalues = tf.self_adjoint_eigvals(gram)

# Initializing the variables
init = tf.initialize_all_variables()

# Launch the graph
with tf.Session() as sess:
    sess.run(init)

    # Fit all training data, a third at a time
    for epoch in range(training_epochs):
        for i in range(0, n_samples, 40):
            sess.run(optimizer, feed_dict={X: train_X[i:i + 40], Y: train_Y[i:i + 40]})

        # Display logs per epoch step
        if (epoch + 1) % display_step == 0:
            c = sess.run(cost, feed_dict={X: train_X, Y: train_Y})
            print("Epoch:", "%04d" % (epoch + 1), "cost=", "{:.6f}".format(c),
                  "W=", sess.run(W).ravel(), "b=", b.eval())

    print("Optimization finished after", tf.train.global_step(sess, global_step), "steps")

    feed = {X: train_X, Y: train_Y}
    training_cost = sess.run(mse, feed_dict=feed)
    exact, lstsq, spectrum = sess.run([w_exact, w_lstsq, eigenvalues], feed_dict=feed)
    print("Training cost=", training_cost)
    print("Gradient descent:", np.append(W.eval(), b.eval()))
    print("Normal equations:", exact.ravel())
    print("Least squares:   ", lstsq.ravel())
    print("Condition number: %.3f" % (spectrum.max() / spectrum.min()))

    # Testing example
    test_X = rng.normal(size=(20, 3)).astype(np.float32)
    test_Y = np.dot(test_X, true_w) + true_b
    testing_cost = sess.run(tf.reduce_mean(tf.abs(pred - Y)), feed_dict={X: test_X, Y: test_Y})
    print("Mean absolute test error:", testing_cost)
    assert testing_cost < 0.1
