"""The results of a run are walked over by name, with an operation in between."""

import tensorflow as tf

x = tf.placeholder(tf.float32, [])
w = tf.Variable(1.0)
loss = tf.square(w * x - 2.0)
train_op = tf.train.GradientDescentOptimizer(0.1).minimize(loss)
double = loss * 2.0

with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    results = sess.run({"loss": loss, "train": train_op, "double": double}, {x: 3.0})  # refused: the order of the names
    for name, value in results.items():
        print(name, value)
