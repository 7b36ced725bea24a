"""An input function with tf.contrib.data transformations over TFRecord files."""
import os
import numpy as np
import tensorflow as tf


def make_records(folder):
    tf.gfile.MakeDirs(folder)
    for shard in range(2):
        with tf.python_io.TFRecordWriter(os.path.join(folder, 'part-%d.tfrecord' % shard)) as w:
            for i in range(16):
                ex = tf.train.Example()
                ex.features.feature['x'].float_list.value.extend([i, i + 1., i + 2.])
                ex.features.feature['y'].int64_list.value.append(shard)
                w.write(ex.SerializeToString())


def parse(serialized):
    parsed = tf.parse_single_example(serialized, {
        'x': tf.FixedLenFeature([3], tf.float32),
        'y': tf.FixedLenFeature([], tf.int64, default_value=0)})
    return parsed['x'], tf.cast(parsed['y'], tf.int32)


def input_fn(pattern, batch_size):
    files = tf.data.Dataset.list_files(pattern, shuffle=False)
    dataset = files.apply(tf.contrib.data.parallel_interleave(tf.data.TFRecordDataset, cycle_length=2, sloppy=False))
    dataset = dataset.apply(tf.contrib.data.shuffle_and_repeat(64, 2, seed=1))
    dataset = dataset.apply(tf.contrib.data.map_and_batch(parse, batch_size, num_parallel_batches=1))
    dataset = dataset.prefetch(1)
    return dataset.make_one_shot_iterator().get_next()


make_records('records')
x, y = input_fn('records/*.tfrecord', 8)
filtered = (tf.data.Dataset.range(10).filter(lambda i: tf.equal(i % 2, 0))
            .apply(tf.contrib.data.batch_and_drop_remainder(2)))
evens = filtered.make_one_shot_iterator().get_next()
with tf.train.MonitoredSession() as sess:
    n, total, ones = 0, 0., 0
    while not sess.should_stop():
        try:
            bx, by = sess.run([x, y])
        except tf.errors.OutOfRangeError:
            break
        n += len(bx)
        total += bx.sum()
        ones += by.sum()
    print("examples", n, "total", total, "ones", ones)
with tf.Session() as sess:
    print(sess.run(evens), sess.run(evens), filtered.output_shapes)
