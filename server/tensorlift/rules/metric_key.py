"""The names under which Keras logs its metrics."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tree_sitter import Node

from tensorlift.model import Edit, Finding, Safety, Severity
from tensorlift.rules.base import GUIDE, Example, Rule, looks_for
from tensorlift.rules.context import Context, FileContext, make_finding

RULE = Rule(
    code="TL436",
    slug="metric-key",
    title="Keras logs the accuracy under the name it was asked for",
    summary=(
        "TensorFlow 1.15 logs `metrics=['accuracy']` as `acc` and `val_acc`; TensorFlow 2 uses the very string: `accuracy` and "
        "`val_accuracy`. A monitor of `val_acc` is ignored with a warning, and `history.history['acc']` raises `KeyError`. Reported in files "
        "that ask for `'accuracy'` and not for `'acc'`."
    ),
    guide=f"{GUIDE}/migrating_estimator",
    examples=(
        Example(
            "import tensorflow as tf\nmodel.compile('sgd', 'mse', metrics=['accuracy'])\n"
            "stop = tf.keras.callbacks.EarlyStopping(monitor='val_acc')\n",
            "import tensorflow as tf\nmodel.compile('sgd', 'mse', metrics=['accuracy'])\n"
            "stop = tf.keras.callbacks.EarlyStopping(monitor='val_accuracy')\n",
        ),
        Example(
            "import tensorflow as tf\nmodel.compile('sgd', 'mse', metrics=['accuracy'])\nhistory = model.fit(x, y)\n"
            "print(history.history['acc'])\n",
            "import tensorflow as tf\nmodel.compile('sgd', 'mse', metrics=['accuracy'])\nhistory = model.fit(x, y)\n"
            "print(history.history['accuracy'])\n",
        ),
    ),
)

_KEY = re.compile(rb"(?P<quote>['\"])(val_)?acc(?P=quote)")
_METRICS = re.compile(rb"metrics\s*=\s*[\[({]([^\])}]*)")
_HISTORIES = frozenset({b"history", b"hist", b"logs", b"history_dict", b"hist_dict"})


@looks_for(words=("acc", "val_acc"))
def check(context: Context) -> Iterator[Finding]:
    """Yield a finding for each look at ``acc`` or ``val_acc`` where the model logs ``accuracy``."""
    asked: bool | None = None
    for match in _KEY.finditer(context.data):
        node = context.root.descendant_for_byte_range(match.start(), match.end())
        while node is not None and node.type != "string":
            node = node.parent
        if node is None or (node.start_byte, node.end_byte) != match.span() or not _is_looked_up(node):
            continue
        if asked is None:
            asked = context.ask((b"metrics", b"tensorflow"), _asks_for_accuracy)
        if not asked:
            return
        key = match[0][1:-1].decode()
        new = key.replace("acc", "accuracy")
        message = f"TensorFlow 2 logs metrics=['accuracy'] as '{new}', not as '{key}'."
        fix = (f"Write '{new}'", Safety.REVIEW, (Edit(match.start() + 1, match.end() - 1, new),))
        yield make_finding(RULE, Severity.WARNING, message, *match.span(), None, fix, deprecated=False)


def _asks_for_accuracy(file: FileContext) -> bool:
    """Whether the models of a file log ``accuracy`` and none logs ``acc``."""
    lists = [match[1] for chunk in file.document.chunks for match in _METRICS.finditer(chunk.data)]
    long = any(re.search(rb"['\"]accuracy['\"]", text) for text in lists)
    short = any(re.search(rb"['\"]acc['\"]", text) for text in lists)
    keras = any(use.path.startswith("tensorflow") for index in range(len(file.document.chunks)) for use in file.names.imports(index))
    return long and not short and keras


def _is_looked_up(node: Node) -> bool:
    """Whether a string is the monitor of a callback, or a key of the history."""
    parent = node.parent
    if parent is None:
        return False
    if parent.type == "keyword_argument":
        name = parent.child_by_field_name("name")
        return name is not None and name.text == b"monitor"
    if parent.type == "subscript":
        value = parent.child_by_field_name("value")
        return value is not None and value != node and _is_history(value)
    if parent.type == "argument_list" and parent.parent is not None and parent.parent.type == "call":
        function = parent.parent.child_by_field_name("function")
        if function is not None and function.type == "attribute" and (function.text or b"").endswith(b".get"):
            owner = function.child_by_field_name("object")
            return owner is not None and _is_history(owner)
    return False


def _is_history(node: Node) -> bool:
    text = node.text or b""
    return text in _HISTORIES or text.endswith(b".history")
