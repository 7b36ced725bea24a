#!/usr/bin/env python
# -*- coding: utf-8 -*-
"""An autoencoder from the days of Python 2.7 (it is a syntax error in Python 3).

Usage: python2.7 python2_style.py [steps]
"""

import cPickle
import os
import shutil
import sys
import tempfile

import numpy as np
import tensorflow as tf

SEED = 0L
DIM = 12
CODE = 3
FILE_MODE = 0644


class Corpus(object):

    def __init__(self, n, seed):
        rng = np.random.RandomState(seed)
        # Three hidden factors behind twelve observed numbers
        mixing = np.random.RandomState(SEED).normal(size=(CODE, DIM))
        self.data = np.tanh(np.dot(rng.normal(size=(n, CODE)), mixing)).astype('float32')
        self.cache = {'seed': seed, 'n': n}

    def batches(self, size):
        for i in xrange(len(self.data) / size):
            yield self.data[i * size:(i + 1) * size]

    def describe(self):
        keys = self.cache.keys()
        keys.sort()
        return ', '.join('%s=%s' % (k, `self.cache[k]`) for k in keys if self.cache.has_key(k))


def encode_decode(x, keep_prob):
    with tf.variable_scope('autoencoder'):
        w = tf.get_variable('w', [DIM, CODE], initializer=tf.truncated_normal_initializer(stddev=0.3))
        b = tf.get_variable('b', [CODE], initializer=tf.constant_initializer(0))
        c = tf.get_variable('c', [DIM], initializer=tf.constant_initializer(0))
        code = tf.matmul(tf.nn.dropout(x, keep_prob), w) + b
        # tied weights
        return code, tf.tanh(tf.matmul(code, w, transpose_b=True) + c)


def save_codes(path, codes):
    f = open(path, 'wb')
    try:
        cPickle.dump(codes, f, -1)
    finally:
        f.close()
    os.chmod(path, FILE_MODE)


def main(argv):
    try:
        steps = int(argv[1]) if len(argv) > 1 else 60
        if steps <= 0 or steps <> int(steps):
            raise ValueError, 'steps must be positive'
    except ValueError, e:
        print >>sys.stderr, 'Bad number of steps:', e
        return 2

    tf.set_random_seed(SEED)
    x = tf.placeholder('float', [None, DIM])
    keep_prob = tf.placeholder('float')
    code, reconstruction = encode_decode(x, keep_prob)
    difference = tf.square(tf.subtract(x, reconstruction))
    error = tf.reduce_mean(tf.reduce_sum(difference, reduction_indices=1, keep_dims=True))
    sparsity = tf.reduce_mean(tf.abs(code))
    train_op = tf.train.AdamOptimizer(0.02).minimize(error)

    train, test = Corpus(320, seed=1), Corpus(100, seed=2)
    print 'training data:', train.describe()
    print (u'%d nombres cachés, %d observés' % (CODE, DIM)).encode('utf-8')

    folder = tempfile.mkdtemp()
    sess = tf.Session()
    try:
        sess.run(tf.initialize_all_variables())
        for step in xrange(steps):
            for batch in train.batches(32):
                sess.run(train_op, feed_dict={x: batch, keep_prob: 1.0})
            if step % 20 == 0:
                print 'epoch %d: error' % step,
                print sess.run(error, feed_dict={x: test.data, keep_prob: 1.0})
        last, size, codes = sess.run([error, sparsity, code], {x: test.data, keep_prob: 1.0})
        path = os.path.join(folder, 'codes.pkl')
        save_codes(path, codes)
        print 'saved %d codes, mode %s, mean size %.2f' % (len(codes), oct(os.stat(path).st_mode & 0777), size)
    except (tf.errors.InvalidArgumentError, IOError), e:
        print 'Failed:', e
        raise
    finally:
        sess.close()
        shutil.rmtree(folder)

    print 'test error: %.3f' % last
    names = map(lambda v: v.name, tf.trainable_variables())
    print 'variables:', names
    exec "result = last < 3.0"
    return 0 if result else 1


if __name__ == '__main__':
    sys.exit(main(sys.argv))
