"""A model whose method looks at the first values before those of a checkpoint come back."""
import os
import shutil
import tempfile
from collections import OrderedDict

import numpy as np
import tensorflow as tf


class Model(object):
    def __init__(self, width=3):
        self.x = tf.placeholder(tf.float32, [None, 2], name='x')
        self.y = tf.placeholder(tf.float32, [None, 1], name='y')
        nodes = OrderedDict()
        self.w = tf.Variable(tf.constant(0.2, shape=[2, width]), name='w')
        self.v = tf.Variable(tf.constant(0.1, shape=[width, 1]), name='v')
        nodes['hidden'] = tf.nn.tanh(tf.matmul(self.x, self.w))
        nodes['out'] = tf.matmul(nodes['hidden'], self.v)
        self.output = nodes['out']
        self.loss = tf.reduce_mean(tf.square(self.output - self.y))

    def save(self, sess, path):
        return tf.train.Saver().save(sess, path)

    def restore(self, sess, path):
        print(sess.run(self.w))
        saver = tf.train.Saver()
        saver.restore(sess, path)

    def predict(self, path, x):
        with tf.Session() as sess:
            sess.run(tf.global_variables_initializer())  # refused: first values again, and they are looked at
            # what was trained comes back
            self.restore(sess, path)
            return sess.run(self.output, feed_dict={self.x: x})


rng = np.random.RandomState(0)
data = rng.rand(8, 2)
folder = tempfile.mkdtemp()
model = Model()
train = tf.train.AdamOptimizer(0.05).minimize(model.loss)
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for i in range(10):
        sess.run(train, feed_dict={model.x: data, model.y: data.sum(1, keepdims=True)})
    path = model.save(sess, os.path.join(folder, 'model'))
    for i in range(5):
        sess.run(train, feed_dict={model.x: data, model.y: data.sum(1, keepdims=True)})
    print('%.6f' % sess.run(model.loss, feed_dict={model.x: data, model.y: data.sum(1, keepdims=True)}))
print(np.round(model.predict(path, data[:3])[:, 0], 5))
shutil.rmtree(folder)
