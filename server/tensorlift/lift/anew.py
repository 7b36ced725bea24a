"""Variables that get their first values again, where a program initializes them a second time to start anew.

A variable of TensorFlow 2 has its first value from the start, so the first initialization just goes. A later one puts first values back: by computing them
again, where they are drawn or written out, or by what was kept of them before anything was changed. Only what was changed or drawn before and is used
afterwards matters. A new session draws the same numbers again if there is a seed, and other ones if there is none; so does the same session always.
Source: ``tensorflow/python/framework/random_seed.py`` of TensorFlow 1.15, where the state of a random operation belongs to the session.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tensorlift.lift.evaluate import Saved
from tensorlift.lift.frames import Item, RunSite, needed
from tensorlift.lift.known.variables import first_value
from tensorlift.lift.program import Refusal, walk
from tensorlift.lift.scopes import Made
from tensorlift.lift.sessions import Sessions, within
from tensorlift.lift.steps import PlannedRun
from tensorlift.lift.values import Kind

if TYPE_CHECKING:
    from tensorlift.lift.emit import Emitter

_SEEDS = ("set_random_seed", "set_seed")
_MAKERS = ("Variable", "get_variable")


@dataclass(frozen=True, eq=False)
class _Restart:
    """A run that initializes variables again.

    Attributes:
        site: The run.
        anchor: The statement in front of which all variables have their first values still.
        kept: The variables whose first values are kept.
        drawn: Those whose first values are computed again.
        trains: The statements that train before and after it.
    """

    site: RunSite
    anchor: ast.stmt
    kept: tuple[Made, ...]
    drawn: tuple[Made, ...]
    trains: tuple[Item, ...]


class Anew:
    """Writes what takes the place of runs that initialize variables again.

    Args:
        emitter: Writes statements and expressions.
    """

    def __init__(self, emitter: Emitter) -> None:
        self.emitter = emitter
        self.program = emitter.program
        self.evaluator = emitter.evaluator
        self.sessions = Sessions(self.program, self.evaluator)
        self.sites: list[RunSite] = []
        """The runs that initialize variables, in order."""
        self._restarts: list[_Restart] = []
        self._names: dict[tuple[str, ...], tuple[str, str]] = {}
        self._loop: tuple[str, str] | None = None

    def anchor(self, site: RunSite) -> ast.stmt:
        """Return the statement of a run, or the outermost loop around it."""
        loops = [one for one in within(self.program, site.call) if isinstance(one, (ast.For, ast.While))]
        return loops[-1] if loops else site.statement

    def note(self, site: RunSite, first: RunSite | None, runs: list[PlannedRun]) -> None:
        """Note a run that initializes variables, and not as the first one, or in a loop.

        Args:
            site: The run.
            first: The run that initialized them first; None if this is the first one.
            runs: All runs.

        Raises:
            Refusal: It cannot be told what the variables begin with.
        """
        if first is not None and first.function is not site.function:
            raise Refusal(site.call, "variables are initialized more than once")
        made, trains = self._concerned(site, runs)
        if len({one.began for one in made}) > 1:
            raise Refusal(site.call, "variables of several graphs are initialized again")
        anchor = self.anchor(first or site)
        kept: list[Made] = []
        drawn: list[Made] = []
        for one in made:
            (drawn if self._is_computed(one, site, anchor, first) else kept).append(one)
        if (kept or trains) and not self._comes_first(anchor, site):
            raise Refusal(site.call, "variables are initialized again, and a condition decides whether they were before")
        if any(item.node.lineno >= anchor.lineno for item in trains):
            raise Refusal(site.call, "variables are initialized again, and an optimizer is made after they were initialized first")
        if made or trains:
            self._restarts.append(_Restart(site, anchor, tuple(kept), tuple(drawn), tuple(trains)))

    def _comes_first(self, anchor: ast.stmt, site: RunSite) -> bool:
        """Whether a statement has run wherever a run is reached."""
        above = [site.call, *self.program.around(site.call)]
        child: ast.AST = anchor
        for one in within(self.program, anchor):
            if not isinstance(one, (ast.With, ast.Module)):
                blocks = [block for _, block in ast.iter_fields(one) if isinstance(block, list) and child in block]
                if one not in above or not any(node in block for block in blocks for node in above):
                    return False
            child = one
        return True

    # --- what is concerned

    def _concerned(self, site: RunSite, runs: list[PlannedRun]) -> tuple[list[Made], list[Item]]:
        """Return the variables, and the statements that train, for which it matters that they start anew."""
        everything = self._uses_unfollowed() or isinstance(self.anchor(site), (ast.For, ast.While))
        before: set[ast.AST] = set()
        after: set[ast.AST] = set()
        trains: list[set[Item]] = [set(), set()]
        for run in runs:
            reads, writes, train = _touched(run)
            is_elsewhere = everything or run.site.function is not site.function
            position = run.site.call.lineno, run.site.call.col_offset
            here = site.call.lineno, site.call.col_offset
            if is_elsewhere or position < here:
                before |= reads | writes
                trains[0] |= train
            if is_elsewhere or position > here:
                after |= reads | writes
                trains[1] |= train
        made = [one for one in self.evaluator.store.made if self._uses_unfollowed() or _marks(one) & before & after]
        if any(not one.is_global for one in made) or self.evaluator.averages:
            raise Refusal(site.call, "variables are initialized again, and local variables or averages are there, too")
        wanted = trains[0] & trains[1]
        return made, [item for _, item in self.evaluator.trains if item in wanted and self._has_state(item)]

    def _uses_unfollowed(self) -> bool:
        """Whether something beside runs reads variables, or changes them."""
        return bool(self.evaluator.savers or self.evaluator.loads or self.emitter.unit.exports)

    def _has_state(self, item: Item) -> bool:
        """Whether an optimizer has variables of its own that count."""
        maker = self.emitter.saving.optimizer_of(item)
        return not (self.program.called(maker) or "").endswith("GradientDescentOptimizer") or maker in self.evaluator.scheduled

    # --- what they begin with

    def _is_computed(self, made: Made, site: RunSite, anchor: ast.stmt, first: RunSite | None) -> bool:
        """Whether the first value of a variable is computed again, rather than kept.

        Raises:
            Refusal: Neither can be done.
        """
        item = made.item
        if (
            item is None
            or made.is_layer
            or made.is_many
            or made.place is None
            or (made.owner is not None and made.owner is not site.function)
        ):
            raise Refusal(site.call, "variables are initialized again, whose first values cannot be told here")
        if not isinstance(made.call, ast.Call) or item.node.lineno >= anchor.lineno:
            raise Refusal(site.call, "variables are initialized again, whose first values cannot be told here")
        if (self.program.called(made.call) or "").endswith("global_step"):
            return False
        code = self._code(made)
        if code is None or item.value.kind is not Kind.VARIABLE:
            raise Refusal(site.call, "variables are initialized again, whose first values cannot be told here")
        nodes = [node for part in code for node in walk(part)]
        calls = [node for node in nodes if isinstance(node, ast.Call)]
        if not self._is_random(made):
            names = {node.id for node in nodes if isinstance(node, ast.Name)} - set(self.program.imports)
            return len(made.event) == 1 and not names and all(self.program.symbol(one.func) is not None for one in calls)
        if self._is_seeded(made, calls, site):
            if self.sessions.is_new(site, self.sites):
                return False
            if first is not None and self.sessions.opened(first) is not self.sessions.opened(site):
                raise Refusal(site.call, "variables are initialized again and again from a seed in one session")
        for node in nodes if len(made.event) == 1 else walk(item.node):
            # what the statement itself binds is not another value
            if isinstance(node, ast.Name) and any(one.lineno > item.node.lineno for one in self.program.changes.get(node.id, ())):
                raise Refusal(site.call, f"variables are initialized again with `{node.id}`, which is another value by then")
        if any(self.program.symbol(one.func) is None for one in calls if not self._is_followed(one, made)):
            raise Refusal(site.call, "variables are initialized again, whose first values cannot be told here")
        return True

    def _is_followed(self, call: ast.Call, made: Made) -> bool:
        """Whether a call is the one by which a function made a variable."""
        return call in made.event

    def _code(self, made: Made) -> list[ast.AST] | None:
        """Return the code that says what a variable begins with: the call that makes it, or that of a short function, with its body."""
        if len(made.event) == 1:
            return [made.call] if self.program.called(made.call) in _MAKERS else None
        call = made.event[0]
        node = made.item.node if made.item is not None else None
        function = self.evaluator.functions.get(call.func.id) if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) else None
        if len(made.event) != 2 or function is None or not isinstance(node, ast.Assign) or node.value is not call:
            return None
        if sum(one.event[0] is call for one in self.evaluator.store.made) > 1:
            return None
        is_doc = isinstance(function.body[0], ast.Expr) and isinstance(function.body[0].value, ast.Constant)
        body = function.body[1:] if is_doc else function.body
        return [call, *body] if all(isinstance(one, (ast.Assign, ast.Return)) for one in body) else None

    def _is_random(self, made: Made) -> bool:
        """Whether a variable begins with what is drawn."""
        if len(made.event) > 1:
            return True
        call = made.call
        assert isinstance(call, ast.Call)
        assert made.item is not None
        if self.program.called(call) == "Variable":
            first = call.args[0] if call.args else next((one.value for one in call.keywords if one.arg == "initial_value"), None)
            return first is None or self.evaluator.value(first, made.item.before).kind not in (Kind.PYTHON, Kind.CONSTANT)
        first = next((one.value for one in call.keywords if one.arg == "initializer"), call.args[3] if len(call.args) > 3 else None)
        name = self.program.called(first) or (self.program.symbol(first) if first is not None else None) or ""
        return name.rpartition(".")[2].removesuffix("_initializer").lower() not in ("zeros", "ones", "constant")

    def _is_seeded(self, made: Made, calls: Iterable[ast.Call], site: RunSite) -> bool:
        """Whether a new session draws the same first value."""
        seeds = [node for node in self.program.each(ast.Call) if (self.program.called(node) or "").rpartition(".")[2] in _SEEDS]
        assert made.item is not None
        if any(self.program.function_of(one) is not made.item.function or one.lineno > made.item.node.lineno for one in seeds):
            raise Refusal(site.call, "variables are initialized again, and it cannot be told whether a seed gives the same first values")
        given = [word.value for one in calls for word in one.keywords if word.arg == "seed"]
        if any(len(one.args) > 4 for one in calls if "random" in (self.program.called(one) or "")):
            raise Refusal(site.call, "variables are initialized again, and it cannot be told whether a seed gives the same first values")
        return bool(seeds) or any(not (isinstance(one, ast.Constant) and one.value is None) for one in given)

    # --- what is written

    def write(self) -> None:
        """Insert the statements that keep first values, and put them back.

        Raises:
            Refusal: Something has no name that is seen there.
        """
        for restart in self._restarts:
            same = [one for one in self._restarts if one.anchor is restart.anchor]
            # all that is kept goes back at once, as it is all initialized again
            kept = tuple(dict.fromkeys(made for one in same for made in one.kept))
            trains = tuple(dict.fromkeys(item for one in same for item in one.trains))
            lines = [f"{self._place(one, restart)}.assign({self._text(one)})" for one in restart.drawn if one not in kept]
            lines += self._put_back(replace(restart, kept=kept, trains=trains))
            self.emitter.saving.insert(restart.site.statement, lines)

    def _place(self, made: Made, restart: _Restart) -> str:
        if len(made.event) == 1 and made.place is not None and "[" in made.place:
            return made.place
        saved = Saved((made,), (), restart.site.scope)
        return next(iter(self.emitter.saving.names_of(restart.site.call, made, saved)))

    def _text(self, made: Made) -> str:
        """Return a first value as code."""
        assert isinstance(made.call, ast.Call)
        assert made.item is not None
        if len(made.event) == 1:
            return first_value(self.emitter.rewriter, made.call)
        assert isinstance(made.item.node, ast.Assign)
        return self.emitter.rewriter.text(made.item.node.value)

    def _put_back(self, restart: _Restart) -> list[str]:
        saving, site = self.emitter.saving, restart.site
        saved = Saved(tuple(self.evaluator.store.made), restart.trains, site.scope)
        names = [self._place(made, restart) for made in restart.kept]
        optimizers = saving.optimizers(site.call, saved)
        built, missing = saving.built(optimizers)
        built += [self._build(name, [item for item, one in optimizers if one == name], restart) for name in missing]
        by_hand = self.evaluator.by_hand
        slots = [f"*{name}" if saving.optimizer_of(item) in by_hand else f"*{name}.variables" for item, name in optimizers]
        listed = (*dict.fromkeys(names), *slots)
        if not listed:
            return []
        if listed not in self._names:
            variables, values = self._names[listed] = self.emitter.fresh("variables"), self.emitter.fresh("first_values")
            lines = [f"{variables} = [{', '.join(listed)}]", f"{values} = [variable.numpy() for variable in {variables}]"]
            saving.insert(restart.anchor, [*built, *lines])
        variables, values = self._names[listed]
        self._loop = self._loop or (self.emitter.fresh("variable"), self.emitter.fresh("value"))
        variable, value = self._loop
        return [f"for {variable}, {value} in zip({variables}, {values}):", f"    {variable}.assign({value})"]

    def _build(self, name: str, trains: list[Item], restart: _Restart) -> str:
        """Return the line that makes the variables of an optimizer, for all variables that its step may train."""
        reads = {mark for train in trains for item in needed([train]) for mark in item.value.reads}
        found = [one for one in self.evaluator.store.made if one.trainable and _marks(one) & reads]
        if any(one.is_layer or one.is_many or one.trainable is None for one in self.evaluator.store.made if _marks(one) & reads):
            raise Refusal(restart.site.call, f"variables are initialized again, and those of `{name}` are not known here")
        return f"{name}.build([{', '.join(self._place(one, restart) for one in found)}])"


def _marks(made: Made) -> set[ast.AST]:
    return {made.mark, made.call}


def _touched(run: PlannedRun) -> tuple[set[ast.AST], set[ast.AST], set[Item]]:
    """Return what a run reads and changes, and what it trains by."""
    values = [leaf.value for leaf in run.fetched.leaves()]
    items = needed(item for value in values for item in value.items)
    trains: set[Item] = set()
    if run.step is not None:
        items |= set(run.step.slice) | set(run.step.items)
        trains = set(run.step.trains)
        values += [leaf.value for leaf in run.step.results]
    values += [item.value for item in items | trains]
    values += [one.item.value for value in values for one in value.summaries if one.item is not None]
    reads = {mark for value in values for mark in value.reads if value.kind is not Kind.INITIALIZER}
    writes = {mark for value in values for mark in value.writes}
    return reads, writes, trains
