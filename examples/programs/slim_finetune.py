"""A small residual network in slim with batch normalization: trained, then fine-tuned with a new last layer."""
import os
import numpy as np
import tensorflow as tf
import tensorflow.contrib.slim as slim

FLAGS = tf.app.flags.FLAGS
tf.app.flags.DEFINE_string('train_dir', 'slim_train', 'Where checkpoints are written.')
tf.app.flags.DEFINE_string('checkpoint_exclude_scopes', 'ResNet/logits', 'Scopes not restored.')


def block(net, depth, stride, scope):
    with tf.variable_scope(scope):
        shortcut = slim.conv2d(net, depth, [1, 1], stride=stride, activation_fn=None, scope='shortcut')
        residual = slim.conv2d(net, depth, [3, 3], stride=stride, scope='conv1')
        residual = slim.conv2d(residual, depth, [3, 3], activation_fn=None, scope='conv2')
        return tf.nn.relu(shortcut + residual)


def resnet(images, num_classes, is_training, reuse=None):
    batch_norm_params = {'is_training': is_training, 'decay': 0.9, 'epsilon': 1e-5, 'scale': True}
    with tf.variable_scope('ResNet', reuse=reuse):
        with slim.arg_scope([slim.conv2d], normalizer_fn=slim.batch_norm, normalizer_params=batch_norm_params,
                            weights_regularizer=slim.l2_regularizer(1e-4),
                            weights_initializer=slim.variance_scaling_initializer()):
            net = slim.conv2d(images, 8, [3, 3], scope='root')
            net = block(net, 8, 1, 'block1')
            net = block(net, 16, 2, 'block2')
        net = tf.reduce_mean(net, [1, 2], keep_dims=True, name='pool5')
        net = slim.conv2d(net, num_classes, [1, 1], activation_fn=None, scope='logits')
        return tf.squeeze(net, [1, 2], name='SpatialSqueeze')


def get_init_fn(path):
    exclusions = [scope.strip() for scope in FLAGS.checkpoint_exclude_scopes.split(',')]
    variables_to_restore = []
    for var in slim.get_model_variables():
        excluded = False
        for exclusion in exclusions:
            if var.op.name.startswith(exclusion):
                excluded = True
                break
        if not excluded:
            variables_to_restore.append(var)
    print("restored", len(variables_to_restore), "of", len(slim.get_model_variables()))
    return slim.assign_from_checkpoint_fn(path, variables_to_restore, ignore_missing_vars=True)


def data(classes):
    rng = np.random.RandomState(classes)
    y = rng.randint(0, classes, 60)
    x = rng.rand(60, 8, 8, 3).astype(np.float32) * 0.1
    for i, k in enumerate(y):
        x[i, :, :, k % 3] += 1
    return x, y


def main(_):
    if not tf.gfile.Exists(FLAGS.train_dir):
        tf.gfile.MakeDirs(FLAGS.train_dir)
    path = os.path.join(FLAGS.train_dir, 'model.ckpt')
    for classes, init in ((3, False), (2, True)):
        with tf.Graph().as_default():
            tf.set_random_seed(1)
            x_np, y_np = data(classes)
            images = tf.constant(x_np)
            labels = tf.constant(y_np, tf.int64)
            logits = resnet(images, classes, is_training=True)
            tf.losses.sparse_softmax_cross_entropy(labels=labels, logits=logits)
            total_loss = tf.losses.get_total_loss()
            global_step = tf.train.get_or_create_global_step()
            train_op = slim.learning.create_train_op(total_loss, tf.train.MomentumOptimizer(0.05, 0.9), global_step=global_step)
            init_fn = get_init_fn(path) if init else None
            saver = tf.train.Saver(slim.get_model_variables())
            with tf.Session() as sess:
                sess.run(tf.global_variables_initializer())
                if init_fn is not None:
                    init_fn(sess)
                first = sess.run(train_op)
                for _ in range(20):
                    last = sess.run(train_op)
                saver.save(sess, path)
                print("step", tf.train.global_step(sess, global_step), "learned", bool(last < first))


if __name__ == '__main__':
    tf.app.run()
