"""The calls that take the place of runs: what is given for the placeholders, and what becomes of the results."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable

from tensorlift.lift.calls import Rewriter
from tensorlift.lift.evaluate import Evaluator
from tensorlift.lift.frames import Item, Role, RunSite
from tensorlift.lift.iteration import Iteration
from tensorlift.lift.program import Instead, Program, Refusal, split_pairs, walk
from tensorlift.lift.purity import may_do_something
from tensorlift.lift.slices import Fetched, Leaf
from tensorlift.lift.steps import PlannedRun, Planner, Step, may_be_missing
from tensorlift.lift.text import Text
from tensorlift.lift.values import Kind


class Caller:
    """Writes the calls.

    Args:
        program: The program.
        evaluator: Tells what expressions stand for.
        planner: Knows the names of parameters.
        rewriter: Writes expressions for TensorFlow 2.
        text: Takes the changes.
        iteration: Tells what iterators give.
    """

    def __init__(
        self, program: Program, evaluator: Evaluator, planner: Planner, rewriter: Rewriter, text: Text, iteration: Iteration
    ) -> None:
        self.program = program
        self.evaluator = evaluator
        self.planner = planner
        self.rewriter = rewriter
        self.text = text
        self.iteration = iteration
        self.resets: Callable[[PlannedRun], list[str]] = lambda run: []
        """Returns the lines for a run that sets metrics to zero."""
        self.seen: Callable[[ast.expr, Item, Step], str] = lambda node, item, step: self.rewriter.text(node)
        """Returns an expression of what makes an object, with attributes for local names."""
        self.first_states: set[Item] = set()
        """The statements of first states that calls make anew where nothing may be fed."""
        self._chosen: dict[ast.Call, tuple[str, str]] = {}
        """What runs call whose feed may have no entry for a first state: the name, and what it is bound to."""
        self.written: set[ast.stmt] = set()
        """Statements that were written as a whole."""
        self._texts: dict[ast.Call, object] = {}
        """What stands in the place of each run."""

    def _put(self, site: RunSite, text: str) -> None:
        self._check_same(site, text)
        self.rewriter.replaced[site.call] = lambda: text

    def _put_statement(self, site: RunSite, text: str) -> None:
        self._check_same(site, text)
        self.written.add(site.statement)
        self.text.edit(site.statement, text)

    def _check_same(self, site: RunSite, text: object) -> None:
        """Check that a run in a function that is called with different parts of the graph reads the same for all of them."""
        if self._texts.setdefault(site.call, text) != text:
            raise Refusal(site.call, "what is run here is one part of the graph or another, as the function around it is called")

    def _remove(self, site: RunSite) -> None:
        self._check_same(site, "")
        self.written.add(site.statement)
        self.text.remove(site.statement)

    def write(self, run: PlannedRun, called: str, otherwise: str = "") -> None:
        """Put a call in the place of a run.

        Args:
            run: The run.
            called: What is called, such as ``train_step`` or ``model.train_step``.
            otherwise: What is called where a first state is not fed.

        Raises:
            Refusal: Its results are used in a way that has no counterpart.
        """
        site = run.site
        if run.restarts:
            self._check_same(site, tuple(one.dataset for one, _ in run.restarts))
            self.iteration.restart(run)
            return
        if run.step is None:
            self._without_step(run)
            return
        if run.without is not None and run.missing is not None:
            called = self._chosen_name(site, f"{called} if {self.planner.parameter(run.missing)!r} in", otherwise)
        call = f"{called}({self._given(run, run.step, called.rpartition('.')[0] or None)})"
        if site.name is not None:
            self._put(site, call)
            return
        statement = site.statement
        leaves = run.fetched.leaves()
        kept = [leaf for leaf in leaves if not leaf.is_operation]
        is_alone = isinstance(statement, ast.Expr) and statement.value is site.call
        if is_alone:
            self._put(site, call)
        elif isinstance(statement, ast.Assign) and statement.value is site.call and len(statement.targets) == 1:
            self._assigned(run, call, statement)
        elif (part := self._taken(run)) is not None and kept == [part]:
            subscript = self.program.parents[site.call]
            text = self._one(part, call)
            self._check_same(site, text)
            self.rewriter.replaced[subscript] = lambda: text
        elif not kept and not isinstance(run.fetched.leaf, Leaf):
            raise Refusal(site.call, "the results of operations are used, which are nothing")
        else:
            self._put(site, self._value(run.fetched, kept, call, site))

    def _chosen_name(self, site: RunSite, called: str, otherwise: str) -> str:
        """Return the name of what is called, which hangs on whether the feed has an entry; it is bound in front of the statement."""
        feed = self.rewriter.text(site.feed) if site.feed is not None else ""
        text = f"{called} {feed} else {otherwise}"
        if site.call not in self._chosen:
            self._chosen[site.call] = self.planner.fresh("compute"), text
            line = f"{self.text.indent_of(site.statement)}{self._chosen[site.call][0]} = {text}"
            self.text.insert(self.program.first_line(site.statement), [line])
        name, before = self._chosen[site.call]
        if before != text:
            raise Refusal(site.call, "what is run here is one part of the graph in one call of the function, and another one in another")
        return name

    def _taken(self, run: PlannedRun) -> Leaf | None:
        """Return the leaf that is taken from the results at once, as by ``[1]``."""
        subscript = self.program.parents.get(run.site.call)
        if (
            not isinstance(subscript, ast.Subscript)
            or subscript.value is not run.site.call
            or not isinstance(subscript.slice, ast.Constant)
        ):
            return None
        index = subscript.slice.value
        if type(index) is not int or index >= len(run.fetched.parts) or run.fetched.parts[index][0] is not None:
            return None
        return run.fetched.parts[index][1].leaf

    def _assigned(self, run: PlannedRun, call: str, statement: ast.Assign) -> None:
        """Write a run whose results are bound to names."""
        target = statement.targets[0]
        leaves = run.fetched.leaves()
        kept = [leaf for leaf in leaves if not leaf.is_operation]
        pairs = _pairs(target, run.fetched)
        if pairs is not None and self._is_unused([one for one, leaf in pairs if leaf.is_operation]):
            names = [("*" if leaf.width > 1 else "") + self.program.source(one) for one, leaf in pairs if not leaf.is_operation]
            if sum(name.startswith("*") for name in names) > 1:
                raise Refusal(run.site.call, "one run computes what several calls of `merge` or `merge_all` gave")
            if not names:
                self._put_statement(run.site, call)
            elif len(names) == 1 and names[0].startswith("*"):
                self._put_statement(run.site, f"{names[0][1:]} = [value.numpy() for value in {call}]")
            elif len(names) == 1:
                self._put_statement(run.site, f"{names[0]} = {self._one(kept[0], call)}")
            else:
                self._put_statement(run.site, f"{', '.join(names)} = {self._all(kept, call)}")
            return
        self._put(run.site, self._value(run.fetched, kept, call, run.site))

    def _value(self, what: Fetched, kept: list[Leaf], call: str, site: RunSite) -> str:
        """Return what a run gives, with the structure that its fetches have."""
        if what.leaf is not None and what.leaf.width > 1:
            is_written = site.call in self.evaluator.summaries_written
            return call if is_written else f"[value.numpy() for value in {call}]"
        if what.leaf is not None:
            return call if what.leaf.is_operation else self._one(what.leaf, call)
        if any(leaf.width > 1 for leaf in kept):
            raise Refusal(site.call, "summaries are fetched along with other things, and the results are not unpacked")
        if len(kept) == 1:
            return self._filled(what, {kept[0]: self._one(kept[0], call)})
        flat = all(part.leaf is not None for _, part in what.parts)
        every = self._all(kept, call)
        if not flat:
            if len(kept) < len(what.leaves()):
                raise Refusal(site.call, "the fetches are nested, and some of them are operations")
            raise Refusal(site.call, "the fetches are nested, and their results are not unpacked")
        operations = [part.leaf.is_operation for _, part in what.parts if part.leaf is not None]
        if isinstance(what.node, ast.Dict):
            keys = [self.rewriter.text(key) for key, _ in what.parts if key is not None]
            names = ", ".join(key for key, is_operation in zip(keys, operations) if not is_operation)
            if any(operations):
                return self._beside_operations(keys, operations, names, every, call, site)
            if any(leaf.is_several for leaf in kept):
                return f"dict(zip([{names}], {every}))"
            return f"{{key: value.numpy() for key, value in zip([{names}], {call})}}"
        if any(operations):
            edge = operations.index(False)
            if any(operations[edge : edge + len(kept)]):
                raise Refusal(site.call, "operations are fetched in between of values")
            parts = [*["None"] * edge, f"*{every}", *["None"] * (len(operations) - edge - len(kept))]
            return self._wrapped(what.node, ", ".join(parts))
        if isinstance(what.node, ast.List):
            return f"list({every})" if any(leaf.is_several for leaf in kept) else f"[{every[1:-1]}]"
        return f"tuple({_bare(every)})" if isinstance(what.node, ast.Tuple) else f"{self._maker(what.node)}(*{every})"

    def _beside_operations(self, keys: list[str], operations: list[bool], names: str, every: str, call: str, site: RunSite) -> str:
        """Return the dictionary that a run gives which has None for operations, in the order of its fetches."""
        first = operations.index(False)
        last = len(operations) - operations[::-1].index(False)
        if any(operations[first:last]):
            raise Refusal(site.call, "operations are fetched in a dictionary in between of values")
        values = f"dict(zip([{names}], {every}))"
        if every.startswith("("):
            values = f"{{key: value.numpy() for key, value in zip([{names}], {call})}}"
        nothing = [f"{key}: None" for key in keys]
        return f"{{{', '.join([*nothing[:first], f'**{values}', *nothing[last:]])}}}"

    def _one(self, leaf: Leaf, call: str) -> str:
        """Return what a call gives for one leaf, as NumPy knows it."""
        if isinstance(leaf.node, ast.ListComp) and isinstance(leaf.node.elt, (ast.Name, ast.Call, ast.BinOp)):
            return f"[value.numpy() for value in {call}]"
        return self._mapped(call) if leaf.is_several else f"{call}.numpy()"

    def _all(self, kept: list[Leaf], call: str) -> str:
        """Return what a call gives for several leaves."""
        return self._mapped(call) if any(leaf.is_several for leaf in kept) else f"(value.numpy() for value in {call})"

    def _mapped(self, text: str) -> str:
        return f"{self.program.tf}.nest.map_structure(lambda value: value.numpy(), {text})"

    def _wrapped(self, node: ast.expr, inner: str) -> str:
        if isinstance(node, ast.List):
            return f"[{inner}]"
        return f"({inner})" if isinstance(node, ast.Tuple) else f"{self._maker(node)}({inner})"

    def _maker(self, node: ast.expr) -> str:
        assert isinstance(node, ast.Call)
        return self.program.source(node.func)

    def _filled(self, what: Fetched, texts: dict[Leaf, str]) -> str:
        """Return a structure with the texts of its leaves filled in, None for operations."""
        if what.leaf is not None:
            return texts.get(what.leaf, "None")
        parts = [self._filled(part, texts) for _, part in what.parts]
        if isinstance(what.node, ast.Dict):
            return (
                "{" + ", ".join(f"{self.rewriter.text(key)}: {text}" for (key, _), text in zip(what.parts, parts) if key is not None) + "}"
            )
        inner = ", ".join(parts)
        return self._wrapped(what.node, inner + ("," if len(parts) == 1 and isinstance(what.node, ast.Tuple) else ""))

    def _is_unused(self, targets: list[ast.expr]) -> bool:
        names = [target.id for target in targets if isinstance(target, ast.Name)]
        if len(names) < len(targets):
            return False
        loads = [node for name in names for node in self.program.names.get(name, ()) if isinstance(node.ctx, ast.Load)]
        # `_` is given away so often, and is a function of its own in some modules, that only its own scope counts
        return not any(node.id != "_" or any(self._scope(node) is self._scope(target) for target in targets) for node in loads)

    def _scope(self, node: ast.AST) -> ast.AST:
        while node in self.program.parents and not isinstance(node, (ast.FunctionDef, ast.Lambda)):
            node = self.program.parents[node]
        return node

    # --- runs that compute nothing

    def _without_step(self, run: PlannedRun) -> None:
        site = run.site
        leaves = run.fetched.leaves()
        operations = [leaf for leaf in leaves if leaf.is_operation]
        if len(operations) == len(leaves) and isinstance(site.statement, ast.Expr) and site.statement.value is site.call:
            lines = self.resets(run)
            if lines:
                self.text.own(site.statement)
                self._put_statement(site, f"\n{self.text.indent_of(site.statement)}".join(lines))
            else:
                self._remove(site)
            return
        if any(leaf.value.kind is Kind.INITIALIZER for leaf in leaves):
            raise Refusal(site.call, "the result of the initialization is used")
        if site.feed is not None and self.evaluator.value(site.feed, site.scope).kind is not Kind.FEED:
            raise Refusal(site.feed, "something else than a placeholder may be fed")
        if site.feed is not None and may_do_something(self.program, site.feed):
            raise Refusal(site.feed, "something is called for what is fed, and the run does not need it")
        if isinstance(site.statement, ast.Expr) and site.statement.value is site.call and not run.elements:
            node = leaves[0].node if leaves else None
            if isinstance(node, ast.ListComp) and len(node.generators) == 1 and not node.generators[0].ifs:
                target, source = (self.rewriter.text(one) for one in (node.generators[0].target, node.generators[0].iter))
                indent = self.text.indent_of(site.statement)
                self.text.own(site.statement)
                self._put_statement(site, f"for {target} in {source}:\n{indent}    {self.rewriter.text(node.elt)}")
            elif leaves and leaves[0].value.writes:
                self._put(site, self.rewriter.text(leaves[0].node))
            else:
                self._remove(site)
            return
        if run.is_whole:
            self._put(site, self._numbers(run))
        elif run.elements:
            self._taken_alone(run)
        elif run.fetched.leaf is not None and not leaves[0].is_operation:
            self._put(site, self._number(leaves[0]))
        else:
            self._put(site, self._filled(run.fetched, {leaf: self._number(leaf) for leaf in leaves if not leaf.is_operation}))

    def _taken_alone(self, run: PlannedRun) -> None:
        """Write a run that only takes elements of datasets."""
        site = run.site
        call, texts = self.iteration.direct(run)
        leaves = run.fetched.leaves()
        target = site.statement.targets[0] if isinstance(site.statement, ast.Assign) and site.statement.value is site.call else None
        if call is None and isinstance(target, ast.Tuple) and len(target.elts) == len(run.fetched.parts) == len(leaves) > 1:
            self._put(site, ", ".join(texts[leaf.node] for leaf in leaves))
        elif call is None:
            self._put(site, self._filled(run.fetched, {leaf: texts[leaf.node] for leaf in leaves}))
        elif isinstance(site.statement, ast.Assign) and site.statement.value is site.call and len(site.statement.targets) == 1:
            self._assigned(run, call, site.statement)
        else:
            self._put(site, self._value(run.fetched, leaves, call, site))

    def _numbers(self, run: PlannedRun) -> str:
        """Return the values of variables that only the list or dictionary knows in which they were made."""
        name = self.rewriter.text(run.site.fetches)
        if any(part.leaf is None for _, part in run.fetched.parts):
            raise Refusal(run.site.call, "the fetches are nested, and their results are not unpacked")
        if isinstance(run.fetched.node, ast.Dict):
            return f"{{key: value.numpy() for key, value in {name}.items()}}"
        inner = f"value.numpy() for value in {name}"
        if isinstance(run.fetched.node, ast.List):
            return f"[{inner}]"
        return f"tuple({inner})" if isinstance(run.fetched.node, ast.Tuple) else f"{self._maker(run.fetched.node)}(*({inner}))"

    def _number(self, leaf: Leaf) -> str:
        text = self.rewriter.text(leaf.node)
        if not isinstance(leaf.node, (ast.Name, ast.Attribute, ast.Subscript, ast.Call)):
            text = f"({text})" if not leaf.is_several else text
        return self._one(leaf, text)

    # --- what is fed

    def _given(self, run: PlannedRun, step: Step, owner: str | None) -> str:
        """Return the arguments of a call; what iterators give comes first."""
        site = run.site
        taken = [call for call in step.parameters if call in self.evaluator.elements]
        others = [call for call in step.parameters if call not in taken]
        fed: dict[ast.expr, str] = {}
        rest = ""
        if isinstance(site.feed, ast.Dict) and None not in site.feed.keys:
            for key, value in zip(site.feed.keys, site.feed.values):
                if key is None:
                    raise Refusal(site.feed, "it cannot be told what is fed here")
                place = self.evaluator.feed_key(key, site.scope)
                if place is None:
                    raise Refusal(site.call, f"`{self.program.source(key)}` is fed, and is no placeholder")
                fed[place] = self.rewriter.text(value)
        elif site.feed is not None:
            found = self.evaluator.value(site.feed, site.scope)
            rest = self.rewriter.text(site.feed)
            missing = [call for call in step.parameters if call not in found.feeds and call not in self.evaluator.elements]
            defaults = {
                call: self.default(call, site) for call in step.parameters if self.program.called(call) == "placeholder_with_default"
            }
            if run.without is None:
                missing_too = [call for call in others if may_be_missing(self.program, self.evaluator, call, site)]
                defaults.update({call: self._first_state(call, step, site, owner) for call in missing_too})
            missing = [call for call in missing if call not in defaults]
            if missing:
                self._split_apart(step)
                raise Refusal(site.call, f"nothing is fed for the placeholder `{self.planner.parameter(missing[0])}`")
            if taken:
                fed = {call: self._entry(rest, call, True, {}) for call in taken if call in found.feeds}
                first = self.iteration.taken(run, fed, owner)
                return ", ".join([*first, *(self._entry(rest, call, call in found.feeds, defaults) for call in others)])
            if set(found.feeds) != set(step.parameters) and isinstance(site.feed, (ast.Name, ast.Attribute)):
                return ", ".join(self._entry(rest, call, call in found.feeds, defaults) for call in step.parameters)
            if defaults:
                inner = ", ".join(f"{self.planner.parameter(call)!r}: {text}" for call, text in defaults.items())
                return f"**{{{inner}, **{rest}}}"
            return f"**{rest}"
        for call in others:
            if call not in fed and call in self.evaluator.tensors and self.evaluator.tensors[call].value.is_zero_state:
                fed[call] = self._first_state(call, step, site, owner)
        first = self.iteration.taken(run, fed, owner) if taken else []
        if isinstance(site.feed, ast.Dict):
            used = [call for call in fed if call in step.parameters]
            if not self._keep_calls(site.feed, used, [call for call in others if call in fed], fed):
                if taken:
                    raise Refusal(site.feed, "what is fed is computed in another order than the placeholders are made in")
                given = {**fed, **{call: self.default(call, site) for call in others if call not in fed}}
                return ", ".join(f"{self.planner.parameter(call)}={text}" for call, text in given.items() if call in others)
        return ", ".join([*first, *(fed[call] if call in fed else self.default(call, site) for call in others)])

    def _keep_calls(self, feed: ast.Dict, used: list[ast.expr], order: list[ast.expr], fed: dict[ast.expr, str]) -> bool:
        """Whether what is called for a feed is called in the same order; it may draw the next random numbers, so it must be called as often."""
        calling = [place for place, value in zip(fed, feed.values, strict=False) if may_do_something(self.program, value)]
        lost = next((place for place in calling if place not in used), None)
        if lost is not None:
            value = feed.values[list(fed).index(lost)]
            raise Refusal(value, f"`{self.program.source(value)}` is called for what is fed, and the run does not need it")
        return calling == [call for call in order if call in calling]

    def _entry(self, feed: str, call: ast.expr, is_fed: bool, defaults: dict[ast.expr, str]) -> str:
        """Return one entry of a feed that has more than is needed, or less."""
        name = self.planner.parameter(call)
        if call in defaults:
            return f"{feed}.get({name!r}, {defaults[call]})" if is_fed else defaults[call]
        return f"{feed}[{name!r}]"

    def _first_state(self, call: ast.expr, step: Step, site: RunSite, owner: str | None) -> str:
        """Return the first state of a recurrent network that begins with nothing."""
        item = self.evaluator.tensors[call]
        is_own = step.frame is not None and item.frame is step.frame and owner is not None and item.function is not None
        if item.function is not None and item.function is not site.function and not is_own:
            raise Refusal(site.call, f"nothing may be fed for `{self.planner.parameter(call)}` here")
        if any(one.role is not Role.KEEP for one in item.needs):
            raise Refusal(site.call, f"nothing may be fed for `{self.planner.parameter(call)}` here, whose size a run computes")
        self.first_states.add(item)
        if not is_own or item.function is site.function:
            return self.rewriter.text(call)
        assert item.function is not None
        name = item.function.args.args[0].arg
        return re.sub(rf"(?<![\w.]){name}\.", f"{owner}.", self.seen(call, item, step))

    def _split_apart(self, step: Step) -> None:
        """See whether a run needs a part of a statement only that makes several things.

        Raises:
            Instead: It does, and these can be made by statements of their own.
        """
        for item in step.items:
            new = split_pairs(self.program, item.node)
            if new is not None:
                raise Instead(new)

    def default(self, call: ast.expr, site: RunSite) -> str:
        """Return what a placeholder is if nothing is fed for it.

        Raises:
            Refusal: It must be fed, or that cannot be told.
        """
        if not isinstance(call, ast.Call) or self.program.called(call) != "placeholder_with_default":
            for step in self.planner.steps.values():
                if site in step.sites:
                    self._split_apart(step)
            raise Refusal(site.call, f"nothing is fed for the placeholder `{self.planner.parameter(call)}`")
        default = call.args[0] if call.args else {one.arg: one.value for one in call.keywords}["input"]
        if any(isinstance(one, ast.Name) and one.id not in self.program.imports for one in walk(default)):
            raise Refusal(call, "the default of a placeholder is made of names")
        return self.rewriter.text(default)


def _bare(text: str) -> str:
    """Return a generator without its brackets."""
    return text[1:-1] if text.startswith("(") else text


def _pairs(target: ast.expr, what: Fetched) -> list[tuple[ast.expr, Leaf]] | None:
    """Return which name gets which leaf; None where names and fetches are not nested alike."""
    if what.leaf is not None:
        return [(target, what.leaf)] if not isinstance(target, (ast.Tuple, ast.List, ast.Starred)) else None
    if not isinstance(target, (ast.Tuple, ast.List)) or len(target.elts) != len(what.parts) or isinstance(what.node, ast.Dict):
        return None
    found: list[tuple[ast.expr, Leaf]] = []
    for one, (_, part) in zip(target.elts, what.parts):
        inner = _pairs(one, part)
        if inner is None:
            return None
        found += inner
    return found
