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
_NOT_MIGRATED = Native("Remove it once the program is migrated: with it the program runs as TensorFlow 1.", "tf1_vs_tf2")
_OWN_VARIABLE = Native("Create a `tf.Variable` once and keep it, or use a Keras layer.", "model_mapping")
_OWN_SCOPE = Native(
    "Keep the variables in a `tf.Module` or a Keras layer, and use the object again to share them; with Keras 2 a method of one that "
    "`track_tf1_style_variables` decorates may stay as it is.",
    "model_mapping",
)
_OWN_STEP = Native("Use `optimizer.iterations`, or count in a `tf.Variable` of your own.", "metrics_optimizers")
_OWN_LOOP = Native("Use the `fit` method of a Keras model with callbacks, or write the loop yourself.", "fault_tolerance")
_INPUT = Native("Use `tf.data.Dataset`: `shuffle`, `batch` and `repeat` are its methods.", "tf1_vs_tf2")
_WRITE_AT_ONCE = Native("Leave it out: a summary is written at once.", "tensorboard")
_SUMMARY = Native(
    "Write it inside `writer.as_default()` and say which `step` it belongs to; `tensor` and `values` are called `data`, and names are not "
    "made unique.",
    "tensorboard",
)
_PROTO = Native("Write the value with `tf.summary.scalar(name, value, step)`.", "tensorboard")
_SAVE = Native("Use `tf.saved_model.save` with a `tf.Module` whose functions have an `input_signature`.", "saved_model")
_CHECKPOINT = Native(
    "Use `tf.train.Checkpoint` and `tf.train.CheckpointManager(checkpoint, directory, max_to_keep=5)`; `restore` finds variables by the "
    "objects that hold them, and says nothing of those that it does not find.",
    "migrating_checkpoints",
)
_META_GRAPH = Native(
    "Import the graph in a function for `tf.compat.v1.wrap_function` and take what you need with `prune`; what you save, save with "
    "`tf.saved_model.save`.",
    "migrating_checkpoints",
)
_FROZEN = Native("Save a SavedModel instead: `tf.saved_model.save` keeps the values of the variables.", "saved_model")
_SIGNATURE = Native(
    "Functions with an `input_signature` become signatures in `tf.saved_model.save(module, directory, signatures)`.", "saved_model"
)
_ITERATOR = Native("Loop over the dataset with `for`; the end of the loop takes the place of `OutOfRangeError`.", "tf1_vs_tf2")
_NO_QUEUE = Native("Leave it out: `tf.data.Dataset` needs no queues.", "tf1_vs_tf2")
_BATCH = Native("Use `dataset.batch(n, drop_remainder=True)`: it dropped the last short batch, too.", "tf1_vs_tf2")
_SHUFFLE_BATCH = Native("Use `dataset.shuffle(min_after_dequeue).batch(n, drop_remainder=True)`.", "tf1_vs_tf2")
_FILES = Native(
    "Use `tf.data.Dataset.from_tensor_slices(files).shuffle(len(files)).repeat(num_epochs)`: it shuffled and repeated without end unless told "
    "otherwise.",
    "tf1_vs_tf2",
)
_PARTITIONER = Native(
    "Give `tf.distribute.ParameterServerStrategy` a `tf.distribute.experimental.partitioners` object: `FixedShardsPartitioner`, "
    "`MinSizePartitioner` or `MaxSizePartitioner`, which split the first axis.",
    "multi_worker_cpu_gpu_training",
)
_TPU = Native("Leave it out: `run` of `tf.distribute.TPUStrategy` does it.", "tpu_estimator")
_TPU_TABLE = Native("Describe tables with `tf.tpu.experimental.embedding.TableConfig` and `FeatureConfig`.", "tpu_embedding")
_COLUMNS = Native(
    "Make one Keras preprocessing layer for each feature and concatenate the outputs; the columns were sorted by name, `Concatenate` keeps "
    "its order.",
    "migrating_feature_columns",
)
_EAGER = Native("Leave it out: eager execution is the default.", "tf1_vs_tf2")

_NATIVE = {
    "tf.Session": _NO_SESSION,
    "tf.InteractiveSession": _NO_SESSION,
    "tf.get_default_session": _NO_SESSION,
    "tf.Graph": Native("A function under `tf.function` takes its place.", "tf1_vs_tf2"),
    "tf.ConfigProto": Native(
        "Use `tf.config` before the first operation: `set_soft_device_placement`, `threading.set_intra_op_parallelism_threads`, "
        "`optimizer.set_jit`, `experimental.set_memory_growth`; `tf.debugging.set_log_device_placement` logs devices.",
        "tf1_vs_tf2",
    ),
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
    "tf.get_collection_ref": _NO_COLLECTION,
    "tf.disable_v2_behavior": _NOT_MIGRATED,
    "tf.disable_eager_execution": _NOT_MIGRATED,
    "tf.disable_resource_variables": _NOT_MIGRATED,
    "tf.disable_control_flow_v2": _NOT_MIGRATED,
    "tf.disable_v2_tensorshape": _NOT_MIGRATED,
    "tf.disable_tensor_equality": _NOT_MIGRATED,
    "tf.colocate_with": Native("Leave it out, or place with `tf.device`.", "tf1_vs_tf2"),
    "tf.hessians": Native("Ask a `tf.GradientTape` for the `jacobian` of the gradient that another tape gives.", "tf1_vs_tf2"),
    "tf.scatter_update": Native("Call `scatter_update` of the variable with `tf.IndexedSlices(updates, indices)`.", "tf1_vs_tf2"),
    "tf.scatter_add": Native("Call `scatter_add` of the variable with `tf.IndexedSlices(updates, indices)`.", "tf1_vs_tf2"),
    "tf.scatter_sub": Native("Call `scatter_sub` of the variable with `tf.IndexedSlices(updates, indices)`.", "tf1_vs_tf2"),
    "tf.scatter_nd_update": Native("Call `scatter_nd_update` of the variable.", "tf1_vs_tf2"),
    "tf.report_uninitialized_variables": _NO_INITIALIZER,
    "tf.is_variable_initialized": _NO_INITIALIZER,
    "tf.assert_variables_initialized": _NO_INITIALIZER,
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
    "tf.nn.rnn_cell": Native(
        "Use the cells of `tf.keras.layers`, or its recurrent layers; weights stand in another order there.", "model_mapping"
    ),
    "tf.nn.rnn_cell.BasicLSTMCell": Native(
        "Use `tf.keras.layers.LSTM`; its gates are i, f, c, o instead of i, j, f, o, and the bias holds the 1 of `forget_bias`.",
        "model_mapping",
    ),
    "tf.nn.rnn_cell.LSTMCell": Native(
        "Use `tf.keras.layers.LSTM`; its gates are i, f, c, o instead of i, j, f, o, and the bias holds the 1 of `forget_bias`.",
        "model_mapping",
    ),
    "tf.nn.rnn_cell.GRUCell": Native(
        "Use `tf.keras.layers.GRU` with `reset_after=False`; its gates are z, r instead of r, z.", "model_mapping"
    ),
    "tf.nn.rnn_cell.MultiRNNCell": Native("Use `tf.keras.layers.StackedRNNCells`, or one recurrent layer after another.", "model_mapping"),
    "tf.nn.rnn_cell.DropoutWrapper": Native(
        "Use the arguments `dropout` and `recurrent_dropout` of the recurrent layers of Keras.", "model_mapping"
    ),
    "tf.nn.rnn_cell.LSTMStateTuple": Native("Use a list of h and c, which is the order of Keras.", "model_mapping"),
    "tf.nn.static_bidirectional_rnn": Native("Use `tf.keras.layers.Bidirectional` around a layer.", "model_mapping"),
    "tf.nn.raw_rnn": Native("Write a loop over a cell of `tf.keras.layers` under `tf.function`.", "model_mapping"),
    "tf.layers.batch_normalization": Native(
        "Use `tf.keras.layers.BatchNormalization`, made once and called with `training=`; it updates its averages by itself.",
        "model_mapping",
    ),
    "tf.layers.dropout": Native("Use `tf.keras.layers.Dropout`, made once and called with `training=`.", "model_mapping"),
    "tf.set_random_seed": Native(
        "Use `tf.random.set_seed`; the numbers are others than in a graph unless the operation has a seed too.", "validate_correctness"
    ),
    "tf.random.set_random_seed": Native(
        "Use `tf.random.set_seed`; the numbers are others than in a graph unless the operation has a seed too.", "validate_correctness"
    ),
    "tf.image.resize_bilinear": Native(
        "Use `tf.image.resize`; it samples at the centres of pixels, so the numbers are others.", "tf1_vs_tf2"
    ),
    "tf.image.resize_bicubic": Native(
        "Use `tf.image.resize` with `method='bicubic'`; it samples at the centres of pixels, so the numbers are others.", "tf1_vs_tf2"
    ),
    "tf.image.resize_nearest_neighbor": Native(
        "Use `tf.image.resize` with `method='nearest'`; it is the same for sizes that are multiples of the old ones.", "tf1_vs_tf2"
    ),
    "tf.image.resize_area": Native("Use `tf.image.resize` with `method='area'`, which gives the same numbers.", "tf1_vs_tf2"),
    "tf.image.resize_images": Native(
        "Use `tf.image.resize`; it samples at the centres of pixels and returns floats, so the numbers are others.", "tf1_vs_tf2"
    ),
    "tf.glorot_uniform_initializer": Native("Use `tf.keras.initializers.GlorotUniform`; a seed gives other numbers.", "tf1_vs_tf2"),
    "tf.glorot_normal_initializer": Native("Use `tf.keras.initializers.GlorotNormal`; a seed gives other numbers.", "tf1_vs_tf2"),
    "tf.variance_scaling_initializer": Native("Use `tf.keras.initializers.VarianceScaling`; a seed gives other numbers.", "tf1_vs_tf2"),
    "tf.orthogonal_initializer": Native("Use `tf.keras.initializers.Orthogonal`; a seed gives other numbers.", "tf1_vs_tf2"),
    "tf.truncated_normal_initializer": Native(
        "Use `tf.keras.initializers.TruncatedNormal` with `stddev=1.0`; a seed gives other numbers.", "tf1_vs_tf2"
    ),
    "tf.uniform_unit_scaling_initializer": Native(
        "Use `tf.keras.initializers.VarianceScaling(factor**2, distribution='uniform')`; its scale is the square of the factor.",
        "tf1_vs_tf2",
    ),
    "tf.add_check_numerics_ops": Native(
        "Call `tf.debugging.enable_check_numerics()` once, before the first operation.", "migration_debugging"
    ),
    "tf.nn.static_rnn": Native("Use `tf.keras.layers.RNN(cell, unroll=True)`.", "model_mapping"),
    "tf.nn.bidirectional_dynamic_rnn": Native("Use `tf.keras.layers.Bidirectional` around a layer.", "model_mapping"),
    "tf.layers": Native("Use `tf.keras.layers`, which has the same layers as objects.", "model_mapping"),
    "tf.metrics": Native(
        "Use the classes of `tf.keras.metrics`: `update_state` adds values, `result` gives the metric.", "metrics_optimizers"
    ),
    "tf.losses": Native("Use `tf.keras.losses`; with weights of zero they average otherwise.", "tf1_vs_tf2"),
    "tf.metrics.accuracy": Native("Use `tf.keras.metrics.Accuracy`, with `update_state` and `result`.", "metrics_optimizers"),
    "tf.metrics.mean": Native("Use `tf.keras.metrics.Mean`, with `update_state` and `result`.", "metrics_optimizers"),
    "tf.metrics.mean_squared_error": Native(
        "Use `tf.keras.metrics.MeanSquaredError`, with `update_state` and `result`.", "metrics_optimizers"
    ),
    "tf.metrics.root_mean_squared_error": Native(
        "Use `tf.keras.metrics.RootMeanSquaredError`, with `update_state` and `result`.", "metrics_optimizers"
    ),
    "tf.metrics.mean_absolute_error": Native(
        "Use `tf.keras.metrics.MeanAbsoluteError`, with `update_state` and `result`.", "metrics_optimizers"
    ),
    "tf.metrics.mean_iou": Native("Use `tf.keras.metrics.MeanIoU(num_classes)`, with `update_state` and `result`.", "metrics_optimizers"),
    "tf.metrics.true_positives": Native("Use `tf.keras.metrics.TruePositives`, with `update_state` and `result`.", "metrics_optimizers"),
    "tf.metrics.true_negatives": Native("Use `tf.keras.metrics.TrueNegatives`, with `update_state` and `result`.", "metrics_optimizers"),
    "tf.metrics.false_positives": Native("Use `tf.keras.metrics.FalsePositives`, with `update_state` and `result`.", "metrics_optimizers"),
    "tf.metrics.false_negatives": Native("Use `tf.keras.metrics.FalseNegatives`, with `update_state` and `result`.", "metrics_optimizers"),
    "tf.metrics.true_positives_at_thresholds": Native(
        "Use `tf.keras.metrics.TruePositives(thresholds)`, with `update_state` and `result`.", "metrics_optimizers"
    ),
    "tf.metrics.true_negatives_at_thresholds": Native(
        "Use `tf.keras.metrics.TrueNegatives(thresholds)`, with `update_state` and `result`.", "metrics_optimizers"
    ),
    "tf.metrics.false_positives_at_thresholds": Native(
        "Use `tf.keras.metrics.FalsePositives(thresholds)`, with `update_state` and `result`.", "metrics_optimizers"
    ),
    "tf.metrics.false_negatives_at_thresholds": Native(
        "Use `tf.keras.metrics.FalseNegatives(thresholds)`, with `update_state` and `result`.", "metrics_optimizers"
    ),
    "tf.metrics.precision_at_thresholds": Native(
        "Use `tf.keras.metrics.Precision(thresholds)`, with `update_state` and `result`.", "metrics_optimizers"
    ),
    "tf.metrics.recall_at_thresholds": Native(
        "Use `tf.keras.metrics.Recall(thresholds)`, with `update_state` and `result`.", "metrics_optimizers"
    ),
    "tf.metrics.sensitivity_at_specificity": Native(
        "Use `tf.keras.metrics.SensitivityAtSpecificity(specificity)`, with `update_state` and `result`.", "metrics_optimizers"
    ),
    "tf.metrics.specificity_at_sensitivity": Native(
        "Use `tf.keras.metrics.SpecificityAtSensitivity(sensitivity)`, with `update_state` and `result`.", "metrics_optimizers"
    ),
    "tf.metrics.percentage_below": Native("Use `tf.keras.metrics.Mean` of `values < threshold`.", "metrics_optimizers"),
    "tf.metrics.precision": Native(
        "Use `tf.keras.metrics.Precision(thresholds=0)`: every value but 0 counts as true here, and the default of Keras is above 0.5.",
        "metrics_optimizers",
    ),
    "tf.metrics.recall": Native(
        "Use `tf.keras.metrics.Recall(thresholds=0)`: every value but 0 counts as true here, and the default of Keras is above 0.5.",
        "metrics_optimizers",
    ),
    "tf.metrics.auc": Native(
        "Use `tf.keras.metrics.AUC`; for `curve='PR'` it adds up otherwise than the `trapezoidal` of TensorFlow 1.", "metrics_optimizers"
    ),
    "tf.metrics.mean_cosine_distance": Native(
        "Use 1 minus the result of `tf.keras.metrics.CosineSimilarity`, which normalises its inputs itself.", "metrics_optimizers"
    ),
    "tf.metrics.recall_at_k": Native(
        "Use `tf.keras.metrics.SparseTopKCategoricalAccuracy(k)` if there is one label in each row; Keras has nothing for more.",
        "metrics_optimizers",
    ),
    "tf.metrics.precision_at_k": Native(
        "Use `tf.keras.metrics.Precision(top_k=k)` on one-hot labels if there is one label in each row; Keras has nothing for more.",
        "metrics_optimizers",
    ),
    "tf.metrics.mean_relative_error": Native("Derive from `tf.keras.metrics.Metric`: Keras 3 has no such metric.", "metrics_optimizers"),
    "tf.metrics.mean_tensor": Native("Derive from `tf.keras.metrics.Metric`: Keras 3 has no such metric.", "metrics_optimizers"),
    "tf.metrics.mean_per_class_accuracy": Native(
        "Derive from `tf.keras.metrics.Metric`: Keras 3 has no such metric.", "metrics_optimizers"
    ),
    "tf.metrics.average_precision_at_k": Native("Derive from `tf.keras.metrics.Metric`: Keras 3 has no such metric.", "metrics_optimizers"),
    "tf.metrics.sparse_average_precision_at_k": Native(
        "Derive from `tf.keras.metrics.Metric`: Keras 3 has no such metric.", "metrics_optimizers"
    ),
    "tf.metrics.sparse_precision_at_k": Native("Derive from `tf.keras.metrics.Metric`: Keras 3 has no such metric.", "metrics_optimizers"),
    "tf.metrics.precision_at_top_k": Native("Derive from `tf.keras.metrics.Metric`: Keras 3 has no such metric.", "metrics_optimizers"),
    "tf.metrics.recall_at_top_k": Native("Derive from `tf.keras.metrics.Metric`: Keras 3 has no such metric.", "metrics_optimizers"),
    "tf.losses.mean_squared_error": Native(
        "Use `tf.keras.losses.MeanSquaredError()`. Weights of zero count in the average of Keras, and not here.", "tf1_vs_tf2"
    ),
    "tf.losses.absolute_difference": Native(
        "Use `tf.keras.losses.MeanAbsoluteError()`. Weights of zero count in the average of Keras, and not here.", "tf1_vs_tf2"
    ),
    "tf.losses.huber_loss": Native(
        "Use `tf.keras.losses.Huber(delta)`. Weights of zero count in the average of Keras, and not here.", "tf1_vs_tf2"
    ),
    "tf.losses.hinge_loss": Native(
        "Use `tf.keras.losses.Hinge()`. Weights of zero count in the average of Keras, and not here.", "tf1_vs_tf2"
    ),
    "tf.losses.sigmoid_cross_entropy": Native(
        "Use `tf.keras.losses.BinaryCrossentropy(from_logits=True)`. Weights of zero count in the average of Keras, and not here.",
        "tf1_vs_tf2",
    ),
    "tf.losses.softmax_cross_entropy": Native(
        "Use `tf.keras.losses.CategoricalCrossentropy(from_logits=True)`. Weights of zero count in the average of Keras, and not here.",
        "tf1_vs_tf2",
    ),
    "tf.losses.sparse_softmax_cross_entropy": Native(
        "Use `tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True)`. Weights of zero count in the average of Keras, and not here.",
        "tf1_vs_tf2",
    ),
    "tf.losses.log_loss": Native("Use `tf.keras.losses.BinaryCrossentropy()`; it clips probabilities of 0 and 1 otherwise.", "tf1_vs_tf2"),
    "tf.losses.cosine_distance": Native(
        "Use `1 + tf.keras.losses.CosineSimilarity()(labels, predictions)`, which normalises its inputs itself.", "tf1_vs_tf2"
    ),
    "tf.losses.mean_pairwise_squared_error": Native("Keep it: it works in eager code, and Keras has nothing like it.", "tf1_vs_tf2"),
    "tf.losses.compute_weighted_loss": Native("Keep it: it works in eager code, and Keras has nothing like it.", "tf1_vs_tf2"),
    "tf.losses.get_total_loss": Native(
        "Add the losses up yourself; regularization is in `losses` of the model. Eager code collects none.", "tf1_vs_tf2"
    ),
    "tf.losses.get_losses": Native(
        "Add the losses up yourself; regularization is in `losses` of the model. Eager code collects none.", "tf1_vs_tf2"
    ),
    "tf.losses.get_regularization_loss": Native(
        "Add the losses up yourself; regularization is in `losses` of the model. Eager code collects none.", "tf1_vs_tf2"
    ),
    "tf.losses.get_regularization_losses": Native(
        "Add the losses up yourself; regularization is in `losses` of the model. Eager code collects none.", "tf1_vs_tf2"
    ),
    "tf.losses.add_loss": Native(
        "Add the losses up yourself; regularization is in `losses` of the model. Eager code collects none.", "tf1_vs_tf2"
    ),
    "tf.losses.Reduction": Native(
        "`SUM_OVER_BATCH_SIZE` is the default of Keras; its other reductions take the mean of each row first.", "tf1_vs_tf2"
    ),
    "tf.train.Optimizer": Native("Use `tf.keras.optimizers.Optimizer`.", "metrics_optimizers"),
    "tf.train.GradientDescentOptimizer": Native("Use `tf.keras.optimizers.SGD`.", "metrics_optimizers"),
    "tf.train.MomentumOptimizer": Native(
        "Use `tf.keras.optimizers.SGD` with `momentum`; it goes another way if the learning rate changes.", "metrics_optimizers"
    ),
    "tf.train.AdamOptimizer": Native("Use `tf.keras.optimizers.Adam` with `beta_1`, `beta_2` and `epsilon=1e-8`.", "metrics_optimizers"),
    "tf.train.RMSPropOptimizer": Native(
        "Use `tf.keras.optimizers.RMSprop` with `rho` for `decay` and `epsilon=1e-10`; its first steps are larger.", "metrics_optimizers"
    ),
    "tf.train.AdadeltaOptimizer": Native("Use `tf.keras.optimizers.Adadelta` with `epsilon=1e-8`.", "metrics_optimizers"),
    "tf.train.AdagradOptimizer": Native("Use `tf.keras.optimizers.Adagrad` with `epsilon=0.0`.", "metrics_optimizers"),
    "tf.train.FtrlOptimizer": Native("Use `tf.keras.optimizers.Ftrl`, with keywords.", "metrics_optimizers"),
    "tf.train.AdagradDAOptimizer": Native(
        "Derive from `tf.keras.optimizers.Optimizer`: Keras has no such optimizer.", "metrics_optimizers"
    ),
    "tf.train.ProximalAdagradOptimizer": Native(
        "Derive from `tf.keras.optimizers.Optimizer`: Keras has no such optimizer.", "metrics_optimizers"
    ),
    "tf.train.ProximalGradientDescentOptimizer": Native(
        "Derive from `tf.keras.optimizers.Optimizer`: Keras has no such optimizer.", "metrics_optimizers"
    ),
    "tf.train.SyncReplicasOptimizer": Native(
        "Use a strategy of `tf.distribute`, which adds up the gradients of all replicas.", "mirrored_strategy"
    ),
    "tf.train.natural_exp_decay": Native(
        "Use `tf.keras.optimizers.schedules.ExponentialDecay` with `math.exp(-decay_rate)` as rate.", "metrics_optimizers"
    ),
    "tf.train.linear_cosine_decay": Native(
        "Derive from `tf.keras.optimizers.schedules.LearningRateSchedule`: Keras has no such schedule.", "metrics_optimizers"
    ),
    "tf.train.noisy_linear_cosine_decay": Native(
        "Derive from `tf.keras.optimizers.schedules.LearningRateSchedule`: Keras has no such schedule.", "metrics_optimizers"
    ),
    "tf.train.experimental.enable_mixed_precision_graph_rewrite": Native(
        "Use `tf.keras.mixed_precision.set_global_policy('mixed_float16')`, or `LossScaleOptimizer` around the optimizer.",
        "metrics_optimizers",
    ),
    "tf.train.global_step": Native("Use `optimizer.iterations`, or count in a `tf.Variable` of your own.", "metrics_optimizers"),
    "tf.train.assert_global_step": Native("Leave it out: `optimizer.iterations` is always there.", "metrics_optimizers"),
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
    "tf.train.checkpoint_exists": Native("Ask `tf.train.latest_checkpoint(directory)`.", "migrating_checkpoints"),
    "tf.train.remove_checkpoint": Native("`tf.train.CheckpointManager` with `max_to_keep` removes old ones.", "migrating_checkpoints"),
    "tf.train.update_checkpoint_state": Native("`save` of `tf.train.CheckpointManager` does it.", "migrating_checkpoints"),
    "tf.train.generate_checkpoint_state_proto": Native("`save` of `tf.train.CheckpointManager` does it.", "migrating_checkpoints"),
    "tf.train.get_checkpoint_mtimes": Native("Ask `os.path.getmtime` for the index file.", "migrating_checkpoints"),
    "tf.train.init_from_checkpoint": Native(
        "Read the values with `tf.train.load_checkpoint(path).get_tensor(name)` and assign them.", "migrating_checkpoints"
    ),
    "tf.train.warm_start": Native(
        "Read the values with `tf.train.load_checkpoint(path).get_tensor(name)` and assign them.", "migrating_checkpoints"
    ),
    "tf.train.import_meta_graph": _META_GRAPH,
    "tf.train.export_meta_graph": _META_GRAPH,
    "tf.train.SessionRunHook": Native(
        "Derive from `tf.keras.callbacks.Callback`: `begin` is `on_train_begin`, `before_run` and `after_run` are `on_train_batch_begin` and "
        "`on_train_batch_end`, `end` is `on_train_end`.",
        "sessionrunhook_callback",
    ),
    "tf.train.SessionRunArgs": Native("A callback gets no tensors, only `logs` with loss and metrics.", "sessionrunhook_callback"),
    "tf.train.SessionRunContext": Native("Set `self.model.stop_training` in a callback to stop.", "sessionrunhook_callback"),
    "tf.train.SessionRunValues": Native("A callback gets no tensors, only `logs` with loss and metrics.", "sessionrunhook_callback"),
    "tf.train.LoggingTensorHook": Native("Print `logs` from a `tf.keras.callbacks.Callback`.", "logging_stop_hook"),
    "tf.train.StopAtStepHook": Native(
        "Set `model.stop_training` from a `tf.keras.callbacks.Callback` once `optimizer.iterations` says so; it counts all steps, so keep the "
        "first one for `num_steps`.",
        "logging_stop_hook",
    ),
    "tf.train.NanTensorHook": Native("Use `tf.keras.callbacks.TerminateOnNaN`; it stops without an error.", "sessionrunhook_callback"),
    "tf.train.NanLossDuringTrainingError": Native("`tf.keras.callbacks.TerminateOnNaN` stops without an error.", "sessionrunhook_callback"),
    "tf.train.CheckpointSaverHook": Native(
        "Use `tf.keras.callbacks.ModelCheckpoint(path, save_freq=steps)`; it cannot save by the clock.", "checkpoint_saver"
    ),
    "tf.train.CheckpointSaverListener": Native("Use a `tf.keras.callbacks.Callback`.", "checkpoint_saver"),
    "tf.train.StepCounterHook": Native("Use `tf.keras.callbacks.TensorBoard(write_steps_per_second=True)`.", "sessionrunhook_callback"),
    "tf.train.SummarySaverHook": Native("Use `tf.keras.callbacks.TensorBoard(update_freq=steps)`.", "sessionrunhook_callback"),
    "tf.train.ProfilerHook": Native("Use `tf.keras.callbacks.TensorBoard(profile_batch=(first, last))`.", "sessionrunhook_callback"),
    "tf.train.FinalOpsHook": Native("Use `on_train_end` of a `tf.keras.callbacks.Callback`.", "sessionrunhook_callback"),
    "tf.train.FeedFnHook": Native("Give `fit` a `tf.data.Dataset`.", "sessionrunhook_callback"),
    "tf.train.GlobalStepWaiterHook": Native("Leave it out: a strategy starts its workers together.", "sessionrunhook_callback"),
    "tf.train.MonitoredTrainingSession": _OWN_LOOP,
    "tf.train.MonitoredSession": _OWN_LOOP,
    "tf.train.SingularMonitoredSession": _OWN_LOOP,
    "tf.train.SessionManager": _OWN_LOOP,
    "tf.train.Scaffold": _OWN_LOOP,
    "tf.train.ChiefSessionCreator": _OWN_LOOP,
    "tf.train.WorkerSessionCreator": _OWN_LOOP,
    "tf.train.Supervisor": _OWN_LOOP,
    "tf.train.basic_train_loop": _OWN_LOOP,
    "tf.train.LooperThread": Native("Use `threading.Thread`.", "tf1_vs_tf2"),
    "tf.train.Server": Native("It is called `tf.distribute.Server`.", "multi_worker_cpu_gpu_training"),
    "tf.train.replica_device_setter": Native(
        "Create the variables inside the scope of `tf.distribute.ParameterServerStrategy`.", "multi_worker_cpu_gpu_training"
    ),
    "tf.fixed_size_partitioner": _PARTITIONER,
    "tf.min_max_variable_partitioner": _PARTITIONER,
    "tf.variable_axis_size_partitioner": _PARTITIONER,
    "tf.distribute.get_loss_reduction": Native("Divide the loss by the global batch size yourself.", "mirrored_strategy"),
    "tf.distribute.MirroredStrategy": Native(
        "Create model, optimizer and metrics inside the scope of `tf.distribute.MirroredStrategy`.", "mirrored_strategy"
    ),
    "tf.distribute.experimental.ParameterServerStrategy": Native(
        "Use `tf.distribute.ParameterServerStrategy(cluster_resolver)`; Keras 3 cannot `fit` under it.", "multi_worker_cpu_gpu_training"
    ),
    "tf.distribute.experimental.TPUStrategy": Native("Use `tf.distribute.TPUStrategy(resolver)`.", "tpu_estimator"),
    "tf.distribute.experimental.MultiWorkerMirroredStrategy": Native(
        "Use `tf.distribute.MultiWorkerMirroredStrategy` with `communication_options`.", "multi_worker_cpu_gpu_training"
    ),
    "tf.tpu": _TPU,
    "tf.tpu.experimental": Native("", "tpu_estimator"),
    "tf.tpu.CrossShardOptimizer": Native(
        "Leave it out: under `tf.distribute.TPUStrategy` Keras optimizers sum over the cores.", "tpu_estimator"
    ),
    "tf.tpu.experimental.embedding_column": _TPU_TABLE,
    "tf.tpu.experimental.shared_embedding_columns": _TPU_TABLE,
    "tf.train.batch": _BATCH,
    "tf.train.maybe_batch": _BATCH,
    "tf.train.batch_join": _BATCH,
    "tf.train.maybe_batch_join": _BATCH,
    "tf.train.shuffle_batch": _SHUFFLE_BATCH,
    "tf.train.maybe_shuffle_batch": _SHUFFLE_BATCH,
    "tf.train.shuffle_batch_join": _SHUFFLE_BATCH,
    "tf.train.maybe_shuffle_batch_join": _SHUFFLE_BATCH,
    "tf.train.string_input_producer": _FILES,
    "tf.train.input_producer": _INPUT,
    "tf.train.slice_input_producer": _INPUT,
    "tf.train.range_input_producer": _INPUT,
    "tf.train.limit_epochs": Native("Use `dataset.repeat(num_epochs)`.", "tf1_vs_tf2"),
    "tf.train.start_queue_runners": _NO_QUEUE,
    "tf.train.QueueRunner": _NO_QUEUE,
    "tf.train.add_queue_runner": _NO_QUEUE,
    "tf.train.queue_runner": _NO_QUEUE,
    "tf.data.make_one_shot_iterator": _ITERATOR,
    "tf.data.make_initializable_iterator": Native("Loop over the dataset with `for`, once for each epoch.", "tf1_vs_tf2"),
    "tf.data.Iterator": Native("Loop over each of the datasets with `for`.", "tf1_vs_tf2"),
    "tf.data.get_output_types": Native("Read `dataset.element_spec`.", "tf1_vs_tf2"),
    "tf.data.get_output_shapes": Native("Read `dataset.element_spec`.", "tf1_vs_tf2"),
    "tf.data.get_output_classes": Native("Read `dataset.element_spec`.", "tf1_vs_tf2"),
    "tf.python_io.tf_record_iterator": Native("Use `tf.data.TFRecordDataset(path).as_numpy_iterator()`.", "tf1_vs_tf2"),
    "tf.io.tf_record_iterator": Native("Use `tf.data.TFRecordDataset(path).as_numpy_iterator()`.", "tf1_vs_tf2"),
    "tf.TFRecordReader": Native("Use `tf.data.TFRecordDataset`.", "tf1_vs_tf2"),
    "tf.TextLineReader": Native("Use `tf.data.TextLineDataset`.", "tf1_vs_tf2"),
    "tf.FixedLengthRecordReader": Native("Use `tf.data.FixedLengthRecordDataset`.", "tf1_vs_tf2"),
    "tf.WholeFileReader": Native("Use `tf.data.Dataset.list_files` and `tf.io.read_file`.", "tf1_vs_tf2"),
    "tf.summary.FileWriter": Native(
        "Use `tf.summary.create_file_writer`; `tf.summary.graph` writes a graph, and there is no `add_summary`.", "tensorboard"
    ),
    "tf.summary.FileWriterCache": Native("Keep the writer of `tf.summary.create_file_writer`.", "tensorboard"),
    "tf.summary.tensor_summary": Native("Use `tf.summary.write`.", "tensorboard"),
    "tf.Summary": _PROTO,
    "tf.summary.Summary": _PROTO,
    "tf.train.summary_iterator": Native(
        "Read the event file with `tf.data.TFRecordDataset` and `FromString` of `tf.compat.v1.Event`.", "tensorboard"
    ),
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
    "tf.saved_model.load": Native(
        "Call `tf.saved_model.load(directory)`; its `signatures['serving_default']` is a function of the inputs.", "saved_model"
    ),
    "tf.saved_model.loader": Native(
        "Call `tf.saved_model.load(directory)`; its `signatures['serving_default']` is a function of the inputs.", "saved_model"
    ),
    "tf.saved_model.loader.maybe_saved_model_directory": Native("Use `tf.saved_model.contains_saved_model`.", "saved_model"),
    "tf.saved_model.maybe_saved_model_directory": Native("Use `tf.saved_model.contains_saved_model`.", "saved_model"),
    "tf.saved_model.signature_def_utils": _SIGNATURE,
    "tf.saved_model.build_signature_def": _SIGNATURE,
    "tf.saved_model.predict_signature_def": _SIGNATURE,
    "tf.saved_model.classification_signature_def": _SIGNATURE,
    "tf.saved_model.regression_signature_def": _SIGNATURE,
    "tf.saved_model.utils": _SIGNATURE,
    "tf.saved_model.build_tensor_info": _SIGNATURE,
    "tf.saved_model": Native("", "saved_model"),
    "tf.GraphDef": Native(
        "Import a frozen graph in a function for `tf.compat.v1.wrap_function` and take what you need with `prune`.", "saved_model"
    ),
    "tf.graph_util.convert_variables_to_constants": _FROZEN,
    "tf.graph_util.extract_sub_graph": _FROZEN,
    "tf.graph_util.remove_training_nodes": _FROZEN,
    "tf.estimator": Native("Write the model with `tf.keras` and train it with `fit` or a loop of your own.", "migrating_estimator"),
    "tf.contrib.estimator": Native("", "migrating_estimator"),
    "tf.contrib.tpu": Native("", "tpu_estimator"),
    "tf.contrib.distribute": Native("", "mirrored_strategy"),
    "tf.distribute": Native("", "mirrored_strategy"),
    "tf.feature_column": Native("", "migrating_feature_columns"),
    "tf.feature_column.input_layer": _COLUMNS,
    "tf.feature_column.linear_model": Native(
        "Put one `tf.keras.layers.Dense` behind the Keras preprocessing layers of the features.", "migrating_feature_columns"
    ),
    "tf.feature_column.shared_embedding_columns": Native(
        "Call one `tf.keras.layers.Embedding` on each of the features.", "migrating_feature_columns"
    ),
    "tf.lite": Native("", "tflite"),
    "tf.lite.TFLiteConverter": Native(
        "Use `tf.lite.TFLiteConverter.from_keras_model`, `from_saved_model` or `from_concrete_functions`; `from_session` and "
        "`from_frozen_graph` have no counterpart.",
        "tflite",
    ),
    "tf.lite.TocoConverter": Native("Use `tf.lite.TFLiteConverter`.", "tflite"),
    "tf.lite.toco_convert": Native("Use `tf.lite.TFLiteConverter`.", "tflite"),
    "tf.lite.OpHint": Native("Leave it out: the converter finds composite operations by itself.", "tflite"),
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
