# A sentence classifier: embedding, convolution over words, maximum over time
import numpy as np
import tensorflow as tf

VOCAB, EMB, FILTERS, LENGTH = 20, 4, 5, 7


class TextCNN(object):
    def __init__(self, num_classes, l2_reg_lambda=0.1):
        rs = np.random.RandomState(29)
        self.input_x = tf.placeholder(tf.int32, [None, LENGTH], name="input_x")
        self.input_y = tf.placeholder(tf.float32, [None, num_classes], name="input_y")
        self.dropout_keep_prob = tf.placeholder(tf.float32, name="dropout_keep_prob")
        l2_loss = tf.constant(0.0)

        with tf.device('/cpu:0'), tf.name_scope("embedding"):
            self.W = tf.Variable(rs.uniform(-1, 1, (VOCAB, EMB)).astype(np.float32), name="W")
            self.embedded_chars = tf.nn.embedding_lookup(self.W, self.input_x)
            self.embedded_chars_expanded = tf.expand_dims(self.embedded_chars, -1)

        pooled_outputs = []
        for i, filter_size in enumerate([2, 3]):
            with tf.name_scope("conv-maxpool-%s" % filter_size):
                W = tf.Variable(rs.randn(filter_size, EMB, 1, FILTERS).astype(np.float32) * 0.2, name="W")
                b = tf.Variable(tf.constant(0.1, shape=[FILTERS]), name="b")
                conv = tf.nn.conv2d(self.embedded_chars_expanded, W, strides=[1, 1, 1, 1], padding="VALID", name="conv")
                h = tf.nn.relu(tf.nn.bias_add(conv, b), name="relu")
                pooled = tf.nn.max_pool(h, ksize=[1, LENGTH - filter_size + 1, 1, 1],
                                        strides=[1, 1, 1, 1], padding='VALID', name="pool")
                pooled_outputs.append(pooled)
        self.h_pool_flat = tf.reshape(tf.concat(pooled_outputs, 3), [-1, FILTERS * 2])
        with tf.name_scope("dropout"):
            self.h_drop = tf.nn.dropout(self.h_pool_flat, self.dropout_keep_prob)
        with tf.name_scope("output"):
            W = tf.get_variable("W", initializer=rs.randn(FILTERS * 2, num_classes).astype(np.float32) * 0.3)
            b = tf.Variable(tf.constant(0.1, shape=[num_classes]), name="b")
            l2_loss += tf.nn.l2_loss(W)
            l2_loss += tf.nn.l2_loss(b)
            self.scores = tf.nn.xw_plus_b(self.h_drop, W, b, name="scores")
            self.predictions = tf.argmax(self.scores, 1, name="predictions")
        with tf.name_scope("loss"):
            losses = tf.nn.softmax_cross_entropy_with_logits(logits=self.scores, labels=self.input_y)
            self.loss = tf.reduce_mean(losses) + l2_reg_lambda * l2_loss
        with tf.name_scope("accuracy"):
            correct = tf.equal(self.predictions, tf.argmax(self.input_y, 1))
            self.accuracy = tf.reduce_mean(tf.cast(correct, "float"), name="accuracy")


rs = np.random.RandomState(30)
words = rs.randint(0, VOCAB, (30, LENGTH))
y = np.eye(2)[(words == 3).any(1).astype(int)]
with tf.Graph().as_default():
    session_conf = tf.ConfigProto(allow_soft_placement=True, log_device_placement=False)
    sess = tf.Session(config=session_conf)
    with sess.as_default():
        cnn = TextCNN(2)
        global_step = tf.Variable(0, name="global_step", trainable=False)
        optimizer = tf.train.AdamOptimizer(1e-2)
        grads_and_vars = optimizer.compute_gradients(cnn.loss)
        train_op = optimizer.apply_gradients(grads_and_vars, global_step=global_step)
        sess.run(tf.global_variables_initializer())

        def train_step(x_batch, y_batch):
            feed_dict = {cnn.input_x: x_batch, cnn.input_y: y_batch, cnn.dropout_keep_prob: 1.0}
            _, loss, accuracy = sess.run([train_op, cnn.loss, cnn.accuracy], feed_dict)
            print("loss {:g}, acc {:g}".format(loss, accuracy))

        for start in range(0, 30, 10):
            train_step(words[start:start + 10], y[start:start + 10])
            current_step = tf.train.global_step(sess, global_step)
        print(current_step, sess.run(cnn.predictions, {cnn.input_x: words, cnn.dropout_keep_prob: 1.0}))
