"""Every kind of tf.data iterator, as in lecture notes."""
import numpy as np
import tensorflow as tf

np.random.seed(0)
# one shot
x = np.arange(12).reshape(6, 2)
dataset = tf.data.Dataset.from_tensor_slices(x)
print(dataset.output_types, dataset.output_shapes)
el = dataset.make_one_shot_iterator().get_next()
with tf.Session() as sess:
    print(sess.run(el))

# initializable, with a placeholder
p = tf.placeholder(tf.float32, shape=[None, 2])
dataset = tf.data.Dataset.from_tensor_slices(p).map(lambda t: t * 2).batch(4)
it = dataset.make_initializable_iterator()
el = it.get_next()
with tf.Session() as sess:
    sess.run(it.initializer, feed_dict={p: x})
    total = 0
    try:
        while True:
            total += sess.run(el).sum()
    except tf.errors.OutOfRangeError:
        print("total", total)

# reinitializable, from the structure
train = tf.data.Dataset.from_tensor_slices((np.ones((8, 3), np.float32), np.zeros(8, np.int64))).repeat().batch(4)
test = tf.data.Dataset.from_tensor_slices((np.full((4, 3), 2, np.float32), np.ones(4, np.int64))).batch(4)
iterator = tf.data.Iterator.from_structure(train.output_types, train.output_shapes)
features, labels = iterator.get_next()
train_init = iterator.make_initializer(train)
test_init = iterator.make_initializer(test)
w = tf.get_variable("w", [3, 1], initializer=tf.ones_initializer())
out = tf.matmul(features, w)
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    sess.run(train_init)
    for _ in range(3):
        o, l = sess.run([out, labels])
    print("train", o.sum(), l.sum())
    sess.run(test_init)
    o, l = sess.run([out, labels])
    print("test", o.sum(), l.sum())

# feedable
handle = tf.placeholder(tf.string, shape=[])
feedable = tf.data.Iterator.from_string_handle(handle, train.output_types, train.output_shapes)
f, _ = feedable.get_next()
train_iterator = train.make_one_shot_iterator()
test_iterator = test.make_initializable_iterator()
with tf.Session() as sess:
    train_handle = sess.run(train_iterator.string_handle())
    test_handle = sess.run(test_iterator.string_handle())
    sess.run(test_iterator.initializer)
    print(sess.run(f, {handle: train_handle}).sum(), sess.run(f, {handle: test_handle}).sum())

# generator and padded batches
def gen():
    for i in range(1, 5):
        yield list(range(i))
ds = tf.data.Dataset.from_generator(gen, tf.int32, tf.TensorShape([None])).padded_batch(2, padded_shapes=[None])
nxt = ds.make_one_shot_iterator().get_next()
with tf.Session() as sess:
    print(sess.run(nxt).tolist(), sess.run(nxt).tolist())
