import tensorflow as tf

x = tf.placeholder(tf.float32, [None])
w = tf.Variable(2.0)
twice = x * w
halves = tf.split(x, 2)


def show(tensor, values):
    result = sess.run(tensor, feed_dict={x: values})  # refused: one array or a list of them
    print(result)


with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    show(twice, [1, 2])
    show(halves, [1, 2])
