"""graph-program: where the switch and the import go, and where they do not."""

from __future__ import annotations

from textwrap import dedent
from typing import Any

import pytest

from tensorlift.model import Level, Safety
from tests.rules.helpers import check_noop, check_transformed, findings

SYMBOLS: dict[str, Any] = {"select": ("TL401",)}
COMPAT: dict[str, Any] = {"select": ("TL401",), "level": Level.COMPAT}
NATIVE = {"select": ("TL401",), "level": Level.NATIVE}
GRAPH = "\nx = tf.placeholder(tf.float32)\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            "import tensorflow as tf\n" + GRAPH,
            "import tensorflow.compat.v1 as tf\ntf.disable_v2_behavior()\n" + GRAPH,
            id="plain",
        ),
        pytest.param(
            '"""Doc."""\nfrom __future__ import print_function\nimport numpy as np\nimport tensorflow as tf  # the library\nimport os\n'
            + GRAPH,
            '"""Doc."""\nfrom __future__ import print_function\nimport numpy as np\nimport tensorflow.compat.v1 as tf  # the library\n'
            "tf.disable_v2_behavior()\nimport os\n" + GRAPH,
            id="docstring, future and comments stay",
        ),
        pytest.param(
            "import tensorflow\n\nx = tensorflow.placeholder(tensorflow.float32)\n",
            "import tensorflow.compat.v1 as tensorflow\ntensorflow.disable_v2_behavior()\n\nx = tensorflow.placeholder(tensorflow.float32)\n",
            id="no alias",
        ),
        pytest.param(
            "import tensorflow as tf\nfrom tensorflow import float32, placeholder\n\nx = placeholder(float32)\n",
            "import tensorflow.compat.v1 as tf\ntf.disable_v2_behavior()\nfrom tensorflow.compat.v1 import float32, placeholder\n\n"
            "x = placeholder(float32)\n",
            id="names of tensorflow",
        ),
        pytest.param(
            "from tensorflow import float32, placeholder\n\nx = placeholder(float32)\n",
            "from tensorflow.compat.v1 import float32, placeholder\nfrom tensorflow.compat.v1 import disable_v2_behavior\ndisable_v2_behavior()\n\n"
            "x = placeholder(float32)\n",
            id="only names of tensorflow",
        ),
        pytest.param(
            "def f():\n    import tensorflow as tf\n    return tf.placeholder(tf.float32)\n",
            "def f():\n    import tensorflow.compat.v1 as tf\n    tf.disable_v2_behavior()\n    return tf.placeholder(tf.float32)\n",
            id="in a function",
        ),
        pytest.param(
            "import tensorflow as tf\r\nx = tf.placeholder(tf.float32)\r\n",
            "import tensorflow.compat.v1 as tf\r\ntf.disable_v2_behavior()\r\nx = tf.placeholder(tf.float32)\r\n",
            id="line ends",
        ),
        pytest.param(
            "import tensorflow as tf\ny = tf.log(x)\n",
            "import tensorflow.compat.v1 as tf\ny = tf.log(x)\n",
            id="a module without graphs needs no switch",
        ),
        pytest.param(
            "import tensorflow as tf\ntf.enable_eager_execution()\ny = tf.log(x)\n",
            "import tensorflow.compat.v1 as tf\ntf.enable_eager_execution()\ny = tf.log(x)\n",
            id="an eager program is not forced into graphs",
        ),
        pytest.param(
            "import tensorflow as tf, numpy as np\n" + GRAPH,
            "import tensorflow.compat.v1 as tf, numpy as np\ntf.disable_v2_behavior()\n" + GRAPH,
            id="two modules",
        ),
    ],
)
def test_compat(before: str, after: str) -> None:
    check_transformed(
        before, after, "TL401", *["TL401"] * (before.count("from tensorflow") if "import tensorflow as" in before else 0), **COMPAT
    )
    assert {fix.safety for finding in findings(before, **COMPAT) for fix in finding.fixes} == {Safety.SAFE}


def test_symbols_adds_the_switch_only_and_asks_for_a_look() -> None:
    before = "import tensorflow as tf\n" + GRAPH
    check_transformed(before, "import tensorflow as tf\ntf.compat.v1.disable_v2_behavior()\n" + GRAPH, "TL401", **SYMBOLS)
    assert {fix.safety for finding in findings(before, **SYMBOLS) for fix in finding.fixes} == {Safety.REVIEW}


def test_a_script_with_the_compat_import_needs_the_switch_too() -> None:
    before = "import tensorflow.compat.v1 as tf\n\nwith tf.Session() as sess:\n    sess.run(tf.placeholder(tf.float32))\n"
    after = before.replace("as tf\n", "as tf\ntf.disable_v2_behavior()\n")
    check_transformed(before, after, "TL401", **SYMBOLS)


def test_a_switch_is_for_the_whole_file() -> None:
    code = dedent(
        """\
        import tensorflow as tf
        from tensorflow.python.platform import gfile


        def f():
            import tensorflow as tf
            return tf.placeholder(tf.float32)


        def g():
            return tf.Session()
        """
    )
    found = findings(code, **COMPAT)
    assert [finding.start for finding in found] == [0, code.rindex("import tensorflow as tf")]
    assert sum("disable_v2_behavior" in edit.text for finding in found for edit in finding.fixes[0].edits) == 1


@pytest.mark.parametrize(
    "code",
    [
        "import tensorflow as tf\ntf.compat.v1.disable_v2_behavior()\nx = tf.compat.v1.placeholder(tf.float32)\n",
        "import tensorflow.compat.v1 as tf\ntf.disable_eager_execution()\nwith tf.Session() as s:\n    pass\n",
        "import tensorflow as tf\n\n@tf.function\ndef f(x):\n    return tf.nn.relu(x)\n",
        "import tensorflow as tf\nm = tf.keras.Sequential([tf.keras.layers.Dense(3)])\n",
        "import tensorflow as tf\nwith tf.GradientTape() as t:\n    y = tf.math.log(x)\n",
        "import tensorflow.compat.v1 as tf\n\ndef build():\n    return tf.placeholder(tf.float32)\n",
        "try:\n    import tensorflow.compat.v1 as tf\n    tf.disable_v2_behavior()\nexcept ImportError:\n    import tensorflow as tf\n",
        "import numpy as np\nx = np.placeholder\n",
    ],
)
def test_noop(code: str) -> None:
    for settings in (SYMBOLS, COMPAT, NATIVE):
        check_noop(code, **settings)


def test_the_message_names_what_needs_a_graph() -> None:
    (finding,) = findings("import tensorflow as tf\ns = tf.Session()\nx = tf.placeholder(tf.float32)\n", **SYMBOLS)
    assert finding.message.startswith("The program uses tf.placeholder and 1 more TensorFlow 1 name, which need a graph")
