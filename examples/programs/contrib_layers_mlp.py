"""fully_connected, flatten, batch_norm, dropout, regularizers and initializers of tf.contrib.layers."""
import numpy as np
import tensorflow as tf
from tensorflow.contrib.layers import fully_connected, batch_norm, dropout
from tensorflow.contrib.framework import arg_scope

tf.reset_default_graph()
tf.set_random_seed(42)
rng = np.random.RandomState(42)

X_data = rng.randn(300, 4, 3).astype(np.float32)
y_data = (X_data.reshape(300, -1)[:, :5].sum(1) > 0).astype(np.int64)

X = tf.placeholder(tf.float32, shape=(None, 4, 3), name="X")
y = tf.placeholder(tf.int64, shape=(None), name="y")
is_training = tf.placeholder_with_default(False, shape=(), name="is_training")

he_init = tf.contrib.layers.variance_scaling_initializer()
bn_params = {'is_training': is_training, 'decay': 0.9, 'updates_collections': None, 'scale': True}

with tf.name_scope("dnn"):
    flat = tf.contrib.layers.flatten(X)
    with arg_scope([fully_connected], activation_fn=tf.nn.elu, weights_initializer=he_init,
                   normalizer_fn=batch_norm, normalizer_params=bn_params,
                   weights_regularizer=tf.contrib.layers.l1_l2_regularizer(0.0, 0.001)):
        hidden1 = fully_connected(flat, 24, scope="hidden1")
        hidden1_drop = dropout(hidden1, 0.9, is_training=is_training)
        hidden2 = fully_connected(hidden1_drop, 12, scope="hidden2")
        logits = fully_connected(hidden2, 2, activation_fn=None, scope="outputs")

with tf.name_scope("loss"):
    xentropy = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=logits)
    base_loss = tf.reduce_mean(xentropy, name="base_loss")
    reg_losses = tf.get_collection(tf.GraphKeys.REGULARIZATION_LOSSES)
    loss = tf.add_n([base_loss] + reg_losses, name="loss")

with tf.name_scope("train"):
    training_op = tf.train.AdamOptimizer(0.02).minimize(loss)

with tf.name_scope("eval"):
    correct = tf.nn.in_top_k(logits, y, 1)
    accuracy = tf.reduce_mean(tf.cast(correct, tf.float32))

init = tf.global_variables_initializer()
with tf.Session() as sess:
    init.run()
    for epoch in range(40):
        sess.run(training_op, feed_dict={is_training: True, X: X_data, y: y_data})
    acc_train = accuracy.eval(feed_dict={X: X_data, y: y_data})
print("regularized", len(reg_losses), "trainable", len(tf.trainable_variables()), "accurate", bool(acc_train > 0.85))
