"""The initializers, regularizers and scopes of ``tf.contrib.layers``."""

from __future__ import annotations

import ast

from tensorlift.lift.calls import Rewriter
from tensorlift.lift.initializers import drawn_afresh
from tensorlift.lift.known.base import Known, arguments
from tensorlift.lift.known.graph import PYTHON_CALL
from tensorlift.lift.program import Refusal


def _half(rewriter: Rewriter, node: ast.expr) -> str:
    """Return half of a number: ``tf.nn.l2_loss`` is half of a sum of squares."""
    if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)):
        return repr(node.value / 2)
    text = rewriter.text(node)
    return f"0.5 * {text}" if isinstance(node, (ast.Name, ast.Attribute, ast.Constant, ast.Call)) else f"0.5 * ({text})"


def _l1(rewriter: Rewriter, call: ast.Call) -> str:
    return f"{rewriter.program.tf}.keras.regularizers.L1({rewriter.text(arguments(call, ('scale', 'scope'))['scale'])})"


def _l2(rewriter: Rewriter, call: ast.Call) -> str:
    return f"{rewriter.program.tf}.keras.regularizers.L2({_half(rewriter, arguments(call, ('scale', 'scope'))['scale'])})"


def _l1_l2(rewriter: Rewriter, call: ast.Call) -> str:
    values = arguments(call, ("scale_l1", "scale_l2", "scope"))
    first = rewriter.text(values["scale_l1"]) if "scale_l1" in values else "1.0"
    second = _half(rewriter, values["scale_l2"]) if "scale_l2" in values else "0.5"
    return f"{rewriter.program.tf}.keras.regularizers.L1L2({first}, {second})"


def _xavier(rewriter: Rewriter, call: ast.Call) -> str:
    values = arguments(call, ("uniform", "seed", "dtype"))
    uniform = values.get("uniform")
    if uniform is not None and not isinstance(uniform, ast.Constant):
        raise Refusal(uniform, "it cannot be told which distribution an initializer draws from")
    made = "GlorotUniform" if uniform is None or uniform.value else "GlorotNormal"
    seed = f"seed={rewriter.text(values['seed'])}" if "seed" in values else ""
    return drawn_afresh(rewriter, call, f"{rewriter.program.tf}.keras.initializers.{made}({seed})")


def _variance_scaling(rewriter: Rewriter, call: ast.Call) -> str:
    values = arguments(call, ("factor", "mode", "uniform", "seed", "dtype"))
    mode, uniform = values.get("mode"), values.get("uniform")
    if any(one is not None and not isinstance(one, ast.Constant) for one in (mode, uniform)):
        raise Refusal(call, "it cannot be told which distribution an initializer draws from")
    shown = str(mode.value).lower() if isinstance(mode, ast.Constant) else "fan_in"
    drawn = "uniform" if isinstance(uniform, ast.Constant) and uniform.value else "truncated_normal"
    factor = rewriter.text(values["factor"]) if "factor" in values else "2.0"
    seed = f", seed={rewriter.text(values['seed'])}" if "seed" in values else ""
    made = f"{rewriter.program.tf}.keras.initializers.VarianceScaling({factor}, mode={shown!r}, distribution={drawn!r}{seed})"
    return drawn_afresh(rewriter, call, made)


def _arg_scope(rewriter: Rewriter, call: ast.Call) -> str:
    raise Refusal(call, "a scope of arguments is used in a way that is not followed")


_PREFIXES = ("contrib.layers.", "contrib.slim.", "contrib.slim.regularizers.", "contrib.layers.python.layers.")
KNOWN = {
    **{f"{prefix}l1_regularizer": Known(PYTHON_CALL, _l1) for prefix in _PREFIXES},
    **{f"{prefix}l2_regularizer": Known(PYTHON_CALL, _l2) for prefix in _PREFIXES},
    **{f"{prefix}l1_l2_regularizer": Known(PYTHON_CALL, _l1_l2) for prefix in _PREFIXES},
    **{
        f"{prefix}{name}": Known(PYTHON_CALL, _xavier)
        for prefix in _PREFIXES[:2]
        for name in ("xavier_initializer", "xavier_initializer_conv2d")
    },
    **{f"{prefix}variance_scaling_initializer": Known(PYTHON_CALL, _variance_scaling) for prefix in _PREFIXES[:2]},
    **{name: Known(PYTHON_CALL, _arg_scope) for name in ("contrib.framework.arg_scope", "contrib.slim.arg_scope")},
}
