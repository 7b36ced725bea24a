"""As many text classifiers do: the step counter is fetched along with the train op."""
import numpy as np
import tensorflow as tf


class TextModel(object):
    def __init__(self):
        self.input_x = tf.placeholder(tf.int32, [None, 3])
        self.input_y = tf.placeholder(tf.float32, [None])
        table = tf.Variable(np.random.RandomState(0).randn(10).astype(np.float32))
        self.scores = tf.reduce_sum(tf.nn.embedding_lookup(table, self.input_x), 1)
        self.loss = tf.reduce_mean(tf.square(self.scores - self.input_y))


model = TextModel()
global_step = tf.Variable(0, name="global_step", trainable=False)
optimizer = tf.train.AdamOptimizer(1e-2)
train_op = optimizer.apply_gradients(optimizer.compute_gradients(model.loss), global_step=global_step)

sess = tf.Session()
sess.run(tf.global_variables_initializer())


def train_step(x_batch, y_batch):
    feed_dict = {model.input_x: x_batch, model.input_y: y_batch}
    _, step, loss = sess.run(
        [train_op, global_step, model.loss],
        feed_dict)
    print("step {}, loss {:g}".format(step, loss))
    return step


for _ in range(4):
    if train_step([[1, 2, 3]], [1.0]) % 2 == 0:
        print("evaluate")
