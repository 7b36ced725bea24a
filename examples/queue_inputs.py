"""Input by queues and threads, as everybody did before tf.data: string_input_producer, a reader,
shuffle_batch, a Coordinator. A MonitoredTrainingSession runs the training loop.
"""
from __future__ import print_function

import os
import shutil
import tempfile

import numpy as np
import tensorflow as tf

BATCH_SIZE = 20
FEATURES = 3


def write_records(folder, files=3, rows=80):
    rng = np.random.RandomState(0)
    paths = []
    for i in range(files):
        paths.append(os.path.join(folder, 'part-%d.tfrecords' % i))
        writer = tf.python_io.TFRecordWriter(
            paths[-1], options=tf.python_io.TFRecordOptions(tf.python_io.TFRecordCompressionType.NONE))
        for _ in range(rows):
            x = rng.normal(size=FEATURES).astype(np.float32)
            example = tf.train.Example(features=tf.train.Features(feature={
                'x': tf.train.Feature(bytes_list=tf.train.BytesList(value=[x.tobytes()])),
                'y': tf.train.Feature(float_list=tf.train.FloatList(value=[x.sum() + 1.0])),
            }))
            writer.write(example.SerializeToString())
        writer.close()
    return paths


def read_and_decode(filename_queue):
    reader = tf.TFRecordReader()
    _, serialized_example = reader.read(filename_queue)
    features = tf.parse_single_example(serialized_example, features={
        'x': tf.FixedLenFeature([], tf.string),
        'y': tf.FixedLenFeature([1], tf.float32),
    })
    x = tf.decode_raw(features['x'], tf.float32)
    x.set_shape([FEATURES])
    return x, features['y']


def inputs(paths, num_epochs=None, shuffle=True):
    with tf.name_scope('input'):
        filename_queue = tf.train.string_input_producer(paths, num_epochs=num_epochs, shuffle=shuffle, seed=1)
        x, y = read_and_decode(filename_queue)
        if not shuffle:
            return tf.train.batch([x, y], batch_size=BATCH_SIZE, allow_smaller_final_batch=True)
        # One thread only: more would mix the rows differently at every run
        return tf.train.shuffle_batch(
            [x, y], batch_size=BATCH_SIZE, num_threads=1, capacity=200, min_after_dequeue=50, seed=1)


def count_rows(paths):
    """Reads all files once, with a session and threads of our own."""
    with tf.Graph().as_default(), tf.Session() as sess:
        x, _ = inputs(paths, num_epochs=1, shuffle=False)
        sess.run(tf.group(tf.global_variables_initializer(), tf.local_variables_initializer()))
        coord = tf.train.Coordinator()
        threads = tf.train.start_queue_runners(sess=sess, coord=coord)
        rows = 0
        try:
            while not coord.should_stop():
                rows += len(sess.run(x))
        except tf.errors.OutOfRangeError:
            print('Done, epoch limit reached')
        finally:
            coord.request_stop()
            coord.join(threads)
        return rows


def train(paths, checkpoint_dir):
    with tf.Graph().as_default():
        tf.set_random_seed(0)
        x, y = inputs(paths)
        w = tf.get_variable('w', [FEATURES, 1], initializer=tf.zeros_initializer())
        b = tf.get_variable('b', [1], initializer=tf.zeros_initializer())
        loss = tf.losses.mean_squared_error(y, tf.nn.xw_plus_b(x, w, b))
        global_step = tf.train.get_or_create_global_step()
        train_op = tf.train.AdamOptimizer(0.1).minimize(loss, global_step=global_step)

        hooks = [
            tf.train.StopAtStepHook(last_step=120),
            tf.train.NanTensorHook(loss),
            tf.train.LoggingTensorHook({'loss': loss}, every_n_iter=40),
        ]
        with tf.train.MonitoredTrainingSession(
                checkpoint_dir=checkpoint_dir, hooks=hooks, save_checkpoint_secs=60) as mon_sess:
            while not mon_sess.should_stop():
                _, value, weights, bias = mon_sess.run([train_op, loss, w, b])
    print('loss %.5f, weights %s, bias %s' % (value, weights.ravel(), bias))
    return value


if __name__ == '__main__':
    tf.logging.set_verbosity(tf.logging.INFO)
    tmp = tempfile.mkdtemp()
    try:
        records = write_records(tmp)
        total = count_rows(records)
        print(total, 'rows')
        assert total == 240
        assert train(records, os.path.join(tmp, 'checkpoints')) < 0.05
    finally:
        shutil.rmtree(tmp)
