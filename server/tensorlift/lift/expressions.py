"""Expressions that are written out where they are fetched: they move into a function that is traced once, so what they hang on must stay the same."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tensorlift.lift.evaluate import Evaluator
from tensorlift.lift.program import Program, Refusal, parameter_names, walk
from tensorlift.lift.purity import may_do_something
from tensorlift.lift.slices import Leaf
from tensorlift.lift.steps import PlannedRun
from tensorlift.lift.values import Kind, Scope

_FUNCTIONS = (ast.FunctionDef, ast.Lambda)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_LOOPS = (ast.For, ast.While, *_COMPREHENSIONS)


class Expressions:
    """Checks what is fetched as it is written.

    Args:
        program: The program.
        evaluator: Tells what expressions stand for.
    """

    def __init__(self, program: Program, evaluator: Evaluator) -> None:
        self.program = program
        self.evaluator = evaluator

    def check(self, run: PlannedRun) -> None:
        """Check what a run fetches, if a function is to compute it.

        Raises:
            Refusal: It may be something else in another run, or only the place where it stands knows what it is.
        """
        if run.step is None or run.site.name is not None:
            return
        for leaf in run.fetched.leaves():
            for node, scope in self._written(leaf.node, run.site.scope):
                if node in self.program.parents:
                    self._check(run, leaf, node, scope)

    def _written(self, node: ast.expr, scope: Scope) -> Iterator[tuple[ast.expr, Scope]]:
        """Yield an expression, and what the parameters in it got."""
        yield node, scope
        if (
            isinstance(node, ast.Name)
            and (binding := scope.get(node.id)) is not None
            and binding.item is None
            and binding.given is not None
        ):
            yield from self._written(*binding.given)

    def _check(self, run: PlannedRun, leaf: Leaf, node: ast.expr, scope: Scope) -> None:
        assert run.step is not None
        inside = walk(node)
        if (leaf.is_operation or leaf.value.writes) and (chosen := self._choice(node, scope)) is not None:
            raise Refusal(chosen, f"`{self.program.source(node)}` is one operation or another, as is decided when it is run")
        for call in inside:
            if isinstance(call, ast.Call) and (call is not node or not leaf.is_operation):
                if (made := self.evaluator.value(call, scope).kind) in (Kind.OPTIMIZER, Kind.TRAIN) or _derives(call):
                    raise Refusal(
                        call,
                        "an optimizer is asked where its result is fetched" if made is not Kind.OPTIMIZER else "an optimizer is made here",
                    )
            if isinstance(call, ast.Call) and self._does_something(call, scope):
                raise Refusal(call, f"`{self.program.source(call)}` is called for each run here, and may give something else each time")
        bound = {one.id for one in inside if isinstance(one, ast.Name) and not isinstance(one.ctx, ast.Load)}
        bound |= {one.arg for one in inside if isinstance(one, ast.arg)}
        for one in inside:
            if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Load) and one.id not in bound:
                self._check_name(run, node, one, scope)
            elif isinstance(one, ast.Attribute) and one is not node and self.evaluator.value(one, scope).kind is Kind.PYTHON:
                stores = [place for place in self.program.attributes.get(one.attr, ()) if not isinstance(place.ctx, ast.Load)]
                if any(self._is_repeated(place) for place in stores) or len(stores) > 1:
                    raise Refusal(one, f"`{self.program.source(one)}` is another value in another run, and the graph is built with it here")

    def _choice(self, node: ast.expr, scope: Scope) -> ast.expr | None:
        """Return what decides which operation an expression is, if anything does."""
        for one in walk(node):
            if isinstance(one, (ast.IfExp, ast.BoolOp)) or (isinstance(one, ast.Subscript) and not isinstance(one.slice, ast.Constant)):
                return one
            function = self.evaluator.functions.get(one.func.id) if isinstance(one, ast.Call) and isinstance(one.func, ast.Name) else None
            if function is not None:
                returned = [part for part in walk(function) if isinstance(part, ast.Return)]
                if len(returned) > 1 or any(isinstance(part, (ast.IfExp, ast.BoolOp)) for part in walk(function)):
                    return one  # type: ignore[return-value]
        return None

    def _does_something(self, call: ast.Call, scope: Scope) -> bool:
        """Whether a call of Python may give something else each time."""
        if self.program.called(call) is not None or not may_do_something(self.program, ast.Call(call.func, [], [])):
            return False
        if isinstance(call.func, ast.Name):
            return call.func.id not in self.evaluator.functions and self.evaluator.value(call.func, scope).function is None
        if isinstance(call.func, ast.Attribute):
            return self.evaluator.value(call.func.value, scope).kind is Kind.PYTHON
        return False

    def _check_name(self, run: PlannedRun, node: ast.expr, name: ast.Name, scope: Scope) -> None:
        """Check that a plain name stands for the same whenever it is asked for."""
        owner = next((one for one in self.program.around(name) if isinstance(one, _FUNCTIONS) and name.id in self._bound(one)), None)
        for one in self.program.around(node):
            if isinstance(one, _COMPREHENSIONS) and any(name.id in _stored(part.target) for part in one.generators):
                raise Refusal(
                    name, f"`{name.id}` is another value in each turn of the loop that runs this, and the graph is built with it here"
                )
            if one is owner:
                break
        if self.evaluator.value(name, scope).kind is not Kind.PYTHON:
            return
        places = [place for place in self.program.changes.get(name.id, ()) if self._owner(place, name.id) is owner]
        parameters = 1 if owner is not None and name.id in parameter_names(owner) else 0
        if len(places) + parameters > 1 or any(self._is_repeated(place) for place in places):
            raise Refusal(name, f"`{name.id}` is another value in another run, and the graph is built with it here")
        assert run.step is not None
        home = run.step.function
        if owner is not None and home is not owner and (home is None or owner not in self.program.around(home)):
            raise Refusal(name, f"`{name.id}` is known where this is run only, and the graph is built with it here")

    def _bound(self, function: ast.FunctionDef | ast.Lambda) -> set[str]:
        parameters = parameter_names(function)
        if isinstance(function, ast.Lambda):
            return parameters
        own = {
            name.id
            for name in walk(function)
            if isinstance(name, ast.Name) and not isinstance(name.ctx, ast.Load) and self.program.function_of(name) is function
        }
        return parameters | (own - self.program.globals_of(function))

    def _owner(self, place: ast.AST, name: str) -> ast.AST | None:
        """Return the function that a name belongs to that is bound or changed in some place."""
        return next((one for one in self.program.around(place) if isinstance(one, _FUNCTIONS) and name in self._bound(one)), None)

    def _is_repeated(self, place: ast.AST) -> bool:
        """Whether a statement that binds a name may do so more than once while its function, or the module, is executed; or changes the value."""
        if isinstance(self.program.parents.get(place), ast.AugAssign):
            return True
        for one in self.program.around(place):
            if isinstance(one, _LOOPS):
                return True
            if isinstance(one, ast.FunctionDef):
                return False
        return False


def _derives(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Attribute) and call.func.attr == "compute_gradients"


def _stored(target: ast.expr) -> set[str]:
    return {one.id for one in walk(target) if isinstance(one, ast.Name)}
