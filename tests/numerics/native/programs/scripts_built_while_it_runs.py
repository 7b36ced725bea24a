"""A loop that trains builds the same accuracy in each turn, and lists what it fetches there, as beginners' scripts do."""

import numpy as np
import tensorflow as tf

rs = np.random.RandomState(3)
data = rs.rand(12, 2).astype(np.float32)
labels = (data.sum(axis=1) > 1).astype(np.int64)

x = tf.placeholder(tf.float32, [None, 2])
y = tf.placeholder(tf.int64, [None])
weights = tf.Variable([[0.5, -0.5], [0.25, 0.1]])
logits = tf.matmul(x, weights)
loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=logits))
train = tf.train.GradientDescentOptimizer(0.5).minimize(loss)

with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for epoch in range(3):
        for step in range(2):
            feed = {x: data[step::2], y: labels[step::2]}
            if step % 2:
                fetches = [train, loss]
                _, value = sess.run(fetches, feed_dict=feed)
            else:
                fetches = [train, loss, logits]
                _, value, scores = sess.run(fetches, feed_dict=feed)
                print(scores[0])
            print(epoch, step, value)
            # how many are right
            right = tf.equal(tf.argmax(logits, 1), y)
            # and which part that is
            accuracy = tf.reduce_mean(
                tf.cast(right, tf.float32)
            )
        if epoch % 2 == 0:
            shrink = tf.assign(weights, weights * 0.5)
            print("accuracy", sess.run(accuracy, {x: data, y: labels}))
            sess.run(shrink)
    wanted = [loss, accuracy]
    print(sess.run(wanted, {x: data, y: labels}))
    for turn in range(2):
        one_hot = sess.run(tf.one_hot(labels[turn : turn + 2], 2))
        print(one_hot.sum(axis=0), sess.run(tf.argmax(one_hot, 1)))
