"""Sequence models over lists of tensors for programs written for tf.contrib.legacy_seq2seq, which TensorFlow 2 does not have.

The functions, their arguments, their variables and their results are those of TensorFlow 1.15. The models work in graphs only, with
cells of tf.compat.v1.nn.rnn_cell: these need the package tf-keras and TF_USE_LEGACY_KERAS=1 in the environment. The losses also work
eagerly.
"""

# tensorlift: skip-file
from __future__ import annotations

import copy
import math

import tensorflow.compat.v1 as tf


def sequence_loss_by_example(logits, targets, weights, average_across_timesteps=True, softmax_loss_function=None, name=None):
    """Return the weighted cross entropy of each example over all steps.

    Args:
        logits: A list of tensors (batch, symbols), one for each step.
        targets: A list of tensors (batch).
        weights: A list of tensors (batch).
        average_across_timesteps: Divide by the sum of the weights.
        softmax_loss_function: A function of labels and logits to use instead.
        name: A name for the operation.

    Raises:
        ValueError: The lists differ in length.
    """
    if not len(logits) == len(targets) == len(weights):
        lengths = f"{len(logits)}, {len(weights)}, {len(targets)}"
        raise ValueError(f"Lengths of logits, weights, and targets must be the same {lengths}.")
    with tf.name_scope(name, "sequence_loss_by_example", [*logits, *targets, *weights]):
        losses = []
        for logit, target, weight in zip(logits, targets, weights):
            if softmax_loss_function is None:
                loss = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=tf.reshape(target, [-1]), logits=logit)
            else:
                loss = softmax_loss_function(labels=target, logits=logit)
            losses.append(loss * weight)
        total = tf.add_n(losses)
        # The small number spares examples without any weight.
        return total / (tf.add_n(weights) + 1e-12) if average_across_timesteps else total


def sequence_loss(
    logits,
    targets,
    weights,
    average_across_timesteps=True,
    average_across_batch=True,
    softmax_loss_function=None,
    name=None,
):
    """Return the sum of :func:`sequence_loss_by_example`, divided by the number of examples unless told otherwise."""
    with tf.name_scope(name, "sequence_loss", [*logits, *targets, *weights]):
        losses = sequence_loss_by_example(logits, targets, weights, average_across_timesteps, softmax_loss_function)
        cost = tf.reduce_sum(losses)
        return cost / tf.cast(tf.shape(targets[0])[0], cost.dtype) if average_across_batch else cost


def rnn_decoder(decoder_inputs, initial_state, cell, loop_function=None, scope=None):
    """Run a cell over a list of inputs.

    Args:
        decoder_inputs: A list of tensors (batch, size).
        initial_state: The first state.
        cell: The cell.
        loop_function: Makes the input of each step but the first from the output before it and the number of the step.
        scope: The variable scope, "rnn_decoder".

    Returns:
        The list of outputs, and the last state.
    """
    outputs, state = [], initial_state
    with tf.variable_scope(scope or "rnn_decoder"):
        for step, given in enumerate(decoder_inputs):
            if step > 0:
                if loop_function is not None:
                    with tf.variable_scope("loop_function", reuse=True):
                        given = loop_function(outputs[-1], step)
                tf.get_variable_scope().reuse_variables()
            output, state = cell(given, state)
            outputs.append(output)
    return outputs, state


def basic_rnn_seq2seq(encoder_inputs, decoder_inputs, cell, dtype=tf.float32, scope=None):
    """Run a copy of a cell over the encoder's inputs, and the cell from there over the decoder's."""
    with tf.variable_scope(scope or "basic_rnn_seq2seq"):
        _, state = tf.nn.static_rnn(copy.deepcopy(cell), encoder_inputs, dtype=dtype)
        return rnn_decoder(decoder_inputs, state, cell)


def tied_rnn_seq2seq(encoder_inputs, decoder_inputs, cell, loop_function=None, dtype=tf.float32, scope=None):
    """Run a cell over the encoder's inputs, and with the same variables over the decoder's."""
    with tf.variable_scope("combined_tied_rnn_seq2seq"):
        scope = scope or "tied_rnn_seq2seq"
        _, state = tf.nn.static_rnn(cell, encoder_inputs, dtype=dtype, scope=scope)
        tf.get_variable_scope().reuse_variables()
        return rnn_decoder(decoder_inputs, state, cell, loop_function, scope)


def embedding_rnn_decoder(
    decoder_inputs,
    initial_state,
    cell,
    num_symbols,
    embedding_size,
    output_projection=None,
    feed_previous=False,
    update_embedding_for_previous=True,
    scope=None,
):
    """Do what :func:`rnn_decoder` does for lists of symbols.

    Args:
        decoder_inputs: A list of tensors (batch) of integers.
        initial_state: The first state.
        cell: The cell.
        num_symbols: The number of symbols.
        embedding_size: The size of their vectors.
        output_projection: A pair of weights and biases that make symbols of outputs, for ``feed_previous``.
        feed_previous: Take the most likely symbol of each step as the input of the next one.
        update_embedding_for_previous: Let gradients through these inputs.
        scope: The variable scope, "embedding_rnn_decoder".
    """
    with tf.variable_scope(scope or "embedding_rnn_decoder"):
        embedding = tf.get_variable("embedding", [num_symbols, embedding_size])
        loop = _best_symbol(embedding, output_projection, update_embedding_for_previous) if feed_previous else None
        inputs = [tf.nn.embedding_lookup(embedding, symbols) for symbols in decoder_inputs]
        return rnn_decoder(inputs, initial_state, cell, loop)


def embedding_rnn_seq2seq(
    encoder_inputs,
    decoder_inputs,
    cell,
    num_encoder_symbols,
    num_decoder_symbols,
    embedding_size,
    output_projection=None,
    feed_previous=False,
    dtype=None,
    scope=None,
):
    """Encode a list of symbols and decode another; ``feed_previous`` may be a boolean tensor here."""
    with tf.variable_scope(scope or "embedding_rnn_seq2seq") as scope:
        if dtype is not None:
            scope.set_dtype(dtype)
        encoder = _EmbeddingWrapper(copy.deepcopy(cell), num_encoder_symbols, embedding_size)
        _, state = tf.nn.static_rnn(encoder, encoder_inputs, dtype=scope.dtype)
        if output_projection is None:
            cell = _OutputProjectionWrapper(cell, num_decoder_symbols)

        def decode(feed, update=True):
            return embedding_rnn_decoder(decoder_inputs, state, cell, num_decoder_symbols, embedding_size, output_projection, feed, update)

        return _by_feed(feed_previous, decode, state)


def attention_decoder(
    decoder_inputs,
    initial_state,
    attention_states,
    cell,
    output_size=None,
    num_heads=1,
    loop_function=None,
    dtype=None,
    scope=None,
    initial_state_attention=False,
):
    """Do what :func:`rnn_decoder` does, with attention to the states of an encoder.

    Args:
        decoder_inputs: A list of tensors (batch, size).
        initial_state: The first state.
        attention_states: A tensor (batch, length, size).
        cell: The cell.
        output_size: The size of the outputs; None means that of the cell.
        num_heads: How many times the states are read in each step.
        loop_function: As for :func:`rnn_decoder`.
        dtype: The type of the variables.
        scope: The variable scope, "attention_decoder".
        initial_state_attention: Read the states before the first step, too.

    Raises:
        ValueError: There are no inputs, no heads, or a size is not known.
    """
    if not decoder_inputs:
        raise ValueError("Must provide at least 1 input to attention decoder.")
    if num_heads < 1:
        raise ValueError("With less than 1 heads, use a non-attention decoder.")
    _, length, size = attention_states.shape.as_list()
    if size is None:
        raise ValueError(f"Shape[2] of attention_states must be known: {attention_states.shape}")
    with tf.variable_scope(scope or "attention_decoder", dtype=dtype) as scope:
        dtype = scope.dtype
        hidden = tf.reshape(attention_states, [-1, tf.shape(attention_states)[1] if length is None else length, 1, size])
        heads = []
        for number in range(num_heads):
            kernel = tf.get_variable(f"AttnW_{number}", [1, 1, size, size], dtype=dtype)
            features = tf.nn.conv2d(hidden, kernel, [1, 1, 1, 1], "SAME")
            heads.append((features, tf.get_variable(f"AttnV_{number}", [size], dtype=dtype)))

        def attend(query):
            query = tf.concat(tf.nest.flatten(query), 1)
            read = []
            for number, (features, vector) in enumerate(heads):
                with tf.variable_scope(f"Attention_{number}"):
                    asked = tf.cast(tf.reshape(_linear(query, size), [-1, 1, 1, size]), dtype)
                    scores = tf.reduce_sum(vector * tf.tanh(features + asked), [2, 3])
                    mask = tf.cast(tf.nn.softmax(tf.cast(scores, tf.float32)), dtype)
                    read.append(tf.reduce_sum(mask[:, :, None, None] * hidden, [1, 2]))
            return read

        outputs, state = [], initial_state
        blank = tf.zeros(tf.stack([tf.shape(decoder_inputs[0])[0], size]), dtype)
        blank.set_shape([None, size])
        read = attend(initial_state) if initial_state_attention else [blank] * num_heads
        for step, given in enumerate(decoder_inputs):
            if step > 0:
                tf.get_variable_scope().reuse_variables()
                if loop_function is not None:
                    with tf.variable_scope("loop_function", reuse=True):
                        given = loop_function(outputs[-1], step)
            input_size = given.shape.as_list()[1]
            if input_size is None:
                raise ValueError(f"Could not infer input size from input: {given.name}")
            output, state = cell(_linear([tf.cast(one, dtype) for one in [given, *read]], input_size), state)
            with tf.variable_scope(tf.get_variable_scope(), reuse=True if step == 0 and initial_state_attention else None):
                read = attend(state)
            with tf.variable_scope("AttnOutputProjection"):
                outputs.append(_linear([tf.cast(output, dtype), *read], output_size or cell.output_size))
    return outputs, state


def embedding_attention_decoder(
    decoder_inputs,
    initial_state,
    attention_states,
    cell,
    num_symbols,
    embedding_size,
    num_heads=1,
    output_size=None,
    output_projection=None,
    feed_previous=False,
    update_embedding_for_previous=True,
    dtype=None,
    scope=None,
    initial_state_attention=False,
):
    """Do what :func:`attention_decoder` does for lists of symbols; the arguments are those of :func:`embedding_rnn_decoder`."""
    with tf.variable_scope(scope or "embedding_attention_decoder", dtype=dtype):
        embedding = tf.get_variable("embedding", [num_symbols, embedding_size])
        loop = _best_symbol(embedding, output_projection, update_embedding_for_previous) if feed_previous else None
        return attention_decoder(
            [tf.nn.embedding_lookup(embedding, symbols) for symbols in decoder_inputs],
            initial_state,
            attention_states,
            cell,
            output_size=output_size or cell.output_size,
            num_heads=num_heads,
            loop_function=loop,
            initial_state_attention=initial_state_attention,
        )


def embedding_attention_seq2seq(
    encoder_inputs,
    decoder_inputs,
    cell,
    num_encoder_symbols,
    num_decoder_symbols,
    embedding_size,
    num_heads=1,
    output_projection=None,
    feed_previous=False,
    dtype=None,
    scope=None,
    initial_state_attention=False,
):
    """Encode a list of symbols and decode another with attention; ``feed_previous`` may be a boolean tensor here."""
    with tf.variable_scope(scope or "embedding_attention_seq2seq", dtype=dtype) as scope:
        encoder = _EmbeddingWrapper(copy.deepcopy(cell), num_encoder_symbols, embedding_size)
        outputs, state = tf.nn.static_rnn(encoder, encoder_inputs, dtype=scope.dtype)
        attention_states = tf.stack(outputs, 1)
        output_size = None
        if output_projection is None:
            cell = _OutputProjectionWrapper(cell, num_decoder_symbols)
            output_size = num_decoder_symbols

        def decode(feed, update=True):
            return embedding_attention_decoder(
                decoder_inputs,
                state,
                attention_states,
                cell,
                num_decoder_symbols,
                embedding_size,
                num_heads=num_heads,
                output_size=output_size,
                output_projection=output_projection,
                feed_previous=feed,
                update_embedding_for_previous=update,
                initial_state_attention=initial_state_attention,
            )

        return _by_feed(feed_previous, decode, state)


def model_with_buckets(
    encoder_inputs,
    decoder_inputs,
    targets,
    weights,
    buckets,
    seq2seq,
    softmax_loss_function=None,
    per_example_loss=False,
    name=None,
):
    """Build a model once for each pair of lengths, with the same variables.

    Args:
        encoder_inputs: A list of tensors.
        decoder_inputs: A list of tensors.
        targets: A list of tensors.
        weights: A list of tensors.
        buckets: Pairs of lengths, in increasing order.
        seq2seq: A function of the encoder's and the decoder's inputs that returns outputs and states.
        softmax_loss_function: As for :func:`sequence_loss`.
        per_example_loss: Return :func:`sequence_loss_by_example` instead of :func:`sequence_loss`.
        name: A name for the operation.

    Returns:
        The outputs and the losses, one for each bucket.

    Raises:
        ValueError: A list is shorter than the last bucket.
    """
    for what, given, needed in (
        ("encoder_inputs", encoder_inputs, buckets[-1][0]),
        ("targets", targets, buckets[-1][1]),
        ("weights", weights, buckets[-1][1]),
    ):
        if len(given) < needed:
            raise ValueError(f"Length of {what} ({len(given)}) must be at least that of last bucket ({needed}).")
    loss = sequence_loss_by_example if per_example_loss else sequence_loss
    outputs, losses = [], []
    with tf.name_scope(name, "model_with_buckets", [*encoder_inputs, *decoder_inputs, *targets, *weights]):
        for number, (source, target) in enumerate(buckets):
            with tf.variable_scope(tf.get_variable_scope(), reuse=True if number else None):
                outputs.append(seq2seq(encoder_inputs[:source], decoder_inputs[:target])[0])
                losses.append(loss(outputs[-1], targets[:target], weights[:target], softmax_loss_function=softmax_loss_function))
    return outputs, losses


def _best_symbol(embedding, output_projection, update):
    """Return the loop function that takes the vector of the most likely symbol."""

    def loop(output, _):
        if output_projection is not None:
            output = tf.nn.xw_plus_b(output, *output_projection)
        vector = tf.nn.embedding_lookup(embedding, tf.argmax(output, 1))
        return vector if update else tf.stop_gradient(vector)

    return loop


def _by_feed(feed_previous, decode, state):
    """Return what a decoder gives with or without feeding its outputs back, as a boolean or a tensor of one tells."""
    if isinstance(feed_previous, bool):
        return decode(feed_previous)
    count = []

    def branch(feed):
        with tf.variable_scope(tf.get_variable_scope(), reuse=None if feed else True):
            outputs, last = decode(feed, update=False)
        count.append(len(outputs))
        return [*outputs, *tf.nest.flatten(last)]

    together = tf.cond(feed_previous, lambda: branch(True), lambda: branch(False))
    return together[: count[0]], tf.nest.pack_sequence_as(state, together[count[0] :])


def _linear(given, size):
    """Return ``given`` times a variable "kernel" plus a variable "bias"."""
    given = given if isinstance(given, list) else [given]
    joined = given[0] if len(given) == 1 else tf.concat(given, 1)
    dtype = given[0].dtype.base_dtype
    kernel = tf.get_variable("kernel", [sum(one.shape.as_list()[1] for one in given), size], dtype)
    return tf.nn.bias_add(tf.matmul(joined, kernel), tf.get_variable("bias", [size], dtype, tf.zeros_initializer()))


class _Wrapper:
    """A cell around a cell, with variables in a scope of its own."""

    def __init__(self, cell):
        self._cell = cell
        self._scope = None

    @property
    def state_size(self):
        return self._cell.state_size

    @property
    def output_size(self):
        return self._cell.output_size

    def zero_state(self, batch_size, dtype):
        return self._cell.zero_state(batch_size, dtype)

    def __call__(self, inputs, state, scope=None):
        is_new = self._scope is None
        with tf.variable_scope(scope or self._scope, default_name=self.name, reuse=None if is_new else True) as self._scope:
            return self.call(inputs, state)


class _EmbeddingWrapper(_Wrapper):
    name = "embedding_wrapper"

    def __init__(self, cell, classes, size):
        super().__init__(cell)
        self._shape = [classes, size]

    def call(self, inputs, state):
        initializer = tf.get_variable_scope().initializer
        # Uniform with variance 1.
        initializer = initializer or tf.random_uniform_initializer(-math.sqrt(3), math.sqrt(3))
        dtype = tf.nest.flatten(state)[0].dtype
        with tf.device("/cpu:0"):
            embedding = tf.get_variable("embedding", self._shape, dtype, initializer)
            embedded = tf.nn.embedding_lookup(embedding, tf.reshape(inputs, [-1]))
        return self._cell(embedded, state)


class _OutputProjectionWrapper(_Wrapper):
    name = "output_projection_wrapper"

    def __init__(self, cell, size):
        super().__init__(cell)
        self._size = size

    @property
    def output_size(self):
        return self._size

    def call(self, inputs, state):
        output, state = self._cell(inputs, state)
        return _linear(output, self._size), state
