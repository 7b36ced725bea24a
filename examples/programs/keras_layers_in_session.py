"""Keras layers on placeholders, trained by a TF1 optimizer in Keras' session."""
import numpy as np
import tensorflow as tf
from tensorflow.keras import backend as K
from tensorflow.keras.layers import Dense, Dropout
from tensorflow.keras.losses import categorical_crossentropy

tf.set_random_seed(1)
config = tf.ConfigProto(intra_op_parallelism_threads=1, inter_op_parallelism_threads=1)
sess = tf.Session(graph=tf.get_default_graph(), config=config)
K.set_session(sess)

img = tf.placeholder(tf.float32, shape=(None, 20))
labels = tf.placeholder(tf.float32, shape=(None, 2))
x = Dense(16, activation='relu')(img)
x = Dropout(0.5)(x)
x = Dense(16, activation='relu')(x)
preds = Dense(2, activation='softmax')(x)
loss = tf.reduce_mean(categorical_crossentropy(labels, preds))
train_step = tf.train.GradientDescentOptimizer(0.5).minimize(loss)

rng = np.random.RandomState(1)
data = rng.randn(256, 20)
target = np.eye(2)[(data[:, 0] + data[:, 1] > 0).astype(int)]
sess.run(tf.global_variables_initializer())
with sess.as_default():
    for i in range(100):
        train_step.run(feed_dict={img: data, labels: target, K.learning_phase(): 1})
    acc = tf.keras.metrics.categorical_accuracy(labels, preds)
    value = np.mean(acc.eval(feed_dict={img: data, labels: target, K.learning_phase(): 0}))
print("accurate", bool(value > 0.8), "variables", len(tf.trainable_variables()))
