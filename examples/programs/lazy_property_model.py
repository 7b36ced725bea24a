"""A sequence model whose parts are lazy properties under their own variable scopes."""
import functools
import numpy as np
import tensorflow as tf
from tensorflow.contrib.rnn import GRUCell, DropoutWrapper, MultiRNNCell


def doublewrap(function):
    @functools.wraps(function)
    def decorator(*args, **kwargs):
        if len(args) == 1 and len(kwargs) == 0 and callable(args[0]):
            return function(args[0])
        else:
            return lambda wrapee: function(wrapee, *args, **kwargs)
    return decorator


@doublewrap
def define_scope(function, scope=None, *args, **kwargs):
    attribute = '_cache_' + function.__name__
    name = scope or function.__name__
    @property
    @functools.wraps(function)
    def decorator(self):
        if not hasattr(self, attribute):
            with tf.variable_scope(name, *args, **kwargs):
                setattr(self, attribute, function(self))
        return getattr(self, attribute)
    return decorator


class SequenceClassification:
    def __init__(self, data, target, dropout, num_hidden=12, num_layers=2):
        self.data = data
        self.target = target
        self.dropout = dropout
        self._num_hidden = num_hidden
        self._num_layers = num_layers
        self.prediction
        self.error
        self.optimize

    @define_scope(initializer=tf.contrib.layers.xavier_initializer())
    def prediction(self):
        cells = []
        for _ in range(self._num_layers):
            cells.append(DropoutWrapper(GRUCell(self._num_hidden), output_keep_prob=self.dropout))
        network = MultiRNNCell(cells)
        output, _ = tf.nn.dynamic_rnn(network, self.data, dtype=tf.float32)
        # Select last output.
        output = tf.transpose(output, [1, 0, 2])
        last = tf.gather(output, int(output.get_shape()[0]) - 1)
        weight, bias = self._weight_and_bias(self._num_hidden, int(self.target.get_shape()[1]))
        return tf.nn.softmax(tf.matmul(last, weight) + bias)

    @define_scope
    def cost(self):
        return -tf.reduce_sum(self.target * tf.log(tf.clip_by_value(self.prediction, 1e-10, 1.0)))

    @define_scope('train')
    def optimize(self):
        return tf.train.RMSPropOptimizer(0.01).minimize(self.cost)

    @define_scope
    def error(self):
        mistakes = tf.not_equal(tf.argmax(self.target, 1), tf.argmax(self.prediction, 1))
        return tf.reduce_mean(tf.cast(mistakes, tf.float32))

    @staticmethod
    def _weight_and_bias(in_size, out_size):
        weight = tf.truncated_normal([in_size, out_size], stddev=0.01)
        bias = tf.constant(0.1, shape=[out_size])
        return tf.Variable(weight), tf.Variable(bias)


def main():
    tf.set_random_seed(1)
    rng = np.random.RandomState(1)
    rows, row_size, num_classes = 5, 4, 2
    data = tf.placeholder(tf.float32, [None, rows, row_size])
    target = tf.placeholder(tf.float32, [None, num_classes])
    dropout = tf.placeholder(tf.float32)
    model = SequenceClassification(data, target, dropout)
    x = rng.randn(200, rows, row_size)
    y = np.eye(2)[(x[:, -1].sum(1) > 0).astype(int)]
    sess = tf.Session()
    sess.run(tf.global_variables_initializer())
    for epoch in range(8):
        for k in range(0, 200, 20):
            sess.run(model.optimize, {data: x[k:k + 20], target: y[k:k + 20], dropout: 0.9})
    error = sess.run(model.error, {data: x, target: y, dropout: 1})
    print(sorted(set(v.name.split('/')[0] for v in tf.trainable_variables())), "good", bool(error < 0.25))


if __name__ == '__main__':
    main()
