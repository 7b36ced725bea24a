"""A model class whose training is put together by the function that gets the object: clipped gradients, a counter of the model, a metric beside it."""
import numpy as np
import tensorflow as tf

rng = np.random.RandomState(5)
features = rng.normal(size=(24, 4)).astype(np.float32)
labels = (features.sum(1, keepdims=True) > 0).astype(np.float32)


class Net(object):
    def __init__(self, size, hidden):
        self.x = tf.placeholder(tf.float32, [None, size], name="x")
        self.y = tf.placeholder(tf.float32, [None, 1], name="y")
        self.training = tf.placeholder_with_default(False, [], name="training")
        self.counter = tf.Variable(0, trainable=False, name="counter")
        start = tf.constant_initializer(rng.normal(size=(size, hidden)))
        h = tf.layers.dense(self.x, hidden, activation=tf.nn.tanh, kernel_initializer=start, name="h")
        h = tf.layers.batch_normalization(h, momentum=0.5, training=self.training)
        w = tf.Variable(rng.normal(size=(hidden, 1)).astype(np.float32), name="w")
        self.logits = tf.matmul(h, w)
        self.loss = tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(logits=self.logits, labels=self.y))


def fit(net, sess, epochs):
    # Weight decay and clipping are not the model's business
    predicted = tf.cast(net.logits > 0.0, tf.float32)
    accuracy = tf.reduce_mean(tf.cast(tf.equal(predicted, net.y), tf.float32))
    variables = tf.trainable_variables()
    gradients, norm = tf.clip_by_global_norm(tf.gradients(net.loss, variables), 0.5)
    with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
        train_op = tf.train.AdamOptimizer(0.05).apply_gradients(zip(gradients, variables), global_step=net.counter)
    sess.run(tf.global_variables_initializer())

    def evaluate():
        return sess.run([accuracy, net.loss], {net.x: features, net.y: labels})

    for epoch in range(epochs):
        feed = {net.x: features, net.y: labels, net.training: True}
        _, loss, size, count = sess.run([train_op, net.loss, norm, net.counter], feed)
        print("%d %.5f %.5f" % (count, loss, size), *["%.4f" % one for one in evaluate()])


def main():
    model = Net(4, 3)
    with tf.Session() as sess:
        fit(model, sess, 5)
        print(np.round(sess.run(model.logits, {model.x: features[:3]}).ravel(), 4))


main()
