"""Functions use the model and its settings, which only `if __name__ == "__main__":` makes; the share that is dropped is fed."""
import numpy as np
import tensorflow as tf


class Config(object):
    """Settings."""
    vocabulary = 20
    size = 5
    classes = 2
    rate = 0.05
    epochs = 3


class Classifier(object):
    def __init__(self, config):
        self.config = config
        self.words = tf.placeholder(tf.int32, [None, 6], name="words")
        self.labels = tf.placeholder(tf.float32, [None, self.config.classes], name="labels")
        self.keep_prob = tf.placeholder(tf.float32, name="keep_prob")
        self.build()

    def build(self):
        with tf.device("/cpu:0"):
            table = tf.get_variable("table", [self.config.vocabulary, self.config.size], initializer=tf.constant_initializer(start))
            mean = tf.reduce_mean(tf.nn.embedding_lookup(table, self.words), 1)
        with tf.name_scope("score"):
            hidden = tf.layers.dense(mean, 4, name="hidden", kernel_initializer=tf.constant_initializer(0.5))
            hidden = tf.contrib.layers.dropout(hidden, self.keep_prob)
            hidden = tf.layers.dropout(tf.nn.relu(hidden), rate=1 - self.keep_prob, training=True)
            self.logits = tf.layers.dense(hidden, self.config.classes, name="logits", kernel_initializer=tf.constant_initializer(0.2))
        with tf.name_scope("optimize"):
            losses = tf.nn.softmax_cross_entropy_with_logits(logits=self.logits, labels=self.labels)
            self.loss = tf.reduce_mean(losses)
            self.optim = tf.train.AdamOptimizer(learning_rate=self.config.rate).minimize(self.loss)


def feed_data(words, labels, keep_prob):
    return {model.words: words, model.labels: labels, model.keep_prob: keep_prob}


def batches(words, labels, size):
    for at in range(0, len(words), size):
        yield words[at:at + size], labels[at:at + size]


def evaluate(sess, words, labels):
    total = 0.0
    for some, their in batches(words, labels, 5):
        total += sess.run(model.loss, feed_dict=feed_data(some, their, 1.0)) * len(some)
    return total / len(words)


def train():
    session = tf.Session()
    session.run(tf.global_variables_initializer())
    for epoch in range(config.epochs):
        for some, their in batches(data, targets, 8):
            session.run(model.optim, feed_dict=feed_data(some, their, 1.0))
        print("epoch %d: %.5f" % (epoch, evaluate(session, data, targets)))
    logits = session.run(model.logits, feed_data(data, targets, 0.5))
    print(logits.shape, bool(np.isfinite(logits).all()))


if __name__ == "__main__":
    rng = np.random.RandomState(2)
    start = rng.normal(size=(20, 5))
    data = rng.randint(0, 20, (24, 6))
    targets = np.eye(2)[(data.sum(1) > 57).astype(int)]
    config = Config()
    model = Classifier(config)
    train()
