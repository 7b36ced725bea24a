"""Recommendations by matrix factorization with embedding lookups and an FTRL optimizer."""
from __future__ import absolute_import, division, print_function
from collections import deque
import numpy as np
from six import next
import tensorflow as tf

np.random.seed(13575)
USER_NUM, ITEM_NUM, DIM = 30, 20, 4


def inference_svd(user_batch, item_batch, user_num, item_num, dim=5, device="/cpu:0"):
    with tf.device("/cpu:0"):
        bias_global = tf.get_variable("bias_global", shape=[])
        w_bias_user = tf.get_variable("embd_bias_user", shape=[user_num])
        w_bias_item = tf.get_variable("embd_bias_item", shape=[item_num])
        bias_user = tf.nn.embedding_lookup(w_bias_user, user_batch, name="bias_user")
        bias_item = tf.nn.embedding_lookup(w_bias_item, item_batch, name="bias_item")
        w_user = tf.get_variable("embd_user", shape=[user_num, dim], initializer=tf.truncated_normal_initializer(stddev=0.02))
        w_item = tf.get_variable("embd_item", shape=[item_num, dim], initializer=tf.truncated_normal_initializer(stddev=0.02))
        embd_user = tf.nn.embedding_lookup(w_user, user_batch, name="embedding_user")
        embd_item = tf.nn.embedding_lookup(w_item, item_batch, name="embedding_item")
    with tf.device(device):
        infer = tf.reduce_sum(tf.multiply(embd_user, embd_item), 1)
        infer = tf.add(infer, bias_global)
        infer = tf.add(infer, bias_user)
        infer = tf.add(infer, bias_item, name="svd_inference")
        regularizer = tf.add(tf.nn.l2_loss(embd_user), tf.nn.l2_loss(embd_item), name="svd_regularizer")
    return infer, regularizer


def optimization(infer, regularizer, rate_batch, learning_rate=0.05, reg=0.01, device="/cpu:0"):
    global_step = tf.train.get_global_step()
    assert global_step is not None
    with tf.device(device):
        cost_l2 = tf.nn.l2_loss(tf.subtract(infer, rate_batch))
        penalty = tf.constant(reg, dtype=tf.float32, shape=[], name="l2")
        cost = tf.add(cost_l2, tf.multiply(regularizer, penalty))
        train_op = tf.train.FtrlOptimizer(learning_rate).minimize(cost, global_step=global_step)
    return cost, train_op


u, v = np.random.rand(USER_NUM, DIM), np.random.rand(ITEM_NUM, DIM)
users, items = [a.ravel() for a in np.meshgrid(np.arange(USER_NUM), np.arange(ITEM_NUM), indexing='ij')]
rates = (u[users] * v[items]).sum(1) * 4


def batches(size):
    while True:
        ids = np.random.randint(0, len(users), (size,))
        yield users[ids], items[ids], rates[ids]


tf.set_random_seed(1)
user_batch = tf.placeholder(tf.int32, shape=[None], name="id_user")
item_batch = tf.placeholder(tf.int32, shape=[None], name="id_item")
rate_batch = tf.placeholder(tf.float32, shape=[None])
infer, regularizer = inference_svd(user_batch, item_batch, USER_NUM, ITEM_NUM, dim=DIM)
global_step = tf.contrib.framework.get_or_create_global_step()
_, train_op = optimization(infer, regularizer, rate_batch)
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    errors = deque(maxlen=50)
    source = batches(100)
    for i in range(300):
        bu, bi, br = next(source)
        _, pred_batch = sess.run([train_op, infer], feed_dict={user_batch: bu, item_batch: bi, rate_batch: br})
        pred_batch = np.clip(pred_batch, 0.0, 20.0)
        errors.append(np.power(pred_batch - br, 2))
    error = np.sqrt(np.mean(errors))
    print("error small", bool(error < np.std(rates)), "step", tf.train.global_step(sess, global_step))
