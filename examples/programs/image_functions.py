"""What tf.image offers: decoding, resizing, cropping, colours, boxes."""
import numpy as np
import tensorflow as tf

picture = np.arange(10 * 8 * 3, dtype=np.uint8).reshape(10, 8, 3)
with tf.Session() as sess:
    png = sess.run(tf.image.encode_png(picture))
with tf.gfile.FastGFile('picture.png', 'wb') as f:
    f.write(png)

image_raw_data = tf.gfile.FastGFile('picture.png', 'rb').read()
with tf.Session() as sess:
    img_data = tf.image.decode_png(image_raw_data)
    print(img_data.eval().shape)
    img = tf.image.convert_image_dtype(img_data, dtype=tf.float32)
    resized = tf.image.resize_images(img, [5, 4], method=0)
    nearest = tf.image.resize_images(img, (20, 16), method=tf.image.ResizeMethod.NEAREST_NEIGHBOR)
    bicubic = tf.image.resize_bicubic(tf.expand_dims(img, 0), [6, 6], align_corners=True)
    print("bilinear %.5f nearest %.5f bicubic %.5f" % tuple(float(np.mean(sess.run(t))) for t in [resized, nearest, bicubic]))
    croped = tf.image.resize_image_with_crop_or_pad(img, 6, 6)
    central = tf.image.central_crop(img, 0.5)
    print(croped.eval().shape, central.eval().shape)
    flipped = tf.image.flip_up_down(tf.image.transpose_image(img))
    print("flipped %.4f" % flipped.eval()[0, 0, 0])
    adjusted = tf.image.adjust_brightness(tf.image.adjust_contrast(img, 2), -0.1)
    adjusted = tf.clip_by_value(adjusted, 0.0, 1.0)
    hue = tf.image.adjust_saturation(tf.image.adjust_hue(img, 0.1), 0.5)
    print("adjusted %.4f hue %.4f" % (adjusted.eval().mean(), hue.eval().mean()))
    standard = tf.image.per_image_standardization(img)
    print("deviation %.4f" % standard.eval().std())
    batched = tf.expand_dims(tf.image.convert_image_dtype(img_data, tf.float32), 0)
    boxes = tf.constant([[[0.05, 0.05, 0.9, 0.7], [0.35, 0.47, 0.5, 0.56]]])
    result = tf.image.draw_bounding_boxes(batched, boxes)
    begin, size, bbox_for_draw = tf.image.sample_distorted_bounding_box(
        tf.shape(img_data), bounding_boxes=boxes, min_object_covered=0.4)
    distorted = tf.slice(img_data, begin, size)
    grid = tf.image.crop_and_resize(batched, [[0., 0., 1., 1.]], [0], [3, 3])
    keep = tf.image.non_max_suppression([[0., 0., 1., 1.], [0., 0., 0.9, 1.], [2., 2., 3., 3.]], [0.9, 0.8, 0.7], 3, 0.5)
    print(result.eval().shape, distorted.eval().ndim, "grid %.4f" % grid.eval().mean(), keep.eval())
    gray = tf.image.rgb_to_grayscale(img)
    print("gray %.4f" % gray.eval().mean(), "gradient", tf.image.total_variation(gray).eval() > 0)
