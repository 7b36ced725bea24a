"""Whether what a function takes from around it is still what the graph was built with, where that is more than a name of its own scope.

A name that a statement uses is looked after in :mod:`tensorlift.lift.emit`. Here it is about what is reached in other ways: names of the module in
functions that are called, attributes, and lists, dictionaries and arrays that are changed in place under another name.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Iterator
from functools import cached_property

from tensorlift.lift.evaluate import Evaluator
from tensorlift.lift.frames import Item, Role
from tensorlift.lift.program import CHANGING, Program, Refusal, children, walk, walk_own
from tensorlift.lift.values import Kind

_Function = ast.FunctionDef | ast.Lambda
_Owner = _Function | None
_Key = tuple[_Owner, str] | str
"""What a place is called: a name with the function that it belongs to, or the name of an attribute."""

_ARRAY_METHODS = frozenset({"fill", "put", "resize", "partition", "itemset", "setflags", "setdefault", "popitem", "add", "discard"})
_ARRAY_FUNCTIONS = frozenset({"shuffle", "copyto", "put", "place", "fill_diagonal", "putmask", "heappush", "heappop", "heapify", "setattr"})
_VIEWS = frozenset(
    {"reshape", "ravel", "view", "transpose", "squeeze", "get", "setdefault", "values", "items", "asarray", "swapaxes", "diagonal"}
)
_IMPURE = frozenset({"next", "input", "open", "print", "setattr", "delattr", "exec", "eval", "globals", "locals", "vars"})
_CALLED_IN_RUNS = ("py_func", "numpy_function", "py_function")
"""What calls a Python function in each run, as it did in a session."""
_ANY_TIME = 10**9


class Captured:
    """Finds changes of what statements were built with.

    Args:
        program: The program.
        evaluator: Tells what expressions stand for.
        items: The statements of the program.
    """

    def __init__(self, program: Program, evaluator: Evaluator, items: Collection[Item]) -> None:
        self.program = program
        self.evaluator = evaluator
        self.roles = {item.node: item.role for item in items}

    def check(self, item: Item, made_before: Collection[ast.AST]) -> None:
        """Check that a statement that moves finds what it found where the graph was built.

        Args:
            item: The statement.
            made_before: Calls that stay where they are.

        Raises:
            Refusal: It may find something else.
        """
        own = list(self._below(item.node, made_before))
        bodies = self._followed(own, item, made_before)
        earliest = self._places(item.node)
        for function, nodes in [(None, own), *bodies.items()]:
            if function is not None:
                self._check_effects(function, nodes)
            for node in nodes:
                if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                    self._check_name(node, item, function is not None, earliest)
                elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
                    self._check_attribute(node, item, function is None, earliest)

    # --- what is read

    def _below(self, node: ast.AST, made_before: Collection[ast.AST]) -> Iterator[ast.AST]:
        if node in made_before and not isinstance(node, ast.stmt):
            return
        if self.program.called(node) in ("Variable", "get_variable"):
            # What a variable is made with counts once.
            return
        yield node
        in_runs = isinstance(node, ast.Call) and self.program.symbol(node.func) in _CALLED_IN_RUNS
        for child in children(node):
            if in_runs and isinstance(child, (ast.Name, ast.Attribute, ast.Lambda)) and child is not node.func:  # type: ignore[attr-defined]
                continue
            yield from self._below(child, made_before)

    def _followed(self, own: list[ast.AST], item: Item, made_before: Collection[ast.AST]) -> dict[_Function, list[ast.AST]]:
        """Return what stands in the functions of the program that a statement calls, directly or through others."""
        found: dict[_Function, list[ast.AST]] = {}
        waiting = list(own)
        while waiting:
            node = waiting.pop()
            called: list[_Function] = []
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                called += self._functions.get(node.id, [])
                called += self._lambdas.get(self._key(node), [])
            elif isinstance(node, ast.Attribute) and isinstance(self.program.parents.get(node), ast.Call):
                called += self._methods.get(node.attr, [])
            for function in called:
                if function not in found and not self._contains(function, item.node):
                    found[function] = list(self._below(function, made_before))
                    waiting += found[function]
        return found

    @cached_property
    def _functions(self) -> dict[str, list[_Function]]:
        return self._by_name(lambda parent: not isinstance(parent, ast.ClassDef))

    @cached_property
    def _methods(self) -> dict[str, list[_Function]]:
        return self._by_name(lambda parent: isinstance(parent, ast.ClassDef))

    def _by_name(self, wanted: Callable[[ast.AST], bool]) -> dict[str, list[_Function]]:
        found: dict[str, list[_Function]] = {}
        for node in walk(self.program.tree):
            if isinstance(node, ast.FunctionDef) and wanted(self.program.parents[node]):
                found.setdefault(node.name, []).append(node)
        return found

    @cached_property
    def _lambdas(self) -> dict[_Key | None, list[_Function]]:
        """The lambdas in what names stand for."""
        found: dict[_Key | None, list[_Function]] = {}
        for node in walk(self.program.tree):
            if isinstance(node, ast.Assign):
                inside: list[_Function] = [one for one in walk(node.value) if isinstance(one, ast.Lambda)]
                for target in node.targets if inside else ():
                    found.setdefault(self._key(target), []).extend(inside)
        return found

    # --- checks

    def _check_name(self, node: ast.Name, item: Item, is_followed: bool, earliest: dict[_Owner, int]) -> None:
        key = self._key(node)
        binding = item.before.get(node.id)
        if binding is not None and binding.value.kind is not Kind.PYTHON:
            return
        if is_followed and isinstance(key, tuple) and not self._contains(key[0], node, is_proper=True):
            for change in self.program.changes.get(node.id, ()):
                if isinstance(change, ast.Name) and self._key(change) == key and self._is_later(change, item, earliest):
                    raise Refusal(change, f"`{node.id}`, which the graph was built with, is another value later")
        if isinstance(key, tuple):
            for place in self._other_bindings.get(key, ()):
                if self._is_later(place, item, earliest):
                    raise Refusal(place, f"`{node.id}`, which the graph was built with, is another value later")
            if key in self._iterators and not self._contains(item.node, self._iterators[key]):
                raise Refusal(node, f"`{node.id}` is an iterator, which gives its elements once and not in each run")
        self._check_contents(key, node, item, earliest)

    def _check_attribute(self, node: ast.Attribute, item: Item, is_own: bool, earliest: dict[_Owner, int]) -> None:
        if self.program.symbol(node) is not None or (is_own and self._is_computed(node, item)):
            return
        for change in [*self._attribute_stores.get(node.attr, ()), *self._attribute_stores.get("", ())]:
            if not self._are_unlike(node, change) and self._is_later(change, item, earliest):
                raise Refusal(change, f"`{self.program.source(node)}`, which the graph was built with, is another value later")
        self._check_contents(node.attr, node, item, earliest)

    def _check_contents(self, key: _Key | None, node: ast.expr, item: Item, earliest: dict[_Owner, int]) -> None:
        if key is None:
            return
        for change in self._changes.get(self._group(key), ()):
            if self._is_later(change, item, earliest):
                raise Refusal(change, f"`{self.program.source(node)}`, which the graph was built with, is another value later")

    def _check_effects(self, function: _Function, nodes: list[ast.AST]) -> None:
        """A function that a run calls again may change nothing but what is its own."""
        for node in nodes:
            reason = None
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _IMPURE:
                reason = f"`{node.func.id}` is called while the graph is built, and would be called again in a run"
            place = self._changed_place(node)
            if place is not None:
                key = self._key(place)
                if isinstance(key, tuple) and (not self._contains(function, key[0]) or self._has_default(key)):
                    reason = f"`{self.program.source(place)}` is changed while the graph is built, and would be changed again in a run"
            if reason is not None:
                raise Refusal(node, reason)

    def _has_default(self, key: tuple[_Owner, str]) -> bool:
        """Whether a parameter may be an object that is the same in each call."""
        if key[0] is None:
            return False
        arguments = key[0].args
        plain = [*arguments.posonlyargs, *arguments.args]
        pairs = [
            *zip(reversed(plain), reversed(arguments.defaults), strict=False),
            *zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True),
        ]
        return any(one.arg == key[1] and default is not None and not isinstance(default, ast.Constant) for one, default in pairs)

    def _is_computed(self, node: ast.Attribute, item: Item) -> bool:
        try:
            return self.evaluator.value(node, item.before).kind is not Kind.PYTHON
        except Refusal:
            return True

    # --- what changes

    @cached_property
    def _attribute_stores(self) -> dict[str, list[ast.expr]]:
        """Where attributes are bound, by name; where any of an object may be, by nothing."""
        found: dict[str, list[ast.expr]] = {}
        for node in walk(self.program.tree):
            if isinstance(node, ast.Attribute) and not isinstance(node.ctx, ast.Load) and self._stays(node):
                found.setdefault(node.attr, []).append(node)
            elif (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in ("setattr", "delattr")
                and len(node.args) > 1
            ):
                name = node.args[1].value if isinstance(node.args[1], ast.Constant) else ""
                found.setdefault(str(name), []).append(node)
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CHANGING:
                if isinstance(node.func.value, ast.Attribute) and node.func.value.attr == "__dict__":
                    found.setdefault("", []).append(node.func.value)
        return found

    @cached_property
    def _other_bindings(self) -> dict[_Key, list[ast.AST]]:
        """Where names are bound otherwise than by being written as a target: the second definition, what a handler catches, and the like."""
        found: dict[_Key, list[ast.AST]] = {}
        for node in walk(self.program.tree):
            names = []
            is_definition = isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not isinstance(self.program.parents[node], ast.ClassDef)
            if (is_definition or isinstance(node, ast.ExceptHandler)) and node.name:  # type: ignore[attr-defined]
                names = [node.name]  # type: ignore[attr-defined]
            elif isinstance(node, (ast.Import, ast.ImportFrom)) and self._function(node) is None:
                names = [(one.asname or one.name).split(".")[0] for one in node.names]
            for name in names:
                found.setdefault((self._owner(node, name), name), []).append(node)
        return found

    @cached_property
    def _iterators(self) -> dict[_Key, ast.AST]:
        """The names that stand for what gives its elements once."""
        makers = {"iter", "map", "zip", "filter", "enumerate", "reversed", "open"}
        makers |= {
            name
            for name, functions in self._functions.items()
            if any(isinstance(node, (ast.Yield, ast.YieldFrom)) for one in functions for node in walk(one))
        }
        found: dict[_Key, ast.AST] = {}
        for node in walk(self.program.tree):
            if not isinstance(node, ast.Assign) or not self._stays(node):
                continue
            is_made = isinstance(node.value, ast.Call) and isinstance(node.value.func, ast.Name) and node.value.func.id in makers
            if is_made or isinstance(node.value, ast.GeneratorExp):
                found.update({key: node for target in node.targets if (key := self._key(target)) is not None})
        return found

    def _stays(self, node: ast.AST) -> bool:
        while node not in self.roles:
            if node not in self.program.parents or isinstance(node, ast.FunctionDef):
                return True
            node = self.program.parents[node]
        return self.roles[node] is Role.KEEP

    def _are_unlike(self, one: ast.expr, other: ast.expr) -> bool:
        """Whether two attributes are of `self` in classes that have nothing to do with each other."""
        first, second = self._class_of(one), self._class_of(other)
        return first is not None and second is not None and not (self._family(first) & self._family(second))

    def _class_of(self, node: ast.expr) -> ast.ClassDef | None:
        function = self._function(node)
        parent = self.program.parents[function] if function is not None else None
        if not isinstance(parent, ast.ClassDef) or not isinstance(function, ast.FunctionDef) or not function.args.args:
            return None
        owner = node.value if isinstance(node, ast.Attribute) else node.args[0] if isinstance(node, ast.Call) else None
        return parent if isinstance(owner, ast.Name) and owner.id == function.args.args[0].arg else None

    def _family(self, node: ast.ClassDef) -> set[str]:
        found, waiting = {node.name}, [node]
        while waiting:
            for base in waiting.pop().bases:
                if isinstance(base, ast.Name) and base.id not in found and base.id in self.evaluator.classes:
                    found.add(base.id)
                    waiting.append(self.evaluator.classes[base.id])
        return found

    @cached_property
    def _changes(self) -> dict[_Key, list[ast.AST]]:
        """Where something is changed in place, by what stands for all that may be the same object."""
        found: dict[_Key, list[ast.AST]] = {}
        for node in walk(self.program.tree):
            place = self._changed_place(node)
            key = self._key(place) if place is not None and self._stays(node) else None
            if key is not None:
                found.setdefault(self._group(key), []).append(node)
        return found

    def _changed_place(self, node: ast.AST) -> ast.expr | None:
        """Return what a node changes in place."""
        if isinstance(node, ast.Subscript) and not isinstance(node.ctx, ast.Load):
            return node.value
        if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
            return node.target if self._is_filled(node.target) else None
        if not isinstance(node, ast.Call) or self.program.symbol(node.func) is not None:
            return None
        out = next((one.value for one in node.keywords if one.arg == "out"), None)
        if out is not None or not isinstance(node.func, ast.Attribute):
            return out
        if node.func.attr in _ARRAY_FUNCTIONS and node.args:
            return node.args[0]
        return node.func.value if node.func.attr in CHANGING or node.func.attr in _ARRAY_METHODS else None

    def _is_filled(self, name: ast.Name) -> bool:
        """Whether a name stands for a list or an array, which `+=` changes in place."""
        made = [self.program.parents[one] for one in self.program.names.get(name.id, ()) if not isinstance(one.ctx, ast.Load)]
        values = [one.value for one in made if isinstance(one, ast.Assign)]
        return any(
            isinstance(one, (ast.List, ast.ListComp))
            or (isinstance(one, ast.Call) and self.program.source(one.func).startswith(("np.", "numpy.")))
            for one in values
        )

    # --- what may be the same object

    def _group(self, key: _Key) -> _Key:
        while key in self._same:
            key = self._same[key]
        return key

    @cached_property
    def _same(self) -> dict[_Key, _Key]:
        same: dict[_Key, _Key] = {}

        def top(key: _Key) -> _Key:
            while key in same:
                key = same[key]
            return key

        def join(one: ast.expr | ast.arg, other: ast.expr) -> None:
            if isinstance(one, (ast.Tuple, ast.List)) and isinstance(other, (ast.Tuple, ast.List)) and len(one.elts) == len(other.elts):
                for pair in zip(one.elts, other.elts, strict=True):
                    join(*pair)
                return
            targets = [self._key(part) for part in (one.elts if isinstance(one, (ast.Tuple, ast.List)) else [one])]
            for source in self._sources(other):
                for target in () if self._is_number(source) else targets:
                    if target is not None and top(target) != top(source):
                        same[top(target)] = top(source)

        for node in walk(self.program.tree):
            if isinstance(node, ast.Assign):
                for target in node.targets:
                    join(target, node.value)
            elif isinstance(node, (ast.AnnAssign, ast.NamedExpr)) and node.value is not None:
                join(node.target, node.value)
            elif isinstance(node, (ast.For, ast.comprehension)):
                join(node.target, node.iter)
            elif isinstance(node, ast.Call):
                for parameter, given in self._given(node):
                    join(parameter, given)
        return same

    def _is_number(self, key: _Key) -> bool:
        """Whether a name only ever stands for a number or a string that the program computes, which nothing can change in place."""
        if not isinstance(key, tuple):
            return False
        owner, name = key
        stores = [one for one in self.program.changes.get(name, ()) if self._key(one) == key]
        return bool(stores) and all(self._is_number_made(one, owner) for one in stores)

    def _is_number_made(self, node: ast.expr, owner: _Owner) -> bool:
        parent = self.program.parents[node]
        if not isinstance(node, ast.Name) or not isinstance(parent, ast.Assign) or node not in parent.targets:
            return False
        numbers = (ast.BinOp, ast.UnaryOp, ast.operator, ast.unaryop, ast.expr_context)
        for one in walk(parent.value):
            if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Load):
                others = [other for other in self.program.changes.get(one.id, ()) if self._owner(other, one.id) == self._owner(one, one.id)]
                made = [self.program.parents[other] for other in others]
                if not made or not all(isinstance(other, ast.Assign) and isinstance(other.value, ast.Constant) for other in made):
                    return False
            elif not isinstance(one, (ast.Constant, *numbers)):
                return False
        return True

    def _given(self, call: ast.Call) -> Iterator[tuple[ast.arg, ast.expr]]:
        """Yield the parameters of functions of the program with what a call gives them."""
        name = call.func.id if isinstance(call.func, ast.Name) else call.func.attr if isinstance(call.func, ast.Attribute) else ""
        known = [(one, 0) for one in self._functions.get(name, [])] if isinstance(call.func, ast.Name) else []
        methods = self._methods.get(name, []) if isinstance(call.func, ast.Attribute) else []
        if name in self.evaluator.classes:
            methods = [one for one in self.evaluator.classes[name].body if isinstance(one, ast.FunctionDef) and one.name == "__init__"]
        for function, skipped in [*known, *((one, 1) for one in methods)]:
            yield from zip(function.args.args[skipped:], call.args, strict=False)
            for one in [*function.args.args, *function.args.kwonlyargs]:
                yield from ((one, given.value) for given in call.keywords if given.arg == one.arg)

    def _sources(self, node: ast.expr) -> Iterator[_Key]:
        """Yield what an expression may give, or a part of it, without making it anew."""
        if isinstance(node, (ast.Name, ast.Attribute, ast.Subscript)):
            key = self._key(node)
            if key is not None:
                yield key
        elif isinstance(node, (ast.Tuple, ast.List, ast.Set)):
            for one in node.elts:
                yield from self._sources(one)
        elif isinstance(node, ast.Dict):
            for one in node.values:
                yield from self._sources(one)
        elif isinstance(node, ast.IfExp):
            yield from self._sources(node.body)
            yield from self._sources(node.orelse)
        elif isinstance(node, ast.BoolOp):
            for one in node.values:
                yield from self._sources(one)
        elif isinstance(node, (ast.Starred, ast.NamedExpr)):
            yield from self._sources(node.value)
        elif isinstance(node, ast.Call) and self.program.symbol(node.func) is None:
            if isinstance(node.func, ast.Attribute) and node.func.attr in _VIEWS:
                yield from self._sources(node.func.value)
                for one in node.args[:1]:
                    yield from self._sources(one)
            elif isinstance(node.func, ast.Name) and node.func.id in ("zip", "enumerate", "reversed", "sorted", "iter", "list", "tuple"):
                for one in node.args:
                    yield from self._sources(one)

    def _key(self, node: ast.AST) -> _Key | None:
        while isinstance(node, (ast.Subscript, ast.Starred)):
            node = node.value
        if isinstance(node, ast.Attribute):
            return node.attr if self.program.symbol(node) is None else None
        if isinstance(node, ast.Name):
            return self._owner(node, node.id), node.id
        return (self._function(node), node.arg) if isinstance(node, ast.arg) else None

    def _owner(self, node: ast.AST, name: str) -> _Owner:
        """Return the function that a name belongs to."""
        function = self._function(node)
        while function is not None:
            if name in self._bound(function):
                return function
            function = self._function(function)
        return None

    def _bound(self, function: _Function) -> frozenset[str]:
        found = self._bound_by.get(function)
        if found is None:
            arguments = function.args
            names = {one.arg for one in walk(arguments) if isinstance(one, ast.arg)}
            declared: set[str] = set()
            for node in [one for part in function.body for one in walk_own(part)] if isinstance(function, ast.FunctionDef) else ():
                if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
                    names.add(node.id)
                elif isinstance(node, ast.ExceptHandler) and node.name:
                    names.add(node.name)
                elif isinstance(node, (ast.Global, ast.Nonlocal)):
                    declared.update(node.names)
            found = self._bound_by[function] = frozenset(names - declared)
        return found

    @cached_property
    def _bound_by(self) -> dict[_Function, frozenset[str]]:
        return {}

    # --- what comes later

    def _is_later(self, change: ast.AST, item: Item, earliest: dict[_Owner, int]) -> bool:
        if self._contains(item.node, change):
            return False
        return any(line > earliest[owner] for owner, line in self._times(change, earliest, ()))

    def _times(self, node: ast.AST, stops: Collection[_Owner], seen: tuple[_Owner, ...]) -> Iterator[tuple[_Owner, int]]:
        """Yield where something may happen: a line of one of the functions that are given, or of the module."""
        function = self._function(node)
        if function in stops:
            yield function, node.lineno  # type: ignore[attr-defined]
        elif function not in seen:
            for use in self._uses(function):
                yield from self._times(use, stops, (*seen, function))

    def _places(self, node: ast.AST) -> dict[_Owner, int]:
        """Return the functions in whose calls something happens, each with the first line that leads to it."""
        found: dict[_Owner, int] = {None: _ANY_TIME}
        waiting = [node]
        while waiting:
            one = waiting.pop()
            function = self._function(one)
            line: int = one.lineno  # type: ignore[attr-defined]
            if function is not None and function not in found:
                waiting += self._uses(function)
            found[function] = min(found.get(function, _ANY_TIME), line)
        return found

    def _uses(self, function: _Owner) -> list[ast.AST]:
        if isinstance(function, ast.Lambda):
            return [self.program.parents[function]] if hasattr(self.program.parents[function], "lineno") else []
        if function is None:
            return []
        names = {function.name}
        if function.name == "__init__":
            owner = self.program.parents[function]
            names = {
                one.name for one in self.evaluator.classes.values() if isinstance(owner, ast.ClassDef) and owner.name in self._family(one)
            }
        return [one for name in sorted(names) for one in self._used.get(name, ())]

    @cached_property
    def _used(self) -> dict[str, list[ast.AST]]:
        found: dict[str, list[ast.AST]] = {}
        for node in walk(self.program.tree):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                found.setdefault(node.id, []).append(node)
            elif isinstance(node, ast.Attribute):
                found.setdefault(node.attr, []).append(node)
        return found

    def _function(self, node: ast.AST) -> _Owner:
        parent = self.program.parents.get(node)
        while parent is not None and not isinstance(parent, (ast.FunctionDef, ast.Lambda)):
            parent = self.program.parents.get(parent)
        return parent

    def _contains(self, outer: ast.AST | None, node: ast.AST | None, is_proper: bool = False) -> bool:
        """Whether something stands inside of something else."""
        if outer is None or node is None:
            return False
        if is_proper:
            node = self.program.parents.get(node)
        while node is not None and node is not outer:
            node = self.program.parents.get(node)
        return node is outer
