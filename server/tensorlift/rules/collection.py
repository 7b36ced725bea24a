"""Collections of the graph, in code that runs eagerly: most of them stay empty, the others grow."""

from __future__ import annotations

from tensorlift.model import Safety, Severity
from tensorlift.rules.base import GUIDE, Example, Rule, looks_for
from tensorlift.rules.entries import Entry, Table

RULE = Rule(
    code="TL413",
    slug="collection",
    title="Collections stay empty where code runs eagerly",
    summary=(
        "Nothing puts variables, losses, updates or summaries into collections where code runs eagerly, so `tf.trainable_variables()` and "
        "`tf.get_collection(tf.GraphKeys.…)` return an empty list without an error, and gradients are computed over nothing. Ask the model or "
        "module for its `trainable_variables` and `losses`. Collections of your own keys work, but nothing ever empties them."
    ),
    guide=f"{GUIDE}/tf1_vs_tf2",
    examples=(
        Example(
            "import tensorflow as tf\n\nwith tf.GradientTape() as tape:\n    loss = model(x)\n"
            "grads = tape.gradient(loss, tf.compat.v1.trainable_variables())\n"
        ),
        Example(
            "import tensorflow as tf\n\nwith tf.GradientTape() as tape:\n    w = tf.Variable(1.0, collections=['weights'])\n",
            "import tensorflow as tf\n\nwith tf.GradientTape() as tape:\n    w = tf.Variable(1.0)\n",
        ),
        Example(
            "import tensorflow as tf\n\nwith tf.GradientTape() as tape:\n    loss = model(x)\ngrads = tape.gradient(loss, model.trainable_variables)\n"
        ),
    ),
)

_KEYS = r"""[\w.]*GraphKeys\.(%s)|["'](%s)["']"""
_ENTRIES = (
    Entry(
        "tf.trainable_variables tf.global_variables tf.all_variables tf.local_variables tf.model_variables tf.moving_average_variables",
        "{name} returns an empty list where code runs eagerly: ask the model or module for its variables, such as model.trainable_variables.",
        Severity.WARNING,
        use="call",
        eager=True,
        page="model_mapping",
    ),
    Entry(
        "tf.get_collection tf.get_collection_ref",
        "No layer collects update operations where code runs eagerly: BatchNormalization updates its averages itself when it is called with "
        "training=True, so leave them out.",
        Severity.WARNING,
        use="call",
        argument="key",
        position=0,
        value=_KEYS % ("UPDATE_OPS", "update_ops"),
        eager=True,
        page="model_mapping",
    ),
    Entry(
        "tf.get_collection tf.get_collection_ref",
        "No variable is collected where code runs eagerly: ask the model or module for its variables.",
        Severity.WARNING,
        use="call",
        argument="key",
        position=0,
        value=_KEYS % (r"\w*VARIABLES|WEIGHTS|BIASES", r"(trainable_|local_|model_)?variables|weights|biases"),
        eager=True,
        page="model_mapping",
    ),
    Entry(
        "tf.get_collection tf.get_collection_ref",
        "Losses, summaries and regularizers of layers are not collected where code runs eagerly: ask the model for its losses, and keep a list "
        "of your own for the rest.",
        Severity.WARNING,
        use="call",
        argument="key",
        position=0,
        value=_KEYS
        % (r"REGULARIZATION_LOSSES|LOSSES|SUMMARIES|QUEUE_RUNNERS|TRAIN_OP|INIT_OP", r"regularization_losses|summaries|queue_runners"),
        eager=True,
        page="model_mapping",
    ),
    Entry(
        "tf.add_to_collection tf.add_to_collections",
        "The collection is never emptied where code runs eagerly, so every call adds one more: keep a list of your own and return it.",
        Severity.WARNING,
        use="call",
        eager=True,
    ),
    Entry(
        "tf.Variable tf.get_variable tf.get_local_variable",
        "The argument collections is ignored where code runs eagerly, and the collection stays empty: keep a list of your own.",
        Severity.WARNING,
        use="call",
        argument="collections",
        value=r"(?!None$).+",
        eager=True,
        edit="drop",
        safety=Safety.REVIEW,
    ),
)
_TABLE = Table(RULE, _ENTRIES)
check = looks_for(_TABLE.subject)(_TABLE.findings)
