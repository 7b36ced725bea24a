"""tflite-converter: what the converter of TensorFlow 2 takes otherwise or ignores."""

from __future__ import annotations

from typing import Any

import pytest

from tensorlift.model import Level
from tests.rules.helpers import TF, check_noop, check_transformed, codes, findings, fixed

ONLY: dict[str, Any] = {"select": ("TL457",)}
MADE = f"{TF}c = tf.lite.TFLiteConverter.from_keras_model(m)\n"
EAGER = f"{TF}@tf.function\ndef f(x):\n    return x\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"{MADE}c.post_training_quantize = True\n", f"{MADE}c.optimizations = [tf.lite.Optimize.DEFAULT]\n"),
        (f"{MADE}c.target_ops = ops\n", f"{MADE}c.target_spec.supported_ops = ops\n"),
        (
            f"{TF}c = tf.lite.TFLiteConverter.from_keras_model_file('m.h5')\n",
            f"{TF}c = tf.lite.TFLiteConverter.from_keras_model(tf.keras.models.load_model('m.h5', compile=False))\n",
        ),
        (
            f"{TF}c = tf.lite.TFLiteConverter.from_keras_model_file(model_file=p)\n",
            f"{TF}c = tf.lite.TFLiteConverter.from_keras_model(tf.keras.models.load_model(p, compile=False))\n",
        ),
        (
            f"{EAGER}c = tf.lite.TFLiteConverter.from_saved_model('d', signature_key='s')\n",
            f"{EAGER}c = tf.lite.TFLiteConverter.from_saved_model('d', signature_keys=['s'])\n",
        ),
        (
            f"{EAGER}c = tf.lite.TFLiteConverter.from_saved_model('d', tag_set=t)\n",
            f"{EAGER}c = tf.lite.TFLiteConverter.from_saved_model('d', tags=t)\n",
        ),
    ],
)
def test_transformed(before: str, after: str) -> None:
    check_transformed(before, after, "TL457", **ONLY)


@pytest.mark.parametrize(
    "code",
    [
        f"{MADE}c.post_training_quantize = flag\n",
        f"{MADE}c.inference_type = tf.uint8\n",
        f"{MADE}c.quantized_input_stats = {{'x': (0.0, 1.0)}}\n",
        f"{EAGER}c = tf.lite.TFLiteConverter.from_saved_model('d', input_arrays=['x'])\n",
        f"{TF}c = tf.lite.TFLiteConverter.from_keras_model_file('m.h5', ['x'])\n",
    ],
)
def test_reported_without_a_fix(code: str) -> None:
    assert codes(code, **ONLY) == ["TL457"]
    assert fixed(code, **ONLY) == code


@pytest.mark.parametrize(
    "code",
    [
        f"{MADE}c.optimizations = [tf.lite.Optimize.DEFAULT]\nc.target_spec.supported_ops = ops\nprint(c.target_ops)\n",
        f"{TF}c = tf.lite.TFLiteConverter.from_session(s, i, o)\nc.post_training_quantize = True\n",
        f"{TF}c = tf.lite.TFLiteConverter.from_saved_model('d', signature_key='s')\nc.post_training_quantize = True\n",
        f"{TF}other.post_training_quantize = True\n",
    ],
)
def test_noop(code: str) -> None:
    check_noop(code, **ONLY)


def test_keras_2_converts_a_model_file() -> None:
    check_noop(f"{TF}c = tf.lite.TFLiteConverter.from_keras_model_file('m.h5')\n", keras=2, **ONLY)


def test_what_only_tensorflow_2_has_stays_there() -> None:
    check_noop(f"{TF}c = tf.lite.TFLiteConverter.from_keras_model(m)\nd = tf.lite.TFLiteConverter.from_concrete_functions([f])\n")


def test_level_native() -> None:
    code = f"{TF}a = tf.lite.Optimize.OPTIMIZE_FOR_LATENCY\nb = tf.lite.Interpreter('m')\n"
    found = findings(code, level=Level.NATIVE, **ONLY)
    assert ["DEFAULT" in found[0].message, "ai-edge-litert" in found[1].message] == [True, True]
    assert "tf.lite.Optimize.DEFAULT" in fixed(code, level=Level.NATIVE, **ONLY)
    check_noop(code, **ONLY)
