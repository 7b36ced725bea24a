"""legacy-keras: where Keras 2 is chosen, and where it need not be."""

from __future__ import annotations

from typing import Any

import pytest

from tensorlift.model import Level
from tests.rules.helpers import check_noop, check_transformed, findings

CHOICE = 'os.environ["TF_USE_LEGACY_KERAS"] = "1"\n'
KERAS2: dict[str, Any] = {"select": ("TL402",), "keras": 2}
COMPAT: dict[str, Any] = {"select": ("TL402",), "level": Level.COMPAT}
DENSE = "x = tf.compat.v1.layers.dense(y, 3)\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("import tensorflow as tf\n" + DENSE, "import os\n" + CHOICE + "import tensorflow as tf\n" + DENSE),
        ("import os\nimport tensorflow as tf\n" + DENSE, "import os\n" + CHOICE + "import tensorflow as tf\n" + DENSE),
        (
            '"""Doc."""\nfrom __future__ import division\n\nimport numpy as np\nimport tensorflow as tf\n' + DENSE,
            '"""Doc."""\nfrom __future__ import division\n\nimport os\n' + CHOICE + "import numpy as np\nimport tensorflow as tf\n" + DENSE,
        ),
        (
            "import tensorflow.compat.v1 as tf\n\nc = tf.nn.rnn_cell.GRUCell(3)\n",
            "import os\n" + CHOICE + "import tensorflow.compat.v1 as tf\n\nc = tf.nn.rnn_cell.GRUCell(3)\n",
        ),
    ],
)
@pytest.mark.parametrize("settings", [KERAS2, COMPAT])
def test_transformed(before: str, after: str, settings: dict[str, Any]) -> None:
    check_transformed(before, after, "TL402", **settings)


@pytest.mark.parametrize(
    "code",
    [
        "import os\n" + CHOICE + "import tensorflow as tf\n" + DENSE,
        "import tensorflow as tf\nx = tf.keras.layers.Dense(3)\n",
        "import tensorflow as tf\nx = tf.compat.v1.placeholder(tf.float32)\n",
    ],
)
def test_noop(code: str) -> None:
    check_noop(code, **KERAS2)


def test_keras_3_and_old_targets_need_no_choice() -> None:
    code = "import tensorflow as tf\n" + DENSE
    check_noop(code, select=("TL402",), keras=3)
    check_noop(code, select=("TL402",), target="2.15")
    check_noop(code, select=("TL402",), level=Level.COMPAT, keras=3)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("opt = tf.keras.optimizers.Adam(lr=1e-3)\n", ["TL402"]),
        ("model = tf.keras.Sequential()\nmodel.fit_generator(data)\n", ["TL402"]),
        ("x = tf.keras.Input(3)\n", ["TL402"]),
        ("opt = tf.keras.optimizers.Adam(learning_rate=1e-3)\n", []),
        ("opt = tf.keras.optimizers.SGD(0.1, decay=0.0)\n", []),
    ],
)
def test_what_only_keras_2_takes_needs_it(code: str, expected: list[str]) -> None:
    found = findings(f"import tensorflow as tf\n{code}", level=Level.COMPAT, select=("TL402",))
    assert [one.code for one in found] == expected
