"""Symbols that have another name in TensorFlow 2."""

from tensorlift.rules.base import GUIDE, Example, Rule

RULE = Rule(
    code="TL101",
    slug="renamed-symbol",
    title="The symbol has another name in TensorFlow 2",
    summary=(
        "The same function or class stands under another name in TensorFlow 2, so the old name raises `AttributeError`. "
        "The fix writes the new name; nothing else changes. A `tf.contrib` name that only re-exported a core symbol is treated the same "
        "way."
    ),
    guide=f"{GUIDE}/upgrade",
    examples=(
        Example("import tensorflow as tf\ny = tf.log(x)\n", "import tensorflow as tf\ny = tf.math.log(x)\n"),
        Example("import tensorflow as tf\nn = tf.random_normal([2, 3])\n", "import tensorflow as tf\nn = tf.random.normal([2, 3])\n"),
        Example("import tensorflow as tf\nitems = map(tf.is_nan, xs)\n", "import tensorflow as tf\nitems = map(tf.math.is_nan, xs)\n"),
        Example(
            "import tensorflow as tf\nxs = tf.contrib.framework.nest.flatten(x)\n",
            "import tensorflow as tf\nxs = tf.nest.flatten(x)\n",
        ),
    ),
)
