"""Nearest neighbours of MNIST digits by the L1 distance."""
import numpy as np
import tensorflow as tf
from tensorflow.examples.tutorials.mnist import input_data

mnist = input_data.read_data_sets("data/mnist", one_hot=True, validation_size=100)

Xtr, Ytr = mnist.train.next_batch(500, shuffle=False)
Xte, Yte = mnist.test.next_batch(40, shuffle=False)

xtr = tf.placeholder("float", [None, 784])
xte = tf.placeholder("float", [784])

distance = tf.reduce_sum(tf.abs(tf.add(xtr, tf.negative(xte))), reduction_indices=1)
pred = tf.arg_min(distance, 0)

accuracy = 0.

init = tf.global_variables_initializer()

with tf.Session() as sess:
    sess.run(init)
    for i in range(len(Xte)):
        nn_index = sess.run(pred, feed_dict={xtr: Xtr, xte: Xte[i, :]})
        if np.argmax(Ytr[nn_index]) == np.argmax(Yte[i]):
            accuracy += 1./len(Xte)
    print("Done!")
    print("Accuracy: %.4f" % accuracy)
    print("Sizes:", mnist.train.num_examples, mnist.validation.num_examples, mnist.test.num_examples)
