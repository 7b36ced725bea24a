"""Summaries of all variables and gradients, in loops, under names that are computed."""
import tempfile

import numpy as np
import tensorflow as tf

rs = np.random.RandomState(11)
x = tf.placeholder(tf.float32, [None, 4], name='input')
y = tf.placeholder(tf.float32, [None, 2], name='label')

net = x
for i, shape in enumerate([(4, 5), (5, 3)]):
    with tf.variable_scope('hidden_%d' % i):
        kernel = tf.get_variable('kernel', initializer=rs.normal(size=shape).astype(np.float32))
        net = tf.nn.tanh(tf.matmul(net, kernel))
        tf.summary.histogram('activations', net)
scale = tf.Variable(2.0, name='scale')
logits = tf.layers.dense(net, 2, kernel_initializer=tf.constant_initializer(0.3), name='logits') * scale
offset = tf.Variable([0.1, 0.2], name='offset')
loss = tf.reduce_mean(tf.square(logits + offset - y))

optimizer = tf.train.MomentumOptimizer(0.1, 0.9)
grads = optimizer.compute_gradients(loss)
grads = [(tf.clip_by_norm(grad, 1.0), var) for grad, var in grads]
train_op = optimizer.apply_gradients(grads)
first = grads[2][0]

for var in tf.trainable_variables():
    tf.summary.histogram(var.op.name, var)
for grad, var in grads:
    if grad is not None:
        # one for each variable
        tf.summary.histogram(var.op.name + '/gradient', grad)
for name, tensor in [('loss', loss), ('scale', scale)]:
    tf.summary.scalar('train/' + name, tensor)
summary_op = tf.summary.merge_all()

X, Y = rs.rand(12, 4), rs.rand(12, 2)
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    writer = tf.summary.FileWriter(tempfile.mkdtemp(), graph=tf.get_default_graph())
    for step in range(5):
        _, value, summary, g = sess.run([train_op, loss, summary_op, first], {x: X, y: Y})
        writer.add_summary(summary, step)
        print(step, value, g)
