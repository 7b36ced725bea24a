"""The gates of such a layer are made of lines in TensorFlow 1, and of the smooth sigmoid in TensorFlow 2."""
import numpy as np
import tensorflow.compat.v1 as tf
from tensorflow.keras.layers import LSTM

tf.disable_eager_execution()

x = tf.placeholder(tf.float32, [None, 5, 2])
last = LSTM(3, kernel_initializer="ones", recurrent_initializer="ones")(x)  # refused: which TensorFlow is meant

with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    print(sess.run(last, feed_dict={x: np.linspace(-1.0, 1.0, 10).reshape(1, 5, 2)}))
