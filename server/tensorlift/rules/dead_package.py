"""Imports of packages around TensorFlow that do not work with the target."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tree_sitter import Node

from tensorlift.model import Finding, Severity
from tensorlift.rules.base import GUIDE, Example, Rule
from tensorlift.rules.context import Context, FileContext, make_finding

RULE = Rule(
    code="TL109",
    slug="dead-package",
    title="The package does not work with the target",
    summary=(
        "TensorFlow Addons was given up in May 2024 and cannot be imported with TensorFlow 2.16 and later; neither can "
        "tensorflow-gan and tensorflow-ranking, which need `tf.estimator`. Where Keras or TensorFlow has taken "
        "over what the program uses, the message names it."
    ),
    guide=GUIDE,
    examples=(
        Example("import tensorflow_addons as tfa\nlayer = tfa.layers.GroupNormalization(8)\n"),
        Example("from tensorflow_addons.optimizers import AdamW\n"),
        Example("import tensorflow_gan as tfgan\n"),
    ),
)

_PACKAGES = {
    "tensorflow_addons": "TensorFlow Addons is discontinued and cannot be imported with TensorFlow 2.16 and later.",
    "tensorflow_gan": "The package tensorflow-gan needs tf.estimator and cannot be imported with TensorFlow 2.16 and later.",
    "tensorflow_ranking": "The package tensorflow-ranking needs tf.estimator and cannot be imported with TensorFlow 2.16 and later.",
}
# What Keras 3.15 has of TensorFlow Addons 0.23.
_SUCCESSORS = {
    "layers.GroupNormalization": "tf.keras.layers.GroupNormalization",
    "layers.InstanceNormalization": "tf.keras.layers.GroupNormalization(groups=-1)",
    "layers.SpectralNormalization": "tf.keras.layers.SpectralNormalization",
    "layers.MultiHeadAttention": "tf.keras.layers.MultiHeadAttention, with other arguments",
    "layers.AdaptiveAveragePooling2D": "keras.layers.AdaptiveAveragePooling2D",
    "layers.AdaptiveMaxPooling2D": "keras.layers.AdaptiveMaxPooling2D",
    "layers.GELU": "tf.keras.activations.gelu",
    "activations.gelu": "tf.keras.activations.gelu",
    "activations.mish": "tf.keras.activations.mish",
    "activations.hardshrink": "tf.keras.activations.hard_shrink",
    "activations.softshrink": "tf.keras.activations.soft_shrink",
    "activations.tanhshrink": "tf.keras.activations.tanh_shrink",
    "activations.sparsemax": "tf.keras.activations.sparsemax",
    "optimizers.AdamW": "tf.keras.optimizers.AdamW, which multiplies the weight decay by the learning rate",
    "optimizers.LAMB": "tf.keras.optimizers.Lamb",
    "optimizers.Lion": "tf.keras.optimizers.Lion",
    "optimizers.DecoupledWeightDecayExtension": "weight_decay of every optimizer of Keras 3",
    "optimizers.extend_with_decoupled_weight_decay": "weight_decay of every optimizer of Keras 3",
    "optimizers.MovingAverage": "use_ema=True of every optimizer of Keras 3",
    "optimizers.SWA": "use_ema=True of every optimizer of Keras 3, in part",
    "losses.SigmoidFocalCrossEntropy": "tf.keras.losses.BinaryFocalCrossentropy",
    "metrics.F1Score": "tf.keras.metrics.F1Score",
    "metrics.FBetaScore": "tf.keras.metrics.FBetaScore",
    "metrics.RSquare": "tf.keras.metrics.R2Score",
    "image.random_cutout": "tf.keras.layers.RandomErasing",
    "image.gaussian_filter2d": "keras.ops.image.gaussian_blur",
    "callbacks.AverageModelCheckpoint": "tf.keras.callbacks.SwapEMAWeights",
}
_ADDONS = "tensorflow_addons"


def check(context: Context) -> Iterator[Finding]:
    """Yield a finding for each import of such a package, and for each use of something of TensorFlow Addons that has a successor."""
    if context.settings.target == "2.15":
        return
    for package, message in _PACKAGES.items():
        if package.encode() not in context.data:
            continue
        for node, path in _imports(context.root, package):
            successor = _successor(path, context.settings.keras_version)
            yield make_finding(RULE, Severity.ERROR, message + successor, node.start_byte, node.end_byte, path, deprecated=False)
    for bound, path in context.ask((_ADDONS.encode(),), _bound_addons):
        if bound.encode() not in context.data:
            continue
        for match in re.finditer(rf"(?<![\w.]){re.escape(bound)}((?:\.\w+)+)".encode(), context.data):
            found = context.root.descendant_for_byte_range(match.start(), match.start())
            full = path + match[1].decode()
            successor = _successor(full, context.settings.keras_version)
            if found is not None and found.type == "identifier" and successor:
                message = f"The name {full} cannot be used with TensorFlow 2.16 and later.{successor}"
                yield make_finding(RULE, Severity.ERROR, message, match.start(), match.end(), full, deprecated=False)


def _successor(path: str, keras: int) -> str:
    """Return a sentence on what Keras 3 has instead of a name of TensorFlow Addons; empty if it has nothing."""
    successor = _SUCCESSORS.get(".".join(path.split(".")[1:3])) if path.startswith(_ADDONS) else None
    if successor is None:
        return ""
    return f" {'Use' if keras == 3 else 'With Keras 3, use'} {successor}."


def _imports(root: Node, package: str) -> Iterator[tuple[Node, str]]:
    """Yield the imported names of a package with their full paths; imports that may fail on purpose are left out."""
    pending = list(root.children)
    while pending:
        node = pending.pop()
        if node.type == "try_statement":
            continue
        if node.type not in ("import_statement", "import_from_statement"):
            pending += [child for child in node.children if package.encode() in (child.text or b"")]
            continue
        module = node.child_by_field_name("module_name")
        for name in node.children_by_field_name("name"):
            target = name.child_by_field_name("name") or name
            path = (target.text or b"").decode()
            path = f"{(module.text or b'').decode()}.{path}" if module is not None else path
            if path == package or path.startswith(package + "."):
                yield name, path


def _bound_addons(file: FileContext) -> tuple[tuple[str, str], ...]:
    """Return the names that the imports of a file give to modules of TensorFlow Addons, with their paths."""
    found = []
    for chunk in file.document.chunks:
        if _ADDONS.encode() not in chunk.data:
            continue
        for node, path in _imports(chunk.root, _ADDONS):
            alias = node.child_by_field_name("alias") if node.type == "aliased_import" else None
            bound = (alias.text or b"").decode() if alias is not None else path.rpartition(".")[2] if "." in path else path
            if path.count(".") < 2:
                found.append((bound, path))
    return tuple(found)
