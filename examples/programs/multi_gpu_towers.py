"""Towers on several devices that share their variables; gradients averaged on the CPU."""
from __future__ import print_function
import numpy as np
import tensorflow as tf

num_gpus = 2
batch_size = 20
rng = np.random.RandomState(5)
features = rng.randn(num_gpus * batch_size, 6).astype(np.float32)
classes = (features[:, 0] > 0).astype(np.int32)


def assign_to_device(device, ps_device='/cpu:0'):
    PS_OPS = ['Variable', 'VariableV2', 'AutoReloadVariable', 'VarHandleOp']
    def _assign(op):
        node_def = op if isinstance(op, tf.NodeDef) else op.node_def
        if node_def.op in PS_OPS:
            return ps_device
        else:
            return device
    return _assign


def average_gradients(tower_grads):
    average_grads = []
    for grad_and_vars in zip(*tower_grads):
        grads = []
        for g, _ in grad_and_vars:
            expanded_g = tf.expand_dims(g, 0)
            grads.append(expanded_g)
        grad = tf.concat(grads, 0)
        grad = tf.reduce_mean(grad, 0)
        v = grad_and_vars[0][1]
        grad_and_var = (grad, v)
        average_grads.append(grad_and_var)
    return average_grads


def inference(x):
    w = tf.get_variable('w', [6, 2], initializer=tf.zeros_initializer())
    b = tf.get_variable('b', shape=[2], initializer=tf.constant_initializer(0.5))
    tf.add_to_collection('losses', tf.multiply(tf.nn.l2_loss(w), 0.01, name='weight_loss'))
    return tf.nn.bias_add(tf.matmul(x, w), b)


with tf.device('/cpu:0'):
    tower_grads = []
    X = tf.placeholder(tf.float32, [None, 6])
    Y = tf.placeholder(tf.int32, [None])
    opt = tf.train.MomentumOptimizer(0.1, 0.9, use_nesterov=True)
    global_step = tf.get_variable('global_step', [], initializer=tf.constant_initializer(0), trainable=False)
    with tf.variable_scope(tf.get_variable_scope()):
        for i in range(num_gpus):
            with tf.device(assign_to_device('/gpu:{}'.format(i), ps_device='/cpu:0')):
                with tf.name_scope('tower_%d' % i) as scope:
                    _x = X[i * batch_size: (i+1) * batch_size]
                    _y = Y[i * batch_size: (i+1) * batch_size]
                    logits = inference(_x)
                    ce = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(logits=logits, labels=_y))
                    loss = tf.add_n(tf.get_collection('losses', scope) + [ce], name='total_loss')
                    tf.get_variable_scope().reuse_variables()
                    grads = opt.compute_gradients(loss)
                    tower_grads.append(grads)
    tower_grads = average_gradients(tower_grads)
    apply_gradient_op = opt.apply_gradients(tower_grads, global_step=global_step)
    variable_averages = tf.train.ExponentialMovingAverage(0.9, global_step)
    with tf.control_dependencies([apply_gradient_op]):
        train_op = variable_averages.apply(tf.trainable_variables())

    sess = tf.Session(config=tf.ConfigProto(allow_soft_placement=True, log_device_placement=False))
    sess.run(tf.global_variables_initializer())
    for step in range(25):
        _, value = sess.run([train_op, loss], feed_dict={X: features, Y: classes})
    w = [v for v in tf.trainable_variables() if v.op.name == 'w'][0]
    print("loss %.5f" % value, "average", sess.run(variable_averages.average(w)).shape)
    print("step", sess.run(global_step), "losses", len(tf.get_collection('losses')))
