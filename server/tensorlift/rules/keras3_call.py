"""Calls that Keras 3 answers otherwise than the Keras of TensorFlow 1."""

from __future__ import annotations

from tensorlift.model import Safety, Severity
from tensorlift.rules.base import GUIDE, Example, Rule, looks_for
from tensorlift.rules.entries import Entry, Table

RULE = Rule(
    code="TL216",
    slug="keras3-call",
    title="Keras 3 answers this call otherwise",
    summary=(
        "Cells of Keras take `units`, not `num_units`, and `get_initial_state` of Keras 3 takes only the batch size and returns a list. "
        "`metrics_names` of Keras 3 does not name the metrics."
    ),
    guide=f"{GUIDE}/model_mapping",
    examples=(
        Example(
            "import tensorflow as tf\ncell = tf.keras.layers.LSTMCell(num_units=8)\n",
            "import tensorflow as tf\ncell = tf.keras.layers.LSTMCell(units=8)\n",
        ),
        Example(
            "import tensorflow as tf\ncell = tf.keras.layers.LSTMCell(8)\nstate = cell.get_initial_state(batch_size=4, dtype=tf.float32)\n",
            "import tensorflow as tf\ncell = tf.keras.layers.LSTMCell(8)\nstate = cell.get_initial_state(batch_size=4)\n",
        ),
        Example("import tensorflow as tf\ncell = tf.keras.layers.LSTMCell(8)\nstate = cell.get_initial_state(batch_size=4)\n"),
    ),
)

_CELLS = "tf.keras.layers.LSTMCell tf.keras.layers.GRUCell tf.keras.layers.SimpleRNNCell"

_ENTRIES = (
    Entry(
        _CELLS,
        "Cells of Keras call it units. Their weights stand in another order than those of tf.nn.rnn_cell, so old checkpoints need a conversion.",
        use="call", argument="num_units", without="units", edit="keyword units", safety=Safety.REVIEW, title="Use units",
    ),
    Entry(
        "layer:get_initial_state",
        "In Keras 3 get_initial_state takes the batch size only and returns a list; the state has the type of the layer.",
        use="call", argument="dtype", keras=3, edit="drop", safety=Safety.REVIEW, title="Leave dtype out",
    ),
    Entry(
        "layer:get_initial_state",
        "In Keras 3 get_initial_state takes the batch size only: write batch_size=tf.shape(inputs)[0].",
        use="call", argument="inputs", keras=3,
    ),
    Entry(
        "model:metrics_names",
        "In Keras 3 metrics_names is ['loss', 'compile_metrics'] whatever the metrics are; evaluate(..., return_dict=True) gives their names.",
        Severity.WARNING, use="read", keras=3,
    ),
)  # fmt: skip

_TABLE = Table(RULE, _ENTRIES)
check = looks_for(_TABLE.subject)(_TABLE.findings)
