"""The names of TensorFlow 0.x: tf.mul, tf.pack, tf.concat with the axis first, SummaryWriter, initialize_all_variables."""
import numpy as np
import tensorflow as tf

rng = np.random.RandomState(0)
trX = rng.randn(100, 4).astype(np.float32)
trY = np.sin(trX).sum(1).reshape(-1, 1).astype(np.float32)

X = tf.placeholder("float", [None, 4], name="X")
Y = tf.placeholder("float", [None, 1], name="Y")


def init_weights(shape, name):
    n = int(np.prod(shape))
    return tf.Variable(np.cos(np.arange(n)).reshape(shape).astype(np.float32) * 0.3, name=name)


w_h = init_weights([4, 8], "w_h")
w_o = init_weights([16, 1], "w_o")
tf.histogram_summary("w_h_summ", w_h)

with tf.name_scope("layers"):
    h = tf.nn.relu(tf.matmul(X, w_h))
    h2 = tf.mul(h, h)
    both = tf.concat(1, [h, tf.neg(h2)])
    py_x = tf.matmul(both, w_o)

with tf.name_scope("cost"):
    diff = tf.sub(py_x, Y)
    cost = tf.reduce_mean(tf.square(diff), reduction_indices=[0, 1])
    train_op = tf.train.GradientDescentOptimizer(0.01).minimize(cost)
    tf.scalar_summary("cost", cost)

parts = tf.split(1, 2, both)
packed = tf.pack([tf.reduce_sum(part) for part in parts])
unpacked = tf.unpack(packed)

with tf.Session() as sess:
    writer = tf.train.SummaryWriter("./logs/nn_logs", sess.graph)
    merged = tf.merge_all_summaries()
    tf.initialize_all_variables().run()
    for i in range(50):
        summary, _, c = sess.run([merged, train_op, cost], feed_dict={X: trX, Y: trY})
        writer.add_summary(summary, i)
        writer.flush()
    a, b = sess.run(unpacked, feed_dict={X: trX, Y: trY})
    diag = sess.run(tf.batch_matmul(tf.ones([2, 2, 2]), tf.ones([2, 2, 2])))
    print("cost fell", bool(c < 2.0), "signs", int(np.sign(a)), int(np.sign(b)), diag.sum())
    print(sess.run(tf.select([True, False], [1, 2], [3, 4])), [v.name for v in tf.all_variables()])
