"""A Python 2 project with an implicit relative import, cPickle, Queue and an iterator class with next()."""
import tensorflow as tf
from lib.batches import Batches
import net

x = tf.placeholder(tf.float32, [None, 10])
y = tf.placeholder(tf.int32, [None])
logits = net.inference(x)
cross_entropy = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(logits=logits, labels=y))
tf.add_to_collection('losses', cross_entropy)
loss = tf.add_n(tf.get_collection('losses'), name='total_loss')
train = tf.train.GradientDescentOptimizer(0.3).minimize(loss)

with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for epoch in range(4):
        total, n = 0, 0
        for bx, by in Batches('batches.pkl', 20):
            _, l = sess.run([train, loss], feed_dict={x: bx, y: by})
            total += l
            n += 1
        print 'epoch %d: %.5f' % (epoch, total / n)
