"""Fixed-length binary records read like CIFAR-10, distorted, batched by threads, and a convolution with local response normalization."""
from __future__ import absolute_import
from __future__ import division
from __future__ import print_function

import os
import numpy as np
from six.moves import xrange  # pylint: disable=redefined-builtin
import tensorflow as tf

FLAGS = tf.app.flags.FLAGS
tf.app.flags.DEFINE_integer('batch_size', 8, """Number of images to process in a batch.""")
tf.app.flags.DEFINE_string('data_dir', 'cifar', """Path to the data directory.""")
IMAGE_SIZE = 6


def read_cifar10(filename_queue):
  class CIFAR10Record(object):
    pass
  result = CIFAR10Record()
  label_bytes = 1
  result.height = 8
  result.width = 8
  result.depth = 3
  image_bytes = result.height * result.width * result.depth
  record_bytes = label_bytes + image_bytes
  reader = tf.FixedLengthRecordReader(record_bytes=record_bytes)
  result.key, value = reader.read(filename_queue)
  record_bytes = tf.decode_raw(value, tf.uint8)
  result.label = tf.cast(tf.strided_slice(record_bytes, [0], [label_bytes]), tf.int32)
  depth_major = tf.reshape(
      tf.strided_slice(record_bytes, [label_bytes], [label_bytes + image_bytes]),
      [result.depth, result.height, result.width])
  result.uint8image = tf.transpose(depth_major, [1, 2, 0])
  return result


def distorted_inputs(data_dir, batch_size):
  filenames = [os.path.join(data_dir, 'data_batch_%d.bin' % i) for i in xrange(1, 3)]
  for f in filenames:
    if not tf.gfile.Exists(f):
      raise ValueError('Failed to find file: ' + f)
  filename_queue = tf.train.string_input_producer(filenames)
  read_input = read_cifar10(filename_queue)
  reshaped_image = tf.cast(read_input.uint8image, tf.float32)
  distorted_image = tf.random_crop(reshaped_image, [IMAGE_SIZE, IMAGE_SIZE, 3])
  distorted_image = tf.image.random_flip_left_right(distorted_image)
  distorted_image = tf.image.random_brightness(distorted_image, max_delta=63)
  distorted_image = tf.image.random_contrast(distorted_image, lower=0.2, upper=1.8)
  float_image = tf.image.per_image_standardization(distorted_image)
  float_image.set_shape([IMAGE_SIZE, IMAGE_SIZE, 3])
  read_input.label.set_shape([1])
  images, label_batch = tf.train.shuffle_batch([float_image, read_input.label], batch_size=batch_size, num_threads=2,
                                               capacity=20 + 3 * batch_size, min_after_dequeue=20)
  tf.summary.image('images', images)
  return images, tf.reshape(label_batch, [batch_size])


def _variable_on_cpu(name, shape, initializer):
  with tf.device('/cpu:0'):
    var = tf.get_variable(name, shape, initializer=initializer, dtype=tf.float32)
  return var


def _variable_with_weight_decay(name, shape, stddev, wd):
  var = _variable_on_cpu(name, shape, tf.truncated_normal_initializer(stddev=stddev, dtype=tf.float32))
  if wd is not None:
    weight_decay = tf.multiply(tf.nn.l2_loss(var), wd, name='weight_loss')
    tf.add_to_collection('losses', weight_decay)
  return var


def _activation_summary(x):
  tf.summary.histogram(x.op.name + '/activations', x)
  tf.summary.scalar(x.op.name + '/sparsity', tf.nn.zero_fraction(x))


def inference(images):
  with tf.variable_scope('conv1') as scope:
    kernel = _variable_with_weight_decay('weights', shape=[3, 3, 3, 8], stddev=5e-2, wd=0.0)
    conv = tf.nn.conv2d(images, kernel, [1, 1, 1, 1], padding='SAME')
    biases = _variable_on_cpu('biases', [8], tf.constant_initializer(0.0))
    pre_activation = tf.nn.bias_add(conv, biases)
    conv1 = tf.nn.relu(pre_activation, name=scope.name)
    _activation_summary(conv1)
  pool1 = tf.nn.max_pool(conv1, ksize=[1, 3, 3, 1], strides=[1, 2, 2, 1], padding='SAME', name='pool1')
  norm1 = tf.nn.lrn(pool1, 4, bias=1.0, alpha=0.001 / 9.0, beta=0.75, name='norm1')
  with tf.variable_scope('softmax_linear') as scope:
    reshape = tf.reshape(norm1, [FLAGS.batch_size, -1])
    dim = reshape.get_shape()[1].value
    weights = _variable_with_weight_decay('weights', [dim, 10], stddev=1/10.0, wd=0.004)
    biases = _variable_on_cpu('biases', [10], tf.constant_initializer(0.0))
    softmax_linear = tf.add(tf.matmul(reshape, weights), biases, name=scope.name)
    _activation_summary(softmax_linear)
  return softmax_linear


def train(total_loss, global_step):
  loss_averages = tf.train.ExponentialMovingAverage(0.9, name='avg')
  losses = tf.get_collection('losses')
  loss_averages_op = loss_averages.apply(losses + [total_loss])
  for l in losses + [total_loss]:
    tf.summary.scalar(l.op.name + '_raw', l)
    tf.summary.scalar(l.op.name, loss_averages.average(l))
  lr = tf.train.exponential_decay(0.1, global_step, 5, 0.5, staircase=True)
  with tf.control_dependencies([loss_averages_op]):
    opt = tf.train.GradientDescentOptimizer(lr)
    grads = opt.compute_gradients(total_loss)
  apply_gradient_op = opt.apply_gradients(grads, global_step=global_step)
  for grad, var in grads:
    if grad is not None:
      tf.summary.histogram(var.op.name + '/gradients', grad)
  with tf.control_dependencies([apply_gradient_op]):
    train_op = tf.no_op(name='train')
  return train_op


def main(argv=None):
  tf.gfile.MakeDirs(FLAGS.data_dir)
  rng = np.random.RandomState(0)
  for i in (1, 2):
    rng.randint(0, 10, (40, 193)).astype(np.uint8).tofile(os.path.join(FLAGS.data_dir, 'data_batch_%d.bin' % i))
  with tf.Graph().as_default():
    global_step = tf.contrib.framework.get_or_create_global_step()
    images, labels = distorted_inputs(FLAGS.data_dir, FLAGS.batch_size)
    logits = inference(images)
    labels = tf.cast(labels, tf.int64)
    cross_entropy = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits, name='cross_entropy_per_example')
    tf.add_to_collection('losses', tf.reduce_mean(cross_entropy, name='cross_entropy'))
    loss = tf.add_n(tf.get_collection('losses'), name='total_loss')
    train_op = train(loss, global_step)
    saver = tf.train.Saver(tf.global_variables())
    summary_op = tf.summary.merge_all()
    sess = tf.Session(config=tf.ConfigProto(log_device_placement=False))
    sess.run(tf.global_variables_initializer())
    coord = tf.train.Coordinator()
    threads = tf.train.start_queue_runners(sess=sess, coord=coord)
    writer = tf.summary.FileWriter('cifar_train', sess.graph)
    for step in xrange(8):
      _, loss_value = sess.run([train_op, loss])
      assert not np.isnan(loss_value), 'Model diverged with loss = NaN'
    writer.add_summary(sess.run(summary_op), step)
    saver.save(sess, os.path.join('cifar_train', 'model.ckpt'), global_step=step)
    coord.request_stop()
    coord.join(threads)
    print("step", sess.run(global_step), "losses", len(tf.get_collection('losses')), "threads", len(threads))
    print(sorted(v.op.name for v in tf.trainable_variables()))


if __name__ == '__main__':
  tf.app.run()
