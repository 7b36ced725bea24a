"""Batches of a queue that is filled from what is fed, until it is closed and empty."""
import numpy as np
import tensorflow as tf


def train():
    rng = np.random.RandomState(0)
    points = rng.rand(12, 2).astype(np.float32)
    sums = points.sum(axis=1)

    queue = tf.PaddingFIFOQueue(capacity=20, dtypes=[tf.float32, tf.float32], shapes=[[2], []])
    some_points = tf.placeholder(tf.float32, [None, 2])
    some_sums = tf.placeholder(tf.float32, [None])
    fill = queue.enqueue_many([some_points, some_sums])
    one_more = queue.enqueue((tf.constant([1.0, 2.0]), tf.constant(3.0)))
    close = queue.close()

    x, y = queue.dequeue_many(3)
    w = tf.Variable([[0.5], [0.1]])
    loss = tf.reduce_mean(tf.square(tf.matmul(x, w)[:, 0] - y))
    step = tf.train.GradientDescentOptimizer(0.3).minimize(loss)

    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        sess.run(fill, feed_dict={some_points: points[:8], some_sums: sums[:8]})
        sess.run(one_more)
        sess.run(fill, {some_points: points[8:], some_sums: sums[8:]})
        sess.run(close)
        try:
            while True:
                _, value = sess.run([step, loss])
                print('loss', value)
        except tf.errors.OutOfRangeError:
            print('no more batches')
        print(sess.run(w).ravel())


if __name__ == '__main__':
    train()
