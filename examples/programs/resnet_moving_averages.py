"""A residual network in a class with batch normalization by hand and moving averages of the variables."""
import numpy as np
import six
import tensorflow as tf
from collections import namedtuple
from tensorflow.python.training import moving_averages

HParams = namedtuple('HParams', 'batch_size, num_classes, lrn_rate, num_residual_units, weight_decay_rate, relu_leakiness, optimizer')


class ResNet(object):
    def __init__(self, hps, images, labels, mode):
        self.hps = hps
        self._images = images
        self.labels = labels
        self.mode = mode
        self._extra_train_ops = []

    def build_graph(self):
        self.global_step = tf.contrib.framework.get_or_create_global_step()
        self._build_model()
        if self.mode == 'train':
            self._build_train_op()
        self.summaries = tf.summary.merge_all()

    def _stride_arr(self, stride):
        return [1, stride, stride, 1]

    def _build_model(self):
        with tf.variable_scope('init'):
            x = self._conv('init_conv', self._images, 3, 3, 8, self._stride_arr(1))
        filters = [8, 8, 16]
        for k, stride in enumerate([1, 2]):
            with tf.variable_scope('unit_%d_0' % (k + 1)):
                x = self._residual(x, filters[k], filters[k + 1], self._stride_arr(stride))
            for i in six.moves.range(1, self.hps.num_residual_units):
                with tf.variable_scope('unit_%d_%d' % (k + 1, i)):
                    x = self._residual(x, filters[k + 1], filters[k + 1], self._stride_arr(1))
        with tf.variable_scope('unit_last'):
            x = self._relu(self._batch_norm('final_bn', x), self.hps.relu_leakiness)
            x = tf.reduce_mean(x, [1, 2])
        with tf.variable_scope('logit'):
            logits = self._fully_connected(x, self.hps.num_classes)
            self.predictions = tf.nn.softmax(logits)
        with tf.variable_scope('costs'):
            xent = tf.nn.softmax_cross_entropy_with_logits(logits=logits, labels=self.labels)
            self.cost = tf.reduce_mean(xent, name='xent')
            self.cost += self._decay()
            tf.summary.scalar('cost', self.cost)

    def _build_train_op(self):
        self.lrn_rate = tf.constant(self.hps.lrn_rate, tf.float32)
        trainable_variables = tf.trainable_variables()
        grads = tf.gradients(self.cost, trainable_variables)
        if self.hps.optimizer == 'sgd':
            optimizer = tf.train.GradientDescentOptimizer(self.lrn_rate)
        elif self.hps.optimizer == 'mom':
            optimizer = tf.train.MomentumOptimizer(self.lrn_rate, 0.9)
        apply_op = optimizer.apply_gradients(zip(grads, trainable_variables), global_step=self.global_step, name='train_step')
        self.averages = tf.train.ExponentialMovingAverage(0.5)
        with tf.control_dependencies([apply_op]):
            averages_op = self.averages.apply(trainable_variables)
        self.train_op = tf.group(*([averages_op] + self._extra_train_ops))

    def _batch_norm(self, name, x):
        with tf.variable_scope(name):
            params_shape = [x.get_shape()[-1]]
            beta = tf.get_variable('beta', params_shape, tf.float32, initializer=tf.constant_initializer(0.0, tf.float32))
            gamma = tf.get_variable('gamma', params_shape, tf.float32, initializer=tf.constant_initializer(1.0, tf.float32))
            if self.mode == 'train':
                mean, variance = tf.nn.moments(x, [0, 1, 2], name='moments')
                moving_mean = tf.get_variable('moving_mean', params_shape, tf.float32,
                                              initializer=tf.constant_initializer(0.0, tf.float32), trainable=False)
                moving_variance = tf.get_variable('moving_variance', params_shape, tf.float32,
                                                  initializer=tf.constant_initializer(1.0, tf.float32), trainable=False)
                self._extra_train_ops.append(moving_averages.assign_moving_average(moving_mean, mean, 0.9))
                self._extra_train_ops.append(moving_averages.assign_moving_average(moving_variance, variance, 0.9))
            else:
                mean = tf.get_variable('moving_mean', params_shape, tf.float32, trainable=False)
                variance = tf.get_variable('moving_variance', params_shape, tf.float32, trainable=False)
            y = tf.nn.batch_normalization(x, mean, variance, beta, gamma, 0.001)
            y.set_shape(x.get_shape())
            return y

    def _residual(self, x, in_filter, out_filter, stride):
        orig_x = x
        x = self._relu(self._batch_norm('bn1', x), self.hps.relu_leakiness)
        x = self._conv('conv1', x, 3, in_filter, out_filter, stride)
        x = self._relu(self._batch_norm('bn2', x), self.hps.relu_leakiness)
        x = self._conv('conv2', x, 3, out_filter, out_filter, [1, 1, 1, 1])
        if in_filter != out_filter:
            orig_x = tf.nn.avg_pool(orig_x, stride, stride, 'VALID')
            orig_x = tf.pad(orig_x, [[0, 0], [0, 0], [0, 0], [(out_filter-in_filter)//2, (out_filter-in_filter)//2]])
        x += orig_x
        tf.logging.debug('image after unit %s', x.get_shape())
        return x

    def _decay(self):
        costs = []
        for var in tf.trainable_variables():
            if var.op.name.find(r'DW') > 0:
                costs.append(tf.nn.l2_loss(var))
        return tf.multiply(self.hps.weight_decay_rate, tf.add_n(costs))

    def _conv(self, name, x, filter_size, in_filters, out_filters, strides):
        with tf.variable_scope(name):
            n = filter_size * filter_size * out_filters
            kernel = tf.get_variable('DW', [filter_size, filter_size, in_filters, out_filters], tf.float32,
                                     initializer=tf.random_normal_initializer(stddev=np.sqrt(2.0/n), seed=1))
            return tf.nn.conv2d(x, kernel, strides, padding='SAME')

    def _relu(self, x, leakiness=0.0):
        return tf.where(tf.less(x, 0.0), leakiness * x, x, name='leaky_relu')

    def _fully_connected(self, x, out_dim):
        x = tf.reshape(x, [self.hps.batch_size, -1])
        w = tf.get_variable('DW', [x.get_shape()[1], out_dim], initializer=tf.uniform_unit_scaling_initializer(factor=1.0))
        b = tf.get_variable('biases', [out_dim], initializer=tf.constant_initializer())
        return tf.nn.xw_plus_b(x, w, b)


hps = HParams(batch_size=16, num_classes=2, lrn_rate=0.05, num_residual_units=1, weight_decay_rate=0.0002,
              relu_leakiness=0.1, optimizer='mom')
tf.set_random_seed(4)
rng = np.random.RandomState(4)
labels = rng.randint(0, 2, 16)
images = (rng.rand(16, 8, 8, 3) * 0.5 + labels.reshape(-1, 1, 1, 1)).astype(np.float32)
model = ResNet(hps, tf.constant(images), tf.constant(np.eye(2, dtype=np.float32)[labels]), 'train')
model.build_graph()
with tf.Session(config=tf.ConfigProto(allow_soft_placement=True)) as sess:
    sess.run(tf.global_variables_initializer())
    costs = [sess.run([model.cost, model.train_op])[0] for _ in range(15)]
    print("variables", len(tf.global_variables()), "to restore", len(model.averages.variables_to_restore()))
    print("fell", bool(costs[-1] < costs[0]), "step", sess.run(model.global_step))
