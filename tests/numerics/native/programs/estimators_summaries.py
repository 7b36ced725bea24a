"""Summaries of a model function beside its checkpoints, and input functions made by a function that is told whether to shuffle."""
import glob
import os
import tempfile

import numpy as np
import tensorflow as tf

folder = tempfile.mkdtemp()
rs = np.random.RandomState(8)
data = rs.rand(24, 2).astype(np.float32)
target = (data[:, 0] - data[:, 1]).astype(np.float32)


def model_fn(features, labels, mode, params):
    hidden = tf.layers.dense(features['x'], params['units'], tf.nn.sigmoid, kernel_initializer=tf.ones_initializer())
    out = tf.squeeze(tf.layers.dense(hidden, 1, kernel_initializer=tf.ones_initializer()), 1)
    if mode == tf.estimator.ModeKeys.PREDICT:
        return tf.estimator.EstimatorSpec(mode, predictions={'out': out})
    loss = tf.losses.mean_squared_error(labels, out)
    # what TensorBoard shows
    tf.summary.scalar('squared', loss)
    tf.summary.histogram('out', out)
    error = tf.metrics.mean_absolute_error(labels, out)
    if mode == tf.estimator.ModeKeys.EVAL:
        return tf.estimator.EstimatorSpec(mode, loss=loss, eval_metric_ops={'error': error})
    train_op = tf.train.AdamOptimizer(0.05).minimize(loss, global_step=tf.train.get_global_step())
    return tf.estimator.EstimatorSpec(mode, loss=loss, train_op=train_op)


def make_input_fn(x, y, epochs=None, shuffle=False):
    return tf.estimator.inputs.numpy_input_fn(
        x={'x': np.asarray(x)}, y=y, batch_size=8, num_epochs=epochs, shuffle=shuffle)


config = tf.estimator.RunConfig(model_dir=folder, save_summary_steps=4)
estimator = tf.estimator.Estimator(model_fn, params={'units': 3}, config=config)
estimator.train(make_input_fn(data, target), steps=10)
print({key: '%.4f' % value for key, value in sorted(estimator.evaluate(make_input_fn(data, target, 1)).items())})
estimator.train(make_input_fn(data, target), steps=5)
results = estimator.evaluate(input_fn=make_input_fn(data, target, epochs=1))
print('%.4f %.4f %d' % (results['loss'], results['error'], results['global_step']))
for one in estimator.predict(make_input_fn(data[:3], None, 1)):
    print('%.4f' % one['out'])
print(len(glob.glob(os.path.join(folder, 'events*'))) > 0)
