"""Train, stop, come back: checkpoints, a decaying learning rate, shadow variables, TensorBoard.

The first session trains half-way and saves; the second restores, goes on and evaluates with the
moving averages of the weights.
"""

from __future__ import absolute_import
from __future__ import division
from __future__ import print_function

import os
import shutil
import tempfile

import numpy as np
import tensorflow as tf

LOG_DIR = tempfile.mkdtemp(prefix='sine_')
MODEL_NAME = 'sine.ckpt'
BATCH_SIZE = 64
STEPS_PER_SESSION = 300
MOVING_AVERAGE_DECAY = 0.98


def variable_summaries(var):
  """Attach a lot of summaries to a Tensor (for TensorBoard visualization)."""
  with tf.name_scope('summaries'):
    mean = tf.reduce_mean(var)
    tf.summary.scalar('mean', mean)
    tf.summary.scalar('stddev', tf.sqrt(tf.reduce_mean(tf.square(var - mean))))
    tf.summary.histogram('histogram', var)


def build_graph():
  """y = sin(x), with one hidden layer."""
  x = tf.placeholder(tf.float32, [None, 1], name='x')
  y_ = tf.placeholder(tf.float32, [None, 1], name='y_')
  with tf.variable_scope('hidden'):
    w1 = tf.get_variable('w', [1, 20], initializer=tf.truncated_normal_initializer(stddev=1.0))
    b1 = tf.get_variable('b', [20], initializer=tf.random_uniform_initializer(-1.0, 1.0))
    variable_summaries(w1)
  with tf.variable_scope('output'):
    w2 = tf.get_variable('w', [20, 1], initializer=tf.truncated_normal_initializer(stddev=0.2))
    b2 = tf.get_variable('b', [1], initializer=tf.constant_initializer(0.0))
    variable_summaries(w2)
  y = tf.add(tf.matmul(tf.tanh(tf.matmul(x, w1) + b1), w2), b2, name='y')

  loss = tf.losses.mean_squared_error(labels=y_, predictions=y)
  tf.summary.scalar('loss', loss)

  global_step = tf.Variable(0, name='global_step', trainable=False)
  learning_rate = tf.train.exponential_decay(
      0.05, global_step, decay_steps=100, decay_rate=0.8, staircase=True)
  tf.summary.scalar('learning_rate', learning_rate)
  apply_gradients = tf.train.AdamOptimizer(learning_rate).minimize(loss, global_step=global_step)

  ema = tf.train.ExponentialMovingAverage(MOVING_AVERAGE_DECAY, global_step)
  with tf.control_dependencies([apply_gradients]):
    train_op = ema.apply(tf.trainable_variables())
  return x, y_, loss, train_op, global_step, learning_rate, ema


def make_batch(rng):
  x = rng.uniform(-np.pi, np.pi, size=(BATCH_SIZE, 1))
  return x, np.sin(x) + rng.normal(scale=0.05, size=x.shape)


def train(seed):
  """Trains for STEPS_PER_SESSION steps, from the latest checkpoint if there is one."""
  tf.reset_default_graph()
  tf.set_random_seed(seed)
  x, y_, loss, train_op, global_step, learning_rate, _ = build_graph()
  saver = tf.train.Saver(max_to_keep=2)
  merged = tf.summary.merge_all()
  rng = np.random.RandomState(seed)

  with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    checkpoint = tf.train.get_checkpoint_state(LOG_DIR)
    if checkpoint and checkpoint.model_checkpoint_path:
      print('Restoring from', os.path.basename(checkpoint.model_checkpoint_path))
      saver.restore(sess, checkpoint.model_checkpoint_path)

    writer = tf.summary.FileWriter(os.path.join(LOG_DIR, 'train'), sess.graph)
    for _ in range(STEPS_PER_SESSION):
      xs, ys = make_batch(rng)
      feed = {x: xs, y_: ys}
      _, step, rate, loss_value = sess.run([train_op, global_step, learning_rate, loss], feed_dict=feed)
      if step % 100 == 0:
        writer.add_summary(sess.run(merged, feed_dict=feed), step)
        path = saver.save(sess, os.path.join(LOG_DIR, MODEL_NAME), global_step=global_step)
        print('step %d: loss %.5f, learning rate %.4f, saved %s' % (step, loss_value, rate, os.path.basename(path)))
    # one summary of our own making
    value = tf.Summary.Value(tag='final_loss', simple_value=float(loss_value))
    writer.add_summary(tf.Summary(value=[value]), global_step=tf.train.global_step(sess, global_step))
    writer.close()


def evaluate():
  """Evaluates twice: with the weights, and with their moving averages in place of them."""
  tf.reset_default_graph()
  x, y_, loss, _, _, _, ema = build_graph()
  xs = np.linspace(-3, 3, 50).reshape(-1, 1)
  latest = tf.train.latest_checkpoint(LOG_DIR)
  losses = []
  for variables in (None, ema.variables_to_restore()):
    with tf.Session() as sess:
      tf.train.Saver(variables).restore(sess, latest)
      losses.append(sess.run(loss, feed_dict={x: xs, y_: np.sin(xs)}))
  print('loss %.5f, with moving averages %.5f' % tuple(losses))

  reader = tf.train.NewCheckpointReader(latest)
  for name in sorted(reader.get_variable_to_shape_map()):
    if 'Adam' not in name and 'beta' not in name:
      print('  %-40s %s' % (name, reader.get_tensor(name).shape))
  return losses


if __name__ == '__main__':
  try:
    train(seed=0)
    train(seed=1)
    assert tf.gfile.Exists(os.path.join(LOG_DIR, 'checkpoint'))
    assert max(evaluate()) < 0.02
  finally:
    shutil.rmtree(LOG_DIR)
