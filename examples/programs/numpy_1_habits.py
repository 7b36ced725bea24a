"""Names of NumPy 1 that NumPy 2 lacks, as programs of that time used them around TensorFlow."""
import numpy as np
import tensorflow as tf

rs = np.random.RandomState(0)
images = rs.rand(6, 4).astype(np.float)
labels = np.array([0, 1, 1, 0, 1, 0], dtype=np.int)
mask = np.ones(6, dtype=np.bool)
raw = np.arange(4, dtype=np.uint8).tostring()
back = np.fromstring(raw, dtype=np.uint8)
size = np.product(images.shape)
best = np.Inf
x = tf.placeholder(tf.float32, [None, 4])
y = tf.placeholder(tf.int32, [None])
w = tf.Variable(np.zeros((4, 2), dtype=np.float32))
loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=tf.matmul(x, w)))
train = tf.train.GradientDescentOptimizer(0.5).minimize(loss)
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for _ in range(10):
        value, _ = sess.run([loss, train], {x: images[mask], y: labels[mask]})
        best = min(best, np.asscalar(value))
print("%.5f" % best, size, back.tolist(), np.alltrue(mask), np.row_stack([back, back]).shape, np.isnan(np.NaN))
