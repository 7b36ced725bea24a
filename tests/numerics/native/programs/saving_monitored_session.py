"""A monitored session that initializes the variables by itself and stops after some steps."""
import numpy as np
import tensorflow as tf

STEPS = 6


def main(_):
    rng = np.random.RandomState(3)
    x = tf.placeholder(tf.float32, [None, 2])
    y = tf.placeholder(tf.float32, [None, 1])
    w = tf.get_variable('w', [2, 1], initializer=tf.zeros_initializer())
    loss = tf.losses.mean_squared_error(y, tf.matmul(x, w))
    global_step = tf.train.get_or_create_global_step()
    train_op = tf.train.AdamOptimizer(0.1).minimize(loss, global_step=global_step)

    # stop by itself
    hooks = [tf.train.StopAtStepHook(last_step=STEPS)]
    with tf.train.MonitoredTrainingSession(hooks=hooks, log_step_count_steps=2, config=tf.ConfigProto()) as sess:
        # until the hook says so
        while not sess.should_stop():
            batch = rng.rand(5, 2)
            _, value = sess.run([train_op, loss], feed_dict={x: batch, y: batch.sum(axis=1, keepdims=True)})
            print('%.5f' % value)
        print('stopped')


if __name__ == '__main__':
    tf.app.run()
