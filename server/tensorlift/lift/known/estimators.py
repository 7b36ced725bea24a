"""What the classes hold that take the place of Estimators (:mod:`tensorlift.lift.estimators`): TensorFlow 1 has none of these names."""

from __future__ import annotations

import ast

from tensorlift.lift.calls import Rewriter
from tensorlift.lift.known.base import Known
from tensorlift.lift.known.graph import PYTHON_CALL


def _write_metric(rewriter: Rewriter, node: ast.Attribute) -> str:
    return f"{rewriter.program.tf}.keras.metrics.{node.attr}"


def _write_checkpoints(rewriter: Rewriter, call: ast.Call) -> str:
    tf = rewriter.program.tf
    model, folder = (rewriter.text(one) for one in call.args)
    return f"{tf}.train.CheckpointManager({tf}.train.Checkpoint(model={model}), {folder}, max_to_keep=5)"


KNOWN = {
    "estimator.metrics.*": Known(PYTHON_CALL, write_name=_write_metric),
    "estimator.checkpoints": Known(PYTHON_CALL, _write_checkpoints),
}
