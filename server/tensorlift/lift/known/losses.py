"""``tf.losses``, and losses whose names or arguments are others in TensorFlow 2."""

from __future__ import annotations

import ast

from tensorlift.lift.calls import Rewriter
from tensorlift.lift.dtypes import dtype_of
from tensorlift.lift.evaluate import Evaluator
from tensorlift.lift.known.base import Known, arguments
from tensorlift.lift.program import Refusal
from tensorlift.lift.values import Scope, Value


def _loss(names: tuple[str, ...], pattern: str, *, labels: str | None = None, predictions: str | None = None) -> Known:
    """Return the entry of a loss that is the mean over all examples.

    Args:
        names: Its parameters, in order; only those in the pattern may be given.
        pattern: The code, with the parameters in braces, and ``tf``.
        labels: The parameter that TensorFlow 1 cast to the type of the predictions.
        predictions: The parameter that it cast to float32.

    Source: https://github.com/tensorflow/tensorflow/blob/r1.15/tensorflow/python/ops/losses/losses_impl.py
    """

    def value(evaluator: Evaluator, call: ast.Call, joined: Value, scope: Scope) -> Value:
        given = arguments(call, (*names, "weights", "scope"))
        for name in (labels, predictions):
            node = given.get(name or "")
            if name is None or node is None:
                continue
            found = dtype_of(evaluator.program, evaluator, node, scope)
            others = {
                dtype_of(evaluator.program, evaluator, given[one], scope)
                for one in names
                if one not in (labels, predictions) and one in given
            }
            if others - {"float32", None}:
                continue  # the logits decide
            if found != "float32" and (found is not None or (name == labels and predictions is not None)):
                evaluator.cast.setdefault(call, set()).add(name)
        return evaluator.computed(call, joined)

    def write(rewriter: Rewriter, call: ast.Call) -> str:
        values = {key: rewriter.text(node) for key, node in arguments(call, (*names, "weights", "scope")).items() if key != "scope"}
        if set(values) != set(names):
            raise Refusal(call, f"an argument of `{rewriter.program.source(call.func)}` is not lifted")
        tf = rewriter.program.tf
        values.update({key: f"{tf}.cast({values[key]}, {tf}.float32)" for key in rewriter.cast.get(call, ())})
        return pattern.format(tf=tf, **values)

    return Known(value, write)


def _cross_entropy(rewriter: Rewriter, call: ast.Call) -> str:
    values = {key: rewriter.text(node) for key, node in arguments(call, ("_sentinel", "labels", "logits", "dim", "name", "axis")).items()}
    axis = values.pop("dim", values.pop("axis", None))
    if set(values) - {"labels", "logits", "name"}:
        raise Refusal(call, "an argument of a cross entropy is not lifted")
    shown = [f"{key}={text}" for key, text in values.items() if key != "name"] + ([f"axis={axis}"] if axis is not None else [])
    return f"{rewriter.program.tf}.nn.softmax_cross_entropy_with_logits({', '.join(shown)})"


_SEQUENCES = ("logits", "targets", "weights", "average_across_timesteps", "average_across_batch", "softmax_loss_function", "name")


def _sequences(rewriter: Rewriter, call: ast.Call) -> str:
    """Return the mean over all words of all sequences, by their weights, as ``sequence_loss`` in seq2seq/python/ops/loss.py of TensorFlow 1.15 takes it."""
    values = arguments(call, _SEQUENCES)
    flags = [values[name] for name in _SEQUENCES[3:5] if name in values]
    if "softmax_loss_function" in values or not all(isinstance(one, ast.Constant) and one.value is True for one in flags):
        raise Refusal(call, f"an argument of `{rewriter.program.source(call.func)}` is not lifted")
    weights = values.get("weights")
    if not isinstance(weights, (ast.Name, ast.Attribute)) or "logits" not in values or "targets" not in values:
        raise Refusal(call, f"the weights of `{rewriter.program.source(call.func)}` have no name")
    tf, shown = rewriter.program.tf, rewriter.text(weights)
    words = f"{tf}.nn.sparse_softmax_cross_entropy_with_logits(labels={rewriter.text(values['targets'])}, logits={rewriter.text(values['logits'])})"
    text = f"{tf}.reduce_sum({shown} * {words}) / ({tf}.reduce_sum({shown}) + 1e-12)"
    return text if isinstance(rewriter.program.parents[call], (ast.Assign, ast.Call, ast.keyword, ast.Return)) else f"({text})"


KNOWN = {
    "contrib.seq2seq.sequence_loss": Known(write=_sequences),
    "losses.mean_squared_error": _loss(
        ("labels", "predictions"),
        "{tf}.reduce_mean({tf}.math.squared_difference({predictions}, {labels}))",
        labels="labels",
        predictions="predictions",
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
        labels="multi_class_labels",
    ),
    "nn.softmax_cross_entropy_with_logits_v2": Known(write=_cross_entropy),
    "nn.softmax_cross_entropy_with_logits": Known(write=_cross_entropy),
    # Both take their arguments by name only, so that they may be handed on.
    "nn.sigmoid_cross_entropy_with_logits": Known(name="nn.sigmoid_cross_entropy_with_logits"),
    "nn.sparse_softmax_cross_entropy_with_logits": Known(name="nn.sparse_softmax_cross_entropy_with_logits"),
}
