"""A critic whose layers are told one by one whether they are shared."""
import numpy as np
import tensorflow as tf


def critic(x, reuse=None):
    h = tf.layers.dense(x, 5, name='critic/hidden', reuse=reuse, activation=tf.nn.tanh,
                        kernel_initializer=tf.constant_initializer(0.2))
    h = tf.layers.dense(h, 3, name='critic/more', reuse=reuse, kernel_initializer=tf.constant_initializer(0.1))
    return tf.layers.dense(h, 1, name='critic/out', reuse=reuse, kernel_initializer=tf.constant_initializer(0.3))


real = tf.placeholder(tf.float32, [None, 2])
fake = tf.placeholder(tf.float32, [None, 2])
on_real = critic(real)
on_fake = critic(fake, reuse=True)
loss = tf.reduce_mean(on_fake) - tf.reduce_mean(on_real) + tf.reduce_mean(tf.square(on_real))
train = tf.train.RMSPropOptimizer(0.01).minimize(loss)
rng = np.random.RandomState(0)
sess = tf.Session()
sess.run(tf.global_variables_initializer())
for i in range(8):
    value, _ = sess.run([loss, train], feed_dict={real: rng.rand(6, 2), fake: rng.rand(6, 2) - 1})
    print(i, '%.6f' % value)
sess.close()
