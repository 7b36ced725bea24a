"""Parameters that got sessions and parts of the graph: they go, or get the function that takes the place of a run."""

from __future__ import annotations

import ast

from tensorlift.lift.frames import Entry, RunSite, Unit
from tensorlift.lift.program import Program, Refusal, parameter_names, walk
from tensorlift.lift.slices import Leaf
from tensorlift.lift.steps import Step
from tensorlift.lift.text import Text


class Parameters:
    """Changes definitions and calls of functions that got sessions and parts of the graph.

    Args:
        program: The program.
        unit: What was found in it.
        text: Takes the changes.
    """

    def __init__(self, program: Program, unit: Unit, text: Text) -> None:
        self.program = program
        self.unit = unit
        self.text = text
        self._steps: dict[ast.FunctionDef, dict[str, set[ast.Call]]] = {}
        """The parameters that get functions, and the runs that each takes the place of."""
        self._given: dict[tuple[ast.Call, str], Step] = {}
        self._renamed: dict[ast.FunctionDef, dict[str, str]] = {}
        """The parameters that got elements of a dataset and get the iterator, with their new names."""
        self._iterators: dict[tuple[ast.Call, str], str] = {}

    def given(self, site: RunSite, leaves: list[Leaf], step: Step) -> str | None:
        """Return the parameter by which a function gets the one that takes the place of a run in it; None if it has none.

        Raises:
            Refusal: It is one here and another one there.
        """
        via = site.via
        if via is None or (step.function not in (None, via.caller) and step.function not in self.program.around(via.call)):
            return None
        dropped = self.unit.dropped.get(via.function, set())
        # what trains is fetched once, and what it computes may be fetched by itself, too
        ordered = sorted(leaves, key=lambda one: not one.is_operation)
        names = [leaf.node.id for leaf in ordered if isinstance(leaf.node, ast.Name) and leaf.node.id in dropped]
        taken = self._steps.setdefault(via.function, {})
        name = next((one for one in names if site.call in taken.get(one, ())), None) or next(
            (one for one in names if one not in taken or self._given.get((via.call, one)) is step), None
        )
        if name is None:
            return None
        if self._given.get((via.call, name), step) is not step:
            raise Refusal(
                via.call, f"`{via.function.name}` gets one part of the graph here or another, as the function around it is called"
            )
        taken.setdefault(name, set()).add(site.call)
        self._given[via.call, name] = step
        is_only = all(one.via is via for one in self.unit.runs if one.via is not None and one.via.function is via.function)
        inside = {one.id for one in walk(via.function) if isinstance(one, ast.Name)} | parameter_names(via.function)
        if is_only and step.name not in inside:
            return self._renamed.setdefault(via.function, {}).setdefault(name, step.name)
        return self._renamed.get(via.function, {}).get(name, name)

    def iterator(self, site: RunSite, names: list[str], iterator: str) -> str:
        """Return the parameter by which a function gets an iterator in the place of the elements that it gave.

        Args:
            site: The run that takes an element.
            names: The parameters that got parts of the element, in order.
            iterator: The iterator where the function is called.
        """
        assert site.via is not None
        function = site.via.function
        renamed = self._renamed.setdefault(function, {})
        name = next((one for one in names if one in renamed), names[0])
        used = {node.id if isinstance(node, ast.Name) else node.arg for node in walk(function) if isinstance(node, (ast.Name, ast.arg))}
        is_free = "iterator" not in used | set(renamed.values())
        renamed.setdefault(name, "iterator" if is_free else f"{name}_iterator")
        self._iterators[site.via.call, name] = iterator
        return renamed[name]

    def write(self) -> None:
        """Change definitions and calls.

        Raises:
            Refusal: A call is not written out, or there is one that nothing is known about.
        """
        for function, dropped in self.unit.dropped.items():
            renamed = self._renamed.get(function, {})
            names = dropped - set(self._steps.get(function, {})) - set(renamed)
            parameters = function.args.args
            if not dropped:
                continue
            if function.args.posonlyargs or any(one.arg in dropped for one in function.args.kwonlyargs):
                raise Refusal(function, f"`{function.name}` gets a part of the graph by a parameter that is not a plain one")
            first_default = len(parameters) - len(function.args.defaults)
            whole = {one.arg: _with_default(one, default) for one, default in zip(parameters[first_default:], function.args.defaults)}
            gone: list[ast.AST] = [whole.get(one.arg, one) for one in parameters if one.arg in names]
            every: list[ast.AST] = [whole.get(one.arg, one) for one in parameters]
            if any(one.arg in dropped - names for one in parameters[first_default:]) or any(
                one.arg in names and not (isinstance(default, ast.Constant) and default.value is None)
                for one, default in zip(parameters[first_default:], function.args.defaults)
            ):
                raise Refusal(function, f"`{function.name}` gets a part of the graph by a parameter with a default")
            self.text.drop(every, gone)
            for one in parameters:
                if one.arg in renamed:
                    self.text.edit(one, renamed[one.arg])
            for entry in self.unit.entries:
                if entry.function is function:
                    self._call(entry, names)

    def _given_alike(self, entry: Entry, name: str) -> Step | None:
        """Return what a parameter gets in a call of a function that gets the same parts of the graph in all calls, if it is seen there."""
        calls = {site.via.call for site in self.unit.runs if site.via is not None and site.via.function is entry.function}
        step = self._given.get((calls.pop(), name)) if len(calls) == 1 else None
        return (
            step
            if step is not None and (step.function in (None, entry.caller) or step.function in self.program.around(entry.call))
            else None
        )

    def _call(self, entry: Entry, names: set[str]) -> None:
        call, parameters = entry.call, [one.arg for one in entry.function.args.args]
        if not isinstance(call.func, ast.Name) or entry.function.name == "__init__":
            parameters = parameters[1:]
        every: list[ast.AST] = [*call.args, *call.keywords]
        gone: list[ast.AST] = [one for name, one in zip(parameters, call.args) if name in names]
        gone += [one for one in call.keywords if one.arg in names]
        for name, one in [*zip(parameters, call.args), *((one.arg or "", one.value) for one in call.keywords)]:
            step = self._given.get((call, name)) or self._given_alike(entry, name)
            if step is not None:
                self.text.edit(one, step.name)
            elif (call, name) in self._iterators:
                self.text.edit(one, self._iterators[call, name])
            elif name in {*self._steps.get(entry.function, {}), *self._renamed.get(entry.function, {})} and name in self.unit.dropped.get(
                entry.function, set()
            ):
                raise Refusal(call, f"it cannot be told what `{entry.function.name}` runs here")
        self.text.drop(every, gone)


def _with_default(parameter: ast.arg, default: ast.expr) -> ast.arg:
    """Return what stands for a parameter along with its default."""
    found = ast.copy_location(ast.arg(parameter.arg), parameter)
    found.end_lineno, found.end_col_offset = default.end_lineno, default.end_col_offset
    return found
