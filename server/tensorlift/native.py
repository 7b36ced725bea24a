"""What one writes in native TensorFlow 2 instead of a symbol, and the page of the migration guide that tells how.

Entries hold for all names that begin so; the longest beginning wins. The sources are the pages themselves.
"""

from __future__ import annotations

from dataclasses import dataclass

from tensorlift.rules.base import GUIDE


@dataclass(frozen=True, slots=True)
class Native:
    """Advice on one symbol or one family of symbols.

    Attributes:
        text: A sentence in Markdown; empty where only the page is known.
        page: The page of the guide.
    """

    text: str
    page: str

    @property
    def url(self) -> str:
        """The address of the page."""
        return f"{GUIDE}/{self.page}"


_NO_SESSION = Native("Call the functions directly; `tf.function` makes a graph of one.", "tf1_vs_tf2")
_NO_GRAPH = Native("Leave it out: eager code has no default graph.", "tf1_vs_tf2")
_NO_INITIALIZER = Native("Leave it out: variables have their values from the start.", "tf1_vs_tf2")
_NO_COLLECTION = Native("Keep a Python list of your own.", "tf1_vs_tf2")
_ASK_THE_MODEL = Native("Ask the model or module for its `trainable_variables` and `variables`.", "model_mapping")
_OWN_VARIABLE = Native("Create a `tf.Variable` once and keep it, or use a Keras layer.", "model_mapping")
_OWN_SCOPE = Native("Keep the variables in a `tf.Module` or a Keras layer; to share them, use the object again.", "model_mapping")
_OWN_STEP = Native("Use `optimizer.iterations`, or count in a `tf.Variable` of your own.", "metrics_optimizers")
_OWN_LOOP = Native("Use the `fit` method of a Keras model with callbacks, or write the loop yourself.", "fault_tolerance")
_INPUT = Native("Use `tf.data.Dataset`: `shuffle`, `batch` and `repeat` are its methods.", "tf1_vs_tf2")
_WRITE_AT_ONCE = Native("Leave it out: a summary is written at once.", "tensorboard")
_SUMMARY = Native("Write it inside `writer.as_default()` and say which `step` it belongs to.", "tensorboard")
_SAVE = Native("Use `tf.saved_model.save` with a `tf.Module` whose functions have an `input_signature`.", "saved_model")
_CHECKPOINT = Native("Use `tf.train.Checkpoint` and `tf.train.CheckpointManager`.", "migrating_checkpoints")
_EAGER = Native("Leave it out: eager execution is the default.", "tf1_vs_tf2")

_NATIVE = {
    "tf.Session": _NO_SESSION,
    "tf.InteractiveSession": _NO_SESSION,
    "tf.get_default_session": _NO_SESSION,
    "tf.Graph": Native("A function under `tf.function` takes its place.", "tf1_vs_tf2"),
    "tf.ConfigProto": Native("Use `tf.config`.", "tf1_vs_tf2"),
    "tf.GPUOptions": Native("Use `tf.config`, such as `tf.config.experimental.set_memory_growth`.", "tf1_vs_tf2"),
    "tf.get_default_graph": _NO_GRAPH,
    "tf.reset_default_graph": _NO_GRAPH,
    "tf.placeholder": Native("Make it a parameter of a function.", "tf1_vs_tf2"),
    "tf.placeholder_with_default": Native("Make it a parameter with a default value.", "tf1_vs_tf2"),
    "tf.sparse_placeholder": Native("Make it a parameter; `tf.SparseTensorSpec` describes it to `tf.function`.", "tf1_vs_tf2"),
    "tf.enable_eager_execution": _EAGER,
    "tf.enable_v2_behavior": _EAGER,
    "tf.global_variables_initializer": _NO_INITIALIZER,
    "tf.local_variables_initializer": _NO_INITIALIZER,
    "tf.variables_initializer": _NO_INITIALIZER,
    "tf.tables_initializer": _NO_INITIALIZER,
    "tf.initialize_all_variables": _NO_INITIALIZER,
    "tf.initialize_local_variables": _NO_INITIALIZER,
    "tf.initialize_variables": _NO_INITIALIZER,
    "tf.get_variable": _OWN_VARIABLE,
    "tf.get_local_variable": _OWN_VARIABLE,
    "tf.variable_scope": _OWN_SCOPE,
    "tf.get_variable_scope": _OWN_SCOPE,
    "tf.trainable_variables": _ASK_THE_MODEL,
    "tf.global_variables": _ASK_THE_MODEL,
    "tf.all_variables": _ASK_THE_MODEL,
    "tf.local_variables": _ASK_THE_MODEL,
    "tf.model_variables": _ASK_THE_MODEL,
    "tf.get_collection": _NO_COLLECTION,
    "tf.add_to_collection": _NO_COLLECTION,
    "tf.assign": Native("Call `assign` of the variable.", "tf1_vs_tf2"),
    "tf.assign_add": Native("Call `assign_add` of the variable.", "tf1_vs_tf2"),
    "tf.assign_sub": Native("Call `assign_sub` of the variable.", "tf1_vs_tf2"),
    "tf.control_dependencies": Native("Leave it out: eager code and `tf.function` run in the order of the program.", "tf1_vs_tf2"),
    "tf.cond": Native("Write a Python `if`; `tf.function` makes a graph of it.", "tf1_vs_tf2"),
    "tf.while_loop": Native("Write a Python `while`; `tf.function` makes a graph of it.", "tf1_vs_tf2"),
    "tf.gradients": Native("Compute the value inside `tf.GradientTape` and ask the tape for the gradient.", "tf1_vs_tf2"),
    "tf.Print": Native("Use `tf.print`, which prints at once and returns nothing.", "tf1_vs_tf2"),
    "tf.app.flags": Native("Use `absl.flags`.", "upgrade"),
    "tf.app.run": Native("Use `absl.app.run`.", "upgrade"),
    "tf.nn.dynamic_rnn": Native("Use `tf.keras.layers.RNN(cell, return_sequences=True, return_state=True)`.", "model_mapping"),
    "tf.nn.static_rnn": Native("Use `tf.keras.layers.RNN(cell, unroll=True)`.", "model_mapping"),
    "tf.nn.bidirectional_dynamic_rnn": Native("Use `tf.keras.layers.Bidirectional` around a layer.", "model_mapping"),
    "tf.layers": Native("Use `tf.keras.layers`, which has the same layers as objects.", "model_mapping"),
    "tf.metrics": Native(
        "Use the classes of `tf.keras.metrics`: `update_state` adds values, `result` gives the metric.", "metrics_optimizers"
    ),
    "tf.losses": Native("Use `tf.keras.losses`; with weights of zero they average otherwise.", "tf1_vs_tf2"),
    "tf.train.Optimizer": Native("Use `tf.keras.optimizers.Optimizer`.", "metrics_optimizers"),
    "tf.train.GradientDescentOptimizer": Native("Use `tf.keras.optimizers.SGD`.", "metrics_optimizers"),
    "tf.train.MomentumOptimizer": Native(
        "Use `tf.keras.optimizers.SGD` with `momentum`; it goes another way if the learning rate changes.", "metrics_optimizers"
    ),
    "tf.train.AdamOptimizer": Native("Use `tf.keras.optimizers.Adam` with `beta_1`, `beta_2` and `epsilon=1e-8`.", "metrics_optimizers"),
    "tf.train.RMSPropOptimizer": Native(
        "Use `tf.keras.optimizers.RMSprop` with `rho` for `decay`; its first steps are larger.", "metrics_optimizers"
    ),
    "tf.train.AdadeltaOptimizer": Native("Use `tf.keras.optimizers.Adadelta` with `epsilon=1e-8`.", "metrics_optimizers"),
    "tf.train.AdagradOptimizer": Native("Use `tf.keras.optimizers.Adagrad` with `epsilon=0.0`.", "metrics_optimizers"),
    "tf.train.FtrlOptimizer": Native("Use `tf.keras.optimizers.Ftrl`, with keywords.", "metrics_optimizers"),
    "tf.train.exponential_decay": Native("Use `tf.keras.optimizers.schedules.ExponentialDecay`.", "metrics_optimizers"),
    "tf.train.inverse_time_decay": Native("Use `tf.keras.optimizers.schedules.InverseTimeDecay`.", "metrics_optimizers"),
    "tf.train.polynomial_decay": Native("Use `tf.keras.optimizers.schedules.PolynomialDecay`.", "metrics_optimizers"),
    "tf.train.piecewise_constant": Native("Use `tf.keras.optimizers.schedules.PiecewiseConstantDecay`.", "metrics_optimizers"),
    "tf.train.cosine_decay": Native("Use `tf.keras.optimizers.schedules.CosineDecay`.", "metrics_optimizers"),
    "tf.train.cosine_decay_restarts": Native("Use `tf.keras.optimizers.schedules.CosineDecayRestarts`.", "metrics_optimizers"),
    "tf.train.get_or_create_global_step": _OWN_STEP,
    "tf.train.get_global_step": _OWN_STEP,
    "tf.train.create_global_step": _OWN_STEP,
    "tf.train.Saver": _CHECKPOINT,
    "tf.train.NewCheckpointReader": Native("Use `tf.train.load_checkpoint`.", "migrating_checkpoints"),
    "tf.train.SessionRunHook": Native("Derive from `tf.keras.callbacks.Callback`.", "sessionrunhook_callback"),
    "tf.train.LoggingTensorHook": Native("Print from a `tf.keras.callbacks.Callback`.", "logging_stop_hook"),
    "tf.train.StopAtStepHook": Native("Set `model.stop_training` from a `tf.keras.callbacks.Callback`.", "logging_stop_hook"),
    "tf.train.NanTensorHook": Native("Use `tf.keras.callbacks.TerminateOnNaN`.", "sessionrunhook_callback"),
    "tf.train.CheckpointSaverHook": Native("Use `tf.keras.callbacks.ModelCheckpoint`.", "checkpoint_saver"),
    "tf.train.MonitoredTrainingSession": _OWN_LOOP,
    "tf.train.MonitoredSession": _OWN_LOOP,
    "tf.train.Supervisor": _OWN_LOOP,
    "tf.train.Server": Native("", "multi_worker_cpu_gpu_training"),
    "tf.train.batch": _INPUT,
    "tf.train.shuffle_batch": _INPUT,
    "tf.train.batch_join": _INPUT,
    "tf.train.shuffle_batch_join": _INPUT,
    "tf.train.string_input_producer": _INPUT,
    "tf.train.slice_input_producer": _INPUT,
    "tf.train.range_input_producer": _INPUT,
    "tf.train.limit_epochs": _INPUT,
    "tf.train.start_queue_runners": Native("Leave it out: `tf.data.Dataset` needs no queues.", "tf1_vs_tf2"),
    "tf.TFRecordReader": Native("Use `tf.data.TFRecordDataset`.", "tf1_vs_tf2"),
    "tf.TextLineReader": Native("Use `tf.data.TextLineDataset`.", "tf1_vs_tf2"),
    "tf.FixedLengthRecordReader": Native("Use `tf.data.FixedLengthRecordDataset`.", "tf1_vs_tf2"),
    "tf.WholeFileReader": Native("Use `tf.data.Dataset.list_files` and `tf.io.read_file`.", "tf1_vs_tf2"),
    "tf.summary.FileWriter": Native("Use `tf.summary.create_file_writer`.", "tensorboard"),
    "tf.summary.merge": _WRITE_AT_ONCE,
    "tf.summary.merge_all": _WRITE_AT_ONCE,
    "tf.summary.scalar": _SUMMARY,
    "tf.summary.histogram": _SUMMARY,
    "tf.summary.image": _SUMMARY,
    "tf.summary.audio": _SUMMARY,
    "tf.summary.text": _SUMMARY,
    "tf.saved_model.simple_save": _SAVE,
    "tf.saved_model.Builder": _SAVE,
    "tf.saved_model.builder": _SAVE,
    "tf.saved_model": Native("", "saved_model"),
    "tf.estimator": Native("", "migrating_estimator"),
    "tf.contrib.estimator": Native("", "migrating_estimator"),
    "tf.contrib.tpu": Native("", "tpu_estimator"),
    "tf.contrib.distribute": Native("", "mirrored_strategy"),
    "tf.distribute": Native("", "mirrored_strategy"),
    "tf.feature_column": Native("", "migrating_feature_columns"),
    "tf.feature_column.input_layer": Native("Use Keras preprocessing layers.", "migrating_feature_columns"),
    "tf.lite": Native("", "tflite"),
}

_NOTHING = Native("", "upgrade")


def native(name: str) -> Native:
    """Return what is written in native TensorFlow 2 instead of a symbol; its text is empty where nothing is known."""
    parts = name.split(".")
    for count in range(len(parts), 0, -1):
        found = _NATIVE.get(".".join(parts[:count]))
        if found is not None:
            return found
    return _NOTHING
