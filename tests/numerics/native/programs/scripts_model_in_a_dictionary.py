"""A model is a dictionary of tensors, which functions get along with the session."""
import numpy as np
import tensorflow as tf


def build_model(size, rate=0.1):
    x = tf.placeholder(tf.float32, [None, size], name='x')
    y = tf.placeholder(tf.float32, [None, 1], name='y')
    w = tf.Variable(tf.constant(0.3, shape=[size, 1]))
    pred = tf.matmul(x, w)
    loss = tf.reduce_mean(tf.square(pred - y))
    train_op = tf.train.GradientDescentOptimizer(rate).minimize(loss)
    return {'x': x, 'y': y, 'pred': pred, 'loss': loss, 'train': train_op}


def evaluate(sess, model, xs, ys):
    loss, pred = sess.run([model['loss'], model['pred']], feed_dict={model['x']: xs, model['y']: ys})
    return loss, pred.mean()


def train(sess, model, xs, ys, steps=3):
    sess.run(tf.global_variables_initializer())
    for i in range(steps):
        sess.run(model['train'], feed_dict={model['x']: xs, model['y']: ys})
        loss = sess.run(model['loss'], feed_dict={model['x']: xs, model['y']: ys})
        print('%d %.5f' % (i, loss))


def main():
    rng = np.random.RandomState(1)
    xs, ys = rng.rand(12, 3), rng.rand(12, 1)
    model = build_model(3)
    with tf.Session() as sess:
        train(sess, model, xs, ys)
        print('%.5f %.5f' % evaluate(sess, model, xs, ys))
        print('%.5f %.5f' % evaluate(sess, model, xs + 1, ys))


if __name__ == '__main__':
    main()
