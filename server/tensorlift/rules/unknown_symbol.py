"""Names that no TensorFlow knows, and names that cannot be known."""

from tensorlift.rules.base import GUIDE, Example, Rule

RULE = Rule(
    code="TL105",
    slug="unknown-symbol",
    title="The name is in neither TensorFlow 1.15 nor the target",
    summary=(
        "The name is resolved to TensorFlow, but neither TensorFlow 1.15 nor the target has it: it went away in an older version, is "
        "private, or is misspelt. It is reported so that a file is never called clean while one of its names is unresolved."
    ),
    guide=GUIDE,
    examples=(Example("import tensorflow as tf\ny = tf.no_such_function(x)\n"),),
)
