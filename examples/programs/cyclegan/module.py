from __future__ import division
import tensorflow as tf
from .nets import conv2d, deconv2d, instance_norm, lrelu


def discriminator(image, options, reuse=False, name="discriminator"):
    with tf.variable_scope(name):
        # image is 16 x 16 x input_c_dim
        if reuse:
            tf.get_variable_scope().reuse_variables()
        else:
            assert tf.get_variable_scope().reuse is False
        h0 = lrelu(conv2d(image, options.df_dim, name='d_h0_conv'))
        h1 = lrelu(instance_norm(conv2d(h0, options.df_dim*2, name='d_h1_conv'), 'd_bn1'))
        return conv2d(h1, 1, s=1, name='d_h3_pred')


def generator_resnet(image, options, reuse=False, name="generator"):
    with tf.variable_scope(name):
        if reuse:
            tf.get_variable_scope().reuse_variables()
        else:
            assert tf.get_variable_scope().reuse is False

        def residule_block(x, dim, ks=3, s=1, name='res'):
            p = int((ks - 1) / 2)
            y = tf.pad(x, [[0, 0], [p, p], [p, p], [0, 0]], "REFLECT")
            y = instance_norm(conv2d(y, dim, ks, s, padding='VALID', name=name+'_c1'), name+'_bn1')
            y = tf.pad(tf.nn.relu(y), [[0, 0], [p, p], [p, p], [0, 0]], "REFLECT")
            y = instance_norm(conv2d(y, dim, ks, s, padding='VALID', name=name+'_c2'), name+'_bn2')
            return y + x

        c1 = tf.nn.relu(instance_norm(conv2d(image, options.gf_dim, 3, 2, name='g_e1_c'), 'g_e1_bn'))
        r1 = residule_block(c1, options.gf_dim, name='g_r1')
        d1 = deconv2d(r1, options.gf_dim, 3, 2, name='g_d1_dc')
        d1 = tf.nn.relu(instance_norm(d1, 'g_d1_bn'))
        return tf.nn.tanh(conv2d(d1, options.output_c_dim, 3, 1, name='g_pred_c'))


def abs_criterion(in_, target):
    return tf.reduce_mean(tf.abs(in_ - target))


def mae_criterion(in_, target):
    return tf.reduce_mean((in_-target)**2)
