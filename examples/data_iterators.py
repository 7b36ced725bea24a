"""Four ways out of a tf.data pipeline: one-shot, initializable, reinitializable and feedable iterators."""
from __future__ import print_function

import os
import shutil
import tempfile

import numpy as np
import tensorflow as tf

rng = np.random.RandomState(0)
features = rng.normal(size=(60, 4)).astype(np.float32)
labels = (features.sum(axis=1) > 0).astype(np.int32)


def one_shot():
    """The simplest: no initialization, constants only."""
    dataset = tf.data.Dataset.from_tensor_slices({'x': features, 'y': labels})
    dataset = dataset.map(lambda row: (row['x'] * 2.0, row['y']), num_parallel_calls=2)
    dataset = dataset.apply(tf.data.experimental.shuffle_and_repeat(buffer_size=60, count=2, seed=1))
    dataset = dataset.batch(16, drop_remainder=True).prefetch(1)
    print('types', dataset.output_types, 'shapes', dataset.output_shapes)

    x, y = dataset.make_one_shot_iterator().get_next()
    mean = tf.reduce_mean(x)
    with tf.Session() as sess:
        batches = 0
        while True:
            try:
                sess.run([mean, y])
                batches += 1
            except tf.errors.OutOfRangeError:
                break
    print('one-shot iterator:', batches, 'batches')
    assert batches == 7


def initializable(folder):
    """The file name and the batch size come through placeholders."""
    path = os.path.join(folder, 'train.tfrecord')
    with tf.python_io.TFRecordWriter(path) as writer:
        for x, y in zip(features, labels):
            example = tf.train.Example(features=tf.train.Features(feature={
                'x': tf.train.Feature(float_list=tf.train.FloatList(value=x)),
                'y': tf.train.Feature(int64_list=tf.train.Int64List(value=[y])),
            }))
            writer.write(example.SerializeToString())
    assert len(list(tf.python_io.tf_record_iterator(path))) == 60

    def parse(record):
        parsed = tf.parse_single_example(record, {
            'x': tf.FixedLenFeature([4], tf.float32),
            'y': tf.FixedLenFeature([], tf.int64),
        })
        return parsed['x'], tf.cast(parsed['y'], tf.int32)

    filenames = tf.placeholder(tf.string, shape=[None])
    batch_size = tf.placeholder(tf.int64, shape=[])
    dataset = tf.data.TFRecordDataset(filenames).map(parse).batch(batch_size)
    iterator = dataset.make_initializable_iterator()
    x, y = iterator.get_next()
    total = tf.reduce_sum(x)

    with tf.Session() as sess:
        for size in (20, 60):
            sess.run(iterator.initializer, feed_dict={filenames: [path], batch_size: size})
            sums = []
            try:
                while True:
                    sums.append(sess.run(total))
            except tf.errors.OutOfRangeError:
                pass
            print('initializable iterator, batch size %d: sums %s' % (size, np.round(sums, 2)))
            assert np.isclose(np.sum(sums), features.sum(), atol=1e-3)


def reinitializable():
    """One iterator, one model, two datasets: training and validation."""
    train = tf.data.Dataset.from_tensor_slices((features[:40], labels[:40])).shuffle(40, seed=3).batch(8)
    validation = tf.data.Dataset.from_tensor_slices((features[40:], labels[40:])).batch(20)

    iterator = tf.data.Iterator.from_structure(train.output_types, train.output_shapes)
    x, y = iterator.get_next()
    use_train, use_validation = iterator.make_initializer(train), iterator.make_initializer(validation)

    logits = tf.squeeze(tf.layers.dense(x, 1), axis=1)
    loss = tf.losses.sigmoid_cross_entropy(multi_class_labels=y, logits=logits)
    train_op = tf.train.AdamOptimizer(0.1).minimize(loss)
    hits = tf.equal(tf.to_int32(logits > 0), y)
    accuracy = tf.reduce_mean(tf.to_float(hits))

    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        for epoch in range(8):
            sess.run(use_train)
            while True:
                try:
                    sess.run(train_op)
                except tf.errors.OutOfRangeError:
                    break
        sess.run(use_validation)
        result = sess.run(accuracy)
    print('reinitializable iterator: validation accuracy %.2f' % result)
    assert result > 0.8


def feedable():
    """A string handle chooses the dataset at each run, without losing the place in the other."""
    def count(step):
        return lambda: ((i * step,) for i in range(4))

    training = tf.data.Dataset.from_generator(count(1), (tf.int32,), (tf.TensorShape([]),)).repeat()
    validation = tf.data.Dataset.range(100, 104).map(lambda i: (tf.to_int32(i),))
    handle = tf.placeholder(tf.string, shape=[])
    iterator = tf.data.Iterator.from_string_handle(handle, training.output_types, training.output_shapes)
    value, = iterator.get_next()

    training_iterator = tf.data.make_one_shot_iterator(training)
    validation_iterator = tf.data.make_initializable_iterator(validation)
    with tf.Session() as sess:
        a, b = sess.run([training_iterator.string_handle(), validation_iterator.string_handle()])
        sess.run(validation_iterator.initializer)
        values = [sess.run(value, {handle: h}) for h in (a, a, b, a, b, a, a)]
    print('feedable iterator:', values)
    assert values == [0, 1, 100, 2, 101, 3, 0]


if __name__ == '__main__':
    tmp = tempfile.mkdtemp()
    try:
        for run, args in ((one_shot, ()), (initializable, (tmp,)), (reinitializable, ()), (feedable, ())):
            with tf.Graph().as_default():
                tf.set_random_seed(0)
                run(*args)
    finally:
        shutil.rmtree(tmp)
