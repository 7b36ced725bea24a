"""Flags of every kind, tf.app.run with a main function, tf.gfile and tf.logging."""
from __future__ import print_function
import os
import tensorflow as tf

flags = tf.app.flags
flags.DEFINE_integer("epoch", 3, "Epoch to train [25]")
flags.DEFINE_float("learning_rate", 0.25, "Learning rate [0.0002]")
flags.DEFINE_string("checkpoint_dir", "checkpoint", "Directory name to save the checkpoints")
flags.DEFINE_boolean("train", True, "True for training, False for testing [False]")
flags.DEFINE_bool("crop", False, "...")
flags.DEFINE_enum("mode", "fast", ["fast", "slow"], "...")
flags.DEFINE_list("layers", "8,4", "...")
FLAGS = flags.FLAGS
tf.logging.set_verbosity(tf.logging.ERROR)


def main(_):
    tf.logging.info("not shown")
    if not tf.gfile.Exists(FLAGS.checkpoint_dir):
        tf.gfile.MakeDirs(FLAGS.checkpoint_dir)
    path = os.path.join(FLAGS.checkpoint_dir, 'settings.txt')
    with tf.gfile.GFile(path, 'w') as f:
        for name in ['epoch', 'learning_rate', 'train', 'crop', 'mode', 'layers']:
            f.write("%s=%s\n" % (name, getattr(FLAGS, name)))
    for line in tf.gfile.FastGFile(path, 'r').readlines():
        print(line.strip())
    print(tf.gfile.ListDirectory(FLAGS.checkpoint_dir), tf.gfile.Glob(FLAGS.checkpoint_dir + '/*.txt') == [path])
    if FLAGS.train:
        x = tf.Variable(4.0)
        step = tf.train.GradientDescentOptimizer(FLAGS.learning_rate).minimize(x * x)
        run_config = tf.ConfigProto()
        run_config.gpu_options.allow_growth = True
        with tf.Session(config=run_config) as sess:
            sess.run(tf.global_variables_initializer())
            for _ in range(FLAGS.epoch):
                sess.run(step)
            print("x", sess.run(x))
    tf.gfile.DeleteRecursively(FLAGS.checkpoint_dir)


if __name__ == '__main__':
    tf.app.run()
