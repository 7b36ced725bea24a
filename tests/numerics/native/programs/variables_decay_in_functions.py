"""Weight decay that helper functions add to a collection, and a function that adds all of it up."""
import numpy as np
import tensorflow as tf

rng = np.random.RandomState(3)
START = rng.normal(0, 0.4, (3, 5)).astype(np.float32)


def variable_with_decay(name, start, wd):
    var = tf.get_variable(name, initializer=start)
    if wd is not None:
        weight_decay = tf.multiply(tf.nn.l2_loss(var), wd, name='weight_loss')
        # asked for in total_loss
        tf.add_to_collection('losses', weight_decay)
    return var


def inference(images, regularizer=None):
    with tf.variable_scope('local1') as scope:
        weights = variable_with_decay('weights', START, wd=0.04)
        biases = tf.get_variable('biases', [5], initializer=tf.constant_initializer(0.1))
        local1 = tf.nn.relu(tf.matmul(images, weights) + biases, name=scope.name)
    with tf.variable_scope('local2') as scope:
        weights = tf.get_variable('weights', [5, 4], initializer=tf.constant_initializer(0.2))
        if regularizer is not None:
            tf.add_to_collection('losses', regularizer(weights))
        local2 = tf.nn.relu(tf.matmul(local1, weights), name=scope.name)
    with tf.variable_scope('softmax_linear') as scope:
        weights = variable_with_decay('weights', np.full((4, 2), 0.3, np.float32), None)
        return tf.matmul(local2, weights, name=scope.name)


def total_loss(logits, labels):
    entropy = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits)
    mean = tf.reduce_mean(entropy, name='cross_entropy')
    tf.add_to_collection('losses', mean)
    # the cross entropy and the decay of all weights
    return tf.add_n(tf.get_collection('losses'), name='total_loss'), mean


def main(_):
    with tf.Graph().as_default():
        images = tf.placeholder(tf.float32, [None, 3])
        labels = tf.placeholder(tf.int32, [None])
        logits = inference(images, tf.contrib.layers.l2_regularizer(0.03))
        loss, entropy = total_loss(logits, labels)
        train_op = tf.train.MomentumOptimizer(0.05, 0.9).minimize(loss)
        with tf.Session() as sess:
            sess.run(tf.global_variables_initializer())
            for step in range(6):
                feed = {images: rng.rand(8, 3), labels: rng.randint(0, 2, 8)}
                _, value, part = sess.run([train_op, loss, entropy], feed_dict=feed)
                print('step %d: loss %.6f, cross entropy %.6f' % (step, value, part))
            for one in tf.trainable_variables():
                print('%.5f' % np.abs(sess.run(one)).sum())


if __name__ == '__main__':
    tf.app.run()
