"""Layers as objects: tf.layers.Dense, a subclass of tf.layers.Layer, tf.layers.Flatten and pooling classes."""
import numpy as np
import tensorflow as tf


class Scale(tf.layers.Layer):
    def __init__(self, factor, **kwargs):
        super(Scale, self).__init__(**kwargs)
        self.factor = factor

    def build(self, input_shape):
        self.gain = self.add_variable('gain', [input_shape[-1].value], initializer=tf.constant_initializer(self.factor))
        super(Scale, self).build(input_shape)

    def call(self, inputs):
        return inputs * self.gain


x = tf.placeholder(tf.float32, [None, 8, 8, 2])
conv = tf.layers.Conv2D(4, (3, 3), padding='same', kernel_initializer=tf.constant_initializer(0.05), activation=tf.nn.relu, name='conv')
dense = tf.layers.Dense(3, kernel_initializer=tf.constant_initializer(0.01), use_bias=True, name='dense')
scale = Scale(2.0, name='scale')
h = conv(x)
h = tf.layers.MaxPooling2D(2, 2)(h)
h = tf.layers.average_pooling2d(h, 2, 2)
h = tf.layers.Flatten()(h)
first = dense(scale(h))
second = dense.apply(scale(h) * 0.5)
loss = tf.losses.huber_loss(tf.ones_like(first), first) + tf.losses.absolute_difference(tf.zeros_like(second), second, weights=0.1)
train = tf.train.GradientDescentOptimizer(0.1).minimize(loss)
data = np.linspace(0, 1, 3 * 128).reshape(3, 8, 8, 2)
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for _ in range(5):
        value, _ = sess.run([loss, train], {x: data})
    print("loss %.6f" % value, [v.name for v in tf.trainable_variables()])
    print(dense.kernel.get_shape().as_list(), len(scale.trainable_weights), np.round(sess.run(first, {x: data})[0], 4))
