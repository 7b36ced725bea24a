"""Connectionist temporal classification over an LSTM with sparse placeholders and edit distance."""
import numpy as np
import tensorflow as tf

num_features = 5
num_classes = 4 + 1
num_hidden = 12


def sparse_tuple_from(sequences, dtype=np.int32):
    indices = []
    values = []
    for n, seq in enumerate(sequences):
        indices.extend(zip([n]*len(seq), range(len(seq))))
        values.extend(seq)
    indices = np.asarray(indices, dtype=np.int64)
    values = np.asarray(values, dtype=dtype)
    shape = np.asarray([len(sequences), np.asarray(indices).max(0)[1]+1], dtype=np.int64)
    return indices, values, shape


graph = tf.Graph()
with graph.as_default():
    tf.set_random_seed(0)
    inputs = tf.placeholder(tf.float32, [None, None, num_features])
    targets = tf.sparse_placeholder(tf.int32)
    seq_len = tf.placeholder(tf.int32, [None])
    cell = tf.contrib.rnn.LSTMCell(num_hidden, state_is_tuple=True)
    stack = tf.contrib.rnn.MultiRNNCell([cell], state_is_tuple=True)
    outputs, _ = tf.nn.dynamic_rnn(stack, inputs, seq_len, dtype=tf.float32)
    shape = tf.shape(inputs)
    batch_s, max_timesteps = shape[0], shape[1]
    outputs = tf.reshape(outputs, [-1, num_hidden])
    W = tf.Variable(tf.truncated_normal([num_hidden, num_classes], stddev=0.1))
    b = tf.Variable(tf.constant(0., shape=[num_classes]))
    logits = tf.reshape(tf.matmul(outputs, W) + b, [batch_s, -1, num_classes])
    logits = tf.transpose(logits, (1, 0, 2))
    loss = tf.nn.ctc_loss(targets, logits, seq_len)
    cost = tf.reduce_mean(loss)
    optimizer = tf.train.AdamOptimizer(0.02).minimize(cost)
    decoded, log_prob = tf.nn.ctc_greedy_decoder(logits, seq_len)
    ler = tf.reduce_mean(tf.edit_distance(tf.cast(decoded[0], tf.int32), targets))

rng = np.random.RandomState(0)
x = np.zeros((8, 12, num_features), np.float32)
labels = []
for i in range(8):
    labels.append([rng.randint(0, 4) for _ in range(3)])
    for j, k in enumerate(labels[-1]):
        x[i, 4 * j:4 * j + 3, k] = 1
        x[i, 4 * j + 3, 4] = 1
with tf.Session(graph=graph) as session:
    tf.global_variables_initializer().run()
    feed = {inputs: x, targets: sparse_tuple_from(labels), seq_len: np.full(8, 12)}
    first = session.run(cost, feed)
    for epoch in range(100):
        batch_cost, _ = session.run([cost, optimizer], feed)
    d = session.run(decoded[0], feed_dict=feed)
    print("dense", tf.sparse_tensor_to_dense(d).eval().shape[0] if False else d.dense_shape[0])
    print("fell", bool(batch_cost < 0.3 * first), "error rate", float(session.run(ler, feed)) < 0.5)
