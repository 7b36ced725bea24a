"""The same small network with three optimizers, all of which take their steps in one run."""
import numpy as np
import tensorflow as tf

rng = np.random.RandomState(8)
data_x = np.linspace(-1, 1, 60)[:, np.newaxis]
data_y = np.power(data_x, 2) + rng.normal(0, 0.1, data_x.shape)

x = tf.placeholder(tf.float32, [None, 1])
y = tf.placeholder(tf.float32, [None, 1])
scaled = x * 2.0 + 0.5
w_sgd = tf.Variable(rng.normal(size=(1, 4)), dtype=tf.float32)
w_momentum = tf.Variable(rng.normal(size=(1, 4)), dtype=tf.float32)
w_adam = tf.Variable(rng.normal(size=(1, 4)), dtype=tf.float32)

loss_sgd = tf.reduce_mean(tf.square(tf.reduce_mean(tf.nn.relu(tf.matmul(scaled, w_sgd)), 1, keepdims=True) - y))
loss_momentum = tf.reduce_mean(tf.square(tf.reduce_mean(tf.nn.relu(tf.matmul(scaled, w_momentum)), 1, keepdims=True) - y))
loss_adam = tf.reduce_mean(tf.square(tf.reduce_mean(tf.nn.relu(tf.matmul(scaled, w_adam)), 1, keepdims=True) - y))

with tf.name_scope('train'):
    step = tf.Variable(0, trainable=False)
    rate = tf.train.exponential_decay(0.1, step, 2, 0.8)
    train_sgd = tf.train.GradientDescentOptimizer(rate).minimize(loss_sgd, global_step=step)
    train_momentum = tf.train.MomentumOptimizer(0.1, momentum=0.9).minimize(loss_momentum)
    adam = tf.train.AdamOptimizer(0.1)
    pairs = adam.compute_gradients(loss_adam, [w_adam])
    train_adam = adam.apply_gradients([(tf.clip_by_value(g, -0.1, 0.1), v) for g, v in pairs])

with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for i in range(5):
        rows = rng.permutation(60)[:20]
        feed = {x: data_x[rows], y: data_y[rows]}
        losses = sess.run([loss_sgd, loss_momentum, loss_adam, train_sgd, train_momentum, train_adam], feed)[:3]
        print(i, ' '.join('%.6f' % one for one in losses), sess.run(rate))
        sess.run([train_adam, train_sgd], feed)
    print(sess.run([w_sgd, w_momentum, w_adam]))
