"""Learning rates that decay with the steps of the one optimizer that counts them: it gets the schedule itself."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tensorlift.lift.frames import Item, Role
from tensorlift.lift.known import known
from tensorlift.lift.program import walk
from tensorlift.lift.values import Kind, Value

if TYPE_CHECKING:
    from tensorlift.lift.emit import Emitter


def give_schedules(emitter: Emitter) -> None:
    """Hand schedules to optimizers wherever the step that they decay by is the number of the optimizer's own steps.

    Elsewhere, such as where a step counter is set or kept in a checkpoint, a function that trains asks the schedule for the rate of its step.
    """
    program, evaluator = emitter.program, emitter.evaluator
    if any("Saver" in (program.called(node) or "") or "Checkpoint" in (program.called(node) or "") for node in walk(program.tree)):
        return
    for made, rate in list(evaluator.rates.items()):
        if made in evaluator.by_hand:
            continue
        trains = [item for item in emitter.unit.items if item.role is Role.TRAIN and _optimizer(emitter, item) is made]
        if len(trains) != 1:
            continue
        (train,) = trains
        item, call = _schedule(emitter, train, made, rate)
        entry = known(program.called(call) or "")
        if call is None or entry is None or entry.once is None or not _counts(emitter, train, call, item):
            continue
        found = entry.once(emitter.rewriter, call)
        if found is None:
            continue
        scope = item.before if item is not None else train.before
        if any(evaluator.value(one, scope).kind is not Kind.PYTHON for one in found.given):
            continue
        del evaluator.rates[made]
        evaluator.scheduled.add(made)
        emitter.rewriter.replaced[rate] = lambda found=found: found.made  # type: ignore[misc]
        if item is None:
            continue
        users = [step for step in emitter.planner.steps.values() if item in step.items]
        others = [
            step
            for step in users
            if train not in step.trains
            or any(item in leaf.value.items for leaf in step.results)
            or any(item in one.needs or item in one.value.items for one in step.items if one is not item)
        ]
        for step in users:
            if step not in others:
                step.items.remove(item)
        if others:
            emitter.rewriter.replaced[rate] = lambda call=call: emitter.modules.objects[call]  # type: ignore[misc]
        else:
            del emitter.rewriter.replaced[rate]
            item.role = Role.KEEP
            emitter.rewriter.replaced[call] = lambda found=found: found.made  # type: ignore[misc]


def _optimizer(emitter: Emitter, train: Item) -> ast.Call | None:
    call = train.value.call
    if call is None or not isinstance(call.func, ast.Attribute):
        return None
    return emitter.evaluator.value(call.func.value, train.before).call


def _schedule(emitter: Emitter, train: Item, made: ast.Call, rate: ast.expr) -> tuple[Item | None, ast.Call | None]:
    """Return the call that gives a learning rate, and the statement that binds it to a name, if one does."""
    if isinstance(rate, ast.Call):
        return None, rate
    scope = next((item.before for item in emitter.unit.items if any(node is made for node in walk(item.node))), train.before)
    binding = None
    if isinstance(rate, ast.Name):
        binding = scope.get(rate.id)
    elif isinstance(rate, ast.Attribute):
        owner = emitter.evaluator.value(rate.value, scope).instance
        binding = owner.frame.attributes.get(rate.attr) if owner is not None else None
    item = binding.item if binding is not None else None
    if item is None or not isinstance(item.node, ast.Assign) or len(item.binds) != 1 or not isinstance(item.node.value, ast.Call):
        return None, None
    return item, item.node.value


def _counts(emitter: Emitter, train: Item, call: ast.Call, item: Item | None) -> bool:
    """Whether a schedule's step starts from 0 and counts the steps of one training operation, and nothing else."""
    evaluator, program = emitter.evaluator, emitter.program
    counter = train.value.writes
    named = {str(one.arg): one.value for one in call.keywords}
    step = named.get("global_step", named.get("x"))
    if step is None and call.args:
        step = call.args[0] if (program.called(call) or "").startswith("train.piecewise") else call.args[1] if len(call.args) > 1 else None
    if step is None:
        return False
    value: Value = evaluator.value(step, item.before if item is not None else train.before)
    if value.kind is not Kind.VARIABLE or value.call is None or value.reads != counter or len(counter) != 1:
        return False
    if any(other.value.writes & counter for other in emitter.unit.items if other is not train):
        return False
    if any(leaf.value.writes & counter for one in emitter.planner.steps.values() for leaf in one.results):
        return False
    if (program.called(value.call) or "").endswith("global_step"):
        return True
    first = next((one.value for one in value.call.keywords if one.arg == "initial_value"), value.call.args[0] if value.call.args else None)
    return program.called(value.call) == "Variable" and isinstance(first, ast.Constant) and first.value == 0
