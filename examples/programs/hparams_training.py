"""Hyperparameters in an HParams object that is parsed and passed around."""
import numpy as np
import tensorflow as tf

hparams = tf.contrib.training.HParams(
    learning_rate=0.1, momentum=0.9, hidden=[8, 4], optimizer='sgd', l2=0.001, use_bias=True)
hparams.parse('learning_rate=0.05,optimizer=momentum')
hparams.add_hparam('steps', 30)


def get_optimizer(hps):
    lr = tf.train.exponential_decay(hps.learning_rate, tf.train.get_or_create_global_step(), 10, 0.9, staircase=True)
    if hps.optimizer == 'momentum':
        return tf.train.MomentumOptimizer(lr, hps.momentum), lr
    return tf.train.GradientDescentOptimizer(lr), lr


def build(x, y, hps):
    net = x
    reg = 0.
    for i, n in enumerate(hps.hidden + [1]):
        size = net.get_shape()[-1].value
        values = np.sin(np.arange(size * n, dtype=np.float32)).reshape(size, n) * 0.4
        w = tf.get_variable('w%d' % i, initializer=tf.constant(values))
        net = tf.matmul(net, w)
        if hps.use_bias:
            net = tf.nn.bias_add(net, tf.get_variable('b%d' % i, shape=[n], initializer=tf.zeros_initializer()))
        if i < len(hps.hidden):
            net = tf.tanh(net)
        reg += tf.nn.l2_loss(w)
    loss = tf.losses.mean_squared_error(y, net) + hps.l2 * reg
    optimizer, lr = get_optimizer(hps)
    return optimizer.minimize(loss, global_step=tf.train.get_global_step()), loss, lr


data = np.linspace(-1, 1, 60).reshape(20, 3).astype(np.float32)
x = tf.placeholder(tf.float32, [None, 3])
y = tf.placeholder(tf.float32, [None, 1])
train, loss, lr = build(x, y, hparams)
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for _ in range(hparams.steps):
        l, _ = sess.run([loss, train], {x: data, y: data.sum(1, keepdims=True)})
    print("loss %.5f lr %.5f" % (l, sess.run(lr)))
print(sorted(hparams.values().items()))
