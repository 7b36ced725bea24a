"""A monitored session without hooks, which never stops by itself, and a hook that has a name."""
import tensorflow as tf

step = tf.train.create_global_step()
count = tf.assign_add(step, 2)

stop = tf.train.StopAtStepHook(num_steps=5)
with tf.train.SingularMonitoredSession(hooks=[stop]) as mon_sess:
    for _ in range(10):
        if mon_sess.should_stop():
            print('enough')
            break
        print(mon_sess.run(count))
