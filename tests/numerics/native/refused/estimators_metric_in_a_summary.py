"""A running metric that is part of a summary is updated only when a summary is written."""
import tensorflow as tf

folder = '/tmp/some_model'


def model_fn(features, labels, mode):
    out = tf.layers.dense(features['x'], 1, kernel_initializer=tf.ones_initializer())
    loss = tf.losses.mean_squared_error(labels, out)
    error = tf.metrics.mean_absolute_error(labels, out)
    tf.summary.scalar('error', error[1])  # refused: the metric is used in training, too
    train_op = tf.train.AdamOptimizer(0.05).minimize(loss, global_step=tf.train.get_global_step())
    return tf.estimator.EstimatorSpec(mode, loss=loss, train_op=train_op, eval_metric_ops={'error': error})


def input_fn():
    return tf.data.Dataset.from_tensors(({'x': [[1.0, 2.0]]}, [[3.0]])).repeat(3)


estimator = tf.estimator.Estimator(model_fn, folder)
estimator.train(input_fn)
print(estimator.evaluate(input_fn))
