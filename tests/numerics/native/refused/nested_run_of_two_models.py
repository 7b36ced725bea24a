"""Two objects of a class, and an optimizer beside them for the sum of their losses."""
import tensorflow as tf


class Model:
    def __init__(self, start):
        self.x = tf.placeholder(tf.float32, [])
        self.w = tf.Variable(start)
        self.loss = tf.square(self.w * self.x - 1.0)


first, second = Model(0.5), Model(2.0)
train_op = tf.train.GradientDescentOptimizer(0.1).minimize(first.loss + second.loss)
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for _ in range(2):
        sess.run(train_op, {first.x: 1.0, second.x: 1.0})  # refused: it belongs to two objects
    print(sess.run([first.w, second.w]))
