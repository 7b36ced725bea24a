"""Eager execution with tf.keras.Model, tf.train optimizers, checkpoints and a learning loop."""
import os
import numpy as np
import tensorflow as tf
tfe = tf.contrib.eager

tf.enable_eager_execution()
tf.set_random_seed(2)
np.random.seed(2)


class Tagger(tf.keras.Model):
    def __init__(self, units):
        super(Tagger, self).__init__()
        self.embedding = tf.keras.layers.Embedding(12, 6)
        self.gru = tf.keras.layers.GRU(units, return_sequences=True)
        self.fc = tf.keras.layers.Dense(2)

    def call(self, x):
        return self.fc(self.gru(self.embedding(x)))


def loss_function(real, pred):
    return tf.losses.sparse_softmax_cross_entropy(labels=real, logits=pred)


x = np.random.randint(0, 12, (64, 7))
y = (x > 5).astype(np.int64)
dataset = tf.data.Dataset.from_tensor_slices((x, y)).batch(32, drop_remainder=True)
model = Tagger(12)
optimizer = tf.train.AdamOptimizer(0.02)
global_step = tf.train.get_or_create_global_step()
losses = []
for epoch in range(12):
    for inp, target in dataset:
        with tf.GradientTape() as tape:
            value = loss_function(target, model(inp))
        grads = tape.gradient(value, model.variables)
        optimizer.apply_gradients(zip(grads, model.variables), global_step=global_step)
        losses.append(value.numpy())
checkpoint = tf.train.Checkpoint(optimizer=optimizer, model=model)
path = checkpoint.save(os.path.join('eager_ckpt', 'ckpt'))
checkpoint.restore(tf.train.latest_checkpoint('eager_ckpt'))
accuracy = tfe.metrics.Accuracy()
accuracy(tf.argmax(model(tf.constant(x)), axis=2), tf.constant(y))
print("steps", global_step.numpy(), "variables", len(model.variables))
print("fell", bool(losses[-1] < losses[0]), "accurate", bool(accuracy.result().numpy() > 0.8))
