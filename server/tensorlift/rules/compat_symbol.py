"""Symbols that live on in tf.compat.v1."""

from tensorlift.rules.base import GUIDE, Example, Rule

RULE = Rule(
    code="TL103",
    slug="compat-symbol",
    title="The symbol keeps its meaning in tf.compat.v1 only",
    summary=(
        "TensorFlow 2 has no such symbol, or has another one of the same name. `tf.compat.v1` has the old one, with its old meaning. "
        "Where a TensorFlow 2 function of the same name would run and compute something else, the finding is a warning and says what "
        "differs."
    ),
    guide=f"{GUIDE}/upgrade",
    examples=(
        Example(
            "import tensorflow as tf\nx = tf.placeholder(tf.float32)\n",
            "import tensorflow as tf\nx = tf.compat.v1.placeholder(tf.float32)\n",
        ),
        Example("import tensorflow as tf\ny = tf.where(c, a, b)\n", "import tensorflow as tf\ny = tf.compat.v1.where(c, a, b)\n"),
        Example(
            "import tensorflow as tf\n\n\nclass Mine(tf.train.Optimizer):\n    pass\n",
            "import tensorflow as tf\n\n\nclass Mine(tf.compat.v1.train.Optimizer):\n    pass\n",
        ),
        Example("import tensorflow as tf\nflags = tf.app.flags\n", "import tensorflow as tf\nflags = tf.compat.v1.app.flags\n"),
    ),
)
