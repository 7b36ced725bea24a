"""A session that goes on from the newest checkpoint, and saves others."""
import tempfile

import tensorflow as tf

step = tf.train.get_or_create_global_step()
count = tf.assign_add(step, 1)

hooks = [tf.train.StopAtStepHook(last_step=3)]
with tf.train.MonitoredTrainingSession(checkpoint_dir=tempfile.mkdtemp(), hooks=hooks) as sess:  # refused: checkpoints
    while not sess.should_stop():
        print(sess.run(count))
