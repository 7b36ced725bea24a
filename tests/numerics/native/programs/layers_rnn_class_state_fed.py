"""A character model in a class: a table for words or one-hot letters, stacked cells, and a state that is fed back."""
import sys

import numpy as np
import tensorflow as tf


class CharRNN:
    def __init__(self, num_classes, num_seqs=4, num_steps=5, lstm_size=6, num_layers=2, grad_clip=5, use_embedding=False, embedding_size=3):
        self.num_classes = num_classes
        self.num_seqs = num_seqs
        self.num_steps = num_steps
        self.lstm_size = lstm_size
        self.num_layers = num_layers
        self.grad_clip = grad_clip
        self.use_embedding = use_embedding
        self.embedding_size = embedding_size

        tf.reset_default_graph()
        self.build_inputs()
        self.build_lstm()
        self.build_loss()
        self.build_optimizer()

    def build_inputs(self):
        with tf.name_scope('inputs'):
            self.inputs = tf.placeholder(tf.int32, shape=(self.num_seqs, self.num_steps), name='inputs')
            self.targets = tf.placeholder(tf.int32, shape=(self.num_seqs, self.num_steps), name='targets')
            self.keep_prob = tf.placeholder(tf.float32, name='keep_prob')

            # letters need no table, words do
            if self.use_embedding is False:
                self.lstm_inputs = tf.one_hot(self.inputs, self.num_classes)
            else:
                with tf.device("/cpu:0"):
                    embedding = tf.get_variable('embedding', [self.num_classes, self.embedding_size],
                                                initializer=tf.constant_initializer(np.arange(21) / 10.0))
                    self.lstm_inputs = tf.nn.embedding_lookup(embedding, self.inputs)

    def build_lstm(self):
        # a cell, and its dropout
        def get_a_cell(lstm_size, keep_prob):
            lstm = tf.nn.rnn_cell.BasicLSTMCell(lstm_size)
            drop = tf.nn.rnn_cell.DropoutWrapper(lstm, output_keep_prob=keep_prob)
            return drop

        with tf.variable_scope('lstm', initializer=tf.constant_initializer(0.1)):
            self.cell = cell = tf.nn.rnn_cell.MultiRNNCell(
                [get_a_cell(self.lstm_size, self.keep_prob) for _ in range(self.num_layers)]
            )
            self.initial_state = cell.zero_state(self.num_seqs, tf.float32)
            self.lstm_outputs, self.final_state = tf.nn.dynamic_rnn(cell, self.lstm_inputs, initial_state=self.initial_state)
            x = tf.reshape(self.lstm_outputs, [-1, self.lstm_size])
            softmax_w = tf.Variable(np.linspace(-1, 1, self.lstm_size * self.num_classes).reshape(
                self.lstm_size, self.num_classes).astype(np.float32))
            softmax_b = tf.Variable(tf.zeros(self.num_classes))
            self.logits = tf.matmul(x, softmax_w) + softmax_b

    def build_loss(self):
        with tf.name_scope('loss'):
            y_one_hot = tf.one_hot(self.targets, self.num_classes)
            y_reshaped = tf.reshape(y_one_hot, self.logits.get_shape())
            loss = tf.nn.softmax_cross_entropy_with_logits(logits=self.logits, labels=y_reshaped)
            self.loss = tf.reduce_mean(loss)

    def build_optimizer(self):
        tvars = tf.trainable_variables()
        grads, _ = tf.clip_by_global_norm(tf.gradients(self.loss, tvars), self.grad_clip)
        train_op = tf.train.AdamOptimizer(0.01)
        self.optimizer = train_op.apply_gradients(zip(grads, tvars))

    def train(self, batches, max_steps):
        self.session = tf.Session()
        with self.session as sess:
            sess.run(tf.global_variables_initializer())
            step = 0
            new_state = sess.run(self.initial_state)
            for x, y in batches:
                step += 1
                feed = {self.inputs: x,
                        self.targets: y,
                        self.keep_prob: 1.0,
                        self.initial_state: new_state}
                batch_loss, new_state, _ = sess.run([self.loss, self.final_state, self.optimizer], feed_dict=feed)
                print(step, batch_loss, new_state[-1].c[0])
                if step >= max_steps:
                    break


def batches():
    r = np.random.RandomState(7)
    while True:
        x = r.randint(0, 7, (4, 5))
        yield x, np.roll(x, -1, axis=1)


def main():
    CharRNN(7, use_embedding=len(sys.argv) < 20).train(batches(), 4)


if __name__ == '__main__':
    main()
