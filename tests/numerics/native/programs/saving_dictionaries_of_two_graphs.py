"""Two graphs whose savers name variables by dictionaries."""
import shutil

import tensorflow as tf

with tf.Graph().as_default():
    a = tf.Variable(3.0, name='a')
    b = tf.Variable(4.0, name='b')
    writer = tf.train.Saver({'first': a, 'second': b})
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        writer.save(sess, './two_graphs_here/ck', global_step=0)
with tf.Graph().as_default():
    u = tf.Variable(0.0, name='u')
    v = tf.Variable(0.0, name='v')
    reader = tf.train.Saver({'first': v, 'second': u})
    with tf.Session() as sess:
        reader.restore(sess, tf.train.latest_checkpoint('./two_graphs_here'))
        print(sess.run([u, v]))
shutil.rmtree('two_graphs_here')
