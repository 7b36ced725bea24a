#!/usr/bin/env python
"""Python 2 with integer division in shapes, nested variable scopes, tf.contrib.layers and raw_input never called."""
import os, sys
import StringIO
import urllib2
import numpy as np
import tensorflow as tf

sentences = """john went to kitchen
mary went to garden
john took milk"""
vocab = {}
for line in StringIO.StringIO(sentences):
    for word in line.strip().split():
        if not vocab.has_key(word):
            vocab[word] = len(vocab) + 1
ids = {v: k for k, v in vocab.iteritems()}
max_len = max(map(len, [l.split() for l in sentences.splitlines()]))
story = np.zeros((3, max_len), np.int32)
for i, line in enumerate(sentences.splitlines()):
    words = line.split()
    story[i, :len(words)] = map(lambda w: vocab[w], words)


class MemN2N(object):
    def __init__(self, vocab_size, edim=6, nhop=2):
        self.edim = edim
        self.stories = tf.placeholder(tf.int32, [None, 3, max_len])
        self.query = tf.placeholder(tf.int32, [None, max_len])
        with tf.variable_scope('memn2n'):
            nil = tf.zeros([1, edim])
            self.A = tf.concat([nil, tf.get_variable('A', [vocab_size - 1, edim], initializer=tf.constant_initializer(0.1))], 0)
            self.H = tf.get_variable('H', initializer=np.eye(edim).astype('float32'))
            u = tf.reduce_sum(tf.nn.embedding_lookup(self.A, self.query), 1)
            for hop in xrange(nhop):
                m = tf.reduce_sum(tf.nn.embedding_lookup(self.A, self.stories), 2)
                dotted = tf.reduce_sum(m * tf.expand_dims(u, 1), 2)
                probs = tf.nn.softmax(dotted)
                o = tf.reduce_sum(tf.transpose(m, [0, 2, 1]) * tf.expand_dims(probs, 1), 2)
                u = tf.matmul(u, self.H) + o
        self.probs = probs
        self.half = tf.slice(u, [0, 0], [-1, edim // 2])
        self.logits = tf.contrib.layers.fully_connected(u, vocab_size, activation_fn=None,
                                                        weights_initializer=tf.constant_initializer(0.02))


model = MemN2N(len(vocab) + 1)
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    p, h, logits = sess.run([model.probs, model.half, model.logits], {model.stories: [story], model.query: [story[2]]})
print 'words', len(vocab), ids[1], 'probs', np.round(p[0], 3), 'half', h.shape
print >> sys.stdout, 'logits %.4f' % logits.sum(), os.path.basename('a/b') <> 'c'
