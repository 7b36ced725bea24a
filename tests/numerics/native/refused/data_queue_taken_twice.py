"""Two elements are taken in one run, and the graph leaves open which of them is the first."""
import tensorflow as tf

queue = tf.FIFOQueue(3, tf.float32)
fill = queue.enqueue_many(([1.0, 2.0, 3.0],))
first = queue.dequeue()
second = queue.dequeue()
difference = first - second

with tf.Session() as sess:
    sess.run(fill)
    print(abs(sess.run(difference)))  # refused: two elements in one run
