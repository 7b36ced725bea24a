"""The functions that take the place of runs: what each computes, from what, and where it stands."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from tensorlift.lift.evaluate import Evaluator
from tensorlift.lift.frames import ClassFrame, Function, Item, Restart, Role, RunSite, needed
from tensorlift.lift.modes import given_flag, uses_of
from tensorlift.lift.one_by_one import check_in_turn
from tensorlift.lift.program import Program, Refusal, walk
from tensorlift.lift.recurrent import without_first_states
from tensorlift.lift.slices import Fetched, Leaf, check_order, fetched
from tensorlift.lift.values import COMPUTED, Kind, Scope


@dataclass(eq=False)
class Step:
    """A function to be written: what it computes, from what.

    Attributes:
        name: Its name.
        results: What it returns, in order.
        items: The statements in it, in order.
        parameters: The placeholders that it gets, in order, by the calls that made them; other tensors that are fed, by their expressions.
        trains: The statements with the steps of optimizers, in order.
        function: The function whose body it stands in; None for the module.
        frame: The class whose method it is, if it is one.
        last: The statement behind which it stands.
        sites: The runs that become calls of it.
        fixed: The flags that tell whether layers train, by the calls that made them: what they are in this function, as code.
        slice: All statements behind it, with those that go.
        updates: The calls of layers whose averages it updates, each with its statement.
        is_dataset: It makes the dataset that an iterator begins with, of what is fed then.
        part: What an object computes for it, if it is no method of that object itself.
        owner: What that object is called.
        names: What the attributes of the object that the method returns are called.
    """

    name: str
    results: list[Leaf]
    items: list[Item]
    parameters: list[ast.expr]
    trains: tuple[Item, ...]
    function: Function
    frame: ClassFrame | None
    last: Item
    sites: list[RunSite] = field(default_factory=list)
    fixed: dict[ast.expr, str] = field(default_factory=dict)
    slice: tuple[Item, ...] = ()
    updates: frozenset[tuple[ast.AST, Item]] = frozenset()
    is_dataset: bool = False
    part: Part | None = None
    owner: str = ""
    names: dict[str, str] = field(default_factory=dict)


@dataclass(eq=False)
class Part:
    """What an object computes for functions outside of it: a method.

    Attributes:
        step: The method.
        results: What it returns: attributes of ``self`` that were.
        users: The functions that call it.
    """

    step: Step
    results: list[str] = field(default_factory=list)
    users: list[Step] = field(default_factory=list)

    def local(self, place: str, step: Step) -> str:
        """Return what a result is called in a function that calls the method."""
        return step.names.get(place, "_")


@dataclass(eq=False)
class PlannedRun:
    """A run, and the function that takes its place; None where nothing has to be computed.

    Attributes:
        site: The run.
        fetched: What is fetched.
        step: The function.
        elements: What iterators give that the run takes.
        restarts: The iterators that the run lets begin, each with the function that makes its dataset, if it needs one.
        is_whole: The values are those of all variables in the list that is fetched.
        without: The function for a feed that has no entry for a first state whose size a run computes.
        missing: That state.
    """

    site: RunSite
    fetched: Fetched
    step: Step | None
    elements: list[ast.expr] = field(default_factory=list)
    restarts: list[tuple[Restart, Step | None]] = field(default_factory=list)
    is_whole: bool = False
    without: Step | None = None
    missing: ast.expr | None = None


_PLAIN_STEPS = frozenset({"train", "train_op", "train_step", "training_op", "training_step", "optimizer_step", "opt_step"})
"""Names of steps that tell no more than that something is trained."""


class Planner:
    """Finds the functions that a program needs.

    Args:
        program: The program.
        evaluator: Tells what expressions stand for.
        items: All statements that build the graph.
        fresh: Gives a name that is not used yet.
    """

    def __init__(self, program: Program, evaluator: Evaluator, items: list[Item], fresh: Callable[[str], str]) -> None:
        self.program = program
        self.evaluator = evaluator
        self.fresh = fresh
        self.steps: dict[tuple[object, ...], Step] = {}
        self.parts: dict[tuple[object, ...], Part] = {}
        """What objects compute for functions outside of them."""
        self.items = items
        self.placeholders: dict[ast.expr | None, Item] = {item.value.call: item for item in items if item.value.kind is Kind.PLACEHOLDER}
        self.flags: frozenset[ast.expr] = frozenset()
        """The placeholders that are constants in each function."""
        self._placeholders_in: dict[Item, set[ast.expr]] = {}
        for item in items:
            for node in walk(item.node):
                if item.role is Role.DROP and isinstance(node, ast.Call) and node in evaluator.placeholders:
                    self.placeholders[node] = item
        for made, item in evaluator.tensors.items():
            self.placeholders[made] = item
        for part, element in evaluator.elements.items():
            if element.index is not None and element.taken in self.placeholders:
                self.placeholders[part] = self.placeholders[element.taken]

    def plan(self, site: RunSite) -> PlannedRun:
        """Return the function for a run.

        Raises:
            Refusal: There is none.
        """
        what = fetched(self.program, self.evaluator, site)
        leaves = what.leaves()
        if any(leaf.value.kind is Kind.RESTART for leaf in leaves):
            return PlannedRun(site, what, None, restarts=self._restarts(site, leaves))
        if all(leaf.value.kind is Kind.INITIALIZER for leaf in leaves):
            return PlannedRun(site, what, None)
        if any(leaf.value.variables or leaf.value.layers for leaf in leaves) or self._is_made_elsewhere(what, site):
            # They were made in the list itself, or by names that are not seen here, so only the list knows them.
            if any(leaf.value.kind is not Kind.VARIABLE or leaf.value.items for leaf in leaves) or not isinstance(
                site.fetches, (ast.Name, ast.Attribute)
            ):
                raise Refusal(site.call, "what is fetched is made in a list, and has no name of its own")
            return PlannedRun(site, what, None, is_whole=True)
        fed = self._fed_tensors(site)
        found = needed((item for leaf in leaves for item in leaf.value.items), fed.values())
        fed = self._used(fed, site, leaves, found)
        found = without_first_states(self.program, self.evaluator, leaves, found)
        if not site.is_in_turn or not check_in_turn(self.program, self.evaluator, site, leaves, found):
            check_order(self.program, self.evaluator, site, leaves, found)
        drawn = next((item for item in found if item.is_drawn_once), None)
        if drawn is not None:
            raise Refusal(drawn.node, "what is drawn here is the first value of a variable, and drawn again in runs")
        plain = (Kind.CONSTANT, Kind.RANDOM, Kind.VARIABLE, Kind.TENSOR)
        if not fed and all(leaf.value.kind in plain and not leaf.value.items and not leaf.value.writes for leaf in leaves):
            return PlannedRun(site, what, None)
        if not found and all(leaf.value.kind is Kind.OPERATION and not leaf.value.writes for leaf in leaves):
            return PlannedRun(site, what, None)
        is_alone = isinstance(site.statement, ast.Expr) and site.statement.value is site.call
        if (
            not found
            and not fed
            and len(leaves) == 1
            and leaves[0].value.writes
            and _is_change(leaves[0])
            and (is_alone or not isinstance(leaves[0].node, ast.ListComp))
        ):
            # a variable is changed by what is made where it is run
            return PlannedRun(site, what, None)
        if leaves and all(leaf.value.kind is Kind.PLACEHOLDER and leaf.value.call in self.evaluator.elements for leaf in leaves):
            return PlannedRun(site, what, None, self._taken(site, [leaf.value.call for leaf in leaves if leaf.value.call is not None]))
        step = self._step(site, leaves, sorted(found, key=lambda one: one.index), fed)
        run = PlannedRun(site, what, step, self._taken(site, step.parameters))
        self._add_without(run, leaves, fed)
        return run

    def _add_without(self, run: PlannedRun, leaves: list[Leaf], fed: dict[ast.expr, Item]) -> None:
        """Add the function for a feed that has no entry for a first state that only a run can make."""
        site, step = run.site, run.step
        missing = [
            one
            for one, item in fed.items()
            if any(other.role is not Role.KEEP for other in item.needs) and may_be_missing(self.program, self.evaluator, one, site)
        ]
        feeds = self.evaluator.value(site.feed, site.scope).feeds
        is_simple = isinstance(site.statement, (ast.Assign, ast.Expr)) and isinstance(site.feed, ast.Name)
        if len(missing) != 1 or not is_simple or step is None or set(feeds) != set(step.parameters) or run.elements:
            return
        rest = {one: item for one, item in fed.items() if one is not missing[0]}
        found = needed((item for leaf in leaves for item in leaf.value.items), rest.values())
        found = without_first_states(self.program, self.evaluator, leaves, found)
        check_order(self.program, self.evaluator, site, leaves, found)
        other = self._step(site, leaves, sorted(found, key=lambda one: one.index), rest, ending="_at_first")
        if set(other.parameters) == set(feeds) - {missing[0]} and other.frame is step.frame and other.function is step.function:
            run.without, run.missing = other, missing[0]

    def _is_made_elsewhere(self, what: Fetched, site: RunSite) -> bool:
        """Whether what is fetched is a list or the like that another function has written out."""
        if what.leaf is not None or what.node is site.fetches:
            return False
        around: ast.AST | None = what.node
        while around is not None and not isinstance(around, ast.FunctionDef):
            around = self.program.parents.get(around)
        return around is not None and around is not site.function

    def _fed_tensors(self, site: RunSite) -> dict[ast.expr, Item]:
        """Return the tensors that a run is fed and that are no placeholders, by their expressions."""
        feeds = self.evaluator.value(site.feed, site.scope).feeds if site.feed is not None else ()
        return {one: self.evaluator.tensors[one] for one in feeds if one in self.evaluator.tensors}

    def _used(self, fed: dict[ast.expr, Item], site: RunSite, leaves: list[Leaf], found: set[Item]) -> dict[ast.expr, Item]:
        """Return those of the tensors that are fed which the run needs."""
        used = {}
        for made, item in fed.items():
            name = next(iter(item.binds))
            nodes = [*(one.node for one in found), *(leaf.node for leaf in leaves)]
            if item.role is Role.KEEP:
                is_used = any(isinstance(one, ast.Name) and one.id == name for node in nodes for one in walk(node))
                for other in self.items:
                    reads = any(isinstance(one, ast.Name) and one.id == name for one in walk(other.node))
                    if reads and other is not item and other.role is Role.KEEP and other.value.kind is Kind.CONSTANT:
                        raise Refusal(site.call, f"`{name}` is fed, and something else that is computed once is made of it")
            else:
                is_used = any(item in one.needs for one in found) or any(item in leaf.value.items for leaf in leaves)
            if not is_used:
                continue
            used[made] = item
            # The gradient of a graph goes on behind what is fed, which shows where there are variables.
            has_variables = any(one.value.reads or one.value.layers or one.value.variables for one in needed([item]))
            if not item.value.is_zero_state and any(
                (one.role is Role.TRAIN and has_variables and not self._trains_others(one, item)) or self._differentiates(one.node)
                for one in found
            ):
                raise Refusal(
                    site.call, f"`{name.rpartition('.')[2]}` is fed in a run that takes gradients, which go through it all the same"
                )
        return used

    def _trains_others(self, train: Item, fed: Item) -> bool:
        """Whether a statement trains variables that are listed, and none that what is fed instead is computed from."""
        call = train.value.call
        if call is None or not isinstance(call.func, ast.Attribute) or call.func.attr != "minimize":
            return False
        listed = next((one.value for one in call.keywords if one.arg == "var_list"), call.args[2] if len(call.args) > 2 else None)
        made = self.evaluator.value(listed, train.before).made if listed is not None else None
        if made is None:
            return False
        behind = {mark for one in needed([fed]) for mark in one.value.reads}
        return not any(one.mark in behind for one in made)

    def _differentiates(self, node: ast.AST) -> bool:
        names = ("gradients", "hessians", "compute_gradients")
        return any((self.program.called(one) or "").rpartition(".")[2] in names for one in walk(node))

    def _taken(self, site: RunSite, calls: Iterable[ast.expr]) -> list[ast.expr]:
        """Return those of what a run needs that iterators give."""
        found = list(dict.fromkeys(call for call in calls if call in self.evaluator.elements))
        taken: dict[ast.Call, ast.Call] = {}
        for call in found:
            element = self.evaluator.elements[call]
            if taken.setdefault(element.source.call, element.taken) is not element.taken:
                raise Refusal(site.call, "one run takes several elements of an iterator, in an order that a graph leaves open")
        return found

    def _restarts(self, site: RunSite, leaves: list[Leaf]) -> list[tuple[Restart, Step | None]]:
        """Return which iterators begin in a run, and the functions that make the datasets that are fed."""
        found: list[tuple[Restart, Step | None]] = []
        for leaf in leaves:
            if leaf.value.kind is Kind.INITIALIZER:
                continue
            if leaf.value.kind is not Kind.RESTART or leaf.value.call is None:
                raise Refusal(site.call, "an iterator begins in a run that does something else, too")
            for restart in self.evaluator.restarts[leaf.value.call]:
                step: Step | None = None
                if restart.value.kind in COMPUTED:
                    items = sorted(needed(restart.value.items), key=lambda one: one.index)
                    dataset = replace(restart.value, kind=Kind.TENSOR)
                    step = self._step(replace(site, scope=restart.scope), [Leaf(restart.dataset, dataset)], items, {}, is_dataset=True)
                found.append((restart, step))
        return found

    def _step(
        self,
        site: RunSite,
        leaves: list[Leaf],
        items: list[Item],
        fed: dict[ast.expr, Item],
        *,
        is_dataset: bool = False,
        ending: str = "",
    ) -> Step:
        results = [leaf for leaf in leaves if not leaf.is_operation]
        trains = tuple(item for item in items if item.role is Role.TRAIN)
        body = [item for item in items if item.role is Role.BUILD]
        if (
            any(leaf.is_operation and leaf.value.kind is Kind.OPERATION and not leaf.value.items for leaf in leaves)
            and not body
            and not trains
            and not results
        ):
            raise Refusal(site.call, "an operation is run that is made where it is run")
        parameters = self._parameters(site, items, leaves, fed)
        fixed = {call: given_flag(self.program, self.evaluator, call, site) or "False" for call in parameters if call in self.flags}
        parameters = [call for call in parameters if call not in fixed]
        around = [*items, *fed.values()]
        frame = next((item.frame for item in around if item.frame is not None), None)
        # An object may get its placeholders from outside: they are parameters all the same.
        around = [item for item in around if frame is None or item.frame is frame or item.value.kind is not Kind.PLACEHOLDER]
        others = self._outside(site, around, leaves, frame)
        if others and (frame is None or any(item.frame not in (frame, None) for item in around) or fed or is_dataset):
            raise Refusal(site.call, "what is run belongs to more than one object")
        inner = [item for item in body if item.frame is not None] if others else []
        if others:
            made = self._made(site, frame)
            around = [*others, *([made] if all(one.function is made.function for one in others) else [])]
            owner = next(iter(made.binds))
            inside, frame = frame, None
        computing = [one for one in around if one.value.kind is not Kind.SUMMARY]
        last = max(computing or around, key=lambda one: one.index, default=None)
        if last is None:
            raise Refusal(site.call, "what is run is made where it is run")
        updates = frozenset(pair for value in (*(one.value for one in items), *(one.value for one in leaves)) for pair in value.updates)
        key = (
            tuple(self._identity(leaf, site) for leaf in results),
            trains,
            tuple(items),
            tuple(fed),
            tuple(fixed.items()),
            updates,
            None if self._is_named(results) else site.function,
            site.name,
        )
        step = self.steps.get(key)
        if step is None:
            is_other = any(one.items == body and one.fixed != fixed for one in self.steps.values())
            suffix = ("_in_training" if is_other and "True" in fixed.values() else "") + ending
            if is_dataset:
                name = self.named("make_dataset", frame)
            else:
                name = self._name(
                    results,
                    trains,
                    site,
                    frame,
                    [
                        self.parameter(one)
                        for one, item in fed.items()
                        if any(other.value.reads or other.value.layers for other in needed([item]))
                    ],
                    suffix,
                )
            step = self.steps[key] = Step(name, results, body, parameters, trains, last.function, frame, last, fixed=fixed)
            step.slice, step.updates, step.is_dataset = tuple(items), updates, is_dataset
            if others:
                assert inside is not None
                self._take_part(step, inner, inside, owner, site, leaves)
        else:
            step.parameters += [one for one in parameters if one not in step.parameters]
        step.sites.append(site)
        return step

    def _outside(self, site: RunSite, items: list[Item], leaves: list[Leaf], frame: ClassFrame | None) -> list[Item]:
        """Return the statements that are no part of the object that a run is about, those that make what is fetched beside included."""
        if frame is None:
            return []
        found = [item for item in items if item.frame is not frame]
        for leaf in leaves:
            name = leaf.node.id if isinstance(leaf.node, ast.Name) else ""
            binding = site.scope.get(name)
            item = binding.item if binding is not None else None
            if item is not None and item.frame is None and leaf.value.kind in (Kind.VARIABLE, Kind.CONSTANT) and item not in found:
                found.append(item)
        return found

    def _made(self, site: RunSite, frame: ClassFrame | None) -> Item:
        """Return the statement that gives the only object of a class its name, which stands for that alone.

        Raises:
            Refusal: There are several, or none is seen.
        """
        found = [
            one for one in self.items if one.role is Role.KEEP and one.value.instance is not None and one.value.instance.frame is frame
        ]
        names = [name for one in found for name in one.binds]
        if frame is None or len(frame.constants) != 1 or len(names) != 1 or not isinstance(found[0].node, ast.Assign):
            raise Refusal(site.call, "what is run belongs to more than one object")
        if any(isinstance(one, (ast.For, ast.While)) for one in self.program.around(found[0].node)):
            raise Refusal(site.call, "what is run belongs to more than one object")
        return found[0]

    def _is_seen(self, name: str, function: Function) -> bool:
        """Whether a name stands for one thing wherever a function sees it."""
        around: list[Function] = [None]
        if function is not None:
            around = [function, *(one for one in self.program.around(function) if isinstance(one, ast.FunctionDef)), None]
        for one in around:
            bound = [node for node in self.program.changes.get(name, ()) if self.program.function_of(node) is one]
            if one is not None and any(isinstance(node, ast.arg) and node.arg == name for node in walk(one.args)):
                return not bound
            if bound:
                return len(bound) == 1
        return False

    def _take_part(self, step: Step, items: list[Item], frame: ClassFrame, owner: str, site: RunSite, leaves: list[Leaf]) -> None:
        """Let a method of an object compute what a function outside of it needs.

        Raises:
            Refusal: The two cannot be told apart.
        """
        if any(call in self.evaluator.elements for call in step.parameters):
            raise Refusal(site.call, "what is run belongs to more than one object, and takes elements of a dataset")
        step.owner = owner
        if not items:
            return
        owners: set[str] = set()
        fixed = {call: text for call, text in step.fixed.items() if self.placeholders[call] in needed(items)}
        key = (frame, tuple(items), tuple(fixed.items()))
        part = self.parts.get(key)
        if part is None:
            behind = needed(items)
            parameters = [call for call in step.parameters if self.placeholders[call] in behind]
            parameters = [call for call in parameters if call in self._read_placeholders(items, [], site)]
            last = items[-1]
            part = self.parts[key] = Part(Step("", [], items, parameters, (), last.function, frame, last, fixed=fixed))
        part.users.append(step)
        step.part = part
        own = [one for one in step.slice if one.frame is not frame]
        nodes: list[tuple[ast.AST, Scope]] = [(one.node, one.before) for one in own]
        summaries = [one for leaf in leaves for one in leaf.value.summaries]
        nodes += [(one.item.node, one.item.before) for one in summaries if one.item is not None]
        nodes += [(leaf.node, site.scope) for leaf in leaves]
        taken = {self.parameter(call) for call in step.parameters} | {
            one.id for node, _ in nodes for one in walk(node) if isinstance(one, ast.Name)
        }
        for node, scope in nodes:
            for one in walk(node):
                place = self.computed_by(one, scope, step)
                if place is not None and isinstance(one, ast.Attribute):
                    owners.add(self.program.source(one.value))
                if place is None or place in step.names:
                    continue
                name = place.rpartition(".")[2].lstrip("_")
                bound = self.program.parents.get(one)
                is_same = isinstance(bound, ast.Assign) and len(bound.targets) == 1 and self.program.source(bound.targets[0]) == name
                step.names[place] = name if name not in taken or is_same else f"{name}_value"
                taken.add(step.names[place])
        if any(name in taken - set(step.names.values()) for name in step.names.values() if name.endswith("_value")):
            raise Refusal(site.call, "what is run belongs to more than one object, and what it computes has no names of its own")
        step.owner = owners.pop() if len(owners) == 1 else owner
        if not self._is_seen(step.owner, step.function):
            raise Refusal(site.call, f"what is run belongs to more than one object, and `{step.owner}` is not seen where it is computed")
        part.results += [place for place in step.names if place not in part.results]

    def computed_by(self, node: ast.AST, scope: Scope, step: Step) -> str | None:
        """Return the attribute that an expression is of the object that computes a part of what a function needs; None for anything else.

        Raises:
            Refusal: It is something of the object that is not computed for the function.
        """
        if step.part is None or not isinstance(node, ast.Attribute) or not isinstance(node.value, ast.Name):
            return None
        if node.value.id not in scope or (owner := scope[node.value.id].value.instance) is None or owner.frame is not step.part.step.frame:
            return None
        binding = owner.frame.attributes.get(node.attr)
        if binding is None or binding.item is None or binding.value.kind is Kind.PLACEHOLDER:
            return None
        if binding.item not in step.part.step.items:
            if binding.value.kind in COMPUTED:
                raise Refusal(node, f"`{self.program.source(node)}` is another part of the graph by now")
            return None
        return next((place for place in binding.item.binds if place.endswith(f".{node.attr}")), None)

    def _is_named(self, leaves: list[Leaf]) -> bool:
        return all(isinstance(leaf.node, (ast.Name, ast.Attribute)) for leaf in leaves)

    def _identity(self, leaf: Leaf, site: RunSite) -> object:
        if isinstance(leaf.node, (ast.Name, ast.Attribute)):
            return leaf.value.kind, leaf.value.items, leaf.value.call, self.place(leaf.node, site.scope)
        return ast.dump(leaf.node)

    def place(self, node: ast.expr, scope: Scope) -> str | None:
        """Return the name or the attribute that an expression is, as the statement that binds it says: ``x`` or ``self.x``."""
        if isinstance(node, ast.Name):
            binding = scope.get(node.id)
            if binding is not None and binding.item is None and binding.given is not None and binding.given[0] is not node:
                if isinstance(binding.given[0], (ast.Name, ast.Attribute)) and binding.value.items:
                    return self.place(*binding.given)
            if binding is not None and binding.item is None and len(binding.value.items) == 1:
                (item,) = binding.value.items
                return next(iter(item.binds)) if len(item.binds) == 1 else None
            return node.id
        if isinstance(node, ast.Attribute):
            owner = self.evaluator.value(node.value, scope).instance
            if owner is not None and node.attr in owner.frame.attributes:
                made = owner.frame.attributes[node.attr].item
                return next((place for place in (made.binds if made is not None else ()) if place.endswith("." + node.attr)), None)
        return None

    def _parameters(self, site: RunSite, items: list[Item], leaves: list[Leaf], fed: Iterable[ast.expr]) -> list[ast.expr]:
        """Return the placeholders that are needed, in the order in which they are made; those fed beside, where it is only known by name."""
        wanted: set[ast.expr] = {call for item in items if item.value.kind is Kind.PLACEHOLDER for call in self._made_in(item)}
        if wanted:
            read = self._read_placeholders(items, leaves, site)
            wanted = {call for call in wanted if call in read or len(self._made_in(self.placeholders[call])) == 1}
        wanted |= self._elements(items, leaves, site)
        if site.feed is not None and not (isinstance(site.feed, ast.Dict) and None not in site.feed.keys):
            value = self.evaluator.value(site.feed, site.scope)
            if value.kind is not Kind.FEED:
                raise Refusal(site.feed, "it cannot be told what is fed here")
            if not isinstance(site.feed, (ast.Name, ast.Attribute)):
                # a feed that is made in the call is handed on as it is
                wanted |= {call for call in value.feeds if call not in self.evaluator.tensors}
        missing = next((call for call in wanted if call not in self.placeholders and call not in self.evaluator.elements), None)
        if missing is not None:
            raise Refusal(missing, "a placeholder has no name of its own")
        # what iterators give stands in front, as one argument with a star may give it
        return sorted(wanted | set(fed), key=lambda call: (call not in self.evaluator.elements, self.program.span(call)))

    def elements_of(self, items: list[Item], site: RunSite) -> set[ast.expr]:
        """Return what iterators give that some statements use themselves."""
        found = {call for call in self._read_placeholders(items, [], site) if call in self.evaluator.elements}
        return found | {
            node for item in items for node in walk(item.node) if isinstance(node, ast.Call) and node in self.evaluator.elements
        }

    def _elements(self, items: list[Item], leaves: list[Leaf], site: RunSite) -> set[ast.expr]:
        """Return what iterators give that is needed."""
        elements = self.evaluator.elements
        if not elements:
            return set()
        found: set[ast.expr] = {call for call in self._read_placeholders(items, leaves, site) if call in elements}
        for node in [item.node for item in items if item.role is not Role.DROP] + [leaf.node for leaf in leaves]:
            found |= {one for one in walk(node) if isinstance(one, ast.Call) and one in elements}
        for call in list(found):
            parts = elements[elements[call].taken].parts
            if elements[call].index is not None and len(found & set(parts)) > 1:
                # as many as there are, so that they can be given at once
                found |= set(parts)
        for call in found:
            if elements[call].index is None and call not in self.placeholders:
                self.evaluator.placeholders.setdefault(call, self.fresh("batch"))
        return found

    def _made_in(self, item: Item) -> list[ast.expr]:
        return [call for call, one in self.placeholders.items() if one is item and call is not None]

    def _read_placeholders(self, items: list[Item], leaves: list[Leaf], site: RunSite) -> set[ast.expr]:
        found: set[ast.expr] = set()
        summaries = [one for leaf in leaves for one in leaf.value.summaries]
        for item in (*items, *(one.item for one in summaries if one.item is not None)):
            if item not in self._placeholders_in:
                self._placeholders_in[item] = _named_placeholders(item.node, item.before)
            found |= self._placeholders_in[item]
        for leaf in leaves:
            found |= _named_placeholders(leaf.node, site.scope)
        return found

    def flag_uses(self, item: Item, step: Step) -> dict[ast.AST, str]:
        """Return the expressions in a statement that are constants in a function, as code."""
        return {
            node: text for call, text in step.fixed.items() for node in uses_of(self.program, self.evaluator, call, item.node, item.before)
        }

    # --- names

    def name_parts(self) -> None:
        """Give the methods names by which objects compute a part of what functions outside of them need."""
        for part in self.parts.values():
            names = [place.rpartition(".")[2].lstrip("_") for place in part.results]
            part.step.name = self.method_name(part.step.frame, "compute_" + "_and_".join(names) if len(names) <= 2 else "forward")

    def parameter(self, call: ast.expr) -> str:
        """Return the name of the parameter for a placeholder."""
        name = self.evaluator.placeholders.get(call)
        if name is None:
            raise Refusal(call, "a placeholder has no name of its own")
        return name

    def named(self, name: str, frame: ClassFrame | None) -> str:
        """Return a name for a function or a method that is not used yet."""
        return self.method_name(frame, name) if frame is not None else self.fresh(name)

    def _name(
        self, results: list[Leaf], trains: tuple[Item, ...], site: RunSite, frame: ClassFrame | None, fed: list[str], suffix: str = ""
    ) -> str:
        def taken(name: str) -> str:
            return self.method_name(frame, name + suffix) if frame is not None else self.fresh(name + suffix)

        if site.name is not None:
            return taken(site.name)
        names = [self._called(leaf, site) or leaf.label for leaf in results]
        if trains:
            own = self._trained(trains)
            if any(step.trains and step.trains != trains and step.frame is frame for step in self.steps.values()) and own:
                return taken(own)
            return taken("train_step")
        if len(names) == 1 and names[0]:
            return taken("_".join(["compute", names[0], *(["from", *fed] if fed else [])]))
        if names and all(names) and len(names) <= 2:
            return taken("compute_" + "_and_".join(names))
        if not results:
            items = [
                item
                for item in needed(one for leaf in fetched(self.program, self.evaluator, site).leaves() for one in leaf.value.items)
                if item.role is Role.BUILD
            ]
            own = next(
                (
                    place.rpartition(".")[2].lstrip("_")
                    for item in sorted(items, key=lambda one: -one.index)
                    for place in sorted(item.binds)
                ),
                "",
            )
            return taken(f"run_{own.removesuffix('_op')}" if own else "run_updates")
        targets = [
            target.id
            for node in [site.statement]
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        ]
        return taken("compute_" + targets[0] if targets else "evaluate")

    def _trained(self, trains: tuple[Item, ...]) -> str:
        """Return the name of a step by the name of its training operation; none where that has not one."""
        own = next((place.rpartition(".")[2].lstrip("_") for place in sorted(trains[0].binds)), "") if len(trains) == 1 else ""
        return own if not own or own.endswith("step") or own.startswith("train") else f"{own.removesuffix('_op')}_step"

    def name_trains(self) -> None:
        """Name the first of several training steps by its operation, too: it got its name before the others were seen."""
        for step in self.steps.values():
            others = [one for one in self.steps.values() if one.trains and one.trains != step.trains and one.frame is step.frame]
            own = self._trained(step.trains) if step.trains and others and step.name == "train_step" else ""
            if own and own not in _PLAIN_STEPS:
                step.name = self.named(own, step.frame)

    def _called(self, leaf: Leaf, site: RunSite) -> str:
        """Return what something is called: what a function gets by a parameter has its name where it was made."""
        place = self.place(leaf.node, site.scope) if isinstance(leaf.node, ast.Name) and site.via is not None else None
        return place if place is not None and place.isidentifier() else _last_name(leaf.node)

    def method_name(self, frame: ClassFrame | None, name: str) -> str:
        """Return a name for a method that nothing in a class has yet."""
        assert frame is not None
        found, number = name, 2
        used = set(frame.attributes) | {step.name for step in self.steps.values() if step.frame is frame}
        used |= {part.step.name for part in self.parts.values() if part.step.frame is frame}
        used |= {one.name for node in (frame.node, *frame.bases) for one in node.body if isinstance(one, ast.FunctionDef)}
        while found in used and not (
            found in frame.attributes
            and frame.attributes[found].value.kind in COMPUTED
            and found not in {step.name for step in self.steps.values()}
        ):
            found, number = f"{name}_{number}", number + 1
        return found


def may_be_missing(program: Program, evaluator: Evaluator, call: ast.expr, site: RunSite) -> bool:
    """Whether the dictionary that a run is fed may have no entry for a first state, which is zero then."""
    item = evaluator.tensors.get(call)
    if item is None or not item.value.is_zero_state:
        return False
    if not isinstance(site.feed, ast.Name):
        return True
    around = walk(site.function or program.tree)
    made = [
        node.value
        for node in around
        if isinstance(node, ast.Assign) and any(isinstance(one, ast.Name) and one.id == site.feed.id for one in node.targets)
    ]
    if all(isinstance(one, ast.Dict) and any(evaluator.fed.get(key) is call for key in one.keys if key) for one in made):
        return False
    return not any(_stores(program, evaluator, node, site, call) for node in around)


def _stores(program: Program, evaluator: Evaluator, node: ast.AST, site: RunSite, call: ast.expr) -> bool:
    """Whether a statement in front of a run gives what is fed an entry, in any case."""
    if not isinstance(node, ast.Assign) or node.lineno > site.statement.lineno or not isinstance(site.feed, ast.Name):
        return False
    if not any(isinstance(one, ast.Subscript) and evaluator.fed.get(one.slice) is call for one in node.targets):
        return False
    block = program.parents[node]
    around: ast.AST | None = site.statement
    while around is not None and around is not block:
        around = program.parents.get(around)
    return around is block and not isinstance(block, ast.If)


def _named_placeholders(node: ast.AST, scope: Scope) -> set[ast.expr]:
    """Return what is made by the calls that names in a statement or an expression stand for, among it all placeholders."""
    found: set[ast.expr] = set()
    for one in walk(node):
        if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Load) and one.id in scope and scope[one.id].value.call is not None:
            found.add(scope[one.id].value.call)  # type: ignore[arg-type]
        elif isinstance(one, ast.Attribute) and isinstance(one.value, ast.Name) and one.value.id in scope:
            owner = scope[one.value.id].value.instance
            binding = owner.frame.attributes.get(one.attr) if owner is not None else None
            if binding is not None and binding.value.kind is Kind.PLACEHOLDER and binding.value.call is not None:
                found.add(binding.value.call)
    return found


def _last_name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr.lstrip("_")
    return node.id if isinstance(node, ast.Name) else ""


def _is_change(leaf: Leaf) -> bool:
    """Whether what is fetched is the call itself that changes a variable."""
    node = leaf.node.elt if isinstance(leaf.node, ast.ListComp) else leaf.node
    return leaf.value.kind is Kind.TENSOR and isinstance(node, ast.Call)
