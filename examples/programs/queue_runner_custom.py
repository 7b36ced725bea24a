"""Queues of one's own: FIFOQueue, RandomShuffleQueue, a QueueRunner, and threads with a Coordinator."""
import threading
import tensorflow as tf

with tf.Session() as sess:
    q = tf.FIFOQueue(3, "float")
    init = q.enqueue_many(([0., 0., 0.],))
    x = q.dequeue()
    y = x + 1
    q_inc = q.enqueue([y])
    init.run()
    for _ in range(4):
        q_inc.run()
    print([x.eval() for _ in range(3)], q.size().eval())

N_SAMPLES, NUM_THREADS = 60, 2
data = tf.constant([[float(i), i + 1.0] for i in range(N_SAMPLES)])
label = tf.range(N_SAMPLES) % 2
queue = tf.RandomShuffleQueue(capacity=50, min_after_dequeue=5, dtypes=[tf.float32, tf.int32], shapes=[[2], []])
enqueue_op = queue.enqueue_many([data, label])
qr = tf.train.QueueRunner(queue, [enqueue_op] * NUM_THREADS)
data_sample, label_sample = queue.dequeue_many(10)
counter = tf.Variable(0.0)
increment_op = tf.assign_add(counter, tf.reduce_sum(tf.to_float(label_sample >= 0)))
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    coord = tf.train.Coordinator()
    enqueue_threads = qr.create_threads(sess, coord=coord, start=True)
    try:
        for step in range(5):
            if coord.should_stop():
                break
            sess.run(increment_op)
    except Exception as e:
        coord.request_stop(e)
    finally:
        coord.request_stop()
        sess.run(queue.close(cancel_pending_enqueues=True))
    coord.join(enqueue_threads)
    print("seen", sess.run(counter), "threads", len(enqueue_threads))

results = []


def my_loop(coord, id):
    step = 0
    while not coord.should_stop():
        results.append(id)
        step += 1
        if step == 4:
            coord.request_stop()


coord = tf.train.Coordinator()
threads = [threading.Thread(target=my_loop, args=(coord, i)) for i in range(3)]
for t in threads:
    t.start()
coord.join(threads)
print("stopped", coord.should_stop(), len(results) >= 4)
