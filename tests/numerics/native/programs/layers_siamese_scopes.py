"""Two towers that share their layers, whose scopes are handed to the layers."""
import numpy as np
import tensorflow as tf


def tower(inputs, reuse=False):
    with tf.name_scope('model'):
        with tf.variable_scope('conv1') as scope:
            net = tf.contrib.layers.conv2d(inputs, 2, [3, 3], activation_fn=tf.nn.relu, padding='SAME',
                                           weights_initializer=tf.constant_initializer(0.1), scope=scope, reuse=reuse)
            net = tf.contrib.layers.max_pool2d(net, [2, 2], padding='SAME')
        with tf.variable_scope('conv2') as scope:
            net = tf.contrib.layers.conv2d(net, 3, [3, 3], activation_fn=None, padding='SAME',
                                           weights_initializer=tf.constant_initializer(0.2), scope=scope, reuse=reuse)
        return tf.contrib.layers.flatten(net)


left = tf.placeholder(tf.float32, [None, 4, 4, 1])
right = tf.placeholder(tf.float32, [None, 4, 4, 1])
same = tf.placeholder(tf.float32, [None])
distance = tf.sqrt(tf.reduce_sum(tf.square(tower(left) - tower(right, reuse=True)), 1) + 1e-6)
loss = tf.reduce_mean(same * tf.square(distance) + (1 - same) * tf.square(tf.maximum(1.0 - distance, 0)))
train = tf.train.MomentumOptimizer(0.01, 0.9, use_nesterov=True).minimize(loss)
rng = np.random.RandomState(0)
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for i in range(5):
        feed = {left: rng.rand(4, 4, 4, 1), right: rng.rand(4, 4, 4, 1), same: [0, 1, 1, 0]}
        _, value = sess.run([train, loss], feed_dict=feed)
        print('%.6f' % value)
    print(len(tf.trainable_variables()))
