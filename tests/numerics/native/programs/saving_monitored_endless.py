"""A monitored session that is only left by the loop."""
import tensorflow as tf

x = tf.placeholder(tf.float32)
total = tf.get_variable('total', initializer=0.0)
add = tf.assign_add(total, x)

with tf.train.MonitoredSession() as sess:
    for number in range(4):
        if sess.should_stop():
            break
        print(sess.run(add, {x: number}))
    while not sess.should_stop():
        value = sess.run(add, {x: 1.5})
        print(value)
        if value > 9:
            break
