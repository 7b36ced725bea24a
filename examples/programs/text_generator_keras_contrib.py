"""tf.contrib.keras as it was before tf.keras: a small recurrent model for sequences of numbers."""
import numpy as np
import tensorflow as tf

Sequential = tf.contrib.keras.models.Sequential
LSTM = tf.contrib.keras.layers.LSTM
Dense = tf.contrib.keras.layers.Dense
Activation = tf.contrib.keras.layers.Activation
to_categorical = tf.contrib.keras.utils.to_categorical

np.random.seed(1)
tf.set_random_seed(1)
data = np.array([[(i + j) % 5 for j in range(4)] for i in range(100)])
x = np.stack([to_categorical(row[:3], 5) for row in data])
y = to_categorical(data[:, 3], 5)
model = Sequential()
model.add(LSTM(16, input_shape=(3, 5)))
model.add(Dense(5))
model.add(Activation('softmax'))
model.compile(loss='categorical_crossentropy', optimizer=tf.contrib.keras.optimizers.RMSprop(lr=0.02), metrics=['acc'])
history = model.fit(x, y, batch_size=20, epochs=12, verbose=0)
print("parameters", model.count_params(), "accurate", bool(history.history['acc'][-1] > 0.8), model.predict_classes(x[:2]).shape)
