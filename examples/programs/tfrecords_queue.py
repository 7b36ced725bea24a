"""Images written to a TFRecord file and read by a queue with threads."""
import os
import numpy as np
import tensorflow as tf

filename = 'images.tfrecords'


def _int64_feature(value):
    return tf.train.Feature(int64_list=tf.train.Int64List(value=[value]))

def _bytes_feature(value):
    return tf.train.Feature(bytes_list=tf.train.BytesList(value=[value]))


def write(path):
    writer = tf.python_io.TFRecordWriter(path)
    for i in range(20):
        image = np.full((6, 8, 3), i, dtype=np.uint8)
        example = tf.train.Example(features=tf.train.Features(feature={
            'height': _int64_feature(6),
            'width': _int64_feature(8),
            'label': _int64_feature(i % 4),
            'image_raw': _bytes_feature(image.tostring())}))
        writer.write(example.SerializeToString())
    writer.close()


def read_and_decode(filename_queue):
    reader = tf.TFRecordReader()
    _, serialized_example = reader.read(filename_queue)
    features = tf.parse_single_example(
      serialized_example,
      features={
        'height': tf.FixedLenFeature([], tf.int64),
        'width': tf.FixedLenFeature([], tf.int64),
        'label': tf.FixedLenFeature([], tf.int64),
        'image_raw': tf.FixedLenFeature([], tf.string)
        })
    image = tf.decode_raw(features['image_raw'], tf.uint8)
    label = tf.cast(features['label'], tf.int32)
    image = tf.reshape(image, [6, 8, 3])
    image = tf.to_float(image) * (1. / 255) - 0.5
    resized_image = tf.image.resize_image_with_crop_or_pad(image=image, target_height=8, target_width=8)
    images, labels = tf.train.shuffle_batch([resized_image, label],
                                            batch_size=5, capacity=30, num_threads=1, min_after_dequeue=10)
    return images, labels


write(filename)
count = sum(1 for _ in tf.python_io.tf_record_iterator(filename))
filename_queue = tf.train.string_input_producer([filename], num_epochs=2)
image, label = read_and_decode(filename_queue)
init_op = tf.group(tf.global_variables_initializer(), tf.local_variables_initializer())

with tf.Session() as sess:
    sess.run(init_op)
    coord = tf.train.Coordinator()
    threads = tf.train.start_queue_runners(coord=coord)
    seen = 0
    labels = np.zeros(4, int)
    try:
        while not coord.should_stop():
            img, lab = sess.run([image, label])
            seen += img.shape[0]
            labels += np.bincount(lab, minlength=4)
    except tf.errors.OutOfRangeError:
        pass
    finally:
        coord.request_stop()
    coord.join(threads)
print("records", count, "seen", seen, "labels", labels.tolist(), "shape", img.shape)
os.remove(filename)
