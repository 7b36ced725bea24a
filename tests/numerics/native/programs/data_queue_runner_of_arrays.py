"""Threads fill a queue with the same arrays again and again; the elements come in the order of the arrays."""
import numpy as np
import tensorflow as tf

N_SAMPLES = 6
NUM_THREADS = 3
rng = np.random.RandomState(0)
data = 10 * rng.randn(N_SAMPLES, 2) + 1
target = rng.randint(0, 5, size=N_SAMPLES)

# a queue that is smaller than what is put into it
queue = tf.FIFOQueue(capacity=4, dtypes=[tf.float32, tf.int32], shapes=[[2], []])
enqueue_op = queue.enqueue_many([data, target])
sample, label = queue.dequeue()
weighted = tf.reduce_sum(sample) * tf.to_float(label)

# several threads do the same
qr = tf.train.QueueRunner(queue, [enqueue_op] * NUM_THREADS)
with tf.Session() as sess:
    coord = tf.train.Coordinator()
    enqueue_threads = qr.create_threads(sess, coord=coord, start=True)
    for step in range(8):
        if coord.should_stop():
            break
        print(sess.run([sample, label]))
    print(sess.run(weighted))
    coord.request_stop()
    coord.join(enqueue_threads)
