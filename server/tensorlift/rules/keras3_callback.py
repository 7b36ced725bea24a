"""Callbacks of Keras with arguments that Keras 3 does not take any more."""

from __future__ import annotations

from tensorlift.model import Safety
from tensorlift.rules.base import GUIDE, Example, Rule, looks_for
from tensorlift.rules.entries import Entry, Table

RULE = Rule(
    code="TL453",
    slug="keras3-callback",
    title="The callback does not take this argument any more",
    summary=(
        "`ModelCheckpoint` of Keras 3 has no `period` and `load_weights_on_restart`, `TensorBoard` no `batch_size`, `write_grads`, "
        "`embeddings_data` and `embeddings_layer_names`, `BackupAndRestore` no `save_before_preemption`; all raise `TypeError`. What had no "
        "effect any more in Keras 2 is left out by the fix."
    ),
    guide=f"{GUIDE}/checkpoint_saver",
    examples=(
        Example(
            "import tensorflow as tf\nc = tf.keras.callbacks.ModelCheckpoint('m.keras', period=1)\n",
            "import tensorflow as tf\nc = tf.keras.callbacks.ModelCheckpoint('m.keras')\n",
        ),
        Example(
            "import tensorflow as tf\nc = tf.keras.callbacks.TensorBoard('logs', write_grads=True, batch_size=32)\n",
            "import tensorflow as tf\nc = tf.keras.callbacks.TensorBoard('logs')\n",
        ),
        Example("import tensorflow as tf\nc = tf.keras.callbacks.ModelCheckpoint('m.keras', period=5)\n"),
        Example("import tensorflow as tf\nc = tf.keras.callbacks.ModelCheckpoint('m.keras', save_freq='epoch')\n"),
    ),
)

_CHECKPOINT, _BOARD = "tf.keras.callbacks.ModelCheckpoint", "tf.keras.callbacks.TensorBoard"
_PERIOD = "ModelCheckpoint of Keras 3 has no period"
_RESTART = "ModelCheckpoint of Keras 3 has no load_weights_on_restart"
_ENTRIES = (
    Entry(_CHECKPOINT, f"{_PERIOD}; one epoch is the default.", argument="period", value="1", keras=3, edit="drop", title="Leave it out"),
    Entry(
        _CHECKPOINT,
        f"{_PERIOD}: save_freq is 'epoch' or a number of batches, here {{value}} times the batches of an epoch.",
        argument="period",
        keras=3,
    ),
    Entry(
        _CHECKPOINT,
        f"{_RESTART}; not to load is the default.",
        argument="load_weights_on_restart",
        value="False",
        keras=3,
        edit="drop",
        title="Leave it out",
    ),
    Entry(
        _CHECKPOINT,
        f"{_RESTART}: tf.keras.callbacks.BackupAndRestore goes on where training stopped.",
        argument="load_weights_on_restart",
        keras=3,
        page="fault_tolerance",
    ),
    Entry(
        _CHECKPOINT,
        "ModelCheckpoint of Keras 3 has no options for checkpoints.",
        argument="options",
        keras=3,
        edit="drop",
        safety=Safety.REVIEW,
        title="Leave it out",
    ),
    Entry(
        _BOARD,
        "TensorBoard of Keras 3 has no {argument}, and Keras 2 ignored it.",
        argument="batch_size write_grads embeddings_data embeddings_layer_names",
        keras=3,
        edit="drop",
        title="Leave it out",
        page="tensorboard",
    ),
    Entry(
        "tf.keras.callbacks.BackupAndRestore tf.keras.callbacks.experimental.BackupAndRestore",
        "BackupAndRestore of Keras 3 does not take save_before_preemption; save_freq says how often it saves.",
        argument="save_before_preemption",
        keras=3,
        edit="drop",
        safety=Safety.REVIEW,
        title="Leave it out",
        page="fault_tolerance",
    ),
)
_TABLE = Table(RULE, _ENTRIES)
check = looks_for(_TABLE.subject)(_TABLE.findings)
