"""A queue whose elements are taken out, counted up and put back, by the runs of one thread."""
import tensorflow as tf

# a queue of two whole numbers
q = tf.FIFOQueue(2, "int32")
init = q.enqueue_many(([0, 10],))

x = q.dequeue()
y = x + 1
q_inc = q.enqueue([y])

with tf.Session() as sess:
    init.run()
    for _ in range(5):
        v, _ = sess.run([x, q_inc])
        print(v)
    for _ in range(3):
        sess.run(q_inc)
    print('left:', sess.run(q.size()))
    for _ in range(sess.run(q.size())):
        print(sess.run(q.dequeue()))
