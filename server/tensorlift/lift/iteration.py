"""Where runs take elements of datasets: loops over a dataset, or `next` of an iterator."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from tensorlift.lift.calls import Rewriter
from tensorlift.lift.evaluate import Evaluator
from tensorlift.lift.frames import Function, Item, Restart, RunSite, Source
from tensorlift.lift.parameters import Parameters
from tensorlift.lift.program import Program, Refusal, children, parameter_names, walk, walk_own
from tensorlift.lift.sessions import Sessions
from tensorlift.lift.steps import PlannedRun, Planner, Step
from tensorlift.lift.structures import is_tensor
from tensorlift.lift.text import Text
from tensorlift.lift.values import Kind, Value

_END = "errors.OutOfRangeError"
_BUILTINS = ("iter", "next")
_PLAIN = ("dataset", "data", "ds", "batch", "batches", "element", "next_element", "example", "examples")


@dataclass(eq=False)
class Loop:
    """A loop that takes elements until there are no more.

    Attributes:
        run: The run that takes them.
        node: The statement that is replaced: the `while`, or the `try` around it.
        loop: The `while`.
        guard: The `try`.
        handler: What is done at the end.
        names: The names that the loop binds.
        over: What it goes over, if not an iterator that was made before.
    """

    run: PlannedRun
    node: ast.stmt
    loop: ast.While
    guard: ast.Try
    handler: ast.ExceptHandler
    names: list[str] = field(default_factory=list)
    over: str | None = None


class Iteration:
    """Writes what makes iterators, lets them begin and takes elements from them.

    Args:
        program: The program.
        evaluator: Tells what expressions stand for.
        planner: Knows the names of parameters.
        rewriter: Writes expressions for TensorFlow 2.
        text: Takes the changes.
        items: All statements that build the graph.
        parameters: Changes what functions get.
        fresh: Gives a name that is not used yet.
    """

    def __init__(
        self,
        program: Program,
        evaluator: Evaluator,
        planner: Planner,
        rewriter: Rewriter,
        text: Text,
        items: list[Item],
        parameters: Parameters,
        fresh: Callable[[str], str],
    ) -> None:
        self.program = program
        self.evaluator = evaluator
        self.planner = planner
        self.rewriter = rewriter
        self.text = text
        self.parameters = parameters
        self.fresh = fresh
        self.written: set[ast.stmt] = set()
        """Statements that were written as a whole."""
        self._items = {item.node: item for item in items}
        self._names: dict[Source, str] = {}
        self._loops: dict[RunSite, Loop] = {}
        self._kept: dict[ast.AST, str] = {}
        """The names that datasets have where iterators begin with them, by the expressions."""
        self._without: set[RunSite] = set()
        """The runs behind which a loop goes over the dataset itself, so that no iterator has to be made."""
        self._inlined: set[Source] = set()
        self._runs: list[PlannedRun] = []

    # --- what is done before anything is written

    def _check_sessions(self, source: Source, taking: list[PlannedRun]) -> None:
        """An iterator begins anew in each session."""
        sessions = Sessions(self.program, self.evaluator)
        first: ast.AST | None = None
        for run in taking:
            opened = sessions.opened(run.site)
            first = first or opened
            if opened is not None and (opened is not first or sessions.is_repeated(opened, source.call)):
                raise Refusal(run.site.call, "an iterator begins anew in each session, and there are several")

    def prepare(self, runs: list[PlannedRun]) -> None:
        """Find the loops, and write what makes iterators.

        Raises:
            Refusal: Elements are taken in a way that has no counterpart.
        """
        if not self.evaluator.sources:
            return
        self._runs = runs
        self._check(runs)
        self._rename_parameters(runs)
        for call, element in self.evaluator.elements.items():
            if element.index is None and call in self.evaluator.placeholders:
                # where it is a part of an expression, the parameter takes its place
                self.rewriter.replaced[call] = lambda call=call: self.planner.parameter(call)  # type: ignore[misc]
        self._rename_uses()
        for run in runs:
            self._find_loop(run, runs)
        for source in self.evaluator.sources.values():
            self._name_source(source)
        for source in self.evaluator.sources.values():
            taking = [run for run in runs if source in self._sources_of(run)]
            if source.kind == "one_shot":
                self._check_sessions(source, taking)
                self._go_over_dataset(source, taking, runs)
            else:
                self._begin_with_loops(source, taking, runs)
            left = [run for run in taking if run.site not in self._loops or self._loops[run.site].over is None]
            begun = [run for run in runs if run.site not in self._without and any(one.source is source for one, _ in run.restarts)]
            if left and not begun and source.kind in ("initializable", "structure"):
                raise Refusal(left[0].site.call, "it cannot be told where the iterator begins whose elements are taken here")
        for loop in self._loops.values():
            self._write_loop(loop)
        for item in self._items.values():
            if item.value.kind is Kind.ITERATOR and isinstance(item.node, ast.Assign) and item.value.call is not item.node.value:
                # the handle of an iterator, or another name of it
                self.written.add(item.node)
                self.text.remove(item.node)
        for handler in (node for node in self.program.each(ast.ExceptHandler)):
            if handler.type is not None and not any(loop.handler is handler for loop in self._loops.values()):
                self.text.edits(self.rewriter.edits(handler.type))
        for source in self.evaluator.sources.values():
            self._write_source(source)

    def _check(self, runs: list[PlannedRun]) -> None:
        seen: dict[ast.Call, object] = {}
        for run in runs:
            # a function may be read several times, with what different calls give it
            found = (
                frozenset(call for call in self._elements_taken(run)),
                frozenset(self._source(call, run.site) for call in self._elements_taken(run)),
                frozenset((restart.source, restart.dataset) for restart, _ in run.restarts),
            )
            if seen.setdefault(run.site.call, found) != found:
                raise Refusal(run.site.call, "a function takes elements of one dataset or another, as it is called")
        for node in walk(self.program.tree):
            if isinstance(node, ast.ExceptHandler) and node.type is not None:
                caught = {self.program.symbol(one) for one in walk(node.type) if isinstance(one, ast.Attribute)}
                if "errors.OpError" in caught:
                    raise Refusal(node, "`OpError` is caught, which the end of a dataset is no longer")
        for run in runs:
            function = run.site.function
            if self._elements_taken(run) and function is not None:
                if any(isinstance(node, (ast.Yield, ast.YieldFrom)) for one in function.body for node in walk_own(one)):
                    raise Refusal(run.site.call, "elements of a dataset are taken inside of a generator")

    def _rename_parameters(self, runs: list[PlannedRun]) -> None:
        """Give parameters of methods another name where an attribute of the same name becomes a local one."""
        for step in {run.step for run in runs if run.step is not None and run.step.frame is not None}:
            bound = {place.rpartition(".")[2] for item in step.items for place in item.binds}
            for call in step.parameters:
                name = self.evaluator.placeholders.get(call)
                if call in self.evaluator.elements and name in bound:
                    self.evaluator.placeholders[call] = self.fresh(f"{name}_batch")

    def _rename_uses(self) -> None:
        """Let other names of what an iterator gives be the name of the parameter."""
        for item in self._items.values():
            # The names in a function or a class are its own.
            is_own = item.frame is not None or (item.function is None and isinstance(item.node, (ast.FunctionDef, ast.ClassDef)))
            for node in walk(item.node) if not is_own else ():
                binding = item.before.get(node.id) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) else None
                call = binding.value.call if binding is not None and binding.value.kind is Kind.PLACEHOLDER else None
                name = self.evaluator.placeholders.get(call) if call in self.evaluator.elements else None
                if isinstance(node, ast.Name) and name is not None and name != node.id:
                    self.rewriter.replaced[node] = lambda name=name: name  # type: ignore[misc]

    def _elements_taken(self, run: PlannedRun) -> dict[ast.Call, list[ast.expr]]:
        """Return what a run takes: for each call of `get_next` the parts that it needs, without those that are fed."""
        fed = self._fed(run.site)
        found: dict[ast.Call, list[ast.expr]] = {}
        for call in run.elements:
            if call not in fed:
                found.setdefault(self.evaluator.elements[call].taken, []).append(call)
        return found

    def _fed(self, site: RunSite) -> set[ast.expr]:
        return set(self.evaluator.value(site.feed, site.scope).feeds) if site.feed is not None else set()

    def _source(self, call: ast.expr, site: RunSite) -> Source:
        """Return the iterator from which a run takes an element, which is fed for some."""
        source = self.evaluator.elements[call].source
        if source.kind != "handle":
            return source
        feed = site.feed
        for key, node in zip(feed.keys, feed.values) if isinstance(feed, ast.Dict) else ():
            place = self.evaluator.value(key, site.scope) if key is not None else None
            if place is not None and place.call is source.handle:
                value = self.evaluator.value(node, site.scope)
                binding = site.scope.get(node.id) if isinstance(node, ast.Name) else None
                if value.kind is Kind.ITERATOR and value.call in self.evaluator.sources and (binding is None or binding.item is not None):
                    return self.evaluator.sources[value.call]
        raise Refusal(site.call, "it cannot be told which iterator is meant by the handle")

    def _sources_of(self, run: PlannedRun) -> list[Source]:
        return [self._source(call, run.site) for call in self._elements_taken(run)]

    # --- names

    def _name_source(self, source: Source) -> None:
        statement = self.program.statement_of(source.call)
        target = statement.targets[0] if isinstance(statement, ast.Assign) and statement.value is source.call else None
        if isinstance(target, (ast.Name, ast.Attribute)):
            name = target.id if isinstance(target, ast.Name) else target.attr
            if name not in _BUILTINS:
                self._names[source] = name
                return
        stem = ""
        if isinstance(source.dataset, ast.Name):
            stem = _stem(source.dataset.id)
        elif isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
            stem = _stem(statement.targets[0].id)
        name = f"{stem}_iterator" if stem.rstrip("_0123456789") not in ("", "it", "iter", "iterator", *_PLAIN) else "iterator"
        self._names[source] = self._free(name, source.function)

    def _free(self, name: str, function: Function) -> str:
        """Return a name that nothing has that is seen in a function, or in the module."""
        used = {self._names[one] for one in self._names if function is None or one.function in (function, None)} | set(self._kept.values())
        for node in walk(self.program.tree):
            around = self.evaluator.program.function_of(node)
            if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
                used.add(node.name)
            elif isinstance(node, (ast.Name, ast.arg)) and (around is None or around is function):
                used.add(node.id if isinstance(node, ast.Name) else node.arg)
        found, number = name, 2
        while found in used or (number > 2 and self.fresh(found) != found):
            found, number = f"{name}_{number}", number + 1
        return found

    def _is_attribute(self, source: Source) -> bool:
        item = self._items.get(self.program.statement_of(source.call))
        return item is not None and item.frame is not None

    def _iterator(self, source: Source, site: RunSite, owner: str | None) -> str:
        """Return the iterator as an expression at a run."""
        if self._is_attribute(source):
            if owner is None:
                raise Refusal(site.call, "it cannot be told which object's iterator is meant here")
            return f"{owner}.{self._names[source]}"
        if source.function is not None and source.function is not site.function:
            dropped = [one.arg for one in site.function.args.args] if site.function is not None and site.via is not None else []
            given = [one for one in dropped if one in site.scope and self._is_of(site.scope[one].value, source)]
            if not given or site.via is None or site.via.caller is not source.function:
                raise Refusal(site.call, "the iterator is made in a function that does not show it")
            return self.parameters.iterator(site, given, self._names[source])
        return self._names[source]

    def _is_of(self, value: Value, source: Source) -> bool:
        """Whether something is what an iterator gives, or a part of it."""
        element = self.evaluator.elements.get(value.call) if value.call is not None else None
        return element is not None and element.source is source

    # --- loops

    def _find_loop(self, run: PlannedRun, runs: list[PlannedRun]) -> None:
        """Note the loop around a run, if the run is the first thing in it and its end is that of the dataset."""
        site = run.site
        taken = self._elements_taken(run)
        statement = site.statement
        if len(taken) != 1 or not isinstance(statement, (ast.Expr, ast.Assign, ast.AugAssign)):
            return
        if self._is_conditional(site) or any(isinstance(node, ast.Call) for node in walk(site.feed or ast.Constant(0))):
            return
        around = self.program.parents[statement]
        node: ast.stmt
        if isinstance(around, ast.Try) and around.body[0] is statement:
            above = self.program.parents[around]
            if not isinstance(above, ast.While) or above.body[0] is not around or not _is_endless(above) or around.finalbody:
                return
            node, guard, loop = above, around, above
        elif isinstance(around, ast.While) and around.body[0] is statement and _is_endless(around):
            above = self.program.parents[around]
            if not isinstance(above, ast.Try) or above.body[-1] is not around:
                return
            node, guard, loop = above, above, around
        else:
            return
        if guard.orelse or loop.orelse or len(guard.handlers) != 1:
            return
        handler = guard.handlers[0]
        if self.program.symbol(handler.type or guard) != _END or (
            handler.name is not None
            and any(isinstance(one, ast.Name) and one.id == handler.name for part in handler.body for one in walk(part))
        ):
            return
        others = [one for one in runs if one is not run and self._elements_taken(one) and self._may_run(one, node)]
        if others:
            return
        leaves = _leaves_loop(loop)
        if guard is not node:
            rest = loop.body[1:]
            ends = isinstance(handler.body[-1], ast.Break) and not any(_own_breaks(part) for part in handler.body[:-1])
            if not ends or (rest and len(handler.body) > 1) or (leaves and rest):
                return
        elif leaves and not (len(handler.body) == 1 and isinstance(handler.body[0], ast.Pass)):
            return
        self._loops[site] = Loop(run, node, loop, guard, handler)

    def _is_conditional(self, site: RunSite) -> bool:
        """Whether a run stands where its statement may run it several times, or not at all."""
        node: ast.AST = site.call
        while node is not site.statement:
            parent = self.program.parents[node]
            if isinstance(parent, (ast.ListComp, ast.SetComp, ast.GeneratorExp, ast.DictComp, ast.Lambda, ast.IfExp, ast.BoolOp)):
                return True
            node = parent
        return False

    def _may_run(self, run: PlannedRun, node: ast.AST) -> bool:
        """Whether a run stands inside of a statement, or in a function that is called there."""
        names = {one.id for one in walk(node) if isinstance(one, ast.Name)} | {
            one.attr for one in walk(node) if isinstance(one, ast.Attribute)
        }
        function = run.site.function
        return any(one is node for one in self.program.around(run.site.call)) or (function is not None and function.name in names)

    def _write_loop(self, loop: Loop) -> None:
        run, site = loop.run, loop.run.site
        (call,) = self._elements_taken(run)
        element = self.evaluator.elements[call]
        loop.names = self._loop_names(element.parts or [call], site)
        target = ", ".join(loop.names) + ("," if element.parts and len(loop.names) == 1 else "")
        over = loop.over or self._iterator(self._source(call, site), site, self._owner(run))
        text, program = self.text, self.program
        text.own(loop.loop)
        text.own(loop.guard)
        text.dissolve(loop.handler)
        header = f"for {target} in {over}:"
        start = program.span(loop.loop)[0]
        text.replace(start, program.span(loop.loop.test)[1] + self._colon(program.span(loop.loop.test)[1]), header)
        width = loop.guard.body[0].col_offset - loop.guard.col_offset
        handler = loop.handler
        keeps_try = bool(loop.guard.finalbody)
        after_break = _leaves_loop(loop.loop)
        if not keeps_try:
            self._drop_line(loop.guard.lineno)
            text.dedent(range(loop.guard.lineno + 1, handler.lineno), width)
        if loop.guard is not loop.node:
            text.dedent([handler.lineno], loop.guard.col_offset - loop.node.col_offset)
        self._drop_line(handler.lineno, "else:" if after_break and loop.guard is not loop.node and len(handler.body) > 1 else "")
        body = range(handler.lineno + 1, (handler.end_lineno or 0) + 1)
        away = handler.body[0].col_offset - loop.node.col_offset
        if loop.guard is loop.node:
            # what is done at the end follows the loop, in the `try` if that stays
            if not keeps_try:
                text.dedent(body, handler.body[0].col_offset - loop.guard.col_offset)
            elif handler.body[0].col_offset != loop.guard.body[0].col_offset:
                raise Refusal(handler, "the blocks of one `try` are indented differently")
        else:
            text.dedent(body, away - width if after_break and len(handler.body) > 1 else away)
        for one in handler.body:
            if isinstance(one, (ast.Break, ast.Pass)) and (one is handler.body[-1] or isinstance(one, ast.Pass)):
                text.remove(one)

    def _colon(self, end: int) -> int:
        data = self.program.data
        return data.index(b":", end) + 1 - end

    def _drop_line(self, line: int, new: str = "") -> None:
        """Let a line with `try:` or `except ...:` go, except for its comment."""
        comment = self.program.comments.get(line)
        raw = self.program.lines[line - 1]
        start = self.program.line_start(line)
        indent = len(raw) - len(raw.lstrip())
        text = "  ".join(part for part in (new, comment[1] if comment is not None else "") if part)
        if not text:
            self.text.remove_lines([line])
            return
        self.text.replace(start + indent, start + len(raw.rstrip()), text)

    def _loop_names(self, parts: Sequence[ast.expr], site: RunSite) -> list[str]:
        found = []
        for part in parts:
            name = self.planner.parameter(part)
            statement = self.program.statement_of(self.evaluator.elements[part].taken)
            around = site.function or self.program.tree
            others = [one for one in around.body if one is not statement and not isinstance(one, (ast.FunctionDef, ast.ClassDef))]
            stored = {
                node.id
                for one in others
                for node in walk_own(one)
                if isinstance(node, ast.Name)
                and not isinstance(node.ctx, ast.Load)
                and not any(up is statement for up in self.program.around(node))
            }
            if site.function is not None:
                given = parameter_names(site.function)
                stored |= {one for one in given if one not in site.scope or site.scope[one].value.call is not part}
            found.append(self.fresh(f"{name}_batch") if name in stored and name != "_" else name)
        return found

    # --- over the dataset itself

    def _go_over_dataset(self, source: Source, taking: list[PlannedRun], runs: list[PlannedRun]) -> None:
        """A loop may go over the dataset itself where it is all that an iterator is made for."""
        statement = self.program.statement_of(source.call)
        if len(taking) != 1 or taking[0].site not in self._loops or source.dataset is None or self._is_handled(source):
            return
        loop = self._loops[taking[0].site]
        here = taking[0].site.function
        if here is not source.function or self._is_attribute(source):
            return
        outside = set(self.program.around(statement))
        if any(isinstance(one, (ast.For, ast.While)) and one not in outside for one in self.program.around(loop.node)):
            return
        name = self._dataset(source.dataset, statement, here, self._names[source])
        loop.over = name
        self._inlined.add(source)

    def _is_handled(self, source: Source) -> bool:
        """Whether something else than `get_next` is made of an iterator."""
        handles = [one for one in self.evaluator.sources.values() if one.kind == "handle"]
        return bool(handles) and source.kind != "handle"

    def _begin_with_loops(self, source: Source, taking: list[PlannedRun], runs: list[PlannedRun]) -> None:
        """Where a loop follows what lets the iterator begin, and nothing goes on behind it, the loop goes over the dataset itself."""
        begins = [run for run in runs if any(restart.source is source for restart, _ in run.restarts)]
        events: dict[ast.stmt, str] = {}
        for run in [*begins, *taking]:
            loop = self._loops.get(run.site)
            events[loop.node if loop is not None else run.site.statement] = (
                "begin" if run in begins else "loop" if loop is not None else "take"
            )
        flow = _Flow(self.program, events)
        for run in begins:
            statement = run.site.statement
            block = _block_of(self.program, statement)
            if block is None:
                continue
            behind = block[block.index(statement) + 1 :]
            following = next((one for one in behind if flow.first([one])[0]), None)
            loop = next((one for one in self._loops.values() if one.node is following), None)
            if loop is None or loop.run not in taking or loop.run.site.function is not run.site.function:
                continue
            if len({id(one) for one in begins if flow.reaches(one.site.statement, loop.node)}) != 1 or loop.over is not None:
                continue
            if _leaves_loop(loop.loop) or not flow.only_begins_behind(loop.node):
                continue
            restart, step = next((restart, step) for restart, step in run.restarts if restart.source is source)
            loop.over = self._beginning(run, restart, step)
            self._without.add(run.site)

    # --- datasets

    def _dataset(self, node: ast.expr, made: ast.stmt, here: Function, name: str) -> str:
        """Return the name that a dataset has at another place of the same function, or of the module; it gets one if it has none."""
        if node in self._kept:
            return self._kept[node]
        if isinstance(node, ast.Name) and self._stays(node, made):
            return node.id
        stem = _stem(name)
        new = self._free("dataset" if stem in ("", "iterator", "it", "iter", *_BUILTINS) else f"{stem}_dataset", here)
        self.text.insert(made.lineno, [f"{self.text.indent_of(made)}{new} = {self.rewriter.text(node)}"])
        self._kept[node] = new
        return new

    def _stays(self, node: ast.Name, made: ast.stmt) -> bool:
        """Whether a name stands for the same thing from a statement on."""
        function = self.evaluator.program.function_of(node)
        body = function.body if function is not None else self.program.tree.body
        loops = [one for one in self.program.around(made) if isinstance(one, (ast.For, ast.While))]
        own = [part for part in body if not isinstance(part, (ast.FunctionDef, ast.ClassDef))]
        for one in (child for part in own for child in walk_own(part)):
            if isinstance(one, ast.Name) and one.id == node.id and not isinstance(one.ctx, ast.Load):
                if one.lineno > made.lineno or any(loop in self.program.around(one) for loop in loops):
                    return False
        return True

    def _beginning(self, run: PlannedRun, restart: Restart, step: Step | None) -> str:
        """Return the dataset with which an iterator begins, as an expression at a run."""
        site = run.site
        owner = self._owner(run)
        if step is not None:
            if owner is None and step.frame is not None:
                raise Refusal(site.call, "it cannot be told which object's iterator begins here")
            called = f"{owner}.{step.name}" if step.frame is not None else step.name
            if step.frame is None and step.function is not None and step.function is not site.function:
                raise Refusal(site.call, "the dataset is made in a function that does not show it")
            return f"{called}({self.fed_arguments(site, step)})"
        node = restart.dataset
        if owner is None and self._is_attribute(restart.source):
            raise Refusal(site.call, "it cannot be told which object's iterator begins here")
        made = self.program.statement_of(self._made_by(restart))
        function = self.evaluator.program.function_of(made)
        item = self._items.get(made)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and item is not None and item.frame is not None:
            return f"{owner}.{node.attr}"
        if item is not None and item.frame is not None:
            if node not in self._kept:
                name = _stem(next((place.rpartition(".")[2] for place in sorted(item.binds)), "")) or "iterator"
                self._kept[node] = node.id if isinstance(node, ast.Name) else f"{name}_dataset"
                assert item.function is not None
                own = item.function.args.args[0].arg
                if self._kept[node] in item.frame.attributes:
                    raise Refusal(node, f"`{own}.{self._kept[node]}` is something else than the dataset")
                self.text.insert(made.lineno, [f"{self.text.indent_of(made)}{own}.{self._kept[node]} = {self.rewriter.text(node)}"])
            return f"{owner}.{self._kept[node]}"
        if function is not None and function is not site.function:
            raise Refusal(site.call, "the dataset is made in a function that does not show it")
        bound = next((place for place in sorted(item.binds)), "") if item is not None else ""
        return self._dataset(node, made, site.function, bound)

    def _made_by(self, restart: Restart) -> ast.Call:
        return next(call for call, found in self.evaluator.restarts.items() if restart in found)

    def _owner(self, run: PlannedRun) -> str | None:
        """Return the object whose part is run."""
        names: set[str] = set()
        for leaf in run.fetched.leaves():
            node = leaf.node
            while isinstance(node, ast.Attribute):
                node = node.value
                if self.evaluator.value(node, run.site.scope).kind is Kind.INSTANCE:
                    names.add(self.program.source(node))
                    break
        if len(names) == 1:
            return names.pop()
        # what is run may have been given to a method of the object
        function = run.site.function
        own = function.args.args[0].arg if function is not None and function.args.args else ""
        is_method = function is not None and isinstance(self.program.parents.get(function), ast.ClassDef)
        return own if is_method and own in run.site.scope and run.site.scope[own].value.kind is Kind.INSTANCE else None

    # --- iterators

    def _write_source(self, source: Source) -> None:
        """Write the statement that makes an iterator."""
        statement = self.program.statement_of(source.call)
        is_own = isinstance(statement, ast.Assign) and statement.value is source.call
        if source.kind == "one_shot" and source not in self._inlined:
            owner = ""
            if self._is_attribute(source):
                function = self._items[statement].function
                owner = f"{function.args.args[0].arg}." if function is not None else ""
            assert source.dataset is not None
            target = self.program.source(statement.targets[0]) if isinstance(statement, ast.Assign) and is_own else ""
            if is_own and target == owner + self._names[source]:
                return
            line = f"{owner}{self._names[source]} = iter({self.rewriter.text(source.dataset)})"
            self.text.insert(statement.lineno, [self.text.indent_of(statement) + line])
        if is_own:
            self.written.add(statement)
            self.text.remove(statement)

    def restart(self, run: PlannedRun) -> None:
        """Write a run that lets iterators begin.

        Raises:
            Refusal: It cannot be written at its place.
        """
        site = run.site
        statement = site.statement
        if not isinstance(statement, ast.Expr) or statement.value is not site.call:
            raise Refusal(site.call, "the result of the initialization is used")
        lines = []
        for restart, step in run.restarts:
            if site in self._without:
                continue
            iterator = self._iterator_to_bind(restart.source, run)
            lines.append(f"{self.text.indent_of(statement)}{iterator} = iter({self._beginning(run, restart, step)})")
        self.text.insert(statement.lineno, lines)
        self.written.add(statement)
        self.text.remove(statement)

    def _iterator_to_bind(self, source: Source, run: PlannedRun) -> str:
        site = run.site
        if self._is_attribute(source):
            owner = self._owner(run)
            if owner is None:
                raise Refusal(site.call, "it cannot be told which object's iterator begins here")
            return f"{owner}.{self._names[source]}"
        if site.function is not source.function:
            # the name is bound in this function only
            for other, loop in [(one, self._loops.get(one.site)) for one in self._runs]:
                if source in self._sources_of(other) and (loop is None or loop.over is None):
                    if other.site.function is not site.function or other.site.call.lineno < site.call.lineno:
                        raise Refusal(site.call, "an iterator begins in one function, and its elements are taken in another one")
        return self._names[source]

    # --- what a run gets

    def taken(self, run: PlannedRun, fed: dict[ast.expr, str], owner: str | None) -> list[str]:
        """Return the arguments of a function for what iterators give.

        Args:
            run: The run.
            fed: What is fed, by placeholders.
            owner: The object that has the function, if it is a method.
        """
        assert run.step is not None
        wanted = [call for call in run.step.parameters if call in self.evaluator.elements]
        groups: dict[ast.Call, list[ast.expr]] = {}
        for call in wanted:
            groups.setdefault(self.evaluator.elements[call].taken, []).append(call)
        found = []
        for call, parts in groups.items():
            found += self._group(run, call, parts, fed, owner)
        return found

    def _group(self, run: PlannedRun, call: ast.Call, parts: list[ast.expr], fed: dict[ast.expr, str], owner: str | None) -> list[str]:
        site = run.site
        element = self.evaluator.elements[call]
        rest = [one for one in parts if one not in fed]
        texts = {one: self._converted(one, fed[one], site, owner) for one in parts if one in fed}
        loop = self._loops.get(site)
        if not rest:
            return [texts[one] for one in parts]
        if loop is not None:
            names: dict[ast.expr | None, str] = dict(zip(element.parts or [call], loop.names))
            return [texts.get(one) or names[one] for one in parts]
        iterator = self._iterator(self._source(call, site), site, owner)
        if rest == [call]:
            return [f"next({iterator})"]
        if rest == parts and parts == element.parts:
            return [f"*next({iterator})"]
        if len(rest) > 1:
            raise Refusal(site.call, "a part of an element is fed, and others are taken")
        return [texts.get(one) or f"next({iterator})[{self.evaluator.elements[one].index}]" for one in parts]

    def _converted(self, call: ast.expr, text: str, site: RunSite, owner: str | None) -> str:
        """Return what is fed in the place of what an iterator gives, as a tensor of the same type."""
        element = self.evaluator.elements[call]
        source = self._source(call, site)
        over = self._iterator(source, site, owner)
        if source.dataset is not None and source in self._inlined and self._loops:
            over = next(loop.over for loop in self._loops.values() if source in self._sources_of(loop.run) and loop.over is not None)
        index = "" if element.index is None else f"[{element.index}]"
        return f"{self.program.tf}.cast({text}, {over}.element_spec{index}.dtype)"

    def fed_arguments(self, site: RunSite, step: Step) -> str:
        """Return the arguments of a function that makes a dataset."""
        fed: dict[ast.expr, str] = {}
        if isinstance(site.feed, ast.Dict):
            for key, value in zip(site.feed.keys, site.feed.values):
                place = self.evaluator.value(key, site.scope) if key is not None else None
                if place is None or place.kind is not Kind.PLACEHOLDER or place.call is None:
                    raise Refusal(site.feed, "it cannot be told what is fed here")
                fed[place.call] = self.rewriter.text(value)
        elif site.feed is not None:
            found = self.evaluator.value(site.feed, site.scope)
            if set(found.feeds) != set(step.parameters):
                raise Refusal(site.feed, "it cannot be told what is fed here")
            return f"**{self.rewriter.text(site.feed)}"
        missing = next((call for call in step.parameters if call not in fed), None)
        if missing is not None:
            raise Refusal(site.call, f"nothing is fed for the placeholder `{self.planner.parameter(missing)}`")
        return ", ".join(fed[call] for call in step.parameters)

    def direct(self, run: PlannedRun) -> tuple[str | None, dict[ast.expr, str]]:
        """Return how a run reads that fetches only what iterators give.

        Returns:
            What gives the values of all leaves in order, if there is such; otherwise None, and each leaf as an expression.
        """
        site = run.site
        taken = self._elements_taken(run)
        owner = self._owner(run)
        loop = self._loops.get(site)
        leaves = run.fetched.leaves()
        texts: dict[ast.expr, str] = {}
        if len(taken) != 1:
            if any(self.evaluator.elements[one].index is not None for one in run.elements) and len(leaves) > len(taken):
                raise Refusal(site.call, "elements of several iterators are fetched, and parts of them")
        for call, parts in taken.items():
            element = self.evaluator.elements[call]
            wanted = [leaf.value.call for leaf in leaves if leaf.value.call in parts]
            if loop is not None:
                names: dict[ast.expr | None, str] = dict(zip(element.parts or [call], loop.names))
                texts.update(
                    {leaf.node: self._number(names[leaf.value.call], leaf.value.call) for leaf in leaves if leaf.value.call in names}
                )
                continue
            iterator = self._iterator(self._source(call, site), site, owner)
            if (
                len(taken) == 1
                and len(leaves) > 1
                and wanted == element.parts
                and all(is_tensor(self.program, self.evaluator, one) for one in parts)
            ):
                return f"next({iterator})", {}
            if len(wanted) > 1:
                names = self._unpacked_before(site, element.parts or [call], iterator)
                texts.update(
                    {leaf.node: self._number(names[leaf.value.call], leaf.value.call) for leaf in leaves if leaf.value.call in names}
                )
                continue
            index = self.evaluator.elements[parts[0]].index
            if isinstance(site.statement, ast.Expr) and site.statement.value is site.call:
                texts[leaves[0].node] = f"next({iterator})"
                continue
            text = f"next({iterator})" if index is None else f"next({iterator})[{index}]"
            texts.update({leaf.node: self._number(text, parts[0]) for leaf in leaves if leaf.value.call is parts[0]})
        return None, texts

    def _unpacked_before(self, site: RunSite, parts: Sequence[ast.expr], iterator: str) -> dict[ast.expr | None, str]:
        if not isinstance(site.statement, (ast.Expr, ast.Assign)) or self._is_conditional(site):
            raise Refusal(site.call, "parts of an element are fetched where they cannot be taken before")
        names = self._loop_names(parts, site)
        target = ", ".join(names) if len(parts) > 1 or self.evaluator.elements[parts[0]].index is None else f"{names[0]},"
        self.text.insert(site.statement.lineno, [f"{self.text.indent_of(site.statement)}{target} = next({iterator})"])
        return dict(zip(parts, names))

    def _number(self, text: str, call: ast.expr | None) -> str:
        if call is not None and is_tensor(self.program, self.evaluator, call):
            return f"{text}.numpy()"
        return f"{self.program.tf}.nest.map_structure(lambda value: value.numpy(), {text})"


class _Flow:
    """Tells what happens to an iterator next.

    Args:
        program: The program.
        events: The statements that let it begin, take one element, or are loops that take all.
    """

    def __init__(self, program: Program, events: dict[ast.stmt, str]) -> None:
        self.program = program
        self.events = events

    def first(self, block: list[ast.stmt]) -> tuple[set[str], bool]:
        """Return what may happen first in some statements, and whether it may be nothing."""
        found: set[str] = set()
        for statement in block:
            if statement in self.events:
                return found | {self.events[statement]}, False
            inner: list[list[ast.stmt]] = [
                getattr(statement, name) for name in ("body", "orelse", "finalbody") if getattr(statement, name, None)
            ]
            inner += [handler.body for handler in getattr(statement, "handlers", ())]
            if isinstance(statement, (ast.FunctionDef, ast.ClassDef)):
                continue
            results = [self.first(one) for one in inner]
            for what, _ in results:
                found |= what
            if isinstance(statement, ast.With) and results and not results[0][1]:
                return found, False
        return found, True

    def only_begins_behind(self, node: ast.stmt) -> bool:
        """Whether behind a statement nothing happens to the iterator before it begins anew."""
        found: set[str] = set()
        while True:
            parent = self.program.parents.get(node)
            block = _block_of(self.program, node)
            if block is None or parent is None:
                return False
            what, falls = self.first(block[block.index(node) + 1 :])
            found |= what
            if not falls:
                return found <= {"begin"}
            if isinstance(parent, (ast.For, ast.While)):
                what, _ = self.first(parent.body)
                found |= what
            if isinstance(parent, (ast.FunctionDef, ast.Module)):
                for scope in (node for node in self.program.each(ast.FunctionDef)):
                    found |= self.first(scope.body)[0]
                return found <= {"begin"}
            if isinstance(parent, ast.ExceptHandler):
                parent = self.program.parents[parent]
            if not isinstance(parent, ast.stmt):
                return False
            node = parent

    def reaches(self, start: ast.stmt, end: ast.stmt) -> bool:
        """Whether a statement may be the one that lets the iterator begin before another one takes elements."""
        block = _block_of(self.program, start)
        if block is None:
            return True
        behind = block[block.index(start) + 1 :]
        for one in behind:
            if one is end:
                return True
            what, falls = self.first([one])
            if not falls or "begin" in what:
                return False
            if what:
                return True
        parents: list[ast.AST] = []
        node: ast.AST = start
        while node in self.program.parents:
            node = self.program.parents[node]
            parents.append(node)
        # what ends a block may be followed by anything around it
        return len(parents) > 1 and not isinstance(parents[0], (ast.Module, ast.FunctionDef))


def _block_of(program: Program, statement: ast.AST) -> list[ast.stmt] | None:
    parent = program.parents.get(statement)
    for name in ("body", "orelse", "finalbody"):
        block = getattr(parent, name, None)
        if isinstance(block, list) and statement in block:
            return block
    return None


def _is_endless(loop: ast.While) -> bool:
    return isinstance(loop.test, ast.Constant) and bool(loop.test.value)


def _own_breaks(node: ast.AST) -> bool:
    """Whether a statement leaves the loop around it."""
    if isinstance(node, ast.Break):
        return True
    if isinstance(node, (ast.For, ast.While)):
        return any(_own_breaks(one) for one in node.orelse)
    return any(_own_breaks(one) for one in children(node) if isinstance(one, (ast.stmt, ast.ExceptHandler)))


def _leaves_loop(loop: ast.While) -> bool:
    """Whether something else than the end of the dataset leaves a loop; what handles that end does not count."""
    first = loop.body[0]
    body = [*first.body, *loop.body[1:]] if isinstance(first, ast.Try) else loop.body
    return any(_own_breaks(one) for one in body)


def _stem(name: str) -> str:
    """Return what a name is about: `train` for `train_init_op`."""
    for end in ("_dataset", "_data", "_ds", "_init_op", "_initializer", "_iterator", "_init", "_iter", "_it", "_op"):
        if name.endswith(end):
            return name[: -len(end)].lstrip("_")
    return name.lstrip("_")
