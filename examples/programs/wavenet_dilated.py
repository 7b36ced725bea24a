"""Dilated causal convolutions with gates, as in WaveNet, and conv1d."""
import numpy as np
import tensorflow as tf


def create_variable(name, shape):
    '''Create a convolution filter variable with the specified name and shape.'''
    initializer = tf.contrib.layers.xavier_initializer_conv2d(seed=3)
    variable = tf.Variable(initializer(shape=shape), name=name)
    return variable


def time_to_batch(value, dilation):
    with tf.name_scope('time_to_batch'):
        shape = tf.shape(value)
        pad_elements = dilation - 1 - (shape[1] + dilation - 1) % dilation
        padded = tf.pad(value, [[0, 0], [0, pad_elements], [0, 0]])
        reshaped = tf.reshape(padded, [-1, dilation, shape[2]])
        transposed = tf.transpose(reshaped, perm=[1, 0, 2])
        return tf.reshape(transposed, [shape[0] * dilation, -1, shape[2]])


def batch_to_time(value, dilation):
    with tf.name_scope('batch_to_time'):
        shape = tf.shape(value)
        prepared = tf.reshape(value, [dilation, -1, shape[2]])
        transposed = tf.transpose(prepared, perm=[1, 0, 2])
        return tf.reshape(transposed, [tf.div(shape[0], dilation), -1, shape[2]])


def causal_conv(value, filter_, dilation, name='causal_conv'):
    with tf.name_scope(name):
        filter_width = tf.shape(filter_)[0]
        if dilation > 1:
            transformed = time_to_batch(value, dilation)
            conv = tf.nn.conv1d(transformed, filter_, stride=1, padding='VALID')
            restored = batch_to_time(conv, dilation)
        else:
            restored = tf.nn.conv1d(value, filter_, stride=1, padding='VALID')
        out_width = tf.shape(value)[1] - (filter_width - 1) * dilation
        return tf.slice(restored, [0, 0, 0], [-1, out_width, -1])


channels = 6
wave = np.sin(np.arange(64) / 3.).astype(np.float32)
quantized = ((wave + 1) * 3.99).astype(np.int32)
encoded = tf.one_hot(tf.constant(quantized[None, :]), 8)
current = causal_conv(encoded, create_variable('in', [2, 8, channels]), 1)
outputs = []
for i, dilation in enumerate([1, 2, 4]):
    with tf.name_scope('layer{}'.format(i)):
        conv_filter = causal_conv(current, create_variable('filter', [2, channels, channels]), dilation)
        conv_gate = causal_conv(current, create_variable('gate', [2, channels, channels]), dilation)
        out = tf.tanh(conv_filter) * tf.sigmoid(conv_gate)
        outputs.append(out)
        input_cut = tf.shape(current)[1] - tf.shape(out)[1]
        current = tf.slice(current, [0, input_cut, 0], [-1, -1, -1]) + out
w = create_variable('post', [1, channels, 8])
logits = tf.nn.conv1d(tf.nn.relu(current), w, stride=1, padding="SAME")
n = tf.shape(logits)[1]
targets = tf.slice(encoded, [0, 64 - n + 1, 0], [-1, -1, -1])
prediction = tf.slice(logits, [0, 0, 0], [-1, n - 1, -1])
loss = tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(logits=tf.reshape(prediction, [-1, 8]), labels=tf.reshape(targets, [-1, 8])))
optim = tf.train.AdamOptimizer(learning_rate=0.02, epsilon=1e-4).minimize(loss, var_list=tf.trainable_variables())
with tf.Session(config=tf.ConfigProto(log_device_placement=False)) as sess:
    sess.run(tf.global_variables_initializer())
    first = sess.run(loss)
    for step in range(60):
        value, _ = sess.run([loss, optim])
    print("length", sess.run(n), "fell", bool(value < 0.5 * first), len(tf.trainable_variables()))
