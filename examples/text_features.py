# -*- coding: utf-8 -*-
"""Bag of hashed words: which of two authors wrote the line? Strings all the way inside the graph.

Also the odds and ends of input code: serialized Examples, raw bytes, CSV.
"""
from __future__ import print_function

import numpy as np
import tensorflow as tf

SEA = ['waves', 'harbour', 'captain', 'sails', 'anchor', 'storm', 'gulls', 'deck']
HILL = ['sheep', 'meadow', 'shepherd', 'grass', 'valley', 'brook', 'goats', 'fence']
FILLER = ['the', 'and', 'over', 'under', 'near', 'old', 'a', 'quiet']
NUM_BUCKETS = 64
EMBEDDING_SIZE = 8


def make_lines(n, seed):
    rng = np.random.RandomState(seed)
    labels = rng.randint(2, size=n)
    lines = [' '.join(rng.permutation(np.concatenate([
        rng.choice(HILL if label else SEA, 2), rng.choice(FILLER, rng.randint(2, 6))]))) for label in labels]
    return lines, labels


def serialize(line, label):
    """One tf.train.Example: the line, its label, two raw bytes and a list of word lengths."""
    def feature(**kwargs):
        return tf.train.Feature(**kwargs)

    return tf.train.Example(features=tf.train.Features(feature={
        'line': feature(bytes_list=tf.train.BytesList(value=[line.encode('utf-8')])),
        'label': feature(int64_list=tf.train.Int64List(value=[label])),
        'raw': feature(bytes_list=tf.train.BytesList(value=[np.array([len(line), label], np.uint8).tobytes()])),
        'lengths': feature(int64_list=tf.train.Int64List(value=[len(word) for word in line.split()])),
    })).SerializeToString()


def parse_batch(serialized):
    spec = {
        'line': tf.FixedLenFeature([], tf.string),
        'label': tf.FixedLenFeature([], tf.int64, default_value=0),
        'raw': tf.FixedLenFeature([], tf.string),
        'lengths': tf.VarLenFeature(tf.int64),
    }
    parsed = tf.parse_example(serialized, features=spec)
    raw = tf.decode_raw(parsed['raw'], tf.uint8)
    longest_word = tf.reduce_max(tf.sparse_tensor_to_dense(parsed['lengths'], default_value=0), axis=1)
    return parsed['line'], tf.to_float(parsed['label']), raw, longest_word


def bag_of_words(lines):
    """Mean embedding of the hashed words of each line."""
    # clean up, then cut at the blanks: a SparseTensor, one row for each line
    words = tf.string_split(tf.regex_replace(lines, '[^a-z ]', ''), delimiter=' ')
    buckets = tf.SparseTensor(
        indices=words.indices,
        values=tf.string_to_hash_bucket_fast(words.values, NUM_BUCKETS),
        dense_shape=words.dense_shape)
    embeddings = tf.get_variable(
        'word_embeddings', [NUM_BUCKETS, EMBEDDING_SIZE], initializer=tf.random_normal_initializer(stddev=0.1))
    return tf.nn.embedding_lookup_sparse(embeddings, buckets, sp_weights=None, combiner='mean')


def demo_string_ops(sess):
    """Smaller string functions, one line each."""
    words = tf.constant(['captain', 'gulls'])
    joined = tf.reduce_join(words, 0, separator='+')
    dense = tf.sparse_tensor_to_dense(tf.string_split(['a b c', 'd'], ' '), default_value='-')
    number, name = tf.decode_csv(tf.constant(['3.5,tide']), record_defaults=[[0.0], ['']], field_delim=',')
    print('first letters ', sess.run(tf.substr(words, 0, 3)))
    print('joined        ', sess.run([joined, tf.string_join(['x', 'y'], separator='-')]))
    print('dense         ', sess.run(dense).tolist())
    print('strong hash   ', sess.run(tf.string_to_hash_bucket_strong(words, 100, key=[1, 2])))
    print('legacy hash   ', sess.run(tf.string_to_hash_bucket(words, num_buckets=100)))
    print('numbers       ', sess.run([tf.string_to_number(['1.5', '2']), tf.as_string([3, 4])]))
    print('csv           ', sess.run([number, name]))
    print('length, base64', sess.run([tf.strings.length(words), tf.encode_base64(words)]))
    print('distance      ', sess.run(tf.edit_distance(tf.string_split(['saw'], ''), tf.string_split(['sew'], ''))))


def main():
    tf.set_random_seed(11)
    serialized = tf.placeholder(tf.string, shape=[None], name='serialized')
    lines, labels, raw, longest_word = parse_batch(serialized)
    features = bag_of_words(lines)

    with tf.variable_scope('logistic'):
        w = tf.get_variable('w', [EMBEDDING_SIZE, 1], initializer=tf.truncated_normal_initializer(stddev=0.1))
        b = tf.get_variable('b', [1], initializer=tf.zeros_initializer())
    logits = tf.reshape(tf.matmul(features, w) + b, [-1])
    loss = tf.reduce_mean(tf.nn.weighted_cross_entropy_with_logits(targets=labels, logits=logits, pos_weight=1.2))
    train_op = tf.train.AdagradOptimizer(0.3).minimize(loss)
    accuracy = tf.reduce_mean(tf.to_float(tf.equal(tf.to_float(logits > 0), labels)))

    train = [serialize(line, label) for line, label in zip(*make_lines(200, seed=0))]
    test = [serialize(line, label) for line, label in zip(*make_lines(100, seed=1))]
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        first = sess.run([lines, raw, longest_word], feed_dict={serialized: train[:2]})
        print('parsed:', *first, sep='\n  ')
        for epoch in range(31):
            for start in range(0, len(train), 50):
                sess.run(train_op, feed_dict={serialized: train[start:start + 50]})
            if epoch % 10 == 0:
                print('epoch %d: loss %.4f' % (epoch, sess.run(loss, feed_dict={serialized: train})))
        result = sess.run(accuracy, feed_dict={serialized: test})
        print('test accuracy %.2f' % result)
        demo_string_ops(sess)
        assert result > 0.9


if __name__ == '__main__':
    main()
