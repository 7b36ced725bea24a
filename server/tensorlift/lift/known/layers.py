"""``tf.layers``: see :mod:`tensorlift.lift.keras_layers`."""

from __future__ import annotations

import ast
import re

from tensorlift.lift.applied import APPLIED, taken_apart
from tensorlift.lift.calls import Rewriter
from tensorlift.lift.evaluate import Evaluator
from tensorlift.lift.keras_layers import CLASSES, WITH_WEIGHTS, LayerCall, made_as, take_apart
from tensorlift.lift.known.base import Known
from tensorlift.lift.program import Instead, Program, Refusal, edited
from tensorlift.lift.scopes import Made, joined
from tensorlift.lift.values import COMPUTED, Kind, Scope, Value

_STATELESS = ("Flatten", "Dropout", *(f"{kind}Pooling{rank}D" for kind in ("Max", "Average") for rank in (1, 2, 3)))


def to_snake_case(name: str) -> str:
    """Return the name that a layer without one gets from its class."""
    return re.sub("([a-z])([A-Z])", r"\1_\2", re.sub("(.)([A-Z][a-z0-9]+)", r"\1_\2", name)).lower()


_FLAGS = {"bias": "use_bias", "gamma": "scale", "beta": "center"}
_CONTRIB = {"kernel": "weights", "bias": "biases"}


def _parts(layer: LayerCall, made: Made, *, is_contrib: bool) -> tuple[Made, ...]:
    """Return the variables of a layer; none if it cannot be told which there are."""
    if layer.followed_by is not None or made.is_many or layer.made not in WITH_WEIGHTS:
        return ()
    found = []
    for name in WITH_WEIGHTS[layer.made]:
        flag = layer.arguments.get(_FLAGS.get(name, ""))
        text = flag if isinstance(flag, str) or flag is None else str(flag.value) if isinstance(flag, ast.Constant) else "?"
        if text == "?":
            return ()
        if text in (None, "True"):
            shown = _CONTRIB.get(name, name) if is_contrib else name
            full = joined(made.name, "/", shown) if made.name is not None else None
            is_trained = made.trainable if not name.startswith("moving_") else False
            found.append(Made(full, made.event, is_trained, graph=made.graph, began=made.began, of=made, attribute=name, mark=made.mark))
    return tuple(found)


def _layer(evaluator: Evaluator, call: ast.Call, given: Value, scope: Scope) -> Value:
    layer = taken_apart(evaluator.program, call)
    assert layer is not None
    # what a dictionary of arguments has beside the flag is no part of a run
    flags = [one.training for one in layer.every() if one.training is not None]
    wanted = evaluator.joined(evaluator.value(one, scope) for one in (layer.inputs, *flags))
    for one in layer.given():
        if evaluator.value(one, scope).kind in COMPUTED:
            other = _as_function(evaluator.program, call, layer)
            if other is not None:
                raise Instead(other)
            raise Refusal(one, "what a layer is made with depends on what a run computes")
    mark: ast.AST = call
    if not evaluator.makes_apart and layer.made not in _STATELESS:
        name = next((one.value for one in call.keywords if one.arg in ("name", "scope")), None)
        reuse = next((one.value for one in call.keywords if one.arg == "reuse"), None)
        made = evaluator.layer(call, name, to_snake_case(layer.made), reuse, scope)
        if (flag := layer.arguments.get("trainable")) is not None and isinstance(flag, ast.expr) and made.event == evaluator.event(call):
            constant = evaluator.constant(flag, scope)
            made.trainable = bool(constant[0]) if constant is not None else None
        made.parts = made.parts or _parts(layer, made, is_contrib=str(evaluator.program.called(call)).startswith("contrib."))
        mark = made.mark
    reads = wanted.reads | {mark} if layer.made not in _STATELESS else wanted.reads
    return Value(Kind.TENSOR, wanted.items, None, (*wanted.layers, call), wanted.variables, reads=reads, writes=wanted.writes)


def _as_function(program: Program, call: ast.Call, layer: LayerCall) -> Program | None:
    """Return the program with the function in the place of a layer that drops a share that is fed; None for other layers."""
    is_on = isinstance(layer.training, ast.Constant) and layer.training.value is True
    if layer.made != "Dropout" or not is_on or layer.inputs is None or set(layer.arguments) - {"rate", "noise_shape", "seed"}:
        return None
    given = {key: value for key, value in layer.arguments.items() if not (isinstance(value, ast.Constant) and value.value is None)}
    texts = {key: value if isinstance(value, str) else ast.unparse(value) for key, value in given.items()}
    words = "".join(f", {key}={text}" for key, text in texts.items())
    text = f"{program.tf}.nn.dropout({program.source(layer.inputs)}{words})"
    if "\n" in program.source(call):
        return None
    return Program(edited(program.data, [(*program.span(call), text)]).decode(), program.origin)


def _object(evaluator: Evaluator, call: ast.Call, given: Value, scope: Scope) -> Value:
    """Return what a layer stands for that is made by itself: a function, whose variables are read where it is called."""
    if given.kind in COMPUTED:
        raise Refusal(call, "what a layer is made with depends on what a run computes")
    return Value(Kind.PYTHON, call=call, layers=(call,), is_function=True, reads=frozenset({call}))


def _write_object(rewriter: Rewriter, call: ast.Call) -> str:
    return made_as(take_apart(str(rewriter.program.called(call)), call), rewriter.program.tf, rewriter.text)


KNOWN = {
    **{symbol: Known(_layer, makes=True) for symbol in APPLIED},
    **{symbol: Known(_object, _write_object, makes=True) for symbol in CLASSES if symbol != "layers.BatchNormalization"},
}
