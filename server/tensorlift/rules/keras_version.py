"""The version of Keras, asked of the Keras 2 that TensorFlow is told to use."""

from __future__ import annotations

from tensorlift.rules.base import GUIDE, Example, Rule, looks_for
from tensorlift.rules.entries import Entry, Table

RULE = Rule(
    code="TL423",
    slug="keras-version",
    title="Keras 2 has no version under tf.keras",
    summary=(
        "With `TF_USE_LEGACY_KERAS=1` and TensorFlow 2.16 and later, `tf.keras` is the package tf-keras, and `tf.keras.__version__` raises "
        "`AttributeError`; `tf_keras.__version__` is the version. Reported with `--keras 2`."
    ),
    guide=f"{GUIDE}/upgrade",
    examples=(
        Example("import tensorflow as tf\nprint(tf.keras.__version__)\n", keras=2),
        Example("import tf_keras\nimport tensorflow as tf\nprint(tf_keras.__version__, tf.__version__)\n", keras=2),
    ),
)

_ENTRIES = (
    Entry(
        "tf.keras.__version__",
        "tf.keras has no __version__ where Keras 2 is chosen: ask tf_keras.__version__.",
        use="read",
        keras=2,
        since="2.16",
    ),
)
_TABLE = Table(RULE, _ENTRIES)
check = looks_for(_TABLE.subject)(_TABLE.findings)
