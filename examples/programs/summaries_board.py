"""Scalars, histograms and images written for TensorBoard."""
import os
import shutil

import numpy as np
import tensorflow as tf

logs_path = './logs/example'
if os.path.isdir(logs_path):
    shutil.rmtree(logs_path)

rng = np.random.RandomState(3)
data = rng.rand(200, 16).astype(np.float32)
target = (data.sum(1) > 8).astype(np.int32)

x = tf.placeholder(tf.float32, [None, 16], name='InputData')
y = tf.placeholder(tf.int32, [None], name='LabelData')


def variable_summaries(var):
    with tf.name_scope('summaries'):
        mean = tf.reduce_mean(var)
        tf.summary.scalar('mean', mean)
        with tf.name_scope('stddev'):
            stddev = tf.sqrt(tf.reduce_mean(tf.square(var - mean)))
        tf.summary.scalar('stddev', stddev)
        tf.summary.histogram('histogram', var)


W = tf.Variable(tf.zeros([16, 2]), name='Weights')
b = tf.Variable(tf.zeros([2]), name='Bias')
with tf.name_scope('Model'):
    logits = tf.matmul(x, W) + b
with tf.name_scope('Loss'):
    cost = tf.losses.sparse_softmax_cross_entropy(labels=y, logits=logits)
with tf.name_scope('SGD'):
    optimizer = tf.train.GradientDescentOptimizer(0.1)
    grads = tf.gradients(cost, tf.trainable_variables())
    grads = list(zip(grads, tf.trainable_variables()))
    apply_grads = optimizer.apply_gradients(grads_and_vars=grads)
with tf.name_scope('Accuracy'):
    acc = tf.reduce_mean(tf.cast(tf.equal(tf.argmax(logits, 1, output_type=tf.int32), y), tf.float32))

tf.summary.scalar("loss", cost)
tf.summary.scalar("accuracy", acc)
tf.summary.image("pictures", tf.reshape(x, [-1, 4, 4, 1]), max_outputs=2)
for var in tf.trainable_variables():
    variable_summaries(var)
for grad, var in grads:
    tf.summary.histogram(var.name.replace(':', '_') + '/gradient', grad)
merged_summary_op = tf.summary.merge_all()

with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    summary_writer = tf.summary.FileWriter(logs_path, graph=tf.get_default_graph())
    for step in range(30):
        _, c, summary = sess.run([apply_grads, cost, merged_summary_op], feed_dict={x: data, y: target})
        summary_writer.add_summary(summary, step)
    value = tf.Summary(value=[tf.Summary.Value(tag='by_hand', simple_value=float(c))])
    summary_writer.add_summary(value, 30)
    summary_writer.close()

tags = set()
events = 0
for name in os.listdir(logs_path):
    for event in tf.train.summary_iterator(os.path.join(logs_path, name)):
        events += 1
        for v in event.summary.value:
            tags.add(v.tag)
print("tags:", sorted(tags))
print("events:", events > 30, "cost: %.5f" % c)
