#!/usr/bin/env python
"""A training script as it came out of a research group: flags, logging, gfile, a main for tf.app.run().

    python flags_and_app.py --learning_rate=0.1 --noise_scale=0.2 --nosave_csv
"""

from __future__ import absolute_import
from __future__ import division
from __future__ import print_function

import os
import tempfile

import numpy as np
import tensorflow as tf

flags = tf.app.flags
flags.DEFINE_string('model_dir', '', 'Where the results go. A temporary folder (removed in the end) if empty.')
flags.DEFINE_integer('max_steps', 200, 'Number of steps to run.')
flags.DEFINE_integer('num_points', 200, 'Size of the data set.')
flags.DEFINE_float('learning_rate', 1.0, 'Initial learning rate.')
flags.DEFINE_float('noise_scale', 0.3, 'Standard deviation of the noise.')
flags.DEFINE_boolean('save_csv', True, 'Whether to write the learning curve.')
flags.DEFINE_enum('optimizer', 'sgd', ['sgd', 'adam', 'ftrl'], 'Which optimizer.')
flags.DEFINE_list('hidden', ['8'], 'Sizes of the hidden layers.')
FLAGS = flags.FLAGS

OPTIMIZERS = {
    'sgd': tf.train.GradientDescentOptimizer,
    'adam': tf.train.AdamOptimizer,
    'ftrl': tf.train.FtrlOptimizer,
}


def make_circles(n, noise_scale):
  """Points in and around the unit circle: the inner ones are class 1."""
  rng = np.random.RandomState(0)
  inner = rng.randint(2, size=n)
  radius = np.where(inner, 0.5, 2.0) + rng.normal(scale=noise_scale, size=n)
  angle = rng.uniform(0, 2 * np.pi, size=n)
  return np.stack([radius * np.cos(angle), radius * np.sin(angle)], 1), inner[:, np.newaxis]


def build_model(points, labels):
  net = points
  for i, units in enumerate(FLAGS.hidden):
    with tf.variable_scope('hidden_%d' % i):
      w = tf.get_variable('w', [net.shape[1], int(units)], initializer=tf.uniform_unit_scaling_initializer(1.43))
      b = tf.get_variable('b', [int(units)], initializer=tf.zeros_initializer())
      net = tf.tanh(tf.nn.xw_plus_b(net, w, b))
  with tf.variable_scope('logits'):
    w = tf.get_variable('w', [net.shape[1], 1], initializer=tf.random_normal_initializer(stddev=0.3))
    b = tf.get_variable('b', [1], initializer=tf.zeros_initializer())
    logits = tf.nn.xw_plus_b(net, w, b)
  loss = tf.losses.sigmoid_cross_entropy(labels, logits)
  probability = tf.sigmoid(logits)
  accuracy = tf.reduce_mean(tf.cast(tf.equal(probability > 0.5, labels > 0.5), tf.float32))
  return tf.Print(loss, [loss], message='first loss: ', first_n=1), accuracy


def run_training(model_dir):
  points, labels = make_circles(FLAGS.num_points, FLAGS.noise_scale)
  with tf.Graph().as_default():
    tf.set_random_seed(0)
    loss, accuracy = build_model(tf.constant(points, tf.float32), tf.constant(labels, tf.float32))
    global_step = tf.train.create_global_step()
    learning_rate = tf.train.polynomial_decay(FLAGS.learning_rate, global_step, FLAGS.max_steps, 0.01)
    train_op = OPTIMIZERS[FLAGS.optimizer](learning_rate).minimize(loss, global_step=global_step)
    init_op = tf.group(tf.global_variables_initializer(), tf.local_variables_initializer())

    curve = []
    with tf.Session(config=tf.ConfigProto(log_device_placement=False)) as sess:
      sess.run(init_op)
      while not curve or curve[-1][0] < FLAGS.max_steps:
        _, loss_value, step = sess.run([train_op, loss, global_step])
        curve.append((step, loss_value))
        if step % 40 == 0:
          tf.logging.info('Step %d: loss = %.4f', step, loss_value)
      result = sess.run(accuracy)

  if FLAGS.save_csv:
    with tf.gfile.GFile(os.path.join(model_dir, 'curve.csv'), 'w') as f:
      f.write('step,loss\n')
      for row in curve:
        f.write('%d,%.6f\n' % row)
    with tf.gfile.FastGFile(os.path.join(model_dir, 'curve.csv'), 'r') as f:
      tf.logging.debug('%d lines written', len(f.readlines()))
  return result


def main(unused_argv):
  if FLAGS.max_steps <= 0:
    tf.logging.fatal('--max_steps must be positive')
    return 1
  model_dir = FLAGS.model_dir or tempfile.mkdtemp()
  if not tf.gfile.Exists(model_dir):
    tf.gfile.MakeDirs(model_dir)
  try:
    accuracy = run_training(model_dir)
    tf.logging.info('Files: %s', tf.gfile.ListDirectory(model_dir))
  finally:
    if not FLAGS.model_dir:
      tf.gfile.DeleteRecursively(model_dir)
  print('accuracy: %.3f' % accuracy)
  if accuracy < 0.9:
    tf.logging.warn('That is not good. Try more hidden units.')
    return 1
  return 0


if __name__ == '__main__':
  tf.logging.set_verbosity(tf.logging.INFO)
  tf.app.run(main=main)
