"""Programs that need Keras 2: the switch that has to stand before TensorFlow is imported."""

from __future__ import annotations

from collections.abc import Iterator

from tensorlift.model import Finding, Fix, Level, Safety, Severity
from tensorlift.rules.base import GUIDE, Example, Rule
from tensorlift.rules.context import KERAS2, Context, FileContext
from tensorlift.rules.graph_program import first_import

RULE = Rule(
    code="TL402",
    slug="legacy-keras",
    title="The program needs Keras 2",
    summary=(
        "From TensorFlow 2.16 on `tf.keras` is Keras 3, and `tf.compat.v1.layers` and `tf.compat.v1.nn.rnn_cell` raise `AttributeError`. With "
        "the environment variable `TF_USE_LEGACY_KERAS=1`, set before TensorFlow is used, and the package tf-keras TensorFlow works with "
        "Keras 2, which has them. Reported where the program uses such names and Keras 2 was chosen (`--keras 2`, or level `compat`)."
    ),
    guide=GUIDE,
    examples=(
        Example(
            "import tensorflow.compat.v1 as tf\ntf.disable_v2_behavior()\nx = tf.layers.flatten(y)\n",
            'import os\nos.environ["TF_USE_LEGACY_KERAS"] = "1"\nimport tensorflow.compat.v1 as tf\ntf.disable_v2_behavior()\n'
            "x = tf.layers.flatten(y)\n",
            keras=2,
        ),
        Example(
            "import os\nos.environ['TF_USE_LEGACY_KERAS'] = '1'\nimport tensorflow.compat.v1 as tf\ntf.disable_v2_behavior()\n"
            "x = tf.layers.flatten(y)\n"
        ),
    ),
)

VARIABLE = b"TF_USE_LEGACY_KERAS"


def check(context: Context) -> Iterator[Finding]:
    """Yield a finding at the first import of TensorFlow of a file that needs Keras 2 and does not choose it."""
    if context.settings.keras_version != 2 or context.settings.target == "2.15" or not context.imports:
        return
    place = first_import(context)
    if place is None:
        return
    traits = context.file.traits
    # What an old program does with tf.keras was written for Keras 2, too.
    names = traits.keras2_names or (frozenset({"tf.keras"}) if traits.keras and traits.old and not traits.new else None)
    if not names or context.ask((VARIABLE,), _chooses_keras2):
        return
    imported = next(use.imported for use in context.imports if use.imported.statement[0] == place)
    name = min(names, key=lambda one: (one.startswith("tf.keras"), one))
    reason = f"{name} needs Keras 2" if name != "tf.keras" else "This TensorFlow 1 program uses tf.keras, which was Keras 2"
    message = (
        f"{reason}, and TensorFlow {context.settings.target} brings Keras 3: set TF_USE_LEGACY_KERAS=1 before TensorFlow is "
        "imported and install tf-keras."
    )
    level = Level.COMPAT if context.settings.level is Level.COMPAT else Level.SYMBOLS
    fix = Fix("Choose Keras 2", level, Safety.REVIEW, (KERAS2,))
    yield Finding(RULE.code, RULE.slug, Severity.ERROR, message, *imported.statement, None, RULE.guide, (fix,))


def _chooses_keras2(file: FileContext) -> bool:
    return any(VARIABLE in chunk.data for chunk in file.document.chunks)
