"""A thread counts up while another one puts what has been counted into a queue."""
import tensorflow as tf

queue = tf.FIFOQueue(100, tf.float32)
counter = tf.Variable(0.0)
count_up = tf.assign_add(counter, 1.0)
put = queue.enqueue(counter)
runner = tf.train.QueueRunner(queue, enqueue_ops=[count_up, put])  # refused: threads that do different things

with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    coord = tf.train.Coordinator()
    threads = runner.create_threads(sess, coord=coord, start=True)
    print(sess.run(queue.dequeue()) >= 0)
    coord.request_stop()
    sess.run(queue.close(cancel_pending_enqueues=True))
    coord.join(threads)
