"""``tf.metrics``: what adds up over runs becomes an object of Keras, with one statement for its value and one for its update.

A function of ``tf.metrics`` makes local variables and returns a tensor that reads the result so far, and an operation that takes in a batch and gives the
result behind it. An object of ``tf.keras.metrics`` has ``result()`` for the one, and for the other it is called. Precision, recall and the counts of
TensorFlow 1 take all that is not zero as true, whence the threshold. The errors are means over all elements, as those of Keras weigh each batch alike where
it has one number for each example.
Source: ``tensorflow/python/ops/metrics_impl.py`` of TensorFlow 1.15, compared with Keras 3 on batches of several sizes.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tensorlift.lift.known.base import arguments
from tensorlift.lift.names import text_of
from tensorlift.lift.program import Program, Refusal, walk
from tensorlift.lift.values import Kind

if TYPE_CHECKING:
    from tensorlift.lift.emit import Emitter
    from tensorlift.lift.steps import PlannedRun

_PAIR = ("labels", "predictions", "weights", "metrics_collections", "updates_collections", "name")
_AUC = ("labels", "predictions", "weights", "num_thresholds", "metrics_collections", "updates_collections", "curve", "name", "summation_method",
        "thresholds")  # fmt: skip
_FEW = 2


@dataclass(frozen=True)
class _Metric:
    """A metric: the class, what it is made with and called with, and its parameters in TensorFlow 1."""

    made: str
    called: str = "{labels}, {predictions}"
    names: tuple[str, ...] = _PAIR
    update: str = ""


_METRICS = {
    "accuracy": _Metric("Accuracy()"),
    "mean": _Metric("Mean()", "{values}", ("values", *_PAIR[2:])),
    "precision": _Metric("Precision(thresholds=0)"),
    "recall": _Metric("Recall(thresholds=0)"),
    "true_positives": _Metric("TruePositives(thresholds=0)"),
    "false_positives": _Metric("FalsePositives(thresholds=0)"),
    "true_negatives": _Metric("TrueNegatives(thresholds=0)"),
    "false_negatives": _Metric("FalseNegatives(thresholds=0)"),
    "auc": _Metric("AUC({num_thresholds})", names=_AUC),
    "mean_squared_error": _Metric("Mean()", "{tf}.math.squared_difference({predictions}, {labels})"),
    "mean_absolute_error": _Metric("Mean()", "{tf}.abs({predictions} - {labels})"),
    "root_mean_squared_error": _Metric("RootMeanSquaredError()"),
    "mean_iou": _Metric("MeanIoU({num_classes})", names=("labels", "predictions", "num_classes", *_PAIR[2:]), update=".update_state"),
}
_LOCAL = ("local_variables_initializer", "initialize_local_variables")


@dataclass(frozen=True, eq=False)
class _Use:
    """One statement that makes a metric: the call, where its value and its update go, and the name of the object."""

    statement: ast.Assign
    call: ast.Call
    value: str | None
    update: str | None
    metric: str
    scope: str


def with_metrics(program: Program) -> Program:
    """Return a program in which metrics are objects; those that are used otherwise than as a value and an update stay."""
    uses: list[_Use] = []
    edits: list[tuple[int, int, str]] = []
    for node in walk(program.tree):
        if isinstance(node, ast.Assign) and _name(program, _taken(node.value)[0]) is not None and len(node.targets) == 1:
            used = _use(program, node, uses, edits)
            if used is not None:
                uses.append(used)
    if not uses:
        return program
    lines: dict[int, list[str]] = {}
    for one in uses:
        new = _written(program, one)
        if new is None:
            return program
        lines[one.statement.lineno] = new
    edits += _collections(program, uses)
    inside = [range(one.statement.lineno, (one.statement.end_lineno or 0) + 1) for one in uses]
    data = program.data
    for low, high, text in sorted(edits, reverse=True):
        line = data.count(b"\n", 0, low) + 1
        if not any(line in span for span in inside):
            data = data[:low] + text.encode() + data[high:]
    found: list[tuple[int, str]] = []
    for number, line_text in enumerate(data.decode().splitlines(), 1):
        if number in lines:
            found += [(program.origin[number - 1], line) for line in lines[number]]
        elif not any(number in span for span in inside):
            found.append((program.origin[number - 1], line_text))
    return Program("\n".join(text for _, text in found) + "\n", [came for came, _ in found])


def _name(program: Program, node: ast.AST) -> str | None:
    symbol = program.called(node) or ""
    return symbol.removeprefix("metrics.") if symbol.startswith("metrics.") and symbol.removeprefix("metrics.") in _METRICS else None


def _taken(node: ast.expr) -> tuple[ast.expr, int | None]:
    """Return a call, and which of its results is taken from it at once, if that is written out."""
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant) and node.slice.value in (0, 1):
        return node.value, 1 if node.slice.value else 0
    return node, None


def _use(program: Program, statement: ast.Assign, others: list[_Use], edits: list[tuple[int, int, str]]) -> _Use | None:
    target = statement.targets[0]
    call, index = _taken(statement.value)
    assert isinstance(call, ast.Call)
    line = program.lines[statement.lineno - 1]
    if line[: statement.col_offset].strip() or len([one for one in walk(program.tree) if getattr(one, "lineno", 0) == statement.lineno
                                                    and isinstance(one, ast.stmt)]) > 1:  # fmt: skip
        return None
    value: str | None
    update: str | None
    if index is not None:
        if not isinstance(target, (ast.Name, ast.Attribute)):
            return None
        value, update = (program.source(target), None) if not index else (None, program.source(target))
    elif isinstance(target, (ast.Tuple, ast.List)):
        if len(target.elts) != 2 or not all(isinstance(one, (ast.Name, ast.Attribute)) for one in target.elts):
            return None
        value, update = (None if one == "_" else one for one in map(program.source, target.elts))
    elif isinstance(target, (ast.Name, ast.Attribute)):
        value = program.source(target)
        update = f"{value}_update"
        taken = _parts(program, target)
        if taken is None or _is_known(program, update.rpartition(".")[2]):
            return None
        for node, index in taken:
            assert isinstance(node.value, (ast.Name, ast.Attribute))
            edits.append((*program.span(node), program.source(node.value) + ("_update" if index else "")))
        if not any(not index for _, index in taken):
            value = None
    else:
        return None
    shown = value or (update or "metric").removesuffix("_op").removesuffix("_update")
    base = metric = f"{shown}_metric" if not shown.endswith("metric") else f"{shown}_object"
    number = 2
    while _is_known(program, metric.rpartition(".")[2]) or any(one.metric == metric for one in others):
        metric, number = f"{base}_{number}", number + 1
    named = text_of(next((one.value for one in call.keywords if one.arg == "name"), None))
    return _Use(statement, call, value, update, metric, _scope(program, statement) + (named or str(_name(program, call))))


def _is_known(program: Program, name: str) -> bool:
    return any(getattr(node, "id", getattr(node, "attr", getattr(node, "arg", None))) == name for node in walk(program.tree))


def _parts(program: Program, target: ast.Name | ast.Attribute) -> list[tuple[ast.Subscript, int]] | None:
    """Return where the value and the update are taken from what is bound as a whole; None if it is used otherwise, too."""
    found = []
    name = target.id if isinstance(target, ast.Name) else target.attr
    for node in walk(program.tree):
        if node is target or not isinstance(node, (ast.Name, ast.Attribute)) or program.path(node) is not None:
            continue
        if type(node) is not type(target) or (node.id if isinstance(node, ast.Name) else node.attr) != name:
            continue
        parent = program.parents.get(node)
        index = parent.slice if isinstance(parent, ast.Subscript) and parent.value is node else None
        if not isinstance(parent, ast.Subscript) or not isinstance(index, ast.Constant) or index.value not in (0, 1):
            return None
        found.append((parent, 1 if index.value else 0))
    return found


def _scope(program: Program, node: ast.AST) -> str:
    """Return the scopes around a statement, so far as they are written out."""
    found = ""
    while node in program.parents:
        node = program.parents[node]
        for item in getattr(node, "items", ()) if isinstance(node, ast.With) else ():
            call = item.context_expr
            name = text_of(call.args[0]) if isinstance(call, ast.Call) and call.args else None
            if program.called(call) in ("variable_scope", "name_scope") and name is not None:
                found = f"{name}/{found}"
    return found


def _written(program: Program, one: _Use) -> list[str] | None:
    """Return the statements that make a metric, read it and update it."""
    metric = _METRICS[str(_name(program, one.call))]
    try:
        given = {key: program.source(node) for key, node in arguments(one.call, metric.names).items() if not _is_none(node)}
    except Refusal:
        return None
    given.pop("name", None)
    weights = given.pop("weights", None)
    curve = given.pop("curve", "'ROC'")
    if curve not in ("'ROC'", '"ROC"') or given.keys() & {"metrics_collections", "updates_collections", "thresholds", "summation_method"}:
        return None
    given["num_thresholds"] = f"num_thresholds={given['num_thresholds']}" if "num_thresholds" in given else ""
    texts = {
        key: f"({text})" if "difference" not in metric.called and key == "labels" and "-" in metric.called else text
        for key, text in given.items()
    }
    tf = program.tf
    try:
        made, called = metric.made.format(tf=tf, **texts), metric.called.format(tf=tf, **texts)
    except KeyError:
        return None
    indent = " " * one.statement.col_offset
    lines = [f"{one.metric} = {tf}.keras.metrics.{made}"]
    if one.value is not None:
        lines.append(f"{one.value} = {one.metric}.result()")
    if one.update is not None:
        lines.append(f"{one.update} = {one.metric}{metric.update}({called}{f', sample_weight={weights}' if weights is not None else ''})")
    return [indent + line for line in lines] if all("\n" not in line for line in lines) else None


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _collections(program: Program, uses: list[_Use]) -> list[tuple[int, int, str]]:
    """Return the edits that list metrics where their variables are asked for by a scope."""
    edits = []
    for node in walk(program.tree):
        if not isinstance(node, ast.Call) or program.called(node) != "get_collection" or not node.args:
            continue
        key = node.args[0]
        is_local = (isinstance(key, ast.Constant) and key.value == "local_variables") or (
            isinstance(key, ast.Attribute) and program.source(key).endswith("GraphKeys.LOCAL_VARIABLES")
        )
        scope = node.args[1] if len(node.args) > 1 else next((one.value for one in node.keywords if one.arg == "scope"), None)
        pattern = text_of(scope)
        if is_local and (scope is None or pattern is not None):
            names = [one.metric for one in uses if re.match(pattern or "", one.scope)]
            if names:
                edits.append((*program.span(node), f"[{', '.join(names)}]"))
    return edits


class Metrics:
    """Writes what takes the place of runs that set the local variables of metrics to zero.

    Args:
        emitter: Knows names.
    """

    def __init__(self, emitter: Emitter) -> None:
        self.emitter = emitter
        self.evaluator = emitter.evaluator
        self.program = emitter.program
        self._name: str | None = None

    def resets(self, run: PlannedRun) -> list[str]:
        """Return the lines for a run that initializes variables; none where the metrics are as they were made.

        Raises:
            Refusal: A metric has no name that is seen there.
        """
        site = run.site
        calls: list[ast.Call] = []
        listed: list[str] = []
        for leaf in run.fetched.leaves():
            made = leaf.value.call
            if made is None or made not in self.evaluator.resets:
                continue
            given = made.args[0] if made.args else None
            if self.program.called(made) not in _LOCAL and isinstance(given, ast.Name) and given.id in site.scope:
                listed.append(given.id)
            else:
                calls += [one for one in self.evaluator.resets[made] if one not in calls]
        if not listed and (not calls or self._is_first(run)):
            return []
        names = []
        for item in self.emitter.unit.items:
            if item.value.kind is Kind.OBJECT and item.value.call in calls:
                place = next(iter(item.binds))
                names.append(self.emitter.saving.seen(site.call, site.scope, place.rpartition(".")[2], item, is_attribute="." in place))
        if len(names) < len(calls):
            raise Refusal(site.call, "a metric that begins anew here has no name")
        lines = [line for name in listed for line in self._loop(name)]
        return lines + ([f"{name}.reset_state()" for name in names] if len(names) <= _FEW else self._loop(f"({', '.join(names)})"))

    def _loop(self, names: str) -> list[str]:
        if self._name is None:
            self._name = self.emitter.fresh("metric")
        return [f"for {self._name} in {names}:", f"    {self._name}.reset_state()"]

    def _is_first(self, run: PlannedRun) -> bool:
        """Whether nothing may have been added up in front of a run: it is the first one, and made once."""
        site = run.site
        node: ast.AST = site.call
        while node in self.program.parents:
            node = self.program.parents[node]
            if isinstance(node, (ast.For, ast.While)):
                return False
            if isinstance(node, ast.FunctionDef):
                used = [one for one in walk(self.program.tree) if getattr(one, "id", getattr(one, "attr", None)) == node.name]
                if len(used) > 1 or any(
                    isinstance(parent, (ast.For, ast.While)) for one in used for parent in list(self.program.around(one))
                ):
                    return False
        updates = [one for one in self.emitter.unit.runs if one.function is site.function and one.call.lineno < site.call.lineno]
        return not any(self._updates(one) for one in updates)

    def _updates(self, site: object) -> bool:
        planned = [one for one in self.emitter.planned if one.site is site]
        return any(item.value.writes for one in planned if one.step is not None for item in one.step.items)
