"""What the classes hold that take the place of Estimators (:mod:`tensorlift.lift.estimators`): TensorFlow 1 has none of these names."""

from __future__ import annotations

import ast

from tensorlift.lift.calls import Rewriter
from tensorlift.lift.known.base import Known
from tensorlift.lift.known.graph import PYTHON_CALL, refused
from tensorlift.lift.known.variables import variable
from tensorlift.lift.program import Refusal


def _write_metric(rewriter: Rewriter, node: ast.Attribute) -> str:
    return f"{rewriter.program.tf}.keras.metrics.{node.attr}"


def _write_checkpoints(rewriter: Rewriter, call: ast.Call) -> str:
    tf = rewriter.program.tf
    model, folder = (rewriter.text(one) for one in call.args)
    return f"{tf}.train.CheckpointManager({tf}.train.Checkpoint(model={model}), {folder}, max_to_keep=5)"


def _write_step(rewriter: Rewriter, call: ast.Call) -> str:
    tf = rewriter.program.tf
    return f"{tf}.Variable(0, trainable=False, dtype={tf}.int64, name='global_step')"


def _refuse_name(rewriter: Rewriter, node: ast.Attribute) -> str:
    raise Refusal(node, f"`{rewriter.program.source(node)}` is not lifted")


# The values of the class in TensorFlow 1.15.
_MODES = {"TRAIN": "'train'", "EVAL": "'eval'", "PREDICT": "'infer'"}

KNOWN = {
    "estimator.*": Known(refused().value, write_name=_refuse_name),
    **{
        f"estimator.ModeKeys.{name}": Known(PYTHON_CALL, write_name=lambda rewriter, node, value=value: value)  # type: ignore[misc]
        for name, value in _MODES.items()
    },
    "estimator.global_step": Known(variable, _write_step, makes=True),
    "estimator.metrics.*": Known(PYTHON_CALL, write_name=_write_metric),
    "estimator.checkpoints": Known(PYTHON_CALL, _write_checkpoints),
}
