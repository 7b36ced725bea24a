"""TF-Slim and tf.contrib.layers: arg_scope, stacked layers, a training loop with one call.

Needs tf.contrib, so TensorFlow 1.x. The toy task: is a bright bar upright, lying or diagonal?
"""
from __future__ import absolute_import
from __future__ import division
from __future__ import print_function

import shutil
import tempfile

import numpy as np
import tensorflow as tf

slim = tf.contrib.slim
layers = tf.contrib.layers

IMAGE_SIZE = 12
NUM_CLASSES = 3
NUM_STEPS = 80


def make_bars(n, seed):
  rng = np.random.RandomState(seed)
  labels = rng.randint(NUM_CLASSES, size=n)
  images = rng.normal(scale=0.4, size=(n, IMAGE_SIZE, IMAGE_SIZE, 1))
  for i, label in enumerate(labels):
    k = rng.randint(2, IMAGE_SIZE - 2)
    if label == 0:
      images[i, :, k] += 1
    elif label == 1:
      images[i, k, :] += 1
    else:
      images[i, np.arange(IMAGE_SIZE), (np.arange(IMAGE_SIZE) + k) % IMAGE_SIZE] += 1
  return images.astype(np.float32), labels.astype(np.int64)


def bars_arg_scope(weight_decay=1e-4, is_training=True):
  batch_norm_params = {'decay': 0.9, 'epsilon': 1e-5, 'scale': True, 'is_training': is_training}
  with slim.arg_scope(
      [slim.conv2d, slim.fully_connected],
      activation_fn=tf.nn.relu,
      weights_initializer=layers.xavier_initializer(),
      weights_regularizer=slim.l2_regularizer(weight_decay)):
    with slim.arg_scope([slim.conv2d], normalizer_fn=slim.batch_norm,
                        normalizer_params=batch_norm_params, padding='SAME') as scope:
      return scope


def bars_net(images, is_training=True, scope='BarsNet'):
  """Returns the logits and the end points, as all the slim nets do."""
  end_points = {}
  with tf.variable_scope(scope, 'BarsNet', [images], reuse=tf.AUTO_REUSE):
    with slim.arg_scope(bars_arg_scope(is_training=is_training)):
      net = slim.repeat(images, 2, slim.conv2d, 8, [3, 3], scope='conv1')
      net = slim.max_pool2d(net, [2, 2], scope='pool1')
      end_points['pool1'] = net
      net = slim.conv2d(net, 16, 3, stride=2, scope='conv2')
      net = slim.flatten(net, scope='flatten')
      net = slim.stack(net, slim.fully_connected, [32, 16], scope='fc')
      net = slim.dropout(net, 0.8, is_training=is_training, scope='dropout')
      logits = slim.fully_connected(net, NUM_CLASSES, activation_fn=None, scope='logits')
      end_points['predictions'] = slim.softmax(logits, scope='predictions')
  return logits, end_points


def train(log_dir):
  with tf.Graph().as_default():
    tf.set_random_seed(0)
    images, labels = make_bars(512, seed=0)
    dataset = tf.data.Dataset.from_tensor_slices((images, labels))
    dataset = dataset.apply(tf.contrib.data.shuffle_and_repeat(512, seed=0))
    dataset = dataset.apply(tf.contrib.data.batch_and_drop_remainder(32))
    image_batch, label_batch = dataset.make_one_shot_iterator().get_next()

    logits, _ = bars_net(image_batch)
    one_hot_labels = slim.one_hot_encoding(label_batch, NUM_CLASSES)
    slim.losses.softmax_cross_entropy(logits, one_hot_labels)
    total_loss = slim.losses.get_total_loss()

    optimizer = tf.train.AdamOptimizer(learning_rate=0.005)
    train_op = slim.learning.create_train_op(total_loss, optimizer, clip_gradient_norm=4.0)
    slim.model_analyzer.analyze_vars(slim.get_model_variables(), print_info=True)
    return slim.learning.train(
        train_op, log_dir,
        number_of_steps=NUM_STEPS,
        log_every_n_steps=20,
        save_summaries_secs=60,
        save_interval_secs=60)


def evaluate(log_dir):
  with tf.Graph().as_default():
    images, labels = make_bars(200, seed=1)
    logits, end_points = bars_net(tf.constant(images), is_training=False)
    predictions = tf.argmax(end_points['predictions'], 1)
    value, update = tf.contrib.metrics.streaming_accuracy(predictions, labels)

    variables_to_restore = slim.get_variables_to_restore(exclude=['global_step'])
    init_fn = slim.assign_from_checkpoint_fn(tf.train.latest_checkpoint(log_dir), variables_to_restore)
    with tf.Session() as sess:
      sess.run([tf.global_variables_initializer(), tf.local_variables_initializer()])
      init_fn(sess)
      sess.run(update)
      return sess.run(value)


if __name__ == '__main__':
  tf.logging.set_verbosity(tf.logging.INFO)
  train_dir = tempfile.mkdtemp()
  try:
    print('final loss: %.4f' % train(train_dir))
    accuracy = evaluate(train_dir)
    print('accuracy: %.3f' % accuracy)
    assert accuracy > 0.8
  finally:
    shutil.rmtree(train_dir)
