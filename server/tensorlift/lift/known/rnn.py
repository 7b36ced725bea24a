"""Recurrent cells and the functions that unroll them: see :mod:`tensorlift.lift.recurrent`."""

from __future__ import annotations

import ast
from dataclasses import replace

from tensorlift.lift.calls import Rewriter
from tensorlift.lift.cells import LIST, Cell, Projection, Share
from tensorlift.lift.dtypes import dtype_of
from tensorlift.lift.evaluate import Evaluator
from tensorlift.lift.known.base import Evaluate, Known, arguments
from tensorlift.lift.program import Refusal
from tensorlift.lift.recurrent import DROPOUT, RUNS, STATE_TUPLE, bias_of, is_float32, uses_state
from tensorlift.lift.values import COMPUTED, Kind, Part, Scope, Value

_CELLS: dict[str, tuple[str, tuple[str, ...]]] = {
    "BasicRNNCell": ("SimpleRNN", ("num_units", "activation", "reuse", "name", "dtype")),
    "GRUCell": ("GRU", ("num_units", "activation", "reuse", "kernel_initializer", "bias_initializer", "name", "dtype")),
    "BasicLSTMCell": ("LSTM", ("num_units", "forget_bias", "state_is_tuple", "activation", "reuse", "name", "dtype")),
    "LSTMCell": (
        "LSTM",
        ("num_units", "use_peepholes", "cell_clip", "initializer", "num_proj", "proj_clip", "num_unit_shards", "num_proj_shards", "forget_bias",
         "state_is_tuple", "activation", "reuse", "name", "dtype"),
    ),
}  # fmt: skip
_WITHOUT = {
    "use_peepholes": (False, "peepholes"),
    "cell_clip": (None, "clipped cells"),
    "num_proj": (None, "a projection of its outputs"),
    "proj_clip": (None, "a projection of its outputs"),
    "state_is_tuple": (True, "a state in one tensor"),
    "reuse": (None, "variables that it shares with another one by name"),
}
"""Arguments that Keras has no counterpart of: the value with which they say nothing, and what they ask for."""


def _names(call: ast.Call, symbol: str) -> dict[str, ast.expr]:
    return arguments(call, _CELLS[symbol][1])


def _cell(symbol: str) -> Known:
    def value(evaluator: Evaluator, call: ast.Call, given: Value, scope: Scope) -> Value:
        values = _names(call, symbol)
        if "num_units" not in values:
            raise Refusal(call, "the size of a recurrent cell is not written out")
        for name, (default, what) in _WITHOUT.items():
            one = values.get(name)
            is_default = isinstance(one, ast.Constant) and (one.value is default or (name == "reuse" and one.value is False))
            if one is not None and not is_default:
                raise Refusal(one, f"a recurrent cell with {what} has no counterpart in Keras")
        if "dtype" in values and not is_float32(evaluator.program, values["dtype"]):
            raise Refusal(call, "a recurrent cell computes with another type than `tf.float32`")
        if given.kind in COMPUTED:
            raise Refusal(call, "what a recurrent cell is made with depends on what a run computes")
        return Value(Kind.VARIABLE, call=call, variables=(call,), reads=frozenset({call}), cell=Cell(_CELLS[symbol][0]))

    def write(rewriter: Rewriter, call: ast.Call) -> str:
        values = _names(call, symbol)
        kind = _CELLS[symbol][0]
        units = rewriter.text(values["num_units"])
        shown = [units]
        activation = values.get("activation")
        if activation is not None and not (isinstance(activation, ast.Constant) and activation.value is None):
            shown.append(f"activation={rewriter.text(activation)}")
        initializer = values.get("initializer", values.get("kernel_initializer", rewriter.initializers.get(call)))
        if initializer is not None and not (isinstance(initializer, ast.Constant) and initializer.value is None):
            text = rewriter.text(initializer)
            text += "()" if isinstance(initializer, ast.Attribute) else ""
            shown += [f"kernel_initializer={text}", f"recurrent_initializer={text}"]
        shown += bias_of(rewriter, kind, values, units)
        text = f"{rewriter.program.tf}.keras.layers.{kind}Cell({', '.join(shown)})"
        if len(text) < 100:
            return text
        indent = "\n" + rewriter.indent_of(rewriter.program.statement_of(call))
        inner = "".join(f"{indent}    {one}," for one in shown)
        return f"{rewriter.program.tf}.keras.layers.{kind}Cell({inner}{indent})"

    return Known(value, write, makes=True)


def _stack(evaluator: Evaluator, call: ast.Call, given: Value, scope: Scope) -> Value:
    values = arguments(call, ("cells", "state_is_tuple"))
    flag = values.get("state_is_tuple")
    if "cells" not in values or (flag is not None and not (isinstance(flag, ast.Constant) and flag.value is True)):
        raise Refusal(call, "a stack of recurrent cells with a state in one tensor has no counterpart in Keras")
    found = evaluator.value(values["cells"], scope)
    parts = [part.value.cell for part in found.made_of[1]] if found.made_of is not None else []
    layers = tuple(one for one in parts if one is not None)
    every = found.cell if not layers else layers[0] if len(set(layers)) == 1 else None
    if any(one.is_projected for one in (*layers, *([every] if every is not None else []))):
        raise Refusal(call, "recurrent cells in a stack have dense layers between them")
    if len(layers) < len(parts) or (not layers and every is None) or found.kind is not Kind.VARIABLE:
        raise Refusal(call, "it cannot be told of what kind the recurrent cells are")
    return replace(found, call=call, made_of=None, cell=Cell("", layers, every), is_function=False)


def _write_stack(rewriter: Rewriter, call: ast.Call) -> str:
    return f"{rewriter.program.tf}.keras.layers.StackedRNNCells({rewriter.text(arguments(call, ('cells', 'state_is_tuple'))['cells'])})"


def _dropout(evaluator: Evaluator, call: ast.Call, given: Value, scope: Scope) -> Value:
    values = arguments(call, DROPOUT)
    found = evaluator.value(values.get("cell"), scope)
    if found.cell is None or found.kind is not Kind.VARIABLE:
        raise Refusal(call, "it cannot be told of what kind the recurrent cell is")
    for name, what in (("state_keep_prob", "drops parts of the state"), ("variational_recurrent", "drops the same units in each step")):
        one = values.get(name)
        if one is not None and not (isinstance(one, ast.Constant) and one.value in (False, 1) and one.value is not (name[0] == "v")):
            raise Refusal(one, f"a recurrent cell that {what} has no counterpart in Keras")
    shares = []
    for name in ("input_keep_prob", "output_keep_prob"):
        one = values.get(name)
        keeps_all = one is None or (isinstance(one, ast.Constant) and isinstance(one.value, (int, float)) and one.value >= 1)
        shares.append(() if keeps_all or one is None else (_resolved(Share(one, dict(scope))),))
    cell = replace(found.cell, before=(*shares[0], *found.cell.before), after=(*found.cell.after, *shares[1]))
    return replace(found, call=call, cell=cell)


_PROJECTION = ("cell", "output_size", "activation", "reuse")


def _projected(evaluator: Evaluator, call: ast.Call, given: Value, scope: Scope) -> Value:
    values = arguments(call, _PROJECTION)
    found = evaluator.value(values.get("cell"), scope)
    if found.cell is None or found.kind is not Kind.VARIABLE or "output_size" not in values:
        raise Refusal(call, "it cannot be told of what kind the recurrent cell is")
    reuse = values.get("reuse")
    if reuse is not None and not (isinstance(reuse, ast.Constant) and not reuse.value):
        raise Refusal(reuse, "a recurrent cell with variables that it shares with another one by name has no counterpart in Keras")
    activation = values.get("activation")
    if isinstance(activation, ast.Constant) and activation.value is None:
        activation = None
    layer = Projection(call, values["output_size"], activation, dict(scope))
    return replace(found, call=call, reads=found.reads | {call}, cell=replace(found.cell, after=(*found.cell.after, layer)))


def _resolved(share: Share) -> Share:
    """Return what a parameter got, where a share is one."""
    while isinstance(share.node, ast.Name) and share.node.id in share.scope:
        given = share.scope[share.node.id].given
        if given is None:
            break
        share = Share(*given)
    return share


def _write_dropout(rewriter: Rewriter, call: ast.Call) -> str:
    return rewriter.text(call.args[0] if call.args else next(one.value for one in call.keywords if one.arg == "cell"))


def shares_of(cell: Cell) -> list[Share]:
    """Return all shares in a cell."""
    found = [one for one in (*cell.before, *cell.after) if isinstance(one, Share)]
    for one in [*cell.layers, *([cell.every] if cell.every is not None and not cell.layers else [])]:
        found += shares_of(one)
    return found


def _run(symbol: str) -> Evaluate:
    def value(evaluator: Evaluator, call: ast.Call, given: Value, scope: Scope) -> Value:
        run = RUNS[symbol]
        values = arguments(call, run.names)
        cells = [values[name] for name in run.cells if name in values]
        if len(cells) < len(run.cells) or "inputs" not in values:
            raise Refusal(call, "an argument of a recurrent network is missing")
        found = [evaluator.value(one, scope) for one in cells]
        starts = [values.get(name) for name in run.starts]
        result = evaluator.joined(evaluator.value(one, scope) for name, one in values.items() if name in ("inputs", "sequence_length"))
        is_known = is_float32(evaluator.program, values.get("dtype"))
        states = []
        for node, one, start in zip(cells, found, starts):
            # what kind of cell it is shows in its state alone
            is_open = one.cell is not None and one.cell.is_unlike and (one.cell.is_mixed or uses_state(evaluator.program, call))
            if one.cell is None or one.kind is not Kind.VARIABLE or is_open:
                raise Refusal(node, "it cannot be told of what kind the recurrent cell is")
            if start is not None and not (isinstance(start, ast.Constant) and start.value is None):
                first = evaluator.value(start, scope)
                if not one.cell.bare.fits(first.state) and not (one.cell.is_unlike and first.is_zero_state):
                    raise Refusal(start, "it cannot be told how the first state of a recurrent network is made up")
                is_known = is_known or first.state is not None
                result = result | first
            result = result | evaluator.joined(evaluator.value(share.node, share.scope) for share in shares_of(one.cell))
            if one.cell.is_projected and "sequence_length" in values:
                raise Refusal(node, "a recurrent cell has a dense layer behind it, which would go on behind the end of a sequence")
            own = frozenset({call}) if one.cell.is_projected else frozenset()
            result = replace(result | one, layers=(*result.layers, call), reads=result.reads | one.reads | own)
            states.append(one.cell.bare)
        if "dtype" in values and not is_float32(evaluator.program, values["dtype"]):
            is_known = False
        elif not is_known and all(one is not None for one in starts):
            # what is computed has the type of the inputs
            inputs = values["inputs"].elts[0] if run.is_static and isinstance(values["inputs"], ast.List) else values["inputs"]
            is_known = dtype_of(evaluator.program, evaluator, inputs, scope) == "float32"
        if not is_known:
            raise Refusal(call, "it cannot be told that a recurrent network computes with `tf.float32`")
        evaluator.note_initializer(found, scope)
        return _results(run.is_static, len(cells) == 2, call, replace(result, kind=Kind.TENSOR, cell=None), states)

    return value


def _results(is_static: bool, is_both: bool, call: ast.Call, result: Value, states: list[Cell]) -> Value:
    """Return the outputs and states that a recurrent network gives."""
    made = result.of(Kind.TENSOR)
    rest = replace(made, layers=(), variables=())
    out = replace(made, state=LIST) if is_static else made

    def group(parts: list[Value]) -> Value:
        node = ast.copy_location(ast.Tuple([call] * len(parts), ast.Load()), call)
        return replace(made, state=LIST, made_of=(node, tuple(Part(None, call, one) for one in parts)))

    last = [rest if one.kind in ("GRU", "SimpleRNN") else replace(rest, state=one) for one in states]
    if is_both and is_static:
        return group([out, *last])
    if is_both:
        return group([group([rest, rest]), group(last)])
    return group([out, *last])


def _state_tuple(evaluator: Evaluator, call: ast.Call, given: Value, scope: Scope) -> Value:
    return replace(given.of(max(given.kind, Kind.CONSTANT)), state=Cell("LSTM"))


def _write_state_tuple(rewriter: Rewriter, call: ast.Call) -> str:
    rewriter.require("from collections import namedtuple")
    rewriter.define(STATE_TUPLE)
    given = [*(rewriter.text(one) for one in call.args), *(f"{one.arg}={rewriter.text(one.value)}" for one in call.keywords)]
    return f"LSTMStateTuple({', '.join(given)})"


_PLACES = ("nn.rnn_cell", "contrib.rnn", "python.ops.rnn_cell", "python.ops.rnn_cell_impl")
KNOWN = {
    **{f"{place}.{symbol}": _cell(symbol) for symbol in _CELLS for place in _PLACES},
    **{f"{place}.MultiRNNCell": Known(_stack, _write_stack, makes=True, in_place=True) for place in _PLACES},
    **{f"{place}.DropoutWrapper": Known(_dropout, _write_dropout, makes=True, in_place=True) for place in _PLACES},
    "contrib.rnn.OutputProjectionWrapper": Known(_projected, _write_dropout, makes=True, in_place=True),
    **{f"{place}.LSTMStateTuple": Known(_state_tuple, _write_state_tuple) for place in _PLACES},
    **{symbol: Known(_run(symbol), makes=True, in_place=True) for symbol in RUNS},
}
