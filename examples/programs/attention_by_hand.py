"""Sequence to sequence with dynamic_rnn, raw_rnn as decoder and attention written out."""
import numpy as np
import tensorflow as tf
from tensorflow.python.ops.rnn_cell import LSTMCell, LSTMStateTuple

tf.reset_default_graph()
tf.set_random_seed(6)
np.random.seed(6)

PAD = 0
EOS = 1
vocab_size = 8
embedding_size = 8
hidden_units = 16

encoder_inputs = tf.placeholder(shape=(None, None), dtype=tf.int32, name='encoder_inputs')
encoder_inputs_length = tf.placeholder(shape=(None,), dtype=tf.int32, name='encoder_inputs_length')
decoder_targets = tf.placeholder(shape=(None, None), dtype=tf.int32, name='decoder_targets')

embeddings = tf.Variable(tf.random_uniform([vocab_size, embedding_size], -1.0, 1.0), dtype=tf.float32)
encoder_inputs_embedded = tf.nn.embedding_lookup(embeddings, encoder_inputs)

encoder_cell = LSTMCell(hidden_units)
((encoder_fw_outputs, encoder_bw_outputs), (encoder_fw_final_state, encoder_bw_final_state)) = (
    tf.nn.bidirectional_dynamic_rnn(cell_fw=encoder_cell,
                                    cell_bw=LSTMCell(hidden_units),
                                    inputs=encoder_inputs_embedded,
                                    sequence_length=encoder_inputs_length,
                                    dtype=tf.float32, time_major=True))
encoder_outputs = tf.concat((encoder_fw_outputs, encoder_bw_outputs), 2)
encoder_final_state = LSTMStateTuple(
    c=tf.concat((encoder_fw_final_state.c, encoder_bw_final_state.c), 1),
    h=tf.concat((encoder_fw_final_state.h, encoder_bw_final_state.h), 1))

decoder_cell = LSTMCell(hidden_units * 2)
encoder_max_time, batch_size = tf.unstack(tf.shape(encoder_inputs))
decoder_lengths = encoder_inputs_length + 2

W = tf.Variable(tf.random_uniform([hidden_units * 2, vocab_size], -1, 1), dtype=tf.float32)
b = tf.Variable(tf.zeros([vocab_size]), dtype=tf.float32)
eos_time_slice = tf.ones([batch_size], dtype=tf.int32, name='EOS')
pad_time_slice = tf.zeros([batch_size], dtype=tf.int32, name='PAD')
eos_step_embedded = tf.nn.embedding_lookup(embeddings, eos_time_slice)
pad_step_embedded = tf.nn.embedding_lookup(embeddings, pad_time_slice)


def attention(query):
    memory = tf.transpose(encoder_outputs, [1, 0, 2])
    scores = tf.squeeze(tf.matmul(memory, tf.expand_dims(query, 2)), squeeze_dims=[2])
    weights = tf.nn.softmax(scores)
    return tf.reduce_sum(memory * tf.expand_dims(weights, -1), axis=1)


def loop_fn(time, previous_output, previous_state, previous_loop_state):
    if previous_state is None:
        initial_elements_finished = (0 >= decoder_lengths)
        initial_input = tf.concat([eos_step_embedded, tf.zeros([batch_size, hidden_units * 2])], 1)
        return (initial_elements_finished, initial_input, encoder_final_state, None, None)

    def get_next_input():
        output_logits = tf.add(tf.matmul(previous_output, W), b)
        prediction = tf.argmax(output_logits, axis=1)
        return tf.nn.embedding_lookup(embeddings, prediction)

    elements_finished = (time >= decoder_lengths)
    finished = tf.reduce_all(elements_finished)
    next_input = tf.cond(finished, lambda: pad_step_embedded, get_next_input)
    next_input = tf.concat([next_input, attention(previous_output)], 1)
    next_input.set_shape([None, embedding_size + 2 * hidden_units])
    return (elements_finished, next_input, previous_state, previous_output, None)


decoder_outputs_ta, decoder_final_state, _ = tf.nn.raw_rnn(decoder_cell, loop_fn)
decoder_outputs = decoder_outputs_ta.stack()
decoder_max_steps, decoder_batch_size, decoder_dim = tf.unstack(tf.shape(decoder_outputs))
decoder_outputs_flat = tf.reshape(decoder_outputs, (-1, hidden_units * 2))
decoder_logits = tf.reshape(tf.matmul(decoder_outputs_flat, W) + b, (decoder_max_steps, decoder_batch_size, vocab_size))
decoder_prediction = tf.argmax(decoder_logits, 2)

stepwise_cross_entropy = tf.nn.softmax_cross_entropy_with_logits(
    labels=tf.one_hot(decoder_targets, depth=vocab_size, dtype=tf.float32), logits=decoder_logits)
loss = tf.reduce_mean(stepwise_cross_entropy)
train_op = tf.train.AdamOptimizer(0.01).minimize(loss)


def batch(size=32):
    lengths = np.random.randint(2, 5, size)
    xs = np.zeros((lengths.max(), size), np.int32)
    ys = np.zeros((lengths.max() + 2, size), np.int32)
    for i, n in enumerate(lengths):
        xs[:n, i] = np.random.randint(2, vocab_size, n)
        ys[:n, i] = xs[:n, i]
        ys[n, i] = EOS
    return {encoder_inputs: xs, encoder_inputs_length: lengths, decoder_targets: ys}


sess = tf.InteractiveSession()
sess.run(tf.global_variables_initializer())
loss_track = []
for step in range(120):
    _, l = sess.run([train_op, loss], batch())
    loss_track.append(l)
fd = batch(3)
print("prediction", sess.run(decoder_prediction, fd).shape[1], "loss fell", bool(loss_track[-1] < 0.8 * loss_track[0]))
