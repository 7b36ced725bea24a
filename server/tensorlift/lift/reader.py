"""Reads the statements of a program in order, and follows the calls that build or run parts of its graph."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import cached_property

from tensorlift.lift.built_in_loops import built_in_front, is_bound_apart, is_read_before, only_lists
from tensorlift.lift.conditions import split_condition
from tensorlift.lift.constants import Constant, symbol
from tensorlift.lift.evaluate import SESSIONS, Evaluator, is_program, is_test, runs_something
from tensorlift.lift.frames import IN_TURN, STEP, ClassFrame, Entry, Function, Instance, Item, Role, RunSite, Unit, needed
from tensorlift.lift.loops import split_loop
from tensorlift.lift.losses import losses_in
from tensorlift.lift.obstacles import is_trace
from tensorlift.lift.one_by_one import in_one_run
from tensorlift.lift.program import Instead, Program, Refusal, local_names, parameter_names, stored_names, stored_places, walk
from tensorlift.lift.renaming import with_parts, without_literal
from tensorlift.lift.scopes import Made, Text, VariableScope
from tensorlift.lift.summary_functions import makes_summaries, with_turns
from tensorlift.lift.values import COMPUTED, PYTHON, Binding, Kind, Local, Scope, Value

_UNWRAPPED = (
    "name_scope",
    "variable_scope",
    "device",
    "control_dependencies",
    "Graph",
    "Session",
    "InteractiveSession",
    "get_default_graph",
    "op_scope",
    "contrib.framework.arg_scope",
    "contrib.slim.arg_scope",
)
_GRAPH_KINDS = (
    *(*COMPUTED, Kind.OPTIMIZER, Kind.INITIALIZER, Kind.SESSION, Kind.INSTANCE, Kind.NOTHING, Kind.FEED, Kind.OBJECT),
    *(Kind.ITERATOR, Kind.RESTART),
)
_DROPPED_KINDS = (*COMPUTED, Kind.INITIALIZER, Kind.RESTART, Kind.SESSION, Kind.NOTHING)


def read_unit(program: Program) -> tuple[Unit, Evaluator]:
    """Read a program.

    Returns:
        What was found, and the evaluator that knows what it found out about placeholders and feeds.

    Raises:
        Refusal: Something in it is not understood.
    """
    reader = Reader(program)
    return reader.read(), reader.evaluator


class Reader:
    """Reads statements in order.

    Args:
        program: The program.
    """

    def __init__(self, program: Program) -> None:
        self.program = program
        functions = {node.name: node for node in _of_module(program.tree.body) if isinstance(node, ast.FunctionDef)}
        classes = {node.name: node for node in program.tree.body if isinstance(node, ast.ClassDef)}
        self.evaluator = Evaluator(program, functions, classes, self)
        self.unit = Unit()
        self._sessions = program.once(_session_names)
        self._frames: dict[ast.ClassDef, ClassFrame] = {}
        self._entered: dict[ast.FunctionDef, dict[tuple[object, ...], Value]] = {}
        self._function: Function = None
        self._frame: ClassFrame | None = None
        self._via: Entry | None = None
        self._loops = 0
        self._active: list[ast.AST] = []
        self._returned: list[Value] = []
        self._is_part = False
        self._freed: set[Item] = set()
        """The statements under ``control_dependencies(None)``, which those around it do not concern."""
        self._waits = False
        """Whether what is made here waits for something that changes variables."""
        self._runners: list[Local] = []
        """The functions that run something and are defined inside of others."""
        self._seen: dict[ast.FunctionDef, dict[str, Value]] = {}
        """What the names that functions take from around them stood for when these were read."""

    def read(self) -> Unit:
        """Read the program from its first statement on."""
        scope: Scope = {}
        self.evaluator.module = scope
        self.block(self.program.tree.body, scope)
        self.unit.final = scope
        for node in self._not_called(scope):
            self._read_alone(*node)
        self._read_runners(None)
        self._list_alone(scope)
        self.evaluator.is_read = True
        self._move_lists()
        return self.unit

    def _list_alone(self, scope: Scope) -> None:
        """Look at what functions list that nothing in the program calls: the variables that there are in the end."""
        for function in self.evaluator.functions.values():
            if function not in self._entered and function.name not in self.program.names:
                for node in walk(function):
                    if isinstance(node, ast.Call) and self.program.called(node) == "trainable_variables":
                        self.evaluator.value(node, scope)

    def _move_lists(self) -> None:
        """Let lists of the variables of layers move into the runs, where nothing else uses them: layers have these from their first call on."""
        for item in reversed(self.unit.items):
            if item.role is not Role.KEEP or not any(one.of is not None for one in item.value.made or ()) or len(item.binds) != 1:
                continue
            (place,) = item.binds
            users = self._users(place, item)
            if not users or not isinstance(item.node, ast.Assign):
                continue
            item.role = Role.BUILD
            item.value = replace(item.value, kind=Kind.TENSOR, reads=frozenset())
            for one in users:
                one.needs |= {item}

    def _users(self, place: str, made: Item) -> list[Item]:
        """Return the statements that use what one binds; none if it is used otherwise than in runs, or bound again."""
        name = place.rpartition(".")[2]
        nodes: list[ast.Name] | list[ast.Attribute] = (
            self.program.attributes.get(name, []) if "." in place else self.program.names.get(name, [])
        )
        owners = self._statements
        found: list[Item] = []
        for node in nodes:
            if "." not in place and self.program.function_of(node) is not made.function:
                if made.function is None:
                    return []
                continue
            item = owners.get(next((one for one in (node, *self.program.around(node)) if one in owners), node))
            if item is made:
                continue
            if (
                item is None
                or item.role not in (Role.BUILD, Role.TRAIN)
                or not isinstance(node.ctx, ast.Load)
                or item.frame is not made.frame
            ):
                return []
            found.append(item)
        return found

    @cached_property
    def _statements(self) -> dict[ast.AST, Item]:
        """The statements that were read, by their nodes."""
        return {item.node: item for item in self.unit.items if not item.is_inline}

    def _not_called(self, scope: Scope) -> Iterator[tuple[ast.FunctionDef, Value | None]]:
        functions = list(self.evaluator.functions.values())
        called = {node.id for one in functions for node in walk(one) if isinstance(node, ast.Name)}
        # those that others call are read with what these give
        for function in sorted(functions, key=lambda one: one.name in called):
            if function not in self._entered and (is_program(self.program, function) or self._calls_program(function)):
                yield function, None
        for node in self.evaluator.classes.values():
            if (
                node not in self._frames
                and is_program(self.program, node)
                and not any(node in frame.bases for frame in self._frames.values())
            ):
                self.construct(node, None, scope)
        for frame in list(self._frames.values()):
            for one in (frame.node, *frame.bases):
                for method in one.body:
                    if (
                        isinstance(method, ast.FunctionDef)
                        and method not in self._entered
                        and method.name != "__init__"
                        and runs_something(self.program, method)
                    ):
                        yield method, Value(Kind.INSTANCE, instance=Instance(frame, None))

    def _read_runners(self, around: Function) -> None:
        """Read the functions that run something, are defined inside of a function, and that nothing has called."""
        for one in self._runners:
            if isinstance(one.node, ast.FunctionDef) and one.node not in self._entered and self.program.function_of(one.node) is around:
                self._entered[one.node] = {}
                # it would be called while its session is there
                is_closed = {name for name, made in one.scope.items() if made.value.kind is Kind.SESSION and made.value.is_function}
                self._read_alone(one.node, None, {**one.scope, **{name: Binding(None, Value(Kind.SESSION)) for name in is_closed}})

    def _read_alone(self, function: ast.FunctionDef, instance: Value | None, scope: Scope | None = None) -> None:
        """Read a function that nothing in the program calls."""
        parameters = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
        inner = dict(self.evaluator.module if scope is None else scope)
        inner.update(
            {
                one.arg: Binding(None, Value(Kind.SESSION) if one.arg in self._sessions | {"sess", "session"} else PYTHON)
                for one in parameters
            }
        )
        if instance is not None:
            inner[parameters[0].arg] = Binding(None, instance)
        self.unit.dropped.setdefault(function, set()).update(one.arg for one in parameters if inner[one.arg].value.kind is Kind.SESSION)
        frame = instance.instance.frame if instance is not None and instance.instance is not None else None
        # What a unit test builds belongs to the test alone.
        self._inside(function, inner, None if frame is not None and is_test(self.program, frame.node) else frame, None)

    # --- calls

    def enter(self, function: ast.FunctionDef, call: ast.Call, scope: Scope, instance: Value | None, around: Scope | None = None) -> Value:
        """Return what a call of a function that builds and runs parts of the graph returns; it takes from the module, or from what is around it."""
        outside = self.evaluator.module if around is None else around
        inner = self._with_changing(function, outside)
        parameters = [one.arg for one in (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs)]
        if instance is not None:
            inner[parameters[0]] = Binding(
                None, replace(instance, instance=Instance(instance.instance.frame, None)) if instance.instance else instance
            )
        self.evaluator.arguments(function, call, scope, inner, skip=0 if instance is None else 1)
        given = tuple(inner[name].value if inner[name].value.kind in _GRAPH_KINDS else PYTHON for name in parameters)
        dropped = {name for name, value in zip(parameters, given) if value.kind in _DROPPED_KINDS}
        # several parts of the graph may come from one statement
        places = tuple(_place(inner[name]) for name, value in zip(parameters, given) if value.kind in (Kind.TENSOR, Kind.RANDOM))
        if around is None and (instance is not None or not is_program(self.program, function)):
            if not dropped and not runs_something(self.program, function):
                return self.evaluator.called(function, call, inner)
        self._check_named(function, call, inner, parameters)
        entry = Entry(call, function, self._function)
        if not any(one.call is call for one in self.unit.entries):
            self.unit.entries.append(entry)
        known = self._entered.setdefault(function, {})
        key = (*(_structure(one) for one in given), places)
        if key in known:
            self._check_same(function, call, outside)
            return known[key]
        self._take_apart(function, call, inner)
        if function in self._active:
            raise Refusal(call, f"`{function.name}` calls itself")
        if self.unit.dropped.setdefault(function, set(dropped)) != dropped:
            raise Refusal(call, f"`{function.name}` gets parts of the graph here, and other ones elsewhere")
        known[key] = PYTHON
        self._seen.setdefault(function, {name: outside[name].value for name in sorted(self._taken(function)) if name in outside})
        first = len(self.unit.items)
        frame = instance.instance.frame if instance is not None and instance.instance is not None else None
        self._blur(function, function.name, inner, parameters)
        with self.evaluator.below(None, scope, inner):
            known[key] = self._inside(function, inner, frame, entry)
        if len(known) > 1 and any(item.role is not Role.KEEP for item in self.unit.items[first:]):
            raise Refusal(call, f"`{function.name}` builds a part of the graph, and is called with different parts of it")
        return known[key]

    def _take_apart(self, function: ast.FunctionDef, call: ast.Call, inner: Scope) -> None:
        """Start again with a function that gets the parts of a dictionary or the like one by one, where it runs what is in there.

        Raises:
            Instead: There is a way.
        """
        if not runs_something(self.program, function):
            return
        for name in (one.arg for one in function.args.args):
            made_of = inner[name].value.made_of
            if made_of is None or not any(part.value.kind in COMPUTED for part in made_of[1]):
                continue
            fields = self.evaluator.fields_of(made_of[0], {**self.evaluator.module, **inner})
            keys = {part.key.value for part in made_of[1] if isinstance(part.key, ast.Constant) and isinstance(part.key.value, str)}
            other = with_parts(self.program, function, name, set(fields or ()), keys)
            if other is not None:
                raise Instead(other)

    def _check_named(self, function: ast.FunctionDef, call: ast.Call, inner: Scope, parameters: list[str]) -> None:
        """Check that what a function gets to run is known by a name where it is called.

        Raises:
            Refusal: It is made, or taken out of something, in the call itself.
        """
        for name in parameters:
            value, given = inner[name].value, inner[name].given
            if given is None or isinstance(given[0], (ast.Name, ast.Attribute)) or value.made_of is not None or not value.items:
                continue
            is_entry = isinstance(given[0], ast.Subscript) and self.evaluator.entry(*given) is not None
            if value.kind in (Kind.RANDOM, Kind.TENSOR, Kind.OPERATION, Kind.TRAIN) and not is_entry:
                what = self.program.source(given[0])
                raise Refusal(call, f"`{function.name}` gets `{what}` to run, which has no name of its own")

    def _taken(self, function: ast.FunctionDef) -> set[str]:
        """Return the names that a function takes from around it."""
        own = parameter_names(function) | stored_names(ast.Module(function.body, []))
        return {node.id for node in walk(function) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)} - own

    def _with_changing(self, function: ast.FunctionDef, outside: Scope) -> Scope:
        """Return what names stand for in a function; which value a name has that is bound again and again hangs on when it is called."""
        inner = dict(outside)
        for name in sorted(self._taken(function)):
            binding = outside.get(name)
            if binding is not None and binding.value.constant is not None and len(self.program.changes.get(name, ())) > 1:
                inner[name] = Binding(binding.item, replace(binding.value, constant=None), binding.given)
        return inner

    def _check_same(self, function: ast.FunctionDef, call: ast.Call, outside: Scope) -> None:
        """A function is read once: all that it takes from around it must be the same parts of the graph at each call."""
        for name, before in self._seen.get(function, {}).items():
            now = outside[name].value if name in outside else PYTHON
            if now != before and not now.kind is before.kind is Kind.PYTHON:
                raise Refusal(call, f"`{name}`, which `{function.name}` uses, is another part of the graph by now")

    def construct(self, node: ast.ClassDef, call: ast.Call | None, scope: Scope) -> Value:
        """Return the object that a call of a class makes."""
        frame = self._frames.get(node)
        bases = tuple(self.evaluator.bases(node))
        init = ClassFrame(node, bases, {}).method("__init__")
        inner = dict(self.evaluator.module)
        given: tuple[Value, ...] = ()
        if init is not None:
            names = [one.arg for one in init.args.args]
            if call is not None:
                self.evaluator.arguments(init, call, scope, inner, skip=1)
                if not any(one.call is call for one in self.unit.entries):
                    self.unit.entries.append(Entry(call, init, self._function))
            else:
                inner.update({name: Binding(None, Value(Kind.SESSION) if name in ("sess", "session") else PYTHON) for name in names})
            given = tuple(inner[name].value if inner[name].value.kind in _GRAPH_KINDS else PYTHON for name in names[1:])
            for one in given:
                if one.kind in COMPUTED and one.kind is not Kind.PLACEHOLDER:
                    raise Refusal(call or node, f"`{node.name}` gets what a run computes")
        constants = {name: inner[name].value.constant for name in names[1:]} if init is not None else {}
        if frame is None:
            frame = self._frames[node] = ClassFrame(node, bases, inner, parameters=given, within=self.evaluator.current(scope))
            events = set(self.evaluator.store.events)
            if init is not None:
                inner[init.args.args[0].arg] = Binding(None, Value(Kind.INSTANCE, instance=Instance(frame, None)))
                self.unit.dropped[init] = {name for name, value in zip(names[1:], given) if value.kind in _DROPPED_KINDS}
                self._entered.setdefault(init, {})
                self._blur(node, node.name, inner, names[1:])
                self.evaluator.building.append(frame)
                with self.evaluator.below(None, scope, inner):
                    self._inside(init, inner, frame, None)
                self.evaluator.building.pop()
            frame.made = [made for event, made in self.evaluator.store.events.items() if event not in events and made.reuse is not None]
            if call is not None and self.evaluator.is_repeated(self.evaluator.event(call)) and any(one.reuse for one in frame.made):
                raise Refusal(call, f"objects of `{node.name}` that are made in a loop may share their variables")
        elif given != frame.parameters:
            raise Refusal(call or node, f"`{node.name}` is made with different parts of the graph")
        elif any(one.kind is Kind.OPTIMIZER for one in given):
            raise Refusal(call or node, f"several objects of `{node.name}` share an optimizer")
        event = self.evaluator.event(call) if call is not None else ()
        if event not in frame.constants:
            if frame.constants and self._may_share(frame, constants, self.evaluator.current(scope)):
                raise Refusal(call or node, f"this object of `{node.name}` may share its variables with an earlier one")
            frame.constants[event] = constants
            frame.scopes[event] = self.evaluator.current(scope).name
        return Value(Kind.INSTANCE, instance=Instance(frame, call))

    def _may_share(self, frame: ClassFrame, constants: dict[str, Constant | None], within: VariableScope) -> bool:
        """Whether another object of a class may get the variables of an earlier one by their names."""
        if within.reuse is not False:
            return bool(frame.made)
        if frame.within is not None and None not in (frame.within.name, within.name) and frame.within.name != within.name:
            # All names begin with that of the scope around.
            return any(one.reuse and not isinstance(one.name, str) for one in frame.made)
        for one in frame.made:
            if not one.reuse:
                continue
            symbols = {part.name for part in one.name.parts if not isinstance(part, str)} if isinstance(one.name, Text) else set()
            for earlier in frame.constants.values():
                pairs = [(earlier.get(name), constants.get(name)) for name in symbols]
                if any(None in pair for pair in pairs) or sum(first != second for first, second in pairs) != 1:
                    return True
        return False

    def _blur(self, node: ast.AST, name: str, inner: Scope, parameters: list[str]) -> None:
        """Forget the values of parameters of what is called more than once but read only once; names of scopes are followed as symbols."""
        calls = [
            one for one in self.program.each(ast.Call) if (getattr(one.func, "id", None) == name or getattr(one.func, "attr", None) == name)
        ]
        if len(calls) < 2 and not any(self.evaluator.is_repeated((one,)) for one in calls):
            return
        given = {word.arg for one in calls for word in one.keywords}
        most = max((len(one.args) for one in calls), default=0)
        for index, parameter in enumerate(parameters):
            value = inner[parameter].value
            if value.constant is None or (parameter not in given and index >= most and None not in given):
                continue
            text = symbol(node, parameter) if isinstance(value.constant[0], str) and isinstance(node, ast.ClassDef) else None
            inner[parameter] = Binding(inner[parameter].item, replace(value, constant=(text,) if text is not None else None))

    def _inside(self, function: ast.FunctionDef, scope: Scope, frame: ClassFrame | None, via: Entry | None) -> Value:
        """Read the body of a function; return what it returns."""
        before = self._function, self._frame, self._via, self._loops, self._returned
        self._function, self._frame, self._via, self._loops, self._returned = function, frame, via, 0, []
        self._active.append(function)
        with self.evaluator.runs_apart():
            self.block(function.body, scope)
            self._read_runners(function)
        self._active.pop()
        returned = self._returned
        self._function, self._frame, self._via, self._loops, self._returned = before
        if len(returned) == 1:
            return returned[0]
        return replace(self.evaluator.joined(returned), made_of=None)

    def read_body(self, function: ast.FunctionDef, body: list[ast.stmt], scope: Scope) -> None:
        """Read the body of a function that only computes."""
        self._function = function
        self._is_part = True
        self.block(body, scope)

    # --- statements

    def block(self, body: list[ast.stmt], scope: Scope) -> None:
        """Read statements in order."""
        for statement in body:
            if isinstance(statement, ast.For) and makes_summaries(self.program, statement):
                self._turn_by_turn(statement, scope)
            self._one_by_one(statement, scope)
            if isinstance(statement, ast.FunctionDef):
                self._definition(statement, scope)
            elif isinstance(statement, ast.ClassDef):
                self._add(statement, Role.KEEP, PYTHON, scope)
            elif isinstance(statement, ast.With) and self._is_unwrapped(statement, scope):
                self._unwrap(statement, scope)
            elif isinstance(statement, (ast.For, ast.While, ast.If, ast.Try, ast.With)) and self._is_running(statement, scope):
                self._runner(statement, scope)
            else:
                self._simple(statement, scope)

    def _one_by_one(self, statement: ast.stmt, scope: Scope) -> None:
        """Start again with a list run as a whole that a loop or a comprehension runs one by one.

        Raises:
            Instead: It can be.
        """
        if isinstance(statement, (ast.FunctionDef, ast.ClassDef)) or not runs_something(self.program, statement):
            return
        nodes = [statement] if isinstance(statement, (ast.For, ast.While, ast.If, ast.Try, ast.With)) else walk(statement)
        for node in nodes:
            other = in_one_run(self.program, self.evaluator, node, scope)
            if other is not None:
                raise Instead(other)

    def _turn_by_turn(self, loop: ast.For, scope: Scope) -> None:
        """Start again with a loop written out that makes summaries of variables, or of their gradients.

        Raises:
            Instead: It can be.
        """
        if isinstance(loop.target, ast.Name):
            made = self.evaluator.value(loop.iter, scope).made
            turns = [self._turn(loop.target.id, one, scope) for one in made or ()]
            for index, turn in enumerate(turns):
                turn.setdefault(loop.target.id, f"{self.program.source(loop.iter)}[{index}]")
        elif isinstance(loop.target, ast.Tuple) and len(loop.target.elts) == 2 and isinstance(loop.iter, (ast.Name, ast.Attribute)):
            gradient, variable = (one.id if isinstance(one, ast.Name) else "" for one in loop.target.elts)
            pairs = self.evaluator.paired(loop.iter, scope)
            turns = [self._turn(variable, one, scope) for one in pairs or ()]
            for index, turn in enumerate(turns):
                turn[gradient] = f"{self.program.source(loop.iter)}[{index}][0]"
                turn[f"{gradient} is not None"] = turn[f"{gradient} != None"] = "True"
                turn.setdefault(variable, f"{self.program.source(loop.iter)}[{index}][1]")
        else:
            return
        if turns and all(turns):
            other = with_turns(self.program, loop, turns)
            if other is not None:
                raise Instead(other)

    def _turn(self, name: str, made: Made, scope: Scope) -> dict[str, str]:
        """Return what a variable in a loop, and its name, are as code; nothing where that is not known."""
        if made.is_layer or made.is_many or made.name is None or not isinstance(made.name, str):
            return {}
        found = {f"{name}.name": repr(f"{made.name}:0"), f"{name}.op.name": repr(made.name)}
        is_seen = made.place is not None and made.of is None and made.owner in (None, self._function)
        if is_seen and (made.place not in self.program.names or (made.place in scope and scope[made.place].item is made.item)):
            found[name] = str(made.place)
        return found

    def _definition(self, statement: ast.FunctionDef, scope: Scope) -> None:
        is_inside = self._function is not None or self.evaluator.functions.get(statement.name) is not statement
        if is_inside and self._is_runner(statement, scope):
            self._define_runner(statement, scope)
            return
        if self._function is None and not self._takes_computed(statement, scope):
            self._add(statement, Role.KEEP, PYTHON, scope)
            return
        before = dict(scope)
        value = self.evaluator.closure(statement, scope)
        # What it reads and changes counts where it is called.
        defined = replace(value, reads=frozenset(), writes=frozenset())
        item = self._add(statement, Role.BUILD if value.kind in COMPUTED else Role.KEEP, defined, before, value.items)
        scope[statement.name] = Binding(item, replace(value, items=frozenset({item})) if item.role is Role.BUILD else value)

    def _is_runner(self, function: ast.FunctionDef, scope: Scope) -> bool:
        """Whether a function that is defined inside of another one runs something, by itself or by others of that kind."""
        if runs_something(self.program, function):
            return True
        made = [scope[name].value.function for name in self._taken(function) if name in scope]
        return any(one is not None and one.runs for one in made)

    def _define_runner(self, function: ast.FunctionDef, scope: Scope) -> None:
        """Bind a function that runs something to its name; it is read when it is called, with what the names around it stand for then."""
        if function.decorator_list:
            raise Refusal(function, f"the function `{function.name}`, which runs a session, is inside of another one and has a decorator")
        made = Local(function, scope, runs=True)
        self._runners.append(made)
        item = self._add(function, Role.KEEP, PYTHON, dict(scope))
        scope[function.name] = Binding(item, Value(Kind.PYTHON, is_function=True, function=made))

    def _takes_computed(self, function: ast.FunctionDef, scope: Scope) -> bool:
        """Whether a function of the module takes from around it what a run computes, and so belongs to the runs."""
        evaluator = self.evaluator
        if function.name not in evaluator.functions or is_program(self.program, function) or function.decorator_list:
            return False
        own = parameter_names(function) | local_names(function)
        taken = {node.id for node in walk(function) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)} - own
        if not any(name in scope and scope[name].value.kind in COMPUTED for name in taken):
            return False
        uses = [node for node in self.program.each(ast.Name) if node.id == function.name]
        if not uses or not all(self.program.called(evaluator.receiver(one)) is not None for one in uses):
            return False
        keys = {node.id for one in walk(function) if isinstance(one, ast.Dict) for node in one.keys if isinstance(node, ast.Name)}
        if any(scope[name].value.kind is Kind.PLACEHOLDER for name in taken & keys if name in scope):
            return False
        evaluator.functions = {name: one for name, one in evaluator.functions.items() if one is not function}
        return True

    def _is_running(self, statement: ast.stmt, scope: Scope) -> bool:
        """Whether a compound statement is more than a part of the graph: something in it is run, or built by a function of its own."""
        if runs_something(self.program, statement) or is_program(self.program, statement):
            return True
        if self._calls_program(statement):
            return True
        for node in walk(statement):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                given = [*node.args, *(one.value for one in node.keywords)]
                if any(isinstance(one, ast.Name) and one.id in scope and scope[one.id].value.kind is Kind.SESSION for one in given):
                    return True
            elif isinstance(node, ast.Name) and node.id in scope and scope[node.id].value.kind is Kind.INSTANCE:
                if not self._is_read(node):
                    return True
        return False

    def _calls_program(self, node: ast.AST) -> bool:
        """Whether something calls a function or a class of the module that is more than a part of a computation."""
        functions, classes = self.evaluator.functions, self.evaluator.classes
        names = {one.func.id for one in walk(node) if isinstance(one, ast.Call) and isinstance(one.func, ast.Name)}
        called = [functions.get(name) or classes.get(name) for name in names]
        return any(one is not None and is_program(self.program, one) for one in called)

    def _is_read(self, node: ast.Name) -> bool:
        """Whether a name stands for the object that is being built, of which an attribute is read or bound."""
        parent = self.program.parents[node]
        if self._frame is None or node.id != self._self_name() or not isinstance(parent, ast.Attribute):
            return False
        if isinstance(parent.ctx, ast.Store):
            return True
        return parent.attr in self._frame.attributes or self._computes(self._frame.method(parent.attr))

    def _computes(self, method: ast.FunctionDef | None) -> bool:
        """Whether a method only computes."""
        return method is not None and not is_program(self.program, method)

    def _is_unwrapped(self, statement: ast.With, scope: Scope) -> bool:
        found = []
        for item in statement.items:
            expression = item.context_expr
            symbol = self.program.called(expression)
            if symbol is None and isinstance(expression, ast.Call) and isinstance(expression.func, ast.Attribute):
                if self.evaluator.is_test_session(expression, scope):
                    symbol = "Session"
                elif expression.func.attr in ("as_default", "device", "control_dependencies", "name_scope"):
                    inner = expression.func.value
                    kind = self.evaluator.value(inner, scope).kind
                    symbol = self.program.called(inner) or (
                        "Session" if kind is Kind.SESSION else "Graph" if kind is Kind.NOTHING else None
                    )
            elif isinstance(expression, (ast.Name, ast.Attribute)) and self.evaluator.value(expression, scope).kind is Kind.SESSION:
                symbol = "Session"
            found.append(symbol in _UNWRAPPED)
        if any(found) and not all(found):
            raise Refusal(statement, "one `with` has a session and something else")
        return all(found)

    def _unwrap(self, statement: ast.With, scope: Scope) -> None:
        with ExitStack() as stack:
            self._unwrapped(statement, scope, stack)

    def _unwrapped(self, statement: ast.With, scope: Scope, stack: ExitStack) -> None:
        needs = PYTHON
        is_free = False
        sessions = set()
        for item in statement.items:
            symbol = self.program.called(item.context_expr)
            value = self.evaluator.value(item.context_expr, scope)
            if symbol == "control_dependencies" or (
                isinstance(item.context_expr, ast.Call) and getattr(item.context_expr.func, "attr", "") == "control_dependencies"
            ):
                assert isinstance(item.context_expr, ast.Call)
                needs = needs | self._dependencies(item.context_expr, scope)
                is_free = _is_none(item.context_expr)
            if isinstance(item.optional_vars, ast.Name):
                kind = Kind.SESSION if value.kind is Kind.SESSION else Kind.NOTHING
                opened = value.variable_scope if symbol != "name_scope" else None
                scope[item.optional_vars.id] = Binding(None, Value(kind, call=value.call, variable_scope=opened))
                if kind is Kind.SESSION:
                    sessions.add(item.optional_vars.id)
            elif item.optional_vars is not None:
                raise Refusal(statement, "a `with` binds more than a name")
            stack.enter_context(self.evaluator.inside(self._graph(item.context_expr, value, scope), scope))
        self.unit.unwrapped.append(statement)
        first = len(self.unit.items)
        freed, self._freed = self._freed, set() if is_free else self._freed
        waits = self._waits
        self._waits = not is_free and (waits or any(one.value.writes or one.role is Role.TRAIN for one in needed(needs.items)))
        with (
            self._in_graph(statement),
            self.evaluator.names.entered(self.program, statement, self.evaluator.graph, lambda node: self.evaluator.text(node, scope)),
        ):
            self.block(statement.body, scope)
        self._waits = waits
        inside = [one for one in self.unit.items[first:] if one not in self._freed]
        self._freed = freed | set(self.unit.items[first:]) if is_free else self._freed
        for one in inside:
            if one.role in (Role.BUILD, Role.TRAIN):
                one.needs |= needs.items
                one.after |= needs.items
                one.value = replace(one.value, updates=one.value.updates | needs.updates)
        for name in sessions:
            scope[name] = Binding(None, Value(Kind.SESSION, is_function=True))

    def _dependencies(self, call: ast.Call, scope: Scope) -> Value:
        """Return what a control dependency waits for; what is made in it becomes a statement of its own."""
        given = [*call.args, *(one.value for one in call.keywords)]
        found = PYTHON
        if len(given) != 1 or not isinstance(given[0], (ast.List, ast.Tuple)):
            return self.evaluator.joined(self.evaluator.value(one, scope) for one in given)
        for one in given[0].elts:
            value = self.evaluator.value(one, scope)
            if not isinstance(one, ast.Call) or value.kind not in (Kind.TENSOR, Kind.OPERATION) or value.layers or value.variables:
                found = found | value
                continue
            node = ast.copy_location(ast.Expr(one), one)
            self.program.parents[node] = self.program.parents[one]
            item = self._add(node, Role.BUILD, value, dict(scope), value.items)
            item.is_inline = True
            found = found | Value(Kind.OPERATION, frozenset({item}), updates=value.updates)
        return found

    @contextmanager
    def _in_graph(self, statement: ast.With) -> Iterator[None]:
        """Note what is made in a graph of its own."""
        before = self.evaluator.graph
        is_own = any(
            isinstance(item.context_expr, ast.Call)
            and isinstance(item.context_expr.func, ast.Attribute)
            and item.context_expr.func.attr == "as_default"
            and self.program.called(item.context_expr.func.value) != "get_default_graph"
            and not self._is_session(item.context_expr.func.value)
            for item in statement.items
        )
        if is_own:
            self.evaluator.graph = statement
        yield
        if is_own:
            self.evaluator.graph = before

    def _is_session(self, node: ast.expr) -> bool:
        return self.program.called(node) in SESSIONS or (isinstance(node, ast.Name) and node.id in self._sessions)

    def _graph(self, expression: ast.expr, value: Value, scope: Scope) -> Value:
        """Return the variable scope that a ``with`` goes into: that of a graph, if it makes one the default."""
        if value.variable_scope is not None or not isinstance(expression, ast.Call):
            return value
        if isinstance(expression.func, ast.Attribute) and expression.func.attr == "as_default":
            receiver = self.evaluator.value(expression.func.value, scope)
            if receiver.kind is Kind.NOTHING:
                return self.evaluator.in_graph(receiver.call or expression, scope)
        graph = next((one.value for one in expression.keywords if one.arg == "graph"), None)
        if value.kind is Kind.SESSION and graph is not None and (made := self.evaluator.value(graph, scope).call) is not None:
            return self.evaluator.in_graph(made, scope)
        return value

    def _runner(self, statement: ast.For | ast.While | ast.If | ast.Try | ast.With, scope: Scope) -> None:
        with self._runs(statement):
            for head in (getattr(statement, "iter", None), getattr(statement, "test", None)):
                if head is not None:
                    self._head(head, scope)
            for item in getattr(statement, "items", ()):
                self._head(item.context_expr, scope)
        heads = [getattr(statement, "target", None), *(item.optional_vars for item in getattr(statement, "items", ()))]
        objects: dict[str, Value] = {}
        if isinstance(statement, ast.For):
            objects = self.evaluator.objects_of(statement.target, statement.iter, scope)
            objects |= self.evaluator.variables_of(statement.target, statement.iter, scope)
        for head in heads:
            for name in stored_names(head) if head is not None else ():
                scope[name] = Binding(None, objects.get(name, PYTHON))
        is_loop = isinstance(statement, (ast.For, ast.While))
        self._loops += is_loop
        self.evaluator.taken(statement, scope)
        before = dict(scope)
        branches: list[Scope] = []
        for block in _blocks(statement):
            inner = dict(before) if isinstance(statement, ast.If) else scope
            with self._as_module(inner, scope):
                self.block(block, inner)
            branches.append(inner)
        self._loops -= is_loop
        if isinstance(statement, ast.If):
            self._join(statement, before, branches, scope)
        self.evaluator.leave(statement, scope)

    @contextmanager
    def _as_module(self, inner: Scope, scope: Scope) -> Iterator[None]:
        """Let functions see what the names of the module stand for in a branch such as that of ``if __name__ == "__main__":``."""
        is_module = scope is self.evaluator.module
        self.evaluator.module = inner if is_module else self.evaluator.module
        yield
        self.evaluator.module = scope if is_module else self.evaluator.module

    def _join(self, statement: ast.If, before: Scope, branches: list[Scope], scope: Scope) -> None:
        """Bind what the branches of a condition bind; no name may stand for different parts of the graph behind it."""
        for branch in branches:
            for name, binding in branch.items():
                if before.get(name) is binding:
                    continue
                others = [one[name] for one in (*branches, before) if one is not branch and name in one and one[name] is not binding]
                if any(
                    one.value != binding.value and (one.value.kind in _GRAPH_KINDS or binding.value.kind in _GRAPH_KINDS) for one in others
                ):
                    if Kind.FEED in (binding.value.kind, *(one.value.kind for one in others)) or self._is_inner(name, statement):
                        continue
                    raise Refusal(statement, f"`{name}` is one part of the graph or another, as a condition decides")
                scope[name] = binding

    def _is_inner(self, name: str, statement: ast.If) -> bool:
        """Whether a name is a list that the branches of a condition bind for themselves, and that nothing else reads."""
        function = self.program.function_of(statement)
        uses = [one for one in self.program.names.get(name, ()) if self.program.function_of(one) is function]
        inside = set(walk(statement))
        if any(isinstance(one.ctx, ast.Load) and one not in inside and not is_bound_apart(self.program, one, statement) for one in uses):
            return False
        stores = [self.program.parents[one] for one in uses if one in inside and not isinstance(one.ctx, ast.Load)]
        return all(isinstance(one, ast.stmt) and only_lists(one) == name for one in stores)

    def _head(self, node: ast.expr, scope: Scope) -> None:
        self.unit.heads.append(node)
        kind = self.evaluator.value(node, scope).kind
        if kind in COMPUTED:
            raise Refusal(node, f"`{self.program.source(node)}` is used outside of a run")

    @contextmanager
    def _runs(self, statement: ast.stmt) -> Iterator[None]:
        """Note the runs that are found in a statement."""
        self.evaluator.runs.clear()
        yield
        found = dict(self.evaluator.runs)
        with self.evaluator.runs_apart():
            for call, scope in found.items():
                if not self._is_inside(call, statement):
                    raise Refusal(call, "what is run here is run by way of a function that is not followed")
                self._run(call, statement, scope)
        self.evaluator.runs.clear()

    def _is_inside(self, node: ast.AST, statement: ast.stmt) -> bool:
        while node is not statement and node in self.program.parents:
            node = self.program.parents[node]
        return node is statement

    def _simple(self, statement: ast.stmt, scope: Scope) -> None:
        before = dict(scope)
        if isinstance(statement, ast.If) and _is_about_scopes(statement):
            for block in self.evaluator.taken(statement, scope):
                self.evaluator.body(block, scope)
            self.evaluator.leave(statement, scope)
            self._add(statement, Role.DROP, Value(Kind.NOTHING), before)
            return
        self.evaluator.mutated.clear()
        first = len(self.evaluator.store.made)
        grown = self._grown(statement, scope) if isinstance(statement, ast.AugAssign) else None
        with self._runs(statement):
            value = self.evaluator.statement(statement, scope)
            found_runs = bool(self.evaluator.runs)
            self._without_literal(statement, value, scope)
            inner = _blocks(statement) if not isinstance(statement, (ast.FunctionDef, ast.ClassDef)) else []
            if inner:
                for block in self.evaluator.ways(statement, scope):
                    made, effects = self.evaluator.body(block, scope)
                    value = value | made | effects
        if isinstance(statement, ast.Return):
            self._returned.append(value)
            if value.kind in COMPUTED and self._function is not None and not self._is_part:
                raise Refusal(statement, f"`{self._function.name}` returns a part of the graph")
        if found_runs and value.kind in (*COMPUTED, Kind.VARIABLE) and value.kind is not Kind.VARIABLE:
            raise Refusal(statement, "what a run computes is used outside of it")
        mutated = {name for name in self.evaluator.mutated if name in before}
        stored = stored_names(statement) | mutated
        # What a compound statement is about shows in the names that it binds.
        bound = [scope[name].value for name in stored if name in scope]
        if inner and self._frame is not None:
            places = [place.partition(".")[2] for place in stored_places(statement, self._self_name()) if "." in place]
            bound += [self._frame.attributes[name].value for name in places if name in self._frame.attributes]
        kind = max([value.kind, *(one.kind for one in bound)]) if inner or mutated else value.kind
        if kind is Kind.INSTANCE or kind is Kind.FEED:
            kind = Kind.PYTHON
        items = value.items.union(*(one.items for one in bound))
        if kind in COMPUTED and (inner or mutated):
            kind = Kind.TENSOR
            if value.variables:
                other = split_loop(self.program, statement) or split_condition(self.program, statement)
                if other is not None:
                    raise Instead(other)
                raise Refusal(statement, "variables are made in the same statement that computes with them")
            if isinstance(statement, ast.If) and (other := split_condition(self.program, statement)) is not None:
                # the way that is not gone here makes variables
                raise Instead(other)
            items |= self._moved_too(statement, stored, mutated, before)
        elif kind in COMPUTED and grown is not None:
            items |= self._start_of(statement, grown)
        if self._loops and (kind in COMPUTED or (kind is Kind.VARIABLE and value.variables)):
            self._check_growth(statement, value, made=len(self.evaluator.store.made) > first)
        if kind is Kind.CONSTANT and self._waits and self._loops == 0:
            # who fetches it makes that change
            kind = Kind.TENSOR
        role = Role.DROP if self._is_update_list(value) or _is_same_step(statement, kind) else _role(kind)
        made = value.but(kind=kind)
        if self._is_second_name(statement, value):
            role, made = Role.BUILD, value.of(Kind.TENSOR)
        elif role is Role.KEEP and any(self._is_hidden(one) for one in value.made or ()) and self._only_trains(statement):
            # layers have their variables from their first call on, and those of objects may have no names outside
            role = Role.BUILD
        item = self._add(statement, role, made, before, items)
        for one in self.evaluator.summaries:
            one.item = one.item or item
        self._rebind(item, stored, value, scope)
        self._note_variables(item, [one for one in self.evaluator.store.made[first:] if one.item is None], value)

    def _without_literal(self, statement: ast.stmt, value: Value, scope: Scope) -> None:
        """Start again without a dictionary or a named tuple that only gathers parts of the graph that have names.

        Raises:
            Instead: There is a way.
        """
        if not isinstance(statement, ast.Assign) or value.made_of is None or value.made_of[0] is not statement.value:
            return
        if value.kind not in COMPUTED or not isinstance(statement.value, (ast.Dict, ast.Call)):
            return
        fields = self.evaluator.fields_of(statement.value, {**self.evaluator.module, **scope})
        keys = [part.key.value for part in value.made_of[1] if isinstance(part.key, ast.Constant) and isinstance(part.key.value, str)]
        names = fields or keys
        if len(names) < len(value.made_of[1]):
            return
        parts = {name: part.node for name, part in zip(names, value.made_of[1])}
        other = without_literal(self.program, statement, parts, is_tuple=fields is not None)
        if other is not None:
            raise Instead(other)

    def _is_hidden(self, made: Made) -> bool:
        """Whether a variable may have no name here: it is one of a layer, or an object has made it."""
        return made.of is not None or made.is_layer or (made.item is not None and made.item.frame not in (None, self._frame))

    def _only_trains(self, statement: ast.stmt) -> bool:
        """Whether a statement lists variables for optimizers only."""
        target = statement.targets[0] if isinstance(statement, ast.Assign) and len(statement.targets) == 1 else None
        name = target.id if isinstance(target, ast.Name) else target.attr if isinstance(target, ast.Attribute) else None
        if name is None:
            return False
        for node in walk(self.program.tree):
            if not isinstance(node, (ast.Name, ast.Attribute)) or not isinstance(node.ctx, ast.Load):
                continue
            if (node.id if isinstance(node, ast.Name) else node.attr) != name:
                continue
            parent = self.program.parents[node]
            if isinstance(parent, ast.keyword) and parent.arg == "var_list":
                continue
            if (
                isinstance(parent, ast.Call)
                and isinstance(parent.func, ast.Attribute)
                and parent.func.attr in ("minimize", "compute_gradients")
            ):
                continue
            if isinstance(parent, ast.Call) and node in parent.args[1:] and self.program.called(parent) == "gradients":
                continue
            if isinstance(parent, ast.Call) and isinstance(parent.func, ast.Name) and parent.func.id == "zip" and self._is_applied(parent):
                continue
            return False
        return True

    def _is_applied(self, node: ast.Call) -> bool:
        """Whether a call pairs gradients with variables for an optimizer."""
        parent = self.program.parents[node]
        if isinstance(parent, ast.keyword):
            parent = self.program.parents[parent]
        return isinstance(parent, ast.Call) and isinstance(parent.func, ast.Attribute) and parent.func.attr == "apply_gradients"

    def _is_second_name(self, statement: ast.stmt, value: Value) -> bool:
        """Whether a statement gives a placeholder a second name, which may stand for something else later."""
        if self._frame is not None or value.kind is not Kind.PLACEHOLDER or not isinstance(statement, ast.Assign):
            return False
        return isinstance(statement.value, ast.Name) and all(isinstance(one, ast.Name) for one in statement.targets)

    def _is_update_list(self, value: Value) -> bool:
        """Whether something only lists the updates of averages, which layers make by themselves."""
        return value.kind is Kind.OPERATION and value.call is not None and self.program.called(value.call) == "get_collection"

    def _check_growth(self, statement: ast.stmt, value: Value, *, made: bool) -> None:
        """Check that a loop that runs something builds nothing in the same turn, or nothing that is another part of the graph each time.

        Raises:
            Refusal: It does.
            Instead: What it builds is the same each time, and may stand in front of it.
        """
        listed = only_lists(statement)
        if listed is not None and value.made_of is not None and not is_read_before(self.program, listed, statement):
            return
        is_plain = value.kind in (Kind.TENSOR, Kind.OPERATION) and not (made or value.variables or value.layers or value.updates)
        other = built_in_front(self.program, statement) if is_plain else None
        if other is not None:
            raise Instead(other)
        raise self._grows(statement)

    def _grows(self, statement: ast.stmt) -> Refusal:
        """Return the refusal of a loop that builds as it runs: what decides how far it goes, if something does."""
        loop: ast.AST = statement
        while not isinstance(loop, (ast.For, ast.While)):
            loop = self.program.parents[loop]
        for one in loop.body:
            if isinstance(one, ast.If) and any(isinstance(node, ast.Break) for node in walk(one)):
                return Refusal(one, "a condition on what was run decides whether the graph grows on")
        return Refusal(statement, "the graph grows in a loop that runs it")

    def _note_variables(self, item: Item, made: list[Made], value: Value) -> None:
        """Note where a statement keeps the variables that it makes."""
        self.evaluator.applied += [(call, item) for call in value.layers]
        self.evaluator.losses += [(call, item) for call in losses_in(self.program, item.node)]
        for one in made:
            one.began = self.evaluator.graph
            one.item, one.owner, one.before = item, self._function, item.before
        targets = item.node.targets if isinstance(item.node, ast.Assign) else ()
        for target in targets:
            self._note_place(target, value, made)

    def _note_place(self, target: ast.expr, value: Value, made: list[Made]) -> None:
        is_attribute = isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name)
        if isinstance(target, (ast.Tuple, ast.List)) and value.made_of is not None and len(value.made_of[1]) == len(target.elts):
            for one, part in zip(target.elts, value.made_of[1]):
                self._note_place(one, part.value, made)
        elif isinstance(target, ast.Name) or is_attribute:
            self._note_entries(self.program.source(target), value, made)

    def _note_entries(self, place: str, value: Value, made: list[Made]) -> None:
        if value.made is not None and len(value.made) == 1:
            (one,) = value.made
            if one in made and not one.is_many and one.place is None:
                one.place = place
        elif value.made_of is not None:
            for index, part in enumerate(value.made_of[1]):
                if part.key is None or isinstance(part.key, ast.Constant):
                    key = index if part.key is None else part.key.value
                    self._note_entries(f"{place}[{key!r}]", part.value, made)

    def _moved_too(self, statement: ast.stmt, stored: set[str], mutated: set[str], before: Scope) -> frozenset[Item]:
        """Return the statements that have to move along with a loop that computes, such as that of the empty list that it fills."""
        found: set[Item] = set()
        loop = stored_names(statement.target) if isinstance(statement, ast.For) else set()
        read = {node.id for node in walk(statement) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
        for name in (stored & read) - loop | mutated:
            earlier = before.get(name)
            if earlier is not None and earlier.item is not None and earlier.value.kind is Kind.PYTHON:
                earlier.item.role = Role.BUILD
                found.add(earlier.item)
        for name in stored - read - loop - mutated:
            earlier = before.get(name)
            stores = [node for node in walk(statement) if isinstance(node, ast.Name) and node.id == name]
            first = min(stores, key=lambda one: (one.lineno, one.col_offset), default=None)
            if earlier is not None and first is not None and isinstance(self.program.parents[first], ast.AugAssign):
                found |= self._start_of(statement, earlier)
        return frozenset(found)

    def _grown(self, statement: ast.AugAssign, scope: Scope) -> Binding | None:
        """Return what the target of ``total += …`` stands for in front of it."""
        target = statement.target
        if isinstance(target, ast.Name):
            return scope.get(target.id)
        if isinstance(target, ast.Attribute) and (owner := self.evaluator.value(target.value, scope).instance) is not None:
            return owner.frame.attributes.get(target.attr)
        return None

    def _start_of(self, statement: ast.stmt, grown: Binding) -> frozenset[Item]:
        """Return the statement with the constant that a sum begins with, which moves along with what is added to it in a run.

        Raises:
            Refusal: Something else is done with it, or it is no constant that is written out.
        """
        start = grown.item
        if start is None or start.role is not Role.KEEP:
            return frozenset()
        is_number = grown.value.kind is Kind.CONSTANT or grown.value.constant is not None
        made = start.node.value if isinstance(start.node, ast.Assign) and len(start.binds) == 1 else None
        names = {one.id for one in walk(made) if isinstance(one, ast.Name)} if made is not None else set()
        (place,) = start.binds if len(start.binds) == 1 else ("",)
        name = place.rpartition(".")[2]
        uses = [
            one
            for item in self.unit.items[start.index + 1 :]
            for one in walk(item.node)
            if isinstance(one, (ast.Name, ast.Attribute)) and (one.id if isinstance(one, ast.Name) else one.attr) == name
        ]
        if made is None or not is_number or names - set(self.program.imports) or uses or start.function is not self._function:
            raise Refusal(statement, f"`{name or self.program.source(statement)}` is first a plain value and then what a run computes")
        start.role = Role.BUILD
        return frozenset({start})

    def _rebind(self, item: Item, stored: set[str], value: Value, scope: Scope) -> None:
        moved = item.role is not Role.KEEP
        places = [(scope, name) for name in stored]
        if self._frame is not None:
            places += [(self._frame.attributes, name.partition(".")[2]) for name in item.binds if "." in name]
        for table, name in places:
            known = table[name].value if name in table else value.but(made_of=None)
            if item.role is Role.BUILD and known.kind is Kind.PYTHON and not known.is_function:
                known = known.but(kind=Kind.TENSOR)
            if item.role is Role.BUILD and known.kind is Kind.PLACEHOLDER and isinstance(item.node, ast.If):
                # a name of its own for one of several placeholders
                known = known.of(Kind.TENSOR)
            if moved:
                known = known.but(
                    items=frozenset({item}), reads=frozenset() if item.role is not Role.DROP else known.reads, writes=frozenset()
                )
            table[name] = Binding(item, known.but(variables=(), layers=()))

    def _add(self, node: ast.stmt, role: Role, value: Value, before: Scope, needs: frozenset[Item] = frozenset()) -> Item:
        places = frozenset(stored_places(node, self._self_name()))
        item = Item(node, role, value, needs, places, self._function, self._frame, len(self.unit.items), before)
        self.unit.items.append(item)
        if role is Role.TRAIN:
            self.evaluator.trains.append((self.evaluator.graph, item))
        if isinstance(node, ast.FunctionDef):
            before[node.name] = Binding(item, PYTHON)
        return item

    def _self_name(self) -> str | None:
        return self._function.args.args[0].arg if self._frame is not None and self._function is not None else None

    # --- runs

    def _run(self, node: ast.Call, statement: ast.stmt, scope: Scope) -> None:
        assert isinstance(node.func, ast.Attribute)
        if node in self.evaluator.exports:
            if all(one.call is not node for one in self.unit.exports):
                self.unit.exports.append(RunSite(node, node, None, statement, scope, self._function, self._via))
            return
        keywords = {one.arg: one.value for one in node.keywords}
        arguments = list(node.args)
        receiver = self.evaluator.value(node.func.value, scope)
        self.evaluator.run_graphs[node] = self.evaluator.graph
        step, in_turn = keywords.pop(STEP, None), keywords.pop(IN_TURN, None)
        traces = {key for key in ("options", "run_metadata") if key in keywords and is_trace(self.program, keywords[key])}
        if (
            set(keywords) - {"fetches", "feed_dict", "session"} - traces
            or None in keywords
            or not all(is_trace(self.program, one) for one in arguments[2:])
        ):
            raise Refusal(node, "a run with options is not lifted")
        if receiver.kind is Kind.SESSION and receiver.is_function and node.func.attr == "run":
            if isinstance(statement, ast.Expr) and statement.value is node and isinstance(self.program.parents[statement], ast.Try):
                self.unit.closed.append(statement)
                return
            raise Refusal(node, "the session is closed here, which a lifted program would not notice")
        fetches: ast.expr | None
        if node.func.attr == "close":
            fetches = ast.Tuple([], ast.Load())
        elif receiver.kind is Kind.SESSION:
            fetches = keywords.get("fetches") or (arguments.pop(0) if arguments else None)
        else:
            fetches = node.func.value
        if fetches is None:
            raise Refusal(node, "a run without fetches")
        feed = keywords.get("feed_dict", arguments[0] if arguments else None)
        if feed is not None and (
            (isinstance(feed, ast.Constant) and feed.value is None) or self.evaluator.value(feed, scope).kind is Kind.SESSION
        ):
            feed = None
        if feed is not None:
            self._check_waits(node)
        name = step.value if isinstance(step, ast.Constant) and isinstance(step.value, str) else None
        self.unit.runs.append(RunSite(node, fetches, feed, statement, scope, self._function, self._via, name, in_turn is not None))

    def _check_waits(self, run: ast.Call) -> None:
        """Check that nobody waits for what a session raises where a shape or a data type does not fit: a function of TensorFlow 2 raises others."""
        seen: set[ast.AST] = set()
        calls: list[ast.AST] = [run]
        while calls:
            node = calls.pop()
            child: ast.AST = node
            for one in self.program.around(node):
                if isinstance(one, ast.Try) and child in one.body:
                    for handler in one.handlers:
                        names = {each.id for each in walk(handler.type) if isinstance(each, ast.Name)} if handler.type else {"Exception"}
                        if len(names & {"ValueError", "TypeError"}) == 1:
                            waited = min(names & {"ValueError", "TypeError"})
                            raise Refusal(
                                handler,
                                f"`{waited}` is waited for around a run, and what does not fit raises another exception in TensorFlow 2",
                            )
                        if names & {"ValueError", "Exception", "BaseException"}:
                            break
                if isinstance(one, ast.FunctionDef) and one not in seen:
                    seen.add(one)
                    calls += [self.program.parents[name] for name in self.program.names.get(one.name, ()) if isinstance(name.ctx, ast.Load)]
                    calls += self.program.attributes.get(one.name, ())
                child = one


def _structure(value: Value) -> object:
    """Return what tells a part of the graph from others: what it is, and for a literal what its parts are, in order."""
    if value.made_of is None:
        return value
    keys = tuple(ast.dump(part.key) if part.key is not None else None for part in value.made_of[1])
    return value, keys, tuple(_structure(part.value) for part in value.made_of[1])


def _session_names(program: Program) -> set[str]:
    """Return the names that sessions are given."""
    found: set[str] = set()
    for node in walk(program.tree):
        if isinstance(node, ast.Assign) and program.called(node.value) in SESSIONS:
            found.update(name for target in node.targets for name in stored_names(target))
        elif isinstance(node, ast.With):
            for item in node.items:
                if program.called(item.context_expr) in SESSIONS and item.optional_vars is not None:
                    found.update(stored_names(item.optional_vars))
    return found


def _place(binding: Binding) -> str:
    """Return the name of what a parameter got where that was made."""
    while binding.given is not None:
        node, scope = binding.given
        outer = scope.get(node.id) if isinstance(node, ast.Name) else None
        if outer is None or outer is binding or outer.given is None:
            return ast.unparse(node)
        binding = outer
    return ""


def _is_about_scopes(statement: ast.stmt) -> bool:
    """Whether all that a condition decides is that a variable scope shares its variables from here on."""
    if isinstance(statement, ast.If):
        return all(_is_about_scopes(one) for one in (*statement.body, *statement.orelse)) and not all(
            isinstance(one, ast.Pass) for one in statement.body
        )
    if isinstance(statement, ast.Assert):
        return any(isinstance(one, ast.Attribute) and one.attr == "reuse" for one in walk(statement))
    call = statement.value if isinstance(statement, ast.Expr) else None
    is_sharing = isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "reuse_variables"
    return is_sharing or isinstance(statement, ast.Pass)


def _blocks(statement: ast.stmt) -> list[list[ast.stmt]]:
    found = [getattr(statement, name) for name in ("body", "orelse", "finalbody") if getattr(statement, name, None)]
    return found[:1] + [handler.body for handler in getattr(statement, "handlers", ())] + found[1:]


def _is_same_step(statement: ast.stmt, kind: Kind) -> bool:
    """Whether a statement only gives another name to an operation that trains."""
    return kind is Kind.TRAIN and isinstance(statement, ast.Assign) and isinstance(statement.value, (ast.Name, ast.Attribute))


def _is_none(call: ast.Call) -> bool:
    return len(call.args) == 1 and isinstance(call.args[0], ast.Constant) and call.args[0].value is None


def _role(kind: Kind) -> Role:
    if kind in (Kind.RANDOM, Kind.TENSOR, Kind.OPERATION):
        return Role.BUILD
    if kind is Kind.TRAIN:
        return Role.TRAIN
    if kind in (Kind.PLACEHOLDER, Kind.INITIALIZER, Kind.RESTART, Kind.SESSION, Kind.NOTHING, Kind.SUMMARY):
        return Role.DROP
    return Role.KEEP


def _of_module(statements: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """Yield the statements of a module that always run, those in ``with`` statements such as ``with graph.as_default():`` included."""
    for statement in statements:
        yield statement
        if isinstance(statement, ast.With):
            yield from _of_module(statement.body)
