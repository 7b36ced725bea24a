"""LeNet in slim with an arg_scope, losses and metrics of slim."""
from __future__ import absolute_import, division, print_function

import numpy as np
import tensorflow as tf

slim = tf.contrib.slim


def lenet(images, num_classes=10, is_training=False,
          dropout_keep_prob=0.5, prediction_fn=slim.softmax, scope='LeNet'):
  end_points = {}
  with tf.variable_scope(scope, 'LeNet', [images]):
    net = slim.conv2d(images, 8, [5, 5], scope='conv1')
    net = slim.max_pool2d(net, [2, 2], 2, scope='pool1')
    net = slim.conv2d(net, 16, [5, 5], scope='conv2')
    net = slim.max_pool2d(net, [2, 2], 2, scope='pool2')
    net = slim.flatten(net)
    end_points['Flatten'] = net
    net = slim.fully_connected(net, 32, scope='fc3')
    net = slim.dropout(net, dropout_keep_prob, is_training=is_training, scope='dropout3')
    logits = slim.fully_connected(net, num_classes, activation_fn=None, scope='fc4')
  end_points['Logits'] = logits
  end_points['Predictions'] = prediction_fn(logits, scope='Predictions')
  return logits, end_points


def lenet_arg_scope(weight_decay=0.01):
  with slim.arg_scope(
      [slim.conv2d, slim.fully_connected],
      weights_regularizer=slim.l2_regularizer(weight_decay),
      weights_initializer=tf.truncated_normal_initializer(stddev=0.1),
      activation_fn=tf.nn.relu) as sc:
    return sc


rng = np.random.RandomState(0)
labels_np = rng.randint(0, 3, 120)
images_np = rng.rand(120, 16, 16, 1).astype(np.float32) * 0.2
for i, k in enumerate(labels_np):
  images_np[i, 5 * k:5 * k + 5] += 1

with tf.Graph().as_default():
  tf.set_random_seed(0)
  tf.logging.set_verbosity(tf.logging.WARN)
  images = tf.placeholder(tf.float32, [None, 16, 16, 1])
  labels = tf.placeholder(tf.int64, [None])
  with slim.arg_scope(lenet_arg_scope()):
    logits, end_points = lenet(images, num_classes=3, is_training=True)
  one_hot = slim.one_hot_encoding(labels, 3)
  slim.losses.softmax_cross_entropy(logits, one_hot)
  total_loss = slim.losses.get_total_loss()
  tf.summary.scalar('losses/total_loss', total_loss)
  optimizer = tf.train.AdamOptimizer(learning_rate=.005)
  train_op = slim.learning.create_train_op(total_loss, optimizer)
  names_to_values, names_to_updates = slim.metrics.aggregate_metric_map({
      'accuracy': slim.metrics.streaming_accuracy(tf.argmax(end_points['Predictions'], 1), labels),
  })
  with tf.Session() as sess:
    sess.run([tf.global_variables_initializer(), tf.local_variables_initializer()])
    for _ in range(25):
      loss_value = sess.run(train_op, {images: images_np, labels: labels_np})
    sess.run(list(names_to_updates.values()), {images: images_np, labels: labels_np})
    acc = sess.run(names_to_values['accuracy'])
  for v in slim.get_model_variables():
    print(v.op.name, v.get_shape().as_list())
  print("regularizers", len(slim.losses.get_regularization_losses()), "accurate", bool(acc > 0.6))
