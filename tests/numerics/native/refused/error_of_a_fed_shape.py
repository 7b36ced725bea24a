import numpy as np
import tensorflow as tf

x = tf.placeholder(tf.float32, [None, 2])
w = tf.Variable([[1.0], [2.0]])
y = tf.matmul(x, w)


def predict(sess, batch):
    return sess.run(y, feed_dict={x: batch})


with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for batch in ([[1, 2]], [[1, 2, 3]], np.ones([2, 2])):
        try:
            print(predict(sess, batch))
        except ValueError:  # refused: a function of TensorFlow 2 raises TypeError for a shape that does not fit
            print('what is fed has another shape')
