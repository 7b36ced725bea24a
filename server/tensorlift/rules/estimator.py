"""tf.estimator, which TensorFlow 2.16 dropped."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from tensorlift.model import Edit, Finding, Fix, Level, Safety, Severity
from tensorlift.rewrite.calls import CannotRewriteError
from tensorlift.rules.attributes import argument
from tensorlift.rules.base import GUIDE, Example, Rule, looks_for
from tensorlift.rules.context import Context, api_name
from tensorlift.rules.conversion import convert, is_of_estimator
from tensorlift.rules.entries import Entry, Table
from tensorlift.rules.place import Place
from tensorlift.source.facts import Call

RULE = Rule(
    code="TL451",
    slug="estimator",
    title="tf.estimator is gone since TensorFlow 2.16",
    summary=(
        "`tf.estimator` and `tf.compat.v1.estimator` raise `AttributeError`, and the last `tensorflow-estimator` package (2.15) cannot be "
        "imported beside TensorFlow 2.16 and later. A `model_fn` becomes a Keras model: its loss, optimizer and metrics go to `compile` (or "
        "to a `train_step`), `train` becomes `fit`, hooks become callbacks. Hooks live on in `tf.compat.v1.train`, where "
        "`MonitoredTrainingSession` still takes them; `ModeKeys` are the strings `'train'`, `'eval'` and `'infer'`. Without a port, "
        "TensorFlow 2.15 is the last version that runs such a program."
    ),
    guide=f"{GUIDE}/migrating_estimator",
    examples=(
        Example(
            "import tensorflow as tf\n\ndef model_fn(features, labels, mode):\n    ...\n"
            "    return tf.estimator.EstimatorSpec(mode, loss=loss, train_op=train_op)\n\n"
            "estimator = tf.estimator.Estimator(model_fn, model_dir='out')\nestimator.train(input_fn, max_steps=1000)\n",
        ),
        Example(
            "import tensorflow as tf\nhook = tf.estimator.StopAtStepHook(last_step=9)\n",
            "import tensorflow as tf\nhook = tf.compat.v1.train.StopAtStepHook(last_step=9)\n",
        ),
        Example(
            "import tensorflow as tf\nis_training = mode == tf.estimator.ModeKeys.TRAIN\n",
            "import tensorflow as tf\nis_training = mode == 'train'\n",
        ),
        Example(
            "import tensorflow as tf\nf = tf.estimator.inputs.numpy_input_fn({'x': a}, b, batch_size=32, shuffle=False)\n",
            "import tensorflow as tf\nf = (lambda: tf.data.Dataset.from_tensor_slices(({'x': a}, b)).batch(32))\n",
        ),
    ),
)

_OF_KERAS = "tf.keras.estimator.model_to_estimator"
_HEAD = "tf.estimator is gone since TensorFlow 2.16"
_PACKAGE = re.compile(rb"^[ \t]*(?:from|import)[ \t]+(tensorflow_estimator)\b", re.MULTILINE)
# The values of the class in TensorFlow 1.15.
_MODES = {"TRAIN": "'train'", "EVAL": "'eval'", "PREDICT": "'infer'"}
_OWN_MODES = f"type('ModeKeys', (), {{{', '.join(f'{name!r}: {value}' for name, value in _MODES.items())}}})"
# The very same objects in TensorFlow 1.15 (checked by importing it).
_TWINS = frozenset(
    {
        *("CheckpointSaverHook", "CheckpointSaverListener", "FeedFnHook", "FinalOpsHook", "GlobalStepWaiterHook", "LoggingTensorHook"),
        *("NanLossDuringTrainingError", "NanTensorHook", "ProfilerHook", "SecondOrStepTimer", "SessionRunArgs", "SessionRunContext"),
        *("SessionRunHook", "SessionRunValues", "StepCounterHook", "StopAtStepHook", "SummarySaverHook", "VocabInfo"),
    }
)
_SPEC = (
    "mode",
    "predictions",
    "loss",
    "train_op",
    "eval_metric_ops",
    "export_outputs",
    "training_chief_hooks",
    "training_hooks",
    "scaffold",
)
_SPEC_PARTS = {
    "loss": "the loss goes to the argument loss of compile, or to a train_step",
    "train_op": "the optimizer to its argument optimizer",
    "eval_metric_ops": "eval_metric_ops to its argument metrics",
    "predictions": "predictions are what the model returns",
    "export_outputs": "export_outputs become signatures of tf.saved_model.save",
    "training_hooks": "hooks become callbacks",
    "training_chief_hooks": "hooks become callbacks",
    "evaluation_hooks": "hooks become callbacks",
    "prediction_hooks": "hooks become callbacks",
    "scaffold": "what the scaffold restores is loaded before fit",
}
_ESTIMATOR = ("model_fn", "model_dir", "config", "params", "warm_start_from")
_ESTIMATOR_PARTS = {
    "model_dir": "model_dir goes to ModelCheckpoint, BackupAndRestore and TensorBoard callbacks",
    "config": "config to the callbacks and the strategy",
    "params": "params to the model's constructor",
    "warm_start_from": "warm_start_from becomes load_weights or tf.train.Checkpoint.restore",
}
_DENSE = "use tf.keras.Sequential with a Dense layer for each of hidden_units and Adagrad(0.05)"
_SUM = "the loss was summed over the batch: reduction='sum' keeps learning rates valid"
_TPU = "use a Keras model, on TPUs under tf.distribute.TPUStrategy; iterations_per_loop becomes steps_per_execution of compile"
_TREES = "use the ydf package (Yggdrasil decision forests)"
_EARLY = "use tf.keras.callbacks.EarlyStopping, whose patience counts epochs where the hook counts steps"
_EXPORTER = "export after fit with model.export, best models are kept by ModelCheckpoint(save_best_only=True)"
_RECEIVER = "write a tf.function with an input_signature that parses the examples and calls the model, and give it to tf.saved_model.save"
_WIDE = "add the outputs of a linear part (Ftrl) and of Dense layers (Adagrad) in a Keras model with a train_step of its own"
_BASELINE = "the baseline is the mean of the labels or their frequencies; compute it with NumPy"
# What to do instead, by the beginning of the name below tf.estimator; the longest beginning wins.
_INSTEAD = {
    "": "write the model with tf.keras and train it with fit or a loop of your own.",
    "train_and_evaluate": "call fit of a Keras model with validation_data and callbacks; max_steps becomes epochs times steps_per_epoch.",
    "TrainSpec": "its input_fn returns the dataset for fit, max_steps becomes epochs times steps_per_epoch, hooks become callbacks.",
    "EvalSpec": "its input_fn returns fit's validation_data and steps is validation_steps; exporters run after fit.",
    "RunConfig": (
        "save_checkpoints_* and keep_checkpoint_max go to ModelCheckpoint and BackupAndRestore, save_summary_steps to TensorBoard, "
        "tf_random_seed to tf.keras.utils.set_random_seed."
    ),
    "ModeKeys": "its TRAIN, EVAL and PREDICT are 'train', 'eval' and 'infer'; a class of your own with these attributes does.",
    "inputs": "use tf.data.Dataset.from_tensor_slices((features, labels)) with shuffle, repeat and batch, in this order.",
    "DNNClassifier": f"{_DENSE}. {_SUM[0].upper()}{_SUM[1:]}.",
    "DNNRegressor": f"{_DENSE}. {_SUM[0].upper()}{_SUM[1:]}.",
    "DNNEstimator": f"{_DENSE}. {_SUM[0].upper()}{_SUM[1:]}.",
    "DNNLinearCombined": f"{_WIDE}; tf.keras.experimental.WideDeepModel is in Keras 2 only. {_SUM[0].upper()}{_SUM[1:]}.",
    "Linear": (
        "use one tf.keras.layers.Dense on the encoded features and Ftrl with learning rate min(0.2, 1 / sqrt(number of columns)); "
        f"tf.keras.experimental.LinearModel is in Keras 2 only. {_SUM[0].upper()}{_SUM[1:]}."
    ),
    "BoostedTrees": f"{_TREES}.",
    "Baseline": f"{_BASELINE}.",
    "BaselineEstimator": f"{_BASELINE}.",
    "BestExporter": f"{_EXPORTER}.",
    "FinalExporter": f"{_EXPORTER}.",
    "LatestExporter": f"{_EXPORTER}.",
    "Exporter": f"{_EXPORTER}.",
    "export": f"{_RECEIVER}.",
    "export.ExportOutput": "give the functions that serve to tf.saved_model.save as signatures, each returns a dictionary of tensors.",
    "export.PredictOutput": "give a function that returns the dictionary of tensors to tf.saved_model.save as one of its signatures.",
    "export.ClassificationOutput": (
        "only predict signatures can be made natively: return scores and classes from a function given to tf.saved_model.save."
    ),
    "export.RegressionOutput": "only predict signatures can be made natively: return the values from a function for tf.saved_model.save.",
    "WarmStartSettings": "load the weights before fit: tf.train.load_checkpoint reads them, set_weights of the layers takes them.",
    "add_metrics": "give the metrics to compile of the Keras model.",
    "experimental.stop_if": f"{_EARLY}.",
    "experimental.make_early_stopping_hook": "set self.model.stop_training = True in a tf.keras.callbacks.Callback.",
    "experimental.make_stop_at_checkpoint_step_hook": "set self.model.stop_training = True in a tf.keras.callbacks.Callback.",
    "experimental.InMemoryEvaluatorHook": (
        "use validation_data of fit; a separate evaluator loops over tf.train.checkpoints_iterator and calls model.evaluate."
    ),
    "experimental.KMeans": "use k-means of scikit-learn, or write the update step with TensorFlow functions.",
    "tpu": f"{_TPU}.",
    "tpu.InputPipelineConfig": "TPUStrategy distributes a tf.data.Dataset by itself; leave it out.",
    "tpu.experimental": (
        "embedding tables are described by tf.tpu.experimental.embedding.TableConfig and FeatureConfig and held by TPUEmbeddingV2 there."
    ),
    "classifier_parse_example_spec": "use tf.feature_column.make_parse_example_spec and add the label's feature to it.",
    "regressor_parse_example_spec": "use tf.feature_column.make_parse_example_spec and add the label's feature to it.",
    **dict.fromkeys(
        ("Head", "BinaryClassHead", "MultiClassHead", "MultiHead", "MultiLabelHead", "RegressionHead", "LogisticRegressionHead"),
        "its loss and metrics go to compile of a Keras model, one loss for each output.",
    ),
    "PoissonRegressionHead": "its loss is tf.keras.losses.Poisson, after an exp activation of the output.",
}
_METHODS = (
    Entry(
        "estimator:train",
        f"{_HEAD}: call fit of a Keras model, with epochs and steps_per_epoch. Hooks become callbacks; "
        "max_steps counts all steps since the first start, steps those of this call.",
        argument="hooks",
        position=1,
        page="sessionrunhook_callback",
    ),
    Entry(
        "estimator:train",
        f"{_HEAD}: call fit of a Keras model, with epochs and steps_per_epoch. max_steps counts all steps since the first start, steps "
        "those of this call.",
        use="call",
    ),
    Entry("estimator:evaluate", f"{_HEAD}: call evaluate of a Keras model, with steps and return_dict=True.", use="call", page="evaluator"),
    Entry(
        "estimator:predict",
        f"{_HEAD}: predict of a Keras model returns arrays for all examples together, not one dictionary after the other.",
        use="call",
    ),
    Entry(
        "estimator:export_savedmodel estimator:export_saved_model estimator:experimental_export_all_saved_models",
        f"{_HEAD}: model.export(directory) writes a SavedModel; parse serialized examples in a tf.function given to tf.saved_model.save.",
        use="call",
        page="saved_model",
    ),
    Entry("estimator:latest_checkpoint", f"{_HEAD}: ask tf.train.latest_checkpoint(model_dir).", use="call"),
    Entry(
        "estimator:get_variable_value estimator:get_variable_names",
        f"{_HEAD}: tf.train.load_variable(model_dir, name) and tf.train.list_variables(model_dir) read its checkpoints.",
        use="call",
        page="migrating_checkpoints",
    ),
)
_TABLE = Table(RULE, (replace(entry, since="2.16") for entry in _METHODS))


@looks_for(_TABLE.subject, names=("tf.estimator", _OF_KERAS), words=("tensorflow_estimator",))
def check(context: Context) -> Iterator[Finding]:
    """Yield a finding for each name of ``tf.estimator`` and each method of an Estimator."""
    for use in context.uses:
        name = api_name(use.qualified)[0]
        if name == _OF_KERAS and use.attributes and context.settings.target != "2.15" and not use.guarded and not use.ambiguous:
            place = Place(context, use, name, name.count(".") + 1)
            message = f"{_HEAD}, and {name} with it: use fit, evaluate and predict of the Keras model itself."
            yield Finding(RULE.code, RULE.slug, Severity.ERROR, message, place.start, place.end, name, RULE.guide, (), True)
        if not name.startswith("tf.estimator."):
            continue
        finding = convert(context, use)
        if finding is None or finding.symbol is None or not is_of_estimator(context, finding):
            continue
        _, _, parts = context.find(finding.symbol)
        yield _advised(context, finding, Place(context, use, name, parts or finding.symbol.count(".") + 1))
    yield from _TABLE.findings(context)
    if context.settings.target != "2.15":
        yield from _package(context)


def _package(context: Context) -> Iterator[Finding]:
    """Imports of the package that tf.estimator was in."""
    for match in _PACKAGE.finditer(context.data):
        node = context.root.descendant_for_byte_range(match.start(1), match.end(1))
        statement = None
        while node is not None and node.type != "try_statement":
            statement = node if node.type in ("import_statement", "import_from_statement") else statement
            node = node.parent
        if node is None and statement is not None:
            message = (
                f"The tensorflow-estimator package ends with version 2.15, which cannot be imported beside TensorFlow {context.settings.target}; "
                "write the model with tf.keras."
            )
            yield Finding(RULE.code, RULE.slug, Severity.ERROR, message, statement.start_byte, statement.end_byte, None, RULE.guide)


def _advised(context: Context, finding: Finding, place: Place) -> Finding:
    name = (finding.symbol or "").removeprefix("tf.estimator.")
    fix: Fix | None = None
    severity = Severity.ERROR
    if name in _TWINS:
        message = f"{_HEAD}; the same class is tf.compat.v1.train.{name}."
        fix = _renamed(place, name)
    elif name == "ModeKeys" and place.rest[:1] and place.rest[0] in _MODES and not place.store:
        value = _MODES[place.rest[0]]
        message = f"{_HEAD}; ModeKeys.{place.rest[0]} is the string {value}."
        fix = _mode(place, value)
    else:
        message = f"{_HEAD}: {_instead(context, name, place.call)}"
        if name == "inputs.numpy_input_fn" and place.call is not None:
            fix = _dataset(context, place, place.call)
        elif name == "ModeKeys" and re.fullmatch(r"\w+\s*=\s*" + re.escape(place.text), context.slice(*place.use.reference.statement)):
            fix = Fix("Make it a class of your own", Level.SYMBOLS, Safety.REVIEW, (Edit(place.start, place.end, _OWN_MODES),))
    fixes = (fix,) if fix is not None else ()
    url = f"{GUIDE}/{_page(name)}"
    return Finding(RULE.code, RULE.slug, severity, message, finding.start, finding.end, finding.symbol, url, fixes, True)


def _page(name: str) -> str:
    if name in _TWINS:
        return "sessionrunhook_callback"
    if name.startswith(("DNN", "Linear", "Baseline", "BoostedTrees")):
        return "canned_estimators"
    if name.startswith("tpu.experimental"):
        return "tpu_embedding"
    if name.startswith("tpu"):
        return "tpu_estimator"
    if name.startswith("experimental.") and "stop" in name:
        return "early_stopping"
    if name.startswith(("EvalSpec", "experimental.InMemoryEvaluatorHook")):
        return "evaluator"
    if name == "RunConfig":
        return "checkpoint_saver"
    if name.startswith("export") or name.endswith("Exporter"):
        return "saved_model"
    return "migrating_estimator"


def _instead(context: Context, name: str, call: Call | None) -> str:
    given = _given(call, _SPEC) if name in ("EstimatorSpec", "tpu.TPUEstimatorSpec") else set()
    parts = list(dict.fromkeys(text for key, text in _SPEC_PARTS.items() if key in given))
    if parts:
        return f"in a Keras model {', '.join(parts)}."
    if name == "Estimator" and call is not None:
        first = argument(call, "model_fn", 0)
        model = context.slice(first.value_start, first.value_end) if first is not None and first.kind == "identifier" else "the model_fn"
        given = _given(call, _ESTIMATOR)
        text = f"make a Keras model of {model} and train it with fit"
        parts = [sentence for key, sentence in _ESTIMATOR_PARTS.items() if key in given]
        return f"{text}{'; ' if parts else ''}{', '.join(parts)}. TensorFlow 2.15 is the last version that runs it as it is."
    if name == "RunConfig" and call is not None and any("distribute" in (one.name or "") for one in call.arguments):
        return "create the Keras model inside strategy.scope(); " + _INSTEAD["RunConfig"]
    best = max((key for key in _INSTEAD if name.startswith(key)), key=len)
    return _INSTEAD[best]


def _given(call: Call | None, names: tuple[str, ...]) -> set[str]:
    """Return the parameters that a call gives a value."""
    if call is None or any(one.star for one in call.arguments):
        return set()
    return {one.name or (names[place] if place < len(names) else "") for place, one in enumerate(call.arguments) if one.text != "None"}


def _renamed(place: Place, name: str) -> Fix | None:
    try:
        edits = place.rename(f"tf.compat.v1.train.{name}")
    except CannotRewriteError:
        return None
    return Fix("Take it from tf.compat.v1.train", Level.SYMBOLS, Safety.SAFE, edits)


def _mode(place: Place, value: str) -> Fix | None:
    trailers = place.use.reference.trailers
    if place.taken >= len(trailers) or "#" in place.text:
        return None
    return Fix(f"Write {value}", Level.SYMBOLS, Safety.REVIEW, (Edit(place.start, trailers[place.taken].end, value),))


_INPUT = ("x", "y", "batch_size", "num_epochs", "shuffle", "queue_capacity", "num_threads")


def _dataset(context: Context, place: Place, call: Call) -> Fix | None:
    """Return the fix that makes a function of a dataset; None where it is not clear whether it is shuffled."""
    given = {one.name or _INPUT[index]: one for index, one in enumerate(call.arguments[: len(_INPUT)]) if not one.star}
    if (
        len(given) != len(call.arguments)
        or not {"x", "shuffle"} <= set(given) <= set(_INPUT)
        or given["shuffle"].text not in ("True", "False")
    ):
        return None
    if b"#" in context.data[call.start : call.end]:
        return None
    text = {name: context.slice(one.value_start, one.value_end) for name, one in given.items()}
    data = f"({text['x']}, {text['y']})" if text.get("y", "None") != "None" else text["x"]
    steps = f".shuffle({text.get('queue_capacity', '1000')})" if text["shuffle"] == "True" else ""
    epochs = text.get("num_epochs", "1")
    # TensorFlow 1 goes on with the next epoch within a batch, so it repeats before it batches.
    steps += "" if epochs == "1" else ".repeat()" if epochs == "None" else f".repeat({epochs})"
    try:
        module, needed = place.module()
    except CannotRewriteError:
        return None
    new = f"(lambda: {module}.data.Dataset.from_tensor_slices({data}){steps}.batch({text.get('batch_size', '128')}))"
    return Fix("Make it a dataset", Level.SYMBOLS, Safety.REVIEW, (*needed, Edit(place.start, call.end, new)))
