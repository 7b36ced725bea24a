"""Batches out of a queue that a thread fills, in which one round of the data goes over into the next."""
import numpy as np
import tensorflow as tf


def train():
    xs = np.linspace(0, 1, 5)
    q = tf.FIFOQueue(20, "float32", shapes=[[]])
    fill = q.enqueue_many(xs)
    runner = tf.train.QueueRunner(queue=q, enqueue_ops=[fill])
    tf.train.add_queue_runner(runner)
    batch = q.dequeue_many(3)
    slope = tf.Variable(1.0)
    loss = tf.reduce_mean(tf.square(slope * batch - 2 * batch))
    step = tf.train.GradientDescentOptimizer(0.5).minimize(loss)

    sess = tf.Session()
    sess.run(tf.global_variables_initializer())
    coord = tf.train.Coordinator()
    threads = tf.train.start_queue_runners(sess=sess, coord=coord)
    for i in range(4):
        _, now = sess.run([step, loss])
        print(i, now)
    coord.request_stop()
    coord.join(threads)
    print(sess.run(slope))


train()
