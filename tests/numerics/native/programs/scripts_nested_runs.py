"""Functions inside of the one that has the session: one calls another, one builds its own metric, one is never called."""
import numpy as np
import tensorflow as tf

rng = np.random.RandomState(3)
data = rng.normal(size=(30, 3)).astype(np.float32)
target = data.dot([[1.0], [-2.0], [0.5]]) + 0.3


def main():
    x = tf.placeholder(tf.float32, [None, 3], name="x")
    y = tf.placeholder(tf.float32, [None, 1], name="y")
    w = tf.Variable(tf.zeros([3, 1]), name="w")
    b = tf.Variable(tf.zeros([1]), name="b")
    output = tf.matmul(x, w) + b
    loss = tf.reduce_mean(tf.square(output - y))
    rate = 0.1
    train_op = tf.train.GradientDescentOptimizer(rate).minimize(loss)

    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        seen = []

        def batches(size):
            for at in range(0, len(data), size):
                yield data[at:at + size], target[at:at + size]

        def step(features, labels):
            _, value = sess.run([train_op, loss], feed_dict={x: features, y: labels})
            return value

        def epoch(size):
            values = [step(*batch) for batch in batches(size)]
            seen.extend(values)
            return np.mean(values)

        def largest_error():
            error = tf.reduce_max(tf.abs(output - y))
            return sess.run(error, {x: data, y: target})

        def show_weights():
            print(sess.run([w, b]))

        for number in range(4):
            print("epoch", number, "%.5f" % epoch(10))
            if number % 2:
                print("  error %.5f" % largest_error())
        print(len(seen), "%.5f" % step(data, target))
        print(np.round(w.eval().ravel(), 4), np.round(sess.run(b), 4))


if __name__ == "__main__":
    main()
