"""A small U-Net: transposed convolutions, crops, concatenation, dice loss, checkpoint of the best model."""
import logging
import os
from collections import OrderedDict
import numpy as np
import tensorflow as tf


def weight_variable(shape, stddev=0.1, name="weight"):
    initial = tf.truncated_normal(shape, stddev=stddev)
    return tf.Variable(initial, name=name)


def weight_variable_devonc(shape, stddev=0.1, name="weight_devonc"):
    return tf.Variable(tf.truncated_normal(shape, stddev=stddev), name=name)


def bias_variable(shape, name="bias"):
    return tf.Variable(tf.constant(0.1, shape=shape), name=name)


def conv2d(x, W, b, keep_prob_):
    with tf.name_scope("conv2d"):
        conv_2d = tf.nn.conv2d(x, W, strides=[1, 1, 1, 1], padding='SAME')
        conv_2d_b = tf.nn.bias_add(conv_2d, b)
        return tf.nn.dropout(conv_2d_b, keep_prob_)


def deconv2d(x, W, stride):
    with tf.name_scope("deconv2d"):
        x_shape = tf.shape(x)
        output_shape = tf.stack([x_shape[0], x_shape[1]*2, x_shape[2]*2, x_shape[3]//2])
        return tf.nn.conv2d_transpose(x, W, output_shape, strides=[1, stride, stride, 1], padding='VALID', name="conv2d_transpose")


def crop_and_concat(x1, x2):
    x1_shape = tf.shape(x1)
    x2_shape = tf.shape(x2)
    offsets = [0, (x1_shape[1] - x2_shape[1]) // 2, (x1_shape[2] - x2_shape[2]) // 2, 0]
    size = [-1, x2_shape[1], x2_shape[2], -1]
    x1_crop = tf.slice(x1, offsets, size)
    return tf.concat([x1_crop, x2], 3)


class Unet(object):
    def __init__(self, channels=1, n_class=2, features_root=4):
        tf.reset_default_graph()
        tf.set_random_seed(0)
        self.x = tf.placeholder("float", shape=[None, None, None, channels], name="x")
        self.y = tf.placeholder("float", shape=[None, None, None, n_class], name="y")
        self.keep_prob = tf.placeholder(tf.float32, name="dropout_probability")
        nodes = OrderedDict()
        w1 = weight_variable([3, 3, channels, features_root])
        nodes['down'] = tf.nn.relu(conv2d(self.x, w1, bias_variable([features_root]), self.keep_prob))
        pool = tf.nn.max_pool(nodes['down'], ksize=[1, 2, 2, 1], strides=[1, 2, 2, 1], padding='VALID')
        w2 = weight_variable([3, 3, features_root, features_root * 2])
        nodes['bottom'] = tf.nn.relu(conv2d(pool, w2, bias_variable([features_root * 2]), self.keep_prob))
        wd = weight_variable_devonc([2, 2, features_root, features_root * 2])
        h_deconv = tf.nn.relu(deconv2d(nodes['bottom'], wd, 2) + bias_variable([features_root]))
        joined = crop_and_concat(nodes['down'], h_deconv)
        w3 = weight_variable([3, 3, features_root * 2, n_class])
        logits = conv2d(joined, w3, bias_variable([n_class]), tf.constant(1.0))
        self.predicter = tf.nn.softmax(logits)
        eps = 1e-5
        intersection = tf.reduce_sum(self.predicter * self.y)
        union = eps + tf.reduce_sum(self.predicter) + tf.reduce_sum(self.y)
        self.cost = -(2 * intersection / (union))
        with tf.name_scope("cross_entropy"):
            self.cross_entropy = tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits_v2(
                logits=tf.reshape(logits, [-1, n_class]), labels=tf.reshape(self.y, [-1, n_class])))
        self.cost += self.cross_entropy

    def save(self, sess, model_path):
        saver = tf.train.Saver()
        return saver.save(sess, model_path)

    def restore(self, sess, model_path):
        saver = tf.train.Saver()
        saver.restore(sess, model_path)
        logging.info("Model restored from file: %s" % model_path)

    def predict(self, model_path, x_test):
        with tf.Session() as sess:
            sess.run(tf.global_variables_initializer())
            self.restore(sess, model_path)
            y_dummy = np.empty((x_test.shape[0], x_test.shape[1], x_test.shape[2], 2))
            return sess.run(self.predicter, feed_dict={self.x: x_test, self.y: y_dummy, self.keep_prob: 1.})


rng = np.random.RandomState(0)
images = rng.rand(6, 16, 16, 1) * 0.3
masks = np.zeros((6, 16, 16))
for i in range(6):
    r, c = rng.randint(0, 9, 2)
    images[i, r:r + 7, c:c + 7] += 1
    masks[i, r:r + 7, c:c + 7] = 1
onehot = np.stack([1 - masks, masks], -1)
net = Unet()
optimizer = tf.train.AdamOptimizer(learning_rate=0.02).minimize(net.cost)
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for step in range(60):
        sess.run(optimizer, feed_dict={net.x: images, net.y: onehot, net.keep_prob: 0.95})
    save_path = net.save(sess, os.path.join('.', "unet.cpkt"))
prediction = net.predict(save_path, images)
print("prediction", prediction.shape, "accurate", bool((prediction.argmax(-1) == masks).mean() > 0.9))
