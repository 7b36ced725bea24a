"""What is told of symbols and arguments: of every one, and read aloud for some."""

from __future__ import annotations

import re

import pytest

from tensorlift import engine
from tensorlift.catalog import load
from tensorlift.explain import explain_argument, explain_name, explain_symbol
from tensorlift.native import _NATIVE, native
from tensorlift.settings import Settings
from tensorlift.source.document import Document

KERAS2 = Settings(keras=2)
SETTINGS = Settings()
GUIDE = "https://www.tensorflow.org/guide/migrate"
SYMBOLS = sorted(load()._symbols)


def told(name: str, settings: Settings = SETTINGS, said: str = "") -> str:
    text = explain_name(name, settings, said)
    assert text is not None
    return text


@pytest.mark.parametrize("settings", [SETTINGS, KERAS2, Settings(target="2.15")], ids=["keras3", "keras2", "2.15"])
def test_every_symbol_is_told_well(settings: Settings) -> None:
    for name in SYMBOLS:
        text = explain_symbol(name, settings)
        assert text is not None, name
        blocks = text.rstrip("\n").split("\n\n")
        assert blocks[0] == f"### {name}"
        assert blocks[-1].startswith(f"[Migration guide]({GUIDE}/"), name
        assert len(blocks) > 2, f"{name}: nothing is said"
        assert len(blocks) == len(set(blocks)), f"{name}: something is said twice"
        assert len(text) < 1200, f"{name}: {len(text)} characters"
        prose = re.sub(r"``.*?``|`[^`\n]*`", "x", text)
        assert not re.search(r"`|\{|\.\.|  |\bNone\b", prose), name


def test_the_name_that_a_fix_writes_is_told() -> None:
    names = [name for name in SYMBOLS if name.count(".") and re.fullmatch(r"[\w.]+", name)]
    text = "import tensorflow as tf\n" + "".join(f"a = {name}\n" for name in names)
    found = engine.check(Document(text), SETTINGS)
    fixed = 0
    for finding in found:
        for fix in finding.fixes:
            written = re.fullmatch(r"Use (tf\.[\w.]+)", fix.title)
            if written is not None and finding.symbol is not None:
                fixed += 1
                assert f"`{written[1]}`" in told(finding.symbol), f"{finding.symbol}: {fix.title}"
    assert fixed > 700


def test_a_new_name() -> None:
    assert told("tf.log") == (
        "### tf.log\n\n"
        "In TensorFlow 2.21 with Keras 3 it is:\n\n"
        "- **compat**: `tf.compat.v1.log`\n"
        "- **symbols**: `tf.math.log`\n\n"
        "TensorFlow 2: `tf.math.log(x, name=None)`\n\n"
        f"[Migration guide]({GUIDE}/upgrade)\n"
    )


def test_arguments_one_by_one() -> None:
    assert told("tensorflow.nn.dropout") == (
        "### tf.nn.dropout\n\n"
        "In TensorFlow 2.21 with Keras 3 it is:\n\n"
        "- **compat**: `tf.compat.v1.nn.dropout`\n"
        "- **symbols**: `tf.nn.dropout`, with other arguments; a call that does not fit keeps `tf.compat.v1.nn.dropout`\n\n"
        "TensorFlow 1: `tf.nn.dropout(x, keep_prob=None, noise_shape=None, seed=None, name=None, rate=None)`\n\n"
        "TensorFlow 2: `tf.nn.dropout(x, rate, noise_shape=None, seed=None, name=None)`\n\n"
        "Arguments:\n\n"
        "- `keep_prob` is now `rate`, with the value `1 - keep_prob`\n"
        "- `rate` must be given\n"
        "- by position: `rate` 2 (was 6)\n\n"
        "Note: its second argument is the share to drop (rate) in TensorFlow 2, not the share to keep.\n\n"
        f"[Migration guide]({GUIDE}/upgrade)\n"
    )


@pytest.mark.parametrize(
    ("name", "sentences"),
    [
        ("tf.zeros", ["It is the same in TensorFlow 2.21 with Keras 3."]),
        ("tf.nn", ["The module is there in TensorFlow 2.21 with Keras 3 too."]),
        ("tf.app", ["- **compat**, **symbols**: `tf.compat.v1.app`"]),
        ("tf.placeholder", ["- **compat**, **symbols**: `tf.compat.v1.placeholder`\n- **native**: Make it a parameter of a function."]),
        ("tf.strings.split", ["`tf.strings.split` means something else today", "Note: it returns a RaggedTensor in TensorFlow 2"]),
        ("tf.random_normal_initializer", ["- `stddev` is `0.05` by default, not `1.0`", "`stddev=1.0` is written out if it is not given"]),
        ("tf.to_float", ["- **symbols**: `tf.cast`, with other arguments", "- `dtype=tf.float32` is written out if it is not given"]),
        ("tf.reduce_sum", ["- `reduction_indices` is now `axis`\n- `keep_dims` is now `keepdims`\n"]),
        ("tf.argmax", ["- by position: `name` 4 (was 3), `output_type` 3 (was 5)"]),
        ("tf.where", ["- `x` means something else\n"]),
        ("tf.Variable", ["`tf.Variable` in eager code, with other arguments; graph code keeps `tf.compat.v1.Variable`"]),
        ("tf.keras.layers.LSTM", ["the same in TensorFlow 2.21 with Keras 3, but for its arguments", "is `'sigmoid'` by default"]),
        ("tf.contrib.framework.nest.flatten", ["It is another name of `tf.nest.flatten`.", "It is the same"]),
        (
            "tf.contrib.slim.conv2d",
            ["It is gone from TensorFlow 2.21", "tf-slim package", "activation_fn=nn.relu, normalizer_fn=None, …)`"],
        ),
        ("tf.contrib.layers.l2_regularizer", ["`lambda weights: scale * tf.nn.l2_loss(weights)`"]),
        ("tf.contrib.layers.xavier_initializer", ["`tf.compat.v1.glorot_uniform_initializer` or `tf.compat.v1.glorot_normal_initializer`"]),
        ("tf.contrib.layers.variance_scaling_initializer", ["- `mode` is written in lower case"]),
        ("tf.name_scope", ["- **symbols**: `tf.name_scope`, with other", "- `default_name` is gone\n- `values` is gone"]),
        ("tf.layers.dense", ["Keras 2 (tf-keras and `TF_USE_LEGACY_KERAS=1`) brings back `tf.compat.v1.layers.dense`."]),
        ("tf.train.AdamOptimizer", ["- **native**: Use `tf.keras.optimizers.Adam`", f"({GUIDE}/metrics_optimizers)"]),
        ("tf.keras.ops", ["It is a TensorFlow 2 name; TensorFlow 1.15 does not have it."]),
        ("tensorflow.python.ops.array_ops", ["### tensorflow.python.ops.array_ops\n\nIt is private, so any release may drop it."]),
        ("tf.compat.v1", ["It is TensorFlow 1 inside of TensorFlow 2.21."]),
        ("tf.compat.v1.placeholder", ["### tf.placeholder\n\n`tf.compat.v1.placeholder` keeps the meaning of TensorFlow 1.\n\n"]),
        ("tf.data.Dataset.map", ["### tf.data.Dataset.map\n\nIt belongs to the class `tf.data.Dataset`.\n"]),
        ("tf.data.Dataset.make_one_shot_iterator", ["In TensorFlow 2.21 only `tf.compat.v1.data.Dataset` has it."]),
        ("tf.train.Saver.save", ["the class `tf.train.Saver`, which is `tf.compat.v1.train.Saver` in TensorFlow 2.21."]),
        ("tf.estimator.Estimator.train", ["the class `tf.estimator.Estimator`, which is gone from TensorFlow 2.21."]),
    ],
)
def test_read_aloud(name: str, sentences: list[str]) -> None:
    for sentence in sentences:
        assert sentence in told(name)


def test_the_target_decides() -> None:
    assert "**compat**, **symbols**: `tf.compat.v1.layers.dense`" in told("tf.layers.dense", KERAS2)
    assert "`tf.keras.regularizers.L2`" in told("tf.contrib.layers.l2_regularizer", KERAS2)
    assert "It is gone from TensorFlow 2.21" in told("tf.estimator.Estimator")
    assert "**compat**, **symbols**: `tf.compat.v1.estimator.Estimator`" in told("tf.estimator.Estimator", Settings(target="2.15"))


@pytest.mark.parametrize("name", ["tf.no_such_symbol", "x; import os", "tf.zeros.nothing", "tf", "", "numpy.log", "tensorflow_probability"])
def test_nothing_is_known(name: str) -> None:
    assert explain_symbol(name, SETTINGS) is None
    assert explain_name(name, SETTINGS) is None


def test_what_was_said_is_not_repeated() -> None:
    why = "its second argument is the share to drop (rate) in TensorFlow 2, not the share to keep"
    assert "Note:" not in told("tf.nn.dropout", said=f"tf.nn.dropout has other arguments; {why}.")
    said = "tf.contrib.slim.conv2d is gone. Most of it lives on in the tf-slim package (import tf_slim as slim), in graph mode."
    short = told("tf.contrib.slim.conv2d", said=said)
    assert "gone" not in short
    assert "tf-slim" not in short
    assert "TensorFlow 1: `tf.contrib.slim.conv2d(inputs, " in short
    assert told("tf.contrib.slim", said=said) == f"[Migration guide]({GUIDE}/upgrade)\n"


@pytest.mark.parametrize(
    ("name", "argument", "sentence"),
    [
        ("tf.nn.dropout", "keep_prob", "In TensorFlow 2.21, `keep_prob` of `tf.nn.dropout` is now `rate`, with the value `1 - keep_prob`."),
        ("tf.nn.dropout", "rate", "In TensorFlow 2.21, `rate` of `tf.nn.dropout` must be given."),
        ("tensorflow.reduce_sum", "keep_dims", "In TensorFlow 2.21, `keep_dims` of `tf.reduce_sum` is now `keepdims`."),
        ("tf.reduce_sum", "axis", "In TensorFlow 2.21, `axis` of `tf.reduce_sum` is the same."),
        ("tf.constant", "verify_shape", "In TensorFlow 2.21, `verify_shape` of `tf.constant` is gone."),
        ("tf.zeros", "layout", "In TensorFlow 2.21, `layout` of `tf.zeros` is new."),
        ("tf.to_float", "x", "In TensorFlow 2.21, `x` of `tf.to_float` is the same. The function is `tf.cast` there."),
        ("tf.Variable", "use_resource", "In TensorFlow 2.21, `use_resource` of `tf.Variable` is gone (only `True` can be left out)."),
    ],
)
def test_an_argument(name: str, argument: str, sentence: str) -> None:
    assert explain_argument(name, argument, SETTINGS) == f"{sentence}\n\n[Migration guide]({GUIDE}/upgrade)\n"


@pytest.mark.parametrize(
    ("name", "argument"), [("tf.log", "nonsense"), ("tf.layers.dense", "units"), ("tf.no_such_symbol", "x"), ("tf", "x")]
)
def test_nothing_is_known_of_an_argument(name: str, argument: str) -> None:
    assert explain_argument(name, argument, SETTINGS) is None


def test_advice_on_native_code_names_what_is_there() -> None:
    catalog = load()
    for settings in (SETTINGS, KERAS2):
        bit = catalog.bit(settings)
        for name, advice in _NATIVE.items():
            assert catalog.is_tf1(name) or catalog.row(name) is not None, name
            for symbol in re.findall(r"`(tf\.[\w.]+)", advice.text):
                owner = catalog.symbol(symbol.rpartition(".")[0], bit)
                member = owner is not None and owner.kind == "c" and owner.in_v2
                assert member or catalog.in_v2(symbol, bit) or catalog.is_module(symbol), f"{name}: there is no {symbol}"


def test_advice_holds_for_the_names_below() -> None:
    assert native("tf.metrics.accuracy.name") is native("tf.metrics.accuracy") is not native("tf.metrics")
    assert native("tf.metrics.unknown") is native("tf.metrics")
    assert native("tf.metricsaccuracy").text == ""
