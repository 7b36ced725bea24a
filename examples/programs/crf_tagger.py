"""A linear-chain CRF on random scores: likelihood, transition parameters and Viterbi decoding."""
import numpy as np
import tensorflow as tf

num_examples = 10
num_words = 8
num_features = 20
num_tags = 4

rng = np.random.RandomState(0)
x = rng.rand(num_examples, num_words, num_features).astype(np.float32)
y = rng.randint(num_tags, size=[num_examples, num_words]).astype(np.int32)
sequence_lengths = np.full(num_examples, num_words - 1, dtype=np.int32)

with tf.Graph().as_default():
    with tf.Session() as session:
        x_t = tf.constant(x)
        y_t = tf.constant(y)
        sequence_lengths_t = tf.constant(sequence_lengths)
        weights = tf.get_variable("weights", [num_features, num_tags], initializer=tf.constant_initializer(0.1))
        matricized_x_t = tf.reshape(x_t, [-1, num_features])
        matricized_unary_scores = tf.matmul(matricized_x_t, weights)
        unary_scores = tf.reshape(matricized_unary_scores, [num_examples, num_words, num_tags])
        transitions = tf.get_variable("transitions", [num_tags, num_tags], initializer=tf.zeros_initializer())
        log_likelihood, transition_params = tf.contrib.crf.crf_log_likelihood(
            unary_scores, y_t, sequence_lengths_t, transition_params=transitions)
        viterbi_sequence, viterbi_score = tf.contrib.crf.crf_decode(unary_scores, transition_params, sequence_lengths_t)
        loss = tf.reduce_mean(-log_likelihood)
        train_op = tf.train.GradientDescentOptimizer(0.05).minimize(loss)
        session.run(tf.global_variables_initializer())
        mask = (np.expand_dims(np.arange(num_words), axis=0) < np.expand_dims(sequence_lengths, axis=1))
        for i in range(60):
            tf_viterbi_sequence, tf_loss, _ = session.run([viterbi_sequence, loss, train_op])
        scores, params = session.run([unary_scores, transition_params])
        path, score = tf.contrib.crf.viterbi_decode(scores[0][:7], params)
        correct = np.sum((y == tf_viterbi_sequence) * mask)
        print("loss %.4f correct %d of %d" % (tf_loss, correct, mask.sum()))
        print("path", path, "same", bool((np.array(path) == tf_viterbi_sequence[0][:7]).all()))
