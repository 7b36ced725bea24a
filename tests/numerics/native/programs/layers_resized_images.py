"""Images in other sizes, by each method, before and behind a convolution that is trained."""
import numpy as np
import tensorflow as tf
x = tf.placeholder(tf.float32, [None, 5, 7, 2])
one = tf.placeholder(tf.float32, [4, 4, 3])
H, W = 8, 6
a = tf.image.resize_images(x, [H, W])
b = tf.image.resize_images(x, (3, 4), method=tf.image.ResizeMethod.NEAREST_NEIGHBOR)
c = tf.image.resize_images(x, [9, 9], tf.image.ResizeMethod.BICUBIC, align_corners=True)
d = tf.image.resize_images(x, size=[2, 3], method=3)
e = tf.image.resize_images(one, [7, 5])
f = tf.image.resize_bilinear(x, [10, 3], align_corners=True)
g = tf.image.resize_nearest_neighbor(x, [10, 14])
h = tf.image.resize_images(x, [5, 7])
w = tf.Variable(np.ones((1, 1, 2, 1), np.float32))
loss = tf.reduce_mean(tf.square(tf.image.resize_images(tf.nn.conv2d(x, w, [1, 1, 1, 1], 'SAME'), [10, 14])))
train = tf.train.GradientDescentOptimizer(0.1).minimize(loss)
rng = np.random.RandomState(0)
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    X, O = rng.rand(2, 5, 7, 2), rng.rand(4, 4, 3)
    for r in sess.run([a, b, c, d, e, f, g, h], {x: X, one: O}):
        print(r.shape, r.dtype, '%.6f %.6f' % (r.sum(), (r * np.arange(r.size).reshape(r.shape)).mean()))
    for _ in range(2):
        print('%.6f' % sess.run([loss, train], {x: X})[0])
