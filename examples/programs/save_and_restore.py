"""Training in two sessions with a checkpoint between them."""
from __future__ import print_function
import os
import numpy as np
import tensorflow as tf

model_path = "./checkpoints/model.ckpt"
if not os.path.exists("checkpoints"):
    os.makedirs("checkpoints")

rs = np.random.RandomState(0)
inputs = rs.randn(128, 5).astype('float32')
targets = inputs.dot(np.arange(5.).reshape(5, 1)).astype('float32')

x = tf.placeholder("float", [None, 5])
y = tf.placeholder("float", [None, 1])
W = tf.get_variable("W", [5, 1], initializer=tf.zeros_initializer())
global_step = tf.Variable(0, trainable=False, name='global_step')
pred = tf.matmul(x, W)
cost = tf.reduce_mean(tf.squared_difference(pred, y))
train_op = tf.train.MomentumOptimizer(0.05, 0.5).minimize(cost, global_step=global_step)
init = tf.global_variables_initializer()
saver = tf.train.Saver(max_to_keep=2)

print("Starting 1st session...")
with tf.Session() as sess:
    sess.run(init)
    for epoch in range(10):
        _, c = sess.run([train_op, cost], feed_dict={x: inputs, y: targets})
        saver.save(sess, model_path, global_step=global_step)
    print("cost %.4f" % c)

print("Starting 2nd session...")
with tf.Session() as sess:
    sess.run(init)
    ckpt = tf.train.get_checkpoint_state("checkpoints")
    if ckpt and ckpt.model_checkpoint_path:
        saver.restore(sess, ckpt.model_checkpoint_path)
        print("restored", os.path.basename(ckpt.model_checkpoint_path), len(ckpt.all_model_checkpoint_paths))
    for epoch in range(10):
        _, c = sess.run([train_op, cost], feed_dict={x: inputs, y: targets})
    print("step", global_step.eval(), "cost %.4f" % c)

# from the meta graph, in a graph of its own
with tf.Graph().as_default():
    with tf.Session() as sess:
        new_saver = tf.train.import_meta_graph('checkpoints/model.ckpt-10.meta')
        new_saver.restore(sess, tf.train.latest_checkpoint('checkpoints/'))
        W2 = sess.graph.get_tensor_by_name('W:0')
        print("W", np.round(sess.run(W2).ravel(), 3))
reader = tf.train.NewCheckpointReader('checkpoints/model.ckpt-10')
print(sorted(reader.get_variable_to_shape_map()))
