"""A helper for layers with the summaries that TensorBoard tutorials make in it, fetched along with the training step."""
import os
import tempfile

import numpy as np
import tensorflow as tf

rs = np.random.RandomState(7)
LOG_DIR = tempfile.mkdtemp()


def variable_summaries(var, name='summaries'):
    """Attach summaries to a variable."""
    with tf.name_scope(name):
        mean = tf.reduce_mean(var)
        tf.summary.scalar('mean', mean)
        with tf.name_scope('stddev'):
            stddev = tf.sqrt(tf.reduce_mean(tf.square(var - mean)))
        tf.summary.scalar('stddev', stddev)
        tf.summary.histogram('histogram', var)


def add_layer(inputs, in_size, out_size, n_layer, activation=None):
    """Add one more layer."""
    layer_name = 'layer%s' % n_layer
    with tf.name_scope(layer_name):
        with tf.name_scope('weights'):
            weights = tf.Variable(rs.normal(size=[in_size, out_size]).astype(np.float32), name='W')
            variable_summaries(weights)
        biases = tf.Variable(tf.zeros([out_size]) + 0.1, name='b')
        # the value before the activation
        outputs = tf.matmul(inputs, weights) + biases
        if activation is not None:
            outputs = activation(outputs)
        tf.summary.histogram(layer_name + '/outputs', outputs)
    return outputs


x = tf.placeholder(tf.float32, [None, 3])
y = tf.placeholder(tf.float32, [None, 1])
hidden = add_layer(x, 3, 4, n_layer=1, activation=tf.nn.tanh)
hidden = add_layer(hidden, 4, 4, n_layer=2, activation=tf.nn.relu)
prediction = add_layer(hidden, 4, 1, 3)
loss = tf.reduce_mean(tf.square(y - prediction))
tf.summary.scalar('loss', loss)
train_step = tf.train.GradientDescentOptimizer(0.05).minimize(loss)
merged = tf.summary.merge_all()

X, Y = rs.rand(20, 3), rs.rand(20, 1)
with tf.Session() as sess:
    writer = tf.summary.FileWriter(LOG_DIR, sess.graph)
    sess.run(tf.global_variables_initializer())
    for i in range(6):
        if i % 3 == 2:
            run_options = tf.RunOptions(trace_level=tf.RunOptions.FULL_TRACE)
            run_metadata = tf.RunMetadata()
            summary, value, _ = sess.run([merged, loss, train_step], feed_dict={x: X, y: Y}, options=run_options,
                                         run_metadata=run_metadata)
            writer.add_run_metadata(run_metadata, 'step%03d' % i)
        else:
            summary, value, _ = sess.run([merged, loss, train_step], feed_dict={x: X, y: Y})
        writer.add_summary(summary, i)
        print(i, value)
    print(sess.run(prediction, {x: X[:2]}).ravel())
    writer.close()
print(len(os.listdir(LOG_DIR)))
