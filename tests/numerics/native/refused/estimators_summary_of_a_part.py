"""A part of a model that other Estimators may have, too, writes a summary."""
import numpy as np
import tensorflow as tf


def network(features):
    out = tf.layers.dense(features['x'], 1, kernel_initializer=tf.constant_initializer(0.5))
    tf.summary.histogram('out', out)  # refused: written by the Estimator
    return out


def model_fn(features, labels, mode):
    loss = tf.losses.mean_squared_error(labels, network(features))
    train_op = tf.train.GradientDescentOptimizer(0.1).minimize(loss, global_step=tf.train.get_global_step())
    return tf.estimator.EstimatorSpec(mode, loss=loss, train_op=train_op)


x = np.linspace(0, 1, 8).astype(np.float32).reshape(8, 1)
estimator = tf.estimator.Estimator(model_fn, model_dir='/tmp/model')
estimator.train(tf.estimator.inputs.numpy_input_fn({'x': x}, x * 2, batch_size=4, num_epochs=None, shuffle=False), steps=5)
