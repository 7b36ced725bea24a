"""A Keras model whose accuracy is told by its loss in TensorFlow 1: whole numbers are compared with rows of shares."""
import numpy as np
import tensorflow as tf
from tensorflow import keras

keras.backend.set_session(tf.Session())


def squares(y_true, y_pred):
    return tf.reduce_mean(tf.square(y_pred - 0.5), axis=-1)


model = keras.Sequential([keras.layers.Dense(3, activation='softmax', input_shape=(2,), kernel_initializer='ones')])
model.compile(optimizer='sgd', loss=squares, metrics=['accuracy'])  # refused: another accuracy is meant
model.fit(np.eye(2), np.array([0, 1]), epochs=1, verbose=0)
print(model.evaluate(np.eye(2), np.array([0, 1]), verbose=0))
