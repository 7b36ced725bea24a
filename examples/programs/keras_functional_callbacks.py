"""A functional Keras model with two inputs, callbacks, and a custom layer and loss from tf functions."""
import numpy as np
import tensorflow as tf
import tensorflow.keras.backend as K
from tensorflow.keras.layers import Input, Dense, Embedding, LSTM, Lambda, concatenate
from tensorflow.keras.models import Model, load_model
from tensorflow.keras.callbacks import EarlyStopping, ModelCheckpoint
from tensorflow.keras.optimizers import Adam

np.random.seed(3)
tf.set_random_seed(3)

tokens = Input(shape=(6,), dtype='int32', name='tokens')
numbers = Input(shape=(4,), name='numbers')
x = Embedding(10, 8)(tokens)
x = LSTM(8)(x)
n = Lambda(lambda t: tf.log(1. + tf.square(t)))(numbers)
joined = concatenate([x, n])
out = Dense(1)(joined)
model = Model(inputs=[tokens, numbers], outputs=out)


def huber_like(y_true, y_pred):
    diff = K.abs(y_true - y_pred)
    return K.mean(tf.where(diff < 1., 0.5 * K.square(diff), diff - 0.5), axis=-1)


model.compile(optimizer=Adam(lr=0.02), loss=huber_like, metrics=['mae'])
t = np.random.randint(0, 10, (200, 6))
v = np.random.randn(200, 4)
y = t.mean(1, keepdims=True) / 5. + v[:, :1] ** 2
callbacks = [EarlyStopping(monitor='val_loss', patience=5), ModelCheckpoint('best.h5', monitor='val_loss', save_best_only=True)]
history = model.fit([t, v], y, epochs=10, batch_size=32, validation_split=0.2, callbacks=callbacks, verbose=0)
again = load_model('best.h5', custom_objects={'huber_like': huber_like, 'tf': tf})
print("layers", len(model.layers), "parameters", model.count_params())
print("fell", bool(history.history['loss'][-1] < history.history['loss'][0]), again.predict([t[:2], v[:2]]).shape)
