"""RNN cells of one's own: a subclass of RNNCell with layer normalization, and wrappers around cells."""
import numpy as np
import tensorflow as tf
from tensorflow.contrib.rnn import RNNCell, LSTMStateTuple, OutputProjectionWrapper


class LNLSTM(RNNCell):
    def __init__(self, num_units, forget_bias=1.0):
        self._num_units = num_units
        self._forget_bias = forget_bias

    @property
    def state_size(self):
        return LSTMStateTuple(self._num_units, self._num_units)

    @property
    def output_size(self):
        return self._num_units

    def __call__(self, inputs, state, scope=None):
        with tf.variable_scope(scope or type(self).__name__):
            c, h = state
            both = tf.concat([inputs, h], 1)
            W = tf.get_variable('W', [both.get_shape()[1].value, 4 * self._num_units],
                                initializer=tf.random_uniform_initializer(-0.3, 0.3, seed=1))
            b = tf.get_variable('b', [4 * self._num_units], initializer=tf.zeros_initializer)
            i, j, f, o = tf.split(value=tf.nn.xw_plus_b(both, W, b), num_or_size_splits=4, axis=1)
            i = self.ln(i, 'i/')
            j = self.ln(j, 'j/')
            new_c = c * tf.nn.sigmoid(f + self._forget_bias) + tf.nn.sigmoid(i) * tf.nn.tanh(j)
            new_h = tf.nn.tanh(self.ln(new_c, 'new_h/')) * tf.nn.sigmoid(o)
            return new_h, LSTMStateTuple(new_c, new_h)

    def ln(self, tensor, scope, epsilon=1e-5):
        m, v = tf.nn.moments(tensor, [1], keep_dims=True)
        with tf.variable_scope(scope + 'layer_norm'):
            shape = [tensor.get_shape()[1].value]
            scale = tf.get_variable('scale', shape=shape, initializer=tf.constant_initializer(1.0))
            shift = tf.get_variable('shift', shape=shape, initializer=tf.constant_initializer(0.0))
        return (tensor - m) / tf.sqrt(v + epsilon) * scale + shift


rng = np.random.RandomState(0)
waves = np.stack([np.sin(np.arange(21) / 3. + p) for p in rng.rand(16) * 6]).astype(np.float32)
x = tf.placeholder(tf.float32, [None, 20, 1])
y = tf.placeholder(tf.float32, [None, 20, 1])
with tf.variable_scope('normalized'):
    outputs, state = tf.nn.dynamic_rnn(LNLSTM(10), x, dtype=tf.float32)
    first = tf.layers.dense(outputs, 1, kernel_initializer=tf.zeros_initializer())
with tf.variable_scope('wrapped'):
    cell = OutputProjectionWrapper(tf.nn.rnn_cell.BasicRNNCell(num_units=10, activation=tf.nn.relu), output_size=1)
    second, _ = tf.nn.dynamic_rnn(cell, x, dtype=tf.float32)
with tf.variable_scope('residual'):
    stacked = tf.nn.rnn_cell.MultiRNNCell([tf.nn.rnn_cell.GRUCell(8), tf.nn.rnn_cell.ResidualWrapper(tf.nn.rnn_cell.GRUCell(8))])
    third, _ = tf.nn.dynamic_rnn(stacked, x, dtype=tf.float32, swap_memory=True)
loss = tf.losses.mean_squared_error(y, first) + tf.losses.mean_squared_error(y, second) + tf.reduce_mean(tf.square(third)) * 0.01
train = tf.train.AdamOptimizer(0.01).minimize(loss)
with tf.Session() as sess:
    tf.set_random_seed(1)
    sess.run(tf.global_variables_initializer())
    feed = {x: waves[:, :-1, None], y: waves[:, 1:, None]}
    before = sess.run(loss, feed)
    for _ in range(60):
        sess.run(train, feed)
    print("fell", bool(sess.run(loss, feed) < 0.7 * before), "c, h", [s.get_shape().as_list() for s in state])
    print(sorted(v.name for v in tf.trainable_variables() if 'normalized' in v.name))
