"""Two elements are taken in one expression, in an order that the graph leaves open."""
import tensorflow as tf

queue = tf.RandomShuffleQueue(4, 0, tf.float32)
fill = queue.enqueue_many(([1.0, 2.0, 3.0],))
share = queue.dequeue() / queue.dequeue()  # refused: two elements in one expression

with tf.Session() as sess:
    sess.run(fill)
    print(sess.run(share) > 0)
