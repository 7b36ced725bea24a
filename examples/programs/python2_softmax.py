#!/usr/bin/env python
# -*- coding: utf-8 -*-
"""Python 2: print statements, xrange, iteritems, string types, a lambda with a tuple, except with a comma."""
import sys
import cPickle as pickle
import numpy as np
import tensorflow as tf

settings = {'rate': 0.5, 'steps': 40L, u'name': u'caf\xe9'}
print >>sys.stderr, "starting"
for key, value in sorted(settings.iteritems()):
    if not isinstance(value, basestring):
        print "%-6s %s" % (key, value)

rs = np.random.RandomState(1)
points = rs.randn(90, 2).astype(np.float32)
points[:30] += [4, 0]
points[30:60] += [0, 4]
labels = np.array(map(lambda i: i / 30, range(90)))
with open('points.pkl', 'wb') as f:
    pickle.dump((points, labels), f, protocol=2)
points, labels = pickle.load(open('points.pkl', 'rb'))

x = tf.placeholder(tf.float32, [None, 2])
t = tf.placeholder(tf.int64, [None])
W = tf.Variable(tf.zeros([2, 3]))
b = tf.Variable(tf.zeros([3]))
logits = tf.matmul(x, W) + b
loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=t, logits=logits))
step = tf.train.GradientDescentOptimizer(settings['rate']).minimize(loss)

sess = tf.Session()
sess.run(tf.global_variables_initializer())
try:
    sess.run(loss)
except tf.errors.InvalidArgumentError, e:
    print "placeholder:", 'must feed' in e.message
for i in xrange(settings['steps']):
    _, l = sess.run([step, loss], {x: points, t: labels})
print "loss %.4f" % l, "weights", np.round(sess.run(W)[0], 3)
if settings.has_key('rate'):
    print 'batches', len(range(0, 90, 30)), zip('ab', (1, 2))[0]
