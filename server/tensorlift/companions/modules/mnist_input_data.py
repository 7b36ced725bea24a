"""MNIST for programs written for tensorflow.examples.tutorials.mnist.input_data, which TensorFlow 2 does not have.

    import mnist_input_data as input_data

    mnist = input_data.read_data_sets("MNIST_data", one_hot=True)
    images, labels = mnist.train.next_batch(100)

Batches, shapes and types are those of TensorFlow 1.15, and with a seed also their order. The data come from the folder that is named,
if the four files of the MNIST database are in it, or else from tf.keras.datasets.mnist.
"""

# tensorlift: skip-file
from __future__ import annotations

import collections
import gzip
import os
import sys

import numpy as np

Datasets = collections.namedtuple("Datasets", ["train", "validation", "test"])

_FILES = ("train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz", "t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz")
_IMAGES_MAGIC = 2051
_LABELS_MAGIC = 2049


class DataSet:
    """Images with their labels, handed out in batches.

    Args:
        images: Array of shape (examples, rows, columns, depth) with values 0 to 255.
        labels: Array with one row for each image.
        fake_data: Hand out a constant image instead.
        one_hot: Whether the labels of fake data are vectors.
        dtype: float32 scales the images to the range 0 to 1, uint8 leaves them as they are.
        reshape: Make one row of each image.
        seed: Seed of the order, for this data set and for all that uses numpy.random.

    Raises:
        TypeError: The type is another one.
    """

    def __init__(self, images, labels, fake_data=False, one_hot=False, dtype=np.float32, reshape=True, seed=None):
        _seed_numpy(seed)
        dtype = _numpy_dtype(dtype)
        if dtype not in (np.uint8, np.float32):
            raise TypeError(f"Invalid image dtype {dtype!r}, expected uint8 or float32")
        if fake_data:
            self._num_examples = 10000
            self.one_hot = one_hot
        else:
            assert images.shape[0] == labels.shape[0], f"images.shape: {images.shape} labels.shape: {labels.shape}"
            self._num_examples = images.shape[0]
            if reshape:
                assert images.shape[3] == 1
                images = images.reshape(images.shape[0], images.shape[1] * images.shape[2])
            if dtype == np.float32:
                images = np.multiply(images.astype(np.float32), 1.0 / 255.0)
        self._images = images
        self._labels = labels
        self._epochs_completed = 0
        self._index_in_epoch = 0

    @property
    def images(self):
        """All images, in the present order."""
        return self._images

    @property
    def labels(self):
        """All labels, in the present order."""
        return self._labels

    @property
    def num_examples(self):
        """The number of images."""
        return self._num_examples

    @property
    def epochs_completed(self):
        """How many times all images have been handed out."""
        return self._epochs_completed

    def next_batch(self, batch_size, fake_data=False, shuffle=True):
        """Return the next images and labels; a batch at the end of an epoch is filled up from the next one."""
        if fake_data:
            image = [1] * 784
            label = [1] + [0] * 9 if self.one_hot else 0
            return [image for _ in range(batch_size)], [label for _ in range(batch_size)]
        start = self._index_in_epoch
        if self._epochs_completed == 0 and start == 0 and shuffle:
            self._shuffle()
        end = start + batch_size
        if end <= self._num_examples:
            self._index_in_epoch = end
            return self._images[start:end], self._labels[start:end]
        self._epochs_completed += 1
        rest_images, rest_labels = self._images[start:], self._labels[start:]
        if shuffle:
            self._shuffle()
        end = self._index_in_epoch = end - self._num_examples
        images = np.concatenate((rest_images, self._images[:end]), axis=0)
        return images, np.concatenate((rest_labels, self._labels[:end]), axis=0)

    def _shuffle(self):
        order = np.arange(self._num_examples)
        np.random.shuffle(order)
        self._images = self._images[order]
        self._labels = self._labels[order]


def read_data_sets(
    train_dir, fake_data=False, one_hot=False, dtype=np.float32, reshape=True, validation_size=5000, seed=None, source_url=None
):
    """Return the data sets train, validation and test.

    Args:
        train_dir: Folder that may hold the files of the database.
        fake_data: Hand out a constant image instead.
        one_hot: Make vectors of the labels.
        dtype: float32 for values from 0 to 1, uint8 for values from 0 to 255.
        reshape: Make one row of each image.
        validation_size: How many of the first training images are taken out for validation.
        seed: Seed of the order.
        source_url: Has no effect.

    Raises:
        ValueError: There are not as many training images.
    """
    options = {"dtype": dtype, "reshape": reshape, "seed": seed}
    if fake_data:
        return Datasets(*(DataSet([], [], fake_data=True, one_hot=one_hot, dtype=dtype, seed=seed) for _ in range(3)))
    train_images, train_labels, test_images, test_labels = _load(train_dir)
    if one_hot:
        train_labels, test_labels = dense_to_one_hot(train_labels, 10), dense_to_one_hot(test_labels, 10)
    if not 0 <= validation_size <= len(train_images):
        raise ValueError(f"Validation size should be between 0 and {len(train_images)}. Received: {validation_size}.")
    train = DataSet(train_images[validation_size:], train_labels[validation_size:], **options)
    validation = DataSet(train_images[:validation_size], train_labels[:validation_size], **options)
    return Datasets(train=train, validation=validation, test=DataSet(test_images, test_labels, **options))


def load_mnist(train_dir="MNIST-data"):
    """Return the data sets with the usual options."""
    return read_data_sets(train_dir)


def dense_to_one_hot(labels_dense, num_classes):
    """Return a row for each label, with a one in its column."""
    labels = np.ravel(labels_dense)
    one_hot = np.zeros((labels.shape[0], num_classes))
    one_hot[np.arange(labels.shape[0]), labels] = 1
    return one_hot


def extract_images(f):
    """Return the images of an open gzip file of the database, with shape (examples, rows, columns, 1)."""
    print("Extracting", f.name)
    with gzip.GzipFile(fileobj=f) as stream:
        count, rows, columns = _header(stream, _IMAGES_MAGIC, 3, f"MNIST image file: {f.name}")
        return np.frombuffer(stream.read(count * rows * columns), np.uint8).reshape(count, rows, columns, 1)


def extract_labels(f, one_hot=False, num_classes=10):
    """Return the labels of an open gzip file of the database."""
    print("Extracting", f.name)
    with gzip.GzipFile(fileobj=f) as stream:
        (count,) = _header(stream, _LABELS_MAGIC, 1, f"MNIST label file: {f.name}")
        labels = np.frombuffer(stream.read(count), np.uint8)
    return dense_to_one_hot(labels, num_classes) if one_hot else labels


def _header(stream, magic, dimensions, name):
    numbers = [int(number) for number in np.frombuffer(stream.read(4 * (1 + dimensions)), ">u4")]
    if numbers[0] != magic:
        raise ValueError(f"Invalid magic number {numbers[0]} in {name}")
    return numbers[1:]


def _load(folder):
    """Return the images and labels for training and those for the test."""
    paths = [os.path.join(folder, name) for name in _FILES]
    if all(map(os.path.exists, paths)):
        arrays = []
        for path in paths:
            with open(path, "rb") as f:
                arrays.append(extract_images(f) if "images" in os.path.basename(path) else extract_labels(f))
        return arrays
    import tensorflow as tf

    (train_images, train_labels), (test_images, test_labels) = tf.keras.datasets.mnist.load_data()
    return train_images[..., np.newaxis], train_labels, test_images[..., np.newaxis], test_labels


def _numpy_dtype(dtype):
    dtype = getattr(dtype, "as_numpy_dtype", dtype)  # tf.float32 and its like
    try:
        return np.dtype(dtype).type
    except TypeError:
        return dtype


def _seed_numpy(seed):
    """Seed numpy.random with a seed or with the one of tf.set_random_seed; without one its order is arbitrary anyhow."""
    tf = sys.modules.get("tensorflow")
    if seed is None and tf is not None:
        seed = tf.compat.v1.get_seed(None)[0]
    if seed is not None:
        np.random.seed(seed)
