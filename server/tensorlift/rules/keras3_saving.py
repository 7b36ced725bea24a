"""Saving and loading with Keras 3: the file's ending says the format, and SavedModel folders are not read any more."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tree_sitter import Node

from tensorlift.model import Edit, Finding, Fix, Level, Safety, Severity
from tensorlift.rewrite.calls import remove_argument
from tensorlift.rules.attributes import argument, attribute_nodes, attribute_pattern, call_of, literal
from tensorlift.rules.base import GUIDE, Example, Rule, looks_for
from tensorlift.rules.context import Context, FileContext
from tensorlift.rules.values import Values
from tensorlift.source.facts import Argument, Call

RULE = Rule(
    code="TL452",
    slug="keras3-saving",
    title="Keras 3 takes the format from the file's ending",
    summary=(
        "With Keras 3, `model.save` and `ModelCheckpoint` raise `ValueError` unless the path ends in `.keras` (or `.h5`), and weights unless it "
        "ends in `.weights.h5`; `save_format` and `signatures` are gone. `load_model` and `load_weights` read neither SavedModel folders "
        "nor TensorFlow checkpoints: `tf.keras.layers.TFSMLayer` serves a SavedModel, `tf.train.load_checkpoint` reads a checkpoint, and "
        "`model.export` writes a SavedModel. A path that the file saves and loads again gets the same new name at both places; files that are "
        "already there have to be saved again by TensorFlow 2.15, or read with Keras 2 (`tf-keras`)."
    ),
    guide=f"{GUIDE}/saved_model",
    examples=(
        Example(
            "import tensorflow as tf\ncallback = tf.keras.callbacks.ModelCheckpoint('out/best', save_best_only=True)\n",
            "import tensorflow as tf\ncallback = tf.keras.callbacks.ModelCheckpoint('out/best.keras', save_best_only=True)\n",
        ),
        Example(
            "import tensorflow as tf\nmodel = tf.keras.Sequential(layers)\nmodel.save_weights('weights')\nmodel.load_weights('weights')\n",
            "import tensorflow as tf\nmodel = tf.keras.Sequential(layers)\nmodel.save_weights('weights.weights.h5')\n"
            "model.load_weights('weights.weights.h5')\n",
        ),
        Example(
            "import tensorflow as tf\nmodel = tf.keras.Sequential(layers)\nmodel.save('serving', save_format='tf')\n",
            "import tensorflow as tf\nmodel = tf.keras.Sequential(layers)\nmodel.export('serving')\n",
        ),
        Example("import tensorflow as tf\nmodel = tf.keras.models.load_model('export/1')\n"),
        Example("import tensorflow as tf\nmodel = tf.keras.models.load_model('model.keras')\n"),
    ),
)

_MODEL, _WEIGHTS = ".keras", ".weights.h5"
_READ = (".keras", ".h5", ".hdf5")
# A remote or temporary path says nothing about its ending; a folder's name ends in a slash.
_NAME = re.compile(r"[^\s]*[\w\-})]")
_METHODS = ("save", "save_weights", "load_weights")
_METHOD = attribute_pattern(_METHODS)
_STATUS = ("assert_consumed", "expect_partial", "assert_existing_objects_matched", "assert_nontrivial_match")
_OF_STATUS = attribute_pattern(_STATUS)
# Losses whose short names Keras 3 does not find again in an HDF5 file (checked by saving and loading with each).
_SHORT_LOSS = re.compile(rb"['\"](mse|mae|mape|msle|bce|kld|logcosh)['\"]", re.IGNORECASE)


@looks_for(names=("tf.keras",), words=(*_METHODS, *_STATUS))
def check(context: Context) -> Iterator[Finding]:
    """Yield a finding for each call whose path or format Keras 3 refuses."""
    if context.settings.keras_version != 3:
        return
    for use, name, _ in context.named_uses:
        if not name.startswith("tf.keras."):
            continue
        count = len(use.attributes)
        trailers = use.reference.trailers
        call = trailers[count].call if len(trailers) > count else None
        if call is None:
            continue
        if name == "tf.keras.callbacks.ModelCheckpoint":
            yield from _checkpoint(context, call)
        elif name in ("tf.keras.models.save_model", "tf.keras.saving.save_model"):
            yield from _save(context, call, 1, None)
        elif name in ("tf.keras.models.load_model", "tf.keras.saving.load_model"):
            yield from _load_model(context, call)
    values: Values | None = None
    for name, attribute, owner in attribute_nodes(context, _METHOD):
        call = call_of(attribute)
        values = values or Values(context)
        if call is None or not values.is_a(owner, "model"):
            continue
        if name == "save":
            yield from _save(context, call, 0, attribute)
        elif name == "save_weights":
            yield from _save_weights(context, call)
        else:
            yield from _load_weights(context, call)
    for name, attribute, owner in attribute_nodes(context, _OF_STATUS):
        yield from _status(context, name, attribute, owner)


def _finding(
    message: str, place: tuple[int, int], title: str = "", edits: tuple[Edit, ...] = (), severity: Severity = Severity.ERROR
) -> Finding:
    fixes = (Fix(title, Level.SYMBOLS, Safety.REVIEW, edits),) if edits else ()
    return Finding(RULE.code, RULE.slug, severity, message, *place, None, RULE.guide, fixes)


def _with_ending(path: str, ending: str) -> str | None:
    """Return a path with another ending; None if it does not end in a file's name."""
    if _NAME.fullmatch(path) is None:
        return None
    for old in (".weights.h5", ".h5", ".hdf5", ".keras", ".tf"):
        if path.endswith(old):
            path = path[: -len(old)]
            break
    return path + ending


def _renamed(path: Argument, text: str, new: str) -> Edit:
    """Return the edit that changes the end of a string and nothing before it."""
    quotes = 3 if path.text.endswith(("'''", '"""')) else 1
    same = next((place for place, (one, other) in enumerate(zip(text, new)) if one != other), min(len(text), len(new)))
    return Edit(path.value_end - quotes - len(text[same:].encode()), path.value_end - quotes, new[same:])


def _checkpoint(context: Context, call: Call) -> Iterator[Finding]:
    path = argument(call, "filepath", 0)
    text = literal(context, path)
    weights = argument(call, "save_weights_only", 4)
    if path is None or text is None or (weights is not None and weights.text not in ("True", "False")):
        return
    only_weights = weights is not None and weights.text == "True"
    if text.endswith(_WEIGHTS if only_weights else (".keras", ".h5")):
        return
    ending = _WEIGHTS if only_weights else _MODEL
    message = f"Keras 3 refuses this path: {'weights are' if only_weights else 'a model is'} written to a file that ends in {ending}."
    new = _with_ending(text, ending)
    edits = (_renamed(path, text, new),) if new is not None else ()
    if new is not None:
        message += " What reads the file has to ask for the new name."
    yield _finding(message, (path.value_start, path.value_end), f"Name the file *{ending}", edits)


def _save(context: Context, call: Call, position: int, attribute: Node | None) -> Iterator[Finding]:
    path = argument(call, "filepath", position)
    text = literal(context, path)
    form, signatures = argument(call, "save_format"), argument(call, "signatures")
    if signatures is not None:
        message = (
            "Keras 3 has no signatures here: tf.saved_model.save(model, directory, signatures) takes them, model.export(directory) makes "
            "the usual one."
        )
        yield _finding(message, (signatures.start, signatures.end))
        return
    if form is not None and form.text == "None":
        form = None
    kind = literal(context, form)
    if form is not None and kind is not None and text is not None and path is not None:
        if kind == "h5" and text.endswith((".h5", ".hdf5")):
            return
        drop = tuple(remove_argument(context.data, call, form))
        if kind == "h5":
            new = _with_ending(text, ".h5")
            edits = (_renamed(path, text, new), *drop) if new is not None else ()
            message = "Keras 3 has no save_format: a path that ends in .h5 makes it an HDF5 file. What reads the file has to ask for the new name."
            yield _finding(message, (form.start, form.end), "Name the file *.h5", edits)
            return
        if kind == "tf":
            message = (
                "Keras 3 has no save_format: model.export(directory) writes a SavedModel for serving; to load the model with Keras again, save "
                "it to a path that ends in .keras."
            )
            export = attribute is not None and all(one in (path, form) for one in call.arguments)
            edits = ()
            if attribute is not None and export:
                edits = (Edit(attribute.end_byte - len("save"), attribute.end_byte, "export"), *drop)
            yield _finding(message, (form.start, form.end), "Export a SavedModel", edits)
            return
    if form is not None:
        if kind != "h5" or text is not None:
            message = "Keras 3 has no save_format: the path says it, and has to end in .keras or .h5."
            yield _finding(message, (form.start, form.end))
        return
    if text is None or path is None or text.endswith(_READ):
        return
    new = _with_ending(text, _MODEL)
    message = (
        "Keras 3 refuses this path: a model is saved to a file that ends in .keras, and model.export(directory) writes a SavedModel for "
        "serving. What reads the file has to ask for the new name."
    )
    edits = (_renamed(path, text, new),) if new is not None else ()
    yield _finding(message, (path.value_start, path.value_end), "Name the file *.keras", edits)


def _save_weights(context: Context, call: Call) -> Iterator[Finding]:
    path, form = argument(call, "filepath", 0), argument(call, "save_format", 2)
    text = literal(context, path)
    wrong = text is not None and not text.endswith(_WEIGHTS)
    if path is None or (form is None and not wrong):
        return
    message = "Keras 3 saves weights to a file that ends in .weights.h5"
    message += ", and has no save_format." if form is not None else " and refuses other paths."
    if wrong:
        message += " What reads the file has to ask for the new name."
    new = _with_ending(text, _WEIGHTS) if wrong and text is not None else None
    drop = tuple(remove_argument(context.data, call, form)) if form is not None and form.name is not None else ()
    edits: tuple[Edit, ...] = ()
    if (form is None or drop) and text is not None and (new is not None or not wrong):
        edits = (*((_renamed(path, text, new),) if new is not None else ()), *drop)
    place = (path.value_start, path.value_end) if wrong or form is None else (form.start, form.end)
    yield _finding(message, place, "Name the file *.weights.h5", edits)


def _load_weights(context: Context, call: Call) -> Iterator[Finding]:
    path = argument(call, "filepath", 0)
    text = literal(context, path)
    if path is None or text is None or text.endswith(_WEIGHTS):
        return
    new = _with_ending(text, _WEIGHTS)
    if new is not None and context.ask((b"save_weights",), _writes, rb"save_weights", text):
        message = "Keras 3 refuses this path: weights are in a file that ends in .weights.h5."
        yield _finding(message, (path.value_start, path.value_end), "Name the file *.weights.h5", (_renamed(path, text, new),))
        return
    if text.endswith(_READ):
        return
    message = (
        "Keras 3 reads no TensorFlow checkpoint: tf.train.load_checkpoint(path).get_tensor(name) gives the arrays for set_weights of each "
        "layer; tf.train.Checkpoint(model=model).restore finds nothing in a TensorFlow 1 one."
    )
    yield _finding(message, (path.value_start, path.value_end))


def _load_model(context: Context, call: Call) -> Iterator[Finding]:
    path = argument(call, "filepath", 0)
    text = literal(context, path)
    if path is None or text is None:
        return
    place = path.value_start, path.value_end
    if text.endswith((".h5", ".hdf5")):
        if argument(call, "compile", 2) is None and context.ask((b"compile",), _has_short_loss):
            message = (
                "Keras 3 fails to load an HDF5 model that was compiled with a loss by its short name, such as 'mse': load it with "
                "compile=False and compile it again before it is trained or evaluated."
            )
            last = call.arguments[-1]
            yield _finding(message, place, "Add compile=False", (Edit(last.end, last.end, ", compile=False"),))
        return
    if text.endswith(_MODEL):
        return
    new = _with_ending(text, _MODEL)
    if new is not None and context.ask((b"save",), _writes, rb"save(_model)?", text):
        message = "Keras 3 refuses this path: a model is in a file that ends in .keras."
        yield _finding(message, place, "Name the file *.keras", (_renamed(path, text, new),))
        return
    message = (
        "Keras 3 loads no SavedModel: tf.keras.layers.TFSMLayer(directory, call_endpoint='serving_default') computes with it, and "
        "tf.saved_model.load gives its functions; neither can be trained on as a model."
    )
    yield _finding(message, place)


def _status(context: Context, name: str, attribute: Node, owner: Node) -> Iterator[Finding]:
    """``model.load_weights(path).assert_consumed()``."""
    call = call_of(attribute)
    function = owner.child_by_field_name("function") if owner.type == "call" else None
    method = function.child_by_field_name("attribute") if function is not None and function.type == "attribute" else None
    if call is None or method is None or method.text != b"load_weights" or context.ask((b"load_weights",), _defines_load_weights):
        return
    message = (
        f"Keras 3 returns nothing from load_weights, so .{name}() raises AttributeError; missing weights raise an error by themselves."
    )
    parent = attribute.parent
    end = parent.end_byte if parent is not None else attribute.end_byte
    edits = (Edit(owner.end_byte, end, ""),) if not call.arguments and b"#" not in context.data[owner.end_byte : end] else ()
    yield _finding(message, (attribute.end_byte - len(name), attribute.end_byte), f"Drop .{name}()", edits)


# ---- questions about the file


def _writes(file: FileContext, method: bytes, text: str) -> bool:
    """Whether the file saves to a path that is written the same way, but for an ending that a fix gave it."""
    ending = rb"" if text.endswith(_READ) else rb"(\.keras|\.weights\.h5)?"
    pattern = re.compile(rb"\b" + method + rb"\([^()]*['\"]" + re.escape(text.encode()) + ending + rb"['\"]")
    return any(pattern.search(chunk.data) is not None for chunk in file.document.chunks)


def _has_short_loss(file: FileContext) -> bool:
    return any(b"compile" in chunk.data and _SHORT_LOSS.search(chunk.data) is not None for chunk in file.document.chunks)


def _defines_load_weights(file: FileContext) -> bool:
    return any(re.search(rb"def\s+load_weights\b", chunk.data) is not None for chunk in file.document.chunks)
