"""``tf.metrics`` that an evaluation streams its batches through, as metrics of Keras.

Source: ``tensorflow/python/ops/metrics_impl.py`` of TensorFlow 1.15 and ``keras/src/metrics`` of Keras 3; the numbers of both were compared.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass

from tensorlift.lift.known.base import arguments
from tensorlift.lift.program import Program, Refusal

_PAIR = ("labels", "predictions", "weights", "metrics_collections", "updates_collections", "name")
_SAME = {
    "accuracy": "Accuracy",
    "mean_squared_error": "MeanSquaredError",
    "mean_absolute_error": "MeanAbsoluteError",
    "root_mean_squared_error": "RootMeanSquaredError",
    "auc": "AUC",
}
_BY_ROW = ("MeanSquaredError", "MeanAbsoluteError")
"""Keras takes the mean over the last axis first, so that a batch without one would count as one example."""
_COUNTS = {
    "precision": "Precision",
    "recall": "Recall",
    "true_positives": "TruePositives",
    "true_negatives": "TrueNegatives",
    "false_positives": "FalsePositives",
    "false_negatives": "FalseNegatives",
}


@dataclass(frozen=True, eq=False)
class Streaming:
    """One metric.

    Attributes:
        call: The call of TensorFlow 1 that made it.
        statement: The statement that the call stands in, if it has a name there.
        kind: The class of Keras.
        arguments: What it is updated with, by name.
        truths: What it is updated with counts as true or false.
    """

    call: ast.Call
    statement: ast.stmt | None
    kind: str
    arguments: dict[str, ast.expr]
    truths: bool = False

    def made(self, tf: str) -> str:
        """Return the code that makes it."""
        return f"{tf}.estimator.metrics.{self.kind}()"

    def shown(self, program: Program) -> list[tuple[str, ast.expr, str, str]]:
        """Return what it is updated with: the name, the expression, and the code in front and behind."""
        found = []
        for name, node in self.arguments.items():
            before = "sample_weight=" if name == "weights" else ""
            after = ""
            if self.truths and name != "weights":
                # A metric of Keras has a threshold where that of TensorFlow 1 takes all but zero for true.
                before, after = f"{program.tf}.cast(", f", {program.tf}.bool)"
            elif self.kind in _BY_ROW:
                before, after = f"{program.tf}.reshape(", ", [-1, 1])"
            found.append((name, node, before, after))
        return found


def streaming(program: Program, call: ast.Call, statement: ast.stmt | None) -> Streaming:
    """Return the metric that a call makes.

    Raises:
        Refusal: There is none in Keras that does the same.
    """
    name = (program.called(call) or "").removeprefix("metrics.")
    if name == "mean":
        given = arguments(call, ("values", "weights", "metrics_collections", "updates_collections", "name"))
        kind = "Mean"
    elif name in _SAME or name in _COUNTS:
        given = arguments(call, _PAIR)
        kind = _SAME.get(name) or _COUNTS[name]
        if not {"labels", "predictions"} <= set(given):
            raise Refusal(call, "the arguments of a metric are not written out")
        given = {key: given[key] for key in ("labels", "predictions", "weights", *_PAIR[3:]) if key in given}
    else:
        raise Refusal(call, f"`{program.source(call.func)}` has no counterpart that is known here")
    given.pop("name", None)
    if set(given) - {"values", "labels", "predictions", "weights"}:
        raise Refusal(call, "a metric is kept in a collection")
    if "weights" in given and isinstance(given["weights"], ast.Constant) and given["weights"].value is None:
        del given["weights"]
    if "weights" in given and kind in _BY_ROW:
        raise Refusal(call, "a mean error is weighted, which Keras does row by row")
    return Streaming(call, statement, kind, given, name in _COUNTS)
