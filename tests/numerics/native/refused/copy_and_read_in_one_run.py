import numpy as np
import tensorflow as tf


def network(x, scope, start):
    with tf.variable_scope(scope):
        hidden = tf.layers.dense(x, 4, kernel_initializer=tf.constant_initializer(start), name='l1')
        return tf.layers.dense(hidden, 2, kernel_initializer=tf.constant_initializer(start), name='l2')


x = tf.placeholder(tf.float32, [None, 3])
q = network(x, 'eval', 0.2)
q_next = network(x, 'target', 0.5)
e_params = tf.get_collection(tf.GraphKeys.GLOBAL_VARIABLES, scope='eval')
t_params = tf.get_collection(tf.GraphKeys.GLOBAL_VARIABLES, scope='target')
replace = [tf.assign(t, e) for t, e in zip(t_params, e_params)]
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    print(sess.run(q, {x: np.ones((1, 3))}))
    print(sess.run([replace, q_next], {x: np.ones((1, 3))})[1])  # refused: the copy may come first or second
