"""slim.learning.train and slim.evaluation.evaluate_once over constants."""
import numpy as np
import tensorflow as tf
from tensorflow.contrib import slim
from tensorflow.contrib.slim import learning

log_dir = 'slim_logs'


def regression_model(inputs, is_training=True, scope="deep_regression"):
    with tf.variable_scope(scope, 'deep_regression', [inputs]):
        end_points = {}
        with slim.arg_scope([slim.fully_connected], activation_fn=tf.nn.relu,
                            weights_regularizer=slim.l2_regularizer(0.001)):
            net = slim.fully_connected(inputs, 16, scope='fc1')
            end_points['fc1'] = net
            net = slim.dropout(net, 0.9, is_training=is_training)
            net = slim.stack(net, slim.fully_connected, [16, 8], scope='fc2')
            predictions = slim.fully_connected(net, 1, activation_fn=None, scope='prediction')
            end_points['out'] = predictions
            return predictions, end_points


xs = np.linspace(-1, 1, 64).reshape(-1, 1).astype(np.float32)
ys = (xs ** 2).astype(np.float32)

with tf.Graph().as_default():
    tf.set_random_seed(3)
    inputs, targets = tf.constant(xs), tf.constant(ys)
    predictions, nodes = regression_model(inputs, is_training=True)
    loss = tf.losses.mean_squared_error(labels=targets, predictions=predictions)
    total_loss = tf.losses.get_total_loss()
    optimizer = tf.train.AdamOptimizer(learning_rate=0.02)
    train_op = slim.learning.create_train_op(total_loss, optimizer)
    final_loss = learning.train(train_op, logdir=log_dir, number_of_steps=100, save_summaries_secs=5, log_every_n_steps=50)
    print("Finished training.", "nodes", sorted(nodes), "small", bool(final_loss < 0.2))

with tf.Graph().as_default():
    inputs, targets = tf.constant(xs), tf.constant(ys)
    predictions, end_points = regression_model(inputs, is_training=False)
    names_to_value_nodes, names_to_update_nodes = slim.metrics.aggregate_metric_map({
        'Mean Squared Error': slim.metrics.streaming_mean_squared_error(predictions, targets),
        'Mean Absolute Error': slim.metrics.streaming_mean_absolute_error(predictions, targets)
    })
    metric_values = slim.evaluation.evaluate_once(
        master='', checkpoint_path=tf.train.latest_checkpoint(log_dir), logdir='slim_eval', num_evals=1,
        eval_op=list(names_to_update_nodes.values()), final_op=list(names_to_value_nodes.values()))
    print("metrics", len(metric_values), "small", all(v < 0.2 for v in metric_values))
