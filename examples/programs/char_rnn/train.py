"""A character model in three files, with checkpoints and sampling."""
from __future__ import print_function
import argparse
import os

import tensorflow as tf

from utils import TextLoader
from model import Model

parser = argparse.ArgumentParser(formatter_class=argparse.ArgumentDefaultsHelpFormatter)
parser.add_argument('--data_dir', type=str, default='data/tiny', help='data directory containing input.txt')
parser.add_argument('--save_dir', type=str, default='save', help='directory to store checkpointed models')
parser.add_argument('--log_dir', type=str, default='logs', help='directory to store tensorboard logs')
parser.add_argument('--model', type=str, default='lstm', help='lstm, rnn, gru, or nas')
parser.add_argument('--rnn_size', type=int, default=32)
parser.add_argument('--num_layers', type=int, default=2)
parser.add_argument('--seq_length', type=int, default=20)
parser.add_argument('--batch_size', type=int, default=8)
parser.add_argument('--num_epochs', type=int, default=8)
parser.add_argument('--grad_clip', type=float, default=5.)
parser.add_argument('--learning_rate', type=float, default=0.02)
parser.add_argument('--decay_rate', type=float, default=0.97)
parser.add_argument('--output_keep_prob', type=float, default=1.0)
parser.add_argument('--input_keep_prob', type=float, default=1.0)


def train(args):
    tf.set_random_seed(1)
    data_loader = TextLoader(args.data_dir, args.batch_size, args.seq_length)
    args.vocab_size = data_loader.vocab_size
    if not os.path.isdir(args.save_dir):
        os.makedirs(args.save_dir)
    model = Model(args)

    losses = []
    with tf.Session() as sess:
        summaries = tf.summary.merge_all()
        writer = tf.summary.FileWriter(os.path.join(args.log_dir, "run"))
        writer.add_graph(sess.graph)
        sess.run(tf.global_variables_initializer())
        saver = tf.train.Saver(tf.global_variables())
        for e in range(args.num_epochs):
            sess.run(tf.assign(model.lr, args.learning_rate * (args.decay_rate ** e)))
            data_loader.reset_batch_pointer()
            state = sess.run(model.initial_state)
            for b in range(data_loader.num_batches):
                x, y = data_loader.next_batch()
                feed = {model.input_data: x, model.targets: y}
                for i, (c, h) in enumerate(model.initial_state):
                    feed[c] = state[i].c
                    feed[h] = state[i].h
                summ, train_loss, state, _ = sess.run([summaries, model.cost, model.final_state, model.train_op], feed)
                writer.add_summary(summ, e * data_loader.num_batches + b)
                losses.append(train_loss)
        checkpoint_path = os.path.join(args.save_dir, 'model.ckpt')
        saver.save(sess, checkpoint_path, global_step=args.num_epochs * data_loader.num_batches)

    tf.reset_default_graph()
    model = Model(args, training=False)
    with tf.Session() as sess:
        tf.global_variables_initializer().run()
        saver = tf.train.Saver(tf.global_variables())
        ckpt = tf.train.get_checkpoint_state(args.save_dir)
        if ckpt and ckpt.model_checkpoint_path:
            saver.restore(sess, ckpt.model_checkpoint_path)
            text = model.sample(sess, data_loader.chars, data_loader.vocab)
    print("vocabulary", data_loader.vocab_size, "batches", data_loader.num_batches, "sample", len(text))
    print("learned", bool(losses[-1] < 0.5 * losses[0]))


if __name__ == '__main__':
    args = parser.parse_args()
    train(args)
