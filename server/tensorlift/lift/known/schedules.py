"""Decayed learning rates: schedules of Keras, which are made once and called with the step.

Source: https://www.tensorflow.org/api_docs/python/tf/keras/optimizers/schedules and tensorflow/python/training/learning_rate_decay.py of TensorFlow 1.15.
"""

from __future__ import annotations

import ast
from collections.abc import Callable

from tensorlift.lift.calls import Rewriter
from tensorlift.lift.known.base import Known, Once, arguments
from tensorlift.lift.program import Refusal

_KERAS = {"learning_rate": "initial_learning_rate"}
_RATE = ("learning_rate", "global_step", "decay_steps")


def _made(name: str, names: tuple[str, ...], step: str) -> Callable[[Rewriter, ast.Call], Once]:
    """Return what takes a call apart into a schedule and its step.

    Args:
        name: The schedule of Keras.
        names: The parameters in TensorFlow 1, in order.
        step: Which of them is the step.
    """

    def once(rewriter: Rewriter, call: ast.Call) -> Once:
        nodes = arguments(call, (*names, "name"))
        nodes.pop("name", None)
        if step not in nodes:
            raise Refusal(call, "its arguments are not written out")
        at = nodes.pop(step)
        plain = [key for key in names if key != step][:3]
        shown: list[str] = []
        for key, node in nodes.items():
            is_first = len(shown) < len(plain) and plain[len(shown)] == key
            shown.append(rewriter.text(node) if is_first else f"{_KERAS.get(key, key)}={rewriter.text(node)}")
        text = f"{rewriter.program.tf}.keras.optimizers.schedules.{name}({', '.join(shown)})"
        return Once("schedule", tuple(nodes.values()), text, f"({rewriter.text(at)})")

    return once


def _natural(rewriter: Rewriter, call: ast.Call) -> Once:
    names = (*_RATE, "decay_rate", "staircase", "name")
    nodes = arguments(call, names)
    nodes.pop("name", None)
    at = rewriter.text(nodes.pop("global_step"))
    values = {key: rewriter.text(node) for key, node in nodes.items()}
    factor = f"float({rewriter.numpy()}.exp(-{_factor(values['decay_rate'])}))"
    stairs = f", staircase={values['staircase']}" if "staircase" in values else ""
    text = f"{rewriter.program.tf}.keras.optimizers.schedules.ExponentialDecay({values['learning_rate']}, {values['decay_steps']}, {factor}{stairs})"
    return Once("schedule", tuple(nodes.values()), text, f"({at})")


def _linear_cosine(rewriter: Rewriter, call: ast.Call) -> str:
    values = {
        key: rewriter.text(node) for key, node in arguments(call, (*_RATE, "num_periods", "alpha", "beta", "name")).items() if key != "name"
    }
    if values.pop("num_periods", "0.5") != "0.5":
        raise Refusal(call, "an argument of a decayed learning rate is not lifted")
    schedules = f"{rewriter.program.tf}.keras.optimizers.schedules"
    rate, steps, at = values["learning_rate"], values["decay_steps"], values["global_step"]
    line = f"{schedules}.PolynomialDecay(1.0, {steps}, 0.0)({at})"
    if "alpha" in values:
        line = f"({_factor(values['alpha'])} + {line})"
    return f"({line} * {schedules}.CosineDecay({rate}, {steps})({at}) + {_factor(rate)} * {_factor(values.get('beta', '0.001'))})"


def _factor(text: str) -> str:
    node = ast.parse(text, mode="eval").body
    return f"({text})" if isinstance(node, (ast.BinOp, ast.UnaryOp, ast.IfExp, ast.Compare, ast.BoolOp)) else text


def _entry(once: Callable[[Rewriter, ast.Call], Once]) -> Known:
    def write(rewriter: Rewriter, call: ast.Call) -> str:
        found = once(rewriter, call)
        return found.made + found.call

    return Known(write=write, once=once)


_DECAY = (*_RATE, "decay_rate", "staircase")
_SCHEDULES: dict[str, Known] = {
    "exponential_decay": _entry(_made("ExponentialDecay", _DECAY, "global_step")),
    "inverse_time_decay": _entry(_made("InverseTimeDecay", _DECAY, "global_step")),
    "natural_exp_decay": _entry(_natural),
    "polynomial_decay": _entry(_made("PolynomialDecay", (*_RATE, "end_learning_rate", "power", "cycle"), "global_step")),
    "piecewise_constant": _entry(_made("PiecewiseConstantDecay", ("x", "boundaries", "values"), "x")),
    "piecewise_constant_decay": _entry(_made("PiecewiseConstantDecay", ("x", "boundaries", "values"), "x")),
    "cosine_decay": _entry(_made("CosineDecay", (*_RATE, "alpha"), "global_step")),
    "cosine_decay_restarts": _entry(
        _made(
            "CosineDecayRestarts",
            ("learning_rate", "global_step", "first_decay_steps", "t_mul", "m_mul", "alpha"),
            "global_step",
        )
    ),
    "linear_cosine_decay": Known(write=_linear_cosine),
}
KNOWN = {f"train.{name}": entry for name, entry in _SCHEDULES.items()}
