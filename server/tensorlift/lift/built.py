"""Layers have their variables from their first call on: what lists these before is made to wait for it.

A graph had the variables of a layer as soon as it was built. Tracing a function that calls the layer makes them, too.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property

from tensorlift.lift.evaluate import Evaluator
from tensorlift.lift.frames import Item, RunSite
from tensorlift.lift.program import Program, Refusal, walk
from tensorlift.lift.scopes import Made
from tensorlift.lift.steps import Step


class Builder:
    """Tells which functions have to be traced in front of a statement.

    Args:
        program: The program.
        evaluator: Knows what is listed.
        steps: The functions that take the place of runs.
        holder: Tells which statement gives an object its name, by the call that made the object.
    """

    def __init__(
        self, program: Program, evaluator: Evaluator, steps: Iterable[Step], holder: Callable[[ast.AST], Item | None] = lambda call: None
    ) -> None:
        self.program = program
        self.holder = holder
        self.evaluator = evaluator
        self.steps = list(steps)
        self._traced: list[tuple[ast.stmt, Step]] = []
        """In front of which statements functions are traced."""

    def listed_in(self, node: ast.AST) -> list[Made]:
        """Return the layers whose variables are listed below a node, and not asked for in a list that is chosen from it."""
        found: list[Made] = []
        for one in walk(node):
            if isinstance(one, ast.expr):
                found += [part.of for part in self.evaluator.listed.get(one, ()) if part.of is not None]
            if isinstance(one, ast.Attribute) and one in self.evaluator.asked:
                found.append(self.evaluator.asked[one])
        return list(dict.fromkeys(found))

    def missing_in(self, step: Step) -> list[tuple[Item, list[Made]]]:
        """Return the statements of a function that list the variables of layers which it has not called by then, and these layers."""
        found: list[tuple[Item, list[Made]]] = []
        for item in step.items:
            earlier = [one for one in step.slice if one.index < item.index]
            layers = [layer for layer in self.listed_in(item.node) if not any(self._calls(one, layer) for one in earlier)]
            if layers:
                found.append((item, layers))
        return found

    def fetched_in(self, site: RunSite) -> list[Made]:
        """Return the layers whose variables are fetched."""
        value = self.evaluator.value(site.fetches, site.scope)
        parts = [value, *(part.value for part in value.made_of[1])] if value.made_of is not None else [value]
        found = [part.of for one in parts for part in one.made or () if part.of is not None]
        return list(dict.fromkeys([*found, *self.listed_in(site.fetches)]))

    def is_possible(self, layers: list[Made], statement: ast.stmt, function: ast.FunctionDef | None) -> bool:
        """Whether the variables of layers can be made in front of a statement."""
        return all(
            any(self._is_held(step, layer, statement, function) for step in self._calling(layer))
            if layer.in_object is not None
            else any(self._has_run(step, statement) or self._is_seen(step, statement, function) for step in self._calling(layer))
            for layer in layers
        )

    def _is_held(self, step: Step, layer: Made, statement: ast.stmt, function: ast.FunctionDef | None) -> bool:
        """Whether a function is a method of the object that has a layer, and the object is there by then."""
        holder = self.holder(layer.in_object[1]) if layer.in_object is not None else None
        if holder is None or layer.item is None or step.frame is not layer.item.frame or step.trains or step.updates:
            return False
        is_earlier = holder.function is None or (holder.node.end_lineno or 0) < statement.lineno
        return holder.function in (None, function) and is_earlier and not self.missing_in(step)

    def lines(self, layers: list[Made], statement: ast.stmt, function: ast.FunctionDef | None, *, is_behind: bool = False) -> list[str]:
        """Return the lines that make the variables of layers in front of a statement.

        Args:
            layers: The layers.
            statement: The statement.
            function: The function in which it stands.
            is_behind: The lines stand behind the statement, which is the last one of ``__init__``.

        Raises:
            Refusal: Nothing before it calls them.
        """
        lines: list[str] = []
        lines += self._of_objects([layer for layer in layers if layer.in_object is not None], statement, function)
        layers = [layer for layer in layers if layer.in_object is None]
        waiting = [layer for layer in layers if not any(self._has_run(step, statement) for step in self._calling(layer))]
        while waiting:
            layer = waiting[0]
            fitting = [
                step
                for step in self._calling(layer)
                if (step.function is function and step.frame is not None if is_behind else self._is_seen(step, statement, function))
                and not self.missing_in(step)
            ]
            if not fitting:
                raise Refusal(statement, "the variables of layers are listed before anything calls the layers")
            step = max(fitting, key=lambda one: sum(other.item in one.slice for other in waiting))
            owner = f"{function.args.args[0].arg}." if step.frame is not None and function is not None else ""
            lines.append(f"{owner}{step.name}.get_concrete_function()  # makes the variables of the layers")
            self._traced.append((statement, step))
            waiting = [one for one in waiting if step not in self._calling(one)]
        return lines

    def _of_objects(self, layers: list[Made], statement: ast.stmt, function: ast.FunctionDef | None) -> list[str]:
        """Return the lines that make the variables of layers that objects have.

        Raises:
            Refusal: No method of them calls such a layer.
        """
        lines: list[str] = []
        waiting = list(layers)
        while waiting:
            fitting = [step for step in self._calling(waiting[0]) if self._is_held(step, waiting[0], statement, function)]
            holder = self.holder(waiting[0].in_object[1]) if waiting[0].in_object is not None else None
            if not fitting or holder is None:
                raise Refusal(statement, "the variables of layers are listed before anything calls the layers")
            step = max(fitting, key=lambda one: sum(other.item in one.slice for other in waiting))
            (name,) = holder.binds
            lines.append(f"{name}.{step.name}.get_concrete_function()  # makes the variables of the layers")
            owner = waiting[0].in_object
            assert owner is not None
            waiting = [
                one for one in waiting if one.in_object is None or one.in_object[1] is not owner[1] or step not in self._calling(one)
            ]
        return lines

    def _calling(self, layer: Made) -> list[Step]:
        return [step for step in self.steps if any(self._calls(one, layer) for one in step.slice)]

    def _calls(self, item: Item, layer: Made) -> bool:
        """Whether a statement calls a layer: it is applied there, or an object of its own."""
        return (
            item is layer.item or item.node in self._applied.get(layer, ()) or (len(layer.event) == 1 and layer.call in self._called(item))
        )

    @cached_property
    def _applied(self) -> dict[Made, list[ast.AST]]:
        """The statements in which layers are applied, be it by way of functions."""
        found: dict[Made, list[ast.AST]] = {}
        for event, made in self.evaluator.store.events.items():
            found.setdefault(made, []).extend(one for one in self.program.around(event[0]) if isinstance(one, ast.stmt))
        return found

    def _called(self, item: Item) -> frozenset[ast.AST]:
        """Return the calls that made the layer objects that a statement calls."""
        asked = [one for node in walk(item.node) if isinstance(node, ast.Attribute) and (one := self.evaluator.asked.get(node)) is not None]
        return item.value.reads - {one.call for one in asked}

    def check(self, step: Step) -> None:
        """Check that a function that asks layer objects for their variables calls them before.

        Raises:
            Refusal: It does not.
        """
        called: set[ast.AST] = set()
        for item in sorted(step.slice, key=lambda one: one.index):
            for node in walk(item.node):
                if isinstance(node, ast.Attribute) and node in self.evaluator.asked and self.evaluator.asked[node].call not in called:
                    raise Refusal(node, f"`{self.program.source(node)}` is computed with where the layer may not have been called yet")
            called |= self._called(item)

    def _is_seen(self, step: Step, statement: ast.stmt, function: ast.FunctionDef | None) -> bool:
        """Whether a function is defined by then, and needs nothing that comes later."""
        if step.frame is not None:
            is_own = step.function is function and self.program.parents[statement] is function
            return is_own and not step.trains and not step.updates and self._items_before(step, statement)
        if step.function not in (None, function):
            return False
        return step.function is not function or self._items_before(step, statement)

    def _items_before(self, step: Step, statement: ast.stmt) -> bool:
        last: Item = step.last
        return (last.node.end_lineno or 0) < statement.lineno

    def _has_run(self, step: Step, statement: ast.stmt) -> bool:
        """Whether a run of a function stands in front of a statement for sure."""
        sites = [*(site.statement for site in step.sites), *(one for one, traced in self._traced if traced is step)]
        for block, node in self._around(statement):
            for earlier in block:
                if earlier is node:
                    break
                inside = list(walk(earlier)) if not isinstance(earlier, (ast.If, ast.FunctionDef, ast.ClassDef, ast.Try)) else []
                if any(site in inside for site in sites):
                    return True
        return False

    def _around(self, statement: ast.stmt) -> Iterator[tuple[list[ast.stmt], ast.stmt]]:
        node: ast.AST = statement
        while node in self.program.parents:
            parent = self.program.parents[node]
            for name in ("body", "orelse", "finalbody"):
                block = getattr(parent, name, None)
                if isinstance(block, list) and node in block and isinstance(node, ast.stmt):
                    yield block, node
            if isinstance(parent, ast.FunctionDef):
                return
            node = parent
