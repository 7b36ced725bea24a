"""Recurrent layers of tf.keras in eager code: the gates of TensorFlow 1, and an embedding that an optimizer changes row by row."""
import numpy as np
import tensorflow as tf

tf.enable_eager_execution()

rs = np.random.RandomState(4)


def first(*shape):
    return tf.constant_initializer(np.linspace(-1.0, 1.2, int(np.prod(shape))).reshape(shape))


class Reader(tf.keras.Model):
    def __init__(self, words, units):
        super(Reader, self).__init__()
        self.embedding = tf.keras.layers.Embedding(words, 3, embeddings_initializer=first(words, 3))
        self.gru = tf.keras.layers.GRU(units, return_sequences=True, kernel_initializer=first(3, 3 * units),
                                       recurrent_initializer=first(units, 3 * units))
        self.lstm = tf.keras.layers.LSTM(units, 'tanh', kernel_initializer=first(units, 4 * units),
                                         recurrent_initializer=first(units, 4 * units))
        self.dense = tf.keras.layers.Dense(2, kernel_initializer=first(units, 2))

    def call(self, x):
        x = self.gru(self.embedding(x))
        return self.dense(self.lstm(x))


model = Reader(6, 4)
optimizer = tf.train.AdamOptimizer(0.05)
words = rs.randint(0, 4, (8, 5))
labels = words.sum(axis=1) % 2
step = tf.train.get_or_create_global_step()
for epoch in range(3):
    for x, y in tf.data.Dataset.from_tensor_slices((words, labels)).batch(4):
        with tf.GradientTape() as tape:
            loss = tf.losses.sparse_softmax_cross_entropy(labels=y, logits=model(x))
        grads = tape.gradient(loss, model.variables)
        optimizer.apply_gradients(zip(grads, model.variables), global_step=step)
        print(step.numpy(), loss.numpy())
print(model(words).numpy()[:2].round(4))
print(model.embedding.variables[0].numpy()[:2].round(4))
