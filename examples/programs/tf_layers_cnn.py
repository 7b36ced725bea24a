"""tf.layers with a regularizer, update operations and tf.metrics, in a function with a reuse flag."""
from __future__ import division, print_function, absolute_import
import numpy as np
import tensorflow as tf

tf.set_random_seed(9)
rng = np.random.RandomState(9)
labels_np = rng.randint(0, 4, size=160)
images_np = rng.rand(160, 12, 12, 1).astype(np.float32) * 0.3
for i, k in enumerate(labels_np):
    r, c = divmod(k, 2)
    images_np[i, r * 6:r * 6 + 6, c * 6:c * 6 + 6] += 0.8


def conv_net(x, n_classes, dropout, reuse, is_training):
    with tf.variable_scope('ConvNet', reuse=reuse):
        conv1 = tf.layers.conv2d(x, 8, 3, activation=tf.nn.relu, kernel_regularizer=tf.contrib.layers.l2_regularizer(scale=1e-3))
        conv1 = tf.layers.max_pooling2d(conv1, 2, 2)
        conv1 = tf.layers.batch_normalization(conv1, training=is_training, momentum=0.9)
        conv2 = tf.layers.conv2d(conv1, 8, 3, activation=tf.nn.relu, kernel_regularizer=tf.contrib.layers.l2_regularizer(scale=1e-3))
        fc1 = tf.contrib.layers.flatten(conv2)
        fc1 = tf.layers.dense(fc1, 32, kernel_initializer=tf.contrib.layers.xavier_initializer(uniform=False))
        fc1 = tf.layers.dropout(fc1, rate=dropout, training=is_training)
        out = tf.layers.dense(fc1, n_classes)
        out = tf.nn.softmax(out) if not is_training else out
    return out


X = tf.placeholder(tf.float32, [None, 12, 12, 1])
Y = tf.placeholder(tf.int32, [None])
logits_train = conv_net(X, 4, 0.25, reuse=False, is_training=True)
logits_test = conv_net(X, 4, 0.25, reuse=True, is_training=False)

ce = tf.losses.sparse_softmax_cross_entropy(labels=Y, logits=logits_train)
loss_op = ce + tf.losses.get_regularization_loss()
update_ops = tf.get_collection(tf.GraphKeys.UPDATE_OPS)
with tf.control_dependencies(update_ops):
    train_op = tf.train.AdamOptimizer(learning_rate=0.01).minimize(loss_op)
acc, acc_op = tf.metrics.accuracy(labels=Y, predictions=tf.argmax(logits_test, axis=1))

with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    sess.run(tf.local_variables_initializer())
    for step in range(30):
        sess.run(train_op, feed_dict={X: images_np, Y: labels_np})
    for i in range(0, 160, 40):
        sess.run(acc_op, feed_dict={X: images_np[i:i + 40], Y: labels_np[i:i + 40]})
    print("updates", len(update_ops), "variables", [v.name for v in tf.trainable_variables()][:2])
    print("accurate", bool(sess.run(acc) > 0.8))
