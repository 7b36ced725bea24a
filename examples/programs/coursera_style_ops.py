"""A course exercise: ops.reset_default_graph, one_hot_matrix, mini-batches, parameters in a dictionary."""
import math
import numpy as np
import tensorflow as tf
from tensorflow.python.framework import ops

np.random.seed(1)


def one_hot_matrix(labels, C):
    C = tf.constant(C, name='C')
    one_hot = tf.one_hot(labels, C, axis=0)
    sess = tf.Session()
    result = sess.run(one_hot)
    sess.close()
    return result


def random_mini_batches(X, Y, mini_batch_size=16, seed=0):
    m = X.shape[1]
    np.random.seed(seed)
    permutation = list(np.random.permutation(m))
    shuffled_X = X[:, permutation]
    shuffled_Y = Y[:, permutation].reshape((Y.shape[0], m))
    count = int(math.floor(m / mini_batch_size))
    return [(shuffled_X[:, k * mini_batch_size: (k + 1) * mini_batch_size],
             shuffled_Y[:, k * mini_batch_size: (k + 1) * mini_batch_size]) for k in range(count)]


def initialize_parameters():
    tf.set_random_seed(1)
    W1 = tf.get_variable("W1", [12, 8], initializer=tf.contrib.layers.xavier_initializer(seed=1))
    b1 = tf.get_variable("b1", [12, 1], initializer=tf.zeros_initializer())
    W2 = tf.get_variable("W2", [3, 12], initializer=tf.contrib.layers.xavier_initializer(seed=1))
    b2 = tf.get_variable("b2", [3, 1], initializer=tf.zeros_initializer())
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}


def forward_propagation(X, parameters):
    Z1 = tf.add(tf.matmul(parameters['W1'], X), parameters['b1'])
    A1 = tf.nn.relu(Z1)
    return tf.add(tf.matmul(parameters['W2'], A1), parameters['b2'])


def compute_cost(Z3, Y):
    logits = tf.transpose(Z3)
    labels = tf.transpose(Y)
    return tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(logits=logits, labels=labels))


def model(X_train, Y_train, learning_rate=0.05, num_epochs=15):
    ops.reset_default_graph()
    tf.set_random_seed(1)
    seed = 3
    (n_x, m) = X_train.shape
    X = tf.placeholder(tf.float32, shape=[n_x, None], name="X")
    Y = tf.placeholder(tf.float32, shape=[Y_train.shape[0], None], name="Y")
    parameters = initialize_parameters()
    Z3 = forward_propagation(X, parameters)
    cost = compute_cost(Z3, Y)
    optimizer = tf.train.AdamOptimizer(learning_rate=learning_rate).minimize(cost)
    init = tf.global_variables_initializer()
    with tf.Session() as sess:
        sess.run(init)
        for epoch in range(num_epochs):
            seed = seed + 1
            for minibatch in random_mini_batches(X_train, Y_train, seed=seed):
                (minibatch_X, minibatch_Y) = minibatch
                _, minibatch_cost = sess.run([optimizer, cost], feed_dict={X: minibatch_X, Y: minibatch_Y})
        parameters = sess.run(parameters)
        correct_prediction = tf.equal(tf.argmax(Z3), tf.argmax(Y))
        accuracy = tf.reduce_mean(tf.cast(correct_prediction, "float"))
        print("Train accurate:", bool(accuracy.eval({X: X_train, Y: Y_train}) > 0.9))
        print("cost fell", bool(minibatch_cost < 0.6), sorted(parameters))


y_hat = tf.constant(36, name='y_hat')
y = tf.constant(39, name='y')
loss = tf.Variable((y - y_hat)**2, name='loss')
init = tf.global_variables_initializer()
with tf.Session() as session:
    session.run(init)
    print(session.run(loss))
classes = np.arange(150) % 3
X_train = np.random.randn(8, 150) * 0.5
X_train[classes, np.arange(150)] += 3
model(X_train, one_hot_matrix(classes, C=3))
