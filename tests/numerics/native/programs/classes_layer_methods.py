"""A siamese network: methods make the variables, ask for sizes, and are called several times; the parameters are counted."""
import numpy as np
import tensorflow as tf

rng = np.random.RandomState(6)


class Siamese:
    def __init__(self, size, rate=0.02):
        self.left = tf.placeholder(tf.float32, [None, 10])
        self.right = tf.placeholder(tf.float32, [None, 10])
        self.same = tf.placeholder(tf.float32, [None])
        self.keep_prob = tf.placeholder(tf.float32)
        with tf.variable_scope("siamese") as scope:
            self.one = self.network(self.left)
            scope.reuse_variables()
            self.two = self.network(self.right)
        distance = tf.reduce_sum(tf.square(self.one - self.two), 1)
        apart = tf.square(tf.maximum(1.0 - tf.sqrt(distance + 1e-6), 0))
        self.loss = tf.reduce_mean(self.same * distance + (1.0 - self.same) * apart)
        # A head of its own, which is trained by itself
        h = self._head(self.one, 3, 4, "hidden")
        self.score = self._head(h, 4, size, "score", activation=None)
        optimizer = tf.train.GradientDescentOptimizer(rate)
        train_op = optimizer.minimize(self.loss + tf.reduce_mean(tf.square(self.score)))
        self.train_op = train_op

    def network(self, x):
        h = tf.nn.tanh(self.layer(x, 6, "first"))
        return self.layer(h, 3, "second")

    def layer(self, bottom, width, name):
        before = bottom.get_shape()[1]
        start = tf.constant_initializer(np.random.RandomState(width).normal(0, 0.4, (int(before), width)))
        w = tf.get_variable(name + "_w", [before, width], initializer=start)
        b = tf.get_variable(name + "_b", initializer=tf.constant(0.01, shape=[width]))
        return tf.nn.bias_add(tf.matmul(bottom, w), b)

    def _head(self, x, n_in, n_out, name, activation=tf.nn.relu):
        with tf.variable_scope(name):
            w = tf.get_variable("w", [n_in, n_out], initializer=tf.constant_initializer(0.3))
            x = tf.nn.dropout(x, self.keep_prob)
            out = tf.matmul(x, w)
            return out if activation is None else activation(out)


def count(variables):
    total = 0
    for variable in variables:
        shape = variable.get_shape()
        size = 1
        for dimension in shape:
            size *= dimension.value
        total += size
    return total


if __name__ == "__main__":
    left, right = rng.normal(size=(12, 10)), rng.normal(size=(12, 10))
    same = (rng.rand(12) > 0.5).astype(np.float32)
    model = Siamese(2)
    table = tf.Variable(tf.zeros([3, 5]), trainable=False)
    print(count([table]), [one.value for one in table.get_shape()])
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        for step in range(4):
            feed = {model.left: left, model.right: right, model.same: same, model.keep_prob: 1.0}
            print(step, "%.5f" % sess.run([model.train_op, model.loss], feed)[1])
        print(np.round(sess.run(model.score, {model.left: left[:2], model.keep_prob: 1.0}), 4))
