"""Image transforms for programs written for tf.contrib.image, which TensorFlow 2 does not have.

The functions, their arguments and their results are those of TensorFlow 1.15. They work in graphs and eagerly. Images have the shape
(images, rows, columns, channels), (rows, columns, channels) or (rows, columns).
"""

# tensorlift: skip-file
from __future__ import annotations

import tensorflow.compat.v1 as tf

_DTYPES = {tf.uint8, tf.int32, tf.int64, tf.float16, tf.float32, tf.float64}


def rotate(images, angles, interpolation="NEAREST", name=None):
    """Return images turned counterclockwise about their middle.

    Args:
        images: The images.
        angles: One angle in radians, or one for each image.
        interpolation: NEAREST or BILINEAR.
        name: A name for the operation.
    """
    with tf.name_scope(name, "rotate"):
        images = tf.convert_to_tensor(images)
        height, width = (tf.cast(size, tf.float32) for size in tf.unstack(tf.shape(_batch(images))[1:3]))
        return transform(images, angles_to_projective_transforms(angles, height, width), interpolation)


def translate(images, translations, interpolation="NEAREST", name=None):
    """Return images moved by a pair (dx, dy), or by one pair for each image."""
    with tf.name_scope(name, "translate"):
        return transform(images, translations_to_projective_transforms(translations), interpolation)


def transform(images, transforms, interpolation="NEAREST", output_shape=None, name=None):
    """Return images under projective transforms.

    Args:
        images: The images.
        transforms: Numbers (a0, a1, a2, b0, b1, b2, c0, c1), once or for each image. The point (x, y) of the result is taken from
            ((a0 x + a1 y + a2) / k, (b0 x + b1 y + b2) / k) with k = c0 x + c1 y + 1; what is outside of the image is 0.
        interpolation: NEAREST or BILINEAR.
        output_shape: Rows and columns of the result; None means those of the images.
        name: A name for the operation.

    Raises:
        TypeError: The images or the transforms have another type or rank.
    """
    with tf.name_scope(name, "transform"):
        images = tf.convert_to_tensor(images, name="images")
        batch = _batch(images)
        result = tf.raw_ops.ImageProjectiveTransformV3(
            images=batch,
            transforms=_rows(transforms, "Transforms"),
            output_shape=tf.shape(batch)[1:3] if output_shape is None else tf.cast(output_shape, tf.int32),
            fill_value=0.0,
            interpolation=interpolation.upper(),
            fill_mode="CONSTANT",
        )
        if images.shape.rank == 2:
            return result[0, :, :, 0]
        return result[0] if images.shape.rank == 3 else result


def angles_to_projective_transforms(angles, image_height, image_width, name=None):
    """Return the transforms that turn images of a size by angles in radians."""
    with tf.name_scope(name, "angles_to_projective_transforms"):
        angles = tf.convert_to_tensor(angles, tf.float32, name="angles")
        if angles.shape.rank not in (0, 1):
            raise TypeError("Angles should have rank 0 or 1.")
        angles = tf.reshape(angles, [-1])
        sin, cos = tf.sin(angles), tf.cos(angles)
        right, bottom = image_width - 1, image_height - 1
        x = (right - (cos * right - sin * bottom)) / 2.0
        y = (bottom - (sin * right + cos * bottom)) / 2.0
        zero = tf.zeros_like(angles)
        return tf.stack([cos, -sin, x, sin, cos, y, zero, zero], 1)


def translations_to_projective_transforms(translations, name=None):
    """Return the transforms that move images by pairs (dx, dy)."""
    with tf.name_scope(name, "translations_to_projective_transforms"):
        x, y = tf.unstack(_rows(translations, "Translations"), 2, axis=1)
        one, zero = tf.ones_like(x), tf.zeros_like(x)
        return tf.stack([one, zero, -x, zero, one, -y, zero, zero], 1)


def compose_transforms(*transforms):
    """Return the transforms that do what all these do one after the other, the first one first."""
    assert transforms, "transforms cannot be empty"
    with tf.name_scope("compose_transforms"):
        matrices = flat_transforms_to_matrices(transforms[0])
        for following in transforms[1:]:
            matrices = tf.matmul(matrices, flat_transforms_to_matrices(following))
        return matrices_to_flat_transforms(matrices)


def flat_transforms_to_matrices(transforms):
    """Return transforms of 8 numbers as matrices of 3 rows."""
    with tf.name_scope("flat_transforms_to_matrices"):
        transforms = tf.convert_to_tensor(transforms, name="transforms")
        if transforms.shape.rank not in (1, 2):
            raise ValueError(f"Transforms should be 1D or 2D, got: {transforms}")
        rows = tf.reshape(transforms, [-1, 8])
        return tf.reshape(tf.concat([rows, tf.ones_like(rows[:, :1])], 1), [-1, 3, 3])


def matrices_to_flat_transforms(transform_matrices):
    """Return matrices of 3 rows as transforms of 8 numbers."""
    with tf.name_scope("matrices_to_flat_transforms"):
        matrices = tf.convert_to_tensor(transform_matrices, name="transform_matrices")
        if matrices.shape.rank not in (2, 3):
            raise ValueError(f"Matrices should be 2D or 3D, got: {matrices}")
        rows = tf.reshape(matrices, [-1, 9])
        return (rows / rows[:, 8:])[:, :8]


def _batch(images):
    """Return images of rank 2 to 4 as a batch."""
    if images.dtype.base_dtype not in _DTYPES:
        raise TypeError(f"Invalid dtype {images.dtype}.")
    if images.shape.rank is None:
        raise TypeError("image_or_images rank must be statically known")
    if images.shape.rank == 2:
        return images[None, :, :, None]
    if images.shape.rank == 3:
        return images[None]
    if images.shape.rank == 4:
        return images
    raise TypeError("Images should have rank between 2 and 4.")


def _rows(numbers, what):
    """Return numbers of rank 1 or 2 as rows."""
    numbers = tf.convert_to_tensor(numbers, tf.float32, name=what.lower())
    if numbers.shape.rank not in (1, 2):
        raise TypeError(f"{what} should have rank 1 or 2.")
    return numbers[None] if numbers.shape.rank == 1 else numbers
