"""Parameter server style: a cluster of one process, replica_device_setter and a monitored session."""
from __future__ import print_function
import numpy as np
import tensorflow as tf

tf.app.flags.DEFINE_string("job_name", "local", "Either 'ps', 'worker' or 'local'")
tf.app.flags.DEFINE_integer("task_index", 0, "Index of task within the job")
FLAGS = tf.app.flags.FLAGS


def main(unused_argv):
    server = tf.train.Server.create_local_server()
    is_chief = FLAGS.task_index == 0
    rng = np.random.RandomState(0)
    batch = rng.randn(64, 4).astype(np.float32)
    target = batch.dot(np.array([[1.], [-1.], [2.], [0.]], np.float32))
    cluster = tf.train.ClusterSpec({"local": ["localhost:0"]})
    with tf.device(tf.train.replica_device_setter(ps_tasks=0, cluster=None)):
        global_step = tf.train.get_or_create_global_step()
        x = tf.placeholder(tf.float32, [None, 4])
        y_ = tf.placeholder(tf.float32, [None, 1])
        w = tf.get_variable("w", [4, 1], initializer=tf.zeros_initializer())
        loss = tf.reduce_mean(tf.square(tf.matmul(x, w) - y_))
        opt = tf.train.GradientDescentOptimizer(0.1)
        train_op = opt.minimize(loss, global_step=global_step)
    with tf.train.MonitoredTrainingSession(master=server.target, is_chief=is_chief,
                                           hooks=[tf.train.StopAtStepHook(num_steps=30)]) as sess:
        step = 0
        while not sess.should_stop():
            _, value, step = sess.run([train_op, loss, global_step], feed_dict={x: batch, y_: target})
    print("jobs", cluster.jobs, "step", step, "loss %.5f" % value)


if __name__ == "__main__":
    tf.app.run()
