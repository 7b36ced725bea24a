import tensorflow as tf

x = tf.placeholder(tf.float32, [None])
w = tf.Variable(2.0)
twice = x * w
more = x + w


def run(sess, tensor, values):
    results = []
    for value in values:
        result = sess.run(tensor, feed_dict={x: [value]})
        results.append(result)
    return results


def show(sess, tensor, values):
    print(run(sess, tensor, values))  # refused: `run` gets one part of the graph or another by the same call


with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    show(sess, twice, [1, 2])
    show(sess, more, [1, 2])
