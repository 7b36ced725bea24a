"""Convolutional network in the low-level style: our own variables, tf.nn.conv2d, losses in a collection,
and a TensorBoard summary of everything that moves.

The data are 24x24 colour pictures of a disc, a frame or a cross on a noisy background.
"""
from __future__ import absolute_import
from __future__ import division
from __future__ import print_function

import shutil
import tempfile

import numpy as np
import tensorflow as tf

IMAGE_SIZE = 24
NUM_CLASSES = 3
BATCH_SIZE = 32
MAX_STEPS = 121


def shapes_batch(rng, n):
    yy, xx = np.mgrid[:IMAGE_SIZE, :IMAGE_SIZE]
    images = rng.normal(scale=0.3, size=(n, IMAGE_SIZE, IMAGE_SIZE, 3))
    labels = rng.randint(NUM_CLASSES, size=n)
    for i, label in enumerate(labels):
        cy, cx = rng.randint(8, IMAGE_SIZE - 8, size=2)
        dy, dx = abs(yy - cy), abs(xx - cx)
        mask = [dy ** 2 + dx ** 2 <= 30, np.maximum(dy, dx) == 5, (np.minimum(dy, dx) <= 1) & (dy + dx <= 7)][label]
        images[i, mask] += rng.uniform(0.5, 1.0, size=3)
    return images.astype(np.float32), labels.astype(np.int64)


def _activation_summary(x):
    """Histogram and sparsity of a layer's activations."""
    tf.summary.histogram(x.op.name + '/activations', x)
    tf.summary.scalar(x.op.name + '/sparsity', tf.nn.zero_fraction(x))


def _variable_on_cpu(name, shape, initializer):
    with tf.device('/cpu:0'):
        return tf.get_variable(name, shape, initializer=initializer, dtype=tf.float32)


def _variable_with_weight_decay(name, shape, stddev, wd):
    var = _variable_on_cpu(name, shape, tf.truncated_normal_initializer(stddev=stddev))
    if wd is not None:
        tf.add_to_collection('losses', tf.multiply(tf.nn.l2_loss(var), wd, name='weight_loss'))
    return var


def inference(images):
    with tf.variable_scope('conv1') as scope:
        kernel = _variable_with_weight_decay('weights', [5, 5, 3, 12], stddev=0.1, wd=None)
        conv = tf.nn.conv2d(images, kernel, [1, 1, 1, 1], padding='SAME')
        biases = _variable_on_cpu('biases', [12], tf.constant_initializer(0.0))
        conv1 = tf.nn.relu(tf.nn.bias_add(conv, biases), name=scope.name)
        _activation_summary(conv1)

    pool1 = tf.nn.max_pool(conv1, ksize=[1, 3, 3, 1], strides=[1, 2, 2, 1], padding='SAME', name='pool1')
    norm1 = tf.nn.lrn(pool1, 4, bias=1.0, alpha=0.001 / 9.0, beta=0.75, name='norm1')

    # depthwise separable, to save weights
    with tf.variable_scope('conv2') as scope:
        depthwise = _variable_with_weight_decay('depthwise', [3, 3, 12, 1], stddev=0.2, wd=None)
        pointwise = _variable_with_weight_decay('pointwise', [1, 1, 12, 16], stddev=0.2, wd=None)
        conv = tf.nn.separable_conv2d(norm1, depthwise, pointwise, strides=[1, 1, 1, 1], padding='SAME')
        conv2 = tf.nn.relu6(conv, name=scope.name)
        _activation_summary(conv2)

    pool2 = tf.nn.avg_pool(conv2, [1, 2, 2, 1], [1, 2, 2, 1], padding='VALID', name='pool2')

    with tf.variable_scope('local3', reuse=tf.AUTO_REUSE):
        dim = int(np.prod(pool2.get_shape().as_list()[1:]))
        reshape = tf.reshape(pool2, [-1, dim])
        weights = _variable_with_weight_decay('weights', [dim, 32], stddev=0.06, wd=0.002)
        local3 = tf.nn.relu(tf.matmul(reshape, weights))
        _activation_summary(local3)

    with tf.variable_scope('softmax_linear'):
        weights = _variable_with_weight_decay('weights', [32, NUM_CLASSES], stddev=1 / 32.0, wd=None)
        biases = _variable_on_cpu('biases', [NUM_CLASSES], tf.zeros_initializer)
        return tf.add(tf.matmul(local3, weights), biases, name='logits')


def main(log_dir):
    tf.set_random_seed(3)

    images = tf.placeholder(tf.float32, [None, IMAGE_SIZE, IMAGE_SIZE, 3])
    labels = tf.placeholder(tf.int64, [None])
    logits = inference(images)

    cross_entropy = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits)
    tf.add_to_collection('losses', tf.reduce_mean(cross_entropy, name='cross_entropy'))
    loss = tf.add_n(tf.get_collection('losses'), name='total_loss')
    accuracy = tf.reduce_mean(tf.cast(tf.nn.in_top_k(logits, labels, 1), tf.float32))

    optimizer = tf.train.AdamOptimizer(3e-3)
    grads_and_vars = optimizer.compute_gradients(loss)
    train_op = optimizer.apply_gradients(grads_and_vars)

    with tf.name_scope('summaries'):
        tf.summary.scalar('loss', loss)
        tf.summary.image('pictures', images, max_outputs=2)
        for grad, var in grads_and_vars:
            if grad is not None:
                tf.summary.histogram(var.op.name + '/gradients', grad)
    summary_op = tf.summary.merge_all()

    rng = np.random.RandomState(0)
    with tf.Session() as sess:
        writer = tf.summary.FileWriter(log_dir, sess.graph)
        tf.global_variables_initializer().run()
        for step in range(MAX_STEPS):
            pictures, classes = shapes_batch(rng, BATCH_SIZE)
            feed = {images: pictures, labels: classes}
            _, loss_value = sess.run([train_op, loss], feed)
            if step % 20 == 0:
                writer.add_summary(sess.run(summary_op, feed), global_step=step)
                print('step %d, loss = %.3f' % (step, loss_value))
        writer.close()

        pictures, classes = shapes_batch(rng, 300)
        test_accuracy = accuracy.eval({images: pictures, labels: classes})
        print('precision @ 1 = %.3f' % test_accuracy)
        assert test_accuracy > 0.8


if __name__ == '__main__':
    summaries = tempfile.mkdtemp(prefix='cnn_summaries_')
    try:
        main(summaries)
    finally:
        shutil.rmtree(summaries)
