"""`tf.image.resize_images` takes one image or several, and what is fed here may be either."""
import numpy as np
import tensorflow as tf

image = tf.placeholder(tf.float32)
small = tf.image.resize_images(image, [2, 2])  # refused: one image or several
with tf.Session() as sess:
    print(sess.run(small, {image: np.ones((4, 4, 3))}).shape)
    print(sess.run(small, {image: np.ones((5, 4, 4, 3))}).shape)
