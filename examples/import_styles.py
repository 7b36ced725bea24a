"""The same library by a dozen names.

Every function below reaches TensorFlow another way; all of them are to be met in real projects.
Needs TensorFlow 1.x, for the sake of tf.contrib.
"""
from __future__ import print_function

import numpy as np

import tensorflow
import tensorflow as tf
import tensorflow.contrib.slim as slim
import tensorflow.contrib as contrib
from tensorflow import placeholder, Session as Sess
from tensorflow import nn as F
from tensorflow.contrib import layers as contrib_layers, rnn
from tensorflow.contrib.layers import xavier_initializer
from tensorflow.python.framework import ops
from tensorflow.python.ops import math_ops, array_ops as ao
from tensorflow.python.training import moving_averages

try:
    import tensorflow.compat.v1 as tf1
except ImportError:  # before 1.13
    import tensorflow as tf1

# Aliases by assignment
flags = tf.app.flags
K = tf.keras.backend
FLAGS = flags.FLAGS
Graph = tensorflow.Graph

flags.DEFINE_integer('seed', 4, 'Seed of everything.')


def whole_name():
    """import tensorflow"""
    tensorflow.set_random_seed(FLAGS.seed)
    x = tensorflow.random_normal([100, 3])
    log_norm = tensorflow.log(tensorflow.reduce_sum(tensorflow.square(x), 1, keep_dims=True))
    with tensorflow.Session() as sess:
        return sess.run(log_norm).shape


def names_from():
    """from tensorflow import ..."""
    with Graph().as_default(), Sess() as sess:
        x = placeholder('float', shape=[None, 2])
        y = F.softmax(F.dropout(x, 1.0), dim=1)
        return sess.run(y, {x: [[0.0, 0.0]]}).tolist()


def inside_a_function():
    import tensorflow as T
    from tensorflow import truncated_normal as noise

    w = T.Variable(noise([4, 4], seed=FLAGS.seed), name='w')
    with T.Session() as sess:
        w.initializer.run()
        return sess.run(T.matrix_inverse(w)).shape


def contrib_modules():
    """slim, contrib.layers, contrib.rnn, each under its own name"""
    x = tf.constant(np.random.RandomState(0).normal(size=(2, 6, 4)), tf.float32)
    net = slim.fully_connected(x, 8, weights_initializer=xavier_initializer(seed=1))
    net = contrib_layers.layer_norm(net)
    outputs, _ = F.dynamic_rnn(rnn.BasicLSTMCell(5), net, dtype=tf.float32)
    with contrib.framework.arg_scope([slim.dropout], keep_prob=0.9):
        outputs = slim.dropout(outputs, is_training=False)
    hparams = contrib.training.HParams(units=3, activation='tanh')
    outputs = contrib_layers.linear(outputs, hparams.units)
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        return sess.run(outputs).shape


def private_modules():
    """from tensorflow.python...: never public, often used"""
    table = ops.convert_to_tensor([[1.0, 2.0], [3.0, 4.0]])
    mean = math_ops.reduce_mean(table, axis=0)
    average = tf.get_variable('average', [2], initializer=tf.zeros_initializer(), trainable=False)
    update = moving_averages.assign_moving_average(average, mean, decay=0.5, zero_debias=False)
    ops.add_to_collection(ops.GraphKeys.UPDATE_OPS, update)
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        sess.run(tf.get_collection(tf.GraphKeys.UPDATE_OPS))
        return sess.run(ao.concat([average, mean], 0)).tolist()


def keras_backend():
    """tf.keras under the name of old Keras code"""
    K.clear_session()
    K.set_learning_phase(0)
    x = K.placeholder(shape=(None, 2))
    total = K.function([x], [K.sum(K.square(x), axis=-1)])
    result = total([np.array([[3.0, 4.0]])])[0].tolist()
    K.get_session().close()
    return result


def compat_name():
    """compat.v1 asked for by name: nothing to do here"""
    x = tf1.placeholder(tf1.float32, [])
    with tf1.Session() as sess:
        return sess.run(tf1.sqrt(x), {x: 16.0})


def not_tensorflow(tf):
    """A parameter that happens to be called tf (term frequency) is left alone."""
    return {word: tf.log(count) for word, count in [('cat', 2.0)]}


def main(_):
    for function in (whole_name, names_from, inside_a_function, contrib_modules, private_modules,
                     keras_backend, compat_name):
        ops.reset_default_graph()
        print('%-18s %s' % (function.__name__, function()))
    print('%-18s %s' % ('not_tensorflow', not_tensorflow(np)))


if __name__ == '__main__':
    tf.app.run()
