"""feature-column: columns and the layers that take their place, at level native."""

from __future__ import annotations

from typing import Any

import pytest

from tensorlift.model import Level, Severity
from tests.rules.helpers import TF, check_noop, findings

ONLY: dict[str, Any] = {"select": ("TL459",)}


@pytest.mark.parametrize(
    ("call", "word"),
    [
        ("numeric_column('a')", "Normalization"),
        ("bucketized_column(c, [1])", "Discretization"),
        ("indicator_column(c)", "output_mode='count'"),
        ("categorical_column_with_vocabulary_list('a', v)", "StringLookup"),
        ("categorical_column_with_hash_bucket('a', 9)", "Hashing"),
        ("crossed_column(['a', 'b'], 9)", "HashedCrossing"),
        ("embedding_column(c, 4)", "TruncatedNormal"),
        ("shared_embeddings([c, d], 4)", "one tf.keras.layers.Embedding"),
        ("weighted_categorical_column(c, 'w')", "count_weights"),
    ],
)
def test_reported_at_level_native(call: str, word: str) -> None:
    code = f"{TF}x = tf.feature_column.{call}\n"
    (finding,) = findings(code, level=Level.NATIVE, **ONLY)
    assert word in finding.message
    assert finding.severity is Severity.INFORMATION
    check_noop(code, **ONLY)


@pytest.mark.parametrize("line", ["x = tf.feature_column.make_parse_example_spec(c)", "x = tf.keras.layers.Hashing(3)"])
def test_noop(line: str) -> None:
    check_noop(f"{TF}{line}\n", level=Level.NATIVE)
