import tensorflow as tf
import numpy as np

flags = tf.app.flags
FLAGS = flags.FLAGS
flags.DEFINE_integer('steps', 3, 'How many steps')
flags.DEFINE_float('rate', 0.5, 'The learning rate')

x = tf.placeholder(tf.float32, [None], name='x')
w = tf.Variable(1.0, name='w')
loss = tf.reduce_mean(tf.square(w * x - 2.0))
train = tf.train.GradientDescentOptimizer(FLAGS.rate).minimize(loss)

with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for _ in range(FLAGS.steps):
        _, value = sess.run([train, loss], {x: np.array([0.5, 1.0], np.float32)})
        print('loss %.5f' % value)
