"""A Supervisor that trains, stops and goes on from its checkpoint."""
from __future__ import print_function
import shutil
import os
import tensorflow as tf

if os.path.isdir('supervised'):
    shutil.rmtree('supervised')


def train(until):
    with tf.Graph().as_default():
        global_step = tf.Variable(0, name='global_step', trainable=False)
        x = tf.get_variable('x', initializer=tf.constant([1.0, 2.0, 3.0]))
        loss = tf.reduce_sum(tf.square(x - 5.0))
        lr = tf.train.piecewise_constant(global_step, [10, 20], [0.1, 0.05, 0.01])
        train_op = tf.train.GradientDescentOptimizer(lr).minimize(loss, global_step=global_step)
        tf.summary.scalar('loss', loss)
        merged = tf.summary.merge_all()
        saver = tf.train.Saver()
        sv = tf.train.Supervisor(logdir='supervised', saver=saver, global_step=global_step, save_model_secs=0, summary_op=None)
        with sv.managed_session() as sess:
            start = sess.run(global_step)
            while not sv.should_stop() and sess.run(global_step) < until:
                _, step = sess.run([train_op, global_step])
                if step % 5 == 0:
                    sv.summary_computed(sess, sess.run(merged), step)
            sv.saver.save(sess, sv.save_path, global_step=global_step)
            print("from", start, "to", sess.run(global_step), "loss %.6f" % sess.run(loss))


train(8)
train(25)
