"""Names of tf.keras that came after TensorFlow 1 and went with Keras 2."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tensorlift.model import Edit, Finding, Safety, Severity
from tensorlift.rewrite.calls import CannotRewriteError
from tensorlift.rules.base import GUIDE, Example, Rule, looks_for
from tensorlift.rules.context import Context, FileContext, api_name, make_finding
from tensorlift.rules.place import Place
from tensorlift.source.names import ImportUse

RULE = Rule(
    code="TL454",
    slug="keras2-name",
    title="Keras 3 has no such name",
    summary=(
        "`tf.keras` had names from TensorFlow 2.0 to 2.15 that Keras 3 does not have: "
        "`layers.experimental.preprocessing` moved to `layers`, `callbacks.experimental.BackupAndRestore` to `callbacks`, and "
        "`SidecarEvaluator`, `DatasetCreator`, `track_tf1_style_variables`, `DeterministicRandomTestTool` are in Keras 2 (the `tf-keras` "
        "package) only."
    ),
    guide=f"{GUIDE}/migrating_feature_columns",
    examples=(
        Example(
            "import tensorflow as tf\ny = tf.keras.layers.experimental.preprocessing.Normalization()(x)\n",
            "import tensorflow as tf\ny = tf.keras.layers.Normalization()(x)\n",
        ),
        Example(
            "import tensorflow as tf\nc = tf.keras.callbacks.experimental.BackupAndRestore('backup')\n",
            "import tensorflow as tf\nc = tf.keras.callbacks.BackupAndRestore('backup')\n",
        ),
        Example("import tensorflow as tf\ne = tf.keras.utils.SidecarEvaluator(model, data, 'checkpoints')\n"),
        Example("import tensorflow as tf\ny = tf.keras.layers.Normalization()(x)\n"),
    ),
)

_PREPROCESSING = "tf.keras.layers.experimental.preprocessing"
_LAYERS = (
    *(
        "CategoryEncoding",
        "CenterCrop",
        "Discretization",
        "HashedCrossing",
        "Hashing",
        "IntegerLookup",
        "Normalization",
        "RandomBrightness",
    ),
    *("RandomContrast", "RandomCrop", "RandomFlip", "RandomHeight", "RandomRotation", "RandomTranslation", "RandomWidth", "RandomZoom"),
    *("Rescaling", "Resizing", "StringLookup", "TextVectorization"),
)
_MOVED = {
    _PREPROCESSING: "tf.keras.layers",
    **{f"{_PREPROCESSING}.{name}": f"tf.keras.layers.{name}" for name in _LAYERS},
    "tf.keras.callbacks.experimental.BackupAndRestore": "tf.keras.callbacks.BackupAndRestore",
}
_EVALUATOR = "write a loop over tf.train.checkpoints_iterator that restores each checkpoint and calls model.evaluate"
# Names without a successor: what to do, and the page of the guide.
_GONE = {
    f"{_PREPROCESSING}.CategoryCrossing": ("tf.keras.layers.HashedCrossing crosses two features into buckets", "migrating_feature_columns"),
    f"{_PREPROCESSING}.PreprocessingLayer": ("derive from tf.keras.layers.Layer", "migrating_feature_columns"),
    "tf.keras.utils.SidecarEvaluator": (_EVALUATOR, "evaluator"),
    "tf.keras.experimental.SidecarEvaluator": (_EVALUATOR, "evaluator"),
    "tf.keras.utils.experimental.DatasetCreator": ("give fit a tf.data.Dataset", "multi_worker_cpu_gpu_training"),
}


def is_keras2_name(file: Context | FileContext, name: str) -> bool:
    """Whether Keras 2 has a name that neither TensorFlow 1.15 nor the target's Keras has."""
    return file.settings.keras_version == 3 and (name in _MOVED or name in _GONE)


@looks_for(names=("tf",))
def check(context: Context) -> Iterator[Finding]:
    """Yield a finding for each use of a name that went with Keras 2."""
    if context.settings.keras_version != 3:
        return
    for imported in context.imports:
        name, api = api_name(imported.path)
        if api == "tf" and not imported.guarded and is_keras2_name(context, name):
            yield _of_import(context, imported, name)
    for use, name, _ in context.named_uses:
        if not name.startswith("tf.keras.") or len(use.attributes) == 0:
            continue
        parts = name.split(".")
        for count in range(len(parts), 3, -1):
            known = ".".join(parts[:count])
            if is_keras2_name(context, known):
                through = api_name(use.path)[0] == _PREPROCESSING
                if len(use.attributes) > len(parts) - count and not (through and known in _MOVED):
                    yield _finding(context, Place(context, use, name, count), known)
                break


def _of_import(context: Context, use: ImportUse, name: str) -> Finding:
    imported = use.imported
    target = _MOVED.get(name)
    if target is None or not context.catalog.in_v2(target, context.bit):
        instead, _ = _GONE.get(name, ("see the layers of tf.keras.layers", ""))
        message = f"Keras 3 has no {name}, Keras 2 (tf-keras) has: {instead}."
        return make_finding(RULE, Severity.ERROR, message, imported.start, imported.end, name)
    message = f"Keras 3 has no {name}; it is {target} there."
    fix = None
    start, end = imported.statement
    statement = context.slice(start, end)
    if imported.name is not None and not any(sign in statement for sign in (",", "(", "#", "\\")):
        module, _, last = f"tensorflow{target[2:]}".rpartition(".")
        bound = imported.alias or imported.name
        text = f"from {module} import {last}" + (f" as {bound}" if bound != last else "")
        fix = (f"Import it from {module}", Safety.SAFE, (Edit(start, end, text),))
    return make_finding(RULE, Severity.ERROR, message, imported.start, imported.end, name, fix)


def _finding(context: Context, place: Place, name: str) -> Finding:
    target = _MOVED.get(name)
    if target is not None and not context.catalog.in_v2(target, context.bit):
        target = None
    if target is not None:
        message = f"Keras 3 has no {name}; it is {target} there."
        try:
            fix = (f"Use {target}", Safety.SAFE, place.rename(target))
        except CannotRewriteError as problem:
            message += f" It is not changed automatically because {problem}."
            fix = None
        return make_finding(RULE, Severity.ERROR, message, place.start, place.end, name, fix)
    instead, page = _GONE.get(name, ("see the layers of tf.keras.layers", "migrating_feature_columns"))
    message = f"Keras 3 has no {name}, Keras 2 (tf-keras) has: {instead}."
    found = make_finding(RULE, Severity.ERROR, message, place.start, place.end, name)
    return replace(found, url=f"{GUIDE}/{page}")
