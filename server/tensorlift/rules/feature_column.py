"""At level native: feature columns and the Keras layers that take their place."""

from __future__ import annotations

from tensorlift.model import Level, Severity
from tensorlift.rules.base import GUIDE, Example, Rule, looks_for
from tensorlift.rules.entries import Entry, Table

RULE = Rule(
    code="TL459",
    slug="feature-column",
    title="Keras preprocessing layers take the place of feature columns",
    summary=(
        "Reported at level `native` only: feature columns work on TensorFlow 2.21, but what consumed them (Estimators, `DenseFeatures`) is "
        "gone with Keras 3, and `tf.compat.v1.feature_column.input_layer` is left. Each column has a preprocessing layer that does the same; "
        "the message says which one and what differs."
    ),
    guide=f"{GUIDE}/migrating_feature_columns",
    examples=(
        Example(
            "import tensorflow as tf\n\ncolumn = tf.feature_column.bucketized_column(age, [18, 65])\n",
            level=Level.NATIVE,
        ),
        Example("import tensorflow as tf\n\ny = tf.keras.layers.Discretization(bin_boundaries=[18, 65])(x)\n", level=Level.NATIVE),
    ),
)

# What was compared by running both is in tests/numerics/test_feature_columns.py.
_LAYERS = {
    "numeric_column": "tf.keras.layers.Normalization with mean and variance does a normalizer_fn; scalars need axis=None.",
    "bucketized_column": (
        "tf.keras.layers.Discretization(bin_boundaries) makes the same buckets; CategoryEncoding with one token more than boundaries makes "
        "them one-hot."
    ),
    "indicator_column": (
        "tf.keras.layers.CategoryEncoding with output_mode='count' counts the values of an example as this column does; 'multi_hot' "
        "does not count."
    ),
    "categorical_column_with_identity": (
        "the integers go straight to tf.keras.layers.CategoryEncoding or Embedding. Out of range, CategoryEncoding of Keras 3 gives zeros "
        "and Embedding raises an error on a CPU."
    ),
    "categorical_column_with_vocabulary_list": (
        "tf.keras.layers.StringLookup with this vocabulary puts unknown strings at 0 and shifts the others by 1; with num_oov_indices=0 it raises "
        "an error for them."
    ),
    "categorical_column_with_vocabulary_file": (
        "tf.keras.layers.StringLookup(vocabulary=path) puts unknown strings at 0 and shifts the others by 1; with num_oov_indices=0 it raises "
        "an error for them."
    ),
    "categorical_column_with_hash_bucket": "tf.keras.layers.Hashing with as many bins makes the same buckets.",
    "crossed_column": "tf.keras.layers.HashedCrossing of the two features, with as many bins, makes the same buckets.",
    "weighted_categorical_column": (
        "tf.keras.layers.CategoryEncoding(output_mode='count') takes the weights as count_weights when it is called."
    ),
    "embedding_column": (
        "tf.keras.layers.Embedding starts with smaller values unless it gets embeddings_initializer=TruncatedNormal(stddev=dimension**-0.5), and "
        "combines nothing: take the mean of an example's vectors yourself."
    ),
    "shared_embeddings": "one tf.keras.layers.Embedding that is called on each of the features shares its weights.",
    "sequence_categorical_column_with_vocabulary_list": "tf.keras.layers.StringLookup takes sequences as they are.",
    "sequence_categorical_column_with_vocabulary_file": "tf.keras.layers.StringLookup takes sequences as they are.",
    "sequence_categorical_column_with_hash_bucket": "tf.keras.layers.Hashing takes sequences as they are.",
    "sequence_categorical_column_with_identity": "the integers go straight to tf.keras.layers.Embedding.",
    "sequence_numeric_column": "tf.keras.layers.Normalization takes sequences as they are.",
}
_ENTRIES = tuple(
    Entry(
        f"tf.feature_column.{name}",
        f"{{name}} works, but no Keras 3 layer takes feature columns: {text}",
        Severity.INFORMATION,
        use="call",
        level=Level.NATIVE,
    )
    for name, text in _LAYERS.items()
)
_TABLE = Table(RULE, _ENTRIES)
check = looks_for(_TABLE.subject)(_TABLE.findings)
