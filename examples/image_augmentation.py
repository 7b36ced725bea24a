"""Image augmentation and geometry with tf.image and friends, as in a detection pipeline of 2017.

The pictures are synthetic gradients with a white square in a known place, so that the crops can be checked.
"""
from __future__ import print_function

import numpy as np
import tensorflow as tf

HEIGHT, WIDTH = 48, 64
BOX = (12, 16, 36, 40)  # ymin, xmin, ymax, xmax in pixels


def make_picture():
    yy, xx = np.mgrid[:HEIGHT, :WIDTH]
    picture = np.stack([yy * 5, xx * 3, np.full_like(yy, 60)], axis=-1)
    ymin, xmin, ymax, xmax = BOX
    picture[ymin:ymax, xmin:xmax] = 255
    return picture.astype(np.uint8)


def distort(image, seed):
    """Random distortions for training; image is float32 in [0, 1]."""
    image = tf.random_crop(image, [40, 56, 3], seed=seed)
    image = tf.image.random_flip_left_right(image, seed=seed)
    image = tf.image.random_flip_up_down(image, seed=seed)
    image = tf.image.random_brightness(image, max_delta=32. / 255., seed=seed)
    image = tf.image.random_saturation(image, lower=0.5, upper=1.5, seed=seed)
    image = tf.image.random_hue(image, max_delta=0.2, seed=seed)
    image = tf.image.random_contrast(image, lower=0.5, upper=1.5, seed=seed)
    image = tf.clip_by_value(image, 0.0, 1.0)
    return tf.image.per_image_standardization(image)


def salt_and_pepper(image):
    """Plain NumPy, called through py_func."""
    noisy = image.copy()
    noise = np.random.RandomState(0).uniform(size=image.shape[:2])
    noisy[noise < 0.02] = 0.0
    noisy[noise > 0.98] = 1.0
    return noisy


tf.set_random_seed(7)

# A round trip through PNG, as if it came from disk
encoded = tf.image.encode_png(tf.constant(make_picture()))
image = tf.image.decode_png(encoded, channels=3)
image.set_shape([HEIGHT, WIDTH, 3])
image = tf.image.convert_image_dtype(image, dtype=tf.float32)

distorted = tf.stack([distort(image, seed) for seed in range(3)])
noisy = tf.py_func(salt_and_pepper, [image], tf.float32, stateful=False)
noisy.set_shape(image.get_shape())

# Resizing: one picture, a batch, and all the methods
batch = tf.expand_dims(image, 0)
half = tf.image.resize_images(image, [HEIGHT // 2, WIDTH // 2])
by_method = {
    'bilinear': tf.image.resize_images(batch, (96, 128), tf.image.ResizeMethod.BILINEAR, align_corners=True),
    'nearest': tf.image.resize_images(batch, (96, 128), method=tf.image.ResizeMethod.NEAREST_NEIGHBOR),
    'area': tf.image.resize_area(batch, [96, 128]),
    'bicubic': tf.image.resize_bicubic(batch, [96, 128]),
}
doubled = tf.image.resize_bilinear(batch, [2 * HEIGHT, 2 * WIDTH], align_corners=False)
thumbnail = tf.image.resize_nearest_neighbor(batch, [8, 8], name='thumbnail')
padded = tf.image.resize_image_with_crop_or_pad(image, 64, 64)
centre = tf.image.central_crop(image, 0.5)

# Boxes are in relative coordinates
box = tf.to_float(tf.constant([BOX])) / tf.constant([HEIGHT, WIDTH, HEIGHT, WIDTH], dtype=tf.float32)
patches = tf.image.crop_and_resize(batch, boxes=box, box_ind=tf.zeros([1], tf.int32), crop_size=[12, 12])
drawn = tf.image.draw_bounding_boxes(batch, tf.expand_dims(box, 0))
begin, size, _ = tf.image.sample_distorted_bounding_box(
    tf.shape(image), bounding_boxes=tf.expand_dims(box, 0), min_object_covered=0.8, seed=1)
sampled = tf.slice(image, begin, size)
glimpse = tf.image.extract_glimpse(batch, [16, 16], offsets=[[0.0, 0.0]])

# Detections that overlap too much
scores = tf.constant([0.9, 0.8, 0.7])
candidates = tf.concat([box, box + 0.02, box - 0.2], axis=0)
keep = tf.image.non_max_suppression(candidates, scores, max_output_size=3, iou_threshold=0.5)

# Local patches and edges of the grey picture
grey = tf.image.rgb_to_grayscale(batch)
tiles = tf.extract_image_patches(grey, ksizes=[1, 8, 8, 1], strides=[1, 8, 8, 1], rates=[1, 1, 1, 1], padding='VALID')
laplace = tf.reshape(tf.constant([[0., 1., 0.], [1., -4., 1.], [0., 1., 0.]]), [3, 3, 1, 1])
edges = tf.nn.conv2d(grey, laplace, strides=[1, 1, 1, 1], padding='SAME')
blocks = tf.space_to_depth(grey, block_size=2)
rotated = tf.map_fn(lambda im: tf.image.rot90(im, k=1), batch)

with tf.Session() as sess:
    original, augmented = sess.run([image, distorted])
    print('distorted', augmented.shape, 'mean %.3f stddev %.3f' % (augmented.mean(), augmented.std()))
    assert abs(augmented.mean()) < 1e-3

    print('noisy pixels: %d' % np.any(sess.run(noisy) != original, axis=-1).sum())
    for name, resized in sorted(by_method.items()):
        value = sess.run(resized)
        print('%-8s %s mean %.4f' % (name, value.shape, value.mean()))
    print('shapes', half.shape, padded.shape, centre.shape, doubled.shape.as_list(), thumbnail.shape.as_list())

    patch = sess.run(patches)
    assert patch.min() > 0.5, 'the crop is the white square'
    print('drawn box changes %d values' % (sess.run(drawn)[0] != original).sum())
    print('sampled window', sess.run(tf.shape(sampled)), 'glimpse', glimpse.shape)
    print('kept boxes', sess.run(keep))
    print('tiles', tiles.shape, 'blocks', blocks.shape, 'rotated', sess.run(rotated).shape)
    print('edge energy %.3f' % sess.run(tf.reduce_mean(tf.square(edges))))
