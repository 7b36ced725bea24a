"""Conditional random fields for programs written for tf.contrib.crf, which TensorFlow 2 does not have.

The functions, their arguments and their results are those of TensorFlow 1.15. They work in graphs and eagerly. Potentials have the shape
(batch, time, tags), the matrix of transitions (tags, tags).
"""

# tensorlift: skip-file
from __future__ import annotations

import numpy as np
import tensorflow.compat.v1 as tf


def crf_log_likelihood(inputs, tag_indices, sequence_lengths, transition_params=None):
    """Return the log-likelihood of the tags of each example, and the transitions.

    Args:
        inputs: The potentials.
        tag_indices: The tags, of shape (batch, time).
        sequence_lengths: The true length of each example.
        transition_params: The transitions; None makes a variable "transitions".
    """
    inputs = tf.convert_to_tensor(inputs)
    if transition_params is None:
        tags = inputs.shape.as_list()[2]
        transition_params = tf.get_variable("transitions", [tags, tags])
    score = crf_sequence_score(inputs, tag_indices, sequence_lengths, transition_params)
    return score - crf_log_norm(inputs, sequence_lengths, transition_params), transition_params


def crf_sequence_score(inputs, tag_indices, sequence_lengths, transition_params):
    """Return the score of the tags of each example, not normalised."""
    unary = crf_unary_score(tag_indices, sequence_lengths, inputs)
    return unary + crf_binary_score(tag_indices, sequence_lengths, transition_params)


def crf_multitag_sequence_score(inputs, tag_bitmap, sequence_lengths, transition_params):
    """Return the score of all sequences that a mask of shape (batch, time, tags) allows."""
    inputs = tf.convert_to_tensor(inputs)
    allowed = tf.where(tag_bitmap, inputs, tf.fill(tf.shape(inputs), float("-inf")))
    # The lengths of examples of a single step were never looked at.
    lengths = tf.convert_to_tensor(sequence_lengths)
    lengths = tf.where_v2(tf.equal(tf.shape(inputs)[1], 1), tf.ones_like(lengths), lengths)
    return crf_log_norm(allowed, lengths, transition_params)


def crf_unary_score(tag_indices, sequence_lengths, inputs):
    """Return the sum of the potentials of the tags of each example."""
    inputs = tf.convert_to_tensor(inputs)
    tags = tf.reshape(tag_indices, tf.shape(inputs)[:2])
    scores = tf.squeeze(tf.gather(inputs, tf.expand_dims(tags, -1), batch_dims=2), -1)
    return tf.reduce_sum(scores * tf.sequence_mask(sequence_lengths, tf.shape(tags)[1], scores.dtype), 1)


def crf_binary_score(tag_indices, sequence_lengths, transition_params):
    """Return the sum of the transitions between the tags of each example."""
    tags = tf.convert_to_tensor(tag_indices)
    scores = tf.gather_nd(transition_params, tf.stack([tags[:, :-1], tags[:, 1:]], -1))
    mask = tf.sequence_mask(sequence_lengths, tf.shape(tags)[1], scores.dtype)
    return tf.reduce_sum(scores * mask[:, 1:], 1)


def crf_log_norm(inputs, sequence_lengths, transition_params):
    """Return the logarithm of the sum over all sequences for each example."""

    def step(alphas, potentials):
        return potentials + tf.reduce_logsumexp(tf.expand_dims(alphas, 2) + transition_params, 1)

    steps, lengths, keep = _by_time(inputs, sequence_lengths)

    def fold(alphas, now):
        time, potentials = now
        return keep(time, alphas, step(alphas, potentials), potentials)

    alphas = tf.foldl(fold, steps, initializer=tf.zeros_like(steps[1][0]))
    norm = tf.reduce_logsumexp(alphas, 1)
    return tf.where(lengths <= 0, tf.zeros_like(norm), norm)


def crf_decode(potentials, transition_params, sequence_length):
    """Return the best tags of each example, zero behind its length, and their scores."""
    steps, lengths, keep = _by_time(potentials, sequence_length)
    first = steps[1][0]
    same = tf.broadcast_to(tf.range(tf.shape(first)[1]), tf.shape(first))

    def forward(before, now):
        scores, _ = before
        time, given = now
        candidates = tf.expand_dims(scores, 2) + transition_params
        best = tf.argmax(candidates, 1, output_type=tf.int32)
        return keep(time, scores, given + tf.reduce_max(candidates, 1), given), keep(time, same, best, same)

    def backward(tags, pointers):
        return tf.squeeze(tf.gather(pointers, tf.expand_dims(tags, 1), batch_dims=1), 1)

    scores, pointers = tf.scan(forward, steps, initializer=(tf.zeros_like(first), same))
    last = tf.argmax(scores[-1], 1, output_type=tf.int32)
    tags = tf.scan(backward, pointers, initializer=last, reverse=True)
    tags = tf.transpose(tf.concat([tags[1:], tf.expand_dims(last, 0)], 0))
    # An example of length 0 has a first tag, too.
    mask = tf.sequence_mask(tf.maximum(lengths, 1), tf.shape(tags)[1], tf.int32)
    return tags * mask, tf.reduce_max(scores[-1], 1)


def viterbi_decode(score, transition_params):
    """Return the best tags of one example and their score; for numpy arrays of shape (time, tags) and (tags, tags)."""
    best = np.array(score[0])
    pointers = []
    for potentials in score[1:]:
        candidates = np.expand_dims(best, 1) + transition_params
        pointers.append(np.argmax(candidates, 0).astype(np.int32))
        best = potentials + np.max(candidates, 0)
    tags = [np.argmax(best)]
    for back in reversed(pointers):
        tags.append(back[tags[-1]])
    return tags[::-1], np.max(best)


def _by_time(potentials, lengths):
    """Return numbered steps with potentials, the lengths, and a function that chooses what holds after a step.

    That function takes the number of the step, the value before it, the one after it, and the one that the first step begins with.
    """
    potentials = tf.transpose(tf.convert_to_tensor(potentials), [1, 0, 2])
    lengths = tf.convert_to_tensor(lengths)
    inside = tf.expand_dims(tf.transpose(tf.sequence_mask(lengths, tf.shape(potentials)[0])), 2)

    def keep(time, before, after, begin):
        return tf.cond(tf.equal(time, 0), lambda: begin, lambda: tf.where_v2(inside[time], after, before))

    return (tf.range(tf.shape(potentials)[0]), potentials), lengths, keep
