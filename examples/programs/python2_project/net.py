import tensorflow as tf


def variable_with_weight_decay(name, shape, wd):
    var = tf.get_variable(name, shape, initializer=tf.constant_initializer(0.05))
    if wd is not None:
        weight_decay = tf.mul(tf.nn.l2_loss(var), wd, name='weight_loss') if hasattr(tf, 'mul') \
            else tf.multiply(tf.nn.l2_loss(var), wd, name='weight_loss')
        tf.add_to_collection('losses', weight_decay)
    return var


def inference(x):
    print 'input', x.get_shape().as_list()
    with tf.variable_scope('softmax_linear') as scope:
        w = variable_with_weight_decay('weights', [10, 2], wd=0.001)
        b = tf.get_variable('biases', [2], initializer=tf.constant_initializer(0.0))
        return tf.add(tf.matmul(x, w), b, name=scope.name)
