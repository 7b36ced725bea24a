"""Symbols that are gone without an exact replacement."""

from tensorlift.rules.base import GUIDE, Example, Rule

RULE = Rule(
    code="TL104",
    slug="removed-symbol",
    title="The symbol is gone and nothing has exactly its meaning",
    summary=(
        "Neither TensorFlow 2 nor `tf.compat.v1` of the chosen target has the symbol. The message says what people use instead. "
        "`tf.layers`, `tf.nn.rnn_cell` and a few more exist with Keras 2 only: choose it with `--keras 2`, install tf-keras and set "
        "`TF_USE_LEGACY_KERAS=1` before TensorFlow is imported."
    ),
    guide=GUIDE,
    examples=(
        Example("import tensorflow as tf\nforest = tf.contrib.tensor_forest.client.random_forest.TensorForestEstimator(p)\n"),
        Example("import tensorflow as tf\ncell = tf.contrib.rnn.NASCell(8)\n"),
    ),
)
