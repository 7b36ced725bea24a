"""What people complained about in other upgrade tools, with the place where they did. Each test is named after one."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import Any

import pytest

from tensorlift.catalog import load
from tensorlift.companions import source
from tensorlift.engine import check, fix
from tensorlift.model import Safety, Severity
from tensorlift.rules.hints import hint_for
from tensorlift.settings import Settings
from tensorlift.source.document import Document
from tests.rules.helpers import TF, check_noop, check_transformed, codes, findings, fixed, is_python3, places


def message(line: str, **settings: Any) -> str:
    (finding,) = findings(f"{TF}{line}\n", **settings)
    return finding.message


def check_brought(code: str, after: str, module: str, name: str) -> None:
    """Assert what a program becomes, and that the module that the fix puts beside it defines the name."""
    check_transformed(code, after)
    (finding,) = findings(code)
    assert finding.severity is Severity.ERROR
    assert f"the fix writes {module}.py beside this file" in finding.message
    assert fix(Document(code), Settings(), review=True).creates == (module,)
    assert re.search(rf"^(def|class) {name}\b", source(module), re.MULTILINE)


# ---- imports and names


def test_tensorflow_27340_contrib_slim_import_converted_without_a_word() -> None:
    code = "import tensorflow.contrib.slim as slim\nnet = slim.conv2d(x, 8, 3)\n"
    check_transformed(code, "import tf_slim as slim\nnet = slim.conv2d(x, 8, 3)\n", "TL106")
    (finding,) = findings(code)
    assert finding.severity is Severity.ERROR
    assert "cannot be imported" in finding.message
    assert "pip install tf-slim" in finding.message


def test_tensorflow_44103_from_contrib_import_as_and_in_try_except() -> None:
    check_transformed(
        "from tensorflow.contrib import slim as s, rnn as r\ny = s.conv2d(x), r.LSTMCell(3)\n",
        "from tensorflow.contrib import rnn as r\nimport tf_slim as s\ny = s.conv2d(x), r.LSTMCell(3)\n",
        *("TL106", "TL106", "TL104"),
    )
    check_noop("try:\n    from tensorflow.contrib import slim as s\nexcept ImportError:\n    import tf_slim as s\ny = s.conv2d(x)\n")
    code = "try:\n    x = 1\nfinally:\n    from tensorflow.contrib import slim as s\n    y = s.conv2d(x)\n"
    check_transformed(code, code.replace("from tensorflow.contrib import slim as s", "import tf_slim as s"), "TL106")


def test_tensorflow_33309_deep_import_of_the_mnist_helper_reported_as_no_issue() -> None:
    code = "from tensorflow.contrib.learn.python.learn.datasets.mnist import read_data_sets\ndata = read_data_sets(x)\n"
    after = "from mnist_input_data import read_data_sets\ndata = read_data_sets(x)\n"
    check_brought(code, after, "mnist_input_data", "read_data_sets")


def test_tensorflow_26461_an_old_file_is_never_called_clean() -> None:
    lines = [
        "a = tf.contrib.rnn.BasicLSTMCell(3)",
        "b = tf.nn.seq2seq.sequence_loss",
        "c = tf.nn.rnn(x, y)",
        "d = tf.models.rnn.rnn_cell",
        "e = tf.initialize_all_variables()",
        "f = tf.python.ops",
        "g = tf.user_ops.my_fact()",
        "h = tf.no_such_thing",
        "i = getattr(tf, name)",
        "from tensorflow.models.rnn import rnn_cell",
        "from tensorflow.python.ops import rnn_cell",
    ]
    for line in lines:
        assert codes(f"{TF}{line}\n"), line
    assert len({finding.start for finding in findings(TF + "\n".join(lines) + "\n")}) >= len(lines)


def test_tensorflow_29380_import_without_an_alias() -> None:
    check_transformed("import tensorflow\ny = tensorflow.log(x)\n", "import tensorflow\ny = tensorflow.math.log(x)\n")
    check_transformed("import tensorflow as TF\ny = TF.to_float(x)\n", "import tensorflow as TF\ny = TF.cast(x, TF.float32)\n")


def test_tensorflow_45426_only_real_tensorflow_is_touched() -> None:
    check_noop("import mylib as tf  # instead of tensorflow\ny = tf.log(x)\n")


def test_fixit_358_a_fix_brings_its_import_and_takes_the_old_one_away() -> None:
    check_transformed(
        "from tensorflow import train\ny = train.Saver()\n", f"{TF}from tensorflow import train\ny = tf.compat.v1.train.Saver()\n"
    )
    check_transformed("from tensorflow.contrib.framework import nest\ny = nest.flatten(x)\n", f"{TF}y = tf.nest.flatten(x)\n")


# ---- where did it go


def test_tensorflow_40348_where_a_contrib_symbol_went() -> None:
    assert "tf.compat.v1.lookup.StaticHashTable" in message("t = tf.contrib.lookup.index_table_from_file(f)")
    assert "tf.lookup.TextFileInitializer(f, " in fixed(f"{TF}t = tf.contrib.lookup.index_table_from_file(f)\n")
    check_brought(
        f"{TF}t = tf.contrib.crf.crf_decode(a, b, c)\n",
        f"from contrib_crf import crf_decode\n{TF}t = crf_decode(a, b, c)\n",
        *("contrib_crf", "crf_decode"),
    )


def test_community_148_hparams_has_no_home() -> None:
    check_brought(
        f"{TF}h = tf.contrib.training.HParams(a=1)\n",
        f"from contrib_hparams import HParams\n{TF}h = HParams(a=1)\n",
        *("contrib_hparams", "HParams"),
    )


def test_tensorflow_30959_xavier_initializer_conv2d_is_uniform() -> None:
    check_transformed(
        f"{TF}i = tf.contrib.layers.xavier_initializer_conv2d()\nj = tf.contrib.layers.xavier_initializer(uniform=True, seed=1)\n",
        f"{TF}i = tf.compat.v1.glorot_uniform_initializer()\nj = tf.compat.v1.glorot_uniform_initializer(seed=1)\n",
    )
    assert "glorot_uniform" not in fixed(f"{TF}i = tf.contrib.layers.xavier_initializer(uniform=False)\n")


def test_blueoil_1081_the_shortest_exact_initializer() -> None:
    result = fixed(f"{TF}i = tf.contrib.layers.variance_scaling_initializer()\n")
    assert result == f"{TF}i = tf.compat.v1.variance_scaling_initializer(2.0)\n"


def test_tensorflow_50850_batch_norm_keeps_its_arguments() -> None:
    code = f"{TF}y = tf.contrib.layers.batch_norm(x, decay=0.9, scale=True)\n"
    check_transformed(code, f"import slim_on_tf2 as slim\n{TF}y = slim.batch_norm(x, decay=0.9, scale=True)\n", "TL108")
    assert "in graph mode" in findings(code)[0].message


def test_tensorflow_40249_moving_averages_and_update_ops() -> None:
    # tests/companions compares the moving averages of this batch_norm, which go into UPDATE_OPS, with those of TensorFlow 1.
    assert "slim_on_tf2.py" in message("y = tf.contrib.layers.batch_norm(x)")
    check_transformed(
        f"{TF}u = tf.get_collection(tf.GraphKeys.UPDATE_OPS)\n", f"{TF}u = tf.compat.v1.get_collection(tf.compat.v1.GraphKeys.UPDATE_OPS)\n"
    )


def test_tf_slim_10_the_right_import_form() -> None:
    check_transformed(f"{TF}y = tf.contrib.slim.conv2d(x, 8, 3)\n", f"import tf_slim as slim\n{TF}y = slim.conv2d(x, 8, 3)\n", "TL108")


def test_addons_2865_nothing_is_sent_to_addons() -> None:
    catalog = load()
    for name in catalog._rows:
        row = catalog.row(name)
        assert row is not None
        assert "addons" not in (row.to or "")
    assert "discontinued" in hint_for("tf.contrib.crf.crf_decode")


@pytest.mark.parametrize("name", ["AttentionWrapper", "dynamic_decode", "BasicDecoder", "TrainingHelper"])
def test_addons_647_seq2seq_is_not_a_rename(name: str) -> None:
    after = f"from contrib_seq2seq import {name}\n{TF}y = {name}(x)\n"
    check_brought(f"{TF}y = tf.contrib.seq2seq.{name}(x)\n", after, "contrib_seq2seq", name)


def test_addons_2664_legacy_seq2seq_has_no_successor() -> None:
    name = "embedding_rnn_seq2seq"
    after = f"from contrib_legacy_seq2seq import {name}\n{TF}y = {name}(x)\n"
    check_brought(f"{TF}y = tf.contrib.legacy_seq2seq.{name}(x)\n", after, "contrib_legacy_seq2seq", name)


def test_tensorflow_76349_estimator_is_gone_since_2_16_even_from_compat_v1() -> None:
    for code in (f"{TF}e = tf.estimator.Estimator(f)\n", f"{TF}e = tf.compat.v1.estimator.Estimator(f)\n"):
        assert codes(code) == ["TL451"]
        assert not {"TL104", "TL451"} & set(codes(code, target="2.15"))


def test_tensorflow_32790_the_mnist_tutorial_is_gone() -> None:
    code = "from tensorflow.examples.tutorials.mnist import input_data\nmnist = input_data.read_data_sets(x, one_hot=True)\n"
    after = "import mnist_input_data as input_data\nmnist = input_data.read_data_sets(x, one_hot=True)\n"
    check_brought(code, after, "mnist_input_data", "read_data_sets")


# ---- the meaning


def test_tensorflow_26665_initializers_fit_the_function_that_takes_them() -> None:
    check_transformed(
        f"{TF}v = tf.get_variable('a', [3], initializer=tf.glorot_uniform_initializer())\n",
        f"{TF}v = tf.compat.v1.get_variable('a', [3], initializer=tf.compat.v1.glorot_uniform_initializer())\n",
    )
    check_transformed(
        f"{TF}v = tf.get_variable('a', [3], initializer=tf.initializers.he_normal(seed=3))\n",
        f"{TF}v = tf.compat.v1.get_variable('a', [3], initializer=tf.compat.v1.initializers.he_normal(seed=3))\n",
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("tf.random_normal_initializer(seed=1)", "tf.compat.v1.random_normal_initializer(seed=1)"),
        ("tf.random_normal_initializer()", "tf.random_normal_initializer(stddev=1.0)"),
        ("tf.where(c, a, b)", "tf.compat.v1.where(c, a, b)"),
        ("tf.image.resize(i, s)", "tf.compat.v1.image.resize(i, s)"),
    ],
)
def test_tensorflow_45585_other_numbers_without_a_word(before: str, after: str) -> None:
    code = f"{TF}y = {before}\n"
    check_transformed(code, f"{TF}y = {after}\n")
    assert findings(code)[0].severity is Severity.WARNING
    assert "TensorFlow 2" in findings(code)[0].message


def test_torchfix_21_a_fix_that_may_change_something_is_not_applied_unasked() -> None:
    code = f"{TF}a = tf.keras.ops.abs(x)\nb = tf.placeholder(tf.float32)\nc = tf.where(c, a, b)\n"
    assert fix(Document(code), Settings()).text == code.replace("tf.placeholder", "tf.compat.v1.placeholder")
    assert {one.safety for finding in findings(code) for one in finding.fixes} == {Safety.SAFE, Safety.REVIEW}


def test_torchfix_17_the_target_can_be_chosen() -> None:
    code = f"{TF}y = tf.layers.dense(x, 3)\n"
    assert fixed(code, target="2.15") == f"{TF}y = tf.compat.v1.layers.dense(x, 3)\n"
    assert fixed(code, target="2.16") == code


# ---- the output


@pytest.mark.parametrize(
    "code",
    [
        "y = tf.reduce_sum(x)",
        "y = tf.reduce_mean(x, 1)",
        "y = tf.reduce_mean(x, [1, 2])",
        "y = tf.shape(x)",
        "y = tf.size(x)",
        "y = tf.argmax(x, 1)",
        "y = tf.expand_dims(x, 0)",
        "y = tf.nn.softmax(x)",
        "y = tf.gather(x, i)",
        "y = tf.transpose(x, [1, 0])",
        "y = tf.zeros_like(x)",
        "y = tf.pad(x, p)",
        "y = tf.nn.conv2d(x, f, [1, 1, 1, 1], 'SAME')",
    ],
)
def test_blueoil_915_no_needless_keywords(code: str) -> None:
    check_noop(f"{TF}{code}\n")


@pytest.mark.parametrize(
    "code",
    [
        "with tf.name_scope('a'): pass",
        "with tf.name_scope(name): pass",
        "with tf.device('/gpu:0'): pass",
        "with tf.control_dependencies([x]): pass",
        "g = tf.Graph()",
        "y = tf.float32, tf.Tensor, tf.Operation, tf.TensorShape([1])",
        "y = tf.keras.layers.Dense(3)",
        "y = tf.train.Example, tf.train.latest_checkpoint(d)",
        "y = tf.data.Dataset.range(3).map(f).batch(2)",
        "y = tf.nn.relu(tf.matmul(x, w) + b)",
    ],
)
def test_tf_encrypted_678_plain_names_stay_plain(code: str) -> None:
    check_noop(f"{TF}{code}\n")


def test_models_1063_a_converted_file_is_left_alone() -> None:
    check_noop(f"{TF}y = tf.concat(axis=1, values=[a, b])\ny = tf.split(axis=1, num_or_size_splits=2, value=x)\n")
    half = f"{TF}y = tf.concat(axis=1, values=[a, b])\nz = tf.concat(1, [a, b])\n"
    check_transformed(half, f"{TF}y = tf.concat(axis=1, values=[a, b])\nz = tf.concat(axis=1, values=[a, b])\n")


def test_morsenet_1_one_finding_for_one_place() -> None:
    assert codes(f"{TF}y = tf.contrib.layers.fully_connected(x, 3)\n") == ["TL108"]
    assert codes(f"{TF}y = tf.nn.dropout(x, keep_prob=0.5, name='n')\n") == ["TL102"]


def test_autopilot_40_compat_v1_only_where_it_must_be() -> None:
    result = fixed(f"{TF}y = tf.log(tf.random_normal([3])) + tf.to_float(tf.is_nan(x)) + tf.matrix_inverse(z)\n")
    assert "compat" not in result


# ---- all kinds of source


@pytest.mark.parametrize(
    "code",
    [
        "y = f'{tf.log(x)!r:>{w}} {{tf.log}}'",
        "async def f():\n    async with a: y = await tf.log(x)",
        "y = [z async for z in tf.log(x)]",
        "if (y := tf.log(x)): pass",
        "def f(a, /, b, *, c=tf.log(x)): pass",
        "match a:\n    case {'b': [c, *_]}: y = tf.log(x)",
        "y = (\n  tf.log(\nx))",
        "y = a if b else tf.log(x) if c else d",
        "type A = tf.log",
        "def f[T](x: T): return tf.log(x)",
        "try: pass\nexcept* E: y = tf.log(x)",
        "x = 1_000 + tf.log(0x_ff) + 1j",
        "with (a as b, tf.log(x) as c): pass",
        "print(*tf.log(x), sep='')",
    ],
)
def test_tensorflow_26486_modern_syntax(code: str) -> None:
    assert fixed(f"{TF}{code}\n") == f"{TF}{code}\n".replace("tf.log(", "tf.math.log(").replace("= tf.log\n", "= tf.math.log\n")


def test_tensorflow_33927_text_that_is_not_ascii() -> None:
    code = f"# -*- coding: utf-8 -*-\n# Автор: 漢字 🙂\n{TF}größe = tf.log(x)  # ←\n"
    check_transformed(code, code.replace("tf.log", "tf.math.log"))


def test_ruff_lsp_358_columns_behind_an_emoji() -> None:
    document = Document(f"{TF}y = '🙂', tf.log(x)\n")
    (finding,) = check(document, Settings())
    assert document.position(finding.start) == (1, 9)
    assert document.position(finding.start, "utf-16") == (1, 10)
    assert document.position(finding.start, "utf-8") == (1, 12)


def test_libcst_310_results_while_the_code_does_not_parse() -> None:
    code = f"{TF}y = tf.log(x)\nz = tf.to_float(\n\ndef f(x):\n    return tf.placeholder(x)\n"
    assert not is_python3(code)
    assert places(code)[0] == "tf.log"
    assert "tf.placeholder" in places(code)


def test_pyupgrade_266_a_line_can_be_left_out() -> None:
    check_noop(f"{TF}y = tf.log(x)  # tensorlift: ignore\n")


def test_ruff_vscode_190_every_finding_has_its_page() -> None:
    for finding in findings(
        f"{TF}a = tf.log(x), tf.Session, tf.contrib.slim, tf.no_such, tf.nn.dropout(x, 0.5)\nfrom tensorflow import log\n"
    ):
        assert finding.url is not None
        assert finding.url.startswith("https://www.tensorflow.org/guide/")


def test_tensorflow_22724_runs_without_tensorflow() -> None:
    code = "import sys, tensorlift.engine; sys.exit(bool({'tensorflow', 'keras', 'numpy'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
