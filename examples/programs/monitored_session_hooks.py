"""MonitoredTrainingSession with hooks, a chief checkpoint folder and a hook class of its own."""
import numpy as np
import tensorflow as tf


class LossHistory(tf.train.SessionRunHook):
    def begin(self):
        self.values = []

    def before_run(self, run_context):
        return tf.train.SessionRunArgs(loss)

    def after_run(self, run_context, run_values):
        self.values.append(run_values.results)

    def end(self, session):
        self.final_step = session.run(global_step)


tf.logging.set_verbosity(tf.logging.ERROR)
rng = np.random.RandomState(1)
X = rng.randn(50, 3).astype(np.float32)
Y = X.dot(np.array([[1.], [2.], [3.]], np.float32))
dataset = tf.data.Dataset.from_tensor_slices((X, Y)).repeat().batch(25)
features, labels = dataset.make_one_shot_iterator().get_next()
global_step = tf.train.get_or_create_global_step()
with tf.variable_scope('model'):
    w = tf.get_variable('w', shape=(3, 1), dtype=tf.float32, initializer=tf.constant_initializer(0.1))
loss = tf.reduce_mean(tf.square(tf.matmul(features, w) - labels))
train_op = tf.train.AdagradOptimizer(0.5).minimize(loss, global_step=global_step)
history = LossHistory()
hooks = [tf.train.StopAtStepHook(last_step=40), tf.train.NanTensorHook(loss),
         tf.train.LoggingTensorHook({'loss': loss}, every_n_iter=20), history]

with tf.train.MonitoredTrainingSession(checkpoint_dir='monitored', hooks=hooks, save_checkpoint_secs=None,
                                       save_checkpoint_steps=10, log_step_count_steps=None) as mon_sess:
    while not mon_sess.should_stop():
        mon_sess.run(train_op)
print("steps", len(history.values), history.final_step)
print("loss %.4f -> %.4f" % (history.values[0], history.values[-1]))
print("latest", tf.train.latest_checkpoint('monitored'), tf.train.list_variables('monitored')[-1])
