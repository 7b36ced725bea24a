"""What is said about training, saving and input pipelines, as functions that run TensorFlow; :mod:`test_training_saving` runs all in one process."""

from __future__ import annotations

import json
import math
import sys
import tempfile
import traceback
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tensorflow as tf

v1 = tf.compat.v1
CHECKS: list[Callable[[Path], None]] = []


def check(function: Callable[[Path], None]) -> Callable[[Path], None]:
    """Have a function run; it gets a folder of its own."""
    CHECKS.append(function)
    return function


def fails(error: type[BaseException], words: str, function: Callable[[], Any]) -> None:
    """Assert that a call raises an error whose message has these words."""
    with pytest.raises(error, match=words):
        function()


def dense(loss: str | None = None) -> Any:
    model = tf.keras.Sequential([tf.keras.layers.Input((3,)), tf.keras.layers.Dense(2, name="dense")])
    if loss is not None:
        model.compile("sgd", loss)
    return model


# ---- estimators and hooks


@check
def test_numpy_input_fn_is_a_dataset(folder: Path) -> None:
    # What TensorFlow 1.15.5 gives for x = 0..4, y = 10 x, batch_size=2, num_epochs=2, shuffle=False.
    wanted = [([0, 1], [0, 10]), ([2, 3], [20, 30]), ([4, 0], [40, 0]), ([1, 2], [10, 20]), ([3, 4], [30, 40])]
    x = np.arange(5.0)

    def given() -> tf.data.Dataset:
        return tf.data.Dataset.from_tensor_slices(({"x": x}, x * 10)).repeat(2).batch(2)

    assert [(one["x"].numpy().tolist(), y.numpy().tolist()) for one, y in given()] == wanted
    once = tf.data.Dataset.from_tensor_slices({"x": x}).batch(3)
    assert [one["x"].numpy().tolist() for one in once] == [[0, 1, 2], [3, 4]]
    with tf.Graph().as_default(), v1.Session() as session:
        features, labels = v1.data.make_one_shot_iterator(given()).get_next()
        for wanted_x, wanted_y in wanted:
            got = session.run((features["x"], labels))
            assert (got[0].tolist(), got[1].tolist()) == (wanted_x, wanted_y)


@check
def test_mode_keys_are_these_strings(folder: Path) -> None:
    own: Any = type("ModeKeys", (), {"TRAIN": "train", "EVAL": "eval", "PREDICT": "infer"})
    # The values in TensorFlow 1.15.5, as the file names of exported models say.
    assert (own.TRAIN, own.EVAL, own.PREDICT) == ("train", "eval", "infer")
    assert not hasattr(tf, "estimator")
    assert not hasattr(v1, "estimator")


@check
def test_hooks_run_in_a_monitored_session(folder: Path) -> None:
    seen = []

    class Hook(v1.train.SessionRunHook):  # type: ignore[name-defined, misc]
        def before_run(self, context: Any) -> Any:
            return v1.train.SessionRunArgs(step)

        def after_run(self, context: Any, values: Any) -> None:
            seen.append(int(values.results))

    with tf.Graph().as_default():
        step = v1.train.get_or_create_global_step()
        train = v1.assign_add(step, 1)
        hooks = [Hook(), v1.train.StopAtStepHook(last_step=3), v1.train.StepCounterHook(every_n_steps=1, output_dir=str(folder))]
        with v1.train.MonitoredTrainingSession(checkpoint_dir=str(folder), hooks=hooks) as session:
            while not session.should_stop():
                session.run(train)
    assert len(seen) == 3


@check
def test_terminate_on_nan_raises_nothing(folder: Path) -> None:
    model = dense("mse")
    history = model.fit(np.full((4, 3), np.nan), np.ones((4, 2)), epochs=3, verbose=0, callbacks=[tf.keras.callbacks.TerminateOnNaN()])
    assert len(history.history["loss"]) == 1


# ---- distribution


@check
def test_strategies_have_these_methods(folder: Path) -> None:
    strategy = tf.distribute.MirroredStrategy(["/cpu:0"])
    assert not hasattr(strategy, "experimental_run_v2")
    assert float(strategy.run(lambda x: x * 2, args=(tf.constant(3.0),))) == 6.0
    value = tf.constant(1.0)
    assert [float(x) for x in strategy.unwrap(value)] == [float(x) for x in strategy.experimental_local_results(value)] == [1.0]


@check
def test_reduce_wants_an_axis(folder: Path) -> None:
    new, old = tf.distribute.MirroredStrategy(["/cpu:0"]), v1.distribute.MirroredStrategy(["/cpu:0"])
    fails(TypeError, "axis", lambda: new.reduce("SUM", 2.0))
    assert float(new.reduce("SUM", 2.0, axis=None)) == float(old.reduce("SUM", 2.0)) == 2.0


@check
def test_numpy_datasets_are_the_same(folder: Path) -> None:
    arrays = np.arange(4), np.arange(4.0) / 2
    old = v1.distribute.MirroredStrategy(["/cpu:0"]).experimental_make_numpy_dataset(arrays)
    new = tf.data.Dataset.from_tensor_slices(arrays)
    assert old.element_spec == new.element_spec
    assert [(int(a), float(b)) for a, b in old] == [(int(a), float(b)) for a, b in new]
    assert not hasattr(tf.distribute.MirroredStrategy(["/cpu:0"]), "experimental_make_numpy_dataset")


@check
def test_communication_options(folder: Path) -> None:
    ring = tf.distribute.experimental.CollectiveCommunication.RING
    fails(TypeError, "communication", lambda: tf.distribute.MultiWorkerMirroredStrategy(communication=ring))
    options = tf.distribute.experimental.CommunicationOptions(implementation=ring)
    tf.distribute.MultiWorkerMirroredStrategy(communication_options=options)


@check
def test_partitioners_split_alike(folder: Path) -> None:
    new = tf.distribute.experimental.partitioners
    pairs = [
        (v1.fixed_size_partitioner(3), new.FixedShardsPartitioner(3)),
        (v1.min_max_variable_partitioner(4, min_slice_size=256), new.MinSizePartitioner(min_shard_bytes=256, max_shards=4)),
        (v1.variable_axis_size_partitioner(400), new.MaxSizePartitioner(400)),
    ]
    for old_one, new_one in pairs:
        asked = {"shape": tf.TensorShape([100, 4]), "dtype": tf.float32}
        assert list(old_one(**asked)) == list(new_one(**asked))


# ---- saving


@check
def test_keras_3_wants_these_endings(folder: Path) -> None:
    model, path = dense("mse"), str(folder / "a")
    callback = tf.keras.callbacks.ModelCheckpoint
    for right in (".keras", ".h5"):
        callback(path + right)
    fails(ValueError, r"\.keras", lambda: callback(path))
    fails(ValueError, r"\.keras", lambda: callback(path + ".hdf5"))
    fails(ValueError, r"\.weights\.h5", lambda: callback(path + ".h5", save_weights_only=True))
    callback(path + ".weights.h5", save_weights_only=True)
    fails(ValueError, "Invalid filepath extension", lambda: model.save(path))
    fails(ValueError, "save_format", lambda: model.save(path, save_format="tf"))
    fails(ValueError, "signatures", lambda: model.save(path + ".keras", signatures=None))
    fails(ValueError, r"\.weights\.h5", lambda: model.save_weights(path))
    fails(TypeError, "save_format", lambda: model.save_weights(path + ".weights.h5", save_format="h5"))
    model.save(path + ".keras")
    model.save_weights(path + ".weights.h5")
    model.export(path, verbose=False)
    fails(ValueError, "File format not supported", lambda: tf.keras.models.load_model(path))
    x = np.ones((1, 3), np.float32)
    served = tf.keras.layers.TFSMLayer(path, call_endpoint="serving_default")(x)
    wanted = model(x).numpy()
    assert np.allclose(next(iter(served.values())).numpy(), wanted)
    assert np.allclose(tf.keras.models.load_model(path + ".keras")(x).numpy(), wanted)
    other = dense()
    other.load_weights(path + ".weights.h5")
    assert np.allclose(other(x).numpy(), wanted)


@check
def test_short_losses_do_not_load(folder: Path) -> None:
    path = str(folder / "a.h5")
    for loss in ("mse", "MSE", "mae", "mape", "msle", "bce", "kld"):
        model = dense(loss)
        model.save(path)
        fails(ValueError, "Could not deserialize", lambda: tf.keras.models.load_model(path))
        assert np.allclose(tf.keras.models.load_model(path, compile=False).get_weights()[0], model.get_weights()[0])
    dense("mean_squared_error").save(path)
    tf.keras.models.load_model(path)


@check
def test_load_weights_returns_nothing(folder: Path) -> None:
    model, path = dense(), str(folder / "a.weights.h5")
    model.save_weights(path)
    assert model.load_weights(path) is None
    larger = tf.keras.Sequential([tf.keras.layers.Input((3,)), tf.keras.layers.Dense(2), tf.keras.layers.Dense(2)])
    fails(ValueError, "", lambda: larger.load_weights(path))


@check
def test_callbacks_refuse_these_arguments(folder: Path) -> None:
    callbacks = tf.keras.callbacks
    for name in ("period", "load_weights_on_restart", "options"):
        fails(TypeError, name, partial(callbacks.ModelCheckpoint, "a.keras", **{name: 1}))
    for name in ("batch_size", "write_grads", "embeddings_data", "embeddings_layer_names"):
        fails(TypeError, name, partial(callbacks.TensorBoard, str(folder), **{name: 1}))
    fails(TypeError, "save_before_preemption", lambda: callbacks.BackupAndRestore(str(folder), save_before_preemption=True))


def _name_based(folder: Path) -> tuple[str, Any]:
    path = str(folder / "model")
    with tf.Graph().as_default(), v1.Session() as session:
        kernel = v1.get_variable("dense/kernel", [3, 2])
        session.run(kernel.initializer)
        v1.train.Saver().save(session, path)
        return path, session.run(kernel)


@check
def test_name_based_checkpoints(folder: Path) -> None:
    path, wanted = _name_based(folder)
    variable = tf.Variable(np.zeros((3, 2), np.float32), name="dense/kernel")
    tf.train.Checkpoint(variables=[variable]).restore(path).assert_consumed()
    assert np.array_equal(variable.numpy(), wanted)
    old, new = v1.train.NewCheckpointReader(path), tf.train.load_checkpoint(path)
    assert old.get_variable_to_shape_map() == new.get_variable_to_shape_map() == {"dense/kernel": [3, 2]}
    assert np.array_equal(old.get_tensor("dense/kernel"), new.get_tensor("dense/kernel"))
    other = tf.Variable(np.zeros((3, 2), np.float32))
    v1.train.init_from_checkpoint(path, {"dense/kernel": other})
    assert np.array_equal(other.numpy(), wanted)
    fails(RuntimeError, "var_list", v1.train.Saver)
    variable.assign(tf.zeros([3, 2]))
    v1.train.Saver({"dense/kernel": variable}).restore(None, path)
    assert np.array_equal(variable.numpy(), wanted)


@check
def test_both_checkpoint_classes_write_the_same(folder: Path) -> None:
    def program(kind: Any, path: str | None = None) -> tuple[Any, str]:
        with tf.Graph().as_default(), v1.Session() as session:
            variable = v1.get_variable("w", initializer=3.0, use_resource=True)
            optimizer = v1.train.AdamOptimizer(0.1)
            step = optimizer.minimize((variable - 1) ** 2)
            checkpoint = kind(w=variable, optimizer=optimizer)
            if path is not None:
                checkpoint.restore(path).assert_consumed().run_restore_ops()
                return session.run(variable), path
            session.run(v1.global_variables_initializer())
            session.run(step)
            return session.run(variable), checkpoint.save(str(folder / kind.__name__ / "a"))

    old, new = v1.train.Checkpoint, tf.train.Checkpoint
    (wanted, path), (again, other) = program(old), program(new)
    assert wanted == again == program(old, other)[0] == program(new, path)[0]
    assert tf.train.list_variables(path) == tf.train.list_variables(other)
    fails(TypeError, "session", lambda: new(a=tf.Variable(1.0)).save(str(folder / "b"), session=None))


@check
def test_keras_3_loads_no_name_based_checkpoint(folder: Path) -> None:
    path, wanted = _name_based(folder)
    model = dense()
    tf.train.Checkpoint(model=model).restore(path)
    assert not np.allclose(model.layers[-1].kernel.numpy(), wanted)
    fails(ValueError, "File format not supported", lambda: model.load_weights(path))
    model.layers[-1].set_weights([tf.train.load_checkpoint(path).get_tensor("dense/kernel"), np.zeros(2)])
    assert np.allclose(model.layers[-1].kernel.numpy(), wanted)


@check
def test_restore_says_nothing_of_what_it_does_not_find(folder: Path) -> None:
    path = tf.train.Checkpoint(a=tf.Variable(1.0)).write(str(folder / "a"))
    other = tf.Variable(5.0)
    status = tf.train.Checkpoint(b=other).restore(path)
    assert float(other) == 5.0
    fails(AssertionError, "", status.assert_existing_objects_matched)
    reader = tf.train.load_checkpoint(path)
    assert float(other) == 5.0
    assert "a/.ATTRIBUTES/VARIABLE_VALUE" in reader.get_variable_to_shape_map()


@check
def test_saved_models_of_tensorflow_1_load(folder: Path) -> None:
    path = str(folder / "saved")
    with tf.Graph().as_default(), v1.Session() as session:
        x = v1.placeholder(tf.float32, [], name="x")
        y = tf.multiply(x, v1.get_variable("w", initializer=2.0), name="y")
        session.run(v1.global_variables_initializer())
        v1.saved_model.simple_save(session, path, {"x": x}, {"y": y})
    loaded = tf.saved_model.load(path)
    assert float(loaded.signatures["serving_default"](x=tf.constant(3.0))["y"]) == 6.0
    assert float(loaded.prune("x:0", "y:0")(tf.constant(4.0))) == 8.0
    with tf.Graph().as_default(), v1.Session() as session:
        v1.saved_model.load(session, ["serve"], path)
        assert session.run("y:0", {"x:0": 3.0}) == 6.0
        fails(TypeError, "", lambda: tf.saved_model.load(session, ["serve"], path))


@check
def test_a_frozen_graph_in_a_function(folder: Path) -> None:
    with tf.Graph().as_default() as graph:
        tf.multiply(v1.placeholder(tf.float32, [], name="x"), 2.0, name="y")
    definition = graph.as_graph_def()
    (symbolic,) = tf.import_graph_def(definition, name="", return_elements=["y:0"])
    fails(AttributeError, "numpy", lambda: symbolic.numpy())
    wrapped = v1.wrap_function(lambda: tf.graph_util.import_graph_def(definition, name=""), [])
    assert float(wrapped.prune("x:0", "y:0")(tf.constant(3.0))) == 6.0


# ---- TensorFlow Lite


def _size(converter: Any) -> int:
    return len(converter.convert())


@check
def test_the_converter_ignores_post_training_quantize(folder: Path) -> None:
    model = tf.keras.Sequential([tf.keras.layers.Input((200,)), tf.keras.layers.Dense(200)])
    sizes = {}
    for name, value in {
        "nothing": None,
        "post_training_quantize": True,
        "optimizations": [tf.lite.Optimize.DEFAULT],
        "for size": [tf.lite.Optimize.OPTIMIZE_FOR_SIZE],
    }.items():
        converter = tf.lite.TFLiteConverter.from_keras_model(model)
        if value is not None:
            setattr(converter, "optimizations" if name == "for size" else name, value)
        sizes[name] = _size(converter)
    assert sizes["nothing"] == sizes["post_training_quantize"] > 2 * sizes["optimizations"]
    assert sizes["optimizations"] == sizes["for size"]
    path = str(folder / "saved")
    model.export(path, verbose=False)
    old = v1.lite.TFLiteConverter.from_saved_model(path)
    old.post_training_quantize = True
    assert sizes["nothing"] > 2 * _size(old)


@check
def test_converting_a_model_file(folder: Path) -> None:
    path = str(folder / "a.h5")
    dense("mse").save(path)
    fails(TypeError, "", lambda: v1.lite.TFLiteConverter.from_keras_model_file(path))
    assert not hasattr(tf.lite.TFLiteConverter, "from_keras_model_file")
    assert not hasattr(v1.lite.TFLiteConverter, "from_keras_model")
    assert _size(tf.lite.TFLiteConverter.from_keras_model(tf.keras.models.load_model(path, compile=False))) > 0


@check
def test_the_converter_takes_other_arguments(folder: Path) -> None:
    path, converter = str(folder / "saved"), tf.lite.TFLiteConverter
    dense().export(path, verbose=False)
    fails(TypeError, "signature_key", lambda: converter.from_saved_model(path, signature_key="serving_default"))
    fails(TypeError, "tag_set", lambda: converter.from_saved_model(path, tag_set={"serve"}))
    fails(TypeError, "input_arrays", lambda: converter.from_saved_model(path, input_arrays=["x"]))
    assert _size(converter.from_saved_model(path, signature_keys=["serving_default"], tags={"serve"})) > 0


@check
def test_lite_constants_are_types(folder: Path) -> None:
    constants = v1.lite.constants
    for name, kind in {"INT8": tf.int8, "QUANTIZED_UINT8": tf.uint8, "FLOAT": tf.float32}.items():
        assert getattr(constants, name) == kind


# ---- summaries


@check
def test_summaries_of_tensorflow_1(folder: Path) -> None:
    with tf.Graph().as_default() as graph, v1.Session() as session:
        v1.summary.scalar("loss", tf.constant(1.0))
        v1.summary.scalar("loss", tf.constant(2.0))
        v1.summary.image("picture", tf.zeros([5, 2, 2, 1]), 4)
        writer = v1.summary.FileWriter(str(folder), graph)
        writer.add_summary(session.run(v1.summary.merge_all()), 7)
        writer.add_summary(v1.Summary(value=[v1.Summary.Value(tag="own", simple_value=3.0)]), 8)
        writer.close()
    (path,) = folder.iterdir()
    found = {value.tag: event.step for event in v1.train.summary_iterator(str(path)) for value in event.summary.value}
    pictures = {f"picture/image/{number}": 7 for number in range(4)}
    assert found == {"loss": 7, "loss_1": 7, "own": 8, **pictures}
    fails(RuntimeError, "not compatible with eager", lambda: v1.summary.FileWriter(str(folder)))
    fails(RuntimeError, "not compatible with eager", v1.summary.merge_all)


# ---- input pipelines


@check
def test_iterators_of_tensorflow_1(folder: Path) -> None:
    data = tf.data.Dataset.range(2)
    for name in ("make_one_shot_iterator", "make_initializable_iterator", "output_types", "output_shapes", "output_classes"):
        assert not hasattr(data, name)
    iterator = v1.data.make_one_shot_iterator(data)
    assert [int(iterator.get_next()), int(iterator.get_next())] == [0, 1]
    fails(tf.errors.OutOfRangeError, "", iterator.get_next)
    assert [int(one) for one in data] == [0, 1]
    fails(RuntimeError, "not supported in eager", lambda: v1.data.make_initializable_iterator(data))
    assert v1.data.get_output_types(data) == data.element_spec.dtype == tf.int64
    with tf.Graph().as_default(), v1.Session() as session:
        again = v1.data.make_initializable_iterator(tf.data.Dataset.range(2))
        session.run(again.initializer)
        assert session.run(again.get_next()) == 0


@check
def test_legacy_functions_map_alike(folder: Path) -> None:
    old = v1.data.Dataset.range(6).map_with_legacy_function(lambda x: x * 2).filter_with_legacy_function(lambda x: x > 4)
    new = tf.data.Dataset.range(6).map(lambda x: x * 2).filter(lambda x: x > 4)
    assert [int(x) for x in old] == [int(x) for x in new] == [6, 8, 10]
    assert not hasattr(new, "map_with_legacy_function")


@check
def test_queues_in_a_graph(folder: Path) -> None:
    with tf.Graph().as_default(), v1.Session() as session:
        (item,) = v1.train.slice_input_producer([tf.range(5)], num_epochs=1, shuffle=False)
        batch = v1.train.batch([item], 2)
        session.run([v1.global_variables_initializer(), v1.local_variables_initializer()])
        coordinator = tf.train.Coordinator()
        v1.train.start_queue_runners(session, coordinator)
        got = []
        try:
            while True:
                got.append(session.run(batch).tolist())
        except tf.errors.OutOfRangeError:
            coordinator.request_stop()
    assert got == [[0, 1], [2, 3]]
    assert [x.numpy().tolist() for x in tf.data.Dataset.range(5).batch(2, drop_remainder=True)] == got
    fails(RuntimeError, "eager", lambda: v1.train.string_input_producer(["a"]))
    fails(ValueError, "eager", lambda: v1.train.batch([tf.constant(1)], 2))
    fails(RuntimeError, "eager", v1.train.start_queue_runners)


@check
def test_records_are_the_same(folder: Path) -> None:
    path = str(folder / "records")
    with tf.io.TFRecordWriter(path) as writer:
        for text in (b"a", b"bc"):
            writer.write(text)
    assert list(v1.python_io.tf_record_iterator(path)) == list(tf.data.TFRecordDataset(path).as_numpy_iterator()) == [b"a", b"bc"]


# ---- feature columns and preprocessing layers

column = tf.feature_column
layers = tf.keras.layers


def _input(features: dict[str, Any], *columns: Any) -> Any:
    return v1.feature_column.input_layer(features, list(columns)).numpy()


@check
def test_input_layer_sorts_its_columns(folder: Path) -> None:
    features = {"b": [[1.0]], "a": [[2.0]]}
    assert _input(features, column.numeric_column("b"), column.numeric_column("a")).tolist() == [[2.0, 1.0]]
    joined = layers.Concatenate()([tf.constant(features["b"]), tf.constant(features["a"])])
    assert joined.numpy().tolist() == [[1.0, 2.0]]


@check
def test_indicator_column_counts(folder: Path) -> None:
    old = _input({"a": [[2, 2, 1]]}, column.indicator_column(column.categorical_column_with_identity("a", 3)))
    encode = {mode: layers.CategoryEncoding(num_tokens=3, output_mode=mode) for mode in ("count", "multi_hot")}
    ids = tf.constant([[2, 2, 1]])
    assert old.tolist() == encode["count"](ids).numpy().tolist() == [[0, 1, 2]]
    assert encode["multi_hot"](ids).numpy().tolist() == [[0, 1, 1]]


@check
def test_integers_out_of_range(folder: Path) -> None:
    encode = layers.CategoryEncoding(num_tokens=3, output_mode="one_hot")
    assert encode(tf.constant([7])).numpy().tolist() == [[0, 0, 0]]
    embedding = layers.Embedding(3, 2)
    fails(tf.errors.InvalidArgumentError, "", lambda: embedding(tf.constant([7])))


@check
def test_buckets_are_the_same(folder: Path) -> None:
    values = [0.5, 1.0, 3.9, 4.0, 5.0, 9.0]
    old = _input({"a": [[x] for x in values]}, column.bucketized_column(column.numeric_column("a"), [1, 4, 5]))
    new = layers.Discretization(bin_boundaries=[1.0, 4.0, 5.0])(tf.constant(values))
    assert old.argmax(-1).tolist() == new.numpy().tolist()


@check
def test_unknown_strings(folder: Path) -> None:
    words = ["x", "y"]
    old = _input({"a": [["y"], ["z"]]}, column.indicator_column(column.categorical_column_with_vocabulary_list("a", words)))
    assert old.tolist() == [[0, 1], [0, 0]]
    assert layers.StringLookup(vocabulary=words)(tf.constant(["x", "y", "z"])).numpy().tolist() == [1, 2, 0]
    strict = layers.StringLookup(vocabulary=words, num_oov_indices=0)
    assert strict(tf.constant(["y"])).numpy().tolist() == [1]
    fails(tf.errors.InvalidArgumentError, "", lambda: strict(tf.constant(["z"])))


@check
def test_hash_buckets_are_the_same(folder: Path) -> None:
    words, more = ["a", "b", "cde", "f g"], ["u", "v", "w", "x"]
    features = {"a": [[word] for word in words], "b": [[word] for word in more]}
    old = _input(features, column.indicator_column(column.categorical_column_with_hash_bucket("a", 10)))
    assert old.argmax(-1).tolist() == layers.Hashing(10)(tf.constant(words)).numpy().tolist()
    crossed = _input(features, column.indicator_column(column.crossed_column(["a", "b"], 10)))
    new = layers.HashedCrossing(num_bins=10)((tf.constant(words), tf.constant(more)))
    assert crossed.argmax(-1).tolist() == new.numpy().tolist()


@check
def test_weights_are_counts(folder: Path) -> None:
    base = column.categorical_column_with_identity("a", 3)
    features = {"a": [[0, 1]], "w": [[0.5, 2.0]]}
    old = _input(features, column.indicator_column(column.weighted_categorical_column(base, "w")))
    encode = layers.CategoryEncoding(num_tokens=3, output_mode="count")
    assert old.tolist() == encode(tf.constant([[0, 1]]), count_weights=tf.constant([[0.5, 2.0]])).numpy().tolist()


@check
def test_embeddings_start_otherwise(folder: Path) -> None:
    ids = np.arange(2000)
    tf.random.set_seed(1)
    old = _input({"a": ids[:, None]}, column.embedding_column(column.categorical_column_with_identity("a", 2000), 16))
    new = layers.Embedding(2000, 16)(tf.constant(ids)).numpy()
    told = layers.Embedding(2000, 16, embeddings_initializer=tf.keras.initializers.TruncatedNormal(stddev=16**-0.5, seed=1))
    same = told(tf.constant(ids)).numpy()
    assert math.isclose(old.std(), same.std(), rel_tol=0.05)
    assert new.std() < 0.2 * old.std()


@check
def test_numbers_are_normalized_alike(folder: Path) -> None:
    values = [[1.0], [2.0], [5.0]]
    old = _input({"a": values}, column.numeric_column("a", normalizer_fn=lambda x: (x - 2.0) / 3.0))
    new = layers.Normalization(axis=None, mean=2.0, variance=9.0)(tf.constant(values))
    assert np.allclose(old, new.numpy())


def main() -> None:
    """Run every check, and print what went wrong, by name."""
    result = {}
    for function in CHECKS:
        tf.keras.utils.set_random_seed(1)
        try:
            with tempfile.TemporaryDirectory() as folder:
                function(Path(folder))
        except Exception:
            result[function.__name__] = traceback.format_exc()
        else:
            result[function.__name__] = ""
    Path(sys.argv[1]).write_text(json.dumps(result), encoding="utf-8")


if __name__ == "__main__":
    main()
