"""One call of a helper runs one thing or another, as the function around it is called."""

import tensorflow as tf

x = tf.placeholder(tf.float32, [2])
a = x + 1
b = x + 2


def show(tensor, session):
    print(session.run(tensor, {x: [1.0, 2.0]}))


def report(name, tensor, session):
    print(name)
    show(tensor, session)  # refused: something else from call to call


with tf.Session() as sess:
    report("a", a, sess)
    report("b", b, sess)
