"""Contrib modules under names of their own: layers, framework, metrics, losses, losses with weights, learn's utilities."""
import numpy as np
import tensorflow as tf
import tensorflow.contrib.layers as layers
from tensorflow.contrib import framework, metrics as contrib_metrics
from tensorflow.contrib.layers.python.layers import batch_norm as bn

tfl = tf.contrib.losses
tf.set_random_seed(7)
rng = np.random.RandomState(7)
x_np = rng.randn(80, 6).astype(np.float32)
y_np = (x_np[:, :1] > 0).astype(np.float32)

x = tf.placeholder(tf.float32, [None, 6])
y = tf.placeholder(tf.float32, [None, 1])
with framework.arg_scope([layers.fully_connected], activation_fn=tf.nn.relu,
                         weights_initializer=layers.xavier_initializer(),
                         biases_initializer=tf.zeros_initializer()):
    net = layers.fully_connected(x, 16, scope='fc1')
    net = layers.layer_norm(net)
    net = bn(net, is_training=True, updates_collections=None)
    net = layers.stack(net, layers.fully_connected, [8, 4], scope='stacked')
    logits = layers.linear(net, 1, scope='out')
normalized = layers.unit_norm(net, 1)
hot = layers.one_hot_encoding(tf.constant([0, 2]), 3)
tfl.sigmoid_cross_entropy(logits, y)
reg = layers.apply_regularization(layers.l2_regularizer(0.01), framework.get_variables_by_name('weights'))
loss = tfl.get_total_loss(add_regularization_losses=False) + reg
global_step = framework.create_global_step()
train = layers.optimize_loss(loss, global_step, learning_rate=0.02, optimizer='Adam', clip_gradients=1.0, summaries=[])
accuracy, update = contrib_metrics.streaming_accuracy(tf.round(tf.sigmoid(logits)), y)
batch_accuracy = contrib_metrics.accuracy(tf.cast(tf.round(tf.sigmoid(logits)), tf.int32), tf.cast(y, tf.int32))
with tf.Session() as sess:
    sess.run([tf.global_variables_initializer(), tf.local_variables_initializer()])
    for _ in range(60):
        sess.run(train, {x: x_np, y: y_np})
    sess.run(update, {x: x_np, y: y_np})
    acc, step = sess.run([accuracy, global_step])
    norms = np.linalg.norm(sess.run(normalized, {x: x_np}), axis=1)
    print("accurate", bool(acc > 0.85), bool(sess.run(batch_accuracy, {x: x_np, y: y_np}) > 0.8), "step", step, "norms", bool(norms.max() < 1.01))
    print(sess.run(hot).tolist(), len(framework.get_trainable_variables() if hasattr(framework, 'get_trainable_variables') else framework.get_variables()) > 8)
    print([v.op.name for v in framework.get_variables('fc1')])
