"""Which TensorFlow name stands where, by Python's scoping rules."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tree_sitter import Node

from tensorlift.catalog import load
from tensorlift.rules.context import FileContext
from tensorlift.settings import Settings
from tensorlift.source.document import Document, encode
from tensorlift.source.facts import Facts, read_facts
from tensorlift.source.names import ImportUse, Names, Use

TF = "import tensorflow as tf\n"


def full(use: Use) -> str:
    """Return the qualified name of a use, with ``?`` if it is ambiguous and ``!`` if the code around it asks for the version."""
    return ".".join([use.path, *use.attributes]) + "?" * use.ambiguous + "!" * use.guarded


def names_in(document: Document) -> Names:
    names = FileContext(document, Settings(), load()).names
    names.read(document)
    return names


def names_of(code: str) -> Names:
    return names_in(Document(code))


def placed_imports(names: Names, document: Document) -> list[ImportUse]:
    """Return the imports of all chunks with document offsets."""
    return [replace(use, shift=start) for index, start in enumerate(document.chunk_starts[:-1]) for use in names.imports(index)]


def uses(code: str) -> list[str]:
    """Return the qualified names of all uses in the order of the text."""
    return [full(use) for use in names_of(code).all_uses()]


def imports(code: str) -> list[str]:
    document = Document(code)
    return [use.path + "!" * use.guarded for use in placed_imports(names_in(document), document)]


# ---- import forms


@pytest.mark.parametrize(
    ("statement", "expression", "name"),
    [
        ("import tensorflow", "tensorflow.log(x)", "tensorflow.log"),
        ("import tensorflow as tf", "tf.log(x)", "tensorflow.log"),
        ("import tensorflow as anything", "anything.log(x)", "tensorflow.log"),
        ("import tensorflow as tensorflow", "tensorflow.log(x)", "tensorflow.log"),
        ("import tensorflow.nn", "tensorflow.nn.relu(x)", "tensorflow.nn.relu"),
        ("import tensorflow.nn", "tensorflow.log(x)", "tensorflow.log"),
        ("import tensorflow.nn as n", "n.relu(x)", "tensorflow.nn.relu"),
        ("import tensorflow.compat.v1 as tf", "tf.log(x)", "tensorflow.compat.v1.log"),
        ("import tensorflow.compat.v2 as tf", "tf.abs(x)", "tensorflow.compat.v2.abs"),
        ("import tensorflow.compat.v1", "tensorflow.compat.v1.log(x)", "tensorflow.compat.v1.log"),
        ("from tensorflow.compat import v1 as tf", "tf.log(x)", "tensorflow.compat.v1.log"),
        ("from tensorflow.compat import v1", "v1.log(x)", "tensorflow.compat.v1.log"),
        ("from tensorflow.compat.v1 import nn", "nn.relu(x)", "tensorflow.compat.v1.nn.relu"),
        ("from tensorflow import compat", "compat.v1.log(x)", "tensorflow.compat.v1.log"),
        ("from tensorflow import nn", "nn.relu(x)", "tensorflow.nn.relu"),
        ("from tensorflow import nn as n", "n.relu(x)", "tensorflow.nn.relu"),
        ("from tensorflow import log", "log(x)", "tensorflow.log"),
        ("from tensorflow import log as ln", "ln(x)", "tensorflow.log"),
        ("from tensorflow import (\n    abs,  # first\n    log as ln,\n)", "ln(x)", "tensorflow.log"),
        ("from tensorflow import abs, log", "log(x)", "tensorflow.log"),
        ("from tensorflow \\\n    import log", "log(x)", "tensorflow.log"),
        ("import tensorflow \\\n    as tf", "tf.log(x)", "tensorflow.log"),
        ("import tensorflow \\\r\n    as tf", "tf.log(x)", "tensorflow.log"),
        ("from tensorflow.contrib import slim", "slim.conv2d(x)", "tensorflow.contrib.slim.conv2d"),
        ("import tensorflow.contrib.slim as slim", "slim.conv2d(x)", "tensorflow.contrib.slim.conv2d"),
        ("from tensorflow.contrib.layers import xavier_initializer as x", "x()", "tensorflow.contrib.layers.xavier_initializer"),
        ("import tensorflow.python.ops.array_ops as a", "a.rank(x)", "tensorflow.python.ops.array_ops.rank"),
        ("from tensorflow.python.ops import array_ops", "array_ops.rank(x)", "tensorflow.python.ops.array_ops.rank"),
        ("from tensorflow.python import keras as k", "k.Model()", "tensorflow.python.keras.Model"),
        ("import os, tensorflow as tf, sys", "tf.log(x)", "tensorflow.log"),
        ("import os; import tensorflow as tf; import sys", "tf.log(x)", "tensorflow.log"),
        ("from __future__ import division\nimport tensorflow as tf", "tf.log(x)", "tensorflow.log"),
        ("import tensorflow as a, tensorflow.nn as b", "b.relu(x)", "tensorflow.nn.relu"),
        ("import tensorflow as a\nimport tensorflow as b", "b.log(x)", "tensorflow.log"),
        ("import tensorflow as a\nimport tensorflow as b", "a.log(x)", "tensorflow.log"),
        ("import tensorflow\nimport tensorflow.contrib.slim as slim", "tensorflow.log(x)", "tensorflow.log"),
        ("from tensorflow import *", "log(x)", "tensorflow.log"),
        ("from tensorflow import *", "nn.relu(x)", "tensorflow.nn.relu"),
        ("from tensorflow.contrib.slim import *", "conv2d(x)", "tensorflow.contrib.slim.conv2d"),
        ("from tensorflow.compat.v1 import *", "log(x)", "tensorflow.compat.v1.log"),
    ],
)
def test_import_forms(statement: str, expression: str, name: str) -> None:
    assert uses(f"{statement}\ny = {expression}\n") == [name]


@pytest.mark.parametrize(
    "code",
    [
        "import tensorflow_hub as tf\ntf.log(x)\n",
        "import tensorflow_probability as tfp\ntfp.log(x)  # not tensorflow\n",
        "import mytensorflow as tf\ntf.log(x)\n",
        "import foo.tensorflow as tf\ntf.log(x)\n",
        "from foo import tensorflow as tf\ntf.log(x)\n",
        "from .tensorflow import log\nlog(x)\n",
        "from . import tensorflow\ntensorflow.log(x)\n",
        "from .. import tensorflow as tf\ntf.log(x)\n",
        "# tensorflow\ntf.log(x)\n",
        "from foo import *  # tensorflow\ntf.log(x)\n",
        "import tensorflow.contrib.slim as slim\ntensorflow.log(x)\n",
        "from tensorflow import nn\ntensorflow.log(x)\ntf.log(x)\n",
        "tensorflow.log(x)\n",
    ],
)
def test_other_modules_are_not_tensorflow(code: str) -> None:
    assert uses(code) == []


@pytest.mark.parametrize(
    "line",
    [
        "y = self.tf.log(x)",
        "y = x.tf.log(x)",
        "y = f().tf.log(x)",
        "y = f(tf=1)",
        "y = {'tf': 1}['tf'].log",
        "y = 'tf.log(x)'",
        "y = '''\ntf.log(x)\n'''",
        "# tf.log(x)",
        "y = x  # tf.log(x)",
        "y = tfx.log(x) + xtf.log(x) + tf_.log(x) + _tf.log(x)",
        "def f(x: 'tf.Tensor') -> 'tf.Tensor': pass",
        "x: 'tf.Tensor' = y",
        "y = f'tf.log(x) {{tf.log}}'",
        "y = self.tf",
        "def f(x):\n    '''tf.log(x)'''",
    ],
)
def test_the_letters_tf_elsewhere_are_not_tensorflow(line: str) -> None:
    assert uses(TF + line + "\n") == []


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("y = tf.log(tf.abs(x))", ["log", "abs"]),
        ("y = tf.nn.relu", ["nn.relu"]),
        ("y = (tf).log(x)", ["log"]),
        ("y = (tf.nn).relu(x)", ["nn.relu"]),
        ("y = tf . nn . relu (x)", ["nn.relu"]),
        ("y = tf.nn \\\n    .relu(x)", ["nn.relu"]),
        ("y = (tf\n     .nn\n     .relu(x))", ["nn.relu"]),
        ("y = (tf  # why\n     .nn.relu(x))", ["nn.relu"]),
        ("y = tf.log(x)[0].shape", ["log"]),
        ("y = f'{tf.log(x)}'", ["log"]),
        ("y = f'{x:{tf.log(w)}}'", ["log"]),
        ("y = f'{tf.log(x)!r}' 'tf.abs'", ["log"]),
        ("y = rf'''{\ntf.log(x)}'''", ["log"]),
        ("@tf.function\ndef f(): pass", ["function"]),
        ("@tf.RegisterGradient('x')\nclass A: pass", ["RegisterGradient"]),
        ("class A(tf.Module, metaclass=tf.M): pass", ["Module", "M"]),
        ("def f(x: tf.Tensor = tf.log) -> tf.Graph: pass", ["Tensor", "log", "Graph"]),
        ("x: tf.Tensor = tf.log(y)", ["Tensor", "log"]),
        ("x: tf.Tensor", ["Tensor"]),
        ("f = lambda x=tf.log: tf.abs(x)", ["log", "abs"]),
        ("tf.flag = 1", ["flag"]),
        ("del tf.flag", ["flag"]),
        ("tf.flag += tf.one", ["flag", "one"]),
        ("assert tf.log(x), tf.abs(x)", ["log", "abs"]),
        ("raise tf.errors.OpError(x) from tf.log", ["errors.OpError", "log"]),
        ("for x in tf.log(y): tf.abs(x)\nelse: tf.exp(x)", ["log", "abs", "exp"]),
        ("while tf.log(y): tf.abs(x)", ["log", "abs"]),
        ("with tf.Session() as s, tf.device('x'): tf.abs(x)", ["Session", "device", "abs"]),
        (
            "try: tf.log\nexcept tf.errors.OpError as e: tf.abs\nelse: tf.exp\nfinally: tf.sin",
            ["log", "errors.OpError", "abs", "exp", "sin"],
        ),
        ("y = [tf.log(x) for x in tf.abs(z) if tf.exp(x)]", ["log", "abs", "exp"]),
        ("y = {tf.log(k): tf.abs(v) for k, v in z}", ["log", "abs"]),
        ("y = (yield tf.log(x))", ["log"]),
        (
            "async def f():\n    await tf.log(x)\n    async with tf.abs(x) as y: pass\n    async for z in tf.exp(x): pass",
            ["log", "abs", "exp"],
        ),
        ("y = x if tf.log(x) else tf.abs(x)", ["log", "abs"]),
        ("y = x[tf.log(x):tf.abs(x)]", ["log", "abs"]),
        ("f(*tf.log(x), **tf.abs(x))", ["log", "abs"]),
        ("y = x @ tf.log(x); z = -tf.abs(x); w = not tf.exp(x)", ["log", "abs", "exp"]),
        ("y = tf.log(x) if tf.abs(x) else (tf.exp(x), [tf.sin(x)], {tf.cos(x)})", ["log", "abs", "exp", "sin", "cos"]),
        ("global tf\ntf.log(x)", ["log"]),
    ],
)
def test_uses_in_every_kind_of_expression_and_statement(line: str, names: list[str]) -> None:
    assert uses(f"{TF}{line}\n") == [f"tensorflow.{name}" for name in names]


# ---- rebinding


@pytest.mark.parametrize(
    ("code", "last"),
    [
        ("slim = tf.contrib.slim\nslim.conv2d(x)", "tensorflow.contrib.slim.conv2d"),
        ("tf = tf.compat.v1\ntf.log(x)", "tensorflow.compat.v1.log"),
        ("a = b = tf.nn\na.relu(x)", "tensorflow.nn.relu"),
        ("a = b = tf.nn\nb.relu(x)", "tensorflow.nn.relu"),
        ("a, b = tf.nn, tf.math\nb.log(x)", "tensorflow.math.log"),
        ("(a, b) = (tf.nn, tf.math)\na.relu(x)", "tensorflow.nn.relu"),
        ("[a, b] = [tf.nn, tf.math]\na.relu(x)", "tensorflow.nn.relu"),
        ("a = tf\nb = a.nn\nc = b\nc.relu(x)", "tensorflow.nn.relu"),
        ("a: object = tf.nn\na.relu(x)", "tensorflow.nn.relu"),
        ("(a := tf.nn)\na.relu(x)", "tensorflow.nn.relu"),
        ("Cell = tf.nn.rnn_cell.LSTMCell\nCell(3)", "tensorflow.nn.rnn_cell.LSTMCell"),
        ("def f():\n    n = tf.nn\n    return n.relu(x)", "tensorflow.nn.relu"),
        ("def f():\n    return n.relu(x)\nn = tf.nn", "tensorflow.nn"),
        ("tf = None\nimport tensorflow as tf\ntf.log(x)", "tensorflow.log"),
        ("if x:\n    slim = tf.contrib.slim\nslim.conv2d(x)", "tensorflow.contrib.slim.conv2d"),
        ("v1 = tf.compat.v1\ndef f():\n    def g():\n        return v1.log(x)", "tensorflow.compat.v1.log"),
        ("d = tf.data.Dataset\nd.range(3)", "tensorflow.data.Dataset.range"),
    ],
)
def test_a_variable_that_holds_a_module_or_class_is_followed(code: str, last: str) -> None:
    assert uses(f"{TF}{code}\n")[-1] == last


def test_a_function_that_is_called_later_sees_a_later_alias() -> None:
    assert uses(f"{TF}def f():\n    return n.relu(x)\nn = tf.nn\n") == ["tensorflow.nn.relu", "tensorflow.nn"]


def test_a_variable_that_holds_a_dataset_is_followed() -> None:
    code = f"{TF}ds = tf.data.Dataset.range(3).batch(2)\nds = ds.map(f)\nit = ds.make_one_shot_iterator()\n"
    assert uses(code)[-1] == "tensorflow.data.Dataset.range().batch().map().make_one_shot_iterator"


@pytest.mark.parametrize(
    "code",
    [
        "f = tf.log\nf(x)",
        "x = tf.log(y)\nx.shape",
        "self.nn = tf.nn\nself.nn.relu(x)",
        "x[0] = tf.nn\nx[0].relu(x)",
        "a, *b = tf.nn, tf.math\na.relu(x)\nb.log(x)",
        "n = tf.nn if x else y\nn.relu(x)",
    ],
)
def test_other_variables_are_not_followed(code: str) -> None:
    assert {name.partition("?")[0] for name in uses(f"{TF}{code}\n")} <= {"tensorflow.log", "tensorflow.nn", "tensorflow.math"}


@pytest.mark.parametrize(
    "code",
    [
        "tf = None\ntf.log(x)",
        "tf = f()\ntf.log(x)",
        "import numpy as tf\ntf.log(x)",
        "from numpy import random as tf\ntf.log(x)",
        "tf, y = f()\ntf.log(x)",
        "[tf, y] = f()\ntf.log(x)",
        "(tf := f())\ntf.log(x)",
        "tf = y = f()\ntf.log(x)",
        "y = tf = f()\ntf.log(x)",
        "def tf(): pass\ntf.log(x)",
        "class tf: pass\ntf.log(x)",
        "with f() as tf: pass\ntf.log(x)",
        "with f() as (tf, y): tf.log(x)",
        "for tf in y: tf.log(x)",
        "for i, (tf, z) in y: tf.log(x)",
        "for tf.x in y: pass\ntf = 1\ntf.log(x)",
        "try: pass\nexcept E as tf: tf.log(x)",
        "tf: int = 3\ntf.log(x)",
        "tf = None\ndef f():\n    tf.log(x)",
    ],
)
def test_a_name_that_gets_another_value_is_not_tensorflow_any_more(code: str) -> None:
    assert not any(name.endswith(".log") for name in uses(f"{TF}{code}\n"))


def test_a_use_before_the_rebinding_is_tensorflow() -> None:
    assert uses(f"{TF}tf.log(x)\ntf = None\ntf.abs(x)\n") == ["tensorflow.log"]


def test_the_value_of_a_rebinding_sees_the_old_meaning() -> None:
    assert uses(f"{TF}tf = tf.compat.v1\ntf = tf.nn\ntf.relu(x)\n") == [
        "tensorflow.compat.v1",
        "tensorflow.compat.v1.nn",
        "tensorflow.compat.v1.nn.relu",
    ]


# ---- scopes


@pytest.mark.parametrize(
    "code",
    [
        "def f(tf): return tf.log(x)",
        "def f(a, tf=None): return tf.log(x)",
        "def f(tf: int): return tf.log(x)",
        "def f(tf: int = 3): return tf.log(x)",
        "def f(*tf): return tf.log(x)",
        "def f(**tf): return tf.log(x)",
        "def f(*, tf): return tf.log(x)",
        "def f(tf, /): return tf.log(x)",
        "def f((tf, y)): return tf.log(x)",
        "def f(tf):\n    def g(): return tf.log(x)",
        "async def f(tf): return tf.log(x)",
        "f = lambda tf: tf.log(x)",
        "f = lambda a, *tf: tf.log(x)",
        "f = lambda tf=3: tf.log(x)",
        "def f():\n    tf = 1\n    return tf.log(x)",
        "def f():\n    y = tf.log(x)\n    tf = 1",
        "def f():\n    import numpy as tf\n    return tf.log(x)",
        "def f():\n    for tf in y: tf.log(x)",
        "def f():\n    with y as tf: tf.log(x)",
        "def f():\n    tf = 1\n    return lambda: tf.log(x)",
        "def f():\n    tf = 1\n    return [tf.log(y) for y in z]",
        "def f():\n    tf = 1\n    def g():\n        nonlocal tf\n        return tf.log(x)",
        "y = [tf.log(x) for tf in z]",
        "y = {tf.log(x) for tf in z}",
        "y = {tf.log: tf.log for tf in z}",
        "y = f(tf.log(x) for tf in z)",
        "y = [tf.log(x) for a, tf in z]",
        "y = [tf.log(x) for a in z for tf in a]",
        "y = [b for tf in z for b in tf.log]",
        "y = [b for tf in z if tf.log]",
        "class A:\n    tf = 1\n    y = tf.log(x)",
        "def f():\n    class tf: pass\n    tf.log(x)",
        "def f():\n    [tf := y for y in z]\n    return tf.log(x)",
        "match y:\n    case tf: tf.log(x)",
        "match y:\n    case [tf, *z]: tf.log(x)",
        "match y:\n    case {'a': tf}: tf.log(x)",
        "match y:\n    case A(tf): tf.log(x)",
        "match y:\n    case A(b=tf): tf.log(x)",
        "match y:\n    case A() as tf: tf.log(x)",
        "match y:\n    case [*tf]: tf.log(x)",
        "match y:\n    case {**tf}: tf.log(x)",
        "match y:\n    case (1 | 2) as tf if tf.log(x): pass",
    ],
)
def test_a_shadowed_name_is_not_tensorflow(code: str) -> None:
    assert uses(f"{TF}{code}\n") == []


@pytest.mark.parametrize(
    "code",
    [
        "def f(x): return tf.log(x)",
        "def f(tf): pass\ntf.log(x)",
        "def f():\n    tf = 1\ntf.log(x)",
        "def f():\n    def g():\n        tf = 1\n    return tf.log(x)",
        "def f(x=tf.log): pass",
        "def f(tf=tf.log): pass",
        "f = lambda tf: 1\ntf.log(x)",
        "f = lambda tf=tf.log: 1",
        "y = [a for tf in z]\ntf.log(x)",
        "y = [tf for tf in tf.log(x)]",
        "y = [tf for a in z for tf in a] + [tf.log(x)]",
        "class A:\n    tf = 1\n    def f(self): return tf.log(x)",
        "class A:\n    tf = 1\ntf.log(x)",
        "class A:\n    y = tf.log(x)\n    tf = 1",
        "class A:\n    def tf(self): return tf.log(x)",
        "class A:\n    tf: int\n    y = tf.log(x)",
        "def f():\n    global tf\n    return tf.log(x)",
        "def f():\n    tf: int\ntf.log(x)",
        "match y:\n    case A(tf=1): tf.log(x)",
        "match y:\n    case tf.log: pass",
        "match y:\n    case A(b=tf.log): pass",
        "match y:\n    case tf.log(): pass",
        "match y:\n    case _ if tf.log(x): pass",
        "match tf.log(x):\n    case _: pass",
        "try: pass\nexcept E: pass\ntf.log(x)",
        "@tf.log\ndef f(tf): pass",
        "def f(tf: tf.log): pass",
        "tf.log(x)\ndef tf(): pass",
    ],
)
def test_a_name_that_is_shadowed_elsewhere_only_is_tensorflow(code: str) -> None:
    assert uses(f"{TF}{code}\n") == ["tensorflow.log"]


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("def f():\n    import tensorflow as tf\n    return tf.log(x)\ntf.abs(x)\n", ["tensorflow.log"]),
        ("def f():\n    import tensorflow as tf\n    return tf.log(x)\ndef g():\n    return tf.abs(x)\n", ["tensorflow.log"]),
        ("def f():\n    import tensorflow as tf\n    def g():\n        return tf.log(x)\n", ["tensorflow.log"]),
        ("def f():\n    global tf\n    import tensorflow as tf\ndef g():\n    return tf.log(x)\n", ["tensorflow.log"]),
        ("def f():\n    global tf\n    import tensorflow as tf\n    tf.log(x)\n", ["tensorflow.log"]),
        (
            "def f():\n    tf = None\n    def g():\n        nonlocal tf\n        import tensorflow as tf\n        tf.log(x)\n",
            ["tensorflow.log"],
        ),
        ("class A:\n    import tensorflow as tf\n    y = tf.log(x)\n    def f(self):\n        return tf.abs(x)\n", ["tensorflow.log"]),
        ("def f():\n    from tensorflow import log\n    return log(x)\nlog(x)\n", ["tensorflow.log"]),
        ("if x:\n    import tensorflow as tf\ntf.log(x)\n", ["tensorflow.log"]),
        ("if x:\n    import tensorflow as tf\nelse:\n    tf = None\ntf.log(x)\n", ["tensorflow.log"]),
        ("tf = None\nif x:\n    import tensorflow as tf\ntf.log(x)\n", ["tensorflow.log"]),
        ("tf = None\ndef f():\n    import tensorflow as tf\n    return tf.log(x)\ntf.abs(x)\n", ["tensorflow.log"]),
        ("def f():\n    return tf.log(x)\nimport tensorflow as tf\n", ["tensorflow.log"]),
        ("import typing\nif typing.TYPE_CHECKING:\n    import tensorflow as tf\ndef f(x: tf.Tensor): pass\n", ["tensorflow.Tensor"]),
        ("with a:\n    import tensorflow as tf\ntf.log(x)\n", ["tensorflow.log"]),
        ("for i in a:\n    import tensorflow as tf\n    tf.log(x)\n", ["tensorflow.log"]),
    ],
)
def test_imports_in_functions_classes_and_conditions(code: str, names: list[str]) -> None:
    assert uses(code) == names


def test_a_name_of_a_star_import_that_the_file_defines_is_its_own() -> None:
    assert uses("from tensorflow import *\ndef log(x): pass\nlog(x)\n") == []
    assert uses("from tensorflow import *\ndef f(log):\n    return log(x)\n") == []


# ---- which module it is


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("if x:\n    import tensorflow as tf\nelse:\n    import tensorflow.compat.v1 as tf\ntf.log(x)\n", ["tensorflow.log?"]),
        (
            "import tensorflow as tf\nif x:\n    tf = tf.compat.v1\n    tf.log(x)\ntf.abs(x)\n",
            ["tensorflow.compat.v1", "tensorflow.compat.v1.log", "tensorflow.abs?"],
        ),
        (
            "if x:\n    import tensorflow as tf\n    tf.log(x)\nelse:\n    import tensorflow.compat.v1 as tf\n    tf.log(x)\n",
            ["tensorflow.log", "tensorflow.compat.v1.log"],
        ),
        (
            "if x:\n    import tensorflow as tf\nelif y:\n    import tensorflow.compat.v1 as tf\n    tf.log(x)\n",
            ["tensorflow.compat.v1.log"],
        ),
        (
            "import tensorflow as tf\ntf.log(x)\nimport tensorflow.compat.v1 as tf\ntf.log(x)\n",
            ["tensorflow.log", "tensorflow.compat.v1.log"],
        ),
        ("import tensorflow.compat.v1 as tf\nimport tensorflow as tf\ntf.log(x)\n", ["tensorflow.log"]),
        (
            "import tensorflow as tf\nimport tensorflow.compat.v1 as tf1\ntf1.log(tf.log(x))\n",
            ["tensorflow.compat.v1.log", "tensorflow.log"],
        ),
    ],
)
def test_a_name_of_several_modules(code: str, names: list[str]) -> None:
    assert uses(code) == names


@pytest.mark.parametrize(
    ("code", "names"),
    [
        # what the target has wins
        (
            "try:\n    import tensorflow.compat.v1 as tf\nexcept ImportError:\n    import tensorflow as tf\ntf.log(x)\n",
            ["tensorflow.compat.v1.log"],
        ),
        (
            "try:\n    import tensorflow.compat.v1 as tf\nexcept (ImportError, E):\n    import tensorflow as tf\ntf.log(x)\n",
            ["tensorflow.compat.v1.log"],
        ),
        ("try:\n    import tensorflow.compat.v1 as tf\nexcept:\n    import tensorflow as tf\ntf.log(x)\n", ["tensorflow.compat.v1.log"]),
        ("try:\n    import tensorflow as tf\nexcept ImportError:\n    import tensorflow.compat.v1 as tf\ntf.log(x)\n", ["tensorflow.log"]),
        ("try:\n    import tensorflow as tf\nexcept ImportError:\n    tf = None\ntf.log(x)\n", ["tensorflow.log"]),
        ("try:\n    import tensorflow as tf\nexcept ImportError as e:\n    raise\ntf.log(x)\n", ["tensorflow.log"]),
        # what the target lacks loses
        ("try:\n    from tensorflow.contrib import slim\nexcept ImportError:\n    import tf_slim as slim\nslim.conv2d(x)\n", []),
        ("try:\n    import tensorflow.contrib.slim as slim\nexcept ImportError:\n    slim = None\nslim.conv2d(x)\n", []),
        (
            "try:\n    import tensorflow.contrib.slim as slim\nexcept ImportError:\n    import tensorflow.nn as slim\nslim.relu(x)\n",
            ["tensorflow.nn.relu"],
        ),
        # the other way round
        ("try:\n    import tf_slim as slim\nexcept ImportError:\n    import tensorflow.contrib.slim as slim\nslim.conv2d(x)\n", []),
        ("try:\n    import numpy as tf\nexcept ImportError:\n    import tensorflow as tf\ntf.log(x)\n", []),
        (
            "try:\n    import tensorflow.nn as n\nexcept ImportError:\n    import tensorflow.contrib.slim as n\nn.relu(x)\n",
            ["tensorflow.nn.relu"],
        ),
        # a ladder does not hide what comes later
        (
            "try:\n    import tensorflow.compat.v1 as tf\nexcept ImportError:\n    pass\nimport tensorflow as tf\ntf.log(x)\n",
            ["tensorflow.log"],
        ),
        # inside of its branches
        (
            "try:\n    import tensorflow.compat.v1 as tf\n    tf.log(x)\nexcept ImportError:\n    import tensorflow as tf\n    tf.abs(x)\n",
            ["tensorflow.compat.v1.log", "tensorflow.abs"],
        ),
        # nothing about imports
        ("import tensorflow as tf\ntry:\n    tf.log(x)\nexcept ValueError:\n    tf.abs(x)\n", ["tensorflow.log", "tensorflow.abs"]),
        (
            "import tensorflow as tf\ntry:\n    tf.log(x)\nexcept tf.errors.OpError:\n    pass\n",
            ["tensorflow.log", "tensorflow.errors.OpError"],
        ),
    ],
)
def test_try_except_ladders(code: str, names: list[str]) -> None:
    assert uses(code) == names


@pytest.mark.parametrize(
    ("code", "names"),
    [
        # the target decides what hasattr says
        ("if hasattr(tf, 'log'):\n    tf.log(x)\nelse:\n    tf.math.log(x)", ["math.log"]),
        ("if not hasattr(tf, 'log'):\n    tf.math.log(x)\nelse:\n    tf.log(x)", ["math.log"]),
        ("if hasattr(tf.nn, 'relu'):\n    tf.nn.relu(x)\nelse:\n    tf.log(x)", ["nn.relu"]),
        ("if hasattr(tf.compat, 'v1'):\n    tf.abs(x)\nelse:\n    tf.log(x)", ["abs"]),
        ("if hasattr(tf, 'log'):\n    def f():\n        return tf.log(x)", []),
        ("if hasattr(tf, 'log'):\n    if y:\n        tf.log(x)", []),
        ("y = tf.log if hasattr(tf, 'log') else tf.math.log", ["math.log"]),
        ("if hasattr(tf, 'log') or y:\n    tf.log(x)", ["log!"]),
        ("if hasattr(tf, name):\n    tf.log(x)", ["log!"]),
        # every TensorFlow 2 gives the same answer
        ("if tf.__version__.startswith('1.'):\n    tf.log(x)", []),
        ("if tf.__version__ < '2':\n    tf.log(x)\nelse:\n    tf.math.log(x)", ["math.log"]),
        ("if LooseVersion(tf.__version__) < '2':\n    tf.log(x)\nelif y:\n    tf.abs(x)\nelse:\n    tf.exp(x)", ["abs", "exp"]),
        ("if tf.__version__ >= '1.4':\n    tf.abs(x)\nelse:\n    tf.log(x)", ["abs"]),
        # others may not
        ("if f(tf.VERSION) < 2:\n    tf.log(x)\nelif y:\n    tf.abs(x)\nelse:\n    tf.exp(x)", ["log!", "abs!", "exp!"]),
        ("if TF2:\n    tf.log(x)", ["log!"]),
        ("if is_tf2():\n    tf.log(x)", ["log!"]),
        ("if y and tf.__version__ < z:\n    def f():\n        tf.log(x)", ["log!"]),
        ("try:\n    y = tf.log\nexcept AttributeError:\n    y = tf.math.log", ["log!", "math.log"]),
        ("try:\n    y = tf.log\nexcept (AttributeError, KeyError) as e:\n    y = tf.math.log", ["log!", "math.log"]),
        ("if y:\n    tf.log(x)", ["log"]),
        ("if tf.log(x):\n    tf.abs(x)", ["log", "abs"]),
        ("if hasattr(y, 'tf'):\n    tf.log(x)", ["log"]),
        ("if y.__version__ < '2':\n    tf.log(x)", ["log"]),
        ("if hasattr(tf, 'log'):\n    pass\ntf.log(x)", ["log"]),
        ("try:\n    y = tf.log\n    z = 1\nexcept AttributeError:\n    pass", ["log"]),
        ("if tff:\n    tf.log(x)", ["log"]),
    ],
)
def test_version_guards(code: str, names: list[str]) -> None:
    conditions = {"", ".nn", ".compat", ".__version__", ".VERSION", ".__version__.startswith", ".VERSION.split"}
    found = [name for name in uses(f"{TF}{code}\n") if name.removeprefix("tensorflow") not in conditions]
    assert found == [f"tensorflow.{name}" for name in names]


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("import tensorflow.contrib.slim as slim\n", ["tensorflow.contrib.slim"]),
        ("from tensorflow import log, abs as a\n", ["tensorflow.log", "tensorflow.abs"]),
        ("from tensorflow import *\n", ["tensorflow.*"]),
        ("try:\n    import tensorflow.contrib.slim as slim\nexcept ImportError:\n    pass\n", ["tensorflow.contrib.slim!"]),
        ("import tensorflow as tf\nif hasattr(tf, 'x'):\n    from tensorflow import log\n", ["tensorflow"]),
        ("import tensorflow as tf\nif hasattr(tf, 'abs'):\n    from tensorflow import log\n", ["tensorflow", "tensorflow.log"]),
        ("import tensorflow as tf\nif f(tf.__version__):\n    from tensorflow import log\n", ["tensorflow", "tensorflow.log!"]),
        ("try:\n    import a\nexcept ImportError:\n    import tensorflow.contrib.slim as a\n", ["tensorflow.contrib.slim!"]),
        ("from .tensorflow import log\nimport numpy\n", []),
    ],
)
def test_imported_names(code: str, found: list[str]) -> None:
    assert imports(code) == found


def test_visible_gives_a_name_of_the_module_at_a_place() -> None:
    code = "import tensorflow as tf\nimport tensorflow.contrib.slim as slim\nslim.a()\ndef f(tf):\n    slim.b()\ndef g():\n    slim.c()\n"
    names = names_of(code)
    assert {use.attributes[0]: names.visible("tensorflow", use) for use in names.all_uses()} == {"a": "tf", "b": None, "c": "tf"}


# ---- code that is broken, old or large


@pytest.mark.parametrize(
    "code",
    [
        "x = (1\ntf.log(x)\n",
        "def f(:\n    pass\n\ntf.log(x)\n",
        "tf.log(x\n",
        "y = tf.log(x) +\n",
        "if x\n    tf.log(x)\n",
        "class A:\n\ntf.log(x)\n",
        "tf.log(x)\nx = = 1\n",
        "foo(, bar)\ntf.log(x)\n",
        "import\ntf.log(x)\n",
        "import\ntf\ntf.log(x)\n",
        "from tensorflow import\ntf.log(x)\n",
        "y = tf.\nz = 1\ntf.log(x)\n",
        "tf.nn.conv2d(\ntf.log(x)\n",
        "y = [tf.log(x)\n",
        "def f():\n    return tf.log(x)\n  y = 1\n",
        "else:\n    tf.log(x)\n",
    ],
)
def test_broken_code_in_the_middle(code: str) -> None:
    assert "tensorflow.log" in uses(TF + "a = 1\n" + code + "b = 2\n")


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("print tf.log(x)", ["log"]),
        ("print 'x', tf.log(x), tf.abs(x)", ["log", "abs"]),
        ("print >>f, tf.log(x)", ["log"]),
        ("print >>tf.log, x", ["log"]),
        ("exec 'x' in tf.log, tf.abs", ["log", "abs"]),
        ("y = tf.log(x) <> tf.abs(x)", ["log", "abs"]),
        ("y = tf.log(0777 + 10L)", ["log"]),
        ("y = ur'x' + tf.log(x)", ["log"]),
        ("raise tf.errors.OpError, tf.log(x)", ["errors.OpError", "log"]),
        ("try: pass\nexcept tf.errors.OpError, e: tf.log(x)", ["errors.OpError", "log"]),
        ("def f((a, b), c=tf.log): return tf.abs(a)", ["log", "abs"]),
        ("try: pass\nexcept E, tf: tf.log(x)", []),
        ("f = lambda (a, tf): tf.log(x)", []),
        ("print tf", [""]),
    ],
)
def test_python_2(line: str, names: list[str]) -> None:
    assert uses(f"{TF}{line}\n") == [f"tensorflow.{name}".rstrip(".") for name in names]


@pytest.mark.parametrize(
    "line",
    [
        "y = " + "(" * 2000 + "tf.log(x)" + ")" * 2000,
        "y = " + "f(" * 2000 + "tf.log(x)" + ")" * 2000,
        "y = " + "[" * 2000 + "tf.log(x)" + "]" * 2000,
        "y = " + "x + " * 2000 + "tf.log(x)",
        "y = " + "not " * 2000 + "tf.log(x)",
        "y = " + "lambda: " * 2000 + "tf.log(x)",
        "y = tf.log(x)" + ".a(b)[c]" * 1000,
        "y = tf.log(" + ", ".join(["x"] * 5000) + ")",
        "y = " + "1 if x else " * 1000 + "tf.log(x)",
        "\n".join("    " * depth + "if x:" for depth in range(150)) + "\n" + "    " * 150 + "tf.log(x)",
    ],
    ids=["parentheses", "calls", "lists", "sum", "not", "lambda", "chain", "arguments", "ternary", "indentation"],
)
def test_depth_and_length_are_no_limit(line: str) -> None:
    assert uses(f"{TF}{line}\n") == ["tensorflow.log"]


def test_an_alias_of_itself_ends() -> None:
    assert uses(f"{TF}a = tf.nn\na = a\na.relu(x)\n")[-1] == "tensorflow.nn.relu"
    assert uses("import tensorflow\ntf = tf\nwhile x:\n    a = b\n    b = a\n    tf.log(x)\n    a.log(x)\n") == []


# ---- the cache


SMALL = (
    "import tensorflow as tf\n"
    "from tensorflow.contrib import slim\n"
    "n = tf.nn\n"
    "def f(x, y=tf.log):\n"
    "    if hasattr(tf, 'log'):\n"
    "        return tf.log(x)\n"
    "    return n.relu(slim.conv2d(x))\n"
    "class A(tf.Module):\n"
    "    tf = tf.compat.v1\n"
    "z = [n.relu(a) for a in f(tf.abs(1))]\n"
)
PIECES = st.sampled_from(
    [
        "tf",
        "n",
        "slim",
        "log",
        ".",
        "(",
        ")",
        " = ",
        "\n",
        "    ",
        "x",
        "import tensorflow as tf\n",
        "import numpy as n\n",
        "tf = 1\n",
        "def tf(): pass\n",
        "global tf\n",
        "#",
        "'",
        "🙂",
        "n = tf.math\n",
        "from tensorflow import *\n",
        "for n in x:\n",
    ]
)
EDITS = st.lists(st.tuples(st.integers(0, 400), st.integers(0, 30), st.lists(PIECES, max_size=3).map("".join)), min_size=1, max_size=6)


def data_of(names: Names, document: Document) -> object:
    uses = [replace(use, shift=start) for index, start in enumerate(document.chunk_starts[:-1]) for use in names.uses(index)]
    return uses, placed_imports(names, document), names.names, names.everywhere("tensorflow")


@settings(max_examples=300)
@given(EDITS)
def test_names_that_follow_edits_equal_fresh_ones(edits: list[tuple[int, int, str]]) -> None:
    document = Document(SMALL)
    names = names_in(document)
    for place, length, new in edits:
        boundaries = [len(encode(document.text[:index])) for index in range(len(document.text) + 1)]
        first = min(place, len(boundaries) - 1)
        last = min(first + length, len(boundaries) - 1)
        document.edit(boundaries[first], boundaries[last], new)
        names.read(document)
        fresh = Document(document.text)
        assert data_of(names, document) == data_of(names_in(fresh), fresh)


def test_unchanged_statements_are_not_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[bytes] = []

    def reading(chunk: Node, names: frozenset[str], hits: Iterable[int], kind: str) -> Facts:
        read.append(chunk.text or b"")
        return read_facts(chunk, names, hits, kind)

    monkeypatch.setattr("tensorlift.source.names.read_facts", reading)
    document = Document(SMALL)
    names = names_in(document)
    assert read
    read.clear()
    document.edit(len(document.data), len(document.data), "q = tf.exp(1)\n")
    names.read(document)
    assert set(read) == {b"q = tf.exp(1)\n"}


# ---- classes, whose members are read one by one


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("    n = tf.nn\n    def f(self, x=n.relu):\n        return n.relu\n", ["tensorflow.nn", "tensorflow.nn.relu"]),
        (
            "    def f(self):\n        pass\n    n = tf.nn\n    @n.relu\n    def g(self):\n        n.relu\n",
            ["tensorflow.nn", "tensorflow.nn.relu"],
        ),
        ("    @n.relu\n    def f(self):\n        pass\n    n = tf.nn\n", ["tensorflow.nn"]),
        (
            "    def tf(self):\n        return tf.abs\n    def g(self, x=tf.abs):\n        return tf.exp\n",
            ["tensorflow.abs", "tensorflow.exp"],
        ),
        (
            "    def f(self):\n        global n\n        n = tf.nn\n    def g(self):\n        n.relu\n",
            ["tensorflow.nn", "tensorflow.nn.relu"],
        ),
        ("    def f(self):\n        n = tf.nn\n    def g(self):\n        n.relu\n", ["tensorflow.nn"]),
        ("    text = '''\n    def f(self):\n    '''\n    def g(self):\n        tf.abs\n", ["tensorflow.abs"]),
        ("    def f(self):\n        x = (1\n    def g(self):\n        tf.abs\n", ["tensorflow.abs"]),
    ],
)
def test_names_in_the_body_of_a_class(body: str, found: list[str]) -> None:
    assert uses(f"{TF}class A(object):\n{body}") == found
    assert uses(f"{TF}class A(object):\n{body}tf.log\n") == [*found, "tensorflow.log"]


def test_code_in_backticks() -> None:
    code = f"{TF}x = `tf.log(a)` + `b`\nprint `tf.nn.relu(tf.abs(1))`\n"
    assert uses(code) == ["tensorflow.log", "tensorflow.nn.relu", "tensorflow.abs"]
