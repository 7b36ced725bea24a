"""Which calls make and apply layers, and what they say."""

from __future__ import annotations

import ast

from tensorlift.lift.contrib_layers import FUNCTIONS, take_apart_contrib
from tensorlift.lift.keras_layers import LAYERS, LayerCall, take_apart
from tensorlift.lift.program import Program

APPLIED = frozenset(LAYERS) | frozenset(FUNCTIONS)
"""The functions that make and apply a layer."""


def taken_apart(program: Program, call: ast.AST) -> LayerCall | None:
    """Return what a call of such a function says; None for any other one.

    Args:
        program: The program.
        call: The call.

    Raises:
        Refusal: It has an argument that is not known.
    """
    symbol = program.called(call)
    if symbol is None or symbol not in APPLIED:
        return None
    assert isinstance(call, ast.Call)
    return take_apart(symbol, call) if symbol in LAYERS else take_apart_contrib(program, call)


def updating(program: Program, call: ast.AST) -> LayerCall | None:
    """Return the layer in a call that keeps averages, if there is one that may move them."""
    layer = taken_apart(program, call)
    return next(
        (one for one in (layer.every() if layer is not None else ()) if one.made == "BatchNormalization" and one.training is not None), None
    )
