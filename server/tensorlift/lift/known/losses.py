"""``tf.losses``, and losses whose names or arguments are others in TensorFlow 2."""

from __future__ import annotations

import ast

from tensorlift.lift.calls import Rewriter
from tensorlift.lift.known.base import Known, arguments
from tensorlift.lift.program import Refusal


def _loss(names: tuple[str, ...], pattern: str) -> Known:
    """Return the entry of a loss that is the mean over all examples.

    Args:
        names: Its parameters, in order; only those in the pattern may be given.
        pattern: The code, with the parameters in braces, and ``tf``.
    """

    def write(rewriter: Rewriter, call: ast.Call) -> str:
        values = {key: rewriter.text(node) for key, node in arguments(call, (*names, "weights", "scope")).items() if key != "scope"}
        if set(values) != set(names):
            raise Refusal(call, f"an argument of `{rewriter.program.source(call.func)}` is not lifted")
        return pattern.format(tf=rewriter.program.tf, **values)

    return Known(write=write)


def _cross_entropy(rewriter: Rewriter, call: ast.Call) -> str:
    values = {key: rewriter.text(node) for key, node in arguments(call, ("_sentinel", "labels", "logits", "dim", "name", "axis")).items()}
    axis = values.pop("dim", values.pop("axis", None))
    if set(values) - {"labels", "logits", "name"}:
        raise Refusal(call, "an argument of a cross entropy is not lifted")
    shown = [f"{key}={text}" for key, text in values.items() if key != "name"] + ([f"axis={axis}"] if axis is not None else [])
    return f"{rewriter.program.tf}.nn.softmax_cross_entropy_with_logits({', '.join(shown)})"


KNOWN = {
    "losses.mean_squared_error": _loss(
        ("labels", "predictions"), "{tf}.reduce_mean({tf}.math.squared_difference({predictions}, {labels}))"
    ),
    "losses.absolute_difference": _loss(("labels", "predictions"), "{tf}.reduce_mean({tf}.abs({tf}.subtract({predictions}, {labels})))"),
    "losses.softmax_cross_entropy": _loss(
        ("onehot_labels", "logits"), "{tf}.reduce_mean({tf}.nn.softmax_cross_entropy_with_logits(labels={onehot_labels}, logits={logits}))"
    ),
    "losses.sparse_softmax_cross_entropy": _loss(
        ("labels", "logits"), "{tf}.reduce_mean({tf}.nn.sparse_softmax_cross_entropy_with_logits(labels={labels}, logits={logits}))"
    ),
    "losses.sigmoid_cross_entropy": _loss(
        ("multi_class_labels", "logits"),
        "{tf}.reduce_mean({tf}.nn.sigmoid_cross_entropy_with_logits(labels={multi_class_labels}, logits={logits}))",
    ),
    "nn.softmax_cross_entropy_with_logits_v2": Known(write=_cross_entropy),
    "nn.softmax_cross_entropy_with_logits": Known(write=_cross_entropy),
    # Both take their arguments by name only, so that they may be handed on.
    "nn.sigmoid_cross_entropy_with_logits": Known(name="nn.sigmoid_cross_entropy_with_logits"),
    "nn.sparse_softmax_cross_entropy_with_logits": Known(name="nn.sparse_softmax_cross_entropy_with_logits"),
}
