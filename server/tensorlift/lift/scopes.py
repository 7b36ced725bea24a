"""Variable scopes, the full names of variables, and which calls share one.

A call that makes a variable is known by the calls of functions around it, outermost first, and itself: its *event*. ``Store`` says for each event which
variable it gives: a new one, or the one that an earlier event made under the same full name. Source of the rules: ``tensorflow/python/ops/variable_scope.py``
of TensorFlow 1.15.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tensorlift.lift.program import Refusal

if TYPE_CHECKING:
    from tensorlift.lift.frames import Item
    from tensorlift.lift.values import Scope

AUTO = "AUTO_REUSE"
CURRENT = "the variable scope"
"""The key in a :data:`~tensorlift.lift.values.Scope` under which the variable scope of the moment stands; no name of a program."""

# https://www.tensorflow.org/versions/r1.15/api_docs/python/tf/GraphKeys
KEYS = {
    "GLOBAL_VARIABLES": "variables",
    "VARIABLES": "variables",
    "TRAINABLE_VARIABLES": "trainable_variables",
    "LOCAL_VARIABLES": "local_variables",
    "MODEL_VARIABLES": "model_variables",
    "REGULARIZATION_LOSSES": "regularization_losses",
    "LOSSES": "losses",
    "UPDATE_OPS": "update_ops",
    "WEIGHTS": "weights",
    "BIASES": "biases",
    "ACTIVATIONS": "activations",
    "SUMMARIES": "summaries",
    "MOVING_AVERAGE_VARIABLES": "moving_average_variables",
    "GLOBAL_STEP": "global_step",
}
"""The names of collections."""

Event = tuple[ast.AST, ...]


@dataclass(frozen=True)
class Symbol:
    """A parameter of a class that is made several times, whose value differs from object to object."""

    owner: ast.AST
    name: str


@dataclass(frozen=True)
class Text:
    """A string of which some parts differ from object to object."""

    parts: tuple[str | Symbol, ...]

    def filled(self, values: Mapping[Symbol, object]) -> str | None:
        """Return the string for one object; None if a value is not known."""
        found = [one if isinstance(one, str) else values.get(one) for one in self.parts]
        return "".join(str(one) for one in found) if None not in found else None


Name = str | Text


def joined(*parts: Name | Symbol) -> Name:
    """Return strings behind one another."""
    found: list[str | Symbol] = []
    for part in parts:
        for one in part.parts if isinstance(part, Text) else (part,):
            if found and isinstance(one, str) and isinstance(found[-1], str):
                found[-1] += one
            elif one != "":
                found.append(one)
    if not found:
        return ""
    return found[0] if len(found) == 1 and isinstance(found[0], str) else Text(tuple(found))


def starts_with(name: Name, prefix: Name) -> bool | None:
    """Whether a name begins with another one; None if that differs from object to object."""
    if isinstance(name, str) and isinstance(prefix, str):
        return name.startswith(prefix)
    ours = name.parts if isinstance(name, Text) else (name,)
    theirs = prefix.parts if isinstance(prefix, Text) else (prefix,)
    for index, part in enumerate(theirs):
        if index >= len(ours):
            return False
        if ours[index] == part:
            continue
        mine = ours[index]
        if isinstance(part, str) and isinstance(mine, str):
            return mine.startswith(part) if index == len(theirs) - 1 else False
        return None
    return True


@dataclass(frozen=True, eq=False)
class VariableScope:
    """A variable scope.

    Attributes:
        name: Its full name; None if that cannot be told.
        reuse: False, True or :data:`AUTO`; None if that cannot be told.
        entry: The ``with`` that opened it, as an event; layers without names of their own are counted from there.
        initializer: What variables without an initializer begin with.
        regularizer: What variables without a regularizer are kept small by.
        ops: The name in front of the names of operations, and so of those made by ``tf.Variable``; None if that cannot be told.
        graph: What made the graph; None for the one that is there from the start.
    """

    name: Name | None = ""
    reuse: bool | str | None = False
    entry: Event = ()
    initializer: ast.expr | None = None
    regularizer: ast.expr | None = None
    ops: Name | None = ""
    graph: ast.AST | None = None

    def full(self, name: Name | None) -> Name | None:
        """Return the full name of what is made in it under a name."""
        if self.name is None or name is None:
            return None
        return joined(self.name, "/", name) if self.name else name


ROOT = VariableScope()


@dataclass(eq=False)
class Made:
    """A variable, or the variables of a layer.

    Attributes:
        name: Its full name; None if that cannot be told.
        event: The calls of functions by which it came about, and the call that made it.
        trainable: Whether it is trained; None if that cannot be told.
        collections: The names of the collections that it is in, beside those of all variables and of all trainable ones.
        is_many: The call stands in a loop and makes several.
        is_layer: It is a layer, whose variables have names below its own.
        is_global: It is among the global variables.
        item: The statement that made it.
        place: The name, or the attribute of ``self``, under which that statement keeps it; None if it has none.
        owner: The function in which the name stands; None for the module.
        before: What names stood for there.
        graph: What made the graph that it is in.
        began: The statement in which that graph begins.
        parts: The variables of a layer, where it is known which they are.
        of: The layer that it is a variable of.
        attribute: What that layer calls it.
        reuse: What the scope said of sharing where it was made, if it was made under a name that may be shared; None if it was not.
        written: The full name that ``tf.Variable`` is to give it, which the graph makes unique; None if it cannot be told.
        mark: What stands for it among what is read and written: the call, or something of its own where the call makes several.
        in_object: For a variable of one of several objects: what stands for it in all of them, and the call that made the object.
    """

    name: Name | None
    event: Event
    trainable: bool | None = True
    collections: tuple[str, ...] = ()
    is_many: bool = False
    is_layer: bool = False
    is_global: bool = True
    item: Item | None = None
    place: str | None = None
    owner: ast.FunctionDef | None = None
    before: Scope = field(default_factory=dict)
    graph: ast.AST | None = None
    began: ast.AST | None = None
    parts: tuple[Made, ...] = ()
    of: Made | None = None
    attribute: str = ""
    reuse: bool | str | None = None
    written: Name | None = None
    mark: ast.AST = field(default_factory=ast.Pass)
    in_object: tuple[Made, ast.AST] | None = None

    @property
    def call(self) -> ast.AST:
        """The call that made it."""
        return self.event[-1]


class Store:
    """All variables of a program, in the order in which they are made."""

    def __init__(self) -> None:
        self.made: list[Made] = []
        self.events: dict[Event, Made] = {}
        self._calls: set[ast.AST] = set()
        self._names: dict[tuple[ast.AST | None, Name], Made] = {}
        self._counts: dict[tuple[ast.AST | None, Event, str], int] = {}
        self._numbered: dict[Event, str] = {}
        self._opened: dict[Event, tuple[ast.AST | None, Name | None]] = {}

    def get(self, event: Event, name: Name | None, scope: VariableScope, **attributes: object) -> Made:
        """Return what ``get_variable`` gives, or the layer whose variables a call of a layer uses.

        Args:
            event: The calls of functions around, and the call.
            name: The name in its scope; None if that cannot be told.
            scope: The variable scope.
            attributes: What else is known about it, should it be new: attributes of :class:`Made`.

        Raises:
            Refusal: It cannot be told, or it is there already and must not be.
        """
        if event in self.events:
            return self.events[event]
        full = scope.full(name)
        if full is None and scope.reuse is not False:
            raise Refusal(event[-1], "the name of what is made here cannot be told, so neither whether it is shared")
        known = self._names.get((scope.graph, full)) if full is not None else None
        if known is None:
            if scope.reuse is not False and full is not None and self._is_within(full, scope, is_layer=bool(attributes.get("is_layer"))):
                raise Refusal(event[-1], f"{_shown(full)} is shared between a layer and something else")
            made = self.new(event, full, scope, **attributes)
            made.reuse = scope.reuse
            return made
        if scope.reuse is False:
            raise Refusal(event[-1], f"{_shown(full)} is made a second time, which raises an error")
        self.events[event] = known
        return known

    def _is_within(self, full: Name, scope: VariableScope, *, is_layer: bool) -> bool:
        """Whether a variable may be part of a layer that is there already, or a variable that is there may be part of a layer."""
        for (graph, name), made in self._names.items():
            if graph is scope.graph and made.is_layer is not is_layer:
                inner, outer = (name, full) if is_layer else (full, name)
                if starts_with(inner, joined(outer, "/")) is not False:
                    return True
        return False

    def new(self, event: Event, name: Name | None, scope: VariableScope, **attributes: object) -> Made:
        """Return what is made by ``tf.Variable``, or otherwise anew each time; the name is the full one."""
        if event not in self.events:
            made = self.events[event] = Made(name, event, graph=scope.graph, **attributes)  # type: ignore[arg-type]
            if event[-1] not in self._calls:
                made.mark = event[-1]
            self.made.append(made)
            self._calls.add(event[-1])
            if name is not None:
                self._names.setdefault((scope.graph, name), made)
        return self.events[event]

    def numbered(self, event: Event, base: str, scope: VariableScope) -> str:
        """Return the name of a layer that has none of its own: ``dense``, ``dense_1`` and so on, counted since its scope was entered."""
        if event not in self._numbered:
            key = (scope.graph, scope.entry, base)
            number = self._counts[key] = self._counts.get(key, -1) + 1
            self._numbered[event] = f"{base}_{number}" if number else base
        return self._numbered[event]

    def opened(self, event: Event, name: Name | None, graph: ast.AST | None) -> Name | None:
        """Return the name in front of the names of operations in a scope, which is ``a_1`` where ``a`` was there before; None if it cannot be told."""
        if event not in self._opened:
            if name is not None and not isinstance(name, str):
                name = None
            if name is not None and (graph, name) in self._opened.values():
                name = None
            self._opened[event] = graph, name
        return self._opened[event][1]

    def under(self, event: Event) -> dict[Event, Made]:
        """Return what came about by one call of a function: by the rest of each event."""
        return {one[len(event) :]: made for one, made in self.events.items() if one[: len(event)] == event and len(one) > len(event)}


def among(made: Iterable[Made], prefix: Name | None) -> list[Made] | None:
    """Return those whose names begin with something; None if that cannot be told."""
    found = []
    for one in made:
        if prefix is None or one.name is None:
            return None
        fits = starts_with(one.name, prefix)
        if fits is None:
            return None
        if fits:
            found.append(one)
    return found


def _shown(name: Name | None) -> str:
    """Return how a name is told to a person; one that hangs on what a function gets has no text."""
    return f"`{name}`" if isinstance(name, str) else "a variable"
