import numpy as np
import tensorflow as tf
from collections import namedtuple

Graph = namedtuple('Graph', ['x', 'y', 'loss', 'train_op', 'pred'])


def build(size, rate):
    x = tf.placeholder(tf.float32, [None, size])
    y = tf.placeholder(tf.float32, [None, 1])
    w = tf.get_variable('w', [size, 1], initializer=tf.constant_initializer(0.3))
    pred = tf.matmul(x, w)
    loss = tf.reduce_mean(tf.square(pred - y))
    train_op = tf.train.GradientDescentOptimizer(rate).minimize(loss)
    return Graph(x=x, y=y, loss=loss, train_op=train_op, pred=pred)


def run_epoch(sess, g, xs, ys, training=True):
    losses = []
    for i in range(0, len(xs), 4):
        feed = {g.x: xs[i:i + 4], g.y: ys[i:i + 4]}
        if training:
            loss, _ = sess.run([g.loss, g.train_op], feed)
        else:
            loss = sess.run(g.loss, feed)
        losses.append(loss)
    return np.mean(losses)


def main():
    rng = np.random.RandomState(1)
    xs, ys = rng.rand(12, 3), rng.rand(12, 1)
    with tf.Graph().as_default(), tf.Session() as sess:
        g = build(3, 0.1)
        sess.run(tf.global_variables_initializer())
        for epoch in range(3):
            print(epoch, '%.5f' % run_epoch(sess, g, xs, ys), '%.5f' % run_epoch(sess, g, xs, ys, training=False))
        print(sess.run(g.pred, {g.x: xs}).sum())


main()
