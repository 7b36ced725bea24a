"""Tells what expressions of a graph-building program stand for."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from tensorlift.lift.applied import taken_apart
from tensorlift.lift.cells import LIST, UNLIKE, Cell
from tensorlift.lift.constants import Constants, is_plain
from tensorlift.lift.dtypes import dtype_of
from tensorlift.lift.frames import ClassFrame, Element, Instance, Item, Restart, Signature, Source, needed
from tensorlift.lift.keras_layers import UPDATING, LayerCall
from tensorlift.lift.known import Method, known, method_of
from tensorlift.lift.names import GraphNames
from tensorlift.lift.program import Instead, Program, Refusal, children, local_names, split_pairs, stored_names, walk
from tensorlift.lift.renaming import with_parameter, with_size
from tensorlift.lift.scopes import AUTO, CURRENT, ROOT, Event, Made, Name, Store, Symbol, Text, VariableScope, joined
from tensorlift.lift.shapes import Shapes, asked_of, question, tensor_of
from tensorlift.lift.values import COMPUTED, FUNCTION, PYTHON, RUNNABLE, Binding, Kind, Local, Part, Scope, Summary, Value, either, is_open

if TYPE_CHECKING:
    from tensorlift.lift.known.collections import Entry, Listed

SESSIONS = ("Session", "InteractiveSession")
_TEST_SESSIONS = ("test_session", "session", "cached_session")
_MUTATING = frozenset({"append", "extend", "insert", "update", "setdefault"})
_REORDERING = frozenset({"reverse", "sort", "pop", "remove", "clear"})
"""What changes a list or a dictionary, but adds nothing to it."""
_WRITING = frozenset({"assign", "assign_add", "assign_sub", "scatter_update", "scatter_add", "scatter_sub"})
_STATIC = frozenset({"get_shape", "shape", "dtype", "name", "as_list", "graph", "set_shape", "op", "ndims", "rank"})
_OF_LAYERS = frozenset(
    {"kernel", "bias", "gamma", "beta", "moving_mean", "moving_variance", "embeddings", "depthwise_kernel", "pointwise_kernel"}
)
"""The variables of a layer object, which it has from its first call on."""
_LISTS_OF_LAYERS = frozenset({"weights", "variables", "trainable_weights", "trainable_variables", "non_trainable_weights",
                              "non_trainable_variables", "layers", "count_params", "get_weights", "built"})  # fmt: skip
"""What tells more of them."""
_EACH = (ast.ListComp, ast.GeneratorExp)
_BUILTINS = frozenset(
    {
        "len",
        "range",
        "zip",
        "enumerate",
        "list",
        "tuple",
        "dict",
        "reversed",
        "sum",
        "map",
        "isinstance",
        "int",
        "float",
        "abs",
        "sorted",
        "max",
        "min",
        "filter",
    }
)


@dataclass(frozen=True, eq=False)
class Saved:
    """What a saver saves if it is given no list: what there was when it was made.

    Attributes:
        variables: The variables.
        trains: The statements that train them, whose optimizers may have variables, too.
        scope: What names stood for.
    """

    variables: tuple[Made, ...]
    trains: tuple[Item, ...]
    scope: Scope


@dataclass(frozen=True, eq=False)
class MethodCall:
    """A call of a method of a saver or the like: the method, the call that made the object, and what names stand for there."""

    method: Method
    maker: ast.Call
    scope: Scope


@dataclass(frozen=True, eq=False)
class Derived:
    """What a call that takes derivatives gets.

    Attributes:
        targets: What is derived.
        sources: By what.
    """

    targets: Value
    sources: Value


class Callee(Protocol):
    """Follows calls of what is read with its arguments: functions that run something, and classes."""

    def enter(self, function: ast.FunctionDef, call: ast.Call, scope: Scope, instance: Value | None, around: Scope | None = None) -> Value:
        """Return what a call of a function that builds and runs parts of the graph returns."""

    def construct(self, node: ast.ClassDef, call: ast.Call, scope: Scope) -> Value:
        """Return the object that a call of a class makes."""


@dataclass
class Evaluator:
    """Tells what expressions stand for.

    Args:
        program: The program.
        functions: The functions of the module by name.
        classes: The classes of the module by name.
        callee: Follows calls that are more than computing.
    """

    program: Program
    functions: Mapping[str, ast.FunctionDef]
    classes: Mapping[str, ast.ClassDef] = field(default_factory=dict)
    callee: Callee | None = None
    fed: dict[ast.expr, ast.expr] = field(default_factory=dict)
    """The placeholders that stand as keys in feeds; for other tensors, the expressions that compute them."""
    fed_lists: dict[ast.expr, tuple[ast.expr, ...]] = field(default_factory=dict)
    """Lists of placeholders that become keys of feeds."""
    tensors: dict[ast.expr, Item] = field(default_factory=dict)
    """The statements of tensors that are fed and are no placeholders, by the expressions that compute them."""
    applied: list[tuple[ast.Call, Item]] = field(default_factory=list)
    """The calls that made and applied layers by now, each with the statement that it stands in."""
    regularized: dict[ast.Call, list[Item]] = field(default_factory=dict)
    """The statements with layers whose regularizers calls ask for."""
    losses: list[tuple[ast.Call, Item]] = field(default_factory=list)
    """The calls that added to the collection of losses by now, each with its statement."""
    totals: dict[ast.Call, list[str]] = field(default_factory=dict)
    """The names of the losses that calls add up."""
    rates: dict[ast.Call, ast.expr] = field(default_factory=dict)
    """The learning rates that change from run to run, by the calls that made the optimizers."""
    constant_rates: set[ast.Call] = field(default_factory=set)
    """The calls that made an optimizer with a constant of the graph as its learning rate."""
    scheduled: set[ast.Call] = field(default_factory=set)
    """The calls that make optimizers that get a schedule, and so need no rate in each run."""
    by_hand: set[ast.Call] = field(default_factory=set)
    """The calls that make optimizers whose steps Keras has no counterpart of."""
    derived: dict[ast.Call, Derived] = field(default_factory=dict)
    """The calls that take derivatives."""
    store: Store = field(default_factory=Store)
    """The variables that were made by now, and which calls share them."""
    around: Event = ()
    """The calls of functions that are being followed, outermost first."""
    scoped: dict[ast.AST, ast.expr] = field(default_factory=dict)
    """The initializers that variables take from the scope around them, by the calls that make the variables."""
    collected: dict[Event, Entry] = field(default_factory=dict)
    """What was added to collections by now."""
    named_in: dict[ast.Call, Listed] = field(default_factory=dict)
    """What is in a collection, by the calls that ask for it."""
    averages: set[ast.Call] = field(default_factory=set)
    """The calls that move averages of variables."""
    loads: list[ast.Call] = field(default_factory=list)
    """Where values are put into variables beside runs."""
    named: list[ast.Attribute] = field(default_factory=list)
    """Where the names of variables are used."""
    listed: dict[ast.expr, list[Made]] = field(default_factory=dict)
    """What calls of `trainable_variables` and the like list, and lists that are made of these."""
    listed_at: dict[Event, list[Made]] = field(default_factory=dict)
    """The same for each way by which such a call is reached."""
    unlike: set[ast.AST] = field(default_factory=set)
    """The calls that list other variables on one way than on another."""
    is_read: bool = False
    """The program has been read from its first statement to its last."""
    asked: dict[ast.Attribute, Made] = field(default_factory=dict)
    """Where layer objects are asked for their variables, which they have from their first call on."""
    placeholders: dict[ast.expr, str] = field(default_factory=dict)
    """The names of placeholders."""
    sources: dict[ast.Call, Source] = field(default_factory=dict)
    """Iterators, by the calls that made them."""
    elements: dict[ast.expr, Element] = field(default_factory=dict)
    """What iterators give, by the calls of `get_next`, and by what stands for the parts that it was unpacked to."""
    restarts: dict[ast.Call, tuple[Restart, ...]] = field(default_factory=dict)
    """What lets iterators begin, by the calls that made it."""
    module: Scope = field(default_factory=dict)
    """What the names of the module stand for by now."""
    methods: dict[ast.Call, MethodCall] = field(default_factory=dict)
    """The calls of methods of savers and the like."""
    trains: list[tuple[ast.AST | None, Item]] = field(default_factory=list)
    """The statements that train, each with what began its graph."""
    metrics: dict[ast.Call, ast.AST | None] = field(default_factory=dict)
    """The metrics that were made by now, each with what began its graph."""
    signatures: dict[ast.Call, Signature] = field(default_factory=dict)
    """The signatures of saved models, by the calls that describe them."""
    exports: dict[ast.Call, tuple[ast.expr, tuple[Signature, ...]]] = field(default_factory=dict)
    """The calls that save models: the folder, and the signatures."""
    resets: dict[ast.Call, tuple[ast.Call, ...]] = field(default_factory=dict)
    """The metrics that initializers set to zero."""
    summaries: list[Summary] = field(default_factory=list)
    """The summaries that were made by now, in order."""
    summary_graphs: dict[Summary, ast.AST | None] = field(default_factory=dict)
    """What began the graph of each."""
    merged: dict[ast.Call, tuple[Summary, ...]] = field(default_factory=dict)
    """What calls of `merge_all` merge."""
    written: dict[ast.Call, tuple[Summary, ...]] = field(default_factory=dict)
    """What calls of `add_summary` write."""
    summaries_written: set[ast.expr] = field(default_factory=set)
    """The expressions that calls of `add_summary` get."""
    summaries_used: list[ast.expr] = field(default_factory=list)
    """The expressions that stand for what a run gave for summaries."""
    run_graphs: dict[ast.Call, ast.AST | None] = field(default_factory=dict)
    """What began the graph that runs are of."""
    graph: ast.AST | None = None
    """What began the graph that is built; None for the one that is there from the start."""
    savers: dict[ast.Call, Saved] = field(default_factory=dict)
    """What savers save, by the calls that made them."""
    runs: dict[ast.Call, Scope] = field(default_factory=dict)
    """The calls that run something, and what names stood for there, since this was last emptied."""
    mutated: set[str] = field(default_factory=set)
    """Names of lists and the like that got something that a run computes since this was last emptied."""
    cast: dict[ast.Call, set[str]] = field(default_factory=dict)
    """The arguments of losses that may be of another type than float32, by their names."""
    initializers: dict[ast.AST, ast.expr] = field(default_factory=dict)
    """The same for what was made by now, by the calls that made it."""
    cell_calls: dict[ast.Call, Cell] = field(default_factory=dict)
    """The calls of recurrent cells, and of their `zero_state`, with the cells."""
    state_sizes: dict[ast.Attribute, Cell] = field(default_factory=dict)
    """Where cells whose state is no single tensor are asked for its size."""
    _active: list[ast.FunctionDef] = field(default_factory=list)
    _in_objects: dict[tuple[Made, Event], Made] = field(default_factory=dict)
    """The variables of each of several objects of one class."""
    _object_marks: dict[tuple[ast.AST, Event], ast.AST] = field(default_factory=dict)
    """What stands for these among what is read and written."""
    building: list[ClassFrame] = field(default_factory=list)
    """The classes whose objects are being built."""
    names: GraphNames = field(default_factory=GraphNames)
    """The names that operations and scopes of the graph have."""
    used_cells: set[ast.AST] = field(default_factory=set)
    maybe_shared: list[ast.Call] = field(default_factory=list)
    """The calls that make recurrent cells where these share their variables with others of the same names, if there are any."""
    undecided: set[ast.AST] = field(default_factory=set)
    """The conditions of which it is not known how they turn out."""
    _asked: dict[ast.AST, tuple[Scope, Binding | None, Value] | None] = field(default_factory=dict)
    """What the calls that are being looked at get: what it stands for, with the scope, once that was found out."""
    _is_apart: bool = False
    """What is made now is not part of the graph yet: a function is looked at that may be called later."""

    # --- variable scopes

    def current(self, scope: Scope) -> VariableScope:
        """Return the variable scope of the moment."""
        binding = scope.get(CURRENT)
        return (binding.value.variable_scope if binding is not None else None) or ROOT

    def event(self, call: ast.AST) -> Event:
        """Return a call with the calls of functions around it."""
        return (*self.around, call)

    @property
    def makes_apart(self) -> bool:
        """Whether what is made now is not part of the graph yet."""
        return self._is_apart

    def is_repeated(self, event: Event) -> bool:
        """Whether an event stands in a loop, so that it happens several times."""
        for node in event:
            parent = self.program.parents.get(node)
            while parent is not None and not isinstance(parent, (ast.FunctionDef, ast.Lambda)):
                if isinstance(parent, (ast.For, ast.While, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)):
                    return True
                parent = self.program.parents.get(parent)
            if isinstance(parent, ast.Lambda):
                return True
        return False

    @contextmanager
    def inside(self, value: Value, scope: Scope) -> Iterator[None]:
        """Go into a variable scope, if something is one, and out again."""
        before = scope.get(CURRENT)
        if value.variable_scope is not None:
            scope[CURRENT] = Binding(None, value)
        yield
        if value.variable_scope is not None:
            scope.pop(CURRENT, None)
            if before is not None:
                scope[CURRENT] = before

    @contextmanager
    def below(self, call: ast.AST | None, scope: Scope, inner: Scope) -> Iterator[None]:
        """Follow a call of a function, whose names stand for something else inside; without the call where its statements are read themselves."""
        around, start = self.around, inner.get(CURRENT)
        self.around = (*around, call) if call is not None else ()
        try:
            yield
        finally:
            self.around = around
        after = inner.get(CURRENT)
        if after is not start and after is not None:
            self._rescoped(self.current(scope), after.value, scope)

    @contextmanager
    def followed(self, around: Event) -> Iterator[None]:
        """Look at something again as where some calls of functions were followed, outermost first."""
        before, self.around = self.around, around
        try:
            yield
        finally:
            self.around = before

    def _rescoped(self, before: VariableScope, after: Value, scope: Scope) -> None:
        """Put what a variable scope is from here on in its place."""
        names = [name for name, binding in scope.items() if binding.value.variable_scope is before]
        for name in {*names, *([CURRENT] if self.current(scope) is before else [])}:
            scope[name] = Binding(None, after)

    def _forget(self, statement: ast.stmt, scope: Scope) -> None:
        """Forget what the values of names and attributes are that a statement binds, as it hangs on which way the program goes."""
        tables = [(scope, name) for name in stored_names(statement)]
        for node in walk(statement):
            if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and isinstance(node.value, ast.Name):
                binding = scope.get(node.value.id)
                if binding is not None and binding.value.instance is not None:
                    tables.append((binding.value.instance.frame.attributes, node.attr))
        for table, name in tables:
            if name in table and table[name].value.constant is not None:
                table[name] = Binding(table[name].item, replace(table[name].value, constant=None))

    def layer(self, call: ast.Call, name: ast.expr | None, base: str, reuse: ast.expr | None, scope: Scope) -> Made:
        """Return the layer whose variables a call uses: a new one, or an earlier one where the scope is reused.

        Args:
            call: The call.
            name: Its name, if it is given one.
            base: What it is called otherwise, with a number behind: ``dense``, ``dense_1``.
            reuse: Whether the call itself says that it shares variables.
            scope: What names stand for.

        Raises:
            Refusal: It cannot be told.
        """
        event, around = self.event(call), self.current(scope)
        if around.regularizer is not None or (
            around.initializer is not None and all(one.arg != "kernel_initializer" for one in call.keywords)
        ):
            raise Refusal(call, "a layer takes its initializer or its regularizer from the variable scope around it")
        given = self.constant(name, scope) if name is not None else (None,)
        entered = self.value(name, scope).variable_scope if name is not None and given is None else None
        if entered is not None and isinstance(entered.name, str) and entered.name:
            # a scope that is given as such is gone into again, wherever this stands
            above, _, last = entered.name.rpartition("/")
            given = (last,)
            around = replace(around, name=above, reuse=around.reuse or entered.reuse)
        if given == (None,):
            written: Name | None = self.store.numbered(event, base, around)
        else:
            written = given[0] if given is not None and isinstance(given[0], (str, Text)) else None
        shares = self.constant(reuse, scope) if reuse is not None else (None,)
        if shares is None or shares[0]:
            around = replace(around, reuse=shares[0] if shares is not None else None)  # type: ignore[arg-type]
        made = self.store.get(event, written, around, is_layer=True, is_many=self.is_repeated(event))
        if made.is_many and made.event != event:
            raise Refusal(call, "layers that are made in a loop are shared")
        if made.call is not call and not self._is_same_layer(call, made):
            raise Refusal(call, "a layer shares the variables of another one")
        return made

    def _is_same_layer(self, call: ast.Call, made: Made) -> bool:
        """Whether a call applies the layer that another call made, and says the same of it, so that one object does for both."""
        first, second = taken_apart(self.program, made.call), taken_apart(self.program, call)
        if first is None or second is None or len(made.event) != len(self.around) + 1 or made.event[:-1] != self.around:
            return False
        if first.made == UPDATING or first.followed_by is not None or second.followed_by is not None or made.is_many:
            return False
        if first.is_regularized() or second.is_regularized() or self.program.function_of(made.call) is not self.program.function_of(call):
            return False
        names = {node.id for one in (first, second) for part in one.given() for node in walk(part) if isinstance(node, ast.Name)}
        if any(len(self.program.changes.get(name, ())) > 1 for name in names):
            return False
        return _said(first) == _said(second)

    def in_graph(self, graph: ast.AST | None, scope: Scope) -> Value:
        """Return the outermost variable scope of a graph, to be gone into."""
        same = self.current(scope).graph is graph
        return Value(Kind.NOTHING, variable_scope=self.current(scope) if same else VariableScope(graph=graph))

    def constant(self, node: ast.expr, scope: Scope) -> tuple[object] | None:
        """Return the value of an expression, where it is known before the program runs."""
        found = Constants(self.program, lambda one: self.value(one, scope)).of(node)
        return found if found is not None and is_plain(found[0]) else None

    def text(self, node: ast.expr | None, scope: Scope) -> str | None:
        """Return the text that an expression is, where it is known before the program runs."""
        found = self.constant(node, scope) if node is not None else None
        return found[0] if found is not None and isinstance(found[0], str) else None

    def value(self, node: ast.expr | None, scope: Scope) -> Value:
        """Return what an expression stands for.

        Raises:
            Refusal: It is something that the lift does not know.
        """
        if node not in self._asked:
            return self._with_constant(node, scope)
        asked = self._asked[node]
        if asked is None or asked[0] is not scope or asked[1] is not scope.get(CURRENT):
            asked = scope, scope.get(CURRENT), self._with_constant(node, scope)
            self._asked[node] = asked
        return asked[2]

    def _with_constant(self, node: ast.expr | None, scope: Scope) -> Value:
        if isinstance(node, (ast.Call, ast.Attribute, ast.Subscript)) and self._static_dimension(node, scope):
            return PYTHON
        if node is not None and self._is_shown(node) and self._described(node, scope):
            return PYTHON
        found = self._value(node, scope)
        if node is None or found.kind is not Kind.PYTHON or found.constant is not None:
            return found
        if isinstance(node, (ast.Name, ast.Attribute, ast.Subscript)):
            return found
        constant = self.constant(node, scope)
        return found.but(constant=constant) if constant is not None else found

    @contextmanager
    def _once(self, node: ast.Call) -> Iterator[None]:
        """Find out once what each argument of a call stands for, and what its method is of, however often it is asked for meanwhile."""
        parts = [one.value if isinstance(one, (ast.Starred, ast.keyword)) else one for one in (*node.args, *node.keywords)]
        if isinstance(node.func, ast.Attribute):
            parts.append(node.func.value)
        new = [one for one in parts if one not in self._asked]
        self._asked.update(dict.fromkeys(new))
        try:
            yield
        finally:
            for one in new:
                del self._asked[one]

    def _value(self, node: ast.expr | None, scope: Scope) -> Value:
        if node is None or isinstance(node, ast.Constant):
            return FUNCTION if node is not None and node.value is None else PYTHON
        if isinstance(node, ast.Name):
            return self._name(node, scope)
        if isinstance(node, ast.Call):
            with self._once(node):
                return self._call(node, scope)
        if isinstance(node, ast.Attribute):
            return self._attribute(node, scope)
        if isinstance(node, ast.Lambda):
            inner = {name: one for name, one in scope.items() if name not in {arg.arg for arg in _parameters(node.args)}}
            if self.program.called(self.receiver(node)) is not None:
                # TensorFlow calls it with tensors.
                inner.update({arg.arg: Binding(None, Value(Kind.TENSOR)) for arg in _parameters(node.args)})
            return replace(self.value(node.body, inner), is_function=True, function=Local(node, dict(scope)), made_of=None)
        if isinstance(node, (ast.ListComp, ast.SetComp, ast.GeneratorExp, ast.DictComp)):
            return self._comprehension(node, scope)
        if isinstance(node, ast.NamedExpr):
            raise Refusal(node, "an assignment stands inside of an expression")
        if isinstance(node, ast.Dict):
            return self._dictionary(node, scope)
        if isinstance(node, (ast.List, ast.Tuple)):
            parts = tuple(Part(None, one, self.value(one, scope)) for one in node.elts)
            held = _held(one.value for one in parts)
            found = self.joined(one.value for one in parts).but(made_of=(node, parts), is_function=_all_functions(parts), holds=held)
            states = [one.value.state for one in parts]
            if parts and all(one is not None and one is not LIST and one is not UNLIKE for one in states):
                # a state for each cell of a stack
                found = found.but(state=Cell("", tuple(one for one in states if one is not None)))
            return found
        if isinstance(node, ast.Subscript):
            return self._subscript(node, scope)
        if isinstance(node, ast.Compare) and all(isinstance(one, (ast.Is, ast.IsNot)) for one in node.ops):
            # Whether something is None is known while the graph is built.
            return replace(self.joined(self.value(one, scope) for one in (node.left, *node.comparators)), kind=Kind.PYTHON, feeds=())
        values = [self.value(child, scope) for child in children(node) if isinstance(child, ast.expr)]
        found = self.joined(values)
        if isinstance(node, (ast.BinOp, ast.UnaryOp, ast.Compare)) and any(
            one.kind is Kind.VARIABLE and one.call is not None for one in values
        ):
            # What is computed from a variable is another value in each run, unlike a list of variables put together.
            return found.of(max(found.kind, Kind.TENSOR))
        return found

    def receiver(self, node: ast.AST) -> ast.AST | None:
        """Return the call that gets an expression as an argument."""
        inner, parent = node, self.program.parents.get(node)
        while isinstance(parent, (ast.keyword, ast.Tuple, ast.List, ast.Dict)):
            inner, parent = parent, self.program.parents.get(parent)
        return parent if isinstance(parent, ast.Call) and parent.func is not inner else None

    def _name(self, node: ast.Name, scope: Scope) -> Value:
        binding = scope.get(node.id)
        function = self.functions.get(node.id)
        if binding is None or (
            binding.item is not None and isinstance(binding.item.node, ast.FunctionDef) and binding.item.node is function
        ):
            if function is None:
                return PYTHON
            parent = self.program.parents[node]
            receiver = self.program.parents[parent] if isinstance(parent, ast.keyword) else parent
            if runs_something(self.program, function) and not (
                isinstance(receiver, ast.Call) and (receiver.func is node or self.program.called(receiver) == "app.run")
            ):
                raise Refusal(_first_run(self.program, function), f"`{function.name}`, which runs a session, is handed on")
            if (
                function in self._active
                or runs_something(self.program, function)
                or not isinstance(self.program.parents.get(node), (ast.Call, ast.keyword))
            ):
                return FUNCTION
            if isinstance(parent, ast.Call) and parent.func is node:
                return FUNCTION
            self._active.append(function)
            try:
                return self.closure(function, scope)
            finally:
                self._active.pop()
        if binding.value.summaries and binding.value.kind is Kind.PYTHON:
            self.summaries_used.append(node)
        made = binding.value.function
        if made is not None and made.runs and isinstance(node.ctx, ast.Load):
            parent = self.program.parents[node]
            if not (isinstance(parent, ast.Call) and parent.func is node):
                raise Refusal(_first_run(self.program, made.node), f"`{node.id}`, which runs a session, is handed on")
        return binding.value.but(variables=(), layers=())

    def _dictionary(self, node: ast.Dict, scope: Scope) -> Value:
        parts = []
        fed: list[ast.expr] = []
        found = PYTHON
        for key, one in zip(node.keys, node.values):
            value = self.value(one, scope)
            if key is None:
                fed += value.feeds
                found = found | value
                continue
            parts.append(Part(key, one, value))
            place = self.feed_key(key, scope)
            if place is not None:
                fed.append(place)
            found = found | value
        if fed:
            if len(fed) < len(parts):
                raise Refusal(node, "it cannot be told what is fed here")
            if found.kind in COMPUTED:
                raise Refusal(node, "what a run computes is fed")
            return Value(Kind.FEED, feeds=tuple(dict.fromkeys(fed)), made_of=(node, tuple(parts)))
        made_of = (node, tuple(parts)) if None not in node.keys else None
        return replace(found, made_of=made_of, is_function=_all_functions(parts), holds=_held(one.value for one in parts))

    def feed_key(self, key: ast.expr, scope: Scope) -> ast.expr | None:
        """Return what a key of a dictionary feeds: the call that made a placeholder, or the expression of another tensor; None for other keys.

        Raises:
            Refusal: It is something else of the graph.
        """
        place = self.value(key, scope)
        found: ast.expr | None = None
        if place.kind is Kind.PLACEHOLDER:
            found = place.call
        elif place.kind in (Kind.TENSOR, Kind.RANDOM, Kind.CONSTANT):
            found = self._fed_tensor(key, scope)
        if found is not None:
            self.fed[key] = found
        elif place.kind in COMPUTED or place.kind in (Kind.VARIABLE, Kind.CONSTANT):
            raise Refusal(key, f"`{self.program.source(key)}` is fed, and is no placeholder")
        return found

    def _fed_tensor(self, key: ast.expr, scope: Scope) -> ast.expr | None:
        """Return the expression that a tensor with a name of its own was bound to."""
        binding = scope.get(key.id) if isinstance(key, ast.Name) else None
        if isinstance(key, ast.Attribute) and (owner := self.value(key.value, scope).instance) is not None:
            binding = owner.frame.attributes.get(key.attr)
        item = binding.item if binding is not None else None
        if binding is not None and item is None and len(binding.value.items) == 1:
            (item,) = binding.value.items
        if item is not None and len(item.binds) > 1 and (apart := split_pairs(self.program, item.node)) is not None:
            raise Instead(apart)
        if item is None or not isinstance(item.node, ast.Assign) or len(item.binds) != 1 or len(item.node.targets) != 1:
            return None
        if item.value.state is not None and not self.value(key, scope).is_zero_state:
            # One of several tensors.
            return None
        if isinstance(item.node.value, (ast.Name, ast.Attribute)):
            # A second name of a tensor: the first one is what others compute with.
            return self._fed_tensor(item.node.value, item.before)
        (place,) = item.binds
        if not isinstance(item.node.targets[0], (ast.Name, ast.Attribute)):
            return None
        self.tensors[item.node.value] = item
        self.placeholders.setdefault(item.node.value, place.rpartition(".")[2].lstrip("_") if "." in place else place)
        return item.node.value

    def _subscript(self, node: ast.Subscript, scope: Scope) -> Value:
        value = self.value(node.value, scope)
        if value.made_of is not None and isinstance(node.slice, ast.Constant):
            wanted = node.slice.value
            for index, part in enumerate(value.made_of[1]):
                if (part.key is None and index == wanted) or (
                    isinstance(part.key, ast.Constant) and part.key.value == wanted and type(wanted) is str
                ):
                    found = replace(part.value, items=part.value.items | value.items)
                    # It was made where the list was.
                    return replace(found, variables=(), layers=()) if isinstance(node.value, (ast.Name, ast.Attribute)) else found
        if value.kind is Kind.FEED and self.feed_key(node.slice, scope) is not None:
            return PYTHON
        if value.holds is not None:
            return Value(Kind.INSTANCE, instance=value.holds)
        place = self.value(node.slice, scope)
        if value.kind is Kind.VARIABLE and value.call is not None and value.cell is None:
            return (value | place).of(Kind.TENSOR)
        state = value.state.element(node.slice) if value.state is not None else None
        return replace(value | place, is_function=value.is_function, state=state)

    def joined(self, values: Iterable[Value]) -> Value:
        """Return what something is that is made of several values."""
        found = PYTHON
        for one in values:
            found = found | one
        return found

    def _attribute(self, node: ast.Attribute, scope: Scope) -> Value:
        if self.program.path(node) is not None:
            is_info = (self.program.symbol(node) or "").endswith(".build_tensor_info")
            return Value(Kind.NOTHING) if is_info else FUNCTION
        value = self.value(node.value, scope)
        if value.variable_scope is not None:
            name = value.variable_scope.name if node.attr == "name" else None
            return Value(Kind.PYTHON, constant=(name,)) if name is not None else Value(Kind.NOTHING)
        if value.instance is not None:
            return self._of_instance(node, value.instance, value, scope)
        part = self.part(node, value, scope)
        if part is not None:
            return part.value.but(variables=(), layers=())
        if value.call is not None and value.is_function and node.attr in _OF_LAYERS | _LISTS_OF_LAYERS and self._makes_layer(value.call):
            return self._of_layer(node, value, value.call)
        if value.cell is not None and value.kind is Kind.VARIABLE:
            if node.attr not in ("output_size", "state_size") or value.cell.is_unlike:
                raise Refusal(node, f"`{self.program.source(node)}` of a recurrent cell has no counterpart in Keras")
            if node.attr == "output_size" and value.cell.is_projected:
                raise Refusal(node, f"`{self.program.source(node)}` is that of the dense layer behind a recurrent cell")
            if node.attr == "state_size" and not value.cell.has_one_state:
                self.state_sizes[node] = value.cell.bare
            return PYTHON
        if value.state is not None and value.state.is_stack:
            return replace(value.of(Kind.TENSOR), state=None)
        if node.attr == "op" and value.kind in (Kind.TENSOR, Kind.TRAIN, Kind.OPERATION):
            return value.of(Kind.TRAIN if value.kind is Kind.TRAIN else Kind.OPERATION, value.call)
        if value.kind is Kind.ITERATOR and node.attr == "initializer" and value.call in self.restarts:
            return value.of(Kind.RESTART, value.call)
        if value.kind in (Kind.TENSOR, Kind.PLACEHOLDER) and node.attr in _STATIC:
            return value.of(Kind.TENSOR)
        if value.kind is Kind.VARIABLE and node.attr == "name":
            return self._name_of(node, value)
        if value.kind is Kind.VARIABLE and node.attr == "op" and isinstance(self.program.parents.get(node), ast.Attribute):
            return value
        if value.kind is Kind.CONSTANT and node.attr in ("name", "op", "graph") and value.made_of is None and not self._active:
            raise Refusal(node, f"`{self.program.source(node)}` is asked for, and a tensor that is there at once belongs to no graph")
        if value.kind in (Kind.VARIABLE, Kind.CONSTANT) and node.attr in _STATIC:
            return PYTHON
        if value.kind is Kind.VARIABLE and node.attr == "initializer" and value.made is not None and len(value.made) == 1:
            return Value(Kind.INITIALIZER, made=value.made)
        if value.kind is Kind.VARIABLE and node.attr in ("initializer", "initialized_value"):
            raise Refusal(node, f"`{self.program.source(node)}` is about the initialization of a single variable")
        return value.but(made_of=None)

    def _makes_layer(self, call: ast.Call) -> bool:
        """Whether a call makes a layer object."""
        symbol = self.program.called(call) or ""
        entry = known(symbol)
        return entry is not None and (entry.makes_layer or (entry.makes and symbol.startswith("layers.")))

    def _of_layer(self, node: ast.Attribute, value: Value, call: ast.Call) -> Value:
        """Return what a layer object tells of its variables."""
        made = next((one for event, one in self.store.events.items() if event[-1] is call), None)
        if made is None:
            raise Refusal(node, f"it cannot be told what `{self.program.source(node)}` is")
        self.asked[node] = made
        if node.attr not in _OF_LAYERS:
            return replace(value, made_of=None, is_function=False)
        return Value(Kind.VARIABLE, value.items, call, reads=frozenset({call}))

    def _is_shown(self, node: ast.expr) -> bool:
        """Whether an expression is printed as it is, rather than in a function that TensorFlow traces."""
        parent = self.program.parents.get(node)
        return (
            isinstance(parent, ast.Call)
            and isinstance(parent.func, ast.Name)
            and parent.func.id == "print"
            and node in parent.args
            and not self._active
            and not isinstance(node, ast.Constant)
        )

    def _described(self, node: ast.expr, scope: Scope) -> bool:
        """Whether an expression is a tensor of a run, or its type, of which a program prints what the graph knows; note how that is written."""
        is_type = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "type" and len(node.args) == 1
        tensor = node.args[0] if is_type and isinstance(node, ast.Call) else node
        value = self._value(tensor, scope)
        if value.kind not in (Kind.TENSOR, Kind.PLACEHOLDER, Kind.RANDOM) or value.made_of is not None or value.call in self.elements:
            return False
        made = value.call if value.kind is Kind.PLACEHOLDER else None
        shape = Shapes(self.program).shape(tensor)
        is_open = made is not None and len(made.args) < 2 and not any(one.arg == "shape" for one in made.keywords)
        dtype = dtype_of(self.program, self, tensor, scope)
        if (shape is None and not is_open) or dtype is None or (made is not None and self.program.called(made) != "placeholder"):
            return False
        sizes = f"[{', '.join(map(str, shape))}]" if shape is not None else "None"
        tf, name = self.program.tf, ""
        for one in made.keywords if made is not None else ():
            if one.arg == "name" and isinstance(one.value, ast.Constant):
                name = f", name={self.program.source(one.value)}"
        self.program.dimensions[node] = f"{tf}.Tensor" if is_type else f"{tf}.TensorSpec({sizes}, {tf}.{dtype}{name})"
        return True

    def _static_dimension(self, node: ast.expr, scope: Scope) -> bool:
        """Whether an expression asks for dimensions that the program tells, such as ``int(x.get_shape()[1])``; note them.

        Raises:
            Instead: They differ from call to call of the function around, which can get them by a parameter.
        """
        base = asked_of(node)
        parent = self.program.parents.get(node)
        is_printed = (
            isinstance(parent, ast.Call) and isinstance(parent.func, ast.Name) and parent.func.id == "print" and node in parent.args
        )
        if base is None and is_printed:
            base = tensor_of(node)
        if base is None or self.value(base, scope).kind not in (Kind.TENSOR, Kind.PLACEHOLDER, Kind.RANDOM):
            return False
        if self._active and ".value" not in self.program.source(node) and not any(self._makes(one) for one in walk(self._active[-1])):
            # A function that only computes can ask its tensors as before.
            return False
        shapes = Shapes(self.program)
        if is_printed and (printed := shapes.printed(node)) is not None:
            self.program.dimensions[node] = repr(printed)
            return True
        found = shapes.asked(node)
        if found is None:
            parts = question(node)
            other = with_size(self.program, shapes, *parts) if parts is not None else None
            if other is not None:
                raise Instead(other)
            return False
        self.program.dimensions[node] = str(found) if isinstance(found, int) else f"[{', '.join(map(str, found))}]"
        return True

    def _name_of(self, node: ast.Attribute, value: Value) -> Value:
        """Return what the name of a variable, or of its operation, stands for."""
        is_operation = isinstance(node.value, ast.Attribute) and node.value.attr == "op"
        self.named.append(node)
        if value.made is not None and len(value.made) == 1 and not value.made[0].is_layer and value.made[0].name is not None:
            return Value(Kind.PYTHON, constant=(joined(value.made[0].name, "" if is_operation else ":0"),))
        return PYTHON

    def _of_instance(self, node: ast.Attribute, instance: Instance, value: Value, scope: Scope) -> Value:
        binding = instance.frame.attributes.get(node.attr)
        if binding is not None:
            return self._in_object(binding.value.but(variables=(), layers=()), instance)
        method = instance.frame.method(node.attr)
        if method is None:
            return PYTHON
        names = [one.id for one in method.decorator_list if isinstance(one, ast.Name)]
        if not method.decorator_list:
            return FUNCTION
        if names != ["property"]:
            raise Refusal(node, f"`{node.attr}` has a decorator that is not followed")
        if runs_something(self.program, method):
            return PYTHON
        return self.body(method.body, {**instance.frame.scope, method.args.args[0].arg: Binding(None, value)})[0]

    def _in_object(self, value: Value, instance: Instance) -> Value:
        """Return what an attribute with variables is in one of several objects of a class, each of which has variables of its own."""
        event = next((one for one in instance.frame.constants if one[-1] is instance.made_by), None)
        if value.kind is not Kind.VARIABLE or value.cell is not None or event is None or not self.is_one_of_several(instance.frame):
            return value
        if self.is_repeated(event):
            return value
        made = tuple(self.of_object(one, instance.frame, event) for one in value.made) if value.made is not None else None
        return value.but(made=made, reads=frozenset(self._object_marks.setdefault((one, event), ast.Pass()) for one in value.reads))

    def is_one_of_several(self, frame: ClassFrame) -> bool:
        """Whether there may be more objects of a class than one."""
        calls = [one for one in self.program.names.get(frame.node.name, ()) if isinstance(self.program.parents.get(one), ast.Call)]
        return len(calls) > 1

    def of_object(self, made: Made, frame: ClassFrame, event: Event) -> Made:
        """Return a variable of one of several objects.

        Args:
            made: What stands for it in all of them.
            frame: The class.
            event: What made the object.
        """
        if made.of is not None:
            whole = self.of_object(made.of, frame, event)
            return next(part for part, one in zip(whole.parts, made.of.parts) if one is made)
        found = self._in_objects.get((made, event))
        if found is None:
            found = self._in_objects[made, event] = self._copied(made, frame, event)
            found.parts = tuple(replace(self._copied(one, frame, event), of=found) for one in made.parts)
        return found

    def _copied(self, made: Made, frame: ClassFrame, event: Event) -> Made:
        values = {Symbol(frame.node, name): one[0] for name, one in frame.constants[event].items() if one is not None}
        around = frame.within.name if frame.within is not None else None
        name = made.name.filled(values) if isinstance(made.name, Text) else made.name
        return replace(
            made,
            name=name if around is not None and frame.scopes.get(event) == around else None,
            mark=self._object_marks.setdefault((made.mark, event), ast.Pass()),
            in_object=(made, event[-1]),
        )

    def is_test_session(self, node: ast.Call, scope: Scope) -> bool:
        """Whether a call gives the session of a unit test."""
        return isinstance(node.func, ast.Attribute) and node.func.attr in _TEST_SESSIONS and self.value(node, scope).kind is Kind.SESSION

    def _zipped(self, node: ast.expr, scope: Scope) -> tuple[ast.expr, ...]:
        """Return what ``zip(placeholders, values)`` feeds; the list of placeholders becomes one of their names."""
        is_zip = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "zip"
        if not is_zip or not isinstance(node, ast.Call) or len(node.args) != 2 or node.keywords:
            return ()
        keys = self.value(node.args[0], scope)
        if keys.made_of is None or any(part.value.kind is not Kind.PLACEHOLDER for part in keys.made_of[1]):
            return ()
        if self.value(node.args[1], scope).kind in COMPUTED:
            raise Refusal(node, "what a run computes is fed")
        feeds = tuple(part.value.call for part in keys.made_of[1] if part.value.call is not None)
        self.fed_lists[node.args[0]] = feeds
        return feeds

    def _comprehension(self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp, scope: Scope) -> Value:
        inner = dict(scope)
        found = PYTHON
        chosen = self._filtered(node, scope)
        if chosen is not None:
            self.listed[node] = chosen
            return Value(Kind.VARIABLE, reads=frozenset(one.mark for one in chosen), made=tuple(chosen))
        for generator in node.generators:
            source = self.value(generator.iter, inner).one()
            # What is read of the parts shows in what is done with each.
            found = found | replace(source, kind=Kind.PYTHON, feeds=(), reads=frozenset())
            self._bind_each(generator.target, generator.iter, source, inner)
            for test in generator.ifs:
                found = found | self.value(test, inner)
        if isinstance(node, ast.DictComp) and len(node.generators) == 1:
            target = node.generators[0].target
            first = target.elts[0] if isinstance(target, ast.Tuple) else None
            if isinstance(first, ast.Name) and isinstance(node.key, ast.Name) and node.key.id == first.id:
                feeds = self._zipped(node.generators[0].iter, scope)
                if feeds:
                    return Value(Kind.FEED, feeds=feeds)
        parts = [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]
        values = [self.value(part, inner) for part in parts]
        state = values[0].state if len(values) == 1 and values[0].state not in (LIST, UNLIKE) and not node.generators[0].ifs else None
        each = Cell("", every=state) if state is not None and isinstance(node, _EACH) else None
        return replace(self.joined([found, *values]), holds=_held(values[-1:]), state=each)

    def objects_of(self, target: ast.expr, source: ast.expr, scope: Scope) -> dict[str, Value]:
        """Return what the names of a loop are that goes through objects of the program.

        Args:
            target: The names.
            source: What the loop goes through.
            scope: What names stand for.
        """
        value = self.value(source, scope)
        if isinstance(target, ast.Name):
            return {target.id: Value(Kind.INSTANCE, instance=value.holds)} if value.holds is not None else {}
        if not isinstance(target, ast.Tuple) or not isinstance(source, ast.Call) or source.keywords:
            return {}
        name = source.func.id if isinstance(source.func, ast.Name) else source.func.attr if isinstance(source.func, ast.Attribute) else ""
        pairs: list[tuple[ast.expr, ast.expr]] = []
        if name == "zip" and len(source.args) == len(target.elts):
            pairs = list(zip(target.elts, source.args))
        elif name == "enumerate" and source.args and len(target.elts) == 2:
            pairs = [(target.elts[1], source.args[0])]
        elif name == "items" and isinstance(source.func, ast.Attribute) and len(target.elts) == 2:
            pairs = [(target.elts[1], source.func.value)]
        return {key: one for part, of in pairs for key, one in self.objects_of(part, of, scope).items()}

    def variables_of(self, target: ast.expr, source: ast.expr, scope: Scope) -> dict[str, Value]:
        """Return what the names of a loop are that goes through variables, or through constants, and runs something with each.

        Args:
            target: The names.
            source: What the loop goes through.
            scope: What names stand for.
        """
        if isinstance(target, ast.Name):
            value = self.value(source, scope)
            is_list = value.kind is Kind.VARIABLE and value.cell is None and not value.variables
            if value.kind is Kind.CONSTANT and value.made_of is not None:
                parts = [part.value for part in value.made_of[1]]
                is_list = all(one.kind is Kind.CONSTANT and one.made_of is None for one in parts)
            return {target.id: value.one()} if is_list else {}
        if not isinstance(target, ast.Tuple) or not isinstance(source, ast.Call) or source.keywords:
            return {}
        name = source.func.id if isinstance(source.func, ast.Name) else source.func.attr if isinstance(source.func, ast.Attribute) else ""
        pairs: list[tuple[ast.expr, ast.expr]] = []
        if name == "zip" and name not in scope and len(source.args) == len(target.elts):
            pairs = list(zip(target.elts, source.args))
        elif name == "enumerate" and name not in scope and source.args and len(target.elts) == 2:
            pairs = [(target.elts[1], source.args[0])]
        elif name == "items" and isinstance(source.func, ast.Attribute) and len(target.elts) == 2:
            pairs = [(target.elts[1], source.func.value)]
        return {key: one for part, of in pairs for key, one in self.variables_of(part, of, scope).items()}

    def _bind_each(self, target: ast.expr, source: ast.expr, value: Value, scope: Scope) -> None:
        """Bind what a loop binds: names to parts of what is zipped; what `enumerate` counts with is a Python number."""
        name = source.func.id if isinstance(source, ast.Call) and isinstance(source.func, ast.Name) else ""
        if isinstance(target, ast.Tuple) and isinstance(source, ast.Call) and name in ("zip", "enumerate") and name not in scope:
            given = source.args if name == "zip" else [ast.Constant(0), *source.args[:1]]
            if len(given) == len(target.elts) and not any(isinstance(one, ast.Starred) for one in given):
                values = [self.value(part, scope) for part in given]
                # Where one list ends, the rest of the others is not used.
                least = min((len(one.made) for one in values if one.made is not None), default=0) if name == "zip" else 0
                for one, part, each in zip(target.elts, given, values):
                    is_cut = each.made is not None and 0 < least < len(each.made)
                    reads = frozenset(made.mark for made in (each.made or ())[:least]) if is_cut else each.reads
                    self._bind_each(one, part, replace(each.one(), reads=reads), scope)
                return
        for bound in stored_names(target):
            scope[bound] = Binding(None, value)

    def _filtered(self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp, scope: Scope) -> list[Made] | None:
        """Return the variables that a list takes from another one, where what it asks of each is known; None for anything else."""
        generator = node.generators[0]
        if not isinstance(node, ast.ListComp) or len(node.generators) > 1 or not isinstance(generator.target, ast.Name):
            return None
        name = generator.target.id
        source = self.value(generator.iter, scope)
        if not isinstance(node.elt, ast.Name) or node.elt.id != name or source.made is None:
            return None
        return self.filtered(source.made, name, generator.ifs, scope)

    def filtered(self, made: Iterable[Made], name: str, tests: list[ast.expr], scope: Scope) -> list[Made] | None:
        """Return the variables that pass tests in which each goes by a name; None if that cannot be told."""
        found = []
        for one in made:
            each = Value(Kind.VARIABLE, reads=frozenset({one.mark}), made=(one,))
            results = [self.constant(test, {**scope, name: Binding(None, each)}) for test in tests]
            if None in results:
                return None
            if all(result is not None and result[0] for result in results):
                found.append(one)
        return found

    @contextmanager
    def runs_apart(self) -> Iterator[None]:
        """Keep the runs that are found inside apart from those that were found before."""
        before, self.runs = self.runs, {}
        mutated, self.mutated = self.mutated, set()
        yield
        self.runs, self.mutated = before, mutated

    def given(self, node: ast.Call, scope: Scope) -> list[Value]:
        """Return what the arguments of a call stand for."""
        return [self.value(one.value if isinstance(one, ast.Starred) else one, scope) for one in node.args] + [
            self.value(one.value, scope) for one in node.keywords
        ]

    def _call(self, node: ast.Call, scope: Scope) -> Value:
        program = self.program
        symbol = program.symbol(node.func)
        if symbol is not None:
            return self._tensorflow(node, symbol, scope)
        if isinstance(node.func, ast.Attribute):
            known = self._method(node, node.func, scope)
            if known is not None:
                return known
        if self._counts_updates(node, scope):
            return PYTHON
        arguments = self.joined(self.given(node, scope))
        if isinstance(node.func, ast.Name) and node.func.id in self.functions and self._is_module_name(node.func.id, scope):
            if self.callee is not None and (is_program(program, self.functions[node.func.id]) or arguments.kind is Kind.SESSION):
                return self.callee.enter(self.functions[node.func.id], node, scope, None)
            if arguments.kind is Kind.PYTHON and not arguments.is_function and not self.touches(self.functions[node.func.id]):
                return PYTHON
            return self.function(self.functions[node.func.id], node, scope)
        if isinstance(node.func, ast.Name) and node.func.id in self.classes and self.callee is not None and arguments.kind is not Kind.FEED:
            if any(is_program(program, one) or self._builds(one) for one in self._with_bases(self.classes[node.func.id])):
                return self.callee.construct(self.classes[node.func.id], node, scope)
        callee = self.value(node.func, scope)
        if callee.cell is not None and callee.kind is Kind.VARIABLE and callee.function is None:
            return self._cell_called(node, callee, callee.cell, scope)
        if callee.function is not None:
            return self.local(callee.function, node, scope)
        if callee.kind is Kind.OBJECT and callee.call is not None and "__call__" in self._methods_of(callee.call):
            self.methods[node] = MethodCall(self._methods_of(callee.call)["__call__"], callee.call, dict(scope))
            return self.methods[node].method.value(self, node, callee, scope)
        if (
            isinstance(node.func, ast.Name)
            and node.func.id == "dict"
            and node.func.id not in scope
            and len(node.args) == 1
            and not node.keywords
        ):
            feeds = self._zipped(node.args[0], scope)
            if feeds:
                return Value(Kind.FEED, feeds=feeds)
        if (
            isinstance(node.func, ast.Name)
            and node.func.id in ("list", "tuple", "dict")
            and len(node.args) == 1
            and node.func.id not in scope
        ):
            inner = self.value(node.args[0], scope)
            same = node.func.id != "dict" and inner.made_of is not None and isinstance(inner.made_of[0], (ast.List, ast.Tuple))
            return replace(arguments, made_of=None, state=inner.state if same or isinstance(node.args[0], _EACH) else None)
        fields = self._fields(node.func, scope)
        if fields is not None and len(node.args) + len(node.keywords) == len(fields) and all(one.arg in fields for one in node.keywords):
            by_name = {**dict(zip(fields, node.args)), **{str(one.arg): one.value for one in node.keywords}}
            if len(by_name) == len(fields):
                return replace(
                    arguments, made_of=(node, tuple(Part(None, by_name[one], self.value(by_name[one], scope)) for one in fields))
                )
        if (
            callee.is_function
            or isinstance(node.func, ast.Lambda)
            or callee.kind in (Kind.CONSTANT, Kind.RANDOM, Kind.VARIABLE, Kind.TENSOR)
        ):
            found = arguments | callee
            # a layer gives another value in each run, whatever it gets
            return found.of(max(found.kind, Kind.TENSOR)) if callee.is_function and callee.reads else found
        if arguments.kind is Kind.SESSION:
            raise Refusal(node, "the session goes to a function that is not defined in this file")
        if arguments.kind in COMPUTED and program.source(node.func).startswith(("random.", "np.random.", "numpy.random.")):
            return PYTHON
        if arguments.kind in COMPUTED and isinstance(node.func, ast.Name) and node.func.id == "print" and "print" not in scope:
            shown = next((one for one in node.args if self.value(one, scope).kind in COMPUTED), node)
            raise Refusal(
                node, f"`{program.source(shown)}` is printed while the graph is built, and what that shows cannot be told from the program"
            )
        if arguments.kind in COMPUTED and not self._is_builtin(node.func, scope):
            raise Refusal(node, f"`{program.source(node.func)}`, which is not defined in this file, gets what a run computes")
        if arguments.cell is not None and not self._is_builtin(node.func, scope):
            raise Refusal(node, f"`{program.source(node.func)}`, which is not defined in this file, gets a recurrent cell")
        return arguments

    def _counts_updates(self, node: ast.Call, scope: Scope) -> bool:
        """Whether a call counts the operations in ``UPDATE_OPS``; their number is known by now."""
        if not isinstance(node.func, ast.Name) or node.func.id != "len" or "len" in scope or len(node.args) != 1:
            return False
        listed = self.value(node.args[0], scope)
        if listed.kind is not Kind.OPERATION or listed.call is None or self.program.called(listed.call) != "get_collection":
            return False
        calls = {call for call, _ in listed.updates}
        events = {event: made for event, made in self.store.events.items() if event[-1] in calls}
        if any(made.is_many for made in events.values()):
            return False
        # one for the mean, and one for the variance
        self.program.dimensions[node] = str(2 * len(events))
        return True

    def _is_module_name(self, name: str, scope: Scope) -> bool:
        binding = scope.get(name)
        return binding is None or (binding.item is not None and isinstance(binding.item.node, ast.FunctionDef))

    def _is_builtin(self, node: ast.expr, scope: Scope) -> bool:
        return isinstance(node, ast.Name) and node.id not in scope and node.id in _BUILTINS

    def fields_of(self, made: ast.expr, scope: Scope) -> list[str] | None:
        """Return the fields of a named tuple that a call makes; None for anything else."""
        return self._fields(made.func, scope) if isinstance(made, ast.Call) else None

    def _fields(self, node: ast.expr, scope: Scope) -> list[str] | None:
        """Return the fields of a class of named tuples of this program."""
        binding = scope.get(node.id) if isinstance(node, ast.Name) else None
        made = binding.item.node if binding is not None and binding.item is not None else None
        if not isinstance(made, ast.Assign) or not isinstance(made.value, ast.Call):
            return None
        function = made.value.func
        if (function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")) != "namedtuple" or len(
            made.value.args
        ) < 2:
            return None
        names = made.value.args[1]
        if isinstance(names, ast.Constant) and isinstance(names.value, str):
            return names.value.replace(",", " ").split()
        if isinstance(names, (ast.List, ast.Tuple)):
            found = [one.value for one in names.elts if isinstance(one, ast.Constant) and isinstance(one.value, str)]
            return found if len(found) == len(names.elts) else None
        return None

    def part(self, node: ast.expr, value: Value, scope: Scope) -> Part | None:
        """Return the part of a literal that an expression takes, such as ``model['loss']`` or, of a named tuple, ``model.loss``.

        Args:
            node: The expression.
            value: What stands in front of the bracket or the dot.
            scope: What names stand for.
        """
        if value.made_of is None:
            return None
        made, parts = value.made_of
        if isinstance(node, ast.Attribute):
            fields = self.fields_of(made, {**self.module, **scope})
            return parts[fields.index(node.attr)] if fields is not None and node.attr in fields else None
        if not isinstance(node, ast.Subscript) or not isinstance(node.slice, ast.Constant):
            return None
        wanted = node.slice.value
        for index, part in enumerate(parts):
            if (part.key is None and index == wanted and type(wanted) is int) or (
                isinstance(part.key, ast.Constant) and part.key.value == wanted and type(wanted) is str
            ):
                return part
        return None

    def entry(self, node: ast.expr, scope: Scope) -> tuple[Part, ast.expr] | None:
        """Return the entry of a literal that an expression such as ``model['loss']`` takes, and the literal; None where it is no such expression."""
        if not isinstance(node, (ast.Attribute, ast.Subscript)) or self.program.path(node) is not None:
            return None
        value = self.value(node.value, scope)
        part = self.part(node, value, scope)
        return (part, value.made_of[0]) if part is not None and value.made_of is not None else None

    def _with_bases(self, node: ast.ClassDef) -> list[ast.ClassDef]:
        return [node, *self.bases(node)]

    def bases(self, node: ast.ClassDef) -> list[ast.ClassDef]:
        """Return the classes of the module that a class inherits from, nearest first."""
        found: list[ast.ClassDef] = []
        for base in node.bases:
            if isinstance(base, ast.Name) and base.id in self.classes and self.classes[base.id] is not node:
                found += [self.classes[base.id], *self.bases(self.classes[base.id])]
        return found

    def _builds(self, node: ast.ClassDef) -> bool:
        """Whether the methods of a class call TensorFlow."""
        return any(isinstance(one, ast.Call) and known(self.program.symbol(one.func) or "") is not None for one in walk(node))

    def _method(self, node: ast.Call, function: ast.Attribute, scope: Scope) -> Value | None:
        receiver = self.value(function.value, scope)
        name = function.attr
        if receiver.holds is not None and name == "values":
            return replace(receiver, made_of=None)
        if receiver.variable_scope is not None and name == "reuse_variables":
            after = replace(receiver, variable_scope=replace(receiver.variable_scope, reuse=True))
            self._rescoped(receiver.variable_scope, after, scope)
            return Value(Kind.NOTHING)
        if receiver.instance is not None and name in _TEST_SESSIONS and is_test(self.program, receiver.instance.frame.node):
            return Value(Kind.SESSION)
        if receiver.instance is not None:
            method = receiver.instance.frame.method(name)
            if method is not None and self.callee is not None and name not in receiver.instance.frame.attributes:
                if is_static(method) and not is_program(self.program, method):
                    made = self.function(method, node, scope)
                    is_alone = isinstance(self.program.parents.get(node), ast.Assign) and made.kind not in COMPUTED
                    if (made.layers or made.variables) and not is_alone:
                        raise Refusal(node, f"`{name}` makes variables and computes with them, and has no object to keep them in")
                    return made
                return self.callee.enter(method, node, scope, None if is_static(method) else receiver)
        if receiver.cell is not None and receiver.kind is Kind.VARIABLE and name not in _MUTATING:
            if name != "zero_state":
                raise Refusal(node, f"`{self.program.source(function)}` of a recurrent cell has no counterpart in Keras")
            self._note_by_hand(node, receiver.cell, is_first=True)
            return replace(self.joined(self.given(node, scope)).of(Kind.TENSOR, node), state=receiver.cell.bare)
        arguments = self.joined(self.given(node, scope))
        if receiver.kind is Kind.SESSION and name == "run" and node.args and (of := self.value(node.args[0], scope)).kind is Kind.ITERATOR:
            return of
        if (receiver.kind is Kind.SESSION and name in ("run", "close")) or (receiver.kind in RUNNABLE and name in ("run", "eval")):
            self.runs[node] = dict(scope)
            fetches = next((one.value for one in node.keywords if one.arg == "fetches"), node.args[0] if node.args else None)
            return _given(receiver if receiver.kind is not Kind.SESSION else self.value(fetches, scope))
        if receiver.kind is Kind.OBJECT and receiver.call is not None:
            return self._of_object(node, function, receiver, scope)
        method_known = method_of(receiver.kind)
        if method_known is not None and (found := method_known(self, node, receiver, arguments, scope)) is not None:
            return found
        if receiver.kind is Kind.SESSION and name in ("as_default", "__enter__"):
            return receiver
        if receiver.kind in (Kind.SESSION, Kind.NOTHING) and name == "finalize" and not node.args:
            # nothing is added to a graph any more, of which there is none
            return Value(Kind.NOTHING)
        if name in _REORDERING and receiver.kind in (*COMPUTED, Kind.VARIABLE):
            if not isinstance(function.value, ast.Name) or function.value.id not in scope:
                raise Refusal(node, f"`{self.program.source(function)}` changes a list of parts of the graph, which is not followed")
            before = scope[function.value.id]
            scope[function.value.id] = Binding(before.item, before.value.one())
            self.mutated.add(function.value.id)
            return before.value.one()
        if receiver.kind is Kind.SESSION:
            raise Refusal(node, f"`{self.program.source(function)}` of a session has no counterpart that is known here")
        if receiver.kind is Kind.OPTIMIZER:
            if name in ("minimize", "compute_gradients"):
                return self._derives(node, name, receiver, arguments, scope)
            if name == "apply_gradients":
                return self._counted((receiver | arguments).of(Kind.TRAIN, node), node, scope)
            raise Refusal(node, f"`{self.program.source(function)}` has no counterpart that is known here")
        if receiver.kind in (Kind.TENSOR, Kind.PLACEHOLDER) and name in _STATIC:
            if name == "set_shape" and receiver.kind is Kind.TENSOR and isinstance(function.value, ast.Name) and function.value.id in scope:
                # What comes later sees the shape.
                self.mutated.add(function.value.id)
            return receiver.of(Kind.TENSOR)
        if receiver.kind in (Kind.VARIABLE, Kind.CONSTANT) and name in _STATIC:
            return PYTHON
        if name in _MUTATING and isinstance(function.value, ast.Name) and function.value.id in scope and arguments.kind is not Kind.PYTHON:
            before = scope[function.value.id]
            if before.value.kind is Kind.FEED or arguments.kind is Kind.FEED:
                if name != "update" or Kind.FEED not in (before.value.kind, arguments.kind):
                    raise Refusal(node, "what is fed is kept in something that is not followed")
                scope[function.value.id] = Binding(
                    before.item, Value(Kind.FEED, feeds=tuple(dict.fromkeys(before.value.feeds + arguments.feeds)))
                )
                return PYTHON
            scope[function.value.id] = Binding(before.item, before.value | arguments)
            self.mutated.add(function.value.id)
            return arguments
        return None

    def _of_object(self, node: ast.Call, function: ast.Attribute, receiver: Value, scope: Scope) -> Value:
        """Return what a call of a method of a saver or the like stands for."""
        assert receiver.call is not None
        method = self._methods_of(receiver.call).get(function.attr)
        if method is None:
            raise Refusal(node, f"`{self.program.source(function)}` has no counterpart that is known here")
        self.methods[node] = MethodCall(method, receiver.call, dict(scope))
        return method.value(self, node, receiver, scope)

    def paired(self, node: ast.expr, scope: Scope) -> list[Made] | None:
        """Return the variables in a list of pairs of gradients and variables, in order; None if they cannot be told, or a gradient may be None."""
        binding = scope.get(node.id) if isinstance(node, ast.Name) else None
        if isinstance(node, ast.Attribute) and (owner := self.value(node.value, scope).instance) is not None:
            binding = owner.frame.attributes.get(node.attr)
        item = binding.item if binding is not None else None
        if item is None or not isinstance(item.node, ast.Assign) or len(item.binds) != 1:
            return None
        found = self._pairs(item.node.value, item)
        if found is None:
            return None
        items = needed([item])
        derived = [self.derived[one] for part in items for one in walk(part.node) if isinstance(one, ast.Call) and one in self.derived]
        reads = {one for each in derived for other in needed(each.targets.items) for one in other.value.reads}
        reads |= {one for each in derived for one in each.targets.reads}
        return found if all({one.mark, one.call, *([one.of.call] if one.of is not None else [])} & reads for one in found) else None

    def _pairs(self, made: ast.expr, item: Item) -> list[Made] | None:
        if isinstance(made, ast.Call) and isinstance(made.func, ast.Attribute) and made.func.attr == "compute_gradients":
            given = {"loss": None, **{one.arg: one.value for one in made.keywords}}
            listed = given.get("var_list", made.args[1] if len(made.args) > 1 else None)
            if listed is not None:
                return list(self.value(listed, item.before).made or ()) or None
            from tensorlift.lift.known.variables import chosen, is_trainable

            return chosen(self, made, is_trainable, item.before) or None
        if isinstance(made, ast.Call) and isinstance(made.func, ast.Name) and made.func.id == "list" and len(made.args) == 1:
            pairs = made.args[0]
            if isinstance(pairs, ast.Call) and isinstance(pairs.func, ast.Name) and pairs.func.id == "zip" and len(pairs.args) == 2:
                return list(self.value(pairs.args[1], item.before).made or ()) or None
        if isinstance(made, ast.ListComp) and len(made.generators) == 1 and isinstance(made.elt, ast.Tuple) and len(made.elt.elts) == 2:
            one, second = made.generators[0], made.elt.elts[1]
            is_pair = isinstance(one.target, ast.Tuple) and len(one.target.elts) == 2 and not one.ifs
            if is_pair and isinstance(one.target, ast.Tuple) and ast.dump(one.target.elts[1]).replace("Store", "Load") == ast.dump(second):
                return self.paired(one.iter, item.before)
        return None

    def _derives(self, node: ast.Call, name: str, receiver: Value, arguments: Value, scope: Scope) -> Value:
        """Return what an optimizer's `minimize` or `compute_gradients` gives."""
        loss = next((one.value for one in node.keywords if one.arg == "loss"), node.args[0] if node.args else None)
        if loss is None or any(isinstance(one, ast.Starred) for one in node.args) or any(one.arg is None for one in node.keywords):
            raise Refusal(node, "its arguments are not written out")
        self.derived[node] = Derived(self.value(loss, scope), PYTHON)
        if name == "minimize":
            return self._counted((receiver | arguments).of(Kind.TRAIN, node), node, scope)
        # The learning rate belongs to the step that applies them.
        return arguments.of(Kind.TENSOR)

    def _note_by_hand(self, node: ast.Call, cell: Cell, *, is_first: bool = False) -> None:
        """Note what a cell is that is called, or asked for the state that it begins with, which may never be needed."""
        cell = cell.bare
        if self.cell_calls.setdefault(node, cell) != cell or (cell.is_unlike and not is_first):
            raise Refusal(node, "it cannot be told of what kind the recurrent cell is")

    def _cell_called(self, node: ast.Call, callee: Value, cell: Cell, scope: Scope) -> Value:
        """Return the output and the state of a recurrent cell that is called for a single step."""
        if cell != cell.bare:
            raise Refusal(node, "a recurrent cell with dropout is called by hand")
        self._note_by_hand(node, cell)
        self.note_initializer([callee], scope)
        made = replace(callee | self.joined(self.given(node, scope)), kind=Kind.TENSOR, cell=None).of(Kind.TENSOR)
        state = made if cell.has_one_state else replace(made, state=cell)
        pair = ast.copy_location(ast.Tuple([node, node], ast.Load()), node)
        return replace(made, made_of=(pair, (Part(None, node, made), Part(None, node, state))))

    def note_initializer(self, cells: Iterable[Value], scope: Scope) -> None:
        """Note what the scopes around say of the first values of cells, which are used here for the first time."""
        around = self.current(scope)
        for call in {call for one in cells for call in one.reads}:
            if around.reuse == AUTO and isinstance(call, ast.Call):
                self.maybe_shared.append(call)
                found = [made for event, made in self.store.events.items() if event[-1] is call]
                for made in found:
                    made.reuse = AUTO
                if len(found) > 1:
                    raise Refusal(call, "a recurrent cell may share its variables with another one, which is not followed")
            elif around.reuse is not False and call not in self.used_cells:
                raise Refusal(call, "a recurrent cell may share its variables with another one, which is not followed")
            self.used_cells.add(call)
            if around.initializer is not None:
                known = self.initializers.setdefault(call, around.initializer)
                if ast.dump(known) != ast.dump(around.initializer):
                    raise Refusal(call, "a recurrent cell takes its initializer from several scopes")

    def _methods_of(self, maker: ast.Call) -> Mapping[str, Method]:
        entry = known(self.program.called(maker) or "")
        return entry.methods if entry is not None else {}

    def _counted(self, train: Value, node: ast.Call, scope: Scope) -> Value:
        """Return a training operation that changes the variable that counts its steps."""
        counter = next((one.value for one in node.keywords if one.arg == "global_step"), node.args[1] if len(node.args) > 1 else None)
        changed = self.value(counter, scope).reads
        return replace(train, writes=changed, reads=train.reads - changed)

    def _tensorflow(self, node: ast.Call, symbol: str, scope: Scope) -> Value:
        self.names.note(self.program, node, symbol, self.graph, is_once=not self._active)
        entry = known(symbol)
        if entry is not None and entry.is_lazy and entry.value is not None:
            return self._noted(node, entry.value(self, node, PYTHON, scope), scope)
        arguments = self.joined(self.given(node, scope))
        if entry is not None and entry.value is not None:
            return self._noted(node, entry.value(self, node, arguments, scope), scope)
        return self.computed(node, arguments)

    def computed(self, node: ast.Call, arguments: Value) -> Value:
        """Return what a function of tensors gives.

        Args:
            node: Its call.
            arguments: What its arguments amount to.

        Raises:
            Refusal: It gets what is no tensor.
        """
        if arguments.kind is Kind.VARIABLE and arguments.cell is not None:
            raise Refusal(node, f"`{self.program.source(node.func)}` of a recurrent cell has no counterpart that is known here")
        if arguments.kind in (Kind.TENSOR, Kind.PLACEHOLDER, Kind.VARIABLE):
            return arguments.of(Kind.TENSOR)
        if arguments.kind in (Kind.PYTHON, Kind.CONSTANT, Kind.RANDOM):
            return arguments.of(max(arguments.kind, Kind.CONSTANT))
        raise Refusal(node, f"`{self.program.source(node.func)}` gets what only makes sense in a run")

    def _noted(self, node: ast.Call, value: Value, scope: Scope) -> Value:
        """Note what makes variables of which no more is known, such as a recurrent cell; it must not share them with anything."""
        makes = node in value.variables or (node in value.layers and node in value.reads)
        if makes and not self._is_apart and self.event(node) not in self.store.events:
            around = self.current(scope)
            is_only_cell = around.reuse == AUTO and value.cell is not None and all(one[-1] is not node for one in self.store.events)
            if around.reuse is not False and not is_only_cell:
                raise Refusal(node, "what is made here may share its variables with something else, which is not followed")
            if around.reuse is not False:
                self.maybe_shared.append(node)
                # another object that makes it has the same variables
                self.store.new(self.event(node), None, around, is_layer=True).reuse = AUTO
            self.store.new(self.event(node), None, around, is_layer=True)
        return value

    def function(self, function: ast.FunctionDef, call: ast.Call, scope: Scope) -> Value:
        """Return what a call of a function of this module stands for, from what it gets and what it does."""
        local = _locals(function)
        inner = self.arguments(function, call, scope, {name: one for name, one in self.module.items() if name not in local})
        self._check_outside(function)
        with self.below(call, scope, inner):
            return self.called(function, call, inner)

    def touches(self, function: ast.FunctionDef) -> bool:
        """Whether a function of the module, or one that it uses, has anything to do with TensorFlow or with parts of the graph."""
        seen: set[ast.AST] = set()
        waiting: list[ast.AST] = [function]
        while waiting:
            one = waiting.pop()
            if one in seen:
                continue
            seen.add(one)
            for node in walk(one):
                if not isinstance(node, ast.Name):
                    continue
                bound = self.module.get(node.id)
                if node.id in self.program.imports or (
                    bound is not None and (bound.value.kind is not Kind.PYTHON or bound.value.is_function)
                ):
                    return True
                waiting += [made for made in (self.functions.get(node.id), self.classes.get(node.id)) if made is not None]
        return False

    def local(self, made: Local, call: ast.Call, scope: Scope) -> Value:
        """Return what a call of a function that is defined inside of another one stands for."""
        if made.runs and self.callee is not None and isinstance(made.node, ast.FunctionDef):
            return self.callee.enter(made.node, call, scope, None, made.scope)
        inner = self.arguments(made.node, call, scope, dict(made.scope))
        with self.below(call, scope, inner):
            if isinstance(made.node, ast.Lambda):
                return replace(self.value(made.node.body, inner), made_of=None)
            return self.called(made.node, call, inner)

    def called(self, function: ast.FunctionDef, call: ast.Call, inner: Scope) -> Value:
        """Return what a call of a function that only computes stands for, with its parameters bound."""
        if function in self._active or len(self._active) > 8:
            raise Refusal(call, f"`{function.name}` calls itself")
        self._active.append(function)
        try:
            return self.body(function.body, inner)[0]
        finally:
            self._active.pop()

    def arguments(self, function: ast.FunctionDef | ast.Lambda, call: ast.Call, scope: Scope, inner: Scope, *, skip: int = 0) -> Scope:
        """Bind the parameters of a function to what a call gives for them.

        Args:
            function: The function.
            call: The call.
            scope: What names stand for at the call.
            inner: What names stand for in the function; it is filled.
            skip: How many parameters are bound already, such as ``self``.
        """
        inner.pop(CURRENT, None)
        if CURRENT in scope:
            inner[CURRENT] = scope[CURRENT]
        bound = {parameter.arg: inner.get(parameter.arg) for parameter in _parameters(function.args)[:skip]}
        for parameter in _parameters(function.args):
            inner[parameter.arg] = bound.get(parameter.arg) or Binding(None, PYTHON)
        for key, default in defaults(function.args).items():
            inner[key] = Binding(None, self.value(default, {}), (default, {}))
        positional = [*function.args.posonlyargs, *function.args.args]
        for parameter, argument in zip(positional[skip:], call.args):
            if isinstance(argument, ast.Starred):
                break
            inner[parameter.arg] = Binding(None, self._given(argument, parameter.arg, scope), (argument, dict(scope)))
        starred = next((index for index, one in enumerate(call.args) if isinstance(one, ast.Starred)), None)
        if starred is not None or any(one.arg is None for one in call.keywords):
            rest = self.joined(
                self.value(one.value, scope)
                for one in [*call.args[starred:], *call.keywords]
                if isinstance(one, (ast.Starred, ast.keyword))
            )
            if rest.kind in (Kind.SESSION, Kind.FEED, Kind.PLACEHOLDER):
                raise Refusal(call, "what a function gets is in a list or a dictionary of arguments")
            for parameter in positional[skip + (len(call.args) if starred is None else starred) :]:
                inner[parameter.arg] = Binding(None, rest.one())
        for keyword in call.keywords:
            if keyword.arg is not None:
                inner[keyword.arg] = Binding(None, self._given(keyword.value, keyword.arg, scope), (keyword.value, dict(scope)))
        return inner

    def _given(self, node: ast.expr, name: str, scope: Scope) -> Value:
        """Return what a parameter gets; an element of a dataset that has no name yet has that of the parameter from here on."""
        value = self.value(node, scope)
        if value.call is node and value.call in self.elements:
            self.placeholders.setdefault(node, name)
        return value

    def _check_outside(self, function: ast.FunctionDef) -> None:
        """A function of the module may not take from outside what only exists inside of a run: it could not see it there."""
        local = _locals(function)
        shares = self.shares_in(function)
        keys = {id(key) for node in walk(function) if isinstance(node, ast.Dict) for key in node.keys if key is not None}
        keys |= {id(node.slice) for node in walk(function) if isinstance(node, ast.Subscript)}
        for node in walk(function):
            if node in shares:
                continue
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id not in local and node.id in self.module:
                if self._is_bound_inside(node, function):
                    continue
                kind = self.module[node.id].value.kind
                if kind in COMPUTED and not (kind is Kind.PLACEHOLDER and id(node) in keys):
                    other = with_parameter(self.program, function, node.id)
                    if other is not None:
                        raise Instead(other)
                    raise Refusal(node, f"`{function.name}` uses `{node.id}` from outside, which a run computes")

    def _is_bound_inside(self, node: ast.Name, function: ast.FunctionDef) -> bool:
        """Whether a name belongs to a function, a lambda or a comprehension inside of a function."""
        around = self.program.parents[node]
        while around is not function:
            if isinstance(around, ast.FunctionDef) and node.id in _locals(around):
                return True
            if isinstance(around, ast.Lambda) and node.id in {one.arg for one in _parameters(around.args)}:
                return True
            if isinstance(around, (ast.ListComp, ast.SetComp, ast.GeneratorExp, ast.DictComp)):
                if any(node.id in stored_names(generator.target) for generator in around.generators):
                    return True
            around = self.program.parents[around]
        return False

    def body(self, body: list[ast.stmt], scope: Scope) -> tuple[Value, Value]:
        """Return what the statements of a function return, and what the tests around them depend on."""
        result = PYTHON
        effects = PYTHON
        last: Value | None = PYTHON
        for statement in body:
            if isinstance(statement, ast.Return):
                value = self.value(statement.value, scope)
                last = value if result is PYTHON else None
                result = result | value
                continue
            if isinstance(statement, ast.FunctionDef):
                scope[statement.name] = Binding(None, self.closure(statement, scope))
                continue
            if isinstance(statement, (ast.ClassDef, ast.Global, ast.Nonlocal, ast.AsyncFunctionDef)):
                raise Refusal(statement, "a function that builds a part of the graph has something inside that is not followed")
            if isinstance(statement, ast.With):
                with ExitStack() as stack:
                    made = self.opened(statement, scope, stack)
                    value, more = self.body(statement.body, scope)
                effects = effects | replace(made, kind=Kind.PYTHON) | more
                if any(isinstance(one, ast.Return) for one in walk(statement)):
                    last = value if result is PYTHON else None
                    result = result | value
                continue
            made = self.statement(statement, scope)
            effects = effects | replace(made, kind=Kind.PYTHON)
            for inner in self.ways(statement, scope):
                value, more = self.body(inner, scope)
                result, effects = result | value, effects | more
                last = None
        # What is made inside belongs to the result, wherever it ends up.
        layers, variables = result.layers + effects.layers, result.variables + effects.variables
        made_of, made_by = (last.made_of, last.made) if last is not None else (None, None)
        return replace(result, layers=layers, variables=variables, made_of=made_of, made=made_by), effects

    def opened(self, statement: ast.With, scope: Scope, stack: ExitStack) -> Value:
        """Go into the scopes that a ``with`` opens, until the stack is closed; return what it is about."""
        made = PYTHON
        for item in statement.items:
            value = self.value(item.context_expr, scope)
            made = made | (PYTHON if value.variable_scope is not None else value)
            is_scope = value.variable_scope is not None and self.program.called(item.context_expr) != "name_scope"
            for name in stored_names(item.optional_vars) if item.optional_vars is not None else ():
                scope[name] = Binding(None, value if is_scope else PYTHON)
            stack.enter_context(self.inside(value, scope))
        return made

    def taken(self, statement: ast.stmt, scope: Scope) -> list[list[ast.stmt]]:
        """Return the blocks of a statement that are run: one branch of a condition whose value is known."""
        test = self.constant(statement.test, scope) if isinstance(statement, ast.If) else None
        if isinstance(statement, ast.If) and test is not None:
            block = statement.body if test[0] else statement.orelse
            return [block] if block else []
        if isinstance(statement, ast.If):
            self.undecided.add(statement)
        self._forget(statement, scope)
        return _blocks(statement)

    def may_be_missing(self, made: ast.stmt, name: str, node: ast.AST) -> bool:
        """Whether a condition decides if a statement binds a name that is used at some other place."""
        around = set(self.program.around(node))
        for one in (made, *self.program.around(made)):
            if isinstance(one, ast.If) and one in self.undecided and one not in around and not _is_bound_in(one, name):
                return True
        return False

    def ways(self, statement: ast.stmt, scope: Scope) -> Iterator[list[ast.stmt]]:
        """Yield the blocks of a statement that may be run, each to be read as if no other had been; what they bind is put together then."""
        blocks = self.taken(statement, scope)
        if isinstance(statement, ast.If) and self.constant(statement.test, scope) is None:
            tables = [scope]
            for binding in scope.values():
                attributes = binding.value.instance.frame.attributes if binding.value.instance is not None else None
                if attributes is not None and not any(one is attributes for one in tables):
                    tables.append(attributes)
            before = [dict(table) for table in tables]
            ends: list[list[Scope]] = []
            for block in (statement.body, statement.orelse):
                for table, start in zip(tables, before):
                    table.clear()
                    table.update(start)
                yield block
                ends.append([dict(table) for table in tables])
            for index, table in enumerate(tables):
                table.update(_joined(before[index], *(end[index] for end in ends)))
        else:
            yield from blocks
        self.leave(statement, scope)

    def leave(self, statement: ast.stmt, scope: Scope) -> None:
        """Forget what the values of names are behind a statement that may have given them others."""
        if _blocks(statement) and not (isinstance(statement, ast.If) and self.constant(statement.test, scope) is not None):
            self._forget(statement, scope)

    def closure(self, function: ast.FunctionDef, scope: Scope) -> Value:
        """Return what a function stands for that is defined where a graph is built: what it takes from around it."""
        before, self._is_apart = self._is_apart, True
        try:
            return self._closure(function, scope)
        finally:
            self._is_apart = before

    def _closure(self, function: ast.FunctionDef, scope: Scope) -> Value:
        own = {one.arg for one in _parameters(function.args)} | local_names(function)
        shares = self.shares_in(function)
        names = {node.id for node in walk(function) if isinstance(node, ast.Name) and node not in shares}
        keys = self._keys_in(function)
        names -= {
            name
            for name in names
            if name in scope
            and scope[name].value.kind is Kind.PLACEHOLDER
            and all(node in keys for node in walk(function) if isinstance(node, ast.Name) and node.id == name)
        }
        taken = {name for name in names if name not in own and name in scope}
        made = self.joined(scope[name].value for name in sorted(taken) if not self._is_only_changed(name, function))
        for node in walk(function):
            if not isinstance(node, ast.Call):
                continue
            symbol = self.program.called(node)
            entry = known(symbol) if symbol else None
            if entry is not None and entry.value is not None:
                if not entry.in_place:
                    made = made | (entry.value(self, node, PYTHON, scope) if not entry.writes else self._written(function, node, scope))
            elif (
                isinstance(node.func, ast.Attribute)
                and node.func.attr in _WRITING
                and isinstance(node.func.value, (ast.Name, ast.Attribute))
            ):
                if self.value(node.func.value, scope).kind is Kind.VARIABLE:
                    made = made | self._written(function, node, scope)
        makes = any(known(self.program.called(node) or "") is not None and self._makes(node) for node in walk(function))
        if makes and function.name not in self.functions:
            return FUNCTION if made.kind is Kind.PYTHON else replace(made, is_function=True, function=Local(function, dict(scope)))
        return replace(made.of(made.kind), is_function=True, function=Local(function, dict(scope)))

    def _keys_in(self, function: ast.AST) -> set[ast.AST]:
        """Return the names in a function that stand as keys of dictionaries: what is fed is only named there."""
        found: set[ast.AST] = {key for node in walk(function) if isinstance(node, ast.Dict) for key in node.keys if key is not None}
        return found | {node.slice for node in walk(function) if isinstance(node, ast.Subscript) and not isinstance(node.ctx, ast.Load)}

    def _is_only_changed(self, name: str, function: ast.FunctionDef) -> bool:
        """Whether a function changes what a name stands for, and does not read it."""
        for node in walk(function):
            if isinstance(node, ast.Name) and node.id == name:
                parent = self.program.parents[node]
                entry = known(self.program.called(parent) or "")
                is_target = entry is not None and entry.writes and isinstance(parent, ast.Call) and parent.args[:1] == [node]
                if not is_target and not (isinstance(parent, ast.Attribute) and parent.attr in _WRITING):
                    return False
        return True

    def _written(self, function: ast.FunctionDef, call: ast.Call, scope: Scope) -> Value:
        """Return what a change of a variable in a function is: the function has to be a branch of a condition, where it is done once or not at all."""
        uses = [node for node in self.program.each(ast.Name) if node.id == function.name and isinstance(node.ctx, ast.Load)]
        if not uses or not all(self.program.called(self.receiver(one)) in ("cond", "case", "switch_case") for one in uses):
            raise Refusal(call, "a variable is changed inside of a function that a run calls, in an order that a graph leaves open")
        return self.value(call, scope)

    def shares_in(self, function: ast.AST) -> set[ast.AST]:
        """Return the expressions in a function that say what a recurrent cell drops: they are computed where the cell is used."""
        wrappers = [one for one in walk(function) if (self.program.called(one) or "").endswith(".DropoutWrapper")]
        given = [
            part
            for one in wrappers
            if isinstance(one, ast.Call)
            for part in (*one.args[1:], *one.keywords)
            if getattr(part, "arg", "") != "cell"
        ]
        return {node for part in given for node in walk(part)}

    def _makes(self, node: ast.AST) -> bool:
        entry = known(self.program.called(node) or "")
        return entry is not None and entry.makes

    def statement(self, statement: ast.stmt, scope: Scope) -> Value:
        """Take the names that a simple statement, or the head of a compound one, binds into the scope; return what it is about."""
        if isinstance(statement, (ast.Assign, ast.AnnAssign, ast.AugAssign)):
            value = self.value(statement.value, scope)
            if isinstance(statement, ast.AugAssign):
                value = value | self.value(_loaded(statement.target), scope)
            targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
            for target in targets:
                if isinstance(target, ast.Attribute) and self.value(target.value, scope).kind is Kind.NOTHING:
                    return Value(Kind.NOTHING)
                self._bind(target, statement.value, value, scope)
            made = self._unpacked(list(targets), statement.value, value)
        elif isinstance(statement, ast.For):
            made = self.value(statement.iter, scope)
            self._bind_each(statement.target, statement.iter, made.one(), scope)
            # What is read of the parts shows in what is done with each.
            made = made.but(reads=frozenset())
        elif isinstance(statement, (ast.If, ast.While)):
            made = self.value(statement.test, scope)
            if made.kind in COMPUTED and not self._is_flag(statement.test, scope):
                raise Refusal(statement, "a Python condition depends on what a run computes")
        elif isinstance(statement, ast.With):
            made = PYTHON
            for item in statement.items:
                made = made | self.value(item.context_expr, scope)
                for name in stored_names(item.optional_vars) if item.optional_vars is not None else ():
                    scope[name] = Binding(None, PYTHON)
        else:
            made = self.joined(self.value(child, scope) for child in children(statement) if isinstance(child, ast.expr))
        return made

    def _unpacked(self, targets: list[ast.expr], source: ast.expr | None, value: Value) -> Value:
        """Return what a statement is about: one that takes an element apart in its own way computes that in the run."""
        if (
            value.kind is Kind.PLACEHOLDER
            and value.call in self.elements
            and any(isinstance(one, (ast.Tuple, ast.List)) for one in targets)
        ):
            if len(targets) > 1 or source is not value.call or not _is_flat(targets[0]):
                return value.of(Kind.TENSOR)
        parts = value.made_of[1] if value.made_of is not None else ()
        if parts and _is_flat(targets[0]) and all(one.value.kind is Kind.PLACEHOLDER and one.value.call is one.node for one in parts):
            return replace(value, kind=Kind.PLACEHOLDER)
        return value

    def _parts(self, target: ast.Tuple | ast.List, taken: ast.Call) -> tuple[Part, ...]:
        """Return the parts of an element that are bound to names."""
        element = self.elements[taken]
        if not element.parts:
            for index, one in enumerate(target.elts):
                # what stands for a part has the place of its name
                part = ast.copy_location(ast.Call(taken.func, [], []), one)
                element.parts.append(part)
                self.elements[part] = Element(taken, element.source, index)
        return tuple(Part(None, part, Value(Kind.PLACEHOLDER, call=part)) for part in element.parts)

    def _is_flag(self, node: ast.expr, scope: Scope) -> bool:
        """Whether a condition asks for a flag that is a Python value in each run, or for the Python type of what a run gets."""
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            node = node.operand
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "isinstance" and node.args:
            node = node.args[0]
        value = self.value(node, scope)
        return value.kind is Kind.PLACEHOLDER and is_open(value.call)

    def _bind(self, target: ast.expr, source: ast.expr | None, value: Value, scope: Scope) -> None:
        if value.kind is Kind.PLACEHOLDER and value.call in self.elements and isinstance(target, (ast.Tuple, ast.List)):
            if value.call is source and _is_flat(target):
                value = replace(value, made_of=(target, self._parts(target, value.call)))
            else:
                value = value.of(Kind.TENSOR)
        if isinstance(target, (ast.Tuple, ast.List)):
            known_parts = value.made_of[1] if value.made_of is not None else ()
            for index, one in enumerate(target.elts):
                fits = len(known_parts) == len(target.elts)
                self._bind(
                    one,
                    known_parts[index].node if fits else None,
                    known_parts[index].value if fits else value.one(),
                    scope,
                )
        elif isinstance(target, ast.Name):
            if value.constant is not None and target.id in self.program.shared_names:
                value = replace(value, constant=None)
            scope[target.id] = Binding(None, value)
            self._named(value, source, target.id)
        elif (
            isinstance(target, ast.Attribute)
            and isinstance(target.value, ast.Name)
            and (owner := self.value(target.value, scope).instance) is not None
        ):
            owner.frame.attributes[target.attr] = Binding(None, value)
            self._named(value, source, target.attr.lstrip("_"))
        elif isinstance(target, (ast.Subscript, ast.Attribute)):
            if isinstance(target, ast.Subscript):
                key = self.feed_key(target.slice, scope) if not isinstance(target.slice, ast.Slice) else None
                if key is not None:
                    value = Value(Kind.FEED, feeds=(key,))
            self._changed(target, value, scope)
        elif isinstance(target, ast.Starred):
            self._bind(target.value, None, value.one(), scope)

    @cached_property
    def names_of_operations(self) -> Counter[object]:
        """How often a name is given to operations; those of the same name are made unique."""
        return Counter(
            one.value.value
            for node in self.program.each(ast.Call)
            if self.program.called(node) != "get_variable"
            for one in node.keywords
            if one.arg == "name" and isinstance(one.value, ast.Constant)
        )

    def _named(self, value: Value, source: ast.expr | None, name: str) -> None:
        if value.kind is Kind.PLACEHOLDER and value.call is not None and value.call is source:
            self.placeholders.setdefault(value.call, name)

    def _changed(self, target: ast.expr, value: Value, scope: Scope) -> None:
        """Note that something in a list, a dictionary or an object is another value from here on."""
        base = target
        while isinstance(base, (ast.Subscript, ast.Attribute)):
            owner = self.value(base.value, scope).instance if isinstance(base, ast.Attribute) else None
            if owner is not None and isinstance(base, ast.Attribute):
                before = owner.frame.attributes.get(base.attr)
                if before is not None:
                    owner.frame.attributes[base.attr] = Binding(before.item, self._with(before.value, value))
                return
            base = base.value
        if isinstance(base, ast.Name) and base.id in scope:
            scope[base.id] = Binding(scope[base.id].item, self._with(scope[base.id].value, value))
            if value.kind in COMPUTED:
                self.mutated.add(base.id)

    def _with(self, before: Value, value: Value) -> Value:
        if Kind.FEED in (before.kind, value.kind):
            return Value(Kind.FEED, feeds=tuple(dict.fromkeys(before.feeds + value.feeds)))
        return before | value


def is_static(function: ast.FunctionDef) -> bool:
    """Whether a method gets no object."""
    return any(isinstance(one, ast.Name) and one.id == "staticmethod" for one in function.decorator_list)


def is_test(program: Program, node: ast.ClassDef) -> bool:
    """Whether a class is a unit test."""
    return any(program.symbol(one) == "test.TestCase" for one in node.bases)


def runs_something(program: Program, node: ast.AST) -> bool:
    """Whether there may be a call that runs a part of the graph below a node, or a session."""
    for child in walk(node):
        if isinstance(child, ast.Call):
            if program.called(child) in SESSIONS:
                return True
            if isinstance(child.func, ast.Attribute) and child.func.attr in ("run", "eval") and program.path(child.func) is None:
                if not _is_own_method(program, child.func):
                    return True
            if (
                isinstance(child.func, ast.Attribute)
                and child.func.attr == "close"
                and program.source(child.func.value).lower().endswith(("sess", "session"))
            ):
                return True
    return False


def _is_own_method(program: Program, node: ast.Attribute) -> bool:
    """Whether a call of `self.run` or `self.eval` is one of a method of the class, which runs nothing itself."""
    around: ast.AST | None = node
    method: ast.FunctionDef | None = None
    while around is not None and not isinstance(around, ast.ClassDef):
        method = around if isinstance(around, ast.FunctionDef) else method
        around = program.parents.get(around)
    if around is None or method is None or not method.args.args or not isinstance(node.value, ast.Name):
        return False
    own = next((one for one in around.body if isinstance(one, ast.FunctionDef) and one.name == node.attr), None)
    if own is None or node.value.id != method.args.args[0].arg:
        return False
    return not any(isinstance(one, ast.Attribute) and one.attr in ("run", "eval") and program.path(one) is None for one in walk(own))


def _first_run(program: Program, function: ast.FunctionDef | ast.Lambda) -> ast.AST:
    """Return the first call in a function that runs something."""
    for node in walk(function):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in ("run", "eval")
            and program.path(node.func) is None
        ):
            return node
    return function


def is_program(program: Program, node: ast.AST) -> bool:
    """Whether a function or class is more than a part of a computation: it runs something, or makes placeholders, optimizers or initializers."""
    for child in walk(node):
        entry = known(program.called(child) or "") if isinstance(child, ast.Call) else None
        if entry is not None and entry.is_program:
            return True
        if (
            isinstance(child, ast.Call)
            and isinstance(child.func, ast.Attribute)
            and child.func.attr in ("minimize", "apply_gradients")
            and program.path(child.func) is None
        ):
            return True
    return runs_something(program, node)


def _is_bound_in(statement: ast.If, name: str) -> bool:
    """Whether each way of a condition binds a name, or an attribute that ends with it."""

    def binds(block: list[ast.stmt]) -> bool:
        if len(block) == 1 and isinstance(block[0], ast.If):
            return _is_bound_in(block[0], name)
        return any(
            (isinstance(one, ast.Name) and one.id == name) or (isinstance(one, ast.Attribute) and one.attr == name)
            for part in block
            for one in walk(part)
            if isinstance(one, (ast.Name, ast.Attribute)) and not isinstance(one.ctx, ast.Load)
        )

    return binds(statement.body) and binds(statement.orelse)


def _joined(before: Scope, first: Scope, second: Scope) -> Scope:
    """Return what names stand for behind a condition that may go one way or the other."""
    found = {**first, **second}
    for name, binding in first.items():
        other = second.get(name)
        if other is None or other is binding or name == CURRENT:
            continue
        # what only one of the ways binds may still be what it was
        item = binding.item if other is before.get(name) else other.item
        found[name] = Binding(item, either(binding.value, other.value))
    if first.get(CURRENT) is not before.get(CURRENT) and second.get(CURRENT) is before.get(CURRENT):
        found.pop(CURRENT, None)
        found.update({CURRENT: first[CURRENT]} if CURRENT in first else {})
    return found


def _given(fetched: Value) -> Value:
    """Return what a run gives: plain values, of which those for summaries are known."""
    if not fetched.summaries:
        return PYTHON
    if fetched.made_of is None:
        return Value(Kind.PYTHON, summaries=fetched.summaries if fetched.kind is Kind.SUMMARY else ())
    parts = tuple(Part(part.key, part.node, _given(part.value)) for part in fetched.made_of[1])
    return Value(Kind.PYTHON, made_of=(fetched.made_of[0], parts))


def _held(values: Iterable[Value]) -> Instance | None:
    """Return what all of several objects are, if they are of one class."""
    instances = [one.instance for one in values]
    first = instances[0] if instances else None
    if first is None or any(one is None or one.frame is not first.frame for one in instances):
        return None
    return replace(first, made_by=None)


def _all_functions(parts: Iterable[Part]) -> bool:
    values = [part.value for part in parts]
    return bool(values) and all(one.is_function for one in values)


def _said(layer: LayerCall) -> tuple[object, ...]:
    """Return what a call says of a layer, in a form that can be compared; what its variables begin with is said by the first call alone."""
    arguments = {
        key: one if isinstance(one, str) else ast.dump(one) for key, one in layer.arguments.items() if not key.endswith("_initializer")
    }
    activation = layer.activation if isinstance(layer.activation, str) or layer.activation is None else ast.dump(layer.activation)
    return layer.made, arguments, activation


def _is_flat(target: ast.expr) -> bool:
    """Whether all parts of a target are names or attributes of names."""
    return isinstance(target, (ast.Tuple, ast.List)) and all(
        isinstance(one, ast.Name) or (isinstance(one, ast.Attribute) and isinstance(one.value, ast.Name)) for one in target.elts
    )


def _locals(function: ast.FunctionDef) -> set[str]:
    return {one.arg for one in _parameters(function.args)} | local_names(function)


def _parameters(arguments: ast.arguments) -> list[ast.arg]:
    found = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    return found + [one for one in (arguments.vararg, arguments.kwarg) if one is not None]


def defaults(arguments: ast.arguments) -> dict[str, ast.expr]:
    """Return the defaults of parameters by name."""
    positional = [*arguments.posonlyargs, *arguments.args]
    found = {one.arg: value for one, value in zip(positional[len(positional) - len(arguments.defaults) :], arguments.defaults)}
    found.update({one.arg: value for one, value in zip(arguments.kwonlyargs, arguments.kw_defaults) if value is not None})
    return found


def _blocks(statement: ast.stmt) -> list[list[ast.stmt]]:
    found = [getattr(statement, name) for name in ("body", "orelse", "finalbody") if getattr(statement, name, None)]
    return found + [handler.body for handler in getattr(statement, "handlers", ())]


def _loaded(target: ast.expr) -> ast.expr:
    return ast.parse(ast.unparse(target), mode="eval").body if not isinstance(target, ast.Name) else ast.Name(target.id, ast.Load())
