"""Programs that need Keras 2: the switch that has to stand before TensorFlow is imported."""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from dataclasses import replace

from tensorlift.model import Finding, Fix, Level, Safety, Severity
from tensorlift.rules import (
    keras3_argument,
    keras3_attribute,
    keras3_saving,
    keras_backend,
    keras_tensor,
    learning_rate_type,
    legacy_optimizer,
    optimizer_step,
    v1_optimizer_in_compile,
)
from tensorlift.rules.base import GUIDE, Example, Rule, looks_for
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

_KERAS_RULES = (
    keras3_argument,
    keras3_attribute,
    keras3_saving,
    keras_backend,
    keras_tensor,
    learning_rate_type,
    legacy_optimizer,
    optimizer_step,
    v1_optimizer_in_compile,
)
VARIABLE = b"TF_USE_LEGACY_KERAS"


@looks_for(names=("tf",))
def check(context: Context) -> Iterator[Finding]:
    """Yield a finding at the first import of TensorFlow of a file that needs Keras 2 and does not choose it."""
    if context.settings.keras_version != 2 or context.settings.target == "2.15" or not context.imports:
        return
    place = first_import(context)
    if place is None:
        return
    traits = context.traits
    # What an old program does with tf.keras was written for Keras 2, too.
    names = traits.keras2_names
    if not names and traits.keras and not traits.new and (traits.old or context.ask((b"",), _fails_with_keras3)):
        names = frozenset({"tf.keras"})
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


def _fails_with_keras3(file: FileContext) -> bool:
    """Whether a file that is not written for TensorFlow 2 does with ``tf.keras`` what works with Keras 2 only."""
    return file.era != "tf2" and bool(_troubles(file, 3) - _troubles(file, 2))


def _troubles(file: FileContext, keras: int) -> set[tuple[int, int, str]]:
    """Return where the rules about Keras report something if it is this one."""
    other = copy(file)
    other.settings = replace(file.settings, keras=keras, level=Level.SYMBOLS)
    other.answers = {}
    return {
        (index, finding.start, finding.code)
        for index in range(len(file.document.chunks))
        for rule in _KERAS_RULES
        for finding in rule.check(Context(other, index))
    }


def _chooses_keras2(file: FileContext) -> bool:
    return any(VARIABLE in chunk.data for chunk in file.document.chunks)
