"""What the rules about behaviour say is true: fixes keep what TensorFlow 1 computes, and what they warn of happens.

Both sides run in the TensorFlow that is installed: TensorFlow 1 behaviour is ``tensorflow.compat.v1`` after ``disable_v2_behavior()``,
the other side is TensorFlow 2 as it is. Programs leave what they computed in ``result``, as a Python value.
"""

from __future__ import annotations

from importlib import util
from typing import Any

import pytest

from tensorlift.engine import fix
from tensorlift.model import Level
from tensorlift.settings import Settings
from tensorlift.source.document import Document

from .cases import Case
from .compare import equal
from .test_numerics import keras2_is_apart, run, target

pytestmark = [
    pytest.mark.tensorflow,
    pytest.mark.skipif(util.find_spec("tensorflow") is None, reason="TensorFlow is not installed"),
]

OLD = "import numpy as np\nimport tensorflow.compat.v1 as tf\ntf.disable_v2_behavior()\n"
NEW = "import numpy as np\nimport tensorflow as tf\n"

# Programs of TensorFlow 1 whose fixes keep the result. Each uses something that only TensorFlow 1 has, so that it is known for one.
KEPT = {
    "S1": "x = tf.to_float(tf.ones([2, 3]))\nresult = [x.get_shape()[1].value, x.shape[-2].value]\n",
    "S2": "x = tf.to_float(tf.ones([2, 3]))\nresult = [d.value for d in x.shape] + [d.value for i, d in enumerate(x.get_shape())]\n",
    "S3": (
        "def sizes(x):\n    _, h, w, _ = x.get_shape()\n    d = x.shape[0]\n    return h.value, w.value, d.value\n\n\n"
        "result = sizes(tf.to_float(tf.ones([2, 3, 4, 5])))\n"
    ),
    "S4": (
        "x = tf.to_float(tf.ones([2, 3]))\n"
        "result = [x.get_shape()[0].merge_with(2), x.shape[-1].is_compatible_with(4), x.shape[1].assert_is_compatible_with(3)]\n"
    ),
    "S10": "x = tf.to_float(tf.ones([2, 3, 4]))\nresult = int(np.prod(x.get_shape()[1:]).value)\n",
    "Q1": (
        "a = tf.constant(1.0)\nb = tf.constant(1.0)\nv = tf.Variable(tf.to_float(1))\nresult = []\nif a == b:\n    result.append('a is b')\n"
        "if v == v:\n    result.append('v is v')\nif a != b:\n    result.append('a is not b')\n"
    ),
    "Q2": "a = tf.to_float(1)\nresult = [1 if a == None else 2, 1 if a != None else 2]\n",
    "Q3": ("v = tf.Variable(tf.to_float(1))\nw = tf.Variable(tf.to_float(1))\nresult = [v in [w], v not in [w], v in [w, v]]\n"),
    "Q4": (
        "def seen():\n    v = tf.Variable(tf.to_float(1))\n    w = tf.Variable(tf.to_float(1))\n    m = {v: 1}\n    m[w] = 2\n"
        "    return [m[v], m[w], len({v, w})]\n\n\nresult = seen()\n"
    ),
    "Q5": "v = tf.Variable(tf.to_float(1))\nresult = v.experimental_ref() in [v.experimental_ref()]\n",
}
# The levels at which they are fixed.
LEVELS = {"Q5": Level.NATIVE}

# Programs that do something else in TensorFlow 2: what they give with TensorFlow 1 behaviour and without; an error by its type.
CHANGED: dict[str, tuple[str, Any, Any]] = {
    "S6": ("x = tf.compat.v1.placeholder(tf.float32, [None, 3])\nresult = x.shape[0] is None", False, True),
    "S7": ("x = tf.compat.v1.placeholder(tf.float32, [None, 3])\nresult = bool(x.shape[0] != 16)", False, True),
    "S7-order": ("x = tf.compat.v1.placeholder(tf.float32, [None, 3])\nresult = bool(x.shape[0] > 4)", False, "TypeError"),
    "S8": ("x = tf.compat.v1.placeholder(tf.float32, [None, 3])\nresult = (x.shape[0] * 2) is None", False, "TypeError"),
    "S9": ("result = tf.ones([2, 3]).shape[1] / 2", "TypeError", 1.5),
    "Q1": ("result = bool(tf.constant(1) == tf.constant(1))", False, True),
    "Q3": ("v, w = tf.Variable(1.0), tf.Variable(1.0)\nresult = [w, v].index(v)", 1, 0),
    "Q3-vectors": ("v, w = tf.Variable([1.0, 2.0]), tf.Variable([1.0, 2.0])\nresult = v in [w]", False, "ValueError"),
    "Q4": ("result = len({tf.Variable(1.0): 1})", 1, "TypeError"),
    "Q7": ("result = bool(tf.constant(1) == 1.5)", False, "TypeError"),
    "Q9": ("result = len({tf.ragged.constant([[1]]): 1})", 1, "TypeError"),
    "L2": ("x = tf.constant(1)\nresult = type(tf.cond(x > 0, lambda: [x], lambda: [x])) is list", False, True),
    "L4": ("r = tf.while_loop(lambda i: i < 3, lambda i: [i + 1], [tf.constant(0)])\nresult = type(r) is list", False, True),
    "L6": (
        "with tf.Graph().as_default() as g:\n    p = tf.compat.v1.placeholder(tf.bool)\n    tf.cond(p, lambda: 1.0, lambda: 2.0, name='cond')\n"
        "    result = g.get_tensor_by_name('cond/Merge:0').name",
        "cond/Merge:0",
        "KeyError",
    ),
    "L8": ("result = tf.case({tf.constant(True): lambda: 1}) is None", False, "TypeError"),
    "R11": (
        "x = tf.reshape(tf.range(4.0), [1, 2, 2, 1])\nf = getattr(tf.image, 'resize_bilinear', tf.image.resize)\ny = f(x, [4, 4])\n"
        "result = float(tf.compat.v1.Session().run(y)[0, 0, 1, 0] if not tf.executing_eagerly() else y[0, 0, 1, 0])",
        0.5,
        0.25,
    ),
}

# Programs of TensorFlow 2 and what they give there: what the messages claim.
CLAIMED: dict[str, tuple[str, Any]] = {
    "S13": ("result = tf.TensorShape(None) != tf.TensorShape(None)", False),
    "S9-fixed": ("result = tf.ones([2, 3]).shape[1] // 2", 1),
    "S7-fixed": (
        "with tf.Graph().as_default():\n    x = tf.compat.v1.placeholder(tf.float32, [None, 3])\n"
        "    result = bool(x.shape[0] is not None and x.shape[0] != 16)",
        False,
    ),
    "Q9": ("result = hasattr(tf.RaggedTensor, 'ref')", False),
    "L7": (
        "box = []\n\n\n@tf.function\ndef f(x):\n    def branch():\n        box.append(tf.square(x))\n        return x\n\n"
        "    tf.cond(x > 0.0, branch, lambda: x)\n    return box[0] + 1.0\n\n\nresult = float(f(tf.constant(2.0)))",
        "InaccessibleTensorError",
    ),
    "L8-fixed": ("result = int(tf.case([(tf.constant(True), lambda: 1)]))", 1),
    "L9": (
        "x = tf.range(3)\nf = lambda i: tf.cast(i, tf.float32)\na = tf.map_fn(f, x, dtype=tf.float32)\n"
        "b = tf.map_fn(f, x, fn_output_signature=tf.float32)\nresult = a.numpy().tolist() == b.numpy().tolist()",
        True,
    ),
    "L11": (
        "@tf.function\ndef f(x):\n    tf.debugging.assert_positive(x)\n    return x\n\n\nresult = float(f(tf.constant(-1.0)))",
        "InvalidArgumentError",
    ),
    "L13": (
        "calls = []\n\n\n@tf.function\ndef f(x):\n    calls.append(1)\n    return x\n\n\nf(tf.constant(1.0))\nf(tf.constant(2.0))\nresult = len(calls)",
        1,
    ),
    "L17": ("result = tf.Variable(1.0, name='q').name == tf.Variable(2.0, name='q').name", True),
    "L18": ("tf.compat.v1.add_check_numerics_ops()\nresult = 1", "RuntimeError"),
    "L18-fixed": (
        "tf.debugging.enable_check_numerics()\ntry:\n    result = float(tf.math.log(tf.constant(-1.0)))\nfinally:\n"
        "    tf.debugging.disable_check_numerics()",
        "InvalidArgumentError",
    ),
    "G9": ("result = tf.nn.dropout(tf.range(10), rate=0.2).shape[0]", "ValueError"),
    "R13": ("x = tf.zeros([1, 2, 2, 1], tf.uint8)\nresult = tf.image.resize(x, [2, 2]).dtype.name", "float32"),
    "G4": (
        "with tf.Graph().as_default():\n    x = tf.compat.v1.placeholder(tf.float32, [2, 3])\n"
        "    tf.keras.layers.BatchNormalization()(x, training=True)\n"
        "    result = len(tf.compat.v1.get_collection(tf.compat.v1.GraphKeys.UPDATE_OPS))",
        0,
    ),
    "G6": (
        "bn = tf.keras.layers.BatchNormalization()\nbn.trainable = False\ny = bn(tf.constant([[1.0], [9.0]]), training=True)\n"
        "result = round(float(y[1, 0]))",
        9,
    ),
    "G16": ("result = tf.keras.layers.LSTMCell(num_units=8).units", "TypeError"),
    "W3": (
        "tf.config.experimental_run_functions_eagerly(True)\nresult = [tf.config.functions_run_eagerly()]\n"
        "tf.config.run_functions_eagerly(False)\nresult.append(tf.config.functions_run_eagerly())",
        [True, False],
    ),
    "W8": (
        "case = tf.test.TestCase()\nresult = []\nwith tf.Graph().as_default():\n"
        "    for open_session in (case.test_session, case.session, case.cached_session):\n"
        "        with open_session() as one, open_session() as two:\n            result.append(one is two)",
        [True, False, True],
    ),
}
KERAS3: dict[str, tuple[str, Any]] = {
    "G7": ("result = tf.keras.layers.BatchNormalization(fused=True).axis", "ValueError"),
    "G16-time": ("result = tf.keras.layers.LSTM(8, time_major=True).units", "ValueError"),
    "G17": (
        "cell = tf.keras.layers.LSTMCell(8)\nresult = len(cell.get_initial_state(batch_size=4, dtype=tf.float32))",
        "TypeError",
    ),
    "G17-fixed": (
        "state = tf.keras.layers.LSTMCell(8).get_initial_state(batch_size=4)\nresult = [type(state) is list, len(state)]",
        [True, 2],
    ),
    "G20": ("result = tf.keras.Input(shape=(20)).shape[1]", "ValueError"),
    "G20-fixed": ("result = tf.keras.Input(shape=(20,)).shape[1]", 20),
    "G21": (
        "class Layer(tf.keras.layers.Layer):\n    def build(self, shape):\n        self.k = self.add_weight('k', [2])\n\n\n"
        "layer = Layer()\nlayer.build([1])\nresult = layer.k.shape[0]",
        "ValueError",
    ),
    "N11": (
        "model = tf.keras.Sequential([tf.keras.layers.Dense(1)])\nmodel.compile('sgd', 'mse', metrics=['mae'])\n"
        "model.fit(np.ones([2, 1]), np.ones([2, 1]), verbose=0)\nresult = list(model.metrics_names)",
        ["loss", "compile_metrics"],
    ),
    "R2": ("result = tf.compat.v1.keras.utils.DeterministicRandomTestTool() is None", "AttributeError"),
}
KERAS2: dict[str, tuple[str, Any]] = {
    "G2": (
        "x = tf.ones([1, 2])\na = tf.compat.v1.layers.dense(x, 2, name='d')\nb = tf.compat.v1.layers.dense(x, 2, name='d', reuse=True)\n"
        "result = a.numpy().tolist() == b.numpy().tolist()",
        False,
    ),
    "G3": (
        "x = tf.constant([[1.0], [9.0]])\nresult = [round(float(tf.compat.v1.layers.batch_normalization(x, training=t)[1, 0])) "
        "for t in (False, True)]",
        [9, 1],
    ),
    "G13": (
        "x = tf.constant(np.random.rand(2, 4), tf.float32)\ncell = tf.compat.v1.nn.rnn_cell.BasicLSTMCell(3)\n"
        "old, _ = cell(x, cell.zero_state(2, tf.float32))\nkernel, bias = (w.numpy() for w in cell.weights)\n"
        "i, j, f, o = np.split(np.vstack([kernel, bias]), 4, axis=1)\nf[-1] += 1.0\nw = np.hstack([i, f, j, o])\n"
        "new = tf.keras.layers.LSTM(3, weights=[w[:4], w[4:7], w[7]])(x[:, None])\n"
        "result = bool(np.allclose(old, new, atol=1e-6))",
        True,
    ),
    "G14": (
        "x = tf.constant(np.random.rand(2, 4), tf.float32)\ncell = tf.compat.v1.nn.rnn_cell.GRUCell(3)\nh = cell.zero_state(2, tf.float32)\n"
        "for _ in range(2):\n    h, _ = cell(x, h)\ngates, gate_bias, kernel, bias = (w.numpy() for w in cell.weights)\n"
        "r, z = np.split(np.vstack([gates, gate_bias]), 2, axis=1)\nw = np.hstack([z, r, np.vstack([kernel, bias])])\n"
        "layers = [tf.keras.layers.GRU(3, weights=[w[:4], w[4:7], w[7]], reset_after=False)]\n"
        "layers.append(tf.keras.layers.GRU(3, weights=[w[:4], w[4:7], np.stack([w[7], 0 * w[7]])]))\n"
        "result = [bool(np.allclose(h, layer(tf.stack([x, x], 1)), atol=1e-6)) for layer in layers]",
        [True, False],
    ),
    "G10": ("x = tf.ones([100])\nresult = float(tf.reduce_sum(tf.compat.v1.layers.dropout(x, 0.5)))", 100.0),
}


def _fixed(name: str) -> str:
    settings = Settings(target=target(), level=LEVELS.get(name, Level.SYMBOLS))
    return fix(Document(NEW + KEPT[name]), settings, review=True).text


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """Outcomes with the behaviour of TensorFlow 1."""
    codes = {Case(f"kept-{name}", "", graph=True): code for name, code in KEPT.items()}
    codes |= {Case(f"changed-{name}", "", graph=True): code for name, (code, _, _) in CHANGED.items()}
    return run(OLD, codes, False, tmp_path_factory.mktemp("old"))


@pytest.fixture(scope="module")
def new(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """Outcomes with the behaviour of TensorFlow 2, of what needs fixing after the fixes."""
    codes = {Case(f"kept-{name}", "", graph=True): _fixed(name) for name in KEPT}
    codes |= {Case(f"changed-{name}", "", graph=True): NEW + _in_graph(code) for name, (code, _, _) in CHANGED.items()}
    codes |= {Case(f"claimed-{name}", "", graph=True): NEW + code for name, (code, _) in CLAIMED.items()}
    if keras2_is_apart():
        codes |= {Case(f"claimed-{name}", "", graph=True): NEW + code for name, (code, _) in KERAS3.items()}
    return run("", codes, False, tmp_path_factory.mktemp("new"))


def _in_graph(code: str) -> str:
    """Placeholders need a graph in TensorFlow 2 as well."""
    if "placeholder" not in code or "with tf.Graph()" in code:
        return code
    return "with tf.Graph().as_default():\n" + "".join(f"    {line}\n" for line in code.splitlines())


def _is(outcome: dict[str, Any], expected: Any) -> str | None:
    """Say how an outcome is another one than expected, None if it is not."""
    if isinstance(expected, str) and expected.endswith("Error"):
        return None if outcome.get("error", "").startswith(expected) else f"{outcome} instead of {expected}"
    if "ok" not in outcome:
        return f"{outcome} instead of {expected!r}"
    return None if _python(outcome["ok"]) == expected else f"{outcome} instead of {expected!r}"


def _python(value: dict[str, Any]) -> Any:
    if "sequence" in value:
        return [_python(item) for item in value["sequence"]]
    return float(value["python"]) if value["type"] == "float" else value["python"]


@pytest.mark.parametrize("name", KEPT)
def test_fixes_keep_the_result(name: str, old: dict[str, dict[str, Any]], new: dict[str, dict[str, Any]]) -> None:
    before, after = old[f"kept-{name}"], new[f"kept-{name}"]
    assert "ok" in before, before["error"]
    difference = equal(before, after)
    assert difference is None, f"{difference}\nfixed to:\n{_fixed(name)}"


@pytest.mark.parametrize("name", CHANGED)
def test_what_changes(name: str, old: dict[str, dict[str, Any]], new: dict[str, dict[str, Any]]) -> None:
    _, before, after = CHANGED[name]
    assert _is(old[f"changed-{name}"], before) is None
    assert _is(new[f"changed-{name}"], after) is None


@pytest.mark.parametrize("name", CLAIMED)
def test_what_messages_claim(name: str, new: dict[str, dict[str, Any]]) -> None:
    assert _is(new[f"claimed-{name}"], CLAIMED[name][1]) is None


@pytest.mark.parametrize("name", KERAS3)
def test_what_messages_claim_of_keras_3(name: str, new: dict[str, dict[str, Any]]) -> None:
    if not keras2_is_apart():
        pytest.skip("This TensorFlow has Keras 2")
    assert _is(new[f"claimed-{name}"], KERAS3[name][1]) is None


@pytest.fixture(scope="module")
def keras2(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """Outcomes with Keras 2."""
    codes = {Case(name, "", graph=True): NEW + code for name, (code, _) in KERAS2.items()}
    return run("", codes, True, tmp_path_factory.mktemp("keras2"))


@pytest.mark.parametrize("name", KERAS2)
def test_what_messages_claim_of_keras_2(name: str, request: pytest.FixtureRequest) -> None:
    if keras2_is_apart() and util.find_spec("tf_keras") is None:
        pytest.skip("Keras 2 is not installed")
    outcomes: dict[str, dict[str, Any]] = request.getfixturevalue("keras2")
    assert _is(outcomes[name], KERAS2[name][1]) is None
