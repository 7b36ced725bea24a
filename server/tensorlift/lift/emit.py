"""Writes the lifted program."""

from __future__ import annotations

import ast
import builtins
import keyword
from collections.abc import Iterable
from dataclasses import replace

from tensorlift.lift.attributes import Attributes
from tensorlift.lift.averages import averages, layer_class
from tensorlift.lift.built import Builder
from tensorlift.lift.calls import Rewriter
from tensorlift.lift.captured import Captured
from tensorlift.lift.dtypes import dtype_of
from tensorlift.lift.evaluate import Evaluator
from tensorlift.lift.exporting import Exporting
from tensorlift.lift.expressions import Expressions
from tensorlift.lift.fed_values import FedValues
from tensorlift.lift.frames import ClassFrame, Function, Item, Role, RunSite, Unit
from tensorlift.lift.inline import into_caller
from tensorlift.lift.iteration import Iteration
from tensorlift.lift.listings import Listings
from tensorlift.lift.metrics import Metrics
from tensorlift.lift.modes import fixed_flags
from tensorlift.lift.modules import Modules
from tensorlift.lift.obstacles import check_asked_names
from tensorlift.lift.parameters import Parameters
from tensorlift.lift.program import Instead, Program, Refusal, local_names, parameter_names, stored_names, walk
from tensorlift.lift.purity import check_purity
from tensorlift.lift.rates import give_schedules
from tensorlift.lift.recurrent import check_variables, spec_of_state, write_by_hand
from tensorlift.lift.renaming import with_name_for, with_own_name
from tensorlift.lift.results import Caller
from tensorlift.lift.saving import Saving
from tensorlift.lift.scopes import Made
from tensorlift.lift.shapes import Shapes, dimension_values
from tensorlift.lift.shared import Shared, shared_parts
from tensorlift.lift.slices import Leaf, is_check
from tensorlift.lift.steps import Part, PlannedRun, Planner, Step
from tensorlift.lift.summaries import Summaries
from tensorlift.lift.text import Text, filled
from tensorlift.lift.training import Training
from tensorlift.lift.values import COMPUTED, Kind, Scope, is_open


class Emitter:
    """Writes the lifted program.

    Args:
        program: The program.
        unit: What was found in it.
        evaluator: What found out what expressions stand for.
    """

    def __init__(self, program: Program, unit: Unit, evaluator: Evaluator) -> None:
        self.program = program
        self.unit = unit
        self.evaluator = evaluator
        self.text = Text(program)
        self.rewriter = Rewriter(program)
        self.rewriter.indent_of = self.text.indent_of
        self.used = {node.id for node in program.each(ast.Name)}
        self.used |= {node.name for node in program.each((ast.FunctionDef, ast.ClassDef))}
        self.rewriter.rates, self.rewriter.cast = evaluator.rates, evaluator.cast
        self.rewriter.constant_rates = evaluator.constant_rates
        self.rewriter.regularized, self.rewriter.totals = evaluator.regularized, evaluator.totals
        self.rewriter.methods = evaluator.methods
        self.modules = Modules(program, evaluator, self.fresh)
        self.listings = Listings(program, unit, evaluator, self.modules, self.rewriter)
        self.planner = Planner(program, evaluator, unit.items, self.fresh)
        self.parameters = Parameters(program, unit, self.text)
        self.iteration = Iteration(program, evaluator, self.planner, self.rewriter, self.text, unit.items, self.parameters, self.fresh)
        self.caller = Caller(program, evaluator, self.planner, self.rewriter, self.text, self.iteration)
        self.attributes = Attributes(program, self.text)
        self.shared: dict[Step, Shared] = {}
        self.made_optimizers: dict[Item, str] = {}
        """The names of optimizers that are made where they are used."""
        self.made_once: dict[Item, list[str]] = {}
        """What statements that compute have made once, by name."""
        self.trained: dict[Item, str] = {}
        """The variables that statements train, where they are listed by name."""
        self._seen: set[ast.Name] = set()
        self._stays: set[ast.Name] = set()
        self._unlike: set[ast.Call] = set()
        """The runs that are of one part of the graph or another, as the function around them is called."""
        """The names in statements of functions that were looked after by now, and those that must stay what they are."""
        self.saving = Saving(self)
        self.slots: dict[ast.Call, str] = {}
        """What keeps the slots that are made in front of the functions that train, by the calls that made the optimizers."""
        self.summaries = Summaries(self)
        self.metrics = Metrics(self)
        self.planned: list[PlannedRun] = []
        self.exporting = Exporting(self)
        self.caller.seen = self.expression
        self.caller.resets = lambda run: [*self.metrics.resets(run), *self.listings.restarts(run)]

    def write(self) -> str:
        """Return the lifted program.

        Raises:
            Refusal: Something in it cannot be lifted.
        """
        for key, call in self.evaluator.fed.items():
            self.rewriter.replaced[key] = lambda call=call: repr(self.planner.parameter(call))  # type: ignore[misc]
        for key, calls in self.evaluator.fed_lists.items():
            self.rewriter.replaced[key] = lambda calls=calls: repr([self.planner.parameter(one) for one in calls])  # type: ignore[misc]
        FedValues(self.program, self.evaluator, self.rewriter).write()
        check_asked_names(self.program, self._moved_names())
        for asked in dimension_values(self.program):
            self.program.dimensions.setdefault(asked, self.program.source(asked.value))
        sites = [site for site in self.unit.runs if not _is_close(site)]
        self.planner.flags = fixed_flags(self.program, self.evaluator, self.unit.items, sites)
        self.modules.flags = self.planner.flags
        runs = self.planned = [self.planner.plan(site) for site in sites]
        expressions = Expressions(self.program, self.evaluator)
        for run in runs:
            expressions.check(run)
        self.planner.name_trains()
        self.exporting.plan()
        for site in self.unit.runs:
            if _is_close(site):
                self.caller.written.add(site.statement)
                self.text.remove(site.statement)
        steps = list(self.planner.steps.values())
        self.modules.averages = averages(self.program, self.evaluator, steps)
        self._initializations(runs)
        self.saving.choose_rules()
        give_schedules(self)
        check_variables(self.program, self.evaluator)
        write_by_hand(self.program, self.evaluator, self.fresh, self.rewriter)
        self._give_parts()
        parts = shared_parts(self.planner, self.evaluator, self.modules.averages, self.fresh)
        for step in steps:
            self._free_names(step)
        for statement in self.unit.unwrapped:
            self._unwrap(statement)
        self.iteration.prepare(runs)
        self.listings.write()
        self._make_modules(steps)
        self._make_averages()
        called: dict[ast.Call, str] = {}
        steps_of: dict[ast.Call, set[Step | None]] = {}
        for run in runs:
            steps_of.setdefault(run.site.call, set()).add(run.step)
        self._unlike = {call for call, those in steps_of.items() if len(those) > 1}
        for run in runs:
            name = self.called(run)
            if called.setdefault(run.site.call, name) != name:
                raise Refusal(
                    run.site.call, "what is run here is one part of the graph in one call of the function, and another one in another"
                )
            self.caller.write(run, name, self.called(replace(run, step=run.without)))
        for item in sorted(self.caller.first_states, key=lambda one: one.index):
            self._stays_as_it_was(item)
        self.saving.prepare()
        self.summaries.prepare()
        for item in self.unit.items:
            self._item(item)
        for closed in self.unit.closed:
            self.text.edit(closed, "raise RuntimeError('Attempted to use a closed Session.')")
        for head in self.unit.heads:
            self.text.edits(self.rewriter.edits(head))
        self.parameters.write()
        built = self._build_layers(runs, steps)
        self.shared = {step: part for part in parts for step in part.users}
        for part in parts:
            if not part.is_step:
                self._place_shared(part)
        for one in self.planner.parts.values():
            self._place_part(one)
        for step in steps:
            self._place(step)
        for place, lines in built:
            self.text.insert(place, lines)
        self._layer_class()
        lost = next((place for (place, _), is_there in self.rewriter.inserted.items() if not is_there), None)
        if lost is not None:
            raise Refusal(
                self.program.data.count(b"\n", 0, lost) + 1, "something is printed or checked here in a place that is not followed"
            )
        self.saving.finish()
        self.exporting.write()
        self._imports()
        return self.saving.filled(self.text.result())

    # --- checks

    def _moved_names(self) -> set[str]:
        found = {name for item in self.unit.items if item.role is not Role.KEEP for name in item.binds}
        for statement in self.unit.unwrapped:
            found |= {name for one in statement.items if one.optional_vars is not None for name in stored_names(one.optional_vars)}
        return found | {name for name, binding in self.unit.final.items() if binding.value.kind is Kind.SESSION}

    def _initializations(self, runs: list[PlannedRun]) -> None:
        """Variables get their first values where they are made, so nothing may give them a second time."""
        firsts: dict[ast.AST | None, RunSite] = {}
        for run in runs:
            graph = self.evaluator.run_graphs.get(run.site.call)
            first = firsts.get(graph)
            leaves = [leaf for leaf in run.fetched.leaves() if leaf.value.kind is not Kind.RESTART]
            given = [leaf for leaf in leaves if leaf.value.kind is Kind.INITIALIZER]
            if not given:
                continue
            site = run.site
            if len(given) < len(leaves):
                raise Refusal(site.call, "variables are initialized and something else is fetched in one run")
            if all(leaf.value.call in self.evaluator.resets or leaf.value.made is not None for leaf in leaves):
                continue
            early = next((one for one in self.evaluator.loads if one.lineno < site.call.lineno), None)
            if first is None and early is not None:
                raise Refusal(early, "a value is put into a variable before all variables are initialized")
            names = {self.program.called(leaf.value.call) for leaf in leaves}
            is_repeated = any(isinstance(node, (ast.For, ast.While)) for node in self._around(site.call))
            if not names - {"local_variables_initializer", "initialize_local_variables", "tables_initializer", "initialize_all_tables"}:
                if is_repeated:
                    raise Refusal(site.call, "variables are initialized again and again in a loop")
                continue
            self.saving.anew.sites.append(site)
            is_second = first is not None and first.call is not site.call and self._has_variables(first, site)
            if is_second and self.saving.is_restored(site):
                continue
            if is_second or is_repeated:
                self._initialized_once(site)
                self.saving.check_not_restored(site)
                self.saving.anew.note(site, first if is_second else None, runs)
            if is_second:
                continue
            firsts[graph] = site
            self.saving.check_not_restored(site)
            self._initialized_once(site)

    def _has_variables(self, first: RunSite, site: RunSite) -> bool:
        return not (first.function is not site.function and any(one.function is first.function for one in self.unit.items if one.value.kind is Kind.VARIABLE)
                    and any(one.function is site.function for one in self.unit.items if one.value.kind is Kind.VARIABLE))  # fmt: skip

    def _initialized_once(self, site: RunSite) -> None:
        """A function that initializes variables made outside of it may run once only."""
        if site.function is None or site.function.name == "__init__":
            return
        outside = any(item.value.kind is Kind.VARIABLE and item.function is not site.function for item in self.unit.items)
        kind = ast.Name if isinstance(self.program.parents[site.function], ast.Module) else ast.Attribute
        calls = [node for node in self.program.each(ast.Call) if isinstance(node.func, kind) and _name_of(node.func) == site.function.name]
        if outside and (len(calls) > 1 or any(isinstance(one, (ast.For, ast.While)) for call in calls for one in self._around(call))):
            raise Refusal(site.call, "variables are initialized each time that the function around it is called")

    def _around(self, node: ast.AST) -> Iterable[ast.AST]:
        while node in self.program.parents:
            node = self.program.parents[node]
            if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
                return
            yield node

    def _free_names(self, step: Step) -> None:
        """What a function takes from around it must be the same at each call as it was where the graph was built."""
        items = [*step.items, *step.trains]
        items += [one.item for leaf in step.results for one in leaf.value.summaries if one.item is not None]
        local = {name for item in step.items for name in item.binds}
        inside = set(step.items)
        self._must_see(step)
        for item in items:
            for node in walk(item.node):
                if not (isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)):
                    continue
                binding = item.before.get(node.id)
                is_new = node not in self._seen
                self._seen.add(node)
                if is_new:
                    self._called_stays(node, item)
                if binding is None or _is_of_loop(node, item.node) or node in self.rewriter.collections:
                    continue
                if binding.item is None:
                    if is_new:
                        self._same_parameter(node, item)
                elif binding.value.kind not in COMPUTED and node.id in local and binding.item not in inside:
                    self._apart(node.id, binding.item, step)
                    raise Refusal(node, f"`{node.id}` is first a plain value and then what a run computes")
                elif node not in self._stays and binding.item not in inside and node.id not in local:
                    self._must_stay(node, binding.item)
                    self._stays.add(node)

    def _must_see(self, step: Step) -> None:
        """What a function computes with must be seen where it stands, also what comes from the function that calls the one around it.

        Raises:
            Instead: It is when the statements of that function take the place of its call.
            Refusal: It is not.
        """
        around = [None, step.function, *(self.program.around(step.function) if step.function is not None else ())]
        for item in (*step.items, *step.trains):
            if item.function in around or item.frame is not None:
                continue
            parameters = parameter_names(item.function) if item.function is not None else set()
            for node in walk(item.node):
                binding = item.before.get(node.id) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) else None
                if binding is None or (binding.item in step.items) or binding.value.kind is Kind.PLACEHOLDER:
                    continue
                is_own = binding.item.function is item.function if binding.item is not None else node.id in parameters  # type: ignore[attr-defined]
                if is_own:
                    self._not_shown(step.sites[0], step.function)
            if item.value.layers:
                self._not_shown(step.sites[0], step.function)

    def _not_shown(self, site: RunSite, function: Function) -> None:
        """Start again with the statements of a function in the place of its call.

        Raises:
            Instead: There is a way.
            Refusal: There is none.
        """
        other = into_caller(self.program, function)
        if other is not None:
            raise Instead(other)
        raise Refusal(site.call, "what is run here is built in a function that does not show it")

    def _stays_as_it_was(self, item: Item) -> None:
        """What a statement is made of must be the same behind it as it was there."""
        Captured(self.program, self.evaluator, self.unit.items).check(item, ())
        for node in walk(item.node):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                binding = item.before.get(node.id)
                if binding is not None and binding.item is None:
                    self._same_parameter(node, item)
                elif binding is not None and binding.item is not None:
                    self._must_stay(node, binding.item)

    def _called_stays(self, node: ast.Name, item: Item) -> None:
        """The names that a function of the module takes from around it may not be bound again after the call, nor may those of what it calls."""
        waiting = [self.evaluator.functions.get(node.id)]
        seen: set[ast.FunctionDef] = set()
        while waiting:
            function = waiting.pop()
            if function is None or function in seen:
                continue
            seen.add(function)
            inner = _own_names(function)
            for one in walk(function):
                if not (isinstance(one, ast.Name) and isinstance(one.ctx, ast.Load)) or one.id in inner or one.id in self.program.imports:
                    continue
                waiting.append(self.evaluator.functions.get(one.id))
                for later in self.program.changes.get(one.id, ()):
                    scope = self.program.function_of(later)
                    is_outside = scope is None or one.id in self.program.globals_of(scope)
                    if isinstance(later, ast.Name) and is_outside and (later.lineno > item.node.lineno or scope is not None):
                        raise Refusal(later, f"`{one.id}`, which the graph was built with, is another value later")

    def _same_parameter(self, node: ast.Name, item: Item) -> None:
        """A parameter or a loop's name may not be bound again."""
        for other in self.program.changes.get(node.id, ()):
            scope = self.program.function_of(other)
            is_same = scope is item.function or (scope is not None and node.id in self.program.globals_of(scope))
            if isinstance(other, ast.Name) and is_same and not self._is_in(other, item.node):
                self._with_own_name(other)
                raise Refusal(other, f"`{node.id}`, which the graph was built with, is another value later")

    def _must_stay(self, node: ast.Name, made: Item) -> None:
        for later in self.program.changes.get(node.id, ()):
            scope = self.program.function_of(later)
            declared = scope is not None and node.id in self.program.globals_of(scope)
            if scope is not made.function and not declared and (isinstance(later, ast.Name) or (scope and node.id in _own_names(scope))):
                continue
            if self._is_in(later, made.node):
                continue
            if later.lineno > node.lineno or declared:
                self._with_own_name(later)
                raise Refusal(later, f"`{node.id}`, which the graph was built with, is another value later")

    def _is_in(self, node: ast.AST, statement: ast.AST) -> bool:
        return node is statement or any(parent is statement for parent in self.program.around(node))

    def _with_own_name(self, later: ast.expr) -> None:
        """Start again with another name for a later value, if there is a way."""
        other = with_own_name(self.program, later)
        if other is not None:
            raise Instead(other)

    def _apart(self, name: str, made: Item, step: Step) -> None:
        """Start again with another name for what is made once, if what the steps bind to the same name is done with by then."""
        targets = made.node.targets if isinstance(made.node, ast.Assign) else []
        earlier = [item for item in step.items if name in item.binds]
        if len(targets) != 1 or any(item.function is not made.function or item.index > made.index for item in earlier):
            return
        other = with_own_name(self.program, targets[0], ending="_2")
        if other is not None:
            raise Instead(other)

    def fresh(self, name: str) -> str:
        """Return a name that is not used yet."""
        found, number = name, 2
        while found in self.used and not self._is_gone(found):
            found, number = f"{name}_{number}", number + 1
        self.used.add(found)
        return found

    def _is_gone(self, name: str) -> bool:
        """Whether all that a name stands for goes, so that it is free for the function that takes its place."""
        if name in self.program.definitions or name in self.program.arguments:
            return False
        if any(step.name == name for step in self.planner.steps.values()) or name in self.evaluator.placeholders.values():
            return False
        bound = [item for item in self.unit.items if name in item.binds]
        return bool(bound) and all(item.role in (Role.TRAIN, Role.DROP) for item in bound)

    # --- statements

    def _make_averages(self) -> None:
        """Make averages of variables where the graph was built: the first call of ``apply`` makes them, and changes nothing yet."""
        made: set[str] = set()
        for item in self.unit.items:
            for node in walk(item.node) if item.role is Role.BUILD else ():
                if node in self.evaluator.averages and isinstance(node, ast.Call):
                    indent = self.text.indent_of(item.node)
                    line = indent + self.rewriter.text(node).replace(f"\n{' ' * (item.node.col_offset - len(indent))}", "\n")
                    if line not in made:
                        self.text.insert(self.program.first_line(item.node), [line])
                    made.add(line)

    def _make_modules(self, steps: list[Step]) -> None:
        """Make what a run may not make where the statements stood that made it."""
        wanted = {item for step in steps for item in step.items}
        for item in self.unit.items:
            if item in wanted:
                prefix = f"{item.function.args.args[0].arg}." if item.frame is not None and item.function is not None else ""
                lines = self.modules.hoist(item, self.rewriter, item.before, prefix)
                self.made_once[item] = [line.partition(" = ")[0] for line in lines if " = " in line]
                indent = self.text.indent_of(item.node)
                self.text.insert(self.program.first_line(item.node), [indent + line for line in lines])
        captured = Captured(self.program, self.evaluator, self.unit.items)
        # What makes variables on its way is made before, and computes in each run all the same.
        names = {one.name for one in self.modules.makers}
        made_before = {
            one
            for one in self.rewriter.replaced
            if not (isinstance(one, ast.Call) and isinstance(one.func, ast.Name) and one.func.id in names)
        }
        for item in wanted:
            check_purity(self.program, self.evaluator, item, self.rewriter.replaced)
            captured.check(item, made_before)
        for maker in self.modules.makers.values():
            self.text.remove_lines(range(maker.node.lineno, (maker.node.end_lineno or 0) + 1))
            self.text.insert(maker.node.lineno, maker.text)

    def _item(self, item: Item) -> None:
        if isinstance(item.node, ast.ClassDef):
            for one in item.node.body:
                is_followed = isinstance(one, ast.FunctionDef) and self._is_followed(one)
                self.text.edits(self.rewriter.edits(one.args if isinstance(one, ast.FunctionDef) and is_followed else one))
            return
        if isinstance(item.node, (ast.Import, ast.ImportFrom)) or item.node in self.caller.written | self.iteration.written | set(
            self.unit.closed
        ):
            if self.program.is_contrib(item.node):
                self.text.remove(item.node)
            return
        if item.role is not Role.KEEP:
            self.text.remove(item.node)
            return
        if item.node in self.modules.makers or (isinstance(item.node, ast.FunctionDef) and self._is_followed(item.node)):
            if isinstance(item.node, ast.FunctionDef) and item.node not in self.modules.makers:
                self.text.edits(self.rewriter.edits(item.node.args))
            return
        is_by_hand = isinstance(item.node, ast.Assign) and item.node.value in self.evaluator.by_hand
        if is_by_hand or self.listings.is_used_up(item.node) or self.rewriter.only_collects(item.node):
            self.text.remove(item.node)
            return
        edits = self.rewriter.edits(item.node)
        for node in walk(item.node):
            if not isinstance(node, ast.stmt) or not self.rewriter.is_same(node):
                continue
            start, end = self.program.span(node)
            put = "".join(text for place, text in self.rewriter.inserted if place == start)
            if put:
                # what stands in front of it stays, such as what it prints
                edits = [one for one in edits if not start <= one[0] < end] + [(start, end, put.rstrip())]
            else:
                self.text.remove(node)
            if node is item.node and not put:
                return
        self.text.edits(edits)

    def _build_layers(self, runs: list[PlannedRun], steps: list[Step]) -> list[tuple[int, list[str]]]:
        """See that layers have their variables where these are listed or fetched.

        Returns:
            What is still to be inserted in front of lines, behind the functions that are placed there.
        """
        builder = Builder(self.program, self.evaluator, steps, self.listings.holder)
        for step in steps if self.evaluator.asked else ():
            builder.check(step)
        wanted: dict[ast.stmt, list[Made]] = {}
        for item in self.unit.items:
            is_followed = isinstance(item.node, ast.FunctionDef) and self._is_followed(item.node)
            if item.role is Role.KEEP and not is_followed and not self.listings.is_used_up(item.node):
                for part in item.node.body if isinstance(item.node, ast.ClassDef) else [item.node]:
                    if not (isinstance(part, ast.FunctionDef) and self._is_followed(part)):
                        wanted.setdefault(item.node, []).extend(builder.listed_in(part))
        ends: dict[ast.FunctionDef, list[Made]] = {}
        for step in steps:
            for item, layers in builder.missing_in(step):
                if builder.is_possible(layers, item.node, item.function) or step.frame is None or item.function is None:
                    wanted.setdefault(item.node, []).extend(layers)
                elif any(site.function is item.function for site in step.sites):
                    raise Refusal(item.node, "the variables of layers are listed before anything calls the layers")
                else:
                    ends.setdefault(item.function, []).extend(layers)
        for head in self.unit.heads:
            wanted.setdefault(self.program.statement_of(head), []).extend(builder.listed_in(head))
        for run in runs:
            if run.step is None:
                wanted.setdefault(run.site.statement, []).extend(builder.fetched_in(run.site))
        found: list[tuple[int, list[str]]] = []
        for statement, layers in sorted(wanted.items(), key=lambda one: one[0].lineno):
            lines = builder.lines(list(dict.fromkeys(layers)), statement, self.program.function_of(statement)) if layers else []
            if lines:
                indent = self.text.indent_of(statement)
                found.append((self.program.first_line(statement), [indent + line for line in lines]))
        for function, layers in ends.items():
            last = function.body[-1]
            lines = builder.lines(list(dict.fromkeys(layers)), last, function, is_behind=True)
            self.text.insert((last.end_lineno or last.lineno) + 1, [self.text.indent_of(last) + line for line in lines])
        return found

    def _is_followed(self, node: ast.FunctionDef) -> bool:
        """Whether the statements of a function are items themselves."""
        return any(item.function is node for item in self.unit.items)

    def _unwrap(self, statement: ast.With) -> None:
        header_end = max(
            part.end_lineno or 0 for item in statement.items for part in (item.context_expr, item.optional_vars) if part is not None
        )
        self.text.own(statement)
        self.text.remove_lines(range(statement.lineno, header_end + 1))
        width = statement.body[0].col_offset - statement.col_offset
        self.text.dedent(range(header_end + 1, (statement.end_lineno or 0) + 1), width)

    def _layer_class(self) -> None:
        """Define the class of layers that Keras has not, behind the imports."""
        modules = self.modules
        if modules.own_class is None:
            return
        last = 0
        for node in self.program.tree.body:
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                last = node.end_lineno or node.lineno
            elif not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)):
                break
        lines = layer_class(self.program.tf, modules.own_class, modules.variances, waits=bool(modules.averages.interrupted))
        self.text.insert(last + 1, ["", "", *lines, "", ""])

    def _imports(self) -> None:
        found = [node for node in self.program.tree.body if isinstance(node, (ast.Import, ast.ImportFrom))]
        first = self.program.first_import
        self.text.insert(first.lineno, sorted(self.rewriter.imports))
        if self.rewriter.definitions:
            others = [node for node in self.program.tree.body if node.lineno > first.lineno and node not in found]
            last = max((node for node in found if not others or node.lineno < others[0].lineno), key=lambda node: node.lineno)
            self.text.insert((last.end_lineno or 0) + 1, ["", *sorted(self.rewriter.definitions)])

    # --- functions

    def called(self, run: PlannedRun) -> str:
        """Return what a run calls."""
        step, site = run.step, run.site
        if step is None:
            return ""
        dropped = self.unit.dropped.get(site.function, set()) if site.function is not None else set()
        for leaf in run.fetched.leaves():
            if not isinstance(leaf.node, ast.Name) and any(isinstance(one, ast.Name) and one.id in dropped for one in walk(leaf.node)):
                raise Refusal(
                    site.call, f"`{self.program.source(leaf.node)}` is fetched, which is a part of what the function around it gets"
                )
        if step.frame is not None:
            return self._method(run, step.frame)
        is_seen = step.function in (None, site.function) or step.function in self.program.around(site.call)
        if is_seen and site.call not in self._unlike:
            return step.name
        name = self.parameters.given(site, run.fetched.leaves(), step)
        if name is None:
            self._not_shown(site, site.function)
        return str(name)

    def _method(self, run: PlannedRun, frame: ClassFrame) -> str:
        owners = set()
        runner = run.site.function
        if (
            runner is not None
            and run.step is not None
            and runner.name != "__init__"
            and any(item.function is runner for item in (*run.step.items, *run.step.trains))
            and self._may_be_called_again(runner)
            and not self._is_of_object_alone(run.step, runner)
        ):
            raise Refusal(run.site.call, f"`{runner.name}` builds what it runs of what it gets, which may be something else in each call")
        for leaf in run.fetched.leaves():
            node = leaf.node
            function = run.site.function
            is_local = isinstance(node, ast.Name) and function is not None and self.program.parents[function] in (frame.node, *frame.bases)
            if isinstance(node, ast.Attribute):
                owners.add(self.program.source(node.value))
            elif is_local and function is not None and run.step is not None and self._is_of_object_alone(run.step, function):
                # what a method makes itself belongs to its object
                owners.add(function.args.args[0].arg)
            else:
                raise Refusal(leaf.node, "what is fetched is not an attribute of the object that it belongs to")
        if len(owners) != 1:
            raise Refusal(run.site.call, "what is run belongs to more than one object")
        assert run.step is not None
        return f"{owners.pop()}.{run.step.name}"

    def _may_be_called_again(self, function: ast.FunctionDef) -> bool:
        """Whether a method may be called more than once, so far as the program shows."""
        uses = self.program.attributes.get(function.name, [])
        return len(uses) != 1 or any(isinstance(one, (ast.For, ast.While, ast.FunctionDef)) for one in self.program.around(uses[0]))

    def _is_of_object_alone(self, step: Step, function: ast.FunctionDef) -> bool:
        """Whether what a method of an object builds is made of parts of the graph alone, and so is the same in each of its calls."""
        if function.name == "__init__" or not function.args.args or function.decorator_list:
            return False
        owner = function.args.args[0].arg
        inside = set(step.items)
        local = parameter_names(function) | local_names(function)
        for item in (*step.items, *step.trains):
            if item.function is not function:
                continue
            if item.role is not Role.BUILD or item.value.layers or item.value.variables or not isinstance(item.node, ast.Assign):
                return False
            for node in walk(item.node.value):
                binding = item.before.get(node.id) if isinstance(node, ast.Name) else None
                if isinstance(node, ast.Name) and node.id in local and node.id != owner:
                    if binding is None or binding.item not in inside:
                        return False
                elif isinstance(node, ast.Name) and node.id == owner:
                    part = self.program.parents[node]
                    value = self.evaluator.value(part, item.before) if isinstance(part, ast.Attribute) else None
                    if value is None or value.kind not in (*COMPUTED, Kind.VARIABLE):
                        return False
        return True

    def body(self, items: list[Item], step: Step) -> list[str]:
        """Return the lines of statements, with a call for what a function of its own computes."""
        if step.part is not None:
            computed = set(step.part.step.items)
            lines = [self._call_of_part(step)] if computed & set(items) else []
            return lines + [line for item in items if item not in computed for line in self.moved(item, step)]
        part = self.shared.get(step)
        inside = set(part.step.items) if part is not None else set()
        if part is None or not inside <= set(items):
            return [line for item in items for line in self.moved(item, step)]
        names = [self._local(place, step) for place in part.results]
        given = ", ".join(self._handed_on(call, step) for call in part.step.parameters)
        owner = f"{step.last.function.args.args[0].arg}." if step.frame is not None and step.last.function is not None else ""
        lines = [f"{', '.join(names)} = {owner}{part.step.name}({given})"]
        return lines + [line for item in items if item not in inside for line in self.moved(item, step)]

    def _give_parts(self) -> None:
        """Name what objects compute for functions outside of them."""
        self.planner.name_parts()
        averages = self.modules.averages
        for part in self.planner.parts.values():
            waiting = [averages.waiting.get(step, set()) for step in part.users]
            if any(one != waiting[0] for one in waiting):
                raise Refusal(
                    part.users[0].sites[0].call, "what is run belongs to more than one object, and not each run moves its averages"
                )
            averages.waiting[part.step] = waiting[0]

    def _call_of_part(self, step: Step) -> str:
        """Return the line that has an object compute its part."""
        part = step.part
        assert part is not None
        given = ", ".join(self.planner.parameter(call) for call in part.step.parameters)
        call = f"{step.owner}.{part.step.name}({given})"
        names = [part.local(place, step) for place in part.results]
        return f"{', '.join(names)} = {call}" if names else call

    def _place_part(self, part: Part) -> None:
        step = part.step
        body: list[str] = []
        for call in step.parameters:
            self._spec(call, step, body)
        body += [line for item in step.items for line in self.moved(item, step)]
        if part.results:
            body.append(f"return {', '.join(self._local(place, step) for place in part.results)}")
        self._place_method(step, [], [self.planner.parameter(call) for call in step.parameters], body)

    def _handed_on(self, call: ast.expr, step: Step) -> str:
        name = self.planner.parameter(call)
        return f"{name}={step.fixed[call]}" if call in step.fixed else name

    def _local(self, place: str, step: Step) -> str:
        return self.attributes.local(place, step) if step.frame is not None else place

    def _place_shared(self, part: Shared) -> None:
        step = part.step
        body = [line for item in step.items for line in self.moved(item, step)]
        body.append(f"return {', '.join(self._local(place, step) for place in part.results)}")
        names = [self.planner.parameter(call) for call in step.parameters]
        if any(self._local(place, step) != self._local(place, user) for place in part.results for user in part.users):
            raise Refusal(step.last.node, "two parts of the graph have the same name")
        if step.frame is not None:
            self._place_method(step, [], names, body)
        else:
            self._place_function(step, [], names, body)

    def moved(self, item: Item, step: Step) -> list[str]:
        """Return the lines of a statement, with the comments above, as they stand at the beginning of a line."""
        program = self.program
        if _is_group_of_names(program, item.node) and not any(item in one.needs for one in step.items):
            # What it groups is run anyway.
            self.text.remove(item.node)
            return []
        if item.is_inline and isinstance(item.node, ast.Expr):
            is_guard = is_check(program, item) and any(item in one.after for one in step.items)
            return [] if is_guard else [self.expression(item.node.value, item, step)]
        self.text.own(item.node)
        first, last = program.first_line(item.node), item.node.end_lineno or item.node.lineno
        start, end = program.line_start(first), program.line_start(last + 1)
        text = program.data[start:end]
        for low, high, new in sorted(self._edits_for(item.node, item, step), reverse=True):
            text = text[: low - start] + new.encode() + text[high - start :]
        width = item.node.col_offset
        lines = []
        for number, line in enumerate(text.decode().rstrip("\n").split("\n")):
            inside = any(a < first + number <= b for a, b in program.strings)
            lines.append(line if inside else line[width:] if not line[:width].strip() else line.lstrip())
        self.text.remove_lines(range(first, last + 1))
        lines = [line for line in lines if not _says_nothing(line)]
        lines = ["", *lines, ""] if isinstance(item.node, ast.FunctionDef) else lines
        return self.guarded(item, step, lines)

    def guarded(self, item: Item, step: Step, lines: list[str]) -> list[str]:
        """Return lines that wait for the checks that a graph makes before: a ``tf.function`` goes on without waiting for them."""
        checks = sorted((one for one in item.after if is_check(self.program, one)), key=lambda one: one.index)
        texts = []
        for one in checks:
            if isinstance(one.node, ast.Assign) and isinstance(one.node.targets[0], ast.Name):
                texts.append(one.node.targets[0].id)
            elif one.is_inline and isinstance(one.node, ast.Expr):
                texts.append(self.expression(one.node.value, one, step))
            else:
                raise Refusal(one.node, "a check has no name that is known where it is waited for")
        if not texts:
            return lines
        return [f"with {self.program.tf}.control_dependencies([{', '.join(texts)}]):", *("    " + line if line else "" for line in lines)]

    def expression(self, node: ast.expr, item: Item, step: Step) -> str:
        """Return an expression as it stands in a function."""
        start, end = self.program.span(node)
        text = self.program.data[start:end]
        for low, high, new in sorted(self._edits_for(node, item, step), reverse=True):
            text = text[: low - start] + new.encode() + text[high - start :]
        return text.decode()

    def _edits_for(self, node: ast.AST, item: Item, step: Step) -> list[tuple[int, int, str]]:
        self.rewriter.constants = self.planner.flag_uses(item, step)
        self.rewriter.waiting = self.modules.averages.waiting.get(step, set()) & self.modules.averages.moving
        edits = self.rewriter.edits(node)
        self.rewriter.constants, self.rewriter.waiting = {}, set()
        if step.frame is None and step.part is None:
            return edits
        if step.frame is None:
            return self._renamed(edits, self._taken_from(node, item, step))
        names = self.attributes.renamed(node, item, step, self.planner, self.rewriter.gone)
        others = self.rewriter.mentioned.get(node, []) if isinstance(node, ast.stmt) else []
        more = [name for one in others for name in self.attributes.renamed(one, item, step, self.planner)]
        return self._renamed(edits, names, more)

    def _taken_from(self, node: ast.AST, item: Item, step: Step) -> list[tuple[int, int, str]]:
        """Return the edits for a statement outside of an object that uses what a method of the object has computed."""
        found = []
        for one in walk(node):
            place = self.planner.computed_by(one, item.before, step)
            value = (
                self.evaluator.value(one, item.before) if isinstance(one, ast.Attribute) and self._is_of_object(one, item.before) else None
            )
            if place is not None:
                found.append((*self.program.span(one), step.names[place]))
            elif value is not None and value.kind is Kind.PLACEHOLDER and value.call is not None:
                found.append((*self.program.span(one), self.planner.parameter(value.call)))
        return found

    def _is_of_object(self, node: ast.Attribute, scope: Scope) -> bool:
        return isinstance(node.value, ast.Name) and node.value.id in scope and scope[node.value.id].value.instance is not None

    def _renamed(
        self, edits: list[tuple[int, int, str]], names: list[tuple[int, int, str]], more: list[tuple[int, int, str]] | None = None
    ) -> list[tuple[int, int, str]]:
        """Return edits along with those that give names, which are also given in what is written anew."""
        renamed = []
        for low, high, new in edits:
            inner = [one for one in names if low <= one[0] and one[1] <= high] + (more or [])
            renamed.append((low, high, self.attributes.within(new, [(self.program.data[a:b].decode(), text) for a, b, text in inner])))
        return renamed + [one for one in names if not any(low <= one[0] and one[1] <= high for low, high, _ in edits)]

    def _results(self, step: Step, index: int) -> list[str]:
        """Return what a step returns for one thing that is fetched: one value for each summary that is merged."""
        leaf = step.results[index]
        if leaf.value.kind is Kind.SUMMARY:
            return [self._summarized(one.node, one.item, step, one.tag) for one in leaf.value.summaries if one.item is not None]
        return [self._result(leaf, step)]

    def _result(self, leaf: Leaf, step: Step) -> str:
        site = step.sites[0]
        if leaf.value.kind is Kind.PLACEHOLDER and leaf.value.call is not None:
            return self.planner.parameter(leaf.value.call)
        taken = self.planner.computed_by(leaf.node, site.scope, step)
        if taken is not None:
            return step.names[taken]
        if leaf.value.kind is Kind.VARIABLE and isinstance(leaf.node, ast.Attribute):
            return self._variable(leaf.node, step, site)
        place = self.planner.place(leaf.node, site.scope)
        if place is not None:
            return self.attributes.local(place, step) if step.frame is not None else place
        return self.rewriter.text(leaf.node)

    def _variable(self, node: ast.Attribute, step: Step, site: RunSite) -> str:
        """Return a variable that an object holds, as a function sees it."""
        owner = self.evaluator.value(node.value, site.scope).instance
        function = step.last.function
        if owner is None or step.frame is None or function is None:
            return self.rewriter.text(node)
        if owner.frame is not step.frame:
            raise Refusal(site.call, "what is run belongs to more than one object")
        return f"{function.args.args[0].arg}.{node.attr}"

    def _summarized(self, node: ast.expr, item: Item, step: Step, tag: str | None) -> str:
        """Return what a summary is of; one of the variables that are listed goes by its own name."""
        if isinstance(node, ast.Subscript) and node.value in self.evaluator.listed and isinstance(node.slice, ast.Constant):
            return self.listings.text(self.evaluator.listed[node.value][node.slice.value], node)  # type: ignore[index]
        read = {self.program.source(one) for one in walk(node) if isinstance(one, (ast.Name, ast.Attribute))}
        if any(read & other.binds and other.index > item.index for other in step.items):
            apart = with_name_for(self.program, node, item.node, _last_part(tag) or "value")
            if apart is not None:
                raise Instead(apart)
            raise Refusal(node, f"`{self.program.source(node)}` is something else behind the summary")
        return self.expression(node, item, step)

    def _place(self, step: Step) -> None:
        names = [self.planner.parameter(call) for call in step.parameters]
        if len(set(names)) != len(names):
            raise Refusal(step.parameters[0], "two placeholders have the same name")
        bound = {self.attributes.local(place, step) for item in step.items for place in item.binds}
        for call, name in zip(step.parameters, names):
            if step.frame is not None and name in bound and not is_open(call):
                self._local_apart(name, step)
                raise Refusal(call, f"`{name}` is a placeholder and something else")
        checks: list[str] = []
        decorator = self._signature(step, checks)
        if decorator and self._counts_cells(step):
            # How many cells there are is seen where they are made.
            decorator = self._place_signature(step, decorator)
        derives = bool(step.trains) or any(node in self.evaluator.derived for item in step.items for node in walk(item.node))
        body = checks + (Training(self, step).lines() if derives else self.body(step.items, step))
        body = _merged(body)
        results = [text for index in range(len(step.results)) for text in self._results(step, index)]
        if results:
            body += filled("return ", results, "")
        if not body:
            raise Refusal(step.sites[0].call, "there is nothing left to run here")
        if step.frame is not None:
            self._place_method(step, decorator, names, body)
            return
        self._place_function(step, decorator, names, body)

    def _local_apart(self, name: str, step: Step) -> None:
        """Start again with another name for what a method computes and calls as it will call what it gets, if there is a way."""
        for item in step.items:
            targets = item.node.targets if isinstance(item.node, ast.Assign) and name in item.binds else []
            other = with_own_name(self.program, targets[0], ending="_value") if len(targets) == 1 else None
            if other is not None:
                raise Instead(other)

    def _counts_cells(self, step: Step) -> bool:
        """Whether a method gets the state of a stack whose cells are counted where an object is made."""
        states = [self.evaluator.tensors[one].value.state for one in step.parameters if one in self.evaluator.tensors]
        return step.frame is not None and any(one is not None and one.is_stack and not one.layers for one in states)

    def _place_signature(self, step: Step, decorator: list[str]) -> list[str]:
        """Give a method its signature in the function that makes what it is called with; return the decorator that is left."""
        function = step.last.function
        for call in step.parameters:
            if call in self.evaluator.tensors and self.evaluator.tensors[call].function is not function:
                raise Refusal(
                    call, f"`{self.planner.parameter(call)}` is fed, and is made in another function than what is computed from it"
                )
        assert function is not None
        owner = function.args.args[0].arg
        indent = self.text.indent_of(step.last.node)
        first, *rest = decorator
        lines = [f"{owner}.{step.name} = {first[1:].replace('.function(', f'.function({owner}.{step.name}, ', 1)}", *rest]
        if rest:
            lines = [f"{owner}.{step.name} = {first[1:]}", f"    {owner}.{step.name},", *rest]
        self.text.insert((step.last.node.end_lineno or 0) + 1, [indent + line for line in lines], first=True)
        return []

    def _place_function(self, step: Step, decorator: list[str], names: list[str], body: list[str]) -> None:
        indent = self.text.indent_of(step.last.node)
        gap = [""] if indent else ["", ""]
        lines = [*gap, *decorator, f"def {step.name}({', '.join(names)}):", *_indented(body), *gap]
        self.text.insert((step.last.node.end_lineno or 0) + 1, [indent + line if line else "" for line in lines])

    def _place_method(self, step: Step, decorator: list[str], names: list[str], body: list[str]) -> None:
        function = step.last.function
        assert function is not None
        owner = function.args.args[0].arg
        lines = ["", *decorator, f"def {step.name}({', '.join([owner, *names])}):", *_indented(body)]
        # a class may be indented by another width than the usual one
        indent = " " * function.col_offset
        self.text.insert((function.end_lineno or 0) + 1, [indent + line if line else "" for line in lines])

    def _signature(self, step: Step, checks: list[str]) -> list[str]:
        """Return the decorator: data types and shapes as the placeholders had them."""
        tf = self.program.tf
        specs: list[str] = []
        if any(is_open(call) for call in step.parameters):
            return [f"@{tf}.function"]
        if step.is_dataset or any(call in self.evaluator.elements for call in step.parameters):
            # the elements of a dataset say themselves what they are
            checks += [line for call in step.parameters if call not in self.evaluator.elements for line in self._cast(call, step)]
            return [] if step.is_dataset else [f"@{tf}.function"]
        for call in step.parameters:
            if call in self.evaluator.tensors:
                specs.append(self._spec_of_tensor(call, step, checks))
                continue
            specs.append(self._spec(call, step, checks))
        one_line = f"@{tf}.function(input_signature=[{', '.join(specs)}])"
        if not specs:
            return [f"@{tf}.function"]
        return (
            [one_line]
            if len(one_line) <= 88
            else [f"@{tf}.function(", "    input_signature=[", *(f"        {spec}," for spec in specs), "    ]", ")"]
        )

    def _spec(self, call: ast.expr, step: Step, checks: list[str]) -> str:
        """Return the data type and the shape of a parameter; add the line that checks a shape that is made of what the object knows."""
        assert isinstance(call, ast.Call)
        tf = self.program.tf
        keywords = {one.arg: one.value for one in call.keywords}
        shape = call.args[1] if len(call.args) > 1 else keywords.get("shape")
        kind = self._dtype(call)
        item = self.planner.placeholders[call]
        text = self.rewriter.text(shape) if shape is not None else "None"
        is_inside = step.frame is not None or item.frame is not None
        if is_inside and shape is not None and any(isinstance(node, ast.Name) for node in walk(shape)):
            if not isinstance(shape, (ast.List, ast.Tuple)):
                raise Refusal(shape, "the shape of a placeholder is not written out")
            if item.frame is None and item.function is not None:
                raise Refusal(shape, "the shape of a placeholder that an object gets is made of names")
            if step.frame is not None:
                name = self.planner.parameter(call)
                checks.append(f"{name} = {tf}.ensure_shape({name}, {self.expression(shape, item, step)})")
            dims = [self.rewriter.text(one) if isinstance(one, ast.Constant) else "None" for one in shape.elts]
            text = f"[{', '.join(dims)}]"
        return f"{tf}.TensorSpec({text}, {kind})"

    def spec(self, call: ast.Call) -> str:
        """Return the data type and the shape of a placeholder.

        Raises:
            Refusal: The shape is made of names that are not seen everywhere.
        """
        shape = call.args[1] if len(call.args) > 1 else next((one.value for one in call.keywords if one.arg == "shape"), None)
        item = self.planner.placeholders[call]
        if shape is not None and item.frame is not None and any(isinstance(node, ast.Name) for node in walk(shape)):
            raise Refusal(shape, "the shape of a placeholder that a saved model gets is made of names")
        return f"{self.program.tf}.TensorSpec({self.rewriter.text(shape) if shape is not None else 'None'}, {self._dtype(call)})"

    def _spec_of_tensor(self, node: ast.expr, step: Step, checks: list[str]) -> str:
        """Return the data type and the shape of a tensor that is fed in the place of what computes it."""
        tf = self.program.tf
        kind = dtype_of(self.program, self.evaluator, node, self.evaluator.tensors[node].before)
        if kind is None:
            raise Refusal(node, f"`{self.planner.parameter(node)}` is fed, and its data type cannot be told")
        value = self.evaluator.tensors[node].value
        if value.is_zero_state and value.state is not None and isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            cell = self.rewriter.text(node.func.value)
            frame = self.evaluator.tensors[node].frame
            if frame is not None and isinstance(node.func.value, ast.Name):
                cell = self.attributes.kept(frame, cell) or cell
            return spec_of_state(self.rewriter, value.state, cell, node)
        shape = Shapes(self.program, is_open=True).shape(node)
        units = Shapes(self.program).last(node) if shape and shape[-1] is None else None
        if shape is not None and units is not None and isinstance(units, (ast.Name, ast.Attribute)):
            name, dims = self.planner.parameter(node), ["None"] * (len(shape) - 1)
            text = self.expression(units, self.evaluator.tensors[node], step)
            checks.append(f"{name} = {tf}.ensure_shape({name}, [{', '.join([*dims, text])}])")
        return f"{tf}.TensorSpec({list(shape) if shape is not None else None}, {tf}.{kind})"

    def _dtype(self, call: ast.expr) -> str:
        if not isinstance(call, ast.Call):
            raise Refusal(call, f"`{self.planner.parameter(call)}` is fed beside the elements of a dataset")
        keywords = {one.arg: one.value for one in call.keywords}
        if self.program.called(call) == "placeholder":
            return self.rewriter.dtype(call.args[0] if call.args else keywords.get("dtype"))
        return self.rewriter.dtype_of_default(call.args[0] if call.args else keywords["input"])

    def _cast(self, call: ast.expr, step: Step) -> list[str]:
        """Return the line that gives a parameter the data type of its placeholder, if that makes a difference."""
        kind, name = self._dtype(call), self.planner.parameter(call)
        if kind.endswith(".string") or (step.is_dataset and kind.endswith(".int64") and self._is_count(name, step)):
            return []
        return [f"{name} = {self.program.tf}.cast({name}, {kind})"]

    def _is_count(self, name: str, step: Step) -> bool:
        """Whether a name only says how many elements something takes, which a dataset converts itself."""
        uses = [node for item in step.items for node in walk(item.node) if isinstance(node, ast.Name) and node.id == name]
        parents = [self.program.parents[node] for node in uses]
        calls = [self.program.parents[one] if isinstance(one, ast.keyword) else one for one in parents]
        return all(isinstance(one, ast.Call) and isinstance(one.func, ast.Attribute) and one.func.attr in _COUNTED for one in calls)


_COUNTED = ("batch", "repeat", "shuffle", "take", "skip", "prefetch", "padded_batch", "shard")


def _is_group_of_names(program: Program, node: ast.stmt) -> bool:
    call = getattr(node, "value", None)
    given = [*call.args, *call.keywords] if isinstance(call, ast.Call) and program.called(call) == "group" else []
    return bool(given) and all(isinstance(one, (ast.Name, ast.Attribute)) for one in given)


def _says_nothing(line: str) -> bool:
    """Whether a line gives a name what it stands for already."""
    left, sign, right = line.partition(" = ")
    return bool(sign) and left.isidentifier() and left == right


def _merged(lines: list[str]) -> list[str]:
    """Return lines with blocks that wait for the same checks put together."""
    found: list[str] = []
    opened: str | None = None
    for line in lines:
        if opened is not None and line == opened:
            continue
        if line.lstrip().startswith("with ") and ".control_dependencies(" in line:
            opened = line
        elif opened is not None and line and len(line) - len(line.lstrip()) <= len(opened) - len(opened.lstrip()):
            opened = None
        found.append(line)
    return found


def _is_of_loop(name: ast.Name, statement: ast.stmt) -> bool:
    """Whether a name in a loop is one that the loop itself binds in each turn."""
    if not isinstance(statement, ast.For) or any(name is one for one in walk(statement.iter)):
        return False
    return name.id in stored_names(statement.target)


def _indented(lines: list[str]) -> list[str]:
    return ["    " + line if line.strip() else "" for line in lines]


def _last_part(tag: str | None) -> str:
    """Return the last part of a tag as a name; an empty string if it is none."""
    name = (tag or "").rpartition("/")[2].replace("-", "_").replace(".", "_")
    return name if name.isidentifier() and not keyword.iskeyword(name) and name not in dir(builtins) else ""


def _is_close(site: RunSite) -> bool:
    return isinstance(site.call.func, ast.Attribute) and site.call.func.attr == "close"


def _name_of(node: ast.expr) -> str | None:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else None


def _own_names(function: ast.FunctionDef) -> set[str]:
    """Return the names that are a function's own."""
    return local_names(function) | parameter_names(function)
