"""Cells for programs written for tf.contrib.rnn that TensorFlow 2 does not have.

The classes, their arguments, their variables and their results are those of TensorFlow 1.15. They work in graphs only, with
tf.compat.v1.nn.dynamic_rnn and its like. The cells of tf.compat.v1.nn.rnn_cell that they may be put around need the package tf-keras and
TF_USE_LEGACY_KERAS=1 in the environment.
"""

# tensorlift: skip-file
from __future__ import annotations

import collections
import math

import tensorflow.compat.v1 as tf


class _Cell:
    """A cell with variables in a scope of its own, which it keeps."""

    default_name = ""

    def __init__(self, name=None, reuse=None):
        self.name = name or self.default_name
        self._reuse = reuse
        self._scope = None

    def __call__(self, inputs, state, scope=None):
        """Return the output, and the next state."""
        reuse = self._reuse if self._scope is None else True
        with tf.variable_scope(scope or self._scope, default_name=self.name, reuse=reuse) as self._scope:
            return self.call(inputs, state)

    def zero_state(self, batch_size, dtype):
        """Return the first state."""

        def zeros(size):
            sizes = tf.TensorShape(size).as_list()
            state = tf.zeros(tf.stack([batch_size, *sizes]), dtype)
            state.set_shape([tf.get_static_value(batch_size), *sizes])
            return state

        with tf.name_scope(f"{type(self).__name__}ZeroState", values=[batch_size]):
            return tf.nest.map_structure(zeros, self.state_size)


class _Wrapper(_Cell):
    """A cell around a cell."""

    def __init__(self, cell, reuse=None):
        super().__init__(reuse=reuse)
        self._cell = cell

    @property
    def state_size(self):
        """The sizes of the state."""
        return self._cell.state_size

    @property
    def output_size(self):
        """The size of the output."""
        return self._cell.output_size

    def zero_state(self, batch_size, dtype):
        """Return the first state."""
        return self._cell.zero_state(batch_size, dtype)


class EmbeddingWrapper(_Wrapper):
    """Gives a cell vectors for symbols.

    Args:
        cell: The cell.
        embedding_classes: The number of symbols.
        embedding_size: The size of the vectors.
        initializer: The initializer of the variable "embedding"; else that of the scope, or uniform with variance 1.
        reuse: Whether the variables exist.
    """

    default_name = "embedding_wrapper"

    def __init__(self, cell, embedding_classes, embedding_size, initializer=None, reuse=None):
        if embedding_classes <= 0 or embedding_size <= 0:
            raise ValueError(f"Both embedding_classes and embedding_size must be > 0: {embedding_classes}, {embedding_size}.")
        super().__init__(cell, reuse)
        self._shape = [embedding_classes, embedding_size]
        self._initializer = initializer

    def call(self, inputs, state):
        """Make one step; the variable scope is entered."""
        initializer = self._initializer or tf.get_variable_scope().initializer
        initializer = initializer or tf.random_uniform_initializer(-math.sqrt(3), math.sqrt(3))
        with tf.device("/cpu:0"):
            embedding = tf.get_variable("embedding", self._shape, tf.nest.flatten(state)[0].dtype, initializer)
            vectors = tf.nn.embedding_lookup(embedding, tf.reshape(inputs, [-1]))
            return self._cell(vectors, state)


class InputProjectionWrapper(_Wrapper):
    """Puts a linear layer in front of a cell.

    Args:
        cell: The cell.
        num_proj: The size of what the cell gets.
        activation: A function for what it gets.
        input_size: Has no effect.
        reuse: Whether the variables exist.
    """

    default_name = "input_projection_wrapper"

    def __init__(self, cell, num_proj, activation=None, input_size=None, reuse=None):
        super().__init__(cell, reuse)
        self._num_proj = num_proj
        self._activation = activation

    def call(self, inputs, state):
        """Make one step; the variable scope is entered."""
        inputs = _linear(inputs, self._num_proj)
        return self._cell(self._activation(inputs) if self._activation else inputs, state)


class OutputProjectionWrapper(_Wrapper):
    """Puts a linear layer behind a cell.

    Args:
        cell: The cell.
        output_size: The size of the outputs.
        activation: A function for the outputs.
        reuse: Whether the variables exist.
    """

    default_name = "output_projection_wrapper"

    def __init__(self, cell, output_size, activation=None, reuse=None):
        if output_size < 1:
            raise ValueError(f"Parameter output_size must be > 0: {output_size}.")
        super().__init__(cell, reuse)
        self._output_size = output_size
        self._activation = activation

    @property
    def output_size(self):
        """The size of the output."""
        return self._output_size

    def call(self, inputs, state):
        """Make one step; the variable scope is entered."""
        output, state = self._cell(inputs, state)
        output = _linear(output, self._output_size)
        return (self._activation(output) if self._activation else output), state


class LayerNormBasicLSTMCell(_Cell):
    """An LSTM whose gates and state are normalised, and whose new content is dropped out.

    Args:
        num_units: The size of the state.
        forget_bias: What is added to the forget gate.
        input_size: Has no effect.
        activation: The function of the content.
        layer_norm: Normalise; otherwise there is a bias.
        norm_gain: The first value of the variables "gamma".
        norm_shift: The first value of the variables "beta".
        dropout_keep_prob: The share of the content that is kept.
        dropout_prob_seed: The seed of the dropout.
        reuse: Whether the variables exist.
    """

    default_name = "layer_norm_basic_lstm_cell"

    def __init__(
        self,
        num_units,
        forget_bias=1.0,
        input_size=None,
        activation=tf.tanh,
        layer_norm=True,
        norm_gain=1.0,
        norm_shift=0.0,
        dropout_keep_prob=1.0,
        dropout_prob_seed=None,
        reuse=None,
    ):
        super().__init__(reuse=reuse)
        self._num_units = num_units
        self._forget_bias = forget_bias
        self._activation = activation
        self._layer_norm = layer_norm
        self._norm_gain = norm_gain
        self._norm_shift = norm_shift
        self._keep_prob = dropout_keep_prob
        self._seed = dropout_prob_seed

    @property
    def state_size(self):
        """The sizes of the state."""
        return _state_tuple()(self._num_units, self._num_units)

    @property
    def output_size(self):
        """The size of the output."""
        return self._num_units

    def _normalized(self, inputs, scope):
        if not self._layer_norm:
            return inputs
        with tf.variable_scope(scope):
            size = inputs.shape[-1:]
            gamma = tf.get_variable("gamma", size, inputs.dtype, tf.constant_initializer(self._norm_gain))
            beta = tf.get_variable("beta", size, inputs.dtype, tf.constant_initializer(self._norm_shift))
            mean, variance = tf.nn.moments(inputs, [1], keep_dims=True)
            epsilon = 1e-3 if inputs.dtype == tf.float16 else 1e-12
            return tf.nn.batch_normalization(inputs, mean, variance, beta, gamma, epsilon)

    def call(self, inputs, state):
        """Make one step; the variable scope is entered."""
        old, hidden = state
        joined = tf.concat([inputs, hidden], 1)
        size = 4 * self._num_units
        gates = tf.matmul(joined, tf.get_variable("kernel", [joined.shape[-1], size], joined.dtype))
        if not self._layer_norm:
            gates = tf.nn.bias_add(gates, tf.get_variable("bias", [size], joined.dtype))
        names = ("input", "transform", "forget", "output")
        given, content, forget, out = (self._normalized(one, name) for one, name in zip(tf.split(gates, 4, 1), names))
        content = self._activation(content)
        if not isinstance(self._keep_prob, float) or self._keep_prob < 1:
            content = tf.nn.dropout(content, rate=1 - self._keep_prob, seed=self._seed)
        new = self._normalized(old * tf.sigmoid(forget + self._forget_bias) + tf.sigmoid(given) * content, "state")
        hidden = self._activation(new) * tf.sigmoid(out)
        return hidden, _state_tuple()(new, hidden)


class ConvLSTMCell(_Cell):
    """An LSTM of images, with convolutions in place of products.

    Args:
        conv_ndims: The number of dimensions of an image, without the channels.
        input_shape: The shape of an image, with the channels.
        output_channels: The number of channels of the state.
        kernel_shape: The size of the convolution.
        use_bias: Add a variable "biases".
        skip_connection: Put the input beside the output.
        forget_bias: What is added to the forget gate.
        initializers: Has no effect.
        name: The name of the variable scope.
    """

    def __init__(
        self,
        conv_ndims,
        input_shape,
        output_channels,
        kernel_shape,
        use_bias=True,
        skip_connection=False,
        forget_bias=1.0,
        initializers=None,
        name="conv_lstm_cell",
    ):
        super().__init__(name)
        if conv_ndims != len(input_shape) - 1:
            raise ValueError(f"Invalid input_shape {input_shape} for conv_ndims={conv_ndims}.")
        self._conv_ndims = conv_ndims
        self._place = list(input_shape[:-1])
        self._input_channels = input_shape[-1]
        self._output_channels = output_channels
        self._kernel_shape = list(kernel_shape)
        self._use_bias = use_bias
        self._skip_connection = skip_connection
        self._forget_bias = forget_bias

    @property
    def state_size(self):
        """The shapes of the state."""
        shape = tf.TensorShape([*self._place, self._output_channels])
        return _state_tuple()(shape, shape)

    @property
    def output_size(self):
        """The shape of the output."""
        return tf.TensorShape([*self._place, self._output_channels + (self._input_channels if self._skip_connection else 0)])

    def call(self, inputs, state):
        """Make one step; the variable scope is entered."""
        old, hidden = state
        joined = tf.concat([inputs, hidden], -1)
        size = 4 * self._output_channels
        kernel = tf.get_variable("kernel", [*self._kernel_shape, joined.shape[-1], size], joined.dtype)
        gates = tf.nn.convolution(joined, kernel, "SAME")
        if self._use_bias:
            gates += tf.get_variable("biases", [size], joined.dtype, tf.zeros_initializer())
        given, content, forget, out = tf.split(gates, 4, -1)
        new = tf.sigmoid(forget + self._forget_bias) * old + tf.sigmoid(given) * tf.tanh(content)
        output = tf.tanh(new) * tf.sigmoid(out)
        if self._skip_connection:
            output = tf.concat([output, inputs], -1)
        return output, _state_tuple()(new, output)


class Conv1DLSTMCell(ConvLSTMCell):
    """A :class:`ConvLSTMCell` of rows."""

    def __init__(self, name="conv_1d_lstm_cell", **kwargs):
        super().__init__(conv_ndims=1, name=name, **kwargs)


class Conv2DLSTMCell(ConvLSTMCell):
    """A :class:`ConvLSTMCell` of images."""

    def __init__(self, name="conv_2d_lstm_cell", **kwargs):
        super().__init__(conv_ndims=2, name=name, **kwargs)


class Conv3DLSTMCell(ConvLSTMCell):
    """A :class:`ConvLSTMCell` of volumes."""

    def __init__(self, name="conv_3d_lstm_cell", **kwargs):
        super().__init__(conv_ndims=3, name=name, **kwargs)


class NASCell(_Cell):
    """The cell that a search over architectures found (arXiv 1611.01578).

    Args:
        num_units: The size of the state.
        num_proj: The size of the output, if it is projected.
        use_bias: Whether there is a bias.
        reuse: Whether the variables exist.
        name: The name of its scope.
    """

    default_name = "nas_cell"

    def __init__(self, num_units, num_proj=None, use_bias=False, reuse=None, name=None):
        super().__init__(name, reuse)
        self._num_units = num_units
        self._num_proj = num_proj
        self._use_bias = use_bias

    @property
    def state_size(self):
        """The sizes of the state."""
        return _state_tuple()(self._num_units, self.output_size)

    @property
    def output_size(self):
        """The size of the output."""
        return self._num_units if self._num_proj is None else self._num_proj

    def call(self, inputs, state):
        """Make one step; the variable scope is entered."""
        old, hidden = state
        size = 8 * self._num_units
        recurrent = tf.matmul(hidden, tf.get_variable("recurrent_kernel", [self.output_size, size], inputs.dtype))
        given = tf.matmul(inputs, tf.get_variable("kernel", [inputs.shape[-1], size], inputs.dtype))
        if self._use_bias:
            recurrent = tf.nn.bias_add(recurrent, tf.get_variable("bias", [size], inputs.dtype, tf.zeros_initializer()))
        a, b = tf.split(given, 8, 1), tf.split(recurrent, 8, 1)
        first = tf.tanh(tf.sigmoid(a[0] + b[0]) * tf.nn.relu(a[1] + b[1]))
        second = tf.tanh(tf.sigmoid(a[2] + b[2]) + tf.nn.relu(a[3] * b[3]))
        third = tf.tanh(tf.tanh(a[4] + b[4]) * tf.sigmoid(a[5] + b[5]))
        fourth = tf.sigmoid(tf.tanh(a[6] + b[6]) + tf.sigmoid(a[7] + b[7]))
        new = tf.tanh(first + old) * second
        hidden = tf.tanh(new * tf.tanh(third + fourth))
        if self._num_proj is not None:
            hidden = tf.matmul(hidden, tf.get_variable("projection_weights", [self._num_units, self._num_proj], inputs.dtype))
        return hidden, _state_tuple()(new, hidden)


class UGRNNCell(_Cell):
    """A cell with one gate, between a recurrent network and a GRU (arXiv 1611.09913).

    Args:
        num_units: The size of the state.
        initializer: The initializer of the variables; else that of the scope.
        forget_bias: What is added to the gate.
        activation: The function of the content.
        reuse: Whether the variables exist.
    """

    default_name = "ugrnn_cell"

    def __init__(self, num_units, initializer=None, forget_bias=1.0, activation=tf.tanh, reuse=None):
        super().__init__(reuse=reuse)
        self._num_units = num_units
        self._initializer = initializer
        self._forget_bias = forget_bias
        self._activation = activation

    @property
    def state_size(self):
        """The size of the state."""
        return self._num_units

    @property
    def output_size(self):
        """The size of the output."""
        return self._num_units

    def call(self, inputs, state):
        """Make one step; the variable scope is entered."""
        with tf.variable_scope(tf.get_variable_scope(), initializer=self._initializer):
            gate, content = tf.split(_linear(tf.concat([inputs, state], 1), 2 * self._num_units), 2, 1)
        gate = tf.sigmoid(gate + self._forget_bias)
        state = gate * state + (1 - gate) * self._activation(content)
        return state, state


class HighwayWrapper(_Wrapper):
    """Lets a part of the inputs of a cell pass by it.

    Args:
        cell: The cell; its outputs have the size of its inputs.
        couple_carry_transform_gates: Whether what passes and what comes from the cell make up one.
        carry_bias_init: The first value of the bias of the gate.
    """

    def __init__(self, cell, couple_carry_transform_gates=True, carry_bias_init=1.0):
        super().__init__(cell)
        self._coupled = couple_carry_transform_gates
        self._bias = carry_bias_init

    def __call__(self, inputs, state, scope=None):
        """Return the output, and the next state; the variables are in the scope around."""
        outputs, state = self._cell(inputs, state, scope=scope)
        return tf.nest.map_structure(self._highway, inputs, outputs), state

    def _highway(self, inputs, outputs):
        inputs.shape.assert_is_compatible_with(outputs.shape)
        carry = self._gate("carry", inputs, self._bias)
        transform = 1 - carry if self._coupled else self._gate("transform", inputs, -self._bias)
        return inputs * carry + outputs * transform

    @staticmethod
    def _gate(name, inputs, bias):
        size = inputs.shape.as_list()[1]
        weights = tf.get_variable(f"{name}_w", [size, size])
        return tf.sigmoid(tf.nn.xw_plus_b(inputs, weights, tf.get_variable(f"{name}_b", [size], initializer=tf.constant_initializer(bias))))


class AttentionCellWrapper(_Wrapper):
    """Lets a cell look back at its last outputs (arXiv 1601.06733).

    Args:
        cell: The cell.
        attn_length: How many outputs.
        attn_size: The size of what is kept of each, and of the output; that of the cell's output by default.
        attn_vec_size: The size of the hidden layer of the attention; attn_size by default.
        input_size: The size of the inputs of the cell; that of the inputs by default.
        state_is_tuple: Whether the state is a tuple; else it is one tensor.
        reuse: Whether the variables exist.
    """

    default_name = "attention_cell_wrapper"

    def __init__(self, cell, attn_length, attn_size=None, attn_vec_size=None, input_size=None, state_is_tuple=True, reuse=None):
        super().__init__(cell, reuse)
        if not state_is_tuple and tf.nest.is_nested(cell.state_size):
            raise ValueError(f"Cell returns tuple of states, but the flag state_is_tuple is not set. State size is: {cell.state_size}")
        if attn_length <= 0:
            raise ValueError(f"attn_length should be greater than zero, got {attn_length}")
        self._length = attn_length
        self._size = cell.output_size if attn_size is None else attn_size
        self._vec_size = self._size if attn_vec_size is None else attn_vec_size
        self._input_size = input_size
        self._is_tuple = state_is_tuple

    @property
    def state_size(self):
        """The sizes of the state."""
        sizes = (self._cell.state_size, self._size, self._size * self._length)
        return sizes if self._is_tuple else sum(sizes)

    @property
    def output_size(self):
        """The size of the output."""
        return self._size

    def zero_state(self, batch_size, dtype):
        """Return the first state."""
        return _Cell.zero_state(self, batch_size, dtype)

    def call(self, inputs, state):
        """Make one step; the variable scope is entered."""
        sizes = (self._cell.state_size, self._size, self._size * self._length)
        state, attention, window = state if self._is_tuple else tf.split(state, sizes, 1)
        window = tf.reshape(window, [-1, self._length, self._size])
        size = inputs.shape.as_list()[1] if self._input_size is None else self._input_size
        output, state = self._cell(_linear(tf.concat([inputs, attention], 1), size), state)
        attention = self._attention(tf.concat(tf.nest.flatten(state), 1), window)
        with tf.variable_scope("attn_output_projection"):
            output = _linear(tf.concat([output, attention], 1), self._size)
        window = tf.concat([window[:, 1:], tf.expand_dims(output, 1)], 1)
        state = (state, attention, tf.reshape(window, [-1, self._length * self._size]))
        return output, state if self._is_tuple else tf.concat(state, 1)

    def _attention(self, query, window):
        with tf.variable_scope("attention"):
            weights = tf.get_variable("attn_w", [1, 1, self._size, self._vec_size])
            vector = tf.get_variable("attn_v", [self._vec_size])
            features = tf.nn.conv2d(tf.expand_dims(window, 2), weights, [1, 1, 1, 1], "SAME")
            hidden = tf.tanh(features + tf.reshape(_linear(query, self._vec_size), [-1, 1, 1, self._vec_size]))
            share = tf.nn.softmax(tf.reduce_sum(vector * hidden, [2, 3]))
            return tf.reduce_sum(tf.expand_dims(share, 2) * window, 1)


def stack_bidirectional_dynamic_rnn(
    cells_fw,
    cells_bw,
    inputs,
    initial_states_fw=None,
    initial_states_bw=None,
    dtype=None,
    sequence_length=None,
    parallel_iterations=None,
    time_major=False,
    scope=None,
    swap_memory=False,
):
    """Run tf.nn.bidirectional_dynamic_rnn layer over layer.

    Args:
        cells_fw: The cells that go forward, one for each layer.
        cells_bw: The cells that go backward.
        inputs: Tensor (batch, time, size).
        initial_states_fw: The first states of the one.
        initial_states_bw: The first states of the others.
        dtype: The type of the states where these are not given.
        sequence_length: The length of each sequence.
        parallel_iterations: As for tf.nn.dynamic_rnn.
        time_major: The time is in front of the batch.
        scope: The variable scope, "stack_bidirectional_rnn".
        swap_memory: As for tf.nn.dynamic_rnn.

    Returns:
        The outputs of the last layer, forward and backward put together, and the last states of both.
    """
    states_fw, states_bw = [], []
    with tf.variable_scope(scope or "stack_bidirectional_rnn"):
        for number, layer in enumerate(_layers(cells_fw, cells_bw, initial_states_fw, initial_states_bw)):
            with tf.variable_scope(f"cell_{number}"):
                outputs, (forward, backward) = tf.nn.bidirectional_dynamic_rnn(
                    *layer[:2],
                    inputs,
                    sequence_length=sequence_length,
                    initial_state_fw=layer[2],
                    initial_state_bw=layer[3],
                    dtype=dtype,
                    parallel_iterations=parallel_iterations,
                    swap_memory=swap_memory,
                    time_major=time_major,
                )
                inputs = tf.concat(outputs, 2)
            states_fw.append(forward)
            states_bw.append(backward)
    return inputs, tuple(states_fw), tuple(states_bw)


def stack_bidirectional_rnn(
    cells_fw, cells_bw, inputs, initial_states_fw=None, initial_states_bw=None, dtype=None, sequence_length=None, scope=None
):
    """Do what :func:`stack_bidirectional_dynamic_rnn` does for a list of tensors (batch, size), with tf.nn.static_bidirectional_rnn."""
    states_fw, states_bw = [], []
    with tf.variable_scope(scope or "stack_bidirectional_rnn"):
        for number, layer in enumerate(_layers(cells_fw, cells_bw, initial_states_fw, initial_states_bw)):
            with tf.variable_scope(f"cell_{number}") as inside:
                inputs, forward, backward = tf.nn.static_bidirectional_rnn(
                    *layer[:2],
                    inputs,
                    initial_state_fw=layer[2],
                    initial_state_bw=layer[3],
                    dtype=dtype,
                    sequence_length=sequence_length,
                    scope=inside,
                )
            states_fw.append(forward)
            states_bw.append(backward)
    return inputs, tuple(states_fw), tuple(states_bw)


def transpose_batch_time(x):
    """Exchange the first two dimensions of a tensor."""
    x = tf.convert_to_tensor(x)
    if x.shape.rank is not None and x.shape.rank < 2:
        raise ValueError(f"Expected input tensor {x.name} to have rank at least 2, but saw shape: {x.shape}")
    if x.shape.rank is not None:
        return tf.transpose(x, [1, 0, *range(2, x.shape.rank)])
    return tf.transpose(x, tf.concat([[1, 0], tf.range(2, tf.rank(x))], 0))


def _layers(cells_fw, cells_bw, states_fw, states_bw):
    """Return the cells and the first states of each layer."""
    for what, cells in (("cells_fw", cells_fw), ("cells_bw", cells_bw)):
        if not cells or not isinstance(cells, list):
            raise ValueError(f"{what} must be a list of RNNCells (one per layer).")
    if len(cells_fw) != len(cells_bw):
        raise ValueError("Forward and Backward cells must have the same depth.")
    for what, states in (("initial_states_fw", states_fw), ("initial_states_bw", states_bw)):
        if states is not None and (not isinstance(states, list) or len(states) != len(cells_fw)):
            raise ValueError(f"{what} must be a list of state tensors (one per layer).")
    nothing = [None] * len(cells_fw)
    return zip(cells_fw, cells_bw, states_fw or nothing, states_bw or nothing)


def _linear(inputs, size):
    """Return ``inputs`` times a variable "kernel" plus a variable "bias"."""
    dtype = inputs.dtype.base_dtype
    kernel = tf.get_variable("kernel", [inputs.shape.as_list()[1], size], dtype)
    return tf.nn.bias_add(tf.matmul(inputs, kernel), tf.get_variable("bias", [size], dtype, tf.zeros_initializer()))


_LSTMStateTuple = collections.namedtuple("LSTMStateTuple", ("c", "h"))


def _state_tuple():
    """Return the class of the states of tf.nn.rnn_cell, which there is with Keras 2 only."""
    try:
        return tf.nn.rnn_cell.LSTMStateTuple
    except AttributeError:
        return _LSTMStateTuple
