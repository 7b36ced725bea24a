"""Metrics and collected losses of TensorFlow 1 in code that runs eagerly."""

from __future__ import annotations

from tensorlift.model import Severity
from tensorlift.native import native
from tensorlift.rules.base import GUIDE, Example, Rule, looks_for
from tensorlift.rules.entries import Entry, Table

RULE = Rule(
    code="TL439",
    slug="eager-metric",
    title="Metrics and collected losses of TensorFlow 1 do not work in eager code",
    summary=(
        "`tf.compat.v1.metrics.*` are pairs of a value and an update operation, and raise `RuntimeError` where code runs eagerly; Keras has "
        "objects instead, with `update_state` and `result`. The functions of `tf.losses` work, but nothing is collected: `get_losses()` is "
        "empty, `get_total_loss()` raises `ValueError` and `get_regularization_loss()` is 0. Reported where code surely runs eagerly."
    ),
    guide=f"{GUIDE}/metrics_optimizers",
    examples=(
        Example("import tensorflow as tf\ntf.enable_eager_execution()\nvalue, update = tf.metrics.accuracy(labels, predictions)\n"),
        Example("import tensorflow as tf\nx = tf.placeholder(tf.float32)\nvalue, update = tf.metrics.accuracy(labels, predictions)\n"),
    ),
)

_METRICS = (
    "accuracy", "auc", "average_precision_at_k", "false_negatives", "false_negatives_at_thresholds", "false_positives",
    "false_positives_at_thresholds", "mean", "mean_absolute_error", "mean_cosine_distance", "mean_iou", "mean_per_class_accuracy",
    "mean_relative_error", "mean_squared_error", "mean_tensor", "percentage_below", "precision", "precision_at_k",
    "precision_at_thresholds", "precision_at_top_k", "recall", "recall_at_k", "recall_at_thresholds", "recall_at_top_k",
    "root_mean_squared_error", "sensitivity_at_specificity", "sparse_average_precision_at_k", "sparse_precision_at_k",
    "specificity_at_sensitivity", "true_negatives", "true_negatives_at_thresholds", "true_positives", "true_positives_at_thresholds",
)  # fmt: skip


def _advice(name: str) -> str:
    return native(name).text.replace("`", "")


_ENTRIES = (
    *(
        Entry(f"tf.metrics.{name}", f"{{name}} raises RuntimeError in eager code. {_advice(f'tf.metrics.{name}')}", use="call", eager=True)
        for name in _METRICS
    ),
    Entry(
        "tf.losses.get_total_loss",
        "Eager code collects no losses, so this raises ValueError; add the losses up yourself, with losses of the model.",
        use="call", eager=True,
    ),
    Entry(
        "tf.losses.get_losses tf.losses.get_regularization_losses",
        "Eager code collects no losses, so this is an empty list; regularization is in losses of the model.",
        Severity.WARNING, use="call", eager=True,
    ),
    Entry(
        "tf.losses.get_regularization_loss",
        "Eager code collects no losses, so this is 0; regularization is in losses of the model.",
        Severity.WARNING, use="call", eager=True,
    ),
    Entry(
        "tf.losses.add_loss",
        "Eager code collects no losses, so this does nothing; add the losses up yourself.",
        Severity.WARNING, use="call", eager=True,
    ),
)  # fmt: skip

_TABLE = Table(RULE, _ENTRIES)
check = looks_for(_TABLE.subject)(_TABLE.findings)
