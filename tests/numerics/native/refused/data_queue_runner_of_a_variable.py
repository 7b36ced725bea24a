"""A thread puts a variable into a queue, whose value hangs on when it does."""
import tensorflow as tf

queue = tf.FIFOQueue(3, tf.float32)
level = tf.Variable(1.0)
put = queue.enqueue([tf.identity(level)])  # refused: which value it has by then
runner = tf.train.QueueRunner(queue, [put])
tf.train.add_queue_runner(runner)
taken = queue.dequeue()
raised = level.assign_add(1.0)

with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    coord = tf.train.Coordinator()
    threads = tf.train.start_queue_runners(sess=sess, coord=coord)
    sess.run(raised)
    print(sess.run(taken) >= 1)
    coord.request_stop()
    sess.run(queue.close(cancel_pending_enqueues=True))
    coord.join(threads)
