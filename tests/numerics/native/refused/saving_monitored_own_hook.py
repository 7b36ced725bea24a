"""A hook of the program's own, which is called around each run."""
import tensorflow as tf


class Shown(tf.train.SessionRunHook):
    def after_run(self, run_context, run_values):
        print('run')


step = tf.train.get_or_create_global_step()
count = tf.assign_add(step, 1)

with tf.train.MonitoredTrainingSession(hooks=[tf.train.StopAtStepHook(last_step=3), Shown()]) as sess:  # refused: a hook of its own
    while not sess.should_stop():
        print(sess.run(count))
