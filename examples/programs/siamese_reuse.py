"""A siamese network: one variable scope used twice, contrastive loss, learning rate decay."""
import numpy as np
import tensorflow as tf

flags = tf.app.flags
FLAGS = flags.FLAGS
flags.DEFINE_integer('batch_size', 32, 'Batch size.')
flags.DEFINE_integer('train_iter', 80, 'Total training iter')


def mynet(input, reuse=False):
    with tf.name_scope("model"):
        with tf.variable_scope("conv1") as scope:
            net = tf.contrib.layers.conv2d(input, 8, [3, 3], activation_fn=tf.nn.relu, padding='SAME',
                weights_initializer=tf.contrib.layers.xavier_initializer_conv2d(), scope=scope, reuse=reuse)
            net = tf.contrib.layers.max_pool2d(net, [2, 2], padding='SAME')
        net = tf.contrib.layers.flatten(net)
        with tf.variable_scope("embedding", reuse=reuse):
            return tf.layers.dense(net, 2)


def contrastive_loss(model1, model2, y, margin):
    with tf.name_scope("contrastive-loss"):
        distance = tf.sqrt(tf.reduce_sum(tf.pow(model1 - model2, 2), 1, keepdims=True) + 1e-6)
        similarity = y * tf.square(distance)
        dissimilarity = (1 - y) * tf.square(tf.maximum((margin - distance), 0))
        return tf.reduce_mean(dissimilarity + similarity) / 2


def main(argv=None):
    np.random.seed(2)
    tf.set_random_seed(2)
    left = tf.placeholder(tf.float32, [None, 6, 6, 1], name='left')
    right = tf.placeholder(tf.float32, [None, 6, 6, 1], name='right')
    with tf.name_scope("similarity"):
        label = tf.placeholder(tf.int32, [None, 1], name='label') # 1 if same, 0 if different
        label_float = tf.to_float(label)
    left_output = mynet(left, reuse=False)
    right_output = mynet(right, reuse=True)
    loss = contrastive_loss(left_output, right_output, label_float, 0.5)
    global_step = tf.Variable(0, trainable=False)
    rate = tf.train.exponential_decay(0.01, global_step, 50, 0.9, staircase=True)
    train_step = tf.train.AdamOptimizer(rate).minimize(loss, global_step=global_step)

    def batch(n):
        a, b = np.random.randint(0, 3, n), np.random.randint(0, 3, n)
        def draw(k):
            images = np.random.rand(n, 6, 6, 1) * 0.2
            images[np.arange(n), 2 * k] += 1
            return images
        return {left: draw(a), right: draw(b), label: (a == b).astype(int)[:, None]}

    saver = tf.train.Saver()
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        tf.summary.scalar('step', global_step)
        tf.summary.scalar('loss', loss)
        for var in tf.trainable_variables():
            tf.summary.histogram(var.op.name, var)
        merged = tf.summary.merge_all()
        writer = tf.summary.FileWriter('train.log', sess.graph)
        for i in range(FLAGS.train_iter):
            _, l, summary_str = sess.run([train_step, loss, merged], feed_dict=batch(FLAGS.batch_size))
            writer.add_summary(summary_str, i)
        saver.save(sess, "model.ckpt")
        print([v.op.name for v in tf.trainable_variables()])
        print("small", bool(l < 0.1), "rate %.4f" % sess.run(rate))


if __name__ == '__main__':
    tf.app.run()
