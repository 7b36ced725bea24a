"""A script that works with TensorFlow 1 and 2, as it says itself."""
from __future__ import print_function

import numpy as np
from distutils.version import LooseVersion

try:
    # since 1.13
    import tensorflow.compat.v1 as tf
    tf.disable_v2_behavior()
except ImportError:
    import tensorflow as tf

if LooseVersion(tf.__version__) < LooseVersion('1.4'):
    raise RuntimeError('too old')
if int(tf.__version__.split('.')[0]) >= 2:
    tf.compat.v1.disable_resource_variables()
values = np.linspace(-1, 1, 9).astype(np.float32)
x = tf.placeholder(tf.float32)
slope = tf.Variable(0.5)
cost = tf.reduce_sum(tf.square(slope * x - 3 * x))
step = tf.train.MomentumOptimizer(0.02, 0.5).minimize(cost)

if tf.__version__[:2] == '0.':
    init = tf.initialize_all_variables()
else:
    init = tf.global_variables_initializer()

with tf.Session() as sess:
    sess.run(init)
    for i in range(4):
        sess.run(step, feed_dict={x: values})
        print(i, sess.run([slope, cost], feed_dict={x: values}))
