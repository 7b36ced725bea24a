"""MNIST by a local input_data module that forwards to contrib.learn, one step at a time through a feed dictionary function."""
from __future__ import print_function
import math
import os.path
import time
import tensorflow as tf
import input_data

NUM_CLASSES = 10
IMAGE_PIXELS = 28 * 28


def inference(images, hidden1_units, hidden2_units):
  with tf.name_scope('hidden1'):
    weights = tf.Variable(tf.truncated_normal([IMAGE_PIXELS, hidden1_units], stddev=1.0 / math.sqrt(float(IMAGE_PIXELS))), name='weights')
    biases = tf.Variable(tf.zeros([hidden1_units]), name='biases')
    hidden1 = tf.nn.relu(tf.matmul(images, weights) + biases)
  with tf.name_scope('hidden2'):
    weights = tf.Variable(tf.truncated_normal([hidden1_units, hidden2_units], stddev=1.0 / math.sqrt(float(hidden1_units))), name='weights')
    biases = tf.Variable(tf.zeros([hidden2_units]), name='biases')
    hidden2 = tf.nn.relu(tf.matmul(hidden1, weights) + biases)
  with tf.name_scope('softmax_linear'):
    weights = tf.Variable(tf.truncated_normal([hidden2_units, NUM_CLASSES], stddev=1.0 / math.sqrt(float(hidden2_units))), name='weights')
    biases = tf.Variable(tf.zeros([NUM_CLASSES]), name='biases')
    return tf.matmul(hidden2, weights) + biases


def loss(logits, labels):
  labels = tf.to_int64(labels)
  cross_entropy = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits, name='xentropy')
  return tf.reduce_mean(cross_entropy, name='xentropy_mean')


def training(loss, learning_rate):
  tf.summary.scalar('loss', loss)
  optimizer = tf.train.GradientDescentOptimizer(learning_rate)
  global_step = tf.Variable(0, name='global_step', trainable=False)
  return optimizer.minimize(loss, global_step=global_step)


def evaluation(logits, labels):
  correct = tf.nn.in_top_k(logits, labels, 1)
  return tf.reduce_sum(tf.cast(correct, tf.int32))


def fill_feed_dict(data_set, images_pl, labels_pl):
  images_feed, labels_feed = data_set.next_batch(100, False)
  return {images_pl: images_feed, labels_pl: labels_feed}


def do_eval(sess, eval_correct, images_placeholder, labels_placeholder, data_set):
  true_count = 0
  steps_per_epoch = data_set.num_examples // 100
  num_examples = steps_per_epoch * 100
  for step in range(steps_per_epoch):
    true_count += sess.run(eval_correct, feed_dict=fill_feed_dict(data_set, images_placeholder, labels_placeholder))
  print('  Num examples: %d  Precision @ 1: %0.04f' % (num_examples, float(true_count) / num_examples))


def run_training():
  data_sets = input_data.read_data_sets('data', False)
  with tf.Graph().as_default():
    tf.set_random_seed(3)
    images_placeholder = tf.placeholder(tf.float32, shape=(100, IMAGE_PIXELS))
    labels_placeholder = tf.placeholder(tf.int32, shape=(100))
    logits = inference(images_placeholder, 32, 16)
    loss_ = loss(logits, labels_placeholder)
    train_op = training(loss_, 0.1)
    eval_correct = evaluation(logits, labels_placeholder)
    summary = tf.summary.merge_all()
    init = tf.global_variables_initializer()
    saver = tf.train.Saver()
    sess = tf.Session()
    summary_writer = tf.summary.FileWriter('logs', sess.graph)
    sess.run(init)
    for step in range(80):
      start_time = time.time()
      feed_dict = fill_feed_dict(data_sets.train, images_placeholder, labels_placeholder)
      _, loss_value = sess.run([train_op, loss_], feed_dict=feed_dict)
      duration = time.time() - start_time
    summary_writer.add_summary(sess.run(summary, feed_dict=feed_dict), step)
    summary_writer.flush()
    saver.save(sess, os.path.join('logs', 'model.ckpt'), global_step=step)
    do_eval(sess, eval_correct, images_placeholder, labels_placeholder, data_sets.test)


if __name__ == '__main__':
  run_training()
