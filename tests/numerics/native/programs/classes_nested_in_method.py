"""A class that trains itself, with the step as a function inside of its method."""
import numpy as np
import tensorflow as tf

rng = np.random.RandomState(1)


class Regression:
    def __init__(self, size, rate):
        self.x = tf.placeholder(tf.float32, [None, size])
        self.y = tf.placeholder(tf.float32, [None])
        self.w = tf.Variable(tf.zeros([size, 1]), name="w")
        self.prediction = tf.squeeze(tf.matmul(self.x, self.w), 1)
        self.loss = tf.reduce_mean(tf.square(self.prediction - self.y))
        self.train_op = tf.train.MomentumOptimizer(rate, 0.9).minimize(self.loss)
        self.history = []

    def fit(self, x, y, epochs, size=5):
        with tf.Session() as sess:
            def run_batch(at):
                feed = {self.x: x[at:at + size], self.y: y[at:at + size]}
                _, loss = sess.run([self.train_op, self.loss], feed)
                self.history.append(loss)
                return loss

            def total():
                return sess.run(self.loss, {self.x: x, self.y: y})

            sess.run(tf.global_variables_initializer())
            for epoch in range(epochs):
                print(epoch, "%.5f" % sum(run_batch(at) for at in range(0, len(x), size)), "%.5f" % total())
            return sess.run(self.w)


if __name__ == "__main__":
    features = rng.normal(size=(20, 2)).astype(np.float32)
    model = Regression(2, 0.02)
    print(np.round(model.fit(features, features.dot([2.0, -1.0]), 4).ravel(), 4))
    print(len(model.history), "%.5f" % model.history[-1])
