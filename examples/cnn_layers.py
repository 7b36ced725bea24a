"""A small convolutional network with tf.layers: which of four textures is in the picture?

Shows the two things that everybody forgets with batch normalization: the `training` flag, and the
moving averages in UPDATE_OPS, which must run together with the train op.
"""

from __future__ import absolute_import
from __future__ import division
from __future__ import print_function

import numpy as np
import tensorflow as tf

IMAGE_SIZE = 16
NUM_CLASSES = 4
BATCH_SIZE = 32
TRAIN_STEPS = 120


def make_batch(rng, n=BATCH_SIZE):
  """Stripes (horizontal, vertical), a checkerboard and plain noise."""
  rows, cols = np.mgrid[:IMAGE_SIZE, :IMAGE_SIZE]
  patterns = np.stack([rows // 2 % 2, cols // 2 % 2, (rows // 2 + cols // 2) % 2, np.zeros_like(rows)])
  labels = rng.randint(NUM_CLASSES, size=n)
  images = patterns[labels] + rng.normal(scale=0.6, size=(n, IMAGE_SIZE, IMAGE_SIZE))
  return images[..., np.newaxis].astype(np.float32), labels.astype(np.int32)


def l2(scale):
  return lambda w: scale * tf.nn.l2_loss(w)


def conv_block(inputs, filters, training, name):
  """conv -> batch norm -> relu -> pool."""
  with tf.variable_scope(name):
    net = tf.layers.conv2d(
        inputs, filters, 3,
        padding='same',
        use_bias=False,
        kernel_initializer=tf.variance_scaling_initializer(scale=2.0),
        kernel_regularizer=l2(1e-4),
        name='conv')
    net = tf.layers.batch_normalization(net, momentum=0.9, training=training, name='bn')
    net = tf.nn.relu(net)
    return tf.layers.max_pooling2d(net, pool_size=2, strides=2)


def inference(images, training):
  net = conv_block(images, 8, training, 'block1')
  net = conv_block(net, 16, training, 'block2')
  net = tf.layers.flatten(net)
  net = tf.layers.dense(
      net, 32, activation=tf.nn.elu,
      kernel_initializer=tf.glorot_uniform_initializer(),
      bias_initializer=tf.zeros_initializer(),
      name='fc1')
  net = tf.layers.dropout(net, rate=0.3, training=training)
  return tf.layers.dense(net, NUM_CLASSES, name='logits')


def main():
  tf.set_random_seed(42)
  images = tf.placeholder(tf.float32, [None, IMAGE_SIZE, IMAGE_SIZE, 1], name='images')
  labels = tf.placeholder(tf.int32, [None], name='labels')
  training = tf.placeholder_with_default(False, [], name='training')

  logits = inference(images, training)
  tf.losses.sparse_softmax_cross_entropy(labels=labels, logits=logits)
  total_loss = tf.losses.get_total_loss()
  regularization = tf.losses.get_regularization_loss()

  global_step = tf.train.get_or_create_global_step()
  learning_rate = tf.train.piecewise_constant(global_step, boundaries=[60, 100], values=[0.05, 0.01, 0.002])
  optimizer = tf.train.MomentumOptimizer(learning_rate, momentum=0.9, use_nesterov=True)

  # Without this the moving mean and variance stay at their initial values
  update_ops = tf.get_collection(tf.GraphKeys.UPDATE_OPS)
  with tf.control_dependencies(update_ops):
    train_op = optimizer.minimize(total_loss, global_step=global_step)

  predictions = tf.argmax(logits, axis=1, output_type=tf.int32)
  accuracy, accuracy_op = tf.metrics.accuracy(labels, predictions)
  per_class, per_class_op = tf.metrics.mean_per_class_accuracy(labels, predictions, NUM_CLASSES)

  for var in tf.trainable_variables():
    print('%-28s %s' % (var.op.name, var.shape.as_list()))

  rng = np.random.RandomState(0)
  with tf.Session() as sess:
    sess.run([tf.global_variables_initializer(), tf.local_variables_initializer()])
    while True:
      image_batch, label_batch = make_batch(rng)
      _, step, loss, penalty = sess.run(
          [train_op, global_step, total_loss, regularization],
          feed_dict={images: image_batch, labels: label_batch, training: True})
      if step % 40 == 0:
        print('step %d: loss %.4f (of which regularization %.4f)' % (step, loss, penalty))
      if step >= TRAIN_STEPS:
        break

    for _ in range(8):
      image_batch, label_batch = make_batch(rng)
      sess.run([accuracy_op, per_class_op], feed_dict={images: image_batch, labels: label_batch})
    test_accuracy, class_accuracy = sess.run([accuracy, per_class])
    print('test accuracy %.3f, mean per class %.3f' % (test_accuracy, class_accuracy))

    # The moving averages have really moved
    moving_mean = tf.get_default_graph().get_tensor_by_name('block1/bn/moving_mean:0')
    print('moving mean of the first filters:', sess.run(moving_mean)[:3])
    assert test_accuracy > 0.9


if __name__ == '__main__':
  main()
