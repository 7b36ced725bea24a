import numpy as np
import tensorflow as tf


def weight(shape):
    return tf.Variable(tf.constant(0.1, shape=shape))


def create_network():
    W1 = weight([3, 4])
    b1 = weight([4])
    W2 = weight([4, 2])
    s = tf.placeholder(tf.float32, [None, 3])
    h = tf.nn.relu(tf.matmul(s, W1) + b1)
    readout = tf.matmul(h, W2)
    return s, readout, h


def train_network(s, readout, h, sess):
    # the cost
    a = tf.placeholder(tf.float32, [None, 2])
    y = tf.placeholder(tf.float32, [None])
    action = tf.reduce_sum(tf.multiply(readout, a), axis=1)
    cost = tf.reduce_mean(tf.square(y - action))
    train_step = tf.train.GradientDescentOptimizer(0.1).minimize(cost)
    sess.run(tf.global_variables_initializer())
    rng = np.random.RandomState(0)
    for i in range(4):
        x = rng.rand(5, 3)
        q = readout.eval(feed_dict={s: x})
        # one step
        train_step.run(feed_dict={y: q[:, 0] + 1, a: np.eye(2)[[0, 1, 0, 1, 1]], s: x})
        q2 = readout.eval(feed_dict={s: x})
        print(i, q.sum(), q2.sum())


def play():
    sess = tf.InteractiveSession()
    s, readout, h = create_network()
    train_network(s, readout, h, sess)


def main():
    play()


if __name__ == '__main__':
    main()
