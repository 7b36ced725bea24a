"""Two models one after the other in one file; the second initialization concerns the first model only on paper."""
import numpy as np
import tensorflow as tf

data = np.float32([[0.0, 1.0], [1.0, 0.5], [0.5, 0.25], [0.25, 1.0]])
sums = data.sum(1, keepdims=True)

# 1. rows
W = tf.Variable(tf.zeros([2, 1]))
b = tf.Variable(tf.random_uniform([1], 0.0, 1e-9))
y = tf.matmul(data, W) + b
loss = tf.reduce_mean(tf.square(y - sums))
optimizer = tf.train.AdamOptimizer(0.1)
train = optimizer.minimize(loss)
sess = tf.Session()
sess.run(tf.global_variables_initializer())
for step in range(21):
    sess.run(train)
    if step % 10 == 0:
        print(step, '%.5f' % sess.run(loss))
print(sess.run(W).ravel())

# 2. columns
W = tf.Variable(tf.zeros([1, 2]))
b = tf.Variable(tf.zeros([1]))
y = tf.matmul(W, data.T) + b
loss = tf.reduce_mean(tf.square(y - sums.T))
optimizer = tf.train.MomentumOptimizer(0.1, 0.9)
train = optimizer.minimize(loss)
sess = tf.Session()
sess.run(tf.global_variables_initializer())
for step in range(21):
    _, value = sess.run([train, loss])
    if step % 10 == 0:
        print(step, '%.5f' % value)
print(sess.run(W).ravel(), sess.run(b))

# 3. a layer
layer = tf.layers.Dense(1, kernel_initializer=tf.ones_initializer())
y = layer(tf.constant(data))
loss = tf.reduce_mean(tf.square(y - sums * 2))
optimizer = tf.train.GradientDescentOptimizer(0.1)
train = optimizer.minimize(loss)
sess = tf.Session()
sess.run(tf.global_variables_initializer())
for step in range(3):
    _, value = sess.run((train, loss))
    print(step, '%.5f' % value)
