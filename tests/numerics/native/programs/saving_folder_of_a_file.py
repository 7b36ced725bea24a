"""The folder of checkpoints, told by the file in it."""
import os
import shutil

import numpy as np
import tensorflow as tf

rs = np.random.RandomState(1)
x_data = rs.rand(10, 3)
y_data = x_data.sum(axis=1, keepdims=True)


class Net(object):
    def __init__(self):
        self.x = tf.placeholder(tf.float32, [None, 3])
        self.y = tf.placeholder(tf.float32, [None, 1])
        self.global_step = tf.Variable(0, dtype=tf.int32, trainable=False, name='global_step')
        self.w = tf.get_variable('w', [3, 1], initializer=tf.zeros_initializer())
        self.loss = tf.reduce_mean(tf.square(tf.matmul(self.x, self.w) - self.y))
        self.opt = tf.train.GradientDescentOptimizer(0.1).minimize(self.loss, global_step=self.global_step)


def train(model):
    saver = tf.train.Saver()
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        ckpt = tf.train.get_checkpoint_state(os.path.dirname('folder_of_a_file/checkpoint'))
        # if that checkpoint exists, restore from checkpoint
        if ckpt and ckpt.model_checkpoint_path:
            saver.restore(sess, ckpt.model_checkpoint_path)
        initial_step = model.global_step.eval()
        for i in range(initial_step, initial_step + 6):
            loss, _ = sess.run([model.loss, model.opt], {model.x: x_data, model.y: y_data})
            if (i + 1) % 3 == 0:
                print('{}: {:.4f}'.format(i, loss))
                saver.save(sess, 'folder_of_a_file/net', i)


if not os.path.exists('folder_of_a_file'):
    os.makedirs('folder_of_a_file')
train(Net())
shutil.rmtree('folder_of_a_file')
