# Softmax regression on three Gaussian blobs, written the way the first TensorFlow tutorials did it:
# an interactive session, the cross entropy spelled out by hand, `.eval()` and `.run()` everywhere.
from __future__ import division
from __future__ import print_function

import numpy as np
import tensorflow as tf

NUM_CLASSES = 3
NUM_FEATURES = 2


def make_blobs(n, seed):
    """n points around three centres; labels are integers."""
    rng = np.random.RandomState(seed)
    centres = np.array([[0.0, 2.0], [-2.0, -1.0], [2.0, -1.0]])
    labels = rng.randint(NUM_CLASSES, size=n)
    points = centres[labels] + rng.normal(scale=0.7, size=(n, NUM_FEATURES))
    return points.astype(np.float32), labels.astype(np.int64)


train_x, train_y = make_blobs(600, seed=0)
test_x, test_y = make_blobs(200, seed=1)

tf.set_random_seed(1234)
sess = tf.InteractiveSession()

x = tf.placeholder(tf.float32, shape=[None, NUM_FEATURES])
labels = tf.placeholder(tf.int64, shape=[None])
y_ = tf.one_hot(labels, NUM_CLASSES)

# Normalise the inputs with the statistics of the training set
mean, variance = tf.nn.moments(tf.constant(train_x), axes=[0], keep_dims=True)
inputs = (x - mean) * tf.rsqrt(variance + 1e-8)

W = tf.Variable(tf.zeros([NUM_FEATURES, NUM_CLASSES]))
b = tf.Variable(tf.zeros([NUM_CLASSES]))
logits = tf.matmul(inputs, W) + b

# Softmax by hand, shifted so that exp cannot overflow
shifted = logits - tf.reduce_max(logits, reduction_indices=1, keep_dims=True)
exp = tf.exp(shifted)
y = exp / tf.reduce_sum(exp, 1, keep_dims=True)

# The loss: -sum(y' log y), clipped because log(0) is not a number
cross_entropy = tf.reduce_mean(
    -tf.reduce_sum(y_ * tf.log(tf.clip_by_value(y, 1e-10, 1.0)), reduction_indices=[1]))
train_step = tf.train.GradientDescentOptimizer(0.5).minimize(cross_entropy)

# Evaluation
prediction = tf.argmax(y, dimension=1)
correct = tf.equal(prediction, tf.argmax(y_, 1))
accuracy = tf.reduce_mean(tf.cast(correct, tf.float32))
errors = tf.count_nonzero(tf.logical_not(correct), reduction_indices=0)
least_likely = tf.arg_min(y, 1)
confusion = tf.confusion_matrix(labels, prediction, num_classes=NUM_CLASSES)
streaming_accuracy, update_accuracy = tf.metrics.accuracy(labels=labels, predictions=prediction)

# Entropy of the prediction: high where the model is unsure
entropy = -tf.reduce_sum(y * tf.log(y + 1e-10), axis=1)
unsure = tf.to_int32(tf.where(entropy > 0.5))

tf.global_variables_initializer().run()
tf.local_variables_initializer().run()

order = np.random.RandomState(2)
for step in range(301):
    batch = order.randint(len(train_x), size=50)
    feed = {x: train_x[batch], labels: train_y[batch]}
    train_step.run(feed_dict=feed)
    if step % 100 == 0:
        print('step %d, loss %.4f, batch accuracy %.2f'
              % (step, cross_entropy.eval(feed_dict=feed), accuracy.eval(feed_dict=feed)))

# Stream the test set through the metric in small pieces
for start in range(0, len(test_x), 50):
    sess.run(update_accuracy, feed_dict={x: test_x[start:start + 50], labels: test_y[start:start + 50]})

test_feed = {x: test_x, labels: test_y}
print('test accuracy: %.3f' % streaming_accuracy.eval())
print('test errors:', errors.eval(feed_dict=test_feed))
print('confusion matrix:')
print(confusion.eval(feed_dict=test_feed))
print('never predicted for the first five:', least_likely.eval({x: test_x[:5]}))
print('unsure about %d of %d points' % (len(unsure.eval(feed_dict=test_feed)), len(test_x)))
assert accuracy.eval(feed_dict=test_feed) > 0.9

sess.close()
