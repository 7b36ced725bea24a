"""tf.contrib.seq2seq with an attention wrapper, a training helper and a greedy decoder."""
import numpy as np
import tensorflow as tf
from tensorflow.contrib import seq2seq

tf.set_random_seed(1)
np.random.seed(1)
vocab, units, steps = 7, 16, 4
source = tf.placeholder(tf.int32, [None, steps])
target = tf.placeholder(tf.int32, [None, steps])
embedding = tf.get_variable('embedding', [vocab, 8])
encoder_outputs, encoder_state = tf.nn.dynamic_rnn(tf.nn.rnn_cell.GRUCell(units), tf.nn.embedding_lookup(embedding, source), dtype=tf.float32)
lengths = tf.fill([tf.shape(source)[0]], steps)
attention = seq2seq.BahdanauAttention(units, encoder_outputs, memory_sequence_length=lengths)
cell = seq2seq.AttentionWrapper(tf.nn.rnn_cell.GRUCell(units), attention, attention_layer_size=units)
shifted = tf.concat([tf.zeros_like(target[:, :1]), target[:, :-1]], 1)
helper = seq2seq.TrainingHelper(tf.nn.embedding_lookup(embedding, shifted), lengths)
projection = tf.layers.Dense(vocab, use_bias=False)
decoder = seq2seq.BasicDecoder(cell, helper, cell.zero_state(tf.shape(source)[0], tf.float32).clone(cell_state=encoder_state), projection)
outputs, _, _ = seq2seq.dynamic_decode(decoder)
loss = seq2seq.sequence_loss(outputs.rnn_output, target, tf.ones([tf.shape(source)[0], steps]))
train = tf.train.AdamOptimizer(0.02).minimize(loss)
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    losses = []
    for _ in range(60):
        x = np.random.randint(1, vocab, (32, steps))
        losses.append(sess.run([loss, train], {source: x, target: x[:, ::-1]})[0])
print("fell", bool(losses[-1] < losses[0]), len(tf.trainable_variables()))
