"""Decoders, attention and losses for programs written for tf.contrib.seq2seq, which TensorFlow 2 does not have.

The classes, their arguments, their variables and their results are those of TensorFlow 1.15. The decoders work in graphs only, with
cells of tf.compat.v1.nn.rnn_cell: these need the package tf-keras and TF_USE_LEGACY_KERAS=1 in the environment. The losses and
tile_batch also work eagerly. Monotonic attention is left out.
"""

# tensorlift: skip-file
from __future__ import annotations

import collections
import contextlib
import math

import tensorflow.compat.v1 as tf

# --- losses


def sequence_loss(
    logits,
    targets,
    weights,
    average_across_timesteps=True,
    average_across_batch=True,
    sum_over_timesteps=False,
    sum_over_batch=False,
    softmax_loss_function=None,
    name=None,
):
    """Return the weighted cross entropy of sequences.

    Args:
        logits: Tensor (batch, time, symbols).
        targets: Tensor (batch, time) of integers.
        weights: Tensor (batch, time).
        average_across_timesteps: Divide the sum over the steps by that of the weights.
        average_across_batch: Do the same over the batch.
        sum_over_timesteps: Divide the sum over the steps by the number of weights that are not 0.
        sum_over_batch: Do the same over the batch.
        softmax_loss_function: A function of labels and logits to use instead.
        name: A name for the operation.

    Raises:
        ValueError: A tensor has another rank, or two of the options exclude each other.
    """
    for what, tensor, rank in (("Logits", logits, 3), ("Targets", targets, 2), ("Weights", weights, 2)):
        if len(tensor.shape) != rank:
            raise ValueError(f"{what} must have {rank} dimensions")
    if (average_across_timesteps and sum_over_timesteps) or (average_across_batch and sum_over_batch):
        raise ValueError("Averages and sums over the same dimension exclude each other.")
    with tf.name_scope(name, "sequence_loss", [logits, targets, weights]):
        flat, labels = tf.reshape(logits, [-1, tf.shape(logits)[2]]), tf.reshape(targets, [-1])
        if softmax_loss_function is None:
            loss = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=flat)
        else:
            loss = softmax_loss_function(labels=labels, logits=flat)
        loss = tf.reshape(loss * tf.reshape(weights, [-1]), tf.shape(logits)[:2])
        if average_across_timesteps and average_across_batch:
            return tf.div_no_nan(tf.reduce_sum(loss), tf.reduce_sum(weights))
        if sum_over_timesteps and sum_over_batch:
            return tf.div_no_nan(tf.reduce_sum(loss), tf.cast(tf.math.count_nonzero(weights), loss.dtype))
        if average_across_timesteps or average_across_batch:
            axis = 0 if average_across_batch else 1
            return tf.div_no_nan(tf.reduce_sum(loss, axis), tf.reduce_sum(weights, axis))
        if sum_over_timesteps or sum_over_batch:
            axis = 0 if sum_over_batch else 1
            return tf.div_no_nan(tf.reduce_sum(loss, axis), tf.cast(tf.math.count_nonzero(weights, axis), loss.dtype))
        return loss


# --- decoders


class Decoder:
    """What :func:`dynamic_decode` runs: a class with these methods."""

    @property
    def batch_size(self):
        """The number of sequences."""
        raise NotImplementedError

    @property
    def output_size(self):
        """The size of the outputs, without the batch."""
        raise NotImplementedError

    @property
    def output_dtype(self):
        """The type of the outputs."""
        raise NotImplementedError

    def initialize(self, name=None):
        """Return which sequences are finished, the first inputs and the first state."""
        raise NotImplementedError

    def step(self, time, inputs, state, name=None):
        """Return the outputs, the next state, the next inputs and which sequences are finished."""
        raise NotImplementedError

    def finalize(self, outputs, final_state, sequence_lengths):
        """Return what the outputs and the last state become at the end."""
        raise NotImplementedError

    @property
    def tracks_own_finished(self):
        """Whether a sequence that is finished may go on."""
        return False


def dynamic_decode(
    decoder,
    output_time_major=False,
    impute_finished=False,
    maximum_iterations=None,
    parallel_iterations=32,
    swap_memory=False,
    scope=None,
):
    """Run a decoder until all sequences are finished.

    Args:
        decoder: The decoder.
        output_time_major: Return outputs with the time in front of the batch.
        impute_finished: Keep the state of finished sequences and give zeros out for them.
        maximum_iterations: The largest number of steps.
        parallel_iterations: As for tf.while_loop.
        swap_memory: As for tf.while_loop.
        scope: The variable scope, "decoder".

    Returns:
        The outputs, the last state, and the lengths of the sequences.

    Raises:
        TypeError: It is no decoder.
        ValueError: ``maximum_iterations`` is no scalar.
    """
    if not isinstance(decoder, Decoder):
        raise TypeError(f"Expected decoder to be type Decoder, but saw: {type(decoder)}")
    with tf.variable_scope(scope, "decoder") as inside:
        if inside.caching_device is None:
            inside.set_caching_device(lambda op: op.device)
        finished, inputs, state = decoder.initialize()
        if maximum_iterations is not None:
            maximum_iterations = tf.convert_to_tensor(maximum_iterations, tf.int32, name="maximum_iterations")
            if maximum_iterations.shape.rank != 0:
                raise ValueError("maximum_iterations must be a scalar")
            finished = tf.logical_or(finished, maximum_iterations <= 0)
        sizes, dtypes, batch = decoder.output_size, decoder.output_dtype, decoder.batch_size
        static_batch = tf.get_static_value(tf.convert_to_tensor(batch))

        def array(size, dtype):
            known = isinstance(size, tf.TensorShape) and size.rank
            shape = tf.TensorShape([static_batch]).concatenate(size) if known else None
            return tf.TensorArray(dtype, size=0, dynamic_size=True, element_shape=shape)

        def more(time, arrays, state, inputs, finished, lengths):
            return tf.logical_not(tf.reduce_all(finished))

        def body(time, arrays, state, inputs, finished, lengths):
            outputs, next_state, next_inputs, now_finished = decoder.step(time, inputs, state)
            if not decoder.tracks_own_finished:
                now_finished = tf.logical_or(now_finished, finished)
            lengths = tf.where(finished, lengths, tf.fill(tf.shape(lengths), time + 1))
            for one, other in ((state, next_state), (arrays, outputs), (inputs, next_inputs)):
                tf.nest.assert_same_structure(one, other)
            if impute_finished:
                zeros = tf.nest.map_structure(lambda size, dtype: _zeros(size, batch, dtype), sizes, dtypes)
                outputs = tf.nest.map_structure(lambda out, zero: tf.where(finished, zero, out), outputs, zeros)
                next_state = tf.nest.map_structure(lambda new, old: _kept(finished, new, old), next_state, state)
            arrays = tf.nest.map_structure(lambda one, out: one.write(time, out), arrays, outputs)
            return time + 1, arrays, next_state, next_inputs, now_finished, lengths

        arrays = tf.nest.map_structure(array, sizes, dtypes)
        _, arrays, state, _, _, lengths = tf.while_loop(
            more,
            body,
            (tf.constant(0), arrays, state, inputs, finished, tf.zeros_like(finished, tf.int32)),
            parallel_iterations=parallel_iterations,
            maximum_iterations=maximum_iterations,
            swap_memory=swap_memory,
        )
        outputs = tf.nest.map_structure(lambda one: one.stack(), arrays)
        with contextlib.suppress(NotImplementedError):
            outputs, state = decoder.finalize(outputs, state, lengths)
        if not output_time_major:
            outputs = tf.nest.map_structure(_swap_time, outputs)
    return outputs, state, lengths


def _kept(finished, new, old):
    """Return the state after a step: the old one of the sequences that are finished."""
    if isinstance(old, tf.TensorArray):
        return new
    new.set_shape(old.shape)
    return new if new.shape.rank == 0 else tf.where(finished, old, new)


BasicDecoderOutput = collections.namedtuple("BasicDecoderOutput", ("rnn_output", "sample_id"))


class BasicDecoder(Decoder):
    """Runs a cell, with a helper that chooses the inputs.

    Args:
        cell: The cell.
        helper: The helper.
        initial_state: The first state of the cell.
        output_layer: A layer for the outputs of the cell, such as tf.layers.Dense.
    """

    def __init__(self, cell, helper, initial_state, output_layer=None):
        if not isinstance(helper, Helper):
            raise TypeError(f"helper must be a Helper, received: {type(helper)}")
        self._cell = cell
        self._helper = helper
        self._initial_state = initial_state
        self._output_layer = output_layer

    @property
    def batch_size(self):
        """The number of sequences."""
        return self._helper.batch_size

    @property
    def output_size(self):
        """The size of the outputs, without the batch."""
        return BasicDecoderOutput(_output_size(self._cell, self._output_layer), self._helper.sample_ids_shape)

    @property
    def output_dtype(self):
        """The type of the outputs."""
        dtype = tf.nest.flatten(self._initial_state)[0].dtype
        size = _output_size(self._cell, self._output_layer)
        return BasicDecoderOutput(tf.nest.map_structure(lambda _: dtype, size), self._helper.sample_ids_dtype)

    def initialize(self, name=None):
        """Return which sequences are finished, the first inputs and the first state."""
        return (*self._helper.initialize(), self._initial_state)

    def step(self, time, inputs, state, name=None):
        """Return the outputs, the next state, the next inputs and which sequences are finished."""
        with tf.name_scope(name, "BasicDecoderStep"):
            outputs, state = self._cell(inputs, state)
            if self._output_layer is not None:
                outputs = self._output_layer(outputs)
            ids = self._helper.sample(time=time, outputs=outputs, state=state)
            finished, inputs, state = self._helper.next_inputs(time=time, outputs=outputs, state=state, sample_ids=ids)
        return BasicDecoderOutput(outputs, ids), state, inputs, finished


# --- helpers


class Helper:
    """What chooses the inputs of a decoder: a class with these methods."""

    @property
    def batch_size(self):
        """The number of sequences."""
        raise NotImplementedError

    @property
    def sample_ids_shape(self):
        """The shape of what is chosen, without the batch."""
        return tf.TensorShape([])

    @property
    def sample_ids_dtype(self):
        """The type of what is chosen."""
        return tf.int32

    def initialize(self, name=None):
        """Return which sequences are finished, and the first inputs."""
        raise NotImplementedError

    def sample(self, time, outputs, state, name=None):
        """Return what is chosen after a step."""
        raise NotImplementedError

    def next_inputs(self, time, outputs, state, sample_ids, name=None):
        """Return which sequences are finished, the next inputs and the next state."""
        raise NotImplementedError


class CustomHelper(Helper):
    """A helper made of functions.

    Args:
        initialize_fn: Returns which sequences are finished, and the first inputs.
        sample_fn: Takes time, outputs and state.
        next_inputs_fn: Takes time, outputs, state and what was chosen.
        sample_ids_shape: The shape of what is chosen, without the batch; a scalar if it is not given.
        sample_ids_dtype: The type of what is chosen; tf.int32 if it is not given.
    """

    def __init__(self, initialize_fn, sample_fn, next_inputs_fn, sample_ids_shape=None, sample_ids_dtype=None):
        self._initialize_fn = initialize_fn
        self._sample_fn = sample_fn
        self._next_inputs_fn = next_inputs_fn
        self._batch_size = None
        self._sample_ids_shape = tf.TensorShape([] if sample_ids_shape is None else sample_ids_shape)
        self._sample_ids_dtype = sample_ids_dtype or tf.int32

    @property
    def batch_size(self):
        """The number of sequences."""
        if self._batch_size is None:
            raise ValueError("batch_size accessed before initialize was called")
        return self._batch_size

    @property
    def sample_ids_shape(self):
        """The shape of what is chosen, without the batch."""
        return self._sample_ids_shape

    @property
    def sample_ids_dtype(self):
        """The type of what is chosen."""
        return self._sample_ids_dtype

    def initialize(self, name=None):
        """Return which sequences are finished, and the first inputs."""
        finished, inputs = self._initialize_fn()
        if self._batch_size is None:
            self._batch_size = tf.size(finished)
        return finished, inputs

    def sample(self, time, outputs, state, name=None):
        """Return what is chosen after a step."""
        return self._sample_fn(time=time, outputs=outputs, state=state)

    def next_inputs(self, time, outputs, state, sample_ids, name=None):
        """Return which sequences are finished, the next inputs and the next state."""
        return self._next_inputs_fn(time=time, outputs=outputs, state=state, sample_ids=sample_ids)


class TrainingHelper(Helper):
    """Reads the inputs; what is chosen is the most likely symbol of each step.

    Args:
        inputs: Tensors (batch, time, ...).
        sequence_length: The length of each sequence.
        time_major: The inputs have the time in front of the batch.
        name: A name for the operations.
    """

    def __init__(self, inputs, sequence_length, time_major=False, name=None):
        with tf.name_scope(name, "TrainingHelper"):
            self._inputs = tf.nest.map_structure(tf.convert_to_tensor, inputs)
            by_time = self._inputs if time_major else tf.nest.map_structure(_swap_time, self._inputs)
            self._arrays = tf.nest.map_structure(_unstacked, by_time)
            self._sequence_length = tf.convert_to_tensor(sequence_length, name="sequence_length")
            if self._sequence_length.shape.rank != 1:
                raise ValueError(f"Expected sequence_length to be a vector, but received shape: {self._sequence_length.shape}")
            self._zero_inputs = tf.nest.map_structure(lambda one: tf.zeros_like(one[0]), by_time)
            self._batch_size = tf.size(self._sequence_length)

    @property
    def inputs(self):
        """The inputs."""
        return self._inputs

    @property
    def sequence_length(self):
        """The length of each sequence."""
        return self._sequence_length

    @property
    def batch_size(self):
        """The number of sequences."""
        return self._batch_size

    def _read(self, time):
        finished = tf.greater_equal(tf.cast(time, self._sequence_length.dtype), self._sequence_length)

        def read():
            return tf.nest.map_structure(lambda one: one.read(time), self._arrays)

        return finished, tf.cond(tf.reduce_all(finished), lambda: self._zero_inputs, read)

    def initialize(self, name=None):
        """Return which sequences are finished, and the first inputs."""
        with tf.name_scope(name, "TrainingHelperInitialize"):
            _, inputs = self._read(tf.constant(0))
            return tf.equal(0, tf.cast(self._sequence_length, tf.int32)), inputs

    def sample(self, time, outputs, state, name=None):
        """Return the most likely symbols."""
        with tf.name_scope(name, "TrainingHelperSample"):
            return tf.argmax(outputs, -1, output_type=tf.int32)

    def next_inputs(self, time, outputs, state, sample_ids, name=None):
        """Return which sequences are finished, the next inputs and the state."""
        with tf.name_scope(name, "TrainingHelperNextInputs"):
            finished, inputs = self._read(time + 1)
            return finished, inputs, state


class ScheduledEmbeddingTrainingHelper(TrainingHelper):
    """Takes the input of some steps from the symbols that the outputs make likely.

    Args:
        inputs: As for :class:`TrainingHelper`.
        sequence_length: As for :class:`TrainingHelper`.
        embedding: A tensor of vectors, or a function that makes them of symbols.
        sampling_probability: The share of these steps.
        time_major: As for :class:`TrainingHelper`.
        seed: The seed of the symbols.
        scheduling_seed: The seed of the choice of steps.
        name: A name for the operations.
    """

    def __init__(
        self, inputs, sequence_length, embedding, sampling_probability, time_major=False, seed=None, scheduling_seed=None, name=None
    ):
        self._embedding_fn = _embedding_fn(embedding)
        self._sampling_probability = tf.convert_to_tensor(sampling_probability, name="sampling_probability")
        if self._sampling_probability.shape.rank not in (0, 1):
            raise ValueError("sampling_probability must be either a scalar or a vector.")
        self._seed = seed
        self._scheduling_seed = scheduling_seed
        super().__init__(inputs, sequence_length, time_major, name)

    def sample(self, time, outputs, state, name=None):
        """Return symbols, and -1 where the given input is to be taken."""
        with tf.name_scope(name, "ScheduledEmbeddingTrainingHelperSample"):
            drawn = tf.random_uniform([self.batch_size], seed=self._scheduling_seed, dtype=self._sampling_probability.dtype)
            symbols = _categorical(outputs, self._seed)
            return tf.where(drawn < self._sampling_probability, symbols, -tf.ones_like(symbols))

    def next_inputs(self, time, outputs, state, sample_ids, name=None):
        """Return which sequences are finished, the next inputs and the state."""
        with tf.name_scope(name, "ScheduledEmbeddingTrainingHelperNextInputs"):
            finished, given, state = super().next_inputs(time, outputs, state, sample_ids)

            def mixed():
                is_sampled = sample_ids > -1
                vectors = self._embedding_fn(tf.boolean_mask(sample_ids, is_sampled))
                places = tf.cast(tf.where(is_sampled), tf.int32)
                return tf.tensor_scatter_nd_update(given, places, tf.cast(vectors, given.dtype))

            return finished, tf.cond(tf.reduce_all(finished), lambda: given, mixed), state


class GreedyEmbeddingHelper(Helper):
    """Takes the most likely symbol of each step as the next input.

    Args:
        embedding: A tensor of vectors, or a function that makes them of symbols.
        start_tokens: The first symbols, a vector.
        end_token: The symbol that finishes a sequence.
    """

    def __init__(self, embedding, start_tokens, end_token):
        self._embedding_fn = _embedding_fn(embedding)
        self._start_tokens, self._end_token = _tokens(start_tokens, end_token)
        self._batch_size = tf.size(self._start_tokens)
        self._start_inputs = self._embedding_fn(self._start_tokens)

    @property
    def batch_size(self):
        """The number of sequences."""
        return self._batch_size

    def initialize(self, name=None):
        """Return which sequences are finished, and the first inputs."""
        return tf.tile([False], [self._batch_size]), self._start_inputs

    def sample(self, time, outputs, state, name=None):
        """Return the most likely symbols."""
        if not tf.is_tensor(outputs):
            raise TypeError(f"Expected outputs to be a single Tensor, got: {type(outputs)}")
        return tf.argmax(outputs, -1, output_type=tf.int32)

    def next_inputs(self, time, outputs, state, sample_ids, name=None):
        """Return which sequences are finished, the next inputs and the state."""
        finished = tf.equal(sample_ids, self._end_token)
        inputs = tf.cond(tf.reduce_all(finished), lambda: self._start_inputs, lambda: self._embedding_fn(sample_ids))
        return finished, inputs, state


class SampleEmbeddingHelper(GreedyEmbeddingHelper):
    """Draws the symbol of each step, as likely as the outputs tell, as the next input.

    Args:
        embedding: As for :class:`GreedyEmbeddingHelper`.
        start_tokens: As for :class:`GreedyEmbeddingHelper`.
        end_token: As for :class:`GreedyEmbeddingHelper`.
        softmax_temperature: What the outputs are divided by.
        seed: The seed of the symbols.
    """

    def __init__(self, embedding, start_tokens, end_token, softmax_temperature=None, seed=None):
        super().__init__(embedding, start_tokens, end_token)
        self._softmax_temperature = softmax_temperature
        self._seed = seed

    def sample(self, time, outputs, state, name=None):
        """Return symbols that are drawn."""
        if not tf.is_tensor(outputs):
            raise TypeError(f"Expected outputs to be a single Tensor, got: {type(outputs)}")
        logits = outputs if self._softmax_temperature is None else outputs / self._softmax_temperature
        return _categorical(logits, self._seed)


class InferenceHelper(Helper):
    """Takes what a function makes of the outputs as the next input.

    Args:
        sample_fn: The function.
        sample_shape: The shape of what it makes, without the batch.
        sample_dtype: The type of what it makes.
        start_inputs: The first inputs.
        end_fn: Tells which sequences what it made finishes.
        next_inputs_fn: Makes the next inputs of it.
    """

    def __init__(self, sample_fn, sample_shape, sample_dtype, start_inputs, end_fn, next_inputs_fn=None):
        self._sample_fn = sample_fn
        self._sample_shape = tf.TensorShape(sample_shape)
        self._sample_dtype = sample_dtype
        self._start_inputs = tf.convert_to_tensor(start_inputs, name="start_inputs")
        self._batch_size = tf.shape(self._start_inputs)[0]
        self._end_fn = end_fn
        self._next_inputs_fn = next_inputs_fn

    @property
    def batch_size(self):
        """The number of sequences."""
        return self._batch_size

    @property
    def sample_ids_shape(self):
        """The shape of what is chosen, without the batch."""
        return self._sample_shape

    @property
    def sample_ids_dtype(self):
        """The type of what is chosen."""
        return self._sample_dtype

    def initialize(self, name=None):
        """Return which sequences are finished, and the first inputs."""
        return tf.tile([False], [self._batch_size]), self._start_inputs

    def sample(self, time, outputs, state, name=None):
        """Return what is chosen after a step."""
        return self._sample_fn(outputs)

    def next_inputs(self, time, outputs, state, sample_ids, name=None):
        """Return which sequences are finished, the next inputs and the state."""
        inputs = sample_ids if self._next_inputs_fn is None else self._next_inputs_fn(sample_ids)
        return self._end_fn(sample_ids), inputs, state


# --- attention


class AttentionMechanism:
    """Reads a memory. The classes below have what this one is asked for."""

    @property
    def alignments_size(self):
        """The length of the memory."""
        raise NotImplementedError

    @property
    def state_size(self):
        """The size of the state."""
        raise NotImplementedError


class _Attention(AttentionMechanism):
    """What the kinds of attention have in common."""

    def __init__(
        self,
        query_layer,
        memory_layer,
        memory,
        probability_fn,
        memory_sequence_length=None,
        score_mask_value=None,
        custom_key_value_fn=None,
        name=None,
    ):
        self._query_layer = query_layer
        self._memory_layer = memory_layer
        self._name = name
        self.dtype = memory_layer.dtype
        probability_fn = probability_fn or tf.nn.softmax
        mask_value = -math.inf if score_mask_value is None else score_mask_value
        self._probability_fn = lambda score, _: probability_fn(_masked(score, memory_sequence_length, mask_value))
        with tf.name_scope(name, "BaseAttentionMechanismInit"):
            self._values = _read_memory(memory, memory_sequence_length)
            self._keys = memory_layer(self._values)
            if custom_key_value_fn is not None:
                self._keys, self._values = custom_key_value_fn(self._keys, self._values)
            batch, length = self._keys.shape.as_list()[:2]
            self._batch_size = batch or tf.shape(self._keys)[0]
            self._alignments_size = length or tf.shape(self._keys)[1]

    @property
    def memory_layer(self):
        """The layer that makes the keys."""
        return self._memory_layer

    @property
    def query_layer(self):
        """The layer for queries; None for none."""
        return self._query_layer

    @property
    def values(self):
        """What is read."""
        return self._values

    @property
    def keys(self):
        """What queries are compared with."""
        return self._keys

    @property
    def batch_size(self):
        """The number of memories."""
        return self._batch_size

    @property
    def alignments_size(self):
        """The length of the memory."""
        return self._alignments_size

    @property
    def state_size(self):
        """The size of the state."""
        return self._alignments_size

    def initial_alignments(self, batch_size, dtype):
        """Return the alignments before the first step."""
        return _zeros(self._alignments_size, batch_size, dtype)

    def initial_state(self, batch_size, dtype):
        """Return the state before the first step."""
        return self.initial_alignments(batch_size, dtype)

    def __call__(self, query, state):
        """Return the alignments, and the next state."""
        alignments = self._probability_fn(self._score(query), state)
        return alignments, alignments


class LuongAttention(_Attention):
    """Attention by multiplication.

    Args:
        num_units: The size of the queries and the keys.
        memory: Tensor (batch, time, size).
        memory_sequence_length: The length of each memory.
        scale: Multiply the scores by a variable "attention_g".
        probability_fn: Makes alignments of scores; tf.nn.softmax if it is not given.
        score_mask_value: The score behind the end of a memory.
        dtype: The type of the variables.
        custom_key_value_fn: A function that changes keys and values.
        name: A name for the operations.
    """

    def __init__(
        self,
        num_units,
        memory,
        memory_sequence_length=None,
        scale=False,
        probability_fn=None,
        score_mask_value=None,
        dtype=None,
        custom_key_value_fn=None,
        name="LuongAttention",
    ):
        layer = _Dense(num_units, "memory_layer", dtype or tf.float32)
        super().__init__(None, layer, memory, probability_fn, memory_sequence_length, score_mask_value, custom_key_value_fn, name)
        self._num_units = num_units
        self._scale = scale

    def _score(self, query):
        depth, units = query.shape.as_list()[-1], self._keys.shape.as_list()[-1]
        if depth != units:
            raise ValueError(f"Incompatible or unknown inner dimensions between query ({depth}) and keys ({units}).")
        with tf.variable_scope(None, "luong_attention", [query]):
            score = tf.squeeze(tf.matmul(tf.expand_dims(query, 1), self._keys, transpose_b=True), [1])
            if self._scale:
                score *= tf.get_variable("attention_g", (), query.dtype, tf.ones_initializer())
            return score


class BahdanauAttention(_Attention):
    """Attention by addition.

    Args:
        num_units: The size of the keys.
        memory: Tensor (batch, time, size).
        memory_sequence_length: The length of each memory.
        normalize: Normalise the vector of weights.
        probability_fn: Makes alignments of scores; tf.nn.softmax if it is not given.
        score_mask_value: The score behind the end of a memory.
        dtype: The type of the variables.
        custom_key_value_fn: A function that changes keys and values.
        name: A name for the operations.
    """

    def __init__(
        self,
        num_units,
        memory,
        memory_sequence_length=None,
        normalize=False,
        probability_fn=None,
        score_mask_value=None,
        dtype=None,
        custom_key_value_fn=None,
        name="BahdanauAttention",
    ):
        query, layer = (_Dense(num_units, which, dtype or tf.float32) for which in ("query_layer", "memory_layer"))
        super().__init__(query, layer, memory, probability_fn, memory_sequence_length, score_mask_value, custom_key_value_fn, name)
        self._num_units = num_units
        self._normalize = normalize

    def _score(self, query):
        with tf.variable_scope(None, "bahdanau_attention", [query]):
            asked = tf.expand_dims(self._query_layer(query) if self._query_layer else query, 1)
            vector = tf.get_variable("attention_v", [self._num_units], query.dtype)
            if not self._normalize:
                return tf.reduce_sum(vector * tf.tanh(self._keys + asked), 2)
            start = tf.constant_initializer(math.sqrt(1.0 / self._num_units))
            length = tf.get_variable("attention_g", (), query.dtype, start)
            bias = tf.get_variable("attention_b", [self._num_units], query.dtype, tf.zeros_initializer())
            vector = length * vector * tf.rsqrt(tf.reduce_sum(tf.square(vector)))
            return tf.reduce_sum(vector * tf.tanh(self._keys + asked + bias), 2)


class AttentionWrapperState(
    collections.namedtuple(
        "AttentionWrapperState", ("cell_state", "attention", "time", "alignments", "alignment_history", "attention_state")
    )
):
    """The state of an :class:`AttentionWrapper`."""

    def clone(self, **kwargs):
        """Return this state with other parts, such as the cell's; their shapes must be those of the old ones."""

        def checked(old, new):
            if not (tf.is_tensor(old) and tf.is_tensor(new)) or (new.shape.is_fully_defined() and new.shape == old.shape):
                return new
            if not new.shape.is_compatible_with(old.shape):
                raise ValueError(f"The shape {new.shape} is not the one to clone: {old.shape}")
            return tf.ensure_shape(new, old.shape)

        return tf.nest.map_structure(checked, self, self._replace(**kwargs))


class AttentionWrapper:
    """A cell around a cell, with attention.

    Args:
        cell: The cell.
        attention_mechanism: The attention, or several.
        attention_layer_size: The size of a layer over the output of the cell and what was read; one for each attention.
        alignment_history: Keep the alignments of all steps in the state.
        cell_input_fn: Makes the cell's input of the input and what was read; puts them together if it is not given.
        output_attention: Give out what was read, instead of the output of the cell.
        initial_cell_state: What :meth:`zero_state` gives for the cell.
        name: The name of the variable scope, "attention_wrapper".
        attention_layer: Such a layer itself, instead of its size.
        attention_fn: Reads the memory; takes attention, output, state and layer.
        dtype: Has no effect.
    """

    def __init__(
        self,
        cell,
        attention_mechanism,
        attention_layer_size=None,
        alignment_history=False,
        cell_input_fn=None,
        output_attention=True,
        initial_cell_state=None,
        name=None,
        attention_layer=None,
        attention_fn=None,
        dtype=None,
    ):
        self._is_multi = isinstance(attention_mechanism, (list, tuple))
        mechanisms = tuple(attention_mechanism) if self._is_multi else (attention_mechanism,)
        for mechanism in mechanisms:
            if not isinstance(mechanism, AttentionMechanism):
                raise TypeError(f"attention_mechanism must be an AttentionMechanism or a list of them, saw type: {type(mechanism)}")
        if attention_layer_size is not None and attention_layer is not None:
            raise ValueError("Only one of attention_layer_size and attention_layer should be set")
        given = attention_layer_size if attention_layer is None else attention_layer
        given = None if given is None else tuple(given) if isinstance(given, (list, tuple)) else (given,)
        if given is not None and len(given) != len(mechanisms):
            raise ValueError(f"There must be one attention layer for each attention mechanism, saw: {len(given)} vs {len(mechanisms)}")
        depths = [mechanism.values.shape.as_list()[-1] for mechanism in mechanisms]
        if attention_layer is not None:
            shapes = [layer.compute_output_shape([None, cell.output_size + depth]) for layer, depth in zip(given, depths)]
            self._attention_layers, sizes = given, [tf.TensorShape(shape).as_list()[-1] for shape in shapes]
        elif given is not None:
            sizes = given
            self._attention_layers = tuple(_Dense(size, "attention_layer", one.dtype) for size, one in zip(given, mechanisms))
        else:
            self._attention_layers, sizes = None, depths
        self._attention_layer_size = sum(sizes)
        self._attention_fn = attention_fn or _attend
        self._cell = cell
        self._attention_mechanisms = mechanisms
        self._cell_input_fn = cell_input_fn or (lambda inputs, attention: tf.concat([inputs, attention], -1))
        self._output_attention = output_attention
        self._alignment_history = alignment_history
        self._initial_cell_state = None
        self._scope = None
        self.name = name or "attention_wrapper"
        if initial_cell_state is not None:
            last = tf.nest.flatten(initial_cell_state)[-1]
            with tf.control_dependencies(self._same_batch(last.shape.as_list()[0] or tf.shape(last)[0])):
                self._initial_cell_state = tf.nest.map_structure(tf.identity, initial_cell_state)

    def _same_batch(self, batch_size):
        message = (
            f"When using AttentionWrapper {self.name}: Non-matching batch sizes between the memory (encoder output) and the state or "
            "the query. With a BeamSearchDecoder, the memory and the state have to go through tile_batch."
        )
        return [tf.assert_equal(batch_size, one.batch_size, message=message) for one in self._attention_mechanisms]

    def _one_or_all(self, given):
        given = tuple(given)
        return given if self._is_multi else given[0]

    @property
    def output_size(self):
        """The size of the output."""
        return self._attention_layer_size if self._output_attention else self._cell.output_size

    @property
    def state_size(self):
        """The sizes of the state."""
        lengths = [one.alignments_size for one in self._attention_mechanisms]
        return AttentionWrapperState(
            cell_state=self._cell.state_size,
            time=tf.TensorShape([]),
            attention=self._attention_layer_size,
            alignments=self._one_or_all(lengths),
            attention_state=self._one_or_all(one.state_size for one in self._attention_mechanisms),
            alignment_history=self._one_or_all(length if self._alignment_history else () for length in lengths),
        )

    def zero_state(self, batch_size, dtype):
        """Return the first state."""
        with tf.name_scope(f"{type(self).__name__}ZeroState", values=[batch_size]):
            cell_state = self._initial_cell_state
            if cell_state is None:
                cell_state = self._cell.zero_state(batch_size, dtype)
            with tf.control_dependencies(self._same_batch(batch_size)):
                cell_state = tf.nest.map_structure(tf.identity, cell_state)
            first = [one.initial_alignments(batch_size, dtype) for one in self._attention_mechanisms]
            return AttentionWrapperState(
                cell_state=cell_state,
                time=tf.zeros([], tf.int32),
                attention=_zeros(self._attention_layer_size, batch_size, dtype),
                alignments=self._one_or_all(first),
                attention_state=self._one_or_all(one.initial_state(batch_size, dtype) for one in self._attention_mechanisms),
                alignment_history=self._one_or_all(
                    tf.TensorArray(dtype, size=0, dynamic_size=True, element_shape=one.shape) if self._alignment_history else ()
                    for one in first
                ),
            )

    def __call__(self, inputs, state, scope=None):
        """Return the output, and the next state."""
        reuse = None if self._scope is None else True
        with tf.variable_scope(scope or self._scope, default_name=self.name, reuse=reuse) as self._scope:
            return self.call(inputs, state)

    def call(self, inputs, state):
        """Make one step; the variable scope is entered."""
        if not isinstance(state, AttentionWrapperState):
            raise TypeError(f"Expected state to be instance of AttentionWrapperState. Received type {type(state)} instead.")
        output, cell_state = self._cell(self._cell_input_fn(inputs, state.attention), state.cell_state)
        with tf.control_dependencies(self._same_batch(output.shape.as_list()[0] or tf.shape(output)[0])):
            output = tf.identity(output)
        states = state.attention_state if self._is_multi else [state.attention_state]
        histories = state.alignment_history if self._is_multi else [state.alignment_history]
        read, alignments, next_states, next_histories = [], [], [], []
        for number, mechanism in enumerate(self._attention_mechanisms):
            layer = self._attention_layers[number] if self._attention_layers else None
            one, alignment, following = self._attention_fn(mechanism, output, states[number], layer)
            read.append(one)
            alignments.append(alignment)
            next_states.append(following)
            next_histories.append(histories[number].write(state.time, alignment) if self._alignment_history else ())
        attention = tf.concat(read, 1)
        following = AttentionWrapperState(
            time=state.time + 1,
            cell_state=cell_state,
            attention=attention,
            attention_state=self._one_or_all(next_states),
            alignments=self._one_or_all(alignments),
            alignment_history=self._one_or_all(next_histories),
        )
        return (attention if self._output_attention else output), following


def hardmax(logits, name=None):
    """Return 1 where the last dimension is largest, and 0 elsewhere."""
    with tf.name_scope(name, "Hardmax", [logits]):
        logits = tf.convert_to_tensor(logits, name="logits")
        return tf.one_hot(tf.argmax(logits, -1), logits.shape.as_list()[-1] or tf.shape(logits)[-1], dtype=logits.dtype)


def _attend(mechanism, output, state, layer):
    alignments, state = mechanism(output, state=state)
    read = tf.squeeze(tf.matmul(tf.expand_dims(alignments, 1), mechanism.values), [1])
    return (read if layer is None else layer(tf.concat([output, read], 1))), alignments, state


def _read_memory(memory, lengths):
    """Return a memory with zeros behind its end."""
    memory = tf.convert_to_tensor(memory, name="memory")
    if not memory.shape[2:].is_fully_defined():
        raise ValueError(f"Expected memory {memory.name} to have fully defined inner dims, but saw shape: {memory.shape}")
    if lengths is None:
        return memory
    mask = tf.sequence_mask(lengths, tf.shape(memory)[1], memory.dtype)
    return memory * tf.reshape(mask, tf.concat([tf.shape(mask), [1] * (memory.shape.rank - 2)], 0))


def _masked(score, lengths, value):
    if lengths is None:
        return score
    message = "All values in memory_sequence_length must be greater than zero."
    with tf.control_dependencies([tf.assert_positive(lengths, message=message)]):
        mask = tf.sequence_mask(lengths, tf.shape(score)[1])
    return tf.where(mask, score, value * tf.ones_like(score))


class _Dense:
    """A layer without a bias, with a variable scope that it keeps."""

    def __init__(self, units, name, dtype):
        self.units = units
        self.name = name
        self.dtype = dtype
        self._scope = None

    def __call__(self, inputs):
        reuse = None if self._scope is None else True
        with tf.variable_scope(self._scope, default_name=self.name, reuse=reuse) as self._scope:
            kernel = tf.get_variable("kernel", [inputs.shape.as_list()[-1], self.units], self.dtype)
            return tf.tensordot(inputs, kernel, [[inputs.shape.rank - 1], [0]])


# --- beam search


class BeamSearchDecoderState(
    collections.namedtuple("BeamSearchDecoderState", ("cell_state", "log_probs", "finished", "lengths", "accumulated_attention_probs"))
):
    """The state of a :class:`BeamSearchDecoder`."""


class BeamSearchDecoderOutput(collections.namedtuple("BeamSearchDecoderOutput", ("scores", "predicted_ids", "parent_ids"))):
    """What a :class:`BeamSearchDecoder` gives out in each step."""


class FinalBeamSearchDecoderOutput(collections.namedtuple("FinalBeamDecoderOutput", ("predicted_ids", "beam_search_decoder_output"))):
    """What a :class:`BeamSearchDecoder` gives out at the end: the sequences, the best one first."""


class BeamSearchDecoder(Decoder):
    """Looks for the most likely sequences.

    Args:
        cell: The cell.
        embedding: A tensor of vectors, or a function that makes them of symbols.
        start_tokens: The first symbols, a vector.
        end_token: The symbol that finishes a sequence.
        initial_state: The first state of the cell, from :func:`tile_batch`.
        beam_width: How many sequences are followed.
        output_layer: A layer for the outputs of the cell, such as tf.layers.Dense.
        length_penalty_weight: How much longer sequences are preferred.
        coverage_penalty_weight: How much sequences are preferred that read all of the memory.
        reorder_tensor_arrays: Put the arrays of the state, such as alignment histories, in the order of the sequences at the end.
    """

    def __init__(
        self,
        cell,
        embedding,
        start_tokens,
        end_token,
        initial_state,
        beam_width,
        output_layer=None,
        length_penalty_weight=0.0,
        coverage_penalty_weight=0.0,
        reorder_tensor_arrays=True,
    ):
        self._cell = cell
        self._output_layer = output_layer
        self._beam_width = beam_width
        self._length_penalty_weight = length_penalty_weight
        self._coverage_penalty_weight = coverage_penalty_weight
        self._reorder_tensor_arrays = reorder_tensor_arrays
        self._embedding_fn = _embedding_fn(embedding)
        start, self._end_token = _tokens(start_tokens, end_token)
        self._batch_size = tf.size(start)
        self._static_batch = tf.get_static_value(self._batch_size)
        self._initial_cell_state = tf.nest.map_structure(self._split, initial_state)
        self._start_inputs = self._embedding_fn(tf.tile(tf.expand_dims(start, 1), [1, beam_width]))

    @property
    def batch_size(self):
        """The number of sequences."""
        return self._batch_size

    @property
    def tracks_own_finished(self):
        """Whether a sequence that is finished may go on: another may take its place."""
        return True

    @property
    def output_size(self):
        """The size of the outputs, without the batch."""
        return BeamSearchDecoderOutput(*[tf.TensorShape([self._beam_width])] * 3)

    @property
    def output_dtype(self):
        """The type of the outputs."""
        return BeamSearchDecoderOutput(tf.nest.flatten(self._initial_cell_state)[0].dtype, tf.int32, tf.int32)

    def initialize(self, name=None):
        """Return which sequences are finished, the first inputs and the first state."""
        dtype = tf.nest.flatten(self._initial_cell_state)[0].dtype
        # All sequences are the same at first: only one is followed.
        first = tf.one_hot(tf.zeros([self._batch_size], tf.int32), self._beam_width, True, False, dtype=tf.bool)
        log_probs = tf.where(first, tf.zeros_like(first, dtype), tf.fill(tf.shape(first), tf.constant(-math.inf, dtype)))
        state = BeamSearchDecoderState(
            cell_state=self._initial_cell_state,
            log_probs=log_probs,
            finished=tf.logical_not(first),
            lengths=tf.zeros([self._batch_size, self._beam_width], tf.int64),
            accumulated_attention_probs=self._coverage(self._initial_cell_state),
        )
        return state.finished, self._start_inputs, state

    def step(self, time, inputs, state, name=None):
        """Return the outputs, the next state, the next inputs and which sequences are finished."""
        with tf.name_scope(name, "BeamSearchDecoderStep"):
            cell_state = tf.nest.map_structure(lambda one: self._merge(one, 2), state.cell_state)
            logits, cell_state = self._cell(tf.nest.map_structure(lambda one: self._merge(one, 2), inputs), cell_state)
            logits = self._split(logits)
            if self._output_layer is not None:
                logits = self._output_layer(logits)
            output, state = self._search(logits, tf.nest.map_structure(self._split, cell_state), state)
            finished = tf.reduce_all(state.finished)
            inputs = tf.cond(finished, lambda: self._start_inputs, lambda: self._embedding_fn(output.predicted_ids))
        return output, state, inputs, state.finished

    def finalize(self, outputs, final_state, sequence_lengths):
        """Return the sequences, and the last state."""
        lengths = tf.cast(tf.reduce_max(final_state.lengths, 1), tf.int32)
        ids = gather_tree(outputs.predicted_ids, outputs.parent_ids, lengths, self._end_token)
        if self._reorder_tensor_arrays:
            cell_state = tf.nest.map_structure(
                lambda one: self._sorted(one, outputs.parent_ids, final_state.lengths), final_state.cell_state
            )
            final_state = final_state._replace(cell_state=cell_state)
        return FinalBeamSearchDecoderOutput(beam_search_decoder_output=outputs, predicted_ids=ids), final_state

    def _search(self, logits, cell_state, state):
        """Return the outputs of a step, and the state behind it."""
        width, going = self._beam_width, tf.logical_not(state.finished)
        symbols = logits.shape.as_list()[-1] or tf.shape(logits)[-1]
        is_end = tf.one_hot(self._end_token, symbols, True, False, dtype=tf.bool)
        # A finished sequence goes on with its end only, which costs nothing.
        ended = tf.where(is_end, tf.zeros(tf.shape(is_end), logits.dtype), tf.fill(tf.shape(is_end), logits.dtype.min))
        step = tf.where_v2(tf.expand_dims(state.finished, 2), ended, tf.nn.log_softmax(logits))
        total = tf.expand_dims(state.log_probs, 2) + step
        grows = tf.logical_and(tf.expand_dims(going, 2), tf.logical_not(is_end))
        lengths = tf.cast(grows, tf.int64) + tf.expand_dims(state.lengths, 2)
        coverage = self._coverage(cell_state)
        if coverage != ():
            coverage = state.accumulated_attention_probs + coverage * tf.expand_dims(tf.cast(going, tf.float32), 2)
        scores = self._scores(total, lengths, state.finished, coverage)
        best, places = tf.nn.top_k(tf.reshape(scores, [self._batch_size, -1]), width)
        parents, words = places // symbols, places % symbols

        def of_parents(one):
            if isinstance(one, tf.TensorArray) or one.shape.rank < 2:
                return one
            return self._shaped(tf.gather(one, parents, batch_dims=1), one.shape[2:])

        was_finished = of_parents(state.finished)
        following = BeamSearchDecoderState(
            cell_state=tf.nest.map_structure(of_parents, cell_state),
            log_probs=self._shaped(tf.gather(tf.reshape(total, [self._batch_size, -1]), places, batch_dims=1)),
            finished=tf.logical_or(was_finished, tf.equal(words, self._end_token)),
            lengths=of_parents(state.lengths) + tf.cast(tf.logical_not(was_finished), tf.int64),
            accumulated_attention_probs=coverage if coverage == () else of_parents(coverage),
        )
        return BeamSearchDecoderOutput(*map(self._shaped, (best, words, parents))), following

    def _scores(self, log_probs, lengths, finished, coverage):
        weight = tf.convert_to_tensor(self._length_penalty_weight, name="penalty_factor")
        if tf.get_static_value(weight) != 0:
            penalty = (5.0 + tf.cast(lengths, tf.float32)) ** weight / (5.0 + 1.0) ** weight
            log_probs /= tf.cast(penalty, log_probs.dtype)
        if coverage == ():
            return log_probs
        covered = tf.where(tf.equal(coverage, 0.0), tf.ones_like(coverage), coverage)
        penalty = tf.reduce_sum(tf.log(tf.minimum(covered, 1.0)), 2) * tf.cast(finished, tf.float32)
        return log_probs + tf.expand_dims(penalty * self._coverage_penalty_weight, 2)

    def _coverage(self, cell_state):
        """Return the mean of the alignments; the empty tuple if they are not needed."""
        if self._coverage_penalty_weight == 0.0:
            return ()
        states = [cell_state] if isinstance(cell_state, AttentionWrapperState) else cell_state
        found = [one.alignments for one in states if isinstance(one, AttentionWrapperState)]
        if not found:
            raise ValueError("coverage_penalty_weight must be 0.0 if no cell is attentional.")
        means = [tf.add_n(list(one)) / len(one) if isinstance(one, tuple) else one for one in found]
        return means[0] if len(means) == 1 else tf.add_n(means) / len(means)

    def _shaped(self, tensor, rest=()):
        tensor.set_shape(tf.TensorShape([self._static_batch, self._beam_width]).concatenate(rest))
        return tensor

    def _split(self, tensor):
        """Make (batch, beams, ...) of (batch * beams, ...)."""
        if isinstance(tensor, tf.TensorArray) or tensor.shape.rank == 0:
            return tensor
        shape = tf.concat([[self._batch_size, self._beam_width], tf.shape(tensor)[1:]], 0)
        return self._shaped(tf.reshape(tensor, shape), tensor.shape[1:])

    def _merge(self, tensor, least):
        """Make (batch * beams, ...) of (batch, beams, ...)."""
        if isinstance(tensor, tf.TensorArray) or tensor.shape.rank < least:
            return tensor
        merged = tf.reshape(tensor, tf.concat([[self._batch_size * self._beam_width], tf.shape(tensor)[2:]], 0))
        static = None if self._static_batch is None else self._static_batch * self._beam_width
        merged.set_shape(tf.TensorShape([static]).concatenate(tensor.shape[2:]))
        return merged

    def _sorted(self, array, parents, lengths):
        """Return an array of the state as a tensor in the order of the sequences at the end."""
        if not isinstance(array, tf.TensorArray) or not array.element_shape.rank:
            return array
        known, width = array.element_shape.as_list(), self._beam_width
        if None not in (self._static_batch, known[0]):
            # Only arrays of (batch, beams, ...) are put in order where the sizes are known beforehand, and others are left.
            together = len(known) < 2 or known[1] is None
            if known[0] != self._static_batch * width or not (together or known[:2] == [self._static_batch, width]):
                return array
        given = array.stack()
        shape = tf.shape(parents)
        time, batch = shape[0], shape[1]
        own = tf.broadcast_to(tf.range(width), shape)
        beams = gather_tree(own, parents, tf.cast(tf.reduce_max(lengths, 1), tf.int32), width + 1)
        inside = tf.transpose(tf.sequence_mask(lengths, time), [2, 0, 1])
        beams = tf.where(inside, beams, own)
        split = tf.reshape(given, [time, batch, width, -1])
        return tf.reshape(tf.gather(split, beams, batch_dims=2), tf.shape(given))


def tile_batch(t, multiplier, name=None):
    """Return tensors with each row of the batch that many times, one after the other."""

    def tile(tensor):
        tensor = tf.convert_to_tensor(tensor, name="t")
        if not tensor.shape.rank:
            raise ValueError("t must have statically known rank")
        tiled = tf.repeat(tensor, multiplier, 0)
        batch = tensor.shape.as_list()[0]
        static = tf.get_static_value(multiplier)
        tiled.set_shape([None if batch is None or static is None else batch * static, *tensor.shape[1:]])
        return tiled

    with tf.name_scope(name, "tile_batch", [*tf.nest.flatten(t), multiplier]):
        return tf.nest.map_structure(tile, t)


def gather_tree(step_ids, parent_ids, max_sequence_lengths, end_token, name=None):
    """Return whole sequences from the symbols of each step and the sequences that they follow, all of shape (time, batch, beams)."""
    with tf.name_scope(name, "GatherTree"):
        step_ids, parent_ids = tf.convert_to_tensor(step_ids), tf.convert_to_tensor(parent_ids)
        shape = tf.shape(step_ids)
        ends = tf.fill(shape[1:], tf.cast(end_token, step_ids.dtype))
        inside = tf.transpose(tf.sequence_mask(max_sequence_lengths, shape[0]))

        def back(after, now):
            beams, _ = after
            ids, parents, here = now
            here = tf.broadcast_to(tf.expand_dims(here, 1), shape[1:])
            found = tf.where(here, tf.gather(ids, beams, batch_dims=1), ends)
            return tf.where(here, tf.gather(parents, beams, batch_dims=1), beams), found

        first = tf.broadcast_to(tf.range(shape[2]), shape[1:])
        _, found = tf.scan(back, (step_ids, parent_ids, inside), (first, ends), reverse=True)
        is_end = tf.cast(tf.equal(found, end_token), tf.int32)
        behind = tf.cumsum(is_end, exclusive=True) > 0
        result = tf.where(behind, tf.broadcast_to(ends, shape), found)
        result.set_shape(step_ids.shape)
        return result


# --- what they have in common


def _swap_time(tensor):
    """Exchange batch and time."""
    rank = tensor.shape.rank
    if rank is None:
        return tf.transpose(tensor, tf.concat([[1, 0], tf.range(2, tf.rank(tensor))], 0))
    return tensor if rank < 2 else tf.transpose(tensor, [1, 0, *range(2, rank)])


def _unstacked(tensor):
    array = tf.TensorArray(tensor.dtype, tf.shape(tensor)[0], element_shape=tensor.shape[1:])
    return array.unstack(tensor)


def _zeros(size, batch, dtype):
    """Return zeros for a batch, of a size that is a number, a tensor or a shape."""
    if tf.is_tensor(size) or not isinstance(size, (tf.TensorShape, list, tuple)):
        zeros = tf.zeros(tf.stack([batch, size]), dtype)
        zeros.set_shape([tf.get_static_value(batch), tf.get_static_value(size)])
        return zeros
    sizes = tf.TensorShape(size).as_list()
    zeros = tf.zeros(tf.stack([batch, *sizes]), dtype)
    zeros.set_shape([tf.get_static_value(batch), *sizes])
    return zeros


def _output_size(cell, layer):
    if layer is None:
        return cell.output_size
    shape = layer.compute_output_shape(tf.TensorShape([None]).concatenate(cell.output_size))
    return tf.TensorShape(shape)[1:]


def _embedding_fn(embedding):
    return embedding if callable(embedding) else lambda ids: tf.nn.embedding_lookup(embedding, ids)


def _tokens(start, end):
    start = tf.convert_to_tensor(start, tf.int32, name="start_tokens")
    end = tf.convert_to_tensor(end, tf.int32, name="end_token")
    if start.shape.rank != 1:
        raise ValueError("start_tokens must be a vector")
    if end.shape.rank != 0:
        raise ValueError("end_token must be a scalar")
    return start, end


def _categorical(logits, seed):
    return tf.squeeze(tf.random.categorical(logits, 1, dtype=tf.int32, seed=seed), 1)
