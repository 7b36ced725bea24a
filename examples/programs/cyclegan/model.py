from __future__ import division
import os
from collections import namedtuple

import numpy as np
import tensorflow as tf

from .module import *


class cyclegan(object):
    def __init__(self, sess, args):
        self.sess = sess
        self.batch_size = args.batch_size
        self.image_size = args.fine_size
        self.L1_lambda = args.L1_lambda
        OPTIONS = namedtuple('OPTIONS', 'batch_size image_size gf_dim df_dim output_c_dim is_training')
        self.options = OPTIONS._make((args.batch_size, args.fine_size, 6, 6, 3, args.phase == 'train'))
        self._build_model(args)
        self.saver = tf.train.Saver()

    def _build_model(self, args):
        self.real_data = tf.placeholder(tf.float32, [None, self.image_size, self.image_size, 6], name='real_A_and_B_images')
        self.real_A = self.real_data[:, :, :, :3]
        self.real_B = self.real_data[:, :, :, 3:6]
        self.fake_B = generator_resnet(self.real_A, self.options, False, name="generatorA2B")
        self.fake_A_ = generator_resnet(self.fake_B, self.options, False, name="generatorB2A")
        self.fake_A = generator_resnet(self.real_B, self.options, True, name="generatorB2A")
        self.fake_B_ = generator_resnet(self.fake_A, self.options, True, name="generatorA2B")
        self.DB_fake = discriminator(self.fake_B, self.options, reuse=False, name="discriminatorB")
        self.DA_fake = discriminator(self.fake_A, self.options, reuse=False, name="discriminatorA")
        self.g_loss = mae_criterion(self.DA_fake, tf.ones_like(self.DA_fake)) \
            + mae_criterion(self.DB_fake, tf.ones_like(self.DB_fake)) \
            + self.L1_lambda * abs_criterion(self.real_A, self.fake_A_) \
            + self.L1_lambda * abs_criterion(self.real_B, self.fake_B_)
        self.DB_real = discriminator(self.real_B, self.options, reuse=True, name="discriminatorB")
        self.DA_real = discriminator(self.real_A, self.options, reuse=True, name="discriminatorA")
        self.d_loss = sum(mae_criterion(real, tf.ones_like(real)) + mae_criterion(fake, tf.zeros_like(fake))
                          for real, fake in [(self.DA_real, self.DA_fake), (self.DB_real, self.DB_fake)]) / 2
        self.g_loss_sum = tf.summary.scalar("g_loss", self.g_loss)
        self.d_loss_sum = tf.summary.scalar("d_loss", self.d_loss)
        self.d_sum = tf.summary.merge([self.d_loss_sum, self.g_loss_sum])
        t_vars = tf.trainable_variables()
        self.d_vars = [var for var in t_vars if 'discriminator' in var.name]
        self.g_vars = [var for var in t_vars if 'generator' in var.name]

    def train(self, args):
        self.lr = tf.placeholder(tf.float32, None, name='learning_rate')
        self.d_optim = tf.train.AdamOptimizer(self.lr, beta1=args.beta1).minimize(self.d_loss, var_list=self.d_vars)
        self.g_optim = tf.train.AdamOptimizer(self.lr, beta1=args.beta1).minimize(self.g_loss, var_list=self.g_vars)
        self.sess.run(tf.global_variables_initializer())
        self.writer = tf.summary.FileWriter("./logs", self.sess.graph)
        rng = np.random.RandomState(0)
        batch = rng.uniform(-1, 1, (args.batch_size, self.image_size, self.image_size, 6)).astype(np.float32)
        values = []
        for epoch in range(args.epoch):
            lr = args.lr if epoch < 10 else args.lr*(args.epoch-epoch)/(args.epoch-10)
            _, g = self.sess.run([self.g_optim, self.g_loss], feed_dict={self.real_data: batch, self.lr: lr})
            _, summary_str = self.sess.run([self.d_optim, self.d_sum], feed_dict={self.real_data: batch, self.lr: lr})
            self.writer.add_summary(summary_str, epoch)
            values.append(g)
        self.saver.save(self.sess, os.path.join(args.checkpoint_dir, "cyclegan.model"), global_step=args.epoch)
        print("discriminator variables", len(self.d_vars), "generator variables", len(self.g_vars))
        print("generator loss fell", bool(values[-1] < values[0]))
