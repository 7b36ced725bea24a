"""estimator: tf.estimator, and what takes its place."""

from __future__ import annotations

from typing import Any

import pytest

from tensorlift.model import Safety
from tests.rules.helpers import TF, check_noop, check_transformed, codes, findings, fixed

ONLY: dict[str, Any] = {"select": ("TL451",)}


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("e = tf.estimator.Estimator(build)", ["Keras model of build", "2.15"]),
        ("e = tf.estimator.Estimator(model_fn=f, model_dir='a', warm_start_from='b')", ["model_dir goes", "load_weights"]),
        ("e = tf.estimator.Estimator(lambda x: x)", ["Keras model of the model_fn"]),
        ("s = tf.estimator.EstimatorSpec(mode, x, loss)", ["argument loss of compile", "what the model returns"]),
        ("s = tf.estimator.EstimatorSpec(mode, training_hooks=h, evaluation_hooks=g)", ["hooks become callbacks."]),
        ("s = tf.estimator.EstimatorSpec(**parts)", ["write the model with tf.keras"]),
        ("s = tf.estimator.tpu.TPUEstimatorSpec(mode, loss=loss)", ["argument loss of compile"]),
        ("e = tf.estimator.tpu.TPUEstimator(f)", ["TPUStrategy", "steps_per_execution"]),
        ("e = tf.estimator.DNNClassifier([8], c)", ["Adagrad(0.05)", "reduction='sum'"]),
        ("e = tf.estimator.LinearRegressor(c)", ["Ftrl", "LinearModel is in Keras 2 only"]),
        ("e = tf.estimator.BoostedTreesRegressor(c, 1)", ["ydf"]),
        ("c = tf.estimator.RunConfig(train_distribute=s)", ["strategy.scope()", "ModelCheckpoint"]),
        ("c = tf.estimator.RunConfig()", ["ModelCheckpoint", "TensorBoard"]),
        ("h = tf.estimator.experimental.stop_if_lower_hook(e, 'loss', 1)", ["EarlyStopping", "epochs"]),
        ("x = tf.estimator.EvalSpec(f)", ["validation_data"]),
        ("x = tf.estimator.BestExporter('a', f)", ["save_best_only=True"]),
        ("x = tf.estimator.export.ServingInputReceiver(a, b)", ["tf.saved_model.save"]),
        ("x = tf.estimator.nothing_known(a)", ["write the model with tf.keras"]),
        ("x = tf.keras.estimator.model_to_estimator(m)", ["fit, evaluate and predict"]),
    ],
)
def test_messages_name_the_parts(line: str, words: list[str]) -> None:
    (finding,) = findings(f"{TF}{line}\n", **ONLY)
    for word in (*words, "gone since TensorFlow 2.16"):
        assert word in finding.message
    assert finding.fixes == ()


@pytest.mark.parametrize(
    ("method", "word"),
    [
        ("train(f, max_steps=3)", "call fit of a Keras model"),
        ("train(f, hooks=[h])", "Hooks become callbacks"),
        ("evaluate(f)", "return_dict=True"),
        ("predict(f)", "one dictionary"),
        ("export_savedmodel('a', f)", "model.export"),
        ("latest_checkpoint()", "tf.train.latest_checkpoint"),
        ("get_variable_value('a')", "tf.train.load_variable"),
    ],
)
@pytest.mark.parametrize("made", ["tf.estimator.Estimator(g)", "tf.estimator.DNNClassifier([3], c)", "tf.contrib.tpu.TPUEstimator(g)"])
def test_methods(made: str, method: str, word: str) -> None:
    found = findings(f"{TF}e = {made}\nx = e.{method}\n", **ONLY)
    assert word in found[-1].message


@pytest.mark.parametrize(
    ("before", "after", "safety"),
    [
        ("h = tf.estimator.NanTensorHook(x)", "h = tf.compat.v1.train.NanTensorHook(x)", Safety.SAFE),
        ("class H(tf.estimator.SessionRunHook): pass", "class H(tf.compat.v1.train.SessionRunHook): pass", Safety.SAFE),
        ("x = tf.estimator.ModeKeys.EVAL", "x = 'eval'", Safety.REVIEW),
        ("def f(mode=tf.estimator.ModeKeys.PREDICT): pass", "def f(mode='infer'): pass", Safety.REVIEW),
        ("x = tf.compat.v1.estimator.ModeKeys.TRAIN", "x = 'train'", Safety.REVIEW),
        (
            "M = tf.estimator.ModeKeys",
            "M = type('ModeKeys', (), {'TRAIN': 'train', 'EVAL': 'eval', 'PREDICT': 'infer'})",
            Safety.REVIEW,
        ),
        (
            "f = tf.estimator.inputs.numpy_input_fn(x, batch_size=8, num_epochs=None, shuffle=True, queue_capacity=99)",
            "f = (lambda: tf.data.Dataset.from_tensor_slices(x).shuffle(99).repeat().batch(8))",
            Safety.REVIEW,
        ),
    ],
)
def test_transformed(before: str, after: str, safety: Safety) -> None:
    check_transformed(f"{TF}{before}\n", f"{TF}{after}\n", "TL451", **ONLY)
    assert findings(f"{TF}{before}\n", **ONLY)[0].fixes[0].safety is safety


@pytest.mark.parametrize(
    "line",
    [
        "f = tf.estimator.inputs.numpy_input_fn(x, y, shuffle=flag)",
        "f = tf.estimator.inputs.numpy_input_fn(**kwargs)",
        "f = tf.estimator.inputs.numpy_input_fn(x, y)",
        "f = tf.estimator.inputs.pandas_input_fn(x, y, shuffle=False)",
        "tf.estimator.ModeKeys.TRAIN = 'a'",
        "def f(mode: tf.estimator.ModeKeys): pass",
    ],
)
def test_reported_without_a_fix(line: str) -> None:
    assert codes(f"{TF}{line}\n", **ONLY) == ["TL451"]
    assert fixed(f"{TF}{line}\n", **ONLY) == f"{TF}{line}\n"


def test_through_an_imported_module() -> None:
    code = "import tensorflow.estimator as est\nh = est.StopAtStepHook(3)\n"
    assert "tf.compat.v1.train.StopAtStepHook(3)" in fixed(code, **ONLY)


@pytest.mark.parametrize(
    "code",
    [
        "from sklearn import estimator\nimport tensorflow as tf\ne = estimator.Estimator(f)\ne.train(tf.constant(1))\n",
        f"{TF}if hasattr(tf, 'estimator'):\n    e = tf.estimator.Estimator(f)\n",
        f"{TF}def run(estimator):\n    estimator.train(tf.constant(1))\n",
        f"{TF}e = tf.keras.Sequential()\ne.evaluate(x)\ne.predict(x)\n",
    ],
)
def test_noop(code: str) -> None:
    check_noop(code, **ONLY)


@pytest.mark.parametrize("line", ["import tensorflow_estimator as e", "from tensorflow_estimator.python.estimator import estimator"])
def test_the_package_is_gone_too(line: str) -> None:
    (finding,) = findings(f"{line}\n", **ONLY)
    assert "ends with version 2.15" in finding.message
    check_noop(f"{line}\n", target="2.15", **ONLY)
    check_noop(f"try:\n    {line}\nexcept ImportError:\n    pass\n", **ONLY)
    check_noop(f'# {line}\nimport tensorflow\nx = """\n{line}\n"""\n', **ONLY)


def test_tensorflow_2_15_has_it() -> None:
    for code in (f"{TF}e = tf.estimator.Estimator(f)\ne.train(g)\n", f"{TF}e = tf.keras.estimator.model_to_estimator(m)\n"):
        check_noop(code, target="2.15", **ONLY)
