"""A script in which what TensorFlow 2 has no name for is called by its old one, in full or by a short name."""
import numpy as np
import tensorflow as tf
import tensorflow.compat.v1 as tf1
from tensorflow.compat.v1.train import AdamOptimizer

tf.compat.v1.disable_v2_behavior()
tf1.logging.set_verbosity(tf1.logging.ERROR)

rng = np.random.RandomState(1)
points = rng.rand(16, 2).astype(np.float32)
heights = points @ np.array([[2.0], [-1.0]], np.float32) + 0.5

features = tf1.placeholder(tf.float32, shape=(None, 2))
labels = tf.compat.v1.placeholder(tf.float32, shape=(None, 1))
keep = tf.compat.v1.placeholder_with_default(1.0, shape=())
with tf1.variable_scope('line'):
    weights = tf1.get_variable('weights', initializer=tf.zeros([2, 1]))
    bias = tf1.get_variable('bias', shape=[1], initializer=tf1.constant_initializer(0.1))
hidden = tf1.nn.dropout(tf.matmul(features, weights) + bias, keep)
error = tf1.losses.mean_squared_error(labels, hidden)
train = AdamOptimizer(0.1).minimize(error)

with tf1.Session() as sess:
    sess.run(tf.compat.v1.global_variables_initializer())
    for epoch in range(6):
        _, e = sess.run([train, error], feed_dict={features: points, labels: heights})
        print(f'{epoch} {e:.5f}')
    print(sess.run(weights).ravel())
