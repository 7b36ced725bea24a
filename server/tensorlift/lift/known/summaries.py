"""``tf.summary``: see :mod:`tensorlift.lift.summaries`."""

from __future__ import annotations

import ast
import re
from dataclasses import replace

from tensorlift.lift.calls import Rewriter
from tensorlift.lift.evaluate import Evaluator
from tensorlift.lift.known.base import Evaluate, Known, Method, arguments
from tensorlift.lift.known.graph import PYTHON_CALL
from tensorlift.lift.program import Program, Refusal, walk
from tensorlift.lift.values import PYTHON, Kind, Scope, Summary, Value

_PARAMETERS = {
    "scalar": ("name", "tensor", "collections", "family"),
    "histogram": ("name", "values", "collections", "family"),
    "image": ("name", "tensor", "max_outputs", "collections", "family"),
    "audio": ("name", "tensor", "sample_rate", "max_outputs", "collections", "family"),
    "text": ("name", "tensor", "collections"),
}
_OLD = {"scalar_summary": "scalar", "histogram_summary": "histogram"}
_WRITER = ("logdir", "graph", "max_queue", "flush_secs", "graph_def", "filename_suffix", "session")
_SUMMARIES = ("GraphKeys.SUMMARIES",)


def _summary(kind: str) -> Evaluate:
    def value(evaluator: Evaluator, call: ast.Call, given: Value, scope: Scope) -> Value:
        program = evaluator.program
        values = arguments(call, _PARAMETERS[kind])
        tensor = values.get("tensor", values.get("values"))
        if tensor is None or "name" not in values:
            raise Refusal(call, "a summary has no name or no tensor")
        found = next((one for one in evaluator.summaries if one.call is call), None)
        if found is None:
            _check_place(program, call)
            made = evaluator.value(tensor, scope)
            if made.layers or made.variables:
                raise Refusal(call, "variables are made in the same statement that writes a summary")
            options = {key: node for key, node in values.items() if key in ("max_outputs", "sample_rate")}
            found = Summary(
                call, kind, _tag(evaluator, call, values, scope), tensor, made, options, _collection(program, values.get("collections"))
            )
            evaluator.summaries.append(found)
            evaluator.summary_graphs[found] = evaluator.graph
        return replace(found.value.of(Kind.SUMMARY, call), summaries=(found,))

    return value


def _check_place(program: Program, call: ast.Call) -> None:
    """A summary must be made once, and in any case."""
    node: ast.AST = call
    while node in program.parents:
        node = program.parents[node]
        if isinstance(node, (ast.For, ast.While, ast.ListComp, ast.GeneratorExp, ast.SetComp, ast.DictComp)):
            raise Refusal(call, "a summary is made in a loop")
        if isinstance(node, (ast.If, ast.IfExp, ast.Try)) and not _is_main(node):
            raise Refusal(call, "a summary is made on a condition")
        if isinstance(node, ast.Lambda):
            raise Refusal(call, "a summary is made in a function that is called more than once")
        if isinstance(node, ast.FunctionDef) and isinstance(program.parents[node], ast.FunctionDef):
            raise Refusal(call, "a summary is made in a function inside of another one")


def _is_main(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.If)
        and isinstance(node.test, ast.Compare)
        and isinstance(node.test.left, ast.Name)
        and node.test.left.id == "__name__"
    )


def _collection(program: Program, node: ast.expr | None) -> str | None:
    if node is None or (isinstance(node, ast.Constant) and node.value is None):
        return None
    if not isinstance(node, (ast.List, ast.Tuple)) or len(node.elts) != 1:
        raise Refusal(node, "it cannot be told which collections a summary is in")
    return None if program.symbol(node.elts[0]) in _SUMMARIES else ast.dump(node.elts[0])


# --- tags


def _tag(evaluator: Evaluator, call: ast.Call, values: dict[str, ast.expr], scope: Scope) -> str | None:
    """Return the tag that the graph gives a summary: its name with the scopes in front, and a number behind if there is such a name already.

    It is None where something else may have that name, too.
    """
    name = evaluator.text(values["name"], scope)
    if name is None:
        raise Refusal(call, "the name of a summary is not written out")
    name = _cleaned(name)
    family = values.get("family")
    prefix = ""
    if family is not None and not (isinstance(family, ast.Constant) and family.value is None):
        text = evaluator.text(family, scope)
        if text is None:
            raise Refusal(call, "the family of a summary is not written out")
        prefix = _cleaned(text) + "/"
        name = prefix + name
    around = evaluator.names.scope
    if around is None:
        raise Refusal(call, "the scopes around a summary, which are in its tag, are not written out")
    if evaluator.names.is_ambiguous(evaluator.program, name):
        return None
    return prefix + evaluator.names.unique(evaluator.graph, around + name)


def _cleaned(name: str) -> str:
    """Return a name as ``summary_op_util.clean_tag`` of TensorFlow 1.15 does."""
    return re.sub(r"[^-/\w\.]", "_", name).lstrip("/")


# --- merging


def _merge_all(evaluator: Evaluator, call: ast.Call, given: Value, scope: Scope) -> Value:
    values = arguments(call, ("key", "scope", "name"))
    if "scope" in values:
        raise Refusal(call, "summaries are merged by a scope")
    key = values.get("key")
    wanted = None if key is None or evaluator.program.symbol(key) in _SUMMARIES else ast.dump(key)
    if call not in evaluator.merged:
        evaluator.merged[call] = tuple(
            one for one in evaluator.summaries if one.collection == wanted and evaluator.summary_graphs[one] is evaluator.graph
        )
    return _merged(evaluator, call, evaluator.merged[call])


def _merge(evaluator: Evaluator, call: ast.Call, given: Value, scope: Scope) -> Value:
    values = arguments(call, ("inputs", "collections", "name"))
    if "inputs" not in values or "collections" in values:
        raise Refusal(call, "it cannot be told which summaries are merged")
    made = evaluator.value(values["inputs"], scope)
    if made.kind is not Kind.SUMMARY:
        raise Refusal(call, "it cannot be told which summaries are merged")
    return _merged(evaluator, call, made.summaries)


def _merged(evaluator: Evaluator, call: ast.Call, summaries: tuple[Summary, ...]) -> Value:
    if not summaries:
        raise Refusal(call, "there are no summaries that are merged")
    return replace(evaluator.joined(one.value for one in summaries).of(Kind.SUMMARY, call), summaries=summaries)


# --- writers


def _writer(evaluator: Evaluator, call: ast.Call, given: Value, scope: Scope) -> Value:
    values = arguments(call, _WRITER)
    if "logdir" not in values or "graph_def" in values or "session" in values:
        raise Refusal(call, "an argument of a summary writer is not lifted")
    for key in ("logdir", "max_queue", "flush_secs", "filename_suffix"):
        evaluator.value(values.get(key), scope)
    return Value(Kind.OBJECT, call=call)


def _write_writer(rewriter: Rewriter, call: ast.Call) -> str:
    values = {key: rewriter.text(node) for key, node in arguments(call, _WRITER).items() if key != "graph"}
    shown = [values["logdir"]]
    if "max_queue" in values:
        shown.append(f"max_queue={values['max_queue']}")
    if "flush_secs" in values:
        shown.append(f"flush_millis={values['flush_secs']} * 1000")
    if "filename_suffix" in values:
        shown.append(f"filename_suffix={values['filename_suffix']}")
    return f"{rewriter.program.tf}.summary.create_file_writer({', '.join(shown)})"


def _add_summary(evaluator: Evaluator, call: ast.Call, writer: Value, scope: Scope) -> Value:
    values = arguments(call, ("summary", "global_step"))
    if "summary" not in values:
        raise Refusal(call, "it cannot be told what is written here")
    evaluator.summaries_written.add(values["summary"])
    found = evaluator.value(values["summary"], scope)
    by_hand = found.kind is Kind.OBJECT and evaluator.program.called(found.call) == "Summary"
    step = values.get("global_step")
    if step is not None and evaluator.value(step, scope).kind not in (Kind.PYTHON, Kind.VARIABLE):
        raise Refusal(step, "the step of a summary is not a number")
    if not isinstance(evaluator.program.parents.get(call), ast.Expr):
        raise Refusal(call, "a summary is written in the middle of an expression")
    if not by_hand and (not found.summaries or found.kind is not Kind.PYTHON):
        raise Refusal(call, "it cannot be told what is written here")
    evaluator.written[call] = found.summaries
    return PYTHON


def _nothing(evaluator: Evaluator, call: ast.Call, writer: Value, scope: Scope) -> Value:
    if not isinstance(evaluator.program.parents.get(call), ast.Expr):
        raise Refusal(call, "the graph is written in the middle of an expression")
    return Value(Kind.NOTHING)


def _plain(evaluator: Evaluator, call: ast.Call, writer: Value, scope: Scope) -> Value:
    return PYTHON


def _by_hand(evaluator: Evaluator, call: ast.Call, given: Value, scope: Scope) -> Value:
    pairs(evaluator.program, call)
    for node in walk(call):
        if isinstance(node, ast.keyword) and node.arg in ("tag", "simple_value"):
            evaluator.value(node.value, scope)
    return Value(Kind.OBJECT, call=call)


def pairs(program: Program, call: ast.Call) -> list[tuple[ast.expr, ast.expr]]:
    """Return the tags and values of a summary that is made by hand.

    Raises:
        Refusal: They are not written out, or they are no numbers.
    """
    listed = arguments(call, ("value",)).get("value", ast.List([], ast.Load()))
    if not isinstance(listed, (ast.List, ast.Tuple)):
        raise Refusal(call, "the values of a summary are not written out")
    return [_pair(one if isinstance(one, ast.Call) and program.called(one) == "Summary.Value" else None, call) for one in listed.elts]


def _pair(call: ast.Call | None, place: ast.Call) -> tuple[ast.expr, ast.expr]:
    found = {one.arg: one.value for one in call.keywords} if call is not None and not call.args else {}
    if set(found) != {"tag", "simple_value"}:
        raise Refusal(call or place, "a value of a summary is more than a tag and a number")
    return found["tag"], found["simple_value"]


def _write_by_hand(rewriter: Rewriter, call: ast.Call) -> str:
    return "[" + ", ".join(f"({rewriter.text(tag)}, {rewriter.text(value)})" for tag, value in pairs(rewriter.program, call)) + "]"


def _added(evaluator: Evaluator, call: ast.Call, summary: Value, scope: Scope) -> Value:
    _pair(call, call)
    evaluator.given(call, scope)
    if not isinstance(evaluator.program.parents.get(call), ast.Expr) or not isinstance(call.func, ast.Attribute):
        raise Refusal(call, "a value of a summary is made in the middle of an expression")
    if not isinstance(call.func.value, ast.Attribute) or call.func.value.attr != "value":
        raise Refusal(call, f"`{evaluator.program.source(call.func)}` has no counterpart that is known here")
    return PYTHON


def _write_added(rewriter: Rewriter, call: ast.Call, maker: ast.Call) -> str:
    assert isinstance(call.func, ast.Attribute)
    assert isinstance(call.func.value, ast.Attribute)
    tag, value = _pair(call, call)
    return f"{rewriter.text(call.func.value.value)}.append(({rewriter.text(tag)}, {rewriter.text(value)}))"


def _write_iterator(rewriter: Rewriter, call: ast.Call) -> str:
    rewriter.require("from tensorflow.core.util import event_pb2")
    path = rewriter.text(arguments(call, ("path",))["path"])
    return f"(event_pb2.Event.FromString(record.numpy()) for record in {rewriter.program.tf}.data.TFRecordDataset({path}))"


_METHODS = {
    "add_summary": Method(_add_summary),
    "add_graph": Method(_nothing),
    "add_run_metadata": Method(_nothing),
    "flush": Method(_plain),
    "close": Method(_plain),
}

KNOWN = {
    **{f"summary.{kind}": Known(_summary(kind), is_lazy=True, is_program=True) for kind in _PARAMETERS},
    **{old: Known(_summary(kind), is_lazy=True, is_program=True) for old, kind in _OLD.items()},
    **{name: Known(_merge_all, is_lazy=True, is_program=True) for name in ("summary.merge_all", "merge_all_summaries")},
    "Summary": Known(_by_hand, _write_by_hand, methods={"add": Method(_added, _write_added)}, is_lazy=True),
    "train.summary_iterator": Known(PYTHON_CALL, _write_iterator),
    **{name: Known(_merge, is_lazy=True, is_program=True) for name in ("summary.merge", "merge_summary")},
    **{
        name: Known(_writer, _write_writer, methods=_METHODS, is_lazy=True, is_program=True)
        for name in ("summary.FileWriter", "train.SummaryWriter", "train.summary.SummaryWriter")
    },
}
