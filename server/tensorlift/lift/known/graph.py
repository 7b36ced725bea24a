"""Graphs, sessions, placeholders and initializers."""

from __future__ import annotations

import ast

from tensorlift.lift.calls import Rewriter
from tensorlift.lift.evaluate import SESSIONS, Evaluator
from tensorlift.lift.known.base import Evaluate, Known
from tensorlift.lift.program import Refusal, walk
from tensorlift.lift.scopes import CURRENT
from tensorlift.lift.values import PYTHON, Binding, Kind, Scope, Value


def made(kind: Kind, *, is_program: bool = True) -> Known:
    """Return the entry of what makes one kind of thing, whatever it gets."""
    return Known(lambda evaluator, call, arguments, scope: Value(kind, call=call), is_program=is_program)


def refused(reason: str = "is not lifted") -> Known:
    """Return the entry of what stands in the way of a lift."""

    def value(evaluator: Evaluator, call: ast.Call, arguments: Value, scope: Scope) -> Value:
        raise Refusal(call, f"`{evaluator.program.source(call.func)}` {reason}")

    return Known(value)


def _python(evaluator: Evaluator, call: ast.Call, arguments: Value, scope: Scope) -> Value:
    return PYTHON


PYTHON_CALL: Evaluate = _python
"""About the program rather than about tensors, or the description of something."""


def _reset(evaluator: Evaluator, call: ast.Call, given: Value, scope: Scope) -> Value:
    evaluator.graph = call
    scope[CURRENT] = Binding(None, evaluator.in_graph(call, scope))
    return Value(Kind.NOTHING)


def _group(evaluator: Evaluator, call: ast.Call, given: Value, scope: Scope) -> Value:
    kinds = {one.kind for one in evaluator.given(call, scope)}
    if Kind.RESTART in kinds:
        if kinds - {Kind.RESTART, Kind.INITIALIZER}:
            raise Refusal(call, "an iterator begins together with something else")
        values = evaluator.given(call, scope)
        evaluator.restarts[call] = tuple(one for value in values if value.call for one in evaluator.restarts.get(value.call, ()))
        return Value(Kind.RESTART, call=call)
    if kinds == {Kind.INITIALIZER}:
        return Value(Kind.INITIALIZER, call=call)
    if Kind.INITIALIZER in kinds:
        if kinds - {Kind.INITIALIZER}:
            raise Refusal(call, "variables are initialized together with something else")
        made = [value.call for value in evaluator.given(call, scope)]
        if all(one in evaluator.resets for one in made):
            evaluator.resets[call] = tuple(metric for one in made if one is not None for metric in evaluator.resets[one])
        return Value(Kind.INITIALIZER, call=call)
    if Kind.TRAIN in kinds and any(
        isinstance(node, ast.Call) and evaluator.value(node, scope).kind is Kind.TRAIN for node in walk(call) if node is not call
    ):
        raise Refusal(call, "a training operation is made in a group, and has no name of its own")
    return given.of(Kind.OPERATION)


def _write_app_run(rewriter: Rewriter, call: ast.Call) -> str:
    rewriter.require("from absl import app")
    given = [*(rewriter.text(one) for one in call.args), *(f"{one.arg}={rewriter.text(one.value)}" for one in call.keywords)]
    return f"app.run({', '.join(given) or 'main'})"


def _write_flags(rewriter: Rewriter, node: ast.Attribute) -> str:
    rewriter.require("from absl import flags")
    rest = str(rewriter.program.symbol(node)).removeprefix("app.").removeprefix("flags")
    return f"flags{rest}"


_NO_TENSORS = ("logging.*", "gfile.*", "io.gfile.*", "get_logger", "config.*",
               "debugging.set_log*", "test.is_*", "compat.as_*", "TensorShape", "Dimension", "TensorSpec", "as_dtype", "dtypes.*", "sysconfig.*", "version.*",
               "keras.datasets.*", "keras.utils.*", "keras.optimizers.schedules.*", "device")  # fmt: skip
_IN_THE_WAY = ("get_collection*", "add_to_collection*", "train.*", "summary.*", "metrics.*", "local_variables",
               "py_func", "saved_model.*", "queue.*", "sparse_placeholder", "import_graph_def",
               "contrib.*", "get_session_handle", "moving_average_variables", "layers.*",
               "nn.rnn_cell.*",
               "nn.raw_rnn", "nn.static_state_saving_rnn",
               "variable_creator_scope", "make_template",
               "distribute.*", "keras.*", "lookup.*")  # fmt: skip


def _default_graph(evaluator: Evaluator, call: ast.Call, arguments: Value, scope: Scope) -> Value:
    """The graph goes where nothing asks what is in it: to a session, which goes itself, or to a writer, which only shows it."""
    receiver = evaluator.receiver(call)
    symbol = evaluator.program.called(receiver) if receiver is not None else None
    is_shown = isinstance(receiver, ast.Call) and isinstance(receiver.func, ast.Attribute) and receiver.func.attr == "add_graph"
    if not is_shown and symbol not in ("summary.FileWriter", "train.SummaryWriter", "train.summary.SummaryWriter", *SESSIONS):
        raise Refusal(call, f"`{evaluator.program.source(call.func)}` is not lifted")
    return Value(Kind.NOTHING, call=call)


def _verbosity(evaluator: Evaluator, call: ast.Call, arguments: Value, scope: Scope) -> Value:
    """What TensorFlow itself logs is other things by now; what the program logs is the same."""
    program = evaluator.program
    logs = any((program.called(one) or "").startswith("logging.") and one is not call for one in walk(program.tree))
    return PYTHON if logs else Value(Kind.NOTHING, call=call)


def _write_verbosity(rewriter: Rewriter, call: ast.Call) -> str:
    level = call.args[0] if call.args else next(one.value for one in call.keywords)
    symbol = rewriter.program.symbol(level) or ""
    shown = repr(symbol.removeprefix("logging.")) if symbol.startswith("logging.") else rewriter.text(level)
    return f"{rewriter.program.tf}.get_logger().setLevel({shown})"


KNOWN = {
    "logging.set_verbosity": Known(_verbosity, _write_verbosity),
    "placeholder": Known(lambda evaluator, call, arguments, scope: Value(Kind.PLACEHOLDER, call=call), is_program=True),
    "placeholder_with_default": Known(lambda evaluator, call, arguments, scope: Value(Kind.PLACEHOLDER, call=call), is_program=True),
    **{name: made(Kind.SESSION) for name in ("Session", "InteractiveSession", "get_default_session")},
    **{
        name: made(Kind.INITIALIZER)
        for name in ("global_variables_initializer", "initialize_all_variables", "tables_initializer", "initialize_all_tables")
    },
    "Graph": made(Kind.NOTHING),
    "get_default_graph": Known(_default_graph),
    "no_op": made(Kind.OPERATION, is_program=False),
    "group": Known(_group),
    **{
        name: made(Kind.NOTHING, is_program=False)
        for name in ("ConfigProto", "RunOptions", "RunMetadata",
                     "GPUOptions", "GraphOptions", "OptimizerOptions", "disable_v2_behavior", "disable_eager_execution",
                     "enable_resource_variables", "disable_resource_variables", "disable_v2_tensorshape", "disable_control_flow_v2")
    },
    "reset_default_graph": Known(_reset),
    "app.run": Known(PYTHON_CALL, _write_app_run),
    "app.flags": Known(PYTHON_CALL, write_name=_write_flags),
    "flags": Known(PYTHON_CALL, write_name=_write_flags),
    "app.flags.*": Known(PYTHON_CALL, write_name=_write_flags),
    "flags.*": Known(PYTHON_CALL, write_name=_write_flags),
    **{name: Known(PYTHON_CALL) for name in _NO_TENSORS},
    **{name: refused() for name in _IN_THE_WAY},
}  # fmt: skip
