"""Skip-gram word vectors with noise-contrastive estimation, on an artificial language.

Words belong to topics; a sentence stays within its topic. After training, the nearest neighbours of a
word should come from its own topic.
"""

from __future__ import absolute_import
from __future__ import division
from __future__ import print_function

import collections
import math
import random

import numpy as np
import tensorflow as tf

TOPICS = {
    'kitchen': 'pot pan spoon oven salt stove knife plate'.split(),
    'harbour': 'boat sail anchor tide rope gull mast pier'.split(),
    'garden': 'rose spade hedge soil bee seed rain fence'.split(),
    'workshop': 'saw nail plank hammer drill glue clamp vice'.split(),
}
random.seed(0)


def generate_words(sentences=1500):
  words = []
  topics = sorted(TOPICS)
  for _ in range(sentences):
    topic = TOPICS[random.choice(topics)]
    words.extend(random.choice(topic) for _ in range(8))
  return words


def build_dataset(words):
  """Numbers the words by frequency."""
  count = collections.Counter(words).most_common()
  dictionary = {word: i for i, (word, _) in enumerate(count)}
  data = [dictionary[word] for word in words]
  return data, count, dictionary, dict(zip(dictionary.values(), dictionary.keys()))


data, count, dictionary, reverse_dictionary = build_dataset(generate_words())
vocabulary_size = len(dictionary)
data_index = 0


def generate_batch(batch_size, num_skips, skip_window):
  global data_index
  batch = np.ndarray(shape=(batch_size,), dtype=np.int32)
  labels = np.ndarray(shape=(batch_size, 1), dtype=np.int32)
  span = 2 * skip_window + 1  # [ skip_window target skip_window ]
  for i in range(batch_size // num_skips):
    if data_index + span > len(data):
      data_index = 0
    window = data[data_index:data_index + span]
    context = random.sample([w for w in range(span) if w != skip_window], num_skips)
    for j, position in enumerate(context):
      batch[i * num_skips + j] = window[skip_window]
      labels[i * num_skips + j, 0] = window[position]
    data_index += 1
  return batch, labels


batch_size = 64
embedding_size = 16
skip_window = 1  # How many words to consider left and right.
num_skips = 2    # How many times to reuse an input to generate a label.
num_sampled = 8  # Number of negative examples to sample.
valid_words = ['boat', 'oven', 'seed', 'drill']

graph = tf.Graph()
with graph.as_default():
  tf.set_random_seed(0)

  with tf.name_scope('inputs'):
    train_inputs = tf.placeholder(tf.int32, shape=[batch_size])
    train_labels = tf.placeholder(tf.int32, shape=[batch_size, 1])
    valid_dataset = tf.constant([dictionary[w] for w in valid_words], dtype=tf.int32)

  # Ops and variables pinned to the CPU because of missing GPU implementation
  with tf.device('/cpu:0'):
    with tf.name_scope('embeddings'):
      embeddings = tf.Variable(tf.random_uniform([vocabulary_size, embedding_size], -1.0, 1.0))
      embed = tf.nn.embedding_lookup(embeddings, train_inputs, partition_strategy='div')
    with tf.name_scope('weights'):
      nce_weights = tf.Variable(
          tf.truncated_normal([vocabulary_size, embedding_size], stddev=1.0 / math.sqrt(embedding_size)))
    with tf.name_scope('biases'):
      nce_biases = tf.Variable(tf.zeros([vocabulary_size]))

  with tf.name_scope('loss'):
    loss = tf.reduce_mean(
        tf.nn.nce_loss(
            weights=nce_weights,
            biases=nce_biases,
            labels=train_labels,
            inputs=embed,
            num_sampled=num_sampled,
            num_classes=vocabulary_size,
            partition_strategy='div'))
  optimizer = tf.train.AdagradOptimizer(0.5).minimize(loss)

  # Cosine similarity between the validation words and all embeddings
  norm = tf.sqrt(tf.reduce_sum(tf.square(embeddings), 1, keep_dims=True))
  normalized_embeddings = embeddings / norm
  valid_embeddings = tf.nn.embedding_lookup(normalized_embeddings, valid_dataset)
  similarity = tf.matmul(valid_embeddings, normalized_embeddings, transpose_b=True)
  _, nearest = tf.nn.top_k(similarity, k=6)

  init = tf.global_variables_initializer()

num_steps = 2001
with tf.Session(graph=graph) as session:
  init.run()
  average_loss = 0
  for step in range(num_steps):
    batch_inputs, batch_labels = generate_batch(batch_size, num_skips, skip_window)
    _, loss_val = session.run([optimizer, loss], feed_dict={train_inputs: batch_inputs, train_labels: batch_labels})
    average_loss += loss_val
    if step % 500 == 0:
      print('Average loss at step', step, ':', average_loss / (500 if step else 1))
      average_loss = 0

  hits = 0
  for word, neighbours in zip(valid_words, nearest.eval()):
    close_words = [reverse_dictionary[n] for n in neighbours[1:]]
    print('Nearest to %s: %s' % (word, ', '.join(close_words)))
    topic = [t for t in TOPICS.values() if word in t][0]
    hits += sum(w in topic for w in close_words)
  print('%d of %d neighbours share the topic' % (hits, 5 * len(valid_words)))
  assert hits >= 15
