"""gone-import: statements that import what is not there."""

from __future__ import annotations

from pathlib import Path

import pytest

from tensorlift.engine import fix
from tensorlift.model import Severity
from tensorlift.settings import Settings
from tensorlift.source.document import Document
from tests.rules.helpers import TF, check_noop, check_reported, check_transformed, codes, findings, fixed, places


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("from tensorflow import Session", "from tensorflow.compat.v1 import Session"),
        ("from tensorflow import Session as S", "from tensorflow.compat.v1 import Session as S"),
        ("from tensorflow import log", "from tensorflow.math import log"),
        ("from tensorflow import log as ln", "from tensorflow.math import log as ln"),
        ("from tensorflow import placeholder, Session", "from tensorflow.compat.v1 import placeholder, Session"),
        ("from tensorflow import abs, Session", "from tensorflow import abs\nfrom tensorflow.compat.v1 import Session"),
        (
            "from tensorflow import log, abs as a, Session as S",
            "from tensorflow import abs as a\nfrom tensorflow.math import log\nfrom tensorflow.compat.v1 import Session as S",
        ),
        (
            "from tensorflow import (\n    placeholder,\n    abs,\n)",
            "from tensorflow import abs\nfrom tensorflow.compat.v1 import placeholder",
        ),
        ("from tensorflow import \\\n    Session", "from tensorflow.compat.v1 import Session"),
        ("from tensorflow import Session  # why", "from tensorflow.compat.v1 import Session  # why"),
        ("from tensorflow import Session; x = 1", "from tensorflow.compat.v1 import Session; x = 1"),
        ("x = 1; from tensorflow import Session", "x = 1; from tensorflow.compat.v1 import Session"),
        ("if x: from tensorflow import Session", "if x: from tensorflow.compat.v1 import Session"),
        ("if x:\n\tfrom tensorflow import abs, Session", "if x:\n\tfrom tensorflow import abs\n\tfrom tensorflow.compat.v1 import Session"),
        (
            "def f():\n    from tensorflow import Session\n    return Session",
            "def f():\n    from tensorflow.compat.v1 import Session\n    return Session",
        ),
        ("import tensorflow.flags as f", "from tensorflow.compat.v1 import flags as f"),
        ("from tensorflow import flags", "from tensorflow.compat.v1 import flags"),
        ("from tensorflow.app import flags", "from tensorflow.compat.v1 import flags"),
        ("from tensorflow import logging as l", "from tensorflow.compat.v1 import logging as l"),
        ("from tensorflow.train import AdamOptimizer", "from tensorflow.compat.v1.train import AdamOptimizer"),
        ("from tensorflow import *", "from tensorflow.compat.v1 import *"),
        (
            "from tensorflow import reduce_sum\ny = reduce_sum(x, keep_dims=True)",
            "from tensorflow.compat.v1 import reduce_sum\ny = reduce_sum(x, keep_dims=True)",
        ),
        ("from tensorflow.nn import dropout\ny = dropout(x, 0.5)", "from tensorflow.compat.v1.nn import dropout\ny = dropout(x, 0.5)"),
    ],
)
def test_a_name_comes_from_where_it_is_today(before: str, after: str) -> None:
    check_transformed(f"{before}\n", f"{after}\n")
    assert set(codes(f"{before}\n")) == {"TL106"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("import tensorflow.contrib.slim as slim\nx = 1\n", "x = 1\n"),
        ("import os\nimport tensorflow.contrib.slim as slim\nx = 1\n", "import os\nx = 1\n"),
        ("from tensorflow.contrib import slim, layers\nx = 1\n", "x = 1\n"),
        ("import os, tensorflow.contrib.slim as slim\n", "import os\n"),
        ("if x:\n    import tensorflow.contrib.slim as slim\n", "if x:\n    pass\n"),
        ("if x:\n    import tensorflow.contrib.slim as slim  # why\n", "if x:\n    pass  # why\n"),
        ("if x:\n    import tensorflow.contrib.slim as slim\n    y = 1\n", "if x:\n    y = 1\n"),
        ("def f():\n    import tensorflow.contrib.slim as slim\nx = 1\n", "def f():\n    pass\nx = 1\n"),
        ("import tensorflow.contrib.slim as slim  # why\nx = 1\n", "  # why\nx = 1\n"),
        (
            "import tensorflow.contrib.framework.nest as nest\nimport tensorflow as tf\nx = nest.flatten(y)\n",
            f"{TF}x = tf.nest.flatten(y)\n",
        ),
    ],
)
def test_an_import_that_nothing_uses_goes(before: str, after: str) -> None:
    check_transformed(before, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("from tensorflow.contrib import slim\nx = slim.conv2d(y)\n", "import tf_slim as slim\nx = slim.conv2d(y)\n"),
        ("import tensorflow.contrib.slim as slim\n__all__ = ['slim']\n", "import tf_slim as slim\n__all__ = ['slim']\n"),
        ("import tensorflow.compat.v1.contrib.slim as s\nx = s.conv2d(y)\n", "import tf_slim as s\nx = s.conv2d(y)\n"),
        ("import tensorflow.contrib.slim as slim\nx = slim.batch_norm(y)\n", "import slim_on_tf2 as slim\nx = slim.batch_norm(y)\n"),
        (
            "from tensorflow.contrib.slim.nets import vgg, resnet_v1\nx = vgg.vgg_16(y), resnet_v1.resnet_v1_50(y)\n",
            "from slim_on_tf2.nets import vgg, resnet_v1\nx = vgg.vgg_16(y), resnet_v1.resnet_v1_50(y)\n",
        ),
        (
            "from tensorflow.contrib.training import HParams as H, create_train_op\nx = H(), create_train_op(a, b)\n",
            "from contrib_hparams import HParams as H\nfrom tf_slim.training import create_train_op\nx = H(), create_train_op(a, b)\n",
        ),
        (
            "from tensorflow.contrib import crf, seq2seq\nx = crf.crf_decode(a, b, c), seq2seq.tile_batch(x, 3)\n",
            "import contrib_crf as crf\nimport contrib_seq2seq as seq2seq\nx = crf.crf_decode(a, b, c), seq2seq.tile_batch(x, 3)\n",
        ),
        (
            "def f():\n    from tensorflow.contrib import slim\n    slim.conv2d(y)\n",
            "def f():\n    import tf_slim as slim\n    slim.conv2d(y)\n",
        ),
    ],
)
def test_a_home_outside_of_tensorflow(before: str, after: str) -> None:
    check_transformed(before, after)


def test_a_companion_beside_a_file_of_a_package_is_imported_relatively(tmp_path: Path) -> None:
    (tmp_path / "__init__.py").touch()
    code = "from tensorflow.contrib.training import HParams\nfrom tensorflow.contrib import crf\nx = HParams(), crf.crf_decode(a, b, c)\n"
    found = fix(Document(code, str(tmp_path / "model.py")), Settings(), review=True)
    assert found.text == "from .contrib_hparams import HParams\nfrom . import contrib_crf as crf\nx = HParams(), crf.crf_decode(a, b, c)\n"
    assert found.creates == ("contrib_crf", "contrib_hparams")
    script = code + "if __name__ == '__main__':\n    x()\n"
    assert fix(Document(script, str(tmp_path / "model.py")), Settings(), review=True).text.startswith("from contrib_hparams import HParams")


@pytest.mark.parametrize(
    "code",
    [
        "import tensorflow.contrib.slim\n",
        "from tensorflow.contrib.slim import *\n",
        "import tensorflow.contrib.slim as slim; x = 1\n",
        "if x: import tensorflow.contrib.slim as slim\n",
        "from tensorflow.examples.tutorials.mnist import mnist\nx = mnist.loss(y, z)\n",
        "from tensorflow.contrib import layers\nx = layers.no_such_name(y)\n",
        "from tensorflow import (\n    Session,  # why\n    abs,\n)\n",
        "x = 1; from tensorflow import Session, abs\n",
        "if x: from tensorflow import Session, abs\n",
        "import tensorflow.layers as L\nx = L.dense(y, 3)\n",
        "from tensorflow import no_such_name\n",
    ],
)
def test_reported_and_left_alone(code: str) -> None:
    assert "TL106" in codes(code)
    check_reported(code, *codes(code))


@pytest.mark.parametrize(
    "code",
    [
        "import tensorflow as tf\n",
        "import tensorflow\n",
        "import tensorflow.compat.v1 as tf\n",
        "from tensorflow.compat.v1 import Session, placeholder\n",
        "from tensorflow.compat import v1 as tf\n",
        "from tensorflow import nn, keras, math\n",
        "from tensorflow import abs, reduce_sum\ny = reduce_sum(abs(x), 1)\n",
        "from tensorflow.keras import layers\n",
        "from tensorflow.keras.layers import Dense, LSTM\n",
        "from other.tensorflow import Session\n",
        "from .tensorflow import Session\n",
        "from tensorflow_hub import Session\n",
        "import numpy as np  # tensorflow.contrib\n",
        "try:\n    import tensorflow.contrib.slim as slim\nexcept ImportError:\n    slim = None\n",
        "try:\n    from tensorflow.contrib import slim\nexcept ImportError:\n    import tf_slim as slim\n",
        "try:\n    import tf_slim as slim\nexcept ImportError:\n    x = 1\n",
        "import tensorflow as tf\nif tf.__version__ < '2':\n    import tensorflow.contrib.slim as slim\n",
        "@x\ndef f():\n    '''from tensorflow import Session'''\n",
    ],
)
def test_noop(code: str) -> None:
    check_noop(code)


def test_the_place_is_the_imported_name() -> None:
    code = "from tensorflow import abs, Session as S, log\n"
    assert places(code) == ["Session as S", "log"]


def test_one_statement_has_one_fix_that_is_applied_once() -> None:
    first, second = findings("from tensorflow import Session, placeholder\n")
    assert first.fixes[0].edits == second.fixes[0].edits


def test_private_modules_are_information_while_they_exist() -> None:
    old = "from tensorflow.contrib.rnn import NASCell\nx = NASCell(3)\n"
    finding = findings("from tensorflow.python.client import device_lib\n" + old)[0]
    assert finding.severity is Severity.INFORMATION
    finding = findings("from tensorflow.python.platform import flags\n" + old)[0]
    assert "private" in finding.message or "public" in finding.message
    check_noop("from tensorflow.python.client import device_lib\nimport tensorflow as tf\nf = tf.function(device_lib.g)\n")


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("from tensorflow.python.ops import seq2seq", "legacy_seq2seq"),
        ("from tensorflow.python.ops.rnn_cell_impl import _linear", "tf.matmul"),
        ("from tensorflow.python.ops.rnn_cell import _linear", "tf.matmul"),
    ],
)
def test_private_names_of_early_versions(line: str, word: str) -> None:
    code = f"{line}\nfrom tensorflow.contrib.rnn import NASCell\nx = NASCell(3)\n"
    finding = findings(code)[0]
    assert finding.severity is Severity.ERROR
    assert word in finding.message


def test_a_comment_does_not_keep_a_gone_import() -> None:
    code = "import tensorflow as tf\nimport tensorflow.contrib.eager as tfe\n# tfe.Variable was here\nx = tf.constant(1)\n"
    assert fixed(code) == "import tensorflow as tf\n# tfe.Variable was here\nx = tf.constant(1)\n"


def test_the_first_home_of_the_rnn_functions() -> None:
    code = "import tensorflow as tf\nfrom tensorflow.models.rnn import rnn\noutputs, state = rnn.rnn(cell, [x], dtype=tf.float32)\n"
    expected = "import tensorflow as tf\noutputs, state = tf.compat.v1.nn.static_rnn(cell, [x], dtype=tf.float32)\n"
    assert fixed(code) == expected


def test_data_sets_of_the_mnist_reader() -> None:
    code = "from tensorflow.contrib.learn.python.learn.datasets import base\ndata = base.Datasets(train=a, validation=b, test=c)\n"
    assert fixed(code) == "from mnist_input_data import Datasets\ndata = Datasets(train=a, validation=b, test=c)\n"
