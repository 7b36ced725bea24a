"""tf.keras in TF1: Sequential, compile, fit, evaluate, weights saved and loaded."""
import numpy as np
import tensorflow as tf
from tensorflow import keras

np.random.seed(0)
tf.set_random_seed(0)
train_images = np.random.rand(300, 8, 8)
train_labels = np.random.randint(0, 3, 300)
for i, k in enumerate(train_labels):
    train_images[i, 2 * k:2 * k + 3] += 1

model = keras.Sequential([
    keras.layers.Flatten(input_shape=(8, 8)),
    keras.layers.Dense(32, activation=tf.nn.relu),
    keras.layers.Dense(3, activation=tf.nn.softmax)
])
model.compile(optimizer=tf.train.AdamOptimizer(0.01),
              loss='sparse_categorical_crossentropy',
              metrics=['accuracy'])
history = model.fit(train_images, train_labels, epochs=8, batch_size=32, verbose=0)
test_loss, test_acc = model.evaluate(train_images, train_labels, verbose=0)
predictions = model.predict(train_images[:5])
model.save_weights('keras_weights.h5')
model.load_weights('keras_weights.h5')
print("parameters", model.count_params(), "epochs", len(history.history['loss']))
print("sum", round(float(predictions.sum()), 3), "accurate", bool(test_acc > 0.8))
