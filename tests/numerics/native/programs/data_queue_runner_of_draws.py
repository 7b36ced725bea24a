"""Threads fill a queue with random numbers; each that is taken out is another one."""
import tensorflow as tf

queue = tf.FIFOQueue(100, "float")
enqueue_op = queue.enqueue([tf.random_uniform([2], 3.0, 4.0)])
qr = tf.train.QueueRunner(queue, [enqueue_op] * 5)
tf.train.add_queue_runner(qr)
out_tensor = queue.dequeue()
doubled = 2 * out_tensor

with tf.Session() as sess:
    coord = tf.train.Coordinator()
    threads = tf.train.start_queue_runners(sess=sess, coord=coord)
    seen = set()
    for _ in range(20):
        one, two = sess.run([out_tensor, doubled])
        seen.add(float(one[0]))
        assert (two == 2 * one).all()
    print(len(seen), min(seen) >= 3, max(seen) < 4, one.shape)
    coord.request_stop()
    coord.join(threads)
