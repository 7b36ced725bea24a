"""What several functions compute alike goes into one of its own."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations

from tensorlift.lift.averages import Averages
from tensorlift.lift.derivatives import derivations, levels
from tensorlift.lift.evaluate import Evaluator
from tensorlift.lift.frames import Item, needed
from tensorlift.lift.program import Program, walk
from tensorlift.lift.steps import Planner, Step

_FEWEST = 2
"""How many statements are worth a function."""
_MOST_RESULTS = 3


@dataclass(eq=False)
class Shared:
    """A function that several steps call.

    Attributes:
        step: The function.
        results: What it returns: names, or attributes of ``self`` that were.
        users: The steps that call it.
        is_step: It is one of the steps that take the place of runs.
    """

    step: Step
    results: list[str]
    users: list[Step]
    is_step: bool


def shared_parts(planner: Planner, evaluator: Evaluator, averages: Averages, fresh: Callable[[str], str]) -> list[Shared]:
    """Return the functions for what several steps compute alike: at most one for all that stand in one place."""
    groups: dict[tuple[object, ...], list[Step]] = {}
    for step in planner.steps.values():
        if not any(one in evaluator.tensors for one in step.parameters) and not step.owner:
            waiting = frozenset(averages.waiting.get(step, set()) & averages.moving)
            groups.setdefault((step.function, step.frame, waiting), []).append(step)
    found = []
    for group in groups.values():
        if any(item.value.writes for step in group for item in step.items):
            continue
        forward = {step: _forward(planner.program, step, evaluator) for step in group}
        candidates = {frozenset(forward[one]) & frozenset(forward[two]) for one, two in combinations(group, 2)}
        candidates = {one for one in candidates if len(one) >= _FEWEST}
        for items in sorted(
            candidates, key=lambda one: (-len(one) * sum(one <= forward[step] for step in group), sorted(item.index for item in one))
        ):
            part = _part(sorted(items, key=lambda one: one.index), [step for step in group if items <= forward[step]], planner, fresh)
            if part is not None:
                averages.waiting.setdefault(part.step, averages.waiting.get(group[0], set()))
                found.append(part)
                break
    return found


def _forward(program: Program, step: Step, evaluator: Evaluator) -> set[Item]:
    """Return what a step computes first: of one that trains, what the loss depends on."""
    found = derivations(program, evaluator, [*step.items, *step.trains])
    if not found:
        return set(step.items)
    first = [one for one, level in levels(found).items() if level == 1]
    if any(one.watched for one in found):
        return set()
    return {item for item in step.items if any(item in one.behind for one in first)}


def _part(items: list[Item], users: list[Step], planner: Planner, fresh: Callable[[str], str]) -> Shared | None:
    inside = set(items)
    bound = [place for item in items for place in sorted(item.binds)]
    used: set[str] = set()
    for step in users:
        for item in (*step.items, *step.trains):
            if item not in inside:
                used |= loaded(item.node)
        used |= {place for leaf in step.results if (place := planner.place(leaf.node, step.sites[0].scope)) is not None}
        used |= {name for leaf in step.results for one in leaf.value.summaries for name in loaded(one.node)}
        used |= {name for leaf in step.results if not isinstance(leaf.node, (ast.Name, ast.Attribute)) for name in loaded(leaf.node)}
    results = [place for place in dict.fromkeys(bound) if place in used]
    rebound = {place for step in users for item in step.items if item not in inside for place in item.binds}
    if not results or len(results) > _MOST_RESULTS or rebound & set(bound):
        return None
    last_bound = {place: max(item.index for item in items if place in item.binds) for place in results}
    if len(set(bound)) < len(bound) and any(
        place in loaded(item.node) and item.index < last_bound[place]
        for step in users
        for item in step.items
        if item not in inside
        for place in results
    ):
        return None
    behind = needed(items)
    elements = planner.elements_of(items, users[0].sites[0])
    wanted = [
        call
        for step in users
        for call in (*step.parameters, *step.fixed)
        if call in elements or (call not in planner.evaluator.elements and planner.placeholders[call] in behind)
    ]
    flags = {call: {step.fixed[call] for step in users} for call in wanted if call in planner.flags}
    fixed = {call: next(iter(texts)) for call, texts in flags.items() if len(texts) == 1}
    parameters = [call for call in sorted(dict.fromkeys(wanted), key=planner.program.span) if call not in fixed]
    parameters.sort(key=lambda call: call in planner.flags)
    if any(item.value.layers or item.value.variables for item in items) and len(users) < 2:
        return None
    for step in users:
        if len(step.items) == len(items) and not step.trains and step.parameters == parameters:
            places = [planner.place(leaf.node, step.sites[0].scope) for leaf in step.results]
            if places == results:
                others = [one for one in users if one is not step]
                return Shared(step, results, others, is_step=True)
    last = items[-1]
    name = f"compute_{results[0].rpartition('.')[2].lstrip('_')}" if len(results) == 1 else "forward"
    if any(step.name == name for step in planner.steps.values()):
        name = "forward"
    name = planner.method_name(last.frame, name) if last.frame is not None else fresh(name)
    helper = Step(name, [], items, parameters, (), last.function, last.frame, last, fixed=fixed)
    return Shared(helper, results, users, is_step=False)


def loaded(node: ast.AST) -> set[str]:
    """Return the names and the attributes of names that something uses."""
    found = {one.id for one in walk(node) if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Load)}
    return found | {
        f"{one.value.id}.{one.attr}" for one in walk(node) if isinstance(one, ast.Attribute) and isinstance(one.value, ast.Name)
    }
