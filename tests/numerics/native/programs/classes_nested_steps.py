"""A text classifier whose steps are functions inside of the one that trains; the optimizer is made beside the model."""
import numpy as np
import tensorflow as tf

tf.flags.DEFINE_string("filter_sizes", "2,3", "Widths of the filters")
tf.flags.DEFINE_float("l2", 0.01, "Weight of the regularization")
FLAGS = tf.flags.FLAGS
rng = np.random.RandomState(8)


def start(*shape):
    return tf.constant(rng.normal(0, 0.3, shape), dtype=tf.float32)


class TextCNN(object):
    """Embedding, convolutions of several widths, a dense layer."""

    def __init__(self, length, classes, words, size, widths, filters, l2=0.0):
        self.input_x = tf.placeholder(tf.int32, [None, length], name="input_x")
        self.input_y = tf.placeholder(tf.float32, [None, classes], name="input_y")
        self.keep_prob = tf.placeholder(tf.float32, name="keep_prob")
        l2_loss = tf.constant(0.0)

        with tf.device("/cpu:0"), tf.name_scope("embedding"):
            self.W = tf.Variable(start(words, size), name="W")
            chars = tf.expand_dims(tf.nn.embedding_lookup(self.W, self.input_x), -1)

        # One convolution for each width
        pooled = []
        for i, width in enumerate(widths):
            with tf.name_scope("conv-%s" % width):
                W = tf.Variable(start(width, size, 1, filters), name="W")
                b = tf.Variable(tf.constant(0.1, shape=[filters]), name="b")
                conv = tf.nn.conv2d(chars, W, strides=[1, 1, 1, 1], padding="VALID")
                h = tf.nn.relu(tf.nn.bias_add(conv, b))
                pooled.append(tf.nn.max_pool(h, ksize=[1, length - width + 1, 1, 1], strides=[1, 1, 1, 1], padding="VALID"))
        total = filters * len(widths)
        self.h_pool = tf.reshape(tf.concat(pooled, 3), [-1, total])
        self.h_drop = tf.nn.dropout(self.h_pool, self.keep_prob)

        with tf.name_scope("output"):
            W = tf.Variable(start(total, classes), name="W")
            b = tf.Variable(tf.constant(0.1, shape=[classes]), name="b")
            l2_loss += tf.nn.l2_loss(W)
            l2_loss += tf.nn.l2_loss(b)
            self.scores = tf.nn.xw_plus_b(self.h_drop, W, b, name="scores")
            self.predictions = tf.argmax(self.scores, 1, name="predictions")

        with tf.name_scope("loss"):
            losses = tf.nn.softmax_cross_entropy_with_logits(logits=self.scores, labels=self.input_y)
            self.loss = tf.reduce_mean(losses) + l2 * l2_loss

        with tf.name_scope("accuracy"):
            correct = tf.equal(self.predictions, tf.argmax(self.input_y, 1))
            self.accuracy = tf.reduce_mean(tf.cast(correct, "float"), name="accuracy")


def train(x_train, y_train, x_dev, y_dev):
    with tf.Graph().as_default():
        config = tf.ConfigProto(allow_soft_placement=True, log_device_placement=False)
        sess = tf.Session(config=config)
        with sess.as_default():
            cnn = TextCNN(
                length=x_train.shape[1],
                classes=y_train.shape[1],
                words=20,
                size=5,
                widths=list(map(int, FLAGS.filter_sizes.split(","))),
                filters=3,
                l2=FLAGS.l2)

            global_step = tf.Variable(0, name="global_step", trainable=False)
            optimizer = tf.train.AdamOptimizer(1e-2)
            grads_and_vars = optimizer.compute_gradients(cnn.loss)
            train_op = optimizer.apply_gradients(grads_and_vars, global_step=global_step)
            sess.run(tf.global_variables_initializer())
            best = 0.0

            def train_step(x_batch, y_batch):
                """A single training step."""
                feed_dict = {cnn.input_x: x_batch, cnn.input_y: y_batch, cnn.keep_prob: 1.0}
                _, step, loss, accuracy = sess.run([train_op, global_step, cnn.loss, cnn.accuracy], feed_dict)
                print("step {}, loss {:.5f}, acc {:g}".format(step, loss, accuracy))

            def dev_step(x_batch, y_batch, say="dev"):
                """Looks at data that is not trained with."""
                nonlocal best
                feed_dict = {cnn.input_x: x_batch, cnn.input_y: y_batch, cnn.keep_prob: 1.0}
                step, loss, accuracy = sess.run([global_step, cnn.loss, cnn.accuracy], feed_dict)
                best = max(best, accuracy)
                print("{} {}: loss {:.5f}, acc {:g}, best {:g}".format(say, step, loss, accuracy, best))
                return loss

            for epoch in range(3):
                for at in range(0, len(x_train), 8):
                    train_step(x_train[at:at + 8], y_train[at:at + 8])
                    current_step = tf.train.global_step(sess, global_step)
                    if current_step % 4 == 0:
                        dev_step(x_dev, y_dev)
            print("%.5f" % dev_step(x_train, y_train, say="train"))
            print(sess.run(cnn.predictions, {cnn.input_x: x_dev, cnn.keep_prob: 1.0}))


def main(argv=None):
    x = rng.randint(0, 20, (32, 7))
    y = np.eye(2)[(x.sum(1) > 66).astype(int)]
    train(x[:24], y[:24], x[24:], y[24:])


if __name__ == "__main__":
    tf.app.run()
