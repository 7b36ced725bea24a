"""Calls whose arguments have other names, another order or other defaults in TensorFlow 2."""

from tensorlift.rules.base import GUIDE, Example, Rule

RULE = Rule(
    code="TL102",
    slug="changed-arguments",
    title="The call has other arguments in TensorFlow 2",
    summary=(
        "The TensorFlow 2 function computes the same, but its arguments have other names, stand in another order, or have another "
        "default. The fix touches only what must change: a keyword is renamed, a positional argument whose place means something else gets its "
        "name, a value is recomputed (`keep_prob` becomes `rate`), an argument without meaning goes, a changed default is spelled out."
    ),
    guide=f"{GUIDE}/upgrade",
    examples=(
        Example(
            "import tensorflow as tf\ny = tf.nn.dropout(x, keep_prob)\n",
            "import tensorflow as tf\ny = tf.nn.dropout(x, rate=1 - keep_prob)\n",
        ),
        Example(
            "import tensorflow as tf\ns = tf.reduce_sum(x, 1, keep_dims=True)\n",
            "import tensorflow as tf\ns = tf.reduce_sum(x, 1, keepdims=True)\n",
        ),
        Example("import tensorflow as tf\ny = tf.to_float(x)\n", "import tensorflow as tf\ny = tf.cast(x, tf.float32)\n"),
        Example(
            "import tensorflow as tf\nl = tf.nn.softmax_cross_entropy_with_logits(labels=y, logits=z)\n",
            "import tensorflow as tf\nl = tf.nn.softmax_cross_entropy_with_logits(labels=tf.stop_gradient(y), logits=z)\n",
        ),
        Example(
            "import tensorflow as tf\ni = tf.argmax(x, 1, 'best')\n",
            "import tensorflow as tf\ni = tf.argmax(x, 1, name='best')\n",
        ),
        Example("import tensorflow as tf\ns = tf.reduce_sum(x, 1)\n"),
    ),
)
