"""What people use instead of what is gone, by the beginning of the name; the longest beginning wins."""

from __future__ import annotations

_HINTS = {
    "tf.contrib": "tf.contrib was not carried over to TensorFlow 2.",
    "tf.contrib.slim": "Most of it lives on in the tf-slim package (import tf_slim as slim), in graph mode.",
    "tf.contrib.layers": "The tf-slim package has most of these functions (graph mode); tf.keras.layers has the layers as objects.",
    "tf.contrib.layers.batch_norm": (
        "tf.keras.layers.BatchNormalization(momentum=decay, scale=False) is its counterpart: the default decay is 0.999, scale is off by "
        "default, and the layer updates its averages itself when it is called with training=True, not through UPDATE_OPS."
    ),
    "tf.contrib.framework": "arg_scope, variable and their like are in the tf-slim package; checkpoint readers are in tf.train.",
    "tf.contrib.rnn": (
        "The core cells are in tf.compat.v1.nn.rnn_cell (Keras 2 only); others have no successor, tf.keras.layers.RNN takes cells of your own."
    ),
    "tf.contrib.seq2seq": "There is no successor with the same interface; tf.keras.layers.Attention and AdditiveAttention are the parts.",
    "tf.contrib.legacy_seq2seq": "It has no successor.",
    "tf.contrib.learn.datasets.mnist": "tf.keras.datasets.mnist.load_data() has the MNIST data.",
    "tf.contrib.learn.python.learn.datasets.mnist": "tf.keras.datasets.mnist.load_data() has the MNIST data.",
    "tf.contrib.learn": "Use tf.data for input and tf.keras for models.",
    "tf.contrib.estimator": "tf.estimator is gone since TensorFlow 2.16; use tf.keras.",
    "tf.contrib.training": "HParams: types.SimpleNamespace or a dataclass; training loops: the tf-slim package.",
    "tf.contrib.training.HParams": "Use a dataclass or types.SimpleNamespace; tensor2tensor-style parse() has to be written by hand.",
    "tf.contrib.distributions": "Use the tensorflow-probability package (tfp.distributions); it needs tf-keras.",
    "tf.contrib.opt": "AdamW, Adamax, Nadam, Lion and others are in tf.keras.optimizers, with other defaults.",
    "tf.contrib.metrics": "The streaming metrics are in tf.compat.v1.metrics with labels before predictions, and in the tf-slim package.",
    "tf.contrib.losses": "The same losses are in tf.compat.v1.losses, with labels before predictions.",
    "tf.contrib.summary": "Use tf.summary with tf.summary.create_file_writer.",
    "tf.contrib.eager": "Eager execution is the default; its helpers are in tf itself (tf.Variable, tf.GradientTape, tf.train.Checkpoint).",
    "tf.contrib.data": "The transformations are in tf.data.experimental, many as methods of tf.data.Dataset.",
    "tf.contrib.tpu": "Use tf.distribute.TPUStrategy.",
    "tf.contrib.distribute": "Use tf.distribute.",
    "tf.contrib.crf": "It has no successor in TensorFlow; TensorFlow Addons, which had one, is discontinued.",
    "tf.contrib.lookup": "Use tf.lookup.",
    "tf.contrib.image": "tf.image has a part of it; the rest has no successor.",
    "tf.contrib.cudnn_rnn": "tf.keras.layers.LSTM and GRU use the same kernels.",
    "tf.contrib.lite": "It became tf.lite.",
    "tf.contrib.gan": "It became the tensorflow-gan package, which does not work with TensorFlow 2.16 and later.",
    "tf.estimator": (
        "tf.estimator is gone since TensorFlow 2.16; write the model with tf.keras and train it with fit or a loop of your own."
    ),
    "tf.examples": "The tutorials are gone; tf.keras.datasets.mnist.load_data() has the MNIST data.",
    "tf.models": "The model garden is the tf-models-official package.",
    "tf.layers": "tf.keras.layers has the same layers as objects.",
    "tf.nn.rnn_cell": "tf.keras.layers has the cells (LSTMCell, GRUCell, SimpleRNNCell).",
    "tf.nn.seq2seq": "It has no successor.",
    "tf.nn.rnn": "It was renamed to tf.nn.static_rnn in TensorFlow 1.0, which is tf.compat.v1.nn.static_rnn today.",
    "tf.distributions": "Use the tensorflow-probability package.",
    "tf.keras.layers.CuDNNLSTM": "tf.keras.layers.LSTM uses the same kernel with its default arguments.",
    "tf.keras.layers.CuDNNGRU": "tf.keras.layers.GRU uses the same kernel with its default arguments.",
    "tf.keras.estimator": "tf.estimator is gone since TensorFlow 2.16.",
    "tf.keras.backend.get_session": "There is no session in eager code; call the model.",
    "tf.keras.backend.set_session": "There is no session in eager code; configure devices with tf.config.",
    "tf.logging": "Use the logging module or absl.logging.",
    "tf.flags": "Use absl.flags.",
}


def hint_for(name: str) -> str:
    """Return a sentence on what to use instead of a symbol, with a space in front; empty if there is nothing to say."""
    parts = name.split(".")
    for count in range(len(parts), 0, -1):
        hint = _HINTS.get(".".join(parts[:count]))
        if hint is not None:
            return " " + hint
    return ""
